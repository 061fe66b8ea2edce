/** Runs made by workers that share a Redis: whatever dies, the folder of one machine. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { type Ended, startXiaojin, xiaojin } from '../node/command.ts'
import { contents, filesOf } from '../node/studies.ts'
import { absent, freePort, start, stop, until } from './programs.ts'

const missing = absent('redis-server')
const SECRET = 'kd93-hx71-secret'
let [folder, url, port] = ['', '', 0]
let server: ChildProcess | undefined

async function startRedis(): Promise<void> {
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', join(folder, 'redis'), '--save', '']
  server = start('redis-server', [...options, '--appendonly', 'yes', '--requirepass', SECRET], folder)
  const client = new Redis({ port, host: '127.0.0.1', password: SECRET, maxRetriesPerRequest: null })
  client.on('error', () => {})
  await client.ping()
  client.disconnect()
}

beforeAll(async () => {
  if (missing !== null) return
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-queue-'))
  mkdirSync(join(folder, 'redis'))
  writeFileSync(
    join(folder, 'many.yaml'),
    'name: many\npopulation: { consumers: 100 }\nhorizon: { burnIn: 0, months: 1 }\npricing: { shopperSample: 64 }\nexperiment: { replications: 250, factors: { credit.coverage: [0.5, 0.9] } }\n',
  )
  port = await freePort()
  url = `redis://:${SECRET}@127.0.0.1:${port}`
  await startRedis()
})
afterAll(async () => {
  await stop(server)
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

const worker = (): ChildProcess => startXiaojin(['worker', '--queue', url, '--quiet'], folder)
const recordsOf = (name: string): number =>
  existsSync(join(folder, name, 'runs'))
    ? filesOf(join(folder, name)).filter((path) => /runs\/.*r[0-9a-f]{64}\.json$/.test(path)).length
    : 0

/** Everything that a process prints. */
function printed(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')))
  return () => text
}

describe.skipIf(missing !== null)(`Redis${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  test('500 runs, three workers killed at random, Redis killed and restarted once: every run once, as on one machine', async () => {
    expect(
      xiaojin(['sweep', 'many.yaml', '--no-charts', '--quiet', '--threads', '2', '--out', 'whole'], folder),
    ).toMatchObject({ code: 0 })
    const sweep = startXiaojin(['sweep', 'many.yaml', '--no-charts', '--queue', url, '--out', 'queued'], folder)
    const told = printed(sweep)
    const workers = [worker(), worker(), worker()]
    const [stream, words] = [openStream(15, 'kills'), new Int32Array(2)]
    let kills = 0
    for (let round = 0; sweep.exitCode === null && round < 12; round++) {
      const before = recordsOf('queued')
      await until(() => sweep.exitCode !== null || recordsOf('queued') > before + 10)
      draw(stream, round, 0, 0, words)
      const victim = Math.floor(3 * uniform(words[0]!))
      await stop(workers[victim])
      workers[victim] = worker()
      kills++
      if (round !== 4) continue
      await stop(server)
      await pause(500)
      await startRedis()
    }
    if (sweep.exitCode === null) await once(sweep, 'exit')
    expect(sweep.exitCode, told()).toBe(0)
    expect(kills).toBeGreaterThanOrEqual(8)
    for (const one of workers) await stop(one)
    expect(recordsOf('queued')).toBe(500)
    expect(contents(join(folder, 'queued'))).toEqual(contents(join(folder, 'whole')))
    expect(told()).not.toContain(SECRET)
    const files = readdirSync(join(folder, 'queued'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name)).includes(SECRET), name).toBe(false)
  })

  test('a sweep until intervals are narrow, fed to the queue, is that of one machine', async () => {
    const adaptive = ['sweep', 'many.yaml', '--no-charts', '--quiet', '--until-ci', 'served.all=0.2']
    expect(xiaojin([...adaptive, '--out', 'until-one'], folder)).toMatchObject({ code: 0, err: '' })
    const helper = worker()
    const queued = xiaojin([...adaptive, '--out', 'until-queue', '--queue', url], folder)
    await stop(helper)
    expect(queued).toMatchObject({ code: 0, err: '' })
    expect(contents(join(folder, 'until-queue'))).toEqual(contents(join(folder, 'until-one')))
  })

  const refused = (args: readonly string[]): Ended => {
    const ended = xiaojin(args, folder)
    expect(ended.code, ended.err).toBe(2)
    expect(ended.err).not.toContain(SECRET)
    expect(ended.err).not.toContain('wrong-word')
    return ended
  }

  test('a wrong password, no Redis, an address that is none: told without any secret', () => {
    for (const command of [['worker'], ['sweep', 'many.yaml', '--out', 'never']]) {
      const at = (address: string): string => refused([...command, '--queue', address]).err
      expect(at(`redis://:wrong-word@127.0.0.1:${port}`)).toContain('refuses the password')
      expect(at(`redis://127.0.0.1:${port}`)).toContain('refuses the password')
      expect(at(`redis://:${SECRET}@127.0.0.1:1`)).toContain('no Redis that answers at 127.0.0.1:1')
      expect(at(`http://:${SECRET}@127.0.0.1`)).toContain('--queue takes the address')
    }
    expect(refused(['worker', 'plan', '--queue', url]).err).toContain('leave the plan')
    expect(refused(['worker']).err).toContain('--queue redis://')
  })

  test('a worker of another engine is refused, and both are named', async () => {
    const client = new Redis({ port, host: '127.0.0.1', password: SECRET })
    const keys = await client.keys('xiaojin:engine:*')
    if (keys.length > 0) await client.del(keys)
    await client.set('xiaojin:engine:xiaojin-0123456789ab', 'xiaojin 9.9.9, engine eeeeeeeeeeee', 'EX', 60)
    client.disconnect()
    expect(refused(['worker', '--queue', url]).err).toMatch(
      /is for xiaojin 9\.9\.9, engine eeeeeeeeeeee; this is xiaojin \d/,
    )
  })
})
