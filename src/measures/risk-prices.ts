/** What people pay for the same true risk, by the state of their credit file; and how scores rank all applicants. */
import { numbers, type Table, texts } from '../base/table.ts'
import { ratio, reportedRows, sumOf, tableNamed } from './rows.ts'
import { areaUnder, pooledBins, rocCurve } from './scores.ts'

/** Whether loans to people with this file, who would have one at this coverage, count. */
type IsPicked = (file: string, wouldBeFiled: string) => boolean

/** Amount and mean APR by bin of true risk. */
function pricesByRisk(table: Table, isPicked: IsPicked): Map<number, { lent: number; interest: number }> {
  const [file, band] = [texts(table, 'file'), texts(table, 'wouldBeFiled')]
  const [from, originated, meanApr] = ['riskFrom', 'originated', 'meanApr'].map((name) => numbers(table, name))
  const found = new Map<number, { lent: number; interest: number }>()
  for (let row = 0; row < table.rows; row++) {
    if (!isPicked(file[row], band[row])) continue
    const bin = found.get(from[row]) ?? { lent: 0, interest: 0 }
    bin.lent += originated[row]
    bin.interest += originated[row] * meanApr[row]
    found.set(from[row], bin)
  }
  return found
}

/**
 * Mean APR of some borrowers less that of others, at equal true risk: within bins of the risk type, weighted by what the
 * first borrowed. NaN where no bin has both.
 */
export function pricePremium(tables: readonly Table[], isFirst: IsPicked, isOther: IsPicked): number {
  const table = tableNamed(tables, 'risk_prices')
  const others = pricesByRisk(table, isOther)
  let [sum, weight] = [0, 0]
  for (const [from, { lent, interest }] of pricesByRisk(table, isFirst)) {
    const other = others.get(from)
    if (other === undefined || !(lent > 0) || !(other.lent > 0)) continue
    sum += interest - (lent * other.interest) / other.lent
    weight += lent
  }
  return ratio(sum, weight)
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
