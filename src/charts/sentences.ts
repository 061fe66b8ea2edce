/** Sentences from verdicts, in both languages: no title, heading or report sentence says more than `measures/claim.ts` does. */
import {
  differenceOf,
  type Extremes,
  extremes,
  type Group,
  judge,
  LEAST_CASES,
  LEAST_RUNS,
  type Point,
  peakOf,
  type Sampled,
  signOf,
  type Trend,
  trendOf,
} from '../measures/claim.ts'
import { grouped } from '../measures/headline.ts'
import type { Lang } from './chart.ts'
import { NO_BREAK, percent } from './text.ts'
import { word } from './words.ts'

/** How a value is written: percent, money, index. */
export type Write = (value: number) => string

/** More names than this make no sentence. */
const MOST_NAMES = 3

/** A share with as many digits as its interval bears: none from half a point on either side, else one. */
export function shareText(lang: Lang, { value, low, high }: Sampled): string {
  const half = (high - low) / 2
  return percent(lang, value, Number.isFinite(half) && half < 0.005 ? 1 : 0)
}

/** What a chart counts. */
export type Counted = 'needs' | 'persons' | 'personMonths' | 'loans'

/** How many of what: 'n = 1,234 needs'. No count stands on a chart without what it counts. */
export function counted(lang: Lang, what: Counted, n: number): string {
  const text = grouped(n)
  return word(lang, text === '1' ? `count.${what}.one` : `count.${what}`, { n: text }).replaceAll(
    ' = ',
    `${NO_BREAK}=${NO_BREAK}`,
  )
}

/** A share of so many independent persons with its interval: '65 % (64 % to 66 %, n = 1,234 persons)'. */
export function shareWithInterval(lang: Lang, estimate: Sampled): string {
  const { value, low, high, n } = estimate
  if (!Number.isFinite(value)) return '–'
  return word(lang, 'claim.withInterval', {
    value: shareText(lang, estimate),
    low: percent(lang, low, 0),
    high: percent(lang, high, 0),
    n: counted(lang, 'persons', n),
  })
}

/** Parts as one sentence: 'Debt grows; lenders earn 1 %'. */
export function sentence(lang: Lang, parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join(lang === 'zh' ? '；' : '; ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Names in a row: 'A', 'A and B', 'A, B or C'. */
export function listed(lang: Lang, names: readonly string[], joint: 'and' | 'or' = 'and'): string {
  if (names.length < 2) return names.join('')
  const head = names.slice(0, -1).join(lang === 'zh' ? '、' : ', ')
  return `${head}${word(lang, `claim.${joint}`)}${names.at(-1)}`
}

/** One end of a ranking: the clear one, or the few of which it is one; undefined where these are too many to name. */
function endText(lang: Lang, which: 'highest' | 'lowest', groups: readonly Group[], write: Write): string | undefined {
  if (groups.length === 0 || groups.length > MOST_NAMES) return undefined
  const names = groups.map(({ name }) => name)
  const values = groups.map(({ value }) => write(value))
  return word(lang, `claim.${which}${groups.length === 1 ? '' : 'Tie'}`, {
    names: listed(lang, names, 'or'),
    values: listed(lang, values),
  })
}

/**
 * Who stands at either end: 'highest for A (12 %), lowest for B or C (5 % and 6 %)', where B and C cannot be told
 * apart. Says so where all groups cannot, or where fewer than two have `least` cases.
 */
export function extremesText(lang: Lang, groups: readonly Group[], write: Write, least: number = LEAST_CASES): string {
  const found: Extremes<Group> = extremes(groups, least)
  if (found.judged.length < 2) return word(lang, 'claim.few', { least: grouped(least) })
  if (found.highest.length === found.judged.length) return word(lang, 'claim.alike')
  const [top, bottom] = [found.judged[0], found.judged[found.judged.length - 1]]
  // Where a group may be at either end, only the two ends are set against each other.
  if (found.highest.some((group) => found.lowest.includes(group))) {
    return word(lang, 'claim.more', {
      first: top.name,
      second: bottom.name,
      firstValue: write(top.value),
      secondValue: write(bottom.value),
    })
  }
  const texts = [endText(lang, 'highest', found.highest, write), endText(lang, 'lowest', found.lowest, write)]
  const told = texts.flatMap((text) => text ?? [])
  return told.length === 0 ? word(lang, 'claim.noExtreme') : told.join(lang === 'zh' ? '，' : ', ')
}

/** The upper end of a ranking alone: 'highest for A (12 %)'. */
export function highestText(lang: Lang, groups: readonly Group[], write: Write, least: number = LEAST_CASES): string {
  const found = extremes(groups, least)
  if (found.judged.length < 2) return word(lang, 'claim.few', { least: grouped(least) })
  return endText(lang, 'highest', found.highest, write) ?? word(lang, 'claim.noExtreme')
}

/** Two groups: 'higher for A (12 %) than for B (9 %)', or that they are not clearly different. */
export function differenceText(lang: Lang, first: Group, second: Group, write: Write): string {
  const sign = signOf(differenceOf(first, second))
  return word(lang, `claim.${sign}`, {
    first: first.name,
    second: second.name,
    firstValue: write(first.value),
    secondValue: write(second.value),
  })
}

/** Where a curve peaks: 'peaks between 43 and 51', 'peaks at 47', or that no place stands out. */
export function peakText(lang: Lang, points: readonly Point[], least: number = LEAST_CASES): string {
  const peak = peakOf(points, least)
  if (peak === undefined) return word(lang, 'claim.noPeak')
  const [from, to] = [String(peak.from), String(peak.to)]
  return from === to ? word(lang, 'claim.peakAt', { at: from }) : word(lang, 'claim.peak', { from, to })
}

const TRENDS = {
  rises: 'claim.rises',
  falls: 'claim.falls',
  none: 'claim.noTrend',
  short: 'claim.short',
} as const satisfies { readonly [trend in Trend]: string }

/** A monthly series from its first finite month to its last: 'rises from 1 to 2', 'goes from 1 to 2 without a steady trend'. */
export function trendText(lang: Lang, values: readonly number[], write: Write): string {
  const finite = values.filter((value) => Number.isFinite(value))
  const [first, last] = [finite.at(0), finite.at(-1)]
  if (first === undefined || last === undefined) return word(lang, 'claim.noMonths')
  if (finite.length === 1) return word(lang, 'claim.oneMonth', { first: write(first) })
  if (write(first) === write(last)) return word(lang, 'claim.noChange', { first: write(first) })
  const trend = trendOf(finite)
  // A series may rise over its parts and still end below its start.
  const agrees = trend === 'rises' ? last > first : trend === 'falls' ? last < first : true
  return word(lang, TRENDS[agrees ? trend : 'none'], { first: write(first), last: write(last) })
}

/** '3 of 30 differences are clear of chance (Holm, 5 %)'; that nothing is judged with fewer than five runs. */
export function comparisonsText(lang: Lang, ps: readonly number[], runs: number): string {
  const { judged, clear, tooFew } = judge(ps, runs)
  if (tooFew) return word(lang, 'claim.tooFewRuns', { runs: String(runs), least: String(LEAST_RUNS) })
  if (judged === 0) return word(lang, 'claim.noComparison')
  return word(lang, 'claim.comparisons', { clear: String(clear.length), judged: String(judged) })
}
