import { expect, test } from 'vitest'
import { copyOf } from '../fixtures/copy.ts'

// What it takes to add a monthly series with its panel: two edits, in two files. Tried in a copy.

const MEASURE = `
  measure('offers.perLender', COUNT, {
    en: 'products on offer a lender',
    zh: '每家机构在售产品数',
    about: { en: 'Products on offer over lenders that lend.', zh: '在售产品数除以放款机构数。' },
    computed: stateOf(['months'], (run) => ofMonths('equalWeighted')(run).map((value) => 2 + value)),
  }),`

const EDITS = [
  ['src/measures/definitions/products.ts', 'export const DESIGN: readonly Measure[] = [', MEASURE],
  ['src/charts/bands-chart.ts', 'export const METRICS = [', "\n  'offers.perLender',"],
] as const

test('a monthly series and its panel take two files', async () => {
  const { load } = copyOf(['src', 'test/fixtures'], EDITS)
  const { bandsChart }: typeof import('../../src/charts/bands-chart.ts') = await load('src/charts/bands-chart.ts')
  const { plainEnsemble }: typeof import('../fixtures/plain-ensemble.ts') = await load(
    'test/fixtures/plain-ensemble.ts',
  )
  for (const [lang, name] of [
    ['en', 'products on offer a lender'],
    ['zh', '每家机构在售产品数'],
  ] as const) {
    const { spec } = bandsChart(plainEnsemble({ lang, arms: 2, replications: 5 }))
    const [first] = (spec as unknown as { concat: { title: { text: string[] } }[] }).concat
    expect(first?.title.text.join('')).toBe(name)
  }
})
