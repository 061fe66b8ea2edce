/** How much is lost to fraud, how much of it is found out, and at what cost to honest people. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, reportedRows, reportedSum, sumOf, tableNamed } from './rows.ts'

const YEAR = 12

export interface FraudRates {
  /** Fraudulent loans charged off a year over the mean balance. */
  readonly lossRate: number
  /** Fraudulent applications refused as such. */
  readonly detected: number
  /** Honest applications refused as fraud. */
  readonly falseExclusions: number
}

export interface FraudMonth extends FraudRates {
  readonly month: number
}

/** Rates of the twelve months that end with each month, burn-in included. */
export function fraudByMonth(tables: readonly Table[]): FraudMonth[] {
  const months = tableNamed(tables, 'months')
  return Array.from(numbers(months, 'month'), (month, row) => {
    const rows = Array.from({ length: Math.min(YEAR, row + 1) }, (_, back) => row - back)
    return { month, ...rates(months, rows) }
  })
}

/** The same over the reported window. */
export function fraudOutcome(tables: readonly Table[]): FraudRates {
  const months = tableNamed(tables, 'months')
  return rates(months, reportedRows(months))
}

/** Whether anybody tried. */
export function anyFraud(tables: readonly Table[]): boolean {
  return numbers(tableNamed(tables, 'months'), 'fraudAttempts').some((attempts) => attempts > 0)
}

function rates(months: Table, rows: readonly number[]): FraudRates {
  const sum = (name: string): number => sumOf(numbers(months, name), rows)
  const attempts = sum('fraudAttempts')
  return {
    lossRate: ratio(YEAR * sum('fraudLoss'), sum('balance')),
    detected: ratio(sum('fraudDetected'), attempts),
    falseExclusions: ratio(sum('falseExclusions'), sum('applications') - attempts),
  }
}

/**
 * What fraud and screening cost, yuan a consumer and year: fraudulent loans charged off, and what honest applications
 * refused as fraud would have earned, had they been approved like others, at the mean loan and what a yuan lent left after
 * funds and credit losses. Earning less than nothing counts as it is.
 */
export function fraudCost(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  const lenders = tableNamed(tables, 'lenders')
  const sum = (name: string): number => reportedSum(months, name)
  const earned =
    reportedSum(lenders, 'interest') - reportedSum(lenders, 'fundingCost') - reportedSum(lenders, 'creditCost')
  const lent = sum('originated')
  const honest = sum('falseExclusions')
  const forgone = honest === 0 ? 0 : honest * ratio(sum('approvals'), sum('applications')) * ratio(earned, sum('loans'))
  return lent > 0 ? ratio(YEAR * (sum('fraudLoss') + forgone), sum('consumers')) : NaN
}
