/** Stand-ins that make each run and each drawing once, in this process, and remember it. */
import { summaryOf } from '../../src/experiments/runs.ts'
import type { Render } from '../../src/node/chart-files.ts'
import type * as chartThreads from '../../src/node/chart-threads.ts'
import type { ProcessIdentity } from '../../src/node/process-identity.ts'
import { type RenderedChart, renderChart } from '../../src/node/render.ts'
import type * as runPools from '../../src/node/run-pool.ts'
import type { RunResult } from '../../src/run/result.ts'
import { runScenario } from '../../src/run/run.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'

const results = new Map<string, RunResult>()

function resultOf(scenario: Scenario): RunResult {
  const key = JSON.stringify(scenario)
  const result = results.get(key) ?? runScenario(scenario)
  results.set(key, result)
  return result
}

export const simulation = {
  simulate: async (scenario: Scenario): Promise<RunResult> => resultOf(scenario),
}

const records = new Map<string, runPools.RunRecord>()

function recordOf({ scenario, keepEvents }: runPools.Task): runPools.RunRecord {
  const key = JSON.stringify([scenario, keepEvents])
  const result = resultOf(scenario)
  const record = records.get(key) ?? { ...summaryOf(scenario, result), events: keepEvents ? result.events : null }
  records.set(key, record)
  return record
}

export const pool: Pick<typeof runPools, 'monthsOf' | 'runPool' | 'simulateMany'> = {
  monthsOf: () => 1,
  runPool: async (tasks, _threads, { onResult }) => {
    for (const [index, task] of tasks.entries()) onResult(index, recordOf(task))
  },
  simulateMany: async (plan) => {
    return plan.map(({ scenario, replication }) => recordOf({ scenario, keepEvents: replication === 0 }))
  },
}

const drawn = new Map<string, Promise<RenderedChart>>()

const render: Render = (spec, pictures) => {
  const key = JSON.stringify([spec, pictures])
  const found = drawn.get(key) ?? renderChart(spec, pictures)
  drawn.set(key, found)
  return found
}

export const drawers: Pick<typeof chartThreads, 'chartThreads' | 'drawingThreads'> = {
  drawingThreads: () => 1,
  chartThreads: () => ({ render, prepare: () => {}, end: () => {} }),
}

let generation = 1

/** What was locked before was locked by a process that runs no more. */
export function nextProcess(): void {
  generation++
}

export const identity = {
  thisProcess: (): ProcessIdentity => ({ host: 'here', machine: '', pid: generation, started: '' }),
  mayRun: ({ host, pid }: ProcessIdentity): boolean => host !== 'here' || pid === generation,
}
