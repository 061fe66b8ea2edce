/** A sensitivity analysis as an output folder: its plan, the records of its runs, and what is made from them. */

import { z } from 'zod'
import type { NumberKind } from '../base/parameter.ts'
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
  SENSITIVITY_RECORDED,
  sensitivities,
  sensitivityTables,
} from '../measures/sensitivity-tables.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import {
  MAX_FACTORS,
  readAnalysis,
  SENSITIVITY_FIELDS,
  type WrittenAnalysis,
  writtenAnalysis,
} from '../scenarios/sensitivity.ts'
import { drawViews } from './compose.ts'
import { SCENARIO_FILE, tableFiles } from './data-files.ts'
import { digestOfKept } from './ensemble.ts'
import type { FolderKind, Made } from './folder-kind.ts'
import { type KeptRun, type RecordReader, recordReader, writePlan } from './kept-runs.ts'
import { canonicalJson } from './manifest.ts'
import { ranges, text, whole } from './manifest-schema.ts'
import type { Findings } from './report.ts'
import { sensitivitySection } from './report-sensitivity.ts'
import { runKey } from './run-store.ts'
import { storedTables } from './stored-run.ts'
import { changedField } from './study.ts'

/** An analysis and the keys of the outcomes that it asks for. */
export interface Study extends Analysis {
  readonly outcomes: readonly string[]
}

export type StudyRun = KeptRun & DesignRun

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

interface StudyResults {
  readonly tables: readonly Table[]
  readonly found: readonly OutcomeSensitivity[]
}

interface MadeStudy extends Made<Study> {
  readonly runs: readonly StudyRun[]
}

const count = (kind: unknown): z.ZodInt => whole((kind as NumberKind).min, (kind as NumberKind).max)

const ANALYSIS = z.looseObject({
  method: z.enum(['morris', 'sobol']),
  replications: count(SENSITIVITY_FIELDS.replications),
  trajectories: count(SENSITIVITY_FIELDS.trajectories).optional(),
  levels: count(SENSITIVITY_FIELDS.levels).optional(),
  samples: count(SENSITIVITY_FIELDS.samples).optional(),
  secondOrder: z.boolean().optional(),
  factors: ranges(MAX_FACTORS),
  outcomes: z.array(text.min(1)).max(1000),
})

export const sensitivityKind: FolderKind<WrittenAnalysis, Study, MadeStudy, StudyResults> = {
  name: 'sensitivity',
  keepsRuns: true,
  part: ANALYSIS as never,
  identity: (part) => part,
  /** Trajectories, samples, replications and outcomes may be added. */
  difference: (there, here) =>
    changedField(there, here, (before, after) => {
      if (typeof before === 'number' && typeof after === 'number') return after >= before
      if (!Array.isArray(before) || !Array.isArray(after)) return false
      return before.every((one) => after.some((other) => canonicalJson(one) === canonicalJson(other)))
    }),
  plan: ({ scenario }, part) => ({ scenario, ...readAnalysis(part) }),
  runs: (plan) => studyPlan(plan, designOf(plan)),
  make: async (held, plan, makers) => {
    const runs = studyPlan(plan, designOf(plan))
    const made = await makers.intoStore(held, runs)
    if (made.failures.length === runs.length) throw new Error(`every run failed; the first: ${made.failures[0]?.why}`)
    return { plan, runs, ...made }
  },
  tables: ({ plan: study, runs, failures }, target) => {
    writePlan(target, runs, resolvedYaml(study.scenario, undefined, writtenStudy(study)), failures)
    const blocks = designOf(study)
    const recorded = recordedTables(recordReader(target, failures), study, blocks, runs)
    const found = sensitivities(recorded, readingOf(study, blocks))
    const derived = derivedSensitivityTables(recorded, found)
    for (const file of tableFiles(recorded, derived, target.form)) target.write(file)
    const digests = texts(tableNamed(recorded, POINT_RUNS.name), 'digest')
    const tables = [...recorded, ...derived]
    return {
      digest: digestOfKept(runs, digests),
      part: writtenStudy(study),
      tables,
      results: { tables: recorded, found },
    }
  },
  stored: async (folder, manifest, study) => {
    const tables = await storedTables(folder, manifest, SENSITIVITY_RECORDED)
    return { tables, found: sensitivities(tables, readingOf(study, designOf(study))) }
  },
  views: (head, { scenario, factors }, { tables, found }, drawing) => {
    const charts = head.charts ? sensitivityCharts({ tables, found, scenario, lang: head.language }) : []
    const findings: Findings = (lang, say) => sensitivitySection({ factors, found }, lang, say)
    return drawViews(head, charts, { findings, again: `sensitivity ${SCENARIO_FILE}` }, drawing)
  },
}
