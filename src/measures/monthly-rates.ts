/** The monthly measures that charts of one run draw, month by month, burn-in included. */
import { numbers, type Table } from '../base/table.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { MONTHLY_MEASURES } from './registry.ts'
import { tableNamed } from './rows.ts'

/** Field → key of the measure. */
const FIELDS = {
  meanApr: 'apr.mean',
  approvalRate: 'approval.all',
  /** Shares of the balance: one instalment past due (1-30 days), 31-60, 61-90 and more than 90 days. */
  late1: 'late.days1to30',
  late31: 'late.days31to60',
  late61: 'late.days61to90',
  late90: 'late.over90',
  roa: 'roa.trailing',
} as const
type Field = keyof typeof FIELDS

export interface MonthlyRates extends Readonly<Record<Field, number>> {
  readonly month: number
  readonly balance: number
  readonly originated: number
}

/** Missing (NaN) where there is nothing to divide by. */
export function monthlyRates(tables: readonly Table[], scenario: MeasuredScenario): MonthlyRates[] {
  const run = { tables, scenario }
  const months = tableNamed(tables, 'months')
  const values = Object.entries(FIELDS).map(([field, key]): [string, readonly number[]] => {
    return [field, MONTHLY_MEASURES.find((measure) => measure.key === key)!.monthly(run)]
  })
  return Array.from({ length: months.rows }, (_, row) => ({
    month: numbers(months, 'month')[row],
    balance: numbers(months, 'balance')[row],
    originated: numbers(months, 'originated')[row],
    ...(Object.fromEntries(values.map(([field, of]) => [field, of[row]])) as Record<Field, number>),
  }))
}
