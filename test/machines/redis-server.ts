/** A Redis on loopback that asks for a password, and commands that use it. None of them may say or write that password. */
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { expect } from 'vitest'
import { freePort, stop } from '../../scripts/lib/programs.mjs'
import { CLI, type Ended } from '../node/command.ts'
import { filesOf } from '../node/studies.ts'
import { start, until } from './programs.ts'

export const SECRET = 'kd93-hx71-secret'

export interface Server {
  readonly port: number
  readonly url: string
  readonly client: Redis
  /** Ends it with SIGKILL and starts it on what it had written. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Over TLS where there is a certificate that clients are to trust. */
export async function startRedis(
  folder: string,
  options: readonly string[] = [],
  certificate?: string,
): Promise<Server> {
  const port = await freePort()
  const dir = join(folder, 'redis')
  mkdirSync(dir, { recursive: true })
  const place = ['--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes', '--requirepass', SECRET]
  const listening = certificate === undefined ? ['--port', `${port}`] : ['--port', '0', '--tls-port', `${port}`]
  const client = new Redis({
    ...{ port, host: '127.0.0.1', password: SECRET, maxRetriesPerRequest: null, lazyConnect: true },
    retryStrategy: () => 50,
    ...(certificate === undefined ? {} : { tls: { ca: certificate } }),
  })
  client.on('error', () => {})
  let server: ChildProcess | undefined
  const run = async (): Promise<void> => {
    server = start('redis-server', [...listening, ...place, ...options], folder)
    await client.ping()
  }
  await run()
  return {
    ...{ port, client },
    url: `${certificate === undefined ? 'redis' : 'rediss'}://:${SECRET}@127.0.0.1:${port}`,
    restart: async () => {
      await stop(server)
      await run()
    },
    stop: async () => {
      client.disconnect()
      await stop(server)
    },
  }
}

/** Waits for something that a command does; fails where that command has ended. */
export async function during({ child, told }: Started, isSo: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    if (await isSo()) return true
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it has ended: ${told()}`)
    return false
  })
}

/** The queue of the built program, when a plan waits in it. */
export async function waitingQueue({ client }: Server, sweep: Started): Promise<Queue> {
  let names: string[] = []
  await during(sweep, async () => {
    names = await client.keys('xiaojin:engine:*')
    return names.length > 0
  })
  const { host = '', port = 0, password = '' } = client.options
  return new Queue(names[0]!.slice('xiaojin:engine:'.length), { connection: { host, port, password } })
}

export interface Started {
  readonly child: ChildProcess
  /** All that it has printed. */
  readonly told: () => string
  readonly ended: Promise<Ended>
}

const all: Started[] = []

interface Circumstances {
  /** A module that is loaded first. */
  readonly module?: string
  readonly env?: NodeJS.ProcessEnv
  readonly cli?: string
}

/** A command of the built program in a folder. */
export function begin(args: readonly string[], cwd: string, { module, env, cli = CLI }: Circumstances = {}): Started {
  const first = module === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(module)}`]
  const child = spawn(process.execPath, [...first, cli, ...args], {
    ...{ cwd, env: { ...process.env, NO_COLOR: '1', ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (texts.out += bytes.toString('utf8')))
  child.stderr.on('data', (bytes: Buffer) => (texts.err += bytes.toString('utf8')))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...texts }))
  const started = { child, told: () => texts.out + texts.err, ended }
  all.push(started)
  return started
}

/** Ends what a test left running; whatever was printed or written holds no secret. */
export async function endAll(folder: string): Promise<void> {
  for (const { child, told } of all.splice(0)) {
    await stop(child)
    expect(told()).not.toContain(SECRET)
  }
  for (const path of filesOf(folder)) expect(readFileSync(join(folder, path)).includes(SECRET), path).toBe(false)
}

/** How many records a folder of results has. */
export function recordsIn(folder: string): number {
  return existsSync(join(folder, 'runs'))
    ? filesOf(join(folder, 'runs')).filter((path) => path.endsWith('.json')).length
    : 0
}
