/** The arms of an experiment, side by side: what varies, and each at one click. */
import type { JSX } from 'preact'
import { parameterAt } from '../scenarios/parameters.ts'
import { change, colon, say, set, story } from './store.ts'
import { textsOf } from './values.ts'
import { WORDS } from './words.ts'

export function Arms(): JSX.Element | null {
  const arms = (story.value?.arms ?? []).map((arm) => ({ ...arm, set: textsOf(arm.set) }))
  if (arms.length === 0) return null
  const varied = [...new Set(arms.flatMap((arm) => Object.keys(arm.set)))]
  const names = varied.map((path) => say(parameterAt(path)?.label ?? { en: path, zh: path }))
  /** Values that no arm sets stay as they are. */
  const others = Object.fromEntries(Object.entries(set.value).filter(([path]) => !varied.includes(path)))
  return (
    <div class="arms">
      <h3 id="arms-title">{say(WORDS.arms)}</h3>
      <p class="about">{say(WORDS.varied) + colon() + names.join(say({ en: ', ', zh: '、' }))}</p>
      <ul aria-labelledby="arms-title">
        {arms.map((arm) => (
          <li key={arm.name}>
            <button
              type="button"
              data-arm={arm.name}
              aria-pressed={varied.every((path) => set.value[path] === arm.set[path])}
              onClick={() => void change({ ...others, ...arm.set })}
            >
              {say(arm.title)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
