// Runs every shipped scenario, each arm, small, and compares the digests with those of test/golden/shipped-digests.txt,
// or with those of another commit, which is built for it in a folder of its own.
//
//   npm run digests                          all of them, against the file
//   npm run digests -- --quick               one in eight
//   npm run digests -- --against d1d66bd     against that commit
//   npm run digests -- --write               writes the file
//   npm run digests -- --threads 2,3,8       three chunks of consumers on so many threads, against the same on one
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { atRevision, ROOT } from './lib/revision.mjs'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    against: { type: 'string' },
    threads: { type: 'string' },
    // Of the script's own: prints the digests of the build in that folder.
    of: { type: 'string' },
  },
})
const FILE = join(ROOT, 'test/golden/shipped-digests.txt')

/** Months enough for a policy change of a shipped timeline to bite would take hours: the longest ends are cut off. */
const SMALL = ['population.consumers=800', 'horizon.months=8', 'horizon.burnIn=6']
/** Scenarios with dated changes after month 8 refuse so short a horizon. */
const LONGER = ['population.consumers=800', 'horizon.months=48', 'horizon.burnIn=6']
const MOST_ARMS = 6

const loadFrom = (root) => (path) => import(pathToFileURL(join(root, 'dist', path)))

/** Calls `visit` with file, arm and scenario of every arm. */
async function eachArm(root, sizes, visit) {
  const load = loadFrom(root)
  const { loadScenario } = await load('scenarios/load.js')
  const { nodeFiles } = await load('node/scenario-files.js')
  const { overridesOf } = await load('node/commands/options.js')
  const read = (file, sets) => loadScenario(join(root, 'scenarios', file), nodeFiles, overridesOf(sets, undefined))
  let turn = 0
  for (const file of readdirSync(join(root, 'scenarios'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()) {
    let loaded
    try {
      loaded = read(file, sizes[0])
    } catch {
      loaded = read(file, sizes[1])
    }
    const arms = loaded.experiment?.arms ?? [{ name: '-', scenario: loaded.scenario }]
    for (const { name, scenario } of arms.slice(0, MOST_ARMS)) {
      if (values.quick && turn++ % 8 !== 0) continue
      visit(file, name, scenario)
    }
  }
}

async function printDigests(root) {
  const { runScenario } = await loadFrom(root)('run/run.js')
  await eachArm(root, [SMALL, LONGER], (file, name, scenario) => {
    process.stdout.write(`${file} ${name} ${runScenario(scenario).digest}\n`)
  })
}

/** One arm of each scenario on threads; chunks have 4,096 consumers. */
async function compareThreads(threads) {
  const load = loadFrom(ROOT)
  const { runScenario } = await load('run/run.js')
  const { onThreads } = await load('node/threads.js')
  const sizes = [SMALL, LONGER].map((sets) => ['population.consumers=9000', ...sets.slice(1)])
  const last = new Map()
  await eachArm(ROOT, sizes, (file, name, scenario) => last.set(file, { name, scenario }))
  let differ = 0
  for (const [file, { name, scenario }] of last) {
    const { digest } = runScenario(scenario)
    const others = threads.filter((many) => onThreads(many, (given) => runScenario(scenario, given).digest) !== digest)
    if (others.length > 0) differ++
    console.log(`${others.length === 0 ? 'equal' : `differs on ${others.join(', ')}`}: ${file} ${name}`)
  }
  console.log(`${last.size - differ} of ${last.size} are equal on ${threads.join(', ')} threads`)
  process.exitCode = differ > 0 || last.size === 0 ? 1 : 0
}

function digestsOf(root) {
  const args = [fileURLToPath(import.meta.url), '--of', root, ...(values.quick ? ['--quick'] : [])]
  return execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
    .trim()
    .split('\n')
}

if (values.of !== undefined) await printDigests(values.of)
else if (values.threads !== undefined) await compareThreads(values.threads.split(',').map(Number))
else {
  const now = digestsOf(ROOT)
  if (values.write) writeFileSync(FILE, `${now.join('\n')}\n`)
  const before =
    values.against === undefined ? readFileSync(FILE, 'utf8').trim().split('\n') : atRevision(values.against, digestsOf)
  const known = new Map(before.map((line) => [line.slice(0, line.lastIndexOf(' ')), line]))
  const changed = now.filter((line) => known.get(line.slice(0, line.lastIndexOf(' '))) !== line)
  for (const line of changed) console.log(`differs: ${line}`)
  console.log(`${now.length - changed.length} of ${now.length} digests are equal`)
  process.exitCode = changed.length > 0 || now.length === 0 ? 1 : 0
}
