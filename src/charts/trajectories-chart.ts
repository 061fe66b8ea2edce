/** Products on their way through the design space: from the first design of each to its last. */
import type { Claim } from '../measures/claim.ts'
import { type DesignPath, type DesignPaths, designPaths } from '../measures/design-paths.ts'
import type { Chart, ChartInput } from './chart.ts'
import { mapAxes, PLANE, planeEnds, productFacts, productTooltip } from './design-map-chart.ts'
import { sentence } from './sentences.ts'
import { COLOUR, classColour, frame } from './style.ts'
import { decimal, rounded } from './text.ts'
import { word } from './words.ts'

type State = 'stays' | 'withdrawn'

/** Counts of this run, and how far apart products stood at first and at last. */
function titleOf({ lang }: ChartInput, { paths, apart }: DesignPaths): { title: string; claims: Claim[] } {
  const moved = paths.filter(({ steps }) => steps.length > 1).length
  const counts = word(lang, 'trajectories.title', { moved: String(moved), products: String(paths.length) })
  const claims: Claim[] = [
    { kind: 'count', key: 'moved', count: moved },
    { kind: 'count', key: 'products', count: paths.length },
  ]
  if (!Number.isFinite(apart.first) || !Number.isFinite(apart.last)) return { title: sentence(lang, [counts]), claims }
  const distance = word(lang, 'trajectories.apart', { first: decimal(apart.first), last: decimal(apart.last) })
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
    claims,
    caption: word(lang, 'trajectories.caption'),
    spec: {
      ...frame(input, title, word(lang, 'trajectories.subtitle'), PLANE.width),
      ...PLANE,
      encoding: mapAxes(input, found, planeEnds(found.designs)),
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
