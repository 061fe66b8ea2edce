/** Arms of scenarios/constraints.yaml lift their constraints: the fate that stands for one vanishes. */
import { describe, expect, test } from 'vitest'
import { numbers } from '../../src/base/table.ts'
import { FATES, type Fate } from '../../src/base/vocabulary.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'

const { experiment } = loadScenario('scenarios/constraints.yaml', nodeFiles, [])

/** Fates of needs that closed in an arm, of all kinds, and applications. */
function fatesOf(name: string): { readonly [fate in Fate]: number } & { readonly applications: number } {
  const { scenario } = experiment!.arms.find((arm) => arm.name === name)!
  const { tables } = runScenario(
    withValues(scenario, {
      'population.consumers': cases(3000, 20_000),
      'horizon.burnIn': 18,
      'horizon.months': 12,
      'credit.formed.given0': 0.2,
      'credit.formed.given50': 0.2,
    }),
  )
  const of = (table: string, column: string): number =>
    numbers(tables.find((one) => one.name === table)!, column).reduce((sum, value) => sum + value, 0)
  return {
    ...Object.fromEntries(FATES.map((fate) => [fate, of('fates', fate)])),
    applications: of('months', 'applications'),
  } as never
}

const asItIs = fatesOf('asItIs')
const REFUSED = ['refusedCutoff', 'refusedCap', 'refusedRecord', 'refusedCapital'] as const

describe('as it is', () => {
  test.each([...REFUSED, 'servedPart'] as const)('some needs end as %s', (fate) => {
    expect(asItIs[fate]).toBeGreaterThan(0)
  })
})

/** What is left of a fate when its constraint is lifted, of what it was. Losses can exceed a cut-off of 100 % a year. */
test.each([
  ['cutoffs', 'refusedCutoff', 0.1],
  ['cap', 'refusedCap', 0],
  ['capital', 'refusedCapital', 0],
  // A lender knows of its own arrears without anybody's record.
  ['records', 'refusedRecord', 0.3],
  // Products have limits of their own, which bind for most of the needs that are served in part.
  ['limits', 'servedPart', 0.9],
] as const)('%s: few needs end as %s', (arm, fate, most) => {
  expect(fatesOf(arm)[fate]).toBeLessThanOrEqual(most * asItIs[fate])
})

test('tries: fewer needs end refused', () => {
  const refused = (fates: typeof asItIs): number => REFUSED.reduce((sum, fate) => sum + fates[fate], 0)
  const tries = fatesOf('tries')
  expect(refused(tries)).toBeLessThan(0.9 * refused(asItIs))
})

test('all: nobody is refused for any of them, and all lenders are known', () => {
  const all = fatesOf('all')
  for (const fate of [...REFUSED, 'knewNobody', 'refusedLenders', 'refusedDebtService'] as const) {
    expect(all[fate], fate).toBeLessThanOrEqual(0.05 * asItIs.refusedCutoff)
  }
  expect(all.served + all.servedPart).toBeGreaterThan(asItIs.served + asItIs.servedPart)
})
