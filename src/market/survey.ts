/** Demand as lenders’ analysts learn of it: last month's sampled shoppers against the offers as they stand now, in cells. */
import { IDEAL_DIMENSIONS } from '../agents/lenders/design-trial.ts'
import type { Industry } from '../agents/lenders/lender.ts'
import { shareInside } from '../agents/lenders/pricing.ts'
import type { DemandSurvey, Surveyor } from '../agents/lenders/view.ts'
import { idealChannel } from '../agents/needs.ts'
import { exp } from '../base/math.ts'
import {
  type Answers,
  answersNow,
  appraise,
  asIf,
  CONSIDERING,
  type Column,
  offersOf,
  openAnswers,
  UNSERVED,
} from './answers.ts'
import { createConsiderationSet, weighOffers } from './choice.ts'
import { emptyCells, roomFor } from './survey-room.ts'
import type { Chance, Market, MutableMarket, Nature, Research } from './world.ts'

const set = createConsiderationSet()

/** Who asks, by lender, and of how many shoppers at most. */
export interface Question {
  /** 0 = does not; CONSIDERING = about those who consider its products; UNSERVED = about all to whom these could lend. */
  readonly asking: Uint8Array
  readonly most: number
}

/** A month's survey; it stands until the shelf changes, and is made again when somebody wants to know. */
export interface MonthSurvey extends Surveyor {
  readonly forget: () => void
  /** Whether anybody has asked since. */
  readonly isOpen: () => boolean
}

/** Surveys demand; `answers` are those that the month has brought so far. */
export function openSurvey(
  world: MutableMarket & Nature & Chance & Research,
  question: Question,
  answers: Answers = openAnswers(world, question.most),
): MonthSurvey {
  let cells: DemandSurvey | null = null
  return {
    now: () => {
      cells ??= surveyNow(world, question, answers)
      return cells
    },
    instead: (place, product) => {
      const products = [...world.industry.products]
      products[place] = product
      // What a product brings is weighed by those who would consider it.
      const asking = new Uint8Array(question.asking.length)
      asking[product.lender] = CONSIDERING
      return surveyOf(world, { ...world.industry, products }, { ...question, asking }, answers)
    },
    forget: () => {
      cells = null
    },
    isOpen: () => cells !== null,
  }
}

/** The demand cells of the industry as it is; its answers are remembered. */
function surveyNow(world: MutableMarket & Nature & Chance, question: Question, answers: Answers): DemandSurvey {
  answers.book = offersOf(world, world.industry, answers)
  return asIf(world, world.industry, answers.book, () => {
    const before = answers.columns
    const columns = answersNow(world, answers)
    answers.columns = columns
    before.forEach((column, product) => {
      if (column !== undefined && column !== columns[product]) answers.spare.push(column)
    })
    return surveyDemand(world, question, answers, columns, 'now')
  })
}

/** The demand cells as they would be with another industry; the next such trial writes over them. */
export function surveyOf(
  world: MutableMarket & Nature & Chance & Research,
  industry: Industry,
  question: Question,
  answers: Answers = openAnswers(world, question.most),
): DemandSurvey {
  return asIf(world, industry, offersOf(world, industry, answers), () => {
    const columns = answersNow(world, answers)
    const cells = surveyDemand(world, question, answers, columns, 'trial')
    for (const product of world.offers.active) {
      if (columns[product] !== answers.columns[product]) answers.spare.push(columns[product])
    }
    return cells
  })
}

/**
 * For each sampled shopper to whom some lender that `asking` marks would lend, the weight that each considered offer has in
 * the choice, whether those lenders would approve and what the loan would be worth. Uses the very functions of the
 * shopping step, with what shoppers state in the place of what they are. Cells of other lenders' products hold weights
 * only, those of other shoppers nothing: they are no customers of those that ask, whatever these do.
 */
function surveyDemand(
  world: Market & Nature & Chance,
  { asking, most }: Question,
  { persons, rooms }: Answers,
  columns: readonly Column[],
  use: 'now' | 'trial',
): DemandSurvey {
  const { active, lender, count } = world.offers
  const asked = [...active].filter((product) => asking[lender[product]] !== 0)
  appraise(world, persons, columns, asked, asking)
  const who = persons.slice(0, most)
  const room = roomFor(rooms[use], who.length, count)
  rooms[use] = room
  const cells = emptyCells(world, who, room)
  const customers = new Uint8Array(who.length)
  for (const product of asked) {
    copyWorth(cells, columns[product], product, asking[lender[product]] === UNSERVED, customers)
  }
  const ofOffers = Array.from(active, (product) => columns[product].utility)
  for (let shopper = 0; shopper < who.length; shopper++) {
    if (customers[shopper] === 1) fillWeights(world, cells, ofOffers, shopper)
  }
  return cells
}

/** Copies what lending to shoppers is worth, to those who consider the product or `all`, and marks whom it would lend to. */
function copyWorth(cells: DemandSurvey, column: Column, product: number, all: boolean, customers: Uint8Array): void {
  const { utility, exposure, unitMargin, aboveCap } = column
  for (let shopper = 0; shopper < cells.shoppers; shopper++) {
    if (!all && Number.isNaN(utility[shopper])) continue
    const at = shopper * cells.products + product
    cells.exposure[at] = exposure[shopper]
    cells.unitMargin[at] = unitMargin[shopper]
    cells.aboveCap[at] = aboveCap[shopper]
    if (exposure[shopper] > 0) customers[shopper] = 1
  }
}

/** What a shopper wishes for and considers, and the weights of it. */
function fillWeights(world: Market, cells: DemandSurvey, ofOffers: readonly Float64Array[], shopper: number): void {
  const row = shopper * cells.products
  recall(world, ofOffers, shopper)
  weighOffers(world, set)
  cells.priceSensitivity[shopper] = world.scenario.tastes.priceSensitivity
  fillIdeal(cells, shopper)
  // Undo the common factor that kept the weights from overflowing, within what a double can hold.
  const factor = exp(set.scale > 600 ? 600 : set.scale < -600 ? -600 : set.scale)
  let total = 0
  for (let place = 0; place < set.count; place++) {
    const product = set.product[place]
    const weight = set.weight[place] * factor
    cells.considered[row + place] = product
    cells.weight[row + product] = weight
    cells.crowd[row + product] = set.crowd[place]
    total += weight
  }
  cells.considerations[shopper] = set.count
  cells.total[shopper] = total
  cells.share[shopper] = shareInside(cells, total)
}

/** Fills `set` with the offers that a shopper considers, in their order, with V / λ (`ofOffers`) in the place of weights. */
function recall({ offers: { active } }: Market, ofOffers: readonly Float64Array[], shopper: number): void {
  const { product, weight } = set
  let count = 0
  let scale = -Infinity
  for (let place = 0; place < ofOffers.length; place++) {
    const utility = ofOffers[place][shopper]
    if (Number.isNaN(utility)) continue
    if (utility > scale) scale = utility
    product[count] = active[place]
    weight[count] = utility
    count++
  }
  set.count = count
  set.scale = scale
}

/** What need and age of a sampled shopper ask for, fits then channel. */
function fillIdeal({ ideal, persons }: DemandSurvey, shopper: number): void {
  const { purpose, ageMonths } = persons[shopper]
  const at = shopper * IDEAL_DIMENSIONS
  const fits = IDEAL_DIMENSIONS - 1
  for (let d = 0; d < fits; d++) ideal[at + d] = d === purpose ? 1 : 0
  ideal[at + fits] = idealChannel(ageMonths)
}
