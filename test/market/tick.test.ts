/** The month as a list: phases in the order of their numbers, each reading and changing what it declares. */
import { beforeAll, describe, expect, test } from 'vitest'
import { CONSUMER } from '../../src/agents/consumers.ts'
import { populate } from '../../src/market/births.ts'
import { MONTH, nextMonth, type Phase, tick } from '../../src/market/tick.ts'
import { createWorld, type World } from '../../src/market/world.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { horizon, type Recipe, scenarioWith, size } from '../verification/market.ts'

const COLUMNS = Object.keys(CONSUMER) as (keyof typeof CONSUMER)[]

const publicRules: Recipe = ({ lenders }) => {
  Object.assign(lenders.bank, { fileRule: 'scored', minIncome: 2500 })
}

/** Arrears and distress enough that a thousand people show all that can happen. */
const risky: Recipe = ({ repayment }) => {
  Object.assign(repayment, { meanDistress: -4.5, distressSd: 2 })
}

/** Every mechanism on; between them the scenarios reach what a scenario can switch. */
const market = (...recipes: Recipe[]): Scenario =>
  Object.values(MECHANISMS).reduce(
    (latest, { on }) => withValues(latest, on),
    scenarioWith(size(2000, 5), horizon(24, 18), publicRules, risky, ...recipes),
  )
const SCENARIOS = [
  market((draft) => {
    draft.outputs.panel = 0.5
    draft.timeline = [
      { month: 2, set: { 'credit.coverage': 0.9, 'credit.recordMonths': 0 } },
      { month: 4, set: { 'pricing.aprCap': 0.2 } },
    ]
  }),
  market(({ lifecycle, population }) => {
    lifecycle.rule = 'paper'
    population.ages = 'population'
  }),
  withValues(
    market(({ lifecycle }) => {
      lifecycle.rule = 'annuity'
    }),
    // Where loans form no files, debtors too weigh whether to enrol; where many are in distress, some leave in arrears.
    {
      'credit.fileFormation': false,
      'credit.publicity': 0.2,
      'regulation.mandatoryReporting': false,
      'repayment.meanDistress': -2,
      'needs.arrival.middle': 0.4,
    },
  ),
]

/** Members of the world that do not belong to a phase: they stand still, or follow from others. */
const FIXED = ['base', 'streams', 'structure', 'network', 'consumers', 'trace', 'tick', 'month'] as const

function state(world: World): Map<string, unknown> {
  const found = new Map<string, unknown>(COLUMNS.map((name) => [name, world.consumers[name].slice()]))
  for (const [name, value] of Object.entries(world)) {
    if (FIXED.some((fixed) => fixed === name)) continue
    // What is replaced and never changed inside is recognised by its identity.
    if (name === 'tally') found.set(name, content([world.tally.market, world.tally.cells]))
    else if (name === 'p2p' || name === 'lossEvidence') found.set(name, content(value))
    else if (name === 'journal') found.set(name, content(world.journal?.chunks.map((entries) => entries.length)))
    else if (name === 'pastMonths') found.set(name, world.pastMonths)
    else found.set(name, value)
  }
  return found
}

/** All that a value holds, as bytes. */
function content(value: unknown): Buffer {
  const arrays: Buffer[] = []
  const rest = JSON.stringify([value], (_, member) => {
    if (!ArrayBuffer.isView(member)) return member
    arrays.push(bytes(member))
    return arrays.length
  })
  return Buffer.concat([...arrays, Buffer.from(rest)])
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

function isSame(before: unknown, after: unknown): boolean {
  if (ArrayBuffer.isView(before) && ArrayBuffer.isView(after)) return bytes(before).equals(bytes(after))
  if (!Array.isArray(before) || !Array.isArray(after)) return Object.is(before, after)
  return before.length === after.length && before.every((member, k) => Object.is(member, after[k]))
}

const seen = new Map(MONTH.map(({ name }) => [name, { reads: new Set<string>(), writes: new Set<string>() }]))

/** Runs a scenario and notes what each phase looks at and what it changes. */
function watch(scenario: Scenario): void {
  const world = createWorld(scenario)
  populate(world)
  const { consumers } = world
  let reads = new Set<string>()
  const watched = { ...consumers }
  for (const name of COLUMNS) {
    Object.defineProperty(watched, name, {
      get: () => {
        reads.add(name)
        return consumers[name]
      },
    })
  }
  Object.assign(world, { consumers: watched })
  const around = (phase: Phase, run: () => void): void => {
    const { reads: of, writes } = seen.get(phase.name)!
    Object.assign(world, { consumers })
    const before = state(world)
    reads = of
    Object.assign(world, { consumers: watched })
    run()
    reads = new Set()
    Object.assign(world, { consumers })
    for (const [name, after] of state(world)) if (!isSame(before.get(name), after)) writes.add(name)
    Object.assign(world, { consumers: watched })
  }
  for (let m = 0; m < 42; m++) {
    // Every third month, and those of dated changes: looking costs more than living.
    tick(world, m % 3 === 0 || scenario.timeline.some(({ month }) => month === world.month) ? { around } : {})
    nextMonth(world)
  }
}

beforeAll(() => SCENARIOS.forEach(watch))

test('steps count up, and no two phases have one name', () => {
  expect(new Set(MONTH.map(({ name }) => name)).size).toBe(MONTH.length)
  const numbers = MONTH.map(({ step }) => step.split('.').map(Number))
  expect(numbers[0]).toEqual([1])
  for (const [k, [major, minor = 0]] of numbers.slice(1).entries()) {
    const [before, minorBefore = 0] = numbers[k]
    const isNext = major === before ? minor - minorBefore <= 1 && minor >= minorBefore : major === before + 1
    expect(isNext, MONTH[k + 1].name).toBe(true)
  }
})

describe.each(MONTH.map((phase) => [phase.name, phase] as const))('%s', (name, { reads, writes }) => {
  test('changes what it declares', () => {
    expect([...seen.get(name)!.writes].sort()).toEqual([...writes].sort())
  })

  test('looks at what it declares', () => {
    const declared = new Set<string>([...reads, ...writes])
    const looked = [...seen.get(name)!.reads].filter((column) => !writes.some((written) => written === column))
    expect(looked.sort()).toEqual([...reads].sort())
    expect(reads.filter((column) => writes.some((written) => written === column))).toEqual([])
    expect(declared.size).toBe(reads.length + writes.length)
  })
})
