/** A finished run, read back from its folder. */
import { parquetMetadata } from 'hyparquet'
import { z } from 'zod'
import { buildTable } from '../base/build-table.ts'
import type { Table, TableSpec } from '../base/table.ts'
import { stacked } from '../measures/sweep-tables.ts'
import { loadScenario } from '../scenarios/load.ts'
import { PLAN_FILE, parquetPath, partPath, SCENARIO_FILE } from './data-files.ts'
import type { AnyKind, ScenarioSource } from './folder-kind.ts'
import { KINDS, partIn } from './kinds.ts'
import { MANIFEST_FILE, type Manifest } from './manifest.ts'
import { schemaFault } from './manifest-schema.ts'
import { readParquet } from './parquet.ts'
import { harmfulIn, printableLine } from './printable.ts'
import { isRunKey } from './run-store.ts'
import {
  FolderError,
  hasListed,
  type ManifestOptions,
  manifestFault,
  manifestIn,
  readListed,
} from './untrusted-folder.ts'

/** What a command reads from: a folder and its manifest, checked together. */
type Finished = Pick<Manifest, 'outputs'>

/** A folder of this version, with its kind. */
export interface FinishedFolder {
  readonly folder: string
  readonly manifest: Manifest
  readonly kind: AnyKind
  /** As the kind has it. */
  readonly part: unknown
}

/** The folder that the user named, its kind loaded and its part checked. Refuses it as `manifestIn` does. */
export async function finishedFolder(folder: string, options: ManifestOptions = {}): Promise<FinishedFolder> {
  const manifest = manifestIn(folder, options)
  const kind = await KINDS[manifest.kind].load()
  const { field } = KINDS[manifest.kind]
  const part = partIn(manifest)
  const fault = schemaFault(kind.part, part, field === undefined ? [] : [field])
  if (fault !== null) throw new FolderError(folder, manifestFault(fault))
  return { folder, manifest, kind, part }
}

/** What the folder was asked to be, by its scenario file. */
export function storedPlan({ folder, manifest, kind, part }: FinishedFolder): unknown {
  return kind.plan(storedSource(folder, manifest), part)
}

/**
 * The scenario file of a folder. It names no other file: one that somebody else wrote must not reach any, whatever its
 * `extends` or its tables say.
 */
function storedSource(folder: string, manifest: Manifest): ScenarioSource {
  const shown = `${folder}/${SCENARIO_FILE}`
  const bytes = readListed(folder, manifest, SCENARIO_FILE)
  const files = { size: (file: string) => (file === shown ? bytes.length : undefined), read: () => bytes }
  const { scenario, experiment } = loadScenario(shown, files, [])
  return {
    scenario,
    // One arm alone is written down as a scenario.
    arms: (arms) => arms.map(({ name }) => experiment?.arms.find((arm) => arm.name === name)?.scenario ?? scenario),
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
export function storedRuns(folder: string, manifest: Finished): PlannedRecord[] {
  const lines = Buffer.from(readListed(folder, manifest, PLAN_FILE))
    .toString('utf8')
    .split('\n')
  return lines.flatMap((line, k) => {
    if (line === '') return []
    try {
      return [PLANNED.parse(JSON.parse(line))]
    } catch {
      const zh = `${PLAN_FILE} 第${k + 1}行未指明运行`
      throw new FolderError(folder, { en: `${PLAN_FILE}, line ${k + 1}, names no run`, zh })
    }
  })
}

/** The files of all arms as one table; an arm without rows has none. */
export async function storedParts(
  folder: string,
  manifest: Finished,
  spec: TableSpec,
  arms: readonly string[],
): Promise<Table> {
  const own = { ...spec, columns: spec.columns.filter(({ name }) => name !== 'arm') }
  const parts: Table[] = [buildTable(spec, [])]
  for (const name of arms) {
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
    throw new FolderError(folder, {
      en: `${path} cannot be read (${why}). “xiaojin verify ${folder}” tells whether the folder is intact`,
      zh: `无法读取 ${path}（${why}）。“xiaojin verify ${folder}”可检查文件夹是否完好`,
    })
  }
  for (const { name, values } of table.columns) {
    if (values instanceof Float64Array) continue
    const row = values.findIndex((text) => harmfulIn(text) !== null)
    if (row < 0) continue
    const harmful = harmfulIn(values[row])
    throw new FolderError(folder, {
      en: `${path}, column ${name}, row ${row + 1} has the character ${harmful}, which no text here may have`,
      zh: `${path} 第${row + 1}行 ${name} 列含有不允许的字符 ${harmful}`,
    })
  }
  return table
}
