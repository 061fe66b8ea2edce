/** Runs that share their past are lived on one thread after another, which lives the past once (run/branch.ts). */
import { type SharedPast, sharedPasts } from '../run/branch.ts'
import { type RunResult, unpacked } from '../run/result.ts'
import { createSimulation, restoreSimulation, type SimulationOptions, type Snapshot } from '../run/simulation.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** A run to be made, and the months that it has in common with others. */
export interface SharingTask {
  readonly scenario: Scenario
  readonly shared?: SharedPast | undefined
}

/** Tasks that say what their runs share. */
export function sharingTasks<Task extends SharingTask>(tasks: readonly Task[]): readonly (Task & SharingTask)[] {
  const pasts = sharedPasts(tasks.map(({ scenario }) => scenario))
  return tasks.map((task, index) => ({ ...task, shared: pasts[index] }))
}

/**
 * Hands out the positions of tasks, each once: first those that share the past of the `latest`, which its thread holds, then
 * those whose past no thread has begun, in their order. Threads with nothing else to do live a past once more.
 */
export function taskQueue(
  tasks: readonly Pick<SharingTask, 'shared'>[],
): (latest: number | null) => number | undefined {
  const waiting = tasks.map((_, index) => index)
  const begun = new Set<string>()
  return (latest) => {
    const held = latest === null ? undefined : tasks[latest].shared?.key
    const isHeld = (index: number): boolean => held !== undefined && tasks[index].shared?.key === held
    const isNew = (index: number): boolean => !begun.has(tasks[index].shared?.key ?? '')
    const place = Math.max(0, [waiting.findIndex(isHeld), waiting.findIndex(isNew)].find((found) => found >= 0) ?? 0)
    const [index] = waiting.splice(place, 1) as (number | undefined)[]
    const key = index === undefined ? undefined : tasks[index].shared?.key
    if (key !== undefined) begun.add(key)
    return index
  }
}

/** Makes runs one after another, and lives what several share once: it holds the latest past that another may share. */
export function sharer(
  onMonths: (count: number) => void,
): (task: SharingTask, options: SimulationOptions) => RunResult {
  let held: { readonly key: string; readonly snapshot: Snapshot } | null = null
  return ({ scenario, shared }, options) => {
    if (held !== null && held.key !== shared?.key) held = null
    const simulation =
      held === null ? createSimulation(scenario, options) : restoreSimulation(held.snapshot, options, scenario)
    if (simulation.done > 0) onMonths(simulation.done)
    while (simulation.done < simulation.total) {
      if (held === null && simulation.done === shared?.done) held = { key: shared.key, snapshot: simulation.snapshot() }
      simulation.step()
      onMonths(1)
    }
    return unpacked(simulation.finish())
  }
}
