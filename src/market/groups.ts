/** Which groups of consumers a person counts in: file state, would-be file, age band, income quartile, purpose. */
import { ageBandOf } from '../agents/demography.ts'
import { exp } from '../base/math.ts'
import {
  FIRST_AGE_GROUP,
  FIRST_FILE_GROUP,
  FIRST_HURDLE_GROUP,
  FIRST_PURPOSE_GROUP,
  FIRST_QUARTILE_GROUP,
} from './tally.ts'
import type { World } from './world.ts'

export const GROUP_NAMES: readonly { readonly grouping: string; readonly group: string }[] = [
  ...['none', 'unscored', 'scored'].map((group) => ({ grouping: 'file', group })),
  ...['0.5', '0.727', '0.9', '1'].map((group) => ({ grouping: 'wouldBeFiled', group })),
  ...['<20', '20-30', '30-40', '40-50', '>=50'].map((group) => ({ grouping: 'ageBand', group })),
  ...['1', '2', '3', '4'].map((group) => ({ grouping: 'incomeQuartile', group })),
  ...['shopping', 'education', 'rent', 'renovation', 'travel', 'other'].map((group) => ({
    grouping: 'purpose',
    group,
  })),
]

/** Adds `amount` to a counter in each group of the consumer; the purpose is that of the latest need. */
export function addToGroups(world: World, consumer: number, counter: Float64Array, amount: number): void {
  const { consumers: c, tick, groupIntercepts, incomeQuartiles, scenario, regime } = world
  const age = tick - c.birthTick[consumer]
  // By the coverage at which this person would have a file, whatever coverage the arm has.
  const ready = c.fileHurdle[consumer] - (scenario.credit.ageSlope * age) / 120
  const wouldBe = ready < groupIntercepts[0] ? 0 : ready < groupIntercepts[1] ? 1 : ready < groupIntercepts[2] ? 2 : 3
  const permanent = regime.plan.profile[age] * exp(c.persistent[consumer])
  const quartile =
    permanent < incomeQuartiles[0] ? 0 : permanent < incomeQuartiles[1] ? 1 : permanent < incomeQuartiles[2] ? 2 : 3
  counter[FIRST_FILE_GROUP + c.file[consumer]] += amount
  counter[FIRST_HURDLE_GROUP + wouldBe] += amount
  counter[FIRST_AGE_GROUP + ageBandOf(age)] += amount
  counter[FIRST_QUARTILE_GROUP + quartile] += amount
  counter[FIRST_PURPOSE_GROUP + c.needPurpose[consumer]] += amount
}
