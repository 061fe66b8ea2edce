/** Folders that are not what they say, made from good ones by one change each. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { SOAK } from '../size.ts'

/** What stands in the file outside of every folder, and must not be told. */
export const SECRET = 'TOP-SECRET-7f3a9c'

/** Paths that some file system takes for another place, another file or a device. */
export const BAD_PATHS: readonly string[] = [
  '',
  '.',
  '..',
  '../secret.txt',
  'data/../../secret.txt',
  'data/../secret.txt',
  './data/months.csv',
  'data/./months.csv',
  'data//months.csv',
  'data/',
  '/etc/passwd',
  '//host/share/x.csv',
  '~/x.csv',
  'C:/Windows/win.ini',
  'c:x.csv',
  'data\\months.csv',
  '..\\secret.txt',
  '\\\\host\\share\\x.csv',
  '\\\\?\\C:\\x.csv',
  'data/a\u0000.csv',
  'data/a\u001b[2J.csv',
  'data/a\nb.csv',
  'data/a\u202egpj.csv',
  'data/a\u200b.csv',
  'data/\ud800.csv',
  'data/CON',
  'data/con.csv',
  'data/NUL',
  'data/nul.tar.gz',
  'data/COM1',
  'data/com¹.csv',
  'data/LPT9.csv',
  'data/aux .csv',
  'data/CONIN$',
  'PRN/months.csv',
  'data/months.csv.',
  'data/months.csv ',
  'data /months.csv',
  'data./months.csv',
  ' data/months.csv',
  'data/months.csv:stream',
  'data/months.csv::$DATA',
  'data/a*.csv',
  'data/a?.csv',
  'data/[a].csv',
  'data/a|b.csv',
  'data/"a".csv',
  "data/a'; ATTACH 'x.parquet",
  'data/a;b.csv',
  'data/$(id).csv',
  'data/`id`.csv',
  'data/e\u0301.csv',
  `data/${'a'.repeat(300)}.csv`,
  `${'a/'.repeat(300)}b.csv`,
]

export type Json = { [key: string]: Json } | Json[] | string | number | boolean | null

type Manifest = { [key: string]: Json }

export interface Mutation {
  readonly name: string
  /** Changes a copy of the good folder; `outside` is the folder that holds it, with secret.txt and victim/. */
  readonly apply: (folder: string, outside: string) => void
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Writes the manifest and makes SHA256SUMS agree with it, as a careful stranger would. */
export function writeManifest(folder: string, text: string): void {
  writeFileSync(join(folder, 'manifest.json'), text)
  const hash = sha256(text)
  const sums = join(folder, 'SHA256SUMS')
  writeFileSync(sums, readFileSync(sums, 'utf8').replace(/[0-9a-f]{64}( {2}manifest\.json)/, `${hash}$1`))
}

function changed(name: string, change: (manifest: Manifest) => void): Mutation {
  return {
    name,
    apply: (folder) => {
      const manifest = manifestOf(folder)
      change(manifest)
      writeManifest(folder, JSON.stringify(manifest))
    },
  }
}

const text = (name: string, rewrite: (json: string) => string): Mutation => ({
  name,
  apply: (folder) => writeManifest(folder, rewrite(readFileSync(join(folder, 'manifest.json'), 'utf8'))),
})

const outputs = (manifest: Manifest): { [key: string]: Json }[] => manifest.outputs as { [key: string]: Json }[]
const parameters = (manifest: Manifest): { [key: string]: Json }[] => manifest.parameters as { [key: string]: Json }[]
const entry = (path: string): { [key: string]: Json } => ({
  path,
  bytes: 0,
  sha256: '0'.repeat(64),
  promise: 'anywhere',
})

/** One of these, another for the next; a soak takes them all. */
const inTurn = (k: number, all: readonly Mutation[]): readonly Mutation[] => (SOAK ? all : [all[k % all.length]!])

/** Bad paths in place of a listed one, and in addition. */
function pathMutations(): Mutation[] {
  return BAD_PATHS.flatMap((path, k) =>
    inTurn(k, [
      changed(`an output at ${JSON.stringify(path.slice(0, 40))}`, (manifest) => {
        outputs(manifest)[1]!.path = path
      }),
      changed(`one more output at ${JSON.stringify(path.slice(0, 40))}`, (manifest) => {
        outputs(manifest).push(entry(path))
      }),
    ]),
  )
}

const FOREIGN_PLACES = [
  'manifest.json',
  'SHA256SUMS',
  'timing.json',
  'ro-crate-metadata.json',
  'notes.txt',
  'runs/aa/x.json',
  '.git/config',
  'package.json',
  'DATA/months.csv',
]

function listMutations(): Mutation[] {
  return [
    ...FOREIGN_PLACES.map((path) =>
      changed(`an output at ${path}`, (manifest) => {
        outputs(manifest).push(entry(path))
      }),
    ),
    changed('an output listed twice', (manifest) => {
      outputs(manifest).push({ ...outputs(manifest)[1]! })
    }),
    changed('two outputs that differ in case', (manifest) => {
      outputs(manifest).push({ ...outputs(manifest)[1]!, path: String(outputs(manifest)[1]!.path).toUpperCase() })
    }),
    changed('an output inside of another', (manifest) => {
      outputs(manifest).push(entry(`${String(outputs(manifest)[1]!.path)}/inside.csv`))
    }),
    ...[-1, 0.5, 1e15, 2 ** 53, 1e308].map((bytes) =>
      changed(`an output of ${bytes} bytes`, (manifest) => {
        outputs(manifest)[1]!.bytes = bytes
      }),
    ),
    ...['', 'x', '0'.repeat(63), 'G'.repeat(64)].map((sha256) =>
      changed(`an output with the SHA-256 “${sha256}”`, (manifest) => {
        outputs(manifest)[1]!.sha256 = sha256
      }),
    ),
    changed('60,000 outputs', (manifest) => {
      manifest.outputs = Array.from({ length: 60_000 }, (_, k) => entry(`data/${k}.csv`))
    }),
  ]
}

const POISON = ['__proto__', 'constructor', 'prototype', '__proto__.polluted', 'constructor.prototype.polluted']

function poisonMutations(): Mutation[] {
  const inText = (name: string, key: string, add: string): Mutation =>
    text(`${name}: ${key}`, (json) => json.replace(/^\{/, `{${add},`))
  return [
    ...POISON.flatMap((key) => [
      changed(`a parameter ${key}`, (manifest) => {
        parameters(manifest).push({ key, value: true, default: true, unit: '', origin: 'default' })
      }),
      changed(`a parameter credit.${key}`, (manifest) => {
        parameters(manifest).unshift({ key: `credit.${key}`, value: true, default: 1, unit: '', origin: 'default' })
      }),
      inText('a key of the whole', key, `"${key}": {"polluted": true}`),
      text(`a key of a value: ${key}`, (json) =>
        json.replace(/"value": /, `"value": {"${key}": {"polluted": 1}}, "was": `),
      ),
      text(`a key of the scenario: ${key}`, (json) =>
        json.replace(/"scenario": \{/, `"scenario": {"${key}": {"polluted": 1},`),
      ),
    ]),
    text('a key of an arm’s set: __proto__', (json) =>
      json.replace(
        /\{/,
        `{"experiment": {"replications": 2, "runs": [], "arms": [{"name": "a", "title": {"en": "a", "zh": "a"}, "set": {"__proto__": {"polluted": 1}}}]},`,
      ),
    ),
    text('a key of an arm’s set: constructor.prototype.x', (json) =>
      json.replace(
        /\{/,
        `{"experiment": {"replications": 2, "runs": [], "arms": [{"name": "a", "title": {"en": "a", "zh": "a"}, "set": {"constructor.prototype.x": 1}}]},`,
      ),
    ),
    changed('a parameter inside of another', (manifest) => {
      parameters(manifest).push({ key: 'seed.deep', value: 1, default: 1, unit: '', origin: 'default' })
    }),
  ]
}

function shapeMutations(): Mutation[] {
  return [
    text('an empty manifest', () => ''),
    text('half a manifest', (json) => json.slice(0, json.length / 2)),
    ...['null', '7', '"text"', '[]', '{}', 'true'].map((json) => text(`a manifest that is ${json}`, () => json)),
    text('arrays in arrays', (json) => json.replace(/\{/, `{"deep": ${'['.repeat(100_000)}${']'.repeat(100_000)},`)),
    text('objects in objects', (json) =>
      json.replace(/\{/, `{"deep": ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},`),
    ),
    changed('another generator', (manifest) => {
      manifest.generator = 'xiaojin2'
    }),
    changed('another version of the schema', (manifest) => {
      manifest.schemaVersion = 3
    }),
    ...['\u001b[31mred', 'a\u0007', '\u202etxt.exe', '\u2066x', '\u009b2J', 'a\u0000b', '\ud83d', 'x\u007f'].flatMap(
      (title, k) =>
        inTurn(k, [
          changed(`a title ${JSON.stringify(title)}`, (manifest) => {
            ;(manifest.scenario as { title: { en: string } }).title.en = title
          }),
          changed(`a command ${JSON.stringify(title)}`, (manifest) => {
            manifest.command = title
          }),
          changed(`a parameter’s value ${JSON.stringify(title)}`, (manifest) => {
            parameters(manifest)[0]!.value = title
          }),
        ]),
    ),
    changed('a title of a million characters', (manifest) => {
      ;(manifest.scenario as { title: { en: string } }).title.en = 'x'.repeat(1_000_000)
    }),
    changed('a parameter twice', (manifest) => {
      parameters(manifest).push({ ...parameters(manifest)[0]! })
    }),
    changed('10,000 parameters', (manifest) => {
      manifest.parameters = Array.from({ length: 10_000 }, (_, k) => ({ ...parameters(manifest)[0]!, key: `a.b${k}` }))
    }),
  ]
}

/**
 * Every field in turn with every other kind of value; of lists the first element. Values that may be anything stay.
 * With `parts`, only the fields of these.
 */
export function fieldMutations(manifest: Manifest, parts?: readonly string[]): Mutation[] {
  const found: Mutation[] = []
  const walk = (value: Json, path: readonly (string | number)[]): void => {
    if (path.length > 0 && !mayBeAnything(path)) {
      for (const other of [null, 7, 'text', true, [], {}] as Json[]) {
        if (kindOf(other) === kindOf(value) || isAllowed(path, other)) continue
        const shown = JSON.stringify(other)
        found.push(changed(`${path.join('.')} is ${shown}`, (copy) => put(copy, path, other)))
      }
      if (!mayBeAbsent(path)) found.push(changed(`${path.join('.')} is missing`, (copy) => put(copy, path, undefined)))
    }
    if (mayBeAnything(path)) return
    if (Array.isArray(value)) {
      if (value.length > 0) walk(value[0]!, [...path, 0])
    } else if (value !== null && typeof value === 'object') {
      for (const [key, member] of Object.entries(value)) {
        if (path.length > 0 || parts === undefined || parts.includes(key)) walk(member, [...path, key])
      }
    }
  }
  walk(manifest, [])
  return found
}

function put(root: Json, path: readonly (string | number)[], value: Json | undefined): void {
  let at = root as { [key: string | number]: Json }
  for (const step of path.slice(0, -1)) at = at[step] as { [key: string | number]: Json }
  const last = path.at(-1)!
  if (value !== undefined) at[last] = value
  else if (Array.isArray(at)) at.splice(last as number, 1)
  else delete at[last]
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Values of parameters and of factors are the scenario's to check. */
function mayBeAnything(path: readonly (string | number)[]): boolean {
  const place = path.join('.')
  return (
    /^parameters\.\d+\.(value|default)$/.test(place) ||
    /^experiment\.arms\.\d+\.set\../.test(place) ||
    /^experiment\.design\.factors\.[^0-9]+\.\d+$/.test(place)
  )
}

function isAllowed(path: readonly (string | number)[], other: Json): boolean {
  const place = path.join('.')
  if (/^engine\.(gitCommit|lockfileSha256|codeSha256|engineSha256|packagesSha256)$/.test(place))
    return other === null || other === 'text'
  if (place === 'engine.gitDirty') return other === null || other === true
  // Nothing listed, nothing set, no run and no table are fine in themselves.
  if (Array.isArray(other))
    return /^(outputs|tables|experiment\.runs|sensitivity\.outcomes|calibration\.targets)$/.test(place)
  return kindOf(other) === 'object' && /\.set$|^renderer$|design\.factors$/.test(place)
}

function mayBeAbsent(path: readonly (string | number)[]): boolean {
  const place = path.join('.')
  return (
    typeof path.at(-1) === 'number' ||
    /\.set\.|^renderer\.|design\.(factors\.|points)|^(sensitivity|calibration)\.(factors|free)\./.test(place) ||
    /^(engine\.packagesSha256|experiment\.design|outputs\.\d+\.rows)$/.test(place) ||
    /^sensitivity\.(trajectories|levels|samples|secondOrder)$/.test(place)
  )
}

/** Of every folder: what can be wrong with the text of its manifest. */
export function manifestMutations(): Mutation[] {
  return [...pathMutations(), ...listMutations(), ...poisonMutations(), ...shapeMutations()]
}

function replaced(folder: string, path: string, by: (file: string) => void): void {
  rmSync(join(folder, path), { recursive: true, force: true })
  by(join(folder, path))
}

const pipe = (file: string): void => void execFileSync('mkfifo', [file])

/** Files and folders that are something else, with a manifest that is in order. */
export function placeMutations(files: readonly string[], folders: readonly string[]): Mutation[] {
  return [
    ...files.flatMap((path): Mutation[] => [
      {
        name: `${path} is a link to a secret`,
        apply: (folder, outside) => replaced(folder, path, (file) => symlinkSync(join(outside, 'secret.txt'), file)),
      },
      {
        name: `${path} is a relative link to a secret`,
        apply: (folder) => {
          const up = '../'.repeat(path.split('/').length)
          replaced(folder, path, (file) => symlinkSync(`${up}secret.txt`, file))
        },
      },
      {
        name: `${path} is a link to nothing`,
        apply: (folder) => replaced(folder, path, (file) => symlinkSync('gone', file)),
      },
      {
        name: `${path} is a link to itself`,
        apply: (folder) => replaced(folder, path, (file) => symlinkSync(file, file)),
      },
      {
        name: `${path} is a link to a file that never ends`,
        apply: (folder) => replaced(folder, path, (file) => symlinkSync('/dev/zero', file)),
      },
      { name: `${path} is a named pipe`, apply: (folder) => replaced(folder, path, pipe) },
      { name: `${path} is a folder`, apply: (folder) => replaced(folder, path, (file) => mkdirSync(file)) },
    ]),
    ...folders.flatMap((path): Mutation[] => [
      {
        name: `${path} is a link to a folder outside`,
        apply: (folder, outside) => replaced(folder, path, (file) => symlinkSync(join(outside, 'victim'), file)),
      },
      {
        name: `${path} is a link to a folder of the same name`,
        apply: (folder, outside) => {
          const copy = join(outside, 'victim', 'copy')
          mkdirSync(copy)
          if (existsSync(join(folder, path))) cpSync(join(folder, path), copy, { recursive: true })
          replaced(folder, path, (file) => symlinkSync(join(outside, 'victim', 'copy'), file))
        },
      },
      { name: `${path} is a file`, apply: (folder) => replaced(folder, path, (file) => writeFileSync(file, SECRET)) },
      { name: `${path} is a named pipe`, apply: (folder) => replaced(folder, path, pipe) },
      {
        name: `${path} holds a link`,
        apply: (folder, outside) => {
          mkdirSync(join(folder, path), { recursive: true })
          symlinkSync(join(outside, 'secret.txt'), join(folder, path, 'extra.csv'))
        },
      },
    ]),
    {
      name: 'the folder is a link',
      apply: (folder) => {
        renameSync(folder, `${folder}-real`)
        symlinkSync(`${folder}-real`, folder)
      },
    },
    { name: 'the folder is a named pipe', apply: (folder) => replaced(folder, '', pipe) },
  ]
}

/** Tables of another size than the manifest says. */
export function sizeMutations(): Mutation[] {
  return [
    { name: 'cut', apply: (folder) => truncateSync(join(folder, tableOf(folder)), 10) },
    { name: 'longer', apply: (folder) => appendFileSync(join(folder, tableOf(folder)), 'more') },
    { name: 'empty', apply: (folder) => truncateSync(join(folder, tableOf(folder)), 0) },
    // With a hole: nothing of this is on the disk.
    { name: 'huge', apply: (folder) => truncateSync(join(folder, tableOf(folder)), 2 ** 31 + 5) },
  ]
}

export function tableOf(folder: string): string {
  const listed = outputs(manifestOf(folder)).map(({ path }) => String(path))
  return listed.find((path) => path.endsWith('.parquet'))!
}

/** Gives a listed file other bytes, and the manifest their size and hash. */
export function forge(folder: string, path: string, bytes: string | Uint8Array, rows?: number): void {
  writeFileSync(join(folder, path), bytes)
  const manifest = manifestOf(folder)
  const found = outputs(manifest).find((listed) => listed.path === path)!
  Object.assign(found, { bytes: Buffer.byteLength(bytes), sha256: sha256(bytes) }, rows === undefined ? {} : { rows })
  writeManifest(folder, JSON.stringify(manifest))
}

export function hardLink(folder: string, path: string, outside: string): void {
  replaced(folder, path, (file) => linkSync(join(outside, 'secret.txt'), file))
}

/** Everything below a place as a text: kinds, sizes, times and targets, so that any change shows. */
export function snapshot(place: string): string {
  const lines: string[] = []
  const walk = (path: string): void => {
    const stat = lstatSync(path)
    lines.push(
      `${relative(place, path)} ${stat.mode} ${stat.isDirectory() ? '' : stat.size} ${stat.mtimeMs} ${stat.ino}`,
    )
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name))
  }
  walk(place)
  return lines.join('\n')
}
