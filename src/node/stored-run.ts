/** A finished run, read back from its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Table, TableSpec } from '../base/table.ts'
import { buildTable } from '../measures/build-table.ts'
import { DRAWN_PARTS, SWEEP_TABLES, stacked } from '../measures/sweep-tables.ts'
import { MAX_ARMS } from '../scenarios/experiment.ts'
import { loadScenario } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parquetPath, partPath, SCENARIO_FILE } from './data-files.ts'
import type { Ensemble } from './ensemble.ts'
import { UsageError } from './failure.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { readParquet } from './parquet.ts'
import { nodeFiles } from './scenario-files.ts'

/** The manifest of a folder that the user named; says what is wrong with any other. */
export function manifestIn(folder: string): Manifest {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}.`)
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`${folder} is a file. Name the output folder of a run, such as out/baseline-2023.`)
  }
  const manifest = readManifest(folder)
  if (manifest === null) {
    throw new UsageError(
      `${folder} is not the output folder of a run: it has no manifest.json that xiaojin wrote. Output folders lie in out/, one for each run.`,
    )
  }
  return manifest
}

/** The scenario of a run, exactly as it ran. */
export function storedScenario(folder: string): Scenario {
  return loadScenario(join(folder, SCENARIO_FILE), nodeFiles, []).scenario
}

/** The arms and replications of an ensemble, exactly as they ran; null for a single run. */
export function storedEnsemble(folder: string, { experiment }: Pick<Manifest, 'experiment'>): Ensemble | null {
  if (experiment === undefined) return null
  const { replications, arms, design } = experiment
  const stored = loadScenario(join(folder, SCENARIO_FILE), nodeFiles, [])
  const { scenario } = stored
  // One arm alone is written down as a scenario.
  return {
    scenario,
    replications,
    arms: stored.experiment?.arms ?? arms.map((arm) => ({ ...arm, scenario })),
    ...(design === undefined ? {} : { design }),
  }
}

/** What a sweep is drawn from: its tables, and the bands of arms few enough to be drawn month by month. */
export async function storedSweepTables(folder: string, { arms }: Ensemble): Promise<Table[]> {
  const tables = await storedTables(folder, SWEEP_TABLES)
  if (arms.length > MAX_ARMS) return tables
  return [...tables, ...(await Promise.all(DRAWN_PARTS.map((spec) => storedParts(folder, spec, arms))))]
}

/** The files of all arms as one table; an arm without rows has none. */
async function storedParts(folder: string, spec: TableSpec, arms: Ensemble['arms']): Promise<Table> {
  const own = { ...spec, columns: spec.columns.filter(({ name }) => name !== 'arm') }
  const parts: Table[] = [buildTable(spec, [])]
  for (const { name } of arms) {
    const file = join(folder, partPath(spec.name, name))
    if (!existsSync(file)) continue
    const part = await storedTable(file, own)
    const columns = spec.columns.map((column) => {
      const found = part.columns.find((one) => one.name === column.name)
      return found ?? { ...column, values: new Array<string>(part.rows).fill(name) }
    })
    parts.push({ ...part, columns })
  }
  return stacked(parts)
}

/** The recorded tables, exactly as they were recorded. */
export async function storedTables(folder: string, specs: readonly TableSpec[]): Promise<Table[]> {
  const tables: Table[] = []
  for (const spec of specs) {
    tables.push(await storedTable(join(folder, parquetPath(spec.name)), spec))
  }
  return tables
}

async function storedTable(file: string, spec: TableSpec): Promise<Table> {
  try {
    return await readParquet(readFileSync(file), spec)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${file} cannot be read (${why}). “xiaojin verify” tells whether the folder is intact.`)
  }
}
