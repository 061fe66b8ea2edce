/** How products moved through the design space: every design that a product had, in the two dimensions of all of them. */
import { numbers, type Table, texts } from '../base/table.ts'
import { designTurns, type Projection, project } from './design-map.ts'
import { DESIGN_COLUMNS, designPoints, type Point, squaredDistance } from './homogenisation.ts'
import { rowsByNumber, tableNamed } from './rows.ts'

export interface DesignStep {
  /** Month from which the product had the design. */
  readonly month: number
  /** Place in the projection, design distance. */
  readonly x: number
  readonly y: number
}

export interface DesignPath {
  readonly product: string
  readonly lender: string
  readonly class: string
  readonly archetype: string
  /** Designs in the order of months, the first that of the start or the launch. */
  readonly steps: readonly DesignStep[]
  /** Whether it was off the shelf in the last recorded month. */
  readonly withdrawn: boolean
}

export interface DesignPaths extends Pick<Projection, 'explained' | 'loadings'> {
  readonly paths: readonly DesignPath[]
  /** Every design of the run in the plane. */
  readonly designs: readonly (readonly [number, number])[]
  /** Names of the coordinates that loadings refer to. */
  readonly coordinates: readonly string[]
  /** Mean design distance between two products on offer, in the first and in the last recorded month; NaN of fewer than two. */
  readonly apart: { readonly first: number; readonly last: number }
}

/** Mean Euclidean distance over all pairs. */
function meanDistance(points: readonly Point[]): number {
  let sum = 0
  for (let j = 0; j < points.length; j++) {
    for (let k = 0; k < j; k++) sum += Math.sqrt(squaredDistance(points[j], points[k]))
  }
  return sum / ((points.length * (points.length - 1)) / 2)
}

export function designPaths(tables: readonly Table[]): DesignPaths {
  const table = tableNamed(tables, 'products')
  const [product, lender, lenderClass, archetype] = ['product', 'lender', 'class', 'archetype'].map((column) =>
    texts(table, column),
  )
  const [month, withdrawn] = [numbers(table, 'month'), numbers(table, 'withdrawn')]
  const all = designPoints(
    table,
    Array.from({ length: table.rows }, (_, row) => row),
  )
  const turns = designTurns(table, all)
  const latest = new Map(product.map((code, row) => [code, row]))
  const { coordinates, explained, loadings } = project(turns.map((row) => all[row]))
  const steps = new Map<string, DesignStep[]>()
  turns.forEach((row, index) => {
    const [x, y] = coordinates[index]
    const own = steps.get(product[row])
    const step = { month: month[row], x, y }
    if (own === undefined) steps.set(product[row], [step])
    else own.push(step)
  })
  const months = [...rowsByNumber(table, 'month').values()]
  const onOffer = (rows: readonly number[] = []): Point[] =>
    rows.filter((row) => withdrawn[row] === 0).map((row) => all[row])
  const last = month[table.rows - 1]
  return {
    designs: coordinates,
    paths: [...steps].map(([code, own]) => {
      const row = latest.get(code)!
      return {
        product: code,
        lender: lender[row],
        class: lenderClass[row],
        archetype: archetype[row],
        steps: own,
        withdrawn: withdrawn[row] !== 0 || month[row] < last,
      }
    }),
    explained,
    loadings,
    coordinates: DESIGN_COLUMNS,
    apart: { first: meanDistance(onOffer(months[0])), last: meanDistance(onOffer(months.at(-1))) },
  }
}
