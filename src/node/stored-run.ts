/** A finished run, read back from its folder. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Table, TableSpec } from '../base/table.ts'
import { loadScenario } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { parquetPath, SCENARIO_FILE } from './data-files.ts'
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
  const { replications, arms } = experiment
  const stored = loadScenario(join(folder, SCENARIO_FILE), nodeFiles, [])
  const { scenario } = stored
  // One arm alone is written down as a scenario.
  return { scenario, replications, arms: stored.experiment?.arms ?? arms.map((arm) => ({ ...arm, scenario })) }
}

/** The recorded tables, exactly as they were recorded. */
export async function storedTables(folder: string, specs: readonly TableSpec[]): Promise<Table[]> {
  const tables: Table[] = []
  for (const spec of specs) {
    const file = join(folder, parquetPath(spec.name))
    try {
      tables.push(await readParquet(readFileSync(file), spec))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new UsageError(`${file} cannot be read (${why}). “xiaojin verify” tells whether the folder is intact.`)
    }
  }
  return tables
}
