import { writeSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Says the outcome in one plain line, `N passed, N failed, N skipped`, after everything else is printed. */
export default class ClosingLine implements Reporter {
  #line = ''

  onInit(): void {
    // At exit, because the default reporter and the coverage report print after the run has ended.
    process.once('exit', () => {
      if (this.#line !== '') writeSync(1, `${this.#line}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      // A file that does not load, or a suite whose hook throws, has no failed test to show for it.
      if (module.errors().length > 0) count.failed++
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        count[state === 'passed' || state === 'failed' ? state : 'skipped']++
      }
    }
    this.#line = `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`
  }
}
