/** Runs a finished folder's scenario again and holds every file against what comes out. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScenarioError } from '../base/errors.ts'
import type { Table } from '../base/table.ts'
import type { PlannedRun } from '../experiments/runs.ts'
import { designOf } from '../experiments/sensitivity.ts'
import { derivedTables } from '../measures/derived.ts'
import type { RunResult } from '../run/result.ts'
import { loadScenario } from '../scenarios/load.ts'
import { resolvedYaml } from '../scenarios/resolved-yaml.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { WrittenAnalysis } from '../scenarios/sensitivity.ts'
import { buildInfo, engineInfo, rendererVersions } from './build-info.ts'
import { calibrationOf, type IntoStore, makeCalibration, writeCalibration } from './calibration.ts'
import { composeData, composeViews } from './compose.ts'
import { csvPath, parquetPath } from './data-files.ts'
import { byteDifference, csvDifference, lineDifference, parquetDifference, type TwoVersions } from './difference.ts'
import {
  composeEnsembleData,
  composeEnsembleViews,
  type Ensemble,
  type EnsembleArm,
  ensembleResult,
  manifestExperiment,
  runsOf,
} from './ensemble.ts'
import { filesBelow, removeTree, temporaryFolder } from './files.ts'
import { sha256Hex } from './hash.ts'
import {
  MANIFEST_FILE,
  type Manifest,
  type ManifestArm,
  type ManifestExperiment,
  type ManifestHead,
  scenarioHash,
  type WrittenCalibration,
} from './manifest.ts'
import type { OutputFile } from './output-file.ts'
import { inFolder, type ResultsFolder } from './results-folder.ts'
import type { RunRecord } from './run-pool.ts'
import { recordPath } from './run-store.ts'
import { SUMS_FILE, seal, UNLISTED_FILES } from './seal.ts'
import { studyOf, studyPlan, writeStudy } from './sensitivity.ts'
import { type SweepRun, sweepPlan, writeResults } from './sweep.ts'
import { FolderError, fromFolder, manifestIn, plainFileStat, readPlainFile } from './untrusted-folder.ts'

export interface Verification {
  readonly digest: string
  /** How many files were held against a second making. */
  readonly verified: number
  /** Files of which only the recorded hash was checked, since they were made by other versions. */
  readonly hashOnly: number
  /** What may explain differences: another engine, other rendering packages. */
  readonly notes: readonly string[]
  /** File and place of every difference; the first file first. Empty when all is well. */
  readonly faults: readonly string[]
}

export interface RunAgain {
  readonly one: (scenario: Scenario) => Promise<RunResult>
  /** All runs of an ensemble, in the order of the plan. */
  readonly many: (plan: readonly PlannedRun[]) => Promise<RunRecord[]>
  /** All runs of a sweep, into the store of another folder. */
  readonly intoStore: IntoStore
}

/** What makes the folder unfit to be looked at is a difference like any other, and the only one that is told. */
export async function verify(folder: string, runAgain: RunAgain): Promise<Verification> {
  try {
    return await verifyFolder(folder, manifestIn(folder, { changed: true }), runAgain)
  } catch (error) {
    if (error instanceof FolderError) return hopeless('', error.fault)
    throw error
  }
}

async function verifyFolder(folder: string, manifest: Manifest, runAgain: RunAgain): Promise<Verification> {
  const { outputs: _, ...head } = manifest
  const scenario = manifestScenario(manifest, {})
  if (typeof scenario === 'string') return hopeless(head.digest, scenario)
  if (head.sensitivity !== undefined) {
    const { sensitivity } = head
    const again = await fromFolder(folder, () => studyAgain(head, scenario, sensitivity))
    return verifyStored(folder, manifest, again, runAgain.intoStore)
  }
  if (head.calibration !== undefined) {
    const { calibration } = head
    const again = await fromFolder(folder, () => calibratedAgain(head, scenario, calibration))
    return verifyStored(folder, manifest, again, runAgain.intoStore)
  }
  const ensemble = manifestEnsemble(manifest, scenario)
  if (typeof ensemble === 'string') return hopeless(head.digest, ensemble)

  if (manifest.sweep === true && ensemble !== null) {
    return verifyStored(
      folder,
      manifest,
      await fromFolder(folder, () => sweepAgain(head, ensemble)),
      runAgain.intoStore,
    )
  }

  const sameRenderer = JSON.stringify(head.renderer) === JSON.stringify(rendererVersions())
  const made = await (ensemble === null
    ? runOnce(head, scenario, runAgain.one)
    : runEnsemble(head, ensemble, runAgain.many))
  const { digest, files: again, tables } = made

  const comparisons: Comparison[] = []
  for (const file of [...again].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const comparable = file.promise === 'anywhere' || sameRenderer
    comparisons.push(await compare(folder, manifest, file, comparable, tables))
  }
  const faults = [
    ...headFaults(head, scenario, made),
    ...comparisons.flatMap(({ fault }) => fault ?? []),
    ...listFaults(folder, manifest, again),
    ...sealFaults(folder, manifest),
  ]
  return {
    digest,
    verified: comparisons.filter(({ fault, compared }) => compared && fault === null).length,
    hashOnly: comparisons.filter(({ compared }) => !compared).length,
    notes: versionNotes(manifest, sameRenderer),
    faults,
  }
}

/** Makes a folder that keeps its runs once more in another place. */
type Again = (held: ResultsFolder, intoStore: IntoStore) => Promise<Remade>

interface Remade {
  readonly plan: readonly SweepRun[]
  readonly head: ManifestHead
}

function sweepAgain(head: ManifestHead, ensemble: Ensemble): Again {
  const plan = sweepPlan(ensemble)
  return async (held, intoStore) => {
    const made = await writeResults(held, ensemble, plan, await intoStore(held, plan), head, () => {})
    return { plan, head: made.head }
  }
}

function studyAgain(head: ManifestHead, scenario: Scenario, written: WrittenAnalysis): Again {
  const study = studyOf(scenario, written)
  const plan = studyPlan(study, designOf(study))
  return async (held, intoStore) => {
    const made = await writeStudy(held, study, plan, await intoStore(held, plan), head, () => {})
    return { plan, head: made.head }
  }
}

function calibratedAgain(head: ManifestHead, scenario: Scenario, written: WrittenCalibration): Again {
  const calibration = calibrationOf(scenario, written)
  return async (held, intoStore) => {
    const made = await makeCalibration(held, calibration, intoStore)
    return { plan: made.plan, head: (await writeCalibration(held, made, head, () => {})).head }
  }
}

/** Makes a folder that keeps its runs again beside itself, and compares what was written, the records included. */
async function verifyStored(
  folder: string,
  manifest: Manifest,
  make: Again,
  intoStore: RunAgain['intoStore'],
): Promise<Verification> {
  const { outputs, ...head } = manifest
  const sameRenderer = JSON.stringify(head.renderer) === JSON.stringify(rendererVersions())
  const again = temporaryFolder('xiaojin-verify-')
  try {
    const claim = {
      head: { ...head, engine: engineInfo() },
      command: 'xiaojin verify',
      force: false,
      temporary: true,
    } as const
    const { plan, head: made } = await inFolder(again, claim, (held) => make(held, intoStore))
    const records = [...new Set(plan.map(({ key }) => recordPath(key)))]
    const comparisons: Comparison[] = []
    for (const { path, promise } of outputs) {
      if (!existsSync(join(again, path))) {
        comparisons.push({ compared: true, fault: `${path}: ${UNMADE}` })
        continue
      }
      const bytes = readFileSync(join(again, path))
      const comparable = promise === 'anywhere' || sameRenderer
      comparisons.push(await compare(folder, manifest, { path, bytes, promise }, comparable, []))
    }
    const sameRecord = (path: string): boolean => {
      const [there, made] = [folder, again].map((place) => readPlainFile(place, path))
      return there !== null && made !== null && Buffer.compare(there, made) === 0
    }
    const changed = sameRenderer ? records.filter((path) => !sameRecord(path)) : []
    return {
      digest: made.digest,
      verified:
        comparisons.filter(({ fault, compared }) => compared && fault === null).length +
        records.length -
        changed.length,
      hashOnly: comparisons.filter(({ compared }) => !compared).length,
      notes: versionNotes(manifest, sameRenderer),
      faults: [
        ...(made.digest === head.digest
          ? []
          : [`${MANIFEST_FILE}: digest is “${head.digest}”, the runs again give “${made.digest}”`]),
        ...comparisons.flatMap(({ fault }) => fault ?? []),
        ...changed.map((path) => `${path}: missing or changed after the run`),
        ...sealFaults(folder, manifest),
      ],
    }
  } finally {
    removeTree(again)
  }
}

/** What the runs give a second time. */
interface Made {
  readonly digest: string
  readonly files: readonly OutputFile[]
  readonly tables: readonly Table[]
  readonly experiment: ManifestExperiment | undefined
}

// Specs of charts are promised anywhere, so views are always made; drawings count with the same renderer only.

async function runOnce(head: ManifestHead, scenario: Scenario, runAgain: RunAgain['one']): Promise<Made> {
  const { tables, events, digest } = await runAgain(scenario)
  const data = { scenario, recorded: tables, events, resolvedYaml: resolvedYaml(scenario) }
  const views = await composeViews(head, data, () => {})
  return {
    digest,
    files: [...composeData(head, data), ...views.files],
    tables: [...tables, ...derivedTables(tables, scenario)],
    experiment: undefined,
  }
}

async function runEnsemble(head: ManifestHead, ensemble: Ensemble, runAgain: RunAgain['many']): Promise<Made> {
  const plan = runsOf(ensemble)
  const result = ensembleResult(plan, await runAgain(plan))
  const views = await composeEnsembleViews(head, ensemble, result.tables, () => {})
  return {
    digest: result.digest,
    files: [...composeEnsembleData(head, ensemble, result), ...views.files],
    tables: result.tables,
    experiment: manifestExperiment(ensemble, result),
  }
}

/** The arms by the manifest; null for a single run, or what is wrong with an arm. */
function manifestEnsemble(manifest: Manifest, scenario: Scenario): Ensemble | null | string {
  const { experiment } = manifest
  if (experiment === undefined) return null
  const arms: EnsembleArm[] = []
  for (const arm of experiment.arms) {
    const own = manifestScenario(manifest, arm.set)
    if (typeof own === 'string') return own
    arms.push({ ...arm, scenario: own })
  }
  const { replications, design } = experiment
  return { scenario, replications, arms, ...(design === undefined ? {} : { design }) }
}

function hopeless(digest: string, fault: string): Verification {
  return { digest, verified: 0, hashOnly: 0, notes: [], faults: [fault] }
}

/**
 * The scenario by the manifest's parameters, so that scenario.resolved.yaml can be made again and compared like any
 * other file; or what is wrong with them.
 */
function manifestScenario({ parameters }: Manifest, set: ManifestArm['set']): Scenario | string {
  // Without prototypes: keys of a manifest are anybody's. None of them lies inside of a value, by its schema.
  const newGroup = (): { [key: string]: unknown } => Object.create(null)
  const root = newGroup()
  for (const { key, value: usual } of parameters) {
    const value = Object.hasOwn(set, key) ? set[key] : usual
    const [section = '', ...rest] = key.split('.')
    const leaf = rest.pop()
    let group = root
    for (const step of leaf === undefined ? [] : [section, ...rest]) {
      group[step] ??= newGroup()
      group = group[step] as { [key: string]: unknown }
    }
    group[leaf ?? section] = value
  }
  // JSON is YAML.
  const bytes = Buffer.from(JSON.stringify(root))
  try {
    return loadScenario(MANIFEST_FILE, { size: () => bytes.length, read: () => bytes }, []).scenario
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const [fault] = error.faults
    return `${MANIFEST_FILE}: changed after the run: its parameters are no scenario any more (${fault?.message ?? ''})`
  }
}

/** What a file may have more than twice the bytes of the right one, and still be read to tell where it differs. */
const SLACK = 2 ** 20

const UNMADE = `listed in ${MANIFEST_FILE}, but the run again makes no such file`
const LINKED = 'it is a hard link, so what it holds is not shown'

interface Comparison {
  readonly compared: boolean
  readonly fault: string | null
}

async function compare(
  folder: string,
  manifest: Manifest,
  file: OutputFile,
  comparable: boolean,
  tables: readonly Table[],
): Promise<Comparison> {
  const fault = (what: string): Comparison => ({ compared: comparable, fault: `${file.path}: ${what}` })
  const stat = plainFileStat(folder, file.path)
  if (stat === null) return fault('missing')
  const entry = manifest.outputs.find((listed) => listed.path === file.path)
  if (entry === undefined) return fault(`not listed in ${MANIFEST_FILE}`)
  const most = Math.max(entry.bytes, 2 * file.bytes.length) + SLACK
  if (stat.bytes > most)
    return fault(`changed after the run: it has ${stat.bytes} bytes, the run again ${file.bytes.length}`)
  const there = readPlainFile(folder, file.path, most) ?? new Uint8Array()
  const asRecorded = sha256Hex(there) === entry.sha256
  const versions = { there, again: file.bytes }
  if (!comparable) return asRecorded ? { compared: false, fault: null } : fault('changed after the run')
  if (Buffer.compare(there, file.bytes) === 0)
    return asRecorded
      ? { compared: true, fault: null }
      : fault(`same bytes, but ${MANIFEST_FILE} lists another SHA-256`)
  // A file with another name elsewhere may be somebody else's: its content is not told.
  const place = stat.linked ? LINKED : await placeOfDifference(file.path, versions, tables)
  return fault(asRecorded ? `the run again gives something else: ${place}` : `changed after the run: ${place}`)
}

function placeOfDifference(path: string, versions: TwoVersions, tables: readonly Table[]): string | Promise<string> {
  for (const table of tables) {
    if (path === csvPath(table.name)) return csvDifference(versions, table)
    if (path === parquetPath(table.name)) return parquetDifference(versions, table)
  }
  return path.endsWith('.png') ? byteDifference(versions) : lineDifference(versions)
}

function headFaults(head: ManifestHead, scenario: Scenario, { digest, experiment }: Made): string[] {
  const faults: string[] = []
  const check = (field: string, there: unknown, again: unknown): void => {
    if (there === again) return
    faults.push(`${MANIFEST_FILE}: ${field} is ${JSON.stringify(there)}, the run again gives ${JSON.stringify(again)}`)
  }
  check('digest', head.digest, digest)
  check('seed', head.seed, scenario.seed)
  check('scenario.name', head.scenario.name, scenario.name)
  check('scenario.sha256', head.scenario.sha256, scenarioHash(scenario, experiment))
  for (const [k, run] of (experiment?.runs ?? []).entries()) {
    check(`experiment.runs[${k}]`, JSON.stringify(head.experiment?.runs[k]), JSON.stringify(run))
  }
  return faults
}

/** Files that should not be there, and listed ones that nothing makes. */
function listFaults(folder: string, manifest: Manifest, again: readonly OutputFile[]): string[] {
  const made = new Set(again.map(({ path }) => path))
  const listed = new Set(manifest.outputs.map(({ path }) => path))
  const extra = filesBelow(folder).filter(
    (path) => !listed.has(path) && !made.has(path) && !UNLISTED_FILES.includes(path),
  )
  const unmade = [...listed].filter((path) => !made.has(path))
  return [
    ...extra.filter((path) => /^(data|charts|events)\//.test(path)).map((path) => `${path}: no run wrote this file`),
    ...unmade.map((path) => `${path}: ${UNMADE}`),
  ]
}

/** The one file that the manifest cannot vouch for is itself: SHA256SUMS does. */
function sealFaults(folder: string, { outputs, ...head }: Manifest): string[] {
  const stat = plainFileStat(folder, SUMS_FILE)
  if (stat === null) return [`${SUMS_FILE}: missing`]
  const right = Buffer.from(seal(head, outputs).files[SUMS_FILE] ?? '')
  if (stat.bytes > 2 * right.length + SLACK) return [`${SUMS_FILE}: changed after the run: it has ${stat.bytes} bytes`]
  const sums = Buffer.from(readPlainFile(folder, SUMS_FILE) ?? [])
  const manifestSum = `${sha256Hex(readPlainFile(folder, MANIFEST_FILE) ?? '')}  ${MANIFEST_FILE}\n`
  if (!sums.toString('utf8').includes(manifestSum)) {
    return [`${MANIFEST_FILE}: changed after the run (${SUMS_FILE} has another SHA-256), or ${SUMS_FILE} was`]
  }
  if (Buffer.compare(sums, right) === 0) return []
  return [
    `${SUMS_FILE}: changed after the run: ${stat.linked ? LINKED : lineDifference({ there: sums, again: right })}`,
  ]
}

function versionNotes({ engine, renderer }: Manifest, sameRenderer: boolean): string[] {
  const here = buildInfo()
  const notes: string[] = []
  if (engine.version !== here.version) {
    notes.push(
      `The folder was made by xiaojin ${engine.version}; this is ${here.version}. Differences may come from that.`,
    )
  } else if (engine.codeSha256 !== here.codeSha256) {
    notes.push(`The folder was made by another build of xiaojin ${engine.version}. Differences may come from that.`)
  }
  if (!sameRenderer) {
    const now = rendererVersions()
    const changed = Object.keys({ ...renderer, ...now }).filter((name) => renderer[name] !== now[name])
    notes.push(
      `Drawings and the report were made with other versions (${changed.join(', ')}): of these files only the recorded SHA-256 is checked.`,
    )
  }
  return notes
}
