/** The scenario of a manifest, or of the plan for one, by its parameters alone. */
import { ScenarioError } from '../base/errors.ts'
import { loadScenario } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { MANIFEST_FILE, type ManifestArm, type PlannedHead } from './manifest.ts'
import { FolderError } from './untrusted-folder.ts'

/**
 * The scenario by the manifest's parameters, so that scenario.resolved.yaml can be made again and compared like any
 * other file. Throws a FolderError where they are none.
 */
export function manifestScenario(
  folder: string,
  { parameters }: Pick<PlannedHead, 'parameters'>,
  set: ManifestArm['set'],
): Scenario {
  // Without prototypes: keys of a manifest are anybody's. None of them lies inside of a value, by its schema.
  const newGroup = (): { [key: string]: unknown } => Object.create(null)
  const root = newGroup()
  for (const { key, value: usual } of parameters) {
    const value = Object.hasOwn(set, key) ? set[key] : usual
    const [section = '', ...rest] = key.split('.')
    const leaf = rest.pop()
    let group = root
    for (const step of leaf === undefined ? [] : [section, ...rest]) {
      group[step] ??= newGroup()
      group = group[step] as { [key: string]: unknown }
    }
    group[leaf ?? section] = value
  }
  // JSON is YAML.
  const bytes = Buffer.from(JSON.stringify(root))
  try {
    return loadScenario(MANIFEST_FILE, { size: () => bytes.length, read: () => bytes }, []).scenario
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const [fault] = error.faults
    throw new FolderError(folder, {
      en: `${MANIFEST_FILE}: changed after the run: its parameters are no scenario any more (${fault?.message ?? ''})`,
      zh: `${MANIFEST_FILE} 在运行后被改动：其中的参数不再构成情景（${fault?.zh.message ?? ''}）`,
    })
  }
}
