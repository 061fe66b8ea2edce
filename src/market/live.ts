/** Step 5.1 of the month: consumers age, earn, spend; needs arise. */

import { HISTORY_MASK, LOAN_SLOTS, removeLoan } from '../agents/consumers.ts'
import { ageBandOf } from '../agents/demography.ts'
import { SHORTFALL } from '../agents/fundable.ts'
import { annuitySpending, bufferStockSpending, type SpendingPlan, subsistence } from '../agents/lifecycle.ts'
import { NON_PERFORMING } from '../agents/loan-chain.ts'
import { amountBandOf, needAmountFen, purposeOf } from '../agents/needs.ts'
import { LOAN_FLOW, nicheCell } from '../base/cells.ts'
import { exp } from '../base/math.ts'
import { monthlyRateOfBasisPoints, wholeFen } from '../base/units.ts'
import { draw, NORMAL_TABLE, uniform } from '../random/streams.ts'
import { rebirth } from './births.ts'
import { updateFile } from './coverage.ts'
import { chargeOff } from './debt-service.ts'
import { closeNeed, LEFT, needArrives } from './fates.ts'
import { needKind } from './fundable.ts'
import { clearsStatement, countFlow, isLine, isNeverPaid, statementInterestFen } from './hooks.ts'
import { noteEnding, SETTLED } from './journal.ts'
import { isTraced, tell } from './trace.ts'
import {
  CHUNK,
  type Chance,
  type Counts,
  type Nature,
  type People,
  type Present,
  type Thresholds,
  type Watchers,
  type World,
} from './world.ts'

/** What one chunk's later steps need to know of this month, by position in the chunk. */
export interface ChunkMonth {
  /** Income received; permanent expected income (work or pension as usual). */
  readonly incomeFen: Float64Array
  readonly expectedFen: Float64Array
  readonly spendingFen: Float64Array
  readonly illiquidFen: Float64Array
  readonly loansMade: Uint8Array
  readonly borrowedFen: Float64Array
  /** Debt at the start of the month; of somebody who takes a slot this month, none. */
  readonly debtBeforeFen: Float64Array
  /** New customers of this month who came on a rewarded recommendation, of all chunks so far. */
  readonly referred: number[]
}

export function createChunkMonth(): ChunkMonth {
  return {
    incomeFen: new Float64Array(CHUNK),
    expectedFen: new Float64Array(CHUNK),
    spendingFen: new Float64Array(CHUNK),
    illiquidFen: new Float64Array(CHUNK),
    loansMade: new Uint8Array(CHUNK),
    borrowedFen: new Float64Array(CHUNK),
    debtBeforeFen: new Float64Array(CHUNK),
    referred: [],
  }
}

const words = new Int32Array(2)

/** Index of a niche: purpose × amount band × age band. */
export function nicheOf(purpose: number, needFen: number, ageMonths: number): number {
  return nicheCell(purpose, amountBandOf(needFen), ageBandOf(ageMonths))
}

export function liveChunk(world: World, from: number, to: number, chunk: ChunkMonth): void {
  const { consumers: c, scenario, regime, streams, tally, tick } = world
  const { plan, needs, transitory, innovationSd, savingsRateMonthly } = regime
  const { persistence, separationRate, findingRate, unemploymentReplacement } = scenario.income
  const { needFen, savingsFen, persistent, unemployed, exitTick, birthTick, file, fileHistory } = c
  const { market } = tally
  const retirement = (scenario.population.retirementAge - 18) * 12
  let interestSum = 0
  let unemployedCount = 0

  for (let consumer = from; consumer < to; consumer++) {
    if (exitTick[consumer] === tick) leave(world, consumer)
    const age = tick - birthTick[consumer]
    if (file[consumer] === 0 || fileHistory[consumer] > HISTORY_MASK) updateFile(world, consumer, age)

    // One draw of 64 bits serves all that happens to everybody: two income shocks (12 bits each), the move between
    // jobs (20 bits) and whether a need arises (20 bits).
    draw(streams.life, consumer, tick, 0, words)
    const shocks = words[0]
    const job = ((((shocks >>> 24) << 12) | (words[1] & 4095)) + 0.5) / 1048576
    const arrival = ((words[1] >>> 12) + 0.5) / 1048576
    const p = persistence * persistent[consumer] + innovationSd * NORMAL_TABLE[shocks & 4095]
    persistent[consumer] = p
    const hasNoJob = unemployed[consumer] === 0 ? job < separationRate : job >= findingRate
    const outOfWork = age < retirement && hasNoJob ? 1 : 0
    unemployedCount += outOfWork
    unemployed[consumer] = outOfWork
    const permanent = plan.profile[age] * exp(p)
    const earning = permanent * transitory[(shocks >>> 12) & 4095] * (outOfWork === 1 ? unemploymentReplacement : 1)
    const income = wholeFen(earning) + plan.transferFen
    const expected = permanent * plan.expected[age]

    const before = savingsFen[consumer]
    const interest = before > 0 ? wholeFen(before * savingsRateMonthly) : 0
    const saved = outOfWork === 1 ? 0 : wholeFen(plan.illiquid[age] * income)
    const cash = before + interest + income - saved
    const windfall = before + interest + earning - expected
    const spending = spendingOf(plan, age, p, expected, cash, dueFen(world, consumer), windfall)
    savingsFen[consumer] = cash - spending

    if (isTraced(world, consumer)) {
      const flows = { openingFen: before, interestFen: interest, incomeFen: income, expectedFen: expected }
      const state = { ageMonths: age, unemployed: outOfWork, file: file[consumer] }
      tell(world, consumer, { kind: 'life', ...flows, illiquidFen: saved, spendingFen: spending, ...state })
    }

    if (needFen[consumer] !== 0) expireNeed(world, consumer)
    if (arrival < needs.arrival[age]) meetNeed(world, consumer, age, permanent, expected)
    if (plan.rule === 'paper' && needFen[consumer] === 0) {
      askForShortfall(world, consumer, age, permanent, wholeFen(plan.multiple[age] * expected - spending))
    }

    const place = consumer - from
    chunk.incomeFen[place] = income
    chunk.expectedFen[place] = expected
    chunk.spendingFen[place] = spending
    chunk.illiquidFen[place] = saved
    chunk.loansMade[place] = 0
    chunk.borrowedFen[place] = 0
    chunk.debtBeforeFen[place] = c.loanCount[consumer] === 0 ? 0 : debtFen(world, consumer)
    interestSum += interest
  }
  market.income += sumOf(chunk.incomeFen, to - from)
  market.spending += sumOf(chunk.spendingFen, to - from)
  market.illiquidSaving += sumOf(chunk.illiquidFen, to - from)
  market.savingsInterest += interestSum
  market.unemployed += unemployedCount
}

function sumOf(column: Float64Array, count: number): number {
  let sum = 0
  for (let place = 0; place < count; place++) sum += column[place]
  return sum
}

function debtFen({ consumers: c }: People, consumer: number): number {
  let debt = 0
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) debt += c.loanBalanceFen[at]
  return debt
}

/** What instalments will take of cash this month, fen. Unpaid ones count only for those able to resume. */
function dueFen(world: Present & People & Chance, consumer: number): number {
  const { consumers: c } = world
  let due = 0
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) {
    if (isNeverPaid(c.loanFlags[at])) continue
    if (isLine(c.loanFlags[at]) && clearsStatement(world, consumer, at)) {
      due += c.loanBalanceFen[at] + statementInterestFen(c, at, true)
      continue
    }
    const instalments = c.distress[consumer] === 1 ? 1 : c.loanOverdue[at] + 1
    // The last instalment is the whole balance with this month's interest, not the level instalment.
    due +=
      instalments < c.loanRemaining[at]
        ? c.loanInstalmentFen[at] * instalments
        : c.loanBalanceFen[at] + wholeFen(c.loanBalanceFen[at] * monthlyRateOfBasisPoints(c.loanAprBp[at]))
  }
  return due
}

/** Spending of the month, whole fen: by the plan's rule, between subsistence and what cash allows. */
function spendingOf(
  plan: SpendingPlan,
  age: number,
  persistent: number,
  expected: number,
  cash: number,
  due: number,
  windfall: number,
): number {
  const { rule, mayBorrowOnIncome } = plan
  const free = cash - due
  let wish: number
  if (rule === 'bufferStock') wish = bufferStockSpending(plan, free, expected * (1 - plan.illiquid[age]))
  else if (rule === 'annuity') wish = annuitySpending(plan, age, persistent, windfall)
  else wish = plan.multiple[age] * expected
  // Nothing but the lifetime budget binds those who may borrow on income.
  if (rule !== 'annuity' || !mayBorrowOnIncome) {
    const floor = subsistence(plan, expected)
    const most = rule === 'bufferStock' ? wish : free
    if (wish > most) wish = most
    if (wish < floor) wish = floor
    if (wish > cash) wish = cash
  }
  let spending = wholeFen(wish)
  if (spending > cash && !mayBorrowOnIncome) spending = Math.floor(cash)
  return spending < 0 ? 0 : spending
}

/** A need that has waited too long is given up. */
function expireNeed(world: Present & People & Counts & Watchers, consumer: number): void {
  const { consumers: c, scenario, tally, tick } = world
  if (tick - c.needTick[consumer] < scenario.needs.expiryMonths) return
  closeNeed(world, consumer)
  tally.market.expired++
}

/** A need arises. An arrival is exogenous and counts as potential demand even while another need is pending. */
function meetNeed(
  world: Present & Nature & Chance & Counts & Thresholds & Watchers,
  consumer: number,
  age: number,
  permanentFen: number,
  expectedFen: number,
): void {
  const { regime, streams, tally, tick, meanIncomeFen } = world
  draw(streams.need, consumer, tick, 0, words)
  const purpose = purposeOf(regime.needs, uniform(words[0]))
  const amount = needAmountFen(regime.needs, purpose, words[1], permanentFen / meanIncomeFen)
  const niche = nicheOf(purpose, amount, age)
  tally.niches.potential[niche]++
  tally.niches.potentialFen[niche] += amount
  tally.market.needs++
  const kind = needKind(world, consumer, amount, age, expectedFen)
  needArrives(world, consumer, purpose, amount, age, permanentFen, kind)
}

/** The paper's first two stages plan to spend more than they earn: what cash does not cover asks for credit. */
function askForShortfall(
  world: Present & People & Chance & Counts & Thresholds & Watchers,
  consumer: number,
  age: number,
  permanentFen: number,
  shortfallFen: number,
): void {
  const { regime, streams, tick } = world
  if (shortfallFen < regime.needs.minLoanFen) return
  draw(streams.need, consumer, tick, 1, words)
  const purpose = purposeOf(regime.needs, uniform(words[0]))
  needArrives(world, consumer, purpose, shortfallFen, age, permanentFen, SHORTFALL)
}

/**
 * A consumer leaves on schedule, whatever is owed: performing debt (at most 90 days past due) is settled from an
 * outside account, non-performing debt and what was got by fraud is charged off; savings pass outside. The slot is reborn.
 */
function leave(world: World, consumer: number): void {
  const { consumers: c, tally, offers } = world
  if (c.needFen[consumer] !== 0) closeNeed(world, consumer, LEFT)
  while (c.loanCount[consumer] > 0) {
    const at = consumer * LOAN_SLOTS
    if (c.loanOverdue[at] >= NON_PERFORMING || isNeverPaid(c.loanFlags[at])) {
      chargeOff(world, consumer, 0)
      continue
    }
    const balance = c.loanBalanceFen[at]
    const lender = offers.lender[c.loanProduct[at]]
    tally.lenders.settledFen[lender] += balance
    countFlow(world, at, lender, LOAN_FLOW.settled, balance)
    tally.market.settledFen += balance
    noteEnding(world, consumer, at, SETTLED, balance)
    removeLoan(c, consumer, 0)
  }
  tally.market.estates += c.savingsFen[consumer]
  tally.market.births++
  // What newcomers bring comes from where estates go.
  tally.market.estates -= rebirth(world, consumer)
}
