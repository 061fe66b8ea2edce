// `npm run bench`: passes its options on to dist/node/bench.js; with `--against REV` it times the build of that commit as well,
// the two in turns, since machines are noisy. Both run the same scenario, which the other commit has to accept.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { atRevision, ROOT } from './lib/revision.mjs'
import { median } from './lib/speed.mjs'

/** What the bench of a build prints. */
export function bench(folder, args) {
  const { status, stdout } = spawnSync(process.execPath, ['--expose-gc', 'dist/node/bench.js', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e8,
  })
  if (status !== 0) throw new Error(`the bench of the build in ${folder} failed`)
  return stdout
}

const measured = (folder, args) => JSON.parse(bench(folder, ['--json', '--runs', '1', ...args])).measurements[0]
const spreadOf = (values) => ({ median: median(values), least: Math.min(...values), most: Math.max(...values) })

/** For each size, how many times as fast as at `revision`: processor and wall time, and whether digests are equal. */
export function against(revision, { sizes, pairs, args }) {
  return atRevision(revision, (before) =>
    sizes.map((consumers) => {
      const found = Array.from({ length: pairs }, () =>
        [before, ROOT].map((folder) => measured(folder, ['--consumers', consumers, ...args])),
      )
      const ratios = (name) => spreadOf(found.map(([one, other]) => one[name] / other[name]))
      const equal = found.every(([one, other]) => one.digest === other.digest)
      return {
        consumers: Number(consumers),
        pairs,
        cpu: ratios('simulationCpuMs'),
        wall: ratios('simulationMs'),
        equal,
      }
    }),
  )
}

/** Takes an option and its value out of a list of arguments. */
function taken(args, option) {
  const at = args.indexOf(option)
  return at < 0 ? undefined : args.splice(at, 2)[1]
}

function main(args) {
  const revision = taken(args, '--against')
  if (revision === undefined) {
    const command = ['--expose-gc', join(ROOT, 'dist/node/bench.js'), ...args]
    process.exitCode = spawnSync(process.execPath, command, { stdio: 'inherit' }).status ?? 1
    return
  }
  const sizes = (taken(args, '--consumers') ?? '5000,20000,100000').split(',')
  const pairs = Number(taken(args, '--runs') ?? '3')
  if (!Number.isSafeInteger(pairs) || pairs < 1) throw new Error('--runs takes whole numbers from 1')
  if (!args.includes('--scenario')) args.push('--scenario', join(ROOT, 'scenarios/baseline.yaml'))
  const told = ({ median: middle, least, most }) => `${middle.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
  console.log(`times as fast as at ${revision}, median and range of ${pairs} pairs`)
  for (const { consumers, cpu, wall, equal } of against(revision, { sizes, pairs, args }))
    console.log(`${consumers} consumers: CPU ${told(cpu)}, wall ${told(wall)}; digests ${equal ? 'equal' : 'differ'}`)
}

if (process.argv[1] === import.meta.filename) {
  try {
    main(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
  }
}
