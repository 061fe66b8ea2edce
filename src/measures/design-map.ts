/**
 * The design space in two dimensions: classical multidimensional scaling of the products' Euclidean distances,
 * which equals principal components of their coordinates. Signs are fixed (the largest loading is positive), so
 * the same products always give the same map.
 */
import { numbers, type Table, texts } from '../base/table.ts'
import { DESIGN_COLUMNS, designPoints, type Point, TRAILING_MONTHS } from './homogenisation.ts'
import { ratio, rowsByNumber, tableNamed } from './rows.ts'

export interface Projection {
  /** What is taken off the original coordinates before projecting. */
  readonly mean: Point
  /** Two coordinates a point, in units of design distance. */
  readonly coordinates: readonly (readonly [number, number])[]
  /** Share of all variance that each axis shows. */
  readonly explained: readonly [number, number]
  /** Loadings of both axes on the original coordinates. */
  readonly loadings: readonly [Point, Point]
}

/** Eigenvalues (descending) and eigenvectors of a symmetric matrix by cyclic Jacobi rotations. */
function eigen(symmetric: readonly Point[]): { values: number[]; vectors: number[][] } {
  const n = symmetric.length
  const a = symmetric.map((row) => [...row])
  const v = a.map((_, i) => a.map((__, j): number => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 60; sweep++) {
    let offDiagonal = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) offDiagonal += a[p][q] * a[p][q]
    if (offDiagonal < 1e-30) break
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        for (let k = 0; k < n; k++) {
          const [akp, akq] = [a[k][p], a[k][q]]
          a[k][p] = c * akp - s * akq
          a[k][q] = s * akp + c * akq
        }
        for (let k = 0; k < n; k++) {
          const [apk, aqk] = [a[p][k], a[q][k]]
          a[p][k] = c * apk - s * aqk
          a[q][k] = s * apk + c * aqk
          const [vkp, vkq] = [v[k][p], v[k][q]]
          v[k][p] = c * vkp - s * vkq
          v[k][q] = s * vkp + c * vkq
        }
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i] || i - j)
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v.map((row) => row[i])) }
}

/** Turns a direction so that its largest component (first of equals, to nine digits) is positive. */
function oriented(vector: Point): Point {
  let largest = 0
  for (let k = 1; k < vector.length; k++) {
    if (Math.abs(vector[k]) > Math.abs(vector[largest]) + 1e-9) largest = k
  }
  return vector[largest] < 0 ? vector.map((value) => -value) : vector
}

export function project(points: readonly Point[]): Projection {
  const dimensions = points[0]?.length ?? 0
  if (dimensions < 2) return { mean: [], coordinates: [], explained: [NaN, NaN], loadings: [[], []] }
  const mean = Array.from({ length: dimensions }, (_, k) => points.reduce((sum, p) => sum + p[k], 0) / points.length)
  const centred = points.map((point) => point.map((value, k) => value - mean[k]))
  const covariance = mean.map((_, i) =>
    mean.map((__, j) => centred.reduce((sum, point) => sum + point[i] * point[j], 0) / points.length),
  )
  const { values, vectors } = eigen(covariance)
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  const loadings: [Point, Point] = [oriented(vectors[0]), oriented(vectors[1])]
  return {
    mean,
    coordinates: points.map((point) => placeIn({ mean, loadings }, point)),
    explained: [ratio(values[0], total), ratio(values[1], total)],
    loadings,
  }
}

/** Where a point lies in the plane of a projection. */
export function placeIn(
  { mean, loadings }: Pick<Projection, 'mean' | 'loadings'>,
  point: Point,
): readonly [number, number] {
  const along = (axis: Point): number => axis.reduce((sum, value, k) => sum + value * (point[k] - mean[k]), 0)
  return [along(loadings[0]), along(loadings[1])]
}

/** Rows of the products' table in which a product is new or has another design than in its row before. */
export function designTurns(table: Table, points: readonly Point[]): number[] {
  const product = texts(table, 'product')
  const latest = new Map<string, number>()
  const turns: number[] = []
  for (let row = 0; row < table.rows; row++) {
    const before = latest.get(product[row])
    if (before === undefined || points[row].some((value, k) => value !== points[before][k])) turns.push(row)
    latest.set(product[row], row)
  }
  return turns
}

export interface MappedProduct {
  readonly product: string
  readonly lender: string
  readonly class: string
  readonly archetype: string
  readonly x: number
  readonly y: number
  /** Share of lending of the last twelve months. */
  readonly share: number
  readonly postedApr: number
  readonly limit: number
  readonly term: number
}

export interface DesignMap {
  readonly month: number
  readonly products: readonly MappedProduct[]
  readonly explained: readonly [number, number]
  readonly loadings: readonly [Point, Point]
  /** Names of the coordinates that loadings refer to. */
  readonly coordinates: readonly string[]
  /** Every design of the run in the same plane. */
  readonly designs: readonly (readonly [number, number])[]
}

/** Products of the last recorded month with their share of lending over the last twelve months, in the plane of all designs of the run. */
export function designMap(tables: readonly Table[]): DesignMap {
  const table = tableNamed(tables, 'products')
  const byMonth = rowsByNumber(table, 'month')
  const month = [...byMonth.keys()].at(-1) ?? 0
  const withdrawn = numbers(table, 'withdrawn')
  const rows = (byMonth.get(month) ?? []).filter((row) => withdrawn[row] === 0)
  const [product, lender, lenderClass, archetype] = ['product', 'lender', 'class', 'archetype'].map((c) =>
    texts(table, c),
  )
  const [lent, postedApr, limit, term] = ['originated', 'postedApr', 'limit', 'term'].map((c) => numbers(table, c))
  const trailing = new Map<string, number>()
  let total = 0
  for (let back = 0; back < TRAILING_MONTHS; back++) {
    for (const row of byMonth.get(month - back) ?? []) {
      trailing.set(product[row], (trailing.get(product[row]) ?? 0) + lent[row])
      total += lent[row]
    }
  }
  const points = designPoints(
    table,
    Array.from({ length: table.rows }, (_, row) => row),
  )
  const plane = project(designTurns(table, points).map((row) => points[row]))
  const { coordinates: designs, explained, loadings } = plane
  const places = new Map(rows.map((row) => [row, placeIn(plane, points[row])]))
  const products = rows.map((row) => ({
    product: product[row],
    lender: lender[row],
    class: lenderClass[row],
    archetype: archetype[row],
    x: places.get(row)![0],
    y: places.get(row)![1],
    share: ratio(trailing.get(product[row]) ?? 0, total),
    postedApr: postedApr[row],
    limit: limit[row],
    term: term[row],
  }))
  return { month, products, explained, loadings, coordinates: DESIGN_COLUMNS, designs }
}
