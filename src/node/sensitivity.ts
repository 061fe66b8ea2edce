/** A sensitivity analysis as an output folder: from its runs to the files, in memory. */
import type { Table } from '../base/table.ts'
import { sensitivityCharts } from '../charts/sensitivity-charts.ts'
import {
  type Analysis,
  type Block,
  designOf,
  factorValue,
  placesIn,
  resamplesOf,
  scenarioAtPoint,
} from '../experiments/sensitivity.ts'
import { HEADLINE_KEYS } from '../measures/headline.ts'
import type { Outcome } from '../measures/outcomes.ts'
import {
  type AnalysisReading,
  derivedSensitivityTables,
  type OutcomeSensitivity,
  type PointRun,
  sensitivities,
  sensitivityTables,
} from '../measures/sensitivity-tables.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import { withValue } from '../scenarios/timeline.ts'
import { type DrawnChart, drawChart } from './chart-files.ts'
import { citationCff } from './citation.ts'
import { type OnChart, REPORT_FILE, type Views } from './compose.ts'
import { SCENARIO_FILE, tableFiles } from './data-files.ts'
import { UsageError } from './failure.ts'
import { sha256Hex } from './hash.ts'
import type { ManifestHead, ManifestSensitivity } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { reportHtml } from './report.ts'
import type { OnMonth, RunQueue, RunRecord } from './simulate-many.ts'

/** An analysis and the outcomes that it asks for; null for those of the summary. */
export interface AskedAnalysis extends Analysis {
  readonly outcomes: readonly string[] | null
}

export type RunEach = (queue: RunQueue, onRecord: (index: number, record: RunRecord) => void) => Promise<void>

export interface SensitivityResult {
  readonly tables: readonly Table[]
  readonly found: readonly OutcomeSensitivity[]
  readonly digest: string
}

/** The analysis as its manifest names it. */
export function manifestSensitivity({ factors, settings, outcomes }: AskedAnalysis): ManifestSensitivity {
  return { ...settings, factors: factors.map(({ path, low, high }) => ({ path, low, high })), outcomes }
}

/** Runs the design; keeps the outcomes that are asked for and nothing else. */
export async function analyse(asked: AskedAnalysis, blocks: readonly Block[], runEach: RunEach): Promise<SensitivityResult> {
  const { factors, scenario } = asked
  const places = placesIn(asked, blocks)
  const keys = asked.outcomes ?? HEADLINE_KEYS
  const runs = new Array<PointRun>(places.length)
  let outcomes: Omit<Outcome, 'value'>[] = []
  const queue = {
    count: places.length,
    at: (index: number) => {
      const { block, point, seed } = places[index]!
      const here = scenarioAtPoint(asked, blocks[block]!.points[point]!)
      // Replications of an analysis keep no events: none but the first run of a block is told of by number 0 elsewhere.
      return { arm: '', replication: 1, scenario: withValue(here, 'seed', seed) }
    },
  }
  await runEach(queue, (index, record) => {
    const known = new Map(record.outcomes.map((outcome) => [outcome.key, outcome]))
    if (outcomes.length === 0) outcomes = asked_(keys, known)
    const values = outcomes.map(({ key }) => known.get(key)?.value ?? NaN)
    runs[index] = { ...places[index]!, digest: record.digest, values }
  })
  const points = blocks.flatMap(({ points: inside }, block) =>
    inside.map((coordinates, point) => {
      return { block, point, coordinates, values: coordinates.map((at, k) => factorValue(factors[k]!, at)) }
    }),
  )
  const named = factors.map((factor) => ({ ...factor, ...parameterAt(factor.path)!.label }))
  const tables = sensitivityTables(named, outcomes, points, runs)
  const digest = sha256Hex(runs.map(({ block, point, replication, digest: own }) => `${block} ${point} ${replication} ${own}\n`).join(''))
  return { tables, found: sensitivities(tables, readingOf(asked, blocks, scenario.seed)), digest }
}

/** The outcomes that are asked for; refuses keys that no run tells. */
function asked_(keys: readonly string[], known: ReadonlyMap<string, Outcome>): Omit<Outcome, 'value'>[] {
  return keys.flatMap((key) => known.get(key) ?? [])
}
