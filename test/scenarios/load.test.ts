import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { foundIndustry } from '../../src/agents/lenders/lender.ts'
import { type LoadedScenario, loadScenario, type Override, originText } from '../../src/scenarios/load.ts'
import { isOn, MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { DEFAULT_SCENARIO, PATHS } from '../../src/scenarios/parameters.ts'
import type { RosterEntry } from '../../src/scenarios/scenario.ts'
import { ROSTER_FIELDS } from '../../src/scenarios/structure.ts'
import { memoryFiles } from './memory-files.ts'

function load(files: { readonly [name: string]: string }, ...sets: string[]): LoadedScenario {
  const overrides: Override[] = sets.map((text) => ({ option: '--set', text }))
  return loadScenario(Object.keys(files)[0], memoryFiles(files), overrides)
}

const BASE = 'name: base\ntitle: { en: Base, zh: 基准 }\ncredit: { coverage: 0.8, ageSlope: 0.2 }\n'

test('a file with nothing but a name gives the defaults', () => {
  const { scenario } = load({ 'a.yaml': 'name: plain' })
  expect(scenario).toEqual({ ...DEFAULT_SCENARIO, name: 'plain', title: { en: 'plain', zh: 'plain' } })
})

test('the baseline of the project loads, and says of each mechanism whether it is on', () => {
  const text = readFileSync('scenarios/baseline.yaml', 'utf8')
  const { scenario, origins } = load({ 'scenarios/baseline.yaml': text })
  const read = (of: unknown, path: string): unknown =>
    path.split('.').reduce((group, key) => (group as { [key: string]: unknown })[key], of)
  for (const path of PATHS) {
    if (origins.get(path)!.kind === 'default' && !path.startsWith('title')) {
      expect([path, read(scenario, path)]).toEqual([path, read(DEFAULT_SCENARIO, path)])
    }
  }
  const on = Object.keys(MECHANISMS).filter((name) =>
    isOn(MECHANISMS[name], (path) => read(scenario, path), scenario.timeline),
  )
  expect(on).toEqual(
    expect.arrayContaining([
      'promotion',
      'wordOfMouth',
      'loyalty',
      'fraud',
      'design',
      'fileFormation',
      'entry',
      'exit',
      'fundingPartner',
      'revolving',
    ]),
  )
  for (const name of ['p2p', 'referral', 'blacklist', 'publicity', 'regulation', 'prepayment']) {
    expect(on).not.toContain(name)
  }
})

test('a scenario of the project has every mechanism at work, rules by dated changes', () => {
  const files = ['scenarios/everything.yaml', 'scenarios/baseline.yaml']
  const { scenario } = load(Object.fromEntries(files.map((name) => [name, readFileSync(name, 'utf8')])))
  const value = (path: string): unknown =>
    path.split('.').reduce((group: unknown, key) => (group as { [key: string]: unknown })[key], scenario)
  const off = Object.keys(MECHANISMS).filter((name) => !isOn(MECHANISMS[name], value, scenario.timeline))
  expect(off).toEqual([])
  expect(isOn(MECHANISMS.regulation, value, [])).toBe(false)
})

test('a derived scenario keeps what it does not state, but not the name and title', () => {
  const { scenario, origins } = load({
    's/b.yaml': 'extends: parts/a.yaml\nname: derived\ncredit: { coverage: 0.9 }\n',
    's/parts/a.yaml': `extends: ../base.yaml\nname: middle\nseed: 7\n`,
    's/base.yaml': BASE,
  })
  expect(scenario.name).toBe('derived')
  expect(scenario.title).toEqual({ en: 'derived', zh: 'derived' })
  expect(scenario.credit.coverage).toBe(0.9)
  expect(scenario.credit.ageSlope).toBe(0.2)
  expect(scenario.seed).toBe(7)
  const origin = (path: string): string => originText(origins.get(path)!)
  expect(origin('credit.coverage')).toBe('s/b.yaml:3:21')
  expect(origin('credit.ageSlope')).toBe('s/base.yaml:3:36')
  expect(origin('seed')).toBe('s/parts/a.yaml:3:7')
  expect(origin('credit.incomeSlope')).toBe('default')
  expect([...origins.keys()]).toEqual(PATHS)
})

test('options win over files, later ones over earlier ones', () => {
  const { scenario, origins } = load(
    { 'a.yaml': BASE },
    'credit.coverage=0.5',
    'credit.coverage = 1',
    'title.en=A: "b"',
  )
  expect(scenario.credit.coverage).toBe(1)
  expect(scenario.title.en).toBe('A: "b"')
  expect(originText(origins.get('credit.coverage')!)).toBe('--set credit.coverage = 1')
})

test('an option with a path of its own takes the whole text as its value', () => {
  const { scenario, origins } = loadScenario('a.yaml', memoryFiles({ 'a.yaml': BASE }), [
    { option: '--seed', text: '7', path: 'seed' },
  ])
  expect(scenario.seed).toBe(7)
  expect(originText(origins.get('seed')!)).toBe('--seed 7')
})

test('lists can be given as options', () => {
  const { scenario } = load(
    { 'a.yaml': BASE },
    'timeline=[{ month: 3, set: { credit.coverage: 1 } }]',
    'lenders.roster=[{ weight: 2, name: Solo, class: bank, model: creditApp, products: [traditional] }]',
  )
  expect(scenario.timeline).toEqual([{ month: 3, set: { 'credit.coverage': 1 } }])
  expect(scenario.lenders.roster).toEqual([
    { name: 'Solo', class: 'bank', model: 'creditApp', weight: 2, products: ['traditional'] },
  ])
})

test('whatever a lender of the roster may have reaches the scenario', () => {
  const { scenario } = load({
    'a.yaml': `${BASE}lenders:\n  roster:\n    - { name: A, class: bank, model: creditApp, weight: 2, products: [rent] }\n    - { name: B, class: bank, model: creditApp, weight: 1, products: [rent] }\n    - { partner: B, strategy: niche, name: C, class: platform, model: creditApp, weight: 1, products: [travel] }\n`,
  })
  const c = { name: 'C', class: 'platform', model: 'creditApp', weight: 1, products: ['travel'] }
  const roster = scenario.lenders.roster as readonly RosterEntry[]
  expect(roster[2]).toEqual({ ...c, strategy: 'niche', partner: 'B' })
  expect(Object.keys(roster[2]).sort()).toEqual([...Object.keys(ROSTER_FIELDS), 'products'].sort())
  expect(foundIndustry(scenario, 0, 1).lenders.map(({ partner }) => partner)).toEqual([null, null, 1])
})

test('a scenario is plain data, frozen to the last leaf', () => {
  const { scenario } = load({
    'a.yaml': `${BASE}lenders:\n  roster:\n    - { name: A, class: bank, model: creditApp, weight: 1, products: [rent] }\ntimeline:\n  - { month: 1, set: { pricing.aprCap: 0.2 }, note: cap }\n`,
  })
  const check = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    expect(Object.isFrozen(value), path).toBe(true)
    expect([Object.prototype, Array.prototype], path).toContain(Object.getPrototypeOf(value))
    for (const [key, inner] of Object.entries(value)) check(inner, `${path}.${key}`)
  }
  check(scenario, 'scenario')
  expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario)
  expect(Object.keys(scenario)).toEqual(Object.keys(DEFAULT_SCENARIO))
})

test('the defaults are frozen and never change', () => {
  const before = JSON.stringify(DEFAULT_SCENARIO)
  load({ 'a.yaml': BASE }, 'seed=9')
  expect(JSON.stringify(DEFAULT_SCENARIO)).toBe(before)
  expect(Object.isFrozen(DEFAULT_SCENARIO.lenders.bank)).toBe(true)
})

test('a file may begin with a byte order mark and have Windows line ends', () => {
  const plain = load({ 'a.yaml': BASE })
  const windows = load({ 'a.yaml': `\ufeff${BASE.replaceAll('\n', '\r\n')}` })
  expect(windows.scenario).toEqual(plain.scenario)
  expect(windows.origins).toEqual(plain.origins)
})

test('YAML 1.2: 0042 is asked about, yes is a text, a negative zero is zero', () => {
  expect(() => load({ 'a.yaml': 'name: a\nseed: 0042\n' })).toThrow('found:    0042, which is read as 42')
  const { scenario } = load({ 'a.yaml': 'name: a\ntitle: { en: yes, zh: 是 }\nchoice: { borrowing: -0.0 }\n' })
  expect(scenario.title.en).toBe('yes')
  expect(Object.is(scenario.choice.borrowing, 0)).toBe(true)
})

test('a file that grew after its size was read is refused', () => {
  const files = { size: () => 10, read: () => new Uint8Array(2_000_000).fill(0x20) }
  expect(() => loadScenario('a.yaml', files, [])).toThrow('the file is too large: 2000000 bytes')
})

test('a file that cannot be read is a fault, not a crash', () => {
  const files = {
    size: () => 10,
    read: () => {
      throw new Error('permission denied')
    },
  }
  expect(() => loadScenario('a.yaml', files, [])).toThrow('a.yaml: the file cannot be read: permission denied')
})

test('the longest allowed file loads in good time', () => {
  const filler = '# a comment that fills the file\n'
  const text = BASE + filler.repeat(Math.floor((1_000_000 - 200) / filler.length))
  const start = performance.now()
  expect(load({ 'a.yaml': text }).scenario.credit.coverage).toBe(0.8)
  expect(performance.now() - start).toBeLessThan(5000)
})
