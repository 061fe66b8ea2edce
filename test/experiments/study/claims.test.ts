import { describe, expect, test } from 'vitest'
import {
  armName,
  claimArm,
  gridArm,
  plannedArms,
  standing,
  type Values,
  valueIn,
} from '../../../src/experiments/study/arms.ts'
import { findings, gridEffects, turnedRound } from '../../../src/experiments/study/claims.ts'
import { readPlan } from '../../../src/experiments/study/load-study.ts'
import type { StudyPlan } from '../../../src/experiments/study/plan.ts'
import { equivalence, rejectionOf, verdictOf, verdictOn } from '../../../src/experiments/study/verdicts.ts'
import { pairedEffect } from '../../../src/measures/paired.ts'
import { MONTHLY_MEASURES } from '../../../src/measures/registry.ts'
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
claims:
  A:
    claim: { en: Wide helps., zh: 扩大有益。 }
    contrasts: [{ arm: wide, against: half, foretold: { served.all: rises } }]
    also: [{ arm: all, against: half, foretold: { served.all: rises } }]
    channels: [fit, files]
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
    expect(arms.map(({ replications }) => replications)).toEqual([6, 6, 6, 6, 6, 5, 5, 5, 5])
    expect(new Set(arms.map(name)).size).toBe(arms.length)
    expect(arms.map(({ owner }) => owner.join('.'))).toEqual([
      ...['claims.A', 'claims.A', 'claims.A', 'claims.B.arms.ruled', 'claims.B.arms.free'],
      ...['fit', 'fit', 'files', 'files'].map((id) => `channels.${id}`),
    ])
  })

  test('values of arms that the plan does not ask for are dropped', () => {
    const old = name(claimArm(a, 'half', { 'choice.loyalty': 0.45 }))
    expect(standing({ ...VALUES, [old]: { 'served.all': [1] } }, plan)).toEqual(VALUES)
  })
})

describe('verdicts', () => {
  test.each([
    ['supported', 0.05, 0.01, 0.001, 1],
    ['undecided', 0.05, 0.01, 0.2, 1],
    ['undecided', 0.05, 0.06, 0.001, 1],
    ['undecided', 0.015, 0.01, 0.001, 0.2],
    // Too small: only where the interval lies inside ±.02 and the two one-sided tests say so.
    ['rejected', 0.005, 0.01, 0.5, 0.001],
    ['undecided', 0.005, 0.01, 0.5, 0.2],
    ['undecided', -0.015, 0.01, 0.06, 0.2],
    // The other way round: the same rule as for support.
    ['rejected', -0.05, 0.01, 0.001, 1],
    ['undecided', -0.05, 0.01, 0.2, 1],
    ['undecided', -0.05, 0.06, 0.001, 1],
  ] as const)('%s: mean %d ± %d, p %d and %d by Holm', (verdict, mean, half, different, small) => {
    const effect = (middle: number) => ({ runs: 20, mean: middle, low: middle - half, high: middle + half })
    const chances = { different, small }
    expect(verdictOn(effect(mean), { direction: 1 }, 0.02, chances)).toBe(verdict)
    // What is foretold to fall is judged the other way round.
    expect(verdictOn(effect(-mean), { direction: -1 }, 0.02, chances)).toBe(verdict)
    // Nothing is judged over four pairs.
    expect(verdictOn({ ...effect(mean), runs: 4 }, { direction: 1 }, 0.02, chances)).toBe('undecided')
  })

  test('two one-sided tests, by hand', () => {
    // Five differences with mean .01 and sd .01: t = (.02 − .01) / (.01/√5) = √5 on 4 degrees, P(T > √5) = .04450.
    const differences = [0, 0.005, 0.01, 0.015, 0.02].map((value) => 0.01 + (value - 0.01) * Math.sqrt(1.6))
    const effect = pairedEffect(differences)
    expect(effect.sd).toBeCloseTo(0.01, 12)
    expect(equivalence(effect, 0.02)).toBeCloseTo(0.0445, 4)
    expect(equivalence({ ...effect, mean: -0.01 }, 0.02)).toBeCloseTo(0.0445, 4)
    // At the smallest effect itself the chance is one half, beyond it more.
    expect(equivalence(effect, 0.01)).toBeCloseTo(0.5, 12)
    expect(equivalence({ ...effect, mean: 0.03 }, 0.02)).toBeCloseTo(1 - 0.0445, 4)
    // All alike: certain on either side.
    expect([0.01, 0.02].map((mean) => equivalence({ ...effect, mean, sd: 0 }, 0.02))).toEqual([0, 1])
  })

  test('a rejection says whether an effect is small or goes the other way', () => {
    const effect = (low: number, high: number) => ({ runs: 20, mean: (low + high) / 2, low, high })
    expect(rejectionOf(effect(-0.01, 0.01), { direction: 1 }, 0.02)).toBe('small')
    expect(rejectionOf(effect(-0.015, -0.005), { direction: 1 }, 0.02)).toBe('small')
    expect(rejectionOf(effect(-0.05, -0.03), { direction: 1 }, 0.02)).toBe('reversed')
    expect(rejectionOf(effect(0.03, 0.05), { direction: -1 }, 0.02)).toBe('reversed')
  })

  test('of a claim', () => {
    expect(verdictOf(['supported', 'untestable'])).toBe('untestable')
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
    const { off: told } = found[0]!.channels[0]!
    expect(told.map(({ channel }) => channel.id)).toEqual(['fit', 'files'])
    expect(told[0]!.effect.mean).toBeCloseTo(0, 12)
    expect(told[0]!.change.mean).toBeCloseTo(-0.03, 12)
    expect(told[0]!.change.runs).toBe(5)
  })

  test('values that are missing are no finding', () => {
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

const CHECKED = `
name: q
title: { en: Q, zh: 乙 }
base: s.yaml
replications: 6
outcomes:
  served.all: { smallest: 0.02 }
  late.over90: { smallest: 0.01 }
  series.filed.share: {}
  change: { of: series.filed.share, months: [2, 3], less: [0, 1], smallest: 0.01, name: { en: change, zh: 变动 } }
draws: { points: 4, factors: { choice.borrowing: [0.5, 1.5] } }
claims:
  A:
    claim: { en: Wide helps., zh: 扩大有益。 }
    treatment: [{ arm: wide, against: half, least: { series.filed.share: 0.2 } }]
    contrasts: [{ arm: wide, against: half, foretold: { served.all: rises, late.over90: falls } }]
    also: [{ arm: wide, foretold: { change: rises } }]
`

describe('checks', () => {
  const checked = planOf(CHECKED)
  const [claim] = checked.claims as [StudyPlan['claims'][number]]
  const drawn = plannedArms(checked).filter(({ owner }) => owner[0] === 'draws')
  const six = (values: readonly number[]): number[] => values.map((value, k) => value + 0.001 * (k % 2))
  const arm = (served: number, late: number, filed: number): Values[string] => ({
    'served.all': six(Array.from({ length: 6 }, () => served)),
    'late.over90': six(Array.from({ length: 6 }, () => late)),
    'series.filed.share': Array.from({ length: 6 }, (_, k) => filed + 0.001 * (k % 3)),
    change: Array.from({ length: 6 }, () => 0.05),
  })
  /** Draws under which the share served goes through .4, .4 + step, …. */
  const valuesOf = (half: Values[string], wide: Values[string], step: number): Values => ({
    [name(claimArm(claim, 'half'))]: half,
    [name(claimArm(claim, 'wide'))]: wide,
    ...Object.fromEntries(
      drawn.map((one, k) => [
        name(one),
        { 'served.all': [0.4 + step * k], 'late.over90': [0.05 + step * k], 'series.filed.share': [0.5], change: [0] },
      ]),
    ),
  })
  const judged = (half: Values[string], wide: Values[string], step: number) => {
    const [found] = findings(checked, valuesOf(half, wide, step), {})
    return found!
  }
  const verdicts = (found: ReturnType<typeof judged>) =>
    found.effects.filter(({ isMain }) => isMain).map(({ verdict }) => verdict)

  test('draws are of the arm that effects are measured against, one run each, within their range', () => {
    expect(drawn.map(({ arm: own, replications }) => [own, replications])).toEqual(drawn.map(() => ['half', 1]))
    const values = drawn.map(({ set }) => Number(set['choice.borrowing']))
    expect(new Set(values.map((value) => Math.floor(4 * (value - 0.5)))).size).toBe(4)
  })

  test('a claim that passes both is judged', () => {
    const found = judged(arm(0.4, 0.05, 0.5), arm(0.45, 0.03, 0.9), 0.05)
    expect(found.checks.treatment.map(({ passed }) => passed)).toEqual([true])
    expect(found.checks.ceiling.map(({ passed, why }) => [passed, why])).toEqual([
      [true, null],
      [true, null],
    ])
    expect(found.checks.ceiling[1]!.room).toBeCloseTo(0.0505, 12)
    expect([verdicts(found), found.verdict]).toEqual([['supported', 'supported'], 'supported'])
  })

  test('where the treatment did not move, nothing is judged', () => {
    const found = judged(arm(0.4, 0.05, 0.5), arm(0.45, 0.03, 0.6), 0.05)
    expect(found.checks.treatment.map(({ passed }) => passed)).toEqual([false])
    expect([verdicts(found), found.verdict]).toEqual([['untestable', 'untestable'], 'untestable'])
    // Effects are told all the same.
    expect(found.effects[0]!.effect.mean).toBeCloseTo(0.05, 12)
  })

  test('an outcome at its bound cannot go further', () => {
    const found = judged(arm(0.4, 0.004, 0.5), arm(0.45, 0.003, 0.9), 0.05)
    expect(found.checks.ceiling.map(({ why }) => why)).toEqual([null, 'bound'])
    expect([verdicts(found), found.verdict]).toEqual([['supported', 'untestable'], 'untestable'])
  })

  test('an outcome that moves neither over arms nor over draws cannot be tested; one that moves over draws can', () => {
    const still = judged(arm(0.4, 0.05, 0.5), arm(0.405, 0.02, 0.9), 0.001)
    expect(still.checks.ceiling[0]).toMatchObject({ why: 'still', passed: false })
    expect(still.checks.ceiling[0]!.overArms).toBeCloseTo(0.005, 12)
    // Two standard deviations of .4, .45, .5, .55 without the luck of one run.
    const moves = judged(arm(0.4, 0.05, 0.5), arm(0.405, 0.02, 0.9), 0.05)
    const luck = pairedEffect(arm(0.4, 0, 0)['served.all']!.map((value) => value ?? NaN)).sd
    expect(moves.checks.ceiling[0]!.overDraws).toBeCloseTo(2 * Math.sqrt(0.05 ** 2 * (5 / 3) - luck ** 2), 12)
    expect(verdicts(moves)[0]).toBe('rejected')
  })

  test('an effect without another arm is the level itself', () => {
    const [, , level] = judged(arm(0.4, 0.05, 0.5), arm(0.45, 0.03, 0.9), 0.05).effects
    expect(level!.contrast.name.en).toBe('change: wide')
    expect(level!.effect.mean).toBeCloseTo(0.05, 12)
  })
})

test('an outcome is a measure, a mean over months, or a mean less an earlier one', () => {
  const place = MONTHLY_MEASURES.findIndex(({ key }) => key === 'filed.share')
  const record = {
    outcomes: [{ key: 'served.all', value: 0.6, unit: '1' as const, en: '', zh: '' }],
    series: {
      months: [0, 1, 2, 3],
      values: MONTHLY_MEASURES.map((_, k) => (k === place ? [1, 2, 4, 8] : [0, 0, 0, 0])),
    },
  }
  const told = (key: string, months: readonly [number, number] | null, less: readonly [number, number] | null) =>
    valueIn(record, { of: key, months, less })
  expect(told('served.all', null, null)).toBe(0.6)
  expect(told('series.filed.share', null, null)).toBe(3.75)
  expect(told('series.filed.share', [2, 3], null)).toBe(6)
  expect(told('series.filed.share', [2, 3], [0, 1])).toBe(4.5)
  expect(told('series.filed.share', [9, 10], null)).toBeNaN()
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
