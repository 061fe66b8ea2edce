/** Guess first, then see: two worlds that a claim is about, one pinned, one shown. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Bilingual } from '../base/vocabulary.ts'
import { measureNamed } from '../measures/registry.ts'
import { differenceText, numberText, totalOf } from './figures.ts'
import { colon, current, ghost, runPair, say } from './store.ts'
import { WORDS } from './words.ts'

/** A pair of settings that the paper has a view on: `from` is pinned, `to` is run beside it. */
interface ClaimWords {
  readonly text: Bilingual
  readonly from: { readonly [path: string]: string }
  readonly to: { readonly [path: string]: string }
  /** Key of the measure that is guessed. */
  readonly measure: string
}

const CLAIMS: readonly ClaimWords[] = [
  {
    text: {
      en: 'The bureau covers 50 %, then 90 % of adults. What happens to the demand served?',
      zh: '征信覆盖率由50%升至90%，需求满足率会怎样？',
    },
    from: { 'credit.coverage': '0.5', 'credit.fileFormation': 'false' },
    to: { 'credit.coverage': '0.9', 'credit.fileFormation': 'false' },
    measure: 'served.all',
  },
  {
    text: {
      en: 'Products are all alike, then as different as in the paper. What happens to the tail demand served?',
      zh: '产品由完全相同变为论文中的差异程度，长尾需求满足率会怎样？',
    },
    from: { 'products.mode': 'fixed', 'products.differentiation': '0' },
    to: { 'products.mode': 'fixed', 'products.differentiation': '1' },
    measure: 'tail.served',
  },
  {
    text: {
      en: 'The cap on APR falls from 36 % to 18 %. What happens to the demand served?',
      zh: '年化利率上限由36%降至18%，需求满足率会怎样？',
    },
    from: { 'pricing.aprCap': '0.36' },
    to: { 'pricing.aprCap': '0.18' },
    measure: 'served.all',
  },
]

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
        <b>{say(came === guess ? WORDS.right : WORDS.wrong)}</b> {say(measure) + colon() + numberText(before, measure)}{' '}
        → {numberText(after, measure)} ({say(differenceText(change, measure))})
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
