/** Vintage curves: what had gone bad by months on book, by half-year of origination. */
import { numbers } from '../base/table.ts'
import { loanCases } from '../measures/cases.ts'
import { type Claim, type Group, LEAST_CASES, proportion, weightedCases } from '../measures/claim.ts'
import { sumOf, tableNamed } from '../measures/rows.ts'
import { type VintagePoint, vintageCurves } from '../measures/vintages.ts'
import type { Chart, ChartInput } from './chart.ts'
import { layer, quantity, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { extremesText, shareText } from './sentences.ts'
import { frame, fromZero, yearTicks } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  monthsOnBook: { en: 'months on book', zh: '账龄（月）' },
  title: { en: 'Gone bad after {age} months: {extremes}', zh: '放款{age}个月后曾逾期90天以上的占比：{extremes}' },
  months: { en: 'months {from} to {to}', zh: '第{from}–{to}月' },
  short: {
    en: 'Of what was lent in {months}, {share} had gone bad after {age} months',
    zh: '{months}的放款在{age}个月后有{share}曾逾期90天以上',
  },
  none: {
    en: 'No vintage of the reported window has been on the books long enough to be shown',
    zh: '报告期内尚无账龄足够长的放款批次可供展示',
  },
  subtitle: {
    en: 'Principal that was ever more than 90 days past due (% of what was lent), by months on book and months of origination.',
    zh: '曾逾期90天以上的本金（占放款%），按账龄与放款月份。',
  },
  caption: {
    en: 'Each line pools six months of origination and ends where its youngest month had been seen to the end of the run. The title compares the lines at one age; their intervals hold together in 95 % of samples of borrowers, each a quarter of a case since amounts differ.',
    zh: '每条线合并六个月的放款，止于其中最晚一月在模拟结束时达到的账龄。标题在同一账龄比较各线，区间联合置信水平为95%，以借款人为样本；金额不等，每人计为四分之一个样本。',
  },
  thinned: { en: 'Only one line in {step} is drawn.', zh: '每{step}条仅绘一条。' },
  group: { en: '{from} to {to}', zh: '{from}–{to}' },
  legend: { en: 'lent in months', zh: '放款月份' },
  axis: { en: '% of what was lent', zh: '占放款（%）' },
})

const WIDTH = 560
/** More curves than this cannot be told apart. */
const MOST = 12
/** Ages at which the oldest and the youngest vintage are compared, the first that both have reached. */
const COMPARED_AGES = [24, 18, 12, 6]

export function vintagesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const points = vintageCurves(tables, scenario.horizon.months - 1)
  const { title, claims, ends } = titleOf(input, points)
  const groups = [...new Set(points.map(({ from }) => from))]
  const step = Math.max(1, Math.ceil(groups.length / MOST))
  const drawn = new Set(groups.filter((_, index) => index % step === 0))
  const name = ({ from, to }: VintagePoint): string => say(lang, 'group', { from: String(from), to: String(to) })
  const values = points
    .filter(({ from }) => drawn.has(from))
    .map((point) => ({
      vintage: name(point),
      from: point.from,
      age: point.age,
      defaulted: asPercent(point.defaulted),
      ...ends.get(point),
    }))
  const names = [...new Set(values.map(({ vintage }) => vintage))]
  return {
    id: 'vintages',
    title,
    claims,
    caption:
      step > 1 ? `${say(lang, 'caption')} ${say(lang, 'thinned', { step: String(step) })}` : say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      width: WIDTH,
      height: 290,
      layer: [
        layer({ type: 'line', strokeWidth: 2, point: values.every(({ age }) => age === 0) }, values, {
          x: quantity('age', fromZero(values.map(({ age }) => age)), {
            title: say(lang, 'monthsOnBook'),
            grid: false,
            values: yearTicks(0, scenario.horizon.months).flatMap((year) => [year, year + 6]),
          }),
          y: quantity('defaulted', fromZero(values.map(({ defaulted }) => defaulted)), {
            title: say(lang, 'axis'),
            tickCount: 6,
          }),
          color: {
            field: 'vintage',
            type: 'ordinal',
            scale: { domain: names, scheme: { name: 'viridis', extent: [0, 0.88] } },
            legend: {
              title: say(lang, 'legend'),
              columns: 5,
              symbolType: 'stroke',
              symbolStrokeWidth: 2.5,
              symbolSize: 220,
            },
          },
          strokeDash: {
            field: 'vintage',
            type: 'ordinal',
            scale: { domain: names, range: names.map((_, index) => DASHES[index % DASHES.length]) },
          },
          tooltip: tips({ vintage: say(lang, 'legend'), age: say(lang, 'monthsOnBook'), defaulted: say(lang, 'axis') }),
        }),
        ...emptyNote(lang, values.length === 0, WIDTH, 290),
      ],
    },
  }
}

const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
]

interface Found {
  readonly title: string
  readonly claims: Claim[]
  /** Intervals of the points that are compared, for the chart's data. */
  readonly ends: ReadonlyMap<VintagePoint, object>
}

/** Compares the vintages at the first of several ages that two of them have reached. */
function titleOf(input: ChartInput, points: readonly VintagePoint[]): Found {
  const { lang } = input
  const group = (point: VintagePoint, count: number): Group => ({
    name: say(lang, 'months', { from: String(point.from), to: String(point.to) }),
    ...proportion(point.defaulted, casesOf(input, point), count),
  })
  const age = COMPARED_AGES.find((one) => points.filter((point) => point.age === one).length > 1)
  if (age !== undefined) {
    const reached = points.filter((point) => point.age === age)
    const groups = reached.map((point) => group(point, reached.length))
    const extremes = extremesText(lang, groups, (value) => percent(lang, value, 1))
    return {
      title: say(lang, 'title', { age: String(age), extremes }),
      claims: [
        { kind: 'count', key: 'age', count: age },
        { kind: 'extremes', key: 'defaulted', groups, least: LEAST_CASES },
      ],
      ends: new Map(reached.map((point, index) => [point, asInterval(groups[index])])),
    }
  }
  const longest = points
    .filter(
      ({ from, age: reached, defaulted }) => from === points[0]?.from && reached > 0 && Number.isFinite(defaulted),
    )
    .at(-1)
  if (longest === undefined) {
    return {
      title: say(lang, 'none'),
      claims: [{ kind: 'nothing', key: 'vintage', why: 'short' }],
      ends: new Map(),
    }
  }
  const one = group(longest, 1)
  return {
    title: say(lang, 'short', { age: String(longest.age), months: one.name, share: shareText(lang, one) }),
    claims: [
      { kind: 'count', key: 'age', count: longest.age },
      { kind: 'count', key: 'from', count: longest.from },
      { kind: 'count', key: 'to', count: longest.to },
      { kind: 'level', key: 'defaulted', estimate: one },
    ],
    ends: new Map([[longest, asInterval(one)]]),
  }
}

/** Cases behind the loans of a vintage's months. */
function casesOf({ tables }: ChartInput, { from, to }: VintagePoint): number {
  const months = tableNamed(tables, 'months')
  const month = numbers(months, 'month')
  const rows = Array.from(month.keys()).filter((row) => month[row] >= from && month[row] <= to)
  return weightedCases(loanCases(tables, sumOf(numbers(months, 'loans'), rows)))
}
