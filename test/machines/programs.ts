/** Programs that the tests of this folder start on loopback, and stop again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Where Debian puts servers, which is not in the path of everybody. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`
export const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env, PATH, NO_COLOR: '1' }

/** Why tests that need these programs are skipped; null where all are there. `.ci/run` installs them, and skips none. */
export function absent(...programs: readonly string[]): string | null {
  const missing = programs.filter((name) => spawnSync('which', [name], { env: ENVIRONMENT }).status !== 0)
  return missing.length === 0 ? null : `${missing.join(', ')} not installed (see .ci/run)`
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Waits for something, however slow the machine; a hang is ended by `.ci/run`. */
export async function until(isSo: () => boolean | Promise<boolean>, everyMs = 50): Promise<void> {
  while (!(await isSo())) await pause(everyMs)
}

export function start(program: string, args: readonly string[], cwd: string): ChildProcess {
  return spawn(program, args, { cwd, env: ENVIRONMENT, stdio: 'ignore' })
}

/** Ends a process that a test started, and waits until it is gone. */
export async function stop(child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
