/** Charts in the report: what each shows in a sentence, and each with its text and its files. */
import type { DrawnChart } from './chart-files.ts'
import { Html, html, jsonInHtml } from './html.ts'
import type { Say } from './report.ts'

/** A sentence of each chart, which leads to it; empty where there are none. */
export function chartList(charts: readonly DrawnChart[], say: Say): Html {
  if (charts.length === 0) return html``
  const items = charts.map(({ chart }) => html`<li><a href="#chart-${chart.id}">${chart.title}</a></li>\n`)
  return html`<h3>${say('chartList')}</h3>
<ul class="findings">
${items}</ul>`
}

export function chartFigures(charts: readonly DrawnChart[], say: Say): Html {
  if (charts.length === 0) return html`<p>${say('noCharts')}</p>`
  return html`<p class="note">${say('chartsNote')}</p>\n${charts.map((drawn) => chartFigure(drawn, say))}`
}

function chartFigure({ chart, svg, files }: DrawnChart, say: Say): Html {
  // As an image the drawing keeps its ids to itself and can run nothing.
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  const spec = new Html(`<script type="application/json">${jsonInHtml(chart.spec).text}</script>`)
  const links = [
    ...files.map(({ path }) => html`<a href="${path}">${fileName(path, say)}</a> · `),
    html`<a href="data/">${say('dataFolder')}</a>`,
  ]
  return html`<figure class="live" id="chart-${chart.id}">
<h3 class="unseen">${chart.title}</h3>
<div class="chart" tabindex="0"><img src="${source}" alt="${chart.title}"></div>
<figcaption>${chart.caption}<p class="files">${say('files')} ${links}</p></figcaption>
${spec}
</figure>
`
}

/** By the ending: 'SVG'. */
function fileName(path: string, say: Say): string {
  return path.endsWith('.vl.json') ? say('specification') : path.slice(path.lastIndexOf('.') + 1).toUpperCase()
}
