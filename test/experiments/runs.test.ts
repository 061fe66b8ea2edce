import { expect, test } from 'vitest'
import { plannedRuns, summaryOf } from '../../src/experiments/runs.ts'
import { replicationSeed } from '../../src/random/replication.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { withValue } from '../../src/scenarios/timeline.ts'
import { memoryFiles } from '../scenarios/memory-files.ts'

const TEXT = `name: a
population: { consumers: 500 }
horizon: { burnIn: 3, months: 6 }
experiment:
  arms:
    asIs: {}
    wide: { set: { credit.coverage: 1 } }
`
const { scenario, experiment } = loadScenario('a.yaml', memoryFiles({ 'a.yaml': TEXT }), [])
const arms = experiment!.arms

test('arms take turns and share their seeds', () => {
  const plan = plannedRuns(arms, 3)
  expect(plan.map(({ arm, replication }) => `${arm} ${replication}`)).toEqual([
    'asIs 0',
    'wide 0',
    'asIs 1',
    'wide 1',
    'asIs 2',
    'wide 2',
  ])
  for (const { replication, scenario: own } of plan) expect(own.seed).toBe(replicationSeed(2023, replication))
  expect(plan[1].scenario.credit.coverage).toBe(1)
})

test('more arms and more replications leave the runs there were', () => {
  const small = plannedRuns(arms.slice(0, 1), 2)
  const large = plannedRuns(arms, 5)
  for (const run of small) expect(large).toContainEqual(run)
})

test('the first replication of the arm that changes nothing is the run of the scenario', () => {
  const [first] = plannedRuns(arms, 2)
  const plain = runScenario(scenario)
  const summary = summaryOf(first.scenario, runScenario(first.scenario))
  expect(summary.digest).toBe(plain.digest)
  expect(summary.seed).toBe(2023)
  expect(summary.series.months).toEqual([0, 1, 2, 3, 4, 5])
})

test('a replication is the run under its seed, and no other', () => {
  const [, , second] = plannedRuns(arms, 2)
  const alone = withValue(scenario, 'seed', replicationSeed(2023, 1))
  expect(runScenario(second.scenario).digest).toBe(runScenario(alone).digest)
  expect(runScenario(second.scenario).digest).not.toBe(runScenario(scenario).digest)
})
