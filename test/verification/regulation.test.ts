/** Each rule, switched on in the middle of a run, does what it says from that month on, and the log says whom it hits. */
import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { runScenario } from '../../src/run/run.ts'
import { LENDER_CLASSES } from '../../src/scenarios/scenario.ts'
import { dated, horizon, type Recipe, scenarioWith, size } from './market.ts'

const FROM = 8

interface Ruled {
  readonly loans: Table
  readonly applications: Table
  readonly lenders: Table
  readonly months: Table
  readonly policy: MarketEvent
}

/** A run in which a rule comes in month 8, with everybody in the panel. */
function under(rule: { readonly [path: string]: number | string | boolean }, ...recipes: readonly Recipe[]): Ruled {
  const everybody: Recipe = (draft) => {
    draft.outputs.panel = 1
    draft.pricing.aprCap = 0.5
    for (const name of LENDER_CLASSES) draft.lenders[name].lossCutoff = 0.3
  }
  const scenario = scenarioWith(
    size(4000, 11),
    horizon(12, 20),
    everybody,
    dated({ month: FROM, set: rule }),
    ...recipes,
  )
  const { tables, events } = runScenario(scenario)
  const named = (name: string): Table => tables.find((table) => table.name === name)!
  const policy = events.map((line) => JSON.parse(line) as MarketEvent).find(({ kind }) => kind === 'policy')!
  return {
    loans: named('loans'),
    applications: named('applications'),
    lenders: named('lenders'),
    months: named('months'),
    policy,
  }
}

/** Class of every lender by code. */
function classes({ lenders }: Ruled): Map<string, string> {
  const of = texts(lenders, 'class')
  return new Map(texts(lenders, 'lender').map((code, row) => [code, of[row]]))
}

/** Loans made before and after the rule to which `which` applies. */
function count(ruled: Ruled, which: (row: number, of: string) => boolean): [before: number, after: number] {
  const { loans } = ruled
  const month = numbers(loans, 'month')
  const lender = texts(loans, 'lender')
  const of = classes(ruled)
  const counts: [number, number] = [0, 0]
  for (let row = 0; row < loans.rows; row++) {
    if (which(row, of.get(lender[row])!)) counts[month[row] < FROM ? 0 : 1]++
  }
  return counts
}

test.each([
  ['regulation.aprCap', 0.2, (_: string): boolean => true],
  ['regulation.licensedCap', 0.2, (of: string): boolean => of === 'licensed'],
  ['regulation.privateCap', 0.154, (of: string): boolean => of === 'platform'],
] as const)('%s: none of those it binds lends above it', (path, cap, binds) => {
  const ruled = under({ [path]: cap })
  const apr = numbers(ruled.loans, 'apr')
  const [before, after] = count(ruled, (row, of) => binds(of) && apr[row] > cap)
  expect(before).toBeGreaterThan(10)
  expect(after).toBe(0)
  const [, below] = count(ruled, (row, of) => binds(of) && apr[row] <= cap)
  expect(below).toBeGreaterThan(10)
  const [, others] = count(ruled, (row, of) => !binds(of) && apr[row] > cap)
  if (path !== 'regulation.aprCap') expect(others).toBeGreaterThan(0)
  expect(ruled.policy.why).toMatch(/binds for \d+ of \d+ products \(L\d\d-/)
})

test('no campus loans: nobody under 22 borrows anew but from banks', () => {
  const ruled = under({ 'regulation.studentLending': false })
  const { applications } = ruled
  const age = numbers(applications, 'age')
  const month = numbers(applications, 'month')
  const lender = texts(applications, 'lender')
  const outcome = texts(applications, 'outcome')
  const of = classes(ruled)
  const made = { before: 0, after: 0, older: 0 }
  for (let row = 0; row < applications.rows; row++) {
    if (outcome[row] !== 'lent' || of.get(lender[row]) === 'bank') continue
    if (age[row] >= 22) made.older += month[row] < FROM ? 0 : 1
    else if (month[row] < FROM) made.before++
    else made.after++
  }
  expect(made.before).toBeGreaterThan(20)
  expect(made.after).toBe(0)
  expect(made.older).toBeGreaterThan(50)
  expect(ruled.policy.why).toContain('closed to those under 22')
})

test('the cash-loan notice: platforms without a checkout stop lending, checkouts go on', () => {
  const ruled = under({ 'regulation.unlicensedLending': false })
  const checkouts = ['L18', 'L21', 'L22']
  const lender = texts(ruled.loans, 'lender')
  const [before, after] = count(ruled, (row, of) => of === 'platform' && !checkouts.includes(lender[row]))
  expect(before).toBeGreaterThan(10)
  expect(after).toBe(0)
  const [, shopping] = count(ruled, (row) => checkouts.includes(lender[row]))
  expect(shopping).toBeGreaterThan(10)
  expect(ruled.policy.why).toMatch(/hits L\d\d.*products withdrawn/)
})

test('licence capital: incumbents below it raise what is missing or leave', () => {
  const ruled = under({ 'regulation.graceMonths': 3, 'regulation.minCapital.licensed': 2 }, ({ industry }) => {
    industry.exit = true
  })
  expect(ruled.policy.why).toContain('must raise capital or leave within 3 months')
  const month = numbers(ruled.lenders, 'month')
  const equity = numbers(ruled.lenders, 'equity')
  const status = texts(ruled.lenders, 'status')
  const of = texts(ruled.lenders, 'class')
  const code = texts(ruled.lenders, 'lender')
  const least = 2 * 4000
  const short = new Set<string>()
  let [raised, left] = [0, 0]
  for (let row = 0; row < ruled.lenders.rows; row++) {
    if (of[row] !== 'licensed') continue
    if (month[row] === FROM && equity[row] < least) short.add(code[row])
    if (month[row] !== FROM + 3 || !short.has(code[row])) continue
    if (status[row] === 'active') {
      expect([code[row], equity[row] >= least]).toEqual([code[row], true])
      raised++
    } else left++
  }
  expect(short.size).toBeGreaterThan(3)
  expect(raised + left).toBe(short.size)
  expect(left).toBeGreaterThan(0)
})

test('reporting by all: what platforms lend reaches the bureau from then on', () => {
  const ruled = under({ 'regulation.mandatoryReporting': true }, (draft) => {
    draft.lenders.platform.reportsToBureau = false
    Object.assign(draft.credit, { fileFormation: true, sharing: 'full' })
  })
  const off = under({ 'regulation.graceMonths': 11 }, (draft) => {
    draft.lenders.platform.reportsToBureau = false
    Object.assign(draft.credit, { fileFormation: true, sharing: 'full' })
  })
  const filed = (run: Ruled): Float64Array => numbers(run.months, 'filed')
  const at = (month: number): number => month + 12
  expect(filed(ruled)[at(FROM - 1)]).toBe(filed(off)[at(FROM - 1)])
  expect(filed(ruled)[at(19)]).toBeGreaterThan(1.01 * filed(off)[at(19)])
  expect(ruled.policy.why).toMatch(/L\d\d.*must report now/)
})
