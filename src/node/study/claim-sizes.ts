/** Size of the market, power, and held-out targets. */
import type { Bilingual } from '../../base/vocabulary.ts'
import { claimPairs, levels, pairs, sizedArm } from '../../experiments/study/arms.ts'
import { type Finding, leavesZeroOut } from '../../experiments/study/claims.ts'
import type { Sizes, StudyOutcome } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import { grouped } from '../../measures/headline.ts'
import { pairedEffect } from '../../measures/paired.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { interval } from './claim-text.ts'
import {
  levelText as level,
  listed,
  type StudyData,
  type StudyTarget,
  differenceText as signed,
  markdownTable as table,
} from './study-data.ts'

export function sizeSection(data: StudyData, sizes: Sizes, found: readonly Finding[], lang: Lang): string {
  const { plan, values, market } = data
  const en = lang === 'en'
  const largest = Math.max(...sizes.consumers)
  const outcomes = sizes.outcomes.map((key) => outcomeAt(plan, key))
  const rows = outcomes.map((outcome) => [
    outcome.name[lang],
    ...sizes.consumers.map((consumers) => {
      const { mean, low, high } = pairedEffect(levels(values, sizedArm(plan, consumers), outcome.key))
      return `${level(mean, outcome)} ± ${level((high - low) / 2, outcome)}`
    }),
  ])
  const intro = en
    ? `Means of the plain market with the half-width of their intervals, ${sizes.replications} replications each, by the number of simulated consumers:`
    : `未作改动的市场在各规模（模拟消费者人数）下的均值与区间半宽，各 ${sizes.replications} 次重复：`
  return [
    intro,
    table([en ? 'outcome' : '指标', ...sizes.consumers.map(grouped)], rows),
    ...(sizes.consumers.includes(market.consumers) ? [gapText(data, sizes, outcomes, lang)] : []),
    ...(sizes.effects.length === 0
      ? []
      : [
          table(
            [en ? 'effect' : '效应', grouped(market.consumers), grouped(largest)],
            effectRows(data, sizes, found, lang),
          ),
        ]),
    powerText(data, found, lang),
  ].join('\n\n')
}

/** The plain market of the study's size against the largest, seed by seed. */
function gapText(
  { plan, values, market }: StudyData,
  sizes: Sizes,
  outcomes: readonly StudyOutcome[],
  lang: Lang,
): string {
  const largest = Math.max(...sizes.consumers)
  const gaps = outcomes.map((outcome) => {
    const gap = pairedEffect(pairs(values, sizedArm(plan, market.consumers), sizedArm(plan, largest), outcome.key))
    return { outcome, gap }
  })
  const seen = gaps.filter(({ gap }) => leavesZeroOut(gap))
  const large = seen.filter(({ outcome, gap }) => Math.abs(gap.mean) >= (outcome.smallest ?? NaN))
  const told = listed(
    seen.map(({ outcome, gap }) => `${outcome.name[lang]} ${signed(gap.mean, outcome)} (${interval(gap, outcome)})`),
    lang,
  )
  const checked = sizes.effects.length > 0
  if (lang === 'en') {
    const sign = checked
      ? ` That effects keep their sign and order is checked on the largest size for these (${sizes.effectReplications} replications):`
      : ''
    return `Findings use ${grouped(market.consumers)} consumers. Seed by seed, ${seen.length === 0 ? `none of these outcomes differs there distinguishably from ${grouped(largest)}` : `${seen.length} of these ${gaps.length} outcomes ${seen.length === 1 ? 'differs' : 'differ'} there distinguishably from ${grouped(largest)}: ${told}`}. ${large.length === 0 ? 'No such difference reaches the smallest effect of interest' : `Of at least the smallest effect of interest: ${large.map(({ outcome }) => outcome.name.en).join(', ')}`}.${sign}`
  }
  const sign = checked ? `以下各效应在最大规模上核对了方向与量级（${sizes.effectReplications} 次重复）：` : ''
  return `本页采用 ${grouped(market.consumers)} 名消费者。逐种子比较，${seen.length === 0 ? `各指标与 ${grouped(largest)} 人时均无显著差异` : `${gaps.length} 项指标中有 ${seen.length} 项与 ${grouped(largest)} 人时差异显著：${told}`}；${large.length === 0 ? '差异均小于最小效应阈值' : `不低于最小效应阈值者：${large.map(({ outcome }) => outcome.name.zh).join('、')}`}。${sign}`
}

function effectRows({ plan, values }: StudyData, sizes: Sizes, found: readonly Finding[], lang: Lang): string[][] {
  const set = { 'population.consumers': Math.max(...sizes.consumers) }
  return sizes.effects.flatMap(({ claim: id, outcome: key }) => {
    const finding = found.find(({ claim }) => claim.id === id)
    const contrast = finding?.effects.find((one) => one.isMain && one.contrast.key === key)?.contrast
    if (finding === undefined || contrast === undefined) return []
    const outcome = outcomeAt(plan, key)
    const texts = [{}, set].map((own) => {
      const effect = pairedEffect(claimPairs(values, finding.claim, contrast, own))
      return `${signed(effect.mean, outcome)} (${interval(effect, outcome)})`
    })
    return [[`${id}, ${contrast.name[lang]}`, ...texts]]
  })
}

/** Which contrasts had a power of 80 %. */
function powerText({ plan }: StudyData, found: readonly Finding[], lang: Lang): string {
  const main = found.flatMap(({ effects }) => effects.filter(({ isMain }) => isMain))
  const strong = main.filter(({ power }) => power >= 0.8)
  const weak = main.filter(({ power }) => !(power >= 0.8))
  const names = listed(
    weak.map(({ contrast }) => contrast.name[lang]),
    lang,
  )
  return lang === 'en'
    ? `With ${plan.replications} pairs, ${strong.length} of the ${main.length} contrasts that verdicts rest on had a power of 80 % or more to find their smallest effect of interest (paired t test by the spread observed, at the strictest level of Holm's correction, 5 % over ${main.length})${weak.length === 0 ? '' : `; not: ${names}`}. The tables above say how many pairs each would take.`
    : `在 ${plan.replications} 个配对下，判定所依据的 ${main.length} 个对比中有 ${strong.length} 个对其最小效应阈值的检验功效不低于 80%（配对 t 检验，按观测到的离散程度，取 Holm 校正中最严的水平，即 5% 除以 ${main.length}）${weak.length === 0 ? '' : `；功效不足者：${names}`}。所需配对数见上文各表。`
}

const STATUS: { readonly [status in 'met' | 'edge' | 'missed']: Bilingual } = {
  met: { en: 'met', zh: '达标' },
  edge: { en: 'met, interval reaches out', zh: '达标（区间超出范围）' },
  missed: { en: 'missed', zh: '未达标' },
}

interface ToldTarget {
  readonly target: StudyTarget
  readonly status: keyof typeof STATUS
  readonly range: string
  readonly mean: string
  readonly interval: string
}

function toldTarget(target: StudyTarget): ToldTarget {
  const { unit } = target
  const { mean, low, high } = pairedEffect(target.values.map((value) => value ?? NaN))
  const shown = { scale: unit === '1' ? 100 : 1, digits: unit === '1' ? 2 : unit === 'index' ? 3 : 0 }
  const text = (value: number): string => level(value, shown)
  const isMissed = mean < target.low || mean > target.high
  const status = isMissed ? 'missed' : low < target.low || high > target.high ? 'edge' : 'met'
  const range = `${text(target.low)} – ${text(target.high)}`
  return { target, status, range, mean: text(mean), interval: `${text(low)} … ${text(high)}` }
}

export function targetSection({ plan, targets }: StudyData, lang: Lang): string {
  const en = lang === 'en'
  const told = targets.map(toldTarget)
  const sizes = plan.sizes!
  const largest = grouped(Math.max(...sizes.consumers))
  const missed = told.filter(({ status }) => status === 'missed')
  const countOf = (use: string): [met: number, all: number] => {
    const own = told.filter(({ target }) => target.use === use)
    return [own.filter(({ status }) => status !== 'missed').length, own.length]
  }
  const [[fit, allFit], [held, allHeld]] = [countOf('fit'), countOf('held-out')]
  const counts = en
    ? `Of the plain market with ${largest} consumers, means of ${sizes.replications} replications with their intervals. ${fit} of ${allFit} targets that parameters were fitted to are met, and ${held} of ${allHeld} that were held out.`
    : `未作改动的市场（${largest} 名消费者）${sizes.replications} 次重复的均值与区间。拟合目标 ${allFit} 项中 ${fit} 项达标，留出目标 ${allHeld} 项中 ${held} 项达标。`
  const missedText = missed
    .map(
      ({ target, mean, range }) =>
        `${target[lang]}${en ? ` (${mean} against ${range})` : `（${mean}，公布值 ${range}）`}`,
    )
    .join(en ? '; ' : '；')
  const discussion = en
    ? `${missed.length === 0 ? 'None is missed.' : `Missed: ${missedText}.`} Most ranges are wide, many are from secondary sources, and meeting one says that the model is not ruled out by it, not that its mechanism is right: other parameters would meet them as well. Held-out targets that need an experiment of their own (deletion of records, credit bureaus) are compared in sign by \`scenarios/record-deletion.yaml\` and \`scenarios/information-sharing.yaml\` and not counted here.`
    : `${missed.length === 0 ? '全部达标。' : `未达标：${missedText}。`}多数区间较宽，不少来自二手来源；某一目标达标只说明它不能否定模型，并不说明机制正确：其他参数同样可能达标。需另做实验的留出目标（记录删除、征信机构）由 \`scenarios/record-deletion.yaml\` 与 \`scenarios/information-sharing.yaml\` 比较方向，此处不计。`
  const head = en
    ? ['target', 'use', 'published', 'mean', '95 % interval', '']
    : ['目标', '用途', '公布值', '均值', '95% 区间', '']
  const rows = told.map(({ target, status, range, mean, interval: own }) => [
    target[lang],
    target.use,
    range,
    mean,
    own,
    STATUS[status][lang],
  ])
  return [counts, table(head, rows, 2), discussion].join('\n\n')
}
