/** A run of several arms or replications: all of its runs in memory, and none kept. */
import { z } from 'zod'
import { numbers, type Table, texts } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { EnsembleInput, FactorInput, SettingInput } from '../charts/chart.ts'
import { ensembleCharts } from '../charts/ensemble-charts.ts'
import { plannedRuns } from '../experiments/runs.ts'
import { AGE_PROFILES, ageProfilesTable } from '../measures/age-profiles.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import {
  derivedEnsembleTables,
  ENSEMBLE_RECORDED,
  type EnsembleRun,
  ensembleTables,
  RUN_OUTCOMES,
  SERIES,
} from '../measures/ensemble.ts'
import { MONTHLY_MEASURES, measureNamed } from '../measures/registry.ts'
import { tableNamed } from '../measures/rows.ts'
import { valueLabel } from '../scenarios/design.ts'
import { type Arm, type FactorDesign, MAX_POINTS, MAX_REPLICATIONS } from '../scenarios/experiment.ts'
import type { LoadedScenario } from '../scenarios/load.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import { drawViews } from './compose.ts'
import { eventsFile, SCENARIO_FILE, tableFiles } from './data-files.ts'
import type { FolderKind, Made } from './folder-kind.ts'
import { sha256Hex } from './hash.ts'
import type { KeptRun } from './kept-runs.ts'
import type { ManifestArm, ManifestExperiment } from './manifest.ts'
import { armName, bilingual, dottedKey, text, whole } from './manifest-schema.ts'
import { outputFile } from './output-file.ts'
import { clashOf } from './path-rule.ts'
import type { Findings } from './report.ts'
import { ensembleSection } from './report-ensemble.ts'
import type { RunRecord } from './run-pool.ts'
import { storedTables } from './stored-run.ts'

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

const EVENTS_FOLDER = 'events/'

/** A scenario as read, with the arm of it that was named. */
export type Planned = Pick<LoadedScenario, 'scenario' | 'experiment'> & { readonly arm: Arm | undefined }

/** The experiment of a scenario, or the scenario as its only arm, in as many replications as were asked for. */
export function ensembleOf({ scenario, experiment, arm }: Planned, asked: number | undefined): Ensemble {
  return {
    scenario,
    replications: asked ?? experiment?.replications ?? 1,
    arms: experiment?.arms ?? [{ name: scenario.name, title: scenario.title, ...arm, set: {}, scenario }],
    ...(experiment?.design === undefined ? {} : { design: experiment.design }),
  }
}

/** The ensemble as its manifest names it; before it has run, without runs. */
export function manifestExperiment(
  { replications, arms, design }: Ensemble,
  runs: ManifestExperiment['runs'] = [],
): ManifestExperiment {
  return {
    replications,
    arms: arms.map(({ name, title, set }) => ({ name, title, set })),
    ...(design === undefined ? {} : { design }),
    runs,
  }
}

/** What the manifest says when the runs are done. */
export function resultsOfRuns(
  ensemble: Ensemble,
  runs: ManifestExperiment['runs'],
): { readonly digest: string; readonly part: ManifestExperiment } {
  return { digest: digestOfRuns(runs), part: manifestExperiment(ensemble, runs) }
}

/** The same of runs that are kept, with their digests in the order of the plan. */
export function digestOfKept(runs: readonly KeptRun[], digests: readonly string[]): string {
  return digestOfRuns(
    runs.map(({ arm, replication, scenario: { seed } }, k) => ({ arm, replication, seed, digest: digests[k] })),
  )
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

interface MadeEnsemble extends Made<Ensemble> {
  readonly records: readonly RunRecord[]
}

/** The form of an experiment in a manifest. */
const EXPERIMENT: z.ZodType<ManifestExperiment> = z
  .looseObject({
    replications: whole(1, MAX_REPLICATIONS),
    arms: z
      .array(z.looseObject({ name: armName, title: bilingual, set: z.record(dottedKey, z.unknown()) }))
      .min(1)
      .max(MAX_POINTS),
    design: z
      .looseObject({
        design: z.enum(['factorial', 'oat', 'lhs', 'sobol']),
        points: whole(1, MAX_POINTS).optional(),
        factors: z.record(dottedKey, z.array(z.unknown()).min(1).max(MAX_POINTS)),
      })
      .optional(),
    runs: z
      .array(
        z.looseObject({
          arm: armName,
          replication: whole(0, Number.MAX_SAFE_INTEGER),
          seed: whole(0, Number.MAX_SAFE_INTEGER),
          digest: text,
        }),
      )
      .max(1_000_000),
  })
  .superRefine(({ arms, runs }, context) => {
    const names = arms.map(({ name }) => name)
    const known = new Set(names)
    const twice = clashOf(names)
    const stray = runs.find(({ arm }) => !known.has(arm))
    const refuse = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (twice !== null) refuse('arms', `has ${twice.path}, which ${twice.fault}`)
    if (stray !== undefined) refuse('runs', `has a run of ${stray.arm}, which is no arm`)
  }) as never

export const ensembleKind: FolderKind<ManifestExperiment, Ensemble, MadeEnsemble, readonly Table[]> = {
  name: 'ensemble',
  keepsRuns: false,
  part: EXPERIMENT,
  identity: ({ replications, arms }) => ({
    replications,
    arms: arms.map(({ name, title, set }) => ({ name, title, set })),
  }),
  difference: () => null,
  plan: ({ scenario, arms: scenariosOf }, { replications, arms, design }) => {
    const scenarios = scenariosOf(arms)
    return {
      scenario,
      replications,
      arms: arms.map((arm, k) => ({ ...arm, scenario: scenarios[k] })),
      ...(design === undefined ? {} : { design }),
    }
  },
  make: async (_, plan, makers) => {
    const records = await makers.many(plannedRuns(plan.arms, plan.replications))
    return { plan, records, runs: [], made: records.length, failures: [], warnings: [] }
  },
  tables: ({ plan: ensemble, records }, { form, write }) => {
    // By arm and then by replication, whatever the order in which they ran.
    const told = plannedRuns(ensemble.arms, ensemble.replications).map((run, k) => ({ ...run, record: records[k] }))
    const sorted = ensemble.arms.flatMap(({ name }) => told.filter(({ arm }) => arm === name))
    const runs = sorted.map(({ arm, replication, record: { events: _, ...summary } }) => {
      return { arm, replication, ...summary }
    })
    const recorded = [...ensembleTables(runs), ageProfilesTable(runs)]
    const derived = derivedEnsembleTables(recorded)
    write(outputFile(SCENARIO_FILE, ensembleYaml(ensemble), 'anywhere'))
    for (const file of tableFiles(recorded, derived, form)) write(file)
    for (const { arm, record } of sorted) {
      if (record.events !== null) write(eventsFile(`${EVENTS_FOLDER}${arm}.ndjson`, record.events))
    }
    const tables = [...recorded, ...derived]
    const done = runs.map(({ arm, replication, seed, digest }) => ({ arm, replication, seed, digest }))
    return { ...resultsOfRuns(ensemble, done), tables, results: tables }
  },
  stored: async (folder, manifest) => {
    const recorded = await storedTables(folder, manifest, [...ENSEMBLE_RECORDED, AGE_PROFILES])
    // Derived once, and not again by every chart and the report.
    return [...recorded, ...derivedEnsembleTables(recorded)]
  },
  views: (head, { scenario, replications, arms, design }, tables, drawing) => {
    const factors = design?.design === 'factorial' ? Object.entries(design.factors) : []
    const input: EnsembleInput = {
      tables,
      scenario,
      replications,
      arms,
      lang: head.language,
      ...(factors.length === 0 ? {} : { factors: factors.map(([path, values]) => factorInput(path, values)) }),
      settings: settingsOf(arms),
    }
    const charts = head.charts ? ensembleCharts(input) : []
    // One arm alone is written down as a scenario, which says nothing of replications.
    const again = `run ${SCENARIO_FILE}${arms.length === 1 ? ` --replications ${replications}` : ''}`
    const findings: Findings = (lang, say) =>
      ensembleSection({ tables, arms, replications, months: scenario.horizon.months }, lang, say)
    const limits = [replications === 1 ? 'limitOne' : replications < LEAST_RUNS ? 'limitFew' : 'limitChance']
    return drawViews(head, charts, { findings, limits, again }, drawing)
  },
  arms: (folder, manifest, { arms }) =>
    arms.map(({ name, scenario }) => ({
      name,
      scenario,
      runs: async () => recordedRuns(await storedTables(folder, manifest, ENSEMBLE_RECORDED), name),
    })),
}

/** The runs of an arm, read back from the recorded tables of an ensemble. */
function recordedRuns(tables: readonly Table[], name: string): EnsembleRun[] {
  const [runs, values, series] = ['runs', RUN_OUTCOMES.name, SERIES.name].map((table) => tableNamed(tables, table))
  const rowsOf = (table: Table, replication: number): number[] => {
    const [arm, own] = [texts(table, 'arm'), numbers(table, 'replication')]
    return Array.from({ length: table.rows }, (_, row) => row).filter(
      (row) => arm[row] === name && own[row] === replication,
    )
  }
  return Array.from({ length: runs.rows }, (_, row) => row)
    .filter((row) => texts(runs, 'arm')[row] === name)
    .map((row): EnsembleRun => {
      const replication = numbers(runs, 'replication')[row]
      const monthly = rowsOf(series, replication)
      const ofMetric = MONTHLY_MEASURES.map(({ key }) => monthly.filter((at) => texts(series, 'metric')[at] === key))
      return {
        arm: name,
        replication,
        seed: numbers(runs, 'seed')[row],
        digest: texts(runs, 'digest')[row],
        outcomes: rowsOf(values, replication).map((at) => {
          const { key, unit, en, zh } = measureNamed(texts(values, 'key')[at])
          return { key, value: numbers(values, 'value')[at], unit, en, zh }
        }),
        series: {
          months: ofMetric[0].map((at) => numbers(series, 'month')[at]),
          values: ofMetric.map((rows) => rows.map((at) => numbers(series, 'value')[at])),
        },
      }
    })
}

/** Charts know no parameters: they are given their names. */
function factorInput(path: string, values: readonly unknown[]): FactorInput {
  return { path, label: parameterAt(path)!.label, values, valueLabels: values.map((value) => valueLabel(path, value)) }
}

/** Parameters of one value each in which the arms differ, in the order in which arms set them. */
function settingsOf(arms: readonly EnsembleArm[]): SettingInput[] {
  const paths = [...new Set(arms.flatMap(({ set }) => Object.keys(set)))]
  return paths.flatMap((path): SettingInput[] => {
    const ofArms = arms.map(({ scenario }) => valueAt(scenario, path))
    const values = [...new Set(ofArms)]
    const isOne = values.every((value) => value === null || typeof value !== 'object')
    return isOne && values.length > 1 && parameterAt(path) !== undefined
      ? [{ ...factorInput(path, values), ofArms }]
      : []
  })
}
