/** Turns the tally of each month into rows of the recorded tables. */

import { LOAN_SLOTS } from '../agents/consumers.ts'
import { SATISFACTION_UNIT } from '../agents/satisfaction.ts'
import type { Row } from '../base/build-table.ts'
import {
  APR_BIN_BP,
  APR_CELLS,
  ageGroupCodes,
  aprCodes,
  FATE_CELLS,
  fateCodes,
  GROUP_CODES,
  NICHE_CELLS,
  nicheCodes,
  RISK_CELLS,
  riskCodes,
  SCORE_REGIMES,
  scoreCodes,
} from '../base/cells.ts'
import type { Counters } from '../base/counters.ts'
import type { TableSpec } from '../base/table.ts'
import { yuanFromFen } from '../base/units.ts'
import { FATES, LENDER_CLASSES } from '../base/vocabulary.ts'
import { type AwarenessSurvey, surveyAwareness } from '../market/awareness.ts'
import type { Statement } from '../market/close.ts'
import {
  AGE_COUNTERS,
  GROUP_COUNTERS,
  LENDER_COUNTERS,
  MARKET_COUNTERS,
  NICHE_COUNTERS,
  PRODUCT_COUNTERS,
} from '../market/counters.ts'
import { capOn, isWithdrawn, mechanismsOfLender, rowsOfMechanisms, totalsOfMechanisms } from '../market/hooks.ts'
import { takeEntries } from '../market/journal.ts'
import { contributionFen } from '../market/product-results.ts'
import { SCORE_BIN_WIDTH, SCORE_BINS, SCORE_BINS_FROM, SCORE_CELLS } from '../market/scores.ts'
import { DEBT_SERVICE_BINS, DEBT_SERVICE_PERCENT, nplFen, type Tally } from '../market/tally.ts'
import type {
  Counts,
  DesignDecision,
  Funding,
  Market,
  People,
  Present,
  Research,
  Supply,
  World,
} from '../market/world.ts'
import { NEAR_CAP } from '../measures/aprs.ts'
import { APART, REACHED } from '../measures/fates.ts'
import { herfindahl, topShare } from '../measures/lender-league.ts'
import {
  ADOPTION,
  AGES,
  APPLICANT_SCORES,
  APPLICATIONS,
  APRS,
  DEBT_SERVICE,
  DESIGNS,
  GROUPS,
  LENDERS,
  LOANS,
  MONTHS,
  MULTI_LENDER,
  NEED_FATES,
  NICHE_FATES,
  NICHES,
  PERSONS,
  PRODUCTS,
  RECORDED,
  RISK_PRICES,
  ROSTER,
  SCORES,
  VINTAGES,
} from '../measures/records.ts'
import { ENTRY_AGE, type Scenario } from '../scenarios/scenario.ts'
import { type Panel, recordPanel, startPanel } from './panel-recorder.ts'
import type { PackedResult } from './result.ts'
import { type ColumnValues, type CounterReader, type PackedRows, TableBuilder, Words } from './table-builder.ts'

/** What is summed over months, or remembered from month to month, until the tables are finished: data only. */
interface Memory {
  /** Lenders listed in the roster; positions of those whose last row is written. */
  listed: number
  readonly gone: Set<number>
  readonly ages: World['tally']['ages']
  readonly aprLoans: Float64Array
  readonly aprFen: Float64Array
  readonly nearCapFen: Float64Array
  readonly debts: Float64Array
  readonly scores: readonly Float64Array[]
  readonly applicants: readonly Float64Array[]
  readonly riskPrices: readonly Float64Array[]
  /** Needs pending, by group and by niche, and fates of the window by niche, laid out as in the tally. */
  readonly open: Float64Array
  readonly nicheOpen: Float64Array
  readonly nicheArrivals: Float64Array
  readonly nicheFates: Float64Array
  readonly originatedByTick: number[]
  readonly panel: Panel
}

/** All that was recorded so far, as data that can be cloned. */
export interface RecorderState {
  readonly memory: Memory
  readonly words: readonly string[]
  readonly tables: { readonly [table: string]: PackedRows }
}

/** Rows of one month, by table. */
export type MonthRows = { readonly [table: string]: ColumnValues }

export interface Recorder {
  /** Reads this month's tally. Call before the clock moves on. */
  readonly month: (world: World, statements: readonly Statement[]) => void
  /** The rows of the latest month, copied when they are asked for: a run does not look at them. */
  readonly latest: () => () => MonthRows
  /** The finished tables, in the order of `RECORDED`, with the texts of their codes. */
  readonly finish: () => Pick<PackedResult, 'words' | 'tables'>
  readonly state: () => RecorderState
}

const packed = ({ rows, columns }: TableBuilder): PackedRows => ({ rows, columns })

/** A share, or a missing value where there is nothing to divide by. */
function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? Number.NaN : numerator / denominator
}

const yuan = yuanFromFen

const FATE_COUNTERS: Counters = Object.fromEntries(FATES.map((fate) => [fate, { unit: 'need', en: fate }]))
const FATE_AT = Object.fromEntries(FATES.map((fate, at) => [fate, at]))

/** Counters that fill columns, by table. */
const COUNTERS: { readonly [table: string]: Counters } = {
  [MONTHS.name]: MARKET_COUNTERS,
  [LENDERS.name]: LENDER_COUNTERS,
  [PRODUCTS.name]: PRODUCT_COUNTERS,
  [NICHES.name]: NICHE_COUNTERS,
  [GROUPS.name]: GROUP_COUNTERS,
  [NEED_FATES.name]: FATE_COUNTERS,
  [NICHE_FATES.name]: FATE_COUNTERS,
}

function addTo(sums: Float64Array, latest: Float64Array): void {
  for (let cell = 0; cell < sums.length; cell++) sums[cell] += latest[cell]
}

const scoresOf = (tally: Tally): Float64Array[] => [
  tally.scoreLoans,
  tally.scoreDefaulted,
  tally.scoreExpectedPpm,
  tally.scorePricedPpm,
]
const applicantsOf = (tally: Tally): Float64Array[] => [tally.scoreApplications, tally.scoreApplicationsPpm]
const riskPricesOf = (tally: Tally): Float64Array[] => [tally.riskLoans, tally.riskFen, tally.riskAprFen]

function startMemory(world: Present & Counts): Memory {
  const years = world.structure.share.length / 12
  const { debtService } = world.tally
  const zeros = (of: readonly Float64Array[]): Float64Array[] => of.map(({ length }) => new Float64Array(length))
  const { groupArrivals, nicheArrivals, nicheFates } = world.tally
  return {
    listed: 0,
    gone: new Set(),
    ages: Object.fromEntries(
      Object.keys(AGE_COUNTERS).map((name) => [name, new Float64Array(years)]),
    ) as World['tally']['ages'],
    aprLoans: new Float64Array(APR_CELLS),
    aprFen: new Float64Array(APR_CELLS),
    nearCapFen: new Float64Array(APR_CELLS),
    debts: new Float64Array(debtService.length),
    scores: zeros(scoresOf(world.tally)),
    applicants: zeros(applicantsOf(world.tally)),
    riskPrices: zeros(riskPricesOf(world.tally)),
    open: new Float64Array(groupArrivals.length),
    nicheOpen: new Float64Array(nicheArrivals.length),
    nicheArrivals: new Float64Array(nicheArrivals.length),
    nicheFates: new Float64Array(nicheFates.length),
    originatedByTick: [],
    panel: startPanel(),
  }
}

/** Starts with the world as it stands, or goes on from an earlier state. */
export function createRecorder(world: Market & Counts, before?: RecorderState): Recorder {
  const words = new Words(before?.words)
  const builders = new Map(
    RECORDED.map((spec) => [spec.name, new TableBuilder(spec, words, COUNTERS[spec.name], before?.tables[spec.name])]),
  )
  const builder = (spec: TableSpec): TableBuilder => builders.get(spec.name) as TableBuilder
  const panelTables = { applications: builder(APPLICATIONS), loans: builder(LOANS), persons: builder(PERSONS) }
  const memory = before?.memory ?? startMemory(world)
  if (before === undefined) memory.listed = recordRoster(builder(ROSTER), world, 0)
  let rowsBefore = rowCounts()

  function rowCounts(): ReadonlyMap<string, number> {
    return new Map([...builders].map(([name, { rows }]) => [name, rows]))
  }

  return {
    month(world, statements) {
      rowsBefore = rowCounts()
      recordMonth(builder(MONTHS), world, statements)
      const awareness = surveyAwareness(world)
      recordAdoption(builder(ADOPTION), world, awareness)
      for (const [table, rows] of Object.entries(rowsOfMechanisms(world))) {
        for (const row of rows) builders.get(table)?.add(row)
      }
      recordLenders(builder(LENDERS), world, statements, awareness, memory.gone)
      memory.listed = recordRoster(builder(ROSTER), world, memory.listed)
      recordProducts(builder(PRODUCTS), world)
      recordDesigns(builder(DESIGNS), world)
      recordNiches(builder(NICHES), world)
      recordGroups(builder(GROUPS), world)
      countOpen(memory, world.tally)
      recordFates(builder(NEED_FATES), world, memory.open)
      if (world.journal !== null) {
        recordPanel(memory.panel, panelTables, world, takeEntries(world.journal))
      }
      addVintage(memory.originatedByTick, world.tally)
      recordVintages(builder(VINTAGES), world, memory.originatedByTick)
      recordMultiLender(builder(MULTI_LENDER), world)
      if (world.month >= 0) addMonth(memory, world)
    },
    latest() {
      const [from, to] = [rowsBefore, rowCounts()]
      const rowsOf = ([name, of]: [string, TableBuilder]): [string, ColumnValues] => [
        name,
        of.since(from.get(name) as number, to.get(name)),
      ]
      return () => Object.fromEntries([...builders].map(rowsOf))
    },
    finish() {
      recordAprs(builder(APRS), memory.aprLoans, memory.aprFen, memory.nearCapFen)
      recordAges(builder(AGES), memory.ages)
      recordScores(builder(SCORES), memory.scores)
      recordDebtService(builder(DEBT_SERVICE), memory.debts)
      recordNicheFates(builder(NICHE_FATES), memory)
      recordRiskPrices(builder(RISK_PRICES), memory.riskPrices)
      recordApplicants(builder(APPLICANT_SCORES), memory.applicants)
      return { words: words.list, tables: RECORDED.map((spec) => packed(builder(spec))) }
    },
    state: () => ({
      memory,
      words: words.list,
      tables: Object.fromEntries([...builders].map(([name, of]) => [name, packed(of)])),
    }),
  }
}

/** Adds the month's lending. A purchase on a line counts in the vintage of the line. */
function addVintage(originatedByTick: number[], { vintageDrawnFen, market }: World['tally']): void {
  let onOlderLines = 0
  for (let vintage = 0; vintage < originatedByTick.length; vintage++) {
    originatedByTick[vintage] += vintageDrawnFen[vintage]
    onOlderLines += vintageDrawnFen[vintage]
  }
  originatedByTick.push(market.originatedFen - onOlderLines)
}

/** Adds a reported month to the totals of the window. */
function addMonth(memory: Memory, { tally, scenario }: Present & Counts): void {
  const { ages, aprLoans, aprFen, nearCapFen, debts, scores, applicants, riskPrices } = memory
  const { nicheArrivals, nicheFates } = memory
  for (const [name, sums] of Object.entries(ages)) addTo(sums, tally.ages[name as keyof typeof ages])
  addTo(aprLoans, tally.aprLoans)
  addTo(aprFen, tally.aprFen)
  for (let cell = 0; cell < nearCapFen.length; cell++) {
    if (tally.aprFen[cell] !== 0 && isNearCap(scenario, cell)) nearCapFen[cell] += tally.aprFen[cell]
  }
  addTo(debts, tally.debtService)
  addTo(nicheArrivals, tally.nicheArrivals)
  addTo(nicheFates, tally.nicheFates)
  const addAll = (sums: readonly Float64Array[], latest: readonly Float64Array[]): void =>
    latest.forEach((cells, of) => {
      addTo(sums[of], cells)
    })
  addAll(scores, scoresOf(tally))
  addAll(applicants, applicantsOf(tally))
  addAll(riskPrices, riskPricesOf(tally))
}

/** Lists the lenders that are there and not yet listed; returns how many are now. */
function recordRoster(table: TableBuilder, world: Supply, listed: number): number {
  world.industry.lenders.forEach((lender, l) => {
    if (l < listed) return
    table.add({
      lender: lender.code,
      name: lender.name,
      class: lender.class,
      model: lender.model,
      startingEquity: yuan(lender.ledger.equityFen),
      products: world.industry.products.filter((product) => product.lender === l).length,
      entered: lender.entered,
    })
  })
  return world.industry.lenders.length
}

function recordMonth(
  table: TableBuilder,
  world: Market & People & Counts & Funding & Research,
  statements: readonly Statement[],
): void {
  const m = world.tally.market
  const t = world.tally.lenders
  const total = (of: Float64Array): number => of.reduce((sum, value) => sum + value, 0)
  const books = world.industry.lenders.map(({ ledger }) => ledger.loansFen)
  const mean = m.weight === 0 ? Number.NaN : m.aprWeight / m.weight
  const variance = m.weight === 0 ? Number.NaN : Math.max(0, m.aprSquaredWeight / m.weight - mean * mean)
  table.addCounted((name) => m[name as keyof typeof m], {
    month: world.month,
    consumers: world.consumers.count,
    reportedBalance: yuan(world.tally.lenders.reportedFen.reduce((sum, fen) => sum + fen, 0)),
    meanApr: ratio(m.aprFen, m.originatedFen) / 10000,
    sdApr: Math.sqrt(variance) / 10000,
    balance: yuan(m.current + m.past30 + m.past60 + m.past90 + m.npl),
    debtService: ratio(m.debtServiceBp, m.debtors) / 10000,
    netIncome: yuan(statements.reduce((sum, statement) => sum + statement.netIncomeFen, 0)),
    promotionCost: yuan(statements.reduce((sum, statement) => sum + statement.promotionCostFen, 0)),
    adopters: adoptersOf(world, -1),
    customersLoans: total(t.customersLoans),
    repeatLoans: total(t.repeatLoans),
    newCustomers: total(t.newCustomers),
    satisfaction: ratio(total(t.satisfaction), total(t.customers)) * SATISFACTION_UNIT,
    ...designCounts(world),
    promotedNext: world.tally.lenders.promotedNext.reduce((sum, of) => sum + of, 0),
    promotedRepeat: world.tally.lenders.promotedRepeat.reduce((sum, of) => sum + of, 0),
    otherNext: world.tally.lenders.otherNext.reduce((sum, of) => sum + of, 0),
    otherRepeat: world.tally.lenders.otherRepeat.reduce((sum, of) => sum + of, 0),
    ...totalsOfMechanisms(world),
    activeLenders: world.industry.lenders.filter(({ status }) => status === 'active').length,
    hhi: herfindahl(books),
    top3: topShare(books, 3),
    injected: yuan(statements.reduce((sum, statement) => sum + statement.injectedFen, 0)),
    fundersLoss: yuan(statements.reduce((sum, statement) => sum + statement.fundersLossFen, 0)),
    facilitationFees: yuan(statements.reduce((sum, statement) => sum + statement.facilitationFeeFen, 0)),
    merchantFees: yuan(statements.reduce((sum, statement) => sum + statement.merchantFeeFen, 0)),
  })
}

function recordAdoption(table: TableBuilder, world: Present & Counts, awareness: AwarenessSurvey): void {
  LENDER_CLASSES.forEach((name, of) => {
    table.add({
      month: world.month,
      class: name,
      aware: awareness.class[of],
      adopters: adoptersOf(world, 1 << of),
    })
  })
}

/** Consumers who ever borrowed from any of the classes in the mask. */
function adoptersOf(world: Counts, mask: number): number {
  return world.tally.adopters.reduce((sum, consumers, classes) => sum + ((classes & mask) === 0 ? 0 : consumers), 0)
}

function recordLenders(
  table: TableBuilder,
  world: Market & Counts,
  statements: readonly Statement[],
  awareness: AwarenessSurvey,
  gone: Set<number>,
): void {
  const t = world.tally.lenders
  world.industry.lenders.forEach((lender, l) => {
    // The last row of a lender is that of the month in which it is wound up.
    if (gone.has(l)) return
    if (lender.status === 'closed') gone.add(l)
    const { ledger } = lender
    const statement = statements[l]
    table.addCounted((name) => t[name as keyof typeof t][l], {
      month: world.month,
      lender: lender.code,
      class: lender.class,
      loans: yuan(ledger.loansFen),
      ...mechanismsOfLender(world, l),
      allowance: yuan(ledger.allowanceFen),
      cash: yuan(ledger.cashFen),
      funding: yuan(ledger.fundingFen),
      equity: yuan(ledger.equityFen),
      interest: yuan(statement.interestFen),
      feeIncome: yuan(statement.feeIncomeFen),
      facilitationFees: yuan(statement.facilitationFeeFen),
      merchantFees: yuan(statement.merchantFeeFen),
      guaranteePaid: yuan(statement.guaranteeFen),
      fundingCost: yuan(statement.fundingCostFen),
      operatingCost: yuan(statement.operatingCostFen),
      acquisitionCost: yuan(statement.acquisitionCostFen),
      serviceCost: yuan(statement.serviceCostFen),
      productCost: yuan(statement.productCostFen),
      promotionCost: yuan(statement.promotionCostFen),
      creditCost: yuan(statement.creditCostFen),
      netIncome: yuan(statement.netIncomeFen),
      dividends: yuan(statement.dividendsFen),
      npl: yuan(nplFen(t, l)),
      meanApr: ratio(t.aprFen[l], t.originatedFen[l]) / 10000,
      lossMultiplier: lender.lossMultiplier,
      fundedShare: lender.fundedShare,
      fundedGrades: lender.fundedGrades,
      quality: world.offers.serviceQuality[LENDER_CLASSES.indexOf(lender.class)],
      awareness: awareness.lender[l],
      satisfaction: ratio(t.satisfaction[l], t.customers[l]) * SATISFACTION_UNIT,
      status: lender.status,
      injected: yuan(statement.injectedFen),
      fundersLoss: yuan(statement.fundersLossFen),
    })
  })
}

function recordProducts(table: TableBuilder, world: Market & Counts & Research): void {
  const { products, lenders } = world.industry
  const t = world.tally.products
  products.forEach((product, j) => {
    // What newcomers launch is on offer from next month on.
    if (product.launched > world.month) return
    // What is off the shelf, or forbidden, is gone once its loans have run off.
    const isOff = product.withdrawn !== null || isWithdrawn(world.scenario, lenders[product.lender], product)
    if (isOff && t.held[j] === 0) return
    const moved = world.designs.find((made) => made.product === product.code && made.outcome === 'moved')
    const [fitShopping, fitEducation, fitRent, fitRenovation, fitTravel, fitOther] = product.design.fit
    table.addCounted((name) => t[name as keyof typeof t][j], {
      month: world.month,
      product: product.code,
      lender: lenders[product.lender].code,
      class: lenders[product.lender].class,
      archetype: product.archetype,
      boundTo: product.boundTo ?? '',
      meanApr: ratio(t.aprFen[j], t.originatedFen[j]) / 10000,
      postedApr: world.offers.postedContract[j],
      margin: product.margin,
      contribution: yuan(contributionFen(world, j)),
      origin: product.origin,
      parent: product.parent ?? '',
      withdrawn: isOff ? 1 : 0,
      moved: moved?.distance ?? 0,
      promoted: world.offers.promoted[j],
      fitShopping,
      fitEducation,
      fitRent,
      fitRenovation,
      fitTravel,
      fitOther,
      channel: product.design.channel,
      limit: yuan(product.design.limitFen),
      term: product.design.termMonths,
    })
  })
}

/** The month's decisions about designs, counted. */
function designCounts({ designs, offers }: Supply & Research): { readonly [column: string]: number } {
  const count = (of: (made: DesignDecision) => boolean): number => designs.filter(of).length
  const failed = designs.filter((made) => made.outcome === 'withdrawn' && made.costFen > 0)
  const cost = (made: readonly DesignDecision[]): number => yuan(made.reduce((sum, { costFen }) => sum + costFen, 0))
  return {
    activeProducts: offers.active.length,
    imitations: count(({ kind }) => kind === 'imitation'),
    innovations: count(({ kind }) => kind === 'innovation'),
    designsAdopted: count(({ outcome }) => outcome === 'moved'),
    launches: count(({ outcome }) => outcome === 'launched'),
    withdrawals: count(({ outcome }) => outcome === 'withdrawn'),
    researchCost: cost(designs.filter(({ kind }) => kind === 'innovation')),
    failedDesigns: failed.length,
    failedDesignCost: cost(failed),
  }
}

function recordDesigns(table: TableBuilder, world: Market & Research): void {
  for (const { lender, product, kind, outcome, parent, distance, costFen } of world.designs) {
    table.add({
      month: world.month,
      lender: world.industry.lenders[lender].code,
      product,
      kind,
      outcome,
      parent: parent ?? '',
      distance,
      cost: yuan(costFen),
    })
  }
}

function recordNiches(table: TableBuilder, world: Present & Counts): void {
  const { niches: t, nicheArrivals, nicheFates } = world.tally
  for (let niche = 0; niche < NICHE_CELLS; niche++) {
    table.addCounted((name) => t[name as keyof typeof t][niche], {
      month: world.month,
      ...nicheCodes(niche),
      fundable: nicheArrivals[niche * 2 + 1],
      reachable: total(nicheFates, niche * 2 + 1, IS_REACHABLE),
      reached: total(nicheFates, niche * 2 + 1, IS_REACHED),
    })
  }
}

/** Which fates count in the denominator of reach, and which in the numerator. */
const IS_REACHABLE = FATES.map((fate) => !APART.includes(fate))
const IS_REACHED = FATES.map((fate) => REACHED.includes(fate))

/** Sum over the fates of one cell that are picked. */
function total(fates: Float64Array, cell: number, isPicked: readonly boolean[]): number {
  let sum = 0
  for (let fate = 0; fate < FATES.length; fate++) if (isPicked[fate]) sum += fates[cell * FATES.length + fate]
  return sum
}

/** Brings the counts of pending needs up to date. */
function countOpen({ open, nicheOpen }: Memory, { groupArrivals, groupFates, nicheArrivals, nicheFates }: Tally): void {
  settle(open, groupArrivals, groupFates)
  settle(nicheOpen, nicheArrivals, nicheFates)
}

function settle(open: Float64Array, arrivals: Float64Array, fates: Float64Array): void {
  for (let cell = 0; cell < open.length; cell++) open[cell] += arrivals[cell] - total(fates, cell, ALL_FATES)
}

const ALL_FATES = FATES.map(() => true)

/** Reads the fates of one cell. */
function fatesOf(fates: Float64Array, cell: number): CounterReader {
  return (fate) => fates[cell * FATES.length + FATE_AT[fate]]
}

function recordFates(table: TableBuilder, { month, tally }: Present & Counts, open: Float64Array): void {
  const { groupArrivals, groupFates } = tally
  for (let cell = 0; cell < FATE_CELLS; cell++) {
    const arrived = groupArrivals[cell]
    if (arrived === 0 && open[cell] === 0 && total(groupFates, cell, ALL_FATES) === 0) continue
    table.addCounted(fatesOf(groupFates, cell), { month, ...fateCodes(cell), arrived, open: open[cell] })
  }
}

function recordNicheFates(table: TableBuilder, { nicheArrivals, nicheFates, nicheOpen }: Memory): void {
  for (let cell = 0; cell < nicheOpen.length; cell++) {
    table.addCounted(fatesOf(nicheFates, cell), {
      ...nicheCodes(cell >> 1),
      fundable: cell & 1,
      arrived: nicheArrivals[cell],
      open: nicheOpen[cell],
    })
  }
}

function recordRiskPrices(table: TableBuilder, [loans, fen, aprFen]: readonly Float64Array[]): void {
  for (let cell = 0; cell < RISK_CELLS; cell++) {
    if (loans[cell] === 0) continue
    const { file, wouldBeFiled, from } = riskCodes(cell)
    const meanApr = ratio(aprFen[cell], fen[cell]) / 10000
    table.add({ file, wouldBeFiled, riskFrom: from, loans: loans[cell], originated: yuan(fen[cell]), meanApr })
  }
}

function recordGroups(table: TableBuilder, world: Present & Counts): void {
  const t = world.tally.groups
  GROUP_CODES.forEach(({ grouping, group }, g) => {
    table.addCounted((name) => t[name as keyof typeof t][g], {
      month: world.month,
      grouping,
      group,
      meanApr: ratio(t.aprFen[g], t.grantedFen[g]) / 10000,
    })
  })
}

function recordVintages(table: TableBuilder, world: Present & Counts, originatedByTick: readonly number[]): void {
  const { tally, tick, base } = world
  for (let vintage = 0; vintage <= tick; vintage++) {
    const lent = originatedByTick[vintage]
    if (lent === 0) continue
    table.add({
      vintage: vintage - base.horizon.burnIn,
      age: tick - vintage,
      originated: yuan(lent),
      defaulted: yuan(tally.vintageDefaultedFen[vintage]),
      chargedOff: yuan(tally.vintageChargedOffFen[vintage]),
    })
  }
}

/** Whether the APRs of a cell lie within a point of the cap that binds its class of lenders now, or above that point. */
function isNearCap(scenario: Scenario, cell: number): boolean {
  const { class: lenderClass, fromBp } = aprCodes(cell)
  const cap = capOn(scenario, { class: lenderClass })
  // Half a bin of slack: caps are decimal fractions that doubles hold only nearly.
  return fromBp + APR_BIN_BP / 2 > 10000 * (cap - NEAR_CAP)
}

function recordAprs(table: TableBuilder, loans: Float64Array, fen: Float64Array, nearCapFen: Float64Array): void {
  for (let cell = 0; cell < loans.length; cell++) {
    if (loans[cell] === 0) continue
    const { class: lenderClass, file, fromBp } = aprCodes(cell)
    table.add({
      class: lenderClass,
      file,
      aprFrom: fromBp / 10000,
      loans: loans[cell],
      originated: yuan(fen[cell]),
      nearCap: yuan(nearCapFen[cell]),
    })
  }
}

function recordMultiLender(table: TableBuilder, world: Present & Counts): void {
  const { lendersOfBorrowers } = world.tally
  lendersOfBorrowers.forEach((borrowers, cell) => {
    const { ageGroup, bin } = ageGroupCodes(cell, LOAN_SLOTS)
    table.add({ month: world.month, ageGroup, lenders: bin + 1, borrowers })
  })
}

/** Cells of the score, those of one regime after those of another. */
const SCORES_IN_ORDER: readonly number[] = Array.from({ length: SCORE_CELLS }, (_, k) => {
  return (k % SCORE_BINS) * SCORE_REGIMES + Math.floor(k / SCORE_BINS)
})

function scoreOf(cell: number): Row {
  const { bin, knowledge, file } = scoreCodes(cell)
  return { knowledge, file, scoreFrom: Math.round(10 * (SCORE_BINS_FROM + bin * SCORE_BIN_WIDTH)) / 10 }
}

function recordScores(table: TableBuilder, [loans, defaulted, expectedPpm, pricedPpm]: readonly Float64Array[]): void {
  for (const cell of SCORES_IN_ORDER) {
    if (loans[cell] === 0) continue
    table.add({
      ...scoreOf(cell),
      loans: loans[cell],
      defaulted: defaulted[cell],
      expected: expectedPpm[cell] / 1e6,
      priced: pricedPpm[cell] / 1e6,
    })
  }
}

function recordApplicants(table: TableBuilder, [applications, expectedPpm]: readonly Float64Array[]): void {
  for (const cell of SCORES_IN_ORDER) {
    if (applications[cell] === 0) continue
    table.add({ ...scoreOf(cell), applications: applications[cell], expected: expectedPpm[cell] / 1e6 })
  }
}

function recordDebtService(table: TableBuilder, debtors: Float64Array): void {
  debtors.forEach((borrowerMonths, cell) => {
    const { ageGroup, bin } = ageGroupCodes(cell, DEBT_SERVICE_BINS)
    table.add({ ageGroup, from: (bin * DEBT_SERVICE_PERCENT) / 100, borrowerMonths })
  })
}

function recordAges(table: TableBuilder, ages: World['tally']['ages']): void {
  for (let year = 0; year < ages.personMonths.length; year++) {
    const months = ages.personMonths[year]
    table.add({
      age: ENTRY_AGE + year,
      personMonths: months,
      borrowerMonths: ages.borrowerMonths[year],
      loans: ages.loans[year],
      income: yuan(ratio(ages.income[year], months)),
      spending: yuan(ratio(ages.spending[year], months)),
      illiquidSaving: yuan(ratio(ages.illiquidSaving[year], months)),
      liquidSavings: yuan(ratio(ages.liquidSavings[year], months)),
      debt: yuan(ratio(ages.debt[year], months)),
      overspent: ratio(ages.overspentMonths[year], months),
      borrowed: yuan(ratio(ages.borrowed[year], months)),
      netBorrowing: yuan(ratio(ages.netBorrowing[year], months)),
    })
  }
}
