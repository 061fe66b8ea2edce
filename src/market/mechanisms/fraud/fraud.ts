/** Fraud on loans: who tries it, who is caught, who is on the shared list, and leaks of data that feed it. */
import { produceWithPatches } from 'immer'
import { EVER_FRAUD, FRAUD, NEED_IS_FRAUD } from '../../../agents/consumers.ts'
import { type Industry, YEAR } from '../../../agents/lenders/lender.ts'
import { REFUSALS } from '../../../base/vocabulary.ts'
import { draw, uniform } from '../../../random/streams.ts'
import type { Decision } from '../../apply.ts'
import type { MarketEvent } from '../../events.ts'
import { addToGroups } from '../../groups.ts'
import type { Chance, Counts, Market, MutableMarket, People, Present, Thresholds } from '../../world.ts'
import { dataWeakness, detectionRate, falsePositiveRate, fraudShare, leakChance } from './rates.ts'

const words = new Int32Array(2)
const SUSPECTED_FRAUD = REFUSALS.indexOf('fraud')
/** Index of the draw for a report of a write-off: after those for reports of catches, one a lender. */
const WRITE_OFF_REPORTS = 64

/** φ_t of the month. */
export function chanceOfFraud(world: Market & People): number {
  const { scenario, industry, month } = world
  if (scenario.fraud.share === 0) return 0
  let exposed = 0
  for (const { leaks } of industry.lenders) {
    for (const leak of leaks) if (leak.month >= month - YEAR) exposed += leak.persons
  }
  return fraudShare(scenario.fraud, exposed / world.consumers.count)
}

/** Once a need, when it first asks for credit: is it meant honestly? A person who has tried once is likelier to try again. */
export function decideOnFraud(world: Present & People & Chance, consumer: number): void {
  const { consumers: c, streams, fraudChance, scenario } = world
  c.marks[consumer] &= ~NEED_IS_FRAUD
  if (fraudChance === 0) return
  const { repeat } = scenario.fraud
  const chance = c.marks[consumer] & EVER_FRAUD && repeat > fraudChance ? repeat : fraudChance
  draw(streams.fraud, consumer, c.needTick[consumer], 0, words)
  if (uniform(words[0]) < chance) c.marks[consumer] |= NEED_IS_FRAUD | EVER_FRAUD
}

/** Whether the pending need is meant to be repaid. */
export function meansToRepay({ consumers: c }: People, consumer: number): boolean {
  return (c.marks[consumer] & NEED_IS_FRAUD) === 0
}

/** How much safer than they are fraudsters look: they take care to look creditworthy. In units of the risk type. */
export function disguise({ consumers: c, scenario }: People & Present, consumer: number): number {
  return c.marks[consumer] & NEED_IS_FRAUD ? scenario.fraud.appearance : 0
}

/** Flag of a loan for the pending need. */
export function fraudFlag({ consumers: c }: People, consumer: number): number {
  return c.marks[consumer] & NEED_IS_FRAUD ? FRAUD : 0
}

/** Whether a loan was never meant to be repaid, by its flags. */
export function isNeverPaid(loanFlags: number): boolean {
  return (loanFlags & FRAUD) !== 0
}

/** Counts a loan that was got by fraud. */
export function countFraudLoan({ consumers: c, tally }: People & Counts, consumer: number, lender: number): void {
  if ((c.marks[consumer] & NEED_IS_FRAUD) === 0) return
  tally.market.fraudLoans++
  tally.lenders.fraudLoans[lender]++
}

/** Screens an application, where there is fraud to look for; fills `decision` if it is turned away. */
export function screenedOut(
  world: Market & People & Thresholds & Chance & Counts,
  consumer: number,
  product: number,
  decision: Decision,
): boolean {
  if (world.scenario.fraud.share === 0 || !refusedAsFraud(world, consumer, product)) return false
  // Nobody looks further.
  decision.approved = false
  decision.refusal = SUSPECTED_FRAUD
  decision.grade = -1
  decision.aprBp = -1
  decision.amountFen = 0
  return true
}

/** Whether the shared list names this person. */
export function isListed(world: Present & People, consumer: number): boolean {
  const { fraud } = world.scenario
  return (
    fraud.share > 0 &&
    fraud.blacklist === 'shared' &&
    world.tick - world.consumers.listedTick[consumer] < fraud.blacklistMonths
  )
}

/**
 * Whether a lender turns this application away as a fraud: because the shared list names the person, or because its
 * own screening says so, or because a merchant, who would get the money, does not confirm the purchase. One draw a need
 * and lender, so that asking again changes nothing.
 */
export function refusedAsFraud(
  world: Market & People & Thresholds & Chance & Counts,
  consumer: number,
  product: number,
): boolean {
  const { consumers: c, scenario, streams, industry, tally, offers } = world
  const { fraud } = scenario
  const lender = offers.lender[product]
  const { market, lenders } = tally
  const fraudulent = (c.marks[consumer] & NEED_IS_FRAUD) !== 0
  if (fraudulent) {
    market.fraudAttempts++
    lenders.fraudAttempts[lender]++
  }
  let refused = isListed(world, consumer)
  if (!refused) {
    const cases = industry.lenders[lender].fraudCases
    draw(streams.detection, consumer, c.needTick[consumer], lender, words)
    const rate = fraudulent ? detectionRate(fraud, cases, c.count) : falsePositiveRate(fraud, cases, c.count)
    const unconfirmed = fraudulent && offers.bound[product] === 1 && uniform(words[1]) < fraud.merchantCheck
    refused = unconfirmed || uniform(words[0]) < rate
    if (refused) {
      if (fraudulent) lenders.fraudCases[lender]++
      report(world, consumer, lender)
    }
  }
  if (!refused) return false
  if (fraudulent) {
    market.fraudDetected++
    lenders.fraudDetected[lender]++
  } else {
    market.falseExclusions++
    lenders.falseExclusions[lender]++
    addToGroups(world, consumer, tally.groups.falseExclusions, 1)
  }
  return true
}

/** A loan on which nothing was ever paid is written off: the lender learns from it, and may report the person. */
export function fraudCameToLight(
  world: Present & People & Chance & Counts,
  consumer: number,
  lender: number,
  balanceFen: number,
): void {
  const { market, lenders } = world.tally
  market.fraudLossFen += balanceFen
  lenders.fraudLossFen[lender] += balanceFen
  lenders.fraudCases[lender]++
  report(world, consumer, WRITE_OFF_REPORTS + lender)
}

/** The list is asked at every application, so a name on it counts at once. Not every report reaches it. */
function report(world: Present & People & Chance, consumer: number, index: number): void {
  const { consumers: c, scenario, streams, tick } = world
  const { blacklist, blacklistShare } = scenario.fraud
  if (blacklist === 'none') return
  draw(streams.fraudReport, consumer, tick, index, words)
  if (uniform(words[0]) < blacklistShare) c.listedTick[consumer] = tick
}

/** Counts the names on the list, where there is one. */
export function countListed(world: Present & People & Counts, from: number, to: number): void {
  const { fraud } = world.scenario
  if (fraud.share === 0 || fraud.blacklist === 'none') return
  const { listedTick } = world.consumers
  const since = world.tick - fraud.blacklistMonths
  let listed = 0
  for (let consumer = from; consumer < to; consumer++) if (listedTick[consumer] > since) listed++
  world.tally.market.listed += listed
}

/** Leaks of the month. A leak exposes all who owe the lender something; their identities serve fraud for a year. */
export function leakData(world: MutableMarket & People & Chance & Counts): MarketEvent[] {
  const { scenario, streams, tally, tick, month, consumers, offers } = world
  const { fraud } = scenario
  if (fraud.leakRate === 0) return []
  const events: MarketEvent[] = []
  world.industry.lenders.forEach((lender, place) => {
    const persons = tally.lenders.borrowers[place]
    const weakness = dataWeakness(fraud, lender.class, offers.serviceQuality[offers.classOfLender[place]])
    draw(streams.leak, place, tick, 0, words)
    if (persons === 0 || uniform(words[0]) >= leakChance(fraud, weakness, persons / consumers.count)) return
    tally.market.leaks++
    tally.market.exposed += persons
    tally.lenders.exposed[place] += persons
    const [industry, patches] = produceWithPatches(world.industry, (draft: Industry) => {
      const recent = lender.leaks.filter((leak) => leak.month > month - YEAR)
      draft.lenders[place].leaks = [...recent, { month, persons }]
    })
    world.industry = industry
    events.push({ month, actor: lender.code, kind: 'leak', why: `data of ${persons} customers got out`, patches })
  })
  return events
}
