/**
 * The mechanisms that a scenario can switch: with `off` nothing of a mechanism happens and nothing else changes what it
 * draws; with `on` it clearly acts. One row a mechanism; tests, documents and experiments walk this table. Population mode
 * (`population.ages`) is no row: it decides who lives in the market, so everything else draws for other people.
 */
import type { Bilingual } from '../base/vocabulary.ts'
import { BUREAU_SWITCHES, type CreditSection } from '../market/mechanisms/bureau/parameters.ts'
import { DIFFUSION_SWITCHES, type DiffusionSection } from '../market/mechanisms/diffusion/parameters.ts'
import { ENTRY_EXIT_SWITCHES, type IndustrySection } from '../market/mechanisms/entry-exit/parameters.ts'
import { FRAUD_SWITCHES, type FraudSection } from '../market/mechanisms/fraud/parameters.ts'
import { P2P_SWITCHES, type P2pSection } from '../market/mechanisms/p2p/parameters.ts'
import { PARTNERS_SWITCHES } from '../market/mechanisms/partners/parameters.ts'
import { PREPAYMENT_SWITCHES } from '../market/mechanisms/prepayment/parameters.ts'
import { REGULATION_SWITCHES, type RegulationSection } from '../market/mechanisms/regulation/parameters.ts'
import { REVOLVING_SWITCHES } from '../market/mechanisms/revolving/parameters.ts'
import type { DatedChange } from './scenario.ts'

/** Sections of a scenario that belong to one mechanism. */
export interface MechanismSections {
  readonly credit: CreditSection
  readonly diffusion: DiffusionSection
  readonly fraud: FraudSection
  readonly industry: IndustrySection
  readonly p2p: P2pSection
  readonly regulation: RegulationSection
}

/** What switches a mechanism. */
export interface Mechanism<Stream extends string = string> {
  readonly label: Bilingual
  readonly off: { readonly [path: string]: number | string | boolean }
  readonly on: { readonly [path: string]: number | string | boolean }
  /** Streams of chance that nothing else draws from. */
  readonly streams: readonly Stream[]
}

export type Switches<Name extends string, Stream extends string = never> = {
  readonly [name in Name]: Mechanism<Stream>
}

type InFolders = typeof BUREAU_SWITCHES &
  typeof DIFFUSION_SWITCHES &
  typeof ENTRY_EXIT_SWITCHES &
  typeof FRAUD_SWITCHES &
  typeof P2P_SWITCHES &
  typeof PARTNERS_SWITCHES &
  typeof PREPAYMENT_SWITCHES &
  typeof REVOLVING_SWITCHES

/** Streams of chance that mechanisms bring. */
export type MechanismStream = InFolders[keyof InFolders]['streams'][number]

export const MECHANISMS: { readonly [name: string]: Mechanism } = {
  promotion: {
    label: { en: 'Promotion', zh: '促销' },
    off: { 'promotion.kind': 'none' },
    on: { 'promotion.kind': 'interestFree' },
    streams: [],
  },
  wordOfMouth: DIFFUSION_SWITCHES.wordOfMouth,
  loyalty: {
    label: { en: 'Satisfaction keeps customers', zh: '满意度留客' },
    off: { 'choice.loyalty': 0 },
    on: { 'choice.loyalty': 0.05 },
    streams: [],
  },
  referral: DIFFUSION_SWITCHES.referral,
  priceWar: {
    label: { en: 'Answer rivals’ promotions', zh: '跟进对手促销' },
    off: { 'promotion.match': false },
    on: { 'promotion.kind': 'interestFree', 'promotion.match': true, 'promotion.rule': 'none' },
    streams: [],
  },
  maturePhase: {
    label: { en: 'Promotion by phase of life', zh: '分阶段促销' },
    off: { 'promotion.matureDepth': 1 },
    on: { 'promotion.matureDepth': 0.5, 'promotion.growthMonths': 12 },
    streams: [],
  },
  fraud: FRAUD_SWITCHES.fraud,
  blacklist: FRAUD_SWITCHES.blacklist,
  dataLeaks: FRAUD_SWITCHES.dataLeaks,
  p2p: P2P_SWITCHES.p2p,
  pricing: {
    label: { en: 'Margins move', zh: '定价加成可调整' },
    off: { 'pricing.strategic': false },
    on: { 'pricing.strategic': true },
    streams: [],
  },
  design: {
    label: { en: 'Redesign of products', zh: '产品再设计' },
    off: { 'products.mode': 'fixed' },
    on: { 'products.mode': 'endogenous', 'products.imitation': 0.5, 'products.innovation': 1.5 },
    streams: ['design'],
  },
  shelfCost: {
    label: { en: 'Shelf cost of products', zh: '产品维持成本' },
    off: { 'products.shelfCost': 0 },
    on: { 'products.shelfCost': 2 },
    streams: [],
  },
  fileFormation: BUREAU_SWITCHES.fileFormation,
  publicity: BUREAU_SWITCHES.publicity,
  sharing: BUREAU_SWITCHES.sharing,
  platformDistortion: {
    label: { en: 'Distorted platform scores', zh: '平台评分失真' },
    off: { 'information.distortion': 0, 'information.selfInterest': 0 },
    on: { 'information.distortion': 0.3, 'information.selfInterest': 0.5 },
    streams: ['distortion'],
  },
  exit: ENTRY_EXIT_SWITCHES.exit,
  entry: ENTRY_EXIT_SWITCHES.entry,
  regulation: REGULATION_SWITCHES.regulation,
  fundingPartner: PARTNERS_SWITCHES.fundingPartner,
  checkout: {
    label: { en: 'Graded limits and merchant subsidy', zh: '分级额度与商户贴息' },
    off: {
      'products.gradedLimits': 0,
      'lenders.bank.merchantSubsidy': 0,
      'lenders.licensed.merchantSubsidy': 0,
      'lenders.platform.merchantSubsidy': 0,
    },
    on: { 'products.gradedLimits': 0.15, 'lenders.platform.merchantSubsidy': 0.01 },
    streams: [],
  },
  revolving: REVOLVING_SWITCHES.revolving,
  prepayment: PREPAYMENT_SWITCHES.prepayment,
}

/** Whether anything of a mechanism happens, at the start or by a dated change, where parameters have these values. */
export function isOn(
  { off }: Mechanism,
  read: (path: string) => unknown,
  timeline: readonly Pick<DatedChange, 'set'>[],
): boolean {
  return Object.entries(off).some(
    ([path, value]) => read(path) !== value || timeline.some(({ set }) => path in set && set[path] !== value),
  )
}
