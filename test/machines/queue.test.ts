/** Runs made by workers that share a Redis: whatever dies, the folder of one machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { xiaojin } from '../node/command.ts'
import { contents } from '../node/studies.ts'
import { absent } from './programs.ts'
import { begin, endAll, recordsIn, type Server, startRedis } from './redis-server.ts'

const missing = absent('redis-server')
let folder = ''
let server: Server
beforeAll(async () => {
  if (missing !== null) return
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-queue-'))
  writeFileSync(
    join(folder, 'many.yaml'),
    'name: many\npopulation: { consumers: 100 }\nhorizon: { burnIn: 0, months: 1 }\npricing: { shopperSample: 64 }\nexperiment: { replications: 250, factors: { credit.coverage: [0.5, 0.9] } }\n',
  )
  server = await startRedis(folder)
})
afterEach(() => endAll(folder))
afterAll(async () => {
  if (missing !== null) return
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const WORKERS = 3
const KILLS_EACH = 8
/** How often a worker that is to die may speak to Redis, at most: some ten times before its first run, once for each run. */
const MOST_WORDS = 32

/** A worker kills itself with SIGKILL when it speaks to Redis for the n-th time: before the words leave, or after. */
const dying = (words: number, isBefore: boolean): string => `
  import { Socket } from 'node:net'
  const { write } = Socket.prototype
  let left = ${words}
  Socket.prototype.write = function (...args) {
    if (this.remotePort !== ${server.port} || --left > 0) return write.apply(this, args)
    ${isBefore ? '' : 'write.apply(this, args)'}
    process.kill(process.pid, 'SIGKILL')
  }`

describe.skipIf(missing !== null)(`Redis${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  test('500 runs, three workers killed at random, eight times each, Redis killed and restarted once: every run once, as on one machine', async () => {
    const whole = ['sweep', 'many.yaml', '--no-charts', '--quiet', '--threads', '2', '--out', 'whole']
    expect(xiaojin(whole, folder)).toMatchObject({ code: 0 })
    const worker = ['worker', '--queue', server.url, '--quiet']
    const sweep = begin(['sweep', 'many.yaml', '--no-charts', '--queue', server.url, '--out', 'queued'], folder)
    const [stream, drawn] = [openStream(15, 'kills'), new Int32Array(2)]
    let [kills, words] = [0, 0]
    const lives = Array.from({ length: WORKERS }, async (_, k) => {
      for (let life = 0; life < KILLS_EACH; life++) {
        draw(stream, k, life, 0, drawn)
        const left = 1 + Math.floor(MOST_WORDS * uniform(drawn[0]!))
        words += left
        const { child, ended } = begin(worker, folder, { module: dying(left, drawn[1]! % 2 === 0) })
        await ended
        expect(child.signalCode).toBe('SIGKILL')
        kills++
        if (kills === (WORKERS * KILLS_EACH) / 2) await server.restart()
      }
    })
    await Promise.all(lives)
    // However fast: a run takes one of these words or more, so that the last kill comes before the last run.
    expect(words).toBeLessThan(500)
    expect(sweep.child.exitCode, sweep.told()).toBe(null)
    for (let k = 0; k < WORKERS; k++) begin(worker, folder)
    expect(await sweep.ended).toMatchObject({ code: 0 })
    expect(recordsIn(join(folder, 'queued'))).toBe(500)
    expect(contents(join(folder, 'queued'))).toEqual(contents(join(folder, 'whole')))
  })

  test('a sweep until intervals are narrow, fed to the queue, is that of one machine', async () => {
    const adaptive = ['sweep', 'many.yaml', '--no-charts', '--quiet', '--until-ci', 'served.all=0.2']
    expect(xiaojin([...adaptive, '--out', 'until-one'], folder)).toMatchObject({ code: 0, err: '' })
    begin(['worker', '--queue', server.url, '--quiet'], folder)
    const queued = begin([...adaptive, '--out', 'until-queue', '--queue', server.url], folder)
    expect(await queued.ended).toMatchObject({ code: 0, err: '' })
    expect(contents(join(folder, 'until-queue'))).toEqual(contents(join(folder, 'until-one')))
  })
})
