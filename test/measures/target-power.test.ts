import { expect, test } from 'vitest'
import { type RunOutcomes, targetPower } from '../../src/measures/target-power.ts'
import { readTargets } from '../../src/measures/targets.ts'

const base = { label: { en: 'A', zh: '甲' }, unit: '1', low: 0.01, high: 0.03, source: 'somewhere', mark: 'secondary' }
const targets = readTargets({
  targets: [
    { ...base, key: 'late', use: 'fit', outcome: 'late.over90' },
    { ...base, key: 'loss', use: 'fit', outcome: 'chargeOff.rate' },
    { ...base, key: 'old', use: 'held-out', outcome: 'age.borrowers.from50', ages: 'population' },
    { ...base, key: 'roa', use: 'reported', outcome: 'roa.market' },
  ],
})
const run = (ages: 'users' | 'population', values: { readonly [key: string]: number }): RunOutcomes => ({
  ages,
  values: new Map(Object.entries(values)),
})
const runs = [
  run('users', { 'late.over90': 0.01, 'chargeOff.rate': 0.02, 'age.borrowers.from50': 0.02, 'roa.market': 0.02 }),
  run('users', { 'late.over90': 0.04, 'chargeOff.rate': NaN, 'age.borrowers.from50': 0.02, 'roa.market': 0 }),
  run('population', { 'late.over90': 0.02, 'chargeOff.rate': 0.5, 'age.borrowers.from50': 0.02, 'roa.market': 0.02 }),
]

test('runs that meet a target are counted among those that measured it and whose ages it is about', () => {
  const { rows } = targetPower(targets, runs)
  expect(rows.map(({ target, met, runs: measured, median }) => [target.key, met, measured, median])).toEqual([
    ['late', 2, 3, 0.02],
    ['loss', 1, 2, 0.26],
    ['old', 1, 1, 0.02],
    ['roa', 2, 3, 0.02],
  ])
})

test('what a run did not measure it did not meet; inputs and reported targets are not counted', () => {
  expect(targetPower(targets, runs).counts).toEqual([
    { use: 'fit', targets: 2, met: [0, 1, 2] },
    { use: 'held-out', targets: 1, met: [0, 0, 1] },
  ])
})
