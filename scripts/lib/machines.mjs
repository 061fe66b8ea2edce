// What issue 15 asks of a queue: `npm run accept -- machines [--runs N] [--consumers N] [--pairs N]`. The overhead is that of
// small runs, by one worker in the place of a thread; the gain that of a study of the baseline, such as one takes to several
// machines, by two workers in the place of one. In turn, on a redis-server that this starts and stops.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Redis } from 'ioredis'
import { freePort, stop } from './programs.mjs'
import { ROOT } from './revision.mjs'
import { median, spread } from './speed.mjs'

const CLI = join(ROOT, 'dist/node/cli.js')
const MOST_OVERHEAD_MS = 20
const LEAST_GAIN = 1.7
/** Runs that are nearly nothing but overhead: how fast a machine is at the moment changes longer ones by more than that. */
const SMALL = {
  runs: 200,
  turns: 3,
  text: 'population: { consumers: 500 }\nhorizon: { burnIn: 0, months: 12 }\npricing: { shopperSample: 64 }',
}

/** Wall seconds of the sweep by so many workers, which wait for it; by a thread of its own without any. */
async function secondsBy(workers, file, { folder, client, url }) {
  const started = Array.from({ length: workers }, () =>
    spawn(process.execPath, [CLI, 'worker', '--queue', url, '--threads', '1', '--quiet'], { stdio: 'inherit' }),
  )
  try {
    // A worker that waits for a job blocks one of its connections.
    const waiting = async () => String(await client.client('LIST')).match(/cmd=bzpopmin/g)?.length ?? 0
    while ((await waiting()) < workers) {
      if (started.some(({ exitCode }) => exitCode !== null)) throw new Error('a worker ended before the sweep began')
      await pause(20)
    }
    const by = workers === 0 ? ['--threads', '1'] : ['--queue', url]
    const args = [CLI, 'sweep', file, '--no-charts', '--quiet', '--out', 'made', ...by]
    const startMs = performance.now()
    const sweep = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    const [code] = await once(sweep, 'exit')
    const seconds = (performance.now() - startMs) / 1000
    if (code !== 0) throw new Error(`the sweep ended with ${code}`)
    const { digest } = JSON.parse(readFileSync(join(folder, 'made/manifest.json'), 'utf8'))
    rmSync(join(folder, 'made'), { recursive: true })
    return { seconds, digest }
  } finally {
    for (const worker of started) await stop(worker)
  }
}

export async function machines(options, line) {
  const { values } = parseArgs({
    args: options,
    options: {
      runs: { type: 'string', default: '40' },
      consumers: { type: 'string', default: '5000' },
      pairs: { type: 'string', default: '1' },
    },
  })
  const {
    runs: asked,
    consumers,
    pairs,
  } = Object.fromEntries(
    Object.entries(values).map(([name, typed]) => {
      if (!/^[1-9]\d*$/.test(typed)) throw new Error(`--${name} ${typed}: this takes a whole number from 1`)
      return [name, Number(typed)]
    }),
  )
  if (spawnSync('redis-server', ['--version']).status !== 0)
    throw new Error('redis-server is not installed (see .ci/run)')
  const folder = mkdtempSync(join(tmpdir(), 'xiaojin-machines-'))
  mkdirSync(join(folder, 'redis'))
  // Two arms.
  const writeStudy = (name, text, runs) =>
    writeFileSync(
      join(folder, `${name}.yaml`),
      `name: ${name}\n${text}\nexperiment: { replications: ${Math.ceil(runs / 2)}, factors: { credit.coverage: [0.5, 0.9] } }\n`,
    )
  writeStudy('small', SMALL.text, SMALL.runs)
  writeStudy('study', `extends: baseline\npopulation: { consumers: ${consumers} }`, asked)
  const port = await freePort()
  const place = ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', join(folder, 'redis'), '--save', '']
  const redis = spawn('redis-server', [...place, '--appendonly', 'yes'], { stdio: 'ignore' })
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 50 })
  client.on('error', () => {})
  try {
    const at = { folder, client, url: `redis://127.0.0.1:${port}` }
    const digests = { 'small.yaml': [], 'study.yaml': [] }
    const seconds = async (workers, file) => {
      const made = await secondsBy(workers, file, at)
      digests[file].push(made.digest)
      return made.seconds
    }
    const [overheads, gains] = [[], []]
    for (let turn = 0; turn < SMALL.turns; turn++) {
      const [thread, worker] = [await seconds(0, 'small.yaml'), await seconds(1, 'small.yaml')]
      overheads.push((1000 * (worker - thread)) / SMALL.runs)
      console.log(
        `        ${SMALL.runs} small runs by a thread, by a worker: ${thread.toFixed(1)} s, ${worker.toFixed(1)} s`,
      )
    }
    for (let turn = 0; turn < pairs; turn++) {
      const [one, two] = [await seconds(1, 'study.yaml'), await seconds(2, 'study.yaml')]
      gains.push(one / two)
      const runs = 2 * Math.ceil(asked / 2)
      console.log(
        `        ${runs} runs of the baseline with ${consumers} consumers by one worker, by two: ${one.toFixed(1)} s, ${two.toFixed(1)} s`,
      )
    }
    const isSame = Object.values(digests).every(([first, ...others]) => others.every((other) => other === first))
    line('digests of these sweeps', isSame ? 'equal' : 'differ', 'equal', isSame)
    line(
      'overhead of the queue, ms a small run over a thread of the same process',
      `${median(overheads).toFixed(1)}, ${spread(overheads)}`,
      `at most ${MOST_OVERHEAD_MS}`,
      median(overheads) <= MOST_OVERHEAD_MS,
    )
    line(
      'two workers of --threads 1, times as fast as one',
      `${median(gains).toFixed(2)}, ${spread(gains)}`,
      `at least ${LEAST_GAIN}`,
      median(gains) >= LEAST_GAIN,
    )
  } finally {
    client.disconnect()
    await stop(redis, 'SIGTERM')
    rmSync(folder, { recursive: true })
  }
}
