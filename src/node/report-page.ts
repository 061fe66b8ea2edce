/** Style and behaviour of the report: parts of the page that do not depend on the run. */

export const STYLE = `
:root {
  color-scheme: light;
  --ink: #1d2327; --soft: #57616a; --line: #d9dee2; --tint: #f5f7f8; --accent: #0b5c8a;
  --sans: 'Noto Sans Hans', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
html[lang='en'] { --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans Hans', sans-serif; }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.6 var(--sans); }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0 1rem; max-width: 42rem; }
a { color: var(--accent); }
.facts, .note { color: var(--soft); }
.facts { font-size: .9rem; overflow-wrap: anywhere; }
.simulated { border-left: 3px solid var(--accent); padding: .25rem 0 .25rem .9rem; margin: 1.25rem 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; margin: 1rem 0 0; font-size: .95rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .85rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
table.headline { font-size: 1rem; }
table.headline td.number { font-weight: 600; }
table.parameters { width: 100%; min-width: 46rem; table-layout: fixed; font-size: .85rem; }
table.parameters td { overflow-wrap: anywhere; }
th.parameter { width: 25%; }
th.value, th.default { width: 12%; }
th.unit { width: 9%; }
th.origin { width: 17%; }
tr.section th { padding-top: 1.1rem; color: var(--ink); }
code, pre { font-family: var(--mono); font-size: .85em; }
td code { color: var(--soft); }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 4px; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 1.5rem 0 2.75rem; }
.chart { overflow-x: auto; }
.chart img, .chart svg { max-width: 100%; height: auto; }
.chart .vega-embed { width: 100%; padding-right: 0; }
.chart .vega-embed.has-actions { padding-right: 0; }
figcaption { color: var(--soft); font-size: .92rem; max-width: 42rem; }
summary { cursor: pointer; padding: .3rem 0; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  /* Readable and moved sideways rather than whole and too small to read. */
  .chart img, .chart svg { max-width: none; min-width: 34rem; }
  main { padding-top: 1.5rem; }
  h1 { font-size: 1.5rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
}
@page { margin: 16mm 14mm; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav, .vega-embed details { display: none; }
  h2 { break-after: avoid; }
  figure, tr, pre { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`

/**
 * Puts a live chart in the place of each picture once it comes near the screen. The syntax tree of expressions
 * is interpreted (`ast`), so the page's policy need not allow code made from strings.
 */
export const SCRIPT = `
'use strict'
;(() => {
  const draw = async (figure) => {
    const chart = figure.querySelector('.chart')
    const spec = JSON.parse(figure.querySelector('script').textContent)
    const live = document.createElement('div')
    try {
      await vegaEmbed(live, spec, {
        ast: true,
        renderer: 'svg',
        config: { font: getComputedStyle(document.body).fontFamily },
        actions: { export: true, source: false, compiled: false, editor: false },
        downloadFileName: figure.id,
      })
      chart.replaceChildren(live)
    } catch (error) {
      console.error(figure.id, error)
    }
  }
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      near.unobserve(target)
      draw(target)
    }
  }, { rootMargin: '600px' })
  for (const figure of document.querySelectorAll('figure.live')) near.observe(figure)
})()
`
