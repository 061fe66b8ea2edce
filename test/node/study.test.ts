// `xiaojin study`: plans of one's own, from a first look to a folder that verifies; the built command.
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { PLAN_SHAPE } from '../../src/experiments/study/plan-shape.ts'
import { jsonSchemaOf } from '../../src/scenarios/shape.ts'
import { type Ended, here, ROOT, startXiaojin, xiaojin } from './command.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-study-'))
  writeFileSync(join(folder, 'plan.yaml'), CLAIMS)
  writeFileSync(join(folder, 'apart.yaml'), APART)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HEAD = (name: string): string => `name: ${name}
title: { en: A tiny study, zh: 小型研究 }
note: { en: Written for a test., zh: 供测试用。 }
base: baseline
set: { population.consumers: 100, horizon.burnIn: 0, horizon.months: 2, pricing.shopperSample: 64 }
`
const CLAIMS = `${HEAD('tiny')}replications: 2
outcomes: { served.all: { smallest: 0.02 }, roa.market: { smallest: 0.002 }, series.filed.share: {} }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
  files: { name: { en: file formation, zh: 借款建档 }, set: { credit.fileFormation: false }, reading: true }
claims:
  A:
    claim: { en: Wider coverage serves more people., zh: 扩大覆盖服务更多人。 }
    scenario: h01-coverage
    treatment: [{ arm: cover90, against: cover50, least: { series.filed.share: 0.3 } }]
    contrasts: [{ arm: cover90, against: cover50, foretold: { served.all: rises } }]
    also: [{ arm: cover90, against: cover50, foretold: { roa.market: rises } }]
    channels: [fit, files]
  B:
    claim: { en: Caps cost profit., zh: 上限压缩利润。 }
    arms:
      capped: { title: { en: A cap of 15 %, zh: 上限15% }, set: { pricing.aprCap: 0.15 } }
      free: { title: { en: No cap, zh: 无上限 } }
    contrasts: [{ arm: capped, against: free, foretold: { roa.market: falls } }]
grid:
  title: { en: Coverage × misfit, zh: 覆盖率 × 错配 }
  about: { en: All four combinations., zh: 四种组合。 }
  caption: { en: Coverage × misfit, zh: 覆盖率 × 错配 }
  rows: { path: credit.coverage, name: { en: coverage, zh: 覆盖率 }, values: [0.5, 0.9], ends: [0.5, 0.9] }
  columns: { path: choice.misfit, name: { en: misfit, zh: 错配 }, values: [0, 1], ends: [0, 1] }
  heads: [${['a', 'b', 'c', 'd', 'e'].map((head) => `{ en: ${head}, zh: ${head} }`).join(', ')}]
  readings:
    - name: { en: files by coverage alone, zh: 仅按覆盖率建档 }
      where: { en: coverage alone gives files, zh: 仅按覆盖率建档 }
      lines: [{ en: files by coverage, zh: 按覆盖率 }]
      set: { credit.fileFormation: false }
  outcomes: [served.all]
  drawn: [served.all]
sizes: { consumers: [100, 120], replications: 2, outcomes: [served.all], effects: [{ claim: A, outcome: served.all }] }
targets: true
`
const APART = `${HEAD('apart')}seeds: [7, 8]
outcomes: { served.all: {}, roa.market: {} }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
decompositions:
  misfit:
    title: { en: Misfit, zh: 错配 }
    path: choice.misfit
    values: [0, 1]
    nothing: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
    told: [served.all]
    drawn: [served.all, roa.market]
`

interface Told {
  readonly folder: string
  readonly digest: string
  readonly runs: number
  readonly made: number
  readonly failed: number
  readonly claims?: readonly {
    readonly claim: string
    readonly verdict: string
    readonly contrasts: readonly object[]
  }[]
  readonly decompositions?: readonly { readonly id: string }[]
}

const study = async (...args: readonly string[]): Promise<Told> => toldBy(await here(studyArgs(args), folder))
const studyArgs = (args: readonly string[]): string[] => ['study', ...args, '--json', '--quiet']

function toldBy({ code, out, err }: Ended): Told {
  expect(err).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out) as Told
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8')

/** Records and tables below a folder with their bytes. */
function recorded(of: string): Map<string, string> {
  const root = join(folder, of)
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
  const own = paths.filter((path) => /^(data|runs)\//.test(path))
  return new Map(own.map((path) => [path, readFileSync(join(root, path)).toString('base64')]))
}

function records(): number {
  const runs = join(folder, 'pieces/runs')
  const names = existsSync(runs) ? readdirSync(runs, { recursive: true, encoding: 'utf8' }) : []
  return names.filter((path) => /r[0-9a-f]{64}\.json$/.test(path)).length
}

describe('a plan of claims', () => {
  let told: Told
  beforeAll(() => {
    // As a process, the rest in this one.
    told = toldBy(xiaojin(studyArgs(['plan.yaml']), folder))
  })

  test('runs every arm once and judges every claim', () => {
    // Two arms of A, two of B, four cells, two channels twice, two sizes, two arms at the larger one; each twice.
    // “No cap” is the market of the smaller size, and two cells with fit as it is those without files.
    expect(told).toMatchObject({ folder: 'out/tiny-2023-study', runs: 32, failed: 0 })
    expect(told.made).toBeLessThan(32)
    expect(told.claims!.map(({ claim, verdict, contrasts }) => [claim, verdict, contrasts.length])).toEqual([
      ['A', 'undecided', 2],
      ['B', 'undecided', 1],
    ])
  })

  test('leaves its plan, tables of contrasts and channels, charts and a page of all of it', () => {
    expect(read('out/tiny-2023-study/study.yaml')).toBe(CLAIMS)
    const charts = readdirSync(join(folder, 'out/tiny-2023-study/charts')).filter((name) => name.endsWith('.png'))
    expect(charts).toEqual(['a.png', 'b.png', 'factorial.png', 'overview.png'])
    const contrasts = read('out/tiny-2023-study/data/contrasts.csv').trim().split('\n')
    expect(contrasts.map((line) => line.split(',').slice(0, 6).join())).toEqual([
      'claim,role,scenario_arm,against,outcome,foretold',
      'A,verdict,cover90,cover50,served.all,rises',
      'A,beside,cover90,cover50,roa.market,rises',
      'B,verdict,capped,free,roa.market,falls',
    ])
    expect(read('out/tiny-2023-study/data/channels_off.csv').trim().split('\n')).toHaveLength(3)
    const checks = read('out/tiny-2023-study/data/checks.csv').trim().split('\n')
    // Over two pairs nothing is checked either.
    expect(checks.slice(1).map((line) => [...line.split(',').slice(0, 2), line.split(',').at(-1)])).toEqual([
      ['A', 'treatment', ''],
      ['A', 'ceiling', ''],
      ['B', 'ceiling', ''],
    ])
    const page = read('out/tiny-2023-study/report.html')
    for (const text of [
      'A tiny study',
      'Written for a test.',
      'Below 5 pairs nothing is judged',
      'A cap of 15 % less No cap',
      'Held-out targets',
    ]) {
      expect(page).toContain(text)
    }
    const section = page.slice(page.indexOf('<section id="headline">'), page.indexOf('<section id="charts">'))
    expect(section).not.toMatch(/undefined|NaN|\[object|\*\*|^\| /m)
    // Links of the page stay in the report.
    for (const [, id] of section.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${id}"`)
  })

  test('verifies, and is drawn again in the other language from its tables alone', async () => {
    const { code, out } = await here(['verify', 'out/tiny-2023-study'], folder)
    expect(code).toBe(0)
    expect(out).toContain(told.digest)
    const before = recorded('out/tiny-2023-study')
    expect((await here(['report', 'out/tiny-2023-study', '--lang', 'zh'], folder)).code).toBe(0)
    expect(read('out/tiny-2023-study/report.html')).toContain('扩大覆盖服务更多人')
    expect([...recorded('out/tiny-2023-study')]).toEqual([...before])
  })

  test('killed and resumed, it equals one that was never killed', async () => {
    const child = startXiaojin(['study', 'plan.yaml', '--no-charts', '--quiet', '--out', 'pieces'], folder)
    // As soon as a record is there, however slow the machine.
    while (child.exitCode === null && records() === 0) await pause(2)
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const kept = records()
    expect(kept).toBeGreaterThan(0)
    const { made, digest } = await study('plan.yaml', '--no-charts', '--out', 'pieces')
    expect([made, digest]).toEqual([told.made - kept, told.digest])
    expect([...recorded('pieces')]).toEqual([...recorded('out/tiny-2023-study')])
  })

  test('makes nothing again where words change', async () => {
    writeFileSync(join(folder, 'reworded.yaml'), CLAIMS.replace('Caps cost profit.', 'Caps cut profit.'))
    const args = ['reworded.yaml', '--no-charts', '--out', 'pieces']
    expect(await study(...args)).toMatchObject({ made: 0, digest: told.digest })
    expect(read('pieces/report.html')).toContain('Caps cut profit')
  })

  test('refuses another plan in its folder, unless it is forced', async () => {
    writeFileSync(join(folder, 'other.yaml'), CLAIMS.replace('aprCap: 0.15', 'aprCap: 0.2'))
    const args = ['study', 'other.yaml', '--out', 'pieces', '--quiet', '--no-charts']
    const { code, err } = await here(args, folder)
    expect(code).toBe(2)
    expect(err).toMatch(
      /holds a study with an arm of baseline that is not planned here \(\{"pricing\.aprCap":0\.15\}\)/,
    )
    expect((await here([...args, '--force'], folder)).code).toBe(0)
  })
})

test('a dry run tells runs, time and disk, and keeps nothing', async () => {
  const { code, out } = await here(['study', 'plan.yaml', '--dry-run', '--out', 'dry', '--quiet'], folder)
  expect(code).toBe(0)
  expect(out).toMatch(/^runs +32 \(16 arms\)$/m)
  expect(out).toMatch(/^time left +about [\d.]+ minutes with 1 thread$/m)
  expect(existsSync(join(folder, 'dry'))).toBe(false)
})

test('a plan of decompositions tells what each variant leaves of a difference', async () => {
  expect(await study('apart.yaml', '--no-charts', '--replications', '1')).toMatchObject({ runs: 2, made: 2 })
  // Seeds are added, and charts.
  const told = await study('apart.yaml')
  expect(told).toMatchObject({ folder: 'out/apart-2023-study', runs: 4, made: 2, failed: 0 })
  expect(told.decompositions!.map(({ id }) => id)).toEqual(['misfit'])
  const rows = read('out/apart-2023-study/data/study_differences.csv').trim().split('\n').slice(1)
  expect(rows.map((row) => row.split(',').slice(0, 3).join())).toEqual(
    ['on', 'fit', 'nothing'].flatMap((variant) =>
      ['served.all', 'roa.market'].map((key) => `misfit,${variant},${key}`),
    ),
  )
  // With misfit off in both arms they are one market.
  for (const row of rows.filter((line) => !line.includes(',on,'))) expect(row.split(',').slice(5).join()).toBe('0,0,0')
  expect(read('out/apart-2023-study/report.html')).toContain('both arms agree to the last digit')
})

test('faults are told with their places, in the language that is asked for', async () => {
  writeFileSync(join(folder, 'faulty.yaml'), CLAIMS.replace('contrasts: [{ arm: cover90', 'contrasts: [{ arm: cover9'))
  const english = await here(['study', 'faulty.yaml'], folder)
  expect([english.code, english.out]).toEqual([2, ''])
  expect(english.err.split('\n').map((line) => line.trim())).toEqual([
    'faulty.yaml:16:24: h01-coverage has no arm cover9',
    expect.stringMatching(/^16 \| +contrasts: \[\{ arm: cover9,/),
    expect.stringMatching(/^\| +\^{6}$/),
    'found:    cover9',
    'expected: one of cover50, cover73, cover90, forming50, forming90',
    'did you mean cover90?',
    '',
    '1 fault',
    '',
  ])
  const chinese = await here(['study', 'faulty.yaml', '--lang', 'zh'], folder)
  expect(chinese.err).toContain('h01-coverage 没有实验组 cover9')
  const missing = await here(['study', 'nowhere.yaml'], folder)
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('There is no file nowhere.yaml')])
})

describe('the schema', () => {
  const text = `${JSON.stringify(jsonSchemaOf(PLAN_SHAPE, 'en'), null, 2)}\n`

  test('of plans is the committed one, and what the command prints', async () => {
    if (process.env.UPDATE === '1') writeFileSync(join(ROOT, 'studies/study.schema.json'), text)
    expect(readFileSync(join(ROOT, 'studies/study.schema.json'), 'utf8')).toBe(text)
    expect((await here(['schema', 'study'], folder)).out).toBe(text)
  })

  test('takes every plan that loads, and refuses unknown keys', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text) as object)
    const shipped = ['findings', 'channels'].map((name) => readFileSync(join(ROOT, `studies/${name}.yaml`), 'utf8'))
    for (const plan of [...shipped, CLAIMS, APART]) {
      expect(validate(parse(plan)), JSON.stringify(validate.errors)).toBe(true)
    }
    expect(validate(parse(CLAIMS.replace('replications', 'replication')))).toBe(false)
  })
})
