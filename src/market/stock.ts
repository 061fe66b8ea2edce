/** Step 5.5 of the month, the last look at a chunk: what is owed to whom and how late, summed from the loans themselves. */

import { GRADE_MASK, HISTORY_MASK, LOAN_SLOTS, REPORTED } from '../agents/consumers.ts'
import { GRADES } from '../agents/expected-loss.ts'
import { NON_PERFORMING } from '../agents/loan-chain.ts'
import { ageGroupCell } from '../base/cells.ts'
import { stockOfConsumer, stockOfLoan } from './hooks.ts'
import type { ChunkMonth } from './live.ts'
import { balancesByMonthsPastDue, nplFen, type Tally, YOUTH_MONTHS } from './tally.ts'
import { traceClose } from './trace.ts'
import type { Counts, Market, People, Supply, Watchers } from './world.ts'

/** `profile` says whether this month belongs to the reported life-cycle profile. */
export function takeStock(
  world: Market & People & Counts & Watchers,
  from: number,
  to: number,
  chunk: ChunkMonth,
  profile: boolean,
): void {
  const { consumers: c, tally, tick } = world
  const { market, lenders } = tally
  const buckets = balancesByMonthsPastDue(lenders)
  const { savingsFen, file, fileHistory, birthTick, loanCount, borrowedFrom } = c
  let savings = 0
  let filed = 0
  let scored = 0
  let formed = 0
  for (let consumer = from; consumer < to; consumer++) {
    savings += savingsFen[consumer]
    const state = file[consumer]
    if (state !== 0) filed++
    if (state === 2) scored++
    const classes = borrowedFrom[consumer]
    if (classes !== 0) {
      tally.adopters[classes]++
      const last = c.lastLender[consumer] - 1
      lenders.customers[last]++
      lenders.satisfaction[last] += c.satisfaction[consumer]
    }
    if (fileHistory[consumer] > HISTORY_MASK) formed++
    stockOfConsumer(world, consumer)
    const age = tick - birthTick[consumer]
    const debt = loanCount[consumer] > 0 ? stockOfBorrower(world, consumer, age, buckets) : 0
    if (profile) addToProfile(tally.ages, (age / 12) | 0, chunk, consumer - from, savingsFen[consumer], debt)
  }
  traceClose(world, from, to)
  market.liquidSavings += savings
  market.filed += filed
  market.scored += scored
  market.filedEndogenously += formed
}

/** Counts somebody's loans, and of how many lenders they are; returns the debt, fen. */
function stockOfBorrower(
  world: Market & People & Counts,
  consumer: number,
  age: number,
  buckets: readonly Float64Array[],
): number {
  const { consumers: c, tally, offers } = world
  const { market, lenders, products, lenderGradeFen, lenderGradeLateFen } = tally
  let debt = 0
  let lenders0 = 0
  let lenders1 = 0
  let distinct = 0
  const end = consumer * LOAN_SLOTS + c.loanCount[consumer]
  for (let at = consumer * LOAN_SLOTS; at < end; at++) {
    const balance = c.loanBalanceFen[at]
    const product = c.loanProduct[at]
    const lender = offers.lender[product]
    const overdue = c.loanOverdue[at]
    debt += balance
    lenders.balanceFen[lender] += balance
    products.balanceFen[product] += balance
    products.held[product]++
    buckets[overdue][lender] += balance
    if ((c.loanFlags[at] & REPORTED) !== 0) lenders.reportedFen[lender] += balance
    const grades = overdue < NON_PERFORMING ? lenderGradeFen : lenderGradeLateFen
    grades[lender * GRADES + (c.loanGrade[at] & GRADE_MASK)] += balance
    stockOfLoan(world, at, lender, overdue)
    const bit = 1 << (lender & 31)
    if (((lender < 32 ? lenders0 : lenders1) & bit) === 0) {
      distinct++
      lenders.borrowers[lender]++
      if (lender < 32) lenders0 |= bit
      else lenders1 |= bit
    }
  }
  tally.lendersOfBorrowers[ageGroupCell(age < YOUTH_MONTHS, distinct - 1, LOAN_SLOTS)]++
  market.borrowers++
  if (distinct > 1) market.multiLender++
  if (age < YOUTH_MONTHS) {
    market.borrowersUnder30++
    if (distinct > 1) market.multiLenderUnder30++
  }
  return debt
}

/** Adds a consumer's month to the life-cycle profile; `place` is the position in the chunk. */
function addToProfile(
  ages: Tally['ages'],
  year: number,
  chunk: ChunkMonth,
  place: number,
  savingsFen: number,
  debtFen: number,
): void {
  ages.personMonths[year]++
  if (debtFen > 0) ages.borrowerMonths[year]++
  ages.loans[year] += chunk.loansMade[place]
  ages.income[year] += chunk.incomeFen[place]
  ages.spending[year] += chunk.spendingFen[place]
  ages.illiquidSaving[year] += chunk.illiquidFen[place]
  ages.liquidSavings[year] += savingsFen
  ages.debt[year] += debtFen
  if (chunk.spendingFen[place] > chunk.incomeFen[place]) ages.overspentMonths[year]++
  ages.borrowed[year] += chunk.borrowedFen[place]
  ages.netBorrowing[year] += debtFen - chunk.debtBeforeFen[place]
}

/** Sums the lenders' buckets into the market's. */
export function sumBuckets(world: Supply & Counts): void {
  const { market, lenders } = world.tally
  for (let lender = 0; lender < world.industry.lenders.length; lender++) {
    market.current += lenders.current[lender]
    market.past30 += lenders.past30[lender]
    market.past60 += lenders.past60[lender]
    market.past90 += lenders.past90[lender]
    market.npl += nplFen(lenders, lender)
  }
}
