/** To whom credit coverage gives a file in the bureau (paper, Table 5): exactly the share c of those alive, nested in c. */

import { ENROLLED, FORMED, HISTORY_MASK, NO_FILE, SCORED_FILE, UNSCORED_FILE } from '../agents/consumers.ts'
import { givenFor } from '../agents/formed-files.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { MarketEvent } from './events.ts'
import { fileInterceptFor, type People, type Present, type PublicWorld, type Thresholds } from './world.ts'

/** Coverages that split people into groups by the coverage at which they would have a file. */
const GROUP_COVERAGES = [0.5, 0.727, 0.9]

/** Files of the first population, and the thresholds of the groups. */
export function openFiles(world: PublicWorld, room: Float64Array): void {
  const ready = readiness(world, room)
  world.groupIntercepts = GROUP_COVERAGES.map((coverage) => fileInterceptFor(ready, coverage))
  setCoverage(world, ready)
}

/** In month 0, where loans alone have given more people a file than coverage is to show. */
export function tellCoverage({ scenario, month, tally, consumers }: PublicWorld): MarketEvent[] {
  const { coverage, fileFormation } = scenario.credit
  if (month !== 0 || !fileFormation || coverage === 0 || givenShare(scenario.credit) > 0) return []
  const shown = tally.market.filed / consumers.count
  const why = `credit.coverage = ${coverage}, but loans alone open files: ${shown} of people have one, and coverage gives none`
  return [{ month, actor: 'market', kind: 'coverage', why, patches: [] }]
}

/** Re-solves a_c for everybody alive, so that coverage is exactly c now; those who have a file keep it. */
export function resolveCoverage(world: PublicWorld): void {
  setCoverage(world, readiness(world))
}

/** The share to whom coverage gives a file outright: all of it, or so many that loans make up the rest by month 0. */
export function givenShare({ coverage, fileFormation, formed }: Scenario['credit']): number {
  return fileFormation ? givenFor(formed, coverage) : coverage
}

function setCoverage(world: PublicWorld, ready: Float64Array): void {
  world.fileIntercept = fileInterceptFor(ready, givenShare(world.scenario.credit))
  for (let consumer = 0; consumer < world.consumers.count; consumer++)
    updateFile(world, consumer, world.tick - world.consumers.birthTick[consumer])
}

/** Threshold less the age part, sorted: a consumer has a file where this lies below a_c. */
function readiness(
  world: Present & People,
  ready: Float64Array = new Float64Array(world.consumers.count),
): Float64Array {
  const { consumers: c, scenario, tick } = world
  for (let consumer = 0; consumer < c.count; consumer++) {
    ready[consumer] = c.fileThreshold[consumer] - (scenario.credit.ageSlope * (tick - c.birthTick[consumer])) / 120
  }
  return ready.sort()
}

/**
 * Files appear where the threshold is passed at the present age; once there they never lapse. One that a loan or enrolment
 * had opened before counts as given by coverage from then on, and is no worse than coverage would have made it.
 */
export function updateFile(world: Present & People & Thresholds, consumer: number, ageMonths: number): void {
  const { consumers: c, scenario, fileIntercept } = world
  const earned = c.fileHistory[consumer] & (FORMED | ENROLLED)
  if (c.file[consumer] !== NO_FILE && earned === 0) return
  const threshold = c.fileThreshold[consumer] - (scenario.credit.ageSlope * ageMonths) / 120
  if (threshold >= fileIntercept) return
  c.fileHistory[consumer] &= HISTORY_MASK
  if (c.scorable[consumer]) c.file[consumer] = SCORED_FILE
  else if (c.file[consumer] === NO_FILE) c.file[consumer] = UNSCORED_FILE
}
