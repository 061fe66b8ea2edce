/**
 * A sweep: a plan, a record for each run, and tables that are made by walking the plan. The folder may be left at any
 * moment and gone on with: what is to be done is the plan less the records that are there.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Table } from '../base/table.ts'
import { type PlannedRun, plannedRuns } from '../experiments/runs.ts'
import type { EnsembleRun } from '../measures/ensemble.ts'
import { tableNamed } from '../measures/rows.ts'
import { armTables, DRAWN_PARTS, SWEEP_TABLES, stacked } from '../measures/sweep-tables.ts'
import { MAX_ARMS } from '../scenarios/experiment.ts'
import { CALIBRATED_FILE, FAILURES_FILE, PLAN_FILE, partPath, SCENARIO_FILE, tableFiles } from './data-files.ts'
import { composeEnsembleViews, digestOfRuns, type Ensemble, ensembleYaml, manifestExperiment } from './ensemble.ts'
import { UsageError } from './failure.ts'
import { onInterrupt } from './interrupt.ts'
import { MANIFEST_FILE, type ManifestExperiment, type ManifestHead } from './manifest.ts'
import { type ListedFile, listed, type OutputFile, outputFile } from './output-file.ts'
import { writeInto } from './output-folder.ts'
import { parquetOf } from './parquet.ts'
import { monthsOf, runPool } from './run-pool.ts'
import { hasRecord, isRunKey, readRecord, runKey } from './run-store.ts'
import { CRATE_FILE, SUMS_FILE, seal } from './seal.ts'
import { FolderError, placeFault, readManifest, readPlainFile } from './untrusted-folder.ts'

export interface SweepRun extends PlannedRun {
  readonly key: string
  /** What its arm sets. */
  readonly set: ManifestExperiment['arms'][number]['set']
}

/** Arms take turns, so that whatever is done when somebody stops is balanced. */
export function sweepPlan({ arms, replications }: Pick<Ensemble, 'arms' | 'replications'>): SweepRun[] {
  const sets = new Map(arms.map(({ name, set }) => [name, set]))
  return plannedRuns(arms, replications).map((run) => ({
    ...run,
    key: runKey(run.scenario),
    set: sets.get(run.arm)!,
  }))
}

/** What keeps its runs in its folder. */
const KINDS = { sweep: 'a sweep', sensitivity: 'a sensitivity analysis', calibration: 'a calibration' } as const

/** Refuses a folder that holds anything but results of that kind, or runs without results. */
export function checkSweepFolder(folder: string, kind: keyof typeof KINDS): void {
  const fault = placeFault(folder)
  if (fault !== null) throw new FolderError(folder, `${fault}. Choose another place with --out`)
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  const manifest = readManifest(folder)
  if (manifest === null ? isSweepPlan(folder) : manifest[kind] !== undefined) return
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[]
  const found = kinds.find((other) => manifest?.[other] !== undefined)
  throw new UsageError(
    `${folder} holds ${found === undefined ? 'something else than' : `${KINDS[found]}, not`} ${KINDS[kind]}; it is left alone. Choose another place with --out.`,
  )
}

function isSweepPlan(folder: string): boolean {
  try {
    const [line = ''] = Buffer.from(readPlainFile(folder, PLAN_FILE) ?? [])
      .toString('utf8')
      .split('\n', 1)
    return isRunKey((JSON.parse(line) as { run?: unknown }).run)
  } catch {
    return false
  }
}

function writePlan(folder: string, plan: readonly SweepRun[]): void {
  mkdirSync(folder, { recursive: true })
  const partial = join(folder, `.${PLAN_FILE}.partial-${process.pid}`)
  writeFileSync(partial, planText(plan))
  renameSync(partial, join(folder, PLAN_FILE))
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

/** Makes every run of the plan that has no record yet; two runs of one key are made once. */
export async function runMissing(
  folder: string,
  plan: readonly SweepRun[],
  threads: number,
  onMonth: OnMonth,
): Promise<{ readonly made: number; readonly failures: readonly Failure[] }> {
  writePlan(folder, plan)
  const wanted = [...new Map(plan.map((run) => [run.key, run])).values()]
  const missing = wanted.filter(({ key }) => !hasRecord(folder, key))
  const failures: Failure[] = []
  const total = monthsOf(missing.map(({ scenario }) => scenario))
  let months = 0
  const callOff = onInterrupt(() => 'finished runs are kept, and the same command goes on from there.')
  try {
    await runPool(
      missing.map(({ scenario, key }) => ({ scenario, store: { folder, key }, keepEvents: false })),
      threads,
      {
        onMonth: () => onMonth(++months, total),
        onResult: () => {},
        onFailure: (index, why) => failures.push({ run: missing[index], why }),
      },
    )
  } finally {
    callOff()
  }
  return { made: missing.length - failures.length, failures }
}

/** The runs of an arm that have records, by replication. */
export function recordsOf(folder: string, plan: readonly SweepRun[], arm: string): EnsembleRun[] {
  return plan.flatMap((run) => {
    const record = run.arm === arm ? readRecord(folder, run.key) : null
    return record === null ? [] : [{ arm, replication: run.replication, ...record }]
  })
}

/** What was written of a sweep. */
export interface WrittenSweep {
  readonly head: ManifestHead
  readonly tables: readonly Table[]
  readonly warnings: readonly string[]
}

/**
 * Makes tables, charts and report from the records, an arm at a time. What is new takes the place of what is old when
 * all of it is there; the manifest comes last.
 */
export async function writeResults(
  folder: string,
  sweep: Ensemble,
  plan: readonly SweepRun[],
  failures: readonly Failure[],
  head: Omit<ManifestHead, 'digest'>,
  onChart: (done: number, total: number) => void,
): Promise<WrittenSweep> {
  return replaceResults(folder, plan, ensembleYaml(sweep), async (write) => {
    const { tables, runs } = writeTables(folder, sweep, plan, write)
    if (failures.length > 0) {
      write(
        failuresFile(failures, ({ run: { arm, scenario } }) => {
          return `xiaojin run ${folder}/${SCENARIO_FILE} --arm ${arm} --seed ${scenario.seed} --replications 1`
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

/**
 * Plan, scenario and what `fill` writes, sealed by the manifest of which `fill` gives the head: made in a folder beside
 * the results that are there, which they replace when all are made. Records of runs stay.
 */
export async function replaceResults<T extends { readonly head: ManifestHead }>(
  folder: string,
  plan: readonly SweepRun[],
  scenarioYaml: string,
  fill: (write: (file: OutputFile) => void) => Promise<T>,
): Promise<T> {
  const partial = join(folder, `.results-${process.pid}`)
  const discard = (): void => rmSync(partial, { recursive: true, force: true })
  const callOff = onInterrupt(discard)
  try {
    discard()
    const outputs: ListedFile[] = []
    const write = (file: OutputFile): void => {
      writeInto(partial, file.path, file.bytes)
      outputs.push(listed(file))
    }
    write(outputFile(PLAN_FILE, planText(plan), 'sameBuild', plan.length))
    write(outputFile(SCENARIO_FILE, scenarioYaml, 'anywhere'))
    const made = await fill(write)
    for (const [path, text] of Object.entries(seal(made.head, outputs).files)) writeInto(partial, path, text)
    moveResults(partial, folder)
    return made
  } finally {
    discard()
    callOff()
  }
}

function writeTables(
  folder: string,
  { arms }: Ensemble,
  plan: readonly SweepRun[],
  write: (file: OutputFile) => void,
): { readonly tables: readonly Table[]; readonly runs: ManifestExperiment['runs'] } {
  const byArm = new Map(arms.map(({ name }) => [name, [] as SweepRun[]]))
  for (const run of plan) byArm.get(run.arm)!.push(run)
  const rows: (readonly Table[])[] = []
  const drawn: Table[][] = []
  const runs: ManifestExperiment['runs'][number][] = []
  let first: readonly EnsembleRun[] | null = null
  for (const arm of arms) {
    const own = recordsOf(folder, byArm.get(arm.name)!, arm.name)
    const made = armTables(arm, own, first)
    first ??= own
    rows.push(made.rows)
    for (const part of made.parts) if (part.rows > 0) write(partFile(part, arm.name))
    // More arms than these are not drawn month by month.
    if (arms.length <= MAX_ARMS) drawn.push(DRAWN_PARTS.map(({ name }) => tableNamed(made.parts, name)))
    for (const { arm: name, replication, seed, digest } of own) runs.push({ arm: name, replication, seed, digest })
  }
  const tables = SWEEP_TABLES.map(({ name }, k) =>
    stacked(
      rows.map((own) => own[k]),
      name === 'measures' ? 'key' : undefined,
    ),
  )
  for (const file of tableFiles(tables, [])) write(file)
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

const RESULTS = [
  'data',
  'charts',
  'report.html',
  'CITATION.cff',
  SCENARIO_FILE,
  CALIBRATED_FILE,
  FAILURES_FILE,
  PLAN_FILE,
  SUMS_FILE,
  CRATE_FILE,
]

function moveResults(partial: string, folder: string): void {
  rmSync(join(folder, MANIFEST_FILE), { force: true })
  for (const name of [...RESULTS, MANIFEST_FILE]) {
    rmSync(join(folder, name), { recursive: true, force: true })
    if (existsSync(join(partial, name))) renameSync(join(partial, name), join(folder, name))
  }
}
