/** Programs that the tests of this folder start on loopback, and stop again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

/** Where Debian puts servers, which is not in the path of everybody. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`
export const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env, PATH, NO_COLOR: '1' }

/** Why tests that need these programs are skipped; null where all are there. `.ci/run` installs them, and skips none. */
export function absent(...programs: readonly string[]): string | null {
  const missing = programs.filter((name) => spawnSync('which', [name], { env: ENVIRONMENT }).status !== 0)
  return missing.length === 0 ? null : `${missing.join(', ')} not installed (see .ci/run)`
}

/** Waits for something, however slow the machine; a hang is ended by `.ci/run`. */
export async function until(isSo: () => boolean | Promise<boolean>, everyMs = 50): Promise<void> {
  while (!(await isSo())) await pause(everyMs)
}

export function start(program: string, args: readonly string[], cwd: string): ChildProcess {
  return spawn(program, args, { cwd, env: ENVIRONMENT, stdio: 'ignore' })
}
