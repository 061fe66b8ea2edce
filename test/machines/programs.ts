/** Programs that the tests of this folder start on loopback, and stop again. */
import { spawnSync } from 'node:child_process'

/** Where Debian puts servers, which is not in the path of everybody. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`
const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env, PATH, NO_COLOR: '1' }

/** Why tests that need these programs are skipped; null where all are there. `.ci/run` installs them, and skips none. */
export function absent(...programs: readonly string[]): string | null {
  const missing = programs.filter((name) => spawnSync('which', [name], { env: ENVIRONMENT }).status !== 0)
  return missing.length === 0 ? null : `${missing.join(', ')} not installed (see .ci/run)`
}
