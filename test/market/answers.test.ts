/** Remembered answers against those of shoppers who are asked again. */
import { produce } from 'immer'
import { expect, test } from 'vitest'
import { between } from '../../src/agents/lenders/design.ts'
import type { Product } from '../../src/agents/lenders/lender.ts'
import type { DemandSurvey } from '../../src/agents/lenders/view.ts'
import { yuanFromFen } from '../../src/base/units.ts'
import { type AnswerDesk, CONSIDERING, openAnswers, UNSERVED } from '../../src/market/answers.ts'
import { createDecision, underwrite } from '../../src/market/apply.ts'
import { isShutOut } from '../../src/market/hooks.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { openSurvey, surveyOf } from '../../src/market/survey.ts'
import { founded, horizon, live, size } from '../verification/market.ts'

const MOST = 512

/** Copies of all that a survey found. */
function filled(cells: DemandSurvey): unknown {
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

test('a survey that remembers finds to the last bit what one that asks again does, change after change', () => {
  const world = founded(size(3000), horizon(12, 12), (draft) => {
    draft.products.differentiation = 1
  })
  live(world, 10)
  const asking = Uint8Array.from(world.industry.lenders, (_, lender) => [0, CONSIDERING, UNSERVED][lender % 3])
  const answers = openAnswers(world, MOST)
  const survey = openSurvey(world, { asking, most: MOST }, answers)
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

test('arrays of earlier months leave no trace in a survey', () => {
  const world = founded(size(3000), horizon(12, 12), (draft) => {
    draft.products.differentiation = 1
  })
  const desk: AnswerDesk = { latest: null }
  let reused = 0
  for (let month = 0; month < 8; month++) {
    live(world, 1)
    const asking = Uint8Array.from(world.industry.lenders, (_, l) => [0, CONSIDERING, UNSERVED][(l + month) % 3])
    // Fewer and more shoppers in turn: what is left over of a longer survey lies behind a shorter one.
    const most = month % 2 === 0 ? MOST : MOST / 4
    const before = desk.latest
    const kept = openSurvey(world, { asking, most }, openAnswers(world, most, desk))
    const fresh = openSurvey(world, { asking, most })
    expect(filled(kept.now())).toEqual(filled(fresh.now()))
    const product: Product = { ...world.industry.products[month], boundTo: 'education' }
    expect(filled(kept.instead(month, product))).toEqual(filled(fresh.instead(month, product)))
    if (before?.rooms.now !== null && before?.rooms.now === desk.latest?.rooms.now) reused++
  }
  expect(reused).toBeGreaterThan(3)
})

test('who is looked at once for all products of a lender is worth what one application after another says', () => {
  const world = founded(size(3000), horizon(12, 12), (draft) => {
    draft.products.differentiation = 1
  })
  live(world, 10)
  world.offers = publishOffers(world.scenario, world.industry, world.month)
  const asking = new Uint8Array(world.industry.lenders.length).fill(CONSIDERING)
  const cells = openSurvey(world, { asking, most: MOST }).now()
  const decision = createDecision()
  const { offers } = world
  let lent = 0
  world.samples!.slice(0, MOST).forEach(({ consumer, demandFen, expectedIncomeFen }, shopper) => {
    if (isShutOut(world, consumer)) return
    for (let place = 0; place < cells.considerations[shopper]; place++) {
      const product = cells.considered[shopper * cells.products + place]
      underwrite(world, consumer, product, demandFen, expectedIncomeFen, decision)
      const worth = decision.approved ? yuanFromFen(decision.amountFen) * (offers.lifeMonths[product] / 12) : 0
      expect(cells.exposure[shopper * cells.products + product]).toBe(worth)
      if (worth > 0) lent++
    }
  })
  expect(lent).toBeGreaterThan(100)
})
