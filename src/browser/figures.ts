/** Numbers of a run as the page shows them: the measures of the command line, over the months that are done. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { AgeBand, Bilingual, Purpose } from '../base/vocabulary.ts'
import { type Projection, placeIn, project } from '../measures/design-map.ts'
import { formatOutcome, grouped, signed } from '../measures/headline.ts'
import { designPoints } from '../measures/homogenisation.ts'
import type { Measure } from '../measures/measure.ts'
import { measureNamed } from '../measures/registry.ts'
import { tableNamed } from '../measures/rows.ts'
import type { LiveRun } from './live-run.ts'
import { lang } from './store.ts'

export const SERIES: readonly string[] = [
  'served.all',
  'apr.mean',
  'late.over90',
  'debt.perConsumer',
  'approval.all',
  'homogenisation',
]

export interface Line {
  readonly measure: Measure
  readonly months: readonly number[]
  readonly values: readonly number[]
}

/** A measure month by month, burn-in included. */
export function lineOf(run: LiveRun, key: string): Line {
  const tables = run.tables()
  const months = tableNamed(tables, 'months')
  const measure = measureNamed(key)
  const values = months.rows === 0 ? [] : (measure.monthly?.({ tables, scenario: run.scenario }) ?? [])
  return { measure, months: numbersOf(months, 'month'), values }
}

export function totalOf(run: LiveRun, key: string): number {
  const tables = run.result.value?.tables
  return tables === undefined
    ? Number.NaN
    : (measureNamed(key).total?.({ tables, scenario: run.scenario }) ?? Number.NaN)
}

export function numberText(value: number, measure: Measure): string {
  const text = formatOutcome(value, measure.unit)
  return lang.value === 'en' ? text : text.replace(' %', '%').replace(/¥(.*)/, '$1元')
}

/** A share in percent; – where it is missing. */
export function percentText(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${signed((100 * share).toFixed(digits))}%` : '–'
}

export function differenceText(value: number, { unit }: Measure): Bilingual {
  if (!Number.isFinite(value)) return { en: '–', zh: '–' }
  const sign = value > 0 ? '+' : ''
  if (unit === '1') {
    const points = signed((100 * value).toFixed(1))
    return { en: `${sign}${points} points`, zh: `${sign}${points}个百分点` }
  }
  const text = `${sign}${unit === 'index' ? signed(value.toFixed(3)) : grouped(Math.round(value))}`
  return { en: text, zh: text }
}

/** As a plain array, whose `map` and `flatMap` give anything. */
const numbersOf = (table: Table, column: string): readonly number[] => [...numbers(table, column)]

/** A product where it stands, with where it has been. */
export interface MapProduct {
  readonly product: string
  readonly lender: string
  readonly class: string
  readonly apr: number
  readonly x: number
  readonly y: number
  /** Lent in the trailing twelve months, yuan. */
  readonly lent: number
  readonly trail: readonly (readonly [number, number])[]
}

export interface MarketMap {
  readonly projection: Projection
  readonly products: readonly MapProduct[]
  /** Copies of the last twelve months: product and the one it copied. */
  readonly copies: readonly (readonly [copy: string, parent: string])[]
}

const TRAILING = 12

/** Products of the latest month in the plane of the designs of the first. */
export function marketMap(run: LiveRun): MarketMap | null {
  const table = tableNamed(run.tables(), 'products')
  if (table.rows === 0) return null
  const months = numbersOf(table, 'month')
  const [first, last] = [months[0], months[months.length - 1]]
  const rows = months.map((_, row) => row)
  const points = designPoints(table, rows)
  const projection = project(rows.filter((row) => months[row] === first).map((row) => points[row]))
  const [codes, lenders, classes] = ['product', 'lender', 'class'].map((column) => texts(table, column))
  const [withdrawn, originated, apr] = ['withdrawn', 'originated', 'postedApr'].map((column) =>
    numbersOf(table, column),
  )
  const seen = new Map<string, { trail: (readonly [number, number])[]; lent: number; row: number }>()
  for (const row of rows) {
    const place = placeIn(projection, points[row])
    const own = seen.get(codes[row]) ?? { trail: [], lent: 0, row }
    const before = own.trail.at(-1)
    if (before === undefined || before[0] !== place[0] || before[1] !== place[1]) own.trail.push(place)
    if (months[row] > last - TRAILING) own.lent += originated[row]
    own.row = row
    seen.set(codes[row], own)
  }
  const products = [...seen].flatMap(([product, { trail, lent, row }]): MapProduct[] => {
    if (months[row] !== last || withdrawn[row] === 1) return []
    const [x, y] = trail[trail.length - 1]
    return [{ product, lender: lenders[row], class: classes[row], apr: apr[row], x, y, lent, trail }]
  })
  return { projection, products, copies: copiesSince(run, last - TRAILING) }
}

function copiesSince(run: LiveRun, month: number): (readonly [string, string])[] {
  const table = tableNamed(run.tables(), 'designs')
  const months = numbersOf(table, 'month')
  const [products, parents, outcomes] = ['product', 'parent', 'outcome'].map((column) => texts(table, column))
  return months.flatMap((when, row): (readonly [string, string])[] =>
    when > month && parents[row] !== '' && outcomes[row] !== 'rejected' ? [[products[row], parents[row]]] : [],
  )
}

export interface NicheBar {
  readonly purpose: Purpose
  readonly amountBand: string
  readonly ageBand: AgeBand
  readonly potential: number
  readonly served: number
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }

/** Niches by needs that arose, largest first, over the reported months so far (or the burn-in, before there are any). */
export function nicheBars(run: LiveRun): readonly NicheBar[] {
  const table = tableNamed(run.tables(), 'niches')
  const months = numbersOf(table, 'month')
  const reported = months.some((month) => month >= 0)
  const [potential, served] = ['potential', 'served'].map((column) => numbersOf(table, column))
  const [purposes, amounts, ages] = ['purpose', 'amountBand', 'ageBand'].map((column) => texts(table, column))
  const sums = new Map<string, Writable<NicheBar>>()
  for (let row = 0; row < months.length; row++) {
    if (reported && months[row] < 0) continue
    const niche = { purpose: purposes[row] as Purpose, amountBand: amounts[row], ageBand: ages[row] as AgeBand }
    const key = Object.values(niche).join()
    const own = sums.get(key) ?? { ...niche, potential: 0, served: 0 }
    own.potential += potential[row]
    own.served += served[row]
    sums.set(key, own)
  }
  return [...sums.values()].filter((one) => one.potential > 0).sort((a, b) => b.potential - a.potential)
}
