/** Products on their way through the design space: from the first design of each to its last. */
import { type DesignPath, designPaths } from '../measures/design-paths.ts'
import type { Chart, ChartInput } from './chart.ts'
import { mapAxes, productFacts, productTooltip } from './design-map-chart.ts'
import { COLOUR, classColour, frame } from './style.ts'
import { decimal, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 560
const HEIGHT = 420
/** Room around the outermost designs, as a share of the span. */
const MARGIN = 0.05
/** Design distance that the axes show at least. */
const LEAST_SPAN = 0.02

type State = 'stays' | 'withdrawn'

/** Where axes of equal units end so that all designs are on them. */
function domains(paths: readonly DesignPath[]): { readonly x: [number, number]; readonly y: [number, number] } {
  const steps = paths.flatMap((path) => path.steps)
  const [xs, ys] = [steps.map(({ x }) => x), steps.map(({ y }) => y)]
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const span = (1 + 2 * MARGIN) * Math.max(right - left, ((high - low) * WIDTH) / HEIGHT, LEAST_SPAN)
  const around = (middle: number, length: number): [number, number] => [
    rounded(middle - length / 2) ?? 0,
    rounded(middle + length / 2) ?? 1,
  ]
  return { x: around((left + right) / 2, span), y: around((low + high) / 2, (span * HEIGHT) / WIDTH) }
}

export function trajectoriesChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = designPaths(tables)
  const { paths, apart } = found
  const moved = paths.filter(({ steps }) => steps.length > 1)
  const title = word(lang, 'trajectories.title', {
    moved: String(moved.length),
    products: String(paths.length),
    first: decimal(apart.first),
    last: decimal(apart.last),
    way: word(lang, apart.last < apart.first ? 'trajectories.closer' : 'trajectories.further'),
  })
  const stateName = (state: State): string => word(lang, `trajectories.${state}`)
  const place = (path: DesignPath, index: number): { x: number | null; y: number | null; month: number } => {
    const { x, y, month } = path.steps.at(index)!
    return { x: rounded(x), y: rounded(y), month }
  }
  const color = classColour(lang)
  const tooltip = [...productTooltip(lang), { field: 'month', title: word(lang, 'trajectories.since') }]
  return {
    id: 'trajectories',
    title,
    caption: word(lang, 'trajectories.caption'),
    spec: {
      ...frame(input, title, word(lang, 'trajectories.subtitle'), WIDTH),
      width: WIDTH,
      height: HEIGHT,
      encoding: mapAxes(input, found, domains(paths)),
      layer: [
        {
          data: {
            values: moved.flatMap((path) =>
              path.steps.map((_, index) => ({ ...productFacts(lang, path), ...place(path, index) })),
            ),
          },
          mark: { type: 'line', strokeWidth: 1.3, opacity: 0.6 },
          encoding: { detail: { field: 'product' }, order: { field: 'month' }, color },
        },
        {
          data: {
            values: paths.map((path) => ({
              ...productFacts(lang, path),
              ...place(path, -1),
              state: stateName(path.withdrawn ? 'withdrawn' : 'stays'),
            })),
          },
          mark: { type: 'point', filled: true, size: 70, opacity: 0.9, strokeWidth: 0.6, stroke: COLOUR.ink },
          encoding: {
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
        },
        {
          data: { values: moved.map((path) => ({ ...productFacts(lang, path), ...place(path, 0) })) },
          mark: { type: 'point', filled: false, fill: '#ffffff', size: 18, strokeWidth: 1.2, opacity: 1 },
          encoding: { color, tooltip },
        },
      ],
    },
  }
}
