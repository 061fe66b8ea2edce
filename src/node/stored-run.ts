/** A finished run, read back from its folder. */
import { parquetMetadata } from 'hyparquet'
import { z } from 'zod'
import { buildTable } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'
import { DRAWN_PARTS, SWEEP_TABLES, stacked } from '../measures/sweep-tables.ts'
import { MAX_ARMS } from '../scenarios/experiment.ts'
import { type LoadedScenario, loadScenario } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { PLAN_FILE, parquetPath, partPath, SCENARIO_FILE } from './data-files.ts'
import type { Ensemble } from './ensemble.ts'
import { MANIFEST_FILE, type Manifest } from './manifest.ts'
import { readParquet } from './parquet.ts'
import { harmfulIn, printableLine } from './printable.ts'
import { isRunKey } from './run-store.ts'
import { FolderError, hasListed, readListed } from './untrusted-folder.ts'

/** What a command reads from: a folder and its manifest, checked together. */
type Finished = Pick<Manifest, 'experiment' | 'outputs'>

/**
 * The scenario file of a folder. It names no other file: one that somebody else wrote must not reach any, whatever its
 * `extends` or its tables say.
 */
function storedFile(folder: string, manifest: Finished): LoadedScenario {
  const shown = `${folder}/${SCENARIO_FILE}`
  const bytes = readListed(folder, manifest, SCENARIO_FILE)
  return loadScenario(shown, { size: (file) => (file === shown ? bytes.length : undefined), read: () => bytes }, [])
}

/** The scenario of a run, exactly as it ran. */
export function storedScenario(folder: string, manifest: Finished): Scenario {
  return storedFile(folder, manifest).scenario
}

/** The arms and replications of an ensemble, exactly as they ran; null for a single run. */
export function storedEnsemble(folder: string, manifest: Finished): Ensemble | null {
  if (manifest.experiment === undefined) return null
  const { replications, arms, design } = manifest.experiment
  const stored = storedFile(folder, manifest)
  const { scenario } = stored
  // One arm alone is written down as a scenario.
  return {
    scenario,
    replications,
    arms: stored.experiment?.arms ?? arms.map((arm) => ({ ...arm, scenario })),
    ...(design === undefined ? {} : { design }),
  }
}

interface PlannedRecord {
  readonly run: string
  readonly arm: string
  readonly replication: number
  readonly seed: number
}

const PLANNED: z.ZodType<PlannedRecord> = z.looseObject({
  run: z.string().refine(isRunKey),
  arm: z.string(),
  replication: z.int().min(0),
  seed: z.int().min(0),
})

/** The runs that a sweep asked for, with the names of their records. */
export function storedPlan(folder: string, manifest: Finished): PlannedRecord[] {
  const lines = Buffer.from(readListed(folder, manifest, PLAN_FILE))
    .toString('utf8')
    .split('\n')
  return lines.flatMap((line, k) => {
    if (line === '') return []
    try {
      return [PLANNED.parse(JSON.parse(line))]
    } catch {
      throw new FolderError(folder, `${PLAN_FILE}, line ${k + 1}, names no run`)
    }
  })
}

/** What a sweep is drawn from: its tables, and the bands of arms few enough to be drawn month by month. */
export async function storedSweepTables(folder: string, manifest: Finished, { arms }: Ensemble): Promise<Table[]> {
  const tables = await storedTables(folder, manifest, SWEEP_TABLES)
  if (arms.length > MAX_ARMS) return tables
  return [...tables, ...(await Promise.all(DRAWN_PARTS.map((spec) => storedParts(folder, manifest, spec, arms))))]
}

/** The files of all arms as one table; an arm without rows has none. */
async function storedParts(
  folder: string,
  manifest: Finished,
  spec: TableSpec,
  arms: Ensemble['arms'],
): Promise<Table> {
  const own = { ...spec, columns: spec.columns.filter(({ name }) => name !== 'arm') }
  const parts: Table[] = [buildTable(spec, [])]
  for (const { name } of arms) {
    const path = partPath(spec.name, name)
    if (!hasListed(folder, manifest, path)) continue
    const part = await storedTable(folder, manifest, path, own)
    const columns = spec.columns.map((column) => {
      const found = part.columns.find((one) => one.name === column.name)
      return found ?? { ...column, values: new Array<string>(part.rows).fill(name) }
    })
    parts.push({ ...part, columns })
  }
  return stacked(parts)
}

/** The recorded tables, exactly as they were recorded. */
export async function storedTables(folder: string, manifest: Finished, specs: readonly TableSpec[]): Promise<Table[]> {
  const tables: Table[] = []
  for (const spec of specs) tables.push(await storedTable(folder, manifest, parquetPath(spec.name), spec))
  return tables
}

async function storedTable(folder: string, manifest: Finished, path: string, spec: TableSpec): Promise<Table> {
  const bytes = readListed(folder, manifest, path)
  const rows = manifest.outputs.find((listed) => listed.path === path)?.rows
  let table: Table
  try {
    // Before its pages are unpacked: a few bytes can say that they are a billion rows.
    const said = Number(parquetMetadata(new Uint8Array(bytes).buffer).num_rows)
    if (said !== rows) throw new Error(`it has ${said} rows, and ${MANIFEST_FILE} lists ${rows}`)
    table = await readParquet(bytes, spec)
  } catch (error) {
    const why = printableLine(error instanceof Error ? error.message : String(error))
    throw new FolderError(
      folder,
      `${path} cannot be read (${why}). “xiaojin verify ${folder}” tells whether the folder is intact`,
    )
  }
  for (const { name, values } of table.columns) {
    if (values instanceof Float64Array) continue
    const row = values.findIndex((text) => harmfulIn(text) !== null)
    if (row < 0) continue
    throw new FolderError(
      folder,
      `${path}, column ${name}, row ${row + 1} has the character ${harmfulIn(values[row])}, which no text here may have`,
    )
  }
  return table
}
