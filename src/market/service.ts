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
import { displeased } from '../agents/satisfaction.ts'
import { GRADES } from '../agents/underwriting.ts'
import { ageGroupCell } from '../base/cells.ts'
import { exp, ln, logistic } from '../base/math.ts'
import { monthlyRateOfBasisPoints, wholeFen } from '../base/units.ts'
import { draw, uniform } from '../random/streams.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { addToGroups } from './groups.ts'
import {
  closeStatement,
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
import { countDefault } from './scoring.ts'
import { DEBT_SERVICE_BINS, DEBT_SERVICE_PERCENT, YOUTH_MONTHS } from './tally.ts'
import type { Counts, People, Present, World } from './world.ts'

/** Months past due: 1, 2, 3 are up to 30, 60, 90 days; from 4 on a loan is non-performing and accrues no interest. */
export const NON_PERFORMING = 4
/** More than 180 days past due. */
export const CHARGE_OFF = 7

const words = new Int32Array(2)

/**
 * Log-odds that somebody in distress pays an instalment rather than walk away: the value of reputation at the bureau
 * and of access to the platform against the burden of instalment and balance on income (both in months of income).
 */
export function willingnessLogOdds(
  repayment: Scenario['repayment'],
  seenByBureau: boolean,
  onPlatform: boolean,
  instalmentOverIncome: number,
  balanceOverIncome: number,
): number {
  return (
    repayment.willingness +
    (seenByBureau ? repayment.bureauReputation : 0) +
    (onPlatform ? repayment.platformExclusion : 0) -
    repayment.instalmentBurden * instalmentOverIncome -
    repayment.balanceBurden * ln(1 + balanceOverIncome)
  )
}

export function serviceChunk(world: World, from: number, to: number, chunk: ChunkMonth): void {
  const { consumers: c, scenario, streams, tally, offers, industry, tick } = world
  const { meanDistress, distressSd, debtServiceEffect, unemploymentEffect, distressPersistence } = scenario.repayment
  const { loanBalanceFen, loanInstalmentFen, loanAprBp, loanProduct, loanOverdue, loanFlags } = c
  const { interestFen, waivedFen, repaidFen } = tally.lenders
  const interestByProduct = tally.products.interestFen
  const shown = showsDefaults(scenario.credit)
  const platform = industry.lenders.map((lender) => lender.model === 'ecommerce')
  const pooled = industry.lenders.map((_, l) => hasInvestors(world, l))
  const closed = industry.lenders.map((_, l) => isClosed(world, l))
  let repaid = 0
  let debtServiceBp = 0
  let debtors = 0

  for (let i = from; i < to; i++) {
    if (c.loanCount[i] === 0) continue
    const expected = chunk.expectedFen[i - from]
    debtors++
    let scheduled = 0
    // Instalments that were never meant to be paid burden nobody.
    for (let slot = 0; slot < c.loanCount[i]; slot++) {
      const at = i * LOAN_SLOTS + slot
      if (!isNeverPaid(loanFlags[at])) scheduled += loanInstalmentFen[at]
    }
    const debtService = scheduled / expected
    // Capped at 100 so that one near-zero income cannot dominate the mean.
    debtServiceBp += Math.floor(10000 * (debtService > 100 ? 100 : debtService))
    const bin = debtService >= 1 ? DEBT_SERVICE_BINS - 1 : Math.floor((debtService * 100) / DEBT_SERVICE_PERCENT)
    tally.debtService[ageGroupCell(tick - c.birthTick[i] < YOUTH_MONTHS, bin, DEBT_SERVICE_BINS)]++

    // Distress is a state with memory; without it the risk type would never reach default.
    draw(streams.distress, i, tick, 0, words)
    const chance = uniform(words[0])
    if (c.distress[i] === 1) {
      c.distress[i] = chance < distressPersistence ? 1 : 0
    } else {
      const logOdds =
        meanDistress +
        distressSd * c.risk[i] +
        debtServiceEffect * debtService +
        (c.unemployed[i] === 1 ? unemploymentEffect : 0)
      // chance < Λ(x) written without the division.
      c.distress[i] = chance * (1 + exp(-logOdds)) < 1 ? 1 : 0
    }

    for (let slot = c.loanCount[i] - 1; slot >= 0; slot--) {
      const at = i * LOAN_SLOTS + slot
      const lender = offers.lender[loanProduct[at]]
      const overdue = loanOverdue[at]
      let balance = loanBalanceFen[at]
      const revolves = isLine(loanFlags[at])
      if (revolves) {
        const interest = statementInterestFen(c, at, overdue < NON_PERFORMING)
        interestFen[lender] += interest
        interestByProduct[loanProduct[at]] += interest
        balance += interest
        if (c.loanIntroMonths[at] > 0) c.loanIntroMonths[at]--
      } else if (overdue < NON_PERFORMING) {
        const rate = monthlyRateOfBasisPoints(loanAprBp[at])
        const full = wholeFen(balance * rate)
        let interest = full
        if (c.loanIntroMonths[at] > 0) {
          interest = wholeFen((balance * rate * c.loanIntroPercent[at]) / 100)
          waivedFen[lender] += full - interest
          c.loanIntroMonths[at]--
        }
        interestFen[lender] += interest
        interestByProduct[loanProduct[at]] += interest
        if (pooled[lender]) tally.lenderGradeInterestFen[lender * GRADES + (c.loanGrade[at] & GRADE_MASK)] += interest
        balance += interest
      }

      let willing = !isNeverPaid(loanFlags[at]) && !(closed[lender] && walksAway(world, i, lender))
      if (willing && c.distress[i] === 1) {
        const logOdds = willingnessLogOdds(
          scenario.repayment,
          shown && (c.loanFlags[at] & REPORTED) !== 0 && c.file[i] !== NO_FILE,
          platform[lender],
          loanInstalmentFen[at] / expected,
          balance / expected,
        )
        draw(streams.willing, i, tick, slot, words)
        willing = uniform(words[0]) < logistic(logOdds)
      }

      let paid = 0
      if (!willing) loanOverdue[at] = overdue + 1
      else if (revolves) paid = linePayment(world, i, at, balance)
      else {
        paid = payment(c, i, at, balance, c.distress[i] === 1)
        if (paid < balance && c.distress[i] === 0 && loanOverdue[at] === 0) {
          paid += payAhead(world, i, slot, lender, balance - paid, paid, expected)
        }
      }
      if (loanOverdue[at] > overdue && c.lastLender[i] === lender + 1) {
        c.satisfaction[i] = displeased(scenario.satisfaction, c.satisfaction[i])
      }
      balance -= paid
      repaid += paid
      repaidFen[lender] += paid
      c.savingsFen[i] -= paid
      loanBalanceFen[at] = balance
      if (revolves) {
        if (balance === 0) rememberLine(c, i, at)
        else closeStatement(scenario, c, at, loanOverdue[at] < NON_PERFORMING)
      }
      if (balance === 0) {
        noteEnding(world, i, at, REPAID, 0)
        removeLoan(c, i, slot)
      } else if (loanOverdue[at] === NON_PERFORMING && overdue < NON_PERFORMING) recordDefault(world, i, slot)
      else if (loanOverdue[at] >= CHARGE_OFF) chargeOff(world, i, slot)
    }
  }
  tally.market.repaidFen += repaid
  tally.market.debtServiceBp += debtServiceBp
  tally.market.debtors += debtors
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
  if (c.loanGrade[at] & EVER_DEFAULTED) return
  c.loanGrade[at] |= EVER_DEFAULTED
  tally.vintageDefaultedFen[c.loanTick[at]] += c.loanPrincipalFen[at]
  countDefault(world, consumer, slot)
}

/**
 * Writes a loan off: the claim is sold outside at 1 − LGD. Where the bureau learns of it the consumer carries the mark,
 * and the lender will not lend to this person again.
 */
export function chargeOff(world: World, consumer: number, slot: number): void {
  const { consumers: c, tally, offers, scenario, tick } = world
  const at = consumer * LOAN_SLOTS + slot
  const lender = offers.lender[c.loanProduct[at]]
  const balance = c.loanBalanceFen[at]
  const recovered = wholeFen(balance * (1 - scenario.repayment.lossGivenDefault))
  tally.lenders.chargedOffFen[lender] += balance
  tally.lenders.recoveredFen[lender] += recovered
  tally.products.chargedOffFen[c.loanProduct[at]] += balance
  tally.products.recoveredFen[c.loanProduct[at]] += recovered
  tally.market.chargedOffFen += balance
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
