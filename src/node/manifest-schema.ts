/**
 * The manifest as an untrusted format: what a text must be before any command believes it. Fields that this version
 * does not know are kept, within the bounds on depth, keys and characters that hold for the whole.
 */
import { z } from 'zod'
import { VARIED_PATHS } from '../scenarios/sensitivity.ts'
import { KINDS } from './kinds.ts'
import type { Manifest } from './manifest.ts'
import { clashOf, pathFault } from './path-rule.ts'
import { harmfulIn } from './printable.ts'

export const GENERATOR = 'xiaojin'
/** Raised when a manifest says things otherwise. Of folders with an older one, files can be listed, hashed and queried. */
export const SCHEMA_VERSION = 2

/** Of the text: four thousand arms with a hundred runs each take half of it. */
export const MAX_MANIFEST_BYTES: number = 128 * 2 ** 20
/** Of any file that a manifest lists. */
export const MAX_FILE_BYTES: number = 2 ** 30
const MAX_OUTPUTS = 50_000
const MAX_PARAMETERS = 5000
const MAX_TABLES = 100
const MAX_DEPTH = 32
const MAX_NODES = 20_000_000
const MAX_TEXT = 4000
/** Of a command, and of a value that was written as text. */
const MAX_LONG_TEXT = 100_000
const MAX_ROWS = 1_000_000_000

/** Keys that reach the prototype of every object. */
const POISON = ['__proto__', 'constructor', 'prototype']

export const text: z.ZodString = z.string().max(MAX_TEXT)
const nonEmpty = text.min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal')
export const whole = (min: number, max: number): z.ZodInt => z.int().min(min).max(max)

export const dottedKey: z.ZodString = z
  .string()
  .max(200)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/, 'must be a dotted key, such as credit.coverage')
  .refine((key) => !key.split('.').some((step) => POISON.includes(step)), 'must not name a prototype')

const path = z.string().superRefine((value, context) => {
  const fault = pathFault(value)
  if (fault !== null) context.addIssue({ code: 'custom', message: `is a path that ${fault}` })
})

/** Names a file of its own for each arm. */
export const armName: z.ZodString = path.refine((name) => !name.includes('/'), 'must be one name without a slash')

export const bilingual: z.ZodType = z.looseObject({ en: text, zh: text })
/** Of parameters that can be varied, each with the ends of its range. */
export const ranges = (most: number): z.ZodType =>
  z
    .record(dottedKey, z.tuple([z.number(), z.number()]))
    .refine((map) => Object.keys(map).length > 0, 'must name at least one parameter')
    .refine((map) => Object.keys(map).length <= most, `must name at most ${most} parameters`)
    .superRefine((map, context) => {
      const unknown = Object.keys(map).find((key) => !VARIED_PATHS.includes(key))
      if (unknown === undefined) return
      context.addIssue({
        code: 'custom',
        message: `has ${shortened(unknown)}, which is no parameter that can be varied`,
      })
    })

const listedFile = z.looseObject({
  path,
  bytes: whole(0, MAX_FILE_BYTES),
  sha256,
  rows: whole(0, MAX_ROWS).optional(),
  promise: z.enum(['anywhere', 'sameBuild']),
})

const manifest = z.looseObject({
  generator: z.literal(GENERATOR),
  schemaVersion: whole(1, SCHEMA_VERSION),
  kind: z.enum(Object.keys(KINDS)),
  digest: sha256,
  scenario: z.looseObject({ name: nonEmpty, title: bilingual, question: bilingual.optional(), sha256 }),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  command: z.string().max(MAX_LONG_TEXT),
  language: z.enum(['en', 'zh']),
  charts: z.boolean(),
  png: z.literal(false).optional(),
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
  // Not zod's copy: its keys have another order, and the bytes of a manifest count.
  const found = withKind(value) as Manifest
  const wrong = schemaFault(manifest, found)
  if (wrong !== null) return { fault: wrong }
  const together = togetherFault(found)
  return together === null ? found : { fault: together }
}

/** A manifest of schema 1 tells its kind by the fields that it has. */
function withKind(value: unknown): unknown {
  const { schemaVersion, sweep, experiment, sensitivity, calibration } = Object(value) as { [key: string]: unknown }
  if (schemaVersion !== 1) return value
  const many = sensitivity !== undefined ? 'sensitivity' : calibration !== undefined ? 'calibration' : 'sweep'
  const one = experiment === undefined ? 'run' : 'ensemble'
  return { ...(value as object), kind: many !== 'sweep' || sweep === true ? many : one }
}

/** What is wrong with a value, in a few words that begin with the place; null where nothing is. */
export function schemaFault(schema: z.ZodType, value: unknown, place: readonly string[] = []): string | null {
  const checked = schema.safeParse(value)
  if (checked.success) return null
  const [issue] = checked.error.issues
  return `${placeName([...place, ...(issue?.path ?? [])])} ${issueText(issue?.message ?? 'is not valid')}`
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
function togetherFault(whole: Manifest): string | null {
  const { kind, parameters, outputs } = whole
  const others = Object.values(KINDS).flatMap(({ field = '' }) => (field === KINDS[kind].field ? [] : [field]))
  const stray = others.find((field) => Object.hasOwn(whole, field))
  if (stray !== undefined && whole.schemaVersion === SCHEMA_VERSION)
    return `${stray} belongs to no folder of kind ${kind}`
  const keys = duplicate(parameters.map(({ key }) => key))
  if (keys !== null) return `parameters has ${keys} twice`
  const inside = insideOther(parameters.map(({ key }) => key))
  if (inside !== null) return `parameters has ${inside}, which lies inside of a value`
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
