/** The scenario that `xiaojin init` writes: runs as it is, with the usual levers at hand as comments. */
import { parameterAt } from '../scenarios/parameters.ts'

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

function lever(path: string): string {
  const parameter = parameterAt(path)
  if (parameter === undefined) throw new Error(`no parameter ${path}`)
  const [section, key] = path.split('.')
  return `# ${parameter.label.en}: ${parameter.about.en}\n# ${section}:\n#   ${key}: ${JSON.stringify(parameter.default)}\n`
}

export function starterScenario(stem: string): string {
  const name = scenarioName(stem)
  return `# A scenario of xiaojin. What is not written here has its default.
#   xiaojin check FILE       says whether it is sound
#   xiaojin explain KEY      tells what a key means, its range and source
#   xiaojin run FILE         runs it

name: ${name}
title:
  en: ${name}
  zh: ${name}

# Scenarios with the same seed share the luck of every consumer, so that they compare in pairs.
seed: 2023

# Months before month 0 fill the books and are not reported.
horizon:
  burnIn: 24
  months: 60

# Levers at their defaults: take the # away and change the value. A key may stand only once.

${LEVERS.map(lever).join('\n')}
# New values from a month on:
# timeline:
#   - month: 24
#     set: { credit.coverage: 0.9 }
`
}
