/** How a procedure that learns from runs gets them: it asks for batches and receives their results. */
import { SpokenError } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'

/** A place in the unit cube, a coordinate for each free parameter. */
export type Point = readonly number[]

/** What a batch is asked for: which part of a procedure it belongs to. */
export type Stage = 'design' | 'weights' | 'search' | 'slopes' | 'profile' | 'population' | 'estimate' | 'start'

export interface Evaluation {
  readonly stage: Stage
  readonly point: Point
  /** Numbers of the seeds it is run under, one run each: equal numbers share their luck. */
  readonly seeds: readonly number[]
}

/** For each seed the simulated moments; one that could not be measured is NaN, of a run that failed all are. */
export type Answer = readonly (readonly number[])[]

export type Procedure<T> = Generator<readonly Evaluation[], T, readonly Answer[]>

/** What a moment is wanted to be. */
export interface MomentTarget {
  readonly key: string
  readonly target: number
  /** Variance of the published figure; 0 where it is taken as exact. */
  readonly variance: number
}

/** Why a fit is impossible, in words for the user. */
export class FitError extends SpokenError {}

/** Which moments no row has, as the end of a sentence; nothing where every one was measured somewhere. */
export function toldUnknown(moments: readonly MomentTarget[], rows: readonly (readonly number[])[]): Bilingual {
  const unknown = moments.filter((_, m) => !rows.some((row) => Number.isFinite(row[m])))
  const keys = unknown.map(({ key }) => key)
  if (keys.length === 0) return { en: '', zh: '' }
  return { en: `; nowhere measured: ${keys.join(', ')}`, zh: `；始终未测得：${keys.join('、')}` }
}

/** Mean of every moment over the seeds of an answer; NaN where one of them has none. */
export function meanMoments(answer: Answer, moments: number): number[] {
  return Array.from({ length: moments }, (_, m) => answer.reduce((sum, row) => sum + row[m], 0) / answer.length)
}

/** Variances of moments over answers or seeds, of those rows that have all of them; NaN with fewer than two. */
export function columnVariances(rows: readonly (readonly number[])[], columns: number): number[] {
  const known = rows.filter((row) => row.every((value) => Number.isFinite(value)))
  return Array.from({ length: columns }, (_, column) => {
    const mean = known.reduce((sum, row) => sum + row[column], 0) / known.length
    const squares = known.reduce((sum, row) => sum + (row[column] - mean) * (row[column] - mean), 0)
    return known.length < 2 ? NaN : squares / (known.length - 1)
  })
}

/**
 * Variances that put moments on one scale before anything is known of their noise: the published figure's own, and of
 * one taken as exact the variance over a design. A moment that has neither is left out of sums by an infinite one.
 */
export function scalesOf(moments: readonly MomentTarget[], rows: readonly (readonly number[])[]): number[] {
  const spread = columnVariances(rows, moments.length)
  return moments.map(({ variance }, m) => (variance > 0 ? variance : spread[m] > 0 ? spread[m] : Infinity))
}
