/** Step 5.5 of the month, the last look at a chunk: what is owed to whom and how late, summed from the loans themselves. */

import { GRADE_MASK, HISTORY_MASK, LOAN_SLOTS, REPORTED } from '../agents/consumers.ts'
import { GRADES } from '../agents/underwriting.ts'
import { ageGroupCell } from '../base/cells.ts'
import { stockOfConsumer, stockOfLoan } from './hooks.ts'
import type { ChunkMonth } from './live.ts'
import { NON_PERFORMING } from './service.ts'
import { balancesByMonthsPastDue, nplFen, YOUTH_MONTHS } from './tally.ts'
import type { Counts, Market, People, Supply } from './world.ts'

/** `profile` says whether this month belongs to the reported life-cycle profile. */
export function takeStock(
  world: Market & People & Counts,
  from: number,
  to: number,
  chunk: ChunkMonth,
  profile: boolean,
): void {
  const { consumers: c, tally, offers, tick } = world
  const { balanceFen: balanceByProduct, held } = tally.products
  const { market, lenders, ages, lenderGradeFen, lenderGradeLateFen } = tally
  const buckets = balancesByMonthsPastDue(lenders)
  const { savingsFen, file, fileHistory, birthTick, loanCount, loanFlags, borrowedFrom } = c
  const { incomeFen, spendingFen, illiquidFen, loansMade } = chunk
  const {
    personMonths,
    borrowerMonths,
    loans: loansByAge,
    income,
    spending,
    illiquidSaving,
    liquidSavings,
    debt: debtByAge,
  } = ages
  let savings = 0
  let filed = 0
  let scored = 0
  let formed = 0
  for (let i = from; i < to; i++) {
    const k = i - from
    savings += savingsFen[i]
    const state = file[i]
    if (state !== 0) filed++
    if (state === 2) scored++
    const classes = borrowedFrom[i]
    if (classes !== 0) {
      tally.adopters[classes]++
      const last = c.lastLender[i] - 1
      lenders.customers[last]++
      lenders.satisfaction[last] += c.satisfaction[i]
    }
    if (fileHistory[i] > HISTORY_MASK) formed++
    stockOfConsumer(world, i)
    const age = tick - birthTick[i]
    let debt = 0
    const loans = loanCount[i]
    if (loans > 0) {
      let lenders0 = 0
      let lenders1 = 0
      let distinct = 0
      for (let slot = 0; slot < loans; slot++) {
        const at = i * LOAN_SLOTS + slot
        const balance = c.loanBalanceFen[at]
        const j = c.loanProduct[at]
        const l = offers.lender[j]
        const overdue = c.loanOverdue[at]
        debt += balance
        lenders.balanceFen[l] += balance
        balanceByProduct[j] += balance
        held[j]++
        buckets[overdue][l] += balance
        if ((loanFlags[at] & REPORTED) !== 0) lenders.reportedFen[l] += balance
        const grades = overdue < NON_PERFORMING ? lenderGradeFen : lenderGradeLateFen
        grades[l * GRADES + (c.loanGrade[at] & GRADE_MASK)] += balance
        stockOfLoan(world, at)
        const bit = 1 << (l & 31)
        if (((l < 32 ? lenders0 : lenders1) & bit) === 0) {
          distinct++
          lenders.borrowers[l]++
          if (l < 32) lenders0 |= bit
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
    }
    if (profile) {
      const year = (age / 12) | 0
      personMonths[year]++
      if (debt > 0) borrowerMonths[year]++
      loansByAge[year] += loansMade[k]
      income[year] += incomeFen[k]
      spending[year] += spendingFen[k]
      illiquidSaving[year] += illiquidFen[k]
      liquidSavings[year] += savingsFen[i]
      debtByAge[year] += debt
    }
  }
  market.liquidSavings += savings
  market.filed += filed
  market.scored += scored
  market.filedEndogenously += formed
}

/** Sums the lenders' buckets into the market's. */
export function sumBuckets(world: Supply & Counts): void {
  const { market, lenders } = world.tally
  for (let l = 0; l < world.industry.lenders.length; l++) {
    market.current += lenders.current[l]
    market.past30 += lenders.past30[l]
    market.past60 += lenders.past60[l]
    market.past90 += lenders.past90[l]
    market.npl += nplFen(lenders, l)
  }
}
