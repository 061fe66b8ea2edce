import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'
import { sha256Hex } from '../../src/node/hash.ts'
import { type Ended, here, QUICK, startXiaojin } from './command.ts'

const FILE = `name: tiny
title: { en: Tiny, zh: 微型 }
population: { consumers: 300 }
horizon: { burnIn: 1, months: 4 }
${QUICK}sensitivity:
  trajectories: 3
  samples: 4
  outcomes: [served.all, debt.perConsumer, apr.mean]
  factors:
    credit.coverage: [0.5, 1]
    tastes.priceSensitivity: [1, 8]
`

let folder = ''
const at = (path: string): string => readFileSync(join(folder, path), 'utf8')
const analyse = (...args: string[]): Promise<Ended> => here(['sensitivity', 'tiny.yaml', '--no-png', ...args], folder)

/** Every file below a folder with the hash of its bytes, but for what carries times. */
function contents(of: string): Map<string, string> {
  const root = join(folder, of)
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('ro-crate-metadata'))
    .map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.sort().map((path) => [path.slice(root.length + 1), sha256Hex(readFileSync(path))]))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-sensitivity-'))
  writeFileSync(join(folder, 'tiny.yaml'), FILE)
  for (const threads of ['1', '2']) {
    const { code, err } = await analyse('--quiet', '--threads', threads, '--out', `threads-${threads}`)
    expect([code, err]).toEqual([0, ''])
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the number of threads changes no byte', () => {
  expect(contents('threads-2')).toEqual(contents('threads-1'))
})

test('the folder holds plan, runs, tables and charts of the design', () => {
  const plan = at('threads-1/plan.jsonl').trimEnd().split('\n')
  expect(plan).toHaveLength(3 * 3 * 2)
  expect(JSON.parse(plan[0] ?? '')).toMatchObject({ arm: 'b0000-p000', replication: 0, seed: 2023 })
  for (const line of plan) {
    const { run } = JSON.parse(line) as { run: string }
    expect(existsSync(join(folder, `threads-1/runs/${run.slice(1, 3)}/${run}.json`))).toBe(true)
  }
  const [head, ...effects] = parseCsv(at('threads-1/data/elementary_effects.csv'))
  expect(effects.map(([key, factor]) => `${key} ${factor}`)).toEqual(
    ['served.all', 'debt.perConsumer', 'apr.mean'].flatMap((key) => [
      `${key} credit.coverage`,
      `${key} tastes.priceSensitivity`,
    ]),
  )
  const muStar = (head ?? []).indexOf('muStar')
  // Dearer in utility, credit is asked for less.
  expect(Number(effects[1]?.[muStar])).toBeGreaterThan(0.05)
  expect(existsSync(join(folder, 'threads-1/charts/elementary-effects.svg'))).toBe(true)
  const report = at('threads-1/report.html')
  for (const text of ['Price sensitivity', '1 – 8', 'xiaojin sensitivity scenario.resolved.yaml'])
    expect(report).toContain(text)
  expect(report.slice(report.indexOf('id="headline"'), report.indexOf('id="charts"'))).not.toMatch(/undefined|NaN/)
})

test('what is told on the terminal, and as JSON; nothing is run twice', async () => {
  const { code, out } = await analyse('--out', 'threads-1', '--lang', 'zh', '--force')
  expect(code).toBe(0)
  expect(out).toMatch(/信贷需求满足率 .*tastes\.priceSensitivity \d/)
  expect(out).toContain('18次（3条轨迹 × 3个点 × 2次重复）运行：本次完成0次')
  const { out: json } = await analyse('--out', 'threads-1', '--json', '--force')
  const told = JSON.parse(json)
  expect(told).toMatchObject({ runs: 18, made: 0, failed: 0, method: 'morris', trajectories: 3 })
  expect(told.found.map(({ measure }: { measure: { key: string } }) => measure.key)).toEqual([
    'served.all',
    'debt.perConsumer',
    'apr.mean',
  ])
  expect(contents('threads-1')).toEqual(contents('threads-2'))
})

test('more trajectories and replications leave the runs that there are', async () => {
  cpSync(join(folder, 'threads-1'), join(folder, 'more'), { recursive: true })
  const { out } = await analyse('--out', 'more', '--trajectories', '4', '--replications', '3', '--json')
  expect(JSON.parse(out)).toMatchObject({ runs: 36, made: 18 })
})

test('an analysis that was killed goes on to the same bytes', async () => {
  const child = startXiaojin(['sensitivity', 'tiny.yaml', '--no-png', '--out', 'killed'], folder)
  while (!existsSync(join(folder, 'killed/runs')) && child.exitCode === null) await pause(5)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(join(folder, 'killed/manifest.json'))).toBe(false)
  expect((await analyse('--out', 'killed')).code).toBe(0)
  expect(contents('killed')).toEqual(contents('threads-1'))
})

test('verify makes all of it again, and says what was changed', async () => {
  const fine = await here(['verify', 'threads-1', '--threads', '2'], folder)
  // Where a machine is slow it says how far it has come.
  expect([fine.code, fine.err.replace(/^Simulating .*\n/gm, '')]).toEqual([0, ''])
  expect(fine.out).toContain(JSON.parse(at('threads-1/manifest.json')).digest)
  cpSync(join(folder, 'threads-1'), join(folder, 'forged'), { recursive: true })
  const file = join(folder, 'forged/data/elementary_effects.csv')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^(served\.all,credit\.coverage,3,)/m, '$19'))
  const { code, out } = await here(['verify', 'forged'], folder)
  expect(code).toBe(5)
  expect(out).toContain('data/elementary_effects.csv: changed after the run')
})

test('charts and report are made again from the data', async () => {
  cpSync(join(folder, 'threads-1'), join(folder, 'redrawn'), { recursive: true })
  const { code, out } = await here(['chart', 'redrawn', '--lang', 'zh'], folder)
  expect([code, out]).toEqual([0, `${join('redrawn', 'charts')} 中有1张图\n`])
  expect(at('redrawn/report.html')).toContain('价格敏感度')
  expect((await here(['report', 'redrawn', '--lang', 'en'], folder)).code).toBe(0)
  expect(contents('redrawn')).toEqual(contents('threads-1'))
})

test('the resolved scenario is analysed to the same', async () => {
  cpSync(join(folder, 'threads-1/scenario.resolved.yaml'), join(folder, 'resolved.yaml'))
  const args = ['sensitivity', 'resolved.yaml', '--out', 'resolved', '--no-charts', '--quiet']
  expect(await here(args, folder)).toMatchObject({ code: 0, out: 'resolved\n', err: '' })
  expect(JSON.parse(at('resolved/manifest.json')).digest).toBe(JSON.parse(at('threads-1/manifest.json')).digest)
})

test('Sobol indices of the same factors, and of those of options', async () => {
  expect((await analyse('--method', 'sobol', '--quiet')).out).toBe(`${join('out', 'tiny-2023-sobol')}\n`)
  expect(parseCsv(at('out/tiny-2023-sobol/data/sobol_indices.csv'))).toHaveLength(1 + 3 * 4)
  expect(parseCsv(at('out/tiny-2023-sobol/data/sobol_variances.csv'))).toHaveLength(4)
  const { code, out } = await analyse(
    '--factor',
    'credit.coverage=0.6..0.9',
    '--outcomes',
    'served.all',
    '--json',
    '--no-charts',
  )
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    factors: { 'credit.coverage': [0.6, 0.9] },
    outcomes: ['served.all'],
    runs: 12,
  })
})

test('of a factor that is 1 or 2, no effect is larger than the outcomes of a trajectory differ', async () => {
  const factors = ['--factor', 'choice.maxApplications=1..2', '--factor', 'credit.coverage=0.5..1']
  const args = [...factors, '--outcomes', 'served.all,debt.perConsumer', '--replications', '1', '--trajectories', '4']
  expect((await analyse(...args, '--no-charts', '--quiet', '--out', 'whole')).code).toBe(0)
  const rowsOf = (table: string): string[][] => parseCsv(at(`whole/data/${table}.csv`)).slice(1)
  const ran = new Map<string, number>()
  for (const [block, point, factor, , value] of rowsOf('points')) {
    if (factor === 'choice.maxApplications') ran.set(`${block} ${point}`, Number(value))
  }
  expect(new Set(ran.values())).toEqual(new Set([1, 2]))
  const effects = rowsOf('elementary_effects').filter(([, factor]) => factor === 'choice.maxApplications')
  expect(effects).toHaveLength(2)
  for (const [key, , trajectories, , , , muStar, , muStarHigh] of effects) {
    const values = new Map<string, number>(
      rowsOf('run_outcomes').flatMap(([block, point, , of, value]) =>
        of === key ? [[`${block} ${point}`, Number(value)] as const] : [],
      ),
    )
    // From one point of a trajectory to the next one factor moves: where it is this one, by its whole range.
    const changes = [0, 1, 2, 3].flatMap((block) =>
      [0, 1].flatMap((point) => {
        const [here, next] = [`${block} ${point}`, `${block} ${point + 1}`]
        return ran.get(here) === ran.get(next) ? [] : [Math.abs(values.get(next)! - values.get(here)!)]
      }),
    )
    expect(changes).toHaveLength(Number(trajectories))
    expect(Math.max(...changes)).toBeGreaterThan(0)
    expect(Number(muStar)).toBeCloseTo(changes.reduce((sum, change) => sum + change, 0) / changes.length, 9)
    expect(Number(muStarHigh)).toBeLessThanOrEqual(Math.max(...changes) + 1e-9)
  }
})

test('--dry-run keeps nothing', async () => {
  const { code, out } = await analyse('--dry-run', '--out', 'dry', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ runs: 18, stored: 0 })
  expect(existsSync(join(folder, 'dry'))).toBe(false)
})

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['--samples', '64'], /--samples belongs to sobol: add --method/],
  [['--method', 'sobol', '--samples', '100'], /--samples 100: a power of two/],
  [['--trajectories', '1'], /--trajectories 1: at least 2/],
  [['--outcomes', 'served.al'], /there is no outcome served\.al\. Did you mean served\.all\?/],
  [['--factor', 'credit.coverige=0.5..1'], /did you mean credit\.coverage\?/],
  [
    ['--factor', 'promotion.campaignMonths=1..24'],
    /a point of the design makes no market: [\s\S]*promotion\.campaignMonths=1\.\.24/,
  ],
  [['--methud', 'sobol'], /Did you mean --method\?/],
]

test.each(WRONG)('%j is refused before anything runs', async (args, message) => {
  const { code, err } = await analyse(...args, '--out', 'wrong')
  expect(code).toBe(2)
  expect(err).toMatch(message)
  expect(existsSync(join(folder, 'wrong'))).toBe(false)
})

test('outcomes of a file that no run tells have their place; a file without factors says how to name some', async () => {
  writeFileSync(join(folder, 'unknown.yaml'), FILE.replace('served.all, debt', 'served.al, debt'))
  const unknown = await here(['sensitivity', 'unknown.yaml'], folder)
  expect(unknown.code).toBe(2)
  expect(unknown.err).toMatch(/unknown\.yaml:15:14: there is no outcome served\.al\n[\s\S]*did you mean served\.all\?/)
  writeFileSync(join(folder, 'none.yaml'), 'name: none\n')
  const none = await here(['sensitivity', 'none.yaml'], folder)
  expect([none.code, none.err.includes('none.yaml names no factors')]).toEqual([2, true])
  expect((await here(['targets', 'threads-1'], folder)).err).toMatch(/holds runs at many parameter values/)
})
