/**
 * A measure is a value: what is measured, in which unit and range, from which tables, over the reported window or month
 * by month. `registry.ts` holds all of them.
 */
import { numbers, type Table } from '../base/table.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { ratio, reportedRows, sumOf, tableNamed } from './rows.ts'

/** '1' for shares and yearly rates, 'CNY', 'count', or 'index' for pure numbers. */
export type MeasureUnit = '1' | 'CNY' | 'count' | 'index'

/** What a run left behind. Measures that share a step remember its result by this object. */
export interface MeasuredRun {
  readonly tables: readonly Table[]
  readonly scenario: MeasuredScenario
}

/** Lowest and highest value that the definition allows; both ends count where they are finite. */
export type Domain = readonly [low: number, high: number]

/**
 * How the total follows from the reported months: it is the last one, or their mean by `weights` (one for each row of
 * the months table, as monthly values are).
 */
export type Fold = 'last' | { readonly weights: (run: MeasuredRun) => readonly number[] }

export interface Measure extends Bilingual {
  /** Dotted; no other measure has it, of whatever kind. */
  readonly key: string
  readonly unit: MeasureUnit
  readonly domain: Domain
  /** What it counts over what, in a sentence or two. */
  readonly about: Bilingual
  /** Names of the recorded tables that it is computed from. */
  readonly tables: readonly string[]
  /** Whether summaries show it. */
  readonly headline: boolean
  /** Over the reported window; NaN where the run gives nothing to measure. Null if the measure is monthly only. */
  readonly total: ((run: MeasuredRun) => number) | null
  /** One value for each row of the months table, burn-in included. Null if the measure covers the window only. */
  readonly monthly: ((run: MeasuredRun) => readonly number[]) | null
  /** Null where the total is no function of the monthly values. */
  readonly fold: Fold | null
}

/** What of a measure says how to compute it. */
export type Computed = Pick<Measure, 'tables'> & Partial<Pick<Measure, 'total' | 'monthly' | 'fold'>>

type ComputedRate = { readonly [part in keyof Computed]-?: NonNullable<Computed[part]> }

/** In which unit, and between which values. */
export type Scale = Pick<Measure, 'unit' | 'domain'>

export const SHARE: Scale = { unit: '1', domain: [0, 1] }
export const RATIO: Scale = { unit: '1', domain: [0, Infinity] }
export const SIGNED: Scale = { unit: '1', domain: [-Infinity, Infinity] }
export const COUNT: Scale = { unit: 'count', domain: [0, Infinity] }
export const YUAN: Scale = { unit: 'CNY', domain: [0, Infinity] }
export const INDEX: Scale = { unit: 'index', domain: [0, 1] }
export const OPEN_INDEX: Scale = { unit: 'index', domain: [0, Infinity] }
export const ANY_INDEX: Scale = { unit: 'index', domain: [-Infinity, Infinity] }
export const SIGNED_INDEX: Scale = { unit: 'index', domain: [-1, 1] }

/** Shares that were subtracted: a value is in percentage points. */
export const DIFFERENCE: Scale = { unit: '1', domain: [-1, 1] }
export const isInPoints = ({ unit, domain }: Scale): boolean => unit === '1' && domain[0] === -1

export type Texts = Pick<Measure, 'en' | 'zh' | 'about'>

export interface Definition extends Texts {
  readonly headline?: boolean
  readonly computed: Computed
}

export function measure(key: string, scale: Scale, { computed, headline = false, ...texts }: Definition): Measure {
  const { tables, total = null, monthly = null, fold = null } = computed
  return { key, ...scale, ...texts, headline, tables, total, monthly, fold }
}

/** Computes a step once for each run. */
export function remembered<T>(of: (run: MeasuredRun) => T): (run: MeasuredRun) => T {
  const known = new WeakMap<MeasuredRun, { readonly value: T }>()
  return (run) => {
    const found = known.get(run) ?? { value: of(run) }
    known.set(run, found)
    return found.value
  }
}

/** A total alone, from the tables that are named. */
export function overWindow(tables: readonly string[], total: (run: MeasuredRun) => number): Computed {
  return { tables, total }
}

/** A monthly value of which the total is the last. */
export function stateOf(tables: readonly string[], monthly: (run: MeasuredRun) => readonly number[]): Computed {
  const total = (run: MeasuredRun): number => {
    const last = reportedRows(tableNamed(run.tables, 'months')).at(-1)
    return last === undefined ? NaN : monthly(run)[last]
  }
  return { tables: tables.includes('months') ? tables : ['months', ...tables], total, monthly, fold: 'last' }
}

/** Columns of the months table that are added up; those after a minus are taken off. */
type Columns = readonly string[]

function columnSum(months: Table, columns: Columns): number[] {
  const parts = columns.map((name) => {
    const sign = name.startsWith('-') ? -1 : 1
    return { sign, values: numbers(months, name.replace(/^-/, '')) }
  })
  return Array.from({ length: months.rows }, (_, row) =>
    parts.reduce((sum, { sign, values }) => sum + sign * values[row], 0),
  )
}

/** `times` × columns over columns of the months table, month by month; over the window, sum over sum. */
export function monthlyRate(part: Columns, whole: Columns, times = 1): ComputedRate {
  const columnOf = (columns: Columns) => (run: MeasuredRun) => columnSum(tableNamed(run.tables, 'months'), columns)
  return rateOf(['months'], columnOf(part), columnOf(whole), times)
}

/** The same of any monthly parts and wholes, one for each row of the months table. */
export function rateOf(
  tables: readonly string[],
  part: (run: MeasuredRun) => readonly number[],
  whole: (run: MeasuredRun) => readonly number[],
  times = 1,
): ComputedRate {
  return {
    tables,
    monthly: (run) => {
      const [parts, wholes] = [part(run), whole(run)]
      return parts.map((value, row) => ratio(times * value, wholes[row]))
    },
    total: (run) => {
      const rows = reportedRows(tableNamed(run.tables, 'months'))
      return ratio(times * sumOf(part(run), rows), sumOf(whole(run), rows))
    },
    fold: { weights: whole },
  }
}

/** The same over the window alone. */
export function windowRate(part: Columns, whole: Columns, times = 1): Computed {
  const { tables, total } = monthlyRate(part, whole, times)
  return { tables, total }
}

/** A column of the months table summed over the reported window. */
export function windowSum(column: string): Computed {
  return overWindow(['months'], ({ tables }) => {
    const months = tableNamed(tables, 'months')
    return sumOf(numbers(months, column), reportedRows(months))
  })
}

/** `times` × columns of the months table, mean over the reported months. */
export function windowMean(column: string, times = 1): Computed {
  return overWindow(['months'], ({ tables }) => {
    const months = tableNamed(tables, 'months')
    const rows = reportedRows(months)
    return ratio(times * sumOf(numbers(months, column), rows), rows.length)
  })
}

/** Values by month in the order of the rows of the months table; NaN where a month has none. */
export function alongMonths({ tables }: MeasuredRun, values: ReadonlyMap<number, number>): number[] {
  return Array.from(numbers(tableNamed(tables, 'months'), 'month'), (month) => values.get(month) ?? NaN)
}
