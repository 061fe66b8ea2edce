/**
 * A sweep: a plan, a record for each run, and tables that are made by walking the plan. It can be stopped at any moment
 * and resumed: what is to be done is the plan less the records that are there.
 */
import type { Table } from '../base/table.ts'
import { type PlannedRun, plannedRuns } from '../experiments/runs.ts'
import type { EnsembleRun, RunSummary } from '../measures/ensemble.ts'
import { tableNamed } from '../measures/rows.ts'
import { type ArmTables, armTables, DRAWN_PARTS, stacked, sweepTables } from '../measures/sweep-tables.ts'
import { MAX_ARMS } from '../scenarios/experiment.ts'
import type { EngineInfo } from './build-info.ts'
import type { CsvForm } from './csv.ts'
import { FAILURES_FILE, PLAN_FILE, partPath, SCENARIO_FILE, tableFiles } from './data-files.ts'
import { composeEnsembleViews, digestOfRuns, type Ensemble, ensembleYaml, manifestExperiment } from './ensemble.ts'
import { StorageError } from './failure.ts'
import type { ManifestExperiment, ManifestHead } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { parquetOf } from './parquet.ts'
import { asideText, type ResultsFolder, replaceResults } from './results-folder.ts'
import { monthsOf, runPool } from './run-pool.ts'
import { findRecord, recordPath, runKey, setAside, writeRecord } from './run-store.ts'
import type { PlannedHead } from './study.ts'

export interface SweepRun extends PlannedRun {
  readonly key: string
  /** What its arm sets. */
  readonly set: ManifestExperiment['arms'][number]['set']
}

/** Arms take turns, so that whatever is done when somebody stops is balanced. `engine` is another than this one to find its records. */
export function sweepPlan(
  { arms, replications }: Pick<Ensemble, 'arms' | 'replications'>,
  engine?: EngineInfo,
): SweepRun[] {
  const sets = new Map(arms.map(({ name, set }) => [name, set]))
  return plannedRuns(arms, replications).map((run) => ({
    ...run,
    key: runKey(run.scenario, engine),
    set: sets.get(run.arm)!,
  }))
}

function planText(plan: readonly SweepRun[]): string {
  return plan
    .map(({ key, arm, replication, scenario: { seed }, set }) => {
      return `${JSON.stringify({ run: key, arm, replication, seed, set })}\n`
    })
    .join('')
}

export interface Failure {
  readonly run: SweepRun
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

/** Makes every run of the plan that has no record yet; two runs of one key are made once. */
export async function runMissing(
  held: ResultsFolder,
  plan: readonly SweepRun[],
  threads: number,
  onMonth: OnMonth,
): Promise<MadeRuns> {
  const wanted = [...new Map(plan.map((run) => [run.key, run])).values()]
  const warnings: string[] = []
  const missing = wanted.filter(({ key }) => {
    const found = findRecord(held.place, key)
    if (found === 'damaged') warnings.push(damagedText(held, key))
    return found === null || found === 'damaged'
  })
  const whys = new Map<string, string>()
  const total = monthsOf(missing.map(({ scenario }) => scenario))
  let [months, kept] = [0, wanted.length - missing.length]
  held.tellRuns(kept)
  await runPool(
    missing.map(({ scenario }) => ({ scenario, keepEvents: false })),
    threads,
    {
      onMonth: () => onMonth(++months, total),
      onResult: (index, record) => {
        writeRecord(held, missing[index].key, record)
        held.tellRuns(++kept)
      },
      onFailure: (index, why) => whys.set(missing[index].key, why),
    },
  )
  // A run that is planned twice has failed twice: runs and failures make up the plan.
  const failures = plan.flatMap((run) => (whys.has(run.key) ? [{ run, why: whys.get(run.key)! }] : []))
  return { made: missing.length - whys.size, failures, warnings }
}

function damagedText({ folder, place }: ResultsFolder, key: string): string {
  const name = setAside(place, key)
  return `${folder}/${recordPath(key)} is damaged: its bytes are not those that were written. It is now ${name}, and its run is made again.`
}

/** The runs of an arm that have records, by replication. */
export function recordsOf(folder: string, plan: readonly SweepRun[], arm: string): EnsembleRun[] {
  return plan.flatMap((run) => {
    const record = run.arm === arm ? findRecord(folder, run.key) : null
    return record === null || record === 'damaged' ? [] : [{ arm, replication: run.replication, ...record }]
  })
}

/** Reads records for results: every run that did not fail has one, or nothing is sealed. */
export type RecordReader = (run: SweepRun) => RunSummary | null

export function recordReader({ place }: ResultsFolder, failures: readonly Failure[]): RecordReader {
  const failed = new Set(failures.map(({ run }) => run.key))
  return ({ key, arm, replication }) => {
    const record = findRecord(place, key)
    if (record !== null && record !== 'damaged') return record
    if (failed.has(key)) return null
    throw new StorageError(
      `${recordPath(key)} (arm ${arm}, replication ${replication}) ${record === null ? 'is gone' : 'is damaged'}, though its run was made: no results are written without it. Repeat the command to make the run again.`,
    )
  }
}

/** What was written of a sweep. */
export interface WrittenSweep {
  readonly head: ManifestHead
  readonly tables: readonly Table[]
  readonly warnings: readonly string[]
}

/** Makes tables, charts and report from the records, an arm at a time. */
export async function writeResults(
  held: ResultsFolder,
  sweep: Ensemble,
  plan: readonly SweepRun[],
  failures: readonly Failure[],
  head: PlannedHead,
  onChart: (done: number, total: number) => void,
): Promise<WrittenSweep> {
  return writeStored(held, plan, ensembleYaml(sweep), async (write) => {
    const { tables, runs } = writeTables(recordReader(held, failures), sweep, plan, head, write)
    if (failures.length > 0) {
      write(
        failuresFile(failures, ({ run: { arm, scenario } }) => {
          return `xiaojin run ${held.folder}/${SCENARIO_FILE} --arm ${arm} --seed ${scenario.seed} --replications 1`
        }),
      )
    }
    const sealedHead: ManifestHead = {
      ...head,
      digest: digestOfRuns(runs),
      experiment: manifestExperiment(sweep, { runs }),
    }
    const views = await composeEnsembleViews(sealedHead, sweep, tables, onChart)
    for (const file of views.files) write(file)
    return { head: sealedHead, tables, warnings: views.warnings }
  })
}

/** Results of a folder that keeps its runs: plan, scenario, and what `fill` writes. */
export async function writeStored<T extends { readonly head: ManifestHead; readonly warnings: readonly string[] }>(
  held: ResultsFolder,
  plan: readonly SweepRun[],
  scenarioYaml: string,
  fill: (write: (file: OutputFile) => void) => Promise<T>,
): Promise<T> {
  const made = await replaceResults(held, async ({ write }) => {
    write(outputFile(PLAN_FILE, planText(plan), 'sameBuild', plan.length))
    write(outputFile(SCENARIO_FILE, scenarioYaml, 'anywhere'))
    return fill(write)
  })
  return { ...made, warnings: [...made.warnings, ...asideText(held.folder, made.keptAside)] }
}

function writeTables(
  read: RecordReader,
  { arms }: Ensemble,
  plan: readonly SweepRun[],
  form: CsvForm,
  write: (file: OutputFile) => void,
): { readonly tables: readonly Table[]; readonly runs: ManifestExperiment['runs'] } {
  const byArm = new Map(arms.map(({ name }) => [name, [] as SweepRun[]]))
  for (const run of plan) byArm.get(run.arm)!.push(run)
  const rows: Pick<ArmTables, 'rows'>[] = []
  const drawn: Table[][] = []
  const runs: ManifestExperiment['runs'][number][] = []
  let first: readonly EnsembleRun[] | null = null
  for (const arm of arms) {
    const own = byArm.get(arm.name)!.flatMap((run): EnsembleRun[] => {
      const record = read(run)
      return record === null ? [] : [{ arm: arm.name, replication: run.replication, ...record }]
    })
    const found = armTables(arm, own, first)
    first ??= own
    rows.push({ rows: found.rows })
    for (const part of found.parts) if (part.rows > 0) write(partFile(part, arm.name))
    // More arms than these are not drawn month by month.
    if (arms.length <= MAX_ARMS) drawn.push(DRAWN_PARTS.map(({ name }) => tableNamed(found.parts, name)))
    for (const { arm: name, replication, seed, digest } of own) runs.push({ arm: name, replication, seed, digest })
  }
  const tables = sweepTables(rows)
  for (const file of tableFiles(tables, [], form)) write(file)
  const parts = drawn.length === 0 ? [] : DRAWN_PARTS.map((_, k) => stacked(drawn.map((own) => own[k])))
  return { tables: [...tables, ...parts], runs }
}

/** Readers of partitioned folders (DuckDB, Arrow, Spark) take the arm from the name of the folder. */
function partFile(table: Table, arm: string): OutputFile {
  const columns = table.columns.filter(({ name }) => name !== 'arm')
  return outputFile(partPath(table.name, arm), parquetOf({ ...table, columns }), 'anywhere', table.rows)
}

/** Every failure with the command that makes it again. */
export function failuresFile(failures: readonly Failure[], commandOf: (failure: Failure) => string): OutputFile {
  const lines = failures.map((failure) => {
    const { key, arm, replication, scenario } = failure.run
    const told = { run: key, arm, replication, seed: scenario.seed, why: failure.why, command: commandOf(failure) }
    return `${JSON.stringify(told)}\n`
  })
  return outputFile(FAILURES_FILE, lines.join(''), 'sameBuild', failures.length)
}

/** What makes a run of a design again that has values of its own in place of an arm. */
export function commandOf(folder: string, { set, scenario }: SweepRun): string {
  const sets = Object.entries(set).map(([path, value]) => ` --set ${path}=${value}`)
  return `xiaojin run ${folder}/${SCENARIO_FILE} --seed ${scenario.seed}${sets.join('')}`
}
