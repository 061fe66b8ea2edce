// Prints the figures that an issue asks for against their targets; they depend on the machine, so CI does not run this.
//
//   npm run accept -- nothing-lost          start-up, the fast tests, the named mutants
//   npm run accept -- nothing-lost --cit    npm cit and its wall time as well
//   npm run accept -- explorer              times and sizes of the explorer; --sheet: pictures of its views as well
//   npm run accept -- house                 times of the build, lines of code
//   npm run accept -- house --against REV   the cost of a run over that of a commit as well: nine pairs, half an hour
//   npm run accept -- speed                 runs a second against 85262bd (--against REV), threads, memory; --large: 10^6 too
//   npm run accept -- machines              overhead of a queue and gain of a second worker (--runs, --consumers, --pairs)
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { explorerFigures } from './lib/explorer-figures.mjs'
import { explorerSheet } from './lib/explorer-sheet.mjs'
import { machines } from './lib/machines.mjs'
import { atRevision, ROOT } from './lib/revision.mjs'
import { printRuns, speed } from './lib/speed.mjs'

const [name, ...options] = process.argv.slice(2)
const CLI = 'dist/node/cli.js'

function timed(command, args, cwd = ROOT) {
  const startMs = performance.now()
  const { status, stdout } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 })
  return { status, stdout, seconds: (performance.now() - startMs) / 1000 }
}

/** User and system seconds of a command, by the shell's own `times` of its children. */
function cpuSeconds(args) {
  const { stdout } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1', '-', ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return stdout
    .trim()
    .split(' ')
    .reduce((sum, text) => sum + Number(text), 0)
}

function line(what, found, target, isMet) {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what}: ${found} (${target})`)
  if (!isMet) process.exitCode = 1
}

/** The middle one of an odd number of measurements. */
function median(times, measure) {
  const found = Array.from({ length: times }, measure).sort((a, b) => a - b)
  return found[(times - 1) / 2]
}

function nothingLost() {
  const start = median(7, () => cpuSeconds([process.execPath, CLI, '--version']))
  line('CPU of --version, median of 7', `${start.toFixed(2)} s`, 'at most 0.25 s', start <= 0.25)
  const fast = timed('npm', ['run', '--silent', 'test:fast'])
  line(
    'npm run test:fast',
    `${fast.seconds.toFixed(0)} s, exit ${fast.status}`,
    'below 60 s, passes',
    fast.status === 0 && fast.seconds < 60,
  )
  const mutants = timed(process.execPath, ['scripts/mutants.mjs', '--count', '0'])
  line('named mutants', mutants.stdout.trim().split('\n').at(-1), 'all noticed', mutants.status === 0)
  if (!options.includes('--cit')) return
  const cit = timed('npm', ['cit'])
  line(
    'npm cit',
    `${(cit.seconds / 60).toFixed(1)} min, exit ${cit.status}`,
    'at most 8 min, passes',
    cit.status === 0 && cit.seconds <= 480,
  )
}

/** The cost of a run at so many consumers may be this part of what it was before the house was built. */
const COSTS = { 5000: 0.6, 20000: 0.65, 100000: 0.95 }

/** Prints the CPU seconds of one run of the baseline, ten years, by the build in a folder: for a process of its own. */
async function printCost(folder, consumers) {
  const load = (path) => import(pathToFileURL(join(folder, 'dist', path)))
  const { loadScenario } = await load('scenarios/load.js')
  const { nodeFiles } = await load('node/scenario-files.js')
  const { overridesOf } = await load('node/commands/options.js')
  const { runScenario } = await load('run/run.js')
  const sets = [`population.consumers=${consumers}`, 'horizon.burnIn=60', 'horizon.months=60']
  const { scenario } = loadScenario(join(folder, 'scenarios/baseline.yaml'), nodeFiles, overridesOf(sets, undefined))
  const before = process.cpuUsage()
  runScenario(scenario)
  console.log(process.cpuUsage(before).user / 1e6)
}

function house() {
  const secondsOfBuild = (folder) => timed(process.execPath, ['scripts/build.mjs'], folder).seconds
  const full = atRevision('HEAD', (folder) =>
    median(5, () => {
      rmSync(join(folder, 'dist'), { recursive: true })
      return secondsOfBuild(folder)
    }),
  )
  line('the build of HEAD, median of 5', `${full.toFixed(2)} s`, 'at most 1.5 s', full <= 1.5)
  const none = median(5, () => secondsOfBuild(ROOT))
  line('the build when nothing changed', `${none.toFixed(2)} s`, 'below half of that', none < full / 2)
  const sizes = timed(process.execPath, ['scripts/sizes.mjs']).stdout
  const lines = Number(/^\| lines, src \+ scripts \| (\d+)/m.exec(sizes)?.[1])
  line('lines of src and scripts', lines, 'below 42170', lines < 42170)
  const [flag, revision] = options
  if (flag !== '--against') return
  atRevision(revision, (before) => {
    for (const [consumers, target] of Object.entries(COSTS)) {
      const secondsOfRun = (folder) =>
        Number(timed(process.execPath, ['scripts/accept.mjs', 'cost', folder, consumers]).stdout)
      const found = median(9, () => {
        const cost = secondsOfRun(before)
        return secondsOfRun(ROOT) / cost
      })
      const what = `CPU of a run of ${consumers} consumers over that of ${revision}, median of 9 pairs`
      line(what, found.toFixed(2), `at most ${target}`, found <= target)
    }
  })
}

async function explorer() {
  const { paintSeconds, kilobytes, changeSeconds, frames } = await explorerFigures()
  line('first paint', `${paintSeconds.toFixed(2)} s`, 'below 1 s', paintSeconds < 1)
  line('first load, gzipped, without Vega', `${kilobytes.toFixed(0)} kB`, 'at most 250 kB', kilobytes <= 250)
  const found = `${changeSeconds.toFixed(1)} s`
  line('baseline at 20,000 consumers after a change', found, 'at most 4 s', changeSeconds <= 4)
  console.log(`        frames a second while it runs: ${frames.toFixed(0)} (aim 30)`)
  if (options.includes('--sheet')) await explorerSheet()
}

if (name === 'nothing-lost') nothingLost()
else if (name === 'explorer') await explorer()
else if (name === 'house') house()
else if (name === 'speed') await speed(options, line)
else if (name === 'machines') await machines(options, line)
else if (name === 'cost') await printCost(...options)
else if (name === 'runs') await printRuns(...options)
else {
  console.error(
    'npm run accept -- nothing-lost [--cit] | house [--against REV] | explorer [--sheet] | speed [PART ...] [--against REV] [--pairs N] [--large] | machines [--runs N] [--consumers N] [--pairs N]',
  )
  process.exitCode = 2
}
