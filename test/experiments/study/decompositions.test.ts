import { describe, expect, test } from 'vitest'
import { armName, decomposedArm, ON, type Values, variantsOf } from '../../../src/experiments/study/arms.ts'
import { carriers, cellOf, spread } from '../../../src/experiments/study/decompositions.ts'
import { readPlan } from '../../../src/experiments/study/load-study.ts'
import { memoryFiles } from '../../scenarios/memory-files.ts'

const { plan } = readPlan(
  'p.yaml',
  memoryFiles({
    'p.yaml': `
name: p
title: { en: P, zh: 甲 }
base: s.yaml
seeds: [7, 8]
outcomes: { served.all: {} }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
  crowding: { name: { en: crowding, zh: 拥挤 }, set: { choice.similarity: 0 } }
decompositions:
  coverage:
    title: { en: Coverage, zh: 覆盖率 }
    path: credit.coverage
    values: [0.5, 0.9]
    set: { credit.fileFormation: false }
    nothing: { name: { en: both, zh: 两者 }, set: { choice.misfit: 0, choice.similarity: 0 } }
    told: [served.all]
    drawn: [served.all]
`,
  }),
)
const [one] = plan.decompositions as [(typeof plan.decompositions)[number]]

function valuesOf(levels: { readonly [variant: string]: readonly [readonly number[], readonly number[]] }): Values {
  return Object.fromEntries(
    variantsOf(plan, one).flatMap(({ id, set }) =>
      (levels[id] ?? []).map((own, arm) => [
        armName(decomposedArm(plan, one, set, arm as 0 | 1)),
        { 'served.all': own },
      ]),
    ),
  )
}

describe('effects', () => {
  const values = valuesOf({
    [ON]: [
      [10, 20],
      [13, 21],
    ],
    fit: [
      [1, 6],
      [1, 5],
    ],
    crowding: [
      [0, 0],
      [4, 0],
    ],
  })

  test('are paired by seed, and their change is that from everything on', () => {
    expect(cellOf(plan, one, values, 'fit', 'served.all')).toEqual({
      arms: [
        [1, 6],
        [1, 5],
      ],
      effect: { mean: -0.5, low: -1, high: 0, clear: false, none: false },
      change: { mean: -2.5, low: -3, high: -2, clear: true, none: false },
    })
    expect(() => cellOf(plan, one, values, 'nothing', 'served.all')).toThrow('no values of served.all')
    expect(() => cellOf(plan, one, values, 'missing', 'served.all')).toThrow('coverage has no variant missing')
  })

  test('are carried by channels whose removal changes them one way in all seeds', () => {
    expect(carriers(plan, one, values, 'served.all').map(({ channel }) => channel.id)).toEqual(['fit'])
  })

  test('are clear on one side of zero, and nothing only if exactly zero', () => {
    expect(spread([1, 2])).toMatchObject({ mean: 1.5, clear: true, none: false })
    expect(spread([-1, 2])).toMatchObject({ clear: false, none: false })
    expect(spread([0, 0])).toMatchObject({ clear: false, none: true })
    expect(spread([NaN, 1])).toMatchObject({ mean: NaN, clear: false, none: false })
  })
})

test('what a variant sets wins over what both arms set', () => {
  const { set } = decomposedArm(plan, one, { 'credit.fileFormation': true }, 1)
  expect(set).toEqual({ 'credit.coverage': 0.9, 'credit.fileFormation': true })
})
