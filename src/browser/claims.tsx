/** Guess first, then see: two worlds that a claim is about, one pinned, one shown. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { measureNamed } from '../measures/registry.ts'
import { differenceText, numberText, totalOf } from './figures.ts'
import { current, ghost, runPair, say } from './store.ts'
import { CLAIMS, WORDS } from './words.ts'

type Guess = 'rises' | 'falls' | 'same'
const GUESSES: readonly Guess[] = ['rises', 'falls', 'same']
/** A change below this part of the value counts as hardly any. */
const HARDLY = 0.02

const asked = signal<{ readonly claim: number; readonly guess: Guess } | null>(null)

function Answer({ claim, guess }: { claim: number; guess: Guess }): JSX.Element | null {
  const [run, other] = [current.value, ghost.value]
  if (run?.result.value == null || other?.result.value == null) return <p role="status">{say(WORDS.loading)}</p>
  const { measure: key } = CLAIMS[claim]
  const measure = measureNamed(key)
  const [before, after] = [totalOf(other, key), totalOf(run, key)]
  const change = after - before
  const came: Guess = Math.abs(change) < HARDLY * Math.abs(before) ? 'same' : change > 0 ? 'rises' : 'falls'
  return (
    <div class="answer" role="status">
      <p>
        <b>{say(came === guess ? WORDS.right : WORDS.wrong)}</b> {say(measure)}: {numberText(before, measure)} →{' '}
        {numberText(after, measure)} ({say(differenceText(change, measure))})
      </p>
      <p class="about">{say(WORDS.oneSeed)}</p>
    </div>
  )
}

export function Claims(): JSX.Element {
  return (
    <div class="claims">
      <h3>{say(WORDS.claims)}</h3>
      {CLAIMS.map(({ text, from, to }, claim) => (
        <fieldset key={text.en}>
          <legend>{say(text)}</legend>
          {GUESSES.map((guess) => (
            <button
              type="button"
              key={guess}
              aria-pressed={asked.value?.claim === claim && asked.value.guess === guess}
              onClick={() => {
                asked.value = { claim, guess }
                void runPair(from, to)
              }}
            >
              {say(WORDS[guess])}
            </button>
          ))}
          {asked.value?.claim === claim && <Answer {...asked.value} />}
        </fieldset>
      ))}
    </div>
  )
}
