// Writes what is generated in README.md and README.zh-CN.md, the pictures they show and the record docs/baseline.json,
// all from the commands that stand beside it. `npm run readme` builds first and takes some minutes, nearly all of them
// for the experiment, which `-- --keep-experiment` leaves as it is. What they say of speed is that of docs/performance.json.
// `-- --text` writes the pages of the two records again, without a run. `-- --check` writes nothing, and exits with 1 if the record does not hold any more: it makes the baseline and the example again at the small
// size that is recorded beside them, since a change of numbers shows there, too; with `--full` at their own size as well
// (not the experiment: 40 runs).
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, parseArgs, promisify } from 'node:util'
import { EXAMPLE, EXPERIMENT, exampleGroups, experimentArms, fillBlocks, readmeBlocks } from './lib/readme-blocks.mjs'

const RECORD = 'docs/baseline.json'
const SPEED = 'docs/performance.json'
const BASELINE = 'scenarios/baseline.yaml'
const CHART = 'long-tail'
/** Long enough for the example's change in month 24; charts have tests of their own. */
const SMALL = ['population.consumers=1000', 'horizon.burnIn=3', 'horizon.months=28'].flatMap((value) => [
  '--set',
  value,
])
const PAGES = { en: 'README.md', zh: 'README.zh-CN.md' }
const IMAGES = { en: `docs/images/${CHART}.png`, zh: `docs/images/${CHART}.zh-CN.png` }

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const read = (path) => readFileSync(at(path), 'utf8')
const sha256 = (data) => createHash('sha256').update(data).digest('hex')

/** Runs the built command in a folder of its own and gives what it prints, with `/` in paths everywhere. */
async function xiaojin(place, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [at('dist/node/cli.js'), ...args], {
    cwd: place,
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1e8,
  })
  return stdout
}

/** The baseline in one language: what it printed, and its chart, as a picture too where `pictures` are drawn. */
async function baseline(place, size, lang, pictures) {
  const own = join(place, lang)
  mkdirSync(own)
  const charts = size === SMALL ? ['--no-charts'] : pictures ? [] : ['--no-png']
  const printed = await xiaojin(own, 'run', at(BASELINE), ...size, '--lang', lang, ...charts)
  const [, folder] = /^\S+ +(.+)[\\/]report\.html$/m.exec(printed)
  const lines = printed.replaceAll('\\', '/').trim().split('\n')
  const json = (text) => JSON.parse(text)
  const manifest = json(readFileSync(join(own, folder, 'manifest.json'), 'utf8'))
  const targets = json(await xiaojin(own, 'targets', folder, '--json')).map(({ target, value, status }) => {
    const { key, use, en, zh, unit, low, high } = target
    return status === 'met' || status === 'missed'
      ? { key, use, en, zh, unit, low, high, value, status }
      : { key, use, en, zh, status }
  })
  const chart = (ending) => readFileSync(join(own, folder, `charts/${CHART}.${ending}`))
  const { digest, seed, scenario } = manifest
  return {
    digest,
    seed,
    scenario: scenario.name,
    lines,
    targets,
    spec: size === SMALL ? null : sha256(chart('vl.json')),
    png: pictures ? chart('png') : null,
  }
}

async function exampleArm(place, name, size, ...set) {
  const out = join(place, name)
  const printed = await xiaojin(place, 'run', at(EXAMPLE.file), ...size, ...set, '--no-charts', '--json', '--out', out)
  return { digest: JSON.parse(printed).digest, groups: readFileSync(join(out, 'data/groups.csv'), 'utf8') }
}

async function experiment(place) {
  const out = join(place, 'experiment')
  await xiaojin(place, 'run', at(EXPERIMENT.file), ...EXPERIMENT.options, '--no-charts', '--out', out)
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
  const csv = (name) => readFileSync(join(out, `data/${name}.csv`), 'utf8')
  return {
    digest: manifest.digest,
    scenarioSha256: sha256(read(EXPERIMENT.file)),
    arms: experimentArms(manifest.experiment.arms, csv('bands'), csv('differences')),
  }
}

async function simulated(parent, size, langs, pictures) {
  const place = mkdtempSync(join(parent, 'size-'))
  const [changed, without, ...pages] = await Promise.all([
    exampleArm(place, 'with', size),
    exampleArm(place, 'without', size, '--set', EXAMPLE.without),
    ...langs.map((lang) => baseline(place, size, lang, pictures)),
  ])
  const { digest, seed, scenario, targets } = pages[0]
  const byLang = (of) => Object.fromEntries(langs.map((lang, index) => [lang, of(pages[index])]))
  return {
    pngs: byLang(({ png }) => png),
    found: {
      scenario,
      seed,
      digest,
      printed: byLang(({ lines }) => lines),
      targets,
      example: {
        digests: { without: without.digest, with: changed.digest },
        groups: exampleGroups(without.groups, changed.groups),
      },
      charts: byLang(({ spec }) => spec),
    },
  }
}

/** The places where the record says something else than what was found, `found` leaving out what was not asked for. */
function differences(recorded, found, path = '') {
  if (typeof found !== 'object' || found === null) {
    return isDeepStrictEqual(recorded, found)
      ? []
      : [`${path}: recorded ${JSON.stringify(recorded)}, found ${JSON.stringify(found)}`]
  }
  const lengths = Array.isArray(found) && found.length !== recorded?.length ? [`${path}: another length`] : []
  return [
    ...lengths,
    ...Object.keys(found).flatMap((key) => differences(recorded?.[key], found[key], `${path}/${key}`)),
  ]
}

/** What `npm test` makes again. */
async function small(place) {
  const { found } = await simulated(place, SMALL, ['en'], false)
  return { digest: found.digest, sha256: sha256(JSON.stringify(found)) }
}

async function check(place, isFull) {
  const full = isFull ? (await simulated(place, [], ['en'], false)).found : {}
  const record = JSON.parse(read(RECORD))
  const differ = differences(record, { ...full, small: await small(place) })
  if (differ.length === 0) return void console.log(`${RECORD} holds: digest ${record.digest}`)
  console.error(`${RECORD} does not hold any more; \`npm run readme\` rewrites it.\n${differ.slice(0, 12).join('\n')}`)
  process.exitCode = 1
}

async function write(place, keepsExperiment) {
  const former = JSON.parse(read(RECORD))
  const { found, pngs } = await simulated(place, [], ['en', 'zh'], true)
  found.experiment = keepsExperiment ? former.experiment : await experiment(place)
  found.small = await small(place)
  const images = Object.fromEntries(Object.entries(IMAGES).map(([lang, path]) => [path, sha256(pngs[lang])]))
  mkdirSync(at('docs/images'), { recursive: true })
  for (const [lang, path] of Object.entries(IMAGES)) writeFileSync(at(path), pngs[lang])
  writeFileSync(at(RECORD), `${JSON.stringify({ ...found, images }, null, 2)}\n`)
  writePages()
  console.log(`Written: ${[...Object.values(PAGES), ...Object.values(IMAGES), RECORD].join(', ')}`)
}

/** Fills the pages from the records. */
function writePages() {
  const [record, speed] = [RECORD, SPEED].map((path) => JSON.parse(read(path)))
  for (const [lang, path] of Object.entries(PAGES)) {
    writeFileSync(at(path), fillBlocks(read(path), readmeBlocks({ ...record, speed }, read(EXAMPLE.file), lang)))
  }
}

const flag = { type: 'boolean', default: false }
const { values } = parseArgs({ options: { check: flag, full: flag, text: flag, 'keep-experiment': flag } })
const place = mkdtempSync(join(tmpdir(), 'xiaojin-readme-'))
try {
  if (values.text) writePages()
  else await (values.check ? check(place, values.full) : write(place, values['keep-experiment']))
} finally {
  rmSync(place, { recursive: true, force: true })
}
