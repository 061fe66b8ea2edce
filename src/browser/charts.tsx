/** The report's charts of this run, and every recorded table as a file. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { csvOf } from '../base/csv.ts'
import type { Chart } from '../charts/chart.ts'
import { save } from './files.ts'
import type { LiveRun } from './live-run.ts'
import { current, lang, say } from './store.ts'
import type { Drawn } from './vega-chart.ts'
import { WORDS } from './words.ts'

const chosen = signal('')

function Drawing({ chart }: { chart: Chart }): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    let made: Drawn | null = null
    let isOver = false
    void import('./vega-chart.ts')
      .then(({ draw }) => draw(chart, place.current!))
      .then((one) => {
        if (isOver) one.end()
        else {
          made = one
          setDrawn(one)
        }
      })
    return () => {
      isOver = true
      made?.end()
    }
  }, [chart])
  const png = async (): Promise<void> => {
    const anchor = document.createElement('a')
    anchor.href = (await drawn?.png()) ?? ''
    anchor.download = `${chart.id}.png`
    anchor.click()
  }
  return (
    <figure class="chart" data-chart={chart.id}>
      <figcaption>
        <h3>{chart.title}</h3>
        <p class="about">{chart.caption}</p>
      </figcaption>
      <div class="scroll" ref={place} tabIndex={0} role="img" aria-label={chart.title} />
      <p>
        <button
          type="button"
          onClick={() => save(`${chart.id}.vl.json`, JSON.stringify(chart.spec, null, 2), 'application/json')}
        >
          Vega-Lite
        </button>{' '}
        <button
          type="button"
          disabled={drawn === null}
          onClick={async () => save(`${chart.id}.svg`, (await drawn?.svg()) ?? '', 'image/svg+xml')}
        >
          SVG
        </button>{' '}
        <button type="button" disabled={drawn === null} onClick={() => void png()}>
          PNG
        </button>
      </p>
    </figure>
  )
}

/** The charts of a finished run in the language of the page. */
function useCharts(run: LiveRun | null): readonly Chart[] {
  const [charts, setCharts] = useState<readonly Chart[]>([])
  const tables = run?.result.value?.tables
  const isAsked = chosen.value !== ''
  useEffect(() => {
    setCharts([])
    if (tables === undefined || run === null || !isAsked) return
    let isOver = false
    void import('./vega-chart.ts').then(({ chartsOf }) => {
      if (!isOver) setCharts(chartsOf({ tables, scenario: run.scenario, lang: lang.value }))
    })
    return () => {
      isOver = true
    }
  }, [tables, lang.value, isAsked])
  return charts
}

export function Charts(): JSX.Element {
  const run = current.value
  const charts = useCharts(run)
  const isDone = run?.result.value != null
  const shown = charts.find(({ id }) => id === chosen.value) ?? charts[0]
  return (
    <section class="panel" aria-labelledby="charts-title">
      <h2 id="charts-title">{say(WORDS.charts)}</h2>
      <p class="about">{say(WORDS.chartsAbout)}</p>
      <p>
        <button
          type="button"
          id="draw-charts"
          disabled={!isDone}
          onClick={() => {
            chosen.value = chosen.value || 'market'
          }}
        >
          {say(WORDS.drawChart)}
        </button>{' '}
        {!isDone && <span class="about">{say(WORDS.whenDone)}</span>}
        {charts.length > 0 && (
          <select
            aria-label={say(WORDS.chooseChart)}
            value={shown?.id}
            onChange={(event) => {
              chosen.value = event.currentTarget.value
            }}
          >
            {charts.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
      </p>
      {shown !== undefined && <Drawing key={`${shown.id}${lang.value}`} chart={shown} />}
      <details>
        <summary>{say(WORDS.tables)}</summary>
        <ul class="tables">
          {(run?.result.value?.tables ?? []).map((table) => (
            <li key={table.name}>
              <button type="button" onClick={() => save(`${table.name}.csv`, csvOf(table), 'text/csv')}>
                {table.name}.csv
              </button>{' '}
              {say(table)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}
