/** Plans made in parts, by processes that know nothing of each other: whatever happens, the folder of one machine. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256Hex } from '../../src/node/hash.ts'
import { rangeText, shardOf, shardsOf } from '../../src/node/machines/shards.ts'
import { type Ended, here, QUICK, startXiaojin } from './command.ts'
import { contents, filesOf } from './studies.ts'

const MARKET = `population: { consumers: 120 }\nhorizon: { burnIn: 0, months: 2 }\n${QUICK}`
const SWEEP = `name: sweep\n${MARKET}experiment: { replications: 2, factors: { credit.coverage: [0.5, 0.9], products.differentiation: [0, 1] } }\n`
const FACTORS = `name: factors\n${MARKET}sensitivity: { replications: 1, trajectories: 2, outcomes: [served.all], factors: { credit.coverage: [0.5, 1], pricing.aprCap: [0.2, 0.36] } }\n`
const CLAIM = `name: claim
title: { en: A tiny study, zh: 小型研究 }
note: { en: Written for a test., zh: 供测试用。 }
base: baseline
set: { population.consumers: 100, horizon.burnIn: 0, horizon.months: 2, pricing.shopperSample: 64 }
replications: 2
outcomes: { roa.market: { smallest: 0.002 } }
claims:
  B:
    claim: { en: Caps cost profit., zh: 上限压缩利润。 }
    arms:
      capped: { title: { en: A cap of 15 %, zh: 上限15% }, set: { pricing.aprCap: 0.15 } }
      free: { title: { en: No cap, zh: 无上限 } }
    contrasts: [{ arm: capped, against: free, foretold: { roa.market: falls } }]
`

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-shards-'))
  for (const [file, text] of Object.entries({ sweep: SWEEP, factors: FACTORS, claim: CLAIM }))
    writeFileSync(join(folder, `${file}.yaml`), text)
  await done(['sweep', 'sweep.yaml', '--no-charts', '--out', 'whole'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function done(args: readonly string[]): Promise<Ended> {
  const ended = await here([...args, '--quiet'], folder)
  expect(ended).toMatchObject({ code: 0, err: '' })
  return ended
}

const plan = (name: string, ...more: readonly string[]): Promise<Ended> =>
  done(['sweep', 'sweep.yaml', '--no-charts', '--plan', '--out', name, ...more])
const at = (name: string): string => join(folder, name)
const bytes = (name: string): Map<string, string> => contents(at(name))
const records = (name: string): string[] => filesOf(at(name)).filter((path) => path.startsWith('runs/'))
const statusOf = async (...args: readonly string[]): Promise<{ stored: number; missing: number; shards?: number[] }> =>
  JSON.parse((await here(['status', ...args, '--json'], folder)).out)

test('every run is in one shard, shards are of one size, and keep the order of the plan', () => {
  const keys = fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 80 }), (numbers, of) => {
      const runs = numbers.map((number) => ({ key: `r${sha256Hex(`${number}`)}` }))
      // Arms with the same values share their runs.
      const shards = shardsOf([...runs, ...runs.slice(0, 3)], of)
      expect(shards).toHaveLength(of)
      expect(new Set(shards.flat())).toEqual(new Set(runs))
      expect(shards.flat()).toHaveLength(runs.length)
      const sizes = shards.map(({ length }) => length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      for (const shard of shards) {
        const places = shard.map((run) => runs.indexOf(run))
        expect(places).toEqual([...places].sort((a, b) => a - b))
      }
    }),
  )
})

test('ranges name the numbers that they are made of, and no others', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), (numbers) => {
      const sorted = numbers.sort((a, b) => a - b)
      const read = rangeText(sorted)
        .split(',')
        .filter((range) => range !== '')
        .flatMap((range) => {
          const [first, last = first] = range.split('-').map(Number)
          return Array.from({ length: last! - first! + 1 }, (_, k) => first! + k)
        })
      expect(read).toEqual(sorted)
    }),
  )
})

test.each(['0/3', '4/3', '3', '1/0', 'a/b', '01/3', '1/1000000'])('--shard %s is refused', (typed) => {
  expect(() => shardOf(typed)).toThrow(/--shard .*3\/10/)
})

test.each([
  ['sweep', 'sweep.yaml'],
  ['sensitivity', 'factors.yaml'],
  ['study', 'claim.yaml'],
] as const)(
  '%s: three shards on three disks, collected from folders and archives, give the folder of one machine',
  async (command, file) => {
    const [whole, parts] = [`${command}-whole`, `${command}-parts`]
    await done([command, file, '--no-charts', '--out', whole])
    await done([command, file, '--no-charts', '--plan', '--out', parts])
    const runs = records(whole).length
    await done(['worker', parts, '--shard', '1/3'])
    await done(['worker', parts, '--shard', '2/3', '--out', `${command}-2`])
    await done(['worker', parts, '--shard', '3/3', '--out', `${command}-3`, '--threads', '2'])
    expect(await statusOf(parts, '--shards', '3')).toMatchObject({ stored: records(parts).length, shards: [2, 3] })
    const tar = spawnSync('tar', ['-czf', `${command}-3.tar.gz`, `${command}-3`], { cwd: folder })
    expect(tar.status).toBe(0)
    expect(await statusOf(parts, `${command}-2`, `${command}-3.tar.gz`)).toMatchObject({ stored: runs, missing: 0 })
    // Without the third part there are no results, and what was taken stays.
    const early = await here(['collect', parts, `${command}-2`, '--quiet'], folder)
    expect(early.code).toBe(4)
    expect(early.err).toMatch(/records taken\. .* have no record yet/)
    expect(filesOf(at(parts))).not.toContain('manifest.json')
    await done(['collect', parts, `${command}-3.tar.gz`])
    expect(bytes(parts)).toEqual(bytes(whole))
    expect((await here(['verify', parts, '--quiet'], folder)).code).toBe(0)
  },
)

test('a worker that is killed and started again makes what is missing; two of one name make nothing twice', async () => {
  await plan('twins')
  const killed = startXiaojin(['worker', 'twins', '--quiet'], folder)
  while (records('twins').length === 0 && killed.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5))
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const twins = [1, 2].map(() => startXiaojin(['worker', 'twins', '--quiet'], folder))
  expect((await Promise.all(twins.map((twin) => once(twin, 'exit')))).map(([code]) => code)).toEqual([0, 0])
  await done(['collect', 'twins'])
  expect(bytes('twins')).toEqual(bytes('whole'))
})

test('a plan that grows meanwhile counts no run of another, and loses none', async () => {
  await plan('grown', '--replications', '1')
  await done(['worker', 'grown', '--shard', '1/2', '--out', 'old-part'])
  // The same file with another value, into the same folder, by force.
  writeFileSync(at('other.yaml'), SWEEP.replace('0.9', '0.8'))
  await done(['sweep', 'other.yaml', '--no-charts', '--plan', '--out', 'grown', '--replications', '1', '--force'])
  await done(['worker', 'grown'])
  await plan('grown', '--force')
  const { code, out } = await here(['collect', 'grown', 'old-part', '--json', '--make-missing', '--quiet'], folder)
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ runs: 8, strays: 0 })
  const kept = records('grown').filter((path) => !records('whole').includes(path))
  expect(kept).toHaveLength(2)
  const own = [...bytes('grown')].filter(([path]) => !kept.includes(path))
  expect(new Map(own)).toEqual(bytes('whole'))
})

test('records of another plan are left out and told', async () => {
  await plan('narrow')
  await done(['sweep', 'sweep.yaml', '--no-charts', '--plan', '--out', 'wide', '--replications', '3'])
  await done(['worker', 'wide'])
  const { out } = await here(['collect', 'narrow', 'wide', '--json', '--quiet'], folder)
  expect(JSON.parse(out)).toMatchObject({ added: 8, strays: 4 })
  expect(bytes('narrow')).toEqual(bytes('whole'))
})

test('a worker of another version is refused, and both are named', async () => {
  await plan('foreign')
  const study = at('foreign/.xiaojin/study.json')
  const head = JSON.parse(readFileSync(study, 'utf8'))
  head.engine = { ...head.engine, version: '9.9.9', gitCommit: 'f'.repeat(40), engineSha256: 'e'.repeat(64) }
  writeFileSync(study, JSON.stringify(head))
  for (const command of ['worker', 'status', 'collect']) {
    const { code, err } = await here([command, 'foreign'], folder)
    expect(code).toBe(2)
    expect(err).toMatch(/for xiaojin 9\.9\.9 \(commit fffffff\), engine eeeeeeeeeeee, .*; this is xiaojin \d/)
  }
  expect(records('foreign')).toEqual([])
})

test('export slurm plans a file, writes scripts that bash takes, and leaves files of others alone', async () => {
  const exported = await here(
    ['export', 'slurm', 'factors.yaml', '--shards', '4', '--out', 'it', '--json', '--quiet'],
    folder,
  )
  expect(exported).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(exported.out)).toMatchObject({ folder: 'it', plan: 'it/plan', runs: 6, shards: 4, minutes: 6 })
  for (const script of ['job.sh', 'submit.sh']) {
    expect(spawnSync('bash', ['-n', script], { cwd: at('it') }).status).toBe(0)
  }
  expect(JSON.parse(readFileSync(at('it/plan/.xiaojin/study.json'), 'utf8')).kind).toBe('sensitivity')
  writeFileSync(at('it/job.sh'), 'mine')
  for (const [args, text] of [
    [['it/plan', '--out', 'it', '--shards', '4'], 'job.sh exists and was not written by xiaojin'],
    [['it/plan', '--shards', '4', '--partition', 'a b'], '--partition a b'],
    [['it/plan', '--shards', '0'], '--shards 0'],
    [['it/plan'], 'needs --shards'],
    [['it/plan', '--shards', '4', '--out', 'a%b'], 'a%b'],
  ] as const) {
    const { code, err } = await here(['export', 'slurm', ...args, '--quiet'], folder)
    expect(code, err).toBe(2)
    expect(err).toContain(text)
  }
  expect(readFileSync(at('it/job.sh'), 'utf8')).toBe('mine')
})

test('parts beyond the largest number of an array go into further arrays', async () => {
  await plan('arrays')
  const { out } = await here(['status', 'arrays', '--shards', '8', '--array', '3'], folder)
  expect(out).toBe('0 1-3\n3 1-3\n6 1-2\n')
})

/** A record with its checksum right whose digest is another: a machine that computes otherwise. */
function altered(text: string): string {
  const record = text
    .slice(text.indexOf('"record":') + 9, -2)
    .replace(/(?<="digest":")./, (digit) => (digit === '0' ? '1' : '0'))
  return `{"sha256":"${sha256Hex(record)}","record":${record}}\n`
}

test('a poisoned record is never counted: its run is made again, or counts as missing', async () => {
  await plan('poison')
  cpSync(at('whole/runs'), at('bad/runs'), { recursive: true })
  const [first = '', second = '', third = ''] = records('bad')
  const text = readFileSync(at(`bad/${first}`), 'utf8')
  writeFileSync(at(`bad/${first}`), text.replace(/"digest":"./, '"digest":"x'))
  writeFileSync(at(`bad/${second}`), '')
  writeFileSync(at(`bad/${third}`), text)
  const { code, err } = await here(['collect', 'poison', 'bad', '--quiet'], folder)
  expect(code).toBe(4)
  for (const path of [first, second, third]) expect(err).toContain(`bad/${path} is damaged`)
  // In the store of the plan itself.
  cpSync(at(`bad/${first}`), at(`poison/${first}`))
  const again = await here(['worker', 'poison', '--quiet'], folder)
  expect(again.code).toBe(0)
  expect(again.err).toContain(`${first} is damaged`)
  await done(['collect', 'poison'])
  const own = [...bytes('poison')].filter(([path]) => !path.includes('.damaged-'))
  expect(new Map(own)).toEqual(bytes('whole'))
})

test('two different records of one run are a conflict that names both, and no results are written', async () => {
  const [first = ''] = records('whole')
  for (const name of ['left', 'right']) cpSync(at('whole/runs'), at(`${name}/runs`), { recursive: true })
  writeFileSync(at(`right/${first}`), altered(readFileSync(at(`right/${first}`), 'utf8')))
  await plan('torn')
  const { code, err } = await here(['collect', 'torn', 'left', 'right', '--quiet'], folder)
  expect(code).toBe(5)
  expect(err).toMatch(new RegExp(`two different records: torn/${first} .*right/${first}`))
  expect(filesOf(at('torn'))).not.toContain('manifest.json')
  await done(['collect', 'torn', 'left'])
  expect(bytes('torn')).toEqual(bytes('whole'))
})

test.each([
  ['text.tar.gz', 'no archive at all'],
  ['torn.tar.gz', ''],
])('%s is refused, and nothing is taken', async (name, text) => {
  await plan(name)
  if (text === '') {
    spawnSync('tar', ['-czf', 'good.tar.gz', 'whole/runs'], { cwd: folder })
    const good = readFileSync(at('good.tar.gz'))
    writeFileSync(at(`bad-${name}`), good.subarray(0, good.length / 2))
  } else writeFileSync(at(`bad-${name}`), text)
  const { code, err } = await here(['collect', name, `bad-${name}`], folder)
  expect(code).toBe(2)
  expect(err).toContain(`bad-${name}: cannot be read (`)
  expect(records(name)).toEqual([])
})

test('no plan, no folder, a file, a calibration, a finished folder: told what would be right', async () => {
  for (const [args, text] of [
    [['worker', 'nowhere'], 'There is no folder nowhere'],
    [['worker', 'sweep.yaml'], 'xiaojin sweep sweep.yaml --plan'],
    [['status', '.'], 'holds no plan'],
    [['collect', 'whole', 'nowhere'], 'There is no nowhere'],
    [['sweep', 'sweep.yaml', '--no-charts', '--plan', '--out', 'whole'], 'holds finished results'],
    [['sweep', 'sweep.yaml', '--plan', '--until-ci', 'served.all=1'], '--plan with --until-ci'],
  ] as const) {
    const { code, err } = await here(args, folder)
    expect(code, args.join(' ')).toBe(2)
    expect(err).toContain(text)
  }
  expect((await here(['worker', 'nowhere', '--lang', 'zh'], folder)).err).toContain('没有文件夹 nowhere')
})

test('a clock that is an hour off changes nothing', async () => {
  await plan('clock')
  const module = 'const { now } = Date; Date.now = () => now.call(Date) - 3600e3'
  const clock = ['--import', `data:text/javascript,${encodeURIComponent(module)}`]
  const { status } = spawnSync(process.execPath, [...clock, ...workerOf('clock', '1/2')], { cwd: folder })
  expect(status).toBe(0)
  await done(['worker', 'clock', '--shard', '2/2'])
  await done(['collect', 'clock'])
  expect(bytes('clock')).toEqual(bytes('whole'))
})

function workerOf(name: string, shard: string): string[] {
  return [join(import.meta.dirname, '../../dist/node/cli.js'), 'worker', name, '--shard', shard, '--quiet']
}
