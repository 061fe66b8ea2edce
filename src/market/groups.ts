/** Which groups of consumers a person counts in: file state, would-be file, age band, income quartile, purpose. */
import { ageBandOf } from '../agents/demography.ts'
import { FIRST_GROUP, jointCell } from '../base/cells.ts'
import { exp } from '../base/math.ts'
import type { People, Present, Thresholds } from './world.ts'

/** Groups of the consumer that was asked about last: events of one person come one after another. */
const latest = {
  world: null as People | null,
  consumer: -1,
  tick: -1,
  birthTick: 0,
  wouldBe: 0,
  ageBand: 0,
  quartile: 0,
}

/** Adds `amount` to a counter in each group of the consumer; the purpose is that of the latest need unless given. */
export function addToGroups(
  world: Present & People & Thresholds,
  consumer: number,
  counter: Float64Array,
  amount: number,
  purpose: number = world.consumers.needPurpose[consumer],
): void {
  know(world, consumer)
  counter[FIRST_GROUP.file + world.consumers.file[consumer]] += amount
  counter[FIRST_GROUP.wouldBeFiled + latest.wouldBe] += amount
  counter[FIRST_GROUP.ageBand + latest.ageBand] += amount
  counter[FIRST_GROUP.incomeQuartile + latest.quartile] += amount
  counter[FIRST_GROUP.purpose + purpose] += amount
}

/** Adds one to a joint counter in the consumer's cell; the purpose is that of the latest need. */
export function countJointly(world: Present & People & Thresholds, consumer: number, counter: Float64Array): void {
  const { file, needPurpose } = world.consumers
  know(world, consumer)
  counter[jointCell(latest.ageBand, latest.quartile, file[consumer], needPurpose[consumer])]++
}

/** Classifies the consumer, unless that was the one before. */
function know(world: Present & People & Thresholds, consumer: number): void {
  const { consumers: c, tick } = world
  const isKnown =
    latest.consumer === consumer &&
    latest.tick === tick &&
    latest.birthTick === c.birthTick[consumer] &&
    latest.world === world
  if (!isKnown) classify(world, consumer)
}

function classify(world: Present & People & Thresholds, consumer: number): void {
  const { consumers: c, tick, regime } = world
  // Who leaves at the last age is counted with those a month younger: no income is tabulated beyond.
  const age = Math.min(tick - c.birthTick[consumer], regime.plan.profile.length - 1)
  const permanent = regime.plan.profile[age] * exp(c.persistent[consumer])
  latest.world = world
  latest.consumer = consumer
  latest.tick = tick
  latest.birthTick = c.birthTick[consumer]
  latest.wouldBe = thresholdBand(world, consumer, age)
  latest.ageBand = ageBandOf(age)
  latest.quartile = incomeQuartile(world, permanent)
}

/** Band of the coverage at which this person would have a file at this age, whatever coverage the arm has. */
export function thresholdBand(world: Present & People & Thresholds, consumer: number, ageMonths: number): number {
  const { consumers: c, groupIntercepts, scenario } = world
  return below(groupIntercepts, c.fileThreshold[consumer] - (scenario.credit.ageSlope * ageMonths) / 120)
}

/** Quarter of permanent income, by the quartiles at the start. */
export function incomeQuartile({ incomeQuartiles }: Thresholds, permanentFen: number): number {
  return below(incomeQuartiles, permanentFen)
}

/** Number of the three thresholds that `value` reaches. */
function below(thresholds: readonly number[], value: number): number {
  return value < thresholds[0] ? 0 : value < thresholds[1] ? 1 : value < thresholds[2] ? 2 : 3
}
