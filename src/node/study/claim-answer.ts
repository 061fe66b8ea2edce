/** A claim answered in three sentences: what was asked, what came out, and through what. */
import { type ContrastEffect, type Finding, leavesZeroOut } from '../../experiments/study/claims.ts'
import type { StudyOutcome } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { carriedPart, carriersOf } from './claim-mechanisms.ts'
import { amount, interval, verdictText } from './claim-text.ts'
import { levelText, type StudyData, differenceText as signed } from './study-data.ts'

type Plan = StudyData['plan']

export function answer(plan: Plan, finding: Finding, lang: Lang): string[] {
  return [askedText(plan, finding, lang), cameOutText(plan, finding, lang), throughText(plan, finding, lang)]
}

const main = ({ effects }: Finding): ContrastEffect[] => effects.filter(({ isMain }) => isMain)
const joined = (parts: readonly string[], lang: Lang): string => parts.join(lang === 'en' ? '; ' : '；')

function askedText(plan: Plan, finding: Finding, lang: Lang): string {
  const pairs = new Map<string, ContrastEffect[]>()
  for (const one of main(finding)) {
    const name = JSON.stringify([one.contrast.arm, one.contrast.against])
    pairs.set(name, [...(pairs.get(name) ?? []), one])
  }
  const asked = [...pairs.values()].map((own) => {
    const { titles } = own[0].contrast
    const what = own.map(({ contrast }) => foretoldText(contrast, outcomeAt(plan, contrast.key), lang))
    if (lang === 'en') {
      const where =
        titles.against === null ? `in “${titles.arm.en}”` : `with “${titles.arm.en}” in place of “${titles.against.en}”`
      return `${where}, ${what.join(' and ')}`
    }
    const where = titles.against === null ? `在“${titles.arm.zh}”中` : `以“${titles.arm.zh}”代替“${titles.against.zh}”`
    return `${where}，${what.join('，')}`
  })
  return lang === 'en' ? `**Asked**: ${joined(asked, lang)}?` : `**所问**：${joined(asked, lang)}？`
}

/** A level is above or below zero; a difference rises or falls. */
function foretoldText(
  { direction, smallest, against, titles }: ContrastEffect['contrast'],
  outcome: StudyOutcome,
  lang: Lang,
): string {
  const least = amount(direction * smallest, outcome, lang)
  const [up, isLevel] = [direction > 0, against === null && titles.against === null]
  if (lang === 'en') {
    const word = isLevel ? (up ? 'lie above zero' : 'lie below zero') : up ? 'rise' : 'fall'
    return `does ${outcome.name.en} ${word} (${least} at least)`
  }
  const word = isLevel ? (up ? '高于零' : '低于零') : up ? '上升' : '下降'
  return `${outcome.name.zh}是否${word}（至少 ${least}）`
}

function cameOutText(plan: Plan, finding: Finding, lang: Lang): string {
  const en = lang === 'en'
  const told = main(finding).map(({ contrast, effect, verdict }) => {
    const outcome = outcomeAt(plan, contrast.key)
    const own = verdict === null ? '' : verdictText(verdict, contrast, effect, lang)
    const size = amount(effect.mean, outcome, lang)
    return en
      ? `${outcome.name.en} ${size} (${interval(effect, outcome)}; ${own})`
      : `${outcome.name.zh} ${size}（${interval(effect, outcome)}；${own}）`
  })
  const failed = finding.verdict === 'untestable' ? ` ${failedText(plan, finding, lang)}` : ''
  return en ? `**Came out**: ${joined(told, lang)}.${failed}` : `**结果**：${joined(told, lang)}。${failed.trim()}`
}

/** Why a claim cannot be tested here. */
function failedText(plan: Plan, { checks }: Finding, lang: Lang): string {
  const treatment = checks.treatment.filter(({ passed }) => passed === false)
  const ceiling = checks.ceiling.filter(({ passed }) => passed === false)
  const reasons = [
    ...treatment.map(({ name, effect, treatment: own }) => {
      const outcome = outcomeAt(plan, own.key)
      const [found, wanted] = [signed(effect.mean, outcome), signed(own.least, outcome)]
      return lang === 'en' ? `${name.en} is ${found}, not ${wanted}` : `${name.zh}为 ${found}，未达到 ${wanted}`
    }),
    ...ceiling.map(({ contrast, why, room, overArms, overDraws }) => {
      const outcome = outcomeAt(plan, contrast.key)
      if (why === 'bound') {
        const left = levelText(room, outcome)
        return lang === 'en'
          ? `${outcome.name.en} has ${left} left to its bound`
          : `${outcome.name.zh}距其取值界限仅 ${left}`
      }
      const [arms, draws] = [levelText(overArms, outcome), levelText(overDraws, outcome)]
      return lang === 'en'
        ? `${outcome.name.en} hardly moves, by ${arms} over arms and ${draws} over draws`
        : `${outcome.name.zh}几乎不变动：各组之间 ${arms}，随机抽取之间 ${draws}`
    }),
  ]
  return lang === 'en' ? `Not testable here: ${joined(reasons, lang)}.` : `此处无法检验：${joined(reasons, lang)}。`
}

function throughText(plan: Plan, finding: Finding, lang: Lang): string {
  const en = lang === 'en'
  const found = main(finding)
  const told = finding.channels.flatMap(({ contrast, off }, k) => {
    const { effect } = found[k]
    if (!leavesZeroOut(effect)) return []
    const outcome = outcomeAt(plan, contrast.key)
    const parts = carriersOf(off).map((one) => carriedPart(one, effect, outcome, lang))
    return parts.length === 0 ? [] : [`${outcome.name[lang]}${en ? ' ' : '：'}${parts.join(en ? ', ' : '，')}`]
  })
  const none = found.every(({ effect }) => !leavesZeroOut(effect))
    ? { en: 'there is no effect that something could carry', zh: '没有可供归因的效应' }
    : {
        en: 'no mechanism tried here changes an effect distinguishably by itself',
        zh: '所试各机制单独关闭均不能显著改变效应',
      }
  const text = told.length > 0 ? joined(told, lang) : none[lang]
  return en ? `**Through**: ${text}.` : `**作用机制**：${text}。`
}

/** Both checks in full, one line each. */
export function checkLines(plan: Plan, { checks }: Finding, lang: Lang): string {
  const en = lang === 'en'
  const verdict = (passed: boolean | null): string =>
    passed === null ? (en ? 'too few runs' : '运行过少') : passed ? (en ? 'passed' : '通过') : en ? 'failed' : '未通过'
  const treatment = checks.treatment.map(({ name, effect, treatment: own, passed }) => {
    const outcome = outcomeAt(plan, own.key)
    const [found, wanted] = [signed(effect.mean, outcome), signed(own.least, outcome)]
    return en
      ? `- Treatment, ${verdict(passed)}: ${name.en} ${found} (wanted: ${wanted})`
      : `- 处理检验（${verdict(passed)}）：${name.zh} ${found}（要求 ${wanted}）`
  })
  const ceiling = checks.ceiling.map(({ contrast, room, overArms, overDraws, passed }) => {
    const outcome = outcomeAt(plan, contrast.key)
    const [left, arms, draws] = [room, overArms, overDraws].map((value) => levelText(value, outcome))
    const parts = en
      ? [Number.isFinite(room) ? `has ${left} to its bound` : 'has no bound', `moves by ${arms} over arms`]
      : [Number.isFinite(room) ? `距界限 ${left}` : '没有界限', `各组之间变动 ${arms}`]
    if (Number.isFinite(overDraws)) parts.push(en ? `by ${draws} over draws` : `随机抽取之间变动 ${draws}`)
    return en
      ? `- Ceiling, ${verdict(passed)}: ${outcome.name.en} ${parts.join(', ')}`
      : `- 天花板检验（${verdict(passed)}）：${outcome.name.zh}${parts.join('，')}`
  })
  return [...new Set([...treatment, ...ceiling])].join('\n')
}
