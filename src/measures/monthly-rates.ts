/** Rates and shares of the market, month by month. Missing (NaN) where there is nothing to divide by. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, tableNamed } from './rows.ts'

export interface MonthlyRates {
  readonly month: number
  readonly balance: number
  readonly originated: number
  readonly meanApr: number
  /** Approvals / applications. */
  readonly approvalRate: number
  /** Served / demanded of the month. */
  readonly reach: number
  /** Shares of the balance: one instalment past due (1-30 days), 31-60, 61-90 and more than 90 days. */
  readonly late1: number
  readonly late31: number
  readonly late61: number
  readonly late90: number
  /** Net income of the last twelve months over the mean balance of them; missing before twelve are recorded. */
  readonly roa: number
  /** Charge-offs of the month × 12 over the balance. */
  readonly chargeOffRate: number
  /** Consumers with debt at two or more lenders / consumers with debt. */
  readonly multiLenderShare: number
  /** Consumers with a credit file / consumers. */
  readonly coverage: number
}

const YEAR = 12

export function monthlyRates(tables: readonly Table[]): MonthlyRates[] {
  const table = tableNamed(tables, 'months')
  const column = (name: string): Float64Array => numbers(table, name)
  const balance = column('balance')
  const netIncome = column('netIncome')
  const share = (part: string, whole: string, row: number): number => ratio(column(part)[row], column(whole)[row])
  return Array.from({ length: table.rows }, (_, row) => {
    let income = 0
    let stock = 0
    for (let back = Math.max(0, row - YEAR + 1); back <= row; back++) {
      income += netIncome[back]
      stock += balance[back]
    }
    return {
      month: column('month')[row],
      balance: balance[row],
      originated: column('originated')[row],
      meanApr: column('originated')[row] > 0 ? column('meanApr')[row] : NaN,
      approvalRate: share('approvals', 'applications', row),
      reach: share('served', 'demanded', row),
      late1: share('past30', 'balance', row),
      late31: share('past60', 'balance', row),
      late61: share('past90', 'balance', row),
      late90: share('npl', 'balance', row),
      roa: row + 1 >= YEAR ? ratio(YEAR * income, stock) : NaN,
      chargeOffRate: ratio(YEAR * column('chargedOff')[row], balance[row]),
      multiLenderShare: share('multiLender', 'borrowers', row),
      coverage: share('filed', 'consumers', row),
    }
  })
}
