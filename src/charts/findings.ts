/** What a report says first: differences between arms and levels, each with what it rests on, and no more than that. */
import { LEAST_RUNS } from '../measures/claim.ts'
import { deviationOf, type MeanInterval } from '../measures/intervals.ts'
import { isClear, type Judged } from '../measures/judged.ts'
import type { Lang } from './chart.ts'
import type { Write } from './sentences.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  rises: {
    en: '{measure}: higher by {size} (95 % interval {low} to {high}; {pairs} pairs of runs).',
    zh: '{measure}：高{size}（95%区间 [{low}, {high}]，{pairs}对运行）。',
  },
  falls: {
    en: '{measure}: lower by {size} (95 % interval {low} to {high}; {pairs} pairs of runs).',
    zh: '{measure}：低{size}（95%区间 [{low}, {high}]，{pairs}对运行）。',
  },
  unclear: {
    en: '{measure}: {size} (95 % interval {low} to {high}; {pairs} pairs of runs), not told from chance.',
    zh: '{measure}：{size}（95%区间 [{low}, {high}]，{pairs}对运行），不显著。',
  },
  against: { en: '"{arm}" against "{first}"', zh: '“{arm}”相对于“{first}”' },
  interval: {
    en: '{measure}: {value} (mean of {runs} runs, ± half the width of its 95 % interval).',
    zh: '{measure}：{value}（{runs}次运行的均值，± 后为95%区间半宽）。',
  },
  spread: {
    en: '{measure}: {value} (mean of {runs} runs; standard deviation between seeds {spread}).',
    zh: '{measure}：{value}（{runs}次运行的均值；种子间标准差{spread}）。',
  },
  one: { en: '{measure}: {value} (one run).', zh: '{measure}：{value}（一次运行）。' },
  arms: {
    en: '{measure}: clear of chance in {clear} of {judged} arms, higher in {higher} and lower in {lower}.',
    zh: '{measure}：{judged}个实验组中{clear}个显著，其中{higher}个较高，{lower}个较低。',
  },
})

/** A difference from the first arm; empty where it was not judged. `write` gives sign and unit. */
export function stepSentence(lang: Lang, measure: string, step: Judged<MeanInterval>, write: Write): string {
  if (step.verdict === 'unjudged') return ''
  return say(lang, step.verdict, {
    measure,
    size: isClear(step) ? write(Math.abs(step.mean)).replace(/^\+/, '') : write(step.mean),
    low: write(step.low),
    high: write(step.high),
    pairs: String(step.runs),
  })
}

/** Which two arms are set against each other. */
export function againstText(lang: Lang, arm: string, first: string): string {
  return say(lang, 'against', { arm, first })
}

/**
 * The level of one arm: with its interval over enough runs, else with the spread over seeds, which judges nothing.
 * `write` gives the mean, with ± where there are enough runs; empty without a value.
 */
export function levelSentence(
  lang: Lang,
  measure: string,
  level: MeanInterval,
  write: { readonly value: (level: MeanInterval) => string; readonly size: Write },
): string {
  const { runs, mean } = level
  if (runs === 0 || !Number.isFinite(mean)) return ''
  const values = { measure, value: write.value(level), runs: String(runs) }
  if (runs === 1) return say(lang, 'one', values)
  if (runs >= LEAST_RUNS) return say(lang, 'interval', values)
  return say(lang, 'spread', { ...values, spread: write.size(deviationOf(level)).replace(/^\+/, '') })
}

/** In how many arms a measure is clear of chance against the first; empty where none was judged. */
export function armsSentence(lang: Lang, measure: string, steps: readonly Judged<MeanInterval>[]): string {
  const judged = steps.filter(({ verdict }) => verdict !== 'unjudged')
  const [higher, lower] = (['rises', 'falls'] as const).map((way) => judged.filter(({ verdict }) => verdict === way))
  if (judged.length === 0) return ''
  return say(lang, 'arms', {
    measure,
    clear: String(higher.length + lower.length),
    judged: String(judged.length),
    higher: String(higher.length),
    lower: String(lower.length),
  })
}
