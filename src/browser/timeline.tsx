/** Policy events: dated changes whose months can be moved, by mouse or by keyboard. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import type { DatedChange } from '../scenarios/scenario.ts'
import { base, changeOne, current, faultText, say, set } from './store.ts'
import { WORDS } from './words.ts'

const PATH = 'timeline'
const fresh = { path: signal('credit.coverage'), value: signal('0.9'), month: signal(24) }

const DATED = PATHS.filter((path) => {
  const parameter = parameterAt(path)
  return parameter?.dated === true && ['number', 'integer', 'share'].includes(parameter.type)
})

/** The events as they are asked for; what cannot be read is told where the values are checked. */
function events(): readonly DatedChange[] {
  const asked = set.value[PATH]
  if (asked === undefined) return base.value?.timeline ?? []
  try {
    const read: unknown = JSON.parse(asked)
    return Array.isArray(read) ? (read as DatedChange[]) : []
  } catch {
    return []
  }
}

function write(changed: readonly DatedChange[]): void {
  const isShipped = JSON.stringify(changed) === JSON.stringify(base.value?.timeline ?? [])
  changeOne(PATH, isShipped ? null : JSON.stringify(changed))
}

function nameOf({ set: values }: DatedChange): string {
  return Object.entries(values)
    .map(([path, value]) => `${say(parameterAt(path)?.label ?? { en: path, zh: path })} → ${value}`)
    .join('; ')
}

function Event({
  all,
  at,
  months,
  burnIn,
}: {
  all: readonly DatedChange[]
  at: number
  months: number
  burnIn: number
}): JSX.Element {
  const event = all[at]
  const move = (month: number): void => write(all.map((one, k) => (k === at ? { ...one, month } : one)))
  const label = `${nameOf(event)}: ${say(WORDS.month)}`
  return (
    <li>
      <span>{nameOf(event)}</span>
      <div class="control">
        <input
          type="range"
          min={-burnIn}
          max={months - 1}
          value={event.month}
          aria-label={label}
          data-event={at}
          onInput={(change) => move(Number(change.currentTarget.value))}
        />
        <output>
          {say(WORDS.month)} {event.month}
        </output>
        <button
          type="button"
          class="quiet"
          onClick={() => write(all.filter((_, k) => k !== at))}
          aria-label={`${say(WORDS.remove)} ${nameOf(event)}`}
        >
          {say(WORDS.remove)}
        </button>
      </div>
    </li>
  )
}

function NewEvent({ all }: { all: readonly DatedChange[] }): JSX.Element {
  const { path, value, month } = fresh
  return (
    <div class="new-event">
      <select
        aria-label={say(WORDS.setting)}
        value={path.value}
        onChange={(event) => {
          path.value = event.currentTarget.value
        }}
      >
        {DATED.map((one) => (
          <option key={one} value={one}>
            {say(parameterAt(one)!.label)}
          </option>
        ))}
      </select>
      <input
        type="text"
        class="exact"
        aria-label={say(WORDS.value)}
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value
        }}
      />
      <input
        type="number"
        class="exact"
        aria-label={say(WORDS.month)}
        value={month.value}
        onInput={(event) => {
          month.value = Number(event.currentTarget.value)
        }}
      />
      <button
        type="button"
        onClick={() => write([...all, { month: month.value, set: { [path.value]: Number(value.value) } }])}
      >
        {say(WORDS.add)}
      </button>
    </div>
  )
}

export function Timeline(): JSX.Element {
  const all = events()
  const horizon = current.value?.scenario.horizon ?? base.value?.horizon ?? { months: 60, burnIn: 24 }
  const fault = faultText(PATH)
  return (
    <div class="timeline">
      <h3>{say(WORDS.timeline)}</h3>
      {all.length === 0 ? (
        <p>{say(WORDS.noEvents)}</p>
      ) : (
        <ul>
          {all.map((_, at) => (
            <Event key={at} all={all} at={at} {...horizon} />
          ))}
        </ul>
      )}
      {fault !== '' && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <NewEvent all={all} />
    </div>
  )
}
