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
import { wordsOf } from './words.ts'

const say = wordsOf({
  and: { en: ' and ', zh: '和' },
  or: { en: ' or ', zh: '或' },
  withInterval: { en: '{value} ({low} to {high}, {n})', zh: '{value}（{low}至{high}，{n}）' },
  'count.needs': { en: 'n = {n} needs', zh: 'n = {n}笔需求' },
  'count.needs.one': { en: 'n = 1 need', zh: 'n = 1笔需求' },
  'count.persons': { en: 'n = {n} persons', zh: 'n = {n}人' },
  'count.persons.one': { en: 'n = 1 person', zh: 'n = 1人' },
  'count.personMonths': { en: 'n = {n} person-months', zh: 'n = {n}人月' },
  'count.personMonths.one': { en: 'n = 1 person-month', zh: 'n = 1人月' },
  'count.loans': { en: 'n = {n} loans', zh: 'n = {n}笔贷款' },
  'count.loans.one': { en: 'n = 1 loan', zh: 'n = 1笔贷款' },
  highest: { en: 'highest for {names} ({values})', zh: '{names}最高（{values}）' },
  highestTie: { en: 'highest for {names} ({values})', zh: '最高者为{names}（{values}）' },
  lowest: { en: 'lowest for {names} ({values})', zh: '{names}最低（{values}）' },
  lowestTie: { en: 'lowest for {names} ({values})', zh: '最低者为{names}（{values}）' },
  alike: { en: 'the groups cannot be told apart', zh: '各组之间无法区分' },
  noExtreme: { en: 'no single group stands out', zh: '没有哪一组明显突出' },
  few: {
    en: 'too few groups have {least} independent cases to be compared',
    zh: '独立样本达到{least}个的组太少，不作比较',
  },
  more: {
    en: 'higher for {first} ({firstValue}) than for {second} ({secondValue})',
    zh: '{first}（{firstValue}）高于{second}（{secondValue}）',
  },
  less: {
    en: 'lower for {first} ({firstValue}) than for {second} ({secondValue})',
    zh: '{first}（{firstValue}）低于{second}（{secondValue}）',
  },
  unclear: {
    en: 'not clearly different for {first} ({firstValue}) and {second} ({secondValue})',
    zh: '{first}（{firstValue}）与{second}（{secondValue}）差异不显著',
  },
  peak: { en: 'peaks between {from} and {to}', zh: '在{from}至{to}之间达到峰值' },
  peakAt: { en: 'peaks at {at}', zh: '在{at}达到峰值' },
  noPeak: { en: 'has no clear peak', zh: '没有明显的峰值' },
  rises: { en: 'rises from {first} to {last}', zh: '由{first}升至{last}' },
  falls: { en: 'falls from {first} to {last}', zh: '由{first}降至{last}' },
  noTrend: { en: 'goes from {first} to {last} without a steady trend', zh: '由{first}变为{last}，没有持续的趋势' },
  short: {
    en: 'goes from {first} to {last}, too few months to speak of a trend',
    zh: '由{first}变为{last}，月份太少，不论趋势',
  },
  noChange: { en: 'is {first} in the first month and in the last', zh: '首月与末月均为{first}' },
  oneMonth: { en: 'is {first} in the only month', zh: '在仅有的一个月为{first}' },
  noMonths: { en: 'was not measured in any month', zh: '没有任何月份的数据' },
  comparisons: {
    en: 'clear of chance (Holm, 5 %): {clear} of {judged} differences',
    zh: '{judged}项差异中{clear}项显著（霍尔姆校正，5%）',
  },
  noComparison: { en: 'There is no difference to judge', zh: '没有可判断的差异' },
  tooFewRuns: {
    en: 'Nothing is judged over {runs} runs: at least {least} are needed',
    zh: '仅{runs}次运行，不作判断：至少需要{least}次',
  },
})

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
  return say(lang, text === '1' ? `count.${what}.one` : `count.${what}`, { n: text }).replaceAll(
    ' = ',
    `${NO_BREAK}=${NO_BREAK}`,
  )
}

/** A share of so many independent persons with its interval: '65 % (64 % to 66 %, n = 1,234 persons)'. */
export function shareWithInterval(lang: Lang, estimate: Sampled): string {
  const { value, low, high, n } = estimate
  if (!Number.isFinite(value)) return '–'
  return say(lang, 'withInterval', {
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

/** Parts within a sentence, those that are empty left out: 'A, B'. */
export function clauses(lang: Lang, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(lang === 'zh' ? '，' : ', ')
}

/** Whole sentences one after the other, those that are empty left out. */
export function sentences(lang: Lang, parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(lang === 'zh' ? '' : ' ')
}

/** Names in a row: 'A', 'A and B', 'A, B or C'. */
export function listed(lang: Lang, names: readonly string[], joint: 'and' | 'or' = 'and'): string {
  if (names.length < 2) return names.join('')
  const head = names.slice(0, -1).join(lang === 'zh' ? '、' : ', ')
  return `${head}${say(lang, joint)}${names.at(-1)}`
}

/** One end of a ranking: the clear one, or the few of which it is one; undefined where these are too many to name. */
function endText(lang: Lang, which: 'highest' | 'lowest', groups: readonly Group[], write: Write): string | undefined {
  if (groups.length === 0 || groups.length > MOST_NAMES) return undefined
  const names = groups.map(({ name }) => name)
  const values = groups.map(({ value }) => write(value))
  return say(lang, `${which}${groups.length === 1 ? '' : 'Tie'}`, {
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
  if (found.judged.length < 2) return say(lang, 'few', { least: grouped(least) })
  if (found.highest.length === found.judged.length) return say(lang, 'alike')
  const [top, bottom] = [found.judged[0], found.judged[found.judged.length - 1]]
  // Where a group may be at either end, only the two ends are set against each other.
  if (found.highest.some((group) => found.lowest.includes(group))) {
    return say(lang, 'more', {
      first: top.name,
      second: bottom.name,
      firstValue: write(top.value),
      secondValue: write(bottom.value),
    })
  }
  const texts = [endText(lang, 'highest', found.highest, write), endText(lang, 'lowest', found.lowest, write)]
  const told = texts.flatMap((text) => text ?? [])
  return told.length === 0 ? say(lang, 'noExtreme') : clauses(lang, told)
}

/** The upper end of a ranking alone: 'highest for A (12 %)'. */
export function highestText(lang: Lang, groups: readonly Group[], write: Write, least: number = LEAST_CASES): string {
  const found = extremes(groups, least)
  if (found.judged.length < 2) return say(lang, 'few', { least: grouped(least) })
  return endText(lang, 'highest', found.highest, write) ?? say(lang, 'noExtreme')
}

/** Two groups: 'higher for A (12 %) than for B (9 %)', or that they are not clearly different. */
export function differenceText(lang: Lang, first: Group, second: Group, write: Write): string {
  const sign = signOf(differenceOf(first, second))
  return say(lang, sign, {
    first: first.name,
    second: second.name,
    firstValue: write(first.value),
    secondValue: write(second.value),
  })
}

/** Where a curve peaks: 'peaks between 43 and 51', 'peaks at 47', or that no place stands out. */
export function peakText(lang: Lang, points: readonly Point[], least: number = LEAST_CASES): string {
  const peak = peakOf(points, least)
  if (peak === undefined) return say(lang, 'noPeak')
  const [from, to] = [String(peak.from), String(peak.to)]
  return from === to ? say(lang, 'peakAt', { at: from }) : say(lang, 'peak', { from, to })
}

const TRENDS = {
  rises: 'rises',
  falls: 'falls',
  none: 'noTrend',
  short: 'short',
} as const satisfies { readonly [trend in Trend]: string }

/** A monthly series from its first finite month to its last: 'rises from 1 to 2', 'goes from 1 to 2 without a steady trend'. */
export function trendText(lang: Lang, values: readonly number[], write: Write): string {
  const finite = values.filter((value) => Number.isFinite(value))
  const [first, last] = [finite.at(0), finite.at(-1)]
  if (first === undefined || last === undefined) return say(lang, 'noMonths')
  if (finite.length === 1) return say(lang, 'oneMonth', { first: write(first) })
  if (write(first) === write(last)) return say(lang, 'noChange', { first: write(first) })
  const trend = trendOf(finite)
  // A series may rise over its parts and still end below its start.
  const agrees = trend === 'rises' ? last > first : trend === 'falls' ? last < first : true
  return say(lang, TRENDS[agrees ? trend : 'none'], { first: write(first), last: write(last) })
}

/** '3 of 30 differences are clear of chance (Holm, 5 %)'; that nothing is judged with fewer than five runs. */
export function comparisonsText(lang: Lang, ps: readonly number[], runs: number): string {
  const { judged, clear, tooFew } = judge(ps, runs)
  if (tooFew) return say(lang, 'tooFewRuns', { runs: String(runs), least: String(LEAST_RUNS) })
  if (judged === 0) return say(lang, 'noComparison')
  return say(lang, 'comparisons', { clear: String(clear.length), judged: String(judged) })
}
