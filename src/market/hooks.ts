/**
 * Where the rest of the market calls its mechanisms: plain functions under names that say when they are called. A mechanism
 * that is switched off returns at once, draws nothing and records nothing.
 */
import { FACILITATED } from '../agents/consumers.ts'
import type { Row } from '../base/build-table.ts'
import type { LenderClass } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Decision } from './apply.ts'
import type { Statement } from './close.ts'
import type { MarketEvent } from './events.ts'
import { checkReported, deleteRecords, reportFlag, reportsToBureau } from './mechanisms/bureau/bureau.ts'
import { talkOfLender, talkTotals } from './mechanisms/diffusion/record.ts'
import { reshapeIndustry as reshapeIndustryUnder } from './mechanisms/entry-exit/industry.ts'
import { countFraudLoan, fraudCameToLight, fraudFlag, isNeverPaid } from './mechanisms/fraud/fraud.ts'
import { type P2pBrief, p2pBrief, takeP2p } from './mechanisms/p2p/brief.ts'
import { checkP2p, fundListings as fundListingsUnless, isClosed, useQuota } from './mechanisms/p2p/p2p.ts'
import { investorTotals, p2pRows } from './mechanisms/p2p/record.ts'
import { countHeld } from './mechanisms/partners/facilitated.ts'
import { facilitatedAllowed } from './mechanisms/partners/participation.ts'
import { checkParticipations } from './mechanisms/partners/partners.ts'
import { partnerOfLender, partnerTotals } from './mechanisms/partners/record.ts'
import { effectOf as effectOfRule } from './mechanisms/regulation/effects.ts'
import { barredBecause, capOn, isWithdrawn, minCapitalFen } from './mechanisms/regulation/rules.ts'
import { countUsedLine, openAccount } from './mechanisms/revolving/lines.ts'
import type { Chance, Counts, Funding, Market, MutableMarket, People, Present, Research, Supply } from './world.ts'

// Dated changes take effect.

/** A rule that shows bad records for less time than before deletes for good those that are too old. */
export function enactRecordRule(world: Present & People, before: Scenario): void {
  if (world.scenario.credit.recordMonths < before.credit.recordMonths) deleteRecords(world)
}

/** Whom a new value of `path` hits at once, in words; nothing for what is no regulation. */
export const effectOf = (path: string, before: Scenario, after: Scenario, world: Market & Funding): string =>
  effectOfRule(path, before, after, world, {
    reports: reportsToBureau,
    facilitatedShare: facilitatedAllowed,
    isClosed: (lender) => isClosed(world, lender),
  })

// What the law says of a lender and its products.

export { capOn, isWithdrawn }

// Before anybody shops.

/** Investors choose among listings; platforms that the law bars close. */
export const fundListings = (world: MutableMarket & Chance & Funding): MarketEvent[] =>
  fundListingsUnless(world, (lender) => barredBecause(world.scenario, lender))

// Another thread lives chunks of the month.

/** What of investors' money decides about loans; nothing where there are no investors. */
export const handFunding = ({ p2p }: Funding): P2pBrief | null => p2pBrief(p2p)

export const takeFunding = ({ p2p }: Funding, brief: P2pBrief | null): void => takeP2p(p2p, brief)

// What a lender sees of debts.

export { isFundedBy } from './mechanisms/partners/facilitated.ts'

// Loans in service: what is owed and by whom, who pays nothing, what a line asks, who pays early, what is written off.

export { isNeverPaid } from './mechanisms/fraud/fraud.ts'
export { hasInvestors, isClosed, walksAway } from './mechanisms/p2p/p2p.ts'
export { countFlow } from './mechanisms/partners/facilitated.ts'
export { payAhead } from './mechanisms/prepayment/prepayment.ts'
export {
  clearsStatement,
  closeStatement,
  isLine,
  linePayment,
  rememberLine,
  statementInterestFen,
} from './mechanisms/revolving/lines.ts'

/** A loan is charged off. */
export function loanWrittenOff(
  world: Present & People & Chance & Counts,
  consumer: number,
  at: number,
  lender: number,
  balanceFen: number,
): void {
  if (isNeverPaid(world.consumers.loanFlags[at])) fraudCameToLight(world, consumer, lender, balanceFen)
}

// A chunk of consumers begins to shop; a need first asks for credit.

export { decideOnFraud as decideIntent, isListed as isShutOut, meansToRepay } from './mechanisms/fraud/fraud.ts'
export { openQuota } from './mechanisms/p2p/p2p.ts'

// Offers as a consumer sees them.

export { isFree, paysNoRate } from './mechanisms/revolving/lines.ts'

// An application: what is bought without one, who is turned away unseen, what the lender is shown, what it can lend.

export { disguise, screenedOut } from './mechanisms/fraud/fraud.ts'
export { fundedChanceOf, hasQuota } from './mechanisms/p2p/p2p.ts'
export { funderAsked, secondLook, stakeFen } from './mechanisms/partners/facilitated.ts'
export { guaranteesOthers } from './mechanisms/partners/participation.ts'
export { DRAWN, drawUnasked, hasLine, isOpenLine, SPENT } from './mechanisms/revolving/lines.ts'
export { gradedLimitFen } from './mechanisms/revolving/terms.ts'

// A loan is made.

export { fraudFlag as needFlags } from './mechanisms/fraud/fraud.ts'
export { countFacilitated } from './mechanisms/partners/facilitated.ts'
export { addToRunning } from './mechanisms/revolving/lines.ts'

/** A new loan stands in its slot. */
export function contractMade(world: Market & People, consumer: number, at: number): void {
  if (world.offers.revolving[world.consumers.loanProduct[at]] === 1) openAccount(world, consumer, at)
}

/** Flags of a new loan of a lender of this class. */
export const loanFlagsOf = (
  world: Present & People & Chance,
  consumer: number,
  of: LenderClass,
  { facilitated }: Pick<Decision, 'facilitated'>,
): number => reportFlag(world, consumer, of) | fraudFlag(world, consumer) | (facilitated ? FACILITATED : 0)

/** Counts a loan, first purchases and later ones on a line alike. */
export function countLoan(world: People & Counts & Funding, consumer: number, lender: number, amountFen: number): void {
  countFraudLoan(world, consumer, lender)
  useQuota(world, lender, amountFen)
}

export { countHeard } from './mechanisms/diffusion/referral.ts'

// The last look at a chunk: a consumer, and each loan.

export { countIdleLine as stockOfConsumer } from './mechanisms/revolving/lines.ts'

/** Counts the loan at `at` of this lender, so many months past due. */
export function stockOfLoan(world: Market & People & Counts, at: number, lender: number, overdue: number): void {
  countUsedLine(world, at)
  countHeld(world, at, lender, overdue)
}

// Lenders have closed their books.

/** Capital is raised, lenders stop lending, run-offs end, newcomers open. */
export const reshapeIndustry = (
  world: MutableMarket & Chance & Counts & Funding & Research,
  statements: Statement[],
): MarketEvent[] =>
  reshapeIndustryUnder(world, statements, {
    minCapitalFen,
    barredBecause,
    isWithdrawn,
    isClosed: (lender) => isClosed(world, lender),
  })

// The month is over: identities hold, and a run records.

/** Accounting identities of mechanisms. */
export function checkMechanisms(world: Market & Counts & Funding): void {
  checkReported(world)
  checkP2p(world)
  checkParticipations(world)
}

/** What households received from lenders by mechanisms, less what they paid to them: rewards, fees. Fen. */
export const receivedByMechanisms = ({ tally: { market } }: Counts): number =>
  market.referralFen - market.prepaymentFeeFen

/** Columns of the months table that mechanisms fill, beside their counters. */
export const totalsOfMechanisms = (world: Supply & Counts & Funding): Row => ({
  ...talkTotals(world),
  ...partnerTotals(world),
  ...investorTotals(world),
})

/** The same of a lender's row. */
export const mechanismsOfLender = (world: Supply & Counts, lender: number): Row => ({
  ...talkOfLender(world, lender),
  ...partnerOfLender(world, lender),
})

/** The month's rows of the tables that belong to one mechanism, by the name of the table. */
export const rowsOfMechanisms = (world: Market & Funding): { readonly [table: string]: readonly Row[] } => ({
  p2p: p2pRows(world),
})
