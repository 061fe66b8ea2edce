/** How much is lost to fraud, how much of it is found out, and at what cost to honest people. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, reportedRows, sumOf, tableNamed } from './rows.ts'

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
