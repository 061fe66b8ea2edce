/** Stepping, taking and restoring the state: the same run by another road. */
import { describe, expect, test } from 'vitest'
import { CONSUMER } from '../../src/agents/consumers.ts'
import { JOINT_GROUPINGS, type JointGrouping, jointCodes } from '../../src/base/cells.ts'
import type { Table } from '../../src/base/table.ts'
import type { Trace } from '../../src/market/trace.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { bytesPerConsumer, runScenario } from '../../src/run/run.ts'
import { createSimulation, restoreSimulation, type Simulation } from '../../src/run/simulation.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { horizon, type Recipe, scenarioWith, size } from '../verification/market.ts'

type Traced = Parameters<Trace['tell']>[0]

const sum = (numbers: Float64Array): number => numbers.reduce((all, one) => all + one, 0)
const columnOf = (table: Table, column: string): Table['columns'][number]['values'] =>
  table.columns.find(({ name }) => name === column)!.values

/** A market so small does little else than survey them. */
const fewShoppers: Recipe = ({ pricing }) => {
  pricing.shopperSample = 64
}
const market = (...recipes: Recipe[]): Scenario =>
  Object.values(MECHANISMS).reduce(
    (latest, { on }) => withValues(latest, on),
    scenarioWith(size(120, 6), horizon(3, 6), fewShoppers, ...recipes),
  )
const SCENARIOS: readonly (readonly [string, Scenario])[] = [
  [
    'every mechanism, a panel, dated changes',
    market((draft) => {
      draft.outputs.panel = 0.5
      draft.needs.arrival.middle = 0.3
      draft.timeline = [
        { month: 3, set: { 'credit.coverage': 0.9 } },
        { month: 5, set: { 'pricing.aprCap': 0.2, 'credit.recordMonths': 0 } },
      ]
    }),
  ],
  [
    'every mechanism, all adults',
    market(({ population }) => {
      population.ages = 'population'
    }),
  ],
  ['the plain market', scenarioWith(size(150, 7), horizon(3, 9), fewShoppers)],
]

function finish(simulation: Simulation): string {
  while (simulation.done < simulation.total) simulation.step()
  return simulation.finish().digest
}

describe.each(SCENARIOS)('%s', (_, scenario) => {
  const { digest, tables, events } = runScenario(scenario)

  test('goes on from a snapshot of any month to the same digest, as often as one likes', () => {
    const simulation = createSimulation(scenario)
    for (const at of [0, Math.floor((2 * simulation.total) / 3), simulation.total]) {
      while (simulation.done < at) simulation.step()
      const snapshot = simulation.snapshot()
      const text = JSON.stringify(snapshot.state.industry)
      expect([at, finish(restoreSimulation(snapshot))]).toEqual([at, digest])
      expect(JSON.stringify(snapshot.state.industry)).toBe(text)
    }
    const snapshot = createSimulation(scenario).snapshot()
    expect([0, 1].map(() => finish(restoreSimulation(snapshot)))).toEqual([digest, digest])
    expect(simulation.finish().digest).toBe(digest)
  })

  test('a month returns the rows and the events that it recorded, in order', () => {
    const simulation = createSimulation(scenario)
    const months = Array.from({ length: simulation.total }, () => simulation.step())
    expect(months.map(({ month }) => month)).toEqual(
      Array.from({ length: simulation.total }, (__, k) => k - scenario.horizon.burnIn),
    )
    for (const { name, columns, rows } of tables) {
      if (rows === 0 || !columns.some((column) => column.name === 'month') || name === 'loans') continue
      for (const [k, { values }] of columns.entries()) {
        expect(months.flatMap((month) => [...month.rows[name][k]])).toEqual([...values])
      }
    }
    const groups = tableNamed(tables, 'groups')
    const [ofMonth, grouping, group] = ['month', 'grouping', 'group'].map((name) => columnOf(groups, name))
    const of = { demanded: columnOf(groups, 'demanded'), served: columnOf(groups, 'served') }
    for (let row = 0; row < groups.rows; row++) {
      const named = grouping[row] as JointGrouping
      if (!JOINT_GROUPINGS.includes(named)) continue
      const { joint } = months[Number(ofMonth[row]) + scenario.horizon.burnIn]
      for (const name of ['demanded', 'served'] as const) {
        const margin = joint[name].filter((__, cell) => jointCodes(cell)[named] === group[row])
        expect(sum(margin)).toBe(of[name][row])
      }
    }
    expect(sum(of.served as Float64Array)).toBeGreaterThan(0)
    // The first event founds the industry, before the first month.
    expect(months.flatMap((month) => month.events)).toEqual(events.slice(1))
  })
})

test('consumers may live in shared memory', () => {
  const [, scenario] = SCENARIOS[2]
  const memory = new SharedArrayBuffer(bytesPerConsumer() * scenario.population.consumers)
  const simulation = createSimulation(scenario, { memory })
  const digest = finish(simulation)
  expect(digest).toBe(runScenario(scenario).digest)
  expect(new Uint8Array(memory).some((byte) => byte !== 0)).toBe(true)
  expect(simulation.snapshot().memory.byteLength).toBe(memory.byteLength)
  expect(Object.keys(CONSUMER).length).toBeGreaterThan(40)
})

test('a trace tells what the panel records, and changes nothing', () => {
  const [, scenario] = SCENARIOS[0]
  const told: Traced[] = []
  const consumers = new Set(Array.from({ length: scenario.population.consumers }, (_, consumer) => consumer))
  const { digest, tables } = runScenario(scenario, { trace: { consumers, tell: (decision) => told.push(decision) } })
  expect(digest).toBe(runScenario(scenario).digest)
  const applications = told.filter((one) => one.kind === 'application')
  const panel = tables.find(({ name }) => name === 'applications')!
  const granted = (product: string, apr: number, grantedFen: number): string => `${product} ${apr} ${grantedFen}`
  const traced = new Set(applications.map((one) => granted(one.product, one.aprBp / 10000, one.grantedFen)))
  expect(panel.rows).toBeGreaterThan(20)
  for (let row = 0; row < panel.rows; row++) {
    const [product, apr, fen] = ['product', 'apr', 'granted'].map(
      (name) => panel.columns.find((column) => column.name === name)!.values[row],
    )
    if (!Number.isNaN(apr))
      expect(traced).toContain(granted(String(product), Number(apr), Math.round(100 * Number(fen))))
  }
  const considered = told.filter((one) => one.kind === 'consideration')
  for (const { offers } of considered) {
    expect(offers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    expect(offers.every(({ utility }) => Number.isFinite(utility))).toBe(true)
  }
  // Who applies has considered, and thought it better than not to borrow.
  const eager = new Set(considered.filter(({ surplus }) => surplus > 0).map((one) => `${one.month} ${one.consumer}`))
  expect(applications.every((one) => eager.has(`${one.month} ${one.consumer}`))).toBe(true)
})

test('two simulations that take turns do not disturb each other', () => {
  const pair = SCENARIOS.slice(0, 2).map(([, scenario]) => createSimulation(scenario))
  while (pair.some(({ done, total }) => done < total)) {
    for (const simulation of pair) if (simulation.done < simulation.total) simulation.step()
  }
  expect(pair.map((simulation) => simulation.finish().digest)).toEqual(
    SCENARIOS.slice(0, 2).map(([, scenario]) => runScenario(scenario).digest),
  )
})

test('months that are not done, or are, and snapshots of another version are refused', () => {
  const [, scenario] = SCENARIOS[2]
  const simulation = createSimulation(scenario)
  expect(() => simulation.finish()).toThrow('12 months are not done')
  finish(simulation)
  expect(() => simulation.step()).toThrow('all 12 months are done')
  expect(() => restoreSimulation({ ...simulation.snapshot(), version: 0 })).toThrow('of version 0')
})
