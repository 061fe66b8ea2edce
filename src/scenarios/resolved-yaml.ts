/** A scenario with every value spelt out, as YAML that loads to the very same scenario. */
import { stringify } from 'yaml'
import type { Scenario } from './scenario.ts'

const HEADER = `# Resolved scenario: extends, options and defaults worked in, every value spelt out.
# It runs as it is: xiaojin run scenario.resolved.yaml
# Dated changes of the timeline stay dated. xiaojin explain KEY tells what a key means.
`

/** Deterministic: the same scenario gives the same bytes. */
export function resolvedYaml(scenario: Scenario): string {
  return HEADER + stringify(scenario, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false })
}
