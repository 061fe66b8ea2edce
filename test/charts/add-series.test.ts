import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../architecture/source.ts'

// What it takes to add a monthly series with its panel: two edits, in two files. Tried in a copy.

const MEASURE = `
  measure({
    key: 'offers.perLender',
    unit: 'count',
    domain: NON_NEGATIVE,
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
  const copy = mkdtempSync(join(tmpdir(), 'xiaojin-series-'))
  onTestFinished(() => rmSync(copy, { recursive: true }))
  for (const folder of ['src', 'test/fixtures']) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  for (const [file, before, added] of EDITS) {
    const text = readFileSync(join(copy, file), 'utf8')
    expect([file, text.split(before).length]).toEqual([file, 2])
    writeFileSync(join(copy, file), text.replace(before, before + added))
  }
  const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(copy, file)).href)
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
