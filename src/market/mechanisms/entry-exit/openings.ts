/**
 * Dated entry: lenders of the roster whose class opens in a later month, and one newcomer that a scenario names. They come
 * whatever it pays, as the roster's lenders do at the start; until then nothing of them is in the market.
 */

import { GRADES } from '../../../agents/expected-loss.ts'
import { headPurposes, productLetters, strategyOf } from '../../../agents/lenders/design.ts'
import {
  classPolicy,
  newLender,
  openingProduct,
  partnerOf,
  rosterStake,
  type Stake,
} from '../../../agents/lenders/lender.ts'
import { fenUnrounded, wholeFen, yuanFromFen } from '../../../base/units.ts'
import { foundersOf, openingMonth, rosterOf } from '../../../scenarios/archetypes.ts'
import { MAX_LENDERS, MAX_PRODUCTS, type RosterEntry } from '../../../scenarios/scenario.ts'
import type { Statement } from '../../close.ts'
import { enact, type MarketEvent } from '../../events.ts'
import { freePlaces } from '../../redesign.ts'
import type { Counts, MutableMarket } from '../../world.ts'

/** The month of a lender that opens at its end: capital comes in, setting up is paid. */
export function openingStatement(capitalFen: number, costFen: number): Statement {
  return {
    interestFen: 0,
    feeIncomeFen: 0,
    facilitationFeeFen: 0,
    merchantFeeFen: 0,
    facilitationFeePaidFen: 0,
    guaranteeFen: 0,
    fundingCostFen: 0,
    operatingCostFen: costFen,
    acquisitionCostFen: 0,
    serviceCostFen: 0,
    productCostFen: 0,
    promotionCostFen: 0,
    creditCostFen: 0,
    netIncomeFen: -costFen,
    dividendsFen: 0,
    injectedFen: capitalFen,
    fundersLossFen: 0,
  }
}

/** Opens, at the end of the month before their date, those whose date has come. */
export function openDated(world: MutableMarket & Counts, statements: Statement[], events: MarketEvent[]): void {
  const { scenario, month } = world
  const roster = rosterOf(scenario)
  for (const entry of roster) {
    if (openingMonth(scenario, entry) === month + 1) {
      open(world, statements, events, entry, rosterStake(scenario, roster, entry))
    }
  }
  const {
    opens,
    newcomerOpens,
    newcomerClass: of,
    newcomerCategory: category,
    newcomerCapital: capital,
  } = scenario.industry
  if (newcomerOpens === 0 || Math.max(newcomerOpens, opens[of]) !== month + 1) return
  const entry = { name: 'Newcomer', class: of, model: 'creditApp', weight: 1, products: [category] } as const
  const capitalFen = wholeFen(fenUnrounded(capital) * scenario.population.consumers)
  // Its weight is its capital over what the class has by the scenario.
  const classFen = fenUnrounded(classPolicy(scenario, of).capital) * scenario.population.consumers
  open(world, statements, events, entry, { capitalFen, weight: classFen > 0 ? capitalFen / classFen : 1 })
}

function open(
  world: MutableMarket & Counts,
  statements: Statement[],
  events: MarketEvent[],
  entry: RosterEntry,
  { capitalFen, weight }: Stake,
): void {
  const { scenario, month, industry } = world
  const at = industry.lenders.length
  const code = `L${String(at + 1).padStart(2, '0')}`
  const { name, class: of, model } = entry
  const places = freePlaces(world, entry.products.length)
  if (at >= MAX_LENDERS || places.length < entry.products.length) {
    const why = `${name} (${of}) finds no room: at most ${MAX_LENDERS} lenders and ${MAX_PRODUCTS} products can ever be`
    events.push(enact(world, { actor: 'market', kind: 'turnAway', why }))
    world.tally.market.turnedAway++
    return
  }
  const strategy = strategyOf(entry, headPurposes(scenario.needs.share))
  const partner = partnerOf(foundersOf(scenario), entry)
  const is = { code, name, class: of, model, weight, partner, strategy, productsEver: entry.products.length }
  const lender = newLender(scenario, is, capitalFen, month + 1)
  const { initialMargin } = classPolicy(scenario, of)
  const products = entry.products.map((archetype, index) => {
    const id = `${code}-${productLetters(index)}`
    return openingProduct(scenario, id, at, model, archetype, initialMargin, GRADES, month + 1)
  })
  const why = `${of}, capital CNY ${yuanFromFen(capitalFen)}: its date has come`
  events.push(
    enact(world, { actor: code, kind: 'enter', why }, (draft) => {
      draft.lenders.push(lender)
      products.forEach((product, index) => {
        draft.products[places[index]] = product
      })
    }),
  )
  statements.push(openingStatement(capitalFen, 0))
  world.tally.market.entries++
}
