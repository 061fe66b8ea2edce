/**
 * Fundable demand F★: needs that a reference lender could fund. Each need is flagged on arrival by quantities that no
 * lender, file or rule can change, so its members are the same in every arm of an experiment that changes supply: true
 * risk, permanent income, work, the gross amount, price sensitivity and the outside draw of the need. The reference price
 * p* is the lowest break-even of the reference lenders, without acquisition cost and overhead, for a loan that the bureau
 * sees, over the reference term, at the charge-offs of the chain of that loan (agents/loan-chain.ts).
 */
import { logistic } from '../base/math.ts'
import { fenUnrounded, monthsFromYears } from '../base/units.ts'
import { NEED_KINDS } from '../base/vocabulary.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'
import { breakEvenMonthly, meanLifeMonths } from './lenders/pricing.ts'
import { chargeOffTable, OUT_OF_WORK, RETIRED, type RiskTable, riskAt, riskTable, WORKING } from './loan-chain.ts'
import { annuityFactor } from './loans.ts'
import { defaultWithinYear } from './underwriting.ts'

/** Positions in NEED_KINDS. */
export const FUNDABLE: number = NEED_KINDS.indexOf('fundable')
const SIZE = NEED_KINDS.indexOf('size')
const RISK = NEED_KINDS.indexOf('risk')
export const PREFERS_NOT: number = NEED_KINDS.indexOf('prefersNot')
export const FRAUD: number = NEED_KINDS.indexOf('fraud')
export const SHORTFALL: number = NEED_KINDS.indexOf('shortfall')

/** A reference lender: funds and operations a month, and a loan's fixed cost as APR times the amount in fen. */
interface ReferenceLender {
  readonly fundsMonthly: number
  readonly operatingMonthly: number
  readonly fixed: number
}

/** What reference prices rest on: the scenario as it stands at the start, whatever is dated later. */
export interface Reference {
  readonly cap: number
  readonly borrowing: number
  /** Chance that a need is a fraud. */
  readonly fraudShare: number
  readonly lenders: readonly ReferenceLender[]
  /** Loss over balance charged off, collection cost included. */
  readonly lossShare: number
  /** By work: WORKING, OUT_OF_WORK, RETIRED. */
  readonly chargeOffs: readonly RiskTable[]
  /** Chance of becoming non-performing within a year. */
  readonly defaults: RiskTable
  readonly unemploymentEffect: number
  /** Principal that one fen of instalment repays over the term at the cap. */
  readonly instalmentFactor: number
  readonly meanDistress: number
  readonly distressSd: number
  readonly debtServiceEffect: number
  /** Month of age of retirement, since 18. */
  readonly retirement: number
}

function lenderOf(fundsRate: number, operatingRate: number, loanCost: number, term: number): ReferenceLender {
  const fixed = (12 * fenUnrounded(loanCost)) / meanLifeMonths(term)
  return { fundsMonthly: fundsRate / 12, operatingMonthly: operatingRate / 12, fixed }
}

export function referenceOf(scenario: Scenario): Reference {
  const { repayment, income, population, fraud } = scenario
  const { reference: of } = scenario.measures
  const { cap, term, borrowing } = of
  const rateMonthly = cap / 12
  const rates = {
    rateMonthly,
    persistence: repayment.distressPersistence,
    pays: logistic(repayment.willingness),
    separation: income.separationRate,
    finding: income.findingRate,
    unemployment: repayment.unemploymentEffect,
  }
  return {
    cap,
    borrowing,
    fraudShare: fraud.share,
    lenders: [
      lenderOf(of.bankFunds, of.bankOperations, of.bankLoan, term),
      lenderOf(of.platformFunds, of.platformOperations, of.platformLoan, term),
    ],
    lossShare: repayment.lossGivenDefault + repayment.collectionCost,
    chargeOffs: ([WORKING, OUT_OF_WORK, RETIRED] as const).map((work) => chargeOffTable([term], work, rates)),
    defaults: riskTable(1, (logOdds) => defaultWithinYear(logistic(logOdds), 1 - rates.pays, rates.persistence, term)),
    unemploymentEffect: repayment.unemploymentEffect,
    instalmentFactor: annuityFactor(term, rateMonthly),
    meanDistress: repayment.meanDistress,
    distressSd: repayment.distressSd,
    debtServiceEffect: repayment.debtServiceEffect,
    retirement: monthsFromYears(population.retirementAge - ENTRY_AGE),
  }
}

/** Whose need it is. */
export interface NeedOwner {
  /** Risk type in standard deviations, months of age since 18, whether out of work, expected income a month in fen. */
  risk: number
  ageMonths: number
  isOut: boolean
  expectedFen: number
}

/** Log-odds of distress of the owner in work with a reference loan over the whole need and no other debt. */
function logOddsOf(reference: Reference, amountFen: number, { risk, expectedFen }: Readonly<NeedOwner>): number {
  const { meanDistress, distressSd, debtServiceEffect, instalmentFactor } = reference
  return meanDistress + distressSd * risk + (debtServiceEffect * amountFen) / instalmentFactor / expectedFen
}

/** Charge-offs a month per unit of balance of such a loan. */
export function referenceHazard(reference: Reference, amountFen: number, owner: Readonly<NeedOwner>): number {
  const work = owner.ageMonths >= reference.retirement ? RETIRED : owner.isOut ? OUT_OF_WORK : WORKING
  return riskAt(reference.chargeOffs[work], 0, logOddsOf(reference, amountFen, owner)) / 12
}

/** Chance that such a loan becomes non-performing within a year, at the work of today. */
export function referenceDefault(reference: Reference, amountFen: number, owner: Readonly<NeedOwner>): number {
  const logOdds = logOddsOf(reference, amountFen, owner) + (owner.isOut ? reference.unemploymentEffect : 0)
  return riskAt(reference.defaults, 0, logOdds)
}

/** p*: the lowest break-even APR of the reference lenders; `fixed` 0 leaves what a loan costs whatever its size out. */
export function referencePrice(reference: Reference, amountFen: number, hazard: number, fixed = 1): number {
  let lowest = Infinity
  for (const lender of reference.lenders) {
    const monthly = breakEvenMonthly(lender.fundsMonthly, lender.operatingMonthly, hazard, reference.lossShare)
    const price = 12 * monthly + (fixed * lender.fixed) / amountFen
    if (price < lowest) lowest = price
  }
  return lowest
}

/** What p* says of a need: SIZE or RISK where it is above the cap, else FUNDABLE, if the owner would borrow at it. */
export function priceKind(reference: Reference, amountFen: number, hazard: number, price: number): number {
  if (price <= reference.cap) return FUNDABLE
  return referencePrice(reference, amountFen, hazard, 0) <= reference.cap ? SIZE : RISK
}

/** Whether somebody would borrow at p*, with no misfit and a full limit; `outside` is the need's log-odds draw. */
export function wouldBorrow(reference: Reference, priceSensitivity: number, price: number, outside: number): boolean {
  return reference.borrowing - priceSensitivity * price + outside > 0
}
