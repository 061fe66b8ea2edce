/** RO-Crate 1.1 metadata: the folder as a research object that archives and catalogues understand. */
import type { Manifest } from './manifest.ts'
import type { ListedFile } from './output-file.ts'

const ENCODINGS: { readonly [extension: string]: string } = {
  cff: 'text/yaml',
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
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

const reference = (id: string): { readonly '@id': string } => ({ '@id': id })

/** `published` is the day on which the folder was written, as RO-Crate demands one. */
export function roCrate(
  manifest: Manifest,
  files: readonly ListedFile[],
  unhashed: readonly string[],
  published: Date,
): unknown {
  const { scenario, engine, seed, digest } = manifest
  const paths = [...files.map(({ path }) => path), ...unhashed]
  const fileEntities: Entity[] = files.map(({ path, bytes, sha256 }) => ({
    '@id': path,
    '@type': 'File',
    name: path,
    contentSize: String(bytes),
    encodingFormat: encodingOf(path),
    sha256,
  }))
  const unhashedEntities: Entity[] = unhashed.map((path) => {
    return { '@id': path, '@type': 'File', name: path, encodingFormat: encodingOf(path) }
  })
  const software: Entity = {
    '@id': '#xiaojin',
    '@type': 'SoftwareApplication',
    name: 'xiaojin',
    version: engine.version,
    softwareVersion: engine.gitCommit ?? engine.version,
  }
  const graph: Entity[] = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: reference('https://w3id.org/ro/crate/1.1'),
      about: reference('./'),
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `Simulation run ${scenario.name}, seed ${seed}`,
      alternateName: scenario.title.zh,
      description: `${scenario.title.en}. Simulated data made by xiaojin ${engine.version}; not observations of real lenders or borrowers.`,
      identifier: digest,
      datePublished: published.toISOString().slice(0, 10),
      license: reference('#licence'),
      hasPart: paths.map(reference),
      mentions: reference('#run'),
    },
    {
      '@id': '#licence',
      '@type': 'CreativeWork',
      name: 'To be chosen by whoever publishes this run',
      description: 'The program is under the MIT licence; its licence says nothing about results.',
    },
    {
      '@id': '#run',
      '@type': 'CreateAction',
      name: manifest.command,
      instrument: reference('#xiaojin'),
      object: reference('scenario.resolved.yaml'),
      result: paths.filter((path) => path !== 'scenario.resolved.yaml').map(reference),
    },
    software,
    ...fileEntities,
    ...unhashedEntities,
  ]
  return { '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph }
}
