/** Left: the question, what differs from the scenario, sliders from the parameter table, policy events, guesses. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Mark } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { type Parameter, UNIT_NAMES } from '../scenarios/parameter.ts'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { Claims } from './claims.tsx'
import { base, changeOne, faults, faultText, ignored, isSmaller, listed, say, set } from './store.ts'
import { Timeline } from './timeline.tsx'
import { WORDS } from './words.ts'

/** Those that matter most, as sliders; every other stands behind the search. */
const HANDFUL: readonly string[] = [
  'credit.coverage',
  'products.differentiation',
  'products.mode',
  'pricing.aprCap',
  'credit.sharing',
  'credit.fileFormation',
  'underwriting.maxLenders',
  'population.consumers',
  'seed',
]

const MARKS: { readonly [mark in Mark]: Bilingual } = {
  paper: { en: 'from the paper', zh: '论文' },
  literature: { en: 'published', zh: '文献或统计' },
  free: { en: 'nobody knows: sweep it', zh: '未知，宜作敏感性分析' },
  design: { en: 'matter of design', zh: '设计选择' },
}

const search = signal('')

export function valueAt(scenario: Scenario, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as { [key: string]: unknown })[key], scenario)
}

/** A number without tails of binary fractions. */
const plain = (value: number): string => String(Number(value.toPrecision(6)))

function stepOf(type: string, min: number, max: number): number {
  if (type === 'integer') return 1
  return max - min <= 1 ? 0.005 : max - min <= 20 ? 0.05 : 1
}

/** The range of a slider: the whole range where it is of a sensible size, else up to four times the value. */
function sliderRange(parameter: Extract<Parameter, { min: number }>, usual: number): readonly [number, number] {
  const { min, max } = parameter
  if (max - min <= 2) return [min, max]
  return [min, Math.min(max, Math.max(4 * Math.abs(usual), min + 4))]
}

function Numeric({
  path,
  parameter,
  value,
  usual,
  id,
}: ControlProps & { parameter: Extract<Parameter, { min: number }> }): JSX.Element {
  const [low, high] = sliderRange(parameter, Number(usual))
  const step = stepOf(parameter.type, low, high)
  const isSlider = path !== 'seed'
  const onInput = (event: { readonly currentTarget: HTMLInputElement }): void =>
    changeOne(path, event.currentTarget.value || null)
  return (
    <div class="control">
      {isSlider && (
        <input
          type="range"
          id={id}
          min={low}
          max={high}
          step={step}
          value={value}
          onInput={onInput}
          aria-describedby={`${id}-about`}
        />
      )}
      <input
        type="text"
        inputMode="decimal"
        class="exact"
        value={value}
        aria-label={isSlider ? `${say(parameter.label)} (${say(WORDS.value)})` : say(parameter.label)}
        aria-invalid={faults.value[path] !== undefined}
        onChange={onInput}
      />
    </div>
  )
}

interface ControlProps {
  readonly path: string
  readonly value: string
  readonly usual: unknown
  readonly id: string
}

function Choice({
  path,
  value,
  id,
  choices,
}: ControlProps & { choices: readonly (readonly [string, Bilingual])[] }): JSX.Element {
  return (
    <select
      id={id}
      value={value}
      onChange={(event) => changeOne(path, event.currentTarget.value)}
      aria-describedby={`${id}-about`}
    >
      {choices.map(([choice, name]) => (
        <option key={choice} value={choice}>
          {say(name)}
        </option>
      ))}
    </select>
  )
}

const YES_NO: readonly (readonly [string, Bilingual])[] = [
  ['true', { en: 'yes', zh: '是' }],
  ['false', { en: 'no', zh: '否' }],
]

function rangeText(parameter: Parameter): string {
  if (!('min' in parameter)) return ''
  const unit = UNIT_NAMES[parameter.unit]
  return `[${plain(parameter.min)}, ${plain(parameter.max)}]${unit === undefined ? '' : ` ${say(unit)}`}`
}

export function Control({ path }: { path: string }): JSX.Element | null {
  const parameter = parameterAt(path)
  if (base.value === null || parameter === undefined) return null
  const usual = valueAt(base.value, path)
  const asked = set.value[path]
  const value = asked ?? (typeof usual === 'number' ? plain(usual) : String(usual))
  const id = `control-${path.replaceAll('.', '-')}`
  const props = { path, value, usual, id }
  const fault = faultText(path)
  return (
    <div class={`setting${asked === undefined ? '' : ' changed'}`}>
      <label for={path === 'seed' ? undefined : id}>{say(parameter.label)}</label>
      {asked !== undefined && (
        <button type="button" class="quiet" onClick={() => changeOne(path, null)}>
          {say(WORDS.reset)}
        </button>
      )}
      {'min' in parameter && <Numeric {...props} parameter={parameter} />}
      {parameter.type === 'boolean' && <Choice {...props} choices={YES_NO} />}
      {parameter.type === 'enum' && <Choice {...props} choices={Object.entries(parameter.choices)} />}
      {fault !== '' && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <details>
        <summary>
          <span class={`mark ${parameter.mark}`}>{say(MARKS[parameter.mark])}</span> {rangeText(parameter)}
        </summary>
        <p id={`${id}-about`}>{say(parameter.about)}</p>
        <p>
          {say(WORDS.source)}: {say(parameter.source)} <code>{path}</code>
        </p>
      </details>
    </div>
  )
}

function found(text: string): readonly string[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return PATHS.filter((path) => {
    const parameter = parameterAt(path)
    if (parameter === undefined || !['number', 'integer', 'share', 'boolean', 'enum'].includes(parameter.type))
      return false
    return [path, parameter.label.en, parameter.label.zh].some((name) => name.toLowerCase().includes(wanted))
  }).slice(0, 12)
}

function Others(): JSX.Element {
  const paths = found(search.value)
  return (
    <div class="others">
      <label for="search">{say(WORDS.others)}</label>
      <input
        id="search"
        type="search"
        placeholder={say(WORDS.searchHint)}
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value
        }}
      />
      {search.value.trim() !== '' && paths.length === 0 && <p>{say(WORDS.noneFound)}</p>}
      {paths.map((path) => (
        <Control key={path} path={path} />
      ))}
    </div>
  )
}

function Changed(): JSX.Element {
  const changed = Object.entries(set.value)
  return (
    <div class="differs">
      <h3>{say(WORDS.changed)}</h3>
      {changed.length === 0 ? (
        <p>{say(WORDS.nothing)}</p>
      ) : (
        <ul>
          {changed.map(([path, value]) => (
            <li key={path}>
              <code>{path}</code> = {value.length > 40 ? '…' : value}{' '}
              <button
                type="button"
                class="quiet"
                aria-label={`${say(WORDS.reset)} ${path}`}
                onClick={() => changeOne(path, null)}
              >
                {say(WORDS.reset)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {isSmaller.value && <p class="about">{say(WORDS.smaller)}</p>}
    </div>
  )
}

export function Story(): JSX.Element {
  const scenario = listed.value
  return (
    <section class="panel" aria-labelledby="story-title">
      <h2 id="story-title">{scenario === null ? '' : say(scenario.title)}</h2>
      {scenario !== null && <p class="question">{say(scenario.question)}</p>}
      {ignored.value.length > 0 && (
        <div class="notice" role="status">
          <b>{say(WORDS.ignored)}</b>
          <ul>
            {ignored.value.map((part) => (
              <li key={part.en}>{say(part)}</li>
            ))}
          </ul>
        </div>
      )}
      <Changed />
      <h3>{say(WORDS.settings)}</h3>
      {HANDFUL.map((path) => (
        <Control key={path} path={path} />
      ))}
      <Others />
      <Timeline />
      <Claims />
    </section>
  )
}
