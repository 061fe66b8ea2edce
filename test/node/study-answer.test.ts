// A page of claims whose answers are known: what was asked, what came out, and why nothing can be said.
import { expect, test } from 'vitest'
import { armName, plannedArms, type Values } from '../../src/experiments/study/arms.ts'
import { readPlan } from '../../src/experiments/study/load-study.ts'
import { claimPage } from '../../src/node/study/claim-page.ts'
import { studyCharts } from '../../src/node/study/study-charts.ts'
import { FORMER, type StudyData } from '../../src/node/study/study-data.ts'
import { memoryFiles } from '../scenarios/memory-files.ts'

const PLAN = `
name: p
title: { en: P, zh: 甲 }
base: s.yaml
replications: 6
outcomes:
  served.all: { smallest: 0.02, name: { en: served, zh: 满足率 } }
  series.filed.share: { name: { en: filed, zh: 有记录者占比 } }
channels:
  fit: { name: { en: fit, zh: 适配度 }, set: { choice.misfit: 0 } }
  forming: { name: { en: loans form files, zh: 借款建档 }, set: { credit.fileFormation: true }, reading: true }
claims:
  A:
    claim: { en: Wide helps., zh: 扩大有益。 }
    arms:
      wide: { title: { en: Wide, zh: 扩大 }, set: { credit.coverage: 0.9 } }
      half: { title: { en: Half, zh: 一半 }, set: { credit.coverage: 0.5 } }
    treatment: [{ arm: wide, against: half, least: { series.filed.share: 0.3 } }]
    contrasts: [{ arm: wide, against: half, foretold: { served.all: rises } }]
    channels: [fit, forming]
`
const { plan } = readPlan('p.yaml', memoryFiles({ 'p.yaml': PLAN }))

/** Wide serves .05 more with fit on, nothing more without fit, and .05 less where loans form files. */
function dataOf(filed: number): StudyData {
  const values = plannedArms(plan).map((arm): [string, Values[string]] => {
    const { set } = arm
    const isWide = set['credit.coverage'] === 0.9
    const effect = set['choice.misfit'] === 0 ? 0 : set['credit.fileFormation'] === true ? -0.05 : 0.05
    const luck = (k: number): number => 0.001 * (k % 3) * (isWide ? 1 : -1)
    return [
      armName(arm),
      {
        'served.all': Array.from({ length: 6 }, (_, k) => 0.4 + (isWide ? effect : 0) + luck(k)),
        'series.filed.share': Array.from({ length: 6 }, (_, k) => 0.5 + (isWide ? filed : 0) + luck(k)),
      },
    ]
  })
  const market = { seed: 1, burnIn: 0, months: 2, consumers: 100 }
  const made = { command: 'npm run findings', version: '0.0.0', commit: null, engine: null }
  return { plan, values: Object.fromEntries(values), titles: {}, market, targets: [], mechanisms: {}, made }
}
const page = (data: StudyData, lang: 'en' | 'zh'): string =>
  claimPage(data, lang, { image: (id) => `${id}.png`, data: 'data' })

test('an answer has three sentences', () => {
  const text = page(dataOf(0.4), 'en')
  expect(text).toContain('**Asked**: with “Wide” in place of “Half”, does served rise (+2.00 points at least)?')
  expect(text).toMatch(/\*\*Came out\*\*: served \+5\.20 points \(\+\d\.\d\d … \+\d\.\d\d; supported\)\./)
  // A reading carries nothing, and is named where it would reverse the verdict.
  expect(text).toMatch(/\*\*Through\*\*: served carried wholly by fit \(without: \+0\.20\)|carried to 96 % by fit/)
  expect(text).toMatch(/† served: Wide less Half, loans form files: −4\.80 points, which by itself would be rejected/)
  expect(text).toContain('- Treatment, passed: filed: Wide less Half +40.20 (wanted: +30.00)')
  expect(text).not.toContain('loans form files off')
  expect(text).not.toContain(FORMER.en)
})

test('a claim whose treatment did not move says why it is not testable, in both languages', () => {
  const [en, zh] = (['en', 'zh'] as const).map((lang) => page(dataOf(0.1), lang))
  expect(en).toContain('Verdict: **not testable here**.')
  expect(en).toContain('Not testable here: filed: Wide less Half is +10.20, not +30.00.')
  expect(zh).toContain('此处无法检验：有记录者占比：扩大 减 一半为 +10.20，未达到 +30.00。')
  for (const text of [en, zh]) expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/)
})

test('a page of a former plan says so at its top', () => {
  for (const lang of ['en', 'zh'] as const) {
    const text = page({ ...dataOf(0.4), former: true }, lang)
    expect(text.split('\n\n')[1]).toBe(FORMER[lang])
  }
})

test('readings stand in the picture of the claim by their own names', () => {
  const [, chart] = studyCharts(dataOf(0.4), 'en')
  const text = JSON.stringify(chart!.spec)
  expect(text).toContain('served: Wide less Half · loans form files')
  expect(text).toContain('served: Wide less Half · fit off')
  expect(text).toContain('another reading or value')
})
