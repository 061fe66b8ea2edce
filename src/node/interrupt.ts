/** Ctrl-C and `kill`: tidy up, say what was kept, and end with the code that shells expect. */
import { EXIT } from './failure.ts'
import { say } from './language.ts'

const cleanups = new Set<() => void>()
let listening = false
let told: () => string = () => ''

/** From now on, a command that ends early says this. */
export function tellKept(text: () => string): void {
  told = text
}

/** What is kept of what the command did, as a sentence; empty where nothing could be. */
export function whatIsKept(): string {
  return told()
}

function end(code: number): never {
  for (const cleanup of cleanups) cleanup()
  process.stderr.write(`\n${say({ en: 'Interrupted. ', zh: '已中断。' })}${whatIsKept()}`.trimEnd())
  process.stderr.write('\n')
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
