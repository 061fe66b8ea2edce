/** Heat map of niches: how much of the demand for credit is served, by purpose and age. */
import { AGE_BANDS, PURPOSES } from '../base/vocabulary.ts'
import { needCases } from '../measures/cases.ts'
import { type Group, LEAST_CASES, proportion } from '../measures/claim.ts'
import { rankNiches } from '../measures/long-tail.ts'
import { ratio } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { category, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { counted, extremesText } from './sentences.ts'
import { frame, HEAT } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'Share of demand served: {extremes}', zh: '信贷需求满足率：{extremes}' },
  cell: { en: '{purpose}, {age}', zh: '{age}·{purpose}' },
  subtitle: {
    en: 'Demand for credit that was served (%), by purpose and age; below, how many needs asked for credit.',
    zh: '信贷需求满足率（%），按用途与年龄；下方为信贷需求笔数。',
  },
  caption: {
    en: 'All amounts together; blank cells had no demand. Cells are named that have at least {least} independent needs and whose interval meets no other; where several share an end, all are named. Intervals hold together in 95 % of samples; the needs of one person count as one case.',
    zh: '各金额档合计；空格表示没有信贷需求。仅点名独立需求不少于{least}笔、且区间不与其他格重叠者；几格无法区分时一并列出。各区间联合置信水平为95%，同一人的多笔需求计为一例。',
  },
  axis: { en: 'served (%)', zh: '满足率（%）' },
})

const WIDTH = 580
interface Cell extends Group {
  readonly purpose: string
  readonly age: string
  readonly demanded: number
}

/** Cells with demand; their intervals hold together. */
function cells({ tables, lang }: ChartInput): Cell[] {
  const niches = rankNiches(tables)
  const all = PURPOSES.flatMap((purpose) =>
    AGE_BANDS.map((ageBand) => {
      const own = niches.filter((niche) => niche.purpose === purpose && niche.ageBand === ageBand)
      const demanded = own.reduce((sum, niche) => sum + niche.demanded, 0)
      const served = own.reduce((sum, niche) => sum + niche.served, 0)
      return { purpose: nameOf(lang, 'purpose', purpose), age: nameOf(lang, 'age', ageBand), demanded, served }
    }),
  ).filter(({ demanded }) => demanded > 0)
  return all.map(({ purpose, age, demanded, served }) => ({
    name: say(lang, 'cell', { purpose, age }),
    purpose,
    age,
    demanded,
    ...proportion(ratio(served, demanded), needCases(tables, demanded), all.length),
  }))
}

/** Percent in whole tens around what there is: on 0 to 100, cells that differ would look the same. */
function colourDomain(all: readonly Cell[]): [number, number] {
  const reaches = all.map(({ value }) => value)
  const low = Math.floor(10 * Math.min(...reaches, 1)) * 10
  const high = Math.ceil(10 * Math.max(...reaches, 0)) * 10
  return low < high ? [low, high] : [0, 100]
}

export function nichesChart(input: ChartInput): Chart {
  const { lang } = input
  const all = cells(input)
  const title =
    all.length === 0
      ? word(lang, 'nobodyAsked')
      : say(lang, 'title', { extremes: extremesText(lang, all, (value) => percent(lang, value)) })
  const values = all.map((cell) => ({
    purpose: cell.purpose,
    age: cell.age,
    cell: cell.name,
    served: asPercent(cell.value),
    ...asInterval(cell),
    label: percent(lang, cell.value, 0).replace(NO_BREAK, ' '),
    count: counted(lang, 'needs', cell.demanded).replaceAll(NO_BREAK, ' '),
  }))
  const ink = { value: HEAT.ink }
  return {
    id: 'niches',
    title,
    claims: [
      all.length === 0
        ? { kind: 'nothing', key: 'demand', why: 'empty' }
        : { kind: 'extremes', key: 'served', groups: all, least: LEAST_CASES },
    ],
    caption: say(lang, 'caption', { least: String(LEAST_CASES) }),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      width: WIDTH - 80,
      height: 270,
      data: { values },
      encoding: {
        x: category(
          'age',
          AGE_BANDS.map((band) => nameOf(lang, 'age', band)),
          { title: null, labelAngle: 0, ticks: false, domain: false, labelFontSize: 12 },
        ),
        y: category(
          'purpose',
          PURPOSES.map((purpose) => nameOf(lang, 'purpose', purpose)),
          { title: null, ticks: false, domain: false, labelFontSize: 12 },
        ),
      },
      layer: [
        {
          mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 2 },
          encoding: {
            color: {
              field: 'served',
              type: 'quantitative',
              scale: { domain: colourDomain(all), ...HEAT.scale },
              legend: { title: say(lang, 'axis'), gradientLength: 200 },
            },
            tooltip: tips({
              purpose: word(lang, 'purpose'),
              age: word(lang, 'ageBand'),
              served: say(lang, 'axis'),
              low: word(lang, 'intervalLow'),
              high: word(lang, 'intervalHigh'),
              count: '',
            }),
          },
        },
        { mark: { type: 'text', dy: -6, fontSize: 13 }, encoding: { text: { field: 'label' }, color: ink } },
        { mark: { type: 'text', dy: 10, fontSize: 9.5 }, encoding: { text: { field: 'count' }, color: ink } },
        ...emptyNote(lang, all.length === 0, WIDTH - 80, 270),
      ],
    },
  }
}
