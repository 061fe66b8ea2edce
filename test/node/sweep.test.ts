import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { cases } from '../size.ts'
import { here, QUICK, startXiaojin } from './command.ts'

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-sweep-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const MARKET = `population: { consumers: 300 }\nhorizon: { burnIn: 1, months: 2 }\n${QUICK}`

function scenario(name: string, experiment: string): string {
  const file = `${name}.yaml`
  writeFileSync(join(folder, file), `name: ${name}\n${MARKET}experiment: ${experiment}\n`)
  return file
}

/** Every file below a folder with its bytes, but for what carries times. */
function contents(of: string): Map<string, string> {
  const root = join(folder, of)
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith('ro-crate-metadata.json'))
  return new Map(paths.sort().map((path) => [path.slice(root.length + 1), readFileSync(path).toString('base64')]))
}

interface Told {
  readonly runs: number
  readonly made: number
  readonly failed: number
  readonly replications: number
  readonly digest: string
  readonly unmet: readonly string[]
}

async function sweep(args: readonly string[]): Promise<Told> {
  const { code, out, err } = await here(['sweep', ...args, '--json', '--quiet', '--no-charts'], folder)
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out) as Told
}

const TWO_BY_TWO = '{ replications: 3, factors: { credit.coverage: [0.5, 0.9], products.differentiation: [0, 1] } }'

test('a factorial sweep runs every combination, and once only; two threads give the same bytes', async () => {
  const file = scenario('two', TWO_BY_TWO)
  expect(await sweep([file, '--out', 'one'])).toMatchObject({ runs: 12, made: 12, failed: 0 })
  expect(await sweep([file, '--out', 'one'])).toMatchObject({ runs: 12, made: 0 })
  await sweep([file, '--out', 'threads', '--threads', '2'])
  expect([...contents('threads')]).toEqual([...contents('one')])
  const arms = ['coverage-0.5_differentiation-0', 'coverage-0.5_differentiation-1', 'coverage-0.9_differentiation-0']
  const plan = readFileSync(join(folder, 'one/plan.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(plan).toHaveLength(12)
  // Arms take turns.
  expect(plan.slice(0, 3).map(({ arm }) => arm)).toEqual(arms)
  expect(plan[1].set).toEqual({ 'credit.coverage': 0.5, 'products.differentiation': 1 })
  // All arms share the seeds of their replications.
  expect(new Set(plan.map(({ replication, seed }) => `${replication} ${seed}`)).size).toBe(3)
})

test('a value or a replication more runs what is new and changes no result that exists', async () => {
  const before = contents('one')
  const file = scenario(
    'two',
    TWO_BY_TWO.replace('[0, 1]', '[0, 0.5, 1]').replace('replications: 3', 'replications: 4'),
  )
  expect(await sweep([file, '--out', 'one'])).toMatchObject({ runs: 24, made: 12 })
  const after = contents('one')
  const records = [...before.keys()].filter((path) => path.startsWith('runs/'))
  expect(records).toHaveLength(12)
  for (const path of records) expect(after.get(path)).toBe(before.get(path))
})

test('verify finds a changed record and a changed table', async () => {
  expect(await here(['verify', 'threads'], folder)).toMatchObject({ code: 0, err: '' })
  const [record = ''] = [...contents('threads').keys()].filter((path) => path.startsWith('runs/'))
  const path = join(folder, 'threads', record)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/"digest":"./, '"digest":"x'))
  const { code, out } = await here(['verify', 'threads'], folder)
  expect(code).toBe(5)
  expect(out).toContain(record)
  writeFileSync(path, text)
})

const RUNS = cases(24, 400)
const KILLS = cases(2, 20)

test('killed at random moments and resumed, a sweep equals one that was never killed', async () => {
  const file = scenario('killed', `{ replications: ${RUNS / 4}, factors: { credit.coverage: [0.5, 0.7, 0.8, 0.9] } }`)
  expect(await sweep([file, '--out', 'whole', '--threads', '2'])).toMatchObject({ runs: RUNS, made: RUNS })
  const runs = join(folder, 'pieces/runs')
  const records = (): number =>
    existsSync(runs)
      ? readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((path) => /r[0-9a-f]{64}\.json$/.test(path))
          .length
      : 0
  let hit = 0
  const [stream, words] = [openStream(7, 'kills'), new Int32Array(2)]
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startXiaojin(['sweep', file, '--out', 'pieces', '--threads', '2', '--quiet', '--no-charts'], folder)
    draw(stream, kill, 0, 0, words)
    // Every other one comes soon, whatever is done by then; the rest come when a record is there, however slow the machine.
    const before = kill % 2 === 0 ? -1 : records()
    await Promise.race([pause(400 * uniform(words[0])), once(child, 'exit')])
    while (child.exitCode === null && records() <= before) await pause(5)
    if (child.exitCode === null) hit++
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  const { made } = await sweep([file, '--out', 'pieces', '--threads', '2'])
  expect(hit).toBeGreaterThan(KILLS / 2)
  expect(made).toBeLessThan(RUNS)
  // Nothing that a killed one left half written is there any more.
  expect([...contents('pieces')]).toEqual([...contents('whole')])
})

const POINTS = cases(4, 8)

test('designs that fill space have the points asked for, within the ends', async () => {
  for (const design of ['lhs', 'sobol']) {
    const factors =
      '{ credit.coverage: [0.4, 0.6], products.mode: [fixed, endogenous], underwriting.maxLenders: [1, 3] }'
    const file = scenario(design, `{ design: ${design}, points: ${POINTS}, factors: ${factors} }`)
    expect(await sweep([file, '--out', design])).toMatchObject({ runs: POINTS, made: POINTS })
    const plan = readFileSync(join(folder, design, 'plan.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const strata = plan.map(({ set }) => Math.floor((set['credit.coverage'] - 0.4) / (0.2 / POINTS)))
    expect(strata.sort()).toEqual([...Array(POINTS).keys()])
    for (const { set } of plan) {
      expect([1, 2, 3]).toContain(set['underwriting.maxLenders'])
      expect(['fixed', 'endogenous']).toContain(set['products.mode'])
    }
  }
})

test('replicates until the interval is narrow, and says so when it never is', async () => {
  const file = scenario('until', '{ factors: { credit.coverage: [0.5, 0.9] } }')
  const told = await sweep([file, '--out', 'until', '--until-ci', 'coverage=0.05'])
  expect(told.replications).toBeGreaterThanOrEqual(10)
  expect(told.unmet).toEqual([])
  const args = [
    'sweep',
    file,
    '--out',
    'never',
    '--until-ci',
    'served.all=0.000001',
    '--max-replications',
    '5',
    '--no-charts',
  ]
  const { code, err } = await here(args, folder)
  expect(code).toBe(4)
  expect(err).toMatch(/Not narrow enough after 5 replications: served.all, coverage-0.9 less coverage-0.5: ± /)
})

test('a dry run tells how much there is to do, and keeps nothing', async () => {
  const file = scenario('dry', TWO_BY_TWO)
  const { code, out } = await here(['sweep', file, '--out', 'dry', '--dry-run', '--json', '--quiet'], folder)
  expect(code).toBe(0)
  const told = JSON.parse(out) as { runs: number; stored: number; pilotSeconds: number; estimatedSeconds: number }
  expect(told).toMatchObject({ runs: 12, arms: 4, replications: 3, stored: 0 })
  expect(told.estimatedSeconds).toBeGreaterThanOrEqual(Math.floor(12 * told.pilotSeconds))
  expect(readdirSync(folder)).not.toContain('dry')
})

test.each([
  ['--until-ci', 'served.al=1%', 'Did you mean served.all?'],
  ['--until-ci', 'served.all', 'such as served.all=0.002'],
  ['--max-replications', '9', 'goes with --until-ci'],
])('%s %s is refused', async (option, value, why) => {
  const { code, err } = await here(['sweep', scenario('refused', TWO_BY_TWO), option, value, '--out', 'no'], folder)
  expect(code).toBe(2)
  expect(err).toContain(why)
  expect(readdirSync(folder)).not.toContain('no')
})

test('a folder that holds something else is left alone', async () => {
  const { code, err } = await here(['sweep', scenario('mine', TWO_BY_TWO), '--out', '.'], folder)
  expect(code).toBe(2)
  expect(err).toContain('holds no results of xiaojin; it is left alone')
})

test('charts and report of a sweep are made again, in another language', async () => {
  expect(await here(['chart', 'threads', '--lang', 'zh', '--quiet'], folder)).toMatchObject({ code: 0, err: '' })
  expect(readdirSync(join(folder, 'threads/charts'))).toContain('arms.svg')
  expect(readFileSync(join(folder, 'threads/report.html'), 'utf8')).toContain('lang="zh-CN"')
})

test('tables answer questions in SQL', async () => {
  const ask = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await here(['query', ...args, '--json'], folder)).out)
  const views = ((await ask('one')) as { view: string }[]).map(({ view }) => view)
  expect(views.join(' ')).toBe(
    'arm_outcomes arms bands difference_bands differences measures run_outcomes runs series steadiness wide',
  )
  const sql = 'SELECT arm, count(*) AS runs, avg(served_all) AS mean FROM wide GROUP BY arm ORDER BY arm'
  const rows = (await ask('one', sql)) as { arm: string; runs: number; mean: number }[]
  expect(rows.map(({ runs }) => runs)).toEqual([4, 4, 4, 4, 4, 4])
  const [known] = (await ask(
    'one',
    `SELECT mean FROM arm_outcomes WHERE key = 'served.all' AND arm = '${rows[0].arm}'`,
  )) as {
    mean: number
  }[]
  expect(rows[0].mean).toBeCloseTo(known.mean, 12)
  const { code, err } = await here(['query', 'one', 'SELECT nothing'], folder)
  expect(code).toBe(2)
  expect(err).toContain('xiaojin query one lists the views')
  expect((await here(['query', 'one', "SELECT 1 AS a, NULL AS b, 'x,y' AS c", '--csv'], folder)).out).toBe(
    'a,b,c\n1,,"x,y"\n',
  )
})
