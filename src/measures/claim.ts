/**
 * What titles of charts may say of estimates (verdicts of studies: experiments/study/claims.ts): one place for the
 * intervals, the numbers of cases and the rules that decide whether a difference, a highest group, a peak or a trend is
 * clear. Sentences are made from these verdicts alone (`charts/sentences.ts`), and a test recomputes them from the data
 * of each chart.
 */
import { normalQuantile } from '../base/math.ts'
import { holm } from './paired.ts'
import type { Estimate } from './resampling.ts'

/** Chance of a wrong statement in a title where nothing differs. */
export const LEVEL = 0.05
/** Groups with fewer independent cases are drawn, and nothing is said of them. */
export const LEAST_CASES = 100
/** Nothing is judged over fewer runs. */
export const LEAST_RUNS = 5
/** A trend needs so many parts of the period, each of them at least two months. */
const PARTS = 5

/** An estimate with its interval and the number of independent cases behind it (persons, loans or runs). */
export interface Sampled extends Estimate {
  readonly n: number
}

export interface Group extends Sampled {
  readonly name: string
}

export interface Point extends Sampled {
  readonly at: number
}

/** Two-sided normal quantile for `count` intervals that hold together at the level (Bonferroni). */
function quantileOf(count: number): number {
  return normalQuantile(1 - LEVEL / 2 / Math.max(1, count))
}

/**
 * A share of n independent cases with Wilson's interval (1927, Journal of the American Statistical Association 22).
 * With `count` the interval is one of so many that hold together in 95 % of samples. n need not be whole: it is what
 * clustered cases are worth. Without cases all but n is NaN.
 */
export function proportion(share: number, n: number, count = 1): Sampled {
  if (!(n > 0) || Number.isNaN(share)) return { value: NaN, low: NaN, high: NaN, n: n > 0 ? n : 0 }
  const z = quantileOf(count)
  const square = (z * z) / n
  const middle = (share + square / 2) / (1 + square)
  const half = (z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square)
  // Exactly at the ends, where rounding would leave a trace.
  return {
    value: share,
    low: share === 0 ? 0 : Math.max(0, middle - half),
    high: share === 1 ? 1 : Math.min(1, middle + half),
    n,
  }
}

/** A mean of n independent cases with the standard deviation `sd` of one case, by the normal approximation. */
export function meanOfCases(mean: number, sd: number, n: number, count = 1): Sampled {
  if (!(n > 0)) return { value: NaN, low: NaN, high: NaN, n: 0 }
  const half = (quantileOf(count) * sd) / Math.sqrt(n)
  return { value: mean, low: mean - half, high: mean + half, n }
}

/**
 * The difference a − b of two independent estimates, with an interval recovered from theirs (MOVER: Zou & Donner
 * 2008, Statistics in Medicine 27; of shares Newcombe's hybrid score interval).
 */
export function differenceOf(a: Sampled, b: Sampled): Sampled {
  const value = a.value - b.value
  const root = (x: number, y: number): number => Math.sqrt(x * x + y * y)
  return {
    value,
    low: value - root(a.value - a.low, b.high - b.value),
    high: value + root(a.high - a.value, b.value - b.low),
    n: Math.min(a.n, b.n),
  }
}

export type Sign = 'more' | 'less' | 'unclear'

/** Whether an estimate is clear of `zero`; unclear without an interval or with fewer cases than `least`. */
export function signOf({ low, high, n }: Sampled, least: number = LEAST_CASES, zero = 0): Sign {
  if (n < least || !Number.isFinite(low) || !Number.isFinite(high)) return 'unclear'
  return low > zero ? 'more' : high < zero ? 'less' : 'unclear'
}

export interface Extremes<G extends Sampled> {
  /** Groups with enough cases, highest first. */
  readonly judged: readonly G[]
  /** Those that cannot be told from the highest, itself included: one where it is clear. Empty unless two are judged. */
  readonly highest: readonly G[]
  readonly lowest: readonly G[]
}

/**
 * Which groups stand at either end. Intervals that hold together make every statement of this kind true at once:
 * groups are told apart where their intervals do not meet.
 */
export function extremes<G extends Sampled>(groups: readonly G[], least: number = LEAST_CASES): Extremes<G> {
  const judged = groups
    .filter(({ n, low, high }) => n >= least && Number.isFinite(low) && Number.isFinite(high))
    .sort((a, b) => b.value - a.value)
  const [top, bottom] = [judged.at(0), judged.at(-1)]
  if (top === undefined || bottom === undefined || top === bottom) return { judged, highest: [], lowest: [] }
  return {
    judged,
    highest: judged.filter(({ high }) => high >= top.low),
    lowest: judged.filter(({ low }) => low <= bottom.high).reverse(),
  }
}

export interface Peak {
  readonly top: Point
  /** Ends of the stretch that holds every point that cannot be told from the top. */
  readonly from: number
  readonly to: number
}

/** Where a curve peaks; undefined where the stretch holds more than half of the points judged, or fewer than three are. */
export function peakOf(points: readonly Point[], least: number = LEAST_CASES): Peak | undefined {
  const { judged, highest } = extremes(points, least)
  const top = judged.at(0)
  if (top === undefined || judged.length < 3) return undefined
  const places = highest.map(({ at }) => at)
  const [from, to] = [Math.min(...places), Math.max(...places)]
  const within = judged.filter(({ at }) => at >= from && at <= to).length
  return 2 * within > judged.length ? undefined : { top, from, to }
}

export type Trend = 'rises' | 'falls' | 'none' | 'short'

/**
 * The trend of a monthly series: told only where the means of five equal parts all rise, or all fall, from each to
 * the next, which a series without order does once in sixty times. Short: fewer than two finite months a part.
 */
export function trendOf(values: readonly number[]): Trend {
  const finite = values.filter((value) => Number.isFinite(value))
  if (finite.length < 2 * PARTS) return 'short'
  const edge = (part: number): number => Math.round((part * finite.length) / PARTS)
  const means = Array.from({ length: PARTS }, (_, part) => {
    const own = finite.slice(edge(part), edge(part + 1))
    return own.reduce((sum, value) => sum + value, 0) / own.length
  })
  const steps = means.slice(1).map((mean, index) => mean - means[index])
  if (steps.every((step) => step > 0)) return 'rises'
  return steps.every((step) => step < 0) ? 'falls' : 'none'
}

export interface Judgement {
  /** Comparisons with a p value, and those clear of chance after Holm's correction over all of them. */
  readonly judged: number
  readonly clear: readonly number[]
  /** Too few runs to judge anything; nothing is judged then. */
  readonly tooFew: boolean
}

/** Many comparisons over `runs` replications: `clear` holds the places of those told from zero at the level. */
export function judge(ps: readonly number[], runs: number): Judgement {
  if (runs < LEAST_RUNS) return { judged: 0, clear: [], tooFew: true }
  const corrected = holm(ps)
  return {
    judged: corrected.filter((p) => !Number.isNaN(p)).length,
    clear: corrected.flatMap((p, place) => (p <= LEVEL ? [place] : [])),
    tooFew: false,
  }
}

/**
 * What n borrowers are worth for a share of money, in which the large count for more: n / (1 + cv²) with a coefficient
 * of variation of √3, which debts of the baseline stay below (Kish 1965, Survey Sampling, §11.7;
 * test/charts/life-cycle-chart.test.ts).
 */
export function weightedCases(borrowers: number): number {
  return borrowers / 4
}

/** What a title says, as data: a test finds the same numbers in the chart and reaches the same verdict. */
export type Claim =
  /** A number stated as it is, with its interval where it has one. */
  | { readonly kind: 'level'; readonly key: string; readonly estimate: Sampled }
  /** Which of several groups stand at either end. */
  | { readonly kind: 'extremes'; readonly key: string; readonly groups: readonly Group[]; readonly least: number }
  /** Two groups set against each other. */
  | { readonly kind: 'difference'; readonly key: string; readonly first: Group; readonly second: Group }
  | { readonly kind: 'peak'; readonly key: string; readonly points: readonly Point[]; readonly least: number }
  | { readonly kind: 'trend'; readonly key: string; readonly values: readonly number[] }
  /** Comparisons over runs; `keys` name them in the order of `ps`. */
  | {
      readonly kind: 'comparisons'
      readonly keys: readonly string[]
      readonly ps: readonly number[]
      readonly runs: number
    }
  /** Counted in the run itself, with nothing inferred: lenders, products, changes. */
  | { readonly kind: 'count'; readonly key: string; readonly count: number }
  /** There is nothing to say, and why. */
  | { readonly kind: 'nothing'; readonly key: string; readonly why: 'empty' | 'short' | 'few' }

/** A number stated as it is, of the whole run, with nothing drawn at random behind it. */
export function levelClaim(key: string, value: number): Claim {
  return { kind: 'level', key, estimate: { value, low: NaN, high: NaN, n: NaN } }
}
