/** Receipts are complete: what a run records of people follows from them alone, and a missing one is noticed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/base/table.ts'
import { FILE_STATES, PURPOSES, REFUSALS } from '../../src/base/vocabulary.ts'
import { APPLICATION_OUTCOMES, LOAN_ENDINGS } from '../../src/market/journal.ts'
import type { Receipt } from '../../src/market/trace.ts'
import { type Replay, replay } from '../../src/run/replay.ts'
import { runScenario } from '../../src/run/run.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases } from '../size.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'

const plain = scenarioWith(size(300, 5), horizon(6, 14), (draft) => {
  draft.outputs.panel = 1
  draft.needs.arrival.middle = 0.2
})
const full = Object.values(MECHANISMS).reduce(
  (latest: Scenario, { on }) => withValues(latest, on),
  scenarioWith(size(300, 9), horizon(6, 14), (draft) => {
    draft.outputs.panel = 1
    draft.needs.arrival.middle = 0.3
    draft.timeline = [{ month: 4, set: { 'credit.coverage': 0.9 } }]
  }),
)
/** People leave and enter at all ages. */
const aged = scenarioWith(size(300, 3), horizon(3, 14), (draft) => {
  draft.outputs.panel = 1
  draft.population.ages = 'population'
})

interface Lived {
  readonly receipts: ReadonlyMap<number, Receipt[]>
  readonly tables: readonly Table[]
  readonly digest: string
}

function live(scenario: Scenario): Lived {
  const receipts = new Map<number, Receipt[]>()
  for (let slot = 0; slot < scenario.population.consumers; slot++) receipts.set(slot, [])
  const trace = { consumers: new Set(receipts.keys()), tell: (one: Receipt) => receipts.get(one.consumer)!.push(one) }
  return { receipts, ...runScenario(scenario, { trace }) }
}

type Cells = readonly (string | number)[]

function rowsOf(tables: readonly Table[], name: string, columns: readonly string[]): Cells[] {
  const table = tables.find((one) => one.name === name)!
  const values = columns.map((column) => table.columns.find((one) => one.name === column)!.values)
  return Array.from({ length: table.rows }, (_, row) => values.map((of) => of[row]))
}

const sorted = (rows: readonly Cells[]): string[] => rows.map((row) => row.join(' ')).sort()
const apr = (bp: number): number => (bp < 0 ? Number.NaN : bp / 10000)
const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0)

describe.each([
  ['the plain market', plain],
  ['every mechanism', full],
  ['all adults', aged],
])('%s', (_, scenario) => {
  const { receipts, tables, digest } = live(scenario)
  const replays: readonly Replay[] = [...receipts.values()].map(replay)
  const applications = replays.flatMap((one) => one.applications).filter(({ month }) => month >= 0)
  const loans = replays.flatMap((one) => one.loans)

  test('tracing everybody changes no digest', () => {
    expect(digest).toBe(runScenario(scenario).digest)
  })

  test('receipts follow from one another, for every person', () => {
    expect(replays.flatMap(({ faults }) => faults)).toEqual([])
    expect(replays.every(({ months }) => months.length === scenario.horizon.burnIn + scenario.horizon.months)).toBe(
      true,
    )
  })

  test('applications are those that the panel recorded', () => {
    const recorded = rowsOf(tables, 'applications', [
      'month',
      'person',
      'lender',
      'product',
      'file',
      'purpose',
      'requested',
      'grade',
      'outcome',
      'refusal',
      'apr',
      'granted',
    ])
    const replayed = applications.map((one): Cells => {
      return [
        one.month,
        `${one.consumer}.${one.generation}`,
        one.lender,
        one.product,
        FILE_STATES[one.file],
        PURPOSES[one.purpose],
        one.requestedFen / 100,
        one.grade,
        APPLICATION_OUTCOMES[one.outcome],
        REFUSALS[one.refusal],
        apr(one.aprBp),
        one.grantedFen / 100,
      ]
    })
    expect(recorded.length).toBeGreaterThan(40)
    expect(sorted(replayed)).toEqual(sorted(recorded))
  })

  test('loans, and how they ended, are those that the panel recorded', () => {
    const recorded = rowsOf(tables, 'loans', ['month', 'person', 'product', 'amount', 'apr', 'ending', 'endMonth'])
    // The panel lists loans that were applied for in the reported months; purchases on a line are no loans of their own.
    const applied = new Set(
      applications
        .filter(({ outcome }) => APPLICATION_OUTCOMES[outcome] === 'lent')
        .map((one) => `${one.consumer} ${one.month}`),
    )
    const replayed = loans
      .filter(({ person, month }) => applied.has(`${person.split('.')[0]} ${month}`))
      .map((one): Cells => {
        const { month, person, product, amountFen, aprBp, ending, endMonth } = one
        return [month, person, product, amountFen / 100, apr(aprBp), LOAN_ENDINGS[ending], endMonth]
      })
    expect(recorded.length).toBeGreaterThan(10)
    expect(sorted(replayed)).toEqual(sorted(recorded))
  })

  test('months of all persons add up to those of the market', () => {
    const recorded = rowsOf(tables, 'months', [
      'month',
      'income',
      'spending',
      'liquidSavings',
      'balance',
      'originated',
      'repaid',
    ])
    for (const [month, ...sums] of recorded) {
      const lived = replays.flatMap(({ months }) => months).filter((one) => one.month === month)
      const rewards = sum(
        [...receipts.values()].flat().filter((one) => one.kind === 'reward' && one.month === month),
        (one) => (one.kind === 'reward' ? one.amountFen : 0),
      )
      const savings = sum(lived, ({ savingsFen }) => savingsFen) + rewards
      const added = [
        sum(lived, ({ incomeFen }) => incomeFen),
        sum(lived, ({ spendingFen }) => spendingFen),
        savings,
        sum(lived, ({ debtFen }) => debtFen),
        sum(lived, ({ borrowedFen }) => borrowedFen),
        sum(lived, ({ paidFen }) => paidFen),
      ]
      expect([month, ...added.map((fen) => fen / 100)]).toEqual([month, ...sums])
    }
  })

  test('a receipt that is left out is missed, where it is one that leads to something', () => {
    const leads = (one: Receipt): boolean => {
      if (one.kind === 'consideration') return one.surplus > 0
      if (one.kind === 'pick') return one.found !== 'spentLine'
      if (one.kind === 'service') return one.balanceFen !== one.openingFen
      return ['life', 'loan', 'application', 'ending'].includes(one.kind)
    }
    const places = [...receipts].flatMap(([slot, list]) => {
      const last = list.at(-1)!.month
      return list.flatMap((one, at) => (leads(one) && one.month < last ? [[slot, at] as const] : []))
    })
    fc.assert(
      fc.property(fc.constantFrom(...places), ([slot, at]) => {
        expect(replay(receipts.get(slot)!.filter((__, k) => k !== at)).faults).not.toEqual([])
      }),
      { numRuns: cases(60, 5000), seed: 16 },
    )
  })
})
