/** Adoption curves: how well the lenders of each class are known, and who has ever borrowed from one. */
import { adoptionByClass, type ClassAdoption } from '../measures/adoption.ts'
import { meanAndSd } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { CLASS_COLOURS, CLASS_ORDER, COLOUR, frame, yearTicks } from './style.ts'
import { asPercent, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 580
const PARTS = ['aware', 'adopted'] as const
type Part = (typeof PARTS)[number]
const DASHES = [
  [1, 0],
  [7, 3],
  [2, 2],
]

export function adoptionChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const rows = adoptionByClass(tables)
  const end = rows.reduce((latest, { month }) => Math.max(latest, month), -Infinity)
  const last = rows.filter(({ month }) => month === end).sort((a, b) => b.adopted - a.adopted)
  const [most, least] = [last.at(0), last.at(-1)]
  const known = meanAndSd(last.map(({ aware }) => aware).filter(Number.isFinite)).mean
  const nameIn = (row: ClassAdoption | undefined): string =>
    row === undefined ? '–' : nameOf(lang, 'class', row.class)
  const title = word(lang, 'adoption.title', {
    most: nameIn(most),
    high: percent(lang, most?.adopted ?? NaN),
    aware: percent(lang, known),
    least: nameIn(least),
    low: percent(lang, least?.adopted ?? NaN),
  })
  return {
    id: 'adoption',
    title,
    caption: word(lang, 'adoption.caption'),
    spec: {
      ...frame(input, title, word(lang, 'adoption.subtitle'), WIDTH),
      spacing: 16,
      vconcat: PARTS.map((part) => partSpec(input, rows, part)),
    },
  }
}

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

function partSpec({ lang }: ChartInput, rows: readonly ClassAdoption[], part: Part): Panel {
  const isLast = part === 'adopted'
  const classes = CLASS_ORDER.filter((name) => rows.some((row) => row.class === name))
  const names = classes.map((name) => nameOf(lang, 'class', name))
  const months = rows.map(({ month }) => month)
  const [first, end] = [Math.min(0, ...months), Math.max(1, ...months)]
  const values = rows.map((row) => ({
    month: row.month,
    class: nameOf(lang, 'class', row.class),
    share: asPercent(row[part]),
  }))
  return {
    width: WIDTH,
    height: 170,
    layer: [
      {
        data: { values: first < 0 ? [{ month: 0 }] : [] },
        mark: { type: 'rule', color: COLOUR.grey, strokeDash: [3, 3] },
        encoding: { x: { field: 'month', type: 'quantitative' } },
      },
      {
        data: { values: first < 0 && isLast ? [{ month: 0, label: word(lang, 'adoption.reported') }] : [] },
        // Between the panels, where no line can cross it.
        mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 4, dy: -2, fontSize: 10, color: '#666666' },
        encoding: { x: { field: 'month', type: 'quantitative' }, y: { value: 0 }, text: { field: 'label' } },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: {
            field: 'month',
            type: 'quantitative',
            scale: { domain: [first, end], nice: false },
            axis: { title: isLast ? word(lang, 'month') : null, grid: false, values: yearTicks(first, end) },
          },
          y: {
            field: 'share',
            type: 'quantitative',
            scale: { zero: true },
            axis: { title: word(lang, `adoption.${part}`), tickCount: 5 },
          },
          color: {
            field: 'class',
            type: 'nominal',
            scale: { domain: names, range: classes.map((name) => CLASS_COLOURS[CLASS_ORDER.indexOf(name)]) },
            legend: { title: null, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 300 },
          },
          strokeDash: {
            field: 'class',
            type: 'nominal',
            scale: { domain: names, range: classes.map((_, k) => DASHES[k % DASHES.length]) },
            legend: { title: null },
          },
          tooltip: [
            { field: 'month', title: word(lang, 'month') },
            { field: 'class', title: word(lang, 'lenderClass') },
            { field: 'share', title: word(lang, `adoption.${part}`) },
          ],
        },
      },
    ],
  }
}
