/**
 * Runs that are kept in their folder: a plan, and a record for each run. Work can be stopped at any moment and resumed:
 * what is to be done is the plan less the records that are there.
 */

import type { PlannedRun } from '../experiments/runs.ts'
import type { EnsembleRun, RunSummary } from '../measures/ensemble.ts'
import { commandLine, type Options } from './command-line.ts'
import { FAILURES_FILE, PLAN_FILE, SCENARIO_FILE } from './data-files.ts'
import { StorageError } from './failure.ts'
import type { Target } from './folder-kind.ts'
import { say } from './language.ts'
import type { ManifestArm } from './manifest.ts'
import { outputFile } from './output-file.ts'
import type { ResultsFolder } from './results-folder.ts'
import { monthsOf, runPool } from './run-pool.ts'
import { findRecord, recordPath, setAside, writeRecord } from './run-store.ts'
import { sharingTasks } from './shared-runs.ts'

export interface KeptRun extends PlannedRun {
  readonly key: string
  /** What its arm sets. */
  readonly set: ManifestArm['set']
}

function planText(plan: readonly KeptRun[]): string {
  return plan
    .map(({ key, arm, replication, scenario: { seed }, set }) => {
      return `${JSON.stringify({ run: key, arm, replication, seed, set })}\n`
    })
    .join('')
}

export interface Failure {
  readonly run: KeptRun
  readonly why: string
}

/** Called with the months simulated in this go, and how many there are to simulate. */
type OnMonth = (done: number, total: number) => void

export interface MadeRuns {
  readonly made: number
  readonly failures: readonly Failure[]
  /** Of records that could not be believed. */
  readonly warnings: readonly string[]
}

/** Where the records of runs are kept. */
export type KeptStore = Pick<ResultsFolder, 'folder' | 'place' | 'work' | 'tellRuns'>

/** Makes every run of the plan that has no record yet; two runs of one key are made once. */
export async function runMissing(
  held: KeptStore,
  plan: readonly KeptRun[],
  threads: number,
  onMonth: OnMonth,
  write: typeof writeRecord = writeRecord,
): Promise<MadeRuns> {
  const { wanted, missing, warnings } = missingRuns(held, plan)
  const whys = new Map<string, string>()
  const total = monthsOf(missing.map(({ scenario }) => scenario))
  let [months, kept] = [0, wanted.length - missing.length]
  held.tellRuns(kept)
  await runPool(sharingTasks(missing.map(({ scenario }) => ({ scenario, keepEvents: false }))), threads, {
    onMonth: () => onMonth(++months, total),
    onResult: (index, record) => {
      write(held, missing[index].key, record)
      held.tellRuns(++kept)
    },
    onFailure: (index, why) => whys.set(missing[index].key, why),
  })
  return { made: missing.length - whys.size, failures: failuresOf(plan, whys), warnings }
}

/** A run that is planned twice has failed twice: runs and failures make up the plan. */
export function failuresOf(plan: readonly KeptRun[], whys: ReadonlyMap<string, string>): Failure[] {
  return plan.flatMap((run) => (whys.has(run.key) ? [{ run, why: whys.get(run.key)! }] : []))
}

interface MissingRuns {
  /** Every run once. */
  readonly wanted: readonly KeptRun[]
  readonly missing: readonly KeptRun[]
  readonly warnings: string[]
}

/** What of a plan has no record; records that cannot be believed are set aside. */
export function missingRuns(held: Pick<KeptStore, 'folder' | 'place'>, plan: readonly KeptRun[]): MissingRuns {
  const wanted = [...new Map(plan.map((run) => [run.key, run])).values()]
  const warnings: string[] = []
  const missing = wanted.filter(({ key }) => {
    const found = findRecord(held.place, key)
    if (found === 'damaged') warnings.push(damagedText(held, key))
    return found === null || found === 'damaged'
  })
  return { wanted, missing, warnings }
}

function damagedText({ folder, place }: Pick<KeptStore, 'folder' | 'place'>, key: string): string {
  const name = setAside(place, key)
  const record = `${folder}/${recordPath(key)}`
  return say({
    en: `${record} is damaged: its bytes are not those that were written. It is now ${name}, and its run is made again.`,
    zh: `${record} 已损坏：其字节与写入时不同。现已改名为 ${name}，并重新运行。`,
  })
}

/** The runs of an arm that have records, by replication. */
export function recordsOf(folder: string, plan: readonly KeptRun[], arm: string): EnsembleRun[] {
  return plan.flatMap((run) => {
    const record = run.arm === arm ? findRecord(folder, run.key) : null
    return record === null || record === 'damaged' ? [] : [{ arm, replication: run.replication, ...record }]
  })
}

/** Reads records for results: every run that did not fail has one, or nothing is sealed. */
export type RecordReader = (run: KeptRun) => RunSummary | null

export function recordReader({ place }: Pick<Target, 'place'>, failures: readonly Failure[]): RecordReader {
  const failed = new Set(failures.map(({ run }) => run.key))
  return ({ key, arm, replication }) => {
    const record = findRecord(place, key)
    if (record !== null && record !== 'damaged') return record
    if (failed.has(key)) return null
    const state = record === null ? { en: 'is gone', zh: '已丢失' } : { en: 'is damaged', zh: '已损坏' }
    throw new StorageError({
      en: `${recordPath(key)} (arm ${arm}, replication ${replication}) ${state.en}, though its run was made: no results are written without it. Repeat the command to make the run again.`,
      zh: `${recordPath(key)}（实验组 ${arm}，第${replication}次重复）${state.zh}，虽然该次运行已完成。缺少它不写结果；请重新执行命令以补运行。`,
    })
  }
}

/**
 * What every folder writes that keeps its runs: their plan, the scenario, and failures with what makes each again, typed
 * in the folder.
 */
export function writePlan(
  { write }: Pick<Target, 'write'>,
  plan: readonly KeptRun[],
  scenarioYaml: string,
  failures: readonly Failure[],
  optionsOf: (run: KeptRun) => Options = optionsOfPoint,
): void {
  write(outputFile(PLAN_FILE, planText(plan), 'sameBuild', plan.length))
  write(outputFile(SCENARIO_FILE, scenarioYaml, 'anywhere'))
  if (failures.length === 0) return
  const lines = failures.map(({ run, why }) => {
    const { key, arm, replication, scenario } = run
    const { seed } = scenario
    const command = commandLine('run', [SCENARIO_FILE], { ...optionsOf(run), seed: `${seed}` })
    const told = { run: key, arm, replication, seed, why, command }
    return `${JSON.stringify(told)}\n`
  })
  write(outputFile(FAILURES_FILE, lines.join(''), 'sameBuild', failures.length))
}

/** What makes a run of a design again, which has values of its own in place of an arm. */
function optionsOfPoint({ set }: KeptRun): Options {
  return { set: Object.entries(set).map(([path, value]) => `${path}=${value}`) }
}
