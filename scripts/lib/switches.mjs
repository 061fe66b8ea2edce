// Switches that more than one experiment uses, derived from the scenario that they switch.
// @ts-check

/** What the switches need to know of a scenario. @typedef {{ readonly repayment: { readonly willingness: number, readonly bureauReputation: number } }} BaseScenario */

/** @param {BaseScenario} scenario @returns {BaseScenario} */
export const baseOf = ({ repayment: { willingness, bureauReputation } }) => ({
  repayment: { willingness, bureauReputation },
})

/**
 * Everybody is as willing to pay as someone whose file shows the loan, so that a file makes no difference.
 * @param {BaseScenario} scenario
 */
export const sameReputation = ({ repayment }) => ({
  // Decimal fractions, not what binary ones add up to.
  'repayment.willingness': Number((repayment.willingness + repayment.bureauReputation).toPrecision(12)),
  'repayment.bureauReputation': 0,
})
