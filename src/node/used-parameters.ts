import type { Origin } from '../scenarios/load.ts'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { UsedParameter } from './manifest.ts'
import { printable } from './printable.ts'

export function valueAt(scenario: Scenario, path: string): unknown {
  return path.split('.').reduce<unknown>((group, key) => (group as { [key: string]: unknown })[key], scenario)
}

/** Files are told relative to the folder of the scenario: what lies above it is this machine's business. */
function originText(origin: Origin, folder: string): string {
  if (origin.kind === 'default') return 'default'
  if (origin.kind === 'option') return `${origin.option} ${origin.text}`
  const file = origin.file.startsWith(folder) ? origin.file.slice(folder.length) : origin.file
  return `${file}:${origin.line}`
}

/** Every parameter of a run in table order, with where its value came from. */
export function usedParameters(
  file: string,
  scenario: Scenario,
  origins: ReadonlyMap<string, Origin>,
): UsedParameter[] {
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  return PATHS.map((key) => {
    const parameter = parameterAt(key)!
    const origin = printable(originText(origins.get(key) ?? { kind: 'default' }, folder))
    return { key, value: valueAt(scenario, key), default: parameter.default, unit: parameter.unit, origin }
  })
}
