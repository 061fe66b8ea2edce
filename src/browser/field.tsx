/** The control that fits the type of a parameter: a slider with its number, a choice, yes or no. */
import type { JSX } from 'preact'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Parameter, ScalarParameter } from '../scenarios/parameter.ts'
import { say } from './store.ts'
import { WORDS } from './words.ts'

/** A number without tails of binary fractions. */
export const plain = (value: number): string => String(Number(value.toPrecision(6)))

export const valueText = (value: unknown): string => (typeof value === 'number' ? plain(value) : String(value))

/** Whether there is a control for it. */
export function isEditable(parameter: Parameter | undefined): parameter is ScalarParameter {
  return parameter !== undefined && ('min' in parameter || 'choices' in parameter || parameter.type === 'boolean')
}

const YES_NO: { readonly [value: string]: Bilingual } = {
  true: { en: 'yes', zh: '是' },
  false: { en: 'no', zh: '否' },
}

/** The values of what is not a number, with their names. */
export function choicesOf(parameter: Parameter | undefined): { readonly [value: string]: Bilingual } {
  return parameter?.type === 'enum' ? parameter.choices : YES_NO
}

function stepOf(type: string, min: number, max: number): number {
  if (type === 'integer') return 1
  return max - min <= 1 ? 0.005 : max - min <= 20 ? 0.05 : 1
}

/** The range of a slider: the whole range where it is of a sensible size, else up to four times the value. */
function sliderRange({ min, max }: { min: number; max: number }, usual: number): readonly [number, number] {
  if (max - min <= 2) return [min, max]
  return [min, Math.min(max, Math.max(4 * Math.abs(usual), min + 4))]
}

export interface FieldProps {
  readonly parameter: Parameter
  readonly value: string
  /** The value that the range of a slider goes by. */
  readonly usual: unknown
  readonly id: string
  /** Where no element is the label. */
  readonly label?: string
  /** Whether it has no slider. */
  readonly isExact?: boolean
  readonly isWrong: boolean
  readonly change: (value: string) => void
}

export function Field(given: FieldProps): JSX.Element | null {
  const { parameter, value, usual, id, label, isExact = false, isWrong, change } = given
  if (!isEditable(parameter)) return null
  const named = label === undefined ? { 'aria-describedby': `${id}-about` } : { 'aria-label': label }
  const onChange = (event: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }): void =>
    change(event.currentTarget.value)
  if (!('min' in parameter)) {
    const choices = choicesOf(parameter)
    return (
      <select id={id} value={value} aria-invalid={isWrong} onChange={onChange} {...named}>
        {!(value in choices) && <option value={value}>{value}</option>}
        {Object.entries(choices).map(([choice, name]) => (
          <option key={choice} value={choice}>
            {say(name)}
          </option>
        ))}
      </select>
    )
  }
  const [low, high] = sliderRange(parameter, Number(usual))
  const name = label ?? say(parameter.label)
  return (
    <div class="control">
      {!isExact && (
        <input
          type="range"
          id={id}
          min={low}
          max={high}
          step={stepOf(parameter.type, low, high)}
          value={value}
          onInput={onChange}
          {...named}
        />
      )}
      <input
        type="text"
        inputMode="decimal"
        class="exact"
        value={value}
        aria-label={isExact ? name : `${name} (${say(WORDS.value)})`}
        aria-invalid={isWrong}
        onChange={onChange}
      />
    </div>
  )
}
