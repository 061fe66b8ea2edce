/** Stand-ins that make each run and each drawing once, in this process, and remember it. */
import type { Chart } from '../../src/charts/chart.ts'
import { summaryOf } from '../../src/experiments/runs.ts'
import type * as chartFiles from '../../src/node/chart-files.ts'
import type { ProcessIdentity } from '../../src/node/process-identity.ts'
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

const drawn = new Map<string, chartFiles.DrawnChart>()

export function charts(original: typeof chartFiles): typeof chartFiles {
  return {
    ...original,
    drawChart: async (chart: Chart) => {
      const key = JSON.stringify(chart)
      const found = drawn.get(key) ?? (await original.drawChart(chart))
      drawn.set(key, found)
      return found
    },
  }
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
