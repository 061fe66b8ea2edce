import { expect, test } from 'vitest'
import { NO_FILE, SCORED_FILE } from '../../src/agents/consumers.ts'
import { GROUP_CODES } from '../../src/base/cells.ts'
import { rebirth } from '../../src/market/births.ts'
import { addToGroups } from '../../src/market/groups.ts'
import type { World } from '../../src/market/world.ts'
import { founded, size } from '../verification/market.ts'

/** Names of the groups that consumer `i` counts in. */
function groupsOf(world: World, i: number): string[] {
  const counter = new Float64Array(GROUP_CODES.length)
  addToGroups(world, i, counter, 1)
  return GROUP_CODES.filter((_, g) => counter[g] === 1).map(({ grouping, group }) => `${grouping} ${group}`)
}

test('everybody counts in one group of each grouping', () => {
  const world = founded(size(500, 2))
  expect(GROUP_CODES).toHaveLength(22)
  for (let i = 0; i < 500; i++) {
    const groupings = groupsOf(world, i).map((name) => name.split(' ')[0])
    expect(groupings).toEqual(['file', 'wouldBeFiled', 'ageBand', 'incomeQuartile', 'purpose'])
  }
})

test('groups by would-be file are nested by the coverage that would reach a person', () => {
  const count = (coverage: number): Map<string, number> => {
    const world = founded(size(2000, 6), ({ credit }) => {
      credit.coverage = coverage
    })
    const counts = new Map<string, number>()
    for (let i = 0; i < 2000; i++) {
      const name = groupsOf(world, i)[1]
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (coverage === 0.5) expect(name === 'wouldBeFiled 0.5').toBe(world.consumers.file[i] !== NO_FILE)
    }
    return counts
  }
  // The groups are the same whatever coverage the arm has.
  const expected = new Map([
    ['wouldBeFiled 0.5', 1000],
    ['wouldBeFiled 0.727', 454],
    ['wouldBeFiled 0.9', 346],
    ['wouldBeFiled 1', 200],
  ])
  for (const coverage of [0.1, 0.5, 1]) expect(count(coverage)).toEqual(expected)
})

test('income quartiles hold a quarter each', () => {
  const world = founded(size(4000, 6))
  const counts = new Float64Array(4)
  for (let i = 0; i < 4000; i++) counts[Number(groupsOf(world, i)[3].at(-1)) - 1]++
  for (const quarter of counts) expect(Math.abs(quarter - 1000)).toBeLessThanOrEqual(1)
})

test('a newborn is not taken for the one who left the slot in the same month', () => {
  const world = founded(size(200, 6))
  const { consumers: c } = world
  const old = Array.from(c.birthTick.keys()).find((i) => c.birthTick[i] < -500) as number
  c.file[old] = SCORED_FILE
  expect(groupsOf(world, old)[2]).toBe('ageBand >=50')
  rebirth(world, old)
  expect(groupsOf(world, old)[2]).toBe('ageBand <20')
})

test('the poorest of those who leave at the last age counts as poor', () => {
  const world = founded(size(200, 6))
  const { consumers: c } = world
  c.birthTick[0] = -world.structure.share.length
  c.persistent[0] = -3
  expect(groupsOf(world, 0)[3]).toBe('incomeQuartile 1')
})
