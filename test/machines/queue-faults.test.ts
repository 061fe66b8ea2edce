/** What goes wrong with a queue: a clear error or another try, nothing lost, nothing made twice, no secret told. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type Job, type Queue, Worker } from 'bullmq'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyOf } from '../fixtures/copy.ts'
import { xiaojin } from '../node/command.ts'
import { contents, filesOf } from '../node/studies.ts'
import { absent } from './programs.ts'
import {
  begin,
  during,
  endAll,
  recordsIn,
  SECRET,
  type Server,
  type Started,
  startRedis,
  waitingQueue,
} from './redis-server.ts'

const missing = absent('redis-server', 'openssl')
const RUNS = 12
const textOf = (coverage: number, replications = RUNS / 2): string =>
  `name: few\npopulation: { consumers: 100 }\nhorizon: { burnIn: 0, months: 1 }\npricing: { shopperSample: 64 }\nexperiment: { replications: ${replications}, factors: { credit.coverage: [0.5, ${coverage}] } }\n`
const SWEEP = ['sweep', 'few.yaml', '--no-charts', '--quiet']
let folder = ''
let server: Server
const at = (path: string): string => join(folder, path)
beforeAll(async () => {
  if (missing !== null) return
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-queue-faults-'))
  writeFileSync(at('few.yaml'), textOf(0.9))
  expect(xiaojin([...SWEEP, '--out', 'whole'], folder)).toMatchObject({ code: 0, err: '' })
  server = await startRedis(folder)
})
let out = ''
beforeEach(async ({ task }) => {
  out = `out-${task.id}`
  await server.client.flushall()
})
afterEach(() => endAll(folder))
afterAll(async () => {
  if (missing !== null) return
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Circumstances = Parameters<typeof begin>[2]
const follower = (more: readonly string[] = [], circumstances?: Circumstances): Started =>
  begin([...SWEEP, '--out', out, '--queue', server.url, ...more], folder, circumstances)
const worker = (more: readonly string[] = [], circumstances?: Circumstances): Started =>
  begin(['worker', '--queue', server.url, ...more], folder, circumstances)

async function expectWhole(sweep: Started): Promise<string> {
  const { code, err } = await sweep.ended
  expect(code, err).toBe(0)
  expect(contents(at(out))).toEqual(contents(at('whole')))
  return err
}

async function refused(started: Started, text: string | RegExp): Promise<void> {
  const { code, err } = await started.ended
  expect(code, err).toBe(2)
  expect(err).toMatch(text)
}

/** How many runs a worker says that it made, when it is asked to end. */
async function madeBy({ child, ended }: Started): Promise<number> {
  child.kill('SIGINT')
  return Number(/(\d+) runs were made/.exec((await ended).err)?.[1])
}

/** Every run was made once, but for those that were given out again: a machine may be so busy that a worker seems dead. */
async function expectMade(made: readonly number[], runs = RUNS): Promise<void> {
  const [events = ''] = await server.client.keys('bull:*:events')
  const again = (await server.client.xrange(events, '-', '+')).filter(([, fields]) => fields.includes('stalled'))
  const sum = made.reduce((total, one) => total + one, 0)
  expect(sum).toBeGreaterThanOrEqual(runs)
  expect(sum).toBeLessThanOrEqual(runs + again.length)
}

/** Waits until so many jobs are in a state, by what a command does. */
const jobsAre = (by: Started, queue: Queue, state: 'waiting' | 'completed', count: number): Promise<void> =>
  during(by, async () => (await queue.getJobCountByTypes(state)) === count)

const clock = (hours: number): string => `const { now } = Date; Date.now = () => now.call(Date) + ${hours} * 3600e3;`

/** File calls of a process fail. `when` sees what openSync or writeSync was given. */
const failing = (call: 'openSync' | 'writeSync', code: string, when: string): string => `
  import fs from 'node:fs'
  const real = fs.${call}
  let [seen, isFull] = [0, false]
  fs.${call} = (...given) => {
    if (${when}) isFull = true
    if (isFull) throw Object.assign(new Error('${code}: made to fail'), { code: '${code}', syscall: 'write' })
    return real(...given)
  }`
const RECORD_4 = `String(given[1]).startsWith('{"sha256"') && ++seen === 4`
const PACKED = 'given[1][0] === 0x1f && given[1][1] === 0x8b'
const READ_ONLY = `given[1] !== 'r' && (isFull = false, true)`

/** A worker that the test plays: it takes jobs in turn and answers what it likes. */
async function answering(by: Started, queue: Queue, answers: readonly ((job: Job) => unknown)[]): Promise<void> {
  const liar = new Worker(queue.name, null, { connection: queue.opts.connection, lockDuration: 2 ** 30 })
  for (const answer of answers) {
    let job: Job | undefined
    await during(by, async () => {
      job = await liar.getNextJob('liar', { block: false })
      return job !== undefined
    })
    await job!.moveToCompleted(answer(job!), 'liar', false)
  }
  await liar.close()
}

describe.skipIf(missing !== null)(`faults of a queue${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  test('a wrong password, no Redis, an address that is none: told without any secret', async () => {
    const cases = [['worker'], SWEEP].flatMap((command) =>
      [
        [`redis://:wrong-${SECRET}@127.0.0.1:${server.port}`, 'refuses the password'],
        [`redis://127.0.0.1:${server.port}`, 'refuses the password'],
        [`redis://:${SECRET}@127.0.0.1:1`, 'no Redis that answers at 127.0.0.1:1'],
        [`http://:${SECRET}@127.0.0.1`, '--queue takes the address'],
      ].map(([address = '', text = ''], k) => {
        const out = command === SWEEP ? ['--out', `never-${k}`] : []
        return refused(begin([...command, ...out, '--queue', address], folder), text)
      }),
    )
    await Promise.all(cases)
    await refused(worker(['plan']), 'leave the plan')
    await refused(begin(['worker'], folder), '--queue redis://')
    await refused(begin([...SWEEP, '--records', 'box'], folder), '--records goes with --queue')
  })

  test('over TLS, with the password in the environment or a file: a certificate has to be trusted', async () => {
    mkdirSync(at('tls'))
    const [key, certificate] = [at('tls/key.pem'), at('tls/certificate.pem')]
    const made = spawnSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat(
        ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'],
        ['-keyout', key, '-out', certificate],
      ),
    )
    expect(made.status, String(made.stderr)).toBe(0)
    const options = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no']
    const tls = await startRedis(at('tls'), options, readFileSync(certificate, 'utf8'))
    const secrets = mkdtempSync(join(tmpdir(), 'xiaojin-password-'))
    try {
      const file = join(secrets, 'password')
      writeFileSync(file, `${SECRET}\n`)
      const bare = `rediss://127.0.0.1:${tls.port}`
      const sweep = [...SWEEP, '--out', out, '--queue', bare]
      const trusted = { NODE_EXTRA_CA_CERTS: certificate }
      for (const command of [['worker', '--queue', tls.url], sweep])
        await refused(begin(command, folder), /certificate of Redis at .* not trusted .*NODE_EXTRA_CA_CERTS/)
      await refused(begin(sweep, folder, { env: trusted }), 'refuses the password')
      await refused(begin(['worker', '--queue', `redis://127.0.0.1:${tls.port}`], folder), 'rediss:// is for TLS')
      begin(['worker', '--queue', bare], folder, { env: { ...trusted, XIAOJIN_QUEUE_PASSWORD_FILE: file } })
      await expectWhole(begin(sweep, folder, { env: { ...trusted, XIAOJIN_QUEUE_PASSWORD: SECRET } }))
    } finally {
      rmSync(secrets, { recursive: true })
      await tls.stop()
    }
  })

  test('a worker of another version is refused while a plan waits, and both are named', async () => {
    const { root } = copyOf(['dist', 'scenarios', 'package.json', 'targets.yaml', 'CITATION.cff'])
    const info = join(root, 'dist/build-info.json')
    const build = JSON.parse(readFileSync(info, 'utf8'))
    writeFileSync(info, JSON.stringify({ ...build, version: '9.9.9', engineSha256: 'e'.repeat(64) }))
    const sweep = follower()
    await waitingQueue(server, sweep).then((queue) => queue.close())
    const engine = `engine ${build.engineSha256.slice(0, 12)}`
    await refused(
      worker([], { cli: join(root, 'dist/node/cli.js') }),
      new RegExp(
        `is for xiaojin ${build.version}.*, ${engine}, .*; this is xiaojin 9\\.9\\.9.*, engine eeeeeeeeeeee, `,
      ),
    )
    worker()
    await expectWhole(sweep)
  })

  test.each([
    ['Redis', []],
    ['a shared folder', ['--records', 'box']],
  ] as const)(
    'a follower that is killed and resumes: records wait for it in %s, packed, and nothing is made twice',
    async (_, records) => {
      const first = follower(records)
      const queue = await waitingQueue(server, first)
      await jobsAre(first, queue, 'waiting', RUNS)
      first.child.kill('SIGKILL')
      await first.ended
      const helper = worker(records)
      await jobsAre(helper, queue, 'completed', RUNS)
      const [{ id = '', returnvalue, opts }] = (await queue.getCompleted()) as [Job]
      // Should nobody come back for it, Redis forgets it.
      expect(opts).toMatchObject({ removeOnComplete: { age: 2_592_000 }, removeOnFail: { age: 2_592_000 } })
      await queue.close()
      const packed = records.length > 0 ? readFileSync(at(`box/${id}.json.gz`)) : Buffer.from(returnvalue, 'base64')
      expect(records.length > 0 ? Object.keys(returnvalue) : typeof returnvalue).toEqual(
        records.length > 0 ? ['folder'] : 'string',
      )
      expect(gunzipSync(packed)).toEqual(readFileSync(at(`whole/runs/${id.slice(1, 3)}/${id}.json`)))
      expect(await expectWhole(follower(records))).toBe('')
      await expectMade([await madeBy(helper)])
      if (records.length > 0) expect(readdirSync(at('box'))).toEqual(['xiaojin-records'])
    },
  )

  test('a worker that does not have the shared folder sends its records through Redis, and both are told', async () => {
    worker(['--records', 'elsewhere'])
    const err = await expectWhole(follower(['--records', 'box']))
    expect(err).toContain(`${RUNS} records came through Redis: their workers do not write into box`)
  })

  test('a full disk of the plan: told, and the same command resumes', async () => {
    worker()
    const { code, err } = await follower([], { module: failing('writeSync', 'ENOSPC', RECORD_4) }).ended
    expect(code, err).toBe(3)
    expect(err).toContain('ENOSPC')
    expect(recordsIn(at(out))).toBe(3)
    await expectWhole(follower())
  })

  test('a full disk of the shared folder: records take the way through Redis, and it is told', async () => {
    const helper = worker(['--records', 'box'], { module: failing('writeSync', 'ENOSPC', PACKED) })
    expect(await expectWhole(follower(['--records', 'box']))).toContain(`${RUNS} records came through Redis`)
    expect(helper.told().match(/cannot be written into box \(ENOSPC/g)).toHaveLength(1)
    await expectMade([await madeBy(helper)])
  })

  test('a Redis whose memory is full: told, and the same command resumes', async () => {
    const sweep = follower()
    const queue = await waitingQueue(server, sweep)
    await jobsAre(sweep, queue, 'waiting', RUNS)
    await queue.close()
    const full = async (one: Started): Promise<void> => {
      const { code, err } = await one.ended
      expect(code, err).toBe(3)
      expect(err).toMatch(/Redis at 127\.0\.0\.1:\d+ refuses: OOM .*Repeat the command/)
    }
    await server.client.config('SET', 'maxmemory', '1')
    try {
      await full(sweep)
      await full(follower())
    } finally {
      await server.client.config('SET', 'maxmemory', '0')
    }
    worker()
    await expectWhole(follower())
  })

  test('a folder that cannot be written, of the plan or of the records, is refused before anything runs', async () => {
    const readOnly = { module: failing('openSync', 'EROFS', READ_ONLY) }
    await refused(worker(['--records', 'box'], readOnly), /box cannot be used for records \(EROFS\).*--records/)
    const { code, err } = await follower([], readOnly).ended
    expect(code, err).toBe(3)
    expect(err).toContain('EROFS')
    expect(await server.client.keys('bull:*')).toEqual([])
  })

  test('a plan that is changed in between: runs of the former wait for it, and none is counted in another', async () => {
    const first = follower()
    const queue = await waitingQueue(server, first)
    await jobsAre(first, queue, 'waiting', RUNS)
    first.child.kill('SIGKILL')
    await first.ended
    writeFileSync(at('few.yaml'), textOf(0.8))
    try {
      const other = follower(['--force'])
      await jobsAre(other, queue, 'waiting', RUNS * 1.5)
      const helper = worker()
      expect(await other.ended).toMatchObject({ code: 0, err: '' })
      await jobsAre(helper, queue, 'completed', RUNS / 2)
      const strange = filesOf(at(out)).filter((path) => path.startsWith('runs/') && !contents(at('whole')).has(path))
      expect(strange).toHaveLength(RUNS / 2)
      writeFileSync(at('few.yaml'), textOf(0.9))
      expect(await follower(['--force']).ended).toMatchObject({ code: 0, err: '' })
      const own = [...contents(at(out))].filter(([path]) => !strange.includes(path))
      expect(new Map(own)).toEqual(contents(at('whole')))
      await expectMade([await madeBy(helper)], RUNS * 1.5)
    } finally {
      writeFileSync(at('few.yaml'), textOf(0.9))
      await queue.close()
    }
  })

  test('two workers of one name, on one machine, make every run once', async () => {
    const twins = [worker(), worker()]
    await expectWhole(follower())
    await expectMade(await Promise.all(twins.map(madeBy)))
  })

  test('clocks that are an hour off, one of a worker that is killed at work: no run is lost', async () => {
    const sweep = follower([], { module: clock(-1) })
    const early = worker([], {
      module: `${clock(1)} import { Worker } from 'node:worker_threads'
        Worker.prototype.postMessage = () => process.kill(process.pid, 'SIGKILL')`,
    })
    await early.ended
    expect(early.child.signalCode).toBe('SIGKILL')
    worker([], { module: clock(1) })
    await expectWhole(sweep)
  })

  const sound = (key: string): Buffer => readFileSync(at(`whole/runs/${key.slice(1, 3)}/${key}.json`))
  const poisoned = (key: string): Buffer =>
    gzipSync(
      sound(key)
        .toString('utf8')
        .replace(/(?<="digest":")./, (digit) => (digit === '0' ? '1' : '0')),
    )

  test.each([
    ['Redis', []],
    ['a shared folder', ['--records', 'box']],
  ] as const)('a poisoned record in %s is not believed, and its run is asked for again', async (_, records) => {
    const sweep = follower(records)
    const queue = await waitingQueue(server, sweep)
    const others = filesOf(at('whole/runs')).map((path) => path.split('/')[1]!.slice(0, -5))
    const answers: ((key: string) => Buffer)[] = [
      poisoned,
      (key) => gzipSync(sound(others.find((other) => other !== key)!)),
      (key) => gzipSync(sound(key)).subarray(0, 100),
      () => Buffer.from('no record'),
    ]
    const given = answers.map((answer) => ({ id = '', data }: Job) => {
      if (records.length === 0) return answer(id).toString('base64')
      writeFileSync(at(`box/${id}.json.gz`), answer(id))
      return { folder: data.folder }
    })
    await answering(sweep, queue, [...given, () => (records.length === 0 ? null : { folder: 'of others' })])
    await queue.close()
    worker(records)
    const err = await expectWhole(sweep)
    expect(err.match(/its record came damaged or not at all, and its run was asked for again/g)).toHaveLength(5)
  })

  test('a run whose record comes poisoned again and again has failed, and is told', async () => {
    writeFileSync(at('one.yaml'), textOf(0.9, 1))
    const sweep = begin(['sweep', 'one.yaml', '--no-charts', '--out', out, '--queue', server.url], folder)
    const queue = await waitingQueue(server, sweep)
    const [bad, good] = [(): unknown => 'no record', ({ id = '' }: Job) => gzipSync(sound(id)).toString('base64')]
    await answering(sweep, queue, [bad, good, bad, bad])
    await queue.close()
    const { code, err } = await sweep.ended
    expect(code, err).toBe(3)
    expect(err).toMatch(/Failed: .*its record came damaged or not at all, again and again/)
    expect(recordsIn(at(out))).toBe(1)
  })
})
