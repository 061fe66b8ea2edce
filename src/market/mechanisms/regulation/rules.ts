/** What the rules in force mean for one lender or product: caps, bans, ages, licence capital. */

import type { Lender, Product } from '../../../agents/lenders/lender.ts'
import { fenUnrounded, wholeFen } from '../../../base/units.ts'
import type { LenderClass } from '../../../base/vocabulary.ts'
import type { Scenario } from '../../../scenarios/scenario.ts'
import { ENTRY_AGE } from '../../../scenarios/scenario.ts'

type Kind = Pick<Lender, 'class' | 'model'>

/**
 * Highest APR that a lender's loans may carry: what the market keeps to, the cap for everybody, and that for licensed
 * lenders (banks and licensed companies) or for private lending (platforms).
 */
export function capOn({ pricing, regulation }: Scenario, { class: of }: Pick<Lender, 'class'>): number {
  const own = of === 'platform' ? regulation.privateCap : regulation.licensedCap
  return Math.min(pricing.aprCap, regulation.aprCap, own)
}

/** Why the law lets a lender make no new loans at all, or null where it may. */
export function barredBecause({ regulation }: Scenario, lender: Kind): string | null {
  if (regulation.p2p === 'closing' && lender.model === 'p2p') return 'peer-to-peer platforms must close'
  if (!regulation.unlicensedLending && lender.class === 'platform' && lender.model === 'creditApp') {
    return 'lending without a licence and without a purchase is forbidden'
  }
  return null
}

/** Whether general loans, whose money is free, are forbidden. */
export function forbidsGeneral({ regulation }: Scenario): boolean {
  return regulation.generalLoans !== 'allowed'
}

/**
 * Whether the law keeps a product off the market: its lender may not lend, it is a general loan where these are closed,
 * or a campus loan of a non-bank.
 */
export function isWithdrawn(
  scenario: Scenario,
  lender: Kind,
  { archetype, boundTo }: Pick<Product, 'archetype' | 'boundTo'>,
): boolean {
  if (barredBecause(scenario, lender) !== null) return true
  if (scenario.regulation.generalLoans === 'closed' && boundTo === null) return true
  return archetype === 'student' && youngestServed(scenario, lender) > ENTRY_AGE
}

/** Youngest person, whole years, that a lender may lend to. Banks may lend to students. */
export function youngestServed({ regulation }: Scenario, { class: of }: Pick<Lender, 'class'>): number {
  return regulation.studentLending || of === 'bank' ? ENTRY_AGE : regulation.studentAge
}

/** Least equity that a lender of a class must have, fen; banks have rules of their own. */
export function minCapitalFen({ regulation, population }: Scenario, of: LenderClass): number {
  return of === 'bank' ? 0 : wholeFen(fenUnrounded(regulation.minCapital[of]) * population.consumers)
}
