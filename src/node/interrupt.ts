/** Ctrl-C and `kill`: tidy up, say so, and end with the code that shells expect. */
import { EXIT } from './failure.ts'

/** Each tidies up, and may say what is left of what was done. */
const cleanups = new Set<() => unknown>()
let listening = false

function end(code: number): never {
  const said = [...cleanups].map((cleanup) => cleanup()).find((text) => typeof text === 'string')
  process.stderr.write(`\nInterrupted; ${said ?? 'nothing was kept.'}\n`)
  process.exit(code)
}

/** Runs `cleanup` should the process be interrupted; the returned function calls that off. */
export function onInterrupt(cleanup: () => unknown): () => void {
  if (!listening) {
    listening = true
    process.once('SIGINT', () => end(EXIT.interrupted))
    process.once('SIGTERM', () => end(143))
  }
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}
