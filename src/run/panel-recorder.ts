/** Turns the journal of the panel into its three tables. */
import { LOAN_SLOTS } from '../agents/consumers.ts'
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import { FILE_STATES, PURPOSES, REFUSALS } from '../base/vocabulary.ts'
import {
  APPLICATION_OUTCOMES,
  type ApplicationEntry,
  type EndingEntry,
  isMember,
  type JournalEntry,
  LOAN_ENDINGS,
  RUNNING,
} from '../market/journal.ts'
import type { Nature, Present, Watchers } from '../market/world.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'
import type { TableBuilder } from './table-builder.ts'

/** Rows of loans of the panel that are still running, by slot and tick of origination. */
export interface Panel {
  readonly running: Map<string, number>
}

export interface PanelTables {
  readonly applications: TableBuilder
  readonly loans: TableBuilder
  readonly persons: TableBuilder
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
  return { running: new Map() }
}

/** Writes a month's applications and loans down, how earlier ones ended and, once a year, the persons. */
export function recordPanel(
  { running }: Panel,
  { applications, loans, persons }: PanelTables,
  world: Present & Nature & Watchers,
  entries: readonly JournalEntry[],
): void {
  const { month, tick } = world
  for (const entry of entries) {
    if (entry.kind === 'ending') {
      end(running, loans, entry, month)
      continue
    }
    if (month < 0) continue
    addApplication(applications, month, entry)
    if (APPLICATION_OUTCOMES[entry.outcome] !== 'lent') continue
    running.set(`${entry.consumer} ${tick}`, loans.rows)
    addLoan(loans, month, entry)
  }
  if (month >= 0 && month % 12 === 0) addPersons(persons, world)
}

function end(
  running: Map<string, number>,
  loans: TableBuilder,
  { consumer, madeTick, ending, balanceFen }: EndingEntry,
  month: number,
): void {
  const key = `${consumer} ${madeTick}`
  const row = running.get(key)
  // Loans of the burn-in are not written down.
  if (row === undefined) return
  loans.change(row, { ending: LOAN_ENDINGS[ending], endMonth: month, endBalance: yuanFromFen(balanceFen) })
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

function addLoan(table: TableBuilder, month: number, made: ApplicationEntry): void {
  table.add({
    month,
    person: personOf(made.consumer, made.generation),
    lender: made.lender,
    product: made.product,
    purpose: PURPOSES[made.purpose],
    amount: yuanFromFen(made.grantedFen),
    apr: aprOf(made.aprBp),
    grade: made.grade,
    ending: LOAN_ENDINGS[RUNNING],
    endMonth: Number.NaN,
    endBalance: Number.NaN,
  })
}

function addPersons(table: TableBuilder, world: Present & Nature & Watchers): void {
  const { consumers: c, journal, regime, tick, month } = world
  const { profile } = regime.plan
  for (let i = 0; i < c.count; i++) {
    if (!isMember(journal!, i)) continue
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
