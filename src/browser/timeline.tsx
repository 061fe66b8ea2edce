/** Policy events: dated changes whose months and values can be changed, by mouse or by keyboard. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import type { DatedChange } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import { choicesOf, Field, isEditable, valueText } from './field.tsx'
import { base, changeOne, colon, current, faultText, monthName, say, set } from './store.ts'
import { WORDS } from './words.ts'

const PATH = 'timeline'
const fresh = { path: signal('credit.coverage'), value: signal('0.9'), month: signal(24) }

const DATED = PATHS.filter((path) => {
  const parameter = parameterAt(path)
  return parameter?.dated === true && isEditable(parameter)
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

/** What was typed, as an event holds it; what is none of the kind stays a text, and is explained. */
function typedValue(path: string, text: string): DatedChange['set'][string] {
  const parameter = parameterAt(path)
  if (parameter?.type === 'boolean') return text === 'true'
  const isNumber = parameter !== undefined && 'min' in parameter && text.trim() !== '' && Number.isFinite(Number(text))
  return isNumber ? Number(text) : text
}

const labelOf = (path: string): string => say(parameterAt(path)?.label ?? { en: path, zh: path })

function nameOf({ set: values }: DatedChange): string {
  return Object.entries(values)
    .map(([path, value]) => {
      const name = typeof value === 'number' ? undefined : choicesOf(parameterAt(path))[String(value)]
      return `${labelOf(path)} → ${name === undefined ? valueText(value) : say(name)}`
    })
    .join(say({ en: '; ', zh: '；' }))
}

function Fault({ text }: { text: string }): JSX.Element | null {
  return text === '' ? null : (
    <p class="fault" role="alert">
      {text}
    </p>
  )
}

function Value(given: {
  readonly path: string
  readonly value: DatedChange['set'][string]
  readonly place: string
  readonly change: (value: DatedChange['set'][string]) => void
}): JSX.Element {
  const { path, value, place, change } = given
  const parameter = parameterAt(path)
  const fault = faultText(PATH, (at) => at === place)
  return (
    <div class="setting">
      <span>{labelOf(path)}</span>
      {parameter !== undefined && (
        <Field
          parameter={parameter}
          value={valueText(value)}
          usual={valueAt(base.value!, path)}
          id={place.replaceAll('.', '-')}
          label={labelOf(path)}
          isWrong={fault !== ''}
          change={(text) => change(typedValue(path, text))}
        />
      )}
      <Fault text={fault} />
    </div>
  )
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
  const { note = '' } = event
  const alter = (change: Partial<DatedChange>): void =>
    write(all.map((one, k) => (k === at ? { ...one, ...change } : one)))
  const place = `${PATH}.${at}.`
  const values = Object.entries(event.set)
  const isOther = (path: string): boolean =>
    path.startsWith(place) && values.every(([key]) => path !== `${place}set.${key}`)
  return (
    <li>
      <b>{typeof note === 'string' ? note : say(note)}</b>
      <div class="control">
        <input
          type="range"
          min={-burnIn}
          max={months - 1}
          value={event.month}
          aria-label={`${nameOf(event)}${colon()}${say(WORDS.month)}`}
          data-event={at}
          onInput={(change) => alter({ month: Number(change.currentTarget.value) })}
        />
        <output>{monthName(event.month)}</output>
        <button
          type="button"
          class="quiet"
          onClick={() => write(all.filter((_, k) => k !== at))}
          aria-label={`${say(WORDS.remove)} ${nameOf(event)}`}
        >
          {say(WORDS.remove)}
        </button>
      </div>
      <Fault text={faultText(PATH, isOther)} />
      {values.map(([path, value]) => (
        <Value
          key={path}
          path={path}
          value={value}
          place={`${place}set.${path}`}
          change={(changed) => alter({ set: { ...event.set, [path]: changed } })}
        />
      ))}
    </li>
  )
}

function NewEvent({ all }: { all: readonly DatedChange[] }): JSX.Element | null {
  const { path, value, month } = fresh
  const usual = base.value === null ? undefined : valueAt(base.value, path.value)
  return (
    <div class="new-event">
      <select
        aria-label={say(WORDS.setting)}
        value={path.value}
        onChange={({ currentTarget }) => {
          path.value = currentTarget.value
          value.value = base.value === null ? '' : valueText(valueAt(base.value, path.value))
        }}
      >
        {DATED.map((one) => (
          <option key={one} value={one}>
            {labelOf(one)}
          </option>
        ))}
      </select>
      <Field
        parameter={parameterAt(path.value)!}
        value={value.value}
        usual={usual}
        id="new-value"
        label={say(WORDS.value)}
        isWrong={false}
        change={(text) => {
          value.value = text
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
        onClick={() =>
          write([...all, { month: month.value, set: { [path.value]: typedValue(path.value, value.value) } }])
        }
      >
        {say(WORDS.add)}
      </button>
    </div>
  )
}

export function Timeline(): JSX.Element {
  const all = events()
  const horizon = current.value?.scenario.horizon ?? base.value?.horizon ?? { months: 60, burnIn: 24 }
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
      <Fault text={faultText(PATH, (path) => !all.some((_, at) => path.startsWith(`${PATH}.${at}.`)))} />
      <NewEvent all={all} />
    </div>
  )
}
