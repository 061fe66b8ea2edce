/** The short computation of a new design against the long way through offers and survey. */
import { produce } from 'immer'
import { beforeAll, describe, expect, test } from 'vitest'
import { between } from '../../../src/agents/lenders/design.ts'
import { expectation, keepMove, tryMove } from '../../../src/agents/lenders/design-trial.ts'
import { expectedBookings } from '../../../src/agents/lenders/pricing.ts'
import type { DemandSurvey } from '../../../src/agents/lenders/view.ts'
import { UNSERVED } from '../../../src/market/answers.ts'
import { type Question, surveyOf } from '../../../src/market/survey.ts'
import type { World } from '../../../src/market/world.ts'
import { founded, horizon, live, size } from '../../verification/market.ts'

/** A world with a year's history; ω as given, so that crowding enters as a power too. */
function lived(similarity: number): World {
  const world = founded(size(3000), horizon(24, 12), (draft) => {
    draft.products.differentiation = 1
    draft.choice.similarity = similarity
  })
  live(world, 10)
  return world
}

const everybody = (world: World): Question => ({
  asking: new Uint8Array(world.industry.lenders.length).fill(UNSERVED),
  most: 1024,
})

const close = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)))

describe.each([1, 0.6, 0])('with a similarity exponent of %d', (similarity) => {
  let world: World
  let asking: Question
  let cells: DemandSurvey
  beforeAll(() => {
    world = lived(similarity)
    asking = everybody(world)
    cells = surveyOf(world, world.industry, asking)
  })

  test('what is booked as things stand is what pricing computes', () => {
    let booking = 0
    for (let l = 0; l < world.industry.lenders.length; l++) {
      const own = world.industry.products.flatMap(({ lender }, k) => (lender === l ? [k] : []))
      const now = expectation(cells, own)
      const priced = expectedBookings(cells, own, own[0], [0])[0]
      close(now.margin, priced.margin)
      close(now.exposure, priced.exposure)
      if (priced.margin > 0) booking++
    }
    expect(booking).toBeGreaterThan(5)
  })

  test('a moved product books what offers and survey say, in margin, lending and by shopper', () => {
    const { products } = world.industry
    let changed = 0
    for (let j = 0; j < products.length; j += 3) {
      const own = products.flatMap(({ lender }, k) => (lender === products[j].lender ? [k] : []))
      const design = between(world.scenario, products[j].design, products[(j + 7) % products.length].design, 0.6)
      const industry = produce(world.industry, (draft) => {
        draft.products[j].design = design
      })
      const brute = expectation(surveyOf(world, industry, asking), own)
      const fast = tryMove(cells, world.industry.products, own, j, design)
      close(fast.margin, brute.margin)
      close(fast.exposure, brute.exposure)
      fast.ofShopper.forEach((margin, s) => {
        close(margin, brute.ofShopper[s])
      })
      if (Math.abs(fast.margin / expectation(cells, own).margin - 1) > 0.001) changed++
    }
    expect(changed).toBeGreaterThan(2)
  })

  test('a move that is kept leaves the cells as a new survey would find them', () => {
    const { products } = world.industry
    const design = between(world.scenario, products[4].design, products[20].design, 0.5)
    keepMove(cells, world.industry.products, 4, design)
    world.industry = produce(world.industry, (draft) => {
      draft.products[4].design = design
    })
    const again = surveyOf(world, world.industry, asking)
    for (const name of ['weight', 'crowd', 'total'] as const) {
      for (let k = 0; k < again[name].length; k++) close(cells[name][k], again[name][k])
    }
    // A second move starts from the first.
    const second = between(world.scenario, products[9].design, design, 0.5)
    const industry = produce(world.industry, (draft) => {
      draft.products[9].design = second
    })
    const brute = expectation(surveyOf(world, industry, asking), [9])
    close(tryMove(cells, world.industry.products, [9], 9, second).margin, brute.margin)
  })
})

test('a trial changes nothing', () => {
  const world = lived(1)
  const { industry, offers } = world
  const asking = everybody(world)
  const other = produce(industry, (draft) => {
    draft.products[0].design.channel = 1
  })
  surveyOf(world, other, asking)
  expect(world.industry).toBe(industry)
  expect(world.offers).toBe(offers)
})
