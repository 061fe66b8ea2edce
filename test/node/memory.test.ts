/** What runs take of memory, and what is said where it is not there. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfConsumers } from '../../src/agents/consumers.ts'
import { buildNetwork, bytesOfNetwork, type NetworkKind } from '../../src/market/mechanisms/diffusion/network.ts'
import { bytesOfRun, checkMemory, fittingConsumers } from '../../src/node/memory.ts'
import { openStream } from '../../src/random/streams.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'

const of = (consumers: number, network: NetworkKind = 'none', panel = 0): Scenario =>
  withValues(DEFAULT_SCENARIO, {
    ...{ 'population.consumers': consumers, 'diffusion.network': network },
    'outputs.panel': panel,
  })

const SIZE = fc.integer({ min: 2_000_000, max: 200_000_000 })
const NETWORK = fc.constantFrom<NetworkKind>('none', 'mixing', 'wattsStrogatz', 'random', 'preferentialAttachment')

test('the population that fits does, and one more does not', () => {
  fc.assert(
    fc.property(SIZE, NETWORK, fc.constantFrom(0, 0.01, 1), (consumers, network, panel) => {
      const scenario = of(consumers, network, panel)
      expect(fittingConsumers(scenario, bytesOfRun(scenario))).toBe(consumers)
      expect(fittingConsumers(scenario, bytesOfRun(scenario) - 1)).toBe(consumers - 1)
    }),
  )
  expect(fittingConsumers(of(1000), 1e6)).toBe(0)
})

test.each(['wattsStrogatz', 'random', 'preferentialAttachment'] as const)('ties of %s take what is told', (kind) => {
  const { start, ties } = buildNetwork(openStream(1, 'network'), kind, 30_000, 6, 0.1)!
  const { built, lasting } = bytesOfNetwork(kind, 30_000, 6, 0.1)
  // Some of those that are counted as far are near.
  const share = (start.byteLength + ties.byteLength) / lasting
  expect(share).toBeLessThan(1.002)
  expect(share).toBeGreaterThan(0.98)
  // While they are made, lists of their ends stand beside them.
  expect(built).toBeGreaterThan(lasting)
  expect(built).toBeLessThan(7 * lasting)
})

test('columns are the larger part', () => {
  expect(bytesOfRun(of(10_000_000))).toBeGreaterThan(bytesOfConsumers(10_000_000))
  expect(bytesOfRun(of(10_000_000))).toBeLessThan(1.4 * bytesOfConsumers(10_000_000))
  expect(bytesOfNetwork('mixing', 1e6, 10, 0.1)).toEqual({ built: 0, lasting: 0 })
})

test('rows of the panel take memory, the more the longer they are kept', () => {
  const [none, some, longer] = [of(1e7), of(1e7, 'none', 0.01), of(1e7, 'none', 0.01)]
  const more = bytesOfRun(some) - bytesOfRun(none)
  // Measured over 84 months of 100,000 people: 0.16 GB beside their consumers, and 1.07 GB when those are gone.
  expect((more * 84) / some.horizon.months).toBeGreaterThan(0.16e9)
  const everybody = of(1e5, 'none', 1)
  const { horizon } = everybody
  expect(bytesOfRun({ ...everybody, horizon: { ...horizon, months: 84 } }) - bytesOfRun(of(0))).toBeGreaterThan(1.07e9)
  const twice = { ...longer, horizon: { ...horizon, months: 2 * horizon.months } }
  expect(bytesOfRun(twice) - bytesOfRun(none)).toBeCloseTo(2 * more, -3)
})

test('what fits is let through, and so is what is small', () => {
  const scenario = of(10_000_000)
  expect(() => checkMemory([scenario], 1, bytesOfRun(scenario))).not.toThrow()
  expect(() => checkMemory([of(100_000)], 1, 1)).not.toThrow()
  expect(() => checkMemory([], 4, 1)).not.toThrow()
})

test('what does not fit is refused with what would', () => {
  const scenario = of(100_000_000)
  expect(() => checkMemory([scenario], 1, 8e9)).toThrow(/^A run of 100,000,000 consumers takes about [\d.]+ GB/)
  const most = /Up to ([\d,]+) consumers fit/.exec(messageOf(() => checkMemory([scenario], 1, 8e9)))![1]
  const fitting = of(Number(most.replaceAll(',', '')))
  expect(() => checkMemory([fitting], 1, 8e9)).not.toThrow()
  const several = [of(10_000_000), of(1_000_000), of(10_000_000), of(10_000_000)]
  const two = bytesOfRun(several[0]) + bytesOfRun(several[2])
  expect(() => checkMemory(several, 4, two)).toThrow('--threads 2 fits.')
  expect(() => checkMemory(several, 2, two)).not.toThrow()
})

function messageOf(work: () => void): string {
  try {
    work()
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
