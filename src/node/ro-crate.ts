/**
 * The folder as a research object that archives and catalogues understand: RO-Crate 1.2
 * (https://w3id.org/ro/crate/1.2) with the profile of one executed program, Process Run Crate 0.5
 * (https://w3id.org/ro/wfrun/process/0.5).
 */
import { citationText, type Person, RESULTS_LICENCE, softwareCitation } from './citation.ts'
import type { Manifest, UsedParameter } from './manifest.ts'
import type { ListedFile } from './output-file.ts'

const SPECIFICATION = 'https://w3id.org/ro/crate/1.2'
const PROFILE = 'https://w3id.org/ro/wfrun/process/0.5'
const SCENARIO = 'scenario.resolved.yaml'

const ENCODINGS: { readonly [extension: string]: string } = {
  cff: 'text/yaml',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  png: 'image/png',
  svg: 'image/svg+xml',
  yaml: 'text/yaml',
}

function encodingOf(path: string): string {
  return ENCODINGS[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/plain'
}

type Entity = { readonly '@id': string; readonly '@type': string | readonly string[]; readonly [key: string]: unknown }

const reference = ({ '@id': id }: Pick<Entity, '@id'>): { readonly '@id': string } => ({ '@id': id })

/** A path as the relative URI that names its file. */
function fileId(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent)
}

function fileEntities(files: readonly ListedFile[], unhashed: readonly string[]): Entity[] {
  const entity = (path: string): Entity => {
    return { '@id': fileId(path), '@type': 'File', name: path, encodingFormat: encodingOf(path) }
  }
  return [
    ...files.map(({ path, bytes, sha256 }) => ({ ...entity(path), contentSize: String(bytes), sha256 })),
    ...unhashed.map(entity),
  ]
}

/** Plain values as they are, others as JSON, since a property of JSON-LD would take a list for many values. */
function parameterEntity({ key, value, unit, origin }: UsedParameter): Entity {
  const plain = typeof value === 'object' ? JSON.stringify(value) : value
  return {
    '@id': `#parameter/${encodeURIComponent(key)}`,
    '@type': 'PropertyValue',
    name: key,
    value: plain,
    ...(unit === '' ? {} : { unitText: unit }),
    description: `set by ${origin}`,
  }
}

function authorEntities(authors: readonly Person[]): Entity[] {
  return authors.map(({ name, 'given-names': given, 'family-names': family }, k): Entity => {
    const id = `#author-${k + 1}`
    return name === undefined
      ? { '@id': id, '@type': 'Person', name: `${given} ${family}`, givenName: given, familyName: family }
      : { '@id': id, '@type': 'Organization', name }
  })
}

function softwareEntities({ engine }: Manifest, authors: readonly Entity[]): Entity[] {
  const { url } = softwareCitation()
  const commit: Entity[] =
    engine.gitCommit === null
      ? []
      : [{ '@id': '#commit', '@type': 'PropertyValue', name: 'git commit', value: engine.gitCommit }]
  return [
    {
      '@id': '#xiaojin',
      '@type': 'SoftwareApplication',
      name: 'xiaojin',
      softwareVersion: engine.version,
      author: authors.map(reference),
      ...(url === null ? {} : { url }),
      ...(commit.length === 0 ? {} : { identifier: commit.map(reference) }),
    },
    ...commit,
  ]
}

/** A point in time to the second, by ISO 8601. */
const isoTime = (time: Date): string => `${time.toISOString().slice(0, 19)}+00:00`

/** `published` is when the folder was written; RO-Crate asks for the day. */
export function roCrate(
  manifest: Manifest,
  files: readonly ListedFile[],
  unhashed: readonly string[],
  published: Date,
): unknown {
  const { scenario, engine, seed, digest } = manifest
  const data = fileEntities(files, unhashed)
  const authors = authorEntities(softwareCitation().authors)
  const [software, ...aboutSoftware] = softwareEntities(manifest, authors)
  const seedEntity: Entity = { '@id': '#seed', '@type': 'PropertyValue', name: 'seed', value: seed }
  // The seed is a parameter, too; it is said once.
  const parameters = [seedEntity, ...manifest.parameters.filter(({ key }) => key !== 'seed').map(parameterEntity)]
  const digestEntity: Entity = {
    '@id': '#digest',
    '@type': 'PropertyValue',
    name: 'SHA-256 over everything that was recorded',
    value: digest,
  }
  const licence: Entity = { '@id': RESULTS_LICENCE.url, '@type': 'CreativeWork', ...RESULTS_LICENCE.about }
  const isInput = ({ '@id': id }: Entity): boolean => id === SCENARIO
  const action: Entity = {
    '@id': '#run',
    '@type': 'CreateAction',
    name: `Run of ${scenario.name} by xiaojin ${engine.version}`,
    description: manifest.command,
    endTime: isoTime(published),
    instrument: reference(software),
    object: [...data.filter(isInput), ...parameters].map(reference),
    result: data.filter((entity) => !isInput(entity)).map(reference),
  }
  const root: Entity = {
    '@id': './',
    '@type': 'Dataset',
    name: `Simulation run ${scenario.name}, seed ${seed}`,
    alternateName: scenario.title.zh,
    description: `${scenario.title.en}. Simulated data made by xiaojin ${engine.version}; not observations of real lenders or borrowers.`,
    author: authors.map(reference),
    conformsTo: { '@id': PROFILE },
    creditText: citationText(manifest, 'en'),
    datePublished: published.toISOString().slice(0, 10),
    hasPart: data.map(reference),
    identifier: reference(digestEntity),
    license: reference(licence),
    mentions: reference(action),
  }
  const descriptor: Entity = {
    '@id': 'ro-crate-metadata.json',
    '@type': 'CreativeWork',
    conformsTo: { '@id': SPECIFICATION },
    about: reference(root),
  }
  const profile: Entity = {
    '@id': PROFILE,
    '@type': ['CreativeWork', 'Profile'],
    name: 'Process Run Crate',
    version: '0.5',
  }
  return {
    '@context': `${SPECIFICATION}/context`,
    '@graph': [
      ...[descriptor, root, profile, licence, digestEntity, ...authors, software, ...aboutSoftware],
      ...[action, ...parameters, ...data],
    ],
  }
}
