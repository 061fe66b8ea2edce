/** Products on their way through the design space: from the first design of each to its last. */
import type { Claim } from '../measures/claim.ts'
import { type DesignPath, type DesignPaths, designPaths } from '../measures/design-paths.ts'
import type { Chart, ChartInput } from './chart.ts'
import { mapAxes, PLANE, planeEnds, productFacts, productTooltip } from './design-map-chart.ts'
import { layer } from './marks.ts'
import { sentence } from './sentences.ts'
import { COLOUR, classColour, frame } from './style.ts'
import { decimal, rounded } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{moved} of {products} products changed their design', zh: '{products}个产品中{moved}个改过设计' },
  apart: {
    en: 'two products on offer were {first} apart at first and are {last} apart at the end',
    zh: '在售产品两两间距期初为{first}，期末为{last}',
  },
  subtitle: {
    en: 'Every design that products had, in the plane that shows most of their variety; from the white point to the full one.',
    zh: '产品有过的全部设计，投影于最能体现其差异的平面；由白点至实心点。',
  },
  caption: {
    en: 'A line joins the designs of one product in the order of months; products without a line kept the first. The white point is the design at the start or at the launch, the full one the last; a cross is a product that was withdrawn. Units are design distances, the same on both axes. The distance in the title is the mean over all pairs on offer, in all seven dimensions, each product counted once.',
    zh: '连线按月份先后连接同一产品的各次设计；无连线的产品始终保持最初的设计。白点为期初或推出时的设计，实心点为最后的设计，叉号为已下架产品。单位为设计距离，两轴相同。标题中的间距为在售产品两两距离的均值，按全部七个维度计，每个产品计一次。',
  },
  stays: { en: 'last design', zh: '最后的设计' },
  withdrawn: { en: 'withdrawn', zh: '已下架' },
  since: { en: 'since month', zh: '自该月起' },
})

type State = 'stays' | 'withdrawn'

/** Counts of this run, and how far apart products stood at first and at last. */
function titleOf({ lang }: ChartInput, { paths, apart }: DesignPaths): { title: string; claims: Claim[] } {
  const moved = paths.filter(({ steps }) => steps.length > 1).length
  const counts = say(lang, 'title', { moved: String(moved), products: String(paths.length) })
  const claims: Claim[] = [
    { kind: 'count', key: 'moved', count: moved },
    { kind: 'count', key: 'products', count: paths.length },
  ]
  if (!Number.isFinite(apart.first) || !Number.isFinite(apart.last)) return { title: sentence(lang, [counts]), claims }
  const distance = say(lang, 'apart', { first: decimal(apart.first), last: decimal(apart.last) })
  return {
    title: sentence(lang, [counts, distance]),
    claims: [
      ...claims,
      { kind: 'count', key: 'apart first', count: apart.first },
      { kind: 'count', key: 'apart last', count: apart.last },
    ],
  }
}

export function trajectoriesChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = designPaths(tables)
  const { paths } = found
  const moved = paths.filter(({ steps }) => steps.length > 1)
  const { title, claims } = titleOf(input, found)
  const stateName = (state: State): string => say(lang, state)
  const place = (path: DesignPath, index: number): { x: number | null; y: number | null; month: number } => {
    const { x, y, month } = path.steps.at(index)!
    return { x: rounded(x), y: rounded(y), month }
  }
  const color = classColour(lang)
  const tooltip = [...productTooltip(lang), { field: 'month', title: say(lang, 'since') }]
  return {
    id: 'trajectories',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), PLANE.width),
      ...PLANE,
      encoding: mapAxes(input, found, planeEnds(found.designs)),
      layer: [
        layer(
          { type: 'line', strokeWidth: 1.3, opacity: 0.6 },
          moved.flatMap((path) =>
            path.steps.map((_, index) => ({ ...productFacts(lang, path), ...place(path, index) })),
          ),
          { detail: { field: 'product' }, order: { field: 'month' }, color },
        ),
        layer(
          { type: 'point', filled: true, size: 70, opacity: 0.9, strokeWidth: 0.6, stroke: COLOUR.ink },
          paths.map((path) => ({
            ...productFacts(lang, path),
            ...place(path, -1),
            state: stateName(path.withdrawn ? 'withdrawn' : 'stays'),
          })),
          {
            color,
            shape: {
              field: 'state',
              type: 'nominal',
              scale: {
                domain: [stateName('stays'), stateName('withdrawn')],
                // The second is a cross of two bars, filled like the circle.
                range: [
                  'circle',
                  'M-.7,-.45L-.45,-.7L0,-.25L.45,-.7L.7,-.45L.25,0L.7,.45L.45,.7L0,.25L-.45,.7L-.7,.45L-.25,0Z',
                ],
              },
              legend: { title: null },
            },
            tooltip,
          },
        ),
        layer(
          { type: 'point', filled: false, fill: '#ffffff', size: 18, strokeWidth: 1.2, opacity: 1 },
          moved.map((path) => ({ ...productFacts(lang, path), ...place(path, 0) })),
          { color, tooltip },
        ),
      ],
    },
  }
}
