/** Vintage curves: how much of what was lent in a half-year had ever gone more than 90 days past due, by age. */
import { numbers, type Table } from '../base/table.ts'
import { ratio, tableNamed } from './rows.ts'

/** Months of origination that are pooled into one curve. */
export const VINTAGE_MONTHS = 6

export interface VintagePoint {
  /** First month of origination in the group. */
  readonly from: number
  /** Last month of origination in the group. */
  readonly to: number
  /** Months on book. */
  readonly age: number
  /** Σ defaulted up to this age / Σ originated. */
  readonly defaulted: number
  /** Σ charged off up to this age / Σ originated. */
  readonly chargedOff: number
}

/**
 * Curves of the reported window's vintages. A group's curve ends at the age that its youngest vintage had reached
 * when the run ended: further on, the curve would mix vintages seen with vintages unseen.
 */
export function vintageCurves(tables: readonly Table[], lastMonth: number): VintagePoint[] {
  const table = tableNamed(tables, 'vintages')
  const [vintage, age, lent, defaulted, chargedOff] = ['vintage', 'age', 'originated', 'defaulted', 'chargedOff'].map(
    (column) => numbers(table, column),
  )
  const groups = new Map<number, { lent: Map<number, number>; defaulted: number[]; chargedOff: number[] }>()
  let oldest = 0
  for (let row = 0; row < table.rows; row++) {
    oldest = Math.max(oldest, age[row])
    if (vintage[row] < 0 || vintage[row] > lastMonth) continue
    const from = Math.floor(vintage[row] / VINTAGE_MONTHS) * VINTAGE_MONTHS
    let group = groups.get(from)
    if (group === undefined) {
      group = { lent: new Map(), defaulted: [], chargedOff: [] }
      groups.set(from, group)
    }
    group.lent.set(vintage[row], Math.max(lent[row], group.lent.get(vintage[row]) ?? 0))
    group.defaulted[age[row]] = (group.defaulted[age[row]] ?? 0) + defaulted[row]
    group.chargedOff[age[row]] = (group.chargedOff[age[row]] ?? 0) + chargedOff[row]
  }
  const points: VintagePoint[] = []
  for (const [from, group] of [...groups].sort(([a], [b]) => a - b)) {
    const to = Math.min(from + VINTAGE_MONTHS - 1, lastMonth)
    let total = 0
    for (const amount of group.lent.values()) total += amount
    let bad = 0
    let lost = 0
    for (let month = 0; month <= Math.min(lastMonth - to, oldest); month++) {
      bad += group.defaulted[month] ?? 0
      lost += group.chargedOff[month] ?? 0
      points.push({ from, to, age: month, defaulted: ratio(bad, total), chargedOff: ratio(lost, total) })
    }
  }
  return points
}
