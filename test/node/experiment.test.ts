/** Experiments from the command line: arms, replications, threads. Runs the built package. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCsv } from '../../src/base/csv.ts'
import { type Ended, here, QUICK } from './command.ts'

const FILE = `name: tiny-arms
title: { en: Tiny arms, zh: 小实验 }
horizon: { burnIn: 3, months: 6 }
population: { consumers: 300 }
${QUICK}experiment:
  replications: 3
  arms:
    asIs: { title: { en: As it is, zh: 现状 } }
    wide: { set: { credit.coverage: 1 }, title: { en: Full coverage, zh: 全覆盖 } }
`

let place = ''
const at = (path: string): string => readFileSync(join(place, path), 'utf8')
const run = (...args: string[]): Promise<Ended> => here(['run', ...args], place)

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'xiaojin-arms-'))
  writeFileSync(join(place, 'arms.yaml'), FILE)
  for (const threads of ['1', '2']) {
    const { code, err } = await run(
      'arms.yaml',
      '--quiet',
      '--no-png',
      '--threads',
      threads,
      '--out',
      `threads-${threads}`,
    )
    expect([code, err]).toEqual([0, ''])
  }
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

const digestOf = (folder: string): string => JSON.parse(at(`${folder}/manifest.json`)).digest

test('the number of threads changes no byte of what is summed', () => {
  expect(at('threads-1/SHA256SUMS')).toBe(at('threads-2/SHA256SUMS'))
  expect(digestOf('threads-1')).toBe(digestOf('threads-2'))
  expect(JSON.parse(at('threads-2/timing.json')).threads).toBe(2)
})

test('a folder holds series and outcomes of every run, and events of the first of each arm', () => {
  const { experiment } = JSON.parse(at('threads-1/manifest.json'))
  expect(experiment.runs).toHaveLength(6)
  expect(experiment.arms.map(({ name }: { name: string }) => name)).toEqual(['asIs', 'wide'])
  const runs = parseCsv(at('threads-1/data/runs.csv')).slice(1)
  expect(runs.map(([arm, replication]) => `${arm} ${replication}`)).toEqual([
    'asIs 0',
    'asIs 1',
    'asIs 2',
    'wide 0',
    'wide 1',
    'wide 2',
  ])
  const seeds = runs.map(([, , seed]) => seed)
  expect(seeds.slice(0, 3)).toEqual(seeds.slice(3))
  expect(seeds[0]).toBe('2023')
  const series = parseCsv(at('threads-1/data/series.csv'))
  expect(series[0]).toEqual(['arm', 'replication', 'month', 'metric', 'value'])
  const reach = series.filter(
    ([arm, replication, , metric]) => `${arm} ${replication} ${metric}` === 'wide 2 served.all',
  )
  expect(reach.map(([, , month]) => month)).toEqual(['0', '1', '2', '3', '4', '5'])
  for (const arm of ['asIs', 'wide']) expect(at(`threads-1/events/${arm}.ndjson`)).toContain('"kind":"found"')
  expect(at('threads-1/scenario.resolved.yaml')).toContain('replications: 3')
})

test('the first run of the plain arm is the run of the scenario alone', async () => {
  writeFileSync(join(place, 'alone.yaml'), FILE.slice(0, FILE.indexOf('experiment:')))
  expect((await run('alone.yaml', '--no-charts', '--quiet')).code).toBe(0)
  const { experiment } = JSON.parse(at('threads-1/manifest.json'))
  expect(experiment.runs[0]).toMatchObject({ arm: 'asIs', replication: 0, digest: digestOf('out/tiny-arms-2023') })
  expect(at('threads-1/events/asIs.ndjson')).toBe(at('out/tiny-arms-2023/events.ndjson'))
})

test('the resolved scenario runs the experiment again', async () => {
  mkdirSync(join(place, 'again'))
  cpSync(join(place, 'threads-1/scenario.resolved.yaml'), join(place, 'again/resolved.yaml'))
  expect((await run('again/resolved.yaml', '--no-charts', '--quiet', '--out', 'again/out')).code).toBe(0)
  expect(digestOf('again/out')).toBe(digestOf('threads-1'))
})

test('one arm alone, once, is a run like any other; more often, an ensemble of its own', async () => {
  const once = ['--arm', 'wide', '--replications', '1', '--no-charts', '--quiet', '--out', 'wide']
  expect(await run('arms.yaml', ...once)).toMatchObject({ code: 0 })
  expect(at('wide/scenario.resolved.yaml')).toContain('coverage: 1\n')
  expect(at('wide/data/months.csv')).toContain('month,')
  const parameter = JSON.parse(at('wide/manifest.json')).parameters.find(
    ({ key }: { key: string }) => key === 'credit.coverage',
  )
  expect(parameter).toMatchObject({ value: 1, origin: '--arm wide' })
  const { code, out } = await run('arms.yaml', '--arm', 'wide', '--replications', '2', '--no-charts', '--quiet')
  expect(code).toBe(0)
  expect(out).toMatch(/^out\/tiny-arms-2023-[0-9a-f]{6}\n$/)
  expect(JSON.parse(at(`${out.trim()}/manifest.json`)).experiment.runs[0].digest).toBe(digestOf('wide'))
  const verified = await here(['verify', out.trim(), '--quiet'], place)
  expect([verified.code, verified.err]).toEqual([0, ''])
})

test('one arm runs of an experiment that has more than run takes together', async () => {
  const values = Array.from({ length: 17 }, (_, k) => 0.5 + k / 100)
  writeFileSync(
    join(place, 'many.yaml'),
    `${FILE.split('experiment:')[0]}experiment: { factors: { credit.coverage: [${values}] } }\n`,
  )
  expect((await run('many.yaml')).err).toMatch(/The experiment has 17 arms; run takes up to 16/)
  const one = await run('many.yaml', '--arm', 'coverage-0.5', '--no-charts', '--quiet')
  expect(one).toMatchObject({ code: 0, err: '' })
})

test('a scenario without arms has replications too', async () => {
  const { code, out } = await run('alone.yaml', '--replications', '2', '--json', '--no-charts', '--out', 'twice')
  expect(code).toBe(0)
  const { arms, replications } = JSON.parse(out)
  expect(replications).toBe(2)
  expect(arms).toHaveLength(1)
  expect(arms[0].arm).toBe('tiny-arms')
  const reach = arms[0].headline.find(({ key }: { key: string }) => key === 'served.all')
  expect(reach.value.runs).toBe(2)
  expect(reach.value.low).toBeLessThan(reach.value.mean)
  expect(reach.differenceFromFirst).toBeNull()
})

test('verify runs everything again, with any number of threads', async () => {
  const { code, out } = await here(['verify', 'threads-1', '--threads', '2'], place)
  expect(code).toBe(0)
  expect(out).toBe(`verified ${/\d+/.exec(out)?.[0]} files, digest ${digestOf('threads-1')}\n`)
})

test('verify names what was changed', async () => {
  cpSync(join(place, 'threads-1'), join(place, 'forged'), { recursive: true })
  const file = join(place, 'forged/data/run_outcomes.csv')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^(wide,1,served\.all,)0/m, '$19'))
  writeFileSync(join(place, 'forged/events/asIs.ndjson'), '')
  const { code, out } = await here(['verify', 'forged', '--json', '--quiet'], place)
  expect(code).toBe(5)
  const faults: string[] = JSON.parse(out).faults
  expect(faults).toHaveLength(2)
  expect(faults[0]).toMatch(
    /^data\/run_outcomes\.csv: changed after the run: table run_outcomes, row \d+, column value/,
  )
  expect(faults[1]).toMatch(/^events\/asIs\.ndjson: changed after the run/)
})

test('charts and report are made again from the data, in the other language too', async () => {
  cpSync(join(place, 'threads-1'), join(place, 'redrawn'), { recursive: true })
  const { code, out } = await here(['chart', 'redrawn', '--lang', 'zh'], place)
  expect([code, out]).toEqual([0, 'redrawn/charts 中有5张图\n'])
  const report = at('redrawn/report.html')
  for (const text of ['现状', '全覆盖', '同种子', 'credit.coverage = 1']) expect(report.includes(text), text).toBe(true)
  expect(at('redrawn/charts/bands.svg')).toContain('全覆盖')
  expect((await here(['verify', 'redrawn', '--quiet'], place)).code).toBe(0)
})

test('the report tells the arms and what they change, and no intervals below five runs', () => {
  const report = at('threads-1/report.html')
  for (const text of ['As it is', 'Full coverage', 'credit.coverage = 1'])
    expect(report.includes(text), text).toBe(true)
  const told = report.slice(report.indexOf('id="headline"'), report.indexOf('id="charts"'))
  expect(told.match(/undefined|NaN|±/)).toBeNull()
})

test.each([
  [['--replications', '0'], /--replications 0: this takes a whole number from 1 to 1000/],
  [['--threads', 'many'], /--threads many: this takes a whole number/],
  [['--arm', 'wider'], /--arm wider names no arm that there is: wider\. .*Its arms are asIs, wide\./],
])('%j is wrong use', async (args, message) => {
  const { code, err } = await run('arms.yaml', ...args)
  expect(code).toBe(2)
  expect(err).toMatch(message)
})

test('targets of many runs: how many meet each', async () => {
  const { code, out } = await here(['targets', 'threads-1'], place)
  expect(code).toBe(0)
  expect(out).toMatch(/fit, \d+ targets: a run meets a median of \d+/)
  const { rows, counts } = JSON.parse((await here(['targets', 'threads-1', '--json'], place)).out)
  const runs = JSON.parse(readFileSync(join(place, 'threads-1/manifest.json'), 'utf8')).experiment.runs.length
  expect(Math.max(...rows.map((row: { runs: number }) => row.runs))).toBe(runs)
  for (const { met } of counts) expect(met).toHaveLength(runs)
})
