/** What every command does when its output cannot be taken, and which options it takes and offers. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/node/commands/list.ts'
import { cases, SOAK } from '../size.ts'
import { CLI, type Ended, here, QUICK } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-output-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const MARKET = `population: { consumers: 200 }\nhorizon: { burnIn: 1, months: 2 }\n${QUICK}`
const EXPERIMENT = 'experiment: { arms: { narrow: { set: { credit.coverage: 0.5 } }, wide: {} } }\n'
const SENSITIVITY = `sensitivity: { trajectories: 2, outcomes: [served.all], factors: { credit.coverage: [0.5, 1] } }\n`
const CALIBRATION = ['--free', 'tastes.priceSensitivity=1..4', '--targets', 'apr-dense', '--evaluations', '12']

beforeAll(async () => {
  writeFileSync(join(place, 'small.yaml'), `name: small\n${MARKET}`)
  writeFileSync(join(place, 'arms.yaml'), `name: arms\n${MARKET}${EXPERIMENT}`)
  writeFileSync(join(place, 'factors.yaml'), `name: factors\n${MARKET}${SENSITIVITY}`)
  writeFileSync(join(place, 'plan.yaml'), PLAN)
  expect((await here(['run', 'small.yaml', '--no-charts', '--out', 'done'], place)).code).toBe(0)
  expect((await here(['sweep', 'arms.yaml', '--plan', '--out', 'planned'], place)).code).toBe(0)
})

const PLAN = `name: plan
title: { en: A tiny study, zh: 小型研究 }
base: baseline
set: { population.consumers: 100, horizon.burnIn: 0, horizon.months: 2, pricing.shopperSample: 64 }
replications: 2
outcomes: { served.all: { smallest: 0.02 } }
claims:
  A:
    claim: { en: Wider coverage serves more people., zh: 扩大覆盖服务更多人。 }
    scenario: h01-coverage
    contrasts: [{ arm: cover90, against: cover50, foretold: { served.all: rises } }]
`

/** One small use of each command; `%` becomes another word at each call, where a command writes. */
const USES: { readonly [command: string]: readonly string[] } = {
  run: ['run', 'small.yaml', '--no-charts', '--out', 'run-%'],
  sweep: ['sweep', 'arms.yaml', '--no-charts', '--out', 'sweep-%'],
  compare: ['compare', 'arms.yaml:narrow', 'arms.yaml:wide', '--replications', '2', '--out', 'compare-%'],
  sensitivity: ['sensitivity', 'factors.yaml', '--no-charts', '--out', 'sensitivity-%'],
  calibrate: ['calibrate', 'small.yaml', ...CALIBRATION, '--no-charts', '--out', 'calibrate-%'],
  check: ['check', 'small.yaml'],
  chart: ['chart', 'done'],
  report: ['report', 'done'],
  query: ['query', 'done'],
  targets: ['targets', 'done'],
  verify: ['verify', 'done'],
  list: ['list'],
  init: ['init', 'init-%.yaml'],
  schema: ['schema'],
  explain: ['explain', 'credit'],
  study: ['study', 'plan.yaml', '--no-charts', '--out', 'study-%'],
  migrate: ['migrate', 'small.yaml'],
  worker: ['worker', 'planned', '--shard', '1/2'],
  status: ['status', 'planned'],
  collect: ['collect', 'planned', '--make-missing'],
  export: ['export', 'slurm', 'arms.yaml', '--shards', '2', '--out', 'export-%'],
  trace: ['trace', 'done', '--person', '1'],
  explore: ['explore', 'small.yaml'],
  index: ['index', '.'],
}

const NAMES = COMMANDS.map(({ command }) => command.split(' ')[0])
const CALLS: [string, readonly string[]][] = [
  // Explore needs its page, which is not built here, and serves until it is stopped: test/browser opens it.
  ...NAMES.filter((name) => name !== 'explore').map((name): [string, readonly string[]] => [name, USES[name] ?? []]),
  ['--version', ['--version']],
  ['--help', ['--help']],
  ['run --help', ['run', '--help']],
]

/** The streams are guarded in one place, so that a few commands stand for all; a soak goes through them all. */
const some = (...names: readonly string[]) => CALLS.filter(([name]) => SOAK || names.includes(name))

const named = (use: readonly string[], word: string): string[] => use.map((arg) => arg.replace('%', word))

function withStreams(args: readonly string[], stdout: 'pipe' | number, stderr: 'pipe' | number): Ended {
  const ended = spawnSync(process.execPath, [CLI, ...args], {
    cwd: place,
    encoding: 'utf8',
    stdio: ['ignore', stdout, stderr],
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { code: ended.status, out: ended.stdout ?? '', err: ended.stderr ?? '' }
}

test('every command has its use here', () => {
  expect(Object.keys(USES).sort()).toEqual([...NAMES].sort())
})

describe('a full device', () => {
  const full = existsSync('/dev/full') ? openSync('/dev/full', 'w') : undefined

  test.each(some('run', 'query', 'list', '--help'))(
    '%s says so in one line, with an exit code of its own',
    (_, use) => {
      expect(full, 'this system has no /dev/full').toBeDefined()
      const { code, err } = withStreams(named(use, 'full'), full as number, 'pipe')
      const complaints = err.split('\n').filter((line) => line.startsWith('xiaojin:'))
      expect(complaints).toEqual([
        'xiaojin: standard output could not be written: ENOSPC: no space left on device, write. What was printed is incomplete; files are not affected.',
      ])
      expect(err).not.toMatch(/^ +at |node:internal/m)
      expect(code).toBe(6)
    },
  )

  test.each(some('run', 'check'))('%s ends as usual where only its messages are lost', (_, use) => {
    const { code, out } = withStreams(named(use, 'silent'), 'pipe', full as number)
    expect(code).toBe(0)
    expect(out).not.toBe('')
  })

  test('the results of a run are whole though its summary is lost', async () => {
    expect(await here(['verify', 'run-full'], place)).toMatchObject({ code: 0 })
  })
})

test.each(some('check', 'query', '--help'))('%s ends as usual when its reader has gone', (_, use) => {
  const command = [process.execPath, CLI, ...named(use, 'closed')].map((arg) => `'${arg}'`).join(' ')
  // The reader leaves before the command starts to write.
  const script = `{ sleep 0.2; ${command}; echo "code $?" >&2; } | true`
  const { stderr } = spawnSync('bash', ['-c', script], { cwd: place, encoding: 'utf8' })
  expect(stderr).toMatch(/^code 0$/m)
  expect(stderr).not.toMatch(/EPIPE|^ +at |node:internal/m)
})

describe('options', () => {
  /** As the help of a command lists them. */
  const optionsOf = async (command: string): Promise<string[]> => {
    const [, options = ''] = /\nOptions:\n([\s\S]*?)(?:\n\n|$)/.exec((await here([command, '--help'], place)).out) ?? []
    return [...options.matchAll(/^ +(?:-\w, +)?--([\w-]+)/gm)].map(([, name]) => name)
  }
  const own = new Map<string, readonly string[]>()
  let all: readonly string[] = []
  beforeAll(async () => {
    for (const name of NAMES) own.set(name, await optionsOf(name))
    all = [...new Set([...own.values()].flat())]
  })

  test('are many, and differ between commands', () => {
    expect(all).toEqual(expect.arrayContaining(['lang', 'seed', 'json', 'free', 'csv', 'until-ci']))
    expect(own.get('check')).not.toContain('seed')
  })

  test.each(NAMES)('%s never offers what it refuses', async (name) => {
    const taken = own.get(name) ?? []
    // Options of other commands, and own ones with a letter missing.
    const foreign = all.filter((option) => !taken.includes(option)).slice(0, cases(2, 100))
    const typed = [...foreign, ...taken.map((option) => option.slice(1))]
    for (const option of typed.filter((word) => word.length > 1 && !taken.includes(word)).slice(0, cases(3, 100))) {
      const { code, err } = await here([...named(USES[name] ?? [], 'never'), `--${option}`, 'zh'], place)
      expect({ option, code }).toEqual({ option, code: 2 })
      const offered = [
        ...err
          .split('\n')
          .slice(1)
          .join('\n')
          .matchAll(/--([\w-]+)/g),
      ].map(([, word]) => word)
      expect(offered.length, err).toBeGreaterThan(0)
      expect(offered.filter((word) => !taken.includes(word))).toEqual([])
    }
  })
})

test.each([
  [['check', '--seed', '7', 'small.yaml'], /Unknown argument: seed\nOptions here: .*--json/],
  [['run', '--lag', 'zh'], /Unknown argument: lag\nDid you mean --lang\?/],
  [['run', '--arm'], /^xiaojin: Not enough arguments following: arm\nxiaojin run --help explains the command\.$/m],
  [['chekc', 'small.yaml'], /Did you mean check\?/],
  [['nonsense', '--seed', '3'], /^xiaojin: There is no command nonsense\.$/m],
  [[''], /^xiaojin: There is no command ""\.$/m],
  [['small.yaml', '--seed', '3'], /no command small\.yaml\.\nDid you mean xiaojin run small\.yaml --seed 3\?/],
  [['compare', 'small.yaml'], /need at least 2\nUsage: xiaojin compare <a> <b>\n/],
])('%j is answered in a few lines', async (args, answer) => {
  const { code, out, err } = await here(args, place)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(answer)
  expect(err.trim().split('\n').length).toBeLessThanOrEqual(3)
})

/** Options without which a command is refused. */
const DUE: { readonly [command: string]: readonly string[] } = {
  calibrate: ['--free', 'choice.borrowing=-1..2'],
  export: ['--shards', '2'],
}

test('an empty word is refused in whatever place, of every command', async () => {
  let tried = 0
  for (const { command } of COMMANDS) {
    const [name, ...places] = command.split(' ')
    const help = (await here([name!, '--help'], place)).out
    const options = [...help.matchAll(/^ +--([a-z-]+) .*\[string\](?!.*choices)/gm)].map(([, option]) => `--${option}`)
    const typed = places
      .filter((word) => word.startsWith('<'))
      .map((word) => (word === '<to>' ? 'slurm' : 'small.yaml'))
    const some = [...typed, ...(DUE[name!] ?? [])]
    const empty = places.map((_, at) => [...some.slice(0, at), '', ...some.slice(at + 1)])
    for (const args of [...empty, ...options.map((option) => [...some, option, ''])]) {
      const { code, out, err } = await here([name!, ...args], place)
      expect({ name, args, code, out, err }).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/an empty word|Choices:/),
      })
      tried++
    }
  }
  expect(tried).toBeGreaterThan(60)
})
