/** What people pay for the same true risk, by the state of their credit file; and how scores rank all applicants. */
import { numbers, type Table, texts } from '../base/table.ts'
import { ratio, reportedRows, sumOf, tableNamed } from './rows.ts'
import { areaUnder, pooledBins, rocCurve } from './scores.ts'

/**
 * Mean APR of borrowers with one state of the file less that of those with a scored file, at equal true risk: within bins
 * of the risk type, weighted by what the first borrowed. NaN where no bin has both.
 */
export function pricePremium(tables: readonly Table[], state: 'none' | 'unscored'): number {
  const table = tableNamed(tables, 'risk_prices')
  const file = texts(table, 'file')
  const [from, originated, meanApr] = ['riskFrom', 'originated', 'meanApr'].map((name) => numbers(table, name))
  const scored = new Map<number, number>()
  for (let row = 0; row < table.rows; row++) if (file[row] === 'scored') scored.set(from[row], meanApr[row])
  let [sum, weight] = [0, 0]
  for (let row = 0; row < table.rows; row++) {
    const other = scored.get(from[row])
    if (file[row] !== state || other === undefined) continue
    sum += originated[row] * (meanApr[row] - other)
    weight += originated[row]
  }
  return weight > 0 ? sum / weight : NaN
}

/** Area under the ROC curve of scores over all applications for fundable needs, by the applicants' true chances of default. */
export function applicantAuc(tables: readonly Table[], knowledge: string): number {
  const bins = pooledBins(
    tableNamed(tables, 'applicant_scores'),
    { loans: 'applications', defaulted: 'expected' },
    (known) => knowledge === 'all' || known === knowledge,
  )
  return areaUnder(rocCurve(bins))
}

/** Volume lent to earlier customers of the same lender over all, of the classes that are picked. */
export function repeatShare(tables: readonly Table[], lenderClass?: string): number {
  const table = tableNamed(tables, 'lenders')
  const of = texts(table, 'class')
  const rows = reportedRows(table).filter((row) => lenderClass === undefined || of[row] === lenderClass)
  return ratio(sumOf(numbers(table, 'repeatLent'), rows), sumOf(numbers(table, 'originated'), rows))
}
