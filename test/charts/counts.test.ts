import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { FATES } from '../../src/base/vocabulary.ts'
import type { Chart, Lang } from '../../src/charts/chart.ts'
import { applicationCases } from '../../src/measures/cases.ts'
import { rankNiches } from '../../src/measures/long-tail.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { CHART_TEXTS } from '../fixtures/chart-texts.ts'
import { smallRun } from '../fixtures/small-runs.ts'

// No count stands on a chart without what it counts, and it is the sum of the recorded rows.

const NOUNS: { readonly [lang in Lang]: readonly (readonly [noun: string, pattern: string])[] } = {
  en: [
    ['personMonths', 'person-months?'],
    ['persons', 'persons?'],
    ['needs', 'needs?'],
    ['loans', 'loans?'],
  ],
  zh: [
    ['personMonths', '人月'],
    ['persons', '人'],
    ['needs', '笔需求'],
    ['loans', '笔贷款'],
  ],
}

/** All strings of a chart that a reader sees. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}

/** Counts by what they count, each text once; an n without a noun is an error. */
function countsOf({ id, title, spec }: Chart, lang: Lang): { readonly [noun: string]: number[] } {
  const found: { [noun: string]: number[] } = {}
  // Titles are set in lines; what stands in the data is whole.
  for (const text of new Set([title, ...stringsOf({ ...spec, title: '', description: '' })])) {
    for (const [whole, digits, after] of text.matchAll(/\bn\s*=\s*([\d,.]+)([^,;·()，；（）]*)/g)) {
      const noun = NOUNS[lang].find(([, pattern]) => new RegExp(`^\\s?${pattern}$`).test(after.trim()))?.[0]
      if (noun === undefined) throw new Error(`${id}: '${whole}' does not say what it counts`)
      found[noun] = [...(found[noun] ?? []), Number(digits.replaceAll(',', ''))]
    }
  }
  for (const list of Object.values(found)) list.sort((a, b) => a - b)
  return found
}

/** Sums of a column over the reported months by the text of some columns; without those of nothing. */
function sums(tables: readonly Table[], name: string, column: string, by: readonly string[]): Map<string, number> {
  const table = tableNamed(tables, name)
  const month = table.columns.some((one) => one.name === 'month') ? numbers(table, 'month') : undefined
  const keys = by.map((one) =>
    (table.columns.find((of) => of.name === one)?.type === 'text' ? texts : numbers)(table, one),
  )
  const found = new Map<string, number>()
  for (let row = 0; row < table.rows; row++) {
    if (month !== undefined && month[row] < 0) continue
    const key = keys.map((values) => values[row]).join(' ')
    found.set(key, (found.get(key) ?? 0) + numbers(table, column)[row])
  }
  return found
}

const list = (found: Map<string, number>): number[] => [...found.values()].filter((n) => n > 0).sort((a, b) => a - b)

type Counts = { readonly [noun: string]: readonly number[] }

/** What the tables hold for the charts that count; the numbers that stand on a chart more than once count once. */
function expected(id: string, { tables, scenario }: ReturnType<typeof smallRun>): Counts {
  if (id === 'niches') return { needs: list(sums(tables, 'niches', 'demanded', ['purpose', 'ageBand'])) }
  if (id === 'fates') {
    const ends = FATES.filter((fate) => !['selfFunded', 'tooSmall', 'displaced', 'noRoom'].includes(fate))
    const groups = ends.map((fate) => sums(tables, 'fates', fate, ['kind', 'grouping', 'group']))
    const ofGroups = [...groups[0].keys()]
      .filter((key) => key.startsWith('fundable '))
      .map((key) => groups.reduce((sum, found) => sum + found.get(key)!, 0))
    const heads = rankNiches(tables).filter(({ head }) => head)
    const isHead = (key: string): boolean =>
      heads.some(({ purpose, amountBand, ageBand }) => key === `${purpose} ${amountBand} ${ageBand}`)
    const niches = [...sums(tables, 'niches', 'reachable', ['purpose', 'amountBand', 'ageBand'])]
    const ofNiches = [true, false].map((head) =>
      niches.reduce((sum, [key, n]) => sum + (isHead(key) === head ? n : 0), 0),
    )
    return { needs: [...ofGroups, ...ofNiches].filter((n) => n > 0).sort((a, b) => a - b) }
  }
  if (id === 'served') return { needs: list(sums(tables, 'groups', 'demanded', ['grouping', 'group'])) }
  if (id === 'multi-lender') {
    const months = list(sums(tables, 'multiLender', 'borrowers', ['ageGroup']))
    return {
      personMonths: list(sums(tables, 'multiLender', 'borrowers', ['ageGroup', 'lenders'])),
      persons: months.map((n) => Math.round(n / scenario.horizon.months)),
    }
  }
  if (id === 'scores') return { loans: list(sums(tables, 'scores', 'loans', ['knowledge'])) }
  if (id === 'fraud') {
    const table = tableNamed(tables, 'months')
    const attempts = [...numbers(table, 'fraudAttempts')].slice(-12).reduce((sum, n) => sum + n, 0)
    return { persons: [Math.round(applicationCases(tables, attempts))] }
  }
  return {}
}

/** Texts that are equal are found once. */
const unique = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([noun, all]) => [noun, [...new Set(all)]]))

// Of few consumers, too, so that few fraudulent applications stand behind a share.
const RUNS = [smallRun('baseline.yaml', 800, 3, 14), smallRun('p2p.yaml', 1000, 3, 14)]
const cases = RUNS.flatMap((run) => (['en', 'zh'] as const).map((lang) => [run.scenario.name, lang, run] as const))

test.each(cases)(
  'every n of the charts of %s (%s) carries its noun and is the sum of recorded rows',
  (_, lang, run) => {
    const seen: string[] = []
    for (const chart of run.charts(lang)) {
      const found = unique(countsOf(chart, lang))
      if (Object.keys(found).length > 0) seen.push(chart.id)
      const wanted = unique(expected(chart.id, run))
      // Curves of few bad loans, and shares of many cases, are drawn without a count.
      if (chart.id === 'scores') for (const n of found.loans ?? []) expect(wanted.loans).toContain(n)
      else if (chart.id === 'fraud') for (const n of found.persons ?? []) expect(wanted.persons).toContain(n)
      else expect([chart.id, found]).toEqual([chart.id, wanted])
    }
    expect(seen).toEqual(expect.arrayContaining(['niches', 'served', 'multi-lender']))
    if (run.scenario.name === 'p2p') expect(seen).toContain('fraud')
  },
)

test('no word of a chart but those of counts says n =', () => {
  const own = CHART_TEXTS.filter(({ en, zh }) => [en, zh].some((text) => /\bn\s*=/.test(text)))
  expect(own.length).toBeGreaterThan(3)
  for (const { name } of own) expect(name).toMatch(/^src\/charts\/sentences\.ts 'count\./)
})
