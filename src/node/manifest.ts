/** The manifest: what a folder holds, what made it, and how to make it again. Nothing in it names a machine or a day. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { CalibrationSettings } from '../experiments/calibration.ts'
import type { FactorDesign } from '../scenarios/experiment.ts'
import type { Lang } from '../scenarios/parameter.ts'
import type { TableFile } from '../scenarios/read-text.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { WrittenAnalysis } from '../scenarios/sensitivity.ts'
import { type EngineInfo, engineInfo, rendererVersions } from './build-info.ts'
import { sha256Hex } from './hash.ts'
import { GENERATOR, SCHEMA_VERSION } from './manifest-schema.ts'
import type { ListedFile } from './output-file.ts'

export const MANIFEST_FILE = 'manifest.json'

/** A parameter as the run used it. */
export interface UsedParameter {
  readonly key: string
  readonly value: unknown
  readonly default: unknown
  readonly unit: string
  /** Where the value came from: a file and line, `--set`, `--seed`, or the default. */
  readonly origin: string
}

/** One arm of an experiment: what it changes in the scenario of the manifest. */
export interface ManifestArm {
  readonly name: string
  readonly title: Bilingual
  readonly set: { readonly [path: string]: unknown }
}

/** What an ensemble of runs was made of, and the digest of each run. */
export interface ManifestExperiment {
  readonly replications: number
  readonly arms: readonly ManifestArm[]
  /** Of arms that factors span. */
  readonly design?: FactorDesign
  readonly runs: readonly {
    readonly arm: string
    readonly replication: number
    readonly seed: number
    readonly digest: string
  }[]
}

/** A calibration: how it was made, the ranges of its free parameters, and the keys of the targets it was fitted to. */
export interface WrittenCalibration extends CalibrationSettings {
  readonly free: { readonly [path: string]: readonly [low: number, high: number] }
  readonly targets: readonly string[]
}

export interface Manifest {
  readonly generator: typeof GENERATOR
  readonly schemaVersion: typeof SCHEMA_VERSION
  /** SHA-256 over every recorded column and event, or over the digests of all runs: equal digests, equal runs. */
  readonly digest: string
  readonly scenario: { readonly name: string; readonly title: Bilingual; readonly sha256: string }
  readonly seed: number
  /** What was typed. */
  readonly command: string
  /** Language of the charts and the report. */
  readonly language: Lang
  /** False where none were asked for. */
  readonly charts: boolean
  /** Where CSV files begin with a byte order mark. */
  readonly csvBom?: true
  readonly engine: EngineInfo
  readonly environment: { readonly node: string; readonly v8: string }
  readonly random: string
  /** What drew the charts and wrote the report; later than the run where they were drawn again. */
  readonly renderer: { readonly [name: string]: string }
  readonly parameters: readonly UsedParameter[]
  /** Tables that the scenario took from files of its own; their values stand among the parameters. */
  readonly tables: readonly TableFile[]
  /** Of an ensemble: arms and replications. The parameters above are those of the scenario under the arms. */
  readonly experiment?: ManifestExperiment
  /** Of a sweep: its runs lie in runs/, and tables of its runs in a file for each arm. */
  readonly sweep?: true
  /** Of a sensitivity analysis of the scenario: its design, factors and outcomes. Its runs lie in runs/. */
  readonly sensitivity?: WrittenAnalysis
  /** Of a calibration of the scenario. Its runs lie in runs/. */
  readonly calibration?: WrittenCalibration
  /** What the file system under the folder could not do when it was written; left out where it could do all. */
  readonly storage?: { readonly hardLinks: boolean; readonly folderFlush: boolean }
  readonly promises: { readonly anywhere: string; readonly sameBuild: string }
  readonly outputs: readonly ListedFile[]
}

export type StudyKind = 'run' | 'sweep' | 'sensitivity' | 'calibration'

export function kindOfManifest({
  sweep,
  sensitivity,
  calibration,
}: Pick<Manifest, 'sweep' | 'sensitivity' | 'calibration'>): StudyKind {
  if (sensitivity !== undefined) return 'sensitivity'
  if (calibration !== undefined) return 'calibration'
  return sweep === true ? 'sweep' : 'run'
}

const RANDOM =
  'Threefry-2x32 counters (seed, stream, agent, month, index); keys of the named streams from seedrandom (tychei)'

const PROMISES: Manifest['promises'] = {
  anywhere: 'the same bytes on any machine, from this scenario, seed and engine version',
  sameBuild: 'the same bytes with the same engine build, rendering packages and JavaScript engine',
}

/** Keys in alphabetical order, no spaces. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

/**
 * Names the resolved scenario, with its arms and replications, its analysis or its calibration where it has any, apart from its seed,
 * so that runs of one scenario with many seeds share it.
 */
export function scenarioHash(
  scenario: Scenario,
  experiment?: { readonly replications: number; readonly arms: readonly ManifestArm[] },
  sensitivity?: WrittenAnalysis,
  calibration?: WrittenCalibration,
): string {
  const { seed: _, ...rest } = scenario
  if (calibration !== undefined) return sha256Hex(canonicalJson({ ...rest, calibration }))
  if (sensitivity !== undefined) return sha256Hex(canonicalJson({ ...rest, sensitivity }))
  if (experiment === undefined) return sha256Hex(canonicalJson(rest))
  const arms = experiment.arms.map(({ name, title, set }) => ({ name, title, set }))
  return sha256Hex(canonicalJson({ ...rest, experiment: { replications: experiment.replications, arms } }))
}

/** Everything but the list of outputs, which can only be made once they are. */
export type ManifestHead = Omit<Manifest, 'outputs'>

export type ManifestParts = Pick<
  Manifest,
  | 'digest'
  | 'command'
  | 'language'
  | 'charts'
  | 'csvBom'
  | 'parameters'
  | 'tables'
  | 'experiment'
  | 'sweep'
  | 'sensitivity'
  | 'calibration'
>

export function manifestHead(scenario: Scenario, parts: ManifestParts): ManifestHead {
  return {
    generator: GENERATOR,
    schemaVersion: SCHEMA_VERSION,
    digest: parts.digest,
    scenario: {
      name: scenario.name,
      title: scenario.title,
      sha256: scenarioHash(scenario, parts.experiment, parts.sensitivity, parts.calibration),
    },
    seed: scenario.seed,
    command: parts.command,
    language: parts.language,
    charts: parts.charts,
    ...(parts.csvBom === undefined ? {} : { csvBom: parts.csvBom }),
    engine: engineInfo(),
    environment: { node: process.versions.node, v8: process.versions.v8 },
    random: RANDOM,
    renderer: rendererVersions(),
    parameters: parts.parameters,
    tables: parts.tables,
    ...(parts.experiment === undefined ? {} : { experiment: parts.experiment }),
    ...(parts.sweep === undefined ? {} : { sweep: parts.sweep }),
    ...(parts.sensitivity === undefined ? {} : { sensitivity: parts.sensitivity }),
    ...(parts.calibration === undefined ? {} : { calibration: parts.calibration }),
    promises: PROMISES,
  }
}
