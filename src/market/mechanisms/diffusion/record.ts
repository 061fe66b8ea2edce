/** What a run records of word of mouth beside its counters. */
import type { Row } from '../../../base/build-table.ts'
import type { Counts } from '../../world.ts'

const total = (of: Float64Array): number => of.reduce((sum, value) => sum + value, 0)

/** For the months table. */
export function talkTotals({ tally: { lenders } }: Counts): Row {
  return {
    newByWordOfMouth: total(lenders.newHeard) - total(lenders.newReferred),
    newByReferral: total(lenders.newReferred),
    talks: total(lenders.praised) + total(lenders.blamed),
  }
}

/** For a lender's row. */
export function talkOfLender({ tally: { lenders } }: Counts, lender: number): Row {
  return { newByWordOfMouth: lenders.newHeard[lender] - lenders.newReferred[lender] }
}
