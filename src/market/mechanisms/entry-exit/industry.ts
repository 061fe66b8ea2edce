/**
 * Step 9 of the month, after the books are closed: who gives up or must leave, whose run-off ends, who puts in
 * capital, who enters. Nothing of this happens in the burn-in, which is there to fill books.
 */

import { GRADES } from '../../../agents/expected-loss.ts'
import { boundByCategory, headPurposes, mayRebind, productLetters, strategyOf } from '../../../agents/lenders/design.ts'
import {
  exposureFen,
  type Industry,
  type Lender,
  newLender,
  openingProduct,
  type Product,
  productDesign,
  windowSum,
} from '../../../agents/lenders/lender.ts'
import { exp } from '../../../base/math.ts'
import { fenUnrounded, wholeFen, yuanFromFen } from '../../../base/units.ts'
import { ARCHETYPES, type Archetype, LENDER_CLASSES, type LenderClass } from '../../../base/vocabulary.ts'
import { draw, normal, uniform } from '../../../random/streams.ts'
import { MAX_LENDERS, MAX_PRODUCTS, type Scenario } from '../../../scenarios/scenario.ts'
import type { Statement } from '../../close.ts'
import { enact, type MarketEvent } from '../../events.ts'
import { lentByPurposeFen } from '../../past.ts'
import { freePlace } from '../../redesign.ts'
import type { Chance, Counts, Market, MutableMarket, Research } from '../../world.ts'
import { arrivals, expectedReturn, isWorthEntering, isWorthKeeping, outlookOf, trailingProfitFen } from './entry.ts'
import { openDated, openingStatement } from './openings.ts'

/** Classes that newcomers open in: entrants cannot obtain a bank licence. */
const OPEN_CLASSES = ['licensed', 'platform'] as const
type OpenClass = (typeof OPEN_CLASSES)[number]
/** Candidates a class and month at most; a bound for the draws' indices. */
const MOST_CANDIDATES = 64

/** What other mechanisms say of lenders who stay, leave or come. */
export interface Conditions {
  /** Least equity of a class, fen. */
  readonly minCapitalFen: (scenario: Scenario, of: LenderClass) => number
  /** Why the law lets a lender lend no more, or null. */
  readonly barredBecause: (scenario: Scenario, lender: Lender) => string | null
  /** Whether the law keeps a lender's products of a category off the market. */
  readonly isWithdrawn: (
    scenario: Scenario,
    lender: Pick<Lender, 'class' | 'model'>,
    of: Pick<Product, 'archetype' | 'boundTo'>,
  ) => boolean
  /** Whether a platform has closed. */
  readonly isClosed: (lender: number) => boolean
}

const words = new Int32Array(2)

/** Changes `statements` where owners or funders pay or are paid; adds those of newcomers. */
export function reshapeIndustry(
  world: MutableMarket & Chance & Counts & Research,
  statements: Statement[],
  conditions: Conditions,
): MarketEvent[] {
  if (world.month < 0) return []
  const events: MarketEvent[] = []
  meetCapitalRules(world, conditions, statements, events)
  leave(world, conditions, events)
  windUp(world, statements, events)
  openDated(world, statements, events)
  if (world.scenario.industry.entry) enter(world, conditions, statements, events)
  return events
}

function change(
  world: MutableMarket,
  events: MarketEvent[],
  event: Pick<MarketEvent, 'actor' | 'kind' | 'why'>,
  recipe?: (draft: Industry) => void,
): void {
  events.push(enact(world, event, recipe))
}

/** Incumbents below the licence's minimum have `graceMonths`; then owners raise what is missing, or leave. */
function meetCapitalRules(
  world: MutableMarket & Counts,
  conditions: Conditions,
  statements: Statement[],
  events: MarketEvent[],
): void {
  const { scenario, month } = world
  const { graceMonths } = scenario.regulation
  const setDue = (actor: string, place: number, due: number | null, why: string): void =>
    change(world, events, { actor, kind: 'raise', why }, (draft) => {
      draft.lenders[place].capitalDue = due
    })
  world.industry.lenders.forEach((lender, place) => {
    // No licence makes a P2P platform legal: regulation.p2p decides on those.
    if (lender.status !== 'active' || lender.model === 'p2p') return
    const { equityFen } = lender.ledger
    const least = conditions.minCapitalFen(scenario, lender.class)
    const missing = least > 0 ? least - equityFen : 0
    if (missing <= 0) {
      if (lender.capitalDue !== null) setDue(lender.code, place, null, 'its capital meets the minimum again')
      return
    }
    const due = lender.capitalDue ?? month + graceMonths
    const short = `${yuan(missing)} short of the minimum capital`
    if (month < due) {
      if (lender.capitalDue === null) setDue(lender.code, place, due, `${short}, to be raised by month ${due}`)
      return
    }
    const expected = expectedReturn(
      outlookOf(world.industry, month, (other) => other.class === lender.class && other.model !== 'p2p'),
    )
    const { requiredReturn } = scenario.industry
    if (!isWorthKeeping(trailingProfitFen(lender), equityFen, missing, expected, requiredReturn)) {
      stopLending(world, events, place, `${short}, and its owners expect less than they require of more`)
      return
    }
    const why = `${short}: its owners put it in, as profit and the class's return of ${percent(expected)} cover what they require`
    change(world, events, { actor: lender.code, kind: 'raise', why }, (draft) => {
      const { ledger } = draft.lenders[place]
      ledger.cashFen += missing
      ledger.equityFen += missing
      const repaid = Math.min(ledger.cashFen, ledger.fundingFen)
      ledger.cashFen -= repaid
      ledger.fundingFen -= repaid
      draft.lenders[place].capitalDue = null
    })
    statements[place] = { ...statements[place], injectedFen: statements[place].injectedFen + missing }
  })
}

/** The insolvent, those long in breach, and those whom the law lets lend no more stop lending for good. */
function leave(world: MutableMarket & Counts, conditions: Conditions, events: MarketEvent[]): void {
  const { scenario } = world
  const { exit, breachShare, breachMonths } = scenario.industry
  if (!exit) return
  world.industry.lenders.forEach((lender, place) => {
    if (lender.status !== 'active') return
    const { equityFen } = lender.ledger
    // P2P platforms close by themselves, at the start of a month.
    if (lender.model === 'p2p') {
      if (conditions.isClosed(place)) stopLending(world, events, place, 'its platform has closed')
      return
    }
    const barred = conditions.barredBecause(scenario, lender)
    if (equityFen < 0) {
      stopLending(world, events, place, `insolvent: equity is ${yuan(equityFen)}`)
    } else if (lender.breachMonths >= breachMonths) {
      const least = breachShare * scenario.lenders[lender.class].capitalRatio
      stopLending(
        world,
        events,
        place,
        `in breach for ${lender.breachMonths} months: equity is ${percent(equityFen / exposureFen(lender.ledger))} of what it lends and guarantees, less than ${percent(least)}`,
      )
    } else if (barred !== null) {
      stopLending(world, events, place, barred)
    }
  })
}

function stopLending(world: MutableMarket & Counts, events: MarketEvent[], place: number, why: string): void {
  const { code } = world.industry.lenders[place]
  change(world, events, { actor: code, kind: 'exit', why }, (draft) => {
    const lender = draft.lenders[place]
    lender.status = 'runOff'
    lender.fundedShare = 0
    lender.fundedGrades = 0
    lender.exited = world.month
    lender.exitLoansFen = lender.ledger.loansFen
    lender.breachMonths = 0
    lender.capitalDue = null
    for (const product of draft.products) {
      if (product.lender !== place) continue
      product.withdrawn ??= world.month
      product.promotedUntil = null
    }
  })
  world.tally.market.exits++
}

/** A run-off ends with the last loan: owners take what is left, or funders bear what is missing. */
function windUp(world: MutableMarket, statements: Statement[], events: MarketEvent[]): void {
  world.industry.lenders.forEach((lender, place) => {
    const { loansFen, participationFen, investorFen, cashFen, fundingFen } = lender.ledger
    if (lender.status !== 'runOff' || loansFen !== 0 || participationFen !== 0 || investorFen !== 0) return
    const why =
      fundingFen > 0
        ? `its book has run off; its funders lose ${yuan(fundingFen)}`
        : `its book has run off; its owners take the remaining ${yuan(cashFen)}`
    change(world, events, { actor: lender.code, kind: 'windUp', why }, (draft) => {
      draft.lenders[place].status = 'closed'
      draft.lenders[place].ledger = {
        loansFen: 0,
        partnerFundedFen: 0,
        participationFen: 0,
        allowanceFen: 0,
        cashFen: 0,
        fundingFen: 0,
        investorFen: 0,
        guaranteeFen: 0,
        equityFen: 0,
      }
    })
    statements[place] = {
      ...statements[place],
      dividendsFen: statements[place].dividendsFen + cashFen,
      fundersLossFen: statements[place].fundersLossFen + fundingFen,
    }
  })
}

/** Candidates come by chance, and enter where the law lets them and it seems worth their capital. */
function enter(
  world: MutableMarket & Chance & Counts & Research,
  conditions: Conditions,
  statements: Statement[],
  events: MarketEvent[],
): void {
  const { scenario, streams, tick, month } = world
  const { entryRate, entrantCapital, entrantCapitalSd, entryCost, requiredReturn } = scenario.industry
  const { consumers } = scenario.population
  for (const of of OPEN_CLASSES) {
    // Nobody comes before the date of the class.
    if (month + 1 < scenario.industry.opens[of]) continue
    const slot = LENDER_CLASSES.indexOf(of)
    const rate = entryRate[of] / 12
    draw(streams.entry, slot, tick, 0, words)
    const candidates = arrivals(uniform(words[0]), exp(-rate), rate, MOST_CANDIDATES)
    if (candidates === 0) continue
    const own = outlookOf(world.industry, month, ({ class: its, model }) => its === of && model !== 'p2p')
    const expected = expectedReturn(
      own.equityFen > 0 ? own : outlookOf(world.industry, month, ({ model }) => model !== 'p2p'),
    )
    const costFen = wholeFen(fenUnrounded(entryCost) * consumers)
    for (let candidate = 0; candidate < candidates; candidate++) {
      draw(streams.entry, slot, tick, 1 + 2 * candidate, words)
      const capitalFen = wholeFen(fenUnrounded(entrantCapital * exp(entrantCapitalSd * normal(words[0]))) * consumers)
      const noveltyUniform = uniform(words[1])
      if (!Number.isSafeInteger(capitalFen) || !isWorthEntering(capitalFen, costFen, expected, requiredReturn)) continue
      draw(streams.entry, slot, tick, 2 + 2 * candidate, words)
      const plan = planProduct(world, conditions, of, noveltyUniform, uniform(words[0]))
      if (plan === null) continue
      const least = conditions.minCapitalFen(scenario, of)
      if (capitalFen < least) {
        const why = `a newcomer (${of}) with ${yuan(capitalFen)} falls short of the minimum capital of ${yuan(least)}`
        change(world, events, { actor: 'regulator', kind: 'turnAway', why })
        world.tally.market.turnedAway++
      } else if (world.industry.lenders.length >= MAX_LENDERS || freePlace(world) < 0) {
        const why = `a newcomer (${of}) finds no room: at most ${MAX_LENDERS} lenders and ${MAX_PRODUCTS} products can ever be`
        change(world, events, { actor: 'market', kind: 'turnAway', why })
      } else {
        open(world, statements, events, of, plan, capitalFen, costFen, expected)
      }
    }
  }
}

interface Plan {
  readonly archetype: Archetype
  readonly model: Lender['model']
  readonly margin: number
  /** The product that it copies, if any. */
  readonly parent: number | null
  readonly why: string
}

/**
 * What a newcomer opens with: mostly the category whose products earn most each in its class, in the business model and
 * at the margin of the best of them; else any category the law allows, sold through a credit app.
 */
function planProduct(
  world: Market & Research,
  conditions: Conditions,
  of: OpenClass,
  noveltyUniform: number,
  categoryUniform: number,
): Plan | null {
  const { scenario, industry } = world
  const { entrantNovelty } = scenario.industry
  const isDesigned = scenario.products.mode === 'endogenous'
  const best =
    noveltyUniform < entrantNovelty
      ? null
      : isDesigned
        ? drawnByLending(world, conditions, of, categoryUniform)
        : bestCategory(world, conditions, of)
  if (best !== null) {
    const product = industry.products[best]
    const { model } = industry.lenders[product.lender]
    const why = isDesigned
      ? `a copy of ${product.code}, drawn by what products lent`
      : `${product.archetype}, whose products earn most, after the model of ${product.code}`
    return { archetype: product.archetype, model, margin: product.margin, parent: best, why }
  }
  const newcomer = { class: of, model: 'creditApp' } as const
  const allowed = ARCHETYPES.filter(
    (archetype) =>
      !conditions.isWithdrawn(scenario, newcomer, { archetype, boundTo: boundByCategory('creditApp', archetype) }),
  )
  if (allowed.length === 0) return null
  const archetype = allowed[Math.floor(categoryUniform * allowed.length)]
  const margin = scenario.lenders[of].initialMargin
  return { archetype, model: 'creditApp', margin, parent: null, why: `${archetype}, by its own idea` }
}

/** A product of the class on offer, drawn by what it lent in twelve months as far as can be known; null before any. */
function drawnByLending(
  { scenario, industry, pastMonths }: Market & Research,
  conditions: Conditions,
  of: OpenClass,
  u: number,
): number | null {
  const { copyLag } = scenario.products
  const lent = industry.products.map((product, place) => {
    const lender = industry.lenders[product.lender]
    const { model } = lender
    if (lender.class !== of || product.withdrawn !== null || (model !== 'creditApp' && model !== 'ecommerce')) return 0
    if (conditions.isWithdrawn(scenario, lender, product)) return 0
    return lentByPurposeFen(pastMonths, copyLag, product, place).reduce((sum, fen) => sum + fen, 0)
  })
  let left = u * lent.reduce((sum, fen) => sum + fen, 0)
  let found: number | null = null
  for (let place = 0; place < lent.length; place++) {
    if (lent[place] === 0) continue
    found = place
    left -= lent[place]
    if (left < 0) break
  }
  return found
}

/** The best product of the category that earned most a product among those a class has on offer, or null. */
function bestCategory({ scenario, industry }: Market, conditions: Conditions, of: OpenClass): number | null {
  const sums = new Map<Archetype, { earned: number; products: number; best: number; most: number }>()
  industry.products.forEach((product, place) => {
    const lender = industry.lenders[product.lender]
    if (lender.class !== of || product.withdrawn !== null) return
    if (conditions.isWithdrawn(scenario, lender, product)) return
    // Other business models take more than a product to enter.
    if (lender.model !== 'creditApp' && lender.model !== 'ecommerce') return
    const earned = windowSum(product.profitFen)
    const sum = sums.get(product.archetype) ?? { earned: 0, products: 0, best: place, most: earned }
    sum.earned += earned
    sum.products++
    if (earned > sum.most) Object.assign(sum, { best: place, most: earned })
    sums.set(product.archetype, sum)
  })
  let found: number | null = null
  let most = 0
  for (const { earned, products, best } of sums.values()) {
    if (earned / products <= most) continue
    most = earned / products
    found = best
  }
  return found
}

function open(
  world: MutableMarket & Counts,
  statements: Statement[],
  events: MarketEvent[],
  of: OpenClass,
  plan: Plan,
  capitalFen: number,
  costFen: number,
  expected: number,
): void {
  const { scenario, month } = world
  const l = world.industry.lenders.length
  const code = `L${String(l + 1).padStart(2, '0')}`
  const classFen = fenUnrounded(scenario.lenders[of].capital) * scenario.population.consumers
  const weight = classFen > 0 ? capitalFen / classFen : 1
  const name = `Entrant ${code}`
  const { archetype, model, parent } = plan
  const strategy = strategyOf(
    { name, class: of, model, weight, products: [archetype] },
    headPurposes(scenario.needs.share),
  )
  // Nobody has agreed to fund a newcomer's loans.
  const partner = null
  const is = { code, name, class: of, model, weight, partner, strategy, productsEver: 1 }
  // What setting up costs is gone before the first loan.
  const lender = newLender(scenario, is, capitalFen - costFen, month + 1)
  const fresh = openingProduct(
    scenario,
    `${code}-${productLetters(0)}`,
    l,
    model,
    archetype,
    plan.margin,
    GRADES,
    month + 1,
  )
  const copied = parent === null ? null : world.industry.products[parent]
  const product: Product =
    copied === null
      ? { ...fresh, origin: 'launch', ...ownIdea(scenario, archetype) }
      : {
          ...fresh,
          origin: 'imitation',
          parent: copied.code,
          design: copied.design,
          boundTo: mayRebind(model) ? copied.boundTo : fresh.boundTo,
        }
  const place = freePlace(world)
  const why = `${of}, capital ${yuan(capitalFen)}: lenders of the class earn ${percent(expected)} on equity; opens with ${plan.why}`
  change(world, events, { actor: code, kind: 'enter', why }, (draft) => {
    draft.lenders.push(lender)
    draft.products[place] = product
  })
  statements.push(openingStatement(capitalFen, costFen))
  world.tally.market.entries++
}

/**
 * The design of a newcomer that copies nobody. Where designs move, it is the category's own: one at the differentiation of
 * the start would carry that start into the present.
 */
function ownIdea(scenario: Scenario, archetype: Archetype): Partial<Product> {
  return scenario.products.mode === 'endogenous' ? { design: productDesign(scenario, archetype, 1) } : {}
}

function yuan(fen: number): string {
  return `CNY ${yuanFromFen(fen)}`
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
