/** Style and behaviour of the report: parts of the page that do not depend on the run. */

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1d2327; --soft: #57616a; --line: #d9dee2; --tint: #f5f7f8; --accent: #0b5c8a;
  --sans: 'Noto Sans Hans', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif;
  --mono: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
}
html[lang='en'] { --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans Hans', sans-serif; }
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14181b; --ink: #e4e8ea; --soft: #a9b3bb; --line: #353d44; --tint: #1d2327; --accent: #74bdea; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 var(--sans); }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0 1rem; max-width: 42rem; }
a { color: var(--accent); }
.facts, .note { color: var(--soft); }
.facts { font-size: .9rem; overflow-wrap: anywhere; }
.simulated { border-left: 3px solid var(--accent); padding: .25rem 0 .25rem .9rem; margin: 1.25rem 0; }
.question { font-size: 1.1rem; }
ul.findings { padding-left: 1.2rem; max-width: 46rem; }
ul.findings li { margin: .35rem 0; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; padding: 0; margin: 1rem 0 0; font-size: .95rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1rem .4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .85rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
th button { font: inherit; color: inherit; text-align: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
th button::after { content: ' ↕'; color: var(--soft); }
th[aria-sort='ascending'] button::after { content: ' ↑'; color: var(--accent); }
th[aria-sort='descending'] button::after { content: ' ↓'; color: var(--accent); }
.tools { margin: 0 0 1rem; }
.tools button { font: inherit; font-size: .85rem; color: var(--accent); background: none; border: 1px solid var(--line); border-radius: 4px; padding: .2rem .6rem; cursor: pointer; }
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
.chart { overflow-x: auto; background: #fff; color: #1d2327; color-scheme: light; border-radius: 4px; }
.chart img, .chart svg { max-width: 100%; height: auto; }
.chart .vega-embed { width: 100%; padding-right: 0; }
.chart .vega-embed.has-actions { padding-right: 0; }
figcaption { color: var(--soft); font-size: .92rem; max-width: 42rem; }
.files { font-size: .9rem; }
details.values table { font-size: .8rem; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
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
  nav, .vega-embed details, .tools, .files, details.values { display: none; }
  th button::after { content: ''; }
  h2 { margin: 1.5rem 0 .5rem; }
  h2, h3 { break-after: avoid; }
  /* Two charts on a page, so that none leaves one half empty. */
  figure { margin: .5rem 0 1rem; }
  .chart img, .chart svg { width: auto; min-width: 0; max-width: 100%; max-height: 75mm; }
  .scroll, .chart { overflow: visible; }
  table.parameters { min-width: 0; }
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
  const words = JSON.parse(document.body.dataset.words)
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
        i18n: words.chart,
      })
      // Vega calls groups of marks without a name symbols, which a reader could not say.
      for (const part of live.querySelectorAll('[role="graphics-symbol"]:not([aria-label])')) {
        part.removeAttribute('role')
        part.removeAttribute('aria-roledescription')
      }
      live.querySelector('svg.marks').setAttribute('aria-label', figure.querySelector('h3').textContent)
      live.querySelector('summary')?.setAttribute('aria-label', words.chart.CLICK_TO_VIEW_ACTIONS)
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

/**
 * Makes tables sortable by buttons in their headers and copies them as text with tabs; adds the values of a chart as
 * a table when they are asked for. Without it the page says all the same.
 */
export const TABLE_SCRIPT = `
'use strict'
;(() => {
  const words = JSON.parse(document.body.dataset.words)
  const status = document.getElementById('status')
  const textOf = (cell) => {
    const copy = cell.cloneNode(true)
    for (const line of copy.querySelectorAll('br')) line.replaceWith(' ')
    return copy.textContent.trim().replace(/\\s+/g, ' ')
  }
  const numberOf = (text) => {
    const found = /[+−-]?\\d[\\d,]*(\\.\\d+)?/.exec(text.replace('¥', ''))
    return found === null ? NaN : Number(found[0].replace('−', '-').replaceAll(',', ''))
  }
  const inOrder = (rows, column, isNumber) => {
    const keyed = rows.map((row) => {
      const text = row.cells[column] === undefined ? '' : textOf(row.cells[column])
      return { row, text, number: isNumber ? numberOf(text) : 0 }
    })
    const language = document.documentElement.lang
    return (way) => [...keyed].sort((a, b) => {
      // What has no value comes last in either order.
      if (Number.isNaN(a.number) || Number.isNaN(b.number)) return Number.isNaN(a.number) - Number.isNaN(b.number)
      return way * (isNumber ? a.number - b.number : a.text.localeCompare(b.text, language, { numeric: true }))
    }).map(({ row }) => row)
  }
  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells]
    const body = table.tBodies[0]
    const before = [...body.rows]
    const rows = before.filter((row) => !row.matches('.section'))
    if (rows.length < 2) return
    for (const [column, head] of heads.entries()) {
      const button = document.createElement('button')
      button.type = 'button'
      button.append(...head.childNodes)
      head.append(button)
      head.setAttribute('aria-sort', 'none')
      button.addEventListener('click', () => {
        const next = { none: 'ascending', ascending: 'descending', descending: 'none' }[head.getAttribute('aria-sort')]
        for (const other of heads) other.setAttribute('aria-sort', 'none')
        head.setAttribute('aria-sort', next)
        const sorted = inOrder(rows, column, head.matches('.number'))
        // Groups of rows stand only in the order that the page came with.
        body.replaceChildren(...(next === 'none' ? before : sorted(next === 'ascending' ? 1 : -1)))
      })
    }
  }
  // A spreadsheet would compute what begins like a formula.
  const cellText = (text) => (/^[=@+-]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text)
  const tabbed = (rows) => rows.map((cells) => cells.map(cellText).join('\\t') + '\\n').join('')
  const shownRows = (table) => [...table.rows].map((row) => [...row.cells].map(textOf))
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      const area = document.createElement('textarea')
      area.value = text
      document.body.append(area)
      area.select()
      const done = document.execCommand('copy')
      area.remove()
      return done
    }
  }
  const copyButton = (rowsOf) => {
    const line = document.createElement('p')
    line.className = 'tools'
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = words.copy
    button.addEventListener('click', async () => {
      const done = await copied(tabbed(rowsOf()))
      button.textContent = done ? words.copied : words.notCopied
      status.textContent = button.textContent
      button.focus()
    })
    line.append(button)
    return line
  }
  for (const table of document.querySelectorAll('table')) {
    sortable(table)
    table.parentElement.after(copyButton(() => shownRows(table)))
  }
  // Each set of rows once, under the nearest title; rows of one value are rules and marks.
  const inlineRows = (node, above = '', found = new Map()) => {
    if (node === null || typeof node !== 'object') return found
    const own = node.title?.text ?? node.title ?? above
    // The description begins with the title; where a line of it ends there may be no space.
    const whole = node.description ?? ''
    const title = !Array.isArray(own)
      ? typeof own === 'string' ? own : above
      : whole === '' ? own.join(' ')
      : whole.slice(0, own.reduce((at, line) => whole.indexOf(line, at) + line.length, 0))
    const values = node.data?.values
    if (Array.isArray(values) && Object.keys(values[0] ?? {}).length > 1) {
      const key = JSON.stringify(values)
      if (!found.has(key)) found.set(key, { title, values })
    }
    for (const key of Object.keys(node)) if (key !== 'data') inlineRows(node[key], title, found)
    return found
  }
  const MOST = 300
  const valuesTable = ({ title, values: rows }, place) => {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const cells = rows.map((row) => names.map((name) => row[name] ?? ''))
    const scroll = document.createElement('div')
    scroll.className = 'scroll'
    scroll.tabIndex = 0
    const table = document.createElement('table')
    if (title !== '') table.createCaption().textContent = title
    const head = table.createTHead().insertRow()
    for (const [k, name] of names.entries()) {
      const cell = document.createElement('th')
      cell.scope = 'col'
      cell.textContent = name
      if (cells.every((row) => row[k] === '' || typeof row[k] === 'number')) cell.className = 'number'
      head.append(cell)
    }
    const body = table.createTBody()
    for (const row of cells.slice(0, MOST)) {
      const line = body.insertRow()
      for (const [k, value] of row.entries()) {
        const cell = line.insertCell()
        cell.className = head.cells[k].className
        cell.textContent = typeof value === 'object' ? JSON.stringify(value) : String(value)
      }
    }
    scroll.append(table)
    place.append(scroll)
    // In part, it would sort a part.
    if (cells.length <= MOST) sortable(table)
    else place.append(words.more.replace('{shown}', MOST).replace('{all}', cells.length))
    place.append(copyButton(() => [names, ...cells.map((row) => row.map((value) => typeof value === 'object' ? JSON.stringify(value) : String(value)))]))
  }
  for (const figure of document.querySelectorAll('figure.live')) {
    const details = document.createElement('details')
    details.className = 'values'
    const summary = document.createElement('summary')
    summary.textContent = words.values
    details.append(summary)
    details.addEventListener('toggle', () => {
      for (const one of inlineRows(JSON.parse(figure.querySelector('script').textContent)).values()) valuesTable(one, details)
    }, { once: true })
    figure.append(details)
  }
})()
`
