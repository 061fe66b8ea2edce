/** Step 1 of the month: dated changes of the scenario take effect, and the log says whom they hit. */

import { GRADES } from '../agents/underwriting.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { scenarioAt, withValue } from '../scenarios/timeline.ts'
import { resolveCoverage } from './births.ts'
import type { MarketEvent } from './events.ts'
import { deleteRecords, reportsToBureau } from './mechanisms/bureau/bureau.ts'
import { isClosed } from './mechanisms/p2p/p2p.ts'
import { partnerShareAllowed } from './mechanisms/partners/participation.ts'
import { barredBecause, minCapitalFen } from './mechanisms/regulation/rules.ts'
import { type OfferBook, publishOffers } from './offers.ts'
import { regimeOf, type World } from './world.ts'

/** More codes than this are counted, not named. */
const MOST_NAMED = 12

export function enactPolicy(world: World): MarketEvent[] {
  const before = world.scenario
  const after = scenarioAt(world.base, world.month)
  if (after === before) return []
  const changes = world.base.timeline.filter((change) => change.month === world.month)
  // One value after another, so that each is told with what it alone does.
  let current = before
  const told = changes.map((change) =>
    Object.entries(change.set)
      .map(([path, value]) => {
        const next = withValue(current, path, value)
        const effect = effectOf(path, current, next, world)
        current = next
        return effect === '' ? `${path} = ${String(value)}` : `${path} = ${String(value)}: ${effect}`
      })
      .join(', '),
  )
  world.scenario = after
  world.regime = regimeOf(after)
  if (after.credit.coverage !== before.credit.coverage) resolveCoverage(world)
  if (after.credit.recordMonths < before.credit.recordMonths) deleteRecords(world)
  return told.map((why) => ({
    month: world.month,
    actor: 'regulator',
    kind: 'policy',
    why,
    // What lenders own they change themselves: where designs start is not dated.
    patches: [],
  }))
}

/** Whom a new value of `path` hits at once, in words; nothing for what is no regulation. */
function effectOf(path: string, before: Scenario, after: Scenario, world: World): string {
  if (path === 'pricing.aprCap' || /^regulation\.(aprCap|licensedCap|privateCap)$/.test(path)) {
    return capEffect(before, after, world)
  }
  if (/^regulation\.(studentLending|studentAge|unlicensedLending|p2p)$/.test(path)) {
    return banEffect(before, after, world)
  }
  if (path.startsWith('regulation.minCapital.')) return licenceEffect(before, after, world)
  if (path === 'regulation.mandatoryReporting') return reportingEffect(before, after, world)
  if (path === 'regulation.minOwnFunding') return ownFundingEffect(before, after, world)
  return ''
}

function capEffect(before: Scenario, after: Scenario, world: World): string {
  const [was, now] = books(before, after, world)
  let offered = 0
  let refusing = 0
  const bound: string[] = []
  world.industry.products.forEach(({ code }, j) => {
    if (was.purposes[j] === 0) return
    offered++
    let binds = false
    let refuses = false
    for (let at = j * GRADES; at < (j + 1) * GRADES; at++) {
      if (was.aprBp[at] > 10000 * now.cap[j]) binds = true
      if (was.aprBp[at] >= 0 && now.aprBp[at] < 0) refuses = true
    }
    if (binds) bound.push(code)
    if (refuses) refusing++
  })
  if (bound.length === 0) return `binds for none of ${offered} products at once`
  return `binds for ${bound.length} of ${offered} products (${named(bound)}); ${refusing} of them now refuse some grades of risk`
}

function banEffect(before: Scenario, after: Scenario, world: World): string {
  const [was, now] = books(before, after, world)
  const { lenders, products } = world.industry
  const gone = products.filter((_, j) => was.purposes[j] !== 0 && now.purposes[j] === 0)
  const back = products.filter((_, j) => was.purposes[j] === 0 && now.purposes[j] !== 0)
  const older = products.filter((_, j) => now.purposes[j] !== 0 && now.ageFrom[j] > was.ageFrom[j])
  // Lenders without funds, which offer nothing this month, are still barred.
  const barred = lenders.filter(
    (lender, l) =>
      lender.status === 'active' &&
      !isClosed(world, l) &&
      barredBecause(before, lender) === null &&
      barredBecause(after, lender) !== null,
  )
  const touched = new Set([...[...gone, ...older].map(({ lender }) => lenders[lender]), ...barred])
  const hit = lenders.filter((lender) => touched.has(lender)).map(({ code }) => code)
  const effects = [
    barred.length > 0 ? `${barred.length} lenders may make no new loans` : '',
    gone.length > 0 ? `${gone.length} products withdrawn (${named(gone.map(({ code }) => code))})` : '',
    older.length > 0 ? `${older.length} products closed to those under ${after.regulation.studentAge}` : '',
    back.length > 0 ? `${back.length} products come back (${named(back.map(({ code }) => code))})` : '',
  ].filter((effect) => effect !== '')
  if (effects.length === 0) return 'hits nobody at once'
  return hit.length > 0 ? `hits ${named(hit)}: ${effects.join(', ')}` : effects.join(', ')
}

function licenceEffect(before: Scenario, after: Scenario, world: World): string {
  const hit = world.industry.lenders.filter(
    ({ class: of, status, ledger }) =>
      status === 'active' &&
      minCapitalFen(after, of) > minCapitalFen(before, of) &&
      ledger.equityFen < minCapitalFen(after, of),
  )
  if (hit.length === 0) return 'no incumbent is below it'
  return `${named(hit.map(({ code }) => code))} must raise capital or leave within ${after.regulation.graceMonths} months`
}

function reportingEffect(before: Scenario, after: Scenario, world: World): string {
  const changed = LENDER_CLASSES.filter((of) => reportsToBureau(before, of) !== reportsToBureau(after, of))
  const hit = world.industry.lenders.filter(({ class: of, status }) => status !== 'closed' && changed.includes(of))
  if (hit.length === 0) return 'hits nobody: all reported before'
  return `${named(hit.map(({ code }) => code))} ${after.regulation.mandatoryReporting ? 'must report now' : 'need report no more'}`
}

function ownFundingEffect(before: Scenario, after: Scenario, { industry }: World): string {
  const rule = `at least ${Math.round(100 * after.regulation.minOwnFunding)} % of a jointly funded loan is the lender's own`
  const joint = industry.lenders.filter(({ partner, status }) => partner !== null && status === 'active')
  const changed = (sign: number) =>
    joint.filter(({ class: of }) => sign * (partnerShareAllowed(after, of) - partnerShareAllowed(before, of)) > 0)
  const [hit, freed] = [changed(-1), changed(1)].map((lenders) => named(lenders.map(({ code }) => code)))
  if (hit === '' && freed === '') return `${rule}; hits nobody: all fund as much themselves`
  return hit === ''
    ? `${rule}; ${freed} may fund less themselves`
    : `${rule}; hits ${hit}, who must fund more themselves`
}

/** The month's offers under the old rules and the new. */
function books(before: Scenario, after: Scenario, { industry, month }: World): [OfferBook, OfferBook] {
  return [publishOffers(before, industry, month), publishOffers(after, industry, month)]
}

function named(codes: readonly string[]): string {
  const more = codes.length - MOST_NAMED
  return more > 0 ? `${codes.slice(0, MOST_NAMED).join(', ')} and ${more} more` : codes.join(', ')
}
