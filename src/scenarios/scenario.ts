/**
 * A scenario is a value: everything that decides a run, and nothing else.
 * Units, ranges, defaults, sources and descriptions of every leaf stand in `parameters.ts`.
 */

import type { Archetype, Bilingual, FileRule, LenderClass, Purpose, Strategy } from '../base/vocabulary.ts'
import type { MechanismSections } from './mechanisms.ts'

/** Everybody enters the market at this age, years. */
export const ENTRY_AGE = 18

/** At most this many lenders (consumers know them by 64 bits) and products (loans keep theirs in one byte). */
export const MAX_LENDERS = 64
export const MAX_PRODUCTS = 256

/** One value for each purpose of Table 3. */
export type ByPurpose = { readonly [purpose in Purpose]: number }

export interface Scenario extends MechanismSections {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly seed: number
  readonly horizon: { readonly burnIn: number; readonly months: number }
  readonly population: {
    readonly consumers: number
    readonly ages: 'users' | 'population'
    readonly represents: number
    readonly ageShare: {
      readonly under20: number
      readonly from20: number
      readonly from30: number
      readonly from40: number
      readonly from50: number
    }
    readonly pyramid: {
      readonly from18: number
      readonly from20: number
      readonly from30: number
      readonly from40: number
      readonly from50: number
      readonly from60: number
    }
    readonly youthEnds: number
    readonly middleEnds: number
    readonly retirementAge: number
    readonly lastAge: number
  }
  readonly income: {
    readonly medianAtPeak: number
    readonly peakAge: number
    readonly riseToPeak: number
    readonly fallAfterPeak: number
    readonly pensionRate: number
    readonly persistence: number
    readonly persistentSd: number
    readonly transitorySd: number
    readonly separationRate: number
    readonly findingRate: number
    readonly unemploymentReplacement: number
  }
  readonly lifecycle: {
    readonly rule: 'bufferStock' | 'annuity' | 'paper'
    readonly savingsRate: number
    readonly bufferTarget: number
    readonly bufferResponse: number
    readonly subsistence: number
    readonly borrowAgainstIncome: boolean
    readonly illiquidSaving: {
      readonly young: number
      readonly trough: number
      readonly old: number
      readonly troughAge: number
    }
    readonly paper: { readonly youth: number; readonly middle: number; readonly transfer: number }
  }
  readonly needs: {
    readonly stages: boolean
    readonly arrival: { readonly youth: number; readonly middle: number; readonly old: number }
    readonly share: ByPurpose
    readonly median: ByPurpose
    readonly sd: ByPurpose
    readonly term: ByPurpose
    readonly incomeElasticity: number
    readonly maxAmount: number
    readonly minLoan: number
    readonly expiryMonths: number
  }
  readonly tastes: {
    readonly priceSensitivity: number
    readonly priceSensitivitySd: number
    readonly tasteSd: number
    readonly riskIncomeCorrelation: number
    readonly riskPriceCorrelation: number
    readonly riskOutsideBureauCorrelation: number
  }
  readonly information: {
    readonly bureauNoiseSd: number
    readonly thinFileVariance: number
    readonly platformNoiseSd: number
    readonly signalErrorCorrelation: number
    readonly sharedPlatformError: number
    readonly distortion: number
    readonly distortionSize: number
    readonly selfInterest: number
    readonly independentScoring: boolean
  }
  readonly products: {
    readonly mode: 'fixed' | 'endogenous'
    readonly differentiation: number
    readonly contracts: 'fit' | 'fitLimitsTerms'
    readonly redesignMonths: number
    readonly imitation: number
    readonly innovation: number
    readonly copyLag: number
    readonly copyStep: number
    readonly research: number
    readonly researchSample: number
    readonly researchError: number
    readonly crowdKernel: 'gaussian' | 'flat'
    readonly crowdNoise: number
    readonly randomStep: number
    readonly innovationCost: number
    readonly researchShare: number
    readonly shelfCost: number
    readonly maxPerLender: number
    readonly launchDistance: number
    readonly patience: number
    readonly gradedLimits: number
    readonly boundAcquisition: number
    readonly revolving: boolean
    readonly freeMonths: number
    readonly minimumPayment: number
    readonly minimumPaymentFloor: number
    readonly transactors: number
  }
  readonly strategy: { readonly [strategy in Strategy]: { readonly imitate: number; readonly innovate: number } }
  readonly choice: {
    readonly nestScale: number
    readonly similarity: number
    readonly bandwidth: number
    readonly borrowing: number
    readonly limit: number
    readonly term: number
    readonly misfit: number
    readonly pointOfSale: number
    readonly service: number
    readonly brand: number
    readonly switching: number
    readonly loyalty: number
    readonly presentBias: number
    readonly maxApplications: number
  }
  readonly awareness: { readonly forgetting: number }
  readonly service: { readonly halfTraining: number }
  readonly satisfaction: {
    readonly spread: number
    readonly quote: number
    readonly partialGrant: number
    readonly collection: number
    readonly latestWeight: number
  }
  readonly underwriting: {
    readonly debtServiceCap: number
    readonly maxLenders: number
    readonly maxLoans: number
    readonly limitSlope: number
    readonly limitNoFile: number
    readonly limitThinFile: number
    readonly learningWeight: number
    readonly classPrior: number
    readonly lenderPrior: number
    readonly repaymentRecord: boolean
  }
  readonly pricing: {
    readonly aprCap: number
    readonly strategic: boolean
    readonly reviewMonths: number
    readonly step: number
    readonly shopperSample: number
  }
  readonly promotion: {
    readonly kind: 'none' | 'interestFree' | 'feeCut' | 'rebate'
    readonly introMonths: number
    readonly depth: number
    readonly campaignEvery: number
    readonly campaignMonths: number
    readonly launchMonths: number
    readonly growthMonths: number
    readonly matureDepth: number
    readonly rule: 'perCustomer' | 'perLender' | 'both' | 'none'
    readonly profitShare: number
    readonly repeatLoans: number
    readonly referralReward: number
    readonly referralMonths: number
    readonly holdout: number
    readonly match: boolean
    readonly matchSimilarity: number
    readonly matchStep: number
    readonly maxDepth: number
  }
  readonly repayment: {
    readonly meanDistress: number
    readonly distressSd: number
    readonly debtServiceEffect: number
    readonly unemploymentEffect: number
    readonly distressPersistence: number
    readonly willingness: number
    readonly bureauReputation: number
    readonly platformExclusion: number
    readonly instalmentBurden: number
    readonly balanceBurden: number
    readonly lossGivenDefault: number
    readonly collectionCost: number
    readonly prepayment: number
    readonly prepaymentFee: number
  }
  readonly lenders: {
    readonly roster: 'table1' | readonly RosterEntry[]
    readonly labels: 'codes' | 'names'
    readonly bank: LenderClassPolicy
    readonly licensed: LenderClassPolicy
    readonly platform: LenderClassPolicy
  }
  readonly outputs: { readonly panel: number }
  readonly measures: {
    readonly reference: {
      readonly cap: number
      readonly term: number
      readonly borrowing: number
      readonly bankFunds: number
      readonly bankOperations: number
      readonly bankLoan: number
      readonly platformFunds: number
      readonly platformOperations: number
      readonly platformLoan: number
    }
  }
  readonly timeline: readonly DatedChange[]
}

/** What lenders of one class have in common. */
export interface LenderClassPolicy {
  readonly fundsRate: number
  readonly operatingRate: number
  readonly acquisitionCost: number
  readonly applicationCost: number
  readonly loanCost: number
  readonly overhead: number
  readonly capital: number
  readonly capitalRatio: number
  readonly payout: number
  readonly capitalTarget: number
  readonly usesBureau: boolean
  readonly usesPlatformData: boolean
  readonly reportingShare: number
  readonly fileRule: FileRule
  readonly minIncome: number
  readonly limitMonths: number
  readonly lossCutoff: number
  readonly initialMargin: number
  readonly initialLossMultiplier: number
  readonly awarenessAtStart: number
  readonly advertising: number
  readonly training: number
  readonly salesShare: number
  readonly facilitatedShare: number
  readonly facilitationFee: number
  readonly guarantee: number
  readonly merchantSubsidy: number
}

/** One lender of the roster. `weight` splits its class's capital and brand; Table 1 gives registered capital. */
export interface RosterEntry {
  readonly name: string
  readonly class: LenderClass
  readonly model: 'creditApp' | 'ecommerce' | 'p2p'
  readonly weight: number
  readonly products: readonly Archetype[]
  /** Left out, it follows from class and products. */
  readonly strategy?: Strategy
  /** Name of the bank or licensed company that funds part of its lending; the largest bank if left out. */
  readonly partner?: string
}

/** Parameters that take new values in `month` (0 = first reported month, negative in the burn-in). */
export interface DatedChange {
  readonly month: number
  readonly set: { readonly [path: string]: number | string | boolean }
  /** Why; shown on charts. One text serves in both languages. */
  readonly note?: string | Bilingual
}
