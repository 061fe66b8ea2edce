/** What a lender's capital can fund in the coming month, and what profit it keeps for it. Worked out when books close. */

import { GRADES } from '../agents/expected-loss.ts'
import { fundedGrades } from '../agents/lenders/funding.ts'
import { exposureFen, type Lender } from '../agents/lenders/lender.ts'
import { rounded } from '../agents/lenders/loss-belief.ts'
import { wholeFen } from '../base/units.ts'
import type { LenderClassPolicy } from '../scenarios/scenario.ts'
import type { Tally } from './tally.ts'

/** Weight of the latest month in the demand that a lender plans for. */
const DEMAND_SMOOTHING = 1 / 3

/**
 * Lending by grade that was asked of a lender and approvable this month, and what draws on its lines and its guarantees asked,
 * smoothed, fen.
 */
function smoothDemand(tally: Tally, lender: Lender, l: number): void {
  const { lenderGradeApprovedFen } = tally
  const isFirst = lender.drawnFen === 0 && lender.approvableFen.every((fen) => fen === 0)
  const weight = isFirst ? 1 : DEMAND_SMOOTHING
  const smoothed = (before: number, latest: number): number => wholeFen(before + weight * (latest - before))
  let drawn = tally.lenders.approvedFen[l]
  for (let grade = 0; grade < GRADES; grade++) {
    const approvable = lenderGradeApprovedFen[l * GRADES + grade]
    drawn -= approvable
    lender.approvableFen[grade] = smoothed(lender.approvableFen[grade], approvable)
  }
  lender.drawnFen = smoothed(lender.drawnFen, drawn)
}

/**
 * Capital for the next month: headroom over what open lines, guarantees and intermediaries draw goes to the best grades
 * first, and of the marginal grade to a share by lot. `runOffFen` is what was repaid this month of what the lender funds.
 * `sharedFen` is what intermediaries want of it, of whatever grade: scarce headroom is split with them in proportion. At a funded share of zero the lender takes its offers off the market until its book has
 * run off.
 */
export function fundNext(
  { capitalRatio }: LenderClassPolicy,
  tally: Tally,
  lender: Lender,
  l: number,
  runOffFen: number,
  sharedFen: number,
): void {
  const { equityFen } = lender.ledger
  // While its offers are off the market, demand is what it last was; a first month back would overshoot otherwise.
  if (lender.fundedShare > 0) smoothDemand(tally, lender, l)
  lender.fundedShare = 0
  lender.fundedGrades = 0
  if (lender.status !== 'active') return
  // Without a minimum ratio any equity that is left will do.
  const most = capitalRatio > 0 ? equityFen / capitalRatio : equityFen >= 0 ? Infinity : -Infinity
  const room = most - exposureFen(lender.ledger) + Math.max(0, runOffFen)
  if (room <= 0) return
  const { approvableFen, drawnFen } = lender
  const wanted = approvableFen.reduce((sum, fen) => sum + fen, drawnFen + sharedFen)
  const share = wanted > room ? room / wanted : 1
  lender.fundedShare = rounded(share)
  lender.fundedGrades =
    share === 1 ? GRADES : rounded(Math.min(GRADES, fundedGrades(room - share * sharedFen - drawnFen, approvableFen)))
}

/**
 * Dividends of a month, fen: a share of profit, and all of it that would lift capital above the target, or capital would
 * pile up until it binds nobody.
 */
export function dividendsOf(
  { payout, capitalTarget }: LenderClassPolicy,
  netIncomeFen: number,
  equityFen: number,
  ownFundedFen: number,
): number {
  if (netIncomeFen <= 0) return 0
  const excess = equityFen + netIncomeFen - capitalTarget * ownFundedFen
  const beyond = excess < netIncomeFen ? excess : netIncomeFen
  const usual = netIncomeFen * payout
  return wholeFen(beyond > usual ? beyond : usual)
}
