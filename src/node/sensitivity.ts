/** A sensitivity analysis as an output folder: its plan, the records of its runs, and what is made from them. */
import { type Table, texts } from '../base/table.ts'
import { sensitivityCharts } from '../charts/sensitivity-charts.ts'
import {
  type Analysis,
  type Block,
  type DesignRun,
  designOf,
  designRuns,
  readingOf,
  valuesAt,
} from '../experiments/sensitivity.ts'
import { measureNamed } from '../measures/registry.ts'
import { tableNamed } from '../measures/rows.ts'
import {
  derivedSensitivityTables,
  type OutcomeSensitivity,
  POINT_RUNS,
  type PointRun,
  sensitivities,
  sensitivityTables,
} from '../measures/sensitivity-tables.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { readAnalysis, type WrittenAnalysis, writtenAnalysis } from '../scenarios/sensitivity.ts'
import { drawViews, type OnChart, type Views } from './compose.ts'
import { tableFiles } from './data-files.ts'
import { digestOfRuns } from './ensemble.ts'
import type { ManifestHead } from './manifest.ts'
import type { ResultsFolder } from './results-folder.ts'
import { runKey } from './run-store.ts'
import type { PlannedHead } from './study.ts'
import {
  commandOf,
  type Failure,
  failuresFile,
  type RecordReader,
  recordReader,
  type SweepRun,
  writeStored,
} from './sweep.ts'

/** An analysis and the keys of the outcomes that it asks for. */
export interface Study extends Analysis {
  readonly outcomes: readonly string[]
}

export type StudyRun = SweepRun & DesignRun

export function studyOf(scenario: Scenario, written: WrittenAnalysis): Study {
  return { scenario, ...readAnalysis(written) }
}

export function writtenStudy({ settings, factors, outcomes }: Study): WrittenAnalysis {
  return writtenAnalysis(settings, factors, outcomes)
}

/** All runs in the order of the design; a point is named by its block and place. */
export function studyPlan(study: Study, blocks: readonly Block[]): StudyRun[] {
  return designRuns(study, blocks).map((run) => ({
    ...run,
    arm: `b${String(run.block).padStart(4, '0')}-p${String(run.point).padStart(3, '0')}`,
    key: runKey(run.scenario),
  }))
}

/** What was recorded, read back from the records: of each only the outcomes that are asked for are kept. */
function recordedTables(
  read: RecordReader,
  study: Study,
  blocks: readonly Block[],
  plan: readonly StudyRun[],
): Table[] {
  const { factors, outcomes: keys } = study
  const records = plan.map((run) => {
    const { block, point, replication, scenario } = run
    const { seed } = scenario
    const record = read(run)
    const asked = record?.outcomes.filter((outcome) => keys.includes(outcome.key)) ?? []
    const values = new Map(asked.map((outcome) => [outcome.key, outcome.value]))
    return { block, point, replication, seed, digest: record?.digest ?? '', values }
  })
  const runs = records.map((run): PointRun => ({ ...run, values: keys.map((key) => run.values.get(key) ?? NaN) }))
  const points = blocks.flatMap(({ points: inside }, block) =>
    inside.map((coordinates, point) => {
      const set = valuesAt(study, coordinates)
      return { block, point, coordinates, values: factors.map(({ path }) => set[path]) }
    }),
  )
  return sensitivityTables(
    factors.map((factor) => ({ ...factor, ...parameterAt(factor.path)!.label })),
    keys.map(measureNamed),
    points,
    runs,
  )
}

/** What the recorded tables say of the outcomes. */
export function findingsOf(study: Study, tables: readonly Table[]): OutcomeSensitivity[] {
  return sensitivities(tables, readingOf(study, designOf(study)))
}

export interface WrittenStudy {
  readonly head: ManifestHead
  readonly tables: readonly Table[]
  readonly found: readonly OutcomeSensitivity[]
  readonly warnings: readonly string[]
}

/** Makes tables, charts and report from the records. */
export async function writeStudy(
  held: ResultsFolder,
  study: Study,
  plan: readonly StudyRun[],
  failures: readonly Failure[],
  head: PlannedHead,
  onChart: OnChart,
): Promise<WrittenStudy> {
  const yaml = resolvedYaml(study.scenario, undefined, writtenStudy(study))
  return writeStored(held, plan, yaml, async (write) => {
    if (failures.length > 0) write(failuresFile(failures, ({ run }) => commandOf(held.folder, run)))
    const blocks = designOf(study)
    const tables = recordedTables(recordReader(held, failures), study, blocks, plan)
    const found = sensitivities(tables, readingOf(study, blocks))
    for (const file of tableFiles(tables, derivedSensitivityTables(tables, found), head)) write(file)
    const digests = texts(tableNamed(tables, POINT_RUNS.name), 'digest')
    const runs = plan.map(({ arm, replication, scenario: { seed } }, k) => {
      return { arm, replication, seed, digest: digests[k]! }
    })
    const sealedHead: ManifestHead = { ...head, digest: digestOfRuns(runs) }
    const views = await composeStudyViews(sealedHead, study, tables, found, onChart)
    for (const file of views.files) write(file)
    return { head: sealedHead, tables, found, warnings: views.warnings }
  })
}

export async function composeStudyViews(
  head: ManifestHead,
  { scenario, factors }: Study,
  tables: readonly Table[],
  found: readonly OutcomeSensitivity[],
  onChart: OnChart,
): Promise<Omit<Views, 'headline'>> {
  const lang = head.language
  const charts = head.charts ? sensitivityCharts({ tables, found, scenario, lang }) : []
  return drawViews(head, charts, { headline: [], sensitivity: { factors, found } }, onChart)
}
