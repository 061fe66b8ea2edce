/** Who is reached: demand for credit that was served, by credit file, age, income and purpose. */
import { grouped } from '../measures/headline.ts'
import { type GroupReach, reachByGroup } from '../measures/reach.ts'
import { ratio, reportedSum, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { asPercent, NO_BREAK, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 580
const PLOT = 330
/** Groups with fewer needs are drawn but not named in the title. */
const LEAST = 30

/** The order of the panels, and the kind of names that each holds. */
const GROUPINGS = [
  ['file', 'file'],
  ['wouldBeFiled', 'wouldBe'],
  ['ageBand', 'age'],
  ['incomeQuartile', 'quartile'],
  ['purpose', 'purpose'],
] as const

function groupName(lang: Lang, { grouping, group }: GroupReach): string {
  const kind = GROUPINGS.find(([name]) => name === grouping)?.[1]
  return kind === undefined ? group : nameOf(lang, kind, group)
}

export function reachChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const months = tableNamed(tables, 'months')
  const all = ratio(reportedSum(months, 'served'), reportedSum(months, 'demanded'))
  const groups = reachByGroup(tables).filter(({ demanded }) => demanded > 0)
  // Who would have a file is for comparing runs; who has one is what this run shows.
  const named = groups.filter(({ grouping, demanded }) => grouping !== 'wouldBeFiled' && demanded >= LEAST)
  const ranked = [...(named.length > 0 ? named : groups)].sort((a, b) => a.reach - b.reach)
  const [worst, best] = [ranked.at(0), ranked.at(-1)]
  const title = word(lang, 'reach.title', {
    all: percent(lang, all),
    worst: worst === undefined ? '–' : fullName(lang, worst),
    low: percent(lang, worst?.reach ?? NaN),
    best: best === undefined ? '–' : fullName(lang, best),
    high: percent(lang, best?.reach ?? NaN),
  })
  const panels = GROUPINGS.map(([grouping]) => groups.filter((row) => row.grouping === grouping)).filter(
    (rows) => rows.length > 0,
  )
  return {
    id: 'reach',
    title,
    caption: word(lang, 'reach.caption'),
    spec: {
      ...frame(input, title, word(lang, 'reach.subtitle'), WIDTH),
      spacing: 10,
      vconcat: panels.map((rows, index) => panelSpec(input, rows, all, index === panels.length - 1)),
    },
  }
}

/** 'income: lowest quarter' says more than 'lowest quarter' where groupings mix. */
function fullName(lang: Lang, row: GroupReach): string {
  const grouping = GROUPINGS.find(([name]) => name === row.grouping)?.[0]
  const own = groupName(lang, row)
  if (grouping === undefined || grouping === 'file' || grouping === 'purpose') return own
  const kind = word(lang, `reach.${grouping}`)
  return lang === 'zh' ? `${kind}：${own}` : `${kind.toLowerCase()} ${own}`
}

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

function panelSpec({ lang }: ChartInput, rows: readonly GroupReach[], all: number, isLast: boolean): Panel {
  const grouping = GROUPINGS.find(([name]) => name === rows[0].grouping)?.[0] ?? 'file'
  const values = rows.map((row) => ({
    group: groupName(lang, row),
    served: asPercent(row.reach),
    count: `${percent(lang, row.reach).replace(NO_BREAK, ' ')} · n = ${grouped(row.demanded)}`,
  }))
  const y = {
    field: 'group',
    type: 'nominal' as const,
    scale: { domain: values.map(({ group }) => group) },
    axis: { title: null, ticks: false, domain: false, minExtent: 150, maxExtent: 150 },
  }
  return {
    width: PLOT,
    height: { step: 18 },
    title: { text: word(lang, `reach.${grouping}`), anchor: 'start', frame: 'bounds', fontSize: 12, offset: 2 },
    data: { values },
    layer: [
      {
        data: { values: [{ all: asPercent(all) }] },
        mark: { type: 'rule', color: COLOUR.ink, strokeDash: [4, 3] },
        encoding: { x: { field: 'all', type: 'quantitative' } },
      },
      {
        mark: { type: 'bar', height: 3, color: COLOUR.sky },
        encoding: {
          y,
          x: {
            field: 'served',
            type: 'quantitative',
            scale: { domain: [0, 100] },
            axis: {
              title: isLast ? word(lang, 'reach.axis') : null,
              labels: isLast,
              ticks: isLast,
              domain: isLast,
              tickCount: 5,
            },
          },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 70, color: COLOUR.blue, opacity: 1 },
        encoding: {
          y,
          x: { field: 'served', type: 'quantitative' },
          tooltip: [
            { field: 'group', title: word(lang, `reach.${grouping}`) },
            { field: 'served', title: word(lang, 'reach.axis') },
            { field: 'count', title: '' },
          ],
        },
      },
      {
        mark: { type: 'text', align: 'left', fontSize: 10.5, color: '#444444' },
        encoding: { y, x: { value: PLOT + 8 }, text: { field: 'count' } },
      },
    ],
  }
}
