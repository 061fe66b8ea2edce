/** Names of folders that nobody named. */
import { ScenarioError } from '../base/errors.ts'
import { type LoadedScenario, loadScenario } from '../scenarios/load.ts'
import { nodeFiles } from './scenario-files.ts'
import { settledCoverage } from './settled-coverage.ts'

/** What tells a plan from that of the plain file, by six digits of its hash; nothing where they are one. */
export function suffixOf(hash: string, plain: string | null): string {
  return hash === plain ? '' : `-${hash.slice(0, 6)}`
}

/** What a file gives without what options put over it; null where it alone is no valid scenario. */
export function plainly<T>(load: () => T): T | null {
  try {
    return load()
  } catch (error) {
    if (error instanceof ScenarioError) return null
    throw error
  }
}

/** The hash of a scenario file without what options put over it; null where it alone is no valid scenario. */
export function plainHash(file: string, hashOf: (plain: LoadedScenario) => string): string | null {
  const plain = plainly(() => loadScenario(file, nodeFiles, []))
  return plain === null ? null : hashOf(settledCoverage(plain))
}
