/** Step 5.1 of the month: consumers age, earn, spend; needs arise. */

import { HISTORY_MASK, LOAN_SLOTS, type PublicConsumers, removeLoan } from '../agents/consumers.ts'
import { ageBandOf } from '../agents/demography.ts'
import { annuitySpending, bufferStockSpending, subsistence } from '../agents/lifecycle.ts'
import { amountBandOf, needAmountFen, purposeOf } from '../agents/needs.ts'
import { nicheCell } from '../base/cells.ts'
import { exp } from '../base/math.ts'
import { monthlyRateOfBasisPoints, wholeFen } from '../base/units.ts'
import { draw, NORMAL_TABLE, uniform } from '../random/streams.ts'
import { rebirth, updateFile } from './births.ts'
import { clearsStatement, isLine, isNeverPaid, statementInterestFen } from './hooks.ts'
import { noteEnding, SETTLED } from './journal.ts'
import { chargeOff, NON_PERFORMING } from './service.ts'
import { CHUNK, type World } from './world.ts'

/** What one chunk's later steps need to know of this month, by position in the chunk. */
export interface ChunkMonth {
  /** Income received; permanent expected income (work or pension as usual). */
  readonly incomeFen: Float64Array
  readonly expectedFen: Float64Array
  readonly spendingFen: Float64Array
  readonly illiquidFen: Float64Array
  readonly loansMade: Uint8Array
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
  const { needFen, needTick, savingsFen, persistent, unemployed, exitTick, birthTick, file, fileHistory, loanCount } = c
  const { profile, expected: expectedFactor, illiquid: illiquidShare, transferFen } = plan
  const { arrival: arrivalChance } = needs
  const { incomeFen, expectedFen, spendingFen, illiquidFen: paidInFen, loansMade } = chunk
  const { potential, potentialFen } = tally.niches
  const retirement = (scenario.population.retirementAge - 18) * 12
  const expiry = scenario.needs.expiryMonths
  const rule = plan.rule
  let incomeSum = 0
  let spendingSum = 0
  let illiquidSum = 0
  let interestSum = 0
  let unemployedCount = 0
  let needCount = 0
  let expired = 0

  for (let i = from; i < to; i++) {
    if (exitTick[i] === tick) leave(world, i)
    const age = tick - birthTick[i]
    if (file[i] === 0 || fileHistory[i] > HISTORY_MASK) updateFile(world, i, age)

    // One draw of 64 bits serves all that happens to everybody: two income shocks (12 bits each), the move between
    // jobs (20 bits) and whether a need arises (20 bits).
    draw(streams.life, i, tick, 0, words)
    const shocks = words[0]
    const job = ((((shocks >>> 24) << 12) | (words[1] & 4095)) + 0.5) / 1048576
    const arrival = ((words[1] >>> 12) + 0.5) / 1048576
    const p = persistence * persistent[i] + innovationSd * NORMAL_TABLE[shocks & 4095]
    persistent[i] = p
    let outOfWork = 0
    if (age < retirement) {
      outOfWork = unemployed[i] === 0 ? (job < separationRate ? 1 : 0) : job < findingRate ? 0 : 1
      unemployedCount += outOfWork
    }
    unemployed[i] = outOfWork
    const permanent = profile[age] * exp(p)
    const earning = permanent * transitory[(shocks >>> 12) & 4095] * (outOfWork === 1 ? unemploymentReplacement : 1)
    const income = wholeFen(earning) + transferFen
    const expected = permanent * expectedFactor[age]

    // Cash on hand, and what of it instalments will take. Unpaid ones count only for those able to resume.
    const before = savingsFen[i]
    const interest = before > 0 ? wholeFen(before * savingsRateMonthly) : 0
    const saved = outOfWork === 1 ? 0 : wholeFen(illiquidShare[age] * income)
    const cash = before + interest + income - saved
    let due = 0
    const loans = loanCount[i]
    for (let slot = 0; slot < loans; slot++) {
      const at = i * LOAN_SLOTS + slot
      if (isNeverPaid(c.loanFlags[at])) continue
      if (isLine(c.loanFlags[at]) && clearsStatement(world, i, at)) {
        due += c.loanBalanceFen[at] + statementInterestFen(c, at, true)
        continue
      }
      const instalments = c.distress[i] === 1 ? 1 : c.loanOverdue[at] + 1
      // The last instalment is the whole balance with this month's interest, not the level instalment.
      due +=
        instalments < c.loanRemaining[at]
          ? c.loanInstalmentFen[at] * instalments
          : c.loanBalanceFen[at] + wholeFen(c.loanBalanceFen[at] * monthlyRateOfBasisPoints(c.loanAprBp[at]))
    }
    const free = cash - due

    let wish: number
    if (rule === 'bufferStock') wish = bufferStockSpending(plan, free, expected * (1 - illiquidShare[age]))
    else if (rule === 'annuity') wish = annuitySpending(plan, age, p, before + interest + earning - expected)
    else wish = plan.multiple[age] * expected
    if (rule === 'annuity' && plan.mayBorrowOnIncome) {
      // Nothing but the lifetime budget binds.
    } else {
      const floor = subsistence(plan, expected)
      const most = rule === 'bufferStock' ? wish : free
      if (wish > most) wish = most
      if (wish < floor) wish = floor
      if (wish > cash) wish = cash
    }
    let spending = wholeFen(wish)
    if (spending > cash && !plan.mayBorrowOnIncome) spending = Math.floor(cash)
    if (spending < 0) spending = 0
    savingsFen[i] = cash - spending

    // Needs. An arrival is exogenous and counts as potential demand even while another need is pending.
    if (needFen[i] !== 0 && tick - needTick[i] >= expiry) {
      needFen[i] = 0
      expired++
    }
    if (arrival < arrivalChance[age]) {
      draw(streams.need, i, tick, 0, words)
      const purpose = purposeOf(needs, uniform(words[0]))
      const amount = needAmountFen(needs, purpose, words[1])
      const niche = nicheOf(purpose, amount, age)
      potential[niche]++
      potentialFen[niche] += amount
      needCount++
      if (needFen[i] === 0) raiseNeed(c, i, purpose, amount, tick)
    }
    // The paper's first two stages plan to spend more than they earn: what cash does not cover asks for credit.
    if (rule === 'paper' && needFen[i] === 0) {
      const shortfall = wholeFen(plan.multiple[age] * expected - spending)
      if (shortfall >= needs.minLoanFen) {
        draw(streams.need, i, tick, 1, words)
        raiseNeed(c, i, purposeOf(needs, uniform(words[0])), shortfall, tick)
      }
    }

    const k = i - from
    incomeFen[k] = income
    expectedFen[k] = expected
    spendingFen[k] = spending
    paidInFen[k] = saved
    loansMade[k] = 0
    incomeSum += income
    spendingSum += spending
    illiquidSum += saved
    interestSum += interest
  }
  const market = tally.market
  market.income += incomeSum
  market.spending += spendingSum
  market.illiquidSaving += illiquidSum
  market.savingsInterest += interestSum
  market.unemployed += unemployedCount
  market.needs += needCount
  market.expired += expired
}

function raiseNeed(c: PublicConsumers, consumer: number, purpose: number, amountFen: number, tick: number): void {
  c.needFen[consumer] = amountFen
  c.needPurpose[consumer] = purpose
  c.needTick[consumer] = tick
  c.refusedBy[consumer * 2] = 0
  c.refusedBy[consumer * 2 + 1] = 0
}

/**
 * A consumer leaves on schedule, whatever is owed: performing debt (at most 90 days past due) is settled from an
 * outside account, non-performing debt and what was got by fraud is charged off; savings pass outside. The slot is reborn.
 */
function leave(world: World, consumer: number): void {
  const { consumers: c, tally, offers } = world
  while (c.loanCount[consumer] > 0) {
    const at = consumer * LOAN_SLOTS
    if (c.loanOverdue[at] >= NON_PERFORMING || isNeverPaid(c.loanFlags[at])) {
      chargeOff(world, consumer, 0)
      continue
    }
    const balance = c.loanBalanceFen[at]
    tally.lenders.settledFen[offers.lender[c.loanProduct[at]]] += balance
    tally.market.settledFen += balance
    noteEnding(world, consumer, at, SETTLED, balance)
    removeLoan(c, consumer, 0)
  }
  tally.market.estates += c.savingsFen[consumer]
  tally.market.births++
  // What newcomers bring comes from where estates go.
  tally.market.estates -= rebirth(world, consumer)
}
