/** What somebody who looks on is told: every decision of chosen consumers and about them. It changes nothing. */
import { ln } from '../base/math.ts'
import type { Decision } from './apply.ts'
import type { ConsiderationSet } from './choice.ts'
import type { Market, Watchers } from './world.ts'

/** An offer as a consumer weighed it. */
export interface TracedOffer {
  readonly product: string
  readonly lender: string
  /** Utility less what similar offers take off it, λ ln w_j. */
  readonly utility: number
  /** Chance of being chosen among the offers considered. */
  readonly share: number
  /** Posted contract APR. */
  readonly postedApr: number
}

/** A need that goes shopping: what was considered, and what the best of it is worth beside not borrowing. */
export interface TracedConsideration {
  readonly kind: 'consideration'
  readonly month: number
  readonly consumer: number
  /** Position in PURPOSES. */
  readonly purpose: number
  readonly demandFen: number
  readonly offers: readonly TracedOffer[]
  /** Utility of borrowing less that of not borrowing; the consumer applies where it is above zero. */
  readonly surplus: number
}

/** An application and the lender's answer to it. */
export interface TracedApplication {
  readonly kind: 'application'
  readonly month: number
  readonly consumer: number
  readonly product: string
  readonly lender: string
  readonly requestedFen: number
  /** Logarithm of the annual loss that the lender expects, and its grade. */
  readonly score: number
  readonly grade: number
  /** Quoted APR, basis points; −1 where there is no quote. */
  readonly aprBp: number
  readonly grantedFen: number
  /** Positions in APPLICATION_OUTCOMES, and in REFUSALS for the rule that refused. */
  readonly outcome: number
  readonly refusal: number
}

export interface Trace {
  /** Slots of the consumers to tell of. */
  readonly consumers: ReadonlySet<number>
  readonly tell: (decision: TracedConsideration | TracedApplication) => void
}

export function traceConsideration(
  world: Market & Watchers,
  consumer: number,
  purpose: number,
  demandFen: number,
  set: ConsiderationSet,
  surplus: number,
): void {
  const { trace, offers, industry, month } = world
  if (trace?.consumers.has(consumer) !== true) return
  const { nestScale } = world.scenario.choice
  const considered = Array.from({ length: set.count }, (_, position): TracedOffer => {
    const product = set.product[position]
    return {
      product: industry.products[product].code,
      lender: industry.lenders[offers.lender[product]].code,
      utility: nestScale * (ln(set.weight[position]) + set.scale),
      share: set.weight[position] / set.total,
      postedApr: offers.postedContract[product],
    }
  })
  trace.tell({ kind: 'consideration', month, consumer, purpose, demandFen, offers: considered, surplus })
}

export function traceApplication(
  world: Market & Watchers,
  consumer: number,
  product: number,
  requestedFen: number,
  decision: Decision,
  outcome: number,
): void {
  const { trace, industry, month } = world
  if (trace?.consumers.has(consumer) !== true) return
  const { code, lender } = industry.products[product]
  trace.tell({
    kind: 'application',
    month,
    consumer,
    product: code,
    lender: industry.lenders[lender].code,
    requestedFen,
    score: decision.loss,
    grade: decision.grade,
    aprBp: decision.aprBp,
    grantedFen: decision.amountFen,
    outcome,
    refusal: decision.refusal,
  })
}
