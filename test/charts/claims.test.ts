import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { normalQuantile } from '../../src/base/math.ts'
import { numbers, texts } from '../../src/base/table.ts'
import type { Chart, ChartInput, Lang } from '../../src/charts/chart.ts'
import { allCharts } from '../../src/charts/charts.ts'
import { money, moneyPerHead } from '../../src/charts/text.ts'
import type { Claim, Group, Point } from '../../src/measures/claim.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { readTargets } from '../../src/measures/targets.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { SHIPPED, unlike } from '../fixtures/mechanisms-on.ts'
import { cases, firstOf, SOAK } from '../size.ts'

// Whatever a title of a run's chart says is recomputed here from the values in the chart's specification, without the
// code that made the title.

const targets = readTargets(parse(readFileSync('targets.yaml', 'utf8')))
const LANGS: readonly Lang[] = ['en', 'zh']

interface Size {
  readonly consumers: number
  readonly burnIn: number
  readonly months: number
}
const SIZES: readonly Size[] = [
  { consumers: 100, burnIn: 0, months: 1 },
  { consumers: 100, burnIn: cases(2, 12), months: cases(13, 14) },
  { consumers: 400, burnIn: cases(2, 6), months: cases(14, 20) },
]
/** Larger ones of a few scenarios, so that something is clear. */
const LARGER: readonly string[] = ['baseline.yaml', 'everything.yaml', 'p2p.yaml', 'population-mode.yaml']

function inputOf(file: string, { consumers, burnIn, months }: Size): Omit<ChartInput, 'lang'> {
  const sets = [`population.consumers=${consumers}`, ...(SOAK ? [] : ['pricing.shopperSample=64'])]
  const options = sets.map((text) => ({ option: '--set', text }))
  const { scenario: whole } = loadScenario(`scenarios/${file}`, nodeFiles, options)
  // What a shortened run never reaches is no part of it.
  const timeline = whole.timeline.filter(({ month }) => month < months)
  const scenario = { ...whole, horizon: { ...whole.horizon, burnIn, months }, timeline }
  return { tables: runScenario(scenario).tables, scenario, targets }
}

/** Equal as data; what differs stands whole in the message. */
function same(actual: unknown, expected: unknown): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (found !== wanted) throw new Error(`found ${found}, expected ${wanted}`)
}

type Row = { readonly [field: string]: unknown }

/** The data sets of a specification. */
function dataOf(spec: unknown): Row[][] {
  if (typeof spec !== 'object' || spec === null) return []
  if (Array.isArray(spec)) return spec.flatMap(dataOf)
  const values = (spec as { data?: { values?: Row[] } }).data?.values
  const own = Array.isArray(values) ? [values] : []
  return [...own, ...Object.entries(spec).flatMap(([key, part]) => (key === 'data' ? [] : dataOf(part)))]
}

const near = (a: unknown, b: number): boolean => typeof a === 'number' && Math.abs(a - b) <= 1.5e-4 + 2e-5 * Math.abs(b)
/** A number as specifications hold it: as it is, or in percent. */
const holds = (row: Row, value: number): boolean =>
  Object.values(row).some((cell) => near(cell, value) || near(cell, 100 * value))
const namesIt = (row: Row, name: string): boolean =>
  Object.values(row).some(
    (cell) => typeof cell === 'string' && cell !== '' && (name.includes(cell) || cell.includes(name)),
  )

/** Whether some row names the group and holds its estimate, its interval and its cases. */
function isDrawn(sets: readonly Row[][], group: Group): boolean {
  return sets.some((rows) =>
    rows.some(
      (row) =>
        namesIt(row, group.name) &&
        holds(row, group.value) &&
        (!Number.isFinite(group.low) ||
          group.low === group.high ||
          (near(row.cases, group.n) && holds(row, group.low) && holds(row, group.high))),
    ),
  )
}

/** Wilson's interval by its own formula. */
function wilson(share: number, n: number, count: number): { low: number; high: number } {
  const z = normalQuantile(1 - 0.025 / count)
  const root = z * Math.sqrt(share * (1 - share) * n + (z * z) / 4)
  return {
    low: (share * n + (z * z) / 2 - root) / (n + z * z),
    high: (share * n + (z * z) / 2 + root) / (n + z * z),
  }
}

const SUPERLATIVES: { readonly [lang in Lang]: RegExp } = {
  en: /\b(highest|lowest|most|least|best|worst|largest|smallest|leads|furthest)\b/,
  zh: /最高|最低|最大|最小|最多|最少|最好|最差|居首|首位/,
}

function expectExtremes(chart: Chart, lang: Lang, claim: Extract<Claim, { kind: 'extremes' }>): void {
  const judged = claim.groups.filter(({ n, low }) => n >= claim.least && Number.isFinite(low))
  const by = (pick: 'max' | 'min'): Group | undefined =>
    judged.reduce<Group | undefined>(
      (best, group) =>
        best === undefined || (pick === 'max' ? group.value > best.value : group.value < best.value) ? group : best,
      undefined,
    )
  const [top, bottom] = [by('max'), by('min')]
  const high = judged.filter((group) => group.high >= (top?.low ?? NaN)).map(({ name }) => name)
  const low = judged.filter((group) => group.low <= (bottom?.high ?? NaN)).map(({ name }) => name)
  const isSilent = judged.length < 2 || high.length === judged.length
  for (const [word, tied] of [
    [lang === 'en' ? 'highest for ' : '最高', high],
    [lang === 'en' ? 'lowest for ' : '最低', low],
  ] as const) {
    // A title may hold several rankings: of this one, what stands beside the word names its groups or those of another.
    const said = sayings(chart.title, lang, word).filter((text) => claim.groups.some(({ name }) => text.includes(name)))
    for (const text of said) {
      const others = chart.claims!.filter((one) => one !== claim && one.kind === 'extremes')
      if (others.length > 0 && !claim.groups.some(({ name }) => text.startsWith(name) || text.endsWith(name))) continue
      same([chart.id, text, isSilent], [chart.id, text, false])
      same([chart.id, word, namedIn(text, claim.groups).sort()], [chart.id, word, [...tied].sort()])
    }
  }
}

/** The names that a title gives beside 'highest' or 'lowest'. */
function sayings(title: string, lang: Lang, word: string): string[] {
  if (lang === 'en') return [...title.matchAll(new RegExp(`${word}(.*?) \\(`, 'g'))].map(([, text]) => text)
  const alone = [...title.matchAll(new RegExp(`(?:^|[：，；])([^：，；（）]*?)${word}（`, 'g'))].map(([, text]) => text)
  const tied = [...title.matchAll(new RegExp(`${word}者为([^（]*)（`, 'g'))].map(([, text]) => text)
  return [...alone, ...tied].filter((text) => text !== '')
}

/** Names of groups in a text; a name inside a longer one does not count twice. */
function namedIn(text: string, groups: readonly Group[]): string[] {
  let rest = text
  const found: string[] = []
  for (const { name } of [...groups].sort((a, b) => b.name.length - a.name.length)) {
    if (!rest.includes(name)) continue
    found.push(name)
    rest = rest.replace(name, '')
  }
  return found
}

function expectDifference(chart: Chart, lang: Lang, { first, second }: Extract<Claim, { kind: 'difference' }>): void {
  const value = first.value - second.value
  const low = value - Math.hypot(first.value - first.low, second.high - second.value)
  const high = value + Math.hypot(first.high - first.value, second.value - second.low)
  const isClear = Math.min(first.n, second.n) >= 100 && (low > 0 || high < 0)
  const claimed = {
    en: [`higher for ${first.name} (`, `lower for ${first.name} (`],
    zh: [`${first.name}（`, `${first.name}（`],
  }[lang].some((text) => chart.title.includes(text))
  if (chart.id === 'ages') {
    same(
      [chart.id, first.name, chart.title.includes(`${first.name}${lang === 'en' ? ' (' : '（'}`)],
      [chart.id, first.name, isClear],
    )
    return
  }
  const unclear = { en: 'not clearly different', zh: '差异不显著' }[lang]
  same([chart.id, chart.title.includes(unclear)], [chart.id, !isClear])
  if (!isClear || lang !== 'en') return
  same([chart.id, claimed], [chart.id, true])
  expect(chart.title).toContain(value > 0 ? `higher for ${first.name}` : `lower for ${first.name}`)
}

function expectPeak(chart: Chart, lang: Lang, { points, least }: Extract<Claim, { kind: 'peak' }>): void {
  const judged = points.filter(({ n }) => n >= least)
  const top = judged.reduce<Point | undefined>(
    (best, one) => (best === undefined || one.value > best.value ? one : best),
    undefined,
  )
  const places = judged.filter(({ high }) => high >= (top?.low ?? NaN)).map(({ at }) => at)
  const [from, to] = [Math.min(...places), Math.max(...places)]
  const within = judged.filter(({ at }) => at >= from && at <= to).length
  const isTold = judged.length >= 3 && 2 * within <= judged.length
  const text = {
    en: from === to ? `peaks at ${from}` : `peaks between ${from} and ${to}`,
    zh: from === to ? `在${from}达到峰值` : `在${from}至${to}之间达到峰值`,
  }[lang]
  if (isTold) expect(chart.title).toContain(text)
  else expect(chart.title).toContain({ en: 'no clear peak', zh: '没有明显的峰值' }[lang])
  const rows = dataOf(chart.spec).flat()
  for (const { at, value, low, high, n } of points) {
    const drawn = rows.some(
      (row) =>
        row.age === at && near(row.mean, value) && near(row.low, low) && near(row.high, high) && near(row.cases, n),
    )
    same([chart.id, at, drawn], [chart.id, at, true])
  }
}

/** Whether some reported series of the chart runs through these values, in its own unit. */
function isSeries(sets: readonly Row[][], values: readonly number[]): boolean {
  return sets.some((rows) => {
    const months = rows.filter((row) => typeof row.month === 'number' && row.month >= 0)
    const fields = Object.keys(months[0] ?? {}).filter(
      (field) => typeof months[0][field] === 'number' && field !== 'month',
    )
    const labels = Object.keys(months[0] ?? {}).filter((field) => typeof months[0][field] === 'string')
    const series = [undefined, ...new Set(months.flatMap((row) => labels.map((label) => row[label])))]
    return fields.some((field) =>
      series.some((name) => {
        const own = months
          .filter((row) => name === undefined || Object.values(row).includes(name))
          .map((row) => row[field] as number)
        const most = Math.max(...values.map(Math.abs))
        const scale = Math.max(...own.map(Math.abs)) / most
        return (
          own.length === values.length &&
          own.every((value, k) => Math.abs(value - scale * values[k]) <= 1e-4 * scale * most + 1e-4)
        )
      }),
    )
  })
}

function expectTrend(chart: Chart, lang: Lang, { values }: Extract<Claim, { kind: 'trend' }>): void {
  if (values.some((value) => value !== 0)) same([chart.id, isSeries(dataOf(chart.spec), values)], [chart.id, true])
  const edges = [0, 1, 2, 3, 4, 5].map((part) => Math.round((part * values.length) / 5))
  const means = edges
    .slice(1)
    .map((end, part) => values.slice(edges[part], end).reduce((a, b) => a + b, 0) / (end - edges[part]))
  const grows = (sign: 1 | -1): boolean =>
    values.length >= 10 &&
    means.every((mean, k) => k === 0 || sign * (mean - means[k - 1]) > 0) &&
    sign * (values.at(-1)! - values[0]) > 0
  // Both ends read the same: nothing is said of what lies between.
  if (/in the first month and in the last|首月与末月均为/.test(chart.title)) return
  const [up, down] = { en: ['rises from', 'falls from'], zh: ['升至', '降至'] }[lang]
  same([chart.id, chart.title.includes(up), chart.title.includes(down)], [chart.id, grows(1), grows(-1)])
}

const NUMBER = /\d+(?:,\d{3})*(?:\.\d+)?/g

/** Every way in which titles write a number. */
function writings(value: number, lang: Lang): string[] {
  if (!Number.isFinite(value)) return []
  const plain = [
    value.toFixed(0),
    value.toFixed(2),
    (100 * value).toFixed(0),
    (100 * value).toFixed(1),
    String(value),
    money(lang, value),
    moneyPerHead(lang, value),
  ]
  const rounded = Math.abs(Math.round(value))
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return [...plain, rounded].flatMap((text) => text.match(NUMBER) ?? [])
}

function expectNumbers(chart: Chart, lang: Lang): void {
  const claims = chart.claims!
  const groups = claims.flatMap((claim) =>
    claim.kind === 'extremes' ? claim.groups : claim.kind === 'difference' ? [claim.first, claim.second] : [],
  )
  const allowed = new Set(
    claims.flatMap((claim): string[] => {
      const values = {
        level: () =>
          claim.kind === 'level'
            ? [claim.estimate.value, claim.estimate.low, claim.estimate.high, claim.estimate.n]
            : [],
        extremes: () => (claim.kind === 'extremes' ? [...claim.groups.map(({ value }) => value), claim.least] : []),
        difference: () => (claim.kind === 'difference' ? [claim.first.value, claim.second.value] : []),
        peak: () => (claim.kind === 'peak' ? claim.points.flatMap(({ at, value }) => [at, value]) : []),
        trend: () => (claim.kind === 'trend' ? [claim.values[0], claim.values.at(-1)!] : []),
        count: () => (claim.kind === 'count' ? [claim.count] : []),
        comparisons: () => [],
        nothing: () => [],
      }[claim.kind]()
      return values.flatMap((value) => writings(value, lang))
    }),
  )
  let title = chart.title
  for (const { name } of [...groups].sort((a, b) => b.name.length - a.name.length)) title = title.replaceAll(name, '')
  // What stands in words: 'under 30', 'Table 4', 'P2P', codes of products and lenders.
  title = title.replace(/under 30|30岁以下|90 days|90天|Table 4|表4|P2P|L\d+(-\w)?/g, '')
  const strange = (title.match(NUMBER) ?? []).filter((number) => !allowed.has(number))
  same([chart.id, chart.title, strange], [chart.id, chart.title, []])
}

/** Counts that the recorded tables tell directly. */
function countOf(input: Omit<ChartInput, 'lang'>, id: string, key: string): number | undefined {
  const table = (name: string) => tableNamed(input.tables, name)
  if (id === 'design-map' && key === 'products') {
    const products = table('products')
    const [month, withdrawn] = [numbers(products, 'month'), numbers(products, 'withdrawn')]
    return month.filter((at, row) => at === month.at(-1) && withdrawn[row] === 0).length
  }
  if (id === 'p2p' && key === 'platforms') return new Set(texts(table('p2p'), 'platform')).size
  if (id === 'p2p' && key === 'closed') {
    const status = texts(table('p2p'), 'status')
    return new Set(texts(table('p2p'), 'platform').filter((_, row) => status[row] !== 'open')).size
  }
  if (id === 'trajectories' && key === 'products') return new Set(texts(table('products'), 'product')).size
  if (id === 'targets' && key.endsWith(' all')) {
    return targets.filter(
      ({ use, ages }) =>
        use === key.replace(' all', '') && (ages === undefined || ages === input.scenario.population.ages),
    ).length
  }
  return undefined
}

function expectChart(input: Omit<ChartInput, 'lang'>, chart: Chart, lang: Lang): void {
  const claims = chart.claims
  if (claims === undefined) throw new Error(`${chart.id} has a title without claims`)
  expect(claims.length).toBeGreaterThan(0)
  const sets = dataOf(chart.spec)
  for (const claim of claims) {
    if (claim.kind === 'extremes') {
      // The league draws the 40 largest lenders.
      for (const group of claim.groups.slice(0, chart.id === 'league' ? 40 : Infinity)) {
        same([chart.id, group, isDrawn(sets, group)], [chart.id, group, true])
      }
      if (chart.id !== 'scores') for (const group of claim.groups) expectWilson(chart, group, claim.groups.length)
      expectExtremes(chart, lang, claim)
    }
    if (claim.kind === 'difference') {
      for (const group of [claim.first, claim.second])
        same([chart.id, group, isDrawn(sets, group)], [chart.id, group, true])
      expectDifference(chart, lang, claim)
    }
    if (claim.kind === 'peak') expectPeak(chart, lang, claim)
    if (claim.kind === 'trend') expectTrend(chart, lang, claim)
    if (claim.kind === 'level' && !['headShare', 'mismatch'].includes(claim.key)) {
      const drawn = sets.some((rows) => rows.some((row) => holds(row, claim.estimate.value)))
      same([chart.id, claim.key, claim.estimate.value, drawn], [chart.id, claim.key, claim.estimate.value, true])
    }
    if (claim.kind === 'count') {
      const counted = countOf(input, chart.id, claim.key)
      if (counted !== undefined) same([chart.id, claim.key, claim.count], [chart.id, claim.key, counted])
    }
  }
  if (!claims.some(({ kind }) => kind === 'extremes' || kind === 'peak'))
    expect(chart.title).not.toMatch(SUPERLATIVES[lang])
  expectNumbers(chart, lang)
}

function expectWilson(chart: Chart, { name, value, low, high, n }: Group, count: number): void {
  if (!Number.isFinite(low)) return
  const expected = wilson(value, n, count)
  same([chart.id, name, near(low, expected.low), near(high, expected.high)], [chart.id, name, true, true])
}

/** What no text of a chart may hold. */
function expectPlain(chart: Chart): void {
  for (const text of [chart.title, chart.caption, JSON.stringify(chart.spec)]) {
    same([chart.id, text.match(/NaN|undefined|Infinity|0\.00000\d*"/g) ?? []], [chart.id, []])
  }
  // A hyphen before a digit is a minus that is none; codes, dates and ranges have their own signs.
  const texts = dataOf(chart.spec).flatMap((rows) =>
    rows.flatMap((row) => Object.values(row).filter((cell) => typeof cell === 'string')),
  )
  for (const text of [chart.title, chart.caption, ...texts]) {
    same([chart.id, /(^|[\s(（：¥])-\d/.test(text) ? text : ''], [chart.id, ''])
  }
}

/** Chinese lines end after punctuation or a space, never inside a word. */
function expectWholeWords(chart: Chart): void {
  const { text, subtitle } = chart.spec.title as unknown as { text: string[]; subtitle: string[] }
  for (const part of [text, subtitle]) {
    for (const line of part.slice(0, -1)) {
      if (/[，。；：、！？）》」』”·:]$/u.test(line)) continue
      const joined = chart.title + (chart.spec.description ?? '') + subtitle.join(' ')
      const next = part[part.indexOf(line) + 1]
      // A line that ends elsewhere ends at a space of the text, or the text is a scenario's own.
      same(
        [chart.id, line, joined.includes(`${line} ${next.slice(0, 2)}`) || /[\x20-\x7e]$/.test(line)],
        [chart.id, line, true],
      )
    }
  }
}

const LARGE: Size = { consumers: cases(3000, 6000), burnIn: cases(4, 12), months: cases(20, 36) }
/** Scenarios of the hypotheses are variants of one base: one size of some of them will do. */
const HYPOTHESES = firstOf(
  SHIPPED.filter((file) => /^h\d/.test(file)),
  3,
)

const UNLIKE = unlike(SHIPPED.toSorted((a, b) => LARGER.indexOf(b) - LARGER.indexOf(a)))

/** All sizes of those that switch most on, one of the rest that switch something else on; a soak goes through all. */
function sizesOf(file: string): readonly Size[] {
  if (!SOAK && !UNLIKE.includes(file) && !LARGER.includes(file)) return []
  if (/^h\d/.test(file)) return HYPOTHESES.includes(file) ? SIZES.slice(1, 2) : []
  if (!SOAK && !LARGER.includes(file)) return SIZES.slice(1, 2)
  return [...SIZES, ...(firstOf(LARGER, 2).includes(file) ? [LARGE] : [])]
}

const sized = SHIPPED.flatMap((file) =>
  sizesOf(file).map((size): [string, string, Size] => [
    file,
    `${size.consumers} consumers in ${size.burnIn} + ${size.months} months`,
    size,
  ]),
)

test.each(sized)('%s of %s: every title says what its data bear', (file, _, size) => {
  const input = inputOf(file, size)
  const faults: string[] = []
  for (const lang of LANGS) {
    for (const chart of allCharts({ ...input, lang })) {
      // All faults of a run at once, each with its chart.
      for (const check of [
        () => expectChart(input, chart, lang),
        () => expectPlain(chart),
        () => (lang === 'zh' ? expectWholeWords(chart) : undefined),
      ]) {
        try {
          check()
        } catch (error) {
          faults.push(`${chart.id} (${lang}): ${(error as Error).message}`)
        }
      }
    }
  }
  expect(faults).toEqual([])
})
