/**
 * Verification case 1: coverage acts through what a file informs of, what is on record, rules that ask for one, limits that
 * go by it, what lenders learn by it, and reputation. With all of them off it changes nothing but who has a file, to the last digit.
 */
import { expect, test } from 'vitest'
import { numbers, type Table } from '../../src/base/table.ts'
import type { RunResult } from '../../src/run/result.ts'
import { runScenario } from '../../src/run/run.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'

/** What closes each channel. */
const OFF = {
  information: { 'credit.informs': false },
  record: { 'credit.sharing': 'none' },
  fileRule: {
    'lenders.bank.fileRule': 'none',
    'lenders.licensed.fileRule': 'none',
    'lenders.platform.fileRule': 'none',
  },
  limits: { 'underwriting.limitNoFile': 1, 'underwriting.limitThinFile': 1 },
  learning: { 'underwriting.learningWeight': 0 },
  reputation: { 'repayment.bureauReputation': 0 },
} as const
type Channel = keyof typeof OFF

const market = withValues(DEFAULT_SCENARIO, {
  'population.consumers': cases(1200, 8000),
  'horizon.burnIn': 12,
  'horizon.months': 18,
  'credit.fileFormation': false,
  'needs.arrival.youth': 4,
  'needs.arrival.middle': 4,
})

const closing = (channels: readonly Channel[]): Scenario =>
  channels.reduce((scenario, channel) => withValues(scenario, OFF[channel]), market)

/** Columns that say who has a file or what lenders know by it, and groups by file. */
const FILE_COLUMNS = ['filed', 'scored', 'filedEndogenously', 'filesFormed', 'filesThickened', 'file', 'knowledge']
const FILE_GROUPS = ['file']
/** Tables with a row for each file state: sums over those are compared, of these columns (counts, and yuan to the fen). */
const BY_FILE: { readonly [table: string]: readonly string[] } = {
  aprs: ['loans', 'originated', 'nearCap'],
  scores: ['loans', 'defaulted'],
  risk_prices: ['loans', 'originated'],
  applicant_scores: ['applications'],
}

/** Recorded tables without what says who has a file. */
function blind(tables: readonly Table[]): ReadonlyMap<string, string> {
  return new Map(tables.map((table) => [table.name, JSON.stringify(rowsOf(table))]))
}

function rowsOf({ name, columns, rows }: Table): unknown {
  const groupings = columns.find((column) => column.name === 'grouping')?.values as readonly string[] | undefined
  const kept = columns.filter((column) => !FILE_COLUMNS.includes(column.name))
  const places = Array.from({ length: rows }, (_, row) => row).filter((row) => {
    return groupings === undefined || !FILE_GROUPS.includes(groupings[row])
  })
  const summed = BY_FILE[name]
  if (summed === undefined) return kept.map(({ values }) => places.map((row) => values[row]))
  const sums = new Map<string, number[]>()
  const keys = kept.filter((column) => /^(class|.*From)$/.test(column.name))
  for (const row of places) {
    const key = keys.map(({ values }) => String(values[row])).join(' ')
    const amounts = summed.map((one) =>
      Math.round(100 * Number(columns.find((column) => column.name === one)!.values[row])),
    )
    const before = sums.get(key) ?? amounts.map(() => 0)
    sums.set(
      key,
      before.map((sum, k) => sum + amounts[k]),
    )
  }
  return [...sums].filter(([, amounts]) => amounts.some((amount) => amount > 0)).toSorted()
}

const ALL = Object.keys(OFF) as Channel[]
const pair = (closed: readonly Channel[], more: Parameters<typeof withValues>[1] = {}): readonly RunResult[] =>
  [0.5, 0.9].map((coverage) => runScenario(withValues(closing(closed), { ...more, 'credit.coverage': coverage })))

test('with every channel off, coverage changes who has a file and nothing else', () => {
  const [low, high] = pair(ALL)
  const [few, many] = [blind(low.tables), blind(high.tables)]
  for (const [name, rows] of few) expect(many.get(name) === rows, name).toBe(true)
  expect(high.events).toEqual(low.events)
  const filed = [low, high].map(({ tables }) => numbers(tables.find(({ name }) => name === 'months')!, 'filed').at(-1)!)
  expect(filed[1]).toBeGreaterThan(1.5 * filed[0])
  const loans = numbers(low.tables.find(({ name }) => name === 'months')!, 'loans')
  expect(loans.reduce((sum, made) => sum + made, 0)).toBeGreaterThan(1000)
})

const acts = (closed: readonly Channel[], more: Parameters<typeof withValues>[1] = {}): boolean => {
  const [few, many] = pair(closed, more).map(({ tables }) => blind(tables).get('months'))
  return few !== many
}
const allBut = (...open: readonly Channel[]): readonly Channel[] => ALL.filter((channel) => !open.includes(channel))

// What is learnt of files differs by chance alone where they mean nothing, and reputation needs defaults to be shown.
test.each(allBut('learning', 'reputation'))('with %s alone at work, it changes the market', (open) => {
  expect(acts(allBut(open))).toBe(true)
})

test('reputation alone changes the market where the bureau shows defaults, though no lender reads them', () => {
  const unread = {
    'lenders.bank.usesBureau': false,
    'lenders.licensed.usesBureau': false,
    'lenders.platform.usesBureau': false,
  }
  expect(acts(allBut('record'), unread)).toBe(false)
  expect(acts(allBut('record', 'reputation'), unread)).toBe(true)
})
