import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, xiaojin } from './command.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-compare-'))
  const market = 'population: { consumers: 1500 }\nhorizon: { burnIn: 2, months: 12 }\n'
  const experiment = 'experiment: { replications: 4, arms: { few: {}, many: { set: { credit.coverage: 0.9 } } } }\n'
  writeFileSync(join(folder, 'narrow.yaml'), `name: narrow\n${market}credit: { coverage: 0.3, fileFormation: false }\n`)
  writeFileSync(join(folder, 'wide.yaml'), `name: wide\n${market}credit: { coverage: 0.95, fileFormation: false }\n`)
  writeFileSync(join(folder, 'long.yaml'), 'extends: wide.yaml\nname: long\nhorizon: { months: 13 }\n')
  writeFileSync(join(folder, 'arms.yaml'), `extends: narrow.yaml\nname: arms\n${experiment}`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const compare = (...args: readonly string[]): Ended => xiaojin(['compare', ...args, '--quiet'], folder)

test('two scenarios are run in pairs, and every outcome gets a sentence', () => {
  const { code, out, err } = compare('narrow.yaml', 'wide.yaml', '--replications', '4', '--threads', '2')
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^demand for credit served: [+−][\d.]+ points \(95 % interval .* to .*, 4 pairs\); (not )?distinguishable from zero/m,
  )
  expect(out).toContain('report  out/narrow-and-wide/report.html')
  const charts = readdirSync(join(folder, 'out/narrow-and-wide/charts'))
  for (const chart of ['forest.svg', 'difference-bands.svg']) expect(charts).toContain(chart)
  expect(xiaojin(['verify', 'out/narrow-and-wide', '--quiet'], folder)).toMatchObject({ code: 0, err: '' })
})

test('the same scenarios as arms, and as folders that were run before, differ by the same', () => {
  const told = (...args: readonly string[]): unknown => JSON.parse(compare(...args, '--json').out)
  const known = told('narrow.yaml', 'wide.yaml', '--replications', '4')
  expect(told('out/narrow-and-wide:narrow', 'out/narrow-and-wide:wide')).toEqual(
    (known as Record<string, unknown>[]).map((row) => ({ ...row, arm: 'B', against: 'A' })),
  )
  for (const name of ['narrow', 'wide']) {
    expect(
      xiaojin(['run', `${name}.yaml`, '--replications', '4', '--quiet', '--no-charts', '--out', `runs-${name}`], folder)
        .code,
    ).toBe(0)
  }
  expect(told('runs-narrow', 'runs-wide')).toEqual(told('out/narrow-and-wide:narrow', 'out/narrow-and-wide:wide'))
})

test('one arm of a file, and sentences in Chinese', () => {
  const { code, out } = compare('arms.yaml:few', 'arms.yaml:many', '--replications', '2', '--lang', 'zh', '--out', 'zh')
  expect(code).toBe(0)
  expect(out).toMatch(/信贷需求满足率：[+−][\d.]+个百分点（95%区间/)
  expect(readFileSync(join(folder, 'zh/report.html'), 'utf8')).toContain('lang="zh-CN"')
})

test.each([
  [['narrow.yaml', 'narrow.yaml'], 'the same: there is nothing to compare'],
  [['narrow.yaml', 'long.yaml'], 'horizon.months is 12 in one and 13 in the other'],
  [['arms.yaml:none', 'wide.yaml'], 'arms.yaml has no arm none. Its arms are few, many.'],
  [['out/narrow-and-wide', 'out/narrow-and-wide:wide'], 'has the arms narrow, wide: name one'],
  [['out/narrow-and-wide:narrow', 'wide.yaml'], 'compare two of a kind'],
  [['runs-narrow', 'runs-wide', '--seed', '3'], '--seed: folders hold finished runs'],
])('%s is refused', (args, why) => {
  const { code, err } = compare(...args)
  expect(code).toBe(2)
  expect(err).toContain(why)
})
