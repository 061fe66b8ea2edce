/**
 * What somebody who looks on is told: receipts of all that chosen consumers live through, month by month, and of every
 * decision by and about them. It changes nothing. Receipts are complete: run/replay.ts gets the consumer's records from
 * them alone. Money is whole fen; months count from the first reported one.
 */

import { LOAN_SLOTS } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { ln } from '../base/math.ts'
import type { Decision } from './apply.ts'
import type { ConsiderationSet } from './choice.ts'
import { isOpenLine } from './hooks.ts'
import type { Market, People, Present, Watchers } from './world.ts'

/** Of whom and when: `person` names a slot and how many people it has had before. */
interface Told {
  readonly month: number
  readonly consumer: number
  readonly generation: number
}

/** What somebody had, earned and spent. */
export interface TracedLife extends Told {
  readonly kind: 'life'
  readonly ageMonths: number
  /** Liquid savings as the month begins; of a newcomer what is brought along. */
  readonly openingFen: number
  readonly interestFen: number
  readonly incomeFen: number
  /** Permanent income. */
  readonly expectedFen: number
  /** Paid into illiquid saving. */
  readonly illiquidFen: number
  readonly spendingFen: number
  readonly unemployed: number
  /** Position in FILE_STATES. */
  readonly file: number
}

/** A need arrives. Where one is pending already, it closes at once. */
export interface TracedNeed extends Told {
  readonly kind: 'need'
  /** Position in PURPOSES. */
  readonly purpose: number
  readonly amountFen: number
  /** Position in NEED_KINDS. */
  readonly need: number
  readonly isDisplaced: boolean
}

/** The pending need came to a point from which it went no further this month, or at this lender. */
export interface TracedStage extends Told {
  readonly kind: 'stage'
  /** Position in FATES. */
  readonly stage: number
}

/** The pending need closes. */
export interface TracedFate extends Told {
  readonly kind: 'fate'
  readonly purpose: number
  readonly amountFen: number
  /** Position in FATES. */
  readonly fate: number
}

/** A month of one loan; a line has no last instalment. */
export interface TracedService extends Told {
  readonly kind: 'service'
  readonly product: string
  readonly lender: string
  /** Month in which the loan was made. */
  readonly madeMonth: number
  readonly openingFen: number
  readonly interestFen: number
  readonly paidFen: number
  /** For paying ahead of schedule. */
  readonly feeFen: number
  readonly balanceFen: number
  /** Instalments past due afterwards. */
  readonly overdue: number
  readonly distress: number
}

export interface TracedEnding extends Told {
  readonly kind: 'ending'
  readonly product: string
  readonly lender: string
  readonly madeMonth: number
  /** Position in LOAN_ENDINGS. */
  readonly ending: number
  readonly balanceFen: number
}

/** An offer as a consumer weighed it. */
export interface TracedOffer {
  readonly product: string
  readonly lender: string
  /** Utility less what similar offers take off it, λ ln w_j. */
  readonly utility: number
  /** w_j as the month's code has it, scaled so that none overflows; chances are in proportion to it. */
  readonly weight: number
  /** Chance of being chosen among the offers considered. */
  readonly share: number
  /** Posted contract APR. */
  readonly postedApr: number
  /** Whether it is a line that may be drawn on without an application. */
  readonly isLine: boolean
}

/** A need that goes shopping: what was considered, and what the best of it is worth beside not borrowing. */
export interface TracedConsideration extends Told {
  readonly kind: 'consideration'
  /** Position in PURPOSES. */
  readonly purpose: number
  readonly demandFen: number
  readonly offers: readonly TracedOffer[]
  /** Taken out of the logarithms of weights. */
  readonly scale: number
  /** Parts of the surplus that do not depend on offers: the scenario's constant, and the draw of this need. */
  readonly borrowing: number
  readonly outside: number
  readonly nestScale: number
  /** Utility of borrowing less that of not borrowing; the consumer applies where it is above zero. */
  readonly surplus: number
  /** Applications that may still be made. */
  readonly triesLeft: number
}

/** One of the offers in play is picked; an application follows, or a purchase on an open line, or nothing is left of it. */
export interface TracedPick extends Told {
  readonly kind: 'pick'
  readonly product: string
  /** The uniform draw that picks. */
  readonly lot: number
  readonly surplus: number
  readonly found: 'application' | 'line' | 'spentLine'
}

/** An application and the lender's answer to it. */
export interface TracedApplication extends Told {
  readonly kind: 'application'
  readonly product: string
  readonly lender: string
  readonly purpose: number
  readonly requestedFen: number
  readonly ageMonths: number
  readonly file: number
  /** Logarithm of the annual loss that the lender expects, and its grade. */
  readonly score: number
  readonly grade: number
  /** APR at which a loan of this grade earns nothing; not finite where it never would. */
  readonly breakEven: number
  /** Highest APR that the product may carry. */
  readonly cap: number
  /** Instalments over income that the loan would lead to, as far as the lender sees. */
  readonly debtService: number
  /** Quoted APR, basis points; −1 where there is no quote. */
  readonly aprBp: number
  readonly grantedFen: number
  /** Positions in APPLICATION_OUTCOMES, and in REFUSALS for the rule that refused. */
  readonly outcome: number
  readonly refusal: number
  /** Surplus at the quoted price in place of the posted one: the quote is accepted above zero. NaN without approval. */
  readonly surplusAtQuote: number
}

/** A loan, or a purchase on a line on which something is owed already. */
export interface TracedLoan extends Told {
  readonly kind: 'loan'
  readonly product: string
  readonly lender: string
  readonly purpose: number
  /** Month in which the loan was made: an earlier one for a purchase on a line. */
  readonly madeMonth: number
  readonly amountFen: number
  /** Own money that goes into the need, and a promotion's gift in cash. */
  readonly ownFen: number
  readonly rebateFen: number
  readonly aprBp: number
  readonly grade: number
  readonly instalmentFen: number
  readonly termMonths: number
}

/** Reward for a recommendation. */
export interface TracedReward extends Told {
  readonly kind: 'reward'
  readonly amountFen: number
}

/** How the month ends, rewards apart. */
export interface TracedClose extends Told {
  readonly kind: 'close'
  readonly savingsFen: number
  readonly debtFen: number
  readonly loans: number
  /** Most instalments past due on any loan. */
  readonly overdue: number
  readonly distress: number
  readonly file: number
}

export type Receipt =
  | TracedLife
  | TracedNeed
  | TracedStage
  | TracedFate
  | TracedService
  | TracedEnding
  | TracedConsideration
  | TracedPick
  | TracedApplication
  | TracedLoan
  | TracedReward
  | TracedClose

export interface Trace {
  /** Slots of the consumers to tell of. */
  readonly consumers: ReadonlySet<number>
  readonly tell: (receipt: Receipt) => void
}

/** What a receipt says beside whose and when. */
export type Said<R extends Receipt = Receipt> = R extends Receipt ? Omit<R, 'month' | 'consumer' | 'generation'> : never

/** Whether somebody looks on at this consumer. */
export function isTraced({ trace }: Watchers, consumer: number): boolean {
  return trace?.consumers.has(consumer) === true
}

/** Tells of a consumer who is traced. */
export function tell(world: Present & People & Watchers, consumer: number, what: Said): void {
  const { trace, month, consumers } = world
  trace?.tell({ month, consumer, generation: consumers.generation[consumer], ...what } as Receipt)
}

export function traceConsideration(
  world: Market & People & Watchers,
  consumer: number,
  demandFen: number,
  set: ConsiderationSet,
  { surplus, outside, triesLeft }: { readonly surplus: number; readonly outside: number; readonly triesLeft: number },
): void {
  if (!isTraced(world, consumer)) return
  const { offers, industry } = world
  const { nestScale, borrowing } = world.scenario.choice
  const considered = Array.from({ length: set.count }, (_, position): TracedOffer => {
    const product = set.product[position]
    return {
      product: industry.products[product].code,
      lender: industry.lenders[offers.lender[product]].code,
      utility: nestScale * (ln(set.weight[position]) + set.scale),
      weight: set.weight[position],
      share: set.weight[position] / set.total,
      postedApr: offers.postedContract[product],
      isLine: isOpenLine(world, consumer, product),
    }
  })
  tell(world, consumer, {
    kind: 'consideration',
    purpose: world.consumers.needPurpose[consumer],
    demandFen,
    offers: considered,
    scale: set.scale,
    borrowing,
    outside,
    nestScale,
    surplus,
    triesLeft,
  })
}

export function tracePick(
  world: Market & People & Watchers,
  consumer: number,
  product: number,
  lot: number,
  surplus: number,
  found: TracedPick['found'],
): void {
  if (!isTraced(world, consumer)) return
  tell(world, consumer, { kind: 'pick', product: world.industry.products[product].code, lot, surplus, found })
}

export function traceApplication(
  world: Market & People & Watchers,
  consumer: number,
  product: number,
  requestedFen: number,
  decision: Decision,
  outcome: number,
  surplusAtQuote: number,
): void {
  if (!isTraced(world, consumer)) return
  const { industry, offers, consumers: c, tick } = world
  const { code, lender } = industry.products[product]
  tell(world, consumer, {
    kind: 'application',
    product: code,
    lender: industry.lenders[lender].code,
    purpose: c.needPurpose[consumer],
    requestedFen,
    ageMonths: tick - c.birthTick[consumer],
    file: c.file[consumer],
    score: decision.loss,
    grade: decision.grade,
    breakEven: offers.breakEven[product * GRADES + decision.grade],
    cap: offers.cap[product],
    debtService: decision.debtService,
    aprBp: decision.aprBp,
    grantedFen: decision.amountFen,
    outcome,
    refusal: decision.refusal,
    surplusAtQuote,
  })
}

/** Names of the loan at `at`, and the month in which it was made. */
function loanAt(
  { consumers: c, industry, tick, month }: Market & People,
  at: number,
): {
  readonly product: string
  readonly lender: string
  readonly madeMonth: number
} {
  const { code, lender } = industry.products[c.loanProduct[at]]
  return { product: code, lender: industry.lenders[lender].code, madeMonth: month - tick + c.loanTick[at] }
}

/** A loan has been made, or `amountFen` added to the line at `at`. */
export function traceLoan(
  world: Market & People & Watchers,
  consumer: number,
  at: number,
  { amountFen, aprBp, grade }: Decision,
  purpose: number,
  ownFen: number,
  rebateFen: number,
): void {
  if (!isTraced(world, consumer)) return
  const { consumers: c } = world
  tell(world, consumer, {
    kind: 'loan',
    ...loanAt(world, at),
    purpose,
    amountFen,
    ownFen,
    rebateFen,
    aprBp,
    grade,
    instalmentFen: c.loanInstalmentFen[at],
    termMonths: c.loanRemaining[at],
  })
}

/** A month of the loan at `at`, whose balance and arrears are those after it. */
export function traceService(
  world: Market & People & Watchers,
  consumer: number,
  at: number,
  flows: Pick<TracedService, 'openingFen' | 'interestFen' | 'paidFen' | 'feeFen'>,
): void {
  if (!isTraced(world, consumer)) return
  const { consumers: c } = world
  tell(world, consumer, {
    kind: 'service',
    ...loanAt(world, at),
    ...flows,
    balanceFen: c.loanBalanceFen[at],
    overdue: c.loanOverdue[at],
    distress: c.distress[consumer],
  })
}

export function traceEnding(
  world: Market & People & Watchers,
  consumer: number,
  at: number,
  ending: number,
  balanceFen: number,
): void {
  if (isTraced(world, consumer)) tell(world, consumer, { kind: 'ending', ...loanAt(world, at), ending, balanceFen })
}

/** How the month ends for traced consumers of slots `from` to `to`. */
export function traceClose(world: Market & People & Watchers, from: number, to: number): void {
  const { trace, consumers: c } = world
  if (trace === null) return
  for (const consumer of [...trace.consumers].filter((slot) => slot >= from && slot < to).sort((a, b) => a - b)) {
    let [debtFen, overdue] = [0, 0]
    for (let slot = 0; slot < c.loanCount[consumer]; slot++) {
      const at = consumer * LOAN_SLOTS + slot
      debtFen += c.loanBalanceFen[at]
      overdue = Math.max(overdue, c.loanOverdue[at])
    }
    tell(world, consumer, {
      kind: 'close',
      savingsFen: c.savingsFen[consumer],
      debtFen,
      loans: c.loanCount[consumer],
      overdue,
      distress: c.distress[consumer],
      file: c.file[consumer],
    })
  }
}
