/** What a talk says and does, in a market made by hand where everybody talks every month. */
import { expect, test } from 'vitest'
import { talkChunk } from '../../../../src/market/mechanisms/diffusion/word-of-mouth.ts'
import type { World } from '../../../../src/market/world.ts'
import { draw } from '../../../../src/random/streams.ts'
import { founded, horizon, policy, type Recipe, roster, scoreLimit, size } from '../../../verification/market.ts'

const COUNT = 4000

/** Everybody knows as `aware` says; `talkers` (even slots) feel `satisfaction` about lender 0; odd slots listen. */
function gathering(satisfaction: number, aware: number, ...recipes: readonly Recipe[]): World {
  const world = founded(
    size(COUNT),
    horizon(0, 1),
    roster({ products: ['electronics'] }, { products: ['rent'] }),
    policy({ awarenessAtStart: aware }),
    (draft) => {
      Object.assign(draft.diffusion, { network: 'mixing', contact: 1, negativity: 2, referralResponse: 0.01 })
    },
    ...recipes,
  )
  const { consumers: c } = world
  for (let i = 0; i < COUNT; i += 2) {
    c.lastLender[i] = 1
    c.satisfaction[i] = satisfaction
  }
  return world
}

const knowing = ({ consumers: c }: World): number => {
  let known = 0
  for (let i = 1; i < COUNT; i += 2) if ((c.knows[i * 2] & 1) !== 0) known++
  return known
}

/** Half of those met have something to say; `share` of that is passed on to 2,000 listeners. */
function expectHeard(heard: number, share: number): void {
  const p = (share * (COUNT / 2)) / (COUNT - 1)
  expect(Math.abs(heard - 2000 * p) / Math.sqrt(2000 * p * (1 - p))).toBeLessThan(scoreLimit(4))
}

test('praise is passed on by satisfaction and makes known who told whom and when', () => {
  const world = gathering(30, 0)
  const { consumers: c } = world
  talkChunk(world, 0, COUNT)
  expectHeard(knowing(world), 0.3)
  for (let i = 1; i < COUNT; i += 2) {
    expect(c.heardOf[i]).toBe(c.knows[i * 2] & 1)
    expect(c.knows[i * 2] & ~1).toBe(0)
    if (c.heardOf[i] === 0) continue
    expect(c.heardFrom[i] % 2).toBe(0)
    expect(c.heardTick[i]).toBe(world.tick)
  }
  // Talkers hear each other and learn nothing: they know it from experience.
  for (let i = 0; i < COUNT; i += 2) expect(c.heardOf[i]).toBe(0)
  const { told, praised, blamed, warned } = world.tally.lenders
  expect([told[0], blamed[0], warned[0], praised[1]]).toEqual([knowing(world), 0, 0, 0])
  expect(praised[0]).toBeGreaterThan(told[0])
})

test('blame weighs twice as much, drops the lender from those known and no other', () => {
  const world = gathering(-30, 1)
  talkChunk(world, 0, COUNT)
  expectHeard(2000 - knowing(world), 0.6)
  const { consumers: c } = world
  for (let i = 0; i < COUNT; i++) {
    expect(c.knows[i * 2] & 2).toBe(2)
    expect(c.heardOf[i]).toBe(0)
    // Own experience outweighs hearsay.
    if (i % 2 === 0) expect(c.knows[i * 2] & 1).toBe(1)
  }
  expect(world.tally.lenders.warned[0]).toBe(2000 - knowing(world))
})

test('praise to the knowing and blame to the ignorant change nothing, and the indifferent say nothing', () => {
  for (const [satisfaction, aware] of [
    [80, 1],
    [-80, 0],
    [0, 0],
  ]) {
    const world = gathering(satisfaction, aware)
    const before = world.consumers.knows.slice()
    talkChunk(world, 0, COUNT)
    expect(world.consumers.knows).toEqual(before)
    expect(world.consumers.heardOf.every((of) => of === 0)).toBe(true)
    const { praised, blamed } = world.tally.lenders
    expect(praised[0] + blamed[0] > 0).toBe(satisfaction !== 0)
  }
})

test('a reward of 50 yuan at a response of .01 makes praise half as likely again', () => {
  const world = gathering(30, 0, ({ promotion }) => {
    promotion.referralReward = 50
  })
  talkChunk(world, 0, COUNT)
  expectHeard(knowing(world), 0.45)
})

test('so many talk as contact says', () => {
  const world = gathering(100, 0, ({ diffusion }) => {
    diffusion.contact = 0.2
  })
  talkChunk(world, 0, COUNT)
  expectHeard(knowing(world), 0.2)
})

test('contact is rounded to the nearest of 65,536 steps, and the last of them is silent', () => {
  const world = gathering(100, 0, ({ diffusion }) => {
    diffusion.contact = 0.9
  })
  const { consumers: c, streams, tally } = world
  c.lastLender.fill(1)
  c.satisfaction.fill(100)
  // Each of the 16-bit halves of a draw decides on one of four neighbours; 0.9 × 65,536 = 58,982.4.
  const words = new Int32Array(2)
  const seen = new Set<string>()
  for (let tick = 0; tick < 400 && seen.size < 2; tick++) {
    for (let four = 0; four < COUNT / 4; four++) {
      draw(streams.talk, four, tick, 0, words)
      const halves = [words[0] & 0xffff, words[0] >>> 16, words[1] & 0xffff, words[1] >>> 16]
      if (!halves.some((half) => half === 58_981 || half === 58_982)) continue
      world.tick = tick
      const before = tally.lenders.praised[0]
      talkChunk(world, 4 * four, 4 * four + 4)
      expect(tally.lenders.praised[0] - before).toBe(halves.filter((half) => half < 58_982).length)
      seen.add(halves.includes(58_981) ? 'last that talks' : 'first that is silent')
    }
  }
  expect(seen.size).toBe(2)
})
