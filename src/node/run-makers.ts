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
import { idleThreads, threadsFor, threadsWithin } from './thread-plan.ts'

export interface RunMakers {
  /** One run with all that it recorded. */
  readonly one: (scenario: Scenario) => Promise<RunResult>
  /** All runs of a plan in its order, in memory. */
  readonly many: (plan: readonly PlannedRun[]) => Promise<RunRecord[]>
  /** The runs of a plan that the store of a folder lacks; progress says `what` is done. */
  readonly intoStore: (held: ResultsFolder, plan: readonly KeptRun[], what?: Bilingual) => Promise<MadeRuns>
}

/**
 * `asked` threads make them, as many as suit the runs where it is null; `course` says where the one run begins and when its
 * state is handed out; workers at `queue` make runs that are kept.
 */
export function runMakers(asked: number | null, quiet: boolean, course: Course = {}, queue?: RedisPlace): RunMakers {
  let told = quiet || asked === null
  /** Threads for these runs; notes those that were asked for and have nothing to do. */
  const threadsOf = (scenarios: readonly Scenario[]): number => {
    if (asked === null) return threadsFor(scenarios)
    const note = told ? null : idleThreads(scenarios, asked)
    if (note !== null) {
      told = true
      process.stderr.write(`${say({ en: 'Note: ', zh: '注：' })}${say(note)}\n`)
    }
    return asked
  }
  const threadsThatFit = (plan: readonly PlannedRun[]): number => {
    const scenarios = plan.map(({ scenario }) => scenario)
    const threads = threadsOf(scenarios)
    checkMemory(scenarios, threads)
    return threads
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
      const within = threadsWithin(scenario, threadsOf([scenario]))
      return shown({ en: 'Simulating', zh: '模拟' }, (update) => simulate(scenario, update, within, course))
    },
    many: (plan) => {
      const threads = threadsThatFit(plan)
      return shown(runsText(plan), (update) => simulateMany(plan, threads, update))
    },
    intoStore: async (held, plan, what = runsText(plan)) => {
      if (queue !== undefined) {
        const { queueMissing } = await import('./machines/queue.ts')
        return shown(what, (update) => queueMissing(held, plan, queue, update))
      }
      const threads = threadsThatFit(plan)
      return shown(what, (update) => runMissing(held, plan, threads, update))
    },
  }
}
