/** Paying an instalment loan off ahead of schedule. */
import { wholeFen } from '../../../base/units.ts'
import { draw, uniform } from '../../../random/streams.ts'
import { bufferFen } from '../../debt-service.ts'
import type { Chance, Counts, People, Present } from '../../world.ts'

const words = new Int32Array(2)

/**
 * What a borrower pays ahead of schedule on top of the `paidFen` due, fen: all of `balanceFen` that is left, by chance and
 * if savings above the buffer reach for it and the fee, or nothing. Takes the fee; the caller moves the payment.
 */
export function payAhead(
  world: Present & People & Chance & Counts,
  consumer: number,
  slot: number,
  lender: number,
  balanceFen: number,
  paidFen: number,
  expectedFen: number,
): number {
  const { consumers: c, scenario, streams, tally, tick } = world
  const { prepayment, prepaymentFee } = scenario.repayment
  if (prepayment === 0) return 0
  const feeFen = wholeFen(balanceFen * prepaymentFee)
  const spareFen = c.savingsFen[consumer] - paidFen - bufferFen(world, consumer, expectedFen)
  if (spareFen <= balanceFen + feeFen) return 0
  draw(streams.prepay, consumer, tick, slot, words)
  if (uniform(words[0]) >= prepayment) return 0
  const { market, lenders } = tally
  lenders.prepaidFen[lender] += balanceFen
  lenders.prepaymentFeeFen[lender] += feeFen
  c.savingsFen[consumer] -= feeFen
  market.prepaid++
  market.prepaidFen += balanceFen
  market.prepaymentFeeFen += feeFen
  return balanceFen
}
