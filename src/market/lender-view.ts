/** The market as one lender sees it. */
import { GRADES } from '../agents/expected-loss.ts'
import type { DisclosedProduct, LenderView, Surveyor } from '../agents/lenders/view.ts'
import { yuanFromFen } from '../base/units.ts'
import { forbidsGeneral } from './mechanisms/regulation/rules.ts'
import { lentByPurposeFen, monthsAgo } from './past.ts'
import type { Planning, Research, Supply } from './world.ts'

/** What a lender knows now; decisions that follow another one need a new view. */
export function lenderView(world: Planning, lender: number, survey: Surveyor | null): LenderView {
  const { scenario, industry, month, tick, offers, tally, streams } = world
  const { lenders, products } = industry
  const own = ownPlaces(world, lender)
  return {
    scenario,
    month,
    tick,
    lender,
    books: lenders[lender],
    own,
    ownProduct: (place) => products[place],
    shelf: products,
    offers,
    disclosed: () => disclosedProducts(world, scenario.products.copyLag),
    ownBalanceYuan: (place) => yuanFromFen(tally.products.balanceFen[place]),
    quotedMargin: () => quotedMargin(world, own),
    classMargin: () => quotedMargin(world, placesOfClass(world, lender)),
    activeLenders: lenders.filter(({ status }) => status === 'active').length,
    mayBeGeneral: !forbidsGeneral(scenario),
    shoppers: world.sampledFrom,
    survey,
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

function placesOfClass({ industry }: Supply, lender: number): number[] {
  const { lenders, products } = industry
  return products.flatMap((product, place) =>
    lenders[product.lender].class === lenders[lender].class && product.withdrawn === null ? [place] : [],
  )
}

/** The latest list of each memory of past months, which is never written in. */
const disclosedOf = new WeakMap<Research['pastMonths'], { readonly lag: number; readonly list: DisclosedProduct[] }>()

/** Products that were on the shelf `lag` months ago, with what was known of them then: one list for all who ask in a month. */
export function disclosedProducts({ pastMonths }: Research, lag: number): readonly DisclosedProduct[] {
  const known = disclosedOf.get(pastMonths)
  if (known?.lag === lag) return known.list
  const list = listDisclosed(pastMonths, lag)
  disclosedOf.set(pastMonths, { lag, list })
  return list
}

function listDisclosed(pastMonths: Research['pastMonths'], lag: number): DisclosedProduct[] {
  const then = monthsAgo(pastMonths, lag)
  if (then === null) return []
  return then.products.flatMap((product, place) => {
    const { code, lender, archetype, design, boundTo, withdrawn } = product
    if (withdrawn !== null) return []
    const lentFen = lentByPurposeFen(pastMonths, lag, product, place).reduce((sum, fen) => sum + fen, 0)
    const balanceYuan = yuanFromFen(then.balanceFen[place])
    return [{ code, lender, archetype, design, boundTo, withdrawn, balanceYuan, lentYuan: yuanFromFen(lentFen) }]
  })
}

/**
 * Quoted APR less break-even, a year, over the grades that products lately lent to; products weigh by balance, or all the
 * same before there is any. What opened since the last offers quotes its margin.
 */
function quotedMargin({ industry, offers, tally }: Planning, places: readonly number[]): number {
  let [sum, weight] = [0, 0]
  let [plain, count] = [0, 0]
  for (const place of places) {
    const { gradeMix, margin } = industry.products[place]
    let [quoted, mix] = [0, 0]
    for (let grade = 0; grade < GRADES && place < offers.count; grade++) {
      const at = place * GRADES + grade
      if (offers.aprBp[at] < 0) continue
      quoted += gradeMix[grade] * (offers.aprBp[at] / 10000 - offers.breakEven[at])
      mix += gradeMix[grade]
    }
    const own = mix > 0 ? quoted / mix : margin
    sum += own * tally.products.balanceFen[place]
    weight += tally.products.balanceFen[place]
    plain += own
    count++
  }
  if (weight > 0) return sum / weight
  return count > 0 ? plain / count : 0
}
