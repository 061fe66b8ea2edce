// Shows what sweeps promise, in full size, and writes it down in docs/experiments*.md: kill -9 does no harm, memory
// stays flat, threads pay. `npm run sweeps` on a machine with nothing else to do; about a quarter of an hour of two cores.
// `-- threads` (or `resumed`, or `memory`) makes that part alone again.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { renderChart } from '../dist/node/render.js'
import { draw, openStream, uniform } from '../dist/random/streams.js'
import { fillBlocks } from './lib/readme-blocks.mjs'
import { evidenceBlock, memoryChart } from './lib/sweeps-page.mjs'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const CLI = at('dist/node/cli.js')
const work = mkdtempSync(join(tmpdir(), 'xiaojin-sweeps-'))

function scenario(name, consumers, burnIn, months, replications, coverage) {
  const text = `name: ${name}\npopulation: { consumers: ${consumers} }\nhorizon: { burnIn: ${burnIn}, months: ${months} }
experiment: { replications: ${replications}, factors: { credit.coverage: [${coverage.join(', ')}] } }\n`
  writeFileSync(join(work, `${name}.yaml`), text)
}
const command = (name, out, threads) => [
  CLI,
  ...['sweep', `${name}.yaml`, '--out', out, '--threads', String(threads), '--no-charts', '--quiet'],
]

/** Seconds that a whole sweep takes. */
function timed(name, out, threads) {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, command(name, out, threads), { cwd: work, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (performance.now() - started) / 1000
}

function digests(folder) {
  const files = readdirSync(join(work, folder), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const paths = files
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => !/ro-crate|\.partial-|\.results-/.test(path))
  return paths.sort().map((path) => {
    return `${path.slice(join(work, folder).length)} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
  })
}

async function resumed(runs, kills) {
  scenario('killed', 300, 1, 2, runs / 4, [0.5, 0.7, 0.8, 0.9])
  const seconds = timed('killed', 'whole', 2)
  const stream = openStream(7, 'kills')
  const words = new Int32Array(2)
  let hit = 0
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, command('killed', 'pieces', 2), { cwd: work, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    draw(stream, kill, 0, 0, words)
    await Promise.race([pause(500 + (uniform(words[0]) * 1600 * seconds) / kills), ended])
    if (child.exitCode === null) hit++
    child.kill('SIGKILL')
    await ended
  }
  timed('killed', 'pieces', 2)
  const [whole, pieces] = [digests('whole'), digests('pieces')]
  const records = pieces.filter((line) => line.startsWith('/runs/')).length
  return { runs, kills, hit, records, same: JSON.stringify(whole) === JSON.stringify(pieces) }
}

async function memory(runs) {
  scenario(
    'memory',
    2000,
    2,
    12,
    runs / 10,
    Array.from({ length: 10 }, (_, k) => (k + 1) / 10),
  )
  const child = spawn(process.execPath, command('memory', 'memory', 2), { cwd: work, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const samples = []
  for (let second = 0; child.exitCode === null; second++) {
    await Promise.race([pause(1000), ended])
    if (child.exitCode !== null) break
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
    const folders = readdirSync(join(work, 'memory'), { recursive: true }).filter((path) => path.endsWith('.json'))
    samples.push({ second, runs: folders.length, megabytes: Math.round(Number(rss[1]) / 1024) })
  }
  return { runs, samples }
}

function threads(consumers, runs, repeats) {
  const name = `threads-${consumers}`
  scenario(name, consumers, 24, 60, runs / 2, [0.5, 0.9])
  const one = []
  const two = []
  for (let k = 0; k < repeats; k++) {
    one.push(timed(name, `${name}-one-${k}`, 1))
    two.push(timed(name, `${name}-two-${k}`, 2))
  }
  const median = (values) => Number([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(1))
  return { consumers, runs, repeats, one: median(one), two: median(two) }
}

const DATA = 'docs/sweeps.json'
const PARTS = {
  resumed: () => resumed(400, 20),
  memory: () => memory(1000),
  // JIT and garbage collection have threads of their own, which a lone simulation thread lends the other core.
  threads: () => [threads(20_000, 24, 3), threads(100_000, 24, 1)],
}
const asked = process.argv.slice(2)
const data = asked.length === 0 ? {} : JSON.parse(readFileSync(at(DATA), 'utf8'))
for (const [part, make] of Object.entries(PARTS)) {
  if (asked.length === 0 || asked.includes(part)) data[part] = await make()
}
rmSync(work, { recursive: true, force: true })
writeFileSync(at(DATA), `${JSON.stringify(data)}\n`)
for (const lang of ['en', 'zh']) {
  const page = at(lang === 'en' ? 'docs/experiments.md' : 'docs/experiments.zh-CN.md')
  writeFileSync(page, fillBlocks(readFileSync(page, 'utf8'), { evidence: evidenceBlock(data, lang) }))
  const { png } = await renderChart(memoryChart(data, lang))
  writeFileSync(at(`docs/images/sweep-memory${lang === 'en' ? '' : '.zh-CN'}.png`), png)
}
