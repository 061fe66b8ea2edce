/** The products as points of the design space, in two dimensions. */
import type { Claim } from '../measures/claim.ts'
import { type DesignMap, designMap, type MappedProduct } from '../measures/design-map.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { layer, type Quantity, quantity, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { type Circle, placeLabels, spreadCircles } from './spread.ts'
import { COLOUR, classColour, frame } from './style.ts'
import { asPercent, NO_BREAK, percent, plainText, rounded, textWidth } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{products} products on offer stand on {designs} designs', zh: '{products}个在售产品有{designs}种设计' },
  one: { en: 'One product is left on offer', zh: '仅余一个产品在售' },
  none: { en: 'No product is left on offer', zh: '已无产品在售' },
  subtitle: {
    en: 'Products in the design space (month {month}): two principal components of purpose fit and age/channel fit of all designs of the run, in units of design distance. Area: share of lending of the last twelve months.',
    zh: '设计空间中的产品（第{month}月）：本次运行全部设计的用途适配与年龄/渠道适配的前两个主成分，单位为设计距离。面积为近十二个月放款份额。',
  },
  caption: {
    en: 'Near products are alike; price, limit and term are no part of the distance. Products that would cover one another are moved apart, so a cluster of touching circles stands at one place, which a cross marks. Labels give the category and the codes of the lenders, where there is room. Axes are those of the trajectories.',
    zh: '相近的产品彼此相似；价格、额度与期限不计入距离。会互相遮盖的产品被移开，因此相互接触的一簇圆位于同一处（以十字标出）。标注为类别与机构代码，空间不足处从略。坐标轴与设计轨迹图相同。',
  },
  axis: { en: 'axis {number}, {share} of variance{toward}', zh: '第{number}轴，占方差{share}{toward}' },
  axisPlain: { en: 'axis {number}', zh: '第{number}轴' },
  toward: { en: ': + {plus}, − {minus}', zh: '：正向{plus}，负向{minus}' },
  size: { en: 'share of lending (%)', zh: '放款份额（%）' },
})

/** Size of the plane, on the map and for the trajectories. */
export const PLANE = { width: 560, height: 400 } as const
const [WIDTH, HEIGHT] = [PLANE.width, PLANE.height]
const MARGIN = 70
/** Codes of lenders that a label holds. */
const SHOWN_LENDERS = 3
const LARGEST_RADIUS = 26
const SMALLEST_RADIUS = 3
/** Design distance of a pixel, at least: products on one design do not stretch the axes. */
const LEAST_UNIT = 2e-4
const LABEL_SIZE = 11
/** Loadings below this say nothing about an axis. */
const SPEAKING = 0.3

export function designMapChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const map = designMap(tables)
  const count = map.products.length
  const { title, claims } = titleOf(lang, count, new Set(map.products.map(siteOf)).size)
  const { scale, places, products, labels } = layout(input, map)
  return {
    id: 'design-map',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle', { month: String(map.month) }), WIDTH),
      width: WIDTH,
      height: HEIGHT,
      encoding: mapAxes(input, map, scale),
      layer: [
        layer(
          { type: 'point', shape: 'circle', filled: true, opacity: 0.85, stroke: COLOUR.ink, strokeWidth: 0.7 },
          products,
          {
            size: { field: 'area', type: 'quantitative', scale: null, legend: null },
            color: classColour(lang),
            tooltip: [
              ...productTooltip(lang),
              { field: 'share', title: say(lang, 'size') },
              { field: 'apr', title: word(lang, 'apr') },
            ],
          },
        ),
        {
          data: { values: places },
          mark: {
            type: 'point',
            shape: 'M-.5,0L.5,0M0,-.5L0,.5',
            size: 60,
            color: COLOUR.ink,
            strokeWidth: 1.2,
            opacity: 1,
          },
        },
        layer({ type: 'text', fontSize: LABEL_SIZE, align: 'center', baseline: 'middle' }, labels, {
          text: { field: 'label' },
        }),
        ...emptyNote(lang, count === 0, WIDTH, HEIGHT),
      ],
    },
  }
}

function titleOf(lang: Lang, products: number, designs: number): { title: string; claims: Claim[] } {
  if (products === 0) return { title: say(lang, 'none'), claims: [{ kind: 'nothing', key: 'products', why: 'empty' }] }
  return {
    title:
      products === 1 ? say(lang, 'one') : say(lang, 'title', { products: String(products), designs: String(designs) }),
    claims: [
      { kind: 'count', key: 'products', count: products },
      { kind: 'count', key: 'designs', count: designs },
    ],
  }
}

/** Products on one design have one site; a millionth of design distance is rounding. */
const siteOf = ({ x, y }: MappedProduct): string => `${Math.round(x * 1e6)} ${Math.round(y * 1e6)}`

/** What a projection says of its axes. */
type Axes = Pick<DesignMap, 'loadings' | 'explained' | 'coordinates'>

/** Where axes of equal units end so that all designs of the run are on them, with room for bubbles. */
export function planeEnds(designs: readonly (readonly [number, number])[]): Ends & { readonly unit: number } {
  const [xs, ys] = [designs.map(([x]) => x), designs.map(([, y]) => y)]
  const [left, right] = [Math.min(...xs, 0), Math.max(...xs, 0)]
  const [low, high] = [Math.min(...ys, 0), Math.max(...ys, 0)]
  const unit = Math.max((right - left) / (WIDTH - 2 * MARGIN), (high - low) / (HEIGHT - 2 * MARGIN), LEAST_UNIT)
  const end = (middle: number, pixels: number): [number, number] => [
    rounded(middle - (unit * pixels) / 2) ?? 0,
    rounded(middle + (unit * pixels) / 2) ?? 1,
  ]
  return { x: end((left + right) / 2, WIDTH), y: end((low + high) / 2, HEIGHT), unit }
}

interface Ends {
  readonly x: [number, number]
  readonly y: [number, number]
}

/** Both axes of a plane of designs, from end to end, named by what they run between. */
export function mapAxes(input: ChartInput, map: Axes, ends: Ends): { readonly x: Quantity; readonly y: Quantity } {
  const axisOf = (field: 'x' | 'y', number: 1 | 2): Quantity =>
    quantity(
      field,
      { domain: ends[field], nice: false, zero: false },
      { title: axisTitle(input, map, number), grid: true, tickCount: 6 },
    )
  return { x: axisOf('x', 1), y: axisOf('y', 2) }
}

type Product = Pick<MappedProduct, 'product' | 'lender' | 'archetype' | 'class'>

/** What a product is, in words. */
export function productFacts(lang: Lang, { product, lender, archetype, class: of }: Product): Product {
  return {
    product: plainText(product, 40),
    lender: plainText(lender, 40),
    archetype: nameOf(lang, 'archetype', archetype),
    class: nameOf(lang, 'class', of),
  }
}

/** The same as a tooltip. */
export function productTooltip(lang: Lang): { field: string; title: string }[] {
  return tips({ product: '', lender: '', archetype: '', class: word(lang, 'lenderClass') })
}

function axisTitle({ lang }: ChartInput, map: Axes, number: 1 | 2): string {
  const loadings = map.loadings[number - 1]
  let [plus, minus] = [0, 0]
  for (let k = 1; k < loadings.length; k++) {
    if (loadings[k] > loadings[plus]) plus = k
    if (loadings[k] < loadings[minus]) minus = k
  }
  if (!Number.isFinite(map.explained[number - 1])) return say(lang, 'axisPlain', { number: String(number) })
  const speaks = loadings.length > 0 && loadings[plus] >= SPEAKING && loadings[minus] <= -SPEAKING
  const name = (k: number): string => nameOf(lang, 'coordinate', map.coordinates[k])
  return say(lang, 'axis', {
    number: String(number),
    share: percent(lang, map.explained[number - 1]).replace(NO_BREAK, ' '),
    toward: speaks ? say(lang, 'toward', { plus: name(plus), minus: name(minus) }) : '',
  })
}

interface Layout {
  readonly scale: Ends
  /** Where designs are, before their products are moved apart. */
  readonly places: { readonly x: number | null; readonly y: number | null }[]
  readonly products: object[]
  readonly labels: { readonly x: number | null; readonly y: number | null; readonly label: string }[]
}

/** Places in pixels, equal units on both axes, then back into design distances. */
function layout({ lang }: ChartInput, { products, designs }: DesignMap): Layout {
  const scale = planeEnds(designs)
  const { unit } = scale
  const from = { x: scale.x[0], y: scale.y[0] }
  const order = [...products].sort((a, b) => b.share - a.share || (a.product < b.product ? -1 : 1))
  const most = order[0]?.share
  const circles = spreadCircles(
    order.map(({ x, y, share }): Circle => {
      const part = most > 0 ? Math.sqrt(share / most) : 1
      return {
        x: (x - from.x) / unit,
        y: HEIGHT - (y - from.y) / unit,
        radius: SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * (Number.isFinite(part) ? part : 0),
      }
    }),
  )
  const toX = (pixel: number): number | null => rounded(from.x + unit * pixel)
  const toY = (pixel: number): number | null => rounded(from.y + unit * (HEIGHT - pixel))
  return {
    scale,
    places: [...new Map(order.map((product) => [siteOf(product), product])).values()].map(({ x, y }) => ({
      x: rounded(x),
      y: rounded(y),
    })),
    products: order.map((product, index) => ({
      x: toX(circles[index].x),
      y: toY(circles[index].y),
      // Vega's size of a circle is the area of the square around it.
      area: rounded(4 * circles[index].radius * circles[index].radius),
      ...productFacts(lang, product),
      share: asPercent(product.share),
      apr: asPercent(product.postedApr),
    })),
    labels: siteLabels(order, circles).map(({ x, y, label }) => ({ x: toX(x), y: toY(y), label })),
  }

  /** One label a design and category, with its lenders, beside the circles that it names. */
  function siteLabels(
    all: readonly MappedProduct[],
    around: readonly Circle[],
  ): { x: number; y: number; label: string }[] {
    const groups = new Map<string, { archetype: string; lenders: string[]; members: Circle[] }>()
    all.forEach(({ archetype, lender, ...product }, index) => {
      const id = `${siteOf({ archetype, lender, ...product })} ${archetype}`
      const group = groups.get(id) ?? { archetype, lenders: [], members: [] }
      group.members.push(around[index])
      if (!group.lenders.includes(lender)) group.lenders.push(lender)
      groups.set(id, group)
    })
    const named = [...groups.values()].map(({ archetype, lenders, members }) => {
      const codes = lenders.slice(0, SHOWN_LENDERS).map((code) => plainText(code, 12))
      const more = lenders.length > SHOWN_LENDERS ? [`+${lenders.length - SHOWN_LENDERS}`] : []
      return { label: `${nameOf(lang, 'archetype', archetype)} · ${[...codes, ...more].join(' ')}`, members }
    })
    const boxOf = (members: readonly Circle[]): { left: number; top: number; width: number; height: number } => {
      const [l, t] = [Math.min(...members.map((c) => c.x - c.radius)), Math.min(...members.map((c) => c.y - c.radius))]
      const [r, b] = [Math.max(...members.map((c) => c.x + c.radius)), Math.max(...members.map((c) => c.y + c.radius))]
      return { left: l, top: t, width: r - l, height: b - t }
    }
    const places = placeLabels(
      named.map(({ label, members }) => ({
        around: boxOf(members),
        width: textWidth(label, LABEL_SIZE),
        height: LABEL_SIZE + 3,
      })),
      around.map((circle) => boxOf([circle])),
      { left: 0, top: 0, width: WIDTH, height: HEIGHT },
    )
    // What finds no room has its name in the tooltip only.
    return named.flatMap(({ label }, index) => {
      const place = places[index]
      return place === null ? [] : [{ ...place, label }]
    })
  }
}
