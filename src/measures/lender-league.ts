/** Lenders over the reported window: shares, profitability, quality of the book. */
import { numbers, type Table, texts } from '../base/table.ts'
import { groupRows, meanAndSd, ratio, reportedRows, sumOf, tableNamed } from './rows.ts'

/** Lenders with less of all loans than this are left out where lenders count one by one: their ratios are noise. */
export const LEAST_SHARE = 0.001

export interface LenderRecord {
  readonly lender: string
  readonly class: string
  readonly months: number
  /** Whether it lent from the first reported month to the last. */
  readonly stayed: boolean
  /** Mean loans outstanding over the window, CNY. */
  readonly meanLoans: number
  /** Share of all lenders' mean loans. */
  readonly share: number
  /** Net income a year over mean loans. Loans are nearly all of these lenders' assets, so this stands for ROA. */
  readonly roa: number
  /** (Interest − cost of funds) a year over mean loans: the margin before costs and credit losses. */
  readonly netInterestMargin: number
  /** Mean balance more than 90 days past due over mean loans. */
  readonly nplShare: number
  /** Charge-offs a year over mean loans. */
  readonly chargeOffRate: number
  readonly approvalRate: number
  /** Amount lent over loans made, CNY. */
  readonly ticket: number
  readonly originations: number
  /** Mean APR of loans made, weighted by amount. */
  readonly meanApr: number
  /** Equity in the last month over loans in it. */
  readonly finalCapitalRatio: number
}

interface Sums {
  readonly lender: string
  readonly class: string
  readonly rows: readonly number[]
}

function recordOf(
  table: Table,
  { lender, class: lenderClass, rows }: Sums,
  months: number,
  allLoans: number,
): LenderRecord {
  const sum = (column: string): number => sumOf(numbers(table, column), rows)
  const loans = sum('loans')
  // Σ over months of a flow × 12 / Σ over months of a stock = annual flow / mean stock.
  const yearly = (flow: number): number => ratio(12 * flow, loans)
  const [apr, lent] = [numbers(table, 'meanApr'), numbers(table, 'originated')]
  const status = texts(table, 'status')
  let priced = 0
  for (const row of rows) if (lent[row] > 0) priced += lent[row] * apr[row]
  const last = numbers(table, 'month')[rows[rows.length - 1]]
  const lastRows = rows.filter((row) => numbers(table, 'month')[row] === last)
  return {
    lender,
    class: lenderClass,
    months,
    stayed: rows.length >= months && rows.every((row) => status[row] === 'active'),
    meanLoans: months > 0 ? loans / months : NaN,
    share: ratio(loans, allLoans),
    roa: yearly(sum('netIncome')),
    netInterestMargin: yearly(sum('interest') - sum('fundingCost')),
    nplShare: ratio(sum('npl'), loans),
    chargeOffRate: yearly(sum('chargedOff')),
    approvalRate: ratio(sum('approvals'), sum('applications')),
    ticket: ratio(sum('originated'), sum('originations')),
    originations: sum('originations'),
    meanApr: ratio(priced, sum('originated')),
    finalCapitalRatio: ratio(sumOf(numbers(table, 'equity'), lastRows), sumOf(numbers(table, 'loans'), lastRows)),
  }
}

function recordsBy(tables: readonly Table[], by: 'lender' | 'class'): LenderRecord[] {
  const table = tableNamed(tables, 'lenders')
  const all = reportedRows(table)
  const months = new Set(all.map((row) => numbers(table, 'month')[row])).size
  const allLoans = sumOf(numbers(table, 'loans'), all)
  const classes = texts(table, 'class')
  return groupRows(table, [by], all).map(({ key, rows }) =>
    recordOf(
      table,
      { lender: by === 'lender' ? key[0] : '', class: by === 'lender' ? classes[rows[0]] : key[0], rows },
      months,
      allLoans,
    ),
  )
}

/** One record a lender, in the order of the roster. */
export function lenderLeague(tables: readonly Table[]): LenderRecord[] {
  return recordsBy(tables, 'lender')
}

/** One record a class of lenders (`lender` is empty). */
export function lenderClasses(tables: readonly Table[]): LenderRecord[] {
  return recordsBy(tables, 'class')
}

/** Herfindahl–Hirschman index of shares (0 to 1). */
export function herfindahl(sizes: readonly number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return ratio(
    sizes.reduce((sum, size) => sum + size * size, 0),
    total * total,
  )
}

/**
 * Share of the `count` largest. A count between two whole numbers takes the matching fraction of the next one, so
 * that the top 3 of 31 can be compared with the top n/10 of any n.
 */
export function topShare(sizes: readonly number[], count: number): number {
  const descending = [...sizes].sort((a, b) => b - a)
  const total = descending.reduce((sum, size) => sum + size, 0)
  const whole = Math.min(descending.length, Math.floor(count))
  let held = 0
  for (let k = 0; k < whole; k++) held += descending[k]
  if (whole < descending.length) held += (count - whole) * descending[whole]
  return ratio(held, total)
}

export interface Market {
  readonly lenders: number
  readonly herfindahl: number
  readonly topThree: number
  /** Share of the top n/10 of the n licensed companies in those companies' loans. */
  readonly licensedTopTenth: number
  /** Net income a year of all lenders over their mean loans. */
  readonly roa: number
  /**
   * Mean and standard deviation over lenders, each counting once: those with `LEAST_SHARE` of all loans that stayed, since
   * published ratios are those of firms that are still there.
   */
  readonly roaMean: number
  readonly roaSpread: number
  readonly licensedRoaMean: number
  readonly licensedRoaSpread: number
  readonly netInterestMargin: number
}

export function marketStructure(league: readonly LenderRecord[]): Market {
  const lent = league.filter(({ meanLoans }) => meanLoans > 0)
  const licensed = league.filter((lender) => lender.class === 'licensed')
  const judged = lent.filter(({ share, stayed }) => stayed && share >= LEAST_SHARE)
  const sizes = league.map(({ meanLoans }) => meanLoans)
  const loans = sizes.reduce((sum, size) => sum + size, 0)
  const spread = meanAndSd(judged.map(({ roa }) => roa))
  const licensedSpread = meanAndSd(judged.filter((lender) => lender.class === 'licensed').map(({ roa }) => roa))
  const weighted = (value: (lender: LenderRecord) => number): number =>
    ratio(
      lent.reduce((sum, lender) => sum + value(lender) * lender.meanLoans, 0),
      loans,
    )
  return {
    lenders: league.length,
    herfindahl: herfindahl(sizes),
    topThree: topShare(sizes, 3),
    licensedTopTenth: topShare(
      licensed.map(({ meanLoans }) => meanLoans),
      Math.max(1, licensed.length / 10),
    ),
    roa: weighted(({ roa }) => roa),
    roaMean: spread.mean,
    roaSpread: spread.sd,
    licensedRoaMean: licensedSpread.mean,
    licensedRoaSpread: licensedSpread.sd,
    netInterestMargin: weighted(({ netInterestMargin }) => netInterestMargin),
  }
}
