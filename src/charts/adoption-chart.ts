/** Adoption curves: how well the lenders of each class are known, and who has ever borrowed from one. */
import { numbers, type Table } from '../base/table.ts'
import { adoptionByClass, type ClassAdoption } from '../measures/adoption.ts'
import { type Group, LEAST_CASES, proportion } from '../measures/claim.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { burnInShade, eventRules, withEvents } from './month-marks.ts'
import { extremesText } from './sentences.ts'
import { CLASS_COLOURS, CLASS_ORDER, frame, fromZero, monthAxis, monthLine } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
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
  const last = rows.filter(({ month }) => month === end)
  const groups = last.map(
    (row): Group => ({
      name: nameOf(lang, 'class', row.class),
      ...proportion(row.adopted, consumersAtEnd(tables), last.length),
    }),
  )
  const title = word(lang, 'adoption.title', {
    extremes: extremesText(lang, groups, (value) => percent(lang, value)),
  })
  const from = -input.scenario.horizon.burnIn
  return {
    id: 'adoption',
    title,
    claims: [{ kind: 'extremes', key: 'adopted', groups, least: LEAST_CASES }],
    caption: word(lang, 'adoption.caption'),
    spec: {
      ...frame(input, title, withEvents(input, word(lang, 'adoption.subtitle'), from), WIDTH),
      spacing: 22,
      vconcat: PARTS.map((part) => partSpec(input, rows, part, part === 'adopted' ? groups : [])),
    },
  }
}

function consumersAtEnd(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  return numbers(months, 'consumers')[months.rows - 1]
}

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

function partSpec(input: ChartInput, rows: readonly ClassAdoption[], part: Part, ends: readonly Group[]): Panel {
  const { lang, scenario } = input
  const isLast = part === 'adopted'
  const classes = CLASS_ORDER.filter((name) => rows.some((row) => row.class === name))
  const names = classes.map((name) => nameOf(lang, 'class', name))
  const end = Math.max(...rows.map(({ month }) => month))
  const values = rows.map((row) => {
    const name = nameOf(lang, 'class', row.class)
    const known = row.month === end ? ends.find((group) => group.name === name) : undefined
    const interval = known === undefined ? {} : asInterval(known)
    return { month: row.month, class: name, share: asPercent(row[part]), ...interval }
  })
  return {
    width: WIDTH,
    height: 170,
    layer: [
      ...burnInShade(input, isLast),
      ...eventRules(input, -scenario.horizon.burnIn, WIDTH, true),
      {
        data: { values },
        mark: monthLine(input, { strokeWidth: 2 }),
        encoding: {
          x: monthAxis(input, isLast ? word(lang, 'month') : null),
          y: {
            field: 'share',
            type: 'quantitative',
            scale: fromZero(values.map(({ share }) => share)),
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
