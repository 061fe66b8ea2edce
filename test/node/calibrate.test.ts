import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'
import { sha256Hex } from '../../src/node/hash.ts'
import { draw, openStream, uniform } from '../../src/random/streams.ts'
import { cases, SOAK } from '../size.ts'
import { type Ended, here, QUICK, startXiaojin } from './command.ts'
import { expectItsCsv } from './strict-parquet.ts'

const FILE = `name: tiny
seed: 1
title: { en: Tiny, zh: 微型 }
population: { consumers: 100 }
horizon: { burnIn: 0, months: 2 }
${QUICK}`
const FREE = ['--free', 'tastes.priceSensitivity=1..4', '--free', 'choice.borrowing=-1..2']
const TARGETS = ['--targets', 'apr-dense,demand-met,ticket-platform']
const SMALL = ['calibrate', 'tiny.yaml', ...FREE, ...TARGETS, '--evaluations', '18', '--replications', '2', '--no-png']

/** For what goes through all runs once more; a soak takes the other. */
const LESS = SOAK
  ? SMALL
  : [
      'calibrate',
      'tiny.yaml',
      ...FREE.slice(0, 2),
      '--targets',
      'apr-dense,demand-met',
      '--evaluations',
      '12',
      '--replications',
      '1',
      '--no-charts',
    ]

let folder = ''
const at = (path: string): string => readFileSync(join(folder, path), 'utf8')
const calibrate = (...args: string[]): Promise<Ended> => here([...SMALL, ...args], folder)

interface Row {
  readonly [column: string]: string
}

function rowsOf(table: string): Row[] {
  const [head = [], ...rows] = parseCsv(at(`whole/data/${table}.csv`))
  return rows.map((row) => Object.fromEntries(head.map((name, k) => [name, row[k] ?? ''])))
}

/** Every file with the hash of its bytes, but for what carries times. */
function contents(of: string): Map<string, string> {
  const root = join(folder, of)
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('ro-crate-metadata'))
  return new Map(paths.sort().map((path) => [path.slice(root.length + 1), sha256Hex(readFileSync(path))]))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-calibrate-'))
  writeFileSync(join(folder, 'tiny.yaml'), FILE)
  const made = [
    await calibrate('--threads', '2', '--out', 'whole', '--quiet'),
    await here([...LESS, '--threads', '1', '--out', 'less', '--quiet'], folder),
  ]
  expect(made.map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
  ])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the number of threads changes no byte', async () => {
  expect((await here([...LESS, '--threads', '2', '--out', 'threads', '--quiet'], folder)).code).toBe(0)
  expect(contents('threads')).toEqual(contents('less'))
})

test('tables say what was free, what was fitted, and what became of every target', async () => {
  const estimates = rowsOf('estimates')
  expect(estimates.map(({ parameter }) => parameter)).toEqual(['tastes.priceSensitivity', 'choice.borrowing'])
  for (const [k, [low, high]] of [
    [1, 4],
    [-1, 2],
  ].entries()) {
    const { estimate, start } = estimates[k]!
    expect(Number(estimate)).toBeGreaterThanOrEqual(low!)
    expect(Number(estimate)).toBeLessThanOrEqual(high!)
    expect(start).not.toBe(estimate)
  }
  const fitted = rowsOf('targets').filter((row) => row.fitted === '1' || row.fitted === 'true')
  expect(fitted.map(({ target, use }) => `${target} ${use}`)).toEqual([
    'ticket-platform fit',
    'apr-dense fit',
    'demand-met fit',
  ])
  // Held-out targets are told, and never fitted to.
  expect(rowsOf('fitted').map(({ target }) => target)).toContain('multi-borrowers')
  expect((await here(['targets', 'whole'], folder)).err).toMatch(/holds runs at many parameter values/)
  const report = at('whole/report.html')
  for (const text of ['Price sensitivity', 'Not fitted to', 'xiaojin calibrate scenario.resolved.yaml --free'])
    expect(report).toContain(text)
  expect(report.slice(report.indexOf('id="headline"'), report.indexOf('id="charts"'))).not.toMatch(/undefined|NaN/)
  expect(existsSync(join(folder, 'whole/charts/profiles.svg'))).toBe(true)
})

test('calibrated.yaml runs to what was recorded at the estimate', async () => {
  expect((await here(['run', 'whole/calibrated.yaml', '--out', 'run', '--no-charts'], folder)).code).toBe(0)
  const last = rowsOf('evaluations').find(({ stage }) => stage === 'estimate')!
  const run = rowsOf('runs').find(
    ({ evaluation, replication }) => evaluation === last.evaluation && replication === '0',
  )!
  expect(JSON.parse(at('run/manifest.json'))).toMatchObject({
    digest: run.digest,
    scenario: { name: 'tiny-calibrated' },
  })
})

test('what is told on the terminal and as JSON; nothing is run twice', async () => {
  const before = contents('whole')
  const { code, out } = await calibrate('--out', 'whole', '--lang', 'zh', '--force')
  expect(code).toBe(0)
  expect(out).toMatch(/价格敏感度 \(tastes\.priceSensitivity\) +2\.000/)
  expect(out).toContain('本次完成0次')
  const told = JSON.parse((await calibrate('--out', 'whole', '--json', '--force')).out)
  expect(told).toMatchObject({ method: 'smm', replications: 2, counts: { made: 0, failed: 0 }, fit: { degrees: 1 } })
  expect(told.counts.runs).toBe(
    readdirSync(join(folder, 'whole/runs'), { recursive: true }).filter((path) => String(path).endsWith('.json'))
      .length,
  )
  expect(contents('whole')).toEqual(before)
})

const KILLS = cases(1, 10)

test('killed at random moments and resumed, it ends in the same bytes', async () => {
  const [stream, words] = [openStream(11, 'kills'), new Int32Array(2)]
  const runs = join(folder, 'killed/runs')
  const records = (): number =>
    existsSync(runs)
      ? readdirSync(runs, { recursive: true }).filter((path) => String(path).endsWith('.json')).length
      : 0
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startXiaojin([...LESS, '--out', 'killed', '--threads', '2', '--quiet'], folder)
    draw(stream, kill, 0, 0, words)
    // Follows what is done and not the clock: a few records more than there were.
    const enough = records() + 1 + Math.floor(4 * uniform(words[0]!))
    while (child.exitCode === null && records() < enough) await pause(5)
    expect(child.exitCode).toBe(null)
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  expect(existsSync(join(folder, 'killed/runs'))).toBe(true)
  expect((await here([...LESS, '--out', 'killed', '--quiet'], folder)).code).toBe(0)
  expect(contents('killed')).toEqual(contents('less'))
})

test('verify makes all of it again, and finds nothing but what was changed', async () => {
  cpSync(join(folder, 'less'), join(folder, 'forged'), { recursive: true })
  const file = join(folder, 'forged/calibrated.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/priceSensitivity: /, 'priceSensitivity: 1'))
  const { code, out } = await here(['verify', 'forged', '--threads', '2'], folder)
  expect(code).toBe(5)
  expect(out).toMatch(/^1 difference, \d+ files agree:\n {2}calibrated\.yaml: changed after the run/)
})

test('charts and report are made again from the data', async () => {
  cpSync(join(folder, 'whole'), join(folder, 'redrawn'), { recursive: true })
  expect((await here(['chart', 'redrawn', '--lang', 'zh', '--quiet'], folder)).code).toBe(0)
  expect(at('redrawn/report.html')).toContain('价格敏感度')
  expect((await here(['report', 'redrawn', '--lang', 'en', '--quiet'], folder)).code).toBe(0)
  expect(contents('redrawn')).toEqual(contents('whole'))
})

test('a posterior, of whole numbers too, drawn again to the same bytes', async () => {
  const args = ['--free', 'choice.borrowing=-1..2', '--free', 'choice.maxApplications=1..6', '--evaluations', '90']
  const { code, out, err } = await here(
    ['calibrate', 'tiny.yaml', '--method', 'abc', ...args, ...TARGETS, '--threads', '2', '--no-png', '--quiet'],
    folder,
  )
  expect([code, err]).toEqual([0, ''])
  const abc = out.trim()
  // What the options say beside the parameters is shown by six digits of its hash.
  expect(abc).toMatch(/^out.tiny-1-abc-[0-9a-f]{6}$/)
  const [head = [], ...particles] = parseCsv(at(`${abc}/data/particles.csv`))
  const column = (name: string): number => head.indexOf(name)
  const applications = particles.filter((row) => row[column('parameter')] === 'choice.maxApplications')
  for (const row of applications) expect([1, 2, 3, 4, 5, 6]).toContain(Number(row[column('value')]))
  expect(applications.reduce((sum, row) => sum + Number(row[column('weight')]), 0)).toBeCloseTo(1, 9)
  const tables = [...contents(abc).keys()].filter((path) => path.endsWith('.parquet'))
  expect(tables).toContain('data/particles.parquet')
  for (const path of tables) if (!path.includes('/part-')) expectItsCsv(join(folder, abc), path)
  const before = contents(abc)
  expect((await here(['chart', abc, '--quiet'], folder)).code).toBe(0)
  expect(contents(abc)).toEqual(before)
})

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [
    ['--targets', 'late90,roa-spread,apr-dense'],
    /roa-spread is marked held-out, and only targets marked fit may be fitted to/,
  ],
  [['--targets', 'late9,apr-dense'], /there is no target late9\. Did you mean late90\?/],
  [['--targets', 'late90'], /1 targets cannot tell 2 parameters/],
  [['--free', 'credit.coverage=0.5..1'], /credit\.coverage has a source, or is a matter of design[\s\S]*\[paper\]/],
  [['--free', 'choice.maxApplications=1..6'], /takes whole numbers only[\s\S]*--method abc/],
  [['--free', 'choice.misfitt=0..1'], /did you mean choice\.misfit\?/],
  [['--evaluations', '9'], /--evaluations 9: smm needs at least 18/],
  [['--method', 'nearest'], /Choices: "smm", "abc"/],
  [['--target', 'late90'], /Did you mean --targets\?/],
]

test.each(WRONG)('%j is refused before anything runs', async (args, message) => {
  const { code, err } = await here(['calibrate', 'tiny.yaml', ...FREE, ...args, '--out', 'wrong'], folder)
  expect(code).toBe(2)
  expect(err).toMatch(message)
  expect(existsSync(join(folder, 'wrong'))).toBe(false)
})

test('without free parameters it says how to name one; what is not measured is told, and the runs are kept', async () => {
  expect((await here(['calibrate', 'tiny.yaml'], folder)).err).toContain('--free tastes.priceSensitivity=1..4')
  const nobody = [
    '--set',
    'choice.borrowing=-20',
    '--free',
    'tastes.priceSensitivity=1..4',
    '--out',
    'nobody',
    '--quiet',
  ]
  const { code, err } = await here(['calibrate', 'tiny.yaml', ...nobody, ...TARGETS, '--evaluations', '12'], folder)
  expect(code).toBe(2)
  expect(err).toMatch(
    /nothing can be fitted: no point of the design gave every moment; nowhere measured: ticket-platform.*The runs are kept in nobody/,
  )
})
