/** Who is served: demand for credit that was served, by credit file, age, income and purpose. */
import { needCases } from '../measures/cases.ts'
import { type Claim, type Group, LEAST_CASES, proportion } from '../measures/claim.ts'
import { ratio, reportedSum, tableNamed } from '../measures/rows.ts'
import { type GroupServed, servedByGroup } from '../measures/served.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { category, layer, type Panel, quantity, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { counted, extremesText, sentence, shareText } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{all} of the demand for credit is served', zh: '信贷需求的{all}得到满足' },
  'by.wouldBeFiled': {
    en: 'by the coverage that would give a file: {extremes}',
    zh: '按何种覆盖率下有记录：{extremes}',
  },
  'by.ageBand': { en: 'by age: {extremes}', zh: '按年龄：{extremes}' },
  subtitle: {
    en: 'Demand for credit that was served (%), by group, with 95 % intervals; the rule is the whole market. Counted are needs that asked for credit.',
    zh: '各组信贷需求满足率（%）及95%区间；竖线为全市场。n为转为信贷需求的笔数。',
  },
  caption: {
    en: 'A need counts as served when it is financed wholly or in part before it expires. The credit file is that of the month: borrowing opens one, so people without a file are those who have not borrowed, and comparing them with the others compares who was selected, not what a file does. For that, read the coverage at which a file would appear, which is fixed before anybody borrows. Intervals of a panel hold together in 95 % of samples; the needs of one person count as one case.',
    zh: '需求在过期前获得全部或部分融资即为满足。“当月征信状态”会因借款而改变：借款即建档，因此无记录者就是未曾借款者，与其他人比较反映的是选择，而非记录的作用；要看后者，请看“何种覆盖率下有记录”，它在任何借款之前已定。同一面板内各区间联合置信水平为95%，同一人的多笔需求计为一例。',
  },
  axis: { en: 'served (%)', zh: '满足率（%）' },
  file: { en: 'Credit file in the month (borrowing opens one)', zh: '当月征信状态（借款即建档）' },
  wouldBeFiled: { en: 'Coverage that would give a file (fixed beforehand)', zh: '何种覆盖率下有记录（借款前已定）' },
  ageBand: { en: 'Age', zh: '年龄' },
  purpose: { en: 'Purpose', zh: '用途' },
  incomeQuartile: { en: 'Income', zh: '收入' },
})

const WIDTH = 580
const PLOT = 330

/** The order of the panels, and the kind of names that each holds. */
const GROUPINGS = [
  ['file', 'file'],
  ['wouldBeFiled', 'wouldBe'],
  ['ageBand', 'age'],
  ['incomeQuartile', 'quartile'],
  ['purpose', 'purpose'],
] as const

function groupName(lang: Lang, { grouping, group }: GroupServed): string {
  const kind = GROUPINGS.find(([name]) => name === grouping)?.[1]
  return kind === undefined ? group : nameOf(lang, kind, group)
}

interface Row extends Group {
  readonly grouping: string
  readonly demanded: number
}

/** The groups of each panel; the intervals of one panel hold together. */
function panelsOf({ tables, lang }: ChartInput): Row[][] {
  const groups = servedByGroup(tables).filter(({ demanded }) => demanded > 0)
  return GROUPINGS.map(([grouping]) => groups.filter((row) => row.grouping === grouping))
    .filter((rows) => rows.length > 0)
    .map((rows) =>
      rows.map((row) => ({
        name: groupName(lang, row),
        grouping: row.grouping,
        demanded: row.demanded,
        ...proportion(row.servedShare, needCases(tables, row.demanded), rows.length),
      })),
    )
}

/** In the title: groupings that nothing in the run can change, of persons who differ before they borrow. */
const TOLD: readonly string[] = ['wouldBeFiled', 'ageBand']

export function servedChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const months = tableNamed(tables, 'months')
  const demanded = reportedSum(months, 'demanded')
  const all = proportion(ratio(reportedSum(months, 'served'), demanded), needCases(tables, demanded))
  const panels = panelsOf(input)
  const told = panels.filter(([first]) => TOLD.includes(first.grouping))
  const title =
    demanded === 0
      ? word(lang, 'nobodyAsked')
      : sentence(lang, [
          say(lang, 'title', { all: shareText(lang, all) }),
          ...told.map((rows) =>
            say(lang, `by.${rows[0].grouping as 'ageBand'}`, {
              extremes: extremesText(lang, rows, (value) => percent(lang, value)),
            }),
          ),
        ])
  const claims: Claim[] =
    demanded === 0
      ? [{ kind: 'nothing', key: 'demand', why: 'empty' }]
      : [
          { kind: 'level', key: 'all', estimate: all },
          ...told.map((groups): Claim => ({ kind: 'extremes', key: groups[0].grouping, groups, least: LEAST_CASES })),
        ]
  return {
    id: 'served',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 10,
      vconcat:
        panels.length === 0
          ? [{ width: PLOT, height: 60, layer: emptyNote(lang, true, PLOT, 60) }]
          : panels.map((rows, index) => panelSpec(input, rows, all.value, index === panels.length - 1)),
    },
  }
}

function panelSpec({ lang }: ChartInput, rows: readonly Row[], all: number, isLast: boolean): Panel {
  const grouping = GROUPINGS.find(([name]) => name === rows[0].grouping)?.[0] ?? 'file'
  const values = rows.map((row) => ({
    group: row.name,
    served: asPercent(row.value),
    ...asInterval(row),
    count: `${percent(lang, row.value)} · ${counted(lang, 'needs', row.demanded)}`.replaceAll(NO_BREAK, ' '),
  }))
  const y = category(
    'group',
    values.map(({ group }) => group),
    { title: null, ticks: false, domain: false, minExtent: 150, maxExtent: 150 },
  )
  return {
    width: PLOT,
    height: { step: 18 },
    title: { text: say(lang, grouping), anchor: 'start', frame: 'bounds', fontSize: 12, offset: 2 },
    data: { values },
    layer: [
      layer({ type: 'rule', color: COLOUR.ink, strokeDash: [4, 3] }, [{ all: asPercent(all) }], { x: quantity('all') }),
      {
        mark: { type: 'rule', strokeWidth: 3, color: COLOUR.sky },
        encoding: {
          y,
          x2: { field: 'high' },
          x: quantity(
            'low',
            { domain: [0, 100] },
            {
              title: isLast ? say(lang, 'axis') : null,
              labels: isLast,
              ticks: isLast,
              domain: isLast,
              tickCount: 5,
            },
          ),
        },
      },
      {
        mark: { type: 'point', filled: true, size: 45, color: COLOUR.blue, opacity: 1 },
        encoding: {
          y,
          x: quantity('served'),
          tooltip: tips({
            group: say(lang, grouping),
            served: say(lang, 'axis'),
            low: word(lang, 'intervalLow'),
            high: word(lang, 'intervalHigh'),
            count: '',
          }),
        },
      },
      {
        mark: { type: 'text', align: 'left', fontSize: 10.5, color: '#444444' },
        encoding: { y, x: { value: PLOT + 8 }, text: { field: 'count' } },
      },
    ],
  }
}
