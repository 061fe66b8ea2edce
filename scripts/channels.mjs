// Writes docs/channels*.md, its pictures and its data: what coverage and differentiation change, each channel off in
// turn. `npm run channels` builds first; some 150 runs take a quarter of an hour of one core. `-- --redraw` sets the
// pages and pictures again from docs/channels.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { renderChart } from '../dist/node/render.js'
import { nodeFiles } from '../dist/node/scenario-files.js'
import { loadScenario } from '../dist/scenarios/load.js'
import { channelsChart } from './lib/channels-chart.mjs'
import { standingRuns } from './lib/channels-effects.mjs'
import { channelsPage, dataText, imagePath, pagePath } from './lib/channels-page.mjs'
import { armsOf, EXPERIMENTS, mechanismsOf, PARAMETERS } from './lib/channels-plan.mjs'
import { baseOf } from './lib/switches.mjs'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const DATA = 'docs/channels.json'

const load = (set) =>
  loadScenario(
    at(PARAMETERS.scenario),
    nodeFiles,
    [`population.consumers=${PARAMETERS.consumers}`, ...set].map((text) => ({ option: '--set', text })),
  ).scenario
const base = load([])

/** Runs every arm with every seed, one worker a core. */
async function simulate() {
  const arms = EXPERIMENTS.flatMap((experiment) => armsOf(experiment, base))
  const jobs = PARAMETERS.seeds.flatMap((seed) =>
    arms.map((arm) => ({ run: { ...arm, seed }, scenario: load([`seed=${seed}`, ...arm.set]) })),
  )
  const runs = new Array(jobs.length)
  let next = 0
  let done = 0
  const work = async () => {
    const worker = new Worker(new URL('./lib/channels-worker.mjs', import.meta.url))
    while (next < jobs.length) {
      const index = next++
      const { run, scenario } = jobs[index]
      const values = await answer(worker, scenario)
      runs[index] = { ...run, values }
      console.error(`${++done}/${jobs.length} ${run.experiment} ${run.set.join(' ')} seed=${run.seed}`)
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), jobs.length) }, work))
  return runs
}

function answer(worker, scenario) {
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', (values) => {
      worker.off('error', reject)
      resolve(values)
    })
    worker.postMessage(scenario)
  })
}

async function published() {
  if (process.argv.includes('--redraw')) {
    const { from, base: ran, mechanisms = mechanismsOf(base), runs } = JSON.parse(readFileSync(at(DATA), 'utf8'))
    const planned = EXPERIMENTS.flatMap((experiment) => armsOf(experiment, ran))
    return { from, base: ran, mechanisms, runs: standingRuns(runs, planned) }
  }
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const from = { ...PARAMETERS, ...base.horizon, version }
  return { from, base: baseOf(base), mechanisms: mechanismsOf(base), runs: await simulate() }
}

const data = await published()
mkdirSync(at('docs/images'), { recursive: true })
writeFileSync(at(DATA), dataText(data))
for (const lang of ['en', 'zh']) {
  writeFileSync(at(pagePath(lang)), channelsPage(data, lang))
  for (const experiment of EXPERIMENTS) {
    const { png, warnings } = await renderChart(channelsChart(experiment, data.runs, lang))
    for (const warning of warnings) console.error(warning)
    writeFileSync(at(`docs/${imagePath(experiment.id, lang)}`), png)
  }
}
