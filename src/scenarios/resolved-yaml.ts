/** A scenario with every value spelt out, as YAML that loads to the very same scenario. */
import { stringify } from 'yaml'
import type { Experiment } from './experiment.ts'
import type { Scenario } from './scenario.ts'
import type { WrittenAnalysis } from './sensitivity.ts'

const header = (
  command: string,
): string => `# Resolved scenario: extends, options and defaults worked in, every value spelt out.
# It runs as it is: xiaojin ${command} scenario.resolved.yaml
# Dated changes of the timeline stay dated. xiaojin explain KEY tells what a key means.
`

/** Deterministic: the same scenario and arms, or scenario and analysis, give the same bytes. */
export function resolvedYaml(scenario: Scenario, experiment?: Experiment, sensitivity?: WrittenAnalysis): string {
  const value = {
    ...scenario,
    ...(experiment === undefined ? {} : { experiment: experimentValue(experiment) }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
  }
  return (
    header(sensitivity === undefined ? 'run' : 'sensitivity') +
    stringify(value, { version: '1.2', schema: 'core', lineWidth: 0, aliasDuplicateObjects: false })
  )
}

/** The block as a file may hold it, every title spelt out. */
export function experimentValue({ replications, design, arms }: Experiment): unknown {
  if (design !== undefined) return { replications, ...design }
  return {
    replications,
    arms: Object.fromEntries(arms.map(({ name, title, set }) => [name, { title, set }])),
  }
}
