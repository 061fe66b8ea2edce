/** One run: a pure function from a resolved scenario to recorded tables, events and a digest. */
import { BYTES_PER_CONSUMER } from '../agents/consumers.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type RunResult, unpacked } from './result.ts'
import { createSimulation, type SimulationOptions } from './simulation.ts'

export interface RunOptions extends SimulationOptions {
  /** Called with 0 once the world stands and after every month; `total` counts burn-in and reported months. */
  readonly onMonth?: (done: number, total: number) => void
}

/** Runs a scenario from its seed. Throws if an accounting identity breaks. */
export function runScenario(scenario: Scenario, { onMonth, ...options }: RunOptions = {}): RunResult {
  const simulation = createSimulation(scenario, options)
  const { total } = simulation
  onMonth?.(0, total)
  while (simulation.done < total) {
    simulation.step()
    onMonth?.(simulation.done, total)
  }
  return unpacked(simulation.finish())
}

/** Bytes of state that one consumer takes, by the engine's own columns. */
export function bytesPerConsumer(): number {
  return BYTES_PER_CONSUMER
}
