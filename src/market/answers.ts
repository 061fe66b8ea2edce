/**
 * What sampled shoppers answer about products, remembered for a month: how much a shopper likes an offer, and what its lender
 * makes of the shopper, depend on the two alone. So a new design asks about one product only, and what one lender has
 * asked, the next need not ask again.
 */
import { hasLender } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { yuanFromFen } from '../base/units.ts'
import { createDecision, type Decision, shownType, underwriteInSight } from './apply.ts'
import { createConsiderationSet, listOffers } from './choice.ts'
import { lookAtDebts } from './decide.ts'
import { isFree, isShutOut, paysNoRate } from './hooks.ts'
import { type OfferBook, publishOffers } from './offers.ts'
import type { SurveyRoom } from './survey-room.ts'
import type { Chance, Market, MutableMarket, Nature, Research, ShopperSample } from './world.ts'

/** Answers about one product, by shopper; arrays may be longer than there are shoppers. */
export interface Column {
  /** What was on offer when they were given; they stand as long as it does. */
  source: OfferBook['sources'][number]
  freeLines: boolean
  /** V / λ; NaN where the product is not considered. */
  readonly utility: Float64Array
  /** Yuan-years lent if booked, quoted APR less break-even, and break-even plus margin less the cap. */
  readonly exposure: Float64Array
  readonly unitMargin: Float64Array
  readonly aboveCap: Float64Array
  /** On whom its lender has decided. */
  appraised: Appraised
}

/** Nobody, those who consider the product, or also those to whom it is not offered for their need. */
export type Appraised = 0 | 1 | 2
export const CONSIDERING = 1
export const UNSERVED = 2

/** A month's answers; `book` holds the latest offers that were asked about, `columns` answers by product. */
export interface Answers {
  persons: readonly ShopperSample[]
  book: OfferBook
  columns: readonly (Column | undefined)[]
  /** Columns that nobody needs any more, to be written in again. */
  readonly spare: Column[]
  /** Room for what surveys find: as things stand, and on trial. */
  readonly rooms: { now: SurveyRoom | null; trial: SurveyRoom | null }
}

const set = createConsiderationSet()
const decision = createDecision()
const NOBODY = -1
/** The lender that has the shopper at work in sight, and the risk type that its data show. */
const inSight = { lender: NOBODY, type: 0 }

/** Where the arrays of a month's answers wait for the next month: fresh memory costs more than what is written in it. */
export interface AnswerDesk {
  latest: Answers | null
}

/** No answers yet, of at most so many of last month's sampled shoppers. Takes over the arrays of those of the `desk`. */
export function openAnswers(world: Market & Research, most: number, desk?: AnswerDesk): Answers {
  const persons = world.samples?.slice(0, most) ?? []
  const before = desk?.latest ?? null
  const answers: Answers = {
    persons,
    book: world.offers,
    columns: [],
    spare: before === null ? [] : [...before.spare, ...before.columns.filter((column) => column !== undefined)],
    rooms: before?.rooms ?? { now: null, trial: null },
  }
  if (desk !== undefined) desk.latest = answers
  return answers
}

/** Publishes the offers of an industry, on top of those that were last asked about. */
export function offersOf(world: Market, industry: Market['industry'], { book }: Answers): OfferBook {
  return publishOffers(world.scenario, industry, world.month, book)
}

/** Answers about the offers of the world: those that stand, and new ones about what has changed. */
export function answersNow(world: Market & Nature & Chance, answers: Answers): readonly Column[] {
  const { persons, columns, spare } = answers
  const { offers } = world
  const { sources, active, freeLines } = offers
  const now: Column[] = []
  const changed: number[] = []
  for (const product of active) {
    const before = columns[product]
    if (before !== undefined && before.source === sources[product] && before.freeLines === freeLines) {
      now[product] = before
    } else {
      now[product] = emptyColumn(offers, product, persons.length, spare.pop())
      changed.push(product)
    }
  }
  if (changed.length > 0) list(world, persons, now, Uint16Array.from(changed))
  return now
}

function emptyColumn(
  { sources, freeLines }: OfferBook,
  product: number,
  shoppers: number,
  spare: Column | undefined,
): Column {
  if (spare !== undefined && spare.utility.length >= shoppers) {
    spare.source = sources[product]
    spare.freeLines = freeLines
    spare.appraised = 0
    spare.utility.fill(Number.NaN, 0, shoppers)
    spare.exposure.fill(0, 0, shoppers)
    spare.unitMargin.fill(0, 0, shoppers)
    spare.aboveCap.fill(0, 0, shoppers)
    return spare
  }
  return {
    source: sources[product],
    freeLines,
    utility: new Float64Array(shoppers).fill(Number.NaN),
    exposure: new Float64Array(shoppers),
    unitMargin: new Float64Array(shoppers),
    aboveCap: new Float64Array(shoppers),
    appraised: 0,
  }
}

/** Asks everybody who knows of them how much they like these products. */
function list(
  world: Market & Nature & Chance,
  persons: readonly ShopperSample[],
  columns: readonly Column[],
  products: Uint16Array,
): void {
  const { knows } = world.consumers
  const [low, high] = sellersOf(world.offers, products)
  for (let shopper = 0; shopper < persons.length; shopper++) {
    const { consumer, purpose, demandFen, ageMonths } = persons[shopper]
    if (((knows[consumer * 2] & low) | (knows[consumer * 2 + 1] & high)) === 0) continue
    listOffers(world, consumer, purpose, demandFen, ageMonths, set, true, products)
    for (let place = 0; place < set.count; place++) columns[set.product[place]].utility[shopper] = set.weight[place]
  }
}

/** Who offers these products, as the two words of a set of lenders. */
function sellersOf({ lender }: OfferBook, products: Uint16Array): [low: number, high: number] {
  let low = 0
  let high = 0
  for (const product of products) {
    if (lender[product] < 32) low |= 1 << lender[product]
    else high |= 1 << (lender[product] - 32)
  }
  return [low, high]
}

/** Has lenders decide on shoppers, of each of `products` as far as `wanted` says by lender, unless they have. */
export function appraise(
  world: Market & Nature & Chance,
  persons: readonly ShopperSample[],
  columns: readonly Column[],
  products: readonly number[],
  wanted: ArrayLike<number>,
): void {
  const { lender } = world.offers
  const due = products.filter((product) => columns[product].appraised < wanted[lender[product]])
  if (due.length === 0) return
  // A lender looks at a shopper once for all its products.
  due.sort((a, b) => lender[a] - lender[b] || a - b)
  for (let shopper = 0; shopper < persons.length; shopper++) {
    const { consumer } = persons[shopper]
    if (isShutOut(world, consumer)) continue
    const free = paysNoRate(world, consumer)
    inSight.lender = NOBODY
    for (let place = 0; place < due.length; place++) {
      const product = due[place]
      const column = columns[product]
      if (!Number.isNaN(column.utility[shopper])) {
        if (column.appraised === 0) appraiseShopper(world, persons[shopper], free, column, shopper, product, true)
      } else if (wanted[lender[product]] === UNSERVED && couldBeLentTo(world, persons[shopper], product)) {
        appraiseShopper(world, persons[shopper], free, column, shopper, product, false)
      }
    }
  }
  for (const product of due) columns[product].appraised = wanted[lender[product]] as Appraised
}

/** Whether somebody knows the lender of a product and has the age for it. */
function couldBeLentTo({ offers, consumers: c }: Market & Nature, who: ShopperSample, product: number): boolean {
  if (!hasLender(c.knows, who.consumer, offers.lender[product])) return false
  return who.ageMonths >= offers.ageFrom[product] && who.ageMonths < offers.ageTo[product]
}

/** Asks the lender about a shopper; of those to whom the product is not offered, only whom it would lend to counts. */
function appraiseShopper(
  world: Market & Nature & Chance,
  { consumer, demandFen, expectedIncomeFen }: ShopperSample,
  free: boolean,
  column: Column,
  shopper: number,
  product: number,
  isOffered: boolean,
): void {
  const by = world.offers.lender[product]
  if (by !== inSight.lender) {
    inSight.lender = by
    inSight.type = shownType(world, consumer, by)
    lookAtDebts(world, consumer, by)
  }
  underwriteInSight(world, consumer, product, demandFen, expectedIncomeFen, inSight.type, decision)
  if (isOffered || decision.approved) note(world.offers, free, column, shopper, product, decision)
}

/** Notes what the lender's decision on a shopper is worth to it. */
function note(
  offers: OfferBook,
  free: boolean,
  column: Column,
  shopper: number,
  product: number,
  { approved, grade, amountFen, aprBp }: Decision,
): void {
  const breakEven = offers.breakEven[product * GRADES + grade]
  if (isFree(offers, free, product)) {
    // Somebody who pays in full brings no margin, and does not look at the rate.
    column.aboveCap[shopper] = 1
  } else if (approved) {
    column.exposure[shopper] = yuanFromFen(amountFen) * (offers.lifeMonths[product] / 12)
    column.unitMargin[shopper] = aprBp / 10000 - breakEven
    column.aboveCap[shopper] = breakEven + column.source.product.margin - offers.cap[product]
  } else {
    column.aboveCap[shopper] = offers.postedContract[product] - offers.cap[product]
  }
}

/** Does something as if this were the industry, and these its offers. */
export function asIf<T>(world: MutableMarket, industry: Market['industry'], offers: OfferBook, what: () => T): T {
  const { industry: before, offers: published } = world
  world.industry = industry
  world.offers = offers
  const result = what()
  world.industry = before
  world.offers = published
  return result
}
