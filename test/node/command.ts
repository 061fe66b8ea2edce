/** Runs the built command, as a user would. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))
export const CLI: string = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url))

/** A market small enough for a test. */
export const SMALL: readonly string[] = [
  '--set',
  'population.consumers=2000',
  '--set',
  'horizon.months=6',
  '--set',
  'horizon.burnIn=3',
]

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export function xiaojin(args: readonly string[], cwd: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: status, out: stdout, err: stderr }
}

/** The same without blocking, for many at once. */
export async function xiaojinAsync(args: readonly string[], cwd: string): Promise<Ended> {
  const child = startXiaojin(args, cwd)
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = []
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
    return chunks
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out: Buffer.concat(out ?? []).toString('utf8'), err: Buffer.concat(err ?? []).toString('utf8') }
}

export function startXiaojin(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
}
