/** Thousands of faults: the first twenty with their places, the number of the rest, and all of them as JSON. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { cases } from '../size.ts'
import { here } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-faults-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const FAULTS = cases(1000, 4000)
const lines = (line: (k: number) => string): string => Array.from({ length: FAULTS }, (_, k) => line(k)).join('\n')

/** A file with so many faults, each on a line of its own from the third on. */
const KINDS: { readonly [kind: string]: string } = {
  'unknown keys': `name: a\ncredit:\n${lines((k) => `  key${k}: 1`)}\n`,
  'keys given again': `name: a\nseed: 1\n${lines(() => 'seed: 2')}\n`,
  'unknown keys of an arm': `name: a\nexperiment:\n  arms:\n    a:\n      set:\n${lines((k) => `        no.k${k}: 1`)}\n`,
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  const file = `${kind.replaceAll(' ', '-')}.yaml`
  writeFileSync(join(place, file), KINDS[kind])

  test.each([
    ['check', file],
    ['run', file],
  ])('%s prints twenty and counts the rest', async (...args) => {
    const { code, out, err } = await here(args, place)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.match(/^[\w-]+\.yaml:\d+:\d+: /gm)).toHaveLength(20)
    const count = /^(\d+) faults \((\d+) more not shown; xiaojin check --json FILE tells all\)$/m.exec(err)
    expect(Number(count?.[1])).toBeGreaterThanOrEqual(FAULTS)
    expect(Number(count?.[2])).toBe(Number(count?.[1]) - 20)
    expect(err.length).toBeLessThan(10_000)
    expect(readdirSync(place).filter((name) => !name.endsWith('.yaml'))).toEqual([])
  })

  test('check --json tells all', async () => {
    const { code, out, err } = await here(['check', '--json', file], place)
    expect({ code, err }).toEqual({ code: 2, err: '' })
    const [{ faults }] = JSON.parse(out)
    expect(new Set(faults.map(({ line }: { line: number }) => line)).size).toBe(FAULTS)
  })
})
