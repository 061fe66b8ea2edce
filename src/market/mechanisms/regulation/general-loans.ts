/** The rule against general loans: general products become bound to what they were mostly used for. */
import { purposeOfCategory } from '../../../agents/lenders/design.ts'
import type { Product } from '../../../agents/lenders/lender.ts'
import { PURPOSES, type Purpose } from '../../../base/vocabulary.ts'
import { enactOnProducts, type MarketEvent, type ProductEdits } from '../../events.ts'
import { lentByPurposeFen } from '../../past.ts'
import type { MutableMarket, Research } from '../../world.ts'

/** Binds every general product on the shelf where the rule converts them; also those that open while it holds. */
export function bindGeneralProducts(world: MutableMarket & Research): MarketEvent[] {
  if (world.scenario.regulation.generalLoans !== 'converted') return []
  const edits = world.industry.products.flatMap((product, place): ProductEdits[number][] =>
    product.boundTo === null && product.withdrawn === null
      ? [[place, { boundTo: mainUse(world, product, place) }]]
      : [],
  )
  if (edits.length === 0) return []
  const why = `general loans are forbidden: ${edits.length} products are bound to the purpose that they lent most for`
  return [enactOnProducts(world, { actor: 'regulator', kind: 'bind', why }, edits)]
}

/** Purpose with the largest lending of twelve months, the first of equals; before any lending that of the category. */
function mainUse({ pastMonths }: Research, product: Product, place: number): Purpose {
  const lentFen = lentByPurposeFen(pastMonths, 0, product, place)
  let main = 0
  for (let k = 1; k < lentFen.length; k++) if (lentFen[k] > lentFen[main]) main = k
  return lentFen[main] > 0 ? PURPOSES[main] : purposeOfCategory(product.archetype)
}
