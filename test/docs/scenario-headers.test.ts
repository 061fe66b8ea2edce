import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { AGE_PROFILES } from '../../src/measures/age-profiles.ts'
import { derivedTables } from '../../src/measures/derived.ts'
import { ARM_OUTCOMES, BANDS, DIFFERENCES, RUN_OUTCOMES, SERIES, STEADINESS } from '../../src/measures/ensemble.ts'
import { outcomes } from '../../src/measures/outcomes.ts'
import { MONTHLY_MEASURES } from '../../src/measures/registry.ts'
import { derivedSensitivityTables } from '../../src/measures/sensitivity-tables.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { DEFAULT_SCENARIO, PATHS } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValue } from '../../src/scenarios/timeline.ts'
import { eventKinds } from '../fixtures/event-kinds.ts'
import { syntheticAnalysis } from '../fixtures/synthetic-analysis.ts'

const FOLDER = 'scenarios'
/** Each label and its Chinese, in the order of a header. */
const LABELS: readonly (readonly [string, string])[] = [
  ['Question', '问题'],
  ['Varies', '变动'],
  ['Look at', '观察'],
  ['Against', '对照'],
]
/** What comes after it in "Look at" is written by a run of one arm, what comes before it by the experiment. */
const ONE_ARM = 'of one arm (--arm NAME --replications 1):'
const ONE_ARM_ZH = '单个实验组 (--arm NAME --replications 1):'

const small: readonly (readonly [string, unknown])[] = [
  ['population.consumers', 1000],
  ['horizon.burnIn', 2],
  ['horizon.months', 3],
  ['p2p.platforms', 1],
  ['outputs.panel', 0.1],
]
const scenario: Scenario = small.reduce((current, [path, value]) => withValue(current, path, value), DEFAULT_SCENARIO)
const { tables } = runScenario(scenario)
const keys = outcomes(tables, scenario).map(({ key }) => key)
const metrics = MONTHLY_MEASURES.map(({ key }) => key)

/** What may be named of each table: its columns, or the keys that it lists. */
const ofRun: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...tables, ...derivedTables(tables, scenario)].map(
    ({ name, columns }) => [name, columns.map((column) => column.name)] as const,
  ),
  ['outcomes', keys],
])
const ofExperiment: ReadonlyMap<string, readonly string[]> = new Map([
  ...[RUN_OUTCOMES, ARM_OUTCOMES, DIFFERENCES].map(({ name }) => [name, keys] as const),
  [AGE_PROFILES.name, AGE_PROFILES.columns.map(({ name }) => name)] as const,
  ...[SERIES, BANDS, STEADINESS].map(({ name }) => [name, metrics] as const),
])

const ofAnalysis: ReadonlyMap<string, readonly string[]> = new Map(
  [{ method: 'morris' as const }, { method: 'sobol' as const, samples: 4 }].flatMap((settings) => {
    const { tables: recorded, found } = syntheticAnalysis('en', { ...settings, trajectories: 2 }, { a: ([x]) => x })
    return [...recorded, ...derivedSensitivityTables(recorded, found)].map(
      ({ name, columns }) => [name, columns.map((column) => column.name)] as const,
    )
  }),
)

const idsIn = (file: string): string[] =>
  [...readFileSync(`src/charts/${file}`, 'utf8').matchAll(/\bid: '([\w-]+)'/g)].map(([, id]) => id)
const chartFiles = readdirSync('src/charts').filter((file) => file.endsWith('-chart.ts'))
const drawnOfExperiments = readFileSync('src/charts/ensemble-charts.ts', 'utf8')
const experimentCharts = chartFiles.filter((file) => drawnOfExperiments.includes(`'./${file}'`)).flatMap(idsIn)
const analysisCharts = idsIn('sensitivity-charts.ts')
const runCharts = chartFiles.flatMap(idsIn).filter((id) => !experimentCharts.includes(id))

const kinds = eventKinds()

/** Names in a list such as "a, b over c (why), d and e", up to the end of its item. */
function listed(item: string): string[] {
  const list = item.replace(/\([^)]*\)/g, '').split(/[;:]|\.(?:\s|$)/)[0]
  // More than one word is prose.
  const names = list.split(/,| over | and /).map((name) => name.trim())
  return names.filter((name) => /^[\w.]+$/.test(name))
}

/** What a text promises of the output and does not find there. */
function unknownNames(
  text: string,
  known: ReadonlyMap<string, readonly string[]>,
  charts: readonly string[],
): string[] {
  const missing: string[] = []
  for (const [, table, rest] of text.matchAll(/data\/(\w+)\.csv(?:: ((?:(?!data\/|charts\/|events\.)[^;])*))?/g)) {
    const names = known.get(table)
    if (names === undefined) missing.push(`data/${table}.csv`)
    else missing.push(...listed(rest ?? '').filter((name) => !names.includes(name)))
  }
  for (const [, id] of text.matchAll(/charts\/([\w-]+)\.png/g))
    if (!charts.includes(id)) missing.push(`charts/${id}.png`)
  for (const [, rest] of text.matchAll(/events\.ndjson: ([^;]*)/g)) {
    missing.push(...listed(rest).filter((kind) => !kinds.includes(kind)))
  }
  return missing
}

test('a name that no output has is found out', () => {
  const text =
    'data/months.csv: loans, nonsense over balance; data/nothing.csv; charts/no.png; events.ndjson: policy, joy.'
  expect(unknownNames(text, ofRun, runCharts)).toEqual(['nonsense', 'data/nothing.csv', 'charts/no.png', 'joy'])
  expect(unknownNames('data/differences.csv: roa.market, loans', ofExperiment, experimentCharts)).toEqual(['loans'])
})

/** Fields of a header by label, in its order; a line that ends in Chinese takes no space. */
function headerOf(text: string): { readonly [label: string]: string } {
  const header: { [label: string]: string } = {}
  for (const [, label, body] of text.matchAll(/^# ([^\s-]+(?: at)?) {2,}(.*\n(?:# {4,}.*\n)*)/gm)) {
    header[label] = body.replace(/([^ -~]?)\n# +/g, (_, wide) => wide || ' ').trim()
  }
  return header
}

const MARKS: { readonly [mark: string]: string } = {
  '：': ': ',
  '；': '; ',
  '、': ', ',
  '，': ', ',
  '。': '. ',
  '（': ' (',
  '）': ') ',
}

/** Chinese with the marks and connectives by which a list in English is read. */
const asEnglish = (zh: string): string =>
  zh
    .replace(/[：；、，。（）]/g, (mark) => MARKS[mark])
    .replaceAll(' 除以 ', ' over ')
    .replaceAll(' 与 ', ' and ')
    .replace(/ +/g, ' ')
    .replace(/\) (?=[:;,.])/g, ')')
    .replace(ONE_ARM_ZH, ONE_ARM)
    .replace(/实验组 (?=[a-z])/g, 'the arm ')
    .trim()

/** Files, keys, options and decimals in a text, whatever its language. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`[^`]+`|--[\w-]+|[\w-]+(?:[./=]+[\w-]+)+|\b[a-z]+[A-Z]\w*/g)].map(([name]) => name).sort()

test('Chinese names the same as English', () => {
  const en = 'data/months.csv: fraudLoss, served over demanded (by file); the arm none; --set p2p.platforms=0'
  const zh = '`a b`；data/months.csv：fraudLoss、served 除以 demanded（按记录）；实验组 none；--set p2p.platforms=1'
  expect(namesIn(asEnglish(zh)).filter((name) => !namesIn(en).includes(name))).toEqual(['`a b`', 'p2p.platforms=1'])
  expect(asEnglish(zh)).toContain('data/months.csv: fraudLoss, served over demanded (按记录); the arm none;')
})

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && name !== 'baseline.yaml')

test.each(files)('the header of %s names what there is', (file) => {
  const { experiment, sensitivity } = loadScenario(`${FOLDER}/${file}`, nodeFiles, [])
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8')
  const header = headerOf(text)
  expect(Object.keys(header)).toEqual(LABELS.flat())
  for (const [en, zh] of LABELS) {
    expect(header[zh]).toMatch(/[一-鿿、]|^baseline\.yaml$/)
    expect([en, ...namesIn(asEnglish(header[zh]))]).toEqual([en, ...namesIn(header[en])])
  }
  for (const line of Object.values(header)) expect(line).not.toMatch(/[一-鿿][A-Za-z]|[A-Za-z][一-鿿]/)

  for (const look of [header['Look at'], asEnglish(header.观察)]) checkLook(look, sensitivity, experiment)
  // Points that are spread over ranges have no arm to compare with.
  const spread = experiment?.design?.points !== undefined
  const arms = spread ? [] : (experiment?.arms.map(({ name }) => name) ?? [])
  for (const against of [header.Against, asEnglish(header.对照)]) checkAgainst(against, arms)
})

type Loaded = ReturnType<typeof loadScenario>

/** Holds that what a reader should look at is written. */
function checkLook(look: string, sensitivity: Loaded['sensitivity'], experiment: Loaded['experiment']): void {
  if (sensitivity !== undefined) {
    expect(unknownNames(look, ofAnalysis, analysisCharts)).toEqual([])
    expect(sensitivity.outcomes?.filter(({ key }) => !keys.includes(key)) ?? []).toEqual([])
  } else if (experiment === null || experiment === undefined) {
    expect(look).not.toContain(ONE_ARM)
    expect(unknownNames(look, ofRun, runCharts)).toEqual([])
  } else {
    const [all, one = '', ...rest] = look.split(ONE_ARM)
    expect(rest).toEqual([])
    expect(unknownNames(all, ofExperiment, experimentCharts)).toEqual([])
    expect(all).not.toContain('events.ndjson')
    expect(unknownNames(one, ofRun, runCharts)).toEqual([])
  }
}

/** Holds that there are the arms, keys and files that a reader should compare with. */
function checkAgainst(text: string, arms: readonly string[]): void {
  const against = [...text.matchAll(/the arm ([\w-]+(?:\.[\w-]+)*)/g)].map(([, arm]) => arm)
  expect(against.filter((arm) => !arms.includes(arm))).toEqual([])
  expect(against.length > 0 || arms.length === 0).toBe(true)
  for (const [, path] of text.matchAll(/--set "?([\w.]+)=/g)) expect([...PATHS, 'timeline']).toContain(path)
  for (const [, other] of text.matchAll(/\b([\w-]+\.yaml)\b/g)) expect(existsSync(`${FOLDER}/${other}`)).toBe(true)
}

test('caps of four times the LPR are that, and arms hold them', () => {
  let caps = 0
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8')
    const header = [...text.matchAll(/^# ?(.*)$/gm)].map(([, line]) => line!.trim()).join(' ')
    for (const [, cap, lpr] of header.matchAll(/(\d+\.\d) ?%[^%()（]*[(（]LPR (\d\.\d\d) ?%[)）]/g)) {
      expect([file, (4 * Number(lpr)).toFixed(1)]).toEqual([file, cap])
      expect(text).toContain(`regulation.privateCap: ${Number(cap) / 100}`)
      caps++
    }
  }
  expect(caps).toBe(4)
})
