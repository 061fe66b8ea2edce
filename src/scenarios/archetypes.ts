/**
 * The ten product categories of the paper's Table 2 as points of the design space, and the roster of lenders
 * that Tables 1 and 2 name. The paper gives categories and who offers them; the coordinates are our reading of
 * what each category is for [free], written down here once.
 */
import type { Archetype, Purpose } from '../base/vocabulary.ts'
import type { ByPurpose, RosterEntry, Scenario } from './scenario.ts'

export interface ArchetypeDesign {
  /** Purpose fit: a point of the simplex over the purposes of Table 3. */
  readonly fit: ByPurpose
  /** Age/channel fit: 0 the young and the app, 1 the elderly and the branch. */
  readonly channel: number
  /** Largest loan, yuan. */
  readonly limit: number
  /** Contract term, months. */
  readonly term: number
  /** Ages served, whole years, [from, to). */
  readonly ageFrom: number
  readonly ageTo: number
  /**
   * Purpose that a credit app's product of this category pays a merchant for, or null: a general loan, paid out in cash
   * [free: our reading of the categories].
   */
  readonly boundTo: Purpose | null
}

export const ARCHETYPE_DESIGNS: { readonly [archetype in Archetype]: ArchetypeDesign } = {
  ecommerce: {
    fit: { shopping: 0.85, education: 0.02, rent: 0.02, renovation: 0.03, travel: 0.05, other: 0.03 },
    channel: 0.1,
    limit: 8000,
    term: 6,
    ageFrom: 18,
    ageTo: 120,
    boundTo: null,
  },
  traditional: {
    fit: { shopping: 0.35, education: 0.1, rent: 0.1, renovation: 0.3, travel: 0.05, other: 0.1 },
    channel: 0.75,
    limit: 20000,
    term: 24,
    ageFrom: 20,
    ageTo: 120,
    boundTo: null,
  },
  electronics: {
    fit: { shopping: 0.95, education: 0.01, rent: 0.01, renovation: 0.01, travel: 0.01, other: 0.01 },
    channel: 0.15,
    limit: 6000,
    term: 12,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'shopping',
  },
  rent: {
    fit: { shopping: 0.04, education: 0.01, rent: 0.9, renovation: 0.03, travel: 0.01, other: 0.01 },
    channel: 0.3,
    limit: 12000,
    term: 12,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'rent',
  },
  usedCar: {
    fit: { shopping: 0.1, education: 0.01, rent: 0.01, renovation: 0.06, travel: 0.02, other: 0.8 },
    channel: 0.6,
    limit: 30000,
    term: 36,
    ageFrom: 20,
    ageTo: 120,
    boundTo: 'other',
  },
  student: {
    fit: { shopping: 0.6, education: 0.3, rent: 0.02, renovation: 0, travel: 0.06, other: 0.02 },
    channel: 0,
    limit: 3000,
    term: 6,
    ageFrom: 18,
    ageTo: 24,
    boundTo: null,
  },
  travel: {
    fit: { shopping: 0.08, education: 0.01, rent: 0.01, renovation: 0.01, travel: 0.86, other: 0.03 },
    channel: 0.2,
    limit: 8000,
    term: 9,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'travel',
  },
  education: {
    fit: { shopping: 0.04, education: 0.9, rent: 0.01, renovation: 0.01, travel: 0.01, other: 0.03 },
    channel: 0.15,
    limit: 15000,
    term: 12,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'education',
  },
  appliances: {
    fit: { shopping: 0.7, education: 0.01, rent: 0.02, renovation: 0.24, travel: 0.01, other: 0.02 },
    channel: 0.45,
    limit: 10000,
    term: 12,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'shopping',
  },
  medical: {
    fit: { shopping: 0.06, education: 0.02, rent: 0.02, renovation: 0.02, travel: 0.02, other: 0.86 },
    channel: 0.5,
    limit: 15000,
    term: 12,
    ageFrom: 18,
    ageTo: 120,
    boundTo: 'other',
  },
}

/** The purposes that a checkout sells for; an e-commerce lender lends for these and nothing else. */
export const CHECKOUT_VERTICALS: { readonly [archetype in Archetype]: readonly (keyof ByPurpose)[] } = {
  ecommerce: ['shopping'],
  traditional: ['shopping'],
  electronics: ['shopping'],
  rent: ['shopping', 'rent'],
  usedCar: ['shopping', 'other'],
  student: ['shopping', 'education'],
  travel: ['shopping', 'travel'],
  education: ['shopping', 'education'],
  appliances: ['shopping', 'renovation'],
  medical: ['shopping', 'other'],
}

/**
 * The roster `table1`: the thirteen licensed companies with weights in proportion to the registered capital of
 * Table 1 (100 million yuan), and the products that Table 2 gives them (the four that Table 2 leaves out carry
 * the category of their main shareholder's business [free]); the platforms that Table 2 names; four banks.
 * Weights of banks and platforms are [free].
 */
export const TABLE_1_ROSTER: readonly RosterEntry[] = [
  { name: 'Bank A', class: 'bank', model: 'creditApp', weight: 4, products: ['traditional', 'usedCar'] },
  { name: 'Bank B', class: 'bank', model: 'creditApp', weight: 3, products: ['traditional', 'rent'] },
  { name: 'Bank C', class: 'bank', model: 'creditApp', weight: 2, products: ['traditional', 'education'] },
  { name: 'Bank D', class: 'bank', model: 'creditApp', weight: 1, products: ['traditional', 'medical'] },
  { name: 'BOC', class: 'licensed', model: 'creditApp', weight: 5, products: ['rent', 'traditional'] },
  { name: 'Beiyin', class: 'licensed', model: 'creditApp', weight: 3, products: ['traditional'] },
  { name: 'Home Credit', class: 'licensed', model: 'creditApp', weight: 44, products: ['electronics', 'appliances'] },
  { name: 'Zhaolian', class: 'licensed', model: 'creditApp', weight: 20, products: ['electronics', 'traditional'] },
  { name: 'Haier', class: 'licensed', model: 'creditApp', weight: 5, products: ['appliances'] },
  { name: 'Suning', class: 'licensed', model: 'creditApp', weight: 3, products: ['appliances', 'electronics'] },
  { name: 'Mashang', class: 'licensed', model: 'creditApp', weight: 3, products: ['traditional'] },
  { name: 'PSBC', class: 'licensed', model: 'creditApp', weight: 10, products: ['traditional'] },
  { name: 'Ping An', class: 'licensed', model: 'creditApp', weight: 50, products: ['traditional', 'medical'] },
  { name: 'Xiaomi', class: 'licensed', model: 'creditApp', weight: 15, products: ['electronics'] },
  { name: 'Everbright', class: 'licensed', model: 'creditApp', weight: 10, products: ['traditional', 'travel'] },
  { name: 'Suyin KGI', class: 'licensed', model: 'creditApp', weight: 6, products: ['traditional'] },
  { name: 'Ant', class: 'licensed', model: 'creditApp', weight: 80, products: ['ecommerce', 'medical'] },
  { name: 'JD', class: 'platform', model: 'ecommerce', weight: 10, products: ['ecommerce', 'travel', 'student'] },
  { name: 'Baidu Youqianhua', class: 'platform', model: 'creditApp', weight: 6, products: ['education', 'ecommerce'] },
  { name: 'Xuehaodai', class: 'platform', model: 'creditApp', weight: 2, products: ['education'] },
  { name: 'Fenqile', class: 'platform', model: 'ecommerce', weight: 4, products: ['student', 'electronics'] },
  { name: 'Youyongfenqi', class: 'platform', model: 'ecommerce', weight: 2, products: ['electronics'] },
  { name: 'Huirendai', class: 'platform', model: 'creditApp', weight: 2, products: ['usedCar'] },
  { name: 'Meilidai', class: 'platform', model: 'creditApp', weight: 2, products: ['usedCar'] },
  { name: '360', class: 'platform', model: 'creditApp', weight: 8, products: ['ecommerce', 'rent'] },
]

/** Month in which a lender of the roster opens: that of its class; 0 = there from the first tick. */
export function openingMonth({ industry }: Scenario, { class: of }: RosterEntry): number {
  return of === 'bank' ? 0 : industry.opens[of]
}

/** Those of the roster who are there at the first tick. */
export function foundersOf(scenario: Scenario): readonly RosterEntry[] {
  return rosterOf(scenario).filter((entry) => openingMonth(scenario, entry) === 0)
}

/** All lenders that have a name: the roster, then the P2P platforms that the scenario adds to it. */
export function rosterOf(scenario: Scenario): readonly RosterEntry[] {
  const { roster } = scenario.lenders
  const listed = roster === 'table1' ? TABLE_1_ROSTER : roster
  const { platforms, size } = scenario.p2p
  if (platforms === 0) return listed
  const added = Array.from({ length: platforms }, (_, k): RosterEntry => {
    return {
      name: `P2P ${k + 1}`,
      class: 'platform',
      model: 'p2p',
      weight: size,
      products: ['ecommerce', 'traditional'],
    }
  })
  return [...listed, ...added]
}
