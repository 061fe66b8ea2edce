/** `xiaojin index`: what it lists, what it leaves alone, and what it refuses. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, here } from './command.ts'
import { csvRows, HOSTILE_TEXTS } from './tables.ts'

const root = mkdtempSync(join(tmpdir(), 'xiaojin-index-'))
const out = join(root, 'out')
const page = (): string => readFileSync(join(out, 'index.html'), 'utf8')

const index = (...args: readonly string[]): Promise<Ended> => here(['index', ...args], root)

const SMALL = ['population.consumers=100', 'horizon.burnIn=1', 'horizon.months=2', 'pricing.shopperSample=64'].flatMap(
  (set) => ['--set', set],
)

beforeAll(async () => {
  const { code, err } = await here(['run', 'baseline', ...SMALL, '--no-charts', '--quiet', '--out', 'out/small'], root)
  expect([code, err]).toEqual([0, ''])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('results are listed with title, question, size, seed, digest and report; the same bytes again', async () => {
  mkdirSync(join(out, 'notes'))
  const { code, out: told } = await index(out)
  expect(code).toBe(0)
  expect(told).toBe(`${join(out, 'index.html')}\n`)
  const first = page()
  const { digest } = JSON.parse(readFileSync(join(out, 'small', 'manifest.json'), 'utf8')) as { digest: string }
  for (const part of [
    '<a href="small/report.html">Baseline market</a>',
    '100 consumers',
    '2023',
    digest.slice(0, 12),
  ]) {
    expect(first).toContain(part)
  }
  expect(first).not.toContain('notes')
  expect(first).not.toMatch(/20\d\d-\d\d-\d\d/)
  await index()
  expect(page()).toBe(first)
  await index('out', '--lang', 'zh')
  expect(page()).toContain('100名消费者 · 2个月')
})

const cellsIn = (name: string): string[] => {
  const row = page()
    .split('<tr>')
    .find((one) => one.includes(`<code>${name}</code>`)) as string
  return [...row.matchAll(/<td class="number">(.*?)<\/td>/g)].map(([, text]) => text)
}
const table = (path: string): ReturnType<typeof csvRows> => csvRows(readFileSync(join(out, path), 'utf8'))
const KEYS = ['reached.all', 'served.all', 'apr.mean', 'debt.perConsumer', 'late.over90', 'roa.market']

test('numbers are those of the tables of a folder: of a run its own, of arms the span of their means', async () => {
  const asked = ['sweep', 'checkout', ...SMALL, '--replications', '2', '--no-charts', '--quiet', '--out', 'out/arms']
  expect(await here(asked, root)).toMatchObject({ code: 0, err: '' })
  await index()
  const shown = (value: number, key: string): string =>
    key === 'debt.perConsumer' ? `¥${value.toFixed(0)}` : `${(100 * value).toFixed(1).replace('-', '−')} %`
  const outcomes = new Map(table('small/data/outcomes.csv').map(({ key, value }) => [key, value]))
  const single = KEYS.map((key) => (outcomes.get(key) ? shown(Number(outcomes.get(key)), key) : ''))
  expect(single.filter((text) => text !== '').length).toBeGreaterThan(3)
  expect(cellsIn('small')).toEqual(['2023', ...single])
  const spans = KEYS.map((key) => {
    const means = table('arms/data/arm_outcomes.csv').flatMap((row) => (row.key === key ? [Number(row.mean)] : []))
    return [...new Set([Math.min(...means), Math.max(...means)].map((value) => shown(value, key)))].join(' – ')
  })
  expect(spans.some((text) => text.includes(' – '))).toBe(true)
  expect(cellsIn('arms')).toEqual(['2023', ...spans])
  expect(page()).toContain('100 consumers · 2 months · 3 arms × 2 seeds')
  await index('out', '--lang', 'zh')
  expect(page()).toContain('100名消费者 · 2个月 · 3个实验组 × 2个种子')
})

test('a table that cannot be read or was made to harm leaves its folder in the list, without numbers', async () => {
  const { size } = statSync(join(out, 'small/data/outcomes.parquet'))
  const faults = { cut: ['PAR1', 'has 4 bytes'], other: ['PAR1'.padEnd(size), 'cannot be read'] }
  for (const [name, [bytes]] of Object.entries(faults)) {
    cpSync(join(out, 'small'), join(out, name), { recursive: true })
    writeFileSync(join(out, name, 'data/outcomes.parquet'), bytes)
  }
  cpSync(join(out, 'small'), join(out, 'linking'), { recursive: true })
  rmSync(join(out, 'linking/data/outcomes.parquet'))
  symlinkSync(join(out, 'small/data/outcomes.parquet'), join(out, 'linking/data/outcomes.parquet'))
  const { code, err } = await index()
  expect(code).toBe(0)
  for (const [name, [, fault]] of Object.entries(faults)) {
    expect(err).toContain(`${name} is listed without its numbers: data/outcomes.parquet ${fault}`)
    expect(cellsIn(name)).toEqual(['2023', ...KEYS.map(() => '')])
  }
  expect(err).toMatch(/linking is not listed: .*symbolic link/)
  for (const name of [...Object.keys(faults), 'linking']) rmSync(join(out, name), { recursive: true })
})

test('what a stranger wrote is text, links are not followed, and a manifest that cannot be believed is named', async () => {
  const evil = join(out, 'evil')
  cpSync(join(out, 'small'), evil, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(evil, 'manifest.json'), 'utf8')) as { scenario: { title: object } }
  const text = `"><script>alert(1)</script>${HOSTILE_TEXTS.filter((one) => !/\p{C}/u.test(one)).join('')}`
  manifest.scenario.title = { en: text, zh: text }
  writeFileSync(join(evil, 'manifest.json'), JSON.stringify(manifest))
  symlinkSync(join(out, 'small'), join(out, 'linked'))
  mkdirSync(join(out, 'broken'))
  writeFileSync(join(out, 'broken', 'manifest.json'), '{')
  const { code, err } = await index()
  expect(code).toBe(0)
  expect(err).toMatch(/broken is not listed: manifest\.json: cannot be read/)
  expect(page().match(/<script/g)).toHaveLength(1)
  expect(page()).toContain('&lt;script&gt;alert(1)')
  expect(page()).not.toContain('linked')
})

test('another file of that name stays, and a folder of results is none to list', async () => {
  const other = join(root, 'other')
  mkdirSync(other)
  writeFileSync(join(other, 'index.html'), 'mine')
  const { code, err } = await index(other)
  expect(code).toBe(2)
  expect(err).toMatch(/was not written by xiaojin index/)
  expect(readFileSync(join(other, 'index.html'), 'utf8')).toBe('mine')
  expect((await index('out/small')).err).toMatch(/holds results itself/)
  expect((await index('nowhere')).err).toMatch(/is no folder/)
})
