/** How lenders spread among consumers, and whether those who came stay. */
import { numbers, type Table, texts } from '../base/table.ts'
import { meanAndSd, ratio, reportedRows, reportedSum, sumOf, tableNamed } from './rows.ts'

/** One class of lenders at the end of one month; burn-in months are negative. */
export interface ClassAdoption {
  readonly month: number
  readonly class: string
  /** Share of consumers who know a lender, mean over the lenders of the class. */
  readonly aware: number
  /** Share of consumers alive who ever borrowed from the class. */
  readonly adopted: number
}

/** Adoption by class, in the order recorded: month by month, class by class; classes that never had a lender are left out. */
export function adoptionByClass(tables: readonly Table[]): ClassAdoption[] {
  const table = tableNamed(tables, 'adoption')
  const months = tableNamed(tables, 'months')
  const population = new Map(
    Array.from(numbers(months, 'month'), (month, row) => [month, numbers(months, 'consumers')[row]]),
  )
  const lenders = tableNamed(tables, 'lenders')
  const [lenderMonth, lenderClass, awareness] = [
    numbers(lenders, 'month'),
    texts(lenders, 'class'),
    numbers(lenders, 'awareness'),
  ]
  const known = new Map<string, number[]>()
  lenderClass.forEach((name, row) => {
    const key = `${name} ${lenderMonth[row]}`
    known.set(key, [...(known.get(key) ?? []), awareness[row]])
  })
  const [month, adopters] = ['month', 'adopters'].map((name) => numbers(table, name))
  const present = new Set(lenderClass)
  const all = texts(table, 'class').map((name, row) => ({
    month: month[row],
    class: name,
    aware: meanAndSd(known.get(`${name} ${month[row]}`) ?? []).mean,
    adopted: ratio(adopters[row], population.get(month[row]) ?? NaN),
  }))
  return all.filter((row) => present.has(row.class))
}

/** What became of customers and where they came from, over the reported window. */
export interface Retention {
  /** Share of consumers who had ever borrowed, in the last month. */
  readonly adopted: number
  /** Loans from the lender of the loan before, of all loans that follow on another. */
  readonly repeatShare: number
  /** Of loans to customers new to the lender: those who heard of it by word of mouth, rewarded or not. */
  readonly heardShare: number
  /** Of loans to customers new to the lender: those whose recommendation was rewarded. */
  readonly referredShare: number
  /** Mean satisfaction with the latest lender, mean over months. */
  readonly satisfaction: number
  /** Mean awareness of a lender, mean over lenders and months. */
  readonly awareness: number
}

export function retention(tables: readonly Table[]): Retention {
  const months = tableNamed(tables, 'months')
  const lenders = tableNamed(tables, 'lenders')
  const sum = (name: string): number => reportedSum(months, name)
  const rows = reportedRows(months)
  const last = rows.slice(-1)
  const satisfied = rows.filter((row) => Number.isFinite(numbers(months, 'satisfaction')[row]))
  const lenderRows = reportedRows(lenders)
  return {
    adopted: ratio(sumOf(numbers(months, 'adopters'), last), sumOf(numbers(months, 'consumers'), last)),
    repeatShare: ratio(sum('repeatLoans'), sum('customersLoans')),
    heardShare: ratio(sum('newByWordOfMouth') + sum('newByReferral'), sum('newCustomers')),
    referredShare: ratio(sum('newByReferral'), sum('newCustomers')),
    satisfaction: ratio(sumOf(numbers(months, 'satisfaction'), satisfied), satisfied.length),
    awareness: ratio(sumOf(numbers(lenders, 'awareness'), lenderRows), lenderRows.length),
  }
}
