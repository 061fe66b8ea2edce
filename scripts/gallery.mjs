// Writes docs/gallery*.md: a picture of each shipped scenario in both languages, from small runs. `npm run gallery` builds
// first and takes some ten minutes of one core; `-- NAME…` makes only these again, `-- --text` no picture but the pages,
// `-- NAME --from DIR` the picture of a finished sweep of the scenario at its own size.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { Resvg } from '@resvg/resvg-js'
import { unbroken } from '../dist/charts/text.js'
import { outlineText } from '../dist/node/font-text.js'
import { renderChart } from '../dist/node/render.js'
import { nodeFiles } from '../dist/node/scenario-files.js'
import { finishedFolder, storedPlan } from '../dist/node/stored-run.js'
import { loadScenario } from '../dist/scenarios/load.js'
import { galleryPage, galleryRun, pictureOf } from './lib/gallery-page.mjs'
import { palettePng } from './lib/palette-png.mjs'
import { ROOT } from './lib/revision.mjs'

const RECORD = join(ROOT, 'docs/gallery.json')
const WIDTH = 640
/** Of taller charts the page shows the upper part. */
const MOST_HEIGHT = 720

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { text: { type: 'boolean', default: false }, from: { type: 'string' } },
})

const cli = async (...args) => {
  const told = await promisify(execFile)(process.execPath, [join(ROOT, 'dist/node/cli.js'), ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1e8,
  })
  return told.stdout
}

const shipped = JSON.parse(await cli('list', '--json')).map(({ name, title, question, arms }) => {
  const { scenario, experiment, sensitivity } = loadScenario(join(ROOT, `scenarios/${name}.yaml`), nodeFiles, [])
  const { horizon, population } = scenario
  const [consumers, seeds] = [population.consumers, experiment?.replications ?? 1]
  const [first, count] = [arms[0], Math.max(1, arms.length)]
  return { name, title, question, horizon, consumers, seeds, first, arms: count, isAnalysis: sensitivity !== undefined }
})

/** Specs of the charts of a folder by their ids, in the order of its report. */
async function chartsOf(finished, language) {
  const { folder, manifest, kind } = finished
  const plan = storedPlan(finished)
  const results = await kind.stored(folder, manifest, plan)
  const blank = async () => ({ svg: '', png: null, warnings: [] })
  const { files } = await kind.views({ ...manifest, language, charts: true }, plan, results, {
    render: blank,
    onChart() {},
  })
  return new Map(
    files.flatMap(({ path, bytes }) => {
      const id = /^charts\/(.+)\.vl\.json$/.exec(path)?.[1]
      return id === undefined ? [] : [[id, JSON.parse(Buffer.from(bytes).toString())]]
    }),
  )
}

async function drawn(spec) {
  const { svg } = await renderChart(spec, false)
  const fitTo = { mode: 'width', value: WIDTH }
  const image = new Resvg(outlineText(svg), { font: { loadSystemFonts: false }, fitTo, background: '#fff' }).render()
  const height = Math.min(image.height, MOST_HEIGHT)
  return palettePng({ width: image.width, height, pixels: image.pixels.subarray(0, 4 * image.width * height) })
}

/** The chart that the head of the scenario says to look at first, else the first of the report. */
function chosen(name, charts) {
  const text = readFileSync(join(ROOT, `scenarios/${name}.yaml`), 'utf8')
  const named = [...text.matchAll(/charts\/([\w-]+)\.png/g)].map(([, id]) => id)
  return named.find((id) => charts.has(id)) ?? [...charts.keys()][0]
}

async function made(one, place) {
  const out = values.from ?? join(place, one.name)
  if (values.from === undefined)
    await cli(...galleryRun(one).command.split(' '), '--no-charts', '--quiet', '--out', out)
  const finished = await finishedFolder(out)
  const title = {}
  let chart
  for (const lang of ['en', 'zh']) {
    const charts = await chartsOf(finished, lang)
    chart ??= chosen(one.name, charts)
    const spec = charts.get(chart)
    title[lang] = unbroken(spec.title.text, spec.description)
    writeFileSync(join(ROOT, 'docs', pictureOf(one.name, lang)), await drawn(spec))
  }
  if (values.from === undefined) rmSync(out, { recursive: true })
  return {
    chart,
    digest: finished.manifest.digest,
    title,
    ...(values.from === undefined ? {} : { commit: finished.manifest.engine.gitCommit.slice(0, 7) }),
  }
}

const record = JSON.parse(readFileSync(RECORD, 'utf8'))
const asked = shipped.filter(({ name }) => !values.text && (positionals.length === 0 || positionals.includes(name)))
// What was drawn from a finished sweep is drawn from another one, or left.
const isLeft = ({ name }) => positionals.length === 0 && record[name]?.commit !== undefined
for (const { name } of asked.filter(isLeft))
  process.stdout.write(`${name} is left as it is: -- ${name} --from DIR draws another sweep\n`)
const place = mkdtempSync(join(tmpdir(), 'xiaojin-gallery-'))
mkdirSync(join(ROOT, 'docs/images/gallery'), { recursive: true })
try {
  for (const one of asked.filter((one) => !isLeft(one))) {
    record[one.name] = await made(one, place)
    writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`)
    process.stdout.write(`${one.name} ${record[one.name].chart}\n`)
  }
} finally {
  rmSync(place, { recursive: true, force: true })
}
// Scenarios that were made again by name may leave others without a picture.
const missing = shipped.filter(({ name }) => record[name] === undefined).map(({ name }) => name)
if (missing.length > 0) throw new Error(`no picture yet of ${missing.join(', ')}`)
const ordered = Object.fromEntries(shipped.map(({ name }) => [name, record[name]]))
writeFileSync(RECORD, `${JSON.stringify(ordered, null, 2)}\n`)
for (const [lang, ending] of Object.entries({ en: '.md', zh: '.zh-CN.md' }))
  writeFileSync(join(ROOT, `docs/gallery${ending}`), galleryPage(shipped, ordered, lang))
