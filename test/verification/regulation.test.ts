/** Each rule, switched on in the middle of a run, does what it says from that month on, and the log says whom it hits. */

import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { LENDER_CLASSES } from '../../src/base/vocabulary.ts'
import type { MarketEvent } from '../../src/market/events.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases, firstOf } from '../size.ts'
import { dated, horizon, type Recipe, scenarioWith, size } from './market.ts'

const FROM = 8
const PEOPLE = cases(1500, 4000)

interface Ruled {
  readonly loans: Table
  readonly applications: Table
  readonly lenders: Table
  readonly months: Table
  readonly p2p: Table
  readonly aprs: Table
  readonly events: readonly MarketEvent[]
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
    size(PEOPLE, 11),
    horizon(12, 20),
    everybody,
    dated({ month: FROM, set: rule }),
    ...recipes,
  )
  const { tables, events: lines } = runScenario(scenario)
  const events = lines.map((line) => JSON.parse(line) as MarketEvent)
  const named = (name: string): Table => tables.find((table) => table.name === name)!
  const policy = events.find(({ kind }) => kind === 'policy')!
  return {
    loans: named('loans'),
    applications: named('applications'),
    lenders: named('lenders'),
    months: named('months'),
    p2p: named('p2p'),
    aprs: named('aprs'),
    events,
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

test('lending near the cap is counted by the cap that binds the lender in the month of the loan', () => {
  const ruled = under({ 'regulation.licensedCap': 0.2, 'regulation.privateCap': 0.25 }, ({ pricing }) => {
    pricing.aprCap = 0.3
  })
  const of = classes(ruled)
  const { loans, aprs } = ruled
  const [month, apr, lent] = ['month', 'apr', 'amount'].map((column) => numbers(loans, column))
  const lender = texts(loans, 'lender')
  const near: { [of: string]: number } = { bank: 0, licensed: 0, platform: 0 }
  for (let row = 0; row < loans.rows; row++) {
    if (month[row] < 0) continue
    const its = of.get(lender[row])!
    const cap = month[row] < FROM ? 0.3 : its === 'platform' ? 0.25 : 0.2
    if (apr[row] >= cap - 0.01 - 1e-9) near[its] += lent[row]
  }
  const recorded: { [of: string]: number } = { bank: 0, licensed: 0, platform: 0 }
  const [its, amount] = [texts(aprs, 'class'), numbers(aprs, 'nearCap')]
  for (let row = 0; row < aprs.rows; row++) recorded[its[row]] += amount[row]
  for (const name of ['licensed', 'platform']) expect(near[name]).toBeGreaterThan(0)
  for (const [name, sum] of Object.entries(near))
    expect([name, recorded[name].toFixed(2)]).toEqual([name, sum.toFixed(2)])
})

test('no campus loans: nobody under 22 takes a new loan but from banks', () => {
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
  const least = 2 * PEOPLE
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

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** A month's figure of every platform of the P2P table. */
function monthly(table: Table, column: string, month: number): number[] {
  const months = numbers(table, 'month')
  return [...numbers(table, column)].filter((_, row) => months[row] === month)
}

test.each(firstOf([11, 12, 13]))(
  'seed %i, P2P must close: no new loan from that month on, the books run off to investors',
  (seed) => {
    const peers: Recipe = (draft) => {
      draft.seed = seed
      // Peer-to-peer platforms are small: all know them and their kind, customers cost nothing, and needs come often.
      Object.assign(draft.lenders.platform, { awarenessAtStart: 1, acquisitionCost: 0 })
      draft.needs.arrival = { youth: 0.2, middle: 0.2, old: 0.2 }
      Object.assign(draft.p2p, { platforms: 3, investors: 300, wealth: 100 })
      // Without recoveries all cash of investors is what borrowers repay.
      draft.repayment.lossGivenDefault = 1
    }
    const lasting: Recipe = (draft) => {
      draft.horizon.months = 60
    }
    const ruled = under({ 'regulation.p2p': 'closing' }, peers, lasting)
    // A change that does nothing: what the rule does is the difference.
    const off = under({ 'regulation.graceMonths': 11 }, peers)
    const platforms = [...new Set(texts(ruled.p2p, 'platform'))]
    expect(platforms.length).toBe(3)
    const made = (run: Ruled): [number, number] => {
      const lender = texts(run.loans, 'lender')
      return count(run, (row) => platforms.includes(lender[row]))
    }
    const [before, after] = made(ruled)
    expect(before).toBeGreaterThan(20)
    expect(after).toBe(0)
    expect(made(off)[0]).toBe(before)
    expect(made(off)[1]).toBeGreaterThan(20)
    const lender = texts(ruled.loans, 'lender')
    expect(count(ruled, (row) => !platforms.includes(lender[row]))[1]).toBeGreaterThan(100)

    // Whom it hits stands in the log, with each closure and why.
    for (const code of platforms) expect(ruled.policy.why).toContain(code)
    expect(ruled.policy.why).toMatch(/hits L\d\d.*products withdrawn/)
    const closures = ruled.events.filter(({ kind }) => kind === 'closure')
    expect(closures.map(({ actor, month, why }) => [actor, month, why])).toEqual(
      platforms.map((code) => [code, FROM, 'peer-to-peer platforms must close']),
    )

    // Nothing goes in, what borrowers pay goes out, and what they do not pay is the investors' loss, to the fen.
    const status = texts(ruled.p2p, 'status')
    numbers(ruled.p2p, 'month').forEach((month, row) => {
      expect(status[row] === 'open').toBe(month < FROM)
    })
    const cash = (month: number): number => numbers(ruled.months, 'investorCash')[month + 12]
    const start = total(monthly(ruled.p2p, 'claims', FROM - 1))
    let [owed, repaid] = [start, 0]
    for (let month = FROM; month < 60; month++) {
      const of = (column: string): number => total(monthly(ruled.p2p, column, month))
      expect([of('inflow'), of('funded'), of('withdrawalsPaid'), of('lossChargeOff')]).toEqual([0, 0, 0, 0])
      owed += of('interest') - of('repaid') - of('lossClosure')
      expect(of('claims')).toBeCloseTo(owed, 6)
      expect(cash(month) - cash(month - 1)).toBeCloseTo(of('repaid') - of('fee'), 6)
      repaid += of('repaid')
    }
    expect(start).toBeGreaterThan(0)
    expect(repaid).toBeGreaterThan(0.5 * start)
    expect(total(monthly(ruled.p2p, 'claims', 59))).toBe(0)
    expect(status.slice(-3)).toEqual(['woundUp', 'woundUp', 'woundUp'])
  },
)

test('the rule on own funding: the log names whom it holds to their own part, and whom it does not', () => {
  const joint: Recipe = ({ lenders }) => {
    Object.assign(lenders.platform, { facilitatedShare: 0.9 })
    Object.assign(lenders.licensed, { facilitatedShare: 0.5 })
    // The banks' capital never holds them back.
    lenders.bank.capital = 1_000_000
  }
  const ruled = under({ 'regulation.minOwnFunding': 0.3 }, joint)
  const off = under({ 'regulation.graceMonths': 11 }, joint)
  const shares = (run: Ruled, month: number): Map<string, number> => {
    const [code, share] = [texts(run.lenders, 'lender'), numbers(run.lenders, 'facilitatedShare')]
    return new Map(
      [...numbers(run.lenders, 'month')].flatMap((at, row) => (at === month ? [[code[row], share[row]]] : [])),
    )
  }
  expect(shares(ruled, FROM - 1)).toEqual(shares(off, FROM - 1))
  const of = classes(ruled)
  const hit = [...shares(off, FROM)].filter(([, share]) => share > 0.7).map(([code]) => code)
  expect(hit.length).toBeGreaterThan(2)
  for (const [code, share] of shares(ruled, FROM)) {
    expect([code, share]).toEqual([code, Math.min(0.7, shares(off, FROM).get(code)!)])
    if (hit.includes(code)) expect(of.get(code)).toBe('platform')
  }
  const [told, named] = ruled.policy.why.split('; hits ')
  expect(told).toBe("regulation.minOwnFunding = 0.3: at least 30 % of lending with a partner is the lender's own")
  expect(named).toBe(`${hit.join(', ')}, who must fund more themselves`)
  expect(under({ 'regulation.minOwnFunding': 0.05 }, joint).policy.why).toContain('hits nobody')
})

test('reporting by all: what platforms lend reaches the bureau from then on', () => {
  const ruled = under({ 'regulation.mandatoryReporting': true }, (draft) => {
    draft.lenders.platform.reportingShare = 0
    Object.assign(draft.credit, { fileFormation: true, sharing: 'full' })
  })
  const off = under({ 'regulation.graceMonths': 11 }, (draft) => {
    draft.lenders.platform.reportingShare = 0
    Object.assign(draft.credit, { fileFormation: true, sharing: 'full' })
  })
  const filed = (run: Ruled): Float64Array => numbers(run.months, 'filed')
  const at = (month: number): number => month + 12
  expect(filed(ruled)[at(FROM - 1)]).toBe(filed(off)[at(FROM - 1)])
  expect(filed(ruled)[at(19)]).toBeGreaterThan(1.01 * filed(off)[at(19)])
  expect(ruled.policy.why).toMatch(/L\d\d.*must report now/)
})
