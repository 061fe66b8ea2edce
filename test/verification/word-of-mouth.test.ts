/** Case 5: among people who may all meet, adoption by word of mouth is logistic, with adverts besides it is Bass's. */
import { expect, test } from 'vitest'
import { numbers } from '../../src/base/table.ts'
import { populate } from '../../src/market/births.ts'
import { createWorld, type World } from '../../src/market/world.ts'
import { retention } from '../../src/measures/adoption.ts'
import { runScenario } from '../../src/run/run.ts'
import { cases, firstOf } from '../size.ts'
import {
  everybodyApproved,
  everybodyLivesOn,
  fixedMargins,
  horizon,
  live,
  needsOf,
  noBuffer,
  noPromotion,
  policy,
  type Recipe,
  roster,
  scenarioWith,
  scoreLimit,
  size,
} from './market.ts'

const COUNT = 12_000
const MONTHS = 24

/** One lender that lends to all who know it, serves them perfectly, and is talked about in chance meetings. */
function spreading(contact: number, known: number, advertising: number, ...more: readonly Recipe[]): World {
  const scenario = scenarioWith(
    size(COUNT, 11),
    horizon(0, MONTHS + 1),
    everybodyLivesOn,
    noBuffer,
    needsOf(3000, 0, 0),
    everybodyApproved,
    noPromotion,
    fixedMargins,
    roster({ products: ['electronics'] }),
    policy({ awarenessAtStart: known, advertising, training: 0.1, salesShare: advertising > 0 ? 0.5 : 0 }),
    (draft) => {
      draft.awareness.forgetting = 0
      draft.choice.borrowing = 50
      draft.needs.expiryMonths = MONTHS + 2
      Object.assign(draft.diffusion, { network: 'mixing', contact })
      draft.service.halfTraining = 0.001
      Object.assign(draft.satisfaction, { spread: 0, quote: 0, partialGrant: 0, collection: 0 })
    },
    ...more,
  )
  const world = createWorld(scenario)
  populate(world)
  // Everybody waits for a loan that savings could not replace, so that a person who learns of the lender turns to it at once.
  const { consumers: c } = world
  c.needFen.fill(10_000_000)
  c.needTick.fill(0)
  // Nobody leaves.
  c.birthTick.fill(-240)
  c.exitTick.fill(1000)
  return world
}

const adopters = (world: World): number => world.consumers.lastLender.reduce((sum, last) => sum + (last > 0 ? 1 : 0), 0)

function path(world: World): number[] {
  const all: number[] = []
  live(world, MONTHS, () => all.push(adopters(world)))
  return all
}

/** Chance that somebody who has not adopted yet does in the month after `before` had. */
const hazard = (before: number, contact: number, advertising: number): number =>
  1 - (1 - advertising) * (1 - (contact * before) / (COUNT - 1))

function expectBass(all: readonly number[], contact: number, advertising: number): void {
  let curve = all[0]
  for (let month = 1; month < MONTHS; month++) {
    // Step by step, given where it stands, the number of new adopters is binomial …
    const left = COUNT - all[month - 1]
    const p = hazard(all[month - 1], contact, advertising)
    const score = (all[month] - all[month - 1] - left * p) / Math.sqrt(Math.max(1e-9, left * p * (1 - p)))
    expect(Math.abs(score)).toBeLessThan(scoreLimit(MONTHS))
    // … and from beginning to end it stays near the curve.
    curve += (COUNT - curve) * hazard(curve, contact, advertising)
    expect(Math.abs(all[month] - curve) / COUNT).toBeLessThan(0.04)
  }
}

test('without adverts adoption follows the discrete logistic curve', () => {
  const all = path(spreading(0.4, 0.02, 0))
  expect(all[0] / COUNT).toBeCloseTo(0.02, 2)
  expectBass(all, 0.4, 0)
  expect(all[MONTHS - 1] / COUNT).toBeGreaterThan(0.9)
})

test('with adverts, and nobody who knows at the start, it follows Bass’s', () => {
  const all = path(spreading(0.35, 0, 0.01))
  expect(all[0]).toBe(0)
  expectBass(all, 0.35, 0.01)
})

test('where those one may meet are few and know each other, the same talk spreads slower', () => {
  const ring: Recipe = ({ diffusion }) => {
    Object.assign(diffusion, { network: 'wattsStrogatz', degree: 6, rewiring: 0.05 })
  }
  const [mixing, clustered] = [path(spreading(0.4, 0.02, 0)), path(spreading(0.4, 0.02, 0, ring))]
  expect(clustered[0]).toBe(mixing[0])
  expect(clustered[12]).toBeLessThan(0.85 * mixing[12])
  expect(clustered[12]).toBeGreaterThan(3 * clustered[0])
})

test('without talk nobody learns of it, and half the service is half the talk', () => {
  expect(new Set(path(spreading(0, 0.02, 0))).size).toBe(1)
  const half: Recipe = ({ service }) => {
    // Training 0.1, all for service, halves what is left to perfection once.
    service.halfTraining = 0.1
  }
  expectBass(path(spreading(0.4, 0.02, 0, half)), 0.2, 0)
})

const little: Recipe = (draft) => {
  horizon(6, 24)(draft)
  policy({ awarenessAtStart: 0.08, advertising: 0.003 })(draft)
  Object.assign(draft.needs.arrival, { youth: 0.3, middle: 0.3, old: 0.3 })
  // Many are served, so there are many to tell of it.
  draft.credit.sharing = 'negative'
  policy({ lossCutoff: 0.15, initialLossMultiplier: 1 })(draft)
}

const talking: Recipe = ({ diffusion }) => {
  Object.assign(diffusion, { network: 'wattsStrogatz', contact: 1 })
}

test.each(firstOf([1, 2, 3]))(
  'seed %i: little advertised lenders are known and used by more once people talk',
  (seed) => {
    const off = runScenario(scenarioWith(size(cases(2000, 3000), seed), little))
    const on = runScenario(scenarioWith(size(cases(2000, 3000), seed), little, talking))
    const value = ({ tables }: typeof on, key: 'awareness' | 'adopted' | 'heardShare'): number => retention(tables)[key]
    expect(value(on, 'awareness')).toBeGreaterThan(1.15 * value(off, 'awareness'))
    expect(value(on, 'adopted')).toBeGreaterThan(1.05 * value(off, 'adopted'))
    expect(value(on, 'heardShare')).toBeGreaterThan(0.1)
    expect(value(off, 'heardShare')).toBe(0)
  },
)

test('a network of people who never talk changes nothing', () => {
  const silent: Recipe = ({ diffusion }) => {
    Object.assign(diffusion, { network: 'preferentialAttachment', contact: 0 })
  }
  const run = (...recipes: readonly Recipe[]) => runScenario(scenarioWith(size(2000), horizon(2, 10), ...recipes))
  expect(run(silent).digest).toBe(run().digest)
  expect(run(talking).digest).not.toBe(run().digest)
})

test('nothing but the recorded satisfaction depends on how people feel, unless they talk or are loyal', () => {
  const moody: Recipe = ({ satisfaction }) => {
    Object.assign(satisfaction, { spread: 1.5, collection: 1, quote: 20 })
  }
  const columns = (...recipes: readonly Recipe[]) =>
    runScenario(scenarioWith(size(2000), horizon(2, 10), ...recipes)).tables.map((table) =>
      table.columns.filter(({ name }) => name !== 'satisfaction').map(({ values }) => values),
    )
  expect(columns(moody)).toEqual(columns())
})

test('the order of chunks does not matter while people talk and rewards are paid', () => {
  const all: Recipe = (draft) => {
    talking(draft)
    draft.choice.loyalty = 0.05
    draft.promotion.referralReward = 50
  }
  const scenario = scenarioWith(size(cases(5000, 9000)), horizon(0, 12), all, little, horizon(0, 12))
  const [forward, reverse] = (['forward', 'reverse'] as const).map((chunkOrder) =>
    runScenario(scenario, { chunkOrder }),
  )
  expect(reverse.digest).toBe(forward.digest)
  const months = forward.tables.find((table) => table.name === 'months')!
  expect(numbers(months, 'newByReferral').reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5)
})

test.each(firstOf([1, 2, 3]))(
  'seed %i: the heavier talk about bad service weighs, the more turn away and the fewer know',
  (seed) => {
    const told = (negativity: number) => {
      const { tables } = runScenario(
        scenarioWith(size(cases(2000, 3000), seed), little, talking, policy({ training: 0 }), ({ diffusion }) => {
          diffusion.negativity = negativity
        }),
      )
      const lenders = tables.find(({ name }) => name === 'lenders')!
      const sum = (column: string): number => numbers(lenders, column).reduce((total, value) => total + value, 0)
      return { blamed: sum('blamed'), warned: sum('warned'), awareness: retention(tables).awareness }
    }
    const [none, even, heavy] = [0, 1, 3].map(told)
    expect([none.blamed, none.warned]).toEqual([0, 0])
    expect(even.warned).toBeGreaterThan(20)
    expect(heavy.blamed).toBeGreaterThan(1.5 * even.blamed)
    expect(heavy.warned).toBeGreaterThan(1.3 * even.warned)
    expect(even.awareness).toBeLessThan(none.awareness)
    expect(heavy.awareness).toBeLessThan(even.awareness)
  },
)
