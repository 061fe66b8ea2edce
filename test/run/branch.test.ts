/** Scenarios that share their past: which do, and that a branch is the same run as one from the start. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partingMonth, pastDifference, pastKey } from '../../src/run/branch.ts'
import { runScenario } from '../../src/run/run.ts'
import { createSimulation, monthAfter, restoreSimulation, type Simulation } from '../../src/run/simulation.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import type { DatedChange, Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'

const plain = scenarioWith(size(120, 6), horizon(4, 6))
const market = Object.values(MECHANISMS).reduce((latest, { on }) => withValues(latest, on), plain)
const dated = (scenario: Scenario, timeline: readonly DatedChange[]): Scenario => withValues(scenario, { timeline })

function finish(simulation: Simulation): string {
  while (simulation.done < simulation.total) simulation.step()
  return simulation.finish().digest
}

const COVERAGE = fc.constantFrom(0.5, 0.8, 0.9)
const CHANGE = fc.record({ month: fc.integer({ min: -3, max: 5 }), coverage: COVERAGE })
const TIMELINE = fc.uniqueArray(CHANGE, { maxLength: 3, selector: ({ month }) => month }).map((changes) =>
  [...changes]
    .sort((a, b) => a.month - b.month)
    .map(({ month, coverage }): DatedChange => {
      return { month, set: { 'credit.coverage': coverage } }
    }),
)

describe('a run that branches off a snapshot of another', () => {
  test('at or before the month in which they part is the run from its start, every mechanism on', () => {
    fc.assert(
      fc.property(TIMELINE, TIMELINE, fc.integer({ min: -4, max: 6 }), (one, other, wanted) => {
        const [trunk, branch] = [dated(market, one), dated(market, other)]
        const month = Math.min(wanted, partingMonth([trunk, branch]))
        const simulation = createSimulation(trunk)
        while (simulation.done < month + 4) simulation.step()
        const snapshot = simulation.snapshot()
        expect(monthAfter(snapshot)).toBe(month)
        expect(finish(restoreSimulation(snapshot, {}, branch))).toBe(runScenario(branch).digest)
        // The trunk is not disturbed.
        expect(finish(simulation)).toBe(runScenario(trunk).digest)
      }),
      { numRuns: cases(3, 40) },
    )
  })

  test('after that month is refused, and so is any other scenario', () => {
    const simulation = createSimulation(dated(plain, [{ month: -2, set: { 'credit.coverage': 0.9 } }]))
    while (simulation.done < 3) simulation.step()
    const snapshot = simulation.snapshot()
    expect(() => restoreSimulation(snapshot, {}, plain)).toThrow('timeline differs')
    const seeded = withValues(plain, { seed: plain.seed + 1, timeline: snapshot.scenario.timeline })
    expect(() => restoreSimulation(snapshot, {}, seeded)).toThrow('seed differs')
  })
})

test('scenarios have one key for the months until they part, and two after it', () => {
  fc.assert(
    fc.property(TIMELINE, TIMELINE, fc.integer({ min: -4, max: 6 }), (one, other, month) => {
      const [a, b] = [dated(plain, one), withValues(dated(plain, other), { name: 'other' })]
      const parts = partingMonth([a, b])
      expect(pastKey(a, month) === pastKey(b, month)).toBe(month <= parts)
      expect(pastDifference(a, b, month)).toBe(month <= parts ? null : 'timeline')
      expect(pastDifference(a, withValues(b, { 'choice.misfit': 99 }), -4)).toBe('choice.misfit')
    }),
  )
})
