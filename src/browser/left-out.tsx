/** Who is left out: the share of demand served, by age, file, income and purpose. */
import type { JSX } from 'preact'
import { AGE_BAND_NAMES, type Bilingual, FILE_NAMES, PURPOSE_NAMES, QUARTILE_NAMES } from '../base/vocabulary.ts'
import { servedBy } from './figures.ts'
import { current, ghost, say } from './store.ts'
import { WORDS } from './words.ts'

type Named = { readonly [group: string]: Bilingual }
const GROUPINGS: readonly { readonly key: string; readonly title: Bilingual; readonly names: Named }[] = [
  { key: 'file', title: { en: 'credit file', zh: '征信记录' }, names: FILE_NAMES },
  { key: 'ageBand', title: { en: 'age', zh: '年龄' }, names: AGE_BAND_NAMES },
  { key: 'incomeQuartile', title: { en: 'income quartile', zh: '收入四分位' }, names: QUARTILE_NAMES },
  { key: 'purpose', title: { en: 'purpose', zh: '用途' }, names: PURPOSE_NAMES },
]

const percent = (share: number | undefined): string =>
  share === undefined || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(0)}%`

export function LeftOut(): JSX.Element {
  const [run, other] = [current.value, ghost.value]
  run?.drawn.value
  other?.drawn.value
  return (
    <section class="panel" aria-labelledby="left-title">
      <h2 id="left-title">{say(WORDS.leftOut)}</h2>
      <p class="about">{say(WORDS.leftOutAbout)}</p>
      <div class="groupings">
        {run !== null &&
          GROUPINGS.map(({ key, title, names }) => {
            const [served, before] = [servedBy(run, key), other === null ? null : servedBy(other, key)]
            return (
              <table key={key} class="bars">
                <caption>{say(title)}</caption>
                <tbody>
                  {Object.keys(names).map((group) => {
                    const [share, was] = [served.get(group), before?.get(group)]
                    return (
                      <tr key={group}>
                        <th scope="row">{say(names[group])}</th>
                        <td class="bar">
                          <progress max={1} value={Number.isFinite(share) ? share : 0} aria-label={say(names[group])} />
                        </td>
                        <td class="number">
                          {percent(share)}
                          {before !== null && <small> {percent(was)}</small>}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            )
          })}
      </div>
    </section>
  )
}
