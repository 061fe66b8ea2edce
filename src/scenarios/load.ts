/**
 * From a scenario file to the one frozen value that decides a run:
 * defaults → files that it extends → the file → options. Each step is an immer derivation of the one before.
 */
import { type Fault, ScenarioError } from '../base/errors.ts'
import { CROSS_CHECKS, type CrossCheck } from './cross-checks.ts'
import { designPoints } from './design.ts'
import type { Arm, Experiment, FactorDesign } from './experiment.ts'
import { designOf, experimentFaults, rosterFaults, sensitivityFaults, timelineFaults } from './list-checks.ts'
import { DEFAULT_SCENARIO, PATHS, parameterAt } from './parameters.ts'
import { readChain, type ScenarioFile, type ScenarioFiles, type TableFile } from './read-file.ts'
import {
  nodeAt,
  plainValue,
  readYaml,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlReading,
} from './read-yaml.ts'
import type { DatedChange, RosterEntry, Scenario } from './scenario.ts'
import { type SensitivityBlock, sensitivityBlock } from './sensitivity.ts'
import { faultAt, position, type SourceText, sourceText } from './source-text.ts'
import { scenarioAt, withValue } from './timeline.ts'
import { suggestPath, unknownPathMessage, type Validation, validateFile, validateValue } from './validate.ts'

/** A value given on the command line. */
export interface Override {
  /** What the user typed it after: '--set', '--seed'. */
  readonly option: string
  /** 'path=value', the value in YAML; only the value where `path` is given. */
  readonly text: string
  readonly path?: string
}

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly kind: 'option'; readonly option: string; readonly text: string }

export interface LoadedScenario {
  /** Complete, deeply frozen, plain data. */
  readonly scenario: Scenario
  /** The arms to run in place of the scenario itself, where the file has such a block or inherits one. */
  readonly experiment: Experiment | undefined
  /** The factors of a sensitivity analysis, where the file has such a block or inherits one. */
  readonly sensitivity: SensitivityBlock | undefined
  /** One origin for every dotted path of the table. */
  readonly origins: ReadonlyMap<string, Origin>
  /** Tables that were read from files of their own. */
  readonly tables: readonly TableFile[]
}

/** A value that somebody wrote: later ones win over earlier ones. */
interface Setting {
  readonly path: string
  readonly node: YamlNode
  readonly origin: Origin
}

/**
 * Reads, derives and checks a scenario.
 *
 * `file` is the file as the user named it; `overrides` win over files, later ones over earlier ones.
 * Throws a ScenarioError with every fault of every file and option at once.
 */
export function loadScenario(file: string, files: ScenarioFiles, overrides: readonly Override[]): LoadedScenario {
  const faults: Fault[] = []
  const faulty = new Set<string>()
  const note = (found: readonly Fault[], paths: Iterable<string>): void => {
    faults.push(...found)
    for (const path of paths) faulty.add(path)
  }

  const chain = readChain(file, files)
  note(chain.faults, [])
  const settings = new Map<string, Setting>()
  let scenario = DEFAULT_SCENARIO
  const derive = (setting: Setting): void => {
    scenario = withValue(scenario, setting.path, canonical(setting.path, plainValue(setting.node)))
    // Taken out first, so that the map is in the order of writing.
    settings.delete(setting.path)
    settings.set(setting.path, setting)
  }

  // What stands in a file is told in the order in which the files were read, and applied the other way round.
  const validations = chain.files.map(({ root }) => validateFile(root))
  for (const { faults: found, faulty: paths } of validations) note(found, paths)
  for (const [index, { root }] of [...chain.files.entries()].reverse()) {
    for (const path of PATHS) {
      // A scenario's name and title are its own.
      if (index > 0 && (path === 'name' || path.startsWith('title.'))) continue
      const node = validations[index].faulty.has(path) ? undefined : nodeAt(root, path.split('.'))
      if (node !== undefined) derive({ path, node, origin: originInFile(node) })
    }
  }
  for (const override of overrides) {
    const { setting, faults: found } = readOverride(override)
    note(found, [])
    if (setting !== undefined) derive(setting)
  }
  scenario = withTitles(scenario)

  // With a file missing, what its values would have made of the whole is not known.
  if (chain.complete) {
    const listAt = (path: string): YamlNode | undefined => settings.get(path)?.node ?? writtenAt(path, chain.files)
    const horizonKnown = !faulty.has('horizon.burnIn') && !faulty.has('horizon.months')
    if (horizonKnown) note(timelineFaults(listAt('timeline'), scenario.horizon), [])
    note(rosterFaults(listAt('lenders.roster')), [])
    for (const check of CROSS_CHECKS) {
      if (!check.paths.some((path) => faulty.has(path))) note(clashFaults(check, scenario, settings), [])
    }
  }
  const block = blockOf('experiment', chain.files, validations)
  if (block !== undefined) note(experimentFaults(block), [])
  const analysis = blockOf('sensitivity', chain.files, validations)
  if (analysis !== undefined) note(sensitivityFaults(analysis), [])
  if (faults.length === 0) {
    scenario = withSortedTimeline(scenario)
    faults.push(...datedClashes(scenario, settings))
  }
  // Arms are looked at once the scenario under them is sound: its faults would be told again for each of them.
  const experiment =
    block === undefined || faults.length > 0 ? undefined : experimentOf(block, scenario, settings, faults)
  if (faults.length > 0) throw new ScenarioError(inReadingOrder(faults))
  const sensitivity = analysis === undefined ? undefined : sensitivityBlock(analysis)
  return { scenario, experiment, sensitivity, origins: originsOf(settings), tables: chain.tables }
}

/** The block of the file, or of the nearest file it extends that has one. One of the wrong shape gives none. */
function blockOf(
  name: 'experiment' | 'sensitivity',
  files: readonly ScenarioFile[],
  validations: readonly Validation[],
): YamlNode | undefined {
  for (const [index, { root }] of files.entries()) {
    const node = nodeAt(root, [name])
    if (node !== undefined) return validations[index].faulty.has(name) ? undefined : node
  }
  return undefined
}

function replicationsOf(block: YamlNode): number {
  const node = nodeAt(block, ['replications'])
  return node?.kind === 'scalar' ? Number(node.value) : 1
}

function experimentOf(
  block: YamlNode,
  scenario: Scenario,
  settings: ReadonlyMap<string, Setting>,
  faults: Fault[],
): Experiment {
  const replications = replicationsOf(block)
  const factors = nodeAt(block, ['factors'])
  if (factors?.kind !== 'map') {
    const arms = nodeAt(block, ['arms']) as YamlMap
    return { replications, arms: armsOf(namedArms(arms), scenario, settings, faults) }
  }
  const design = factorDesign(block, factors)
  const arms = armsOf(spannedArms(design, factors, scenario.seed), scenario, settings, faults)
  return { replications, design, arms }
}

/** What a block says of an arm: values with the places where they are written. */
interface ArmSpec {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly changes: readonly { readonly path: string; readonly value: unknown; readonly node: YamlNode }[]
}

function namedArms(arms: YamlMap): ArmSpec[] {
  return arms.entries.map(({ key: name, node }) => {
    const written = nodeAt(node, ['set'])
    const text = (lang: string): string => {
      const title = nodeAt(node, ['title', lang])
      return title?.kind === 'scalar' ? String(title.value) : ''
    }
    const en = text('en') || name
    const entries = written?.kind === 'map' ? written.entries : []
    const changes = entries.map((entry) => ({ path: entry.key, value: plainValue(entry.node), node: entry.node }))
    return { name, title: { en, zh: text('zh') || en }, changes }
  })
}

function factorDesign(block: YamlNode, factors: YamlMap): FactorDesign {
  const points = nodeAt(block, ['points'])
  return {
    design: designOf(block),
    ...(points?.kind === 'scalar' ? { points: Number(points.value) } : {}),
    factors: Object.fromEntries(factors.entries.map(({ key, node }) => [key, plainValue(node) as unknown[]])),
  }
}

/** The points of a design as arms; a value stands where its list does. */
function spannedArms(design: FactorDesign, factors: YamlMap, seed: number): ArmSpec[] {
  return designPoints(design, seed).map(({ name, title, set }) => ({
    name,
    title: { en: title, zh: title },
    changes: factors.entries.map(({ key: path, node }) => ({ path, value: set[path], node })),
  }))
}

/** The arms in their order. What is wrong with a scenario of theirs goes to `faults`. */
function armsOf(
  specs: readonly ArmSpec[],
  base: Scenario,
  written: ReadonlyMap<string, Setting>,
  faults: Fault[],
): Arm[] {
  return specs.map(({ name, title, changes }): Arm => {
    const settings = new Map(written)
    const set: Record<string, unknown> = {}
    let scenario = base
    for (const { path, value, node } of changes) {
      set[path] = canonical(path, value)
      scenario = withValue(scenario, path, set[path])
      settings.delete(path)
      settings.set(path, { path, node, origin: originInFile(node) })
    }
    const found = armFaults(scenario, set, settings)
    faults.push(...found.map((fault) => ({ ...fault, message: `arm ${name}: ${fault.message}` })))
    if (Object.hasOwn(set, 'timeline')) scenario = withSortedTimeline(scenario)
    if (found.length === 0) {
      const clashes = datedClashes(scenario, settings)
      faults.push(...clashes.map((fault) => ({ ...fault, message: `arm ${name}: ${fault.message}` })))
    }
    return { name, title, set, scenario }
  })
}

function armFaults(scenario: Scenario, set: Arm['set'], settings: ReadonlyMap<string, Setting>): Fault[] {
  const own = (path: string): YamlNode | undefined => (Object.hasOwn(set, path) ? settings.get(path)!.node : undefined)
  return [
    ...timelineFaults(own('timeline'), scenario.horizon),
    ...rosterFaults(own('lenders.roster')),
    ...CROSS_CHECKS.flatMap((check) => clashFaults(check, scenario, settings)),
  ]
}

/** A list with faults is no setting, and yet has entries to look at. */
function writtenAt(path: string, files: readonly ScenarioFile[]): YamlNode | undefined {
  return files.map(({ root }) => nodeAt(root, path.split('.'))).find((node) => node !== undefined)
}

/** The file that a value stands in: a scenario's, or a table's that it names. */
function originInFile({ place }: YamlNode): Origin {
  const { line, column } = position(place.source, place.start)
  return { kind: 'file', file: place.source.name, line, column }
}

function originsOf(settings: ReadonlyMap<string, Setting>): ReadonlyMap<string, Origin> {
  return new Map(PATHS.map((path) => [path, settings.get(path)?.origin ?? { kind: 'default' }]))
}

/** An origin in words: `default`, `file:line:column`, `--set path=value`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default'
    case 'file':
      return `${origin.file}:${origin.line}:${origin.column}`
    case 'option':
      return `${origin.option} ${origin.text}`
  }
}

interface OverrideReading {
  readonly setting?: Setting
  readonly faults: readonly Fault[]
}

function readOverride({ option, text, path: fixed }: Override): OverrideReading {
  const source = sourceText(option, text, true)
  const equals = text.indexOf('=')
  if (fixed === undefined && equals < 1) {
    const place = { source, start: 0, end: text.length }
    return {
      faults: [faultAt(place, 'this is not key=value', { expected: 'a key and a value, such as credit.coverage=0.9' })],
    }
  }
  const path = fixed ?? text.slice(0, equals).trim()
  if (parameterAt(path) === undefined) {
    const place = { source, start: 0, end: text.slice(0, equals).trimEnd().length }
    const fault = faultAt(place, unknownPathMessage(path), { path, suggestion: suggestPath(path) })
    return { faults: [fault] }
  }
  const { root, faults } = readOptionValue(source, fixed === undefined ? equals + 1 : 0, path)
  if (faults.length > 0) return { faults: faults.map((fault) => ({ ...fault, path })) }
  const node = root ?? emptyScalar(source)
  const validation = validateValue(path, node)
  if (validation.faults.length > 0) return { faults: validation.faults }
  return { setting: { path, node, origin: { kind: 'option', option, text } }, faults: [] }
}

/** YAML; but a title with a colon or a name of digits needs no quotes here, where no other value can be meant. */
function readOptionValue(source: SourceText, from: number, path: string): YamlReading {
  const { text } = source
  const value = text.slice(from).trim()
  if (parameterAt(path)?.type !== 'text' || value === '' || /^["']/.test(value)) return readYaml(source, from)
  const start = text.indexOf(value, from)
  return {
    root: { kind: 'scalar', place: { source, start, end: start + value.length }, value, refused: false },
    faults: [],
  }
}

function emptyScalar(source: SourceText): YamlNode {
  const end = source.text.length
  return { kind: 'scalar', place: { source, start: end, end }, value: null, refused: false }
}

/** Lists come as maps without prototype and in the author's order of keys; a scenario has neither. */
function canonical(path: string, value: unknown): unknown {
  if (path === 'timeline') return (value as DatedChange[]).map(plainChange)
  if (path === 'lenders.roster' && value !== 'table1') {
    return (value as RosterEntry[]).map(({ name, class: lenderClass, model, weight, products, strategy, partner }) => ({
      name,
      class: lenderClass,
      model,
      weight,
      products,
      ...(strategy === undefined ? {} : { strategy }),
      ...(partner === undefined ? {} : { partner }),
    }))
  }
  return value
}

function plainChange({ month, set, note }: DatedChange): DatedChange {
  return note === undefined ? { month, set: { ...set } } : { month, set: { ...set }, note }
}

/** A title left out is the name; a Chinese title left out is the English one. */
function withTitles(scenario: Scenario): Scenario {
  const en = scenario.title.en || scenario.name
  return withValue(withValue(scenario, 'title.en', en), 'title.zh', scenario.title.zh || en)
}

/** Entries of one month stay in the order in which they were written. */
function withSortedTimeline(scenario: Scenario): Scenario {
  return withValue(
    scenario,
    'timeline',
    scenario.timeline.toSorted((a, b) => a.month - b.month),
  )
}

/** A combination that fails at the start, shown at the last of its values that somebody wrote. */
function clashFaults(check: CrossCheck, scenario: Scenario, settings: ReadonlyMap<string, Setting>): Fault[] {
  const clash = check.run(scenario)
  if (clash === undefined) return []
  const latest = [...settings.keys()].findLast((path) => check.paths.includes(path))!
  const { message, found, expected } = clash
  return [faultAt(settings.get(latest)!.node.place, message, { path: latest, found, expected })]
}

/** Combinations that a dated change makes impossible. */
function datedClashes(scenario: Scenario, settings: ReadonlyMap<string, Setting>): Fault[] {
  const list = settings.get('timeline')?.node as YamlList | undefined
  const faults: Fault[] = []
  const told = new Set<CrossCheck>()
  for (const { month } of scenario.timeline) {
    const state = scenarioAt(scenario, month)
    for (const check of CROSS_CHECKS) {
      const clash = told.has(check) ? undefined : check.run(state)
      if (clash === undefined) continue
      told.add(check)
      const [path, node] = datedCulprit(check, month, list!)
      const { message, found, expected } = clash
      faults.push(faultAt(node.place, `from month ${month} on, ${message}`, { path, found, expected }))
    }
  }
  return faults
}

/** Where the value stands that a month sets and a check is about. */
function datedCulprit(check: CrossCheck, month: number, list: YamlList): [path: string, node: YamlNode] {
  for (const item of list.items) {
    const node = nodeAt(item, ['month'])
    if (node?.kind !== 'scalar' || node.value !== month) continue
    for (const path of check.paths) {
      const value = nodeAt(item, ['set', path])
      if (value !== undefined) return [path, value]
    }
  }
  throw new Error(`internal error: no change of month ${month} touches ${check.paths.join(', ')}`)
}

/** File by file as they were read, from top to bottom. */
function inReadingOrder(faults: readonly Fault[]): readonly Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))]
  return faults.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}
