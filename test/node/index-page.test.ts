/** `xiaojin index`: what it lists, what it leaves alone, and what it refuses. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, here } from './command.ts'
import { HOSTILE_TEXTS } from './tables.ts'

const root = mkdtempSync(join(tmpdir(), 'xiaojin-index-'))
const out = join(root, 'out')
const page = (): string => readFileSync(join(out, 'index.html'), 'utf8')

const index = (...args: readonly string[]): Promise<Ended> => here(['index', ...args], root)

const SMALL = ['population.consumers=100', 'horizon.burnIn=1', 'horizon.months=2'].flatMap((set) => ['--set', set])

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
