/** An ensemble of runs as an output folder: from its records to the files, in memory. */
import type { Table } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { EnsembleInput, FactorInput } from '../charts/chart.ts'
import { ensembleCharts } from '../charts/ensemble-charts.ts'
import { type PlannedRun, plannedRuns } from '../experiments/runs.ts'
import { derivedEnsembleTables, type EnsembleRun, ensembleTables } from '../measures/ensemble.ts'
import { valueLabel } from '../scenarios/design.ts'
import type { FactorDesign } from '../scenarios/experiment.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'

import { drawViews, type OnChart, type Views } from './compose.ts'
import type { CsvForm } from './csv.ts'
import { SCENARIO_FILE, tableFiles } from './data-files.ts'
import { sha256Hex } from './hash.ts'
import type { ManifestArm, ManifestExperiment, ManifestHead } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import type { RunRecord } from './run-pool.ts'

/** What an ensemble is asked to be. */
export interface Ensemble {
  /** The scenario under the arms. */
  readonly scenario: Scenario
  readonly replications: number
  readonly arms: readonly EnsembleArm[]
  /** Of arms that factors span. */
  readonly design?: FactorDesign
}

export interface EnsembleArm {
  readonly name: string
  readonly title: Bilingual
  readonly set: ManifestArm['set']
  readonly scenario: Scenario
}

export const EVENTS_FOLDER = 'events/'

export function runsOf({ arms, replications }: Ensemble): PlannedRun[] {
  return plannedRuns(arms, replications)
}

/** The ensemble as its manifest names it; before it has run, without runs. */
export function manifestExperiment(
  { replications, arms, design }: Ensemble,
  { runs }: Pick<EnsembleResult, 'runs'> = { runs: [] },
): ManifestExperiment {
  return {
    replications,
    arms: arms.map(({ name, title, set }) => ({ name, title, set })),
    ...(design === undefined ? {} : { design }),
    runs,
  }
}

/** What the runs of an ensemble gave, in files and in the manifest. */
export interface EnsembleResult {
  readonly recorded: readonly Table[]
  readonly derived: readonly Table[]
  /** Both: what charts and summaries read, so that nothing is derived again for each of them. */
  readonly tables: readonly Table[]
  readonly runs: ManifestExperiment['runs']
  readonly digest: string
  readonly events: readonly { readonly arm: string; readonly lines: readonly string[] }[]
}

export function ensembleResult(plan: readonly PlannedRun[], records: readonly RunRecord[]): EnsembleResult {
  const arms = [...new Set(plan.map(({ arm }) => arm))]
  const told = plan.map(({ arm, replication }, k) => ({ arm, replication, record: records[k]! }))
  // By arm and then by replication, whatever the order in which they ran.
  const sorted = arms.flatMap((arm) => told.filter((run) => run.arm === arm))
  const runs = sorted.map(({ arm, replication, record: { events: _, ...summary } }): EnsembleRun => {
    return { arm, replication, ...summary }
  })
  const names = runs.map(({ arm, replication, seed, digest }) => ({ arm, replication, seed, digest }))
  const recorded = ensembleTables(runs)
  const derived = derivedEnsembleTables(recorded)
  return {
    recorded,
    derived,
    tables: [...recorded, ...derived],
    runs: names,
    digest: digestOfRuns(names),
    events: sorted.flatMap(({ arm, record: { events } }) => (events === null ? [] : [{ arm, lines: events }])),
  }
}

/** SHA-256 over the digests of all runs with their arms, numbers and seeds. */
export function digestOfRuns(runs: ManifestExperiment['runs']): string {
  return sha256Hex(
    runs.map(({ arm, replication, seed, digest }) => `${arm} ${replication} ${seed} ${digest}\n`).join(''),
  )
}

/** One arm alone is a scenario and no experiment. */
export function ensembleYaml({ scenario, replications, arms, design }: Ensemble): string {
  if (arms.length === 1) return resolvedYaml(arms[0].scenario)
  return resolvedYaml(scenario, { replications, arms, ...(design === undefined ? {} : { design }) })
}

/** `head` says how CSV files begin. */
export function composeEnsembleData(
  head: CsvForm,
  ensemble: Ensemble,
  { recorded, derived, events }: EnsembleResult,
): OutputFile[] {
  return [
    outputFile(SCENARIO_FILE, ensembleYaml(ensemble), 'anywhere'),
    ...tableFiles(recorded, derived, head),
    ...events.map(({ arm, lines }) =>
      outputFile(`${EVENTS_FOLDER}${arm}.ndjson`, lines.map((line) => `${line}\n`).join(''), 'anywhere', lines.length),
    ),
  ]
}

export async function composeEnsembleViews(
  head: ManifestHead,
  { scenario, replications, arms, design }: Ensemble,
  tables: readonly Table[],
  onChart: OnChart,
): Promise<Omit<Views, 'headline'>> {
  const lang = head.language
  const factors = design?.design === 'factorial' ? Object.entries(design.factors) : []
  const input: EnsembleInput = {
    tables,
    scenario,
    replications,
    arms,
    lang,
    ...(factors.length === 0 ? {} : { factors: factors.map(([path, values]) => factorInput(path, values)) }),
  }
  const charts = head.charts ? ensembleCharts(input) : []
  return drawViews(head, charts, { headline: [], ensemble: { tables, arms, replications } }, onChart)
}

/** Charts know no parameters: they are given their names. */
function factorInput(path: string, values: readonly unknown[]): FactorInput {
  return { path, label: parameterAt(path)!.label, values, valueLabels: values.map((value) => valueLabel(path, value)) }
}
