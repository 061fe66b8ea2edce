/** Adoption curves: how well the lenders of each class are known, and who has ever borrowed from one. */
import { numbers, type Table } from '../base/table.ts'
import { adoptionByClass, type ClassAdoption } from '../measures/adoption.ts'
import { type Group, LEAST_CASES, proportion } from '../measures/claim.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { burnInShade, eventRules, withEvents } from './month-marks.ts'
import { nameOf } from './names.ts'
import { extremesText } from './sentences.ts'
import { CLASS_COLOURS, CLASS_ORDER, frame, fromZero, monthAxis, monthLine } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'Ever borrowed by the end: {extremes}', zh: '期末曾借款者占比：{extremes}' },
  subtitle: {
    en: 'Share of consumers alive (%) who know a lender, mean over the lenders of a class (above), and who ever borrowed from the class (below), by month.',
    zh: '在世消费者中知晓一家机构者的占比，按类取各机构均值（上），以及曾向该类机构借款者的占比（下），%，逐月。',
  },
  caption: {
    en: 'Curves can fall: lenders are forgotten, those who leave are replaced by newcomers of 18, and a lender that enters, known to nobody yet, lowers the mean of its class. The title compares the shares in the last month; the intervals hold together in 95 % of samples of consumers. Awareness is measured on up to 4,096 consumers.',
    zh: '曲线可能下降：机构会被遗忘，离开者由18岁新进入者接替；新机构进入时尚无人知晓，会拉低该类均值。标题比较末月的占比，各区间联合置信水平为95%（以消费者为样本）。知晓率由至多4,096名消费者测得。',
  },
  aware: { en: 'know a lender (%)', zh: '知晓（%）' },
  adopted: { en: 'ever borrowed (%)', zh: '曾借款（%）' },
})

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
  const title = say(lang, 'title', {
    extremes: extremesText(lang, groups, (value) => percent(lang, value)),
  })
  const from = -input.scenario.horizon.burnIn
  return {
    id: 'adoption',
    title,
    claims: [{ kind: 'extremes', key: 'adopted', groups, least: LEAST_CASES }],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), from), WIDTH),
      spacing: 22,
      vconcat: PARTS.map((part) => partSpec(input, rows, part, part === 'adopted' ? groups : [])),
    },
  }
}

function consumersAtEnd(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  return numbers(months, 'consumers')[months.rows - 1]
}

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
      layer(monthLine(input, { strokeWidth: 2 }), values, {
        x: monthAxis(input, isLast ? word(lang, 'month') : null),
        y: quantity('share', fromZero(values.map(({ share }) => share)), { title: say(lang, part), tickCount: 5 }),
        color: coded(
          'class',
          names,
          classes.map((name) => CLASS_COLOURS[CLASS_ORDER.indexOf(name)]),
          STROKES,
        ),
        strokeDash: coded(
          'class',
          names,
          classes.map((_, k) => DASHES[k % DASHES.length]),
        ),
        tooltip: tips({ month: word(lang, 'month'), class: word(lang, 'lenderClass'), share: say(lang, part) }),
      }),
    ],
  }
}
