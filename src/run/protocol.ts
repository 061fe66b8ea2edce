/**
 * A simulation in a worker: what it is asked and what it answers, the same on Node and in browsers. An owner that asks month by
 * month stops by not asking on; a run that is asked to finish is ended with its worker.
 */
import type { Receipt } from '../market/trace.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { PackedResult } from './result.ts'
import {
  createSimulation,
  type MonthRecord,
  restoreSimulation,
  type Simulation,
  type SimulationOptions,
  type Snapshot,
} from './simulation.ts'

export type SimulationRequest =
  /** Answered by `ready`; `traced` are slots of consumers whose receipts are told month by month. */
  | { readonly kind: 'start'; readonly scenario: Scenario; readonly traced?: readonly number[] }
  /** `scenario` where it is another one than that of the snapshot: see restoreSimulation. */
  | { readonly kind: 'restore'; readonly snapshot: Snapshot; readonly scenario?: Scenario }
  /** Answered by a `month` for each of so many months, or for those that are left. */
  | { readonly kind: 'step'; readonly months: number }
  | { readonly kind: 'snapshot' }
  /** Lives so many months, or those that are left: `ready` after each. */
  | { readonly kind: 'live'; readonly months: number }
  /** Lives all months that are left: `ready` after each, then the `result`. */
  | { readonly kind: 'finish' }

export type SimulationAnswer =
  | { readonly kind: 'ready'; readonly done: number; readonly total: number }
  | ({ readonly kind: 'month'; readonly done: number; readonly total: number } & MonthRecord)
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  /** Of the month that is answered next; none where nothing was told. */
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] }
  | { readonly kind: 'result'; readonly result: PackedResult }
  /** A broken identity, or a question out of turn. */
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Answers requests one after another by `answer`, which posts to the owner and may give `moved` away: no copy of what a
 * large run recorded fits beside its consumers. `options` are those of the simulation.
 */
export function serveSimulation(
  answer: (answer: SimulationAnswer, moved?: ArrayBuffer[]) => void,
  options: SimulationOptions = {},
): (request: SimulationRequest) => void {
  let simulation: Simulation | undefined
  let told: Receipt[] = []
  const running = (): Simulation => {
    if (simulation === undefined) throw new Error('no simulation has been started')
    return simulation
  }
  const step = (): MonthRecord => {
    const record = running().step()
    if (told.length > 0) answer({ kind: 'receipts', receipts: told })
    told = []
    return record
  }
  const traceOf = (traced: readonly number[] = []): SimulationOptions =>
    traced.length === 0 ? {} : { trace: { consumers: new Set(traced), tell: (receipt) => told.push(receipt) } }
  const ready = ({ done, total }: Simulation): void => answer({ kind: 'ready', done, total })

  const live = (months: number): void => {
    for (let month = 0; month < months && running().done < running().total; month++) {
      step()
      ready(running())
    }
  }

  function reply(request: SimulationRequest): void {
    switch (request.kind) {
      case 'start':
        told = []
        simulation = createSimulation(request.scenario, { ...options, ...traceOf(request.traced) })
        ready(simulation)
        break
      case 'restore':
        simulation = restoreSimulation(request.snapshot, options, request.scenario)
        ready(simulation)
        break
      case 'step': {
        const { total } = running()
        for (let month = 0; month < request.months && running().done < total; month++) {
          const record = step()
          answer({ kind: 'month', done: running().done, total, ...record })
        }
        break
      }
      case 'live':
        live(request.months)
        break
      case 'snapshot':
        answer({ kind: 'snapshot', snapshot: running().snapshot() })
        break
      case 'finish': {
        live(Infinity)
        const result = running().finish()
        const blocks = result.tables.flatMap(({ columns }) => columns.flat())
        answer(
          { kind: 'result', result },
          blocks.map(({ buffer }) => buffer as ArrayBuffer),
        )
        break
      }
    }
  }

  return (request) => {
    try {
      reply(request)
    } catch (error) {
      answer({ kind: 'failed', error })
    }
  }
}
