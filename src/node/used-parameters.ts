import { portableName } from '../scenarios/links.ts'
import type { Origin } from '../scenarios/load.ts'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import type { UsedParameter } from './manifest.ts'
import { printable } from './printable.ts'
import { nodeFiles } from './scenario-files.ts'

function originText(origin: Origin, scenario: string): string {
  if (origin.kind === 'default') return 'default'
  if (origin.kind === 'option') return `${origin.option} ${origin.text}`
  return `${portableName(origin.file, scenario, nodeFiles)}:${origin.line}`
}

/** Every parameter of a run in table order, with where its value came from. */
export function usedParameters(
  file: string,
  scenario: Scenario,
  origins: ReadonlyMap<string, Origin>,
): UsedParameter[] {
  return PATHS.map((key) => {
    const parameter = parameterAt(key)!
    const origin = printable(originText(origins.get(key) ?? { kind: 'default' }, file))
    return { key, value: valueAt(scenario, key), default: parameter.default, unit: parameter.unit, origin }
  })
}
