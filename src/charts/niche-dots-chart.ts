/** Niches as dots: by purpose and by what makes products alike, how much demand there is and how much of it is reached. */

import { PURPOSES } from '../base/vocabulary.ts'
import { type Claim, levelClaim } from '../measures/claim.ts'
import { columnsOver, outcomesOf } from './arm-settings.ts'
import { valueText } from './arm-style.ts'
import { heading } from './bands-chart.ts'
import type { Chart, EnsembleInput, SettingInput } from './chart.ts'
import { category, type Panel, quantity, tips } from './marks.ts'
import { nameOf } from './names.ts'
import { samenessAxis, samenessColumns } from './sameness-story-chart.ts'
import { COLOUR, frame, HEAT } from './style.ts'
import { percent, plainText } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Reach by purpose: lowest for {purpose} at "{factor}" {at} ({least}); {hollow} of {all} dots are hollow',
    zh: '各用途满足率：“{factor}”为{at}时{purpose}最低（{least}）；{all}个点中{hollow}个空心',
  },
  subtitle: {
    en: 'Size: share of the purpose in needs. Colour: fundable demand reached (%). Hollow: for most of it no product is open.',
    zh: '点的大小为该用途占需求的比例，颜色为可融资需求满足率（%）；空心表示其中大部分无可申请产品。',
  },
  caption: {
    en: 'Means over the runs of an arm. A need is without an eligible product if its owner knows lenders and none of them offers one that is open to it: a product bound to another purpose, or closed to its owner by age, income or file. The number at a dot is the reach in percent.',
    zh: '各实验组多次运行的均值。若需求者知晓机构、但其产品均不可申请（限于其他用途，或因年龄、收入、征信门槛），则该需求无可申请产品。点旁数字为满足率（%）。',
  },
  reach: { en: 'reached (%)', zh: '满足率（%）' },
  demand: { en: 'share of needs (%)', zh: '占需求（%）' },
  without: { en: 'without an eligible product (%)', zh: '无可申请产品（%）' },
})

const WIDTH = 640
const NAMES = 80
const ROW = 46
/** A purpose is hollow where more of its fundable demand than this has no product open to it. */
export const HOLLOW = 0.5

interface Dot {
  readonly purpose: string
  readonly at: string
  readonly demand: number
  readonly reach: number
  readonly without: number
  readonly label: string
  readonly isHollow: boolean
}

function dotsOf(input: EnsembleInput, axis: SettingInput): { label: string; dots: Dot[] }[] {
  const { lang } = input
  const told = outcomesOf(input)
  return samenessColumns(input, axis).map(({ label, arms }) => ({
    label,
    dots: arms.flatMap(({ name, at }) =>
      PURPOSES.flatMap((purpose): Dot[] => {
        const [demand, reach, without] = [
          `purpose.needs.${purpose}`,
          `reached.purpose.${purpose}`,
          `noneEligible.${purpose}`,
        ].map((key) => told(key, name)?.mean)
        if (demand === undefined || reach === undefined || without === undefined) return []
        return [
          {
            purpose: nameOf(lang, 'purpose', purpose),
            at: valueText(axis, at[0], lang),
            demand,
            reach,
            without,
            label: reach.toFixed(0),
            isHollow: without > 100 * HOLLOW,
          },
        ]
      }),
    ),
  }))
}

/** Undefined where the story of sameness has no axis, or the runs tell nothing by purpose. */
export function nicheDotsChart(input: EnsembleInput): Chart | undefined {
  const { lang } = input
  const axis = samenessAxis(input)
  if (axis === undefined || columnsOver(input, [axis]).length === 0) return undefined
  const columns = dotsOf(input, axis)
  const all = columns.flatMap(({ dots }) => dots)
  if (all.length === 0) return undefined
  const least = all.reduce((worst, dot) => (dot.reach < worst.reach ? dot : worst))
  const title = say(lang, 'title', {
    purpose: least.purpose,
    factor: plainText(axis.label[lang], 40),
    at: least.at,
    least: percent(lang, least.reach / 100),
    hollow: String(all.filter(({ isHollow }) => isHollow).length),
    all: String(all.length),
  })
  const claims: Claim[] = [levelClaim('leastReach', least.reach / 100)]
  const width = Math.floor((WIDTH - NAMES) / Math.max(2, columns.length)) - 14
  const demands = all.map(({ demand }) => demand)
  return {
    id: 'niche-dots',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 14,
      hconcat: columns.map(({ label, dots }, k) =>
        panel(input, axis, dots, {
          label,
          width,
          isFirst: k === 0,
          most: Math.max(...demands),
          least: 10 * Math.floor(least.reach / 10),
        }),
      ),
    },
  }
}

interface Look {
  readonly label: string
  readonly width: number
  readonly isFirst: boolean
  /** Of the share in needs, and of reach, in percent. */
  readonly most: number
  readonly least: number
}

function panel({ lang }: EnsembleInput, axis: SettingInput, dots: readonly Dot[], look: Look): Panel {
  const x = category(
    'at',
    axis.values.map((value) => valueText(axis, value, lang)),
    { title: plainText(axis.label[lang], 40), labelAngle: 0, ticks: false, domain: false, grid: true },
  )
  const y = category(
    'purpose',
    PURPOSES.map((purpose) => nameOf(lang, 'purpose', purpose)),
    { title: null, ticks: false, domain: false, labels: look.isFirst, grid: true },
  )
  const size = {
    ...quantity('demand'),
    scale: { domain: [0, look.most], range: [60, 700] },
    legend: null,
  }
  const color = {
    ...quantity('reach'),
    scale: { domain: [Math.min(90, look.least), 100], ...HEAT.scale },
    legend: { title: say(lang, 'reach'), gradientLength: 200 },
  }
  const tooltip = tips({
    purpose: word(lang, 'purpose'),
    at: plainText(axis.label[lang], 40),
    demand: say(lang, 'demand'),
    reach: say(lang, 'reach'),
    without: say(lang, 'without'),
  })
  const [filled, hollow] = [dots.filter(({ isHollow }) => !isHollow), dots.filter(({ isHollow }) => isHollow)]
  return {
    width: look.width,
    height: ROW * PURPOSES.length,
    ...(look.label === '' ? {} : { title: heading(look.label, look.width) }),
    layer: [
      {
        data: { values: filled },
        mark: { type: 'point', filled: true, opacity: 1, stroke: COLOUR.grey, strokeWidth: 0.6, shape: 'circle' },
        encoding: { x, y, size, color, tooltip },
      },
      {
        data: { values: hollow },
        mark: { type: 'point', filled: false, opacity: 1, color: COLOUR.vermilion, strokeWidth: 2, shape: 'circle' },
        encoding: { x, y, size, tooltip },
      },
      ...[true, false].map((isLarge) => ({
        data: { values: dots.filter(({ demand }) => demand > look.most / 3 === isLarge) },
        mark: {
          type: 'text' as const,
          fontSize: 10,
          color: HEAT.ink,
          ...(isLarge ? {} : { dy: 10, baseline: 'top' as const }),
        },
        encoding: { x, y, text: { field: 'label' } },
      })),
    ],
  }
}
