/** How the command ends. */
import { SpokenError } from '../base/errors.ts'

export const EXIT = { ok: 0, usage: 2, failed: 3, incomplete: 4, mismatch: 5, output: 6, interrupted: 130 } as const

/** A mistake in how the command was called; its message says what to do. */
export class UsageError extends SpokenError {
  override readonly name: string = 'UsageError'
}

/** Two machines made the same run and their records differ: one of them computes otherwise. */
export class ConflictError extends SpokenError {
  override readonly name: string = 'ConflictError'
}

/** A disk that does not keep what was written; its message says what, and the command can be repeated. */
export class StorageError extends SpokenError {
  override readonly name: string = 'StorageError'
}
