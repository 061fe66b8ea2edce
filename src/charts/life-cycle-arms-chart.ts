/** Income, spending, saving, borrowing and debt by age, arm by arm. */

import { numbers, type Table } from '../base/table.ts'
import { AGE_PROFILES, type AgeMean, type ProfileColumn, profileMeans } from '../measures/age-profiles.ts'
import { type Claim, LEAST_RUNS } from '../measures/claim.ts'
import { type ArmOutcome, armOutcomes } from '../measures/ensemble.ts'
import { countOf, intervalP, isClear, type Judged, judgedTogether } from '../measures/judged.ts'
import { type ArmStyle, armStyle } from './arm-style.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { bounded, coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { listed, sentences } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { inPoints, NO_BREAK, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Months of overspending change clearly on entering middle age (Holm, 5 %) in {clear} of {all} arms: {changes}',
    zh: '进入中年期前后，{all}组中{clear}组的入不敷出月份占比显著变化（霍尔姆校正，5%）：{changes}',
  },
  titleNone: {
    en: 'Months of overspending do not clearly change on entering middle age in any of {all} arms (Holm, 5 %)',
    zh: '进入中年期前后，{all}组的入不敷出月份占比均无显著变化（霍尔姆校正，5%）',
  },
  titleFew: {
    en: 'The life cycle by arm: too few runs to judge what changes with age ({runs} of each arm, at least {least} are needed)',
    zh: '各实验组的生命周期：每组{runs}次运行，不足以判断随年龄的变化（至少{least}次）',
  },
  rise: { en: 'up {size} in "{arm}"', zh: '“{arm}”上升{size}' },
  fall: { en: 'down {size} in "{arm}"', zh: '“{arm}”下降{size}' },
  points: { en: '{size} points', zh: '{size}个百分点' },
  subtitle: {
    en: 'Means by year of age over the reported window, all consumers; dashed: youth, middle age and work end.',
    zh: '报告期内各年龄全体消费者的均值；虚线为青年期、中年期结束与退休年龄。',
  },
  intervals: { en: 'Bands: 95 % intervals over the runs of an arm.', zh: '带为各组多次运行均值的95%区间。' },
  caption: {
    en: 'Spending includes needs, financed or not by credit; saving is income less spending, negative where people live on savings or credit. Ages that fewer than one in two thousand consumer-months were lived at are left out. A month is overspent if spending exceeds income; under the rule of the paper, income includes the transfer from outside. The title compares the first three years of middle age with the last three of youth, run by run, corrected for the number of arms (Holm): it says that something changes with age there, and not that the entry is the cause.',
    zh: '支出包含大额需求，不论是否借款；储蓄为收入减支出，为负表示动用储蓄或信贷。人月数不足全体两千分之一的年龄不显示。支出超过收入的月份记为入不敷出；论文规则下，收入包含外部转移。标题比较中年期前三年与青年期最后三年，逐次运行计算，并按组数校正（霍尔姆）：只说明该年龄前后有变化，不说明进入中年期即为原因。',
  },
  income: { en: 'Income (¥ a month)', zh: '收入（元/月）' },
  spending: { en: 'Spending (¥ a month)', zh: '支出（元/月）' },
  saving: { en: 'Saving (¥ a month)', zh: '储蓄（元/月）' },
  borrowed: { en: 'Borrowed (¥ a month)', zh: '借款（元/月）' },
  debt: { en: 'Debt (¥)', zh: '债务（元）' },
  overspent: { en: 'Months of overspending (%)', zh: '入不敷出的月份（%）' },
})

/** More arms than these are not told apart in one panel. */
const MAX_ARMS = 6
const PANEL = { width: 275, height: 140 } as const
const WIDTH = 640
const PANELS = ['income', 'spending', 'saving', 'borrowed', 'debt', 'overspent'] as const
type PanelName = (typeof PANELS)[number]

/** Whether arms differ in what the life cycle consists of. */
function isAboutAges({ arms, tables }: EnsembleInput): boolean {
  const differs = arms.some(({ set = {} }) =>
    Object.keys(set).some((path) =>
      /^(lifecycle|income|population)\.|^needs\.(stages|arrival|incomeElasticity)/.test(path),
    ),
  )
  return differs && arms.length >= 2 && arms.length <= MAX_ARMS && tables.some(({ name }) => name === AGE_PROFILES.name)
}

/** Undefined where arms do not differ in the life cycle. */
export function lifeCycleArmsChart(input: EnsembleInput): Chart | undefined {
  if (!isAboutAges(input)) return undefined
  const { lang, replications } = input
  const changes = changesOf(input)
  const title = titleOf(input, changes)
  const style = armStyle(input)
  const subtitle = [say(lang, 'subtitle'), ...(replications < LEAST_RUNS ? [] : [say(lang, 'intervals')]), style.key]
  return {
    id: 'life-cycle-arms',
    title,
    claims: [changesClaim(changes)],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, sentences(lang, subtitle), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: PANELS.map((name) => panelOf(input, name, style)),
      resolve: { scale: { color: 'shared', strokeDash: 'shared' } },
    },
  }
}

/** Change of overspending on entering middle age, by arm. */
function changesOf({ tables }: EnsembleInput): Judged<ArmOutcome>[] {
  return judgedTogether(armOutcomes(tables).filter(({ key }) => key === 'overspent.atMiddle'))
}

function changesClaim(changes: readonly Judged<ArmOutcome>[]): Claim {
  return {
    kind: 'comparisons',
    keys: changes.map(({ key, arm }) => `${key} ${arm}`),
    ps: changes.map((one) => (one.runs < LEAST_RUNS ? NaN : intervalP(one))),
    runs: changes.reduce((most, { runs }) => Math.max(most, runs), 0),
  }
}

function titleOf(input: EnsembleInput, changes: readonly Judged<ArmOutcome>[]): string {
  const { lang, replications } = input
  const { judged, clear } = countOf(changes)
  if (judged === 0) return say(lang, 'titleFew', { runs: String(replications), least: String(LEAST_RUNS) })
  if (clear === 0) return say(lang, 'titleNone', { all: String(judged) })
  const { titles } = armStyle(input)
  const texts = changes.filter(isClear).map(({ arm, mean }) => {
    const size = say(lang, 'points', { size: inPoints(Math.abs(mean), 1) }).replace(' ', NO_BREAK)
    return say(lang, mean > 0 ? 'rise' : 'fall', { size, arm: titles.get(arm) ?? arm })
  })
  return say(lang, 'title', { clear: String(clear), all: String(judged), changes: listed(lang, texts) })
}

/** A two-thousandth of the consumer-months of a run. */
function leastMonths(tables: readonly Table[]): number {
  const table = tables.find(({ name }) => name === AGE_PROFILES.name)!
  const months = numbers(table, 'personMonths')
  const [replication, total] = [numbers(table, 'replication'), new Map<number, number>()]
  for (let row = 0; row < table.rows; row++) {
    total.set(replication[row], (total.get(replication[row]) ?? 0) + months[row])
  }
  const arms = new Set(Array.from({ length: table.rows }, (_, row) => table.columns[0].values[row])).size
  return Math.min(...total.values()) / Math.max(1, arms) / 2000
}

function panelOf(input: EnsembleInput, name: PanelName, style: ArmStyle): Panel {
  const { lang, tables, arms, scenario } = input
  const names = arms.map((arm) => arm.name)
  const column: ProfileColumn | 'saving' = name
  const factor = name === 'overspent' ? 100 : 1
  const rows: AgeMean[] = profileMeans(tables, names, column, leastMonths(tables))
  const values = rows.map(({ arm, age, mean, low, high, runs }) => ({
    arm: style.titles.get(arm) ?? arm,
    age,
    mean: rounded(factor * mean),
    low: runs < LEAST_RUNS ? null : rounded(factor * low),
    high: runs < LEAST_RUNS ? null : rounded(factor * high),
  }))
  const ages = rows.map(({ age }) => age)
  const [first, last] = ages.length === 0 ? [18, 19] : [Math.min(...ages), Math.max(...ages)]
  const { youthEnds, middleEnds, retirementAge } = scenario.population
  const stages = [youthEnds, middleEnds, retirementAge].filter((age) => age > first && age < last)
  const withInterval = bounded(values)
  const x = quantity(
    'age',
    { domain: [first, Math.max(first + 1, last)], nice: false, zero: false },
    {
      title: name === 'debt' || name === 'overspent' ? word(lang, 'age') : null,
      grid: false,
      tickCount: 8,
      format: 'd',
    },
  )
  const y = (field: string) =>
    quantity(
      field,
      { zero: name !== 'income' && name !== 'spending' },
      { title: null, tickCount: 4, format: ',d', minExtent: 34 },
    )
  const colour = coded('arm', style.domain, [...style.colours], { ...STROKES, columns: 2 })
  return {
    ...PANEL,
    title: heading(say(lang, name), PANEL.width),
    layer: [
      layer(
        { type: 'rule', color: COLOUR.grey, strokeDash: [3, 3] },
        stages.map((age) => ({ age })),
        { x: quantity('age') },
      ),
      ...(name === 'saving'
        ? [layer({ type: 'rule', color: COLOUR.grey }, [{ zero: 0 }], { y: quantity('zero') })]
        : []),
      ...(withInterval.length === 0
        ? []
        : [
            layer({ type: 'area', fillOpacity: 0.15 }, withInterval, {
              x,
              y: y('low'),
              y2: { field: 'high' },
              color: colour,
            }),
          ]),
      layer({ type: 'line', strokeWidth: 1.8 }, values, {
        x,
        y: y('mean'),
        color: colour,
        strokeDash: coded(
          'arm',
          style.domain,
          style.dashes.map((dash) => [...dash]),
          { title: null },
        ),
        tooltip: tips({
          arm: word(lang, 'arm'),
          age: word(lang, 'age'),
          mean: word(lang, 'mean'),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}
