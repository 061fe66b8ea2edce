/**
 * What a file is worth to somebody without one: by how much it would lower the interest at the lowest quote on the next need, in
 * expectation over purposes, at the amount that is usual at this income. People know their own risk, and what lenders make of
 * it with the data that they have; not the errors of those data.
 */
import { NO_FILE, UNSCORED_FILE } from '../../../agents/consumers.ts'
import { meanLifeMonths } from '../../../agents/lenders/pricing.ts'
import { exp, ln } from '../../../base/math.ts'
import { createDecision } from '../../apply.ts'
import { decide } from '../../decide.ts'
import { classesOpenTo } from '../../public-rules.ts'
import { knowledgeOf } from '../../rating.ts'
import type { Market, Nature, Thresholds } from '../../world.ts'

const decision = createDecision()

interface Quote {
  /** Basis points; Infinity if all refuse. */
  aprBp: number
  /** Life of the loan, years. */
  lifeYears: number
}

/**
 * Fills `quote` with the lowest APR for a need with the file that the consumer has now. Rates are compared, not what loans
 * cost over their own lives, or the shortest loan would always be cheapest.
 */
function lowestQuote(
  world: Market & Nature,
  consumer: number,
  purpose: number,
  needFen: number,
  incomeFen: number,
  quote: Quote,
): void {
  const { consumers: c, offers, tick } = world
  const open = classesOpenTo(world, consumer, tick - c.birthTick[consumer])
  quote.aprBp = Infinity
  for (let product = 0; product < offers.count; product++) {
    if ((offers.purposes[product] & (1 << purpose)) === 0) continue
    const lender = offers.lender[product]
    if ((open & (1 << offers.classOfLender[lender])) === 0) continue
    const { weights } = knowledgeOf(world, lender, c.file[consumer])
    const type = (weights.bureau + weights.platform) * c.risk[consumer]
    decide(world, consumer, product, needFen, incomeFen, type, decision)
    if (!decision.approved || decision.aprBp >= quote.aprBp) continue
    quote.aprBp = decision.aprBp
    quote.lifeYears = meanLifeMonths(offers.termMonths[product]) / 12
  }
}

const filed: Quote = { aprBp: 0, lifeYears: 0.5 }
const bare: Quote = { aprBp: 0, lifeYears: 0.5 }

/**
 * Expected saving of the consumer, who has no file, on the next need, fen: the difference of the lowest rates over the life of
 * the loan that a file would bring. Where all refuse without a file, it is worth the difference to a loan at the cap; where
 * all refuse with one, nothing.
 */
export function savingByFileFen(world: Market & Nature & Thresholds, consumer: number): number {
  const { consumers: c, meanIncomeFen, regime, scenario, tick } = world
  const { needs, plan } = regime
  const age = tick - c.birthTick[consumer]
  const permanent = plan.profile[age] * exp(c.persistent[consumer])
  const income = permanent * plan.expected[age]
  const byIncome = needs.incomeElasticity === 0 ? 0 : needs.incomeElasticity * ln(permanent / meanIncomeFen)
  let saving = 0
  let below = 0
  for (let purpose = 0; purpose < needs.cumulativeShare.length; purpose++) {
    const share = needs.cumulativeShare[purpose] - below
    below = needs.cumulativeShare[purpose]
    const needFen = Math.min(needs.maxFen, Math.floor(exp(needs.logMedian[purpose] + byIncome)))
    if (share === 0 || needFen < needs.minLoanFen) continue
    c.file[consumer] = UNSCORED_FILE
    lowestQuote(world, consumer, purpose, needFen, income, filed)
    c.file[consumer] = NO_FILE
    if (filed.aprBp === Infinity) continue
    lowestQuote(world, consumer, purpose, needFen, income, bare)
    const lowerBp = Math.min(bare.aprBp, 10000 * scenario.pricing.aprCap) - filed.aprBp
    if (lowerBp > 0) saving += (share * needFen * filed.lifeYears * lowerBp) / 10000
  }
  return saving
}
