/** Which differences between arms are clear of chance: one family for every chart, table and sentence of an ensemble. */
import { studentQuantile, studentTails } from '../base/student.ts'
import type { Table } from '../base/table.ts'
import { judge, LEAST_RUNS, LEVEL } from './claim.ts'
import { type Band, type Difference, differenceBands, differences } from './ensemble.ts'
import type { MeanInterval } from './intervals.ts'

/** 'unjudged': over fewer than `LEAST_RUNS` pairs, or without a value. */
export type Verdict = 'rises' | 'falls' | 'unclear' | 'unjudged'

export type Judged<T extends MeanInterval> = T & { readonly verdict: Verdict }

/** Comparisons as a title counts them. */
export interface Count {
  readonly judged: number
  readonly clear: number
}

/** Two-sided p that the mean is zero, from its Student interval; NaN without an interval. */
export function intervalP({ runs, mean, low, high }: MeanInterval): number {
  if (runs < 2 || !Number.isFinite(low) || !Number.isFinite(high)) return NaN
  const half = (high - low) / 2
  if (!(half > 0)) return mean === 0 ? 1 : 0
  return studentTails((mean / half) * studentQuantile(runs - 1, LEVEL), runs - 1)
}

/** Holm's correction over all of `found`, one family; those over too few runs are no part of it. */
export function judgedTogether<T extends MeanInterval>(
  found: readonly T[],
  pOf: (one: T) => number = intervalP,
): Judged<T>[] {
  const ps = found.map((one) => (one.runs < LEAST_RUNS || !Number.isFinite(one.mean) ? NaN : pOf(one)))
  const runs = found.reduce((most, one) => Math.max(most, one.runs), 0)
  const clear = new Set(judge(ps, runs).clear)
  return found.map((one, k): Judged<T> => {
    const verdict = Number.isNaN(ps[k]) ? 'unjudged' : !clear.has(k) ? 'unclear' : one.mean > 0 ? 'rises' : 'falls'
    return { ...one, verdict }
  })
}

/** Every outcome of every arm against the first, judged together. Of two arms this is the correction of the table. */
export function judgedDifferences(tables: readonly Table[]): Judged<Difference>[] {
  return judgedTogether(differences(tables), ({ p }) => p)
}

/** Series of every arm less the first in the last month that both tell, judged together. */
export function judgedEnds(tables: readonly Table[], metrics: readonly string[]): Judged<Band>[] {
  const last = new Map<string, Band>()
  for (const band of differenceBands(tables)) {
    if (!metrics.includes(band.metric) || !Number.isFinite(band.mean)) continue
    const id = `${band.metric} ${band.arm}`
    const known = last.get(id)
    if (known === undefined || band.month >= known.month) last.set(id, band)
  }
  return judgedTogether([...last.values()])
}

export const isClear = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  verdict === 'rises' || verdict === 'falls'

export function countOf(found: readonly { readonly verdict: Verdict }[]): Count {
  return { judged: found.filter(({ verdict }) => verdict !== 'unjudged').length, clear: found.filter(isClear).length }
}
