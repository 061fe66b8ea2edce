/** Whom a rule hits on the day it takes effect, in words for the log. */
import { GRADES } from '../../../agents/expected-loss.ts'
import { LENDER_CLASSES, type LenderClass } from '../../../base/vocabulary.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import { type OfferBook, publishOffers } from '../../offers.ts'
import type { Market, Supply } from '../../world.ts'
import { barredBecause, minCapitalFen } from './rules.ts'

/** More codes than this are counted, not named. */
const MOST_NAMED = 12

/** What rules mean to lenders by way of other mechanisms. */
export interface Others {
  /** Whether lenders of a class report their loans. */
  readonly reports: (scenario: Scenario, of: LenderClass) => boolean
  /** Share of new lending that partners of a class's lenders may fund. */
  readonly facilitatedShare: (scenario: Scenario, of: LenderClass) => number
  /** Whether a lender has closed for good. */
  readonly isClosed: (lender: number) => boolean
}

/** Whom a new value of `path` hits at once, in words; nothing for what is no regulation. */
export function effectOf(path: string, before: Scenario, after: Scenario, world: Market, others: Others): string {
  if (path === 'pricing.aprCap' || /^regulation\.(aprCap|licensedCap|privateCap)$/.test(path)) {
    return capEffect(before, after, world)
  }
  if (/^regulation\.(studentLending|studentAge|unlicensedLending|generalLoans|p2p)$/.test(path)) {
    return banEffect(before, after, world, others)
  }
  if (path.startsWith('regulation.minCapital.')) return licenceEffect(before, after, world)
  if (path === 'regulation.mandatoryReporting') return reportingEffect(before, after, world, others)
  if (path === 'regulation.minOwnFunding') return ownFundingEffect(before, after, world, others)
  return ''
}

function capEffect(before: Scenario, after: Scenario, world: Market): string {
  const [was, now] = books(before, after, world)
  let offered = 0
  let refusing = 0
  const bound: string[] = []
  world.industry.products.forEach(({ code }, product) => {
    if (was.purposes[product] === 0) return
    offered++
    let binds = false
    let refuses = false
    for (let at = product * GRADES; at < (product + 1) * GRADES; at++) {
      if (was.aprBp[at] > 10000 * now.cap[product]) binds = true
      if (was.aprBp[at] >= 0 && now.aprBp[at] < 0) refuses = true
    }
    if (binds) bound.push(code)
    if (refuses) refusing++
  })
  if (bound.length === 0) return `binds for none of ${offered} products at once`
  return `binds for ${bound.length} of ${offered} products (${named(bound)}); ${refusing} of them now refuse some grades of risk`
}

function banEffect(before: Scenario, after: Scenario, world: Market, { isClosed }: Others): string {
  const [was, now] = books(before, after, world)
  const { lenders, products } = world.industry
  const gone = products.filter((_, product) => was.purposes[product] !== 0 && now.purposes[product] === 0)
  const back = products.filter((_, product) => was.purposes[product] === 0 && now.purposes[product] !== 0)
  const older = products.filter(
    (_, product) => now.purposes[product] !== 0 && now.ageFrom[product] > was.ageFrom[product],
  )
  // Lenders without funds, which offer nothing this month, are still barred.
  const barred = lenders.filter(
    (lender, place) =>
      lender.status === 'active' &&
      !isClosed(place) &&
      barredBecause(before, lender) === null &&
      barredBecause(after, lender) !== null,
  )
  const touched = new Set([...[...gone, ...older].map(({ lender }) => lenders[lender]), ...barred])
  const hit = lenders.filter((lender) => touched.has(lender)).map(({ code }) => code)
  const converted =
    after.regulation.generalLoans === 'converted'
      ? products.filter(({ boundTo, withdrawn }) => boundTo === null && withdrawn === null)
      : []
  const effects = [
    converted.length > 0
      ? `${converted.length} general products become bound to one purpose (${named(converted.map(({ code }) => code))})`
      : '',
    barred.length > 0 ? `${barred.length} lenders may make no new loans` : '',
    gone.length > 0 ? `${gone.length} products withdrawn (${named(gone.map(({ code }) => code))})` : '',
    older.length > 0 ? `${older.length} products closed to those under ${after.regulation.studentAge}` : '',
    back.length > 0 ? `${back.length} products come back (${named(back.map(({ code }) => code))})` : '',
  ].filter((effect) => effect !== '')
  if (effects.length === 0) return 'hits nobody at once'
  return hit.length > 0 ? `hits ${named(hit)}: ${effects.join(', ')}` : effects.join(', ')
}

function licenceEffect(before: Scenario, after: Scenario, world: Supply): string {
  const hit = world.industry.lenders.filter(
    ({ class: of, status, ledger }) =>
      status === 'active' &&
      minCapitalFen(after, of) > minCapitalFen(before, of) &&
      ledger.equityFen < minCapitalFen(after, of),
  )
  if (hit.length === 0) return 'no incumbent is below it'
  return `${named(hit.map(({ code }) => code))} must raise capital or leave within ${after.regulation.graceMonths} months`
}

function reportingEffect(before: Scenario, after: Scenario, world: Supply, { reports }: Others): string {
  const changed = LENDER_CLASSES.filter((of) => reports(before, of) !== reports(after, of))
  const hit = world.industry.lenders.filter(({ class: of, status }) => status !== 'closed' && changed.includes(of))
  if (hit.length === 0) return 'hits nobody: all reported before'
  return `${named(hit.map(({ code }) => code))} ${after.regulation.mandatoryReporting ? 'must report now' : 'need report no more'}`
}

function ownFundingEffect(
  before: Scenario,
  after: Scenario,
  { industry }: Supply,
  { facilitatedShare }: Others,
): string {
  const rule = `at least ${Math.round(100 * after.regulation.minOwnFunding)} % of lending with a partner is the lender's own`
  const joint = industry.lenders.filter(({ partner, status }) => partner !== null && status === 'active')
  const changed = (sign: number) =>
    joint.filter(({ class: of }) => sign * (facilitatedShare(after, of) - facilitatedShare(before, of)) > 0)
  const [hit, freed] = [changed(-1), changed(1)].map((lenders) => named(lenders.map(({ code }) => code)))
  if (hit === '' && freed === '') return `${rule}; hits nobody: all fund as much themselves`
  return hit === ''
    ? `${rule}; ${freed} may fund less themselves`
    : `${rule}; hits ${hit}, who must fund more themselves`
}

/** The month's offers under the old rules and the new. */
function books(before: Scenario, after: Scenario, { industry, month }: Market): [OfferBook, OfferBook] {
  return [publishOffers(before, industry, month), publishOffers(after, industry, month)]
}

function named(codes: readonly string[]): string {
  const more = codes.length - MOST_NAMED
  return more > 0 ? `${codes.slice(0, MOST_NAMED).join(', ')} and ${more} more` : codes.join(', ')
}
