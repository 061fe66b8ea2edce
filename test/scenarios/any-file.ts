/** Scenario files made at random from the ranges of the table, without impossible combinations. */

import fc from 'fast-check'
import { ARCHETYPES, LENDER_CLASSES, PURPOSES } from '../../src/base/vocabulary.ts'
import type { Parameter } from '../../src/scenarios/parameter.ts'
import { PARAMETERS, parameterAt } from '../../src/scenarios/parameters.ts'
import { keysOfTable, WHOLE_TABLES } from '../../src/scenarios/tables.ts'

type Json = { [key: string]: unknown }

/** Any value that a parameter takes by itself. */
export function anyValue(path: string): fc.Arbitrary<unknown> {
  const parameter: Parameter = parameterAt(path)!
  switch (parameter.type) {
    case 'number':
    case 'share':
      return fc.double({ min: parameter.min, max: parameter.max, noNaN: true })
    case 'integer':
      return fc.integer({ min: parameter.min, max: parameter.max })
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...Object.keys(parameter.choices))
    case 'text':
      return path === 'name'
        ? fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}$/)
        : fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => new RegExp(parameter.pattern, 'u').test(text))
    case 'roster':
      return fc.oneof(fc.constant('table1'), anyRoster)
    case 'timeline':
      return fc.constant([])
  }
}

const anyRoster = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
    class: fc.constantFrom(...LENDER_CLASSES),
    model: fc.constantFrom('creditApp', 'ecommerce'),
    weight: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    products: fc.uniqueArray(fc.constantFrom(...ARCHETYPES), { minLength: 1 }),
  }),
  { minLength: 1, maxLength: 8, selector: ({ name }) => name },
)

/** Paths that stand in a combination with others keep to values that always go together. */
const TIED: { readonly [path: string]: fc.Arbitrary<unknown> } = {
  'population.youthEnds': fc.integer({ min: 20, max: 35 }),
  'population.middleEnds': fc.integer({ min: 36, max: 50 }),
  'population.retirementAge': fc.integer({ min: 56, max: 65 }),
  'population.lastAge': fc.integer({ min: 66, max: 100 }),
  'income.peakAge': fc.integer({ min: 25, max: 55 }),
  'lifecycle.illiquidSaving.troughAge': fc.integer({ min: 19, max: 55 }),
  'population.consumers': fc.integer({ min: 100, max: 1000 }),
  'population.represents': fc.integer({ min: 100_000, max: 10_000_000_000 }),
  'needs.minLoan': fc.double({ min: 1, max: 900, noNaN: true }),
  'lifecycle.paper.youth': fc.double({ min: 1.01, max: 1.09, noNaN: true }),
  'lifecycle.paper.middle': fc.double({ min: 1.1, max: 2, noNaN: true }),
  // The paper's rule ties spending to the whole lifetime budget; its refusal has a test of its own.
  'lifecycle.rule': fc.constantFrom('bufferStock', 'annuity'),
  'tastes.riskIncomeCorrelation': fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  'tastes.riskPriceCorrelation': fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  'tastes.riskOutsideBureauCorrelation': fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  'promotion.campaignEvery': fc.constantFrom(0, 12, 120),
  'promotion.campaignMonths': fc.integer({ min: 0, max: 12 }),
  'promotion.introMonths': fc.integer({ min: 1, max: 12 }),
  'fraud.detectionMax': fc.double({ min: 0.5, max: 1, noNaN: true }),
  'fraud.detectionStart': fc.double({ min: 0, max: 0.1, noNaN: true }),
  // Rewards need a network, which a file may leave out.
  'promotion.referralReward': fc.constant(0),
  'promotion.holdout': fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  // A roster of chance need not hold anybody who could fund others' loans.
  'lenders.bank.facilitatedShare': fc.constant(0),
  'lenders.licensed.facilitatedShare': fc.constant(0),
  'lenders.platform.facilitatedShare': fc.constant(0),
  'p2p.wealth': fc.double({ min: 1, max: 1000, noNaN: true }),
  // P2P platforms are there from the start.
  'industry.opens.platform': fc.constant(0),
  // Entry needs candidates, and some of them more capital than opening takes.
  'industry.entryRate.licensed': fc.double({ min: 0.1, max: 24, noNaN: true }),
  'industry.entryRate.platform': fc.double({ min: 0.1, max: 24, noNaN: true }),
  'industry.entrantCapitalSd': fc.double({ min: 0.1, max: 3, noNaN: true }),
  'regulation.studentAge': fc.integer({ min: 19, max: 30 }),
}

const SHARES: { readonly [group: string]: readonly string[] } = {
  'population.ageShare': ['under20', 'from20', 'from30', 'from40', 'from50'],
  'population.pyramid': ['from18', 'from20', 'from30', 'from40', 'from50', 'from60'],
  'needs.share': PURPOSES,
}

const free = Object.keys(PARAMETERS).filter(
  (path) => !Object.keys(SHARES).some((group) => path.startsWith(`${group}.`)),
)

export const anyFile: fc.Arbitrary<Json> = fc
  .tuple(
    fc.record(Object.fromEntries(free.map((path) => [path, TIED[path] ?? anyValue(path)])), { requiredKeys: ['name'] }),
    fc.record(
      Object.fromEntries(
        Object.entries(SHARES).map(([group, keys]) => [
          group,
          fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: keys.length, maxLength: keys.length }),
        ]),
      ),
      { requiredKeys: [] },
    ),
  )
  .map(([values, weights]) => {
    const file: Json = {}
    for (const [path, value] of Object.entries(values)) place(file, path, value)
    for (const [group, anyParts] of Object.entries(weights)) {
      const total = anyParts!.reduce((sum, part) => sum + part, 0)
      for (const [index, key] of SHARES[group].entries()) place(file, `${group}.${key}`, anyParts![index] / total)
    }
    return withWholeTables(file)
  })

/** Tables of which some keys are there get the others. */
export function withWholeTables<File extends object>(file: File): File {
  for (const table of WHOLE_TABLES) completed(file as Json, table)
  return file
}

/** A table of which some keys are there gets the others, at their defaults. */
function completed(file: Json, table: string): void {
  const [section, key] = table.split('.')
  const group = (file[section] as Json | undefined)?.[key] as Json | undefined
  if (group === undefined) return
  for (const path of keysOfTable(table)) {
    const leaf = path.slice(table.length + 1)
    group[leaf] ??= parameterAt(path)!.default
  }
}

/** Puts a value at a dotted path of a file. */
export function place(file: Json, path: string, value: unknown): Json {
  const keys = path.split('.')
  const leaf = keys.pop()!
  let group = file
  for (const key of keys) {
    group[key] ??= {}
    group = group[key] as Json
  }
  group[leaf] = value
  return file
}
