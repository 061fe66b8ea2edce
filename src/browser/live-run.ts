/** A run as the page follows it: a worker that lives months, and what they recorded so far, as tables that grow. */
import { type Signal, signal } from '@preact/signals'
import { JOINT_CELLS } from '../base/cells.ts'
import type { Table } from '../base/table.ts'
import type { Receipt } from '../market/trace.ts'
import { CHUNK } from '../market/world.ts'
import { RECORDED } from '../measures/records.ts'
import type { SimulationAnswer, SimulationRequest } from '../run/protocol.ts'
import { type RunResult, unpacked } from '../run/result.ts'
import type { MonthRecord } from '../run/simulation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { hire } from './crew.ts'

/** A run that is played as fast as it goes is not drawn more often: drawing takes time from living. */
const LEAST_MS_BETWEEN_DRAWINGS = 200
/** Months that are asked for at once: few, so that a change does not have to wait for many. */
const BATCH = 2

/** Needs that asked for credit and needs served, by `jointCell`. */
export type JointNeeds = MonthRecord['joint']

export interface LiveRun {
  readonly scenario: Scenario
  /** Values by path with which it differs from the scenario as it is shipped. */
  readonly set: { readonly [path: string]: string }
  readonly traced: readonly number[]
  readonly done: Signal<number>
  readonly total: number
  /** Raised when there is something new to draw. */
  readonly drawn: Signal<number>
  readonly result: Signal<RunResult | null>
  readonly failure: Signal<string>
  readonly receipts: ReadonlyMap<number, readonly Receipt[]>
  readonly events: readonly string[]
  /** Of the reported months so far, or of the burn-in before there are any. */
  readonly joint: JointNeeds
  /** The recorded tables of the months that are done. */
  readonly tables: () => readonly Table[]
  /** Lives a month, or all that are left until it is told to pause. */
  readonly step: () => void
  readonly play: () => void
  readonly pause: () => void
  readonly playing: Signal<boolean>
  /** Gives it up where it is not done. */
  readonly end: () => void
}

/** How a run is played: months a second (0 = as fast as it goes), and months between two drawings. */
export interface Pace {
  readonly speed: Signal<number>
  readonly drawEvery: Signal<number>
}

type Values = number[] | string[]

function tableStore(): {
  add: (rows: { readonly [table: string]: readonly unknown[] }) => void
  clear: () => void
  tables: () => Table[]
} {
  const empty = (): Values[][] => RECORDED.map(({ columns }) => columns.map(() => []))
  let values = empty()
  let made: Table[] | null = null
  return {
    clear: () => {
      made = null
      values = empty()
    },
    add: (rows) => {
      made = null
      for (const [k, { name }] of RECORDED.entries()) {
        const columns = rows[name] as readonly ArrayLike<number | string>[] | undefined
        if (columns === undefined) continue
        for (const [c, column] of columns.entries()) (values[k][c] as unknown[]).push(...Array.from(column))
      }
    },
    tables: () => {
      made ??= RECORDED.map((spec, k) => {
        const columns = spec.columns.map((column, c) => {
          const own = values[k][c]
          return { ...column, values: column.type === 'text' ? (own as string[]) : Float64Array.from(own as number[]) }
        })
        return { ...spec, columns, rows: values[k][0]?.length ?? 0 }
      })
      return made
    },
  }
}

/** Starts a run; it waits to be played or stepped. */
export function startRun(
  scenario: Scenario,
  set: LiveRun['set'],
  traced: readonly number[],
  { speed, drawEvery }: Pace,
): LiveRun {
  const hand = hire()
  /** Where months are asked for; null once nobody is at work on this run. */
  let port: MessagePort | null = null
  const store = tableStore()
  const receipts = new Map<number, Receipt[]>()
  const events: string[] = []
  const joint = { demanded: new Float64Array(JOINT_CELLS), served: new Float64Array(JOINT_CELLS) }
  const [done, drawn, playing] = [signal(0), signal(0), signal(false)]
  const result = signal<RunResult | null>(null)
  const failure = signal('')
  const total = scenario.horizon.burnIn + scenario.horizon.months
  /** Months that were asked for and have not come. */
  let due = 0
  let timer = 0

  const clearJoint = (): void => {
    joint.demanded.fill(0)
    joint.served.fill(0)
  }

  /** Month and time of the last drawing. */
  let [drawnTo, drawnMs] = [0, 0]
  const least = (): number => (speed.value === 0 ? LEAST_MS_BETWEEN_DRAWINGS : 0)
  const draw = (): void => {
    ;[drawnTo, drawnMs] = [done.value, performance.now()]
    drawn.value++
  }

  const post = (request: SimulationRequest): void => port?.postMessage(request)
  const ask = (months: number): void => {
    due += months
    post({ kind: 'step', months })
  }
  /** Keeps the worker busy while the run plays, at the speed that is asked for. */
  const goOn = (): void => {
    if (!playing.value || done.value + due >= total) return
    if (speed.value === 0) {
      while (due < 2 * BATCH && done.value + due < total) ask(Math.min(BATCH, total - done.value - due))
    } else if (due === 0 && timer === 0) {
      timer = window.setTimeout(() => {
        timer = 0
        if (playing.value && done.value < total) ask(1)
      }, 1000 / speed.value)
    }
  }
  const onMonth = (answer: Extract<SimulationAnswer, { kind: 'month' }>): void => {
    due--
    store.add(answer.rows)
    events.push(...answer.events)
    if (answer.month === 0) clearJoint()
    for (const name of ['demanded', 'served'] as const)
      for (const [cell, count] of answer.joint[name].entries()) joint[name][cell] += count
    done.value = answer.done
    if (done.value === total) {
      post({ kind: 'finish' })
      playing.value = false
    }
    goOn()
    if (!playing.value || (done.value >= drawnTo + drawEvery.value && performance.now() >= drawnMs + least())) draw()
  }
  /** Nobody works on this run any more. */
  const leave = (part: () => void): void => {
    playing.value = false
    window.clearTimeout(timer)
    if (port === null) return
    port.close()
    port = null
    part()
  }
  const onFailure = (why: string): void => {
    if (isAlone) {
      failure.value = why
      leave(hand.rest)
      return
    }
    // It may have been a helper. Without them the same run comes again, and fails again if it was not.
    hand.dismissHelpers()
    begin(true)
  }
  const onLost = (why: string): void => {
    failure.value = why
    leave(hand.end)
  }
  const onAnswer = (answer: SimulationAnswer): void => {
    if (answer.kind === 'month') onMonth(answer)
    else if (answer.kind === 'receipts') {
      for (const receipt of answer.receipts) {
        const own = receipts.get(receipt.consumer) ?? []
        own.push(receipt)
        receipts.set(receipt.consumer, own)
      }
    } else if (answer.kind === 'result') {
      leave(hand.rest)
      result.value = unpacked(answer.result)
      draw()
    } else if (answer.kind === 'failed') {
      onFailure(answer.error instanceof Error ? answer.error.message : String(answer.error))
    }
  }
  let isAlone = false
  /** Begins, or begins again and lives the months that were lived or asked for. */
  const begin = (alone: boolean): void => {
    isAlone = alone
    const asked = done.value + due
    store.clear()
    receipts.clear()
    events.length = 0
    clearJoint()
    done.value = due = drawnTo = 0
    port?.close()
    port = hand.open(alone, onLost)
    port.onmessage = ({ data }: MessageEvent<SimulationAnswer>) => onAnswer(data)
    post({ kind: 'start', scenario, traced })
    if (asked > 0) ask(asked)
  }
  // Of one chunk there is nothing to divide.
  begin(!hand.hasHelpers() || scenario.population.consumers <= CHUNK)
  return {
    scenario,
    set,
    traced,
    done,
    total,
    drawn,
    result,
    failure,
    receipts,
    events,
    joint,
    tables: store.tables,
    playing,
    step: () => {
      playing.value = false
      if (due === 0 && done.value < total) ask(1)
    },
    play: () => {
      playing.value = true
      goOn()
    },
    pause: () => {
      playing.value = false
      draw()
    },
    end: () => leave(hand.rest),
  }
}
