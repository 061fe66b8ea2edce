/** Fraud, screening, the shared list and leaks: each switched on against off, under the same random draws. */
import { describe, expect, test } from 'vitest'
import { FRAUD, LOAN_SLOTS } from '../../src/agents/consumers.ts'
import { eventLine, type MarketEvent, replayIndustry } from '../../src/market/events.ts'
import type { Tally } from '../../src/market/tally.ts'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases, firstOf } from '../size.ts'
import { founded, horizon, live, noPromotion, policy, type Recipe, scenarioWith, setting, size } from './market.ts'

const fraud = setting('fraud')

/** More fraud than any market has seen, so that a small one shows it; nobody is found out. */
const rampant = fraud({ share: 0.08, detectionStart: 0, detectionMax: 0, falsePositive: 0, merchantCheck: 0 })

type Sums = { -readonly [name in keyof Tally['market']]: number }

const PEOPLE = cases(3000, 8000)

/** Sums of the market's counters over the months from `since` on. */
function sums(since: number, ...recipes: readonly Recipe[]): Sums {
  const world = founded(size(PEOPLE, 3), horizon(0, 36), noPromotion, ...recipes)
  const total = {} as Sums
  live(world, 36, () => {
    if (world.tick < since) return
    for (const [name, value] of Object.entries(world.tally.market)) {
      total[name as keyof Sums] = (total[name as keyof Sums] ?? 0) + value
    }
  })
  return total
}

describe('a loan got by fraud', () => {
  test('is never repaid by a fen and ends in a charge-off', () => {
    const world = founded(size(PEOPLE, 3), horizon(0, 24), noPromotion, rampant)
    const { consumers: c } = world
    let [seen, lossFen] = [0, 0]
    live(world, 24, () => {
      lossFen += world.tally.market.fraudLossFen
      for (let i = 0; i < c.count; i++) {
        for (let slot = 0; slot < c.loanCount[i]; slot++) {
          const at = i * LOAN_SLOTS + slot
          if ((c.loanFlags[at] & FRAUD) === 0) continue
          seen++
          const months = world.tick - c.loanTick[at]
          expect(c.loanOverdue[at]).toBe(months)
          expect(c.loanBalanceFen[at]).toBeGreaterThanOrEqual(c.loanPrincipalFen[at])
        }
      }
    })
    expect(seen).toBeGreaterThan(500)
    expect(lossFen).toBeGreaterThan(0)
  })

  test('is counted once where it is made and once where it is lost', () => {
    const world = founded(size(6000, 5), horizon(0, 36), noPromotion, rampant)
    const { consumers: c } = world
    let [made, principal, lost] = [0, 0, 0]
    live(world, 36, () => {
      made += world.tally.market.fraudLoans
      lost += world.tally.market.fraudLossFen
      for (let i = 0; i < c.count; i++) {
        for (let slot = 0; slot < c.loanCount[i]; slot++) {
          const at = i * LOAN_SLOTS + slot
          if (c.loanFlags[at] & FRAUD && c.loanTick[at] === world.tick) principal += c.loanPrincipalFen[at]
        }
      }
    })
    let outstanding = 0
    for (let at = 0; at < c.count * LOAN_SLOTS; at++) {
      const inUse = at % LOAN_SLOTS < c.loanCount[Math.floor(at / LOAN_SLOTS)]
      if (inUse && c.loanFlags[at] & FRAUD) outstanding += c.loanBalanceFen[at]
    }
    expect(made).toBeGreaterThan(100)
    // What was lent comes back as losses and what is still owed, with the interest that accrued on paper.
    expect(lost + outstanding).toBeGreaterThan(principal)
    expect(lost + outstanding).toBeLessThan(1.15 * principal)
  })

  test('without fraud there is none of it, and no other draw moves when its parameters do', () => {
    const off = runScenario(scenarioWith(size(1500, 2), horizon(0, 12)))
    const idle = runScenario(
      scenarioWith(size(1500, 2), horizon(0, 12), fraud({ blacklist: 'shared', detectionStart: 0.5, appearance: 2 })),
    )
    expect(idle.digest).toBe(off.digest)
  })
})

describe('screening and the shared list', () => {
  const caught = fraud({ share: 0.08, detectionStart: 0.1, detectionMax: 0.8, falsePositive: 0.03, learningCases: 5 })

  test('detection lowers the loss and refuses honest people, at its rates where nobody learns', () => {
    const rates = fraud({ share: 0.08, detectionStart: 0.8, detectionMax: 0.8, falsePositive: 0.03 })
    const [blind, seeing] = [sums(0, rampant), sums(0, rates, fraud({ learningCases: 10_000, merchantCheck: 0 }))]
    // Three tries a need: a fraud gets past one lender or another with chance 1 − .8³ = .49 at most.
    expect(seeing.fraudLossFen).toBeLessThan(0.7 * blind.fraudLossFen)
    const near = (hits: number, of: number, rate: number): void => {
      expect(of * rate).toBeGreaterThan(10)
      // Cases of three years come off false alarms by less than a twentieth. Limit of a normal score at 1e-4.
      expect(Math.abs(hits - of * rate)).toBeLessThan(3.9 * Math.sqrt(of * rate * (1 - rate)) + 0.05 * of * rate)
    }
    near(seeing.fraudDetected, seeing.fraudAttempts, 0.8)
    near(seeing.falseExclusions, seeing.applications - seeing.fraudAttempts, 0.03)
    expect(blind.falseExclusions).toBe(0)
    expect(blind.fraudDetected).toBe(0)
  })

  test.each(firstOf([3, 4, 5]))(
    'the list lowers the loss further and excludes more honest people (seed %i)',
    (seed) => {
      const weak = fraud({ share: 0.08, repeat: 0.6, detectionStart: 0.25, detectionMax: 0.25, falsePositive: 0.02 })
      const arm = (blacklist: Scenario['fraud']['blacklist'], blacklistShare = 1): Sums =>
        sums(0, weak, fraud({ blacklist, blacklistShare }), size(PEOPLE, seed))
      const [none, half, shared] = [arm('none'), arm('shared', 0.5), arm('shared')]
      expect(shared.fraudLossFen).toBeLessThan(0.9 * none.fraudLossFen)
      expect(half.fraudLossFen).toBeLessThan(none.fraudLossFen)
      expect(shared.falseExclusions).toBeGreaterThan(1.5 * none.falseExclusions)
      expect(shared.falseExclusions).toBeGreaterThan(half.falseExclusions)
      expect(none.listed).toBe(0)
      expect(shared.listed).toBeGreaterThan(half.listed)
    },
  )

  test('names come off the list when their time is over', () => {
    const arm = (blacklistMonths: number): Sums => sums(24, caught, fraud({ blacklist: 'shared', blacklistMonths }))
    const [short, long] = [arm(3), arm(600)]
    expect(short.listed).toBeLessThan(0.4 * long.listed)
    expect(short.falseExclusions).toBeLessThan(long.falseExclusions)
  })

  test('lenders learn: a larger share is caught later than sooner, and fewer honest people with it', () => {
    const learner = fraud({
      share: 0.08,
      detectionStart: 0.05,
      detectionMax: 0.9,
      falsePositive: 0.05,
      learningCases: 8,
    })
    const world = founded(size(PEOPLE, 3), horizon(0, 48), noPromotion, learner)
    const year = Array.from({ length: 4 }, () => ({ attempts: 0, caught: 0, honest: 0, excluded: 0 }))
    live(world, 48, () => {
      const { market } = world.tally
      const sum = year[Math.floor(world.tick / 12)]
      sum.attempts += market.fraudAttempts
      sum.caught += market.fraudDetected
      sum.honest += market.applications - market.fraudAttempts
      sum.excluded += market.falseExclusions
    })
    const [first, , , last] = year
    expect(last.caught / last.attempts).toBeGreaterThan(first.caught / first.attempts + 0.2)
    expect(last.excluded / last.honest).toBeLessThan(0.6 * (first.excluded / first.honest))
  })
})

describe('leaks of data', () => {
  const leaky = fraud({
    share: 0.02,
    leakRate: 8,
    leakEffect: 60,
    repeat: 0,
    falsePositive: 0,
    detectionStart: 0,
    detectionMax: 0,
  })
  /** Training in units of what brings quality to a half; all of it goes to service. */
  const trained =
    (halves: number): Recipe =>
    (draft) =>
      policy({ training: halves * draft.service.halfTraining, salesShare: 0 })(draft)

  test('are more the weaker the institutions, expose their customers, and raise fraud', () => {
    const [strong, weak] = [sums(0, leaky, trained(3)), sums(0, leaky, trained(0.2))]
    expect(weak.leaks).toBeGreaterThan(2 * strong.leaks)
    expect(weak.exposed).toBeGreaterThan(2 * strong.exposed)
    const harmless = sums(0, leaky, trained(0.2), fraud({ leakEffect: 0 }))
    expect(harmless.leaks).toBeGreaterThan(0)
    expect(weak.fraudAttempts).toBeGreaterThan(1.3 * harmless.fraudAttempts)
  })

  test('protection prevents them in proportion', () => {
    const open = sums(0, leaky, trained(0.2))
    const shielded = sums(0, leaky, trained(0.2), fraud({ dataProtection: 0.8 }))
    expect(shielded.leaks).toBeLessThan(0.5 * open.leaks)
    expect(sums(0, leaky, fraud({ dataProtection: 1 })).leaks).toBe(0)
  })

  test('are events that replay, and cases are state that replays', () => {
    const world = founded(size(3000, 3), horizon(0, 30), noPromotion, leaky)
    const founding = { month: 0, actor: 'market', kind: 'found', why: '', patches: [] } as MarketEvent
    const start = structuredClone(world.industry)
    const lines = [eventLine({ ...founding, patches: [{ op: 'replace', path: [], value: start }] })]
    let leaks = 0
    live(world, 30, ({ events }) => {
      for (const event of events) {
        lines.push(eventLine(event))
        if (event.kind === 'leak') leaks++
      }
    })
    expect(leaks).toBeGreaterThan(3)
    expect(JSON.stringify(replayIndustry(lines, 30))).toBe(JSON.stringify(world.industry))
    expect(world.industry.lenders.some(({ fraudCases }) => fraudCases > 0)).toBe(true)
  })
})

test('the order of chunks does not matter', () => {
  const scenario = scenarioWith(
    size(cases(5000, 9000), 4),
    horizon(0, 14),
    fraud({ share: 0.05, blacklist: 'shared', blacklistShare: 0.7, leakRate: 1, leakEffect: 5 }),
  )
  const forward = runScenario(scenario, { chunkOrder: 'forward' })
  expect(runScenario(scenario, { chunkOrder: 'reverse' }).digest).toBe(forward.digest)
})
