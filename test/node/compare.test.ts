import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, here, QUICK } from './command.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-compare-'))
  const market = `population: { consumers: 150 }\nhorizon: { burnIn: 2, months: 6 }\n${QUICK}`
  const experiment = 'experiment: { replications: 4, arms: { few: {}, many: { set: { credit.coverage: 0.9 } } } }\n'
  writeFileSync(join(folder, 'narrow.yaml'), `name: narrow\n${market}credit: { coverage: 0.3, fileFormation: false }\n`)
  writeFileSync(join(folder, 'wide.yaml'), `name: wide\n${market}credit: { coverage: 0.95, fileFormation: false }\n`)
  writeFileSync(join(folder, 'long.yaml'), 'extends: wide.yaml\nname: long\nhorizon: { months: 7 }\n')
  writeFileSync(join(folder, 'arms.yaml'), `extends: narrow.yaml\nname: arms\n${experiment}`)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const compare = (...args: readonly string[]): Promise<Ended> => here(['compare', ...args, '--quiet'], folder)

test('two scenarios are run in pairs, and every outcome gets a sentence', async () => {
  const { code, out, err } = await compare(
    'narrow.yaml',
    'wide.yaml',
    '--replications',
    '2',
    '--threads',
    '2',
    '--no-png',
  )
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out).toMatch(/^demand for credit served: [+−][\d.]+ points; 2 pairs: too few to judge \(at least 5\)\.$/m)
  expect(out).toContain('report  out/narrow-and-wide/report.html')
  const charts = readdirSync(join(folder, 'out/narrow-and-wide/charts'))
  for (const chart of ['forest.svg', 'difference-bands.svg']) expect(charts).toContain(chart)
  expect(await here(['verify', 'out/narrow-and-wide', '--quiet'], folder)).toMatchObject({ code: 0, err: '' })
})

test('the same scenarios as arms, and as folders that were run before, differ by the same', async () => {
  const told = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await compare(...args, '--json')).out)
  const known = await told('narrow.yaml', 'wide.yaml', '--replications', '2', '--no-png')
  expect(await told('out/narrow-and-wide:narrow', 'out/narrow-and-wide:wide')).toEqual(
    (known as Record<string, unknown>[]).map((row) => ({ ...row, arm: 'B', against: 'A' })),
  )
  for (const name of ['narrow', 'wide']) {
    const args = ['--replications', '2', '--quiet', '--no-charts', '--out', `runs-${name}`]
    expect(await here(['run', `${name}.yaml`, ...args], folder)).toMatchObject({ code: 0 })
  }
  expect(await told('runs-narrow', 'runs-wide')).toEqual(
    await told('out/narrow-and-wide:narrow', 'out/narrow-and-wide:wide'),
  )
})

test('from five pairs on sentences have intervals and say what is clear of chance', async () => {
  const { code, out } = await compare('narrow.yaml', 'wide.yaml', '--replications', '5', '--no-png', '--out', 'five')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^demand for credit served: [+−][\d.]+ points \(95 % interval \[.*, .*\], 5 pairs\); .*(chance|correction)/m,
  )
})

test('one arm of a file, and sentences in Chinese', async () => {
  const { code, out } = await compare(
    'arms.yaml:few',
    'arms.yaml:many',
    '--replications',
    '2',
    '--lang',
    'zh',
    '--out',
    'zh',
  )
  expect(code).toBe(0)
  expect(out).toMatch(/信贷需求满足率：[+−][\d.]+个百分点；仅2对，不作判断（至少5对）。/)
  expect(readFileSync(join(folder, 'zh/report.html'), 'utf8')).toContain('lang="zh-CN"')
})

test.each([
  [['narrow.yaml', 'narrow.yaml'], 'the same: there is nothing to compare'],
  [['narrow.yaml', 'long.yaml'], 'horizon.months is 6 in one and 7 in the other'],
  [['arms.yaml:none', 'wide.yaml'], 'arms.yaml:none names no arm that there is: none. Its arms are few, many.'],
  [['out/narrow-and-wide', 'out/narrow-and-wide:wide'], 'has the arms narrow, wide: name one'],
  [['out/narrow-and-wide:narrow', 'wide.yaml'], 'compare two of a kind'],
  [['runs-narrow', 'runs-wide', '--seed', '3'], '--seed: folders hold finished runs'],
])('%s is refused', async (args, why) => {
  const { code, err } = await compare(...args)
  expect(code).toBe(2)
  expect(err).toContain(why)
})

test('options of runs and of pictures are refused beside finished folders, whatever they are', async () => {
  const { out } = await here(['compare', '--help'], folder)
  const shown = [...out.matchAll(/^ +--([a-z-]+)/gm)].map(([, name]) => name!)
  const options = shown.filter((name) => !/^(lang|version|quiet|json)$/.test(name))
  expect(options).toEqual(expect.arrayContaining(['set', 'threads', 'csv-bom', 'no-charts', 'png', 'force']))
  for (const option of options) {
    const value = ['replications', 'seed', 'set', 'threads', 'out'].includes(option) ? ['1'] : []
    const { code, err } = await compare('.', '.', `--${option}`, ...value)
    expect({ option, code, err }).toEqual({
      option,
      code: 2,
      err: expect.stringContaining(`--${option}: folders hold`),
    })
  }
})

/** Folders of each kind that differ in what makes runs comparable. */
test('finished folders whose difference would be one of horizon, burn-in or engine are refused, and both are named', async () => {
  const small = ['--set', 'population.consumers=200', '--quiet', '--no-charts']
  const made = async (out: string, command: string, file: string, ...more: readonly string[]): Promise<string> => {
    expect(await here([command, file, ...small, ...more, '--out', out], folder)).toMatchObject({ code: 0 })
    return out
  }
  const months = ['--set', 'horizon.months=5']
  const one = await made('one', 'run', 'narrow.yaml', ...months)
  const long = await made('long', 'run', 'wide.yaml', '--set', 'horizon.months=6')
  const late = await made('late', 'run', 'wide.yaml', ...months, '--set', 'horizon.burnIn=3')
  const many = await made('many', 'run', 'arms.yaml', ...months, '--replications', '2')
  const swept = await made('swept', 'sweep', 'arms.yaml', ...months, '--replications', '2')
  const other = (of: string): string => {
    cpSync(join(folder, of), join(folder, `${of}-other`), { recursive: true })
    const manifest = join(folder, `${of}-other`, 'manifest.json')
    const text = readFileSync(manifest, 'utf8')
    writeFileSync(manifest, text.replace(/("engineSha256": ")[0-9a-f]{12}/, '$1000000000000'))
    return `${of}-other`
  }
  const [oneOther, manyOther, sweptOther] = [one, many, swept].map(other)
  const cases: readonly (readonly [a: string, b: string, why: RegExp])[] = [
    [one, long, /horizon\.months is 5 in one and 6 in long; .*--set horizon\.months=5/],
    [long, one, /horizon\.months is 6 in long and 5 in one/],
    [one, late, /horizon\.burnIn is 2 in one and 3 in late/],
    [`${many}:few`, late, /horizon\.burnIn is 2 in many:few and 3 in late/],
    [`${swept}:few`, long, /horizon\.months is 5 in swept:few and 6 in long/],
    [long, `${swept}:many`, /horizon\.months is 6 in long and 5 in swept:many/],
    [one, oneOther!, /one was made by xiaojin .*, and one-other by xiaojin .*engine 000000000000/],
    [`${many}:few`, `${manyOther}:many`, /many:few was made by .*, and many-other:many by .*engine 000000000000/],
    [`${sweptOther}:few`, `${swept}:many`, /swept-other:few was made by .*engine 000000000000.*, and swept:many by/],
  ]
  for (const [a, b, why] of cases) {
    const { code, out, err } = await compare(a, b)
    expect({ a, b, code, out }).toEqual({ a, b, code: 2, out: '' })
    expect(err).toMatch(why)
  }
  // What one other build made, this one compares, records and all.
  for (const of of [`${swept}:few`, `${sweptOther}:few`]) {
    expect(await compare(of, of.replace('few', 'many'))).toMatchObject({ code: 0, err: '' })
  }
})
