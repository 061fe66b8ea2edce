import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longest, longest first: what comes last and alone leaves a core idle. A clean clone has no times of
 * earlier runs, by which vitest would order files.
 */
export const SLOW: readonly string[] = [
  'test/node/documented-commands.test.ts',
  'test/node/calibrate.test.ts',
  'test/experiments/calibration.test.ts',
  'test/node/cli.test.ts',
  'test/node/hostile-folder.test.ts',
  'test/node/shards.test.ts',
  'test/node/archive.test.ts',
  'test/node/results-folder.test.ts',
  'test/node/sensitivity.test.ts',
  'test/node/sweep.test.ts',
  'test/node/threads.test.ts',
  'test/node/faults.test.ts',
  'test/charts/ensemble-charts.test.ts',
  'test/charts/claims.test.ts',
  'test/node/tutorial.test.ts',
  'test/charts/charts.test.ts',
  'test/node/package-files.test.ts',
  'test/node/study.test.ts',
  'test/node/portable.test.ts',
  'test/verification/scenarios.test.ts',
  'test/run/coverage-pilot.test.ts',
  'test/node/standard-output.test.ts',
  'test/node/readme.test.ts',
  'test/node/instrument.test.ts',
  'test/node/compare.test.ts',
  'test/node/verify.test.ts',
  'test/node/experiment.test.ts',
  'test/node/hostile-query.test.ts',
  'test/node/checkpoint.test.ts',
]

/** The order of vitest, project by project, with slow files first in each. */
export default class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification): number => {
      const found = SLOW.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'))
      return found < 0 ? SLOW.length : found
    }
    const projects = [...new Set(sorted.map(({ project }) => project.name))]
    return projects.flatMap((name) =>
      sorted.filter(({ project }) => project.name === name).sort((a, b) => place(a) - place(b)),
    )
  }
}
