/** One person's receipts in two worlds, and the first month in which the two lives part. */

import { APPLICATION_OUTCOMES } from '../market/journal.ts'
import type { Receipt } from '../market/trace.ts'
import type { LiveRun } from './live-run.ts'

/** What somebody lives through; weighing offers and drawing one is not told apart, since prices differ a little at once. */
const LIVED: readonly Receipt['kind'][] = [
  'life',
  'need',
  'fate',
  'application',
  'loan',
  'service',
  'ending',
  'reward',
  'close',
]

export function receiptsOf(run: LiveRun | null, slot: number): readonly Receipt[] {
  return run?.receipts.get(slot) ?? []
}

export function byMonth(receipts: readonly Receipt[]): ReadonlyMap<number, readonly Receipt[]> {
  const months = new Map<number, Receipt[]>()
  for (const one of receipts) {
    const own = months.get(one.month) ?? []
    own.push(one)
    months.set(one.month, own)
  }
  return months
}

/** What of an application both worlds can agree on: scores move with what lenders have learnt. */
function lived(receipt: Receipt): unknown {
  if (receipt.kind !== 'application') return receipt
  const { product, requestedFen, aprBp, grantedFen, outcome, refusal } = receipt
  return { product, requestedFen, aprBp, grantedFen, outcome, refusal }
}

/** The first month in which the lives differ; null where they do not, as far as both are told. */
export function partingMonth(one: readonly Receipt[], other: readonly Receipt[]): number | null {
  const text = (receipts: readonly Receipt[] = []): string =>
    JSON.stringify(receipts.filter(({ kind }) => LIVED.includes(kind)).map(lived))
  const [a, b] = [byMonth(one), byMonth(other)]
  for (const [month, receipts] of a) if (b.has(month) && text(receipts) !== text(b.get(month))) return month
  return null
}

export type Wanted = 'refused' | 'distressed' | 'parted'

/** Somebody of those that are followed to whom this happened in the reported months; null if there is nobody. */
export function someone(wanted: Wanted, run: LiveRun, other: LiveRun | null, after: number | null): number | null {
  const fits = (slot: number): boolean => {
    const receipts = receiptsOf(run, slot)
    if (wanted === 'parted') return other !== null && partingMonth(receipts, receiptsOf(other, slot)) !== null
    return receipts.some((one) => {
      if (one.month < 0) return false
      if (wanted === 'distressed') return one.kind === 'service' && one.distress === 1
      return one.kind === 'application' && APPLICATION_OUTCOMES[one.outcome] === 'refused'
    })
  }
  const all = run.traced.filter(fits)
  // Asked again, the next one.
  return all.find((slot) => after !== null && slot > after) ?? all[0] ?? null
}
