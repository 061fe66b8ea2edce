/** Quality of lenders' scores by what the lender knew: ranking (ROC, AUC) and calibration, from loans made. */

import { numbers, type Table, texts } from '../base/table.ts'
import { FILE_STATES, KNOWLEDGE, type Knowledge } from '../base/vocabulary.ts'
import { ratio, rowsByNumber, sumOf, tableNamed } from './rows.ts'

/** Loans of one score bin. */
export interface ScoreBin {
  /** Lower edge, logarithm of the annual loss that the lender expected: the higher, the riskier. */
  readonly from: number
  readonly loans: number
  readonly defaulted: number
  /** Defaults that scores stood for; the same times the loss multiplier that lenders priced with. */
  readonly expected: number
  readonly priced: number
}

export interface ScoreQuality {
  readonly knowledge: Knowledge | 'all'
  /** File state, or 'all' for the three together. */
  readonly file: string
  readonly loans: number
  readonly defaulted: number
  /** Shares of loans: defaulted, and expected to. */
  readonly rate: number
  readonly expectedRate: number
  readonly pricedRate: number
  /** Area under the ROC curve and its 95 % confidence interval (Hanley & McNeil 1982); NaN without both outcomes. */
  readonly auc: number
  readonly aucLow: number
  readonly aucHigh: number
  /** Defaults over expected ones: above 1 the scores were too kind. */
  readonly calibration: number
}

/** Score bins with loans, ascending, of the regimes that `belongs` picks, pooled. */
export function scoreBins(
  tables: readonly Table[],
  belongs: (knowledge: string, file: string) => boolean,
): readonly ScoreBin[] {
  const names = { loans: 'loans', defaulted: 'defaulted', expected: 'expected', priced: 'priced' }
  return pooledBins(tableNamed(tables, 'scores'), names, belongs)
}

/** Sums of columns by score bin, ascending, over the regimes that `belongs` picks; `columns`: name of a sum to its column. */
export function pooledBins<Sum extends string>(
  table: Table,
  columns: { readonly [sum in Sum]: string },
  belongs: (knowledge: string, file: string) => boolean,
): readonly ({ readonly from: number } & { readonly [sum in Sum]: number })[] {
  const [knowledge, file] = [texts(table, 'knowledge'), texts(table, 'file')]
  const sums = (Object.keys(columns) as Sum[]).map((sum) => [sum, numbers(table, columns[sum])] as const)
  return [...rowsByNumber(table, 'scoreFrom')].flatMap(([from, rows]) => {
    const picked = rows.filter((row) => belongs(knowledge[row], file[row]))
    if (picked.length === 0) return []
    const summed = sums.map(([sum, values]) => [sum, sumOf(values, picked)])
    return [{ from, ...(Object.fromEntries(summed) as { [sum in Sum]: number }) }]
  })
}

export interface RocPoint {
  /** Share of good loans, and of bad ones, in the riskiest bins down to this one. */
  readonly goodShare: number
  readonly badShare: number
}

/** The ROC curve from the riskiest bin down; empty unless there are good and bad loans. */
export function rocCurve(bins: readonly Pick<ScoreBin, 'loans' | 'defaulted'>[]): RocPoint[] {
  const bad = bins.reduce((sum, bin) => sum + bin.defaulted, 0)
  const good = bins.reduce((sum, bin) => sum + bin.loans - bin.defaulted, 0)
  if (bad === 0 || good === 0) return []
  const points: RocPoint[] = [{ goodShare: 0, badShare: 0 }]
  let [goods, bads] = [0, 0]
  for (let k = bins.length - 1; k >= 0; k--) {
    bads += bins[k].defaulted
    goods += bins[k].loans - bins[k].defaulted
    points.push({ goodShare: goods / good, badShare: bads / bad })
  }
  return points
}

/** Area under the ROC curve by trapezoids: loans of one bin count as ties. NaN of an empty curve. */
export function areaUnder(curve: readonly RocPoint[]): number {
  if (curve.length === 0) return NaN
  let area = 0
  for (let k = 1; k < curve.length; k++) {
    area += ((curve[k].goodShare - curve[k - 1].goodShare) * (curve[k].badShare + curve[k - 1].badShare)) / 2
  }
  return area
}

/** Standard error of an area under the ROC curve from `bad` and `good` cases (Hanley & McNeil 1982, Radiology 143). */
export function aucError(auc: number, bad: number, good: number): number {
  const q1 = auc / (2 - auc)
  const q2 = (2 * auc * auc) / (1 + auc)
  const square = auc * auc
  return Math.sqrt((auc * (1 - auc) + (bad - 1) * (q1 - square) + (good - 1) * (q2 - square)) / (bad * good))
}

/** Two-sided 95 % of a normal. */
const Z95 = 1.959964

export function qualityOf(knowledge: Knowledge | 'all', file: string, bins: readonly ScoreBin[]): ScoreQuality {
  const total = (of: (bin: ScoreBin) => number): number => bins.reduce((sum, bin) => sum + of(bin), 0)
  const [loans, defaulted] = [total((bin) => bin.loans), total((bin) => bin.defaulted)]
  const expected = total((bin) => bin.expected)
  const auc = areaUnder(rocCurve(bins))
  const error = aucError(auc, defaulted, loans - defaulted)
  return {
    knowledge,
    file,
    loans,
    defaulted,
    rate: ratio(defaulted, loans),
    expectedRate: ratio(expected, loans),
    pricedRate: ratio(
      total((bin) => bin.priced),
      loans,
    ),
    auc,
    aucLow: Math.max(0, auc - Z95 * error),
    aucHigh: Math.min(1, auc + Z95 * error),
    calibration: ratio(defaulted, expected),
  }
}

/** All loans, each state of knowledge, and within it each state of the file; those without a loan are left out. */
export function scoreQuality(tables: readonly Table[]): ScoreQuality[] {
  const of = (knowledge: Knowledge | 'all', file: string): ScoreQuality =>
    qualityOf(
      knowledge,
      file,
      scoreBins(tables, (k, f) => (knowledge === 'all' || k === knowledge) && (file === 'all' || f === file)),
    )
  const files = ['all', ...FILE_STATES]
  return [of('all', 'all'), ...KNOWLEDGE.flatMap((knowledge) => files.map((file) => of(knowledge, file)))].filter(
    ({ loans }) => loans > 0,
  )
}
