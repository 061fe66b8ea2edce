/** Income, spending, debt and savings by age. */

import { numbers } from '../base/table.ts'
import { personsBehind } from '../measures/cases.ts'
import { LEAST_CASES, meanOfCases, type Point, peakOf } from '../measures/claim.ts'
import { ratio, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, type Panel, quantity, STROKES } from './marks.ts'
import { peakText, sentence } from './sentences.ts'
import { COLOUR, frame, fromZero } from './style.ts'
import { money, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  subtitle: {
    en: 'Means by year of age over the reported window, all consumers: flows a month above, stocks below.',
    zh: '报告期内各年龄全体消费者的均值：上为每月流量，下为存量。',
  },
  at: { en: ' (up to {value})', zh: '（最高{value}）' },
  'title.debt': { en: 'debt a head {peaks}{at}', zh: '人均债务{peaks}{at}' },
  'title.income': { en: 'income {peaks}{at}', zh: '收入{peaks}{at}' },
  caption: {
    en: 'Spending includes needs, financed or not by credit. Ages with fewer than {least} consumer-months are left out. Bands: intervals of income and debt that hold together in 95 % of samples of persons, each counted for a year at most; spreads between persons are not recorded, so incomes are taken to spread as widely as their mean, and debts among those who owe 1.7 times as widely as theirs. A peak is told as the ages that cannot be told from the highest.',
    zh: '支出包含大额需求，不论是否借款。少于{least}人月的年龄不显示。浅色带为收入与债务的区间，联合置信水平为95%，以人为样本，每人在每一年龄至多计一年；个体差异未作记录，收入的标准差按其均值计，债务者的债务按其均值的1.7倍计。峰值以无法与最高者区分的年龄范围表示。',
  },
  income: { en: 'income', zh: '收入' },
  spending: { en: 'spending', zh: '支出' },
  debt: { en: 'debt', zh: '债务' },
  liquid: { en: 'liquid savings', zh: '流动性储蓄' },
  flows: { en: '¥ a month', zh: '元/月' },
  stocks: { en: '¥', zh: '元' },
  youthEnds: { en: 'youth ends', zh: '青年期结束' },
  middleEnds: { en: 'middle age ends', zh: '中年期结束' },
  retirement: { en: 'retirement', zh: '退休' },
})

const WIDTH = 580
const SERIES = {
  flows: [
    ['income', 'income', COLOUR.blue, [1, 0]],
    ['spending', 'spending', COLOUR.vermilion, [7, 3]],
  ],
  stocks: [
    ['liquid', 'liquidSavings', COLOUR.green, [1, 0]],
    ['debt', 'debt', COLOUR.ink, [7, 3]],
  ],
} as const
type Part = keyof typeof SERIES

interface Ages {
  readonly age: readonly number[]
  readonly column: (name: string) => readonly number[]
  readonly least: number
}

/** Ages that enough consumers lived at for a mean: a two-thousandth of all consumer-months. */
function agesLived({ tables }: ChartInput): Ages {
  const table = tableNamed(tables, 'ages')
  const lived = numbers(table, 'personMonths')
  const total = lived.reduce((sum, months) => sum + months, 0)
  const least = Math.max(1, Math.round(total / 2000))
  const rows = Array.from(lived, (_, row) => row).filter((row) => lived[row] >= least)
  const column = (name: string): number[] => rows.map((row) => numbers(table, name)[row])
  return { age: column('age'), column, least }
}

/** Persons of each age: nobody spends more than a year at it. */
function personsAt(ages: Ages, { scenario }: ChartInput): number[] {
  return ages.column('personMonths').map((months) => personsBehind(months, Math.min(12, scenario.horizon.months)))
}

/**
 * A curve by age with intervals that hold together. Spreads between persons are not recorded: incomes are taken to
 * spread as widely as their mean, and debts among those who owe √3 times as widely as theirs (test/charts/life-cycle-chart.test.ts checks both).
 */
function curveOf(input: ChartInput, ages: Ages, column: 'income' | 'debt'): Point[] {
  const persons = personsAt(ages, input)
  const means = ages.column(column)
  const [lived, owing] = [ages.column('personMonths'), ages.column('borrowerMonths')]
  return means.map((mean, k) => {
    const inDebt = ratio(owing[k], lived[k])
    // Of debts with mean m and variance 3m² among a share p: Var = 4pm² − p²m², that is mean² (4/p − 1).
    const spread = column === 'income' ? mean : inDebt > 0 ? mean * Math.sqrt(4 / inDebt - 1) : 0
    const { low, ...rest } = meanOfCases(mean, spread, persons[k], means.length)
    return { at: ages.age[k], ...rest, low: Math.max(0, low) }
  })
}

export function lifeCycleChart(input: ChartInput): Chart {
  const { lang } = input
  const ages = agesLived(input)
  const curves = { income: curveOf(input, ages, 'income'), debt: curveOf(input, ages, 'debt') }
  const title = sentence(
    lang,
    (['income', 'debt'] as const).map((column) => {
      const points = curves[column]
      const peak = peakOf(points)
      const at = peak === undefined ? '' : say(lang, 'at', { value: money(lang, peak.top.value) })
      return say(lang, `title.${column}`, { peaks: peakText(lang, points), at })
    }),
  )
  return {
    id: 'life-cycle',
    title,
    claims: (['income', 'debt'] as const).map((key) => ({
      kind: 'peak',
      key,
      points: curves[key],
      least: LEAST_CASES,
    })),
    caption: say(lang, 'caption', { least: String(ages.least) }),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 16,
      vconcat: [partSpec(input, ages, 'flows', curves.income), partSpec(input, ages, 'stocks', curves.debt)],
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
    },
  }
}

function partSpec({ scenario, lang }: ChartInput, ages: Ages, part: Part, curve: readonly Point[]): Panel {
  const series = SERIES[part]
  const isLast = part === 'stocks'
  const values = series.flatMap(([name, column]) =>
    ages
      .column(column)
      .map((value, index) => ({ age: ages.age[index], series: say(lang, name), value: rounded(value) })),
  )
  const names = series.map(([name]) => say(lang, name))
  const { youthEnds, middleEnds, retirementAge } = scenario.population
  const [first, last] = [ages.age[0] ?? 0, ages.age.at(-1) ?? 1]
  const stages = [
    { age: youthEnds, stage: say(lang, 'youthEnds') },
    { age: middleEnds, stage: say(lang, 'middleEnds') },
    { age: retirementAge, stage: say(lang, 'retirement') },
  ].filter(({ age }) => age > first && age < last)
  return {
    width: WIDTH,
    height: 150,
    layer: [
      layer({ type: 'rule', color: COLOUR.grey, strokeDash: [3, 3] }, stages, { x: quantity('age') }),
      layer(
        { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -3, fontSize: 10, color: '#666666' },
        isLast ? [] : stages,
        { x: quantity('age'), y: { value: 'height' }, text: { field: 'stage' } },
      ),
      layer(
        { type: 'area', color: part === 'flows' ? COLOUR.blue : COLOUR.ink, opacity: 0.15 },
        curve.map(({ at, value, low, high, n }) => ({
          age: at,
          mean: rounded(value),
          low: rounded(low),
          high: rounded(high),
          cases: rounded(n),
        })),
        {
          x: quantity('age'),
          y: quantity('low'),
          y2: { field: 'high' },
        },
      ),
      layer({ type: 'line', strokeWidth: 2, point: ages.age.length < 3 }, values, {
        x: quantity(
          'age',
          { domain: [first, Math.max(first + 1, last)], nice: false, zero: false },
          { title: isLast ? word(lang, 'age') : null, grid: false, tickCount: 12, format: 'd' },
        ),
        y: quantity('value', fromZero(values.map(({ value }) => value)), {
          title: say(lang, part),
          tickCount: 5,
          format: ',d',
        }),
        color: coded(
          'series',
          names,
          series.map(([, , colour]) => colour),
          STROKES,
        ),
        strokeDash: coded(
          'series',
          names,
          series.map(([, , , dash]) => [...dash]),
        ),
        tooltip: [
          { field: 'age', title: word(lang, 'age') },
          { field: 'series', title: '' },
          { field: 'value', title: '¥', format: ',.0f' },
        ],
      }),
    ],
  }
}
