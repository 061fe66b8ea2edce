/** Redis as plans and workers reach it. Its password comes by URL, environment or file, and goes into no message. */
import { readFileSync } from 'node:fs'
import type { Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { type EngineInfo, engineInfo } from '../build-info.ts'
import { UsageError } from '../failure.ts'
import { sha256Hex } from '../hash.ts'
import { packageFile } from '../package-files.ts'
import { engineKey } from '../run-store.ts'
import { engineName } from './planned-folder.ts'

interface RedisSettings {
  readonly host: string
  readonly port: number
  readonly db: number
  readonly username?: string
  readonly password?: string
  readonly tls?: object
  readonly maxRetriesPerRequest: null
  readonly retryStrategy: (times: number) => number
}

export interface RedisPlace {
  /** For messages: host and port alone. */
  readonly shown: string
  readonly options: RedisSettings
  /** The folder that records travel through, if not through Redis. */
  readonly records: string | undefined
}

const PASSWORD = 'XIAOJIN_QUEUE_PASSWORD'
const PASSWORD_FILE = 'XIAOJIN_QUEUE_PASSWORD_FILE'
const LONGEST_WAIT_MS = 1000

/** Where a URL leads: redis://[user:password@]host[:port][/number], or rediss:// for TLS. Undefined without one. */
export function redisPlace(
  typed: string | undefined,
  records: string | undefined,
  environment: NodeJS.ProcessEnv,
): RedisPlace | undefined {
  if (typed === undefined) {
    if (records === undefined) return undefined
    throw new UsageError({
      en: '--records goes with --queue: it is the folder that records travel through.',
      zh: '--records 须与 --queue 同用：它是传送记录的文件夹。',
    })
  }
  let url: URL
  try {
    url = new URL(typed)
    if (!/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^(\/\d*)?$/.test(url.pathname)) throw new Error()
  } catch {
    // What was typed may hold a password, and is not repeated.
    throw new UsageError({
      en: '--queue takes the address of a Redis, such as redis://host:6379/0, or rediss:// for TLS.',
      zh: '--queue 应为 Redis 的地址，如 redis://host:6379/0；TLS 用 rediss://。',
    })
  }
  const [host, port] = [url.hostname.replace(/^\[|\]$/g, ''), Number(url.port === '' ? 6379 : url.port)]
  const file = environment[PASSWORD_FILE]
  const typedPassword = url.password === '' ? undefined : decodeURIComponent(url.password)
  const password = typedPassword ?? environment[PASSWORD] ?? (file === undefined ? undefined : passwordIn(file))
  return {
    shown: `${host}:${port}`,
    records,
    options: {
      ...{ host, port, db: Number(url.pathname.slice(1)) },
      ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
      ...(password === undefined ? {} : { password }),
      ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
      // A Redis that is gone may come back: commands wait for it.
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(LONGEST_WAIT_MS, 50 * times),
    },
  }
}

function passwordIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    throw new UsageError({
      en: `${PASSWORD_FILE}: ${file} cannot be read.`,
      zh: `${PASSWORD_FILE}：无法读取 ${file}。`,
    })
  }
}

interface QueueLibraries {
  readonly Queue: typeof Queue
  readonly Worker: typeof Worker
  readonly Redis: typeof Redis
}

/** Loaded when a queue is asked for, and not installed with the program. */
export async function queueLibraries(): Promise<QueueLibraries> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')])
    return { Queue: bullmq.Queue, Worker: bullmq.Worker, Redis: ioredis.Redis }
  } catch (error) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) throw error
    const { peerDependencies } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))
    const install = `npm install ${['bullmq', 'ioredis'].map((name) => `${name}@${peerDependencies[name]}`).join(' ')}`
    throw new UsageError({
      en: `--queue needs the packages bullmq and ioredis, which are not installed. Where xiaojin is installed, run: ${install} (with -g where xiaojin was installed with -g). Shards need neither: see --plan.`,
      zh: `--queue 需要软件包 bullmq 与 ioredis，此处尚未安装。请在安装 xiaojin 之处执行：${install}（若 xiaojin 以 -g 安装，则同样加上 -g）。分份运行则均不需要，见 --plan。`,
    })
  }
}

/** One queue for each engine: a job never reaches a worker that would compute otherwise. */
export function queueName(engine: EngineInfo = engineInfo()): string {
  return `xiaojin-${sha256Hex(engineKey(engine).join()).slice(0, 12)}`
}

const ENGINES = 'xiaojin:engine:'
/** Plans say again and again that they wait, and are forgotten when they no longer do. */
const REMEMBERED_SECONDS = 30

export interface Connection {
  /** Says that a plan of this engine waits for workers. */
  readonly announce: () => Promise<void>
  /** Engines, by name, of plans that wait. */
  readonly engines: () => Promise<ReadonlyMap<string, string>>
  readonly end: () => void
}

/** Throws a UsageError where Redis cannot be reached or lets nobody in; later it may go and come back. */
export async function connect({ shown, options }: RedisPlace): Promise<Connection> {
  const libraries = await queueLibraries()
  let tried = false
  const retryStrategy = (times: number): number | null => (tried ? Math.min(LONGEST_WAIT_MS, 50 * times) : null)
  const client = new libraries.Redis({ ...options, retryStrategy, lazyConnect: true })
  let [why, code] = ['', '']
  client.on('error', (error: NodeJS.ErrnoException) => {
    why = error.message
    code = error.code ?? ''
  })
  try {
    await client.connect()
    await client.ping()
    tried = true
  } catch (error) {
    client.disconnect()
    const said = `${why} ${error instanceof Error ? error.message : ''}`
    if (/NOAUTH|WRONGPASS|NOPERM|invalid password/i.test(said)) {
      throw new UsageError({
        en: `Redis at ${shown} refuses the password or the user. It is taken from the URL, ${PASSWORD} or the file named by ${PASSWORD_FILE}.`,
        zh: `${shown} 的 Redis 拒绝所给的密码或用户。密码取自 URL、${PASSWORD} 或 ${PASSWORD_FILE} 所指文件。`,
      })
    }
    if (/CERT|SIGNATURE/.test(code)) {
      throw new UsageError({
        en: `The certificate of Redis at ${shown} is not trusted (${code}). NODE_EXTRA_CA_CERTS names a file with the certificate that signed it; it has to be made for this host.`,
        zh: `${shown} 的 Redis 证书不可信（${code}）。请用 NODE_EXTRA_CA_CERTS 指明签发它的证书文件；证书须属于该主机。`,
      })
    }
    throw new UsageError({
      en: `There is no Redis that answers at ${shown}. Start it, or give another address with --queue; rediss:// is for TLS alone.`,
      zh: `${shown} 没有可应答的 Redis。请启动它，或用 --queue 给出其他地址；rediss:// 仅用于 TLS。`,
    })
  }
  return {
    announce: async () => {
      await client.set(`${ENGINES}${queueName()}`, engineName(engineInfo()), 'EX', REMEMBERED_SECONDS)
    },
    engines: async () => {
      const keys = await client.keys(`${ENGINES}*`)
      const names = keys.length === 0 ? [] : await client.mget(keys)
      return new Map(keys.map((key, k) => [key.slice(ENGINES.length), names[k] ?? '']))
    },
    end: () => client.disconnect(),
  }
}
