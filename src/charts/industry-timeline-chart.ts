/** Who lends, since when and until when, with the rules that came in the meantime. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { Chart, ChartInput } from './chart.ts'
import { CLASS_COLOURS, CLASS_ORDER, COLOUR, frame, monthAxis } from './style.ts'
import { plainText } from './text.ts'
import { word } from './words.ts'

const WIDTH = 560
const ROW = 13

interface Life {
  readonly lender: string
  readonly class: string
  readonly from: number
  /** Last month in which it lent, and in which its book still ran off. */
  lent: number
  gone: number
}

function livesOf(tables: readonly Table[]): Life[] {
  const table = tables.find(({ name }) => name === 'lenders')!
  const month = numbers(table, 'month')
  const lender = texts(table, 'lender')
  const status = texts(table, 'status')
  const of = texts(table, 'class')
  const lives = new Map<string, Life>()
  for (let row = 0; row < table.rows; row++) {
    if (status[row] === 'closed') continue
    const life = lives.get(lender[row]) ?? {
      lender: lender[row],
      class: of[row],
      from: month[row],
      lent: month[row],
      gone: month[row],
    }
    if (status[row] !== 'runOff') life.lent = month[row]
    life.gone = month[row]
    lives.set(lender[row], life)
  }
  return [...lives.values()]
}

/** Whether anybody came, left or was ruled: otherwise there is nothing to see. */
export function anyTurnover({ tables, scenario }: ChartInput): boolean {
  const lives = livesOf(tables)
  const last = scenario.horizon.months - 1
  return lives.some(({ from, lent }) => from > -scenario.horizon.burnIn || lent < last)
}

export function industryTimelineChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const lives = livesOf(tables)
  const last = scenario.horizon.months - 1
  const entered = lives.filter(({ from }) => from > -scenario.horizon.burnIn).length
  const left = lives.filter(({ lent }) => lent < last).length
  const title = word(lang, 'industry.title', {
    entered: String(entered),
    left: String(left),
    active: String(lives.length - left),
  })
  const className = (of: string): string => word(lang, `class.${of as 'bank'}`)
  const values = lives.flatMap(({ lender, class: of, from, lent, gone }) => [
    { lender, class: className(of), from, to: lent + 1, state: word(lang, 'industry.lends') },
    ...(gone > lent
      ? [{ lender, class: className(of), from: lent + 1, to: gone + 1, state: word(lang, 'industry.runOff') }]
      : []),
  ])
  const rules = scenario.timeline.map(({ month, note, set }) => ({
    month,
    note: plainText(note ?? Object.keys(set).join(', '), 40),
  }))
  const order = [...lives]
    .sort(
      (a, b) =>
        CLASS_ORDER.indexOf(a.class as 'bank') - CLASS_ORDER.indexOf(b.class as 'bank') ||
        (a.lender < b.lender ? -1 : 1),
    )
    .map(({ lender }) => lender)
  const x = { ...monthAxis(input, word(lang, 'month')), field: 'from' as const }
  return {
    id: 'industry-timeline',
    title,
    caption: word(lang, 'industry.caption'),
    spec: {
      ...frame(input, title, word(lang, 'industry.subtitle'), WIDTH),
      width: WIDTH,
      height: ROW * order.length,
      layer: [
        {
          data: { values },
          mark: { type: 'bar', height: ROW - 5 },
          encoding: {
            x,
            x2: { field: 'to' },
            y: { field: 'lender', type: 'nominal', sort: order, axis: { title: null, labelFontSize: 9.5 } },
            color: {
              field: 'class',
              type: 'nominal',
              scale: { domain: CLASS_ORDER.map(className), range: [...CLASS_COLOURS] },
              legend: { title: null, orient: 'bottom' },
            },
            opacity: {
              field: 'state',
              type: 'nominal',
              scale: { domain: [word(lang, 'industry.lends'), word(lang, 'industry.runOff')], range: [1, 0.35] },
              legend: { title: null, orient: 'bottom' },
            },
            tooltip: [
              { field: 'lender', title: word(lang, 'industry.lender') },
              { field: 'state', title: word(lang, 'industry.state') },
              { field: 'from', title: word(lang, 'month') },
            ],
          },
        },
        {
          data: { values: rules },
          mark: { type: 'rule', color: COLOUR.ink, strokeDash: [4, 3] },
          encoding: {
            x: { field: 'month', type: 'quantitative' },
            tooltip: [
              { field: 'month', title: word(lang, 'month') },
              { field: 'note', title: word(lang, 'industry.rule') },
            ],
          },
        },
        {
          data: { values: rules },
          // Above the plot, reading upwards.
          mark: { type: 'text', angle: 270, align: 'left', dx: 4, fontSize: 10, color: COLOUR.ink },
          encoding: {
            x: { field: 'month', type: 'quantitative' },
            y: { value: 0 },
            text: { field: 'note' },
          },
        },
      ],
    },
  }
}
