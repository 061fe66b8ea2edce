/** Scores as loans carry them, and the cells by which they are recorded and learnt from. */
import { LOSS_BIN_WIDTH, LOSS_BINS, LOSS_BINS_FROM } from '../agents/expected-loss.ts'
import { LOSS_CELLS, lossCell, RECORDS } from '../agents/lenders/loss-learning.ts'
import { SCORE_REGIMES } from '../base/cells.ts'
import { LENDER_CLASSES } from '../base/vocabulary.ts'

/**
 * A score as a loan carries it, below 65,536: bin of the loss that the model expects × bin of the loss with what is learnt ×
 * what the lender knew and file × own customer × record.
 */
const KINDS = 2 * RECORDS

/** `modelBin` and `bin` are those of losses without and with what is learnt, `known` a position below SCORE_REGIMES. */
export function packScore(modelBin: number, bin: number, known: number, own: boolean, record: number): number {
  return ((modelBin * LOSS_BINS + bin) * SCORE_REGIMES + known) * KINDS + (own ? RECORDS : 0) + record
}

/** Bins by which scores are recorded: of the logarithm of annual loss, what is learnt included. */
export const SCORE_BINS: number = LOSS_BINS
export const SCORE_BIN_WIDTH: number = LOSS_BIN_WIDTH
export const SCORE_BINS_FROM: number = LOSS_BINS_FROM
export const SCORE_CELLS: number = LOSS_BINS * SCORE_REGIMES

/** Cell of a score by which it is recorded. */
export function scoreCellOf(score: number): number {
  return Math.floor(score / KINDS) % SCORE_CELLS
}

/** Bin of the loss that the model expected. */
export function modelBinOf(score: number): number {
  return Math.floor(score / (KINDS * SCORE_CELLS))
}

const FILES = 3

/** Cell of loans by which a class learns. */
export function lossCellOf(score: number): number {
  const kind = score % KINDS
  const file = (Math.floor(score / KINDS) % SCORE_REGIMES) % FILES
  return lossCell(modelBinOf(score), file, kind >= RECORDS, kind % RECORDS)
}

/** A class's cells in the tally stand one class after the other. */
export const CLASS_LOSS_CELLS: number = LENDER_CLASSES.length * LOSS_CELLS
