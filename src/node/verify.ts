/** Runs a finished folder's scenario again and holds every file against what comes out. */

import type { Table } from '../base/table.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { buildInfo, rendererVersions } from './build-info.ts'
import type { Render } from './chart-files.ts'
import { csvPath, parquetPath } from './data-files.ts'
import { byteDifference, csvDifference, lineDifference, parquetDifference, type TwoVersions } from './difference.ts'
import { filesBelow, removeTree, temporaryFolder } from './files.ts'
import { sha256Hex } from './hash.ts'
import type { Failure, KeptRun } from './kept-runs.ts'
import { say } from './language.ts'
import { finishedHead, identityOf, MANIFEST_FILE, type Manifest, type ManifestArm, scenarioHash } from './manifest.ts'
import { manifestScenario } from './manifest-scenario.ts'
import { SCHEMA_VERSION } from './manifest-schema.ts'
import type { FileMaker, OutputFile } from './output-file.ts'
import { inFolder } from './results-folder.ts'
import type { RunMakers } from './run-makers.ts'
import { recordPath } from './run-store.ts'
import { SUMS_FILE, seal, sha256Sums, UNLISTED_FILES } from './seal.ts'
import { type FinishedFolder, finishedFolder } from './stored-run.ts'
import { versionName, writtenBy } from './study.ts'
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

/** What makes the folder unfit to be looked at is a difference like any other, and the only one that is told. */
export async function verify(folder: string, makers: RunMakers, render: Render): Promise<Verification> {
  try {
    const manifest = manifestIn(folder, { changed: true, older: true })
    if (manifest.schemaVersion !== SCHEMA_VERSION) return olderFaults(folder, manifest)
    return await verifyFolder(await finishedFolder(folder, { changed: true }), makers, render)
  } catch (error) {
    if (error instanceof FolderError) {
      return { digest: '', verified: 0, hashOnly: 0, notes: [], faults: [say(error.fault)] }
    }
    throw error
  }
}

/** Of a folder whose tables this version would write otherwise: that, and which of its files are not those that were written. */
function olderFaults(folder: string, manifest: Manifest): Verification {
  const changed = manifest.outputs.filter(({ path, bytes, sha256 }) => {
    if (plainFileStat(folder, path)?.bytes !== bytes) return true
    return sha256Hex(readPlainFile(folder, path) ?? '') !== sha256
  })
  const own = sha256Hex(readPlainFile(folder, MANIFEST_FILE) ?? '')
  const here = versionName(buildInfo())
  const by = writtenBy(manifest)
  return {
    digest: manifest.digest,
    verified: 0,
    hashOnly: manifest.outputs.length - changed.length,
    notes: [],
    faults: [
      say({
        en: `${MANIFEST_FILE}: ${by.en}; this is ${here}, with schema ${SCHEMA_VERSION}, and runs nothing again: only recorded SHA-256 were checked`,
        zh: `${MANIFEST_FILE}：${by.zh}；本程序为 ${here}，格式为第${SCHEMA_VERSION}版，不重新运行，只核对了所记录的 SHA-256`,
      }),
      ...changed.map(({ path }) => lost(path)),
      ...sealFaults(folder, sha256Sums([...manifest.outputs, { path: MANIFEST_FILE, sha256: own }])),
    ],
  }
}

function lost(path: string): string {
  return say({ en: `${path}: missing or changed after the run`, zh: `${path}：缺失，或在运行后被改动` })
}

/** Makes everything again in a folder that goes, and compares each file when it would be written. */
async function verifyFolder(
  { folder, manifest, kind, part }: FinishedFolder,
  makers: RunMakers,
  render: Render,
): Promise<Verification> {
  const { outputs: _, ...head } = manifest
  const { digest: __, ...planned } = head
  const sameRenderer = JSON.stringify(head.renderer) === JSON.stringify(rendererVersions())
  const scenario = manifestScenario(folder, manifest, {})
  const arms = (asked: readonly ManifestArm[]): Scenario[] => {
    return asked.map(({ set }) => manifestScenario(folder, manifest, set))
  }
  const plan: unknown = await fromFolder(folder, () => kind.plan({ scenario, arms }, part))
  const again = temporaryFolder('xiaojin-verify-')
  try {
    const claim = { kind, head: planned, command: 'xiaojin verify', force: false, temporary: true } as const
    return await inFolder(again, claim, async (held) => {
      const made = await kind.make(held, plan, makers)
      const compared: Compared[] = []
      // Specs of charts are promised anywhere, so views are always made; drawings count with the same renderer only.
      const write = (given: OutputFile | FileMaker): void => {
        const file = typeof given === 'function' ? given() : given
        compared.push(compare(folder, manifest, file, file.promise === 'anywhere' || sameRenderer))
      }
      const told = kind.tables(made, { place: held.place, form: head, write })
      const finished = finishedHead(planned, told.digest, told.part)
      const views = await kind.views(finished, made.plan, told.results, { render, onChart: () => {} })
      for (const file of views.files) write(file)
      compared.sort((a, b) => (a.path < b.path ? -1 : 1))
      const faults: string[] = []
      for (const { path, fault, versions } of compared) {
        if (fault !== null)
          faults.push(
            `${path}${say({ en: ': ', zh: '：' })}${fault}${versions === null ? '' : await placeOf(path, versions, told.tables)}`,
          )
      }
      const runs: readonly KeptRun[] = made.runs
      const failures: readonly Failure[] = made.failures
      const failed = new Set(failures.map(({ run }) => run.key))
      const records = [...new Set(runs.map(({ key }) => key))].filter((key) => !failed.has(key)).map(recordPath)
      const changed = sameRenderer ? records.filter((path) => !sameFile(path, folder, held.place)) : []
      const sha256 = scenarioHash(scenario, identityOf(kind, told.part))
      const right = { ...finished, seed: scenario.seed, scenario: { ...head.scenario, name: scenario.name, sha256 } }
      return {
        digest: told.digest,
        verified:
          compared.filter(({ fault, isHashed }) => !isHashed && fault === null).length +
          records.length -
          changed.length,
        hashOnly: compared.filter(({ isHashed }) => isHashed).length,
        notes: versionNotes(manifest, sameRenderer),
        faults: [
          ...valueFaults(head, right),
          ...faults,
          ...listFaults(folder, manifest, compared),
          ...changed.map(lost),
          ...sealFaults(folder, seal(head, manifest.outputs).files[SUMS_FILE]),
        ],
      }
    })
  } finally {
    removeTree(again)
  }
}

function sameFile(path: string, ...folders: readonly string[]): boolean {
  const [there, made] = folders.map((folder) => readPlainFile(folder, path))
  return there !== null && made !== null && Buffer.compare(there, made) === 0
}

/** What a file may have more than twice the bytes of the right one, and still be read to tell where it differs. */
const SLACK = 2 ** 20

function linked(): string {
  return say({ en: 'it is a hard link, so what it holds is not shown', zh: '它是硬链接，故不显示其内容' })
}

function changedText(): string {
  return say({ en: 'changed after the run', zh: '在运行后被改动' })
}

interface Compared {
  readonly path: string
  /** Whether only the recorded hash was held against the file. */
  readonly isHashed: boolean
  /** What is wrong; with `versions`, the place where they differ goes behind it. */
  readonly fault: string | null
  readonly versions: TwoVersions | null
}

function compare(folder: string, manifest: Manifest, file: OutputFile, comparable: boolean): Compared {
  const said = (fault: string | null, versions: TwoVersions | null = null): Compared => {
    return { path: file.path, isHashed: !comparable, fault, versions }
  }
  const stat = plainFileStat(folder, file.path)
  if (stat === null) return said(say({ en: 'missing', zh: '缺失' }))
  const entry = manifest.outputs.find((listed) => listed.path === file.path)
  if (entry === undefined) return said(say({ en: `not listed in ${MANIFEST_FILE}`, zh: `${MANIFEST_FILE} 未列出` }))
  const most = Math.max(entry.bytes, 2 * file.bytes.length) + SLACK
  if (stat.bytes > most)
    return said(
      say({
        en: `changed after the run: it has ${stat.bytes} bytes, the run again ${file.bytes.length}`,
        zh: `在运行后被改动：现有${stat.bytes}字节，重新运行得${file.bytes.length}字节`,
      }),
    )
  const there = readPlainFile(folder, file.path, most) ?? new Uint8Array()
  const asRecorded = sha256Hex(there) === entry.sha256
  if (!comparable) return said(asRecorded ? null : changedText())
  if (Buffer.compare(there, file.bytes) === 0) {
    const other = {
      en: `same bytes, but ${MANIFEST_FILE} lists another SHA-256`,
      zh: `字节相同，但 ${MANIFEST_FILE} 所列 SHA-256 不同`,
    }
    return said(asRecorded ? null : say(other))
  }
  const what = asRecorded
    ? say({ en: 'the run again gives something else: ', zh: '重新运行的结果不同：' })
    : say({ en: 'changed after the run: ', zh: '在运行后被改动：' })
  // A file with another name elsewhere may be somebody else's: its content is not told.
  return stat.linked ? said(`${what}${linked()}`) : said(what, { there, again: file.bytes })
}

function placeOf(path: string, versions: TwoVersions, tables: readonly Table[]): string | Promise<string> {
  for (const table of tables) {
    if (path === csvPath(table.name)) return csvDifference(versions, table)
    if (path === parquetPath(table.name)) return parquetDifference(versions, table)
  }
  return path.endsWith('.png') ? byteDifference(versions) : lineDifference(versions)
}

/** Values of the manifest that the run gives otherwise, by their places. */
function valueFaults(there: unknown, again: unknown, place = ''): string[] {
  if (there === again) return []
  const [one, other] = [there, again].map((value) => JSON.stringify(value))
  if (one === other) return []
  if (
    there === null ||
    again === null ||
    typeof there !== 'object' ||
    typeof again !== 'object' ||
    place.endsWith(']')
  ) {
    return [
      say({
        en: `${MANIFEST_FILE}: ${place} is ${one}, the run again gives ${other}`,
        zh: `${MANIFEST_FILE}：${place} 为 ${one}，重新运行得 ${other}`,
      }),
    ]
  }
  const name = (key: string): string =>
    Array.isArray(there) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`
  const [old, now] = [there, again] as { readonly [key: string]: unknown }[]
  return Object.keys({ ...old, ...now }).flatMap((key) => valueFaults(old[key], now[key], name(key)))
}

/** Files that should not be there, and listed ones that nothing makes. */
function listFaults(folder: string, manifest: Manifest, again: readonly { readonly path: string }[]): string[] {
  const made = new Set(again.map(({ path }) => path))
  const listed = new Set(manifest.outputs.map(({ path }) => path))
  const extra = filesBelow(folder).filter(
    (path) => !listed.has(path) && !made.has(path) && !UNLISTED_FILES.includes(path),
  )
  const unmade = [...listed].filter((path) => !made.has(path))
  return [
    ...extra
      .filter((path) => /^(data|charts|events)\//.test(path))
      .map((path) => say({ en: `${path}: no run wrote this file`, zh: `${path}：不是任何运行所写` })),
    ...unmade.map((path) =>
      say({
        en: `${path}: listed in ${MANIFEST_FILE}, but the run again makes no such file`,
        zh: `${path}：${MANIFEST_FILE} 列有此文件，但重新运行未生成`,
      }),
    ),
  ]
}

/** The one file that the manifest cannot vouch for is itself: SHA256SUMS does. */
function sealFaults(folder: string, sumsAgain: string): string[] {
  const stat = plainFileStat(folder, SUMS_FILE)
  if (stat === null) return [say({ en: `${SUMS_FILE}: missing`, zh: `${SUMS_FILE}：缺失` })]
  const right = Buffer.from(sumsAgain)
  if (stat.bytes > 2 * right.length + SLACK) {
    const en = `${SUMS_FILE}: changed after the run: it has ${stat.bytes} bytes`
    return [say({ en, zh: `${SUMS_FILE}：在运行后被改动：现有${stat.bytes}字节` })]
  }
  const sums = Buffer.from(readPlainFile(folder, SUMS_FILE) ?? [])
  const manifestSum = `${sha256Hex(readPlainFile(folder, MANIFEST_FILE) ?? '')}  ${MANIFEST_FILE}\n`
  if (!sums.toString('utf8').includes(manifestSum)) {
    const en = `${MANIFEST_FILE}: changed after the run (${SUMS_FILE} has another SHA-256), or ${SUMS_FILE} was`
    return [say({ en, zh: `${MANIFEST_FILE} 或 ${SUMS_FILE} 在运行后被改动：二者的 SHA-256 不符` })]
  }
  if (Buffer.compare(sums, right) === 0) return []
  return [
    `${SUMS_FILE}${say({ en: ': ', zh: '：' })}${changedText()}${say({ en: ': ', zh: '：' })}${stat.linked ? linked() : lineDifference({ there: sums, again: right })}`,
  ]
}

function versionNotes({ engine, renderer }: Manifest, sameRenderer: boolean): string[] {
  const here = buildInfo()
  const notes: string[] = []
  if (engine.version !== here.version) {
    notes.push(
      say({
        en: `The folder was made by xiaojin ${engine.version}; this is ${here.version}. Differences may come from that.`,
        zh: `该文件夹由 xiaojin ${engine.version} 生成，本程序为 ${here.version}。差异可能由此产生。`,
      }),
    )
  } else if (engine.codeSha256 !== here.codeSha256) {
    notes.push(
      say({
        en: `The folder was made by another build of xiaojin ${engine.version}. Differences may come from that.`,
        zh: `该文件夹由 xiaojin ${engine.version} 的另一构建生成。差异可能由此产生。`,
      }),
    )
  }
  if (!sameRenderer) {
    const now = rendererVersions()
    const changed = Object.keys({ ...renderer, ...now }).filter((name) => renderer[name] !== now[name])
    notes.push(
      say({
        en: `Drawings and the report were made with other versions (${changed.join(', ')}): of these files only the recorded SHA-256 is checked.`,
        zh: `图表与报告由其他版本绘制（${changed.join('、')}）：这些文件只核对所记录的 SHA-256。`,
      }),
    )
  }
  return notes
}
