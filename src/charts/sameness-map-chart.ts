/** Maps of sameness: H, and the tail less the head, by what lenders see and by how they copy, beside a control. */

import { type Claim, LEAST_RUNS, levelClaim } from '../measures/claim.ts'
import { signed } from '../measures/headline.ts'
import {
  type ArmColumn,
  columnsOver,
  type DrawnOutcome,
  isNumeric,
  lowered,
  outcomesOf,
  settingOf,
  settingText,
} from './arm-settings.ts'
import { valueText } from './arm-style.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput, SettingInput } from './chart.ts'
import { category, type Panel, tips } from './marks.ts'
import { clauses, sentences } from './sentences.ts'
import { frame, HEAT } from './style.ts'
import { decimal, plainText, span } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Homogenisation ranges from {least} ({leastWhere}) to {most} ({mostWhere})',
    zh: '同质化最低{least}（{leastWhere}），最高{most}（{mostWhere}）',
  },
  crowd: {
    en: '; the crowd adds {gains} to what the control has',
    zh: '；与对照相比，同业聚集使其变化{gains}',
  },
  subtitle: {
    en: 'Homogenisation H in the last month (0 to 1), and reach of the tail less that of the head (points): means over the runs of an arm.',
    zh: '末月同质化 H（0至1），以及长尾与头部满足率之差（百分点）：各组多次运行的均值。',
  },
  half: { en: 'Below: ± half of the 95 % interval.', zh: '下行为95%区间半宽。' },
  caption: {
    en: "Each map has the weight of research across and imitation down: the chance that a review copies a product unevaluated. Without the crowd's signal (flat kernel) all balances count alike, wherever products lie: what H does there comes from copying and chance, and only the difference from it is the crowd's. Maps that differ in the start alone tell whether history keeps its mark.",
    zh: '每幅图横轴为调研权重，纵轴为模仿（评审时不经评估直接复制的概率）。无同业信号（平坦核）时，余额不论产品位置一律同等计入：此时 H 的变化来自复制与偶然，只有与之相差的部分才归因于同业聚集。仅起点不同的各图说明历史是否留有痕迹。',
  },
  alike: { en: 'H', zh: 'H' },
  gap: { en: 'Tail less head', zh: '长尾减头部' },
})

const WIDTH = 660
const MAX_ROWS = 6
const CELL = { height: 34, least: 38 } as const
const [ACROSS, DOWN, KERNEL] = ['products.research', 'products.imitation', 'products.crowdKernel']

const MEASURES = [
  { name: 'alike', key: 'homogenisation', digits: 2 },
  { name: 'gap', key: 'reached.tailLessHead', digits: 1 },
] as const
type Mapped = (typeof MEASURES)[number]

interface Cell {
  readonly across: string
  readonly down: string
  /** Both in words. */
  readonly name: string
  readonly mean: number
  readonly text: string
  readonly half: string
}

/** Arms that differ in what is mapped alone. */
interface Map {
  readonly column: ArmColumn
  /** What lenders see of the crowd; empty where that is the same in all arms. */
  readonly kernel: string
}

/** Undefined but where arms differ in both what lenders see and how they copy. */
export function samenessMapChart(input: EnsembleInput): Chart | undefined {
  const [across, down, kernel] = [ACROSS, DOWN, KERNEL].map((path) => settingOf(input, path))
  if (across === undefined || down === undefined || !isNumeric(across) || !isNumeric(down)) return undefined
  const { lang, replications } = input
  const rows = mapsOf(input, across, down, kernel)
  const told = outcomesOf(input)
  const cells = rows.map((maps) =>
    MEASURES.map((measure) => maps.map(({ column }) => cellsOf(input, column, measure, across, down, told))),
  )
  if (rows.length > MAX_ROWS || cells.every(([alike]) => alike.flat().length === 0)) return undefined
  const { title, claims } = titleOf(input, rows, cells)
  const subtitle = [say(lang, 'subtitle'), ...(replications < LEAST_RUNS ? [] : [say(lang, 'half')])]
  const ranges = MEASURES.map((_, m) => rangeOf(cells.flatMap((own) => own[m].flat())))
  const panels = MEASURES.length * Math.max(...rows.map((maps) => maps.length))
  const width = Math.max(CELL.least, Math.floor((WIDTH / panels - 45) / across.values.length))
  return {
    id: 'sameness-map',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, sentences(lang, subtitle), WIDTH),
      spacing: 12,
      vconcat: rows.map(
        (maps, k): Panel => ({
          ...(maps[0].column.label === '' ? {} : { title: heading(maps[0].column.label, WIDTH, 8) }),
          spacing: 16,
          resolve: { scale: { color: 'independent' } },
          hconcat: MEASURES.flatMap((measure, m) =>
            maps.map((map, place) =>
              panel(input, cells[k][m][place], {
                across,
                down,
                width: width * across.values.length,
                range: ranges[m],
                heading: [say(lang, measure.name), map.kernel].filter((text) => text !== ''),
                isFirst: m === 0 && place === 0,
                isLast: k === rows.length - 1,
              }),
            ),
          ),
        }),
      ),
      resolve: { scale: { color: 'independent' } },
    },
  }
}

/** A row for every setting of all else; in it a map for each of what lenders see of the crowd, side by side. */
function mapsOf(
  input: EnsembleInput,
  across: SettingInput,
  down: SettingInput,
  kernel: SettingInput | undefined,
): Map[][] {
  const drawn = kernel === undefined ? [across, down] : [across, down, kernel]
  const rows = columnsOver(input, drawn).filter(({ arms }) => arms.length > 1)
  if (kernel === undefined) return rows.map((column) => [{ column, kernel: '' }])
  return rows.map(({ label, arms }) =>
    kernel.values.map((value) => ({
      column: { label, arms: arms.filter(({ at }) => at[2] === value) },
      kernel: settingText(input, kernel, value),
    })),
  )
}

function cellsOf(
  input: EnsembleInput,
  { arms }: ArmColumn,
  { key, digits }: Mapped,
  across: SettingInput,
  down: SettingInput,
  told: (key: string, arm: string) => DrawnOutcome | null,
): Cell[] {
  const { lang } = input
  return arms.flatMap(({ name, at }): Cell[] => {
    const found = told(key, name)
    if (found === null) return []
    const { mean, low, high } = found
    const text = (value: number): string => signed(value.toFixed(digits))
    return [
      {
        across: valueText(across, at[0], lang),
        down: valueText(down, at[1], lang),
        name: clauses(
          lang,
          [across, down].map((setting, k) => lowered(settingText(input, setting, at[k]))),
        ),
        mean,
        text: text(mean),
        half: low === null || high === null ? '' : `±${text((high - low) / 2)}`,
      },
    ]
  })
}

function rangeOf(cells: readonly Cell[]): [number, number] {
  const means = cells.map(({ mean }) => mean)
  const [least, most] = [Math.min(...means), Math.max(...means)]
  return most > least ? [least, most] : [least - 1, most + 1]
}

function titleOf(
  { lang }: EnsembleInput,
  rows: readonly (readonly Map[])[],
  cells: readonly (readonly (readonly Cell[])[][])[],
): { title: string; claims: Claim[] } {
  const all = rows.flatMap((maps, k) =>
    maps.flatMap((_, place) => cells[k][0][place].map(({ mean, name }) => ({ mean, where: name }))),
  )
  const least = all.reduce((best, one) => (one.mean < best.mean ? one : best))
  const most = all.reduce((best, one) => (one.mean > best.mean ? one : best))
  // The same cells with the signal and without.
  const added = cells.flatMap(([[first, control]]) =>
    (control ?? []).flatMap((cell) => {
      const seen = first.find(({ across, down }) => across === cell.across && down === cell.down)
      return seen === undefined ? [] : [seen.mean - cell.mean]
    }),
  )
  const range = say(lang, 'title', {
    least: decimal(least.mean),
    leastWhere: least.where,
    most: decimal(most.mean),
    mostWhere: most.where,
  })
  const crowd =
    added.length === 0
      ? ''
      : say(lang, 'crowd', { gains: span(lang, decimal(Math.min(...added)), decimal(Math.max(...added))) })
  return { title: range + crowd, claims: [levelClaim('least', least.mean), levelClaim('most', most.mean)] }
}

interface Look {
  readonly across: SettingInput
  readonly down: SettingInput
  readonly width: number
  readonly range: readonly [number, number]
  readonly heading: readonly string[]
  readonly isFirst: boolean
  readonly isLast: boolean
}

function panel({ lang }: EnsembleInput, cells: readonly Cell[], look: Look): Panel {
  const names = (setting: SettingInput): string[] => setting.values.map((value) => valueText(setting, value, lang))
  const plain = { ticks: false, domain: false } as const
  const x = category('across', names(look.across), {
    ...plain,
    title: look.isLast ? plainText(look.across.label[lang], 40) : null,
    labelAngle: 0,
    labels: true,
  })
  const y = category('down', names(look.down), {
    ...plain,
    title: look.isFirst ? plainText(look.down.label[lang], 40) : null,
    labels: look.isFirst,
  })
  const [first, ...rest] = look.heading
  const hasHalf = cells.some(({ half }) => half !== '')
  const ink = { value: HEAT.ink }
  return {
    width: look.width,
    height: CELL.height * look.down.values.length,
    title: {
      ...heading(first, look.width),
      frame: 'group',
      ...(rest.length > 0 ? { subtitle: [...rest], subtitleFontSize: 11 } : {}),
    },
    data: { values: [...cells] },
    encoding: { x, y },
    layer: [
      {
        mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 2 },
        encoding: {
          color: {
            field: 'mean',
            type: 'quantitative',
            scale: { domain: [...look.range], ...HEAT.scale },
            legend: null,
          },
          tooltip: tips({
            across: plainText(look.across.label[lang], 40),
            down: plainText(look.down.label[lang], 40),
            mean: word(lang, 'mean'),
            half: '±',
          }),
        },
      },
      {
        mark: { type: 'text', dy: hasHalf ? -6 : 0, fontSize: 11.5 },
        encoding: { text: { field: 'text' }, color: ink },
      },
      ...(hasHalf
        ? [
            {
              mark: { type: 'text' as const, dy: 8, fontSize: 9 },
              encoding: { text: { field: 'half' }, color: ink },
            },
          ]
        : []),
    ],
  }
}
