// What issue 14 asks of speed, against an earlier commit: `npm run accept -- speed [--against REV] [--pairs N] [--large]`.
// Both builds run the same scenario, which the earlier one has to accept; runs take turns, since machines are noisy.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { atRevision, ROOT } from './revision.mjs'

/** By consumers: runs a second and core, over those of the commit; in a process of their own, and as one of many. */
const FASTER = { 5000: 2, 20000: 2, 100000: 2, 1000000: 1.7 }
const SCENARIO = join(ROOT, 'scenarios/baseline.yaml')
const load = (folder, path) => import(pathToFileURL(join(folder, 'dist', path)))

/** Prints processor seconds of so many runs one after another, and the digest: for a process of its own. */
export async function printRuns(folder, consumers, runs) {
  const { loadScenario } = await load(folder, 'scenarios/load.js')
  const { nodeFiles } = await load(folder, 'node/scenario-files.js')
  const { overridesOf } = await load(folder, 'node/commands/options.js')
  const { runScenario } = await load(folder, 'run/run.js')
  const { scenario } = loadScenario(SCENARIO, nodeFiles, overridesOf([`population.consumers=${consumers}`], undefined))
  const seconds = []
  let digest = ''
  for (let run = 0; run < Number(runs); run++) {
    const before = process.cpuUsage()
    digest = runScenario(scenario).digest
    const { user, system } = process.cpuUsage(before)
    seconds.push((user + system) / 1e6)
  }
  console.log(JSON.stringify({ seconds, digest }))
}

/** Processor seconds of so many runs, one after another in a process of their own, by the build in a folder. */
export function secondsOfRuns(folder, consumers, runs) {
  const args = ['scripts/accept.mjs', 'runs', folder, String(consumers), String(runs)]
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`a run of ${consumers} consumers by the build in ${folder} failed`)
  return JSON.parse(stdout)
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

export async function speed(options, line) {
  const { values } = parseArgs({
    args: options,
    options: {
      against: { type: 'string', default: '85262bd' },
      pairs: { type: 'string', default: '3' },
      large: { type: 'boolean', default: false },
    },
  })
  const pairs = Array.from({ length: Number(values.pairs) })
  const sizes = Object.entries(FASTER).filter(([consumers]) => values.large || Number(consumers) <= 100000)
  atRevision(values.against, (before) => {
    for (const [consumers, target] of sizes) {
      // Sweeps make many runs in a process: the code of the second and third is compiled.
      const runs = Number(consumers) <= 20000 ? 3 : 1
      const found = pairs.map(() => [before, ROOT].map((folder) => secondsOfRuns(folder, consumers, runs)))
      const equal = found.every(([one, other]) => one.digest === other.digest)
      for (const [what, at] of runs === 1
        ? [['a run', 0]]
        : [
            ['a first run', 0],
            ['a later run', runs - 1],
          ]) {
        const ratios = found.map(([one, other]) => one.seconds[at] / other.seconds[at])
        const told = `${median(ratios).toFixed(2)}, ${spread(ratios)}; digests ${equal ? 'equal' : 'differ'}`
        line(
          `${what} of ${consumers} consumers, times as fast as at ${values.against}`,
          told,
          `at least ${target}`,
          median(ratios) >= target,
        )
      }
    }
  })
  for (const [consumers, target] of values.large
    ? [
        [100000, 1.5],
        [1000000, 1.8],
      ]
    : [[100000, 1.5]]) {
    const ratios = pairs.map(() => wallOf(consumers, 1) / wallOf(consumers, 2))
    line(
      `two threads on a run of ${consumers} consumers, times as fast as one`,
      `${median(ratios).toFixed(2)}, ${spread(ratios)}`,
      `at least ${target}`,
      median(ratios) >= target,
    )
  }
  const { bytesOfRun } = await load(ROOT, 'node/memory.js')
  const { loadScenario } = await load(ROOT, 'scenarios/load.js')
  const { nodeFiles } = await load(ROOT, 'node/scenario-files.js')
  const { overridesOf } = await load(ROOT, 'node/commands/options.js')
  const { scenario } = loadScenario(SCENARIO, nodeFiles, overridesOf(['population.consumers=10000000'], undefined))
  const gigabytes = bytesOfRun(scenario) / 1e9
  line('memory of 10^7 consumers, by their columns', `${gigabytes.toFixed(2)} GB`, 'at most 3 GB', gigabytes <= 3)
  for (const what of [
    'a sweep on two threads at 20,000',
    '60 to 200 offers',
    'npm start',
    'a study',
    'time of 10^7 consumers',
  ]) {
    console.log(`open    ${what}: not measured by this script`)
  }
}
