/** Step 9 of the month: lenders book interest, losses, provisions, funding, dividends, and learn. */
import type { Patch } from 'immer'
import { GRADES } from '../agents/expected-loss.ts'
import { shelfCostFen } from '../agents/lenders/design.ts'
import {
  acquisitionCostFen,
  exposureFen,
  type Industry,
  type Ledger,
  type Lender,
  type Product,
  placeIn,
  windowSum,
  YEAR,
} from '../agents/lenders/lender.ts'
import { fadedEvidence, lossBelief, rounded } from '../agents/lenders/loss-belief.ts'
import { LOSS_CELLS, type LossEvidence, learnLosses } from '../agents/lenders/loss-learning.ts'
import { ARREARS_BUCKETS } from '../base/cells.ts'
import { fenFromYuan, fenUnrounded, monthlyRate, wholeFen, yuanFromFen } from '../base/units.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { changedList, changedRecord } from './edits.ts'
import type { MarketEvent } from './events.ts'
import { dividendsOf, fundNext } from './funding.ts'
import { investorFlows, isClosed } from './mechanisms/p2p/p2p.ts'
import { participations, participationWanted } from './mechanisms/partners/books.ts'
import { type Participation, sumParticipations } from './mechanisms/partners/participation.ts'
import { contributionFen } from './product-results.ts'
import { balancesByMonthsPastDue, type Tally } from './tally.ts'
import type { Counts, Experience, Funding, Market, MutableMarket, Present } from './world.ts'

/**
 * Provisions over balance by months past due: the five classes' 1, 2, 25, 50 and 100 % (PBoC guidelines on loan loss
 * provisioning, 2002, as commonly cited; unverified), special mention up to 90 days.
 */
const PROVISION_RATES = [0.01, 0.02, 0.02, 0.02, 0.25, 0.5, 1]
/** Weight of the latest month in smoothed tickets, grade mixes and approval rates. */
const SMOOTHING = 0.1

/** Income statement of one lender and month, whole fen. */
export interface Statement {
  /** Interest on what it funds itself, less what intermediaries keep of it. */
  readonly interestFen: number
  /** Fees received: from partners, merchants, investors, borrowers. */
  readonly feeIncomeFen: number
  /** Of these: kept out of its partner's interest, paid by merchants. What it paid to intermediaries is off its interest. */
  readonly facilitationFeeFen: number
  readonly merchantFeeFen: number
  readonly facilitationFeePaidFen: number
  /** Paid of its partner's losses, out of what was set aside; negative where intermediaries made good its own. In the credit cost. */
  readonly guaranteeFen: number
  readonly fundingCostFen: number
  readonly operatingCostFen: number
  readonly acquisitionCostFen: number
  /** Training of staff for service. */
  readonly serviceCostFen: number
  /** Shelf costs and research. */
  readonly productCostFen: number
  readonly promotionCostFen: number
  readonly creditCostFen: number
  readonly netIncomeFen: number
  readonly dividendsFen: number
  /** Capital put in by owners; funds that a lender wound up could not pay back. */
  readonly injectedFen: number
  readonly fundersLossFen: number
}

/** A record after the month, and what changed of it. */
interface Closed<T> {
  readonly now: T
  readonly patches: readonly Patch[]
}

export function closeMonth(world: MutableMarket & Counts & Funding & Experience): {
  statements: Statement[]
  event: MarketEvent
} {
  const { scenario, tally, month, industry } = world
  const statements: Statement[] = []
  const parts = participations(scenario, tally, industry, provisionsOn)
  const lenders = industry.lenders.map((before, l) => {
    const held = sumParticipations(parts.filter((_, k) => industry.lenders[k].partner === l))
    const lender = openBooks(before)
    statements.push(closeLender(world, lender, l, parts[l], held))
    learn(scenario, tally, lender, l)
    lookAhead(world, lender, l, ownRunOffFen(tally, l, parts[l], held))
    return closedBooks(before, lender, l)
  })
  const follows = followsProducts(world)
  const products = industry.products.map((product, j) => closeProduct(world, product, j, follows))
  const learnt = LENDER_CLASSES.map((_, of) => learnOfClass(world, of))
  world.industry = Object.freeze({
    lenders: Object.freeze(lenders.map(({ now }) => now)) as Lender[],
    products: Object.freeze(products.map(({ now }) => now)) as Product[],
    learnt: Object.freeze(learnt.map(({ now }) => now)) as Industry['learnt'],
  })
  // Patches run backwards, from what classes learnt to the first lender, as immer gives them.
  const patches = [...lenders, ...products, ...learnt].reverse().flatMap((closed) => closed.patches)
  return { statements, event: { month, actor: 'market', kind: 'close', why: 'the month was booked', patches } }
}

/** A copy to write the month in. */
function openBooks(lender: Lender): Lender {
  return {
    ...lender,
    ledger: { ...lender.ledger },
    profitFen: [...lender.profitFen],
    promotionFen: [...lender.promotionFen],
    lossEvidence: { ...lender.lossEvidence },
    approvableFen: [...lender.approvableFen],
    researchFen: [...lender.researchFen],
  }
}

function closedBooks(before: Lender, lender: Lender, l: number): Closed<Lender> {
  const patches: Patch[] = []
  const at = (key: string): readonly (string | number)[] => ['lenders', l, key]
  const { approvableFen, researchFen, lossEvidence, promotionFen, profitFen, ledger } = lender
  lender.approvableFen = changedList(patches, at('approvableFen'), before.approvableFen, approvableFen)
  lender.researchFen = changedList(patches, at('researchFen'), before.researchFen, researchFen)
  lender.lossEvidence = changedRecord(patches, at('lossEvidence'), before.lossEvidence, lossEvidence, EVIDENCE)
  lender.promotionFen = changedList(patches, at('promotionFen'), before.promotionFen, promotionFen)
  lender.profitFen = changedList(patches, at('profitFen'), before.profitFen, profitFen)
  lender.ledger = changedRecord(patches, at('ledger'), before.ledger, ledger, LEDGER)
  changedRecord(patches, ['lenders', l], before, lender, BOOKS)
  return { now: Object.freeze(lender), patches }
}

/** Keys that closing writes, in the order in which it does. */
const EVIDENCE = ['modelled', 'realised'] as const
const LEDGER = [
  'loansFen',
  'partnerFundedFen',
  'participationFen',
  'investorFen',
  'guaranteeFen',
  'allowanceFen',
  'cashFen',
  'equityFen',
  'fundingFen',
] as const
const BOOKS = [
  'lossMultiplier',
  'fraudCases',
  'drawnFen',
  'fundedShare',
  'fundedGrades',
  'breachMonths',
  'approvalRate',
  'newCustomerShare',
] as const
const EXPERIENCE = ['lossMonths', 'ticketFen'] as const

/** What consumers repaid of principal that the lender funds, fen: capital that is free again. */
function ownRunOffFen({ lenders }: Tally, l: number, part: Participation, held: Participation): number {
  const of = ({ repaidFen, interestFen }: Participation): number => repaidFen - interestFen
  return lenders.repaidFen[l] - lenders.interestFen[l] - of(part) + of(held)
}

/** What a lender goes into the next month with: research window, capital, rates of approval and of new customers. */
function lookAhead(
  { scenario, tally, industry, month }: Market & Counts,
  lender: Lender,
  l: number,
  runOffFen: number,
): void {
  const t = tally.lenders
  // The window's oldest month makes room for the coming one.
  lender.researchFen[placeIn(YEAR, month + 1)] = 0
  lender.fraudCases += t.fraudCases[l]
  const asked = participationWanted(tally, industry, l)
  if (lender.model !== 'p2p') fundNext(scenario.lenders[lender.class], tally, lender, l, runOffFen, asked)
  if (scenario.industry.exit && month >= 0)
    lender.breachMonths = isInBreach(scenario, lender) ? lender.breachMonths + 1 : 0
  if (t.applications[l] > 0) {
    const approved = (t.approvals[l] + t.rationed[l]) / t.applications[l]
    lender.approvalRate = Math.max(0.02, smooth(lender.approvalRate, approved))
  }
  const loans = t.originations[l]
  if (loans > 0) lender.newCustomerShare = smooth(lender.newCustomerShare, t.newCustomers[l] / loans)
}

/** Books a product's month; what it earns only where somebody follows that. */
function closeProduct(world: Market & Counts, before: Product, j: number, follows: boolean): Closed<Product> {
  const { tally } = world
  const lent = tally.products.originatedFen[j]
  if (!follows && lent === 0) return { now: before, patches: [] }
  const product = { ...before, gradeMix: [...before.gradeMix], profitFen: [...before.profitFen] }
  if (follows) learnOfProduct(product, contributionFen(world, j), world)
  if (lent > 0) {
    product.ticketFen = wholeFen(smooth(product.ticketFen, lent / tally.products.originations[j]))
    for (let grade = 0; grade < GRADES; grade++) {
      product.gradeMix[grade] = smooth(product.gradeMix[grade], tally.productGradeFen[j * GRADES + grade] / lent)
    }
  }
  const patches: Patch[] = []
  product.gradeMix = changedList(patches, ['products', j, 'gradeMix'], before.gradeMix, product.gradeMix)
  product.profitFen = changedList(patches, ['products', j, 'profitFen'], before.profitFen, product.profitFen)
  changedRecord(patches, ['products', j], before, product, EXPERIENCE)
  return { now: Object.freeze(product), patches }
}

function smooth(old: number, latest: number): number {
  return rounded(old + SMOOTHING * (latest - old))
}

/** What lenders' books are closed by. */
type Books = Market & Counts & Funding

/** Costs of a month, whole fen. */
interface Costs {
  readonly collectionFen: number
  readonly fundingCostFen: number
  readonly operatingCostFen: number
  readonly acquisitionCostFen: number
  readonly serviceCostFen: number
  readonly productCostFen: number
  readonly promotionCostFen: number
  /** All that is paid; interest waived is not. */
  readonly paidFen: number
}

/** What the month cost a lender, by its books at the month's start. */
function costsOf(world: Books, lender: Lender, l: number): Costs {
  const { scenario, month } = world
  const t = world.tally.lenders
  const policy = scenario.lenders[lender.class]
  const { loansFen, fundingFen } = lender.ledger
  // Overheads grow with the book during burn-in, or fixed costs would ruin lenders that start with no loans.
  const full = isClosed(world, l) ? 0 : fenUnrounded(policy.overhead) * scenario.population.consumers * lender.weight
  const scale = overheadScale(lender, policy.capitalRatio, month)
  const operatingCostFen = wholeFen(loansFen * monthlyRate(policy.operatingRate)) + wholeFen(full * scale)
  const acquisitionCostFen =
    acquiredFen(world, l) +
    fenFromYuan(policy.applicationCost) * t.applications[l] +
    fenFromYuan(policy.loanCost) * t.originations[l]
  const collectionFen = wholeFen(t.chargedOffFen[l] * scenario.repayment.collectionCost)
  const fundingCostFen = isBankrupt(lender) ? 0 : wholeFen(fundingFen * monthlyRate(policy.fundsRate))
  const serviceCostFen = wholeFen(fenUnrounded(policy.training) * t.borrowers[l])
  const productCostFen = productCost(world, l)
  const givenFen = t.rebateFen[l] + t.referralFen[l]
  const runningFen = operatingCostFen + acquisitionCostFen + serviceCostFen + productCostFen
  return {
    collectionFen,
    fundingCostFen,
    operatingCostFen,
    acquisitionCostFen,
    serviceCostFen,
    productCostFen,
    promotionCostFen: t.waivedFen[l] + givenFen,
    paidFen: collectionFen + fundingCostFen + runningFen + givenFen,
  }
}

/** `part` is what a partner books of this lender's loans, `held` what this lender books of others'. */
function closeLender(world: Books, lender: Lender, l: number, part: Participation, held: Participation): Statement {
  const { ledger } = lender
  const t = world.tally.lenders
  const policy = world.scenario.lenders[lender.class]
  // What passes through to investors; all of it zero but for P2P platforms.
  const passed = investorFlows(world, l)
  const costs = costsOf(world, lender, l)
  // Flows of what it funds: its loans but those that it facilitates, and those of others that it books.
  const ownPart = (flow: 'interestFen' | 'repaidFen' | 'settledFen' | 'chargedOffFen' | 'recoveredFen'): number =>
    t[flow][l] - part[flow] + held[flow]
  const originatedFen = t.originatedFen[l] - part.originatedFen + held.originatedFen
  // P2P loans belong to investors.
  const interestFen = ownPart('interestFen') - held.facilitationFeeFen - passed.interestFen
  const lossFen = ownPart('chargedOffFen') - passed.chargedOffFen
  const recoveredFen = ownPart('recoveredFen') - passed.recoveredFen
  const merchantFeeFen = wholeFen(t.checkoutFen[l] * policy.merchantSubsidy)
  const feeIncomeFen = passed.feeFen + part.facilitationFeeFen + merchantFeeFen + t.prepaymentFeeFen[l]
  const guaranteeFen = part.guaranteePaidFen - held.guaranteePaidFen
  const setAsideFen = part.guaranteeFen - ledger.guaranteeFen

  bookLoans(world, ledger, l, part, held)
  const allowanceFen = allowanceOn(world, ledger, l, held)
  const provisionFen = costs.collectionFen + allowanceFen - ledger.allowanceFen + setAsideFen
  const creditCostFen = lossFen - recoveredFen + guaranteeFen + provisionFen
  // Collection is paid, and part of the credit cost.
  const netIncomeFen = interestFen + feeIncomeFen - (costs.paidFen - costs.collectionFen) - creditCostFen
  ledger.guaranteeFen = part.guaranteeFen
  const exposedFen = exposureFen(ledger) - ledger.investorFen
  const dividendsFen = lender.status === 'active' ? dividendsOf(policy, netIncomeFen, ledger.equityFen, exposedFen) : 0

  const receivedFen = ownPart('repaidFen') + ownPart('settledFen') + recoveredFen + feeIncomeFen
  const investedFen = passed.fundedFen + passed.bridgedFen - passed.paidFen
  const spentFen = held.facilitationFeeFen + guaranteeFen + originatedFen + costs.paidFen + dividendsFen
  ledger.allowanceFen = allowanceFen
  ledger.cashFen += receivedFen + investedFen - spentFen
  ledger.equityFen += netIncomeFen - dividendsFen
  // Spare cash repays what was borrowed; a gap is borrowed.
  const borrow = ledger.cashFen < 0 ? -ledger.cashFen : -Math.min(ledger.cashFen, ledger.fundingFen)
  ledger.fundingFen += borrow
  ledger.cashFen += borrow
  lender.profitFen[placeIn(YEAR, world.month)] = netIncomeFen
  lender.promotionFen[placeIn(YEAR, world.month)] = costs.promotionCostFen
  return {
    interestFen,
    feeIncomeFen,
    facilitationFeeFen: part.facilitationFeeFen,
    merchantFeeFen,
    facilitationFeePaidFen: held.facilitationFeeFen,
    guaranteeFen,
    fundingCostFen: costs.fundingCostFen,
    operatingCostFen: costs.operatingCostFen,
    acquisitionCostFen: costs.acquisitionCostFen,
    serviceCostFen: costs.serviceCostFen,
    productCostFen: costs.productCostFen,
    promotionCostFen: costs.promotionCostFen,
    creditCostFen,
    netIncomeFen,
    dividendsFen,
    injectedFen: 0,
    fundersLossFen: 0,
  }
}

/** Brings loans, and whose they are, to the month's end. */
function bookLoans(world: Counts & Funding, ledger: Ledger, l: number, part: Participation, held: Participation): void {
  const t = world.tally.lenders
  const passed = investorFlows(world, l)
  ledger.loansFen += t.originatedFen[l] + t.interestFen[l] - t.repaidFen[l] - t.settledFen[l] - t.chargedOffFen[l]
  ledger.partnerFundedFen = part.closingFen
  ledger.participationFen = held.closingFen
  ledger.investorFen +=
    passed.fundedFen + passed.bridgedFen + passed.interestFen - passed.paidFen - passed.chargedOffFen
}

/** Provisions for what it bears itself. */
function allowanceOn({ tally }: Counts, { investorFen, loansFen }: Ledger, l: number, held: Participation): number {
  // Investors bear the losses on their claims: provisions are for its own.
  const ownShare = investorFen === 0 ? 1 : (loansFen - investorFen) / loansFen
  const facilitated = tally.facilitatedFen.subarray(l * ARREARS_BUCKETS, (l + 1) * ARREARS_BUCKETS)
  const balances = balancesByMonthsPastDue(tally.lenders).map((bucket, k) => bucket[l] - facilitated[k])
  return wholeFen(provisionsOn(balances) * ownShare) + held.allowanceFen
}

/** Whether product profit is tracked: only redesign and entry need it. */
function followsProducts({ scenario }: Present): boolean {
  return scenario.products.mode === 'endogenous' || scenario.industry.entry
}

/** What the month's new customers cost a lender: those of bound products less. Whole fen. */
function acquiredFen({ scenario, industry, tally }: Market & Counts, l: number): number {
  let sum = 0
  industry.products.forEach((product, place) => {
    const customers = tally.products.newCustomers[place]
    if (product.lender === l && customers > 0) {
      sum += customers * acquisitionCostFen(scenario, industry.lenders[l].class, product)
    }
  })
  return sum
}

/** Shelf cost of a lender's products on offer and the research it did this month, whole fen. */
function productCost({ scenario, industry, month }: Market, l: number): number {
  const onShelf = industry.products.filter((product) => product.lender === l && product.withdrawn === null).length
  return onShelf * shelfCostFen(scenario) + industry.lenders[l].researchFen[placeIn(YEAR, month)]
}

/** Books a product's month. The market's first year counts against nobody: a cold start says nothing of a design. */
function learnOfProduct(product: Product, contribution: number, { month, tick }: Present): void {
  product.profitFen[placeIn(YEAR, month)] = contribution
  if (tick < 2 * YEAR || product.withdrawn !== null) return
  product.lossMonths = windowSum(product.profitFen) < 0 ? product.lossMonths + 1 : 0
}

/**
 * Share of full overheads that a lender bears: during burn-in it grows with the book towards what capital allows, after
 * the end of lending it shrinks with what is left of the book.
 */
function overheadScale({ status, ledger, exitLoansFen }: Lender, capitalRatio: number, month: number): number {
  const { loansFen, equityFen } = ledger
  if (status !== 'active') return Math.min(1, loansFen / Math.max(1, exitLoansFen))
  return month < 0 ? Math.min(1, (loansFen * capitalRatio) / Math.max(1, equityFen)) : 1
}

/** Claims on a bankrupt bear no more interest (Enterprise Bankruptcy Law, art. 46; recalled, unverified). */
function isBankrupt({ status, ledger }: Lender): boolean {
  return status === 'runOff' && ledger.equityFen < 0
}

/** Capital below the share of the minimum ratio at which a lender counts as failing. */
function isInBreach(scenario: Scenario, { class: of, ledger, status }: Lender): boolean {
  const least = scenario.industry.breachShare * scenario.lenders[of].capitalRatio
  const exposed = exposureFen(ledger)
  return status === 'active' && exposed > 0 && ledger.equityFen < least * exposed
}

/** Provisions that balances by months past due call for, fen. */
function provisionsOn(balancesFen: ArrayLike<number>): number {
  return PROVISION_RATES.reduce((sum, rate, k) => sum + wholeFen(balancesFen[k] * rate), 0)
}

/** Updates what a class has learnt of losses from the month's charge-offs, expected and realised, on its lenders' books. */
function learnOfClass(
  { scenario, tally, industry, lossEvidence }: Market & Counts & Experience,
  of: number,
): Closed<readonly number[]> {
  const before = industry.learnt[of]
  const { learningWeight, classPrior } = scenario.underwriting
  if (learningWeight === 0) return { now: before, patches: [] }
  const evidence = lossEvidence[of]
  const { consumers } = scenario.population
  fade(evidence.modelled, tally.lossModelledFen, of, learningWeight, consumers)
  fade(evidence.realised, tally.lossRealisedFen, of, learningWeight, consumers)
  const theta = [...learnLosses(evidence, classPrior, before)].map(rounded)
  const patches: Patch[] = []
  return { now: changedList(patches, ['learnt', of], before, theta), patches }
}

/** Evidence in yuan per head: what is left of the old, and the month's. */
function fade(
  evidence: LossEvidence['modelled'],
  monthFen: Float64Array,
  of: number,
  weight: number,
  consumers: number,
): void {
  for (let cell = 0; cell < LOSS_CELLS; cell++) {
    evidence[cell] = evidence[cell] * (1 - weight) + yuanFromFen(monthFen[of * LOSS_CELLS + cell]) / consumers
  }
}

/** Updates a lender's multiplier: its charge-offs are held against what its class expected of its loans. */
function learn(scenario: Scenario, tally: Tally, lender: Lender, l: number): void {
  const { learningWeight, lenderPrior } = scenario.underwriting
  if (learningWeight === 0) return
  const { consumers } = scenario.population
  const perHead = (fen: number): number => yuanFromFen(fen) / consumers
  const evidence = lender.lossEvidence
  evidence.modelled = fadedEvidence(evidence.modelled, perHead(tally.lenders.expectedLossFen[l]), learningWeight)
  evidence.realised = fadedEvidence(evidence.realised, perHead(tally.lenders.chargedOffFen[l]), learningWeight)
  const { initialLossMultiplier } = scenario.lenders[lender.class]
  lender.lossMultiplier = lossBelief(initialLossMultiplier, evidence, lenderPrior * lender.weight)
}
