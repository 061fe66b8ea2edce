/** `npm run instrument` in markets too small to tell anything: commands end well, and pages have figures. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { firstOf } from '../size.ts'
import { ROOT } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-instrument-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const PARTS = ['steady', 'morris', 'borrowing', 'null', 'signs', 'sizes', 'constraints', 'targets']
const script = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'scripts/instrument.mjs'), ...args], { encoding: 'utf8' })

test('parts are made one by one, and the others kept', () => {
  const asked = firstOf(PARTS, 2)
  const [first, ...others] = asked
  for (const parts of [[first!], others]) {
    const { status, stderr } = script('--tiny', place, ...parts)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
  const data = JSON.parse(readFileSync(join(place, 'instrument.json'), 'utf8'))
  expect(Object.keys(data).sort()).toEqual([...asked].sort())
  for (const [lang, missing] of [
    ['', 'Not run yet.'],
    ['.zh-CN', '尚未运行。'],
  ]) {
    const page = readFileSync(join(place, `instrument${lang}.md`), 'utf8')
    expect(page.split(missing!)).toHaveLength(1 + PARTS.length - asked.length)
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
    // Every row of a table has as many cells as its header.
    for (const [block] of page.matchAll(/(?:^\|.*\|\n)+/gm)) {
      const rows = block.trimEnd().split('\n')
      expect(new Set(rows.map((line) => line.split(' | ').length)).size).toBe(1)
    }
    for (const { commands } of Object.values(data) as { commands: string[] }[]) {
      for (const command of commands) expect(page).toContain(`\n${command}\n`)
    }
  }
})

test('a part that is none is refused', () => {
  const { status, stderr } = script('--tiny', place, 'nothing')
  expect(status).not.toBe(0)
  expect(stderr).toContain('no part nothing; there are targets, constraints')
})
