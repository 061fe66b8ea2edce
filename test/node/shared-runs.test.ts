/** Runs that share their past: in which order threads take them, and that each is the run from its start. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharer, sharingTasks, taskQueue } from '../../src/node/shared-runs.ts'
import { monthsSpared, sharedPasts } from '../../src/run/branch.ts'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'

test('a queue hands out each task once, and to each thread what shares the past that it holds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 14 }),
      fc.integer({ min: 1, max: 4 }),
      (pasts, threads) => {
        const tasks = pasts.map((past) => ({ shared: past < 0 ? undefined : { key: `${past}`, done: 1 } }))
        const take = taskQueue(tasks)
        const given: number[] = []
        const latest: (number | null)[] = new Array(threads).fill(null)
        for (let turn = 0; turn < tasks.length; turn++) {
          const thread = turn % threads
          const before = latest[thread]
          const index = take(before)!
          const key = before === null ? undefined : tasks[before].shared?.key
          const couldGoOn =
            key !== undefined && tasks.some(({ shared }, at) => shared?.key === key && !given.includes(at))
          if (couldGoOn) expect(tasks[index].shared?.key).toBe(key)
          given.push(index)
          latest[thread] = index
        }
        expect(take(null)).toBeUndefined()
        expect([...given].sort((a, b) => a - b)).toEqual(tasks.map((_, index) => index))
        if (pasts.every((past) => past < 0)) expect(given).toEqual(tasks.map((_, index) => index))
      },
    ),
  )
})

test('runs that share a past have the digests of runs from the start, and their months pass once', () => {
  const plain = scenarioWith(size(150, 7), horizon(3, 5))
  const other = withValues(plain, { seed: 8 })
  const dated = (scenario: Scenario, month: number, coverage: number): Scenario =>
    withValues(scenario, { timeline: [{ month, set: { 'credit.coverage': coverage } }] })
  const scenarios = [dated(plain, 2, 0.9), other, dated(other, 1, 0.8), dated(plain, 2, 0.6), plain]
  const tasks = sharingTasks(scenarios.map((scenario) => ({ scenario, keepEvents: false })))
  expect(tasks.map(({ shared }) => shared?.done)).toEqual([5, 4, 4, 5, 5])
  const take = taskQueue(tasks)
  let passed = 0
  const live = sharer((count) => {
    passed += count
  })
  const lived: number[] = []
  for (let index = take(null); index !== undefined; index = take(index)) {
    lived.push(index)
    expect(live(tasks[index], {}).digest).toBe(runScenario(scenarios[index]).digest)
  }
  expect(lived).toEqual([0, 3, 4, 1, 2])
  expect(passed).toBe(5 * 8)
  expect(monthsSpared(tasks.map(({ shared }) => shared))).toBe(2 * 5 + 4)
})

test('what differs in more than dated changes, or from the first month on, shares nothing', () => {
  const plain = scenarioWith(size(150, 7), horizon(3, 5))
  const early = withValues(plain, { timeline: [{ month: -3, set: { 'credit.coverage': 0.9 } }] })
  const other = withValues(plain, { 'choice.misfit': 2 })
  const forms = withValues(plain, {
    'credit.fileFormation': false,
    timeline: [{ month: 2, set: { 'credit.fileFormation': true } }],
  })
  const none = withValues(plain, { 'credit.fileFormation': false })
  const pasts = sharedPasts([plain, early, other, forms, none])
  expect(pasts).toEqual([undefined, undefined, undefined, undefined, undefined])
})
