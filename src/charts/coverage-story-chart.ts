/** What coverage does: reach, price at equal risk and losses of those who get a file earlier, later or last. */
import { LEAST_RUNS } from '../measures/claim.ts'
import type { Difference } from '../measures/ensemble.ts'
import { isClear, type Judged } from '../measures/judged.ts'
import {
  type ArmColumn,
  columnsOver,
  commonScale,
  type DrawnOutcome,
  intervalsNote,
  isNumeric,
  outcomesOf,
  readingText,
  settingOf,
  toldSteps,
} from './arm-settings.ts'
import { comparisonsClaim } from './arms-chart.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput, Lang, SettingInput } from './chart.ts'
import { bounded, coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { exactly } from './response-chart.ts'
import { clauses, sentence, sentences } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { inPoints, lines, NO_BREAK, percent, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'what coverage does, from {from} to {to} of adults ({reading}): {told}',
    zh: '征信覆盖率由{from}升至{to}的影响（{reading}）：{told}',
  },
  titleFew: {
    en: 'What coverage does: too few runs to judge it ({runs} of each arm, at least {least} are needed)',
    zh: '征信覆盖率的影响：每组{runs}次运行，不足以判断（至少{least}次）',
  },
  moves: { en: '{name} {goes} by {size} points', zh: '{name}{goes}{size}个百分点' },
  still: { en: '{name} does not clearly move', zh: '{name}无显著变化' },
  rises: { en: 'rises', zh: '上升' },
  falls: { en: 'falls', zh: '下降' },
  reachOf: { en: 'reach of those who get a file between 50 and 90\u00a0%', zh: '覆盖率50%与90%之间获得记录者的满足率' },
  premiumOf: { en: 'their price at equal risk', zh: '其同等风险下的价格' },
  subtitle: {
    en: 'People by the coverage that would give them a file, the same people at every coverage.',
    zh: '按何种覆盖率下有记录分组，各覆盖率下均为同一批人。',
  },
  caption: {
    en: "Reach: fundable needs served, wholly or in part, of those that came to the market and closed. Price at equal risk: mean APR less that of people filed at 50 % with the same true risk, in points. Loss: balance charged off over the amount lent in the reported window. Where loans form files, coverage gives fewer files outright so that month 0 shows it, and borrowers get files whatever coverage is. The title tells paired differences between the first arm and the one in which only coverage differs, judged with Holm's correction over these two outcomes and all arms.",
    zh: '满足率：已进入市场并了结的可融资需求中获全部或部分融资者占比。同等风险价格：平均年化利率减去真实风险相同、覆盖率50%时已有记录者（百分点）。损失：报告期核销余额占放款金额。借款可建档时，直接给予的记录较少，使第0月恰为所设覆盖率，而借款人无论覆盖率高低均可获得记录。标题为首个实验组与仅覆盖率不同的实验组之间的同种子配对差异，在这两项指标与全部实验组间经霍尔姆校正判断。',
  },
  reach: { en: 'Fundable demand reached (%)', zh: '可融资需求满足率（%）' },
  premium: {
    en: 'Price above the first group, equal true risk (points)',
    zh: '同等真实风险下高于首组的价格（百分点）',
  },
  loss: { en: 'Charged off of amount lent (%)', zh: '核销占放款（%）' },
  market: { en: 'ROA of all lenders together (%)', zh: '全行业资产收益率（%）' },
  coverage: { en: 'coverage (% of adults)', zh: '覆盖率（成年人%）' },
  group: { en: 'group', zh: '分组' },
})

const PATH = 'credit.coverage'
const WIDTH = 640
/** The outcomes that the title tells, one family: those that the story is about. */
const TOLD: readonly string[] = ['reached.filedAt90', 'premium.filedAt90']
const MAX_COLUMNS = 3
const PANEL = { height: 130, wide: 265, narrow: 175 } as const

const GROUPS = ['filedAt50', 'filedAt90', 'filedLast'] as const
const COLOURS = { filedAt50: COLOUR.ink, filedAt90: COLOUR.orange, filedLast: COLOUR.blue } as const
/** The market as a whole has no group. */
const ROWS = [
  { name: 'reach', key: 'reached', groups: GROUPS, hasZero: false },
  { name: 'premium', key: 'premium', groups: ['filedAt90', 'filedLast'], hasZero: true },
  { name: 'loss', key: 'loss', groups: GROUPS, hasZero: true },
] as const satisfies readonly {
  readonly name: string
  readonly key: string
  readonly groups: readonly (typeof GROUPS)[number][]
  readonly hasZero: boolean
}[]
type Row = (typeof ROWS)[number]

interface Point extends DrawnOutcome {
  readonly coverage: number
  readonly group: string
}

/** Undefined where arms do not differ in coverage, or differ in too much beside it. */
export function coverageStoryChart(input: EnsembleInput): Chart | undefined {
  const { lang } = input
  const coverage = settingOf(input, PATH)
  if (coverage === undefined || !isNumeric(coverage)) return undefined
  const columns = columnsOver(input, [coverage]).filter(({ arms }) => arms.length > 1)
  if (columns.length === 0 || columns.length > MAX_COLUMNS) return undefined
  const told = outcomesOf(input)
  const steps = toldSteps(input, TOLD)
  const rows = ROWS.filter(({ key, groups }) =>
    columns.some(({ arms }) => arms.some(({ name }) => groups.some((group) => told(`${key}.${group}`, name) !== null))),
  )
  if (rows.length === 0) return undefined
  const title = titleOf(input, coverage, columns[0], steps)
  return {
    id: 'coverage',
    title,
    claims: [comparisonsClaim(steps)],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, sentences(lang, [say(lang, 'subtitle'), intervalsNote(input)]), WIDTH),
      spacing: 10,
      vconcat: rows.map((row, k): Panel => {
        const points = columns.map(({ arms }) => pointsOf(lang, row, arms, told))
        const scale = commonScale(points.flat(), row.hasZero)
        return {
          spacing: 18,
          hconcat: columns.map(({ label }, column) =>
            panel(lang, row, points[column], {
              scale,
              values: coverage.values as number[],
              isFirst: column === 0,
              isLast: k === rows.length - 1,
              title: k === 0 && label !== '' ? [label, say(lang, row.name)] : [say(lang, row.name)],
              width: columns.length > 2 ? PANEL.narrow : PANEL.wide,
            }),
          ),
        }
      }),
    },
  }
}

function pointsOf(
  lang: Lang,
  { key, groups }: Row,
  arms: ArmColumn['arms'],
  told: ReturnType<typeof outcomesOf>,
): Point[] {
  return groups.flatMap((group) =>
    arms.flatMap(({ name, at }): Point[] => {
      const found = told(`${key}.${group}`, name)
      return found === null ? [] : [{ coverage: rounded(100 * Number(at[0]))!, group: word(lang, group), ...found }]
    }),
  )
}

interface Look {
  readonly scale: ReturnType<typeof commonScale>
  readonly values: readonly number[]
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly title: readonly string[]
  readonly width: number
}

function panel(lang: Lang, { name, hasZero }: Row, points: readonly Point[], look: Look): Panel {
  const ticks = look.values.map((value) => rounded(100 * value)!)
  const x = quantity(
    'coverage',
    { domain: [Math.min(...ticks), Math.max(...ticks)], nice: false, zero: false, padding: 8 },
    {
      title: look.isLast ? say(lang, 'coverage') : null,
      grid: false,
      values: ticks,
      labelOverlap: 'greedy',
      format: exactly(ticks),
    },
  )
  const y = (field: string) =>
    quantity(field, look.scale, { title: null, tickCount: 4, labels: look.isFirst, minExtent: look.isFirst ? 30 : 0 })
  const color = coded(
    'group',
    GROUPS.map((group) => word(lang, group)),
    GROUPS.map((group) => COLOURS[group]),
    STROKES,
  )
  const withInterval = bounded(points)
  const [first, ...rest] = look.title
  return {
    width: look.width,
    height: PANEL.height,
    title: {
      ...heading(first, look.width),
      frame: 'group',
      ...(rest.length > 0
        ? { subtitle: rest.flatMap((text) => lines(text, look.width, 11)), subtitleFontSize: 11 }
        : {}),
    },
    layer: [
      ...(hasZero ? [layer({ type: 'rule', color: COLOUR.grey }, [{ zero: 0 }], { y: y('zero') })] : []),
      ...(withInterval.length === 0
        ? []
        : [layer({ type: 'rule', strokeWidth: 1.5 }, withInterval, { x, y: y('low'), y2: { field: 'high' }, color })]),
      layer({ type: 'line', strokeWidth: 1.8, point: { size: 34 } }, points, {
        x,
        y: y('mean'),
        color,
        tooltip: tips({
          coverage: say(lang, 'coverage'),
          group: say(lang, 'group'),
          mean: say(lang, name),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}

/** From the first arm to that of its column in which coverage is highest, but for full coverage, which leaves nobody out. */
function titleOf(
  input: EnsembleInput,
  { ofArms }: SettingInput,
  column: ArmColumn,
  steps: readonly Judged<Difference>[],
): string {
  const { lang, replications, arms } = input
  const few = say(lang, 'titleFew', { runs: String(replications), least: String(LEAST_RUNS) })
  if (replications < LEAST_RUNS) return few
  const from = Number(ofArms[0])
  const others = column.arms.filter(({ name }) => name !== arms[0].name)
  const partial = others.filter(({ at }) => Number(at[0]) < 1)
  const [to] = [...(partial.length > 0 ? partial : others)].sort((a, b) => Number(b.at[0]) - Number(a.at[0]))
  const told = (['reachOf', 'premiumOf'] as const).flatMap((what) => {
    const key = what === 'reachOf' ? 'reached.filedAt90' : 'premium.filedAt90'
    const step = steps.find((one) => one.key === key && one.arm === to.name)
    if (step === undefined || step.verdict === 'unjudged') return []
    if (!isClear(step)) return [say(lang, 'still', { name: say(lang, what) })]
    const size = inPoints(Math.abs(step.mean), 1)
    const goes = say(lang, step.mean > 0 ? 'rises' : 'falls')
    return [say(lang, 'moves', { name: say(lang, what), goes, size }).replace(` ${size} `, ` ${size}${NO_BREAK}`)]
  })
  if (told.length === 0) return few
  return sentence(lang, [
    say(lang, 'title', {
      from: percent(lang, from, 0),
      to: percent(lang, Number(to.at[0]), 0),
      reading: readingText(lang, column),
      told: clauses(lang, told),
    }),
  ])
}
