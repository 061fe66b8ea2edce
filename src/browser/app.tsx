/** The page: story on the left, the market in the middle, live series on the right; one person and one lender below. */
import 'uplot/dist/uPlot.min.css'
import './style.css'
import { useSignalEffect } from '@preact/signals'
import { type JSX, render } from 'preact'
import { Digest, Head } from './controls.tsx'
import { fetchLater, later } from './later.ts'
import { MarketMapPanel, TailPanel } from './map.tsx'
import { Series } from './series.tsx'
import { colon, current, index, lang, say, start, trouble } from './store.ts'
import { Story } from './story.tsx'
import { WORDS } from './words.ts'

function App(): JSX.Element {
  useSignalEffect(() => {
    // Not while the run's last months are drawn.
    if (current.value?.result.value != null) setTimeout(() => void fetchLater(), 500)
  })
  useSignalEffect(() => {
    document.documentElement.lang = lang.value === 'en' ? 'en' : 'zh-CN'
    document.title = `xiaojin · ${say(WORDS.title)}`
  })
  const failure = current.value?.failure.value ?? ''
  return (
    <>
      <Head />
      <main>
        {trouble.value !== null && (
          <p class="notice" role="alert">
            {say(trouble.value)}
          </p>
        )}
        {failure !== '' && (
          <p class="notice" role="alert">
            {say(WORDS.failed) + colon() + failure}
          </p>
        )}
        <div class="columns">
          <div class="left">
            <Story />
          </div>
          <div class="middle">
            <MarketMapPanel />
            <TailPanel />
            {later.value !== null && <later.value.LeftOut />}
          </div>
          <div class="right">
            <Series />
          </div>
        </div>
        <Digest />
        {later.value !== null && <later.value.Panels />}
      </main>
      <footer>
        xiaojin {index.value?.version ?? ''} · <a href="./THIRD-PARTY.txt">{say(WORDS.licences)}</a>
      </footer>
    </>
  )
}

for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => void fetchLater(), { once: true })
render(<App />, document.getElementById('app')!)
void start()
