/**
 * A calibration as an output folder. Every run goes into the store of the folder, so that an interrupted calibration,
 * asking for the same points again, finds what was made and goes on.
 */

import { stringify } from 'yaml'
import { z } from 'zod'
import { numbers, type Table, texts } from '../base/table.ts'
import { calibrationCharts } from '../charts/calibration-charts.ts'
import {
  type Calibration,
  type CalibrationFit,
  type CalibrationSettings,
  calibrationProcedure,
  fitTargets,
  freeValues,
  MAX_EVALUATIONS,
  MAX_FIT_REPLICATIONS,
  MAX_FREE,
  scenarioOf,
} from '../experiments/calibration.ts'
import {
  CALIBRATION_RECORDED,
  calibrationTables,
  derivedCalibrationTables,
  EVALUATION_OUTCOMES,
  EVALUATION_RUNS,
  type EvaluationRun,
} from '../experiments/calibration-tables.ts'
import { type Answer, type Evaluation, FitError } from '../experiments/evaluation.ts'
import { tableNamed } from '../measures/rows.ts'
import type { MeasuredTarget } from '../measures/targets.ts'
import type { TextParameter } from '../scenarios/parameter.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { drawViews } from './compose.ts'
import { SCENARIO_FILE, tableFiles } from './data-files.ts'
import { digestOfKept } from './ensemble.ts'
import { UsageError } from './failure.ts'
import type { FolderKind, Made } from './folder-kind.ts'
import { type Failure, type KeptRun, recordReader, writePlan } from './kept-runs.ts'
import { ranges, text, whole } from './manifest-schema.ts'
import { outputFile } from './output-file.ts'
import { publishedTargets } from './published-targets.ts'
import type { Findings } from './report.ts'
import { type CalibrationParts, calibrationSection } from './report-calibration.ts'
import type { ResultsFolder } from './results-folder.ts'
import type { RunMakers } from './run-makers.ts'
import { runKey } from './run-store.ts'
import { storedTables } from './stored-run.ts'
import { changedField } from './study.ts'

/** The scenario to extend from. */
export const CALIBRATED_FILE = 'calibrated.yaml'

/** How it was made, the ranges of its free parameters, and the keys of the targets it was fitted to. */
export interface WrittenCalibration extends CalibrationSettings {
  readonly free: { readonly [path: string]: readonly [low: number, high: number] }
  readonly targets: readonly string[]
}

export function writtenCalibration({ settings, free, targets }: Calibration): WrittenCalibration {
  return {
    ...settings,
    free: Object.fromEntries(free.map(({ path, low, high }) => [path, [low, high] as const])),
    targets: targets.map(({ key }) => key),
  }
}

/** Every target that one run of the scenario can be held against, fitted to or not. */
function comparedTargets({ scenario }: Calibration): MeasuredTarget[] {
  const { ages } = scenario.population
  return publishedTargets().flatMap((target) =>
    target.kind === 'range' && (target.ages === undefined || target.ages === ages) ? [target] : [],
  )
}

/** What a calibration did and found. */
interface Evaluated {
  readonly plan: Calibration
  readonly fit: CalibrationFit
  readonly evaluations: readonly Evaluation[]
  readonly evaluated: readonly EvaluationRun[]
}

export interface StoredCalibration extends Evaluated, Made<Calibration> {}

/** What the procedure is told comes from records alone, so resuming changes nothing. */
async function makeCalibration(
  held: ResultsFolder,
  calibration: Calibration,
  makers: RunMakers,
): Promise<StoredCalibration> {
  const compared = comparedTargets(calibration)
  const runs: KeptRun[] = []
  const failures: Failure[] = []
  const warnings: string[] = []
  let made = 0
  const evaluated = await evaluate(calibration, compared, async (asked, from) => {
    const wanted = asked.flatMap((evaluation, k) => runsOf(calibration, evaluation, from + k))
    const batch = wanted.map(({ run }) => run)
    const [first, last] = [runs.length + 1, runs.length + batch.length]
    const what = { en: `Calibrating, runs ${first} to ${last}`, zh: `校准，第${first}至${last}次运行` }
    const done = await makers.intoStore(held, batch, what)
    failures.push(...done.failures)
    warnings.push(...done.warnings)
    made += done.made
    runs.push(...batch)
    const read = recordReader(held, failures)
    return wanted.map(({ evaluation, run }): EvaluationRun => {
      const record = read(run)
      const values = new Map(record?.outcomes.map(({ key, value }) => [key, value]))
      return {
        evaluation,
        replication: run.replication,
        digest: record?.digest ?? '',
        values: compared.map(({ outcome }) => values.get(outcome) ?? NaN),
      }
    })
  })
  return { ...evaluated, runs, made, failures, warnings }
}

/** Lets the procedure ask for batches of evaluations until it is done; each begins with evaluation `from`. */
async function evaluate(
  calibration: Calibration,
  compared: readonly MeasuredTarget[],
  runsFor: (asked: readonly Evaluation[], from: number) => readonly EvaluationRun[] | Promise<readonly EvaluationRun[]>,
): Promise<Evaluated> {
  const evaluations: Evaluation[] = []
  const evaluated: EvaluationRun[] = []
  const procedure = calibrationProcedure(calibration)
  let turn = procedure.next()
  while (turn.done !== true) {
    const from = evaluations.length
    const found = await runsFor(turn.value, from)
    evaluated.push(...found)
    evaluations.push(...turn.value)
    turn = procedure.next(answersTo(calibration, compared, turn.value, from, found))
  }
  return { plan: calibration, fit: turn.value, evaluations, evaluated }
}

function runsOf(
  calibration: Calibration,
  { point, seeds }: Evaluation,
  evaluation: number,
): { readonly evaluation: number; readonly run: KeptRun }[] {
  const set = freeValues(calibration, point)
  const arm = `e${String(evaluation).padStart(4, '0')}`
  return seeds.map((seed) => {
    const scenario = scenarioOf(calibration, point, seed)
    return { evaluation, run: { arm, replication: seed, scenario, set, key: runKey(scenario) } }
  })
}

/** Of a batch that begins with evaluation `from`: the moments that are fitted, run by run. */
function answersTo(
  { targets }: Calibration,
  compared: readonly MeasuredTarget[],
  batch: readonly Evaluation[],
  from: number,
  runs: readonly EvaluationRun[],
): Answer[] {
  const places = targets.map(({ key }) => compared.findIndex((target) => target.key === key))
  const answers: number[][][] = batch.map(() => [])
  for (const { evaluation, values } of runs) answers[evaluation - from].push(places.map((place) => values[place]))
  return answers
}

/** The same from the recorded tables of a finished calibration, without any run. */
function calibrationAgain(calibration: Calibration, tables: readonly Table[]): Promise<Evaluated> {
  const compared = comparedTargets(calibration)
  const runs = storedRuns(compared, tables)
  return evaluate(calibration, compared, (asked, from) =>
    runs.filter(({ evaluation }) => evaluation >= from && evaluation < from + asked.length),
  )
}

function storedRuns(compared: readonly MeasuredTarget[], tables: readonly Table[]): EvaluationRun[] {
  const outcomes = tableNamed(tables, EVALUATION_OUTCOMES.name)
  const [evaluation, replication, value] = ['evaluation', 'replication', 'value'].map((name) => numbers(outcomes, name))
  const target = texts(outcomes, 'target')
  const known = new Map<string, number>()
  for (let row = 0; row < outcomes.rows; row++) {
    known.set(`${evaluation[row]} ${replication[row]} ${target[row]}`, value[row])
  }
  const runs = tableNamed(tables, EVALUATION_RUNS.name)
  const [ofRun, number] = ['evaluation', 'replication'].map((name) => numbers(runs, name))
  return texts(runs, 'digest').map((digest, row): EvaluationRun => {
    const [at, seed] = [ofRun[row], number[row]]
    return {
      evaluation: at,
      replication: seed,
      digest,
      values: compared.map(({ key }) => known.get(`${at} ${seed} ${key}`) ?? NaN),
    }
  })
}

/** Recorded tables, and those that follow from the fit. */
function tablesOf({ plan: calibration, fit, evaluations, evaluated: runs }: Evaluated): {
  readonly recorded: readonly Table[]
  readonly derived: readonly Table[]
} {
  const compared = comparedTargets(calibration)
  return {
    recorded: calibrationTables(calibration, compared, evaluations, runs),
    derived: derivedCalibrationTables(calibration, compared, evaluations, runs, fit),
  }
}

/** As long as a name or title may be; no hyphen before the ending. */
function cut(path: 'name' | 'title.en' | 'title.zh', text: string, ending: string): string {
  const { maxLength } = parameterAt(path) as TextParameter
  return `${text.slice(0, maxLength - ending.length).replace(/-$/, '')}${ending}`
}

/** A scenario that extends the resolved one beside it by the fitted values. */
function calibratedYaml(calibration: Calibration, fit: CalibrationFit): string {
  const { scenario, targets } = calibration
  const values: { [key: string]: unknown } = {}
  for (const [path, value] of Object.entries(freeValues(calibration, fit.estimate))) {
    const keys = path.split('.')
    const leaf = keys.pop()!
    let group = values
    for (const key of keys) {
      group[key] ??= {}
      group = group[key] as { [key: string]: unknown }
    }
    group[leaf] = value
  }
  const told = {
    name: cut('name', scenario.name, '-calibrated'),
    title: {
      en: cut('title.en', scenario.title.en, ' (calibrated)'),
      zh: cut('title.zh', scenario.title.zh, '（校准）'),
    },
    extends: SCENARIO_FILE,
    ...values,
  }
  const method = fit.method === 'smm' ? 'simulated moments' : 'approximate Bayesian computation, posterior mean'
  return `# Fitted by ${method} to ${targets.map(({ key }) => key).join(', ')}.
# Errors and what the targets do not tell: data/estimates.csv. Values are fitted, not evidence.
${stringify(told, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false })}`
}

/** The calibration of a part; throws where it names targets that may not be fitted to. */
function calibrationOf(scenario: Scenario, { free, targets: keys, ...settings }: WrittenCalibration): Calibration {
  const { targets, faults } = fitTargets(publishedTargets(), scenario.population.ages, keys)
  if (faults.length > 0) throw new Error(faults.join('; '))
  return {
    scenario,
    free: Object.entries(free).map(([path, [low, high]]) => ({ path, low, high })),
    targets,
    settings,
  }
}

const PART = z.looseObject({
  method: z.enum(['smm', 'abc']),
  replications: whole(1, MAX_FIT_REPLICATIONS),
  evaluations: whole(1, MAX_EVALUATIONS),
  free: ranges(MAX_FREE),
  targets: z.array(text.min(1)).max(1000),
})

export const calibrationKind: FolderKind<WrittenCalibration, Calibration, StoredCalibration, CalibrationParts> = {
  name: 'calibration',
  keepsRuns: true,
  part: PART as never,
  identity: (part) => part,
  /** More evaluations move the estimate, which other scenarios may extend: nothing may differ. */
  difference: (there, here) => changedField(there, here, () => false),
  plan: ({ scenario }, part) => calibrationOf(scenario, part),
  make: (held, plan, makers) =>
    makeCalibration(held, plan, makers).catch((error: unknown) => {
      if (!(error instanceof FitError)) throw error
      throw new UsageError({
        en: `nothing can be fitted: ${error.message}. The runs are kept in ${held.folder}.`,
        zh: `无法拟合：${error.said.zh}。运行保留在 ${held.folder}。`,
      })
    }),
  tables: (made, target) => {
    const { plan: calibration, fit, evaluated, runs, failures } = made
    writePlan(target, runs, resolvedYaml(calibration.scenario), failures)
    target.write(outputFile(CALIBRATED_FILE, calibratedYaml(calibration, fit), 'anywhere'))
    const { recorded, derived } = tablesOf(made)
    for (const file of tableFiles(recorded, derived, target.form)) target.write(file)
    const digest = digestOfKept(
      runs,
      evaluated.map((run) => run.digest),
    )
    const tables = [...recorded, ...derived]
    return { digest, part: writtenCalibration(calibration), tables, results: { tables, fit } }
  },
  stored: async (folder, manifest, plan) => {
    const made = await calibrationAgain(plan, await storedTables(folder, manifest, CALIBRATION_RECORDED))
    const { recorded, derived } = tablesOf(made)
    return { tables: [...recorded, ...derived], fit: made.fit }
  },
  views: (head, { scenario, free, targets, settings }, parts, drawing) => {
    const charts = head.charts ? calibrationCharts({ tables: parts.tables, scenario, lang: head.language }) : []
    const ranges = free.map(({ path, low, high }) => ` --free ${path}=${low}..${high}`).join('')
    const keys = targets.map(({ key }) => key).join(',')
    const sizes = `--method ${settings.method} --replications ${settings.replications} --evaluations ${settings.evaluations}`
    const again = `calibrate ${SCENARIO_FILE}${ranges} --targets ${keys} ${sizes}`
    const findings: Findings = (lang, say) => calibrationSection(parts, lang, say)
    return drawViews(head, charts, { findings, again }, drawing)
  },
}
