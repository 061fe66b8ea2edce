// Runs every hypothesis and writes docs/findings*.md with its data and pictures. Interrupted, the same command goes on
// where it was. `-- --small` proves on a tiny market that all of it works and writes nothing outside out/;
// `-- --redraw` redraws pages and pictures from docs/findings.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildInfo } from '../dist/node/build-info.js'
import { publishedTargets } from '../dist/node/published-targets.js'
import { renderChart } from '../dist/node/render.js'
import { factorialChart, hypothesisChart, overviewChart } from './lib/findings-charts.mjs'
import { factorial, findings, withoutWithdrawn } from './lib/findings-effects.mjs'
import { findingsPage, imagePath, pagePath } from './lib/findings-page.mjs'
import { armName, SIZE, SMALL, sizedArm } from './lib/findings-plan.mjs'
import { armTitles, makeRuns, plannedRuns, valuesOf } from './lib/findings-runs.mjs'

const small = process.argv.includes('--small')
const at = (path) => fileURLToPath(new URL(`../${small ? 'out/findings-small/' : ''}${path}`, import.meta.url))
const DATA = 'docs/findings.json'
const STORE = fileURLToPath(new URL(small ? '../out/findings-small/store' : '../out/findings', import.meta.url))
const TIME = `${STORE}/minutes.json`

async function made() {
  const size = small ? SMALL : SIZE
  const runs = plannedRuns(size)
  const threads = availableParallelism()
  const before = minutesBefore()
  const started = performance.now()
  let last = started
  let minutes = before
  await makeRuns(runs, STORE, threads, (done, total) => {
    if (performance.now() - last < 30_000 && done < total) return
    last = performance.now()
    // Kept as it goes, so that the page tells the time of all goes, the interrupted ones too.
    minutes = Math.round(10 * (before + (last - started) / 60_000)) / 10
    writeFileSync(TIME, JSON.stringify({ minutes }))
    console.error(`${done} of ${total} runs`)
  })
  const market = armName(sizedArm(Math.max(...size.sizes)))
  const targets = publishedTargets().filter(({ kind, ages }) => kind === 'range' && ages !== 'population')
  const values = valuesOf(runs, STORE, { [market]: targets.map(({ outcome }) => outcome) })
  const { gitCommit, engineSha256, version } = buildInfo()
  const { seed, horizon } = runs[0].scenario
  return {
    from: { commit: gitCommit, engine: engineSha256, version, minutes, threads },
    size: { ...size, seed, ...horizon },
    titles: armTitles(),
    values,
    targets: targets.map(({ key, en, zh, use, outcome, unit, low, high }) => {
      return { key, en, zh, use, outcome, unit, low, high, values: values[market][outcome] }
    }),
  }
}

/** What earlier goes of this store took. */
function minutesBefore() {
  try {
    return JSON.parse(readFileSync(TIME, 'utf8')).minutes
  } catch {
    return 0
  }
}

function write(path, content) {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), content)
}

const data = process.argv.includes('--redraw')
  ? withoutWithdrawn(JSON.parse(readFileSync(at(DATA), 'utf8')))
  : await made()
const arms = Object.entries(data.values).map(([arm, values]) => `${JSON.stringify(arm)}:${JSON.stringify(values)}`)
const { values: _, ...rest } = data
write(DATA, `${JSON.stringify(rest, null, 1).slice(0, -2)},\n "values": {\n${arms.join(',\n')}\n}}\n`)
const found = findings(data.values, data.titles, data.withdrawn)
for (const lang of ['en', 'zh']) {
  write(pagePath(lang), findingsPage(data, lang))
  const charts = [
    ['overview', overviewChart(found, lang)],
    ['factorial', factorialChart((key, ...reading) => factorial(data.values, key, ...reading), lang)],
    ...found.map((finding) => [finding.hypothesis.id, hypothesisChart(finding, lang)]),
  ]
  for (const [id, spec] of charts) {
    const { png, warnings } = await renderChart(spec)
    for (const warning of warnings) console.error(`${id}: ${warning}`)
    write(`docs/${imagePath(id, lang)}`, png)
  }
}
