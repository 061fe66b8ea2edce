/** Short forms of what most layers of a chart say: encodings by type of field, tooltips, and the layer itself. */
import type { Chart } from './chart.ts'

/** One layer, or one panel of one layer. */
export type Layer = Extract<Chart['spec'], { layer: unknown }>['layer'][number]
export type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]
type Unit = Extract<Layer, { mark: unknown }>
type Mark = Unit['mark']
type Encoding = NonNullable<Unit['encoding']>
type Position = Extract<NonNullable<Encoding['x']>, { axis?: unknown; stack?: unknown; field?: unknown }>
type Coded = Extract<NonNullable<Encoding['color']>, { legend?: unknown; scale?: unknown; field?: unknown }>
type Axis = Exclude<Position['axis'], undefined>
type Legend = Exclude<Coded['legend'], undefined>

interface Field<Type extends 'quantitative' | 'nominal'> {
  readonly field: string
  readonly type: Type
}
/** A field of numbers with scale and axis. */
export type Quantity = Field<'quantitative'> & { readonly scale: NonNullable<Position['scale']>; readonly axis: Axis }
/** A field of names told apart by a range of colours, shapes or dashes. */
export type Codes<R = string> = Field<'nominal'> & {
  readonly scale: { readonly domain: string[]; readonly range: R[] }
  readonly legend: Legend
}
type Names = Field<'nominal'> & { readonly scale: { readonly domain: string[] }; readonly axis: Axis }

/** A field of numbers, for a position or a size; with scale and axis where it sets them. */
export function quantity(field: string): Field<'quantitative'>
export function quantity(field: string, scale: Quantity['scale'], axis: Axis): Quantity
export function quantity(field: string, scale?: Quantity['scale'], axis?: Axis): object {
  return { field, type: 'quantitative', ...(scale === undefined ? {} : { scale, axis }) }
}

/** A field of names in their order, for a position. */
export function category(field: string, domain: readonly string[], axis: Axis): Names {
  return { field, type: 'nominal', scale: { domain: [...domain] }, axis }
}

/** A field of names told apart by colours, shapes or dashes in the same order; a legend without a title unless given. */
export function coded<R>(
  field: string,
  domain: readonly string[],
  range: readonly R[],
  legend: Legend = { title: null },
): Codes<R> {
  return { field, type: 'nominal', scale: { domain: [...domain], range: [...range] }, legend }
}

/** A legend of lines, drawn as the lines are. */
export const STROKES = { title: null, symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 300 } as const

/** Values that have an interval to draw. */
export function bounded<V extends { readonly low: number | null; readonly high: number | null }>(
  values: readonly V[],
): V[] {
  return values.filter(({ low, high }) => low !== null && high !== null)
}

/** Fields of a tooltip and what each is called there. */
export function tips(titles: { readonly [field: string]: string }): { field: string; title: string }[] {
  return Object.entries(titles).map(([field, title]) => ({ field, title }))
}

/** A layer over values of its own. */
export function layer(mark: Mark, values: readonly object[], encoding: Encoding): Drawn {
  return { data: { values: [...values] }, mark, encoding }
}

export interface Drawn {
  readonly data: { readonly values: object[] }
  readonly mark: Mark
  readonly encoding: Encoding
}
