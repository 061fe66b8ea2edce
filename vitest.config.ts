import { statfsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BUILT, fromBuilt } from './test/built.ts'
import SlowFirst from './test/sequencer.ts'

// No test fails because a machine is slow or busy. What hangs is ended by `.ci/run`.
const patient = { testTimeout: 0, hookTimeout: 0 }

/**
 * Tests do many things once: most of what they make is thrown away soon, and code that V8 compiles late is often not compiled
 * at all. A fifth less of processor time; a core that collects garbage for one test takes it from another.
 */
const brief = { execArgv: ['--max-semi-space-size=64', '--single-threaded-gc', '--interrupt-budget=528000'] }

/**
 * Files share a worker and what it has loaded: a third of the processor time of these tests was imports and start-up.
 * The core keeps no state in modules, and test/architecture/shared-workers.test.ts refuses tests that change the process.
 */
const shared = { isolate: false, ...patient, ...brief }

/** As `npm run coverage` measures src/, its tests run that. */
const isMeasured = process.argv.includes('--coverage')
const plugins = isMeasured ? [] : [fromBuilt()]
const built = { globalSetup: './test/built.ts', server: { deps: { external: [BUILT] } } }

/** Where tests of the command write: in memory where there is room, since most of what a small folder costs is fsync. */
function temporary(): { readonly TMPDIR?: string } {
  const MEMORY = '/dev/shm'
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > 4 * 2 ** 30 ? { TMPDIR: MEMORY } : {}
  } catch {
    return {}
  }
}

/** Folders of tests that are projects of their own. */
const OTHERS = ['architecture', 'browser', 'engines', 'machines', 'node']
const FAST = ['agents', 'base', 'market', 'measures', 'random', 'run'].map((folder) => `test/${folder}/**/*.test.ts`)
const SLOW = ['test/measures/coverage.test.ts', 'test/measures/sobol-indices.test.ts', 'test/run/panel.test.ts']

/** Tests with stand-ins for modules, which a worker would keep for the next file: each has its own. */
const STANDING_IN = ['failures', 'faults', 'results-folder', 'schema-1', 'shard-faults'].map(
  (name) => `test/node/${name}.test.ts`,
)
/** Stand-ins are for sources of the command, and here for one of the core. */
const IN_CORE = 'test/verification/switches.test.ts'
export const MOCKED: readonly string[] = [...STANDING_IN, IN_CORE]

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    sequence: { sequencer: SlowFirst },
    // One more than by default: tests start programs and wait for them.
    maxWorkers: availableParallelism(),
    projects: [
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], ...shared } },
      {
        plugins,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...OTHERS.map((folder) => `test/${folder}/**`), ...MOCKED],
          ...shared,
          ...built,
        },
      },
      // Worker threads and the command itself do not load from TypeScript on Node 20.
      {
        plugins,
        test: {
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          exclude: [...MOCKED],
          env: temporary(),
          ...shared,
          ...built,
        },
      },
      {
        plugins: isMeasured ? [] : [fromBuilt('src/node/')],
        test: { name: 'mocked', include: STANDING_IN, env: temporary(), ...patient, ...brief, ...built },
      },
      { test: { name: 'mocked-core', include: [IN_CORE], ...patient, ...brief } },
      // The core's parts and small runs of the whole, in less than a minute: for while one works, and to try mutants on.
      { test: { name: 'fast', include: FAST, exclude: SLOW, ...shared } },
      // Needs other versions of Node, which it downloads, and chromium.
      { test: { name: 'engines', include: ['test/engines/**/*.test.ts'], ...patient } },
      // Needs Slurm, munge, Redis, GNU parallel and openssl, which the tests start on loopback and stop; also R, and Python with
      // pandas.
      { test: { name: 'machines', include: ['test/machines/**/*.test.ts'], fileParallelism: false, ...patient } },
      // Needs Debian's chromium, so `npm test` leaves it out; `.ci/run` runs it.
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...patient } },
    ],
  },
})
