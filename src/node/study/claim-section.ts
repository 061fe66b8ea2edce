/** The section of one claim: the answer in three sentences, and then what it rests on. */
import { type ContrastChannels, type Finding, leavesZeroOut, turnedRound } from '../../experiments/study/claims.ts'
import type { ClaimPlan } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import { VERDICTS } from '../../experiments/study/verdicts.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { answer, checkLines } from './claim-answer.ts'
import { carriedText } from './claim-mechanisms.ts'
import { amount, gText, heading, interval, pText, variantText, verdictText } from './claim-text.ts'
import { type Places, type StudyData, differenceText as signed, markdownTable as table } from './study-data.ts'

/** Which scenario has the arms. */
function designText({ scenario, arms }: ClaimPlan, lang: Lang): string {
  const file = /\.ya?ml$/.test(scenario) ? scenario : `scenarios/${scenario}.yaml`
  const isWithout = arms.some(({ set }) => Array.isArray(set.timeline) && set.timeline.length === 0)
  const own = arms.map(({ title }) => title[lang]).join(lang === 'en' ? ', ' : '、')
  if (lang === 'en') {
    const against = isWithout
      ? ' against the same without its timeline'
      : arms.length > 0
        ? ` with the arms ${own}`
        : ''
    return `Design: \`${file}\`${against}. Rows with a verdict carry it; *p* is corrected by Holm there, and plain in the others.`
  }
  const against = isWithout ? '，与去掉时间线的同一情景对比' : arms.length > 0 ? `，实验组为${own}` : ''
  return `设计：\`${file}\`${against}。有判定的各行为判定依据，其 *p* 经 Holm 校正，其余各行未经校正。`
}

export function claimSection({ plan }: StudyData, finding: Finding, lang: Lang, places: Places): string {
  const { claim, effects, verdict, channels } = finding
  const en = lang === 'en'
  const rows = effects.map(({ contrast, effect, isMain, corrected, verdict: own, needed }) => {
    const outcome = outcomeAt(plan, contrast.key)
    return [
      contrast.name[lang],
      signed(contrast.direction * contrast.smallest, outcome),
      signed(effect.mean, outcome),
      interval(effect, outcome),
      gText(effect.g),
      pText(isMain ? corrected : effect.p, lang),
      needed === null ? '–' : String(needed),
      own === null ? '' : verdictText(own, contrast, effect, lang),
    ]
  })
  const head = en
    ? ['contrast', 'foretold, at least', 'effect', '95 % interval', '*g*', '*p*', 'pairs for 80 % power', 'verdict']
    : ['对比', '预期（至少）', '效应', '95% 区间', '*g*', '*p*', '检验功效 80% 所需配对数', '判定']
  const stated = `${en ? 'Verdict: ' : '判定：'}**${VERDICTS[verdict][lang]}**${en ? '.' : '。'}`
  const told = explanation(plan, finding, lang)
  const checked = checkLines(plan, finding, lang)
  return [
    `## ${heading(claim, lang)}`,
    stated,
    ...answer(plan, finding, lang),
    `![${claim.id}](${places.image(claim.id, lang)})`,
    `<details><summary>${en ? 'Design, checks, effects and mechanisms' : '设计、检验、效应与作用机制'}</summary>`,
    designText(claim, lang),
    ...(checked === '' ? [] : [checked]),
    table(head, rows),
    ...(claim.channels.length === 0 ? [] : [channelTable(plan, channels, lang)]),
    ...(told === '' ? [] : [told]),
    '</details>',
  ].join('\n\n')
}

type Plan = StudyData['plan']

function channelTable(plan: Plan, channels: readonly ContrastChannels[], lang: Lang): string {
  const [first] = channels
  const names = first.off.map(({ channel }) => variantText(channel, lang))
  const rows = channels.map(({ contrast, off }) => {
    const outcome = outcomeAt(plan, contrast.key)
    return [
      contrast.name[lang],
      ...off.map(({ effect, change }) => `${signed(effect.mean, outcome)}${leavesZeroOut(change) ? ' ‡' : ''}`),
    ]
  })
  const note =
    lang === 'en'
      ? 'The effect with one channel off in both arms, or under another reading, on the same seeds; ‡ marks a change of the effect that is distinguishable from zero.'
      : '两组同时关闭某一作用机制或同取另一口径时的效应（种子相同）；‡ 表示效应的变化显著。'
  return `${table([lang === 'en' ? 'effect' : '效应', ...names], rows)}\n\n${note}`
}

/** What follows from the numbers, in sentences. */
function explanation(plan: Plan, { claim, effects, channels }: Finding, lang: Lang): string {
  const main = effects.filter(({ isMain }) => isMain)
  const lines =
    claim.channels.length === 0 ? [] : channels.map((own, k) => carriedText(plan, own, main[k].effect, lang))
  const turned = turnedRound({ effects, channels }).map(({ contrast, effect, alone, without }) => {
    const size = amount(effect.mean, outcomeAt(plan, contrast.key), lang)
    const verdict = VERDICTS[alone][lang]
    if (lang === 'en') {
      const off = without === null ? '' : `, ${variantText(without, lang)}`
      return `- † ${contrast.name.en}${off}: ${size}, which by itself would be ${verdict}.`
    }
    const off = without === null ? '' : `，${variantText(without, lang)}`
    return `- † ${contrast.name.zh}${off}：${size}，单独看应判为“${verdict}”。`
  })
  return [...new Set([...lines, ...turned])].join('\n')
}
