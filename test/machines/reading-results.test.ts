/** What docs/reading-results*.md show in SQL, Python, R and JavaScript, run on small results: it prints what our own tables hold. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, wordsOf, xiaojin } from '../node/command.ts'
import { csvRows } from '../node/tables.ts'
import { absent } from './programs.ts'

/** Debian's, for which Debian has pandas. */
const PYTHON = '/usr/bin/python3'
const RUN_BY: { readonly [language: string]: readonly string[] } = {
  python: [PYTHON, '-'],
  r: ['Rscript', '-'],
  js: [process.execPath, '--input-type=module', '-'],
}

const [english, chinese] = ['', '.zh-CN'].map((ending) =>
  readFileSync(join(ROOT, `docs/reading-results${ending}.md`), 'utf8'),
) as [string, string]
const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code)
const bare = (code: string): string => code.replace(/ +(#|\/\/).*$/gm, '')

const place = mkdtempSync(join(tmpdir(), 'xiaojin-reading-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const COLUMNS = ['month', 'served_all', 'apr_mean', 'late_over90']
const SIZE = ['population.consumers=400', 'horizon.burnIn=3', 'horizon.months=6', 'pricing.shopperSample=64']

type Row = ReturnType<typeof csvRows>[number]
const table = (path: string): Row[] => csvRows(readFileSync(join(place, path), 'utf8'))

/** All numbers of a text, in order; a minus sign belongs to its number. */
const numbersIn = (text: string): number[] => (text.match(/-?\b\d+(\.\d+)?(e[-+]\d+)?/g) ?? []).map(Number)

/** The last three reported months, as our table holds them. */
const lastMonths = (): number[][] =>
  table('out/baseline-2023/data/monthly_rates.csv')
    .slice(-3)
    .map((row) => COLUMNS.map((column) => Number(row[column])))

/** What we say of the arm strong-blind less weak-blind, over the same runs. */
const difference = (): Row =>
  table('out/design/data/differences.csv').find(
    ({ key, arm }) => key === 'homogenisation' && arm === 'strong-blind',
  ) as Row

const printed: { [language: string]: string } = {}

/** Programs print six digits or six decimals. */
function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length)
  const far = wanted.filter((value, k) => !(Math.abs(found[k] - value) < Math.max(6e-7, 1e-5 * Math.abs(value))))
  expect([far, found]).toEqual([[], found])
}

const missing = absent(PYTHON, 'Rscript')

describe.skipIf(missing !== null)(`Results in other programs${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  beforeAll(() => {
    // What a reader would install beside the script.
    symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'))
    const small = ['--no-charts', '--quiet', ...SIZE.flatMap((value) => ['--set', value])]
    const runs = [...english.matchAll(/^npx xiaojin (run .*--out out\/(?:baseline-2023|design))$/gm)]
    expect(runs).toHaveLength(2)
    for (const [, run] of runs) expect(xiaojin([...wordsOf(run), ...small], place)).toMatchObject({ code: 0, err: '' })
    for (const [language, [program, ...args]] of Object.entries(RUN_BY)) {
      const [code, ...others] = blocks(english, language)
      expect(others).toEqual([])
      const env = { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1' }
      const ended = spawnSync(program, args, { cwd: place, encoding: 'utf8', input: code, env })
      expect(ended).toMatchObject({ status: 0, stderr: '' })
      printed[language] = ended.stdout
    }
  })

  test('both pages show the same code', () => {
    for (const language of [...Object.keys(RUN_BY), 'stata'])
      expect(blocks(chinese, language).map(bare)).toEqual(blocks(english, language).map(bare))
  })

  test('SQL', () => {
    const [, query] = /^npx xiaojin (query .*)$/m.exec(english) as RegExpExecArray
    const { code, out } = xiaojin(wordsOf(query), place)
    expect(code).toBe(0)
    const rows = csvRows(out)
    expect(rows.map(({ month }) => Number(month))).toEqual([0, 1, 2, 3, 4, 5])
    expect(rows.slice(-3).map((row) => [Number(row.month), Number(row.served_all)])).toEqual(
      lastMonths().map((row) => row.slice(0, 2)),
    )
  })

  test('Python', () => {
    const lines = printed.python.split('\n')
    for (const [k, row] of lastMonths().entries()) expectClose(numbersIn(lines[1 + k]).slice(1), row)
    const counts: { [kind: string]: number } = {}
    for (const line of readFileSync(join(place, 'out/baseline-2023/events.ndjson'), 'utf8').trimEnd().split('\n')) {
      const { kind } = JSON.parse(line) as { kind: string }
      counts[kind] = (counts[kind] ?? 0) + 1
    }
    const told = [...printed.python.matchAll(/^(\w+) +(\d+)$/gm)].map(([, kind, count]) => [kind, Number(count)])
    expect(Object.fromEntries(told)).toEqual(counts)
    // Columns that do not fit are not printed: the arms are in the order of their names.
    const at = lines.findIndex((line) => line.startsWith('arm '))
    const column = lines[at].split(/ +/).indexOf('strong-blind')
    const mean = lines.find((line) => line.startsWith('mean ')) as string
    expectClose([Number(mean.split(/ +/)[column])], [Number(difference().mean)])
  })

  test('R', () => {
    const lines = printed.r.split('\n')
    for (const [k, row] of lastMonths().entries()) expectClose(numbersIn(lines[1 + k]).slice(1), row)
    const { mean, low, high, p } = difference()
    const interval = lines[lines.findIndex((line) => line.startsWith('95 percent')) + 1]
    expectClose(numbersIn(interval), [low, high].map(Number))
    expectClose(numbersIn(lines[lines.findIndex((line) => line.startsWith('mean difference')) + 1]), [Number(mean)])
    expect(Number(/p-value = (\S+)/.exec(printed.r)?.[1])).toBeCloseTo(Number(p), 3)
  })

  test('JavaScript', () => {
    const lines = printed.js.trimEnd().split('\n')
    expect(lines.slice(0, 3).map(numbersIn)).toEqual(lastMonths())
    expectClose([Number(lines[3])], [Number(difference().mean)])
  })
})
