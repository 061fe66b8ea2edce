/** What lenders know when they decide: the code of this folder sees nothing else of the market. */
import type { Stream } from '../../random/streams.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { Lender, Product } from './lender.ts'
import type { DemandCells } from './pricing.ts'

/** What anybody sees of a product. */
export type PublicProduct = Pick<
  Product,
  'code' | 'lender' | 'archetype' | 'design' | 'boundTo' | 'launched' | 'promotedUntil' | 'promotionScale' | 'withdrawn'
>

/** A product as it stood some months ago: what rivals find out with a lag. */
export interface DisclosedProduct
  extends Pick<Product, 'code' | 'lender' | 'archetype' | 'design' | 'boundTo' | 'withdrawn'> {
  readonly balanceYuan: number
  /** Lending of the twelve months before. */
  readonly lentYuan: number
}

/** What is published of offers, by product. */
export interface PublicOffers {
  readonly count: number
  readonly lender: Uint8Array
  /** Posted effective APR, term, and months that a unit lent bears interest. */
  readonly posted: Float64Array
  readonly termMonths: Uint8Array
  readonly lifeMonths: Float64Array
  /** Similarity of two designs at [product × count + other], 1 = the same. */
  readonly similarity: Float64Array
}

/** Somebody who shopped last month, as a survey finds them. */
export interface SurveyedShopper {
  readonly purpose: number
  readonly demandFen: number
  readonly ageMonths: number
}

/**
 * Demand that new designs can be tried on, as shoppers state it: what for, how much, whom they know, and what they would
 * pick if their tastes and sensitivity to price were everybody's. No survey could read those.
 */
export interface DemandSurvey extends DemandCells {
  readonly choice: Scenario['choice']
  /** Who was asked, in the order of the cells. */
  readonly persons: readonly SurveyedShopper[]
  /** Ideal designs that need and age ask for, purpose fits then channel, at [shopper × (purposes + 1) + dimension]. */
  readonly ideal: Float64Array
  /** Products considered, in their order, at [shopper × products + 0 …], and how many. */
  readonly considered: Uint16Array
  readonly considerations: Uint16Array
  /** N_j, by how much similar offers crowd an offer, at [shopper × products + product]; 0 where not considered. */
  readonly crowd: Float64Array
}

/** Asks last month's sampled shoppers. */
export interface Surveyor {
  /** About the offers as they stand: the cells are shared, so that each lender sees what those before it did. */
  readonly now: () => DemandSurvey
  /** About the offers with another product in a place, which may be the next free one. */
  readonly instead: (place: number, product: Product) => DemandSurvey
}

export interface LenderView {
  /** Its own policy, the rules in force, and the parameters by which it decides. */
  readonly scenario: Scenario
  readonly month: number
  readonly tick: number
  /** Its own place among lenders, and its own books. */
  readonly lender: number
  readonly books: Readonly<Lender>
  /** Places of its own products on the shelf, and what it knows of them. */
  readonly own: readonly number[]
  readonly ownProduct: (place: number) => Readonly<Product>
  /** All products by place, and their published offers. */
  readonly shelf: readonly PublicProduct[]
  readonly offers: PublicOffers
  /** All products as they stood the copy lag ago. */
  readonly disclosed: () => readonly DisclosedProduct[]
  /** Balance of an own product as it is. */
  readonly ownBalanceYuan: (place: number) => number
  /** Quoted APR over break-even, a year: of own products, and of all of its class. */
  readonly quotedMargin: () => number
  readonly classMargin: () => number
  readonly activeLenders: number
  /** Whether the law lets a product become general. */
  readonly mayBeGeneral: boolean
  /** All who shopped last month and had room for a loan. */
  readonly shoppers: number
  /** Null before anybody has shopped. */
  readonly survey: Surveyor | null
  readonly luck: Stream
}
