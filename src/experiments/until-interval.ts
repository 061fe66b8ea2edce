/** How many replications an experiment needs until its means are known well enough. */
import { meanInterval } from '../measures/intervals.ts'

/** What is asked of the half-width of a 95 % interval: a part of the mean's size, or an absolute width. */
export interface Precision {
  readonly key: string
  readonly width: number
  readonly relative: boolean
}

export const LEAST_REPLICATIONS = 5

/** Replications that a sufficient precision has to outlast: Hoad, Robinson & Davies 2010 take 5, and 5 % of n above 100. */
function lookAhead(n: number): number {
  return n <= 100 ? 5 : Math.floor((5 * n) / 100)
}

/**
 * The number of replications at which the interval first is narrow enough and stays so while the look-ahead lasts;
 * null while that is not known. `values` are one for each replication in their order; missing ones count as drawn and
 * tell nothing.
 *
 * Hoad, Robinson & Davies 2010, "Automated selection of the number of replications for a discrete-event simulation",
 * Journal of the Operational Research Society 61: the algorithm with look-ahead, with absolute widths beside relative
 * ones, which a mean near zero never meets.
 */
export function sufficientReplications(
  values: readonly number[],
  { width, relative }: Pick<Precision, 'width' | 'relative'>,
): number | null {
  let since: number | null = null
  for (let n = LEAST_REPLICATIONS; n <= values.length; n++) {
    const { mean, low, high } = meanInterval(values.slice(0, n))
    const isNarrow = (high - low) / 2 <= (relative ? width * Math.abs(mean) : width)
    if (!isNarrow) since = null
    else since ??= n
    if (since !== null && n >= since + lookAhead(since)) return since
  }
  return null
}
