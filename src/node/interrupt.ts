/** Ctrl-C and `kill`: tidy up, say so, and end with the code that shells expect. */
import { EXIT } from './failure.ts'

const cleanups = new Set<() => void>()
let listening = false

function end(code: number): never {
  for (const cleanup of cleanups) cleanup()
  process.stderr.write('\nInterrupted; nothing was kept.\n')
  process.exit(code)
}

/** Runs `cleanup` should the process be interrupted; the returned function calls that off. */
export function onInterrupt(cleanup: () => void): () => void {
  if (!listening) {
    listening = true
    process.once('SIGINT', () => end(EXIT.interrupted))
    process.once('SIGTERM', () => end(143))
  }
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}
