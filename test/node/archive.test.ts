/**
 * What every command leaves for others to read and archive: tables for strict readers, metadata of RO-Crate and a
 * citation, held against arrow-rs, the official context and validator of RO-Crate, and the schema of the Citation File
 * Format. All of these come from packages, so that nothing is fetched. There are no shapes of Process Run Crate on npm:
 * its requirements are checked here one by one, after https://w3id.org/ro/wfrun/process/0.5.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateCFF } from 'cffjs'
import jsonld from 'jsonld'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { firstOf, SOAK } from '../size.ts'
import { type Ended, here } from './command.ts'
import { expectItsCsv, readStrictly } from './strict-parquet.ts'

const require = createRequire(import.meta.url)
const CONTEXT_URL = 'https://w3id.org/ro/crate/1.2/context'
const CONTEXT = require('ro-crate/lib/context.json') as object
const PROFILE = 'https://w3id.org/ro/wfrun/process/0.5'

const SCENARIO = `name: tiny
title: { en: Tiny, zh: 微型 }
population: { consumers: 100 }
horizon: { burnIn: 1, months: 1 }
pricing: { shopperSample: 64 }
sensitivity:
  trajectories: 2
  samples: 4
  outcomes: [served.all, apr.mean]
  factors: { credit.coverage: [0.5, 1], choice.maxApplications: [1, 3] }
`
const ARMS = `extends: tiny.yaml
name: arms
experiment: { replications: 2, arms: { few: {}, many: { set: { credit.coverage: 0.9 } } } }
`
/** A folder of every command that writes one; one with pictures. */
const COMMANDS: { readonly [folder: string]: readonly string[] } = {
  run: ['run', 'tiny.yaml', '--no-charts'],
  drawn: ['run', 'tiny.yaml', '--lang', 'zh'],
  replications: ['run', 'tiny.yaml', '--replications', '3', '--no-charts'],
  arms: ['run', 'arms.yaml', '--no-charts'],
  sweep: ['sweep', 'arms.yaml', '--no-charts'],
  compare: ['compare', 'arms.yaml:few', 'arms.yaml:many', '--replications', '2', '--no-png'],
  morris: ['sensitivity', 'tiny.yaml', '--no-charts'],
  sobol: ['sensitivity', 'tiny.yaml', '--method', 'sobol', '--no-charts'],
  calibrate: [
    ...['calibrate', 'tiny.yaml', '--free', 'tastes.priceSensitivity=1..4', '--targets', 'apr-dense,demand-met'],
    ...['--evaluations', '12', '--replications', '2', '--no-charts'],
  ],
}
/** Parquet files of a posterior, which takes the most runs, are read strictly by calibrate.test.ts. */
const ABC = [
  ...['calibrate', 'tiny.yaml', '--free', 'choice.maxApplications=1..3', '--targets', 'apr-dense', '--method', 'abc'],
  ...['--evaluations', '90', '--no-charts'],
]
if (SOAK) Object.assign(COMMANDS, { abc: ABC })
const FOLDERS = Object.keys(COMMANDS)

let place = ''
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'xiaojin-archive-'))
  writeFileSync(join(place, 'tiny.yaml'), SCENARIO)
  writeFileSync(join(place, 'arms.yaml'), ARMS)
  for (const [folder, args] of Object.entries(COMMANDS)) {
    const { code, err } = await here([...args, '--quiet', '--out', folder], place)
    expect([folder, code, err]).toEqual([folder, 0, ''])
  }
}, 600_000)
afterAll(() => rmSync(place, { recursive: true, force: true }))

const textOf = (folder: string, path: string): string => readFileSync(join(place, folder, path), 'utf8')

/** Paths of files below a folder that end so, relative to it. */
function filesOf(folder: string, ending: string): string[] {
  return readdirSync(join(place, folder), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith(ending) && statSync(join(place, folder, path)).isFile(),
  )
}

test.each(FOLDERS)('%s: every Parquet file opens in arrow-rs and equals its CSV', (folder) => {
  const files = filesOf(folder, '.parquet')
  expect(files.length).toBeGreaterThan(4)
  for (const path of files) {
    if (path.includes('/part-'))
      expect(readStrictly(readFileSync(join(place, folder, path))).rows.length).toBeGreaterThan(0)
    else expectItsCsv(join(place, folder), path)
  }
})

test('tables without rows are among them', () => {
  const empty = FOLDERS.flatMap((folder) =>
    filesOf(folder, '.parquet').filter(
      (path) => readStrictly(readFileSync(join(place, folder, path))).rows.length === 0,
    ),
  )
  expect(new Set(empty).size).toBeGreaterThan(2)
})

interface Entity {
  readonly '@id': string
  readonly '@type': string | readonly string[]
  readonly [key: string]: unknown
}

interface Crate {
  readonly '@context': string
  readonly '@graph': readonly Entity[]
}

const crateOf = (folder: string): Crate => JSON.parse(textOf(folder, 'ro-crate-metadata.json')) as Crate
const idsOf = (value: unknown): string[] =>
  [value].flat().flatMap((one) => (one === undefined ? [] : [(one as { '@id': string })['@id']]))

async function offline(url: string): Promise<{ documentUrl: string; document: object }> {
  if (url !== CONTEXT_URL) throw new Error(`the crate asks for ${url}`)
  return { documentUrl: url, document: CONTEXT }
}

describe.each(FOLDERS)('%s: ro-crate-metadata.json', (folder) => {
  test('every term stands in the official context, and every hash comes through', async () => {
    const crate = crateOf(folder)
    // Safe: throws where a term would be dropped.
    const options = { documentLoader: offline, base: 'file:///crate/', safe: true }
    const expanded = await jsonld.expand(crate as never, options as never)
    const sums = new Map<string, string>()
    for (const entity of expanded as unknown as Record<string, { '@value': string }[]>[]) {
      const hash = entity['http://schema.org/sha256']?.[0]
      if (hash !== undefined) sums.set(decodeURI(String(entity['@id'])), hash['@value'])
    }
    const listed = textOf(folder, 'SHA256SUMS').trimEnd().split('\n')
    expect(Object.fromEntries(sums)).toEqual(
      Object.fromEntries(listed.map((line) => [`file:///crate/${line.slice(66)}`, line.slice(0, 64)])),
    )
  })

  test('the validator of RO-Crate finds nothing', async () => {
    const fetched = globalThis.fetch
    globalThis.fetch = async (url) => new Response(JSON.stringify((await offline(String(url))).document))
    try {
      const { Validator } = require('ro-crate/lib/validator') as {
        Validator: new () => {
          parseJSON: (text: string) => void
          validate: () => Promise<void>
          readonly results: readonly { readonly status: string; readonly message: string }[]
        }
      }
      const validator = new Validator()
      validator.parseJSON(textOf(folder, 'ro-crate-metadata.json'))
      await validator.validate()
      expect(validator.results.filter(({ status }) => status !== 'success' && status !== 'info')).toEqual([])
      expect(validator.results.length).toBeGreaterThan(2)
    } finally {
      globalThis.fetch = fetched
    }
  })

  test('it is a flat graph of RO-Crate 1.2 that names files that are there', () => {
    const graph = crateOf(folder)['@graph']
    const byId = new Map(graph.map((entity) => [entity['@id'], entity]))
    expect(byId.size).toBe(graph.length)
    const descriptor = byId.get('ro-crate-metadata.json')!
    expect(descriptor).toMatchObject({ '@type': 'CreativeWork', about: { '@id': './' } })
    expect(descriptor.conformsTo).toEqual({ '@id': 'https://w3id.org/ro/crate/1.2' })
    const root = byId.get('./')!
    expect(root['@type']).toBe('Dataset')
    for (const key of ['name', 'description']) expect(String(root[key]).length).toBeGreaterThan(10)
    expect(root.datePublished).toMatch(/^\d{4}-\d\d-\d\d$/)
    for (const entity of graph) {
      for (const value of Object.values(entity)) {
        for (const one of [value].flat()) {
          if (typeof one !== 'object') continue
          expect(Object.keys(one as object), entity['@id']).toEqual(['@id'])
          if ((one as Entity)['@id'] !== 'https://w3id.org/ro/crate/1.2') {
            expect(byId.has((one as Entity)['@id']), JSON.stringify(one)).toBe(true)
          }
        }
      }
    }
    const licence = byId.get(idsOf(root.license)[0]!)!
    expect([licence.name, licence.description].every((text) => String(text).length > 10)).toBe(true)
    const files = graph.filter((entity) => entity['@type'] === 'File')
    expect(new Set(idsOf(root.hasPart))).toEqual(new Set(files.map((entity) => entity['@id'])))
    for (const file of files) expect(existsSync(join(place, folder, decodeURIComponent(file['@id'])))).toBe(true)
  })

  test('it is a Process Run Crate with its author, seed and parameters', () => {
    const graph = crateOf(folder)['@graph']
    const byId = new Map(graph.map((entity) => [entity['@id'], entity]))
    const root = byId.get('./')!
    expect(root.conformsTo).toEqual({ '@id': PROFILE })
    expect(byId.get(PROFILE)).toMatchObject({ name: 'Process Run Crate', version: '0.5' })
    expect(byId.get(PROFILE)!['@type']).toContain('CreativeWork')
    for (const id of idsOf(root.author)) expect(byId.get(id)!.name).toBe('The xiaojin contributors')
    expect(idsOf(root.author)).toHaveLength(1)
    const actions = graph.filter((entity) => entity['@type'] === 'CreateAction')
    expect(actions).toHaveLength(1)
    const [action] = actions
    expect(idsOf(root.mentions)).toEqual([action!['@id']])
    expect(action!.description).toMatch(/^xiaojin (run|sweep|compare|sensitivity|calibrate) /)
    expect(action!.endTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
    const tool = byId.get(idsOf(action!.instrument)[0]!)!
    expect(tool).toMatchObject({ '@type': 'SoftwareApplication', name: 'xiaojin' })
    expect(['version', 'softwareVersion'].filter((key) => key in tool)).toEqual(['softwareVersion'])
    for (const key of ['object', 'result']) {
      for (const id of idsOf(action![key])) expect(['File', 'PropertyValue']).toContain(byId.get(id)!['@type'])
    }
    const { seed, parameters } = JSON.parse(textOf(folder, 'manifest.json')) as {
      seed: number
      parameters: { key: string; value: unknown }[]
    }
    const inputs = idsOf(action!.object).map((id) => byId.get(id)!)
    const values = new Map(inputs.map(({ name, value }) => [name, value]))
    expect(values.get('seed')).toBe(seed)
    expect(parameters.length).toBeGreaterThan(200)
    for (const { key, value } of parameters) {
      expect([key, values.get(key)]).toEqual([key, typeof value === 'object' ? JSON.stringify(value) : value])
    }
  })
})

test.each(FOLDERS)('%s: CITATION.cff is valid and names licence and author', (folder) => {
  const cff = parse(textOf(folder, 'CITATION.cff')) as Record<string, unknown>
  expect(() => validateCFF({ ...cff })).not.toThrow()
  expect(cff).toMatchObject({
    license: 'CC0-1.0',
    authors: [{ name: 'The xiaojin contributors' }],
    references: [{ license: 'MIT', authors: [{ name: 'The xiaojin contributors' }] }],
  })
  expect(() => validateCFF({ ...cff, licence: 'CC0-1.0' })).toThrow()
})

test('the CITATION.cff of the program is valid', () => {
  expect(() => validateCFF(parse(readFileSync('CITATION.cff', 'utf8')))).not.toThrow()
})

describe('--csv-bom', () => {
  /** One command of each kind, quick ones. */
  const MARKED = ['run', 'replications', 'sweep', 'compare', 'morris', 'calibrate']

  test.each(firstOf(MARKED, 3))(
    '%s: only the first three bytes of CSV files differ, the manifest says so, and verify makes them again',
    async (folder) => {
      const marked = `${folder}-bom`
      const args = COMMANDS[folder]!
      expect(await here([...args, '--csv-bom', '--quiet', '--out', marked], place)).toMatchObject({ code: 0, err: '' })
      const files = filesOf(folder, '.csv')
      expect(filesOf(marked, '.csv')).toEqual(files)
      expect(files.length).toBeGreaterThan(4)
      for (const path of files) {
        const [plain, bytes] = [folder, marked].map((of) => readFileSync(join(place, of, path)))
        expect([...bytes!.subarray(0, 3)], path).toEqual([0xef, 0xbb, 0xbf])
        expect(bytes!.subarray(3).equals(plain!), path).toBe(true)
      }
      const manifest = JSON.parse(textOf(marked, 'manifest.json')) as {
        csvBom?: boolean
        command: string
        digest: string
      }
      expect(manifest).toMatchObject({ csvBom: true, command: expect.stringContaining('--csv-bom') })
      expect(manifest.digest).toBe((JSON.parse(textOf(folder, 'manifest.json')) as { digest: string }).digest)
      expect(textOf(marked, 'data/schema.json')).toContain('UTF-8 with byte order mark')
      expect(await here(['verify', marked], place)).toMatchObject({ code: 0, err: '' })
    },
  )

  test('readers cope: query, report, targets and charts; a changed cell is named by its place', async () => {
    const ask = (...args: string[]): Promise<Ended> => here(args, place)
    const sql = 'SELECT count(*) AS n FROM months'
    const plain = (await ask('query', 'run', sql, '--csv')).out
    expect((await ask('query', 'run-bom', sql, '--csv')).out).toBe(plain)
    expect((await ask('query', 'run-bom', sql, '--csv-bom')).out).toBe(`\ufeff${plain}`)
    cpSync(join(place, 'run-bom'), join(place, 'changed'), { recursive: true })
    for (const command of ['targets', 'report', 'chart'])
      expect([command, (await ask(command, 'run-bom')).code]).toEqual([command, 0])
    expect((await ask('verify', 'run-bom')).code).toBe(0)
    const months = join(place, 'changed/data/months.csv')
    writeFileSync(months, readFileSync(months, 'utf8').replace(/\n-1,/, '\n-7,'))
    const { code, out, err } = await ask('verify', 'changed')
    expect(code).not.toBe(0)
    expect(out + err).toMatch(/row 1 \(month -1\), column month/)
  })
})
