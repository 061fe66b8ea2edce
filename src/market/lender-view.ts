/** The market as one lender sees it. */
import type { LenderView, Surveyor } from '../agents/lenders/view.ts'
import { monthsAgo } from './past.ts'
import type { Planning, Supply } from './world.ts'

/** What a lender knows now; decisions that follow another one need a new view. */
export function lenderView(world: Planning, lender: number, omniscientSurvey: Surveyor | null): LenderView {
  const { scenario, industry, month, tick, offers, pastMonths, tally, streams } = world
  const { lenders, products } = industry
  return {
    scenario,
    month,
    tick,
    lender,
    books: lenders[lender],
    own: ownPlaces(world, lender),
    ownProduct: (place) => products[place],
    shelf: products,
    offers,
    disclosed: monthsAgo(pastMonths, scenario.products.copyLag)?.products ?? [],
    shoppers: tally.market.shoppers,
    omniscientSurvey,
    luck: streams.design,
  }
}

/** Places of a lender's products on the shelf. */
export function ownPlaces({ industry }: Supply, lender: number): number[] {
  const places: number[] = []
  industry.products.forEach((product, place) => {
    if (product.lender === lender && product.withdrawn === null) places.push(place)
  })
  return places
}
