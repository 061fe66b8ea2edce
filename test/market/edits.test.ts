/** Patches written by hand against those of immer, for the same change. */
import { enablePatches, type Patch, produceWithPatches } from 'immer'
import { expect, test } from 'vitest'
import { changedList, changedRecord } from '../../src/market/edits.ts'

enablePatches()

const before = Object.freeze({ a: 1, b: null as number | null, c: 0, list: Object.freeze([1, 2, 3]) as number[] })

test.each([
  { a: 2, b: 5, c: 0, list: [1, 2, 3] },
  { a: 1, b: null, c: 4, list: [1, 9, 3] },
  { a: 1, b: 0, c: 1, list: [7, 2, 8] },
  { a: 1, b: null, c: 0, list: [1, 2, 3] },
])('%j gives the patches of immer, the last list first', (wanted) => {
  const [industry, expected] = produceWithPatches({ records: [before] }, (draft) => {
    const [record] = draft.records
    for (const key of ['a', 'b', 'c'] as const) Object.assign(record, { [key]: wanted[key] })
    wanted.list.forEach((value, at) => {
      record.list[at] = value
    })
  })
  const patches: Patch[] = []
  const list = changedList(patches, ['records', 0, 'list'], before.list, [...wanted.list])
  const after = changedRecord(patches, ['records', 0], before, { ...wanted, list }, ['a', 'b', 'c', 'list'])
  const ofFields = patches.filter(({ path }) => path.length > 3 || path[2] !== 'list')
  expect(JSON.stringify(ofFields)).toBe(JSON.stringify(expected))
  expect(after).toEqual(industry.records[0])
  expect(Object.isFrozen(after)).toBe(true)
  expect(after === before).toBe(expected.length === 0)
})

test('minus zero is kept, and no patch', () => {
  const patches: Patch[] = []
  const after = changedRecord(patches, [], before, { ...before, c: -0 }, ['c'])
  expect(Object.is(after.c, -0)).toBe(true)
  expect(patches).toEqual([])
})
