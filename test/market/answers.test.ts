/** Remembered answers against those of shoppers who are asked again. */
import { produce } from 'immer'
import { expect, test } from 'vitest'
import { between } from '../../src/agents/lenders/design.ts'
import type { Product } from '../../src/agents/lenders/lender.ts'
import { CONSIDERING, openAnswers, UNSERVED } from '../../src/market/answers.ts'
import { openSurvey, surveyOf } from '../../src/market/survey.ts'
import { founded, horizon, live, size } from '../verification/market.ts'

const MOST = 512

test('a survey that remembers finds to the last bit what one that asks again does, change after change', () => {
  const world = founded(size(3000), horizon(12, 12), (draft) => {
    draft.products.differentiation = 1
  })
  live(world, 10)
  const asking = Uint8Array.from(world.industry.lenders, (_, lender) => [0, CONSIDERING, UNSERVED][lender % 3])
  const answers = openAnswers(world, MOST)
  const survey = openSurvey(world, { asking, most: MOST }, answers)
  const filled = (cells: ReturnType<typeof survey.now>): unknown => {
    const { shoppers, products, weight, exposure, total, share, considerations } = cells
    const count = shoppers * products
    return [
      weight.slice(0, count),
      exposure.slice(0, count),
      total.slice(0, shoppers),
      share.slice(0, shoppers),
      considerations.slice(0, shoppers),
    ]
  }
  const again = (industry = world.industry, of = asking): unknown =>
    filled(surveyOf(world, industry, { asking: of, most: MOST }))

  for (let step = 0; step < 8; step++) {
    expect(filled(survey.now())).toEqual(again())
    const { products, lenders } = world.industry
    const place = (step * 5) % products.length
    const product: Product = {
      ...products[place],
      design: {
        ...between(world.scenario, products[place].design, products[(step * 7 + 3) % products.length].design, 0.5),
        termMonths: 3 + step,
      },
      boundTo: step % 2 === 0 ? 'education' : null,
    }
    // Beside the others, or in the place of one.
    const at = step % 3 === 0 ? products.length : place
    const industry = produce(world.industry, (draft) => {
      draft.products[at] = product
      draft.lenders[product.lender].researchFen[0] += 1
    })
    const alone = new Uint8Array(lenders.length)
    alone[product.lender] = CONSIDERING
    expect(filled(survey.instead(at, product))).toEqual(again(industry, alone))
    world.industry = industry
    survey.forget()
  }
})
