/** The monthly series of a run: what ensembles of runs keep of every run, month by month. */
import { numbers, type Table } from '../base/table.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { MONTHLY_MEASURES } from './registry.ts'
import { reportedRows, tableNamed } from './rows.ts'

export interface RunSeries {
  /** The reported months, from 0. */
  readonly months: readonly number[]
  /** One value a month for each of the measures that were asked for. */
  readonly values: readonly (readonly number[])[]
}

export function runSeries(
  tables: readonly Table[],
  scenario: MeasuredScenario,
  measures: typeof MONTHLY_MEASURES = MONTHLY_MEASURES,
): RunSeries {
  const run = { tables, scenario }
  const table = tableNamed(tables, 'months')
  const rows = reportedRows(table)
  return {
    months: rows.map((row) => numbers(table, 'month')[row]),
    values: measures.map(({ monthly }) => {
      const values = monthly(run)
      return rows.map((row) => values[row])
    }),
  }
}
