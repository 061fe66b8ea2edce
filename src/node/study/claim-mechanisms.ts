/** Through what an effect comes: how it changes where one mechanism is switched off. */
import { type ChannelOff, type ContrastChannels, leavesZeroOut } from '../../experiments/study/claims.ts'
import type { StudyOutcome } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import type { PairedEffect } from '../../measures/paired.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { amount } from './claim-text.ts'
import { type StudyData, differenceText as signed } from './study-data.ts'

/** Channels that a sentence names. */
const NAMED = 3

/** Mechanisms, and no readings, that change the effect distinguishably when they are off, the largest change first. */
export function carriersOf(off: readonly ChannelOff[]): ChannelOff[] {
  return off
    .filter(({ channel, change }) => !channel.reading && leavesZeroOut(change))
    .sort((a, b) => Math.abs(b.change.mean) - Math.abs(a.change.mean))
    .slice(0, NAMED)
}

/** What one mechanism has to do with an effect. */
export function carriedPart(
  { channel, effect, change }: ChannelOff,
  main: PairedEffect,
  outcome: StudyOutcome,
  lang: Lang,
): string {
  const en = lang === 'en'
  const part = -change.mean / main.mean
  const own = signed(effect.mean, outcome)
  const without = `(without: ${own})`
  // Beyond all of it, and the rest stands out: the effect turns round.
  if (part > 1 && leavesZeroOut(effect))
    return en ? `turned round without ${channel.name.en} ${without}` : `关闭${channel.name.zh}后方向反转（${own}）`
  if (part > 0.95)
    return en ? `carried wholly by ${channel.name.en} ${without}` : `关闭${channel.name.zh}后效应基本消失（${own}）`
  const percent = Math.abs(100 * part).toFixed(0)
  if (part > 0)
    return en
      ? `carried to ${percent} % by ${channel.name.en} ${without}`
      : `关闭${channel.name.zh}后效应减少 ${percent}%（${own}）`
  return en ? `held back by ${channel.name.en} ${without}` : `${channel.name.zh}抵消了部分效应（关闭后 ${own}）`
}

export function carriedText(
  plan: StudyData['plan'],
  { contrast, off }: ContrastChannels,
  main: PairedEffect,
  lang: Lang,
): string {
  const en = lang === 'en'
  const outcome = outcomeAt(plan, contrast.key)
  const size = amount(main.mean, outcome, lang)
  const name = contrast.name[lang]
  const carriers = carriersOf(off)
  if (!leavesZeroOut(main) && main.mean !== 0) {
    const moved = carriers.map(({ channel, effect }) => `${channel.name[lang]} ${signed(effect.mean, outcome)}`)
    return en
      ? `- ${name}: ${size}, not distinguishable from zero${moved.length > 0 ? `; with one channel off it becomes: ${moved.join(', ')}` : ', with or without any one channel'}.`
      : `- ${name}：${size}，不显著${moved.length > 0 ? `；关闭单一机制后变为：${moved.join('、')}` : '，关闭任一机制后仍不显著'}。`
  }
  if (main.mean === 0 && main.sd === 0) {
    return en ? `- ${name}: exactly zero in every pair.` : `- ${name}：每个配对均恰为零。`
  }
  if (carriers.length === 0) {
    return en
      ? `- ${name}: ${size}; no channel tried here changes it distinguishably: it is carried by something else, or by several together.`
      : `- ${name}：${size}；所试各机制单独关闭均不能显著改变该效应：它另有作用机制，或由几项机制共同产生。`
  }
  const told = carriers.map((one) => carriedPart(one, main, outcome, lang))
  return en ? `- ${name}: ${size}; ${told.join('; ')}.` : `- ${name}：${size}；${told.join('；')}。`
}
