// Runs a plan of studies/ and writes its pages in docs/ with their data and pictures: `npm run findings` (some three hours
// on two threads) and `npm run channels` (some forty minutes). Interrupted, the same command resumes. `-- --redraw` makes pages
// and pictures again from the data in docs/; any other option goes to `xiaojin study`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderChart } from '../dist/node/render.js'
import { dataOf, dataPath, dataText, page, pagePath, pictures, planFile, ROOT, studyData } from './lib/study-docs.mjs'

const [name, ...options] = process.argv.slice(2)
const folder = join(ROOT, 'out', name)
const TIME = `${folder}.minutes.json`

/** The minutes that all calls took together, the interrupted ones too. */
function minutesSoFar() {
  try {
    return JSON.parse(readFileSync(TIME, 'utf8')).minutes
  } catch {
    return 0
  }
}

async function made() {
  const threads = availableParallelism()
  const started = performance.now()
  const cli = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url))
  const args = [cli, 'study', planFile(name), '--out', folder, '--threads', String(threads), ...options]
  // An interrupt reaches the command, which keeps its runs; this goes on to note the time.
  process.on('SIGINT', () => {})
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  const minutes = Math.round(10 * (minutesSoFar() + (performance.now() - started) / 60_000)) / 10
  mkdirSync(dirname(TIME), { recursive: true })
  writeFileSync(TIME, JSON.stringify({ minutes }))
  if (status !== 0 || options.includes('--dry-run')) process.exit(status ?? 1)
  return studyData(name, folder, { minutes, threads })
}

function write(path, content) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true })
  writeFileSync(join(ROOT, path), content)
}

const data = options.includes('--redraw')
  ? dataOf(name, readFileSync(join(ROOT, dataPath(name)), 'utf8'))
  : await made()
write(dataPath(name), dataText(name, data))
for (const lang of ['en', 'zh']) {
  write(pagePath(name, lang), page(name, data, lang))
  for (const [path, spec] of pictures(name, data, lang)) {
    const { png, warnings } = await renderChart(spec)
    for (const warning of warnings) console.error(`${path}: ${warning}`)
    write(`docs/${path}`, png)
  }
}
