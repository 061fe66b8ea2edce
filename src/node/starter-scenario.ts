/** The scenario that `xiaojin init` writes: a shipped one until a value is changed, with the usual levers as comments. */
import type { LoadedScenario } from '../scenarios/load.ts'
import { parameterAt } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from './used-parameters.ts'

/** What researchers change first; the rest is a matter of `xiaojin explain`. */
const LEVERS = [
  'population.consumers',
  'credit.coverage',
  'credit.scoredShare',
  'products.differentiation',
  'pricing.aprCap',
  'promotion.kind',
  'underwriting.maxLenders',
  'repayment.lossGivenDefault',
] as const

function scenarioName(stem: string): string {
  const name = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '')
  return name === '' ? 'my-scenario' : name
}

function lever(path: string, scenario: Scenario): string {
  const parameter = parameterAt(path)
  if (parameter === undefined) throw new Error(`no parameter ${path}`)
  const [section, key] = path.split('.')
  return `# ${parameter.label.en}: ${parameter.about.en}\n# ${section}:\n#   ${key}: ${JSON.stringify(valueAt(scenario, path))}\n`
}

/** YAML of a scenario named after `stem` that extends the shipped scenario `from`, which is `base`. */
export function starterScenario(stem: string, from: string, base: LoadedScenario): string {
  const name = scenarioName(stem)
  const arms = base.experiment?.arms.length ?? 0
  const inherited =
    arms === 0
      ? ''
      : `
# ${from} has an experiment of ${arms} arms, which this scenario inherits. A block of that name here replaces it.
`
  return `# A scenario of xiaojin. Until a value is changed it is ${from}, under another name.
#   xiaojin check FILE       says whether it is sound
#   xiaojin explain KEY      tells what a key means, its range and source
#   xiaojin run FILE         runs it

name: ${name}
title:
  en: ${name}
  zh: ${name}

# Every value that is not written here is that of this shipped scenario (xiaojin list shows them all).
extends: ${from}
${inherited}
# Levers at their values in ${from}: take the # away and change the value. A key may stand only once.

${LEVERS.map((path) => lever(path, base.scenario)).join('\n')}
# With the same seed every consumer has the same random draws, so scenarios can be compared in pairs.
# seed: ${base.scenario.seed}

# New values from a month on (0 is the first reported month). The list replaces the one that is inherited.
# timeline:
#   - month: 24
#     set: { credit.coverage: 0.9 }
`
}
