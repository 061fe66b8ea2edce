// What the baseline can be trusted for: targets and their power, what constraints take, sizes, steadiness, signs over accepted
// parameters, a null, free parameters. `npm run instrument` runs all parts by the command (hours on two threads) and writes
// docs/instrument.json and its pages. Interrupted, the same command resumes. `-- sizes null` makes these parts and keeps the
// others; `-- --redraw` makes the pages again from the data; `-- --box` draws the box of scenarios/accepted.yaml around the
// baseline as it is now; `-- --tiny FOLDER` does all of it in markets too small to tell anything, and writes there.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { nodeFiles } from '../dist/node/scenario-files.js'
import { boxAround, withBox } from './lib/instrument-box.mjs'
import { instrumentPage } from './lib/instrument-page.mjs'
import { PARTS } from './lib/instrument-parts.mjs'
import { ROOT } from './lib/revision.mjs'

const { values: options, positionals: asked } = parseArgs({
  options: { redraw: { type: 'boolean' }, box: { type: 'boolean' }, tiny: { type: 'string' } },
  allowPositionals: true,
})
for (const name of asked) {
  if (PARTS[name] === undefined) throw new Error(`no part ${name}; there are ${Object.keys(PARTS).join(', ')}`)
}
const isTiny = options.tiny !== undefined
/** Commands work here, and name folders from here. */
const HOME = isTiny ? resolve(options.tiny) : ROOT
const OUT = 'out/instrument'
const PLACE = isTiny ? HOME : join(ROOT, 'docs')
const DATA = join(PLACE, 'instrument.json')
const CLI = join(ROOT, 'dist/node/cli.js')

/** Of a command, what makes it fast and its results worthless. */
function tinySets({ id, set = {} }) {
  const consumers = id.startsWith('sizes-') ? 100 + Math.round(set['population.consumers'] / 10_000) : 200
  return { ...set, 'population.consumers': consumers, 'horizon.burnIn': 2, 'horizon.months': 6 }
}

/** Copies of the shipped scenarios with few points, and few factors so that a trajectory is short. */
function tinyScenarios() {
  cpSync(join(ROOT, 'scenarios'), join(HOME, 'scenarios'), { recursive: true })
  for (const name of ['target-power', 'accepted', 'free-parameters']) {
    const text = readFileSync(join(ROOT, `scenarios/${name}.yaml`), 'utf8')
    const short = text.replace(/(sensitivity:.*factors:\n([^\n]+\n){3}).*/s, '$1')
    const few = short.replace(/points: \d+/, 'points: 3').replace(/trajectories: \d+/, 'trajectories: 2')
    writeFileSync(join(HOME, `scenarios/${name}.yaml`), few)
  }
}

/** The words of a command, as a user types them. */
function wordsOf({ id, verb = 'sweep', scenario, set = {}, replications }) {
  const sets = Object.entries(isTiny ? tinySets({ id, set }) : set)
  const runs = isTiny && replications !== undefined ? Math.min(2, replications) : replications
  return [
    ...[verb, isTiny ? `scenarios/${scenario}.yaml` : scenario],
    ...sets.flatMap(([key, value]) => ['--set', `${key}=${value}`]),
    ...(runs === undefined ? [] : ['--replications', String(runs)]),
    ...['--no-charts', '--out', `${OUT}/${id}`],
  ]
}

/** Calls the command, which keeps finished runs when it is interrupted; gives what it printed if that is asked for. */
function called(words, stdout) {
  const stdio = ['ignore', stdout, 'inherit']
  const { status, stdout: told } = spawnSync(process.execPath, [CLI, ...words], {
    ...{ stdio, cwd: HOME, encoding: 'utf8', maxBuffer: 2 ** 26 },
  })
  if (status === 0) return told
  console.error(`xiaojin ${words.join(' ')}`)
  process.exit(status ?? 1)
}

/** Runs one part and gives its figures beside the commands that made them. */
async function made(name) {
  const commands = []
  const shop = {
    run: async (command) => {
      const words = wordsOf(command)
      commands.push(`xiaojin ${words.join(' ')}`)
      // Replaces what an earlier baseline left; runs that are still of use stay.
      const more = ['--force', '--threads', String(availableParallelism()), ...(isTiny ? ['--quiet'] : [])]
      called([...words, ...more], isTiny ? 'ignore' : 'inherit')
      return join(HOME, words.at(-1))
    },
    targets: (folder) => {
      const words = ['targets', relative(HOME, folder)]
      commands.push(`xiaojin ${words.join(' ')}`)
      return JSON.parse(called([...words, '--json'], 'pipe'))
    },
    /** A table of a folder, as CSV. */
    csv: (folder, table) => readFileSync(join(folder, `data/${table}.csv`), 'utf8'),
  }
  const figures = await PARTS[name](shop)
  const [folder] = commands[0].split(' ').slice(-1)
  const { engine } = JSON.parse(readFileSync(join(HOME, folder, 'manifest.json'), 'utf8'))
  const { version, gitCommit: commit, gitDirty: changed } = engine
  return { commands, from: { version, commit, changed }, ...figures }
}

const write = (file, text) => writeFileSync(join(PLACE, file), text)
/** A line for each list of numbers, so that parts differ where a run differs. */
const dataText = (data) =>
  `${JSON.stringify(data, null, 1).replace(/\[\s+([^[\]{}"]*?)\s+\]/g, (_, list) => `[${list.replace(/\s+/g, ' ')}]`)}\n`

if (options.box) {
  const file = join(ROOT, 'scenarios/accepted.yaml')
  writeFileSync(file, withBox(readFileSync(file, 'utf8'), boxAround(join(ROOT, 'scenarios/baseline.yaml'), nodeFiles)))
} else {
  mkdirSync(PLACE, { recursive: true })
  if (isTiny) tinyScenarios()
  const before = existsSync(DATA) ? JSON.parse(readFileSync(DATA, 'utf8')) : {}
  const data = Object.fromEntries(Object.keys(PARTS).map((name) => [name, before[name]]))
  for (const name of Object.keys(PARTS)) {
    if (options.redraw || (asked.length > 0 && !asked.includes(name))) continue
    data[name] = await made(name)
    // After each part, so that one that is stopped later loses nothing.
    write('instrument.json', dataText(data))
  }
  write('instrument.json', dataText(data))
  for (const lang of ['en', 'zh']) write(`instrument${lang === 'en' ? '' : '.zh-CN'}.md`, instrumentPage(data, lang))
}
