/** How threads are shared out: a run a thread, and where there are fewer runs than threads, threads within each run. */
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ResourceLimits } from 'node:worker_threads'
import type { Bilingual } from '../base/vocabulary.ts'
import { CHUNK } from '../market/world.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { fitsMemory, type Sized } from './memory.ts'

/** Of threads that simulate: a month leaves more short-lived memory than V8 keeps ready by itself, and is collected too often. */
export const THREAD_LIMITS = { maxYoungGenerationSizeMb: 96 } as const
/** Of runs with so many consumers that a month takes seconds: to collect often costs nothing beside them, and each byte counts. */
const LIMITS_OF_LARGE = { maxYoungGenerationSizeMb: 16 } as const
const LARGE = 1_000_000

type Peopled = Pick<Scenario, 'population'>

export function threadLimits({ population: { consumers } }: Peopled): ResourceLimits {
  return consumers < LARGE ? THREAD_LIMITS : LIMITS_OF_LARGE
}

/** What collects the garbage of this thread between months, if it lives so many: left alone, V8 lets some 100 MB gather. */
export function collector({ population: { consumers } }: Peopled): () => void {
  if (consumers < LARGE) return () => {}
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** Within a run, a thread with fewer consumers costs more than it saves: meetings, and code that each compiles for itself. */
export const LEAST_CONSUMERS: number = 4 * CHUNK

/** Consumer-months that are worth a thread, which compiles the model for itself; and how many of them a month's lenders cost. */
const LEAST_WORK = 4_000_000
const WORK_OF_LENDERS = 15_000

/** Threads for these runs where nobody says how many: the cores, as far as each has enough to do and memory lasts. */
export function threadsFor(
  scenarios: readonly Sized[],
  cores: number = availableParallelism(),
  fits: typeof fitsMemory = fitsMemory,
): number {
  const work = scenarios.reduce((sum, { population: { consumers }, horizon: { burnIn, months } }) => {
    return sum + (burnIn + months) * (consumers + WORK_OF_LENDERS)
  }, 0)
  let threads = Math.max(1, Math.min(cores, Math.floor(work / LEAST_WORK)))
  while (threads > 1 && !fits(scenarios, threads)) threads--
  return threads
}

/** Threads that one run takes of so many. */
export function threadsWithin({ population: { consumers } }: Peopled, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(consumers / LEAST_CONSUMERS)))
}

/** Of so many threads, those for each of so many runs that go on at once. */
export function threadsEach(runs: number, threads: number): number {
  return Math.max(1, Math.floor(threads / Math.max(1, runs)))
}

/** Threads that these runs keep busy, of so many, while none of them has ended. */
export function threadsUsed(scenarios: readonly Peopled[], threads: number): number {
  if (scenarios.length >= threads) return threads
  const each = threadsEach(scenarios.length, threads)
  return scenarios.reduce((sum, scenario) => sum + threadsWithin(scenario, each), 0)
}

/** What to say where threads were asked for that have nothing to do. */
export function idleThreads(scenarios: readonly Peopled[], threads: number): Bilingual | null {
  const used = threadsUsed(scenarios, threads)
  if (used === 0 || used === threads) return null
  const least = LEAST_CONSUMERS.toLocaleString('en')
  return {
    en: `The simulation uses ${used} of ${threads} threads: a run is divided where each thread has ${least} consumers or more.`,
    zh: `模拟使用${threads}个线程中的${used}个：每个线程至少有 ${least} 名消费者时，单次运行才分给多个线程。`,
  }
}
