/** Programmer errors and broken identities. Stays on in research runs: a wrong number is worse than no number. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`)
}
