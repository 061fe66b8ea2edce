/** Income, spending, debt and savings by age. */

import { numbers } from '../base/table.ts'
import { AGE_BANDS } from '../base/vocabulary.ts'
import { ageBandIndex } from '../measures/measured-scenario.ts'
import { ratio, sumOf, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { money, rounded } from './text.ts'
import { nameOf, word } from './words.ts'

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

export function lifeCycleChart(input: ChartInput): Chart {
  const { lang } = input
  const ages = agesLived(input)
  const incomes = ages.column('income')
  const peak = incomes.reduce((best, value, k) => (value > incomes[best] ? k : best), 0)
  const debts = debtByBand(ages)
  const most = debts.reduce((best, value, band) => (value > debts[best] ? band : best), 0)
  const title = word(lang, 'life.title', {
    incomeAge: String(ages.age[peak] ?? '–'),
    income: money(lang, incomes[peak] ?? NaN),
    debtAge: nameOf(lang, 'age', AGE_BANDS[most]),
    debt: money(lang, debts[most]),
  })
  return {
    id: 'life-cycle',
    title,
    caption: word(lang, 'life.caption', { least: String(ages.least) }),
    spec: {
      ...frame(input, title, word(lang, 'life.subtitle'), WIDTH),
      spacing: 16,
      vconcat: [partSpec(input, ages, 'flows'), partSpec(input, ages, 'stocks')],
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
    },
  }
}

/** Mean debt in each band of Table 4: the mean at a single age is too noisy to name a peak. */
function debtByBand(ages: Ages): number[] {
  const [debt, lived] = [ages.column('debt'), ages.column('personMonths')]
  return AGE_BANDS.map((_, band) => {
    const rows = ages.age.flatMap((age, row) => (ageBandIndex(age) === band ? [row] : []))
    return ratio(
      rows.reduce((sum, row) => sum + debt[row] * lived[row], 0),
      sumOf(lived, rows),
    )
  })
}

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

function partSpec({ scenario, lang }: ChartInput, ages: Ages, part: Part): Panel {
  const series = SERIES[part]
  const isLast = part === 'stocks'
  const values = series.flatMap(([name, column]) =>
    ages
      .column(column)
      .map((value, index) => ({ age: ages.age[index], series: word(lang, `life.${name}`), value: rounded(value) })),
  )
  const names = series.map(([name]) => word(lang, `life.${name}`))
  const { youthEnds, middleEnds, retirementAge } = scenario.population
  const [first, last] = [ages.age[0] ?? 0, ages.age.at(-1) ?? 1]
  const stages = [
    { age: youthEnds, stage: word(lang, 'life.youthEnds') },
    { age: middleEnds, stage: word(lang, 'life.middleEnds') },
    { age: retirementAge, stage: word(lang, 'life.retirement') },
  ].filter(({ age }) => age > first && age < last)
  return {
    width: WIDTH,
    height: 150,
    layer: [
      {
        data: { values: stages },
        mark: { type: 'rule', color: COLOUR.grey, strokeDash: [3, 3] },
        encoding: { x: { field: 'age', type: 'quantitative' } },
      },
      {
        data: { values: isLast ? [] : stages },
        mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -3, fontSize: 10, color: '#666666' },
        encoding: { x: { field: 'age', type: 'quantitative' }, y: { value: 'height' }, text: { field: 'stage' } },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: {
            field: 'age',
            type: 'quantitative',
            scale: { domain: [first, last], nice: false, zero: false },
            axis: { title: isLast ? word(lang, 'age') : null, grid: false, tickCount: 12, format: 'd' },
          },
          y: {
            field: 'value',
            type: 'quantitative',
            axis: { title: word(lang, `life.${part}`), tickCount: 5, format: ',d' },
          },
          color: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: series.map(([, , colour]) => colour) },
            legend: { title: null, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 300 },
          },
          strokeDash: {
            field: 'series',
            type: 'nominal',
            scale: { domain: names, range: series.map(([, , , dash]) => [...dash]) },
            legend: { title: null },
          },
          tooltip: [
            { field: 'age', title: word(lang, 'age') },
            { field: 'series', title: '' },
            { field: 'value', title: '¥', format: ',.0f' },
          ],
        },
      },
    ],
  }
}
