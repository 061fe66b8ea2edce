/** How many independent cases stand behind what a run counts: persons, since what one person does hangs together. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, reportedRows, reportedSum, tableNamed } from './rows.ts'

/** Persons who lived in the reported window: those of its first month and those who came since. */
export function personsLived(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  const [first, ...later] = reportedRows(months)
  if (first === undefined) return 0
  const births = numbers(months, 'births')
  return numbers(months, 'consumers')[first] + later.reduce((sum, row) => sum + births[row], 0)
}

/** Persons who ever borrowed and live at the end: no more than have had a loan. */
function borrowersAtEnd(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  return numbers(months, 'adopters')[months.rows - 1] ?? 0
}

/** What so many needs are worth: a person's needs count as one where the market has several a person. */
export function needCases(tables: readonly Table[], needs: number): number {
  return casesOf(needs, reportedSum(tableNamed(tables, 'months'), 'demanded'), personsLived(tables))
}

/** What so many loans are worth: a borrower's loans count as one. */
export function loanCases(tables: readonly Table[], loans: number): number {
  return casesOf(loans, reportedSum(tableNamed(tables, 'months'), 'loans'), borrowersAtEnd(tables))
}

/** What so many applications are worth. */
export function applicationCases(tables: readonly Table[], applications: number): number {
  return casesOf(applications, reportedSum(tableNamed(tables, 'months'), 'applications'), personsLived(tables))
}

/** Persons behind months that persons spent in a state: at least so many, since none spent more than `most` in it. */
export function personsBehind(personMonths: number, most: number): number {
  return personMonths / Math.max(1, most)
}

function casesOf(events: number, allEvents: number, persons: number): number {
  const perPerson = ratio(allEvents, persons)
  return events / Math.max(1, Number.isFinite(perPerson) ? perPerson : 1)
}
