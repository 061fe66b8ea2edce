/** Left: the question, the arms, what differs from the scenario, sliders from the parameter table, policy events, guesses. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Mark } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { grouped } from '../measures/headline.ts'
import { type Parameter, UNIT_NAMES } from '../scenarios/parameter.ts'
import { PATHS, parameterAt } from '../scenarios/parameters.ts'
import { valueAt } from '../scenarios/with-values.ts'
import { Field, isEditable, plain, valueText } from './field.tsx'
import { later } from './later.ts'
import { USUAL_CONSUMERS } from './limits.ts'
import { base, changeOne, colon, faults, faultText, ignored, isSmaller, listed, say, set, story } from './store.ts'
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
  const id = `control-${path.replaceAll('.', '-')}`
  const fault = faultText(path)
  return (
    <div class={`setting${asked === undefined ? '' : ' changed'}`}>
      <label for={path === 'seed' ? undefined : id}>{say(parameter.label)}</label>
      {asked !== undefined && (
        <button type="button" class="quiet" onClick={() => changeOne(path, null)}>
          {say(WORDS.reset)}
        </button>
      )}
      <Field
        parameter={parameter}
        value={asked ?? valueText(usual)}
        usual={usual}
        id={id}
        isExact={path === 'seed'}
        isWrong={faults.value[path] !== undefined}
        change={(value) => changeOne(path, value || null)}
      />
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
          {say(WORDS.source) + colon() + say(parameter.source)} <code>{path}</code>
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
    if (!isEditable(parameter)) return false
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
      {isSmaller.value && (
        <p class="about">
          {say({
            en: `The page starts with ${grouped(USUAL_CONSUMERS)} consumers, so that it answers at once.`,
            zh: `本页默认模拟${grouped(USUAL_CONSUMERS)}名消费者，以便即时响应。`,
          })}
        </p>
      )}
    </div>
  )
}

export function Story(): JSX.Element {
  const scenario = listed.value
  const more = later.value
  return (
    <section class="panel" aria-labelledby="story-title">
      <h2 id="story-title">{scenario === null ? '' : say(scenario.title)}</h2>
      {story.value !== null && <p class="question">{say(story.value.question)}</p>}
      {more !== null && <more.Arms />}
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
      {more !== null && <more.Timeline />}
      {more !== null && <more.Claims />}
    </section>
  )
}
