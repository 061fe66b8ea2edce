/** Step 5.2 of the month, the service of debts: distress, instalments, arrears, default, charge-off, recovery. */

import {
  EVER_DEFAULTED,
  GRADE_MASK,
  LOAN_SLOTS,
  markLender,
  NO_FILE,
  PURPOSE_MASK,
  PURPOSE_SHIFT,
  type PublicConsumers,
  REPORTED,
  removeLoan,
} from '../agents/consumers.ts'
import { chargeOffInMonth, GRADES, lossOfBin } from '../agents/expected-loss.ts'
import { LOSS_CELLS } from '../agents/lenders/loss-learning.ts'
import { CHARGE_OFF, NON_PERFORMING } from '../agents/loan-chain.ts'
import { displeased } from '../agents/satisfaction.ts'
import { ageGroupCell, LOAN_FLOW } from '../base/cells.ts'
import { exp, ln, logistic } from '../base/math.ts'
import { monthlyRateOfBasisPoints, wholeFen } from '../base/units.ts'
import { draw, uniform } from '../random/streams.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { addToGroups } from './groups.ts'
import {
  closeStatement,
  countFlow,
  hasInvestors,
  isClosed,
  isLine,
  isNeverPaid,
  linePayment,
  loanWrittenOff,
  payAhead,
  rememberLine,
  statementInterestFen,
  walksAway,
} from './hooks.ts'
import { CHARGED_OFF, noteEnding, REPAID } from './journal.ts'
import type { ChunkMonth } from './live.ts'
import { showsDefaults } from './mechanisms/bureau/bureau.ts'
import { learntFactors } from './rating.ts'
import { closeRecord, noteLoan, openRecord } from './repayment-record.ts'
import { lossCellOf, modelBinOf } from './scores.ts'
import { countDefault } from './scoring.ts'
import { DEBT_SERVICE_BINS, DEBT_SERVICE_PERCENT, YOUTH_MONTHS } from './tally.ts'
import { traceService } from './trace.ts'
import type { Chance, Counts, Market, Nature, People, Present, PublicWorld, World } from './world.ts'

const words = new Int32Array(2)

/**
 * Log-odds that somebody in distress pays an instalment rather than walk away: willingness where the bureau sees the loan,
 * less the reputation that is not at stake where it does not; access to the platform; against the burden of instalment and balance on income (both in months of income).
 */
export function willingnessLogOdds(
  repayment: Scenario['repayment'],
  seenByBureau: boolean,
  onPlatform: boolean,
  instalmentOverIncome: number,
  balanceOverIncome: number,
): number {
  return (
    repayment.willingness -
    (seenByBureau ? 0 : repayment.bureauReputation) +
    (onPlatform ? repayment.platformExclusion : 0) -
    repayment.instalmentBurden * instalmentOverIncome -
    repayment.balanceBurden * ln(1 + balanceOverIncome)
  )
}

/** What the month knows of lenders, by place and by class: what classes have learnt, whose loans investors hold, which platforms have closed. */
interface Creditors {
  /** By class and cell of loans. */
  readonly factors: readonly Float64Array[]
  /** Whether the bureau shows defaults. */
  readonly shown: boolean
  readonly platform: readonly boolean[]
  readonly pooled: readonly boolean[]
  readonly closed: readonly boolean[]
}

export function serviceChunk(world: World, from: number, to: number, chunk: ChunkMonth): void {
  const { consumers: c, scenario, tally, industry, tick } = world
  const creditors: Creditors = {
    factors: learntFactors(world),
    shown: showsDefaults(scenario.credit),
    platform: industry.lenders.map((lender) => lender.model === 'ecommerce'),
    pooled: industry.lenders.map((_, lender) => hasInvestors(world, lender)),
    closed: industry.lenders.map((_, lender) => isClosed(world, lender)),
  }
  let debtServiceBp = 0
  let debtors = 0

  for (let consumer = from; consumer < to; consumer++) {
    if (c.loanCount[consumer] === 0) {
      if (c.distress[consumer] === 1) endDistress(world, consumer)
      continue
    }
    const expected = chunk.expectedFen[consumer - from]
    debtors++
    const debtService = scheduledFen(c, consumer) / expected
    // Capped at 100 so that one near-zero income cannot dominate the mean.
    debtServiceBp += Math.floor(10000 * (debtService > 100 ? 100 : debtService))
    const bin = debtService >= 1 ? DEBT_SERVICE_BINS - 1 : Math.floor((debtService * 100) / DEBT_SERVICE_PERCENT)
    tally.debtService[ageGroupCell(tick - c.birthTick[consumer] < YOUTH_MONTHS, bin, DEBT_SERVICE_BINS)]++
    updateDistress(world, consumer, debtService)
    openRecord()
    for (let slot = c.loanCount[consumer] - 1; slot >= 0; slot--) {
      serviceLoan(world, consumer, slot, expected, creditors)
    }
    closeRecord(world, consumer)
  }
  tally.market.debtServiceBp += debtServiceBp
  tally.market.debtors += debtors
}

/** Instalments of a month by contract; those that were never meant to be paid burden nobody. */
function scheduledFen(c: PublicConsumers, consumer: number): number {
  let scheduled = 0
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) {
    if (!isNeverPaid(c.loanFlags[at])) scheduled += c.loanInstalmentFen[at]
  }
  return scheduled
}

/** Distress is a state with memory; without it the risk type would never reach default. */
function updateDistress(world: Present & Nature & Chance, consumer: number, debtService: number): void {
  const { consumers: c, scenario, streams, tick } = world
  const { repayment } = scenario
  if (c.distress[consumer] === 1) {
    endDistress(world, consumer)
    return
  }
  draw(streams.distress, consumer, tick, 0, words)
  const chance = uniform(words[0])
  const logOdds =
    repayment.meanDistress +
    repayment.distressSd * c.risk[consumer] +
    repayment.debtServiceEffect * debtService +
    (c.unemployed[consumer] === 1 ? repayment.unemploymentEffect : 0)
  // chance < Λ(x) written without the division.
  c.distress[consumer] = chance * (1 + exp(-logOdds)) < 1 ? 1 : 0
}

/** Somebody in distress stays in it or not, with debts or without; a new debt changes nothing about it. */
function endDistress({ consumers: c, scenario, streams, tick }: Present & People & Chance, consumer: number): void {
  draw(streams.distress, consumer, tick, 0, words)
  c.distress[consumer] = uniform(words[0]) < scenario.repayment.distressPersistence ? 1 : 0
}

/** A loan's month: interest, payment, and its end by repayment or charge-off. */
function serviceLoan(world: PublicWorld, consumer: number, slot: number, expected: number, creditors: Creditors): void {
  const { consumers: c, scenario, tally, offers } = world
  const at = consumer * LOAN_SLOTS + slot
  const lender = offers.lender[c.loanProduct[at]]
  const overdue = c.loanOverdue[at]
  const revolves = isLine(c.loanFlags[at])
  countExpectedLoss(world, at, lender, revolves, creditors.factors)
  const openingFen = c.loanBalanceFen[at]
  const cash = c.savingsFen[consumer]
  let balance = openingFen + accrue(world, at, lender, creditors.pooled[lender])
  let paid = 0
  if (!pays(world, consumer, slot, balance, expected, creditors)) c.loanOverdue[at] = overdue + 1
  else if (revolves) paid = linePayment(world, consumer, at, balance)
  else {
    paid = payment(c, consumer, at, balance, c.distress[consumer] === 1)
    if (paid < balance && c.distress[consumer] === 0 && c.loanOverdue[at] === 0) {
      paid += payAhead(world, consumer, slot, lender, balance - paid, paid, expected)
    }
  }
  const late = c.loanOverdue[at]
  noteLoan(world, consumer, at)
  if (late > overdue && c.lastLender[consumer] === lender + 1) {
    c.satisfaction[consumer] = displeased(scenario.satisfaction, c.satisfaction[consumer])
  }
  balance -= paid
  tally.market.repaidFen += paid
  tally.lenders.repaidFen[lender] += paid
  countFlow(world, at, lender, LOAN_FLOW.repaid, paid)
  c.savingsFen[consumer] -= paid
  c.loanBalanceFen[at] = balance
  if (world.trace !== null) {
    const feeFen = cash - paid - c.savingsFen[consumer]
    const interestFen = balance + paid - openingFen
    traceService(world, consumer, at, { openingFen, interestFen, paidFen: paid, feeFen })
  }
  if (revolves) {
    if (balance === 0) rememberLine(c, consumer, at)
    else closeStatement(scenario, c, at, late < NON_PERFORMING)
  }
  if (balance === 0) {
    noteEnding(world, consumer, at, REPAID, 0)
    removeLoan(c, consumer, slot)
  } else if (late === NON_PERFORMING && overdue < NON_PERFORMING) recordDefault(world, consumer, slot)
  else if (late >= CHARGE_OFF) chargeOff(world, consumer, slot)
}

/**
 * Counts what the lenders' model expects to be charged off this month of the loan at `at`, as the month begins, and the
 * same with what its class has learnt, both at multiplier 1.
 */
function countExpectedLoss(
  { consumers: c, regime, tally, offers, tick }: Market & People & Counts,
  at: number,
  lender: number,
  revolves: boolean,
  factors: readonly Float64Array[],
): void {
  const score = c.loanScore[at]
  const bin = modelBinOf(score)
  const age = tick - c.loanTick[at]
  // What the contract leaves to be paid says how long it was: designs of products may have changed since.
  const hazard = revolves
    ? exp(lossOfBin(bin)) / 12
    : chargeOffInMonth(regime.losses, c.loanRemaining[at] + age - 1 - c.loanOverdue[at], bin, age)
  if (hazard === 0) return
  const of = offers.classOfLender[lender]
  const cell = lossCellOf(score)
  const expected = Math.round(c.loanBalanceFen[at] * hazard)
  tally.lossModelledFen[of * LOSS_CELLS + cell] += expected
  tally.lenders.expectedLossFen[lender] += Math.round(expected * factors[of][cell])
}

/** Counts the month's interest on the loan at `at`, whole fen; `pooled` says whether investors hold it. */
function accrue(world: People & Counts, at: number, lender: number, pooled: boolean): number {
  const { consumers: c, tally } = world
  const performs = c.loanOverdue[at] < NON_PERFORMING
  const revolves = isLine(c.loanFlags[at])
  if (!performs && !revolves) return 0
  const balance = c.loanBalanceFen[at]
  let interest: number
  if (revolves) interest = statementInterestFen(c, at, performs)
  else {
    const rate = monthlyRateOfBasisPoints(c.loanAprBp[at])
    interest = wholeFen(balance * rate)
    if (c.loanIntroMonths[at] > 0) {
      const full = interest
      interest = wholeFen((balance * rate * c.loanIntroPercent[at]) / 100)
      tally.lenders.waivedFen[lender] += full - interest
    }
    if (pooled) tally.lenderGradeInterestFen[lender * GRADES + (c.loanGrade[at] & GRADE_MASK)] += interest
  }
  if (c.loanIntroMonths[at] > 0) c.loanIntroMonths[at]--
  tally.lenders.interestFen[lender] += interest
  countFlow(world, at, lender, LOAN_FLOW.interest, interest)
  tally.products.interestFen[c.loanProduct[at]] += interest
  return interest
}

/** Whether the debtor pays at all: nobody does who never meant to; somebody in distress may walk away. */
function pays(
  world: Market & People & Chance,
  consumer: number,
  slot: number,
  balance: number,
  expected: number,
  { shown, platform, closed }: Creditors,
): boolean {
  const { consumers: c, scenario, streams, offers, tick } = world
  const at = consumer * LOAN_SLOTS + slot
  const lender = offers.lender[c.loanProduct[at]]
  if (isNeverPaid(c.loanFlags[at]) || (closed[lender] && walksAway(world, consumer, lender))) return false
  if (c.distress[consumer] === 0) return true
  const logOdds = willingnessLogOdds(
    scenario.repayment,
    shown && (c.loanFlags[at] & REPORTED) !== 0 && c.file[consumer] !== NO_FILE,
    platform[lender],
    c.loanInstalmentFen[at] / expected,
    balance / expected,
  )
  draw(streams.willing, consumer, tick, slot, words)
  return uniform(words[0]) < logistic(logOdds)
}

/**
 * What a willing debtor pays now: as many whole instalments of those due as cash allows, and the whole balance with
 * the last. Somebody in distress pays one at most; arrears are made good only after it has passed. Moves the
 * contract's counters; the caller moves the money.
 */
export function payment(
  c: PublicConsumers,
  consumer: number,
  at: number,
  balance: number,
  inDistress: boolean,
): number {
  const cash = c.savingsFen[consumer]
  const instalment = c.loanInstalmentFen[at]
  const remaining = c.loanRemaining[at]
  const overdue = c.loanOverdue[at]
  const due = overdue + 1 < remaining ? overdue + 1 : remaining
  const most = inDistress ? 1 : due
  const affordable = instalment > 0 && cash > 0 ? Math.floor(cash / instalment) : 0
  let count = affordable < most ? affordable : most
  let paid = count * instalment
  if ((most === remaining && cash >= balance) || paid >= balance) {
    count = remaining
    paid = balance
  } else if (count === remaining) {
    // The last instalment carries the rounding and is more than cash allows: all but one.
    count--
    paid = count * instalment
  }
  c.loanRemaining[at] = remaining - count
  c.loanOverdue[at] = overdue + 1 - count > 0 ? overdue + 1 - count : 0
  return paid
}

/** What a consumer keeps in hand: the settled buffer. */
export function bufferFen(world: Present & People, consumer: number, expectedFen: number): number {
  const { plan } = world.regime
  const age = world.tick - world.consumers.birthTick[consumer]
  return wholeFen(Math.max(0, plan.bufferTarget - 1) * expectedFen * (1 - plan.illiquid[age]))
}

function recordDefault(world: Present & People & Counts, consumer: number, slot: number): void {
  const { consumers: c, tally } = world
  const at = consumer * LOAN_SLOTS + slot
  if (c.loanFlags[at] & EVER_DEFAULTED) return
  c.loanFlags[at] |= EVER_DEFAULTED
  tally.vintageDefaultedFen[c.loanTick[at]] += c.loanPrincipalFen[at]
  countDefault(world, consumer, slot)
}

/**
 * Writes a loan off: the claim is sold outside at 1 − LGD. Where the bureau learns of it the consumer carries the mark,
 * and the lender will not lend to this person again.
 */
export function chargeOff(world: PublicWorld, consumer: number, slot: number): void {
  const { consumers: c, tally, offers, scenario, tick } = world
  const at = consumer * LOAN_SLOTS + slot
  const lender = offers.lender[c.loanProduct[at]]
  const balance = c.loanBalanceFen[at]
  const recovered = wholeFen(balance * (1 - scenario.repayment.lossGivenDefault))
  tally.lenders.chargedOffFen[lender] += balance
  tally.lenders.recoveredFen[lender] += recovered
  countFlow(world, at, lender, LOAN_FLOW.chargedOff, balance)
  countFlow(world, at, lender, LOAN_FLOW.recovered, recovered)
  tally.products.chargedOffFen[c.loanProduct[at]] += balance
  tally.products.recoveredFen[c.loanProduct[at]] += recovered
  tally.market.chargedOffFen += balance
  tally.lossRealisedFen[offers.classOfLender[lender] * LOSS_CELLS + lossCellOf(c.loanScore[at])] += balance
  const cell = lender * GRADES + (c.loanGrade[at] & GRADE_MASK)
  tally.lenderGradeChargedOffFen[cell] += balance
  tally.lenderGradeRecoveredFen[cell] += recovered
  tally.market.recoveredFen += recovered
  tally.vintageChargedOffFen[c.loanTick[at]] += balance
  loanWrittenOff(world, consumer, at, lender, balance)
  const purpose = (c.loanGrade[at] >> PURPOSE_SHIFT) & PURPOSE_MASK
  addToGroups(world, consumer, tally.groups.chargedOffFen, balance, purpose)
  // The bureau keeps it only if the loan is reported and there is a file to put it in.
  if ((c.loanFlags[at] & REPORTED) !== 0 && c.file[consumer] !== NO_FILE) c.chargeOffTick[consumer] = tick
  markLender(c.defaultedOn, consumer, lender)
  noteEnding(world, consumer, at, CHARGED_OFF, balance)
  removeLoan(c, consumer, slot)
}
