/** Commands that the READMEs, the guides and the heads of scenarios print, run at a small size: each has to end well. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/node/commands/list.ts'
import { cases, SOAK } from '../size.ts'
import { type Ended, here, QUICK, ROOT, wordsOf } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-documented-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const PAGES = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs')).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
  // What made docs/instrument*.md is run, small, by test/node/instrument.test.ts; gallery and tutorial have tests of their own.
].filter((file) => file !== 'CHANGELOG.md' && !/^docs\/(gallery|instrument|tutorial)/.test(file))

/** What a page shows of a program: lines of blocks without their comments, and code in a sentence. */
function shown(page: string, program: RegExp): string[] {
  const line = new RegExp(`^ *(?:npx )?${program.source}(.*?)(?: +#.*)?$`, 'gm')
  const inline = new RegExp(`\`(?:npx )?${program.source}([^\`\\n]*)\``, 'g')
  return [line, inline].flatMap((pattern) => [...page.matchAll(pattern)].map(([, rest]) => rest.trim()))
}

/** Words that stand for what a reader puts there. */
const PLACEHOLDERS: { readonly [word: string]: string } = { KEY: 'credit.coverage' }

const NAMES = COMMANDS.map(({ command }) => command.split(' ')[0])
const printed = [...new Set(PAGES.flatMap((page) => shown(read(page), /xiaojin (?=[a-z-])/)))]
const called = printed
  .filter((command) => {
    const [name, ...rest] = command.split(' ')
    // A server that goes on until it is stopped: test/browser opens it.
    if (name === 'explore') return false
    return name.startsWith('--') || (NAMES.includes(name) && (rest.length > 0 || name === 'list'))
  })
  // There is no Redis here: test/machines/queue.test.ts starts one.
  .filter((command) => !command.includes('--queue'))
  .map((command) => command.replace(/\b[A-Z]{3,}\b/g, (word) => PLACEHOLDERS[word] ?? word))

/** `--set` with which a scenario is compared with itself. */
const against = readdirSync(join(ROOT, 'scenarios')).flatMap((file) => {
  if (!file.endsWith('.yaml')) return []
  const head = read(`scenarios/${file}`).split('\n\n')[0].replace(/\n# +/g, ' ')
  return [...head.matchAll(/--set ("[^"]+"|[\w.]+=[^\s;,；，]+)/g)].map(([set]) => `run scenarios/${file} ${set}`)
})

const consumers = cases(100, 2000)
/** People by whom lenders set their prices: so many that a small market would do little else. */
const SHOPPERS = 'pricing.shopperSample=64'
const tinyOf = (months: number): string =>
  [`population.consumers=${consumers}`, `horizon.burnIn=${cases(0, 2)}`, `horizon.months=${months}`, SHOPPERS]
    .map((value) => ` --set ${value}`)
    .join('')
const isOwn = (command: string): boolean => /\b(my\.yaml|out\/(my|a)-1)/.test(command)

/** The same command, but short, and on one thread: scenarios of this test are small by themselves. */
function shortened(printed: string): string {
  const command = SOAK ? printed : printed.replace(/ --threads \d+/, ' --threads 1')
  // Shipped scenarios have changes in month 24, but for these.
  const isShort = !command.includes('scenarios/') || /endogenous-design|timeline=\[\]/.test(command)
  const tiny = tinyOf(isShort ? 4 : cases(25, 30))
  const name = command.split(' ')[0]
  const size = isOwn(command) ? '' : tiny
  // A checkpoint is of one run, and the page goes on from month 24.
  if (command.includes('checkpoint')) return `${command} --arm wide --set horizon.months=30 --no-charts --quiet`
  if (name === 'run') return `${command.replace(/--replications \d+/, '')}${size} --replications 1 --no-charts --quiet`
  if (name === 'compare') {
    const folders = command.includes('out/')
    const replications = folders ? '' : ' --replications 2 --no-png'
    return `${command.replace(/ --replications \d+/, '')}${folders ? '' : tiny}${replications} --quiet`
  }
  if (name === 'sweep' || name === 'sensitivity') {
    const dry = isOwn(command) || command.includes('--dry-run') ? '' : ' --dry-run'
    return `${command.replace('=0.005', '=0.5').replace('--samples 256', '--samples 4')}${size}${dry} --no-charts --quiet`
  }
  // Pages show one worker of many.
  if (name === 'collect') return `${command} --make-missing --quiet`
  if (name === 'study') return `${command}${tinyOf(48)}`
  // The fewest points that each method takes here.
  const isAbc = command.includes('--method abc')
  const [points, replications] = isAbc ? [90, 1] : [18, cases(1, 2)]
  // All targets that are fitted have values in a large and long market only, these in a small one.
  const told = SOAK ? command : command.replace(/ --targets \S+/, '')
  const targets = SOAK ? '' : ` --targets apr-dense,demand-met${isAbc ? '' : ',ticket-platform'}`
  const less = ` --set population.consumers=${cases(100, 6000)} --set horizon.burnIn=${cases(0, 2)} --set horizon.months=${cases(2, 12)}${targets}`
  // A number of points of one's own gives the folder another name than the page has.
  const out = command.includes('--method') ? '' : ' --out out/my-1-smm'
  return name === 'calibrate'
    ? `${told} --evaluations ${points} --replications ${replications}${out}${less} --no-charts --quiet`
    : command
}

const MARKET = `seed: 1\npopulation: { consumers: ${cases(1, 3) * consumers} }\nhorizon: { burnIn: 2, months: ${cases(4, 12)} }\n${QUICK}`
const STUDY = `extends: baseline
credit: { coverage: 0.8 }
experiment: { replications: 2, arms: { narrow: { set: { credit.coverage: 0.5 } }, wide: { set: { credit.coverage: 0.9 } } } }
sensitivity: { trajectories: 2, outcomes: [served.all], factors: { credit.coverage: [0.5, 1] } }
`
const MADE_BEFORE = [
  'sweep a.yaml --no-charts --quiet',
  `run baseline${tinyOf(4)} --no-charts --quiet --out out/baseline-2023`,
]
/** Sweeps that are too large for a test are only told; what goes on in their folders is shown one of two arms. */
const TOLD_ONLY = 'sweep a.yaml --no-charts --quiet --out out/target-power-2023-sweep'

// Pages in Chinese print the same commands in Chinese, which a soak runs as well.
const commands = [
  ...new Set([...called, ...against].map((command) => (SOAK ? command : command.replace(' --lang zh', '')))),
]
const endings = new Map<string, Ended>()

const callOf = (command: string): Promise<Ended> => here(wordsOf(command), place)

beforeAll(async () => {
  for (const folder of ['scenarios', 'studies']) cpSync(join(ROOT, folder), join(place, folder), { recursive: true })
  for (const name of ['my', 'a']) writeFileSync(join(place, `${name}.yaml`), `name: ${name}\n${MARKET}${STUDY}`)
  for (const command of MADE_BEFORE) {
    const { code, err } = await callOf(command)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  }
  for (const command of commands) {
    if (command === 'targets out/target-power-2023-sweep') expect(await callOf(TOLD_ONLY)).toMatchObject({ code: 0 })
    endings.set(command, await callOf(shortened(command)))
  }
})

describe('commands', () => {
  test('of every kind are printed', () => {
    const kinds = new Set(called.map((command) => command.split(' ')[0]))
    const everywhere = ['run', 'sweep', 'compare', 'sensitivity', 'calibrate', 'check', 'query', 'targets', 'verify']
    expect([...kinds]).toEqual(expect.arrayContaining([...everywhere, 'init', 'explain', 'list', '--help']))
    expect(against.length).toBeGreaterThan(10)
  })

  test('that are only named are commands', () => {
    const bare = printed.filter((command) => /^[a-z]+$/.test(command))
    expect(bare.filter((command) => !NAMES.includes(command))).toEqual([])
  })

  test.each(commands)('xiaojin %s', (command) => {
    const { code, err } = endings.get(command)!
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
  })
})

test('every script of npm that a page names is one of package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { [name: string]: string } }
  const named = PAGES.flatMap((page) => [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name))
  expect(new Set(named).size).toBeGreaterThan(10)
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})
