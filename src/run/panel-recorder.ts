/** Turns the journal of the panel into its three tables. */
import { LOAN_SLOTS } from '../agents/consumers.ts'
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { FILE_STATES, PURPOSES, REFUSALS } from '../base/vocabulary.ts'
import {
  APPLICATION_OUTCOMES,
  type ApplicationEntry,
  type EndingEntry,
  type JournalEntry,
  LOAN_ENDINGS,
  RUNNING,
} from '../market/journal.ts'
import type { Nature, Present, Watchers } from '../market/world.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'
import type { TableBuilder } from './table-builder.ts'

/** Loans of the panel, in the order in which they were made, and those still running, by slot and tick of origination. */
export interface Panel {
  readonly loans: LoanRow[]
  readonly running: Map<string, LoanRow>
}

interface LoanRow {
  readonly month: number
  readonly made: ApplicationEntry
  ending: number
  endMonth: number
  endBalanceFen: number
}

function personOf(consumer: number, generation: number): string {
  return `${consumer}.${generation}`
}

function ageOf(months: number): number {
  return ENTRY_AGE + Math.floor(months / 12)
}

/** An APR in basis points as a fraction; missing where there was no quote. */
function aprOf(bp: number): number {
  return bp < 0 ? Number.NaN : bp / 10000
}

export function startPanel(): Panel {
  return { loans: [], running: new Map() }
}

/** Writes a month's applications and, once a year, the persons down; notes loans and their ends. */
export function recordPanel(
  { loans, running }: Panel,
  applications: TableBuilder,
  persons: TableBuilder,
  world: Present & Nature & Watchers,
  entries: readonly JournalEntry[],
): void {
  const { month, tick } = world
  for (const entry of entries) {
    if (entry.kind === 'ending') {
      end(running, entry, month)
      continue
    }
    if (month < 0) continue
    addApplication(applications, month, entry)
    if (APPLICATION_OUTCOMES[entry.outcome] !== 'lent') continue
    const row = { month, made: entry, ending: RUNNING, endMonth: Number.NaN, endBalanceFen: Number.NaN }
    loans.push(row)
    running.set(`${entry.consumer} ${tick}`, row)
  }
  if (month >= 0 && month % 12 === 0) addPersons(persons, world)
}

/** Writes all loans of the panel down, with how each ended. */
export function recordLoans({ loans }: Panel, table: TableBuilder): void {
  for (const row of loans) addLoan(table, row)
}

function end(
  running: Map<string, LoanRow>,
  { consumer, madeTick, ending, balanceFen }: EndingEntry,
  month: number,
): void {
  const key = `${consumer} ${madeTick}`
  const row = running.get(key)
  // Loans of the burn-in are not written down.
  if (row === undefined) return
  row.ending = ending
  row.endMonth = month
  row.endBalanceFen = balanceFen
  running.delete(key)
}

function addApplication(table: TableBuilder, month: number, entry: ApplicationEntry): void {
  table.add({
    month,
    person: personOf(entry.consumer, entry.generation),
    age: ageOf(entry.ageMonths),
    file: FILE_STATES[entry.file],
    lender: entry.lender,
    product: entry.product,
    purpose: PURPOSES[entry.purpose],
    requested: yuanFromFen(entry.requestedFen),
    grade: entry.grade,
    outcome: APPLICATION_OUTCOMES[entry.outcome],
    refusal: REFUSALS[entry.refusal],
    apr: aprOf(entry.aprBp),
    granted: yuanFromFen(entry.grantedFen),
  })
}

function addLoan(table: TableBuilder, { month, made, ending, endMonth, endBalanceFen }: LoanRow): void {
  table.add({
    month,
    person: personOf(made.consumer, made.generation),
    lender: made.lender,
    product: made.product,
    purpose: PURPOSES[made.purpose],
    amount: yuanFromFen(made.grantedFen),
    apr: aprOf(made.aprBp),
    grade: made.grade,
    ending: LOAN_ENDINGS[ending],
    endMonth,
    endBalance: yuanFromFen(endBalanceFen),
  })
}

function addPersons(table: TableBuilder, world: Present & Nature & Watchers): void {
  const { consumers: c, journal, regime, tick, month } = world
  const { profile } = regime.plan
  for (let i = 0; i < c.count; i++) {
    if (journal!.member[i] === 0) continue
    const age = tick - c.birthTick[i]
    let debt = 0
    let pastDue = 0
    for (let slot = 0; slot < c.loanCount[i]; slot++) {
      const at = i * LOAN_SLOTS + slot
      debt += c.loanBalanceFen[at]
      pastDue = Math.max(pastDue, c.loanOverdue[at])
    }
    table.add({
      month,
      person: personOf(i, c.generation[i]),
      age: ageOf(age),
      file: FILE_STATES[c.file[i]],
      unemployed: c.unemployed[i],
      risk: c.risk[i],
      permanentIncome: yuanFromFen(Math.round(profile[age] * exp(c.persistent[i]))),
      savings: yuanFromFen(c.savingsFen[i]),
      debt: yuanFromFen(debt),
      loans: c.loanCount[i],
      monthsPastDue: pastDue,
    })
  }
}
