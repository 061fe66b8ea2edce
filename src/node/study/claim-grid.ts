/** Two factors crossed: their effects, and what they do to each other. */
import { gridEffects, leavesZeroOut } from '../../experiments/study/claims.ts'
import type { Grid, GridReading, StudyOutcome } from '../../experiments/study/plan.ts'
import { outcomeAt } from '../../experiments/study/read-plan.ts'
import { LEVEL } from '../../measures/claim.ts'
import { holm, type PairedEffect } from '../../measures/paired.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { interval } from './claim-text.ts'
import { listed, type Places, type StudyData, differenceText as signed, markdownTable as table } from './study-data.ts'

interface Crossed {
  readonly outcome: StudyOutcome
  readonly reading: GridReading
  readonly effects: readonly PairedEffect[]
  readonly interaction: PairedEffect
}

export function gridSection({ plan, values }: StudyData, grid: Grid, lang: Lang, places: Places): string {
  const en = lang === 'en'
  const all = grid.readings.flatMap((reading) =>
    grid.outcomes.map((key): Crossed => {
      const { effects } = gridEffects(grid, values, key, reading.set)
      return { outcome: outcomeAt(plan, key), reading, effects, interaction: effects.at(-1)! }
    }),
  )
  const head = [en ? 'reading' : '口径', ...grid.heads.map((one) => one[lang]), en ? '95 % interval' : '95% 区间']
  const tables = grid.outcomes.map((key) => {
    const outcome = outcomeAt(plan, key)
    const unit = outcome.unit[lang]
    const rows = all
      .filter((one) => one.outcome.key === key)
      .map(({ reading, effects, interaction }) => [
        reading.name[lang],
        ...effects.map((effect) => `${signed(effect.mean, outcome)}${leavesZeroOut(effect) ? '' : ' (ns)'}`),
        interval(interaction, outcome),
      ])
    return `**${outcome.name[lang]}**${unit === '' ? '' : en ? `, ${unit}` : `（${unit}）`}\n\n${table(head, rows)}`
  })
  const picture = `![${en ? 'Factorial' : '析因设计'}](${places.image('factorial', lang)})`
  const details = `<details><summary>${en ? 'Effects and their interaction, outcome by outcome' : '各指标的效应与交互作用'}</summary>`
  return [grid.about[lang], picture, gridSummary(grid, all, lang), details, ...tables, '</details>'].join('\n\n')
}

/** How many interactions differ from zero, and how many effects of the rows by reading. */
function gridSummary(grid: Grid, all: readonly Crossed[], lang: Lang): string {
  const corrected = holm(all.map(({ interaction }) => interaction.p))
  const clear = all.filter((_, k) => corrected[k] < LEVEL)
  const clearText = listed(
    clear.map(({ outcome, reading, interaction }) => {
      const where = lang === 'en' ? ` (${reading.name.en})` : `（${reading.name.zh}）`
      return `${outcome.name[lang]} ${signed(interaction.mean, outcome)}${where}`
    }),
    lang,
  )
  const groups = [...new Set(grid.readings.map(({ where }) => where[lang]))]
  const counts = groups.map((where, k) => {
    const own = all.filter(({ reading }) => reading.where[lang] === where).flatMap(({ effects }) => effects.slice(0, 2))
    const [some, whole] = [own.filter(leavesZeroOut).length, own.length]
    if (lang === 'en') {
      const what = k === 0 ? ` effects of ${grid.rows.name.en} differ from zero` : ''
      return `${k === 0 ? 'Where' : 'where'} ${where}, ${some} of ${whole}${what}`
    }
    const [what, which] = k === 0 ? [grid.rows.name.zh, '效应'] : ['', '']
    return `${where}时，${whole} 个${what}${which}中有 ${some} 个${k === 0 ? '显著' : ''}`
  })
  return lang === 'en'
    ? `Of the ${all.length} interactions ${clear.length} differ from zero after Holm's correction over them${clear.length === 0 ? '' : `: ${clearText}`}. ${counts.join('; ')}.`
    : `${all.length} 项交互作用中有 ${clear.length} 项经 Holm 校正后显著${clear.length === 0 ? '' : `：${clearText}`}。${counts.join('；')}。`
}
