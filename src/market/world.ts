/** Everything that exists: consumers, industry, this month's offers, and what the scenario in force implies. */

import { awarenessTable, lotsOf } from '../agents/awareness.ts'
import { allocateConsumers, type Consumers, HOLDOUT_GROUPS, type PublicConsumers } from '../agents/consumers.ts'
import { type AgeStructure, ageStructure } from '../agents/demography.ts'
import { GRADES, type LossModel, lossModel, type Spread, spreadOf } from '../agents/expected-loss.ts'
import { type Reference, referenceOf } from '../agents/fundable.ts'
import { foundIndustry, type Industry, type Origin } from '../agents/lenders/lender.ts'
import { type LossEvidence, noEvidence } from '../agents/lenders/loss-learning.ts'
import type { SurveyedShopper } from '../agents/lenders/view.ts'
import { type SpendingPlan, spendingPlan } from '../agents/lifecycle.ts'
import { meanPermanentIncome, type NeedTable, needTable } from '../agents/needs.ts'
import { bureauVariance, type SignalWeights, signalWeights } from '../agents/underwriting.ts'
import type { Memory } from '../base/columns.ts'
import { exp, logit } from '../base/math.ts'
import { monthlyRate } from '../base/units.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import { NORMAL_TABLE, openStream, type Stream } from '../random/streams.ts'
import { MECHANISMS, type MechanismStream } from '../scenarios/mechanisms.ts'
import { type LenderClassPolicy, MAX_LENDERS, MAX_PRODUCTS, type Scenario } from '../scenarios/scenario.ts'
import type { AnswerDesk } from './answers.ts'
import { type Journal, openJournal } from './journal.ts'
import { buildNetwork, type Network } from './mechanisms/diffusion/network.ts'
import { foundP2p, type P2pMarket } from './mechanisms/p2p/p2p.ts'
import { type OfferBook, publishOffers } from './offers.ts'
import type { PastMonth } from './past.ts'
import { type PublicRules, publicRules } from './public-rules.ts'
import { createTally, type Tally } from './tally.ts'
import type { Trace } from './trace.ts'

/** Consumers are processed in chunks of this size, whatever the machine. */
export const CHUNK = 4096

/** Slots of a chunk, from the first to the one after the last; none of a chunk that does not exist. */
export function slotsOf({ consumers: { count } }: People, chunk: number): readonly [number, number] {
  return [Math.min(count, chunk * CHUNK), Math.min(count, (chunk + 1) * CHUNK)]
}

/**
 * The market's own streams, one for each use of chance, by the name that decides its draws. Those names are part of the
 * results' definition, so those of distress and rationing stay what they were first.
 */
const OWN_STREAMS = {
  birth: 'birth',
  age: 'age',
  life: 'life',
  need: 'need',
  distress: 'trouble',
  willing: 'willing',
  awareness: 'awareness',
  choice: 'choice',
  bureauSignal: 'bureauSignal',
  platformSignal: 'platformSignal',
  rationing: 'admission',
  panel: 'panel',
  satisfaction: 'satisfaction',
  design: 'design',
  distortion: 'distortion',
} as const

/** Those, and what mechanisms bring. */
export type Streams = { readonly [name in keyof typeof OWN_STREAMS | MechanismStream]: Stream }

/** What a lender of given data knows, by file state: signal weights, and what it expects with what it does not know. */
export interface Knowledge {
  readonly weights: SignalWeights
  readonly spread: Spread
}

/** Constants that the scenario in force implies, recomputed only when a dated change takes effect. */
export interface Regime {
  readonly plan: SpendingPlan
  readonly needs: NeedTable
  /** Chances of knowing a lender: see `awarenessTable`. */
  readonly awareness: Float64Array
  /** The same as bounds on lots of 16 bits. */
  readonly awarenessLots: Int32Array
  readonly savingsRateMonthly: number
  /** e^(sd e) at the normal points: the transitory factor of income. */
  readonly transitory: Float64Array
  readonly innovationSd: number
  readonly publicRules: PublicRules
  /** How many of the consumers' lots each lender holds out of its promotions. */
  readonly holdoutGroups: number
  /** The model of a loan by which lenders score and learn. */
  readonly losses: LossModel
  /** By lender class data set: [usesBureau × 2 + usesPlatformData][file state]. */
  readonly knowledge: readonly (readonly Knowledge[])[]
  /** In the order of LENDER_CLASSES: to look them up by name takes longer. */
  readonly policies: readonly LenderClassPolicy[]
}

/** A shopper remembered for the lenders' analysts. */
export interface ShopperSample extends SurveyedShopper {
  readonly consumer: number
  readonly expectedIncomeFen: number
}

/** One decision about the design of a product, for the record. */
export interface DesignDecision {
  readonly kind: 'imitation' | 'innovation' | 'withdrawal'
  readonly outcome: 'moved' | 'launched' | 'rejected' | 'withdrawn'
  readonly lender: number
  /** Code of the product that was moved, launched or withdrawn, or that stayed as it was. */
  readonly product: string
  /** Code of the product copied; null if none. */
  readonly parent: string | null
  readonly origin: Origin
  /** Distance from the design (of the product, or of the one that a launch set out from) to the candidate. */
  readonly distance: number
  /** Research paid for it; at a withdrawal within a year of the design, all that the failure cost. */
  readonly costFen: number
}

/** The date and the rules in force. Ticks run from 0; `month` = tick − burnIn. */
export interface Present {
  readonly tick: number
  readonly month: number
  /** The scenario as it stood at the start, and the one in force this month. */
  readonly base: Scenario
  readonly scenario: Scenario
  readonly regime: Regime
  /** What fundable demand is priced by; nothing that is dated changes it. */
  readonly reference: Reference
  /** Mean permanent income a month at the start, fen: needs of those who earn it have the amounts drawn. */
  readonly meanIncomeFen: number
  readonly structure: AgeStructure
}

/** Consumers as lenders, the bureau and counters may know them: private traits are hidden. */
export interface People {
  readonly consumers: PublicConsumers
  /** Who talks to whom; null where nobody does, or anybody to anybody. */
  readonly network: Network | null
}

/** Consumers as nature made them, with private traits: for births, signals, distress and choices. */
export interface Nature extends People {
  readonly consumers: Consumers
}

/** Where consumers are divided: for files, and to group them in the tally. */
export interface Thresholds {
  /** File intercept a_c in force, and at coverage 0.5, 0.727 and 0.9 at the start (for grouping only). */
  readonly fileIntercept: number
  readonly groupIntercepts: readonly number[]
  /** Quartiles of permanent income (fen a month) at the start. */
  readonly incomeQuartiles: readonly number[]
}

/** Lenders with their products, and this month's offers. */
export interface Supply {
  readonly industry: Industry
  readonly offers: OfferBook
}

/** The same for those who may change it. */
export interface MutableSupply extends Supply {
  industry: Industry
  offers: OfferBook
}

/** The market as everybody sees it. */
export type Market = Present & Supply
export type MutableMarket = Present & MutableSupply

/** Streams of chance, and the month's odds. */
export interface Chance {
  readonly streams: Streams
  /** Chance that a shopper enters the sample this month. */
  readonly sampleChance: number
  /** Chance that its surplus is counted: at most `sampleChance`. */
  readonly surplusChance: number
  /** Chance this month that a need which comes to ask for credit is a fraud. */
  readonly fraudChance: number
}

/** What the month has counted so far. */
export interface Counts {
  readonly tally: Tally
}

/** Evidence of losses by class, in the order of LENDER_CLASSES: fading, yuan per head. What it teaches stands in the industry. */
export interface Experience {
  readonly lossEvidence: readonly LossEvidence[]
}

/** Money of outside investors. */
export interface Funding {
  /** P2P platforms and their investors; null where there are none. */
  readonly p2p: P2pMarket | null
}

/** Who writes down or looks on, without an effect on anything. */
export interface Watchers {
  /** What is written down of the panel; null without one. */
  readonly journal: Journal | null
  /** Who looks on; null where nobody does. */
  readonly trace: Trace | null
}

/** What lenders' product decisions start from and leave behind. */
export interface Research {
  /** Sampled shoppers of last month; null before the first. */
  readonly samples: readonly ShopperSample[] | null
  /** How many shoppers they stand for: their number over the chance to be among them. */
  readonly sampledFrom: number
  /** Past months, the latest last: what others come to see with a lag. */
  readonly pastMonths: readonly PastMonth[]
  /** This month's decisions about designs. */
  readonly designs: DesignDecision[]
  /** Room for what lenders ask shoppers, used month after month; nothing in it counts. */
  readonly desk: AnswerDesk
}

/** What a lender's decision about products, promotions or margins looks at and changes. */
export type Planning = MutableMarket & Chance & Counts & Research

/** The whole, for phases of the month. Functions below them take the parts that they need. */
export interface World
  extends Present,
    Nature,
    Thresholds,
    MutableSupply,
    Chance,
    Counts,
    Funding,
    Experience,
    Watchers,
    Research {
  network: Network | null
  scenario: Scenario
  regime: Regime
  trace: Trace | null
  fileIntercept: number
  groupIntercepts: readonly number[]
  incomeQuartiles: readonly number[]
  samples: readonly ShopperSample[] | null
  sampledFrom: number
  pastMonths: readonly PastMonth[]
  designs: DesignDecision[]
  sampleChance: number
  surplusChance: number
  fraudChance: number
  tick: number
  month: number
}

/** The whole but for private traits. */
export type PublicWorld = Omit<World, 'consumers'> & People

/** Opens every stream under the root seed. */
export function openStreams(seed: number): Streams {
  const ofMechanisms = Object.values(MECHANISMS).flatMap(({ streams }) => streams.map((name) => [name, name]))
  const names: { readonly [name: string]: string } = { ...Object.fromEntries(ofMechanisms), ...OWN_STREAMS }
  return Object.fromEntries(Object.entries(names).map(([name, keyed]) => [name, openStream(seed, keyed)])) as Streams
}

export function regimeOf(scenario: Scenario): Regime {
  const { credit, income, information, repayment } = scenario
  const plan = spendingPlan(scenario)
  const awareness = awarenessTable(scenario)
  const platform = information.platformNoiseSd * information.platformNoiseSd
  // Half of the twelve are the same: who asks the bureau about somebody without a file learns nothing.
  const spreads = new Map<number, Spread>()
  const spreadAt = (variance: number): Spread => {
    const spread = spreads.get(variance) ?? spreadOf(repayment.distressSd * Math.sqrt(variance))
    spreads.set(variance, spread)
    return spread
  }
  const knowledge = [0, 1, 2, 3].map((sources) =>
    [0, 1, 2].map((file) => {
      const bureau = sources & 2 && credit.informs ? bureauVariance(information, file) : Infinity
      const weights = signalWeights(bureau, sources & 1 ? platform : Infinity, information.signalErrorCorrelation)
      return { weights, spread: spreadAt(weights.variance) }
    }),
  )
  return {
    plan,
    needs: needTable(scenario, plan.profile.length),
    awareness,
    awarenessLots: lotsOf(awareness),
    savingsRateMonthly: monthlyRate(scenario.lifecycle.savingsRate),
    transitory: NORMAL_TABLE.map((z) => exp(income.transitorySd * z)),
    innovationSd: income.persistentSd * Math.sqrt(1 - income.persistence * income.persistence),
    publicRules: publicRules(scenario),
    holdoutGroups: Math.round(scenario.promotion.holdout * HOLDOUT_GROUPS),
    losses: lossModel(scenario),
    knowledge,
    policies: LENDER_CLASSES.map((of) => scenario.lenders[of]),
  }
}

/**
 * Builds the world at tick 0, before anybody lives in it: `populate` fills it. Consumers stand in `memory`, if given, and
 * know each other by `known`, the network of the same scenario, if that has been built already.
 */
export function createWorld(scenario: Scenario, memory?: Memory, known?: Network | null): World {
  const structure = ageStructure(scenario.population)
  const firstMonth = -scenario.horizon.burnIn
  const industry = foundIndustry(scenario, firstMonth, GRADES)
  const ticks = scenario.horizon.burnIn + scenario.horizon.months
  const streams = openStreams(scenario.seed)
  const consumers = allocateConsumers(scenario.population.consumers, memory)
  const { network, degree, rewiring } = scenario.diffusion
  const chances = sampleChances(scenario, 0.1 * scenario.population.consumers)
  // Halves in all fields that may hold a fraction: one that began as a small integer would change the world's hidden class.
  const world: World = {
    base: scenario,
    scenario,
    regime: regimeOf(scenario),
    reference: referenceOf(scenario),
    meanIncomeFen: meanPermanentIncome(scenario),
    streams,
    structure,
    consumers,
    journal: openJournal(streams.panel, consumers.count, scenario.outputs.panel, Math.ceil(consumers.count / CHUNK)),
    network: known === undefined ? buildNetwork(streams.network, network, consumers.count, degree, rewiring) : known,
    trace: null,
    tally: createTally(MAX_LENDERS, MAX_PRODUCTS, structure.share.length / 12, ticks),
    industry,
    lossEvidence: LENDER_CLASSES.map(noEvidence),
    p2p: foundP2p(scenario, industry, streams.investor),
    offers: publishOffers(scenario, industry, firstMonth),
    fileIntercept: 0.5,
    groupIntercepts: [],
    incomeQuartiles: [],
    samples: null,
    sampledFrom: 0.5,
    pastMonths: [],
    designs: [],
    desk: { latest: null },
    sampleChance: 0.5,
    surplusChance: 0.5,
    fraudChance: 0.5,
    tick: 0,
    month: firstMonth,
  }
  world.fileIntercept = 0
  world.sampledFrom = 0
  world.sampleChance = chances.analysts
  world.surplusChance = chances.surplus
  world.fraudChance = scenario.fraud.share
  return world
}

/** Of shoppers, one in so many has the surplus counted, and no more than so many a month. */
const SURPLUS_EVERY = 64
const SURPLUS_MOST = 64

/** Chances that one of so many shoppers is sampled: by lenders' analysts, and of these for the count of surplus. */
export function sampleChances(scenario: Scenario, shoppers: number): { analysts: number; surplus: number } {
  const { pricing, products } = scenario
  const researched = products.mode === 'endogenous' && products.research > 0 ? products.researchSample : 0
  const analysts = Math.min(1, Math.max(pricing.shopperSample, researched) / Math.max(1, shoppers))
  return { analysts, surplus: Math.min(analysts, 1 / SURPLUS_EVERY, SURPLUS_MOST / Math.max(1, shoppers)) }
}

/** Intercept a_c at which exactly the share `coverage` of consumers has a file; `ready` holds threshold − age part, sorted. */
export function fileInterceptFor(ready: Float64Array, coverage: number): number {
  const filed = Math.round(coverage * ready.length)
  if (filed <= 0) return -Infinity
  if (filed >= ready.length) return Infinity
  return (ready[filed - 1] + ready[filed]) / 2
}

/** The threshold of a consumer: logit(u) − incomeSlope × p at birth. */
export function fileThresholdOf(u: number, incomeSlope: number, persistent: number): number {
  return logit(u) - incomeSlope * persistent
}
