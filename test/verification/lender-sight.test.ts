/** What lenders foresee of a design: exactly what a survey can tell, and what balances of others suggest. */
import { produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { GRADES } from '../../src/agents/expected-loss.ts'
import {
  type Crowd,
  type CrowdPoint,
  crowdGain,
  crowdOf,
  crowdProfit,
  kernelsOf,
  meanCrowdProfit,
} from '../../src/agents/lenders/crowd.ts'
import { designDistance } from '../../src/agents/lenders/design.ts'
import { type Design, productDesign } from '../../src/agents/lenders/lender.ts'
import {
  aimOf,
  bestProspect,
  type Candidate,
  crowdSeen,
  drawnModel,
  imitations,
  surveyedGain,
} from '../../src/agents/lenders/redesign.ts'
import type { LenderView, Surveyor } from '../../src/agents/lenders/view.ts'
import { exp, ln, logistic } from '../../src/base/math.ts'
import { PURPOSES } from '../../src/base/vocabulary.ts'
import { UNSERVED } from '../../src/market/answers.ts'
import { createDecision, underwrite } from '../../src/market/apply.ts'
import { considerOffers, createConsiderationSet } from '../../src/market/choice.ts'
import { lenderView } from '../../src/market/lender-view.ts'
import { publishOffers } from '../../src/market/offers.ts'
import { type MonthSurvey, openSurvey } from '../../src/market/survey.ts'
import type { World } from '../../src/market/world.ts'
import { founded, horizon, live, type Recipe, roster, setting, size } from './market.ts'

const products = setting('products')
const designed = (set: object): Recipe => products({ mode: 'endogenous', differentiation: 1, ...set })
const surveyOfAll = (world: World): MonthSurvey =>
  openSurvey(world, {
    asking: new Uint8Array(world.industry.lenders.length).fill(UNSERVED),
    most: 1_000_000,
  })
const close = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)))
const asksNobody: Surveyor = {
  now: () => {
    throw new Error('asked')
  },
  instead: () => {
    throw new Error('asked')
  },
}

describe('research', () => {
  const homogeneous: readonly Recipe[] = [
    size(2000),
    horizon(18, 12),
    setting('tastes')({ tasteSd: 0, priceSensitivitySd: 0 }),
    setting('pricing')({ shopperSample: 1_000_000 }),
    designed({ imitation: 0, innovation: 0, research: 1, researchSample: 1_000_000, researchError: 0, copyLag: 0 }),
  ]

  /** Margin that a lender is to expect of all who shopped last month, by the choices of nature. */
  function realised(world: World, lender: number): number {
    const set = createConsiderationSet()
    const decision = createDecision()
    const { offers, scenario } = world
    const { borrowing, nestScale } = scenario.choice
    let sum = 0
    for (const { consumer, purpose, demandFen, ageMonths, expectedIncomeFen } of world.samples!) {
      considerOffers(world, consumer, purpose, demandFen, ageMonths, set)
      const inside = set.count > 0 ? logistic(borrowing + nestScale * (ln(set.total) + set.scale)) : 0
      for (let at = 0; at < set.count; at++) {
        const product = set.product[at]
        if (offers.lender[product] !== lender) continue
        underwrite(world, consumer, product, demandFen, expectedIncomeFen, decision)
        if (!decision.approved) continue
        const margin = decision.aprBp / 10000 - offers.breakEven[product * GRADES + decision.grade]
        const yuanYears = (decision.amountFen / 100) * (offers.lifeMonths[product] / 12)
        sum += ((inside * set.weight[at]) / set.total) * margin * yuanYears
      }
    }
    return sum
  }

  test('of everybody, with χ = 1 and people alike, foresees the realised expected gain', () => {
    const world = founded(...homogeneous)
    live(world, 15)
    world.offers = publishOffers(world.scenario, world.industry, world.month)
    let gains = 0
    for (let lender = 0; lender < world.industry.lenders.length; lender++) {
      if (world.industry.lenders[lender].fundedShare < 1) continue
      const view = lenderView(world, lender, surveyOfAll(world))
      for (const candidate of imitations(view, drawnModel(view)!)) {
        const gain = surveyedGain(view, candidate, false)
        const before = realised(world, lender)
        const { industry, offers } = world
        world.industry = produce(industry, (draft) => {
          Object.assign(draft.products[candidate.base], { design: candidate.design, boundTo: candidate.boundTo })
        })
        world.offers = publishOffers(world.scenario, world.industry, world.month)
        close(gain, realised(world, lender) - before)
        Object.assign(world, { industry, offers })
        if (Math.abs(gain) > 1) gains++
      }
    }
    expect(gains).toBeGreaterThan(10)
  })

  test('sees neither tastes nor sensitivity to price', () => {
    const world = founded(size(1500), horizon(12, 12), designed({ imitation: 0, innovation: 0 }))
    live(world, 8)
    const before = surveyOfAll(world).now()
    world.consumers.taste.reverse()
    world.consumers.priceSensitivity.fill(77)
    expect(surveyOfAll(world).now()).toEqual(before)
    expect(new Set(before.priceSensitivity.filter((alpha) => alpha > 0))).toEqual(
      new Set([world.scenario.tastes.priceSensitivity]),
    )
  })

  test('its error falls with the number asked and vanishes for small changes', () => {
    const world = founded(...homogeneous)
    live(world, 15)
    const { scenario } = world
    const samples = world.samples!
    const error = (times: number, copyStep: number): number => {
      world.samples = new Array(times).fill(samples).flat()
      const asked = surveyOfAll(world)
      let squares = 0
      for (let lender = 0; lender < world.industry.lenders.length; lender++) {
        const view = lenderView(world, lender, asked)
        const given = (set: object): LenderView => ({
          ...view,
          scenario: { ...scenario, products: { ...scenario.products, copyStep, ...set } },
        })
        for (const candidate of imitations(given({}), drawnModel(view)!)) {
          const bound = { ...candidate, boundTo: view.ownProduct(candidate.base).boundTo, surveyError: 1 }
          const [exact, erring] = [0, 1].map((researchError) => surveyedGain(given({ researchError }), bound, false))
          squares += (erring - exact) * (erring - exact)
        }
      }
      return Math.sqrt(squares)
    }
    const once = error(1, 0.5)
    expect(once).toBeGreaterThan(0)
    // Four times as many of the same answers stand for as many people.
    close(once / error(4, 0.5), 2)
    expect(error(1, 0.005)).toBeLessThan(0.05 * once)
  })
})

describe('needs that nothing is made for', () => {
  /** All that is sold is bound to shopping, and the others' needs have no eligible product. */
  const shoppingOnly: readonly Recipe[] = [
    size(3000),
    horizon(12, 24),
    roster(
      { products: ['electronics'] },
      { products: ['appliances'] },
      { class: 'platform', products: ['electronics'] },
    ),
    (draft) => {
      draft.lenders.roster = draft.lenders.roster as never
      for (const entry of draft.lenders.roster as { strategy?: string }[]) entry.strategy = 'innovator'
    },
    designed({ imitation: 0, innovation: 0, research: 1 }),
  ]

  test('are seen by research, which aims at them, and a product bound to another purpose earns from them', () => {
    const world = founded(...shoppingOnly)
    live(world, 10)
    const aims = new Map<string, number>()
    for (let month = 0; month < 12; month++) {
      for (let lender = 0; lender < 3; lender++) {
        const view = lenderView(world, lender, surveyOfAll(world))
        const aim = aimOf(view, view.survey!.now())
        if (aim !== null) aims.set(PURPOSES[aim.purpose], (aims.get(PURPOSES[aim.purpose]) ?? 0) + 1)
      }
      live(world, 1)
    }
    const unserved = [...aims].filter(([purpose]) => purpose !== 'shopping').reduce((sum, [, count]) => sum + count, 0)
    expect(unserved).toBeGreaterThan(18)

    const view = lenderView(world, 0, surveyOfAll(world))
    const { design } = view.ownProduct(0)
    const rebound: Candidate = {
      base: 0,
      design,
      boundTo: 'education',
      archetype: 'education',
      distance: 1,
      crowdError: 0,
      surveyError: 0,
    }
    const cells = surveyOfAll(world).instead(0, { ...world.industry.products[0], boundTo: 'education' })
    const wanting = cells.persons.flatMap(({ purpose }, s) => (PURPOSES[purpose] === 'education' ? [s] : []))
    expect(wanting.some((s) => cells.weight[s * cells.products] > 0 && cells.exposure[s * cells.products] > 0)).toBe(
      true,
    )
    // What shoppers bring is lost and what students bring is won: no silent nothing.
    expect(surveyedGain(view, rebound, false)).not.toBe(0)
  })
})

describe('the crowd', () => {
  const at = (fit: readonly number[], channel = 0): Design => ({ fit: [...fit], channel, limitFen: 1, termMonths: 12 })
  const a = at([1, 0, 0, 0, 0, 0])
  const b = at([0, 1, 0, 0, 0, 0])
  const c = at([0, 0, 1, 0, 0, 0])
  const between = at([0.5, 0.5, 0, 0, 0, 0])
  const points: readonly CrowdPoint[] = [
    { design: a, balanceYuan: 1000, own: 3 },
    { design: b, balanceYuan: 500, own: 4 },
    { design: b, balanceYuan: 2000, own: null },
    { design: c, balanceYuan: 300, own: null },
  ]
  const crowdOn = (on: readonly CrowdPoint[]): Crowd => ({
    points: on,
    rateMonthly: 0.002,
    bandwidth: 0.4,
    isFlat: false,
    kernels: kernelsOf(on, 0.4),
  })
  const crowd = crowdOn(points)
  const far = exp(-2 / 0.32)
  const half = exp(-0.5 / 0.32)
  const toC = exp(-1.5 / 0.32)

  test('is the kernel sum by hand, the moved product left out of both', () => {
    close(crowdProfit(crowd, a, 3, 2), 0.001 * (2500 * far + 300 * far))
    close(crowdProfit(crowd, between, 3, 2), 0.001 * (2500 * half + 300 * toC))
    const move = { from: a, to: between, moved: 3, products: 2 }
    const gain = 0.001 * (2500 * (half - far) + 300 * (toC - far))
    close(crowdGain(crowd, move, 0, 5), gain)
    const mean = meanCrowdProfit(crowd, 3, 2)
    close(mean, (0.001 * (2500 + 300 * far + 300 + 2500 * far)) / 2)
    close(crowdGain(crowd, move, 0.1, -2), gain - 0.2 * mean * Math.sqrt(2 * (1 - half)))
    // A launch compares its level, as one product of three.
    close(crowdGain(crowd, { ...move, moved: null }, 0, 0), (0.002 / 3) * (3500 * half + 300 * toC))
  })

  test('a clone raises what is expected nearby and hardly elsewhere; a flat kernel tells no direction', () => {
    const clone = crowdOn([...points, { design: c, balanceYuan: 800, own: null }])
    expect(crowdProfit(clone, c, null, 2) - crowdProfit(crowd, c, null, 2)).toBeCloseTo(0.8, 12)
    expect(crowdProfit(clone, a, null, 2) - crowdProfit(crowd, a, null, 2)).toBeLessThan(0.01)
    const flat = { ...clone, isFlat: true }
    expect(crowdGain(flat, { from: a, to: c, moved: 3, products: 2 }, 0, 1)).toBe(0)
    expect(crowdGain(flat, { from: a, to: c, moved: 3, products: 2 }, 0.1, 1)).toBeGreaterThan(0)
  })

  test('its noise vanishes for small moves and is no noise of levels', () => {
    const near = at([0.999, 0.001, 0, 0, 0, 0])
    const noise = (to: Design): number =>
      crowdGain(crowd, { from: a, to, moved: 3, products: 2 }, 0.5, 1) -
      crowdGain(crowd, { from: a, to, moved: 3, products: 2 }, 0, 1)
    expect(noise(near) / noise(c)).toBeLessThan(0.01)
  })

  function market(...recipes: Recipe[]): { world: World; view: (lender: number) => LenderView } {
    const world = founded(
      size(3000),
      horizon(18, 12),
      designed({ imitation: 0, innovation: 0, research: 0, copyLag: 2 }),
      ...recipes,
    )
    live(world, 15)
    return { world, view: (lender) => lenderView(world, lender, asksNobody) }
  }

  test('as a lender sees it: lagged balances of others, own at once, its quoted margin and share', () => {
    const { world, view } = market()
    const lender = 6
    const { rateMonthly, points } = crowdOf(view(lender))
    const then = world.pastMonths.at(-3)!
    const total = then.balanceFen.reduce((sum, fen) => sum + fen, 0)
    const mine = then.products.reduce(
      (sum, product, j) => sum + (product.lender === lender ? then.balanceFen[j] : 0),
      0,
    )
    expect(mine).toBeGreaterThan(0)
    close(rateMonthly, ((view(lender).quotedMargin() / 12) * mine) / total)
    expect(view(lender).quotedMargin()).toBeGreaterThan(0)
    const own = points.filter(({ own: place }) => place !== null)
    expect(own.map(({ balanceYuan }) => balanceYuan)).toEqual(
      view(lender).own.map((place) => world.tally.products.balanceFen[place] / 100),
    )
    const others = points.filter(({ own: place }) => place === null).map(({ balanceYuan }) => balanceYuan)
    expect(others.reduce((sum, yuan) => sum + yuan, 0)).toBeCloseTo((total - mine) / 100, 3)
    // Losses do not turn the signal round.
    world.industry = produce(world.industry, (draft) => {
      for (const one of draft.lenders) one.profitFen.fill(-1e9)
      for (const product of draft.products) product.profitFen.fill(-1e9)
    })
    close(crowdOf(view(lender)).rateMonthly, rateMonthly)
  })

  test('a newcomer without balances takes its class’s margin and an equal share', () => {
    const { world, view } = market()
    world.pastMonths = world.pastMonths.map((past) => ({
      ...past,
      balanceFen: past.balanceFen.map((fen, j) => (past.products[j].lender === 6 ? 0 : fen)),
    }))
    close(crowdOf(view(6)).rateMonthly, view(6).classMargin() / 12 / world.industry.lenders.length)
  })

  test('with χ = 0 nobody is asked, and foreseen is the kernel sum less the shelf cost of a launch', () => {
    const foreseen = [0, 7].map((shelfCost) => {
      const { view } = market(products({ shelfCost: 0 }))
      const seen = view(6)
      const priced = { ...seen, scenario: { ...seen.scenario, products: { ...seen.scenario.products, shelfCost } } }
      const [candidate] = imitations(priced, drawnModel(priced)!)
      const design = productDesign(priced.scenario, 'education')
      const best = bestProspect(priced, crowdSeen(priced), [{ ...candidate, design, distance: 1, crowdError: 0 }])!
      expect(best.launch).toBe(true)
      const level = crowdProfit(crowdOf(priced), design, null, priced.own.length + 1)
      return [best.foreseen, level]
    })
    expect(foreseen[0][0]).toBeGreaterThan(0)
    close(foreseen[0][0], foreseen[0][1])
    // Seven yuan per thousand people, and there are three thousand.
    close(foreseen[1][0], foreseen[1][1] - 21)
  })
})

test('newcomers with an idea of their own bring no trace of where designs started', () => {
  const world = founded(
    size(1500),
    horizon(6, 36),
    products({ mode: 'endogenous', differentiation: 0, imitation: 0, innovation: 0, redesignMonths: 60 }),
    setting('industry')({ entry: true, entryRate: { licensed: 3, platform: 3 }, entrantNovelty: 1, requiredReturn: 0 }),
  )
  live(world, 40)
  const fresh = world.industry.products.filter(({ origin, parent }) => origin === 'launch' && parent === null)
  expect(fresh.length).toBeGreaterThan(0)
  for (const { archetype, design } of fresh) {
    expect(designDistance(design, productDesign(world.scenario, archetype, 1))).toBe(0)
  }
})
