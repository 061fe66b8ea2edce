/** A sweep: an experiment of any size whose runs are kept, and tables that are made by walking its plan. */
import type { Table } from '../base/table.ts'
import { plannedRuns } from '../experiments/runs.ts'
import type { EnsembleRun } from '../measures/ensemble.ts'
import { tableNamed } from '../measures/rows.ts'
import { type ArmTables, armTables, DRAWN_PARTS, SWEEP_TABLES, stacked, sweepTables } from '../measures/sweep-tables.ts'
import { MAX_ARMS } from '../scenarios/experiment.ts'
import type { EngineInfo } from './build-info.ts'
import { partPath, tableFiles } from './data-files.ts'
import { type Ensemble, ensembleKind, ensembleYaml, resultsOfRuns } from './ensemble.ts'
import type { FolderKind, Made, Target } from './folder-kind.ts'
import { type KeptRun, type RecordReader, recordReader, writePlan } from './kept-runs.ts'
import { partIn } from './kinds.ts'
import { canonicalJson, type Manifest, type ManifestExperiment } from './manifest.ts'
import { type OutputFile, outputFile } from './output-file.ts'
import { parquetOf } from './parquet.ts'
import type { ResultsFolder } from './results-folder.ts'
import type { RunMakers } from './run-makers.ts'
import { readRecord, runKey } from './run-store.ts'
import { storedParts, storedRuns, storedTables } from './stored-run.ts'
import { FolderError } from './untrusted-folder.ts'

/** Arms take turns, so that whatever is done when somebody stops is balanced. `engine` is another than this one to find its records. */
export function sweepPlan(
  { arms, replications }: Pick<Ensemble, 'arms' | 'replications'>,
  engine?: EngineInfo,
): KeptRun[] {
  const sets = new Map(arms.map(({ name, set }) => [name, set]))
  return plannedRuns(arms, replications).map((run) => ({
    ...run,
    key: runKey(run.scenario, engine),
    set: sets.get(run.arm)!,
  }))
}

export async function makeSweep(held: ResultsFolder, plan: Ensemble, makers: RunMakers): Promise<Made<Ensemble>> {
  const runs = sweepPlan(plan)
  return { plan, runs, ...(await makers.intoStore(held, runs)) }
}

/** Its part and its charts are those of an ensemble. */
export const sweepKind: FolderKind<ManifestExperiment, Ensemble, Made<Ensemble>, readonly Table[]> = {
  ...ensembleKind,
  name: 'sweep',
  keepsRuns: true,
  /** Arms and replications may be added. */
  difference: (there, here, hasResults) => {
    const now = new Map(here.arms.map(({ name, set }) => [name, canonicalJson(set)]))
    for (const { name, set } of there.arms) {
      if (!now.has(name)) {
        return { en: `with an arm ${name}, which is not planned here`, zh: `含本次未计划的实验组 ${name}` }
      }
      if (now.get(name) !== canonicalJson(set)) {
        const own = canonicalJson(set)
        return { en: `whose arm ${name} sets something else (${own})`, zh: `实验组 ${name} 的设定不同（${own}）` }
      }
    }
    const [old, next] = [there.replications, here.replications]
    const fewer = { en: `of ${old} replications, not ${next}`, zh: `重复${old}次，而非${next}次` }
    return hasResults && next < old ? fewer : null
  },
  runs: sweepPlan,
  make: makeSweep,
  tables: ({ plan: sweep, runs, failures }, target) => {
    writePlan(target, runs, ensembleYaml(sweep), failures, ({ arm }) => ({ arm, replications: '1' }))
    const { tables, done } = writeTables(recordReader(target, failures), sweep, runs, target)
    return { ...resultsOfRuns(sweep, done), tables, results: tables }
  },
  /** Its tables, and the bands of arms few enough to be drawn month by month. */
  stored: async (folder, manifest, { arms }) => {
    const tables = await storedTables(folder, manifest, SWEEP_TABLES)
    if (arms.length > MAX_ARMS) return tables
    const names = arms.map(({ name }) => name)
    return [...tables, ...(await Promise.all(DRAWN_PARTS.map((spec) => storedParts(folder, manifest, spec, names))))]
  },
  arms: (folder, manifest, { arms }) =>
    arms.map(({ name, scenario }) => ({ name, scenario, runs: async () => sweptRuns(folder, manifest, name) })),
}

function writeTables(
  read: RecordReader,
  { arms }: Ensemble,
  plan: readonly KeptRun[],
  { form, write }: Target,
): { readonly tables: readonly Table[]; readonly done: ManifestExperiment['runs'] } {
  const byArm = new Map(arms.map(({ name }) => [name, [] as KeptRun[]]))
  for (const run of plan) byArm.get(run.arm)!.push(run)
  const rows: Pick<ArmTables, 'rows'>[] = []
  const drawn: Table[][] = []
  const done: ManifestExperiment['runs'][number][] = []
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
    for (const { arm: name, replication, seed, digest } of own) done.push({ arm: name, replication, seed, digest })
  }
  const tables = sweepTables(rows)
  for (const file of tableFiles(tables, [], form)) write(file)
  const parts = drawn.length === 0 ? [] : DRAWN_PARTS.map((_, k) => stacked(drawn.map((own) => own[k])))
  return { tables: [...tables, ...parts], done }
}

/** Readers of partitioned folders (DuckDB, Arrow, Spark) take the arm from the name of the folder. */
function partFile(table: Table, arm: string): OutputFile {
  const columns = table.columns.filter(({ name }) => name !== 'arm')
  return outputFile(partPath(table.name, arm), parquetOf({ ...table, columns }), 'anywhere', table.rows)
}

/** The records of an arm that the folder's own plan names, whatever build made them. */
function sweptRuns(folder: string, manifest: Manifest, name: string): EnsembleRun[] {
  const { runs } = partIn(manifest) as ManifestExperiment
  const digests = new Map(runs.flatMap(({ arm, replication, digest }) => (arm === name ? [[replication, digest]] : [])))
  return storedRuns(folder, manifest).flatMap(({ run, arm, replication }) => {
    const digest = digests.get(replication)
    // What failed has no digest.
    if (arm !== name || digest === undefined) return []
    const record = readRecord(folder, run)
    if (record?.digest !== digest) {
      throw new FolderError(folder, {
        en: `the record of ${name}, replication ${replication}, is missing or changed`,
        zh: `${name} 第${replication}次重复的记录缺失或被改动`,
      })
    }
    return [{ arm, replication, ...record }]
  })
}
