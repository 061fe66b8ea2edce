import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Receipt } from '../../src/market/trace.ts'
import { replay } from '../../src/run/replay.ts'
import { type Ended, here, QUICK } from './command.ts'

let folder = ''
let panel: readonly string[][] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-trace-'))
  const market = `population: { consumers: 400 }\nhorizon: { burnIn: 4, months: 10 }\noutputs: { panel: 1 }\n${QUICK}`
  writeFileSync(join(folder, 'small.yaml'), `name: small\n${market}`)
  for (const [out, more] of [
    ['one', []],
    ['two', ['--replications', '2']],
  ] as const) {
    const args = ['run', 'small.yaml', '--no-charts', '--quiet', '--out', out, ...more]
    expect(await here(args, folder)).toMatchObject({ code: 0 })
  }
  const text = readFileSync(join(folder, 'one/data/applications.csv'), 'utf8')
  panel = text
    .trim()
    .split('\n')
    .map((line) => line.split(','))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const trace = (...args: readonly string[]): Promise<Ended> => here(['trace', ...args, '--quiet'], folder)
const cell = (row: readonly string[], name: string): string => row[panel[0].indexOf(name)]

test('receipts of an applicant have the applications that the folder records', async () => {
  const person = cell(panel[1], 'person')
  const { code, out, err } = await trace('one', '--person', person, '--json')
  expect([code, err]).toEqual([0, ''])
  const receipts = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Receipt)
  expect(replay(receipts).faults).toEqual([])
  const applied = receipts.filter((one) => one.kind === 'application' && one.month >= 0)
  const recorded = panel.slice(1).filter((row) => cell(row, 'person') === person)
  expect(applied.map((one) => [String(one.month), one.kind === 'application' ? one.product : ''])).toEqual(
    recorded.map((row) => [cell(row, 'month'), cell(row, 'product')]),
  )
})

test('it is told in sentences, in both languages', async () => {
  const person = cell(panel[1], 'person')
  const { out } = await trace('one', '--person', person)
  expect(out).toMatch(/^month +person +receipt$/m)
  expect(out).toMatch(/ applies at L\d+ for .*expected loss [\d.]+% a year, grade \d+, break-even .*, cap 24\.0%/)
  const chinese = (await trace('one', '--person', person, '--lang', 'zh')).out
  expect(chinese).toMatch(/向L\d+申请 .*预期年损失率 .*盈亏平衡利率/)
  expect(chinese).not.toMatch(/\b(applies|borrows|weighs|month)\b/)
})

test.each([
  [['one'], '--person is missing'],
  [['one', '--person', 'Li'], '--person Li is no person'],
  [['one', '--person', '400'], 'the run has slots 0 to 399'],
  [['one', '--person', '3.77'], 'Nobody in this run is 3.77: slot 3 has had people 0 to'],
  [['two', '--person', '3'], 'two holds several runs'],
  [['none', '--person', '3'], 'none'],
])('%j is refused', async (args, told) => {
  const { code, out, err } = await trace(...args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(told)
})

test('a folder whose digest does not come out again is reported, and nothing printed', async () => {
  const manifest = join(folder, 'one/manifest.json')
  const text = readFileSync(manifest, 'utf8')
  const { digest } = JSON.parse(text) as { digest: string }
  writeFileSync(
    manifest,
    text.replaceAll(
      digest,
      digest.replace(/^./, (first) => (first === '0' ? '1' : '0')),
    ),
  )
  const { code, out, err } = await trace('one', '--person', '3')
  expect(out).toBe('')
  expect(code).toBeGreaterThan(0)
  expect(err).toMatch(/does not repeat|changed/)
})
