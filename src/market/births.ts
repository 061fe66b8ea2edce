/**
 * Who enters the market: the first population, and the entrants, most of them at 18, that take the slots of those who
 * leave.
 */

import { AWARENESS_MEMORY } from '../agents/awareness.ts'
import {
  HOLDOUT_GROUPS,
  markLender,
  NO_FILE,
  NO_TICK,
  type PublicConsumers,
  TASTE_DIMENSIONS,
  TASTE_UNIT,
} from '../agents/consumers.ts'
import { ageAt, cumulativeShares, exitAge } from '../agents/demography.ts'
import { type Industry, isFounder } from '../agents/lenders/lender.ts'
import { decayOver } from '../agents/lifecycle.ts'
import { exp } from '../base/math.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { draw, normal, uniform } from '../random/streams.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { openFiles, updateFile } from './coverage.ts'
import { clearRecord } from './repayment-record.ts'
import {
  type Chance,
  fileThresholdOf,
  type Market,
  type Nature,
  type People,
  type Present,
  type PublicWorld,
  slotsOf,
  type Thresholds,
  type World,
} from './world.ts'

const words = new Int32Array(2)

/**
 * Gives slot `consumer` to a person who is `ageNow` months older than 18. All traits are functions of slot and
 * `enteredTick` alone, so they are the same in every arm of an experiment; `enteredTick` is the present tick or, of the
 * first population, the tick of birth.
 */
function bear(world: Market & Nature & Chance, consumer: number, enteredTick: number, ageNow: number): void {
  const { consumers: c, streams, scenario } = world
  const { tastes, income, credit } = scenario
  const stream = streams.birth
  draw(stream, consumer, enteredTick, 0, words)
  const incomeNormal = normal(words[0])
  const priceNormal = normal(words[1])
  draw(stream, consumer, enteredTick, 1, words)
  const fileUniform = uniform(words[0])
  const fileNormal = normal(words[0])
  const ownNormal = normal(words[1])
  draw(stream, consumer, enteredTick, 2, words)
  const exitUniform = uniform(words[0])
  // Two independent 16-bit uniforms: whether a file would carry a score, and the lot for hold-out groups.
  const scoreUniform = ((words[1] >>> 16) + 0.5) / 65536
  const lot = ((words[1] & 0xffff) * HOLDOUT_GROUPS) >>> 16

  const { riskIncomeCorrelation, riskPriceCorrelation, riskOutsideBureauCorrelation } = tastes
  const explained =
    riskIncomeCorrelation * riskIncomeCorrelation +
    riskPriceCorrelation * riskPriceCorrelation +
    riskOutsideBureauCorrelation * riskOutsideBureauCorrelation
  const persistentAtBirth = income.persistentSd * incomeNormal
  c.persistent[consumer] = persistentAtBirth
  c.risk[consumer] =
    riskIncomeCorrelation * incomeNormal +
    riskPriceCorrelation * priceNormal +
    riskOutsideBureauCorrelation * fileNormal +
    Math.sqrt(Math.max(0, 1 - explained)) * ownNormal
  c.priceSensitivity[consumer] = tastes.priceSensitivity * exp(tastes.priceSensitivitySd * priceNormal)
  c.fileThreshold[consumer] = fileThresholdOf(fileUniform, credit.incomeSlope, persistentAtBirth)
  c.scorable[consumer] = scoreUniform < credit.scoredShare ? 1 : 0
  c.holdoutGroup[consumer] = lot
  for (let d = 0; d < TASTE_DIMENSIONS; d += 2) {
    draw(stream, consumer, enteredTick, 3 + (d >> 1), words)
    c.taste[consumer * TASTE_DIMENSIONS + d] = tasteUnits(normal(words[0]))
    if (d + 1 < TASTE_DIMENSIONS) c.taste[consumer * TASTE_DIMENSIONS + d + 1] = tasteUnits(normal(words[1]))
  }
  const birthTick = world.tick - ageNow
  c.birthTick[consumer] = birthTick
  c.enteredTick[consumer] = enteredTick
  c.exitTick[consumer] = birthTick + exitAge(world.structure, ageNow, exitUniform)
  clearHistory(c, consumer)
  meetLenders(world, consumer, enteredTick)
}

/** A newcomer has no past: no money, debts, file or acquaintance with lenders. */
function clearHistory(c: PublicConsumers, consumer: number): void {
  c.savingsFen[consumer] = 0
  c.needFen[consumer] = 0
  c.refusedBy[consumer * 2] = 0
  c.refusedBy[consumer * 2 + 1] = 0
  c.needTries[consumer] = 0
  c.defaultedOn[consumer * 2] = 0
  c.defaultedOn[consumer * 2 + 1] = 0
  c.borrowedAt[consumer * 2] = 0
  c.borrowedAt[consumer * 2 + 1] = 0
  c.chargeOffTick[consumer] = NO_TICK
  c.listedTick[consumer] = NO_TICK
  c.lastLender[consumer] = 0
  c.heardOf[consumer] = 0
  c.borrowedFrom[consumer] = 0
  c.satisfaction[consumer] = 0
  c.marks[consumer] = 0
  c.lineGrade[consumer] = 0
  c.loanCount[consumer] = 0
  c.unemployed[consumer] = 0
  c.distress[consumer] = 0
  clearRecord(c, consumer)
  c.file[consumer] = NO_FILE
  c.fileHistory[consumer] = 0
}

/** Which lenders a newcomer has heard of. */
function meetLenders(world: Market & People & Chance, consumer: number, enteredTick: number): void {
  const { consumers: c, streams, tick } = world
  const chances = knownToNewcomers(world)
  c.knows[consumer * 2] = 0
  c.knows[consumer * 2 + 1] = 0
  c.knowsTick[consumer] = tick
  for (let lender = 0; lender < chances.length; lender++) {
    if ((lender & 1) === 0) draw(streams.awareness, consumer, enteredTick, 2048 + (lender >> 1), words)
    if (uniform(words[lender & 1]) < chances[lender]) markLender(c.knows, consumer, lender)
  }
}

/** The chances that were asked for last: those of a month, of all its newcomers. */
const latest = {
  industry: null as Industry | null,
  scenario: null as Scenario | null,
  tick: -1,
  chances: new Float64Array(0),
}

/** Chances that a newcomer knows a lender, by lender. */
function knownToNewcomers({ industry, scenario, regime, tick }: Market): Float64Array {
  if (latest.industry !== industry || latest.scenario !== scenario || latest.tick !== tick) {
    latest.industry = industry
    latest.scenario = scenario
    latest.tick = tick
    latest.chances = Float64Array.from(industry.lenders, (lender) => {
      const known = scenario.lenders[lender.class].awarenessAtStart
      if (isFounder(scenario, lender)) return known
      // Of one that opened later at most what its adverts have achieved so far.
      const of = LENDER_CLASSES.indexOf(lender.class)
      const open = Math.min(tick - (lender.entered - 1 + scenario.horizon.burnIn), AWARENESS_MEMORY - 1)
      return Math.min(known, regime.awareness[(of * AWARENESS_MEMORY + open) * 2])
    })
  }
  return latest.chances
}

/** A taste in stored units, held to ±4 standard deviations. */
function tasteUnits(z: number): number {
  const units = Math.round(z / TASTE_UNIT)
  return units > 127 ? 127 : units < -127 ? -127 : units
}

/**
 * Somebody takes the slot this tick, at 18 with nothing or, where the age structure has them, at a later age with the
 * history of one who has been there all along. Returns the savings that the newcomer brings, fen.
 */
export function rebirth(world: Market & Nature & Thresholds & Chance, consumer: number): number {
  const { consumers: c, streams, structure } = world
  let age = 0
  if (structure.entry !== null) {
    draw(streams.age, consumer, world.tick, 2, words)
    age = ageAt(structure.entry, uniform(words[0]))
  }
  // Read before other draws use the words.
  const outOfWork = age > 0 && uniform(words[1]) < unemploymentRate(world)
  bear(world, consumer, world.tick, age)
  c.generation[consumer]++
  if (age > 0) settle(world, consumer, age, outOfWork, world.tick, 3)
  updateFile(world, consumer, age)
  return c.savingsFen[consumer]
}

/** Share of people out of work once separations and findings balance. */
function unemploymentRate({ scenario: { income } }: Present): number {
  const flow = income.separationRate + income.findingRate
  return flow === 0 ? 0 : income.separationRate / flow
}

/**
 * What life has made of somebody who is `age` months older than 18: persistent income has moved on by the exact
 * transition, by a draw of the stream `age` at (slot, tick, index); work; and the settled buffer of savings, which
 * under `annuity` has to be built up first.
 */
function settle(
  world: Present & People & Chance,
  consumer: number,
  age: number,
  outOfWork: boolean,
  tick: number,
  index: number,
): void {
  const { consumers: c, streams, scenario } = world
  const { income, lifecycle, population } = scenario
  const { profile, expected, illiquid } = world.regime.plan
  draw(streams.age, consumer, tick, index, words)
  const memory = decayOver(income.persistence, age)
  c.persistent[consumer] =
    memory * c.persistent[consumer] + income.persistentSd * Math.sqrt(1 - memory * memory) * normal(words[0])
  if (outOfWork && age < (population.retirementAge - 18) * 12) c.unemployed[consumer] = 1
  const month = profile[age] * expected[age] * exp(c.persistent[consumer])
  const settled = Math.max(0, lifecycle.bufferTarget - 1) * (1 - illiquid[age])
  c.savingsFen[consumer] = lifecycle.rule === 'annuity' ? 0 : Math.floor(month * settled)
}

/** Fills the world: stationary ages, traits, unemployment, a first buffer of savings, and files for exactly c. */
export function populate(world: World): void {
  bearFirst(world, 0, world.consumers.count)
  settleFirst(world)
}

/** Bears the people of each chunk that `take` gives, until it gives one that does not exist. */
export function bearChunks(world: Market & Nature & Chance, take: () => number): void {
  for (;;) {
    const [from, to] = slotsOf(world, take())
    if (from === to) return
    bearFirst(world, from, to)
  }
}

/** Bears the people of slots `from` to `to`; slots do not depend on each other. */
function bearFirst(world: Market & Nature & Chance, from: number, to: number): void {
  const { streams, structure } = world
  const cumulative = cumulativeShares(structure)
  const unemployment = unemploymentRate(world)
  for (let consumer = from; consumer < to; consumer++) {
    draw(streams.age, consumer, 0, 0, words)
    const age = ageAt(cumulative, uniform(words[0]))
    const outOfWork = uniform(words[1]) < unemployment
    bear(world, consumer, -age, age)
    settle(world, consumer, age, outOfWork, 0, 1)
  }
}

/** What all of them decide together: quartiles of income, and who has a file. */
export function settleFirst(world: PublicWorld): void {
  // Of a large population each such list takes as much as all tables.
  const room = new Float64Array(world.consumers.count)
  world.incomeQuartiles = quartiles(incomes(world, room))
  openFiles(world, room)
}

function incomes(world: Present & People, permanent: Float64Array): Float64Array {
  const { consumers: c, regime, tick } = world
  for (let consumer = 0; consumer < c.count; consumer++) {
    const age = tick - c.birthTick[consumer]
    permanent[consumer] = regime.plan.profile[age] * exp(c.persistent[consumer])
  }
  return permanent.sort()
}

function quartiles(sorted: Float64Array): number[] {
  return [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * sorted.length)])
}
