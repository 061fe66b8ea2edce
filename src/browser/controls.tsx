/** The head of the page: play and pace, pin, what to take away, and the digest with how to check it. */
import { type Signal, signal } from '@preact/signals'
import type { JSX } from 'preact'
import { commandOf } from './address.ts'
import { copy } from './files.ts'
import * as store from './store.ts'
import { say } from './store.ts'
import { WORDS } from './words.ts'

const copied = signal('')

/** The command that makes this run. */
export function command(): string {
  const run = store.current.value
  return commandOf(store.listed.value?.file ?? '', store.toldSet(run?.set ?? {}))
}

/** A scenario file that extends the one that is shown. */
export function yaml(): string {
  const run = store.current.value
  const lines: string[] = []
  let open: readonly string[] = []
  for (const [path, value] of Object.entries(store.toldSet(run?.set ?? {})).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const steps = path.split('.')
    const groups = steps.slice(0, -1)
    const shared = groups.findIndex((group, k) => open[k] !== group)
    for (let k = shared < 0 ? groups.length : shared; k < groups.length; k++)
      lines.push(`${'  '.repeat(k)}${groups[k]}:`)
    lines.push(`${'  '.repeat(groups.length)}${steps.at(-1)}: ${value}`)
    open = groups
  }
  const { name = '', file = '' } = store.listed.value ?? {}
  return [`name: my-${name}`, `extends: ${file}`, ...lines, ''].join('\n')
}

async function take(what: string, text: string): Promise<void> {
  copied.value = (await copy(text)) ? what : ''
  if (copied.value === '') window.prompt(what, text)
}

type Choice = readonly [value: number, text: string]

function Pace(given: {
  readonly label: string
  readonly value: Signal<number>
  readonly choices: readonly Choice[]
}): JSX.Element {
  const { label, value, choices } = given
  return (
    <label>
      {label}
      <select
        value={value.value}
        onChange={(event) => {
          value.value = Number(event.currentTarget.value)
        }}
      >
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

function Player(): JSX.Element | null {
  const run = store.current.value
  if (run === null) return null
  const { burnIn } = run.scenario.horizon
  const month = run.done.value - burnIn
  const isDone = run.done.value === run.total
  const shown = isDone ? say(WORDS.finished) : month < 0 ? `${say(WORDS.burnIn)} −${-month}` : store.monthName(month)
  return (
    <div class="player" role="group" aria-label={say(WORDS.play)}>
      <button
        type="button"
        id="play"
        class="main"
        onClick={() => (isDone ? store.restart() : run.playing.value ? run.pause() : run.play())}
      >
        {isDone ? `↺ ${say(WORDS.restart)}` : run.playing.value ? `❚❚ ${say(WORDS.pause)}` : `▶ ${say(WORDS.play)}`}
      </button>
      <button type="button" id="step" disabled={isDone} onClick={run.step}>
        {say(WORDS.step)}
      </button>
      <Pace
        label={say(WORDS.speed)}
        value={store.speed}
        choices={[[0, say(WORDS.fast)], ...[1, 4, 12].map((n): Choice => [n, `${n} ${say(WORDS.perSecond)}`])]}
      />
      <Pace
        label={say(WORDS.draw)}
        value={store.drawEvery}
        choices={[1, 3, 6, 12].map((n): Choice => [n, `${n} ${say(WORDS.months)}`])}
      />
      <progress max={run.total} value={run.done.value} aria-label={shown} />
      <span class="month" id="month">
        {shown}
      </span>
    </div>
  )
}

function Taking(): JSX.Element {
  const isPinned = store.pinned.value !== null
  return (
    <div class="taking">
      <button type="button" id="pin" aria-pressed={isPinned} onClick={() => (isPinned ? store.unpin() : store.pin())}>
        {say(isPinned ? WORDS.unpin : WORDS.pin)}
      </button>
      <button type="button" id="copy-command" onClick={() => void take('command', command())}>
        {say(copied.value === 'command' ? WORDS.copied : WORDS.copyCommand)}
      </button>
      <button type="button" id="copy-yaml" onClick={() => void take('yaml', yaml())}>
        {say(copied.value === 'yaml' ? WORDS.copied : WORDS.copyYaml)}
      </button>
      <button type="button" id="copy-link" onClick={() => void take('link', new URL(store.link(), location.href).href)}>
        {say(copied.value === 'link' ? WORDS.copied : WORDS.copyLink)}
      </button>
    </div>
  )
}

export function Digest(): JSX.Element | null {
  const result = store.current.value?.result.value
  if (result == null) return null
  return (
    <p class="digest">
      {say(WORDS.digest)} <code id="digest">{result.digest}</code>
      <br />
      {say(WORDS.check)} <code id="command">{command()}</code>
    </p>
  )
}

export function Head(): JSX.Element {
  return (
    <header>
      <div class="title">
        <h1>
          xiaojin <span>{say(WORDS.title)}</span>
        </h1>
        <p class="about">{say(WORDS.about)}</p>
      </div>
      <div class="choices">
        <label>
          {say(WORDS.scenario)}
          <select
            value={store.scenarioName.value}
            onChange={(event) => void store.chooseScenario(event.currentTarget.value)}
          >
            {(store.index.value?.scenarios ?? []).map(({ name, title }) => (
              <option key={name} value={name}>
                {say(title)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          id="lang"
          lang={store.lang.value === 'en' ? 'zh-CN' : 'en'}
          onClick={() => {
            store.lang.value = store.lang.value === 'en' ? 'zh' : 'en'
            store.writeAddress()
          }}
        >
          {say(WORDS.otherLang)}
        </button>
      </div>
      <Player />
      <Taking />
    </header>
  )
}
