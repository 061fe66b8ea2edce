/** Random valid scenarios, drawn from the table of parameters itself: mostly defaults, the rest from anywhere in range. */

import fc from 'fast-check'
import { ARCHETYPES, LENDER_CLASSES } from '../../src/base/vocabulary.ts'
import { CROSS_CHECKS } from '../../src/scenarios/cross-checks.ts'
import type { NumberParameter, Parameter } from '../../src/scenarios/parameter.ts'
import { DEFAULT_SCENARIO, PARAMETERS, PATHS } from '../../src/scenarios/parameters.ts'
import type { DatedChange, RosterEntry, Scenario } from '../../src/scenarios/scenario.ts'
import { scenarioAt, withValue } from '../../src/scenarios/timeline.ts'

/** Kept small or fixed here: the size of the run, and what would have nobody alive. */
const FIXED = [
  'name',
  'title.',
  'horizon.',
  'population.',
  'pricing.shopperSample',
  'lenders.roster',
  // Few investors make the same kind of books, quickly.
  'p2p.platforms',
  'p2p.investors',
  'timeline',
  'seed',
]
const NARROWED: { readonly [path: string]: readonly [min: number, max: number] } = {
  'lifecycle.savingsRate': [0, 0.05],
}

type Value = number | string | boolean

function numbersOf(path: string, { type, min, max, default: usual }: NumberParameter): fc.Arbitrary<Value> {
  const [low, high] = NARROWED[path] ?? [min, max]
  if (type === 'integer') return fc.integer({ min: low, max: high })
  // About the default, the ends of the range, and anything between: most of a wide range leaves no market.
  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  return fc.oneof(
    { weight: 4, arbitrary: unit.map((u) => Math.min(high, Math.max(low, usual * (0.5 + 1.5 * u)))) },
    { weight: 1, arbitrary: fc.constantFrom(low, high) },
    { weight: 1, arbitrary: unit.map((u) => low + (high - low) * u) },
  )
}

function anyValue(path: string, parameter: Parameter): fc.Arbitrary<Value> | undefined {
  if (FIXED.some((fixed) => path.startsWith(fixed))) return undefined
  switch (parameter.type) {
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...Object.keys(parameter.choices))
    case 'number':
    case 'integer':
    case 'share':
      return numbersOf(path, parameter)
    default:
      return undefined
  }
}

const values = new Map<string, fc.Arbitrary<Value>>()
for (const path of PATHS) {
  const parameter = PARAMETERS[path as keyof typeof PARAMETERS] as Parameter
  const arbitrary = anyValue(path, parameter)
  if (arbitrary !== undefined) values.set(path, arbitrary)
}

const set: fc.Arbitrary<[string, Value]> = fc
  .constantFrom(...values.keys())
  .chain((path) => fc.tuple(fc.constant(path), values.get(path)!))

const datedSet = fc
  .constantFrom(...[...values.keys()].filter((path) => PARAMETERS[path as keyof typeof PARAMETERS].dated))
  .chain((path) => fc.tuple(fc.constant(path), values.get(path)!))

const lender: fc.Arbitrary<Omit<RosterEntry, 'name'>> = fc.record({
  class: fc.constantFrom(...LENDER_CLASSES),
  model: fc.constantFrom('creditApp' as const, 'ecommerce' as const),
  weight: fc.double({ min: 0.001, max: 100, noNaN: true }),
  products: fc.uniqueArray(fc.constantFrom(...ARCHETYPES), { minLength: 1, maxLength: 4 }),
})

const rosters: fc.Arbitrary<'table1' | readonly RosterEntry[]> = fc.oneof(
  fc.constant('table1' as const),
  fc
    .array(lender, { minLength: 1, maxLength: 40 })
    .map((lenders) => lenders.map((one, k) => ({ name: `lender ${k + 1}`, ...one }))),
)

function shares(names: readonly string[]): fc.Arbitrary<{ [name: string]: number }> {
  return fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: names.length, maxLength: names.length })
    .map((parts) => {
      const total = parts.reduce((sum, part) => sum + part)
      return Object.fromEntries(names.map((name, k) => [name, parts[k] / total]))
    })
}

const isMonth = (month: number, { burnIn, months }: Scenario['horizon']): boolean => month >= -burnIn && month < months

/** Valid by every check between parameters, now and after each dated change. */
function isValid(scenario: Scenario): boolean {
  const states = [scenario, ...scenario.timeline.map((change) => scenarioAt(scenario, change.month))]
  return states.every((state) => CROSS_CHECKS.every((check) => check.run(state) === undefined))
}

/** Scenarios of a few hundred people and some months, with dated changes. */
export function anyScenario(consumers: number, horizon: Scenario['horizon']): fc.Arbitrary<Scenario> {
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 4_294_967_295 }),
      ages: shares(Object.keys(DEFAULT_SCENARIO.population.ageShare)),
      purposes: shares(Object.keys(DEFAULT_SCENARIO.needs.share)),
      lastAge: fc.integer({ min: 61, max: 100 }),
      roster: rosters,
      p2pPlatforms: fc.constantFrom(0, 0, 0, 2),
      rule: fc.constantFrom('bufferStock', 'annuity', 'paper'),
      kind: fc.constantFrom('none', 'interestFree', 'feeCut', 'rebate'),
      promotionRule: fc.constantFrom('perCustomer', 'perLender', 'both', 'none'),
      often: fc.boolean(),
      values: fc.array(set, { maxLength: 40 }),
      timeline: fc.array(fc.tuple(fc.integer({ min: -horizon.burnIn, max: horizon.months - 1 }), datedSet), {
        maxLength: 8,
      }),
    })
    .map((choice): Scenario => {
      let scenario: Scenario = {
        ...DEFAULT_SCENARIO,
        seed: choice.seed,
        horizon,
        population: {
          ...DEFAULT_SCENARIO.population,
          consumers,
          lastAge: choice.lastAge,
          ageShare: choice.ages as Scenario['population']['ageShare'],
        },
      }
      scenario = withValue(scenario, 'lenders.roster', choice.roster)
      scenario = withValue(scenario, 'p2p.investors', 40)
      scenario = withValue(scenario, 'p2p.platforms', choice.p2pPlatforms)
      scenario = withValue(scenario, 'lifecycle.rule', choice.rule)
      scenario = withValue(scenario, 'promotion.kind', choice.kind)
      scenario = withValue(scenario, 'promotion.rule', choice.promotionRule)
      if (choice.rule === 'paper') scenario = withValue(scenario, 'lifecycle.paper.transfer', 20_000)
      if (choice.often) {
        for (const stage of ['youth', 'middle', 'old']) scenario = withValue(scenario, `needs.arrival.${stage}`, 0.5)
      }
      // Capital for more than a loan or two, however small the lender.
      for (const of of LENDER_CLASSES) scenario = withValue(scenario, `lenders.${of}.capital`, 20_000)
      for (const [path, value] of choice.values) {
        if (!path.startsWith('needs.share')) scenario = withValue(scenario, path, value)
      }
      for (const [purpose, share] of Object.entries(choice.purposes)) {
        scenario = withValue(scenario, `needs.share.${purpose}`, share)
      }
      const timeline = choice.timeline
        .filter(([month, [path]]) => isMonth(month, horizon) && !path.startsWith('needs.share'))
        .sort(([a], [b]) => a - b)
        .map(([month, [path, value]]): DatedChange => ({ month, set: { [path]: value } }))
      return withValue(scenario, 'timeline', timeline)
    })
    .filter(isValid)
}
