// Measures speed and writes docs/performance*.md: `npm run performance` on a machine with nothing else to do, a quarter of an
// hour of two cores. `-- --against REV` takes another commit to compare with, `-- --text` writes the pages of the record again.
// `-- --busy` has the pages say that other work ran meanwhile; `-- --pairs N` takes so many turns with the other commit (3).
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { against, bench } from './bench.mjs'
import { performancePage, SIZES } from './lib/performance-page.mjs'
import { ROOT } from './lib/revision.mjs'
import { rosterFile } from './lib/rosters.mjs'
import { median, repeatedAgainst } from './lib/speed.mjs'

const RECORD = join(ROOT, 'docs/performance.json')
const BASELINE = join(ROOT, 'scenarios/baseline.yaml')
const { values } = parseArgs({
  options: {
    against: { type: 'string', default: '85262bd' },
    text: { type: 'boolean', default: false },
    busy: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '3' },
  },
})
const json = (...args) => JSON.parse(bench(ROOT, ['--json', ...args]))
const runsOf = (consumers, ...args) => json('--runs', '3', '--consumers', String(consumers), ...args).measurements[0]

/** What growing one thing costs: `from` and `to` are its sizes. */
function growths(folder) {
  const at20 = (...args) => runsOf(20000, ...args)
  const shipped = rosterFile(folder, 'shipped')
  const twice = rosterFile(folder, 'twice', { copies: 2 })
  // Products do not change here: lenders would launch and withdraw, and offers would not stay as many.
  const [few, many] = [60, 200].map((offers) => rosterFile(folder, `offers-${offers}`, { offers }))
  const fixed = ['--set', 'products.mode=fixed']
  const pair = (what, from, to, one, other) => ({ what, from, to, seconds: [one, other].map(secondsOf) })
  return [
    pair('months', 120, 240, at20(), at20('--months', '204')),
    pair('degree', 6, 12, at20(), at20('--set', 'diffusion.degree=12')),
    pair('lenders', shipped.lenders, twice.lenders, at20('--scenario', shipped.file), at20('--scenario', twice.file)),
    pair('offers', few.offers, many.offers, ...[few, many].map(({ file }) => at20('--scenario', file, ...fixed))),
  ]
}
const secondsOf = ({ simulationCpuMs }) => simulationCpuMs / 1000

if (!values.text) {
  const folder = mkdtempSync(join(tmpdir(), 'xiaojin-performance-'))
  try {
    const { measurements, costs, ...machine } = json('--runs', '1', '--consumers', SIZES.join(','))
    const phases = [5000, 100000].map((consumers) =>
      JSON.parse(bench(ROOT, ['--phases', '--json', '--consumers', String(consumers)])),
    )
    const walls = [1, 2].map((threads) => runsOf(100000, '--threads', String(threads)).simulationMs / 1000)
    const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
    const record = {
      commit: git('rev-parse', '--short=7', 'HEAD'),
      machine,
      measurements: measurements.map(({ simulationMsOfRuns: _, digest: __, ...kept }) => kept),
      costs,
      phases,
      threads: { consumers: 100000, walls },
      growths: growths(folder),
      against: {
        revision: values.against,
        sizes: against(values.against, {
          sizes: ['5000', '20000', '100000'],
          pairs: Number(values.pairs),
          args: ['--scenario', BASELINE],
        }),
        repeated: repeatedAgainst(values.against, [5000, 20000], 1).map(({ first: _, repeated, ...kept }) => ({
          ...kept,
          times: median(repeated),
        })),
      },
    }
    writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
const kept = JSON.parse(readFileSync(RECORD, 'utf8'))
const record = { ...kept, busy: values.busy || (values.text && kept.busy === true) }
writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`)
for (const [lang, ending] of Object.entries({ en: '.md', zh: '.zh-CN.md' }))
  writeFileSync(join(ROOT, `docs/performance${ending}`), performancePage(record, lang))
// The pages that show its sizes.
spawnSync(process.execPath, ['scripts/readme.mjs', '--text'], { cwd: ROOT, stdio: 'inherit' })
