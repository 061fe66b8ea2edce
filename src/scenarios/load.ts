/**
 * From a scenario file to the one frozen value that decides a run:
 * defaults → files that it extends → the file → options. Each step is an immer derivation of the one before.
 */
import { type Fault, prefixed, ScenarioError, verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { CROSS_CHECKS, type CrossCheck } from './cross-checks.ts'
import { designPoints } from './design.ts'
import { type Arm, type Experiment, type FactorDesign, isFilling } from './experiment.ts'
import { cancelled, type DatedPlace, datedPlaces, type Held, placeText } from './held.ts'
import { portableName, typedName } from './links.ts'
import { designOf, experimentFaults, rosterFaults, sensitivityFaults, timelineFaults } from './list-checks.ts'
import { normalisedShares, withNormalisedShares } from './normalise.ts'
import { DEFAULT_SCENARIO, PATHS, parameterAt } from './parameters.ts'
import { readChain, type ScenarioFile } from './read-file.ts'
import type { ScenarioFiles, TableFile } from './read-text.ts'
import {
  nodeAt,
  plainValue,
  readYaml,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlReading,
} from './read-yaml.ts'
import { newName, type RenamedPlace, renamedWarnings, withNewKeys } from './renamed.ts'
import type { DatedChange, RosterEntry, Scenario } from './scenario.ts'
import { type SensitivityBlock, sensitivityBlock } from './sensitivity.ts'
import { faultAt, type Place, position, type SourceText, sourceText } from './source-text.ts'
import { IS_CSV, keysOfTable, optionTable, TABLE_PATHS } from './tables.ts'
import { scenarioAt, withValue } from './timeline.ts'
import {
  suggestPath,
  unknownPathMessage,
  type Validation,
  validateAt,
  validateFile,
  validateValue,
} from './validate.ts'
import { withValues } from './with-values.ts'

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
  /** Tables that were read from files of their own, by names relative to the folder of the scenario. */
  readonly tables: readonly TableFile[]
  /** Values that hold in part of a run only: no faults, but worth knowing. */
  readonly warnings: readonly Fault[]
  /** Dated changes with their places: of the scenario, and by name of the arms that have a timeline of their own. */
  readonly dates: {
    readonly scenario: readonly DatedPlace[]
    readonly arms: ReadonlyMap<string, readonly DatedPlace[]>
  }
}

/** A value that somebody wrote: later ones win over earlier ones. */
interface Setting {
  readonly path: string
  readonly node: YamlNode
  readonly origin: Origin
  /** Files from the one extended last, then options, then arms. */
  readonly layer: number
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
  note(chain.faults, chain.faulty)
  const renamed: RenamedPlace[] = [...chain.renamed]
  const typedTables: TableFile[] = []
  let normalise = normaliseOf(chain.files)
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
      const layer = chain.files.length - 1 - index
      if (node !== undefined) derive({ path, node, origin: originInFile(node), layer })
    }
  }
  for (const override of overrides) {
    const reading = readOverride(override, files)
    note(reading.faults, reading.faulty ?? [])
    typedTables.push(...(reading.tables ?? []))
    renamed.push(...(reading.renamed ?? []))
    normalise = reading.normalise ?? normalise
    for (const setting of reading.settings ?? []) derive({ ...setting, layer: chain.files.length })
  }
  scenario = withTitles(scenario)
  if (normalise)
    scenario = withValues(
      scenario,
      normalisedShares(scenario, (path) => !faulty.has(path)),
    )

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
    if (normalise) scenario = withNormalisedShares(scenario)
    faults.push(...datedClashes(scenario, settings))
  }
  const dates = datedPlaces(settings.get('timeline')?.node)
  // Arms are looked at once the scenario under them is sound: its faults would be told again for each of them.
  const experiment =
    block === undefined || faults.length > 0
      ? undefined
      : experimentOf(block, { scenario, settings, normalise }, faults)
  const sensitivity = analysis === undefined || faults.length > 0 ? undefined : sensitivityBlock(analysis)
  const held = faults.length > 0 ? NOTHING : cancelledBy(dates, settings, block, experiment, sensitivity)
  faults.push(...held.faults)
  if (faults.length > 0) throw new ScenarioError(inReadingOrder(faults))
  return {
    scenario,
    experiment,
    sensitivity,
    origins: originsOf(settings),
    tables: [
      ...chain.tables.map((table) => ({ ...table, file: portableName(table.file, file, files) })),
      ...typedTables.map((table) => ({ ...table, file: typedName(table.file) })),
    ],
    warnings: inReadingOrder([...renamedWarnings(renamed), ...held.warnings]),
    dates: { scenario: dates, arms: held.arms },
  }
}

/** What the file, or the nearest file it extends that says so, wants of sums that are off by rounding. */
function normaliseOf(files: readonly ScenarioFile[]): boolean {
  const node = files.map(({ root }) => nodeAt(root, ['normalise'])).find((found) => found !== undefined)
  return node?.kind === 'scalar' && node.value === true
}

interface AllCancelled {
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
  readonly arms: ReadonlyMap<string, readonly DatedPlace[]>
}

/** What the ranges of an analysis label. */
export const ANALYSIS_FACTOR: Bilingual = { en: 'the factor of the analysis', zh: '分析因子' }

const NOTHING: AllCancelled = { faults: [], warnings: [], arms: new Map() }

/** Values that label runs and that a timeline cancels: of files and options, of arms or factors, of an analysis. */
function cancelledBy(
  dates: readonly DatedPlace[],
  settings: ReadonlyMap<string, Setting>,
  block: YamlNode | undefined,
  experiment: Experiment | undefined,
  sensitivity: SensitivityBlock | undefined,
): AllCancelled {
  const timeline = settings.get('timeline')
  const written = [...settings.values()].filter(({ layer, origin }) => {
    return timeline !== undefined && (origin.kind === 'option' || layer > timeline.layer)
  })
  const all = [
    cancelled(
      written.map((setting) => heldSetting(setting, timeline!)),
      dates,
    ),
  ]
  if (sensitivity !== undefined) {
    const ranges = sensitivity.factors.map(({ path, place }): Held => {
      return { path, values: undefined, place, what: ANALYSIS_FACTOR, isFault: true, isOwn: false }
    })
    // That a later change cuts a range short matters to the analysis alone, which tells it.
    all.push({ faults: cancelled(ranges, dates).faults, warnings: [] })
  }
  const factors = block === undefined ? undefined : nodeAt(block, ['factors'])
  if (factors?.kind === 'map') {
    const levels = factors.entries.map(({ key: path, keyPlace: place, node }): Held => {
      const levels = plainValue(node) as unknown[]
      const values = isFilling(designOf(block!)) && typeof levels[0] === 'number' ? undefined : levels
      return { path, values, place, what: { en: 'the factor', zh: '因子' }, isFault: true, isOwn: false }
    })
    all.push(cancelled(levels, dates))
  }
  const arms = new Map<string, readonly DatedPlace[]>()
  if (factors === undefined && block !== undefined) {
    for (const { name, changes } of namedArms(nodeAt(block, ['arms']) as YamlMap)) {
      const own = changes.find(({ path }) => path === 'timeline')
      if (own !== undefined) arms.set(name, datedPlaces(own.node))
      const held = changes.map(({ path, value, place }): Held => {
        const what = { en: `the value of arm ${name}`, zh: `实验组 ${name} 的` }
        return { path, values: [value], place, what, isFault: own === undefined, isOwn: own !== undefined }
      })
      const options = [...settings.values()].filter(
        ({ path, origin }) =>
          own !== undefined && origin.kind === 'option' && changes.every((change) => change.path !== path),
      )
      const given = options.map((setting): Held => ({ ...heldSetting(setting, setting), isFault: false }))
      all.push(cancelled([...held, ...given], arms.get(name) ?? dates))
    }
  }
  return {
    faults: all.flatMap(({ faults }) => faults),
    warnings: [...all.flatMap(({ warnings }) => warnings), ...overruled(settings, block, experiment)],
    arms,
  }
}

function heldSetting({ path, node, origin, layer }: Setting, timeline: Setting): Held {
  const isOption = origin.kind === 'option'
  return {
    path,
    values: [canonical(path, plainValue(node))],
    place: node.place,
    what: isOption
      ? { en: `the value of ${origin.option}`, zh: `${origin.option} 的` }
      : { en: 'the value', zh: '所设的' },
    isFault: isOption && layer > timeline.layer,
    isOwn: layer === timeline.layer,
  }
}

/** Options for parameters that every arm sets: no run has their value. */
function overruled(
  settings: ReadonlyMap<string, Setting>,
  block: YamlNode | undefined,
  experiment: Experiment | undefined,
): Fault[] {
  if (experiment === undefined || block === undefined) return []
  return [...settings.values()].flatMap(({ path, node, origin }): Fault[] => {
    if (origin.kind !== 'option' || !experiment.arms.every(({ set }) => Object.hasOwn(set, path))) return []
    const [factors, arms] = ['factors', 'arms'].map((key) => nodeAt(block, [key]))
    const entries = factors?.kind === 'map' ? factors.entries : namedArms(arms as YamlMap)[0].changes
    const place = entries.map((entry) => ('keyPlace' in entry ? { path: entry.key, place: entry.keyPlace } : entry))
    const first = place.find((entry) => entry.path === path)!
    const { option } = origin
    const parts = {
      path,
      found: verbatim(placeText(first.place)),
      expected: {
        en: `${path} in the arms, or after ${option}, not both`,
        zh: `${path} 写在实验组中或 ${option} 之后，二者取一`,
      },
    }
    const message = {
      en: `the value of ${option}, ${path}, holds in no run: every arm sets its own`,
      zh: `${option} 所给的 ${path} 在任何运行中都不生效：各实验组均另行设定`,
    }
    return [faultAt(node.place, message, parts)]
  })
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

/** The scenario under the arms. */
interface Base {
  readonly scenario: Scenario
  readonly settings: ReadonlyMap<string, Setting>
  readonly normalise: boolean
}

function experimentOf(block: YamlNode, base: Base, faults: Fault[]): Experiment {
  const replications = replicationsOf(block)
  const factors = nodeAt(block, ['factors'])
  if (factors?.kind !== 'map') {
    const arms = nodeAt(block, ['arms']) as YamlMap
    return { replications, arms: armsOf(namedArms(arms), base, faults) }
  }
  const design = factorDesign(block, factors)
  const arms = armsOf(spannedArms(design, factors, base.scenario.seed), base, faults)
  return { replications, design, arms }
}

/** What a block says of an arm: values with the places where they are written. */
interface ArmSpec {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly changes: readonly {
    readonly path: string
    readonly value: unknown
    readonly node: YamlNode
    readonly place: Place
  }[]
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
    const changes = entries.map(({ key: path, keyPlace: place, node: value }) => {
      return { path, value: plainValue(value), node: value, place }
    })
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
    title,
    changes: factors.entries.map(({ key: path, keyPlace: place, node }) => ({ path, value: set[path], node, place })),
  }))
}

/** The arms in their order. What is wrong with a scenario of theirs goes to `faults`. */
function armsOf(specs: readonly ArmSpec[], base: Base, faults: Fault[]): Arm[] {
  return specs.map(({ name, title, changes }): Arm => {
    const settings = new Map(base.settings)
    const set: Record<string, unknown> = {}
    let { scenario } = base
    for (const { path, value, node } of changes) {
      set[path] = canonical(path, value)
      scenario = withValue(scenario, path, set[path])
      settings.delete(path)
      settings.set(path, { path, node, origin: originInFile(node), layer: Number.POSITIVE_INFINITY })
    }
    if (base.normalise) {
      const divided = normalisedShares(scenario, (path) => Object.hasOwn(set, path))
      Object.assign(set, divided)
      scenario = withValues(scenario, divided)
    }
    const found = armFaults(scenario, set, settings)
    const prefix = { en: `arm ${name}: `, zh: `实验组 ${name}：` }
    faults.push(...found.map((fault) => prefixed(fault, prefix)))
    if (Object.hasOwn(set, 'timeline')) {
      scenario = withSortedTimeline(scenario)
      if (base.normalise) {
        scenario = withNormalisedShares(scenario)
        set.timeline = scenario.timeline
      }
    }
    if (found.length === 0) {
      faults.push(...datedClashes(scenario, settings).map((fault) => prefixed(fault, prefix)))
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
  readonly settings?: readonly Omit<Setting, 'layer'>[]
  readonly faults: readonly Fault[]
  readonly faulty?: readonly string[]
  readonly tables?: readonly TableFile[]
  readonly normalise?: boolean
  readonly renamed?: readonly RenamedPlace[]
}

function readOverride({ option, text, path: fixed }: Override, files: ScenarioFiles): OverrideReading {
  const source = sourceText(option, text, true)
  const equals = text.indexOf('=')
  if (fixed === undefined && equals < 1) {
    const place = { source, start: 0, end: text.length }
    const message = { en: 'this is not key=value', zh: '不是“键=值”的形式' }
    const expected = { en: 'a key and a value, such as credit.coverage=0.9', zh: '键与取值，如 credit.coverage=0.9' }
    return { faults: [faultAt(place, message, { expected })] }
  }
  const typed = fixed ?? text.slice(0, equals).trim()
  const path = newName(typed)
  const keyPlace = { source, start: 0, end: text.slice(0, equals).trimEnd().length }
  const isTable = TABLE_PATHS.includes(path)
  if (parameterAt(path) === undefined && !isTable && path !== 'normalise') {
    return { faults: [faultAt(keyPlace, unknownPathMessage(path), { path, suggestion: suggestPath(path) })] }
  }
  const { root, faults } = readOptionValue(source, fixed === undefined ? equals + 1 : 0, path)
  if (faults.length > 0) return { faults: faults.map((fault) => ({ ...fault, path })) }
  const written = root ?? emptyScalar(source)
  const current = withNewKeys({
    kind: 'map',
    place: keyPlace,
    entries: [{ key: typed, keyPlace, node: written }],
  })
  const node = nodeAt(current.root, [path])!
  const origin: Origin = { kind: 'option', option, text: fixed === undefined ? portableSetting(text) : text }
  if (path === 'normalise') {
    const validation = validateAt(path, node)
    if (validation.faults.length > 0) return { faults: validation.faults }
    return { faults: [], normalise: node.kind === 'scalar' && node.value === true }
  }
  const table = isTable ? optionTable(path, node, files) : null
  const value = table?.root ?? node
  if (table !== null && !table.complete) return { faults: table.faults, faulty: table.faulty }
  if (isTable && table === null) {
    const key = keysOfTable(path)[0]
    const suggestion = {
      en: `name one of its keys, such as ${key}, or a CSV file`,
      zh: `请指明其中一个键（如 ${key}）或一个 CSV 文件`,
    }
    const parts = { path, suggestion }
    return { faults: [faultAt(keyPlace, unknownPathMessage(path), parts)] }
  }
  const validation = parameterAt(path) === undefined ? validateAt(path, value) : validateValue(path, value)
  const found = [...current.faults, ...(table?.faults ?? []), ...validation.faults]
  const faulty = [...(table?.faulty ?? []), ...validation.faulty]
  if (found.length > 0) return { faults: found, faulty }
  const values = value.kind === 'map' ? value.entries : []
  const settings =
    isTable && path !== 'lenders.roster'
      ? values.map((entry) => ({ path: `${path}.${entry.key}`, node: entry.node, origin }))
      : [{ path, node: value, origin }]
  return { settings, faults: [], tables: table?.tables ?? [], renamed: current.renamed }
}

/** `key=value` as outputs tell it: a table that it names loses the folders of this machine. */
export function portableSetting(text: string): string {
  const equals = text.indexOf('=')
  const path = text.slice(0, Math.max(0, equals)).trim()
  if (!TABLE_PATHS.includes(path)) return text
  const { root } = readOptionValue(sourceText('--set', text, true), equals + 1, path)
  const isName = root?.kind === 'scalar' && typeof root.value === 'string' && IS_CSV.test(root.value)
  return isName ? `${path}=${typedName(String(root.value))}` : text
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
  if (note === undefined) return { month, set: { ...set } }
  return { month, set: { ...set }, note: typeof note === 'string' ? note : { en: note.en, zh: note.zh } }
}

/** A title left out is the name; a Chinese title left out is the English one. */
function withTitles(scenario: Scenario): Scenario {
  const en = scenario.title.en || scenario.name
  return withValue(withValue(scenario, 'title.en', en), 'title.zh', scenario.title.zh || en)
}

/** Entries of one month stay in the order in which they were written. */
export function withSortedTimeline(scenario: Scenario): Scenario {
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
  const { message, ...parts } = clash
  return [faultAt(settings.get(latest)!.node.place, message, { path: latest, ...parts })]
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
      const { message, ...parts } = clash
      const dated = { en: `from month ${month} on, ${message.en}`, zh: `自第${month}月起，${message.zh}` }
      faults.push(faultAt(node.place, dated, { path, ...parts }))
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
export function inReadingOrder(faults: readonly Fault[]): readonly Fault[] {
  const files = [...new Set(faults.map(({ file }) => file))]
  return faults.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}
