/**
 * What a lender believes of its own losses beside those of its class: the multiplier of what the class expects of its loans
 * (agents/lenders/loss-learning.ts), learnt from what becomes of them (Broecker 1990: those who win customers learn that
 * they won the worse ones). Charge-offs are taken as Poisson with mean multiplier × expected; with a gamma prior about the
 * first belief the posterior mean is (prior × first belief + realised) / (prior + expected), over evidence that fades. All
 * of it is in yuan per head of population, so that a belief does not depend on the number of consumers. What is expected
 * never holds the multiplier in force: it would converge to the root of the truth.
 */

/** Fading sums of charge-offs, yuan per head: expected by the class at multiplier 1, and realised. */
export interface OwnLosses {
  modelled: number
  realised: number
}

/** Beliefs are kept to six decimals: more would say nothing and fill the event log. A log has no −0, so 0 is added. */
export function rounded(belief: number): number {
  return Math.round(belief * 1e6) / 1e6 + 0
}

/** A month's evidence on top of what is left of the old; `weight` is the share that fades in a month. */
export function fadedEvidence(old: number, latest: number, weight: number): number {
  return rounded(old * (1 - weight) + latest)
}

/** Posterior mean of the loss multiplier; `prior` is what the first belief is worth, in expected charge-offs per head. */
export function lossBelief(first: number, { modelled, realised }: OwnLosses, prior: number): number {
  const all = prior + modelled
  return all === 0 ? first : rounded((prior * first + realised) / all)
}
