/** Which factor moves an outcome most, where that can be told: one family of comparisons for all outcomes of an analysis. */
import { studentTails } from '../base/student.ts'
import { judge } from './claim.ts'
import type { Estimate } from './resampling.ts'
import type { OutcomeSensitivity } from './sensitivity-tables.ts'

/** Half the width of a 95 % interval in standard errors. */
const WIDTH = 1.959963984540054
/** Trajectories of a screening, and rows of a Sobol design, from which intervals by resampling are wide enough. */
export const LEAST_BLOCKS = { morris: 5, sobol: 16 } as const

export interface Comparison {
  readonly outcome: number
  /** Places of two factors. */
  readonly factors: readonly [number, number]
  readonly p: number
}

/** Mean absolute effects, or total indices, of the factors of an outcome, and from how many blocks. */
export function sizesOf(one: OutcomeSensitivity): { readonly sizes: readonly Estimate[]; readonly blocks: number } {
  if (one.method === 'sobol') return { sizes: one.indices.total, blocks: one.indices.rows }
  const blocks = one.screenings.reduce((least, { trajectories }) => Math.min(least, trajectories), Infinity)
  return { sizes: one.screenings.map(({ muStar }) => muStar), blocks: Number.isFinite(blocks) ? blocks : 0 }
}

/** Every pair of factors in every outcome; p is NaN over too few blocks or without intervals. */
export function factorComparisons(found: readonly OutcomeSensitivity[]): Comparison[] {
  return found.flatMap((one, outcome) => {
    const { sizes, blocks } = sizesOf(one)
    const isEnough = blocks >= LEAST_BLOCKS[one.method]
    return sizes.flatMap((first, i) =>
      sizes.slice(i + 1).map((second, k): Comparison => {
        const p = isEnough ? differenceP(first, second, blocks) : NaN
        return { outcome, factors: [i, i + 1 + k], p }
      }),
    )
  })
}

/** Two-sided p of two estimates being one, by the standard errors that their intervals from `blocks` blocks tell. */
function differenceP(first: Estimate, second: Estimate, blocks: number): number {
  // A resampled mean varies by a part (n − 1)/n of what the mean does.
  const errorOf = ({ low, high }: Estimate): number =>
    ((high - low) / (2 * WIDTH)) * Math.sqrt(blocks / Math.max(1, blocks - 1))
  const [a, b] = [errorOf(first), errorOf(second)]
  const error = Math.sqrt(a * a + b * b)
  const apart = first.value - second.value
  if (Number.isNaN(error) || Number.isNaN(apart)) return NaN
  if (error === 0) return apart === 0 ? 1 : 0
  return studentTails(apart / error, blocks - 1)
}

/** The place of the factor that exceeds every other, by outcome; undefined where none clearly does. */
export function leadersOf(found: readonly OutcomeSensitivity[]): (number | undefined)[] {
  const comparisons = factorComparisons(found)
  const most = Math.max(0, ...found.map((one) => sizesOf(one).blocks))
  const clear = new Set(
    judge(
      comparisons.map(({ p }) => p),
      most,
    ).clear,
  )
  return found.map((one, outcome) => {
    const { sizes } = sizesOf(one)
    const values = sizes.map(({ value }) => value)
    const first = values.indexOf(Math.max(...values.filter((value) => Number.isFinite(value))))
    if (first < 0 || sizes.length < 2) return undefined
    const own = comparisons.flatMap((comparison, k) =>
      comparison.outcome === outcome && comparison.factors.includes(first) ? [k] : [],
    )
    return own.every((k) => clear.has(k)) ? first : undefined
  })
}
