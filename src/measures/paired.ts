/** Paired comparison of two arms under shared seeds, and the correction of many such comparisons. */
import { betaOfHalves, studentTails } from '../base/student.ts'
import { type MeanInterval, meanInterval } from './intervals.ts'

export interface PairedEffect extends MeanInterval {
  /** Standard deviation of the differences, n − 1 below; NaN with fewer than two pairs. */
  readonly sd: number
  /** Two-sided p of the paired t test that the mean is zero; 1 where all differences are zero. */
  readonly p: number
  /**
   * Hedges' g of paired data: mean over sd (d_z of Lakens 2013, Frontiers in Psychology 4:863) without the bias of few
   * pairs (Hedges 1981, Journal of Educational Statistics 6). NaN without spread and with fewer than three pairs, of
   * which mean over sd has no expectation.
   */
  readonly g: number
}

/** Of differences of pairs; those that are no finite number tell nothing and do not count. */
export function pairedEffect(differences: readonly number[]): PairedEffect {
  const finite = differences.filter((value) => Number.isFinite(value))
  const interval = meanInterval(finite)
  const { runs: n, mean } = interval
  if (n < 2) return { ...interval, sd: NaN, p: NaN, g: NaN }
  const sd = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1))
  if (sd === 0) return { ...interval, sd, p: mean === 0 ? 1 : 0, g: NaN }
  return {
    ...interval,
    sd,
    p: studentTails(mean / (sd / Math.sqrt(n)), n - 1),
    g: (mean / sd) * unbias(n - 1),
  }
}

/** Hedges' factor Γ(m/2) / (√(m/2) Γ((m − 1)/2)) of m degrees of freedom, by way of B(½, ½) = Γ(½)² = π. */
function unbias(degrees: number): number {
  return degrees < 2 ? NaN : Math.sqrt((2 * betaOfHalves(1)) / degrees) / betaOfHalves(degrees - 1)
}

/**
 * Holm's correction of a family of p values: rejecting those at or below a level keeps the chance of any false
 * rejection below it (Holm 1979, Scandinavian Journal of Statistics 6). Missing ones stay missing and do not count.
 */
export function holm(ps: readonly number[]): number[] {
  const known = ps.flatMap((p, index) => (Number.isNaN(p) ? [] : [{ p, index }])).sort((a, b) => a.p - b.p)
  const corrected = ps.map(() => NaN)
  let least = 0
  for (const [rank, { p, index }] of known.entries()) {
    least = Math.max(least, Math.min(1, (known.length - rank) * p))
    corrected[index] = least
  }
  return corrected
}
