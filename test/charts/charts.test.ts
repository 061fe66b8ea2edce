import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Chart, ChartInput, Lang } from '../../src/charts/chart.ts'
import { allCharts } from '../../src/charts/charts.ts'
import { unbroken } from '../../src/charts/text.ts'
import type { MeasuredScenario } from '../../src/measures/measured-scenario.ts'
import { readTargets } from '../../src/measures/targets.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'
import { complaintsOf, schemaFaults } from '../fixtures/vega.ts'
import { cases, firstOf, SOAK } from '../size.ts'

const targets = readTargets(parse(readFileSync('targets.yaml', 'utf8')))
const LANGS: Lang[] = ['en', 'zh']

function chartsOf(lang: Lang, scenario: MeasuredScenario = syntheticScenario(), scale = 1): Chart[] {
  return allCharts({ tables: syntheticRecord(scenario, scale), scenario, lang, targets })
}

/** Marks that stand for data: symbols, lines, areas, bars; axes and legends draw rules and text. */
const dataMarks = (svg: string): number =>
  [...svg.matchAll(/class="mark-(symbol|line|area|rect|rule) role-mark[\s\S]*?<\/g>/g)].filter(([group]) =>
    / d="M/.test(group),
  ).length

const charts = LANGS.flatMap((lang) => chartsOf(lang).map((chart): [string, Lang, Chart] => [chart.id, lang, chart]))

test('there is a chart for every question, and ids can name files', () => {
  const ids = chartsOf('en').map(({ id }) => id)
  expect(ids).toEqual([
    'market',
    'fates',
    'long-tail',
    'niches',
    'served',
    'adoption',
    'design-map',
    'homogenisation',
    'apr',
    'delinquency',
    'vintages',
    'scores',
    'multi-lender',
    'league',
    'promotion',
    'purposes',
    'ages',
    'life-cycle',
    'fraud',
    'targets',
  ])
  for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/)
  const { targets: _, ...without }: ChartInput = {
    tables: syntheticRecord(),
    scenario: syntheticScenario(),
    lang: 'en',
    targets,
  }
  expect(allCharts(without).map(({ id }) => id)).toEqual(ids.slice(0, -1))
})

test.each(charts)(
  '%s (%s) is valid Vega-Lite v6, compiles without a warning, and draws its data',
  async (_, __, chart) => {
    expect(schemaFaults(chart.spec)).toEqual([])
    expect(chart.spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json')
    const { svg, complaints } = await complaintsOf(chart.spec)
    expect(complaints).toEqual([])
    expect(dataMarks(svg)).toBeGreaterThan(0)
    // Empty texts are a sign of a label without data.
    expect(svg).not.toMatch(/<text[^>]*\/>/)
    expect(svg).not.toContain('undefined')
    expect(svg).not.toContain('NaN')
  },
)

test.each(charts)('%s (%s) says what is seen, and carries its data', (_, lang, chart) => {
  expect(chart.title).not.toMatch(/[{}]|undefined|NaN/)
  expect(chart.caption).not.toMatch(/[{}]|undefined|NaN/)
  const title = chart.title.replaceAll('\u00a0', ' ').replaceAll('\u200b', '')
  const { title: set, description = '' } = chart.spec as { title: { text: string[] }; description?: string }
  expect(unbroken(set.text, description)).toBe(title)
  // Chinese breaks after punctuation or at an authored place: a space stays within its line.
  const ends = set.text.map((_, k) => unbroken(set.text.slice(0, k + 1), description).length)
  if (lang === 'zh') expect(ends.slice(0, -1).filter((end) => title[end] === ' ')).toEqual([])
  const text = JSON.stringify(chart.spec)
  expect(text).not.toMatch(/"url"|"signal"/)
  expect(JSON.parse(text)).toEqual(chart.spec)
})

test('the same record gives the same specs', () => {
  for (const lang of LANGS) expect(JSON.stringify(chartsOf(lang))).toBe(JSON.stringify(chartsOf(lang)))
})

test.each(firstOf(LANGS))('a market in which nothing happens is drawn without complaint (%s)', async (lang) => {
  for (const chart of chartsOf(lang, syntheticScenario(), 0)) {
    const { complaints } = await complaintsOf(chart.spec)
    expect([chart.id, complaints]).toEqual([chart.id, []])
    expect([chart.id, chart.title]).toEqual([chart.id, expect.not.stringMatching(/NaN|undefined|Infinity/)])
  }
})

test.each([
  { burnIn: 0, months: 1 },
  { burnIn: 0, months: 13 },
  { burnIn: 60, months: cases(120, 240) },
])('a horizon of $burnIn and $months months is drawn', async (horizon) => {
  for (const chart of chartsOf('en', syntheticScenario({ horizon }))) {
    const { complaints } = await complaintsOf(chart.spec)
    expect([chart.id, complaints]).toEqual([chart.id, []])
  }
})

/** A real run, small, of every mechanism at once. */
function eventful(): Pick<ChartInput, 'tables' | 'scenario'> {
  const overrides = [
    `population.consumers=${cases(500, 3000)}`,
    `horizon.burnIn=${cases(4, 12)}`,
    'horizon.months=43',
    'population.ages=population',
    'pricing.shopperSample=64',
  ]
  const { scenario } = loadScenario(
    'scenarios/everything.yaml',
    nodeFiles,
    overrides.map((text) => ({ option: '--set', text })),
  )
  return { scenario, tables: runScenario(scenario).tables }
}

test('redesigns, entries, exits, fraud and investors have charts of their own, in both languages', async () => {
  const input = eventful()
  for (const lang of LANGS) {
    const found = allCharts({ ...input, lang, targets })
    expect(found.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['trajectories', 'genealogy', 'industry-timeline', 'fraud', 'p2p']),
    )
    for (const [k, chart] of found.entries()) {
      expect([chart.id, schemaFaults(chart.spec)]).toEqual([chart.id, []])
      // Drawn in one of the languages, which take turns.
      if (SOAK || (lang === 'en') === (k % 2 === 0)) {
        const { svg, complaints } = await complaintsOf(chart.spec)
        expect([chart.id, complaints]).toEqual([chart.id, []])
        expect([chart.id, dataMarks(svg) > 0]).toEqual([chart.id, true])
        expect([chart.id, /undefined|NaN|<text[^>]*\/>/.test(svg)]).toEqual([chart.id, false])
      }
      expect(chart.title).not.toMatch(/[{}]|undefined|NaN/)
      // No word of the other language, but for codes of lenders and products.
      if (lang === 'en') expect(JSON.stringify(chart.spec)).not.toMatch(/[\u4e00-\u9fff]/)
    }
  }
})

test('dated changes stand on the market chart', async () => {
  const timeline = Array.from({ length: 6 }, (_, k) => ({
    month: 2 + 3 * k,
    set: { 'pricing.aprCap': 0.2 - 0.01 * k },
  }))
  const [market] = chartsOf('en', syntheticScenario({ timeline }))
  const { svg } = await complaintsOf(market.spec)
  expect(svg).toContain('(1) month 2, pricing.aprCap = 0.2')
  expect(svg).toContain('and 2 more')
})

test('each class of lender is drawn with the cap that binds it', async () => {
  const scenario = syntheticScenario({
    regulation: { aprCap: 0.36, licensedCap: 0.2, privateCap: 3 },
    timeline: [{ month: 6, set: { 'regulation.privateCap': 0.154 } }],
  })
  const charts = chartsOf('en', scenario)
  const apr = charts.find(({ id }) => id === 'apr')!
  expect(apr.title).toContain('hare within a point of the cap')
  const panels = (apr.spec as unknown as { vconcat: object[] }).vconcat.map((panel) => JSON.stringify(panel))
  expect(panels.map((panel) => [...panel.matchAll(/"label":"(cap [^"]*)"/g)].map(([, label]) => label))).toEqual(
    ['bank', 'licensed', 'platform'].map((of) => {
      const labels = of === 'platform' ? ['cap 24 %', 'cap 15.4 % from month 6'] : ['cap 20 %']
      // Once for the rule, once for its words.
      return [...labels, ...labels]
    }),
  )
  const { svg, complaints } = await complaintsOf(charts.find(({ id }) => id === 'market')!.spec)
  expect(complaints).toEqual([])
  expect(svg).toContain('cap, banks and licensed')
  expect(svg).toContain('cap, platforms')
})

test('lenders keep their codes unless the scenario asks for names', async () => {
  const league = (labels: 'codes' | 'names'): Chart =>
    chartsOf('en', syntheticScenario({ lenders: { labels } })).find(({ id }) => id === 'league')!
  expect(JSON.stringify(league('codes').spec)).not.toContain('Lender 1')
  expect(JSON.stringify(league('names').spec)).toContain('L01 Lender 1')
})

const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '{"expr":"1+1"}',
  "'); alert(1); ('",
  'two\nlines\r\nand\u0000a bell',
  '\u202eright to left \u05d0\u05d1',
  '{seed} {consumers} {1+1} datum.x',
  '长'.repeat(500),
]

test.each(HOSTILE)('a title of %j is text and nothing else', async (title) => {
  const scenario = syntheticScenario({
    name: title,
    title: { en: title, zh: title },
    timeline: [{ month: 3, set: {}, note: title }],
  })
  for (const [k, chart] of chartsOf('en', scenario).entries()) {
    expect(schemaFaults(chart.spec)).toEqual([])
    expect(JSON.stringify(chart.spec)).not.toMatch(/"signal":|\\u0000|\\n|\u202e/)
    // All of them have title and notes alike; a soak draws them all.
    if (k > 2 && !SOAK) continue
    const { svg, complaints } = await complaintsOf(chart.spec)
    expect(complaints).toEqual([])
    expect(svg).not.toMatch(/<(img|script)/)
    // Lines are set as text, so what looks like an expression stands there as it was written.
    if (title === HOSTILE[1]) expect(svg).toContain('{"expr":"1+1"}')
  }
})

test('the only expression in any spec is the one that names the ends of a range', () => {
  for (const [id, , chart] of charts) {
    const expressions = JSON.stringify(chart.spec).match(/"(expr|labelExpr|filter|calculate)"/g) ?? []
    expect([id, expressions.filter((found) => id !== 'targets' || found !== '"labelExpr"')]).toEqual([id, []])
  }
})

test.each(firstOf(LANGS.toReversed()))(
  'a run of one month draws points, whole months and no tick or minus that is none (%s)',
  async (lang) => {
    const { scenario: whole } = loadScenario('scenarios/baseline.yaml', nodeFiles, [
      { option: '--set', text: 'population.consumers=300' },
    ])
    const scenario = { ...whole, horizon: { ...whole.horizon, burnIn: 0, months: 1 } }
    const { tables } = runScenario(scenario)
    for (const chart of allCharts({ tables, scenario, lang, targets })) {
      const { svg } = await complaintsOf(chart.spec)
      const texts = [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text)
      const wrong = texts.filter((text) => /^0\.0000|(^|[\s(（：])-\d|NaN/.test(text))
      expect([chart.id, wrong]).toEqual([chart.id, []])
      const isEmpty = dataMarks(svg) === 0 && !svg.includes(lang === 'en' ? 'nothing to show' : '无数据可示')
      expect([chart.id, isEmpty]).toEqual([chart.id, false])
    }
  },
)
