/** Who is served: served over demanded, denials and grants by group of consumers, over the reported window. */
import { numbers, type Table } from '../base/table.ts'
import { groupRows, ratio, reportedRows, sumOf, tableNamed } from './rows.ts'

export interface GroupServed {
  readonly grouping: string
  readonly group: string
  readonly demanded: number
  readonly served: number
  /** Served / demanded. */
  readonly servedShare: number
  readonly applications: number
  /** Denied / applied. */
  readonly denialRate: number
  /** Granted / requested, yuan, over loans made. */
  readonly grantedShare: number
  /** Mean APR of loans made, weighted by amount. */
  readonly meanApr: number
  /** Charged off / granted over the window. */
  readonly lossShare: number
}

export function servedByGroup(tables: readonly Table[]): GroupServed[] {
  const table = tableNamed(tables, 'groups')
  const column = (name: string): Float64Array => numbers(table, name)
  const granted = column('granted')
  const apr = column('meanApr')
  return groupRows(table, ['grouping', 'group'], reportedRows(table)).map(({ key, rows }) => {
    const sum = (name: string): number => sumOf(column(name), rows)
    let priced = 0
    for (const row of rows) if (granted[row] > 0) priced += granted[row] * apr[row]
    return {
      grouping: key[0],
      group: key[1],
      demanded: sum('demanded'),
      served: sum('served'),
      servedShare: ratio(sum('served'), sum('demanded')),
      applications: sum('applications'),
      denialRate: ratio(sum('denied'), sum('applications')),
      grantedShare: ratio(sum('granted'), sum('requested')),
      meanApr: ratio(priced, sum('granted')),
      lossShare: ratio(sum('chargedOff'), sum('granted')),
    }
  })
}
