import { expect, test } from 'vitest'
import { runPool, type Task } from '../../src/node/run-pool.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'

const WORKER = new URL('../fixtures/failing-worker.mjs', import.meta.url)
const task = (fate: string): Task => ({ scenario: { fate } as unknown as Scenario, keepEvents: false })

test.each([1, 2, 5])('a run that fails, throws or kills its thread ends no other (%d threads)', async (threads) => {
  const fates = ['well', 'fails', 'well', 'dies', 'throws', 'well', 'dies', 'well', 'fails']
  const ended = new Map<number, string>()
  await runPool(
    fates.map(task),
    threads,
    {
      onMonth: () => {},
      onResult: (index) => {
        expect(ended.has(index)).toBe(false)
        ended.set(index, 'well')
      },
      onFailure: (index, why) => {
        expect(ended.has(index)).toBe(false)
        ended.set(index, why)
      },
    },
    WORKER,
  )
  expect([...ended.keys()].sort()).toEqual(fates.map((_, index) => index))
  for (const [index, fate] of fates.entries()) {
    const told = { well: /^well$/, fails: /^no market$/, dies: /code 7/, throws: /out of luck/ }[fate]
    expect(ended.get(index)).toMatch(told!)
  }
})

test('no tasks end at once; what a listener throws ends the pool', async () => {
  const quiet = { onMonth: () => {}, onResult: () => {}, onFailure: () => {} }
  await runPool([], 2, quiet, WORKER)
  const strict = {
    ...quiet,
    onFailure: (_: number, why: string) => {
      throw new Error(`ended by: ${why}`)
    },
  }
  await expect(runPool([task('well'), task('fails'), task('well')], 1, strict, WORKER)).rejects.toThrow(
    'ended by: no market',
  )
})
