/**
 * Rules of lenders that anybody knows and can check against oneself: who has a file, what one earns, a charge-off on one's
 * own file. Nobody wastes an application on a lender that they bar.
 */
import { NO_FILE, NO_TICK, SCORED_FILE, UNSCORED_FILE } from '../agents/consumers.ts'
import { exp } from '../base/math.ts'
import { fenUnrounded } from '../base/units.ts'
import { FILE_RULES, LENDER_CLASSES } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { showsDefaults } from './mechanisms/bureau/bureau.ts'
import type { People, Present } from './world.ts'

/** Public rules of each class, in the order of LENDER_CLASSES. */
export interface PublicRules {
  /** Least file state. */
  readonly file: Uint8Array
  /** Least expected income a month, fen; whether any class asks for some. */
  readonly incomeFen: Float64Array
  readonly anyIncome: boolean
  /** Classes that refuse anybody with a charge-off on file, a bit mask. */
  readonly lookUp: number
}

/** File states that rules ask for, in the order of FILE_RULES. */
const LEAST_FILE = [NO_FILE, UNSCORED_FILE, SCORED_FILE]

export function publicRules({ lenders, credit }: Scenario): PublicRules {
  const policies = LENDER_CLASSES.map((of) => lenders[of])
  return {
    file: Uint8Array.from(policies, ({ fileRule }) => LEAST_FILE[FILE_RULES.indexOf(fileRule)]),
    incomeFen: Float64Array.from(policies, ({ minIncome }) => fenUnrounded(minIncome)),
    anyIncome: policies.some(({ minIncome }) => minIncome > 0),
    lookUp: showsDefaults(credit)
      ? policies.reduce((mask, { usesBureau }, of) => (usesBureau ? mask | (1 << of) : mask), 0)
      : 0,
  }
}

/** Expected income a month, fen: what lenders go by. */
export function expectedIncomeFen({ consumers: c, regime }: Present & People, consumer: number, age: number): number {
  return regime.plan.profile[age] * exp(c.persistent[consumer]) * regime.plan.expected[age]
}

/** Classes of lenders whose rules on files and incomes let the consumer in, a bit mask over LENDER_CLASSES. */
export function classesOpenTo(world: Present & People, consumer: number, age: number): number {
  const { file, incomeFen, anyIncome } = world.regime.publicRules
  const state = world.consumers.file[consumer]
  const income = anyIncome ? expectedIncomeFen(world, consumer, age) : Infinity
  let mask = 0
  for (let of = 0; of < file.length; of++) if (state >= file[of] && income >= incomeFen[of]) mask |= 1 << of
  return mask
}

/** Classes of lenders that find a charge-off on the consumer's file, a bit mask over LENDER_CLASSES. */
export function classesThatFindChargeOff(
  { consumers: c, scenario, regime, tick }: Present & People,
  consumer: number,
): number {
  const chargedOff = c.chargeOffTick[consumer]
  if (chargedOff === NO_TICK || c.file[consumer] === NO_FILE) return 0
  return tick - chargedOff < scenario.credit.recordMonths ? regime.publicRules.lookUp : 0
}
