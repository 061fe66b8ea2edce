// What issue 14 asks of speed, against an earlier commit: `npm run accept -- speed [PART ...] [--against REV] [--pairs N] [--large]`.
// Parts: runs, everything, threads, sweep, offers, start, study, and with `--large` huge; all of them unless some are named.
// Both builds run the same scenario, which the earlier one has to accept; runs take turns, since machines are noisy. Half an
// hour of two cores; `--large` adds a million consumers and more: hours, and 16 GB.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { atRevision, ROOT } from './revision.mjs'
import { rosterFile } from './rosters.mjs'

/** By consumers: runs a second and core, over those of the commit; in a process of their own, and as one of many. */
const FASTER = { 5000: 2, 20000: 2, 100000: 2, 1000000: 1.7 }
/** Runs of a process, as many as a sweep has, and how many of the last count: what is compiled early counts no longer. */
const REPEATED = { runs: 12, last: 4 }
/** The commit whose `npm start` is the measure, and the share of its time that is the aim. */
const START = { revision: 'd1d66bd', most: 1 / 3 }
const SCENARIO = join(ROOT, 'scenarios/baseline.yaml')
const EVERYTHING = join(ROOT, 'scenarios/everything.yaml')
const load = (folder, path) => import(pathToFileURL(join(folder, 'dist', path)))

/** Prints processor seconds of so many runs one after another, and the digest: for a process of its own. */
export async function printRuns(folder, scenarioFile, consumers, runs) {
  // On a thread, with the memory that the commands of this build give to threads that simulate; early builds give none.
  const hasPlan = existsSync(join(folder, 'dist/node/thread-plan.js'))
  const { threadLimits } = hasPlan ? await load(folder, 'node/thread-plan.js') : {}
  const resourceLimits = threadLimits?.({ population: { consumers: Number(consumers) } }) ?? {}
  const asked = { task: RUNS, folder, scenarioFile, consumers, runs: Number(runs) }
  new Worker(new URL(import.meta.url), { workerData: asked, resourceLimits })
}

const RUNS = 'xiaojin:speed-runs'
if (!isMainThread && workerData?.task === RUNS) console.log(JSON.stringify(await liveRuns(workerData)))

async function liveRuns({ folder, scenarioFile, consumers, runs }) {
  const { loadScenario } = await load(folder, 'scenarios/load.js')
  const { nodeFiles } = await load(folder, 'node/scenario-files.js')
  const { overridesOf } = await load(folder, 'node/commands/options.js')
  const { runScenario } = await load(folder, 'run/run.js')
  // As its commands do, where they have a quicker hash than the core's.
  const { openSha256: sha256 } = await load(folder, 'node/hash.js')
  const { scenario } = loadScenario(
    scenarioFile,
    nodeFiles,
    overridesOf([`population.consumers=${consumers}`], undefined),
  )
  const seconds = []
  let digest = ''
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    digest = runScenario(scenario, sha256 === undefined ? {} : { sha256 }).digest
    const { user, system } = process.cpuUsage(before)
    seconds.push((user + system) / 1e6)
  }
  return { seconds, digest }
}

/** Processor seconds of so many runs, one after another in a process of their own, by the build in a folder. */
export function secondsOfRuns(folder, consumers, runs, scenarioFile = SCENARIO) {
  const args = ['scripts/accept.mjs', 'runs', folder, scenarioFile, String(consumers), String(runs)]
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`a run of ${consumers} consumers by the build in ${folder} failed`)
  return JSON.parse(stdout)
}

/** For each size, the ratios of `pairs` of processes to those at `revision`: of their first run, and of one of the last. */
export function repeatedAgainst(revision, sizes, pairs) {
  return atRevision(revision, (before) => repeatedBeside(before, sizes, pairs))
}

function repeatedBeside(before, sizes, pairs) {
  const lastOf = ({ seconds }) => median(seconds.slice(-REPEATED.last))
  return sizes.map((consumers) => {
    const found = Array.from({ length: pairs }, () =>
      [before, ROOT].map((folder) => secondsOfRuns(folder, consumers, REPEATED.runs)),
    )
    return {
      consumers,
      ...REPEATED,
      cold: median(found.map(([, { seconds }]) => seconds[0])),
      warm: median(found.map(([, made]) => lastOf(made))),
      first: found.map(([one, other]) => one.seconds[0] / other.seconds[0]),
      repeated: found.map(([one, other]) => lastOf(one) / lastOf(other)),
      equal: found.every(([one, other]) => one.digest === other.digest),
    }
  })
}

/** Wall seconds of one run, by the bench of this build. */
function wallOf(consumers, threads) {
  const args = ['--expose-gc', 'dist/node/bench.js', '--json', '--runs', '1', '--consumers', String(consumers)]
  const { stdout } = spawnSync(process.execPath, [...args, '--threads', String(threads)], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return JSON.parse(stdout).measurements[0].simulationMs / 1000
}

const sorted = (values) => [...values].sort((a, b) => a - b)
export const median = (values) => sorted(values)[Math.floor((values.length - 1) / 2)]
export const spread = (values) => `${sorted(values)[0].toFixed(2)} to ${sorted(values).at(-1).toFixed(2)}`

/** What is measured, by name. */
const PARTS = {
  runs: ownRuns,
  everything: ({ turns, faster, before }) => firstRuns([5000, 20000], turns, faster, before, EVERYTHING),
  threads: threadsOfRun,
  sweep: sweepOnThreads,
  offers: costOfOffers,
  start: startUp,
  study: studyTime,
  huge: hugeRuns,
}

export async function speed(options, line) {
  const { values, positionals } = parseArgs({
    args: options,
    allowPositionals: true,
    options: {
      against: { type: 'string', default: '85262bd' },
      pairs: { type: 'string', default: '3' },
      large: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.filter((name) => !(name in PARTS))
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}`)
  const named = positionals.length > 0 ? positionals : Object.keys(PARTS)
  const faster = (what, ratios, target, equal) =>
    line(
      `${what}, times as fast as at ${values.against}`,
      `${median(ratios).toFixed(2)}, ${spread(ratios)}; digests ${equal ? 'equal' : 'differ'}`,
      `at least ${target}`,
      median(ratios) >= target,
    )
  const turns = Array.from({ length: Number(values.pairs) })
  atRevision(values.against, (before) => {
    for (const name of named) PARTS[name]({ turns, line, faster, before, large: values.large })
  })
}

/** Runs of the baseline, in a process of their own and as one of many. */
function ownRuns({ turns, faster, before, large }) {
  for (const { consumers, first, repeated, equal } of repeatedBeside(before, [5000, 20000], turns.length)) {
    const target = FASTER[consumers]
    faster(`a first run of ${consumers} consumers`, first, target, equal)
    faster(`one of the last of ${REPEATED.runs} runs of ${consumers} consumers in a process`, repeated, target, equal)
  }
  firstRuns(large ? [100000, 1000000] : [100000], turns, faster, before, SCENARIO)
}

function firstRuns(sizes, turns, faster, before, scenarioFile) {
  for (const consumers of sizes) {
    const found = turns.map(() => [before, ROOT].map((folder) => secondsOfRuns(folder, consumers, 1, scenarioFile)))
    const ratios = found.map(([one, other]) => one.seconds[0] / other.seconds[0])
    const equal = found.every(([one, other]) => one.digest === other.digest)
    faster(`a first run of ${consumers} consumers, ${basename(scenarioFile)}`, ratios, FASTER[consumers], equal)
  }
}

function threadsOfRun({ turns, line, large }) {
  for (const [consumers, target] of Object.entries({ 100000: 1.5, ...(large ? { 1000000: 1.8 } : {}) })) {
    const ratios = turns.map(() => wallOf(consumers, 1) / wallOf(consumers, 2))
    line(
      `two threads on a run of ${consumers} consumers, times as fast as one`,
      `${median(ratios).toFixed(2)}, ${spread(ratios)}`,
      `at least ${target}`,
      median(ratios) >= target,
    )
  }
}

/** In a folder of its own, which is removed after it. */
function inFolder(what) {
  const folder = mkdtempSync(join(tmpdir(), 'xiaojin-speed-'))
  try {
    return what(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Wall seconds of a command; throws where it fails. */
function secondsOf(command, args, cwd) {
  const startMs = performance.now()
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
  return (performance.now() - startMs) / 1000
}

/** Wall seconds of a sweep of twelve runs of 20,000 consumers by the build in a folder. */
function secondsOfSweep(build, threads) {
  return inFolder((folder) => {
    copyFileSync(SCENARIO, join(folder, 'market.yaml'))
    writeFileSync(
      join(folder, 'sweep.yaml'),
      `name: sweep\nextends: ./market.yaml\npopulation: { consumers: 20000 }\nexperiment: { replications: 6, factors: { credit.coverage: [0.5, 0.9] } }\n`,
    )
    const args = [join(build, 'dist/node/cli.js'), 'sweep', 'sweep.yaml', '--no-charts', '--quiet', '--out', 'made']
    return secondsOf(process.execPath, [...args, '--threads', String(threads)], folder)
  })
}

/** A study in small: the same sweep by both builds, on all the threads that there are. */
function studyTime({ turns, line, before }) {
  const shares = turns.map(() => secondsOfSweep(ROOT, 2) / secondsOfSweep(before, 2))
  line(
    'a study (a sweep of twelve runs of 20000 consumers) over its former time',
    `${median(shares).toFixed(2)}, ${spread(shares)}`,
    'at most 1/3',
    median(shares) <= 1 / 3,
  )
}

function sweepOnThreads({ turns, line }) {
  const ratios = turns.map(() => secondsOfSweep(ROOT, 1) / secondsOfSweep(ROOT, 2))
  line(
    'a sweep of twelve runs of 20000 consumers on two threads, times as fast as on one',
    `${median(ratios).toFixed(2)}, ${spread(ratios)}`,
    'at least 1.85',
    median(ratios) >= 1.85,
  )
}

/** What 200 offers cost over 60, none of which is redesigned. */
function costOfOffers({ turns, line }) {
  inFolder((folder) => {
    const files = [60, 200].map((offers) => rosterFile(folder, `offers-${offers}`, { offers }).file)
    const cpuOf = (scenario) => {
      const args = ['--expose-gc', 'dist/node/bench.js', '--json', '--runs', '1', '--consumers', '20000']
      const { stdout } = spawnSync(
        process.execPath,
        [...args, '--scenario', scenario, '--set', 'products.mode=fixed'],
        { cwd: ROOT, encoding: 'utf8' },
      )
      return JSON.parse(stdout).measurements[0].simulationCpuMs
    }
    const more = turns.map(() => {
      const [few, many] = files.map(cpuOf)
      return many / few
    })
    line(
      '60 to 200 offers, cost',
      `× ${median(more).toFixed(2)}, ${spread(more)}`,
      'at most × 1.3',
      median(more) <= 1.3,
    )
  })
}

/** `npm start` in fresh clones, with the packages that are installed here. */
function startUp({ turns, line }) {
  const cloneAt = (folder, revision) => {
    const place = join(folder, revision)
    secondsOf('git', ['clone', '--quiet', '--no-checkout', ROOT, place])
    secondsOf('git', ['checkout', '--quiet', revision], place)
    symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'))
    const seconds = secondsOf('npm', ['start', '--silent'], place)
    rmSync(place, { recursive: true })
    return seconds
  }
  inFolder((folder) => {
    const found = turns.map(() => [START.revision, 'HEAD'].map((revision) => cloneAt(folder, revision)))
    const shares = found.map(([before, now]) => now / before)
    line(
      `npm start in a fresh clone over that of ${START.revision}`,
      `${median(shares).toFixed(2)}, ${spread(shares)} (${median(found.map(([, now]) => now)).toFixed(1)} s)`,
      'at most 1/3',
      median(shares) <= START.most,
    )
  })
}

/** Prints what a process took of memory at most, KiB, when it ends. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent("process.on('exit', () => console.error('peak', process.resourceUsage().maxRSS))")}`

/** Large populations, and for how many months, from the first. */
const HUGE = [
  { consumers: 1e7, months: 84, most: 3 },
  { consumers: 5e7, months: 12, most: 20 },
]

function hugeRuns({ line, large }) {
  if (!large) {
    console.log('open    time and memory of 10^7 consumers: with --large')
    return
  }
  for (const { consumers, months, most } of HUGE) {
    inFolder((folder) => {
      const sets = [`population.consumers=${consumers}`, 'horizon.burnIn=0', `horizon.months=${months}`]
      const asked = ['run', 'baseline', ...sets.flatMap((one) => ['--set', one]), '--no-charts', '--quiet']
      const args = [
        '--import',
        TELL_PEAK,
        'dist/node/cli.js',
        ...asked,
        '--threads',
        '2',
        '--out',
        join(folder, 'made'),
      ]
      const startMs = performance.now()
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
      if (status !== 0) throw new Error(`a run of ${consumers} consumers ended with ${status}: ${stderr}`)
      const minutes = (performance.now() - startMs) / 60_000
      // Each thread tells when it ends, the main one last.
      const gigabytes = (1024 * Number([...stderr.matchAll(/^peak (\d+)$/gm)].at(-1)?.[1])) / 1e9
      line(
        `${months} months of ${consumers} consumers on two threads, with the usual panel`,
        `${minutes.toFixed(0)} minutes, ${gigabytes.toFixed(2)} GB`,
        `at most ${most} GB`,
        gigabytes <= most,
      )
    })
  }
}
