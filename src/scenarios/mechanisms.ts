/**
 * The mechanisms that a scenario can switch: with `off` nothing of a mechanism happens and nothing else changes what it
 * draws; with `on` it clearly acts. One row a mechanism; tests, documents and experiments walk this table. Population mode
 * (`population.ages`) is no row: it decides who lives in the market, so everything else draws for other people.
 */
import type { Bilingual } from '../base/vocabulary.ts'
import type { DatedChange } from './scenario.ts'

export interface Mechanism {
  readonly label: Bilingual
  readonly off: { readonly [path: string]: number | string | boolean }
  readonly on: { readonly [path: string]: number | string | boolean }
  /** Streams of chance (src/market/world.ts) that nothing else draws from. */
  readonly streams: readonly string[]
}

export const MECHANISMS: { readonly [name: string]: Mechanism } = {
  promotion: {
    label: { en: 'Promotion', zh: '促销' },
    off: { 'promotion.kind': 'none' },
    on: { 'promotion.kind': 'interestFree' },
    streams: [],
  },
  wordOfMouth: {
    label: { en: 'Word of mouth', zh: '口碑传播' },
    off: { 'diffusion.network': 'none', 'promotion.referralReward': 0 },
    on: { 'diffusion.network': 'wattsStrogatz', 'diffusion.contact': 0.3 },
    streams: ['network', 'talk'],
  },
  loyalty: {
    label: { en: 'Satisfaction keeps customers', zh: '满意度留客' },
    off: { 'choice.loyalty': 0 },
    on: { 'choice.loyalty': 0.05 },
    streams: [],
  },
  referral: {
    label: { en: 'Referral rewards', zh: '推荐奖励' },
    off: { 'promotion.referralReward': 0 },
    on: { 'promotion.referralReward': 50, 'diffusion.network': 'wattsStrogatz', 'diffusion.contact': 0.3 },
    streams: [],
  },
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
  fraud: {
    label: { en: 'Fraud', zh: '欺诈' },
    off: { 'fraud.share': 0 },
    on: { 'fraud.share': 0.03 },
    streams: ['fraud', 'detection'],
  },
  blacklist: {
    label: { en: 'Shared blacklist', zh: '共享黑名单' },
    off: { 'fraud.blacklist': 'none' },
    on: { 'fraud.share': 0.03, 'fraud.blacklist': 'shared' },
    streams: ['fraudReport'],
  },
  dataLeaks: {
    label: { en: 'Data leaks', zh: '数据泄露' },
    off: { 'fraud.leakRate': 0 },
    on: { 'fraud.share': 0.03, 'fraud.leakRate': 3, 'fraud.leakEffect': 20 },
    streams: ['leak'],
  },
  p2p: {
    label: { en: 'P2P platforms', zh: 'P2P 平台' },
    off: { 'p2p.platforms': 0 },
    on: { 'p2p.platforms': 3 },
    streams: ['investor', 'walkAway'],
  },
  pricing: {
    label: { en: 'Margins move', zh: '利差策略调整' },
    off: { 'pricing.strategic': false },
    on: { 'pricing.strategic': true },
    streams: [],
  },
  design: {
    label: { en: 'Redesign of products', zh: '产品再设计' },
    off: { 'products.mode': 'fixed' },
    on: { 'products.mode': 'endogenous', 'products.imitation': 1.5, 'products.innovation': 1.5 },
    streams: ['design'],
  },
  shelfCost: {
    label: { en: 'Shelf cost of products', zh: '产品维持成本' },
    off: { 'products.shelfCost': 0 },
    on: { 'products.shelfCost': 2 },
    streams: [],
  },
  fileFormation: {
    label: { en: 'Loans form credit files', zh: '借款形成征信档案' },
    off: { 'credit.fileFormation': false },
    on: { 'credit.fileFormation': true, 'credit.thickenMonths': 6 },
    streams: [],
  },
  publicity: {
    label: { en: 'Enrolment by publicity', zh: '宣传与自愿建档' },
    off: { 'credit.publicity': 0 },
    on: { 'credit.publicity': 0.02, 'credit.publicitySelection': 0.5 },
    streams: ['enrol'],
  },
  sharing: {
    label: { en: 'Lenders share information', zh: '机构间信息共享' },
    off: { 'credit.sharing': 'none', 'credit.reportingShare': 1 },
    on: { 'credit.sharing': 'full', 'credit.reportingShare': 0.9 },
    streams: ['report'],
  },
  platformDistortion: {
    label: { en: 'Distorted platform scores', zh: '平台评分失真' },
    off: { 'information.distortion': 0, 'information.selfInterest': 0 },
    on: { 'information.distortion': 0.3, 'information.selfInterest': 0.5 },
    streams: ['distortion'],
  },
  exit: {
    label: { en: 'Lenders can fail', zh: '机构可退出' },
    off: { 'industry.exit': false },
    on: { 'industry.exit': true },
    streams: [],
  },
  entry: {
    label: { en: 'Lenders can enter', zh: '机构可进入' },
    off: { 'industry.entry': false },
    on: { 'industry.entry': true, 'industry.entryRate.platform': 24, 'industry.requiredReturn': 0 },
    streams: ['entry'],
  },
  regulation: {
    label: { en: 'Regulation', zh: '监管' },
    off: {
      'regulation.aprCap': 3,
      'regulation.licensedCap': 3,
      'regulation.privateCap': 3,
      'regulation.minCapital.licensed': 0,
      'regulation.minCapital.platform': 0,
      'regulation.studentLending': true,
      'regulation.unlicensedLending': true,
      'regulation.p2p': 'allowed',
      'regulation.mandatoryReporting': false,
      'regulation.minOwnFunding': 0,
    },
    on: {
      'regulation.aprCap': 0.36,
      'regulation.licensedCap': 0.23,
      'regulation.minCapital.platform': 0.22,
      'regulation.studentLending': false,
      'regulation.mandatoryReporting': true,
    },
    streams: [],
  },
  fundingPartner: {
    label: { en: 'Funding partners', zh: '资金合作方' },
    off: { 'lenders.bank.partnerShare': 0, 'lenders.licensed.partnerShare': 0, 'lenders.platform.partnerShare': 0 },
    on: { 'lenders.platform.partnerShare': 0.7, 'lenders.platform.guarantee': 0.3 },
    streams: [],
  },
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
  revolving: {
    label: { en: 'Revolving lines', zh: '循环额度' },
    off: { 'products.revolving': false },
    on: { 'products.revolving': true },
    streams: ['revolve'],
  },
  prepayment: {
    label: { en: 'Prepayment', zh: '提前还款' },
    off: { 'repayment.prepayment': 0 },
    on: { 'repayment.prepayment': 0.1 },
    streams: ['prepay'],
  },
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
