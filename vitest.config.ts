import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// No test fails because a machine is slow or busy. What hangs is ended by `.ci/run`.
const patient = { testTimeout: 0, hookTimeout: 0 }

const FAST = ['agents', 'base', 'market', 'measures', 'random', 'run'].map((folder) => `test/${folder}/**/*.test.ts`)
const SLOW = ['test/measures/coverage.test.ts', 'test/measures/sobol-indices.test.ts', 'test/run/panel.test.ts']

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    // One more than by default: tests start programs and wait for them.
    maxWorkers: availableParallelism(),
    projects: [
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...patient } },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/architecture/**', 'test/node/**', 'test/browser/**', 'test/engines/**'],
          ...patient,
        },
      },
      // These run the built dist: worker threads and the command itself do not load from TypeScript on Node 20.
      { test: { name: 'node', include: ['test/node/**/*.test.ts'], ...patient } },
      // The core's parts and small runs of the whole, in less than a minute: for while one works, and to try mutants on.
      { test: { name: 'fast', include: FAST, exclude: SLOW, ...patient } },
      // Needs other versions of Node, which it downloads, and chromium.
      { test: { name: 'engines', include: ['test/engines/**/*.test.ts'], ...patient } },
      // Needs Debian's chromium, so `npm test` leaves it out; `.ci/run` runs it.
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...patient } },
    ],
  },
})
