import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'
import { HEADLINE_KEYS, MEASURES, OUTCOME_KEYS } from '../../src/measures/registry.ts'
import { here, QUICK } from './command.ts'

const MARKET = `population: { consumers: 200 }\nhorizon: { burnIn: 1, months: 3 }\n${QUICK}`
const ARMS = 'experiment: { replications: 2, arms: { low: {}, high: { set: { credit.coverage: 0.9 } } } }\n'
const FREE = ['--free', 'tastes.priceSensitivity=1..4', '--targets', 'apr-dense,ticket-platform']

let folder = ''

async function made(out: string, ...args: readonly string[]): Promise<string> {
  // The comparison draws, which it always does, and the others need not.
  const plain = [args[0] === 'compare' ? '--no-png' : '--no-charts']
  const { code, err } = await here([...args, ...plain, '--quiet', '--out', out], folder)
  expect([args, code, err]).toEqual([args, 0, ''])
  return out
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-measures-'))
  const write = (name: string, more: string): void =>
    writeFileSync(join(folder, `${name}.yaml`), `name: ${name}\n${MARKET}${more}`)
  write('one', '')
  write('other', 'credit: { coverage: 0.9 }\n')
  write('arms', ARMS)
  await made('run', 'run', 'one.yaml')
  await made('run-other', 'run', 'other.yaml')
  await made('replications', 'run', 'arms.yaml')
  await made('sweep', 'sweep', 'arms.yaml')
  await made('compared', 'compare', 'one.yaml', 'other.yaml', '--replications', '2')
  await made('sensitivity', 'sensitivity', 'one.yaml', '--factor', 'credit.coverage=0.5..1', '--trajectories', '2')
  await made('calibrated', 'calibrate', 'one.yaml', ...FREE, '--evaluations', '12', '--replications', '1')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function rowsOf(out: string, table: string): Map<string, string>[] {
  const [head = [], ...rows] = parseCsv(readFileSync(join(folder, out, 'data', `${table}.csv`), 'utf8'))
  return rows.map((row) => new Map(head.map((name, k) => [name, row[k] ?? ''])))
}

/** What stands in a column, each once, in its order; of the rows that are picked. */
function listOf(out: string, table: string, column = 'key', flag?: string): string[] {
  const rows = rowsOf(out, table).filter((row) => flag === undefined || row.get(flag) === '1')
  return [...new Set(rows.map((row) => row.get(column) ?? ''))]
}

test.each(['run', 'replications', 'sweep', 'compared'])('%s lists every measure, and the same for a summary', (out) => {
  expect(listOf(out, 'measures')).toEqual(MEASURES.map(({ key }) => key))
  expect(listOf(out, 'measures', 'key', 'outcome')).toEqual(OUTCOME_KEYS)
  expect(listOf(out, 'measures', 'key', 'headline')).toEqual(HEADLINE_KEYS)
})

test.each([
  ['run', 'outcomes'],
  ['replications', 'run_outcomes'],
  ['replications', 'arm_outcomes'],
  ['replications', 'differences'],
  ['sweep', 'arm_outcomes'],
  ['sweep', 'differences'],
  ['compared', 'differences'],
])('%s: the table %s has every outcome', async (out, table) => {
  expect(listOf(out, table)).toEqual(OUTCOME_KEYS)
})

const json = async (...args: readonly string[]): Promise<{ readonly key: string; readonly headline?: boolean }[]> => {
  const { code, out, err } = await here([...args, '--json', '--quiet'], folder)
  expect([args, code, err]).toEqual([args, 0, ''])
  return JSON.parse(out) as { readonly key: string }[]
}

test.each([
  ['two runs', ['run', 'run-other']],
  ['arms of replications', ['replications:low', 'replications:high']],
  ['arms of a sweep', ['sweep:low', 'sweep:high']],
])('compare of %s tells every outcome, and its sentences the summary', async (_, folders) => {
  expect((await json('compare', ...folders)).map(({ key }) => key)).toEqual(OUTCOME_KEYS)
  const { out } = await here(['compare', ...folders, '--quiet'], folder)
  expect(out).toContain('homogenisation of products, by share of lending')
})

test.each(['replications', 'sweep', 'compared'])(
  'the report of %s has a row for each outcome of the summary',
  (out) => {
    const page = readFileSync(join(folder, out, 'report.html'), 'utf8')
    for (const key of HEADLINE_KEYS) {
      const { en } = MEASURES.find((measure) => measure.key === key)!
      expect(page).toContain(en.replaceAll("'", '&#39;').split(',')[0]!.split("'")[0])
    }
  },
)

test('an analysis that names no outcome asks for the summary, and a wrong name is answered with those that there are', async () => {
  expect(listOf('sensitivity', 'measures')).toEqual(HEADLINE_KEYS)
  const { code, err } = await here(
    ['sensitivity', 'one.yaml', '--factor', 'credit.coverage=0.5..1', '--outcomes', 'homogenisaton'],
    folder,
  )
  expect(code).toBe(2)
  expect(err).toContain('homogenisation')
})

test('a calibration measures outcomes of the registry only', async () => {
  const found = listOf('calibrated', 'run_outcomes', 'target')
  expect(found.length).toBeGreaterThan(0)
  const { out } = await here(['targets', '--json'], folder)
  const targets = JSON.parse(out) as { readonly key: string; readonly outcome?: string }[]
  for (const key of found) expect(OUTCOME_KEYS).toContain(targets.find((target) => target.key === key)?.outcome)
})

test('every monthly measure is a column of its key that SQL can name', async () => {
  const { code, out, err } = await here(
    [
      'query',
      'run',
      'SELECT month, homogenisation, served_all, filed_share FROM monthly_rates ORDER BY month',
      '--json',
    ],
    folder,
  )
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('filed_share')
})
