/**
 * The manifest as an untrusted format: what a text must be before any command believes it. Fields that this version
 * does not know are kept, within the bounds on depth, keys and characters that hold for the whole.
 */
import { z } from 'zod'
import { MAX_EVALUATIONS, MAX_FIT_REPLICATIONS, MAX_FREE } from '../experiments/calibration.ts'
import { MAX_POINTS, MAX_REPLICATIONS } from '../scenarios/experiment.ts'
import type { NumberKind } from '../scenarios/parameter.ts'
import { MAX_FACTORS, SENSITIVITY_FIELDS, VARIED_PATHS } from '../scenarios/sensitivity.ts'
import type { Manifest } from './manifest.ts'
import { clashOf, pathFault } from './path-rule.ts'
import { harmfulIn } from './printable.ts'

export const GENERATOR = 'xiaojin'
export const SCHEMA_VERSION = 1

/** Of the text: four thousand arms with a hundred runs each take half of it. */
export const MAX_MANIFEST_BYTES: number = 128 * 2 ** 20
/** Of any file that a manifest lists. */
export const MAX_FILE_BYTES: number = 2 ** 30
const MAX_OUTPUTS = 50_000
const MAX_PARAMETERS = 5000
const MAX_TABLES = 100
const MAX_RUNS = 1_000_000
const MAX_DEPTH = 32
const MAX_NODES = 20_000_000
const MAX_TEXT = 4000
/** Of a command, and of a value that was written as text. */
const MAX_LONG_TEXT = 100_000
const MAX_ROWS = 1_000_000_000

/** Keys that reach the prototype of every object. */
const POISON = ['__proto__', 'constructor', 'prototype']

const text = z.string().max(MAX_TEXT)
const nonEmpty = text.min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal')
const whole = (min: number, max: number): z.ZodInt => z.int().min(min).max(max)
const seed = whole(0, Number.MAX_SAFE_INTEGER)
const count = (kind: unknown): z.ZodInt => whole((kind as NumberKind).min, (kind as NumberKind).max)

const dottedKey = z
  .string()
  .max(200)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/, 'must be a dotted key, such as credit.coverage')
  .refine((key) => !key.split('.').some((step) => POISON.includes(step)), 'must not name a prototype')

const path = z.string().superRefine((value, context) => {
  const fault = pathFault(value)
  if (fault !== null) context.addIssue({ code: 'custom', message: `is a path that ${fault}` })
})

/** Names a file of its own for each arm. */
const armName = path.refine((name) => !name.includes('/'), 'must be one name without a slash')

const bilingual = z.looseObject({ en: text, zh: text })
/** Of values by dotted keys; a value may be anything that JSON can say. */
const setMap = z.record(dottedKey, z.unknown())
const ranges = (most: number): z.ZodType =>
  z
    .record(dottedKey, z.tuple([z.number(), z.number()]))
    .refine((map) => Object.keys(map).length > 0, 'must name at least one parameter')
    .refine((map) => Object.keys(map).length <= most, `must name at most ${most} parameters`)

const listedFile = z.looseObject({
  path,
  bytes: whole(0, MAX_FILE_BYTES),
  sha256,
  rows: whole(0, MAX_ROWS).optional(),
  promise: z.enum(['anywhere', 'sameBuild']),
})

const experiment = z.looseObject({
  replications: whole(1, MAX_REPLICATIONS),
  arms: z
    .array(z.looseObject({ name: armName, title: bilingual, set: setMap }))
    .min(1)
    .max(MAX_POINTS),
  design: z
    .looseObject({
      design: z.enum(['factorial', 'oat', 'lhs', 'sobol']),
      points: whole(1, MAX_POINTS).optional(),
      factors: z.record(dottedKey, z.array(z.unknown()).min(1).max(MAX_POINTS)),
    })
    .optional(),
  runs: z
    .array(
      z.looseObject({
        arm: armName,
        replication: whole(0, Number.MAX_SAFE_INTEGER),
        seed,
        digest: text.or(z.literal('')),
      }),
    )
    .max(MAX_RUNS),
})

const sensitivity = z.looseObject({
  method: z.enum(['morris', 'sobol']),
  replications: count(SENSITIVITY_FIELDS.replications),
  trajectories: count(SENSITIVITY_FIELDS.trajectories).optional(),
  levels: count(SENSITIVITY_FIELDS.levels).optional(),
  samples: count(SENSITIVITY_FIELDS.samples).optional(),
  secondOrder: z.boolean().optional(),
  factors: ranges(MAX_FACTORS),
  outcomes: z.array(nonEmpty).max(1000),
})

const calibration = z.looseObject({
  method: z.enum(['smm', 'abc']),
  replications: whole(1, MAX_FIT_REPLICATIONS),
  evaluations: whole(1, MAX_EVALUATIONS),
  free: ranges(MAX_FREE),
  targets: z.array(nonEmpty).max(1000),
})

const manifest = z.looseObject({
  generator: z.literal(GENERATOR),
  schemaVersion: z.literal(SCHEMA_VERSION),
  digest: sha256,
  scenario: z.looseObject({ name: nonEmpty, title: bilingual, sha256 }),
  seed,
  command: z.string().max(MAX_LONG_TEXT),
  language: z.enum(['en', 'zh']),
  charts: z.boolean(),
  csvBom: z.literal(true).optional(),
  engine: z.looseObject({
    version: nonEmpty,
    gitCommit: text.nullable(),
    gitDirty: z.boolean().nullable(),
    lockfileSha256: text.nullable(),
    codeSha256: text.nullable(),
    engineSha256: text.nullable(),
    packagesSha256: text.nullable().optional(),
  }),
  environment: z.looseObject({ node: text, v8: text }),
  random: text,
  renderer: z.record(text, text),
  parameters: z
    .array(
      z.looseObject({
        key: dottedKey,
        value: z.unknown(),
        default: z.unknown(),
        unit: text,
        origin: z.string().max(MAX_LONG_TEXT),
      }),
    )
    .min(1)
    .max(MAX_PARAMETERS),
  tables: z.array(z.looseObject({ file: text, sha256 })).max(MAX_TABLES),
  experiment: experiment.optional(),
  sweep: z.literal(true).optional(),
  sensitivity: sensitivity.optional(),
  calibration: calibration.optional(),
  storage: z.looseObject({ hardLinks: z.boolean(), folderFlush: z.boolean() }).optional(),
  promises: z.looseObject({ anywhere: text, sameBuild: text }),
  outputs: z.array(listedFile).max(MAX_OUTPUTS),
})

/** The manifest that a text holds, or what is wrong with it in a few words that begin with the place. */
export function parseManifest(json: string): Manifest | { readonly fault: string } {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { fault: 'cannot be read: it is not JSON' }
  }
  const fault = wildFault(value)
  if (fault !== null) return { fault }
  const checked = manifest.safeParse(value)
  if (!checked.success) {
    const [issue] = checked.error.issues
    return { fault: `${placeName(issue?.path ?? [])} ${issueText(issue?.message ?? 'is not valid')}` }
  }
  // Not zod's copy: its keys have another order, and the bytes of a manifest count.
  const found = value as Manifest
  const together = togetherFault(found)
  return together === null ? found : { fault: together }
}

/** zod says “Invalid input: expected string, received null”. */
function issueText(message: string): string {
  const plain = message.replace(/^Invalid (input|option): /, '')
  return plain === message ? message.replace(/^Too (big|small): /, 'is out of bounds: ') : `is not valid: ${plain}`
}

const MAX_SHOWN = 80

/** Of a text that somebody else chose the length of. */
function shortened(name: string): string {
  return name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN)}…` : name
}

function placeName(path: readonly PropertyKey[]): string {
  const name = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
  return name === '' ? 'the whole' : shortened(name)
}

/** What must be unique, and what must name something that is there. */
function togetherFault({
  parameters,
  experiment: arms,
  sensitivity: analysis,
  calibration: fit,
  outputs,
}: Manifest): string | null {
  const keys = duplicate(parameters.map(({ key }) => key))
  if (keys !== null) return `parameters has ${keys} twice`
  const inside = insideOther(parameters.map(({ key }) => key))
  if (inside !== null) return `parameters has ${inside}, which lies inside of a value`
  for (const [place, map] of [
    ['sensitivity.factors', analysis?.factors],
    ['calibration.free', fit?.free],
  ] as const) {
    const unknown = Object.keys(map ?? {}).find((key) => !VARIED_PATHS.includes(key))
    if (unknown !== undefined) return `${place} has ${shortened(unknown)}, which is no parameter that can be varied`
  }
  if (arms !== undefined) {
    const names = arms.arms.map(({ name }) => name)
    const twice = clashOf(names)
    if (twice !== null) return `experiment.arms has ${twice.path}, which ${twice.fault}`
    const known = new Set(names)
    const stray = arms.runs.find(({ arm }) => !known.has(arm))
    if (stray !== undefined) return `experiment.runs has a run of ${stray.arm}, which is no arm`
  }
  const clash = clashOf(outputs.map(({ path: listed }) => listed))
  return clash === null ? null : `outputs has ${shortened(clash.path)}, which ${clash.fault}`
}

function duplicate(names: readonly string[]): string | null {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) return name
    seen.add(name)
  }
  return null
}

/** A key that continues another: seed.deep beside seed. */
function insideOther(keys: readonly string[]): string | null {
  const known = new Set(keys)
  for (const key of keys) {
    for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
      if (known.has(key.slice(0, dot))) return key
    }
  }
  return null
}

interface Visit {
  readonly value: unknown
  readonly depth: number
  readonly key: string | number
  readonly parent: Visit | null
}

function visitName(visit: Visit): string {
  const steps: (string | number)[] = []
  for (let at: Visit | null = visit; at?.parent; at = at.parent) steps.unshift(at.key)
  return placeName(steps)
}

/** Depth, size, keys and characters of anything that JSON can say; without recursion, since depth is what it bounds. */
function wildFault(root: unknown): string | null {
  const open: Visit[] = [{ value: root, depth: 0, key: '', parent: null }]
  let nodes = 0
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (++nodes > MAX_NODES) return `the whole has more than ${MAX_NODES} values`
    const { value, depth } = visit
    if (typeof value === 'string') {
      const harmful = harmfulIn(value)
      if (harmful !== null) return `${visitName(visit)} has the character ${harmful}, which no text here may have`
    }
    if (value === null || typeof value !== 'object') continue
    if (depth >= MAX_DEPTH) return `the whole is nested more than ${MAX_DEPTH} deep`
    const parent = visit
    if (Array.isArray(value)) {
      for (let k = 0; k < value.length; k++) open.push({ value: value[k], depth: depth + 1, key: k, parent })
      continue
    }
    for (const key of Object.keys(value)) {
      const harmful = harmfulIn(key)
      if (harmful !== null) return `${visitName(visit)} has a key with the character ${harmful}`
      if (key.split('.').some((step) => POISON.includes(step)))
        return `${visitName(visit)} has the key ${shortened(key)}`
      open.push({ value: (value as { [key: string]: unknown })[key], depth: depth + 1, key, parent })
    }
  }
  return null
}
