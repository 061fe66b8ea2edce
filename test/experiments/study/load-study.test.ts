import { readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Fault, ScenarioError } from '../../../src/base/errors.ts'
import { armName } from '../../../src/experiments/study/arms.ts'
import { loadStudy, readPlan, studyRuns } from '../../../src/experiments/study/load-study.ts'
import { LEAST_RUNS } from '../../../src/measures/claim.ts'
import type { ScenarioFiles } from '../../../src/scenarios/read-text.ts'
import { englishIn } from '../../chinese.ts'
import { memoryFiles } from '../../scenarios/memory-files.ts'

const SCENARIO = `
name: s
experiment:
  arms:
    half: { set: { credit.coverage: 0.5 }, title: { en: Half, zh: 一半 } }
    wide: { set: { credit.coverage: 0.9 } }
`
const RULED = `
name: ruled
timeline:
  - { month: 0, set: { pricing.aprCap: 0.2 } }
`
const CLAIM = `    claim: { en: Wide helps., zh: 扩大有益。 }
    contrasts: [{ arm: wide, against: half, foretold: { served.all: rises } }]`
const PLAN = `name: p
title: { en: P, zh: 甲 }
base: ./s.yaml
set: { population.consumers: 300 }
replications: 3
outcomes: { served.all: { smallest: 0.02 }, late.over90: {} }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
claims:
  A:
${CLAIM}
    channels: [fit]
`
const filesOf = (plan: string): ScenarioFiles =>
  memoryFiles({ 'p.yaml': plan, 's.yaml': SCENARIO, 'ruled.yaml': RULED })

function faultsOf(plan: string): readonly Fault[] {
  try {
    loadStudy('p.yaml', filesOf(plan), [])
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults
    throw error
  }
  return []
}

test('a plan gives its arms with their scenarios, and runs under shared seeds, arms in turn', () => {
  const { plan, arms, base, titles, warnings } = loadStudy('p.yaml', filesOf(PLAN), [])
  expect(warnings).toEqual([])
  expect(base.scenario.population.consumers).toBe(300)
  expect(titles).toEqual({ './s.yaml': { half: { en: 'Half', zh: '一半' }, wide: { en: 'wide', zh: 'wide' } } })
  expect(arms.map(({ name, arm, value }) => [name, arm, value.credit.coverage, value.choice.misfit])).toEqual([
    ['a001', 'wide', 0.9, base.scenario.choice.misfit],
    ['a002', 'half', 0.5, base.scenario.choice.misfit],
    ['a003', 'wide', 0.9, 0],
    ['a004', 'half', 0.5, 0],
  ])
  const runs = studyRuns(plan, arms)
  expect(runs.map(({ arm, replication }) => `${arm}/${replication}`).slice(0, 5)).toEqual([
    ...['a001/0', 'a002/0', 'a003/0', 'a004/0', 'a001/1'],
  ])
  expect(runs).toHaveLength(12)
  expect(new Set(runs.map(({ scenario }) => scenario.seed)).size).toBe(3)
  expect(runs[0]!.scenario.seed).toBe(base.scenario.seed)
})

test('options go over what the plan sets, and fewer replications than the plan has can be asked for', () => {
  const overrides = [{ option: '--set', text: 'population.consumers=200' }]
  const { plan, arms } = loadStudy('p.yaml', filesOf(PLAN.replace('replications: 3', 'seeds: [5, 6, 9]')), overrides, 2)
  expect(arms.map(({ value }) => value.population.consumers)).toEqual([200, 200, 200, 200])
  expect(studyRuns(plan, arms).map(({ scenario }) => scenario.seed)).toEqual([5, 5, 5, 5, 6, 6, 6, 6])
})

test('outcomes have the names and the form that the registry gives them, unless the plan says otherwise', () => {
  const { plan } = readPlan(
    'p.yaml',
    filesOf(PLAN.replace('late.over90: {}', 'series.filed.share: {}, debt.perConsumer: { digits: 1 }')),
  )
  expect(plan.outcomes.map(({ key, scale, digits, unit }) => [key, scale, digits, unit.en])).toEqual([
    ['served.all', 100, 2, 'points'],
    ['series.filed.share', 100, 2, 'points'],
    ['debt.perConsumer', 1, 1, 'yuan'],
  ])
  expect(plan.outcomes[0]!.name.en).toBe('demand for credit served')
})

const GRID = `grid:
  title: { en: G, zh: 交叉 }
  about: { en: About, zh: 说明 }
  caption: { en: C, zh: 图 }
  rows: { path: credit.coverage, name: { en: r, zh: 行 }, values: [0.5, 0.9], ends: [0.5, 0.9] }
  columns: { path: choice.misfit, name: { en: c, zh: 列 }, values: [0, 1], ends: [0, 1] }
  heads: [${Array.from({ length: 5 }, () => '{ en: h, zh: 列 }').join(', ')}]
  readings: [{ name: { en: r, zh: 解读 }, where: { en: w, zh: 处 }, lines: [{ en: l, zh: 行 }], set: { choice.limit: 0 } }]
  outcomes: [served.all]
  drawn: [served.all]
`
const SIZES = `sizes: { consumers: [300, 400], replications: 2, outcomes: [served.all], effects: [{ claim: A, outcome: served.all }] }
`
const APART = `name: p
title: { en: P, zh: 甲 }
base: ./s.yaml
outcomes: { served.all: {} }
channels:
  fit: { name: { en: fit, zh: 契合 }, set: { choice.misfit: 0 } }
decompositions:
  coverage:
    title: { en: Coverage, zh: 覆盖率 }
    path: credit.coverage
    values: [0.5, 0.9]
    nothing: { name: { en: n, zh: 无 }, set: { choice.misfit: 0 } }
    told: [served.all]
    drawn: [served.all]
`

test('the plans that faults are made in have none themselves', () => {
  for (const plan of [PLAN, PLAN + GRID, PLAN + SIZES, `${PLAN}${SIZES}targets: true\n`, APART]) {
    expect(faultsOf(plan)).toEqual([])
  }
})

/** What is typed, the text at which the fault is placed, its message, what was found, what would be right. */
type Case = readonly [
  what: string,
  plan: string,
  at: string,
  message: string,
  found: string,
  expected: RegExp,
  suggestion?: string,
]

const swap = (from: string, to: string, plan = PLAN): string => {
  expect(plan).toContain(from)
  return plan.replace(from, to)
}

const CASES: readonly Case[] = [
  ['a tab', swap('  fit:', '\tfit:'), '\t', 'a tab is used as indentation', '', /spaces/],
  ['nothing', '# no plan\n', '', 'the file holds no plan', '', /keys with values/],
  ['a list', '- a\n', '- a', 'the plan has the wrong shape', 'a list', /a group with keys among name, title/],
  ['no base', swap('base: ./s.yaml\n', ''), 'name: p', 'the plan has no base', '', /shipped scenario/],
  [
    'an unknown key',
    swap('replications:', 'replication:'),
    'replication: 3',
    'unknown key “replication”',
    '',
    /name, title/,
    'did you mean replications?',
  ],
  [
    'an unknown key inside',
    swap('smallest:', 'smalest:'),
    'smalest',
    'unknown key “smalest” in outcomes.served.all',
    '',
    /smallest, of, months/,
    'did you mean smallest?',
  ],
  [
    'a measure that is none',
    swap('late.over90: {}', 'late: { of: late.over900 }'),
    'late.over900',
    'there is no outcome late.over900',
    'late.over900',
    /keys of docs\/measures\.md/,
    'did you mean late.over90?',
  ],
  [
    'months of what has none',
    swap('late.over90: {}', 'late: { of: late.over90, months: [0, 3] }'),
    '[0, 3]',
    'late.over90 has no months to choose from',
    '',
    /series\./,
  ],
  [
    'months that end before they begin',
    swap('late.over90: {}', 'late: { of: series.late.over90, months: [0, 3], less: [9, 4] }'),
    '[9, 4]',
    'these months end before they begin',
    '',
    /the first month/,
  ],
  [
    'a draw of no number',
    swap('claims:\n', 'draws: { points: 4, factors: { lenders.roster: [0, 1] } }\nclaims:\n'),
    'lenders.roster',
    'lenders.roster cannot be drawn',
    '',
    /dotted key/,
  ],
  [
    'a draw without a range',
    swap('claims:\n', 'draws: { points: 4, factors: { choice.misfit: [1, 1] } }\nclaims:\n'),
    'choice.misfit: [1, 1]',
    'choice.misfit has no range to be drawn from',
    '',
    /the low end/,
  ],
  [
    'a treatment by what is no outcome',
    swap('    contrasts:', '    treatment: [{ arm: wide, against: half, least: { roa.market: 1 } }]\n    contrasts:'),
    'roa.market',
    'the plan has no outcome roa.market',
    '',
    /one of served\.all, late\.over90/,
  ],
  [
    'a number in quotes',
    swap('smallest: 0.02', 'smallest: "0.02"'),
    '"0.02"',
    'outcomes.served.all.smallest is not a number',
    'the text “0.02”',
    /a number from/,
    'did you mean 0.02? (without quotes, signs or separators)',
  ],
  [
    'too few replications',
    swap('replications: 3', 'replications: 0'),
    '0\n',
    'replications is below its minimum',
    '0',
    /a whole number from 1 to/,
  ],
  [
    'a missing language',
    swap('{ en: P, zh: 甲 }', '{ en: P }'),
    '{ en: P }',
    'title has no zh',
    '',
    /text on one line/,
  ],
  [
    'a direction that is none',
    swap('served.all: rises', 'served.all: raises'),
    'raises',
    'claims.A.contrasts[1].foretold.served.all has an unknown value',
    'the text “raises”',
    /rises, falls/,
    'did you mean rises?',
  ],
  [
    'no contrasts',
    swap('[{ arm: wide, against: half, foretold: { served.all: rises } }]', '[]'),
    '[]',
    'claims.A.contrasts has 0 entries',
    '',
    /a list of 1 to 50 entries/,
  ],
  [
    'a setting of no parameter',
    swap('choice.misfit: 0', 'choice.misfitt: 0'),
    'choice.misfitt',
    'unknown key “choice.misfitt”',
    '',
    /dotted key/,
    'did you mean choice.misfit?',
  ],
  [
    'a setting that arms share',
    swap('choice.misfit: 0', 'seed: 7'),
    'seed: 7',
    'seed is the same in every arm',
    '',
    /differ between arms/,
  ],
  [
    'a setting out of range',
    swap('choice.misfit: 0', 'choice.misfit: -1'),
    '-1',
    'choice.misfit is below its minimum',
    '-1',
    /a number from 0/,
  ],
  [
    'no such outcome',
    swap('late.over90: {}', 'late.over9: {}'),
    'late.over9:',
    'there is no outcome late.over9',
    '',
    /docs\/measures\.md/,
    'did you mean late.over90?',
  ],
  [
    'an outcome that the plan has not',
    swap('served.all: rises', 'roa.market: rises'),
    'roa.market',
    'the plan has no outcome roa.market',
    '',
    /one of served\.all, late\.over90/,
  ],
  [
    'an outcome without a smallest effect',
    swap('served.all: rises', 'late.over90: falls'),
    'late.over90: falls',
    'late.over90 has no smallest effect of interest',
    '',
    /written down before the runs/,
  ],
  [
    'an arm against itself',
    swap('against: half', 'against: wide'),
    'wide, foretold',
    'wide is compared with itself',
    'wide',
    /another arm/,
  ],
  [
    'no such arm',
    swap('arm: wide', 'arm: wid'),
    'wid',
    './s.yaml has no arm wid',
    'wid',
    /one of half, wide/,
    'did you mean wide?',
  ],
  [
    'a contrast twice',
    swap(
      'served.all: rises } }]',
      'served.all: rises } }, { arm: wide, against: half, foretold: { served.all: falls } }]',
    ),
    'served.all: falls',
    'the claim has this contrast already',
    '',
    /each once/,
  ],
  [
    'no such channel',
    swap('channels: [fit]', 'channels: [fits]'),
    'fits',
    'the plan has no channel fits',
    'fits',
    /one of fit/,
    'did you mean fit?',
  ],
  [
    'no such file',
    swap('./s.yaml', './gone.yaml'),
    './gone',
    'base names a file that is not there: gone.yaml',
    '',
    /a relative path/,
  ],
  [
    'a path outside',
    swap('./s.yaml', '../s.yaml'),
    '../s',
    'base names a path outside the project',
    '',
    /a relative path/,
  ],
  [
    'nothing asked',
    swap(PLAN.slice(PLAN.indexOf('claims:')), ''),
    'name: p',
    'the plan asks nothing',
    '',
    /claims, or decompositions/,
  ],
  [
    'two questions',
    `${PLAN}${APART.slice(APART.indexOf('decompositions:'))}`,
    'decompositions',
    'the plan has claims and decompositions',
    '',
    /not both/,
  ],
  [
    'a claim that names no file',
    swap('  A:', '  A/b:'),
    'A/b',
    'A/b cannot name the files of a picture',
    '',
    /Latin letters/,
  ],
  [
    'claims that differ in case',
    swap('claims:', `claims:\n  a:\n${CLAIM}`),
    'A:',
    'A cannot name the files of a picture',
    '',
    /whatever its case/,
  ],
  [
    'seeds and replications',
    swap('replications: 3', 'replications: 3\nseeds: [1]'),
    'replications',
    'the plan has seeds and replications',
    '',
    /each seed is a replication/,
  ],
  [
    'a seed twice',
    swap('replications: 3', 'seeds: [1, 2, 1]'),
    '1]',
    'this seed stands in the list already',
    '1',
    /each once/,
  ],
  ['targets alone', `${PLAN}targets: true\n`, 'targets', 'targets belongs to sizes', '', /in a plan with sizes/],
  ['a grid without claims', `${APART}${GRID}`, 'grid', 'grid belongs to claims', '', /in a plan with claims/],
  [
    'an end that is no value',
    swap('ends: [0, 1]', 'ends: [0, 2]', PLAN + GRID),
    '2]',
    '2 is none of the values of choice.misfit',
    '2',
    /one of 0, 1/,
  ],
  [
    'a grid over no parameter',
    swap('path: choice.misfit', 'path: choice.misfits', PLAN + GRID),
    'choice.misfits',
    'unknown key “choice.misfits”',
    'choice.misfits',
    /dotted key/,
    'did you mean choice.misfit?',
  ],
  [
    'a value that the parameter has not',
    swap('values: [0, 1]', 'values: [0, none]', PLAN + GRID),
    'none]',
    'choice.misfit is not a number',
    'the text “none”',
    /a number from/,
  ],
  [
    'sizes in disorder',
    swap('[300, 400]', '[400, 300]', PLAN + SIZES),
    '300]',
    'the sizes do not ascend',
    '300',
    /each once/,
  ],
  [
    'an effect of no claim',
    swap('claim: A,', 'claim: B,', PLAN + SIZES),
    'B,',
    'the plan has no claim B',
    'B',
    /one of A/,
  ],
  [
    'an effect without a verdict',
    swap('outcome: served.all }', 'outcome: late.over90 }', PLAN + SIZES),
    'late.over90 }',
    'the verdict on A does not rest on late.over90',
    'late.over90',
    /one of served\.all/,
  ],
  [
    'a value twice',
    swap('[0.5, 0.9]', '[0.5, 0.5]', APART),
    '0.5]',
    'credit.coverage has this value twice',
    '0.5',
    /each once/,
  ],
  [
    'a reading named as a channel',
    swap('    told:', '    readings: { fit: { name: { en: r, zh: 读 }, set: { choice.limit: 0 } } }\n    told:', APART),
    'fit: { name: { en: r',
    'fit is a channel already',
    '',
    /another name/,
  ],
  [
    'a market that cannot be',
    swap('choice.misfit: 0', 'population.retirementAge: 75, population.lastAge: 70'),
    '75',
    './s.yaml, arm wide: population.retirementAge and population.lastAge are out of order',
    'population.retirementAge 75, population.lastAge 70',
    /./,
  ],
  [
    'a value that a timeline cancels',
    swap(
      'set: { choice.misfit: 0 }',
      'set: { pricing.aprCap: 0.3 }',
      swap(
        'A:\n',
        'A:\n    scenario: ./ruled.yaml\n    arms: { wide: { title: { en: W, zh: 宽 } }, half: { title: { en: H, zh: 半 }, set: { choice.limit: 0 } } }\n',
      ),
    ),
    '0.3',
    './ruled.yaml: the value, pricing.aprCap, holds in no reported month: the timeline sets it to 0.2 in month 0',
    'ruled.yaml:4:24: month 0, pricing.aprCap: 0.2',
    /one of the two places/,
  ],
]

describe('a fault has its place, its value and what would be right', () => {
  test.each(CASES.map((one) => ({ what: one[0], one })))('$what', ({ one }) => {
    const [, plan, at, message, found, expected, suggestion = ''] = one
    const faults = faultsOf(plan)
    const [first] = faults
    expect(first).toMatchObject({ message, found, suggestion })
    const rest = plan
      .split('\n')
      .slice(first!.line - 1)
      .join('\n')
    expect(first!.line === 0 ? '' : rest.slice(first!.column - 1).slice(0, at.length)).toBe(at)
    expect(first!.expected).toMatch(expected)
    for (const { zh } of faults) {
      expect(zh.message).toMatch(/\p{Script=Han}/u)
      for (const text of [zh.message, zh.expected, zh.suggestion]) expect(englishIn(text)).toEqual([])
    }
  })

  test('all of them at once', () => {
    const faults = faultsOf(swap('served.all: rises', 'roa.market: up', swap('smallest: 0.02', 'smallest: -1')))
    expect(faults.map(({ line }) => line)).toEqual([6, 12])
  })

  test('a scenario’s own faults are told with its file', () => {
    const files = memoryFiles({ 'p.yaml': PLAN, 's.yaml': SCENARIO.replace('0.9', '9') })
    expect(() => loadStudy('p.yaml', files, [])).toThrow(/^s\.yaml:6:37: credit\.coverage is above its maximum/)
  })
})

/** The project's own plans, with its scenarios. */
const onDisk: ScenarioFiles = {
  size: (file) => statSync(file, { throwIfNoEntry: false })?.size,
  read: (file) => readFileSync(file),
  shipped: { names: () => [], label: () => undefined, file: (name) => `scenarios/${name}.yaml` },
}

describe.each(['findings', 'channels'])('studies/%s.yaml', (name) => {
  test('is sound, and so is every market that it asks for', () => {
    const { arms, warnings } = loadStudy(`studies/${name}.yaml`, onDisk, [])
    expect(warnings).toEqual([])
    expect(new Set(arms.map(armName)).size).toBe(arms.length)
  })
})

test('the findings ask for the life cycle and each of the paper’s seventeen claims once, with checks for each', () => {
  const { plan } = readPlan('studies/findings.yaml', onDisk)
  expect(plan.claims.map(({ id }) => id)).toEqual(Array.from({ length: 18 }, (_, k) => `H${k}`))
  expect(plan.replications).toBeGreaterThanOrEqual(12)
  expect(plan.channelReplications).toBeGreaterThan(LEAST_RUNS)
  expect(plan.draws!.points).toBeGreaterThanOrEqual(8)
  for (const { id, treatment } of plan.claims) expect([id, treatment.length > 0]).toEqual([id, true])
  // Whether loans form files, what a file’s reputation is worth, and τ change how a claim is read.
  const readings = new Set(plan.channels.filter(({ reading }) => reading).map(({ id }) => id))
  expect([...readings]).toEqual(['forming', 'wedge1', 'tauLow', 'tauHigh', 'bound'])
  const read = (id: string): string[] =>
    plan.claims.find((one) => one.id === id)!.channels.filter((one) => readings.has(one))
  for (const id of ['H1', 'H2', 'H8', 'H16']) expect(read(id)).toEqual(expect.arrayContaining(['forming', 'wedge1']))
  for (const id of ['H3', 'H4']) expect(read(id)).toEqual(['tauLow', 'tauHigh', 'bound'])
})

test('values of τ keep its proportion to λ and to the weight of the brand', () => {
  const { plan, base } = loadStudy('studies/findings.yaml', onDisk, [])
  const { misfit, nestScale, brand } = base.scenario.choice
  for (const id of ['tauLow', 'tauHigh']) {
    const { set } = plan.channels.find((one) => one.id === id)!
    expect(Number(set['choice.misfit']) / Number(set['choice.nestScale'])).toBeCloseTo(misfit / nestScale, 9)
    expect(Number(set['choice.misfit']) / Number(set['choice.brand'])).toBeCloseTo(misfit / brand, 9)
  }
})

test('every rule of H17 starts after the months before and before the months after', () => {
  const { plan, arms } = loadStudy('studies/findings.yaml', onDisk, [])
  const ruled = arms.find(({ scenario, set }) => scenario === 'h17-regulation' && Object.keys(set).length === 0)!
  const dates = ruled.value.timeline.map(({ month }) => month)
  const after = plan.outcomes.filter(({ key }) => key.startsWith('after.'))
  expect(after.length).toBeGreaterThan(3)
  for (const { months, less } of after) {
    expect(less![1]).toBeLessThan(Math.min(...dates))
    expect(months![0]).toBeGreaterThan(Math.max(...dates))
    expect(months![1] - months![0]).toBe(less![1] - less![0])
  }
})

test('“reputation off” leaves willingness alone, which is that of loans that the bureau sees, in both plans', () => {
  for (const name of ['findings', 'channels']) {
    const { plan } = loadStudy(`studies/${name}.yaml`, onDisk, [])
    expect(plan.channels.find(({ id }) => id === 'reputation')!.set).toEqual({ 'repayment.bureauReputation': 0 })
  }
})
