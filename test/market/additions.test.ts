import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { numbers, type Table } from '../../src/base/table.ts'
import { runScenario } from '../../src/run/run.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { folderFaults, mechanismFaults } from '../architecture/rules.ts'
import { typescriptIn } from '../architecture/source.ts'
import { type Copy, copyOf, type Edit } from '../fixtures/copy.ts'
import { digestOfTables } from '../fixtures/digest-of-tables.ts'
import { SOAK } from '../size.ts'

// What it takes to add a monthly counter and a mechanism. Tried in copies; a soak checks their types too.

type Run = typeof import('../../src/run/run.ts')
type World = typeof import('../../src/market/world.ts')
type Births = typeof import('../../src/market/births.ts')
type Tick = typeof import('../../src/market/tick.ts')
type Parameters = typeof import('../../src/scenarios/parameters.ts')

const SMALL = { 'population.consumers': 1500, 'horizon.burnIn': 2, 'horizon.months': 4 }
const TYPES = ['package.json', 'tsconfig.base.json', 'tsconfig.core.json']
const filesOf = (edits: readonly Edit[]): string[] => [...new Set(edits.map(([file]) => file))]

function checkTypes({ root }: Copy): void {
  if (!SOAK) return
  const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.core.json', '--noEmit']
  execFileSync(process.execPath, args, { cwd: root, stdio: 'pipe' })
}

/** The digest of a run as if the months table had no such column. */
function digestWithout(
  column: string,
  { tables, events }: { tables: readonly Table[]; events: readonly string[] },
): string {
  const [months, ...others] = tables
  return digestOfTables(
    [{ ...months, columns: months.columns.filter(({ name }) => name !== column) }, ...others],
    events,
  )
}

const COUNTER: readonly Edit[] = [
  [
    'src/market/counters.ts',
    "  applicants: { unit: 'person', en: 'consumers who applied at least once', zh: '申请人数' },\n",
    "  deterred: { unit: 'person', en: 'consumers who looked at no offer', zh: '未查看任何报价的人数' },\n",
  ],
  [
    'src/market/shopping.ts',
    '    const outOfReach = beyondReach(world, consumer, outside)\n',
    '    if (outOfReach) tally.market.deterred++\n',
  ],
]

test('a monthly counter takes two files', async () => {
  expect(filesOf(COUNTER).length).toBeLessThanOrEqual(2)
  const copy = copyOf(['src', ...TYPES], COUNTER)
  const scenario = withValues(DEFAULT_SCENARIO, SMALL)
  const before = runScenario(scenario)
  const { runScenario: runCopy } = await copy.load<Run>('src/run/run.ts')
  const run = runCopy(scenario)
  const [months] = run.tables
  const column = months.columns.find(({ name }) => name === 'deterred')
  expect(column).toMatchObject({ unit: 'person', en: 'consumers who looked at no offer', zh: '未查看任何报价的人数' })
  expect(
    numbers(months, 'deterred').every((deterred, m) => deterred > 0 && deterred < numbers(months, 'shoppers')[m]),
  ).toBe(true)
  expect(digestWithout('deterred', run)).toBe(before.digest)
  checkTypes(copy)
})

const FOLDER: { readonly [path: string]: string } = {
  'src/market/mechanisms/education/parameters.ts': `
import { ASSUMED } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

export interface EducationSection {
  readonly share: number
}

export const EDUCATION_PARAMETERS: ParameterTable<'education'> = {
  'education.share': {
    type: 'share',
    min: 0,
    max: 1,
    default: 0,
    unit: '1/month',
    mark: 'free',
    source: ASSUMED,
    dated: true,
    label: { en: 'Consumers taught', zh: '受教育消费者占比' },
    about: { en: 'Chance a month to learn to compare prices.', zh: '每月学会比较价格的概率。' },
  },
}

export const EDUCATION_SWITCHES: Switches<'education', 'teach'> = {
  education: {
    label: { en: 'Financial education', zh: '金融教育' },
    off: { 'education.share': 0 },
    on: { 'education.share': 0.2 },
    streams: ['teach'],
  },
}
`,
  'src/market/mechanisms/education/tables.ts': `
export const EDUCATION_MARKET_COUNTERS = {
  taught: { unit: 'person', en: 'consumers taught', zh: '受教育人数' },
} as const
`,
  'src/market/mechanisms/education/education.ts': `
import { draw, uniform } from '../../../random/streams.ts'
import type { World } from '../../world.ts'

const words = new Int32Array(2)

export function teachChunk(world: World, from: number, to: number): void {
  const { consumers, scenario, streams, tally, tick } = world
  const { share } = scenario.education
  if (share === 0) return
  for (let consumer = from; consumer < to; consumer++) {
    draw(streams.teach, consumer, tick, 0, words)
    if (uniform(words[0]) >= share) continue
    consumers.priceSensitivity[consumer] *= 1.5
    tally.market.taught++
  }
}
`,
}

const LEAF = '../market/mechanisms/education/parameters.ts'
const MECHANISM: readonly Edit[] = [
  [
    'src/scenarios/parameters.ts',
    "import { DIFFUSION_PARAMETERS, REFERRAL_PARAMETERS } from '../market/mechanisms/diffusion/parameters.ts'\n",
    `import { EDUCATION_PARAMETERS } from '${LEAF}'\n`,
  ],
  ['src/scenarios/parameters.ts', '  ...REGULATION_PARAMETERS,\n', '  ...EDUCATION_PARAMETERS,\n'],
  [
    'src/scenarios/parameters.ts',
    "  regulation: { en: 'Regulation', zh: '监管' },\n",
    "  education: { en: 'Education', zh: '金融教育' },\n",
  ],
  [
    'src/scenarios/mechanisms.ts',
    "import type { Bilingual } from '../base/vocabulary.ts'\n",
    `import { EDUCATION_SWITCHES, type EducationSection } from '${LEAF}'\n`,
  ],
  ['src/scenarios/mechanisms.ts', 'export interface MechanismSections {\n', '  readonly education: EducationSection\n'],
  ['src/scenarios/mechanisms.ts', 'type InFolders = ', 'typeof EDUCATION_SWITCHES & '],
  [
    'src/scenarios/mechanisms.ts',
    '  prepayment: PREPAYMENT_SWITCHES.prepayment,\n',
    '  education: EDUCATION_SWITCHES.education,\n',
  ],
  [
    'src/market/counters.ts',
    "import { TALK_LENDER_COUNTERS } from './mechanisms/diffusion/tables.ts'\n",
    "import { EDUCATION_MARKET_COUNTERS } from './mechanisms/education/tables.ts'\n",
  ],
  [
    'src/market/counters.ts',
    'MARKET_COUNTERS: typeof OWN_MARKET_COUNTERS &\n',
    '  typeof EDUCATION_MARKET_COUNTERS &\n',
  ],
  ['src/market/counters.ts', '  ...PREPAYMENT_MARKET_COUNTERS,\n', '  ...EDUCATION_MARKET_COUNTERS,\n'],
  [
    'src/market/tick.ts',
    "import { talkChunk } from './mechanisms/diffusion/word-of-mouth.ts'\n",
    "import { teachChunk } from './mechanisms/education/education.ts'\n",
  ],
  [
    'src/market/tick.ts',
    '    run: ({ world, chunk }, from, to) => serviceChunk(world, from, to, chunk),\n  },\n',
    `  {
    name: 'teach',
    step: '5.2',
    text: '*learn* (\`teachChunk\`);',
    over: 'consumers',
    reads: [],
    writes: ['priceSensitivity', 'tally'],
    run: ({ world }, from, to) => teachChunk(world, from, to),
  },
`,
  ],
]

test('a mechanism takes its folder and four files', async () => {
  expect(filesOf(MECHANISM).length).toBeLessThanOrEqual(4)
  const copy = copyOf(['src', ...TYPES], MECHANISM, FOLDER)
  const [{ runScenario: runCopy }, parameters, market, births, months] = await Promise.all([
    copy.load<Run>('src/run/run.ts'),
    copy.load<Parameters>('src/scenarios/parameters.ts'),
    copy.load<World>('src/market/world.ts'),
    copy.load<Births>('src/market/births.ts'),
    copy.load<Tick>('src/market/tick.ts'),
  ])
  expect(parameters.PATHS).toContain('education.share')
  const off = withValues(parameters.DEFAULT_SCENARIO, SMALL)
  const on = withValues(off, { 'education.share': 0.2 })

  const before = runScenario(withValues(DEFAULT_SCENARIO, SMALL))
  expect(digestWithout('taught', runCopy(off))).toBe(before.digest)
  const run = runCopy(on)
  expect(numbers(run.tables[0], 'taught').every((taught) => taught > 0)).toBe(true)
  expect(digestWithout('taught', run)).not.toBe(before.digest)

  const draws = (scenario: Scenario): number => {
    const world = market.createWorld(scenario)
    const { teach } = world.streams as unknown as { teach: unknown }
    let drawn = 0
    const get = (): unknown => {
      drawn++
      return teach
    }
    Object.defineProperty(world.streams, 'teach', { get })
    births.populate(world)
    months.tick(world)
    return drawn
  }
  expect(draws(off)).toBe(0)
  expect(draws(on)).toBe(1500)

  const sources = [...typescriptIn('src').map(({ path }) => path), ...Object.keys(FOLDER)].map((path) => ({
    path,
    text: readFileSync(join(copy.root, path), 'utf8'),
  }))
  expect([...folderFaults(sources), ...mechanismFaults(sources)]).toEqual([])
  checkTypes(copy)
})
