import { defineConfig } from 'vitest/config'

// Tests that start whole programs (a build, a run, a browser) take their time on a slow machine.
const patient = { testTimeout: 180_000, hookTimeout: 180_000 }

export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    projects: [
      { test: { name: 'architecture', include: ['test/architecture/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/architecture/**', 'test/node/**', 'test/browser/**'],
          testTimeout: 60_000,
        },
      },
      // These run the built dist: worker threads and the command itself do not load from TypeScript on Node 20.
      { test: { name: 'node', include: ['test/node/**/*.test.ts'], ...patient } },
      // Needs Debian's chromium, so `npm test` leaves it out; `.ci/run` runs it.
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...patient } },
    ],
  },
})
