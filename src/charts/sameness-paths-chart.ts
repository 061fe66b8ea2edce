/** How alike products become: H by month, from every start, for every setting of what lenders see and do. */

import { type Claim, LEAST_RUNS, levelClaim } from '../measures/claim.ts'
import { type Band, bands } from '../measures/ensemble.ts'
import { columnsOver, lowered, REDESIGN, START, settingOf, settingText } from './arm-settings.ts'
import { valueText } from './arm-style.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput, SettingInput } from './chart.ts'
import { bounded, coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { clauses, sentences } from './sentences.ts'
import { COLOUR, frame, yearTicks } from './style.ts'
import { decimal, plainText, rounded, span } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Homogenisation ends between {least} ({leastWhere}) and {most} ({mostWhere})',
    zh: '期末同质化最低{least}（{leastWhere}），最高{most}（{mostWhere}）',
  },
  starts: {
    en: '; runs of like settings that start at opposite ends still lie {gaps} apart',
    zh: '；设定相同、起点相反的运行期末仍相差{gaps}',
  },
  subtitle: {
    en: 'Mean similarity of two different products, drawn by their lending of twelve months (1 = clones), month by month.',
    zh: '按近十二个月放款额抽取的两款不同产品的平均相似度（1为完全相同），逐月。',
  },
  bandsOf: { en: 'Lines: means over runs; bands: their 95 % intervals.', zh: '线为多次运行的均值，带为其95%区间。' },
  noBands: { en: 'Lines: means over the runs of an arm.', zh: '线为各组多次运行的均值。' },
  caption: {
    en: 'Solid and dashed lines start from different products. Where they meet, the start is forgotten; where they do not, history keeps its mark over these months. Intervals hold month by month.',
    zh: '实线与虚线的起始产品不同：两线相遇则起点已被遗忘；不相遇则历史在这段时间内仍留有痕迹。区间按月单独计算。',
  },
  alike: { en: 'homogenisation H', zh: '同质化 H' },
  start: { en: 'start', zh: '起点' },
})

const WIDTH = 640
const MAX_PANELS = 4
const MAX_LINES = 6
const METRIC = 'homogenisation'
const COLOURS = [COLOUR.vermilion, COLOUR.orange, COLOUR.purple, COLOUR.green, COLOUR.sky, COLOUR.blue]
const DASHES = [
  [1, 0],
  [6, 4],
  [2, 3],
]

interface Line {
  readonly colour: string
  readonly dash: string
  /** Both in words. */
  readonly name: string
  readonly end: number
  readonly rows: readonly Band[]
}

interface Lines {
  readonly label: string
  readonly lines: readonly Line[]
}

/** Undefined where nothing that makes products alike varies, or the bands by month are not at hand. */
export function samenessPathsChart(input: EnsembleInput): Chart | undefined {
  const { tables, lang, replications } = input
  if (!tables.some(({ name }) => name === 'series' || name === 'bands')) return undefined
  const colour = REDESIGN.map((path) => settingOf(input, path)).find((setting) => setting !== undefined)
  if (colour === undefined || colour.values.length > MAX_LINES) return undefined
  const start = settingOf(input, START)
  if (start !== undefined && start.values.length > DASHES.length) return undefined
  const panels = panelsOf(input, colour, start)
  if (panels.length === 0 || panels.length > MAX_PANELS) return undefined
  const { title, claims } = titleOf(input, panels)
  const shape = replications < LEAST_RUNS ? 'noBands' : 'bandsOf'
  return {
    id: 'sameness-paths',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, sentences(lang, [say(lang, 'subtitle'), say(lang, shape)]), WIDTH),
      columns: 2,
      spacing: { row: 14, column: 26 },
      concat: panels.map((panel, k) => panelSpec(input, panel, colour, start, k)),
    },
  }
}

function panelsOf(input: EnsembleInput, colour: SettingInput, start: SettingInput | undefined): Lines[] {
  const { lang } = input
  const all = bands(input.tables).filter(({ metric, mean }) => metric === METRIC && Number.isFinite(mean))
  const byArm = new Map<string, Band[]>()
  for (const band of all) byArm.set(band.arm, [...(byArm.get(band.arm) ?? []), band])
  return columnsOver(input, start === undefined ? [colour] : [colour, start]).flatMap(({ label, arms }): Lines[] => {
    const lines = arms.flatMap(({ name: arm, at }): Line[] => {
      const rows = byArm.get(arm) ?? []
      if (rows.length === 0) return []
      const last = rows.reduce((latest, row) => (row.month > latest.month ? row : latest))
      const dash = start === undefined ? '' : settingText(input, start, at[1])
      return [
        {
          colour: valueText(colour, at[0], lang),
          dash,
          name: clauses(lang, [settingText(input, colour, at[0]), dash].map(lowered)),
          end: last.mean,
          rows,
        },
      ]
    })
    return lines.length === 0 ? [] : [{ label, lines }]
  })
}

function titleOf({ lang }: EnsembleInput, panels: readonly Lines[]): { title: string; claims: Claim[] } {
  const ends = panels.flatMap(({ label, lines }) =>
    lines.map(({ name, end }) => ({
      end,
      where: clauses(lang, [name, lowered(label)]),
    })),
  )
  const least = ends.reduce((best, one) => (one.end < best.end ? one : best))
  const most = ends.reduce((best, one) => (one.end > best.end ? one : best))
  const apart = panels.flatMap(({ lines }) =>
    [...new Set(lines.map(({ colour }) => colour))].flatMap((name) => {
      const own = lines.filter(({ colour }) => colour === name).map(({ end }) => end)
      return own.length < 2 ? [] : [Math.max(...own) - Math.min(...own)]
    }),
  )
  const starts =
    apart.length === 0
      ? ''
      : say(lang, 'starts', { gaps: span(lang, decimal(Math.min(...apart)), decimal(Math.max(...apart))) })
  const values = { least: decimal(least.end), most: decimal(most.end), leastWhere: least.where, mostWhere: most.where }
  return {
    title: say(lang, 'title', values) + starts,
    claims: [levelClaim('least', least.end), levelClaim('most', most.end)],
  }
}

function panelSpec(
  input: EnsembleInput,
  { label, lines }: Lines,
  colour: SettingInput,
  start: SettingInput | undefined,
  index: number,
): Panel {
  const { lang, scenario } = input
  const values = lines.flatMap((line) =>
    line.rows.map(({ month, mean, low, high, runs }) => ({
      month,
      colour: line.colour,
      dash: line.dash,
      name: line.name,
      mean: rounded(mean),
      low: runs < LEAST_RUNS ? null : rounded(Math.max(0, low)),
      high: runs < LEAST_RUNS ? null : rounded(Math.min(1, high)),
    })),
  )
  const last = Math.max(1, scenario.horizon.months - 1)
  const x = quantity(
    'month',
    { domain: [0, last], nice: false },
    { title: word(lang, 'month'), grid: false, values: yearTicks(0, last), format: 'd' },
  )
  const y = (field: string) =>
    quantity(field, { domain: [0, 1], nice: false, zero: true }, { title: null, tickCount: 5, labels: index % 2 === 0 })
  const names = colour.values.map((value) => valueText(colour, value, lang))
  const color = coded(
    'colour',
    names,
    names.length <= 2 ? [COLOUR.vermilion, COLOUR.blue] : COLOURS.slice(0, names.length - 1).concat(COLOUR.blue),
    { ...STROKES, title: plainText(colour.label[lang], 40) },
  )
  const dashes = (start?.values ?? []).map((value) => settingText(input, start!, value))
  const dash = start === undefined ? {} : { strokeDash: coded('dash', dashes, DASHES.slice(0, dashes.length), STROKES) }
  const withInterval = bounded(values)
  const detail = { field: 'name' }
  return {
    width: 290,
    height: 190,
    ...(label === '' ? {} : { title: heading(label, 290) }),
    layer: [
      ...(withInterval.length === 0
        ? []
        : [
            layer({ type: 'area', fillOpacity: 0.13 }, withInterval, {
              x,
              y: y('low'),
              y2: { field: 'high' },
              color,
              detail,
            }),
          ]),
      layer({ type: 'line', strokeWidth: 1.8 }, values, {
        x,
        y: y('mean'),
        color,
        detail,
        ...dash,
        tooltip: tips({
          colour: plainText(colour.label[lang], 40),
          dash: say(lang, 'start'),
          month: word(lang, 'month'),
          mean: say(lang, 'alike'),
          low: word(lang, 'low'),
          high: word(lang, 'high'),
        }),
      }),
    ],
  }
}
