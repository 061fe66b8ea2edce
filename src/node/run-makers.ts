/** The three ways in which commands make runs, with their progress. If threads have nothing to do, a note says so, once. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { PlannedRun } from '../experiments/runs.ts'
import type { RunResult } from '../run/result.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type KeptRun, type MadeRuns, runMissing } from './kept-runs.ts'
import { say } from './language.ts'
import type { RedisPlace } from './machines/redis.ts'
import { checkMemory } from './memory.ts'
import { type Progress, startProgress } from './progress.ts'
import type { ResultsFolder } from './results-folder.ts'
import { type RunRecord, simulateMany } from './run-pool.ts'
import { type Course, simulate } from './simulate.ts'
import { idleThreads, threadsWithin } from './thread-plan.ts'

export interface RunMakers {
  /** One run with all that it recorded. */
  readonly one: (scenario: Scenario) => Promise<RunResult>
  /** All runs of a plan in its order, in memory. */
  readonly many: (plan: readonly PlannedRun[]) => Promise<RunRecord[]>
  /** The runs of a plan that the store of a folder lacks; progress says `what` is done. */
  readonly intoStore: (held: ResultsFolder, plan: readonly KeptRun[], what?: Bilingual) => Promise<MadeRuns>
}

/** `course` says where the one run begins and when its state is handed out; workers at `queue` make runs that are kept. */
export function runMakers(threads: number, quiet: boolean, course: Course = {}, queue?: RedisPlace): RunMakers {
  let told = quiet
  const noteIdle = (scenarios: readonly Scenario[]): void => {
    const note = told ? null : idleThreads(scenarios, threads)
    if (note === null) return
    told = true
    process.stderr.write(`${say({ en: 'Note: ', zh: '注：' })}${say(note)}\n`)
  }
  const shown = <T>(what: Bilingual, make: (update: Progress['update']) => Promise<T>): Promise<T> => {
    const progress = startProgress(what, 'months', quiet)
    return make(progress.update).finally(() => progress.stop())
  }
  const runsText = ({ length }: readonly unknown[]): Bilingual => {
    return { en: `Simulating ${length} runs`, zh: `模拟${length}次运行` }
  }
  return {
    one: (scenario) => {
      checkMemory([scenario], 1)
      noteIdle([scenario])
      const within = threadsWithin(scenario, threads)
      return shown({ en: 'Simulating', zh: '模拟' }, (update) => simulate(scenario, update, within, course))
    },
    many: (plan) => {
      checkMemory(
        plan.map(({ scenario }) => scenario),
        threads,
      )
      noteIdle(plan.map(({ scenario }) => scenario))
      return shown(runsText(plan), (update) => simulateMany(plan, threads, update))
    },
    intoStore: async (held, plan, what = runsText(plan)) => {
      if (queue !== undefined) {
        const { queueMissing } = await import('./machines/queue.ts')
        return shown(what, (update) => queueMissing(held, plan, queue, update))
      }
      checkMemory(
        plan.map(({ scenario }) => scenario),
        threads,
      )
      noteIdle(plan.map(({ scenario }) => scenario))
      return shown(what, (update) => runMissing(held, plan, threads, update))
    },
  }
}
