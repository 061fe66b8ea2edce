/** Live lines: a measure month by month, the pinned run behind it in grey, and the difference below. */
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Bilingual } from '../base/vocabulary.ts'
import { signed } from '../measures/headline.ts'
import { type DataColumn, DataTable } from './data-table.tsx'
import { differenceText, type Line, lineOf, numberText, SERIES } from './figures.ts'
import type { LiveRun } from './live-run.ts'
import { current, ghost, monthText, say } from './store.ts'
import { WORDS } from './words.ts'

const INK = '#1d3d63'
const GREY = '#9aa3ad'
const RUST = '#b13507'

type Numbers = (number | null)[]
const missing = (values: readonly number[]): Numbers => values.map((value) => (Number.isFinite(value) ? value : null))

function options(
  width: number,
  height: number,
  line: Line,
  total: number,
  burnIn: number,
  isDifference: boolean,
): uPlot.Options {
  const { unit } = line.measure
  const text = (value: number): string =>
    isDifference && unit === '1' ? signed((100 * value).toFixed(1)) : numberText(value, line.measure).replace(' %', '%')
  const axis = {
    stroke: '#5b6670',
    grid: { stroke: '#e8ebee', width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  }
  const style = isDifference
    ? [{ stroke: RUST, width: 1.5, fill: 'rgba(177,53,7,0.12)', points: { show: false } }]
    : [
        { stroke: GREY, width: 2, points: { show: false } },
        { stroke: INK, width: 2, points: { show: false } },
      ]
  return {
    width,
    height,
    // The same beside both plots, so that their months stand below each other.
    padding: [8, 14, 4, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-burnIn, total - burnIn - 1] }, y: { auto: true } },
    axes: [
      { ...axis, show: !isDifference, size: 24, space: 40, values: (_, months) => months.map(monthText) },
      { ...axis, size: 52, space: isDifference ? 22 : 28, values: (_, values) => values.map(text) },
    ],
    series: [{}, ...style],
    hooks: {
      drawClear: [
        (plot) => {
          // The burn-in is shaded: nothing of it is reported.
          const [left, right] = [plot.valToPos(-burnIn, 'x', true), plot.valToPos(0, 'x', true)]
          plot.ctx.fillStyle = '#f3f5f7'
          plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height)
        },
      ],
    },
  }
}

function Plot({
  line,
  other,
  run,
  isDifference,
}: {
  line: Line
  other: Line | null
  run: LiveRun
  isDifference: boolean
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const { burnIn } = run.scenario.horizon
  const height = isDifference ? 62 : 128
  const values = line.values
  const others = line.months.map((_, k) => other?.values[k] ?? Number.NaN)
  const differences = values.map((value, k) => value - others[k])
  const data: uPlot.AlignedData = isDifference
    ? [[...line.months], missing(differences)]
    : [[...line.months], missing(others), missing(values)]
  useEffect(() => {
    const own = place.current!
    const made = new uPlot(options(own.clientWidth || 320, height, line, run.total, burnIn, isDifference), data, own)
    plot.current = made
    const watch = new ResizeObserver(() => made.setSize({ width: own.clientWidth || 320, height }))
    watch.observe(own)
    return () => {
      watch.disconnect()
      made.destroy()
    }
  }, [run.total, burnIn, isDifference, line.measure.key])
  useEffect(() => plot.current?.setData(data))
  return <div class="plot" ref={place} aria-hidden="true" />
}

function Figure({ run, other, measureKey }: { run: LiveRun; other: LiveRun | null; measureKey: string }): JSX.Element {
  // Read here: a component is not drawn again where neither its properties nor its signals change.
  run.drawn.value
  other?.drawn.value
  const line = lineOf(run, measureKey)
  const behind = other === null ? null : lineOf(other, measureKey)
  const { measure, months, values } = line
  const at = values.length - 1
  const [now, then] = [values[at] ?? Number.NaN, behind?.values[at] ?? Number.NaN]
  const column = (key: string, label: Bilingual, of: Line): DataColumn<number> => ({
    key,
    label: say(label),
    value: (k) => of.values[k] ?? Number.NaN,
    text: (k) => numberText(of.values[k] ?? Number.NaN, measure),
  })
  const columns = [
    {
      key: 'month',
      label: say(WORDS.month),
      value: (k: number) => months[k],
      text: (k: number) => monthText(months[k]),
    },
    column('run', WORDS.thisRun, line),
    ...(behind === null ? [] : [column('pinned', WORDS.pinned, behind)]),
  ]
  return (
    <figure class="series" data-measure={measureKey}>
      <figcaption>
        <h3 title={say(measure.about)}>{say(measure)}</h3>
        <p class="numbers">
          <b class="now">{numberText(now, measure)}</b>
          {behind !== null && (
            <>
              <span class="then">
                {say(WORDS.pinned)} {numberText(then, measure)}
              </span>
              <span class="difference">
                {say(WORDS.difference)} {say(differenceText(now - then, measure))}
              </span>
            </>
          )}
        </p>
      </figcaption>
      <Plot line={line} other={behind} run={run} isDifference={false} />
      {behind !== null && <Plot line={line} other={behind} run={run} isDifference={true} />}
      <DataTable
        name={measureKey}
        label={say(measure)}
        columns={columns}
        rows={() => [...months.keys()]}
        about={say(measure.about)}
      />
    </figure>
  )
}

export function Series(): JSX.Element {
  const [run, other] = [current.value, ghost.value]
  run?.drawn.value
  other?.drawn.value
  return (
    <section class="panel" aria-labelledby="series-title">
      <h2 id="series-title">{say(WORDS.series)}</h2>
      {other === null && <p class="about">{say(WORDS.noPin)}</p>}
      {run !== null && SERIES.map((key) => <Figure key={key} run={run} other={other} measureKey={key} />)}
    </section>
  )
}
