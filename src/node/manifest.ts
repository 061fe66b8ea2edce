/** The manifest: what a folder holds, what made it, and how to make it again. Nothing in it names a machine or a day. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { FactorDesign } from '../scenarios/experiment.ts'
import type { Lang } from '../scenarios/parameter.ts'
import type { TableFile } from '../scenarios/read-text.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type EngineInfo, engineInfo, rendererVersions } from './build-info.ts'
import type { FolderKind } from './folder-kind.ts'
import { sha256Hex } from './hash.ts'
import { partField } from './kinds.ts'
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

/** Besides these, a manifest has the field of its kind, by `partIn` of kinds.ts. */
export interface Manifest {
  readonly generator: typeof GENERATOR
  readonly schemaVersion: number
  /** A key of kinds.ts. */
  readonly kind: string
  /** SHA-256 over every recorded column and event, or over the digests of all runs: equal digests, equal runs. */
  readonly digest: string
  readonly scenario: {
    readonly name: string
    readonly title: Bilingual
    /** From the comment at the head of the scenario's file; left out where that asks none. */
    readonly question?: Bilingual
    readonly sha256: string
  }
  readonly seed: number
  /** What was typed. */
  readonly command: string
  /** Language of the charts and the report. */
  readonly language: Lang
  /** False where none were asked for. */
  readonly charts: boolean
  /** Where charts are drawn as SVG alone. */
  readonly png?: false
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
  /** What the file system under the folder could not do when it was written; left out where it could do all. */
  readonly storage?: { readonly hardLinks: boolean; readonly folderFlush: boolean }
  readonly promises: { readonly anywhere: string; readonly sameBuild: string }
  readonly outputs: readonly ListedFile[]
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
 * Names the resolved scenario apart from its seed, so that runs of one scenario with many seeds share it; with `own`,
 * what a kind makes of the scenario, too.
 */
export function scenarioHash({ seed: _, ...scenario }: Scenario, own: object = {}): string {
  return sha256Hex(canonicalJson({ ...scenario, ...own }))
}

/** What a kind makes of a scenario, as it is hashed with it. */
export function identityOf<Part>(
  kind: Pick<FolderKind<Part, never, never, never>, 'name' | 'identity'>,
  part: Part,
): object {
  return partField(kind.name, kind.identity(part))
}

/** Everything but the list of outputs, which can only be made once they are. */
export type ManifestHead = Omit<Manifest, 'outputs'>

/** The manifest before anything has run. */
export type PlannedHead = Omit<ManifestHead, 'digest'>

export type HeadParts = Pick<
  PlannedHead,
  'command' | 'language' | 'charts' | 'png' | 'csvBom' | 'parameters' | 'tables'
> &
  Pick<Manifest['scenario'], 'question'>

export function plannedHead<Part>(
  kind: Pick<FolderKind<Part, never, never, never>, 'name' | 'identity'>,
  part: Part,
  scenario: Scenario,
  { command, language, charts, png, csvBom, parameters, tables, question }: HeadParts,
): PlannedHead {
  return {
    generator: GENERATOR,
    schemaVersion: SCHEMA_VERSION,
    kind: kind.name,
    scenario: {
      name: scenario.name,
      title: scenario.title,
      ...(question === undefined ? {} : { question }),
      sha256: scenarioHash(scenario, identityOf(kind, part)),
    },
    seed: scenario.seed,
    command,
    language,
    charts,
    ...(png === undefined ? {} : { png }),
    ...(csvBom === undefined ? {} : { csvBom }),
    engine: engineInfo(),
    environment: { node: process.versions.node, v8: process.versions.v8 },
    random: RANDOM,
    renderer: rendererVersions(),
    parameters,
    tables,
    ...partField(kind.name, part),
    promises: PROMISES,
  }
}

/** The manifest when everything has run. */
export function finishedHead(planned: PlannedHead, digest: string, part: unknown): ManifestHead {
  const { generator, schemaVersion, kind, ...rest } = planned
  return { generator, schemaVersion, kind, digest, ...rest, ...partField(kind, part) }
}
