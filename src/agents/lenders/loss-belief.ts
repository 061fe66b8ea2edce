/**
 * What a lender believes of its losses: the multiplier of what its model expects, learnt from its own vintages
 * (Broecker 1990: those who win customers learn that they won the worse ones). Charge-offs, counted in borrowers, are
 * taken as Poisson with mean multiplier × what was modelled; with a gamma prior about the first belief, worth ten
 * charge-offs, the posterior mean is (prior × first belief + realised) / (prior + modelled), over evidence that fades. A
 * lender that lends little has little evidence and goes back towards its first belief: a moving average of the ratios
 * would leave small lenders shut for good after a bad run, and make the market depend on the number of consumers.
 */

/** What a lender's first belief about losses is worth, in modelled charge-offs. */
export const PRIOR_LOSSES = 10

/** Fading sums of charge-offs modelled at multiplier 1 and realised, in borrowers. */
export interface LossEvidence {
  modelled: number
  realised: number
}

/** Beliefs are kept to six decimals: more would say nothing and fill the event log. */
export function rounded(belief: number): number {
  return Math.round(belief * 1e6) / 1e6
}

/** A month's evidence on top of what is left of the old; `weight` is the share that fades in a month. */
export function fadedEvidence(old: number, latest: number, weight: number): number {
  return rounded(old * (1 - weight) + latest)
}

/** Posterior mean of the loss multiplier. */
export function lossBelief(first: number, { modelled, realised }: LossEvidence): number {
  return rounded((PRIOR_LOSSES * first + realised) / (PRIOR_LOSSES + modelled))
}
