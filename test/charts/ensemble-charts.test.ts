import { expect, test } from 'vitest'
import { armStyle, NAME_WIDTH } from '../../src/charts/arm-style.ts'
import type { EnsembleInput, FactorInput, Lang } from '../../src/charts/chart.ts'
import { ensembleCharts } from '../../src/charts/ensemble-charts.ts'
import { textWidth } from '../../src/charts/text.ts'
import { armOutcomes, differences, measuresOf } from '../../src/measures/ensemble.ts'
import { HEADLINE_KEYS } from '../../src/measures/registry.ts'
import { plainEnsemble, plainFactor } from '../fixtures/plain-ensemble.ts'
import { syntheticEnsemble } from '../fixtures/synthetic-ensemble.ts'
import { complaintsOf, schemaFaults } from '../fixtures/vega.ts'
import { SOAK } from '../size.ts'

const SHAPES: readonly (readonly [arms: number, replications: number])[] = [
  [1, 5],
  [2, 1],
  [2, 5],
  [3, 4],
  [16, 2],
]
/** The languages take turns; a soak draws everything in both. */
const languagesOf = (k: number): readonly Lang[] => (SOAK ? ['en', 'zh'] : [k % 2 === 0 ? 'en' : 'zh'])
const cases = SHAPES.flatMap(([arms, replications], k) =>
  languagesOf(k).map((lang): [number, number, Lang] => [arms, replications, lang]),
)

test.each(cases)('%d arms × %d runs (%s) are drawn without complaint', async (arms, replications, lang) => {
  const charts = ensembleCharts(plainEnsemble({ lang, arms, replications }))
  const ofPairs = arms === 2 && replications > 1 ? ['forest', 'difference-bands'] : []
  expect(charts.map(({ id }) => id)).toEqual([...ofPairs, 'arms', 'bands'])
  for (const { spec, title, caption } of charts) {
    expect(schemaFaults(spec)).toEqual([])
    for (const text of [title, caption]) expect(text).not.toMatch(/[{}]|undefined|NaN/)
    expect(JSON.stringify(spec)).not.toMatch(/"url"|"signal"|"filter"|"calculate"/)
    const { svg, complaints } = await complaintsOf(spec)
    expect(complaints).toEqual([])
    expect(svg).not.toMatch(/undefined|NaN/)
    expect(svg).toMatch(/mark-(symbol|line) role-mark[\s\S]*? d="M/)
  }
})

test('the caption of the bands says what they are', () => {
  const bands = ensembleCharts(plainEnsemble({ arms: 2, replications: 5 })).at(-1)!
  expect(bands.caption).toMatch(/Student/)
  expect(JSON.stringify(bands.spec.title)).toContain('95 % intervals')
})

test('the forest has a row for each outcome of the summary, with its values as text', () => {
  const input = syntheticEnsemble('en', 2, 6)
  const { spec } = ensembleCharts(input).find(({ id }) => id === 'forest')!
  const text = JSON.stringify(spec)
  const told = differences(input.tables).filter(({ key, low }) => HEADLINE_KEYS.includes(key) && Number.isFinite(low))
  expect(told.length).toBeGreaterThan(10)
  for (const { key } of told) {
    expect(text).toContain(measuresOf(input.tables, 'outcome').find((measure) => measure.key === key)!.en)
  }
  const { mean, low, high } = told.find(({ key }) => key === 'debt.perConsumer')!
  expect(text).toContain(`${mean.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]`)
  expect(text).not.toMatch(/-0\.?0*[\],[ ]/)
})

test('arms with one title are told apart by name', () => {
  const pair = plainEnsemble({ arms: 2, replications: 2 })
  const alike = pair.arms.map((arm) => ({ ...arm, title: { en: 'Same', zh: '同' } }))
  for (const { spec } of ensembleCharts({ ...pair, arms: alike })) expect(JSON.stringify(spec)).toContain('Same (arm1)')
  const input = plainEnsemble({ arms: 3, replications: 2 })
  const arms = input.arms.map((arm, k) => (k < 2 ? { ...arm, title: { en: 'Same', zh: '同' } } : arm))
  const text = JSON.stringify(ensembleCharts({ ...input, arms })[0].spec)
  for (const title of ['Same (arm0)', 'Same (arm1)', 'Arm 2']) expect(text).toContain(title)
})

test('runs in which nothing happens are drawn', async () => {
  for (const { spec } of ensembleCharts(syntheticEnsemble('en', 2, 2, 0))) {
    expect((await complaintsOf(spec)).complaints).toEqual([])
  }
})

function factorial(lang: Lang, factors: readonly FactorInput[], replications: number): EnsembleInput {
  return plainEnsemble({ lang, factors, replications })
}

const DESIGNS: readonly (readonly [string, readonly FactorInput[]])[] = [
  ['one number', [plainFactor('a', [0.5, 0.727, 0.9])]],
  ['one switch', [plainFactor('a', [false, true])]],
  ['two numbers', [plainFactor('a', [0.5, 0.727]), plainFactor('b', [0, 0.5, 1])]],
  ['a number and a choice', [plainFactor('a', [0.5, 0.7, 0.9]), plainFactor('b', ['fixed', 'endogenous'])]],
  ['two choices', [plainFactor('a', ['x', 'y']), plainFactor('b', [false, true])]],
  ['three', [plainFactor('a', [1, 2]), plainFactor('b', ['x', 'y']), plainFactor('c', [false, true])]],
]
const designs = DESIGNS.flatMap(([name, factors], k) =>
  (SOAK ? [1, 2, 5] : [k % 2 === 0 ? 5 : 1 + (k % 3)]).flatMap((replications) =>
    languagesOf(k >> 1).map((lang) => [name, replications, lang, factors] as const),
  ),
)

test.each(designs)('a design of %s, %d runs (%s), has labels and no keys', async (_, replications, lang, factors) => {
  const input = factorial(lang, factors, replications)
  const charts = ensembleCharts(input)
  const ids = charts.map(({ id }) => id)
  expect(ids).toContain('response')
  expect(ids.includes('response-map')).toBe(factors.length === 2)
  const drawn = new Map<string, string>()
  for (const { spec, title, id } of charts) {
    expect([id, schemaFaults(spec)]).toEqual([id, []])
    const { svg, complaints } = await complaintsOf(spec)
    drawn.set(id, svg)
    expect([id, complaints]).toEqual([id, []])
    expect(svg).not.toMatch(/undefined|NaN|null</)
    expect(title).not.toMatch(/[{}]|undefined|NaN/)
  }
  for (const { label: name, values } of factors) {
    expect(drawn.get('response')).toContain(name[lang])
    if (values.includes(0.727)) expect(drawn.get('response')).toContain('0.727<')
  }
})

test('lines of a response stand apart from one another', () => {
  const input = factorial('en', [plainFactor('a', [0, 1, 2]), plainFactor('b', ['x', 'y'])], 5)
  const { spec } = ensembleCharts(input).find(({ id }) => id === 'response')!
  const [panel] = (spec as unknown as { concat: { layer: { data: { values: { x: number; value: string }[] } }[] }[] })
    .concat
  const { values } = panel.layer.at(-1)!.data
  expect(new Set(values.map(({ x }) => x)).size).toBe(values.length)
  for (const { x, value } of values) expect(Math.abs(x - Number(value))).toBeLessThan(0.05)
})

test('a map has every cell with its mean and half the width of its interval, as the tables have them', () => {
  const factors = [plainFactor('a', [0, 1]), plainFactor('b', [1, 2, 3])]
  for (const replications of [2, 5]) {
    const input = factorial('en', factors, replications)
    const { spec } = ensembleCharts(input).find(({ id }) => id === 'response-map')!
    const { concat } = spec as unknown as {
      concat: { title: { text: string }; data: { values: Record<string, unknown>[] } }[]
    }
    for (const { title, data } of concat) {
      const measure = measuresOf(input.tables, 'outcome').find(
        ({ en }) => title.text.replace(/ \([^(]*\)$/, '') === en,
      )!
      const scale = measure.unit === '1' ? 100 : 1
      expect(data.values).toHaveLength(6)
      for (const { across, down, mean, half, halfText } of data.values) {
        const arm = input.arms.find(({ set }) => String(set?.b) === across && String(set?.a) === down)!
        const level = armOutcomes(input.tables).find((one) => one.key === measure.key && one.arm === arm.name)!
        expect(mean).toBeCloseTo(scale * level.mean, 2)
        if (replications < 5) expect([half, halfText]).toEqual([null, ''])
        else expect(half).toBeCloseTo((scale * (level.high - level.low)) / 2, 2)
      }
    }
  }
})

test('more lines than can be told apart are not drawn, and a map of many cells keeps its colours', async () => {
  const wide = factorial(
    'en',
    [plainFactor('a', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), plainFactor('b', [0, 1, 2, 3, 4, 5, 6, 7, 8])],
    1,
  )
  expect(ensembleCharts(wide).map(({ id }) => id)).toEqual(['response-map'])
  const long = factorial(
    'zh',
    [
      plainFactor('a', [0, 1]),
      plainFactor(
        'b',
        Array.from({ length: 14 }, (_, k) => k),
      ),
    ],
    2,
  )
  const map = ensembleCharts(long).find(({ id }) => id === 'response-map')!
  expect((await complaintsOf(map.spec)).complaints).toEqual([])
})

/** Values of a field in every datum of a spec. */
function fieldsOf(spec: unknown, field: string): unknown[] {
  if (Array.isArray(spec)) return spec.flatMap((one) => fieldsOf(one, field))
  if (typeof spec !== 'object' || spec === null) return []
  return Object.entries(spec).flatMap(([key, value]) => (key === field ? [value] : fieldsOf(value, field)))
}

test('names of arms never coincide, however long', () => {
  const input = plainEnsemble({ lang: 'zh', arms: 16, replications: 2 })
  const long = '同一个很长的实验组名称，前四十个字完全相同，只有最后一个字不同，因此不能只看开头来区分'
  const arms = input.arms.map((arm, k) => ({
    ...arm,
    title: { en: `${'A long name '.repeat(6)}${k}`, zh: `${long}${k}` },
  }))
  for (const lang of ['en', 'zh'] as const) {
    const { domain } = armStyle({ arms, lang })
    expect(new Set(domain).size).toBe(16)
    for (const name of domain) expect(textWidth(name, 11)).toBeLessThanOrEqual(NAME_WIDTH)
  }
})

const BOUNDED = /\(%\)|（%）/

test.each([1, 2, 4, 5, 20])(
  'over %d runs bands keep to what a measure can be, and there are none below five',
  (runs) => {
    for (const arms of [1, 2, 3]) {
      const bands = ensembleCharts(plainEnsemble({ arms, replications: runs, effect: () => 9 })).find(
        ({ id }) => id === 'bands',
      )!
      const [low, high] = ['low', 'high'].map((field) => fieldsOf(bands.spec, field))
      if (runs < 5) {
        expect(low.filter((value) => typeof value === 'number')).toEqual([])
        expect(JSON.stringify(bands.spec)).not.toContain('"area"')
      } else {
        expect(JSON.stringify(bands.spec)).toContain('"area"')
        const { concat } = bands.spec as unknown as { concat: { title: { text: string } }[] }
        for (const panel of concat.filter(({ title }) => BOUNDED.test(title.text) && !title.text.includes('ROA'))) {
          for (const end of [...fieldsOf(panel, 'low'), ...fieldsOf(panel, 'high')]) {
            if (typeof end === 'number') expect(end >= 0 && end <= 100).toBe(true)
          }
        }
      }
      expect(high).toHaveLength(low.length)
    }
  },
)

test('from three arms on each has a panel', () => {
  for (const arms of [3, 8, 16]) {
    const { spec } = ensembleCharts(plainEnsemble({ arms, replications: 5 })).find(({ id }) => id === 'bands')!
    const { concat } = spec as unknown as { concat: { concat: unknown[] }[] }
    for (const row of concat) expect(row.concat).toHaveLength(arms)
  }
})

test('a horizon of one month is drawn as points', async () => {
  for (const arms of [1, 2, 4]) {
    for (const { spec, id } of ensembleCharts(plainEnsemble({ arms, replications: 5, months: 1 }))) {
      const { svg, complaints } = await complaintsOf(spec)
      expect([id, complaints]).toEqual([id, []])
      expect([id, /mark-symbol role-mark[\s\S]*? d="M/.test(svg)]).toEqual([id, true])
    }
  }
})

test('outcomes that no run tells are left out', async () => {
  const input = plainEnsemble({ arms: 3, replications: 5, value: () => NaN })
  for (const arms of [input.arms, input.arms.slice(0, 1)]) {
    for (const { spec, title } of ensembleCharts({ ...input, arms })) {
      expect(title).not.toMatch(/NaN|undefined/)
      expect((await complaintsOf(spec)).complaints).toEqual([])
    }
  }
})
