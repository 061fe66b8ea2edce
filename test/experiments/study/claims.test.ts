import { describe, expect, test } from 'vitest'
import { armName, claimArm, gridArm, plannedArms, standing, type Values } from '../../../src/experiments/study/arms.ts'
import {
  findings,
  gridEffects,
  turnedRound,
  verdictOf,
  verdictOn,
  withdrawnChannels,
} from '../../../src/experiments/study/claims.ts'
import { readPlan } from '../../../src/experiments/study/load-study.ts'
import type { StudyPlan } from '../../../src/experiments/study/plan.ts'
import { memoryFiles } from '../../scenarios/memory-files.ts'

const PLAN = `
name: p
title: { en: P, zh: 甲 }
base: s.yaml
replications: 6
channelReplications: 5
outcomes:
  served.all: { smallest: 0.02, name: { en: served, zh: 满足率 } }
  late.over90: { smallest: 0.01 }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
  files: { name: { en: files, zh: 建档 }, set: { credit.fileFormation: false }, reading: true }
  gone: { name: { en: gone, zh: 撤回 }, set: { choice.loyalty: 0 }, withdrawn: { en: Another market., zh: 另一市场。 } }
claims:
  A:
    claim: { en: Wide helps., zh: 扩大有益。 }
    contrasts: [{ arm: wide, against: half, foretold: { served.all: rises } }]
    also: [{ arm: all, against: half, foretold: { served.all: rises } }]
    channels: [fit, files, gone]
  B:
    claim: { en: Rules bite., zh: 规则有效。 }
    arms:
      ruled: { title: { en: The rules, zh: 有规则 }, set: { pricing.aprCap: 0.24 } }
      free: { title: { en: None, zh: 无规则 } }
    contrasts: [{ arm: ruled, against: free, foretold: { served.all: falls, late.over90: falls } }]
`

const planOf = (text: string): StudyPlan => readPlan('p.yaml', memoryFiles({ 'p.yaml': text })).plan
const plan = planOf(PLAN)
const [a, b] = plan.claims as [StudyPlan['claims'][number], StudyPlan['claims'][number]]
const off = (id: string) => plan.channels.find((channel) => channel.id === id)!.set
const name = armName

/** Pairs: wide − half is about .03; with fit off next to nothing; without files the other way round. */
const VALUES: Values = {
  [name(claimArm(a, 'half'))]: { 'served.all': [0.4, 0.41, 0.42, 0.43, 0.4, 0.41] },
  [name(claimArm(a, 'wide'))]: { 'served.all': [0.43, 0.441, 0.449, 0.46, 0.43, 0.44] },
  [name(claimArm(a, 'all'))]: { 'served.all': [0.4, 0.4101, 0.42, 0.4301, 0.4, 0.41] },
  [name(claimArm(a, 'half', off('fit')))]: { 'served.all': [0.5, 0.5, 0.5, 0.5, 0.5] },
  [name(claimArm(a, 'wide', off('fit')))]: { 'served.all': [0.5, 0.501, 0.499, 0.5, 0.5] },
  [name(claimArm(a, 'half', off('files')))]: { 'served.all': [0.5, 0.5, 0.5, 0.5, 0.5] },
  [name(claimArm(a, 'wide', off('files')))]: { 'served.all': [0.47, 0.469, 0.471, 0.47, 0.47] },
  [name(claimArm(b, 'ruled'))]: {
    'served.all': [0.3, 0.3, 0.31, 0.31, 0.3, 0.3],
    'late.over90': [0.05, 0.06, 0.05, 0.06, 0.05, 0.05],
  },
  [name(claimArm(b, 'free'))]: {
    'served.all': [0.4, 0.401, 0.41, 0.409, 0.4, 0.4],
    'late.over90': [0.05, 0.06, 0.05, 0.06, 0.05, 0.05],
  },
}

describe('arms', () => {
  test('every arm stands in the plan once, with the most replications that anything asks of it', () => {
    const arms = plannedArms(plan)
    expect(arms.map(({ replications }) => replications)).toEqual([6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5])
    expect(new Set(arms.map(name)).size).toBe(arms.length)
    expect(arms.map(({ owner }) => owner.join('.'))).toEqual([
      ...['claims.A', 'claims.A', 'claims.A', 'claims.B.arms.ruled', 'claims.B.arms.free'],
      ...['fit', 'fit', 'files', 'files', 'gone', 'gone'].map((id) => `channels.${id}`),
    ])
  })

  test('values of arms that the plan does not ask for are dropped', () => {
    const old = name(claimArm(a, 'half', { 'choice.loyalty': 0.45 }))
    expect(standing({ ...VALUES, [old]: { 'served.all': [1] } }, plan)).toEqual(VALUES)
  })
})

describe('verdicts', () => {
  test.each([
    ['supported', 0.05, 0.01, 0.001],
    ['undecided', 0.05, 0.01, 0.2],
    ['undecided', 0.05, 0.06, 0.001],
    ['undecided', 0.015, 0.01, 0.001],
    ['rejected', 0.005, 0.01, 0.5],
    ['rejected', -0.05, 0.01, 0.001],
  ] as const)('%s: mean %d ± %d, corrected p %d', (verdict, mean, half, p) => {
    const effect = (middle: number) => ({ runs: 20, mean: middle, low: middle - half, high: middle + half })
    expect(verdictOn(effect(mean), { direction: 1 }, 0.02, p)).toBe(verdict)
    // What is foretold to fall is judged the other way round.
    expect(verdictOn(effect(-mean), { direction: -1 }, 0.02, p)).toBe(verdict)
    // Nothing is judged over four pairs.
    expect(verdictOn({ ...effect(mean), runs: 4 }, { direction: 1 }, 0.02, p)).toBe('undecided')
  })

  test('of a claim', () => {
    expect(verdictOf(['supported', 'supported'])).toBe('supported')
    expect(verdictOf(['rejected'])).toBe('rejected')
    expect(verdictOf(['supported', 'rejected', 'undecided'])).toBe('mixed')
    expect(verdictOf(['supported', 'undecided'])).toBe('undecided')
  })
})

describe('findings', () => {
  const titles = { 's.yaml': { wide: { en: 'Wide', zh: '扩大' }, half: { en: 'Half', zh: '一半' } } }
  const found = findings(plan, VALUES, titles)

  test('judge every contrast of a verdict with Holm’s correction over all of them', () => {
    expect(found.map(({ verdict }) => verdict)).toEqual(['supported', 'mixed'])
    const main = found.flatMap(({ effects }) => effects.filter(({ isMain }) => isMain))
    expect(main.map(({ verdict }) => verdict)).toEqual(['supported', 'supported', 'rejected'])
    // Of three p values the least counts three times; that of no difference at all is 1.
    const [least] = [...main].sort((one, other) => one.effect.p - other.effect.p)
    expect(least!.corrected).toBeCloseTo(3 * least!.effect.p, 12)
    expect(main[2]!.corrected).toBe(1)
  })

  test('name contrasts by their outcome and the titles of both arms', () => {
    expect(found[0]!.effects[0]!.contrast.name).toEqual({ en: 'served: Wide less Half', zh: '满足率：扩大 减 一半' })
    expect(found[1]!.effects[0]!.contrast.name.en).toBe('served: The rules less None')
  })

  test('tell the effect with each channel off, and its change on the seeds that both have', () => {
    const { off: told, withdrawn } = found[0]!.channels[0]!
    expect(told.map(({ channel }) => channel.id)).toEqual(['fit', 'files'])
    expect(told[0]!.effect.mean).toBeCloseTo(0, 12)
    expect(told[0]!.change.mean).toBeCloseTo(-0.03, 12)
    expect(told[0]!.change.runs).toBe(5)
    expect(withdrawn.map(({ id }) => id)).toEqual(['gone'])
    expect(withdrawnChannels(found).map(({ id }) => id)).toEqual(['gone'])
  })

  test('values that are missing without a reason are no finding', () => {
    const { [name(claimArm(a, 'wide', off('fit')))]: _, ...rest } = VALUES
    expect(() => findings(plan, rest, titles)).toThrow('no values of served.all')
  })

  test('say what would reverse a verdict: other arms, and channels that decide how a claim is read', () => {
    const turned = turnedRound(found[0]!)
    expect(turned.map(({ contrast, without, alone }) => [contrast.arm, without?.id ?? null, alone])).toEqual([
      ['all', null, 'rejected'],
      ['wide', 'files', 'rejected'],
    ])
    expect(turnedRound(found[1]!)).toEqual([])
  })
})

test('a grid tells effects between the ends of its factors, and their interaction pair by pair', () => {
  const crossed = planOf(`${PLAN}
grid:
  title: { en: G, zh: 交叉 }
  about: { en: About, zh: 说明 }
  caption: { en: C, zh: 图 }
  rows: { path: credit.coverage, name: { en: coverage, zh: 覆盖率 }, values: [0.5, 0.7, 0.9], ends: [0.5, 0.9] }
  columns: { path: choice.misfit, name: { en: misfit, zh: 错配 }, values: [0, 1], ends: [0, 1] }
  heads: [${Array.from({ length: 5 }, () => '{ en: h, zh: 列 }').join(', ')}]
  readings: [{ name: { en: r, zh: 解读 }, where: { en: w, zh: 处 }, lines: [{ en: l, zh: 行 }], set: { credit.fileFormation: false } }]
  outcomes: [served.all]
  drawn: [served.all]
`)
  const grid = crossed.grid!
  const set = { 'credit.fileFormation': false }
  // Level = coverage + 2 misfit + coverage × misfit, with a little luck by replication.
  const cells = grid.rows.values.flatMap((row) =>
    grid.columns.values.map((column): [string, Values[string]] => {
      const level = Number(row) + 2 * Number(column) + Number(row) * Number(column)
      return [name(gridArm(grid, row, column, set)), { 'served.all': [level, level + 0.1 * Number(column)] }]
    }),
  )
  const found = gridEffects(grid, Object.fromEntries(cells), 'served.all', set)
  expect(found.cells).toHaveLength(6)
  const rounded = found.effects.map(({ mean }) => Number(mean.toFixed(6)))
  expect(rounded).toEqual([0.4, 0.8, 2.55, 2.95, 0.4])
  expect(plannedArms(crossed).filter(({ owner }) => owner[0] === 'grid')).toHaveLength(6)
})
