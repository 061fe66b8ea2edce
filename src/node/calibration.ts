/**
 * A calibration as an output folder. Every run goes into the store of the folder, so that an interrupted calibration,
 * asking for the same points again, finds what was made and goes on.
 */
import { stringify } from 'yaml'
import { numbers, type Table, texts } from '../base/table.ts'
import { calibrationCharts } from '../charts/calibration-charts.ts'
import {
  type Calibration,
  type CalibrationFit,
  calibrationProcedure,
  fitTargets,
  freeValues,
  scenarioOf,
} from '../experiments/calibration.ts'
import {
  calibrationTables,
  derivedCalibrationTables,
  EVALUATION_OUTCOMES,
  EVALUATION_RUNS,
  type EvaluationRun,
} from '../experiments/calibration-tables.ts'
import type { Answer, Evaluation } from '../experiments/evaluation.ts'
import { tableNamed } from '../measures/rows.ts'
import type { MeasuredTarget } from '../measures/targets.ts'
import type { TextParameter } from '../scenarios/parameter.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { drawViews, type OnChart, type Views } from './compose.ts'
import { CALIBRATED_FILE, SCENARIO_FILE, tableFiles } from './data-files.ts'
import { digestOfRuns } from './ensemble.ts'
import type { ManifestHead, WrittenCalibration } from './manifest.ts'
import { outputFile } from './output-file.ts'
import { publishedTargets } from './published-targets.ts'
import type { ResultsFolder } from './results-folder.ts'
import { runKey } from './run-store.ts'
import type { PlannedHead } from './study.ts'
import { commandOf, type Failure, failuresFile, recordReader, type SweepRun, writeStored } from './sweep.ts'

export function writtenCalibration({ settings, free, targets }: Calibration): WrittenCalibration {
  return {
    ...settings,
    free: Object.fromEntries(free.map(({ path, low, high }) => [path, [low, high] as const])),
    targets: targets.map(({ key }) => key),
  }
}

/** The calibration that was written down; throws where it names targets that may not be fitted to. */
export function calibrationOf(
  scenario: Scenario,
  { free, targets: keys, ...settings }: WrittenCalibration,
): Calibration {
  const { targets, faults } = fitTargets(publishedTargets(), scenario.population.ages, keys)
  if (faults.length > 0) throw new Error(faults.join('; '))
  return {
    scenario,
    free: Object.entries(free).map(([path, [low, high]]) => ({ path, low, high })),
    targets,
    settings,
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
export interface MadeCalibration {
  readonly calibration: Calibration
  readonly fit: CalibrationFit
  readonly evaluations: readonly Evaluation[]
  readonly runs: readonly EvaluationRun[]
}

export interface StoredCalibration extends MadeCalibration {
  readonly plan: readonly SweepRun[]
  readonly failures: readonly Failure[]
}

/** Makes those runs of a plan that the store of a folder does not have. */
export type IntoStore = (held: ResultsFolder, plan: readonly SweepRun[]) => Promise<readonly Failure[]>

/** Lets the procedure ask until it is done. What it is told comes from records alone, so going on changes nothing. */
export async function makeCalibration(
  held: ResultsFolder,
  calibration: Calibration,
  intoStore: IntoStore,
): Promise<StoredCalibration> {
  const compared = comparedTargets(calibration)
  const evaluations: Evaluation[] = []
  const runs: EvaluationRun[] = []
  const plan: SweepRun[] = []
  const failures: Failure[] = []
  const procedure = calibrationProcedure(calibration)
  let turn = procedure.next()
  while (turn.done !== true) {
    const asked = turn.value.flatMap((evaluation, k) => runsOf(calibration, evaluation, evaluations.length + k))
    failures.push(
      ...(await intoStore(
        held,
        asked.map(({ run }) => run),
      )),
    )
    const read = recordReader(held, failures)
    const found = asked.map(({ evaluation, run }): EvaluationRun => {
      const record = read(run)
      const values = new Map(record?.outcomes.map(({ key, value }) => [key, value]))
      return {
        evaluation,
        replication: run.replication,
        digest: record?.digest ?? '',
        values: compared.map(({ outcome }) => values.get(outcome) ?? NaN),
      }
    })
    plan.push(...asked.map(({ run }) => run))
    runs.push(...found)
    const from = evaluations.length
    evaluations.push(...turn.value)
    turn = procedure.next(answersTo(calibration, compared, turn.value, from, found))
  }
  return { calibration, fit: turn.value, evaluations, runs, plan, failures }
}

function runsOf(
  calibration: Calibration,
  { point, seeds }: Evaluation,
  evaluation: number,
): { readonly evaluation: number; readonly run: SweepRun }[] {
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
export function calibrationAgain(calibration: Calibration, tables: readonly Table[]): MadeCalibration {
  const compared = comparedTargets(calibration)
  const runs = storedRuns(compared, tables)
  const evaluations: Evaluation[] = []
  const procedure = calibrationProcedure(calibration)
  let turn = procedure.next()
  while (turn.done !== true) {
    const from = evaluations.length
    const until = from + turn.value.length
    const found = runs.filter(({ evaluation }) => evaluation >= from && evaluation < until)
    evaluations.push(...turn.value)
    turn = procedure.next(answersTo(calibration, compared, turn.value, from, found))
  }
  return { calibration, fit: turn.value, evaluations, runs }
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
function tablesOf({ calibration, fit, evaluations, runs }: MadeCalibration): {
  readonly recorded: readonly Table[]
  readonly derived: readonly Table[]
} {
  const compared = comparedTargets(calibration)
  return {
    recorded: calibrationTables(calibration, compared, evaluations, runs),
    derived: derivedCalibrationTables(calibration, compared, evaluations, runs, fit),
  }
}

export interface WrittenResult {
  readonly head: ManifestHead
  readonly tables: readonly Table[]
  readonly warnings: readonly string[]
}

/** Writes scenario, tables, charts and report. */
export async function writeCalibration(
  held: ResultsFolder,
  made: StoredCalibration,
  head: PlannedHead,
  onChart: OnChart,
): Promise<WrittenResult> {
  const { calibration, fit, runs, plan, failures } = made
  return writeStored(held, plan, resolvedYaml(calibration.scenario), async (write) => {
    write(outputFile(CALIBRATED_FILE, calibratedYaml(calibration, fit), 'anywhere'))
    if (failures.length > 0) write(failuresFile(failures, ({ run }) => commandOf(held.folder, run)))
    const { recorded, derived } = tablesOf(made)
    for (const file of tableFiles(recorded, derived, head)) write(file)
    const named = plan.map(({ arm, replication, scenario: { seed } }, k) => {
      return { arm, replication, seed, digest: runs[k].digest }
    })
    const sealedHead: ManifestHead = { ...head, digest: digestOfRuns(named) }
    const tables = [...recorded, ...derived]
    const views = await drawn(sealedHead, made, tables, onChart)
    for (const file of views.files) write(file)
    return { head: sealedHead, tables, warnings: views.warnings }
  })
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

export async function composeCalibrationViews(
  head: ManifestHead,
  made: MadeCalibration,
  onChart: OnChart,
): Promise<Omit<Views, 'headline'>> {
  const { recorded, derived } = tablesOf(made)
  return drawn(head, made, [...recorded, ...derived], onChart)
}

function drawn(
  head: ManifestHead,
  { calibration: { scenario }, fit }: MadeCalibration,
  tables: readonly Table[],
  onChart: OnChart,
): Promise<Omit<Views, 'headline'>> {
  const charts = head.charts ? calibrationCharts({ tables, scenario, lang: head.language }) : []
  return drawViews(head, charts, { headline: [], calibration: { tables, fit } }, onChart)
}
