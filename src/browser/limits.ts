/** Sizes that the page tells of. */

/** Consumers that the page simulates unless told otherwise. */
export const USUAL_CONSUMERS = 20_000
/** People whose receipts are kept in every run, spread over the slots. */
export const FOLLOWED = 60
/** The usual market of the page has as many chunks of consumers. */
export const MOST_THREADS = 5
/** Shares of fewer needs than these say little. */
export const FEW = 25
