/**
 * Checkpoints: the state of a run between two months in a file of its own, from which the run goes on to the very same
 * digest. A line that says what the file is, one of JSON that says whose state it holds and what its bytes hash to, then the
 * state. A file is believed only whole, and only by the code that wrote it.
 */
import { join, resolve } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import { BYTES_PER_CONSUMER } from '../agents/consumers.ts'
import { pastDifference } from '../run/branch.ts'
import { monthAfter, SNAPSHOT_VERSION, type Snapshot } from '../run/simulation.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import { engineInfo } from './build-info.ts'
import { UsageError } from './failure.ts'
import { createFile, ensureFolder, errorCode, moveFile, readBytes, removeFile, syncFolder } from './files.ts'
import { randomToken } from './folder-lock.ts'
import { sha256Hex } from './hash.ts'

const MAGIC = 'xiaojin checkpoint 1\n'

const HEADER = z.strictObject({
  engine: z.string(),
  version: z.string(),
  snapshot: z.number(),
  scenario: z.string(),
  seed: z.number(),
  /** Months done, and the month that is lived next. */
  done: z.number(),
  month: z.number(),
  stateBytes: z.number(),
  memoryBytes: z.number(),
})
type Header = z.infer<typeof HEADER>
const FIRST_LINE = z.strictObject({ sha256: z.string(), header: HEADER })

/** Files are read and written in one piece, which Node does up to here. */
const MOST_BYTES = 2 ** 31 - 1
/** Room for all that is not columns of consumers. */
const REST_BYTES = 2 ** 28

function engineKey(): string {
  const { version, engineSha256, packagesSha256 } = engineInfo()
  return sha256Hex(JSON.stringify([engineSha256 ?? version, packagesSha256 ?? '']))
}

const digestOf = (header: Header, body: Uint8Array): string => {
  return sha256Hex(Buffer.concat([Buffer.from(JSON.stringify(header)), body]))
}

/** The bytes of a checkpoint. */
export function checkpointBytes(snapshot: Snapshot, done: number): Uint8Array {
  const { memory, ...rest } = snapshot
  const state = serialize(rest)
  const body = Buffer.concat([state, new Uint8Array(memory)])
  const header: Header = {
    engine: engineKey(),
    version: engineInfo().version,
    snapshot: SNAPSHOT_VERSION,
    scenario: snapshot.scenario.name,
    seed: snapshot.scenario.seed,
    done,
    month: monthAfter(snapshot),
    stateBytes: state.length,
    memoryBytes: memory.byteLength,
  }
  const line = `${JSON.stringify({ sha256: digestOf(header, body), header })}\n`
  return Buffer.concat([Buffer.from(MAGIC), Buffer.from(line), body])
}

/** Where the checkpoints of a results folder go: beside it, since the folder holds nothing but finished results. */
export function checkpointFolder(folder: string): string {
  return `${resolve(folder)}-checkpoints`
}

/** Throws a UsageError for a population whose state no checkpoint can hold. */
export function checkRoom({ population: { consumers } }: Pick<Scenario, 'population'>): void {
  const bytes = consumers * BYTES_PER_CONSUMER + REST_BYTES
  if (bytes > MOST_BYTES) {
    const most = Math.floor((MOST_BYTES - REST_BYTES) / BYTES_PER_CONSUMER).toLocaleString('en')
    throw new UsageError({
      en: `--checkpoint-every: checkpoints hold up to ${most} consumers, and the scenario has ${consumers.toLocaleString('en')}. Leave the option out.`,
      zh: `--checkpoint-every：检查点至多容纳 ${most} 名消费者，而情景有 ${consumers.toLocaleString('en')} 名。请去掉该选项。`,
    })
  }
}

/** Writes a checkpoint, all of it or none, in the place of an earlier one of that month. Gives its path. */
export function writeCheckpoint(place: string, snapshot: Snapshot, done: number): string {
  ensureFolder(place)
  const path = join(place, `after-${String(done).padStart(3, '0')}-months.checkpoint`)
  const fresh = join(place, `tmp-${randomToken()}`)
  createFile(fresh, checkpointBytes(snapshot, done))
  try {
    moveFile(fresh, path)
  } catch (error) {
    removeFile(fresh)
    throw error
  }
  syncFolder(place)
  return path
}

/** The state in a checkpoint that leads to the scenario. Throws a UsageError that says why a file is none, or of another run. */
export function readCheckpoint(path: string, scenario: Scenario): Snapshot {
  const snapshot = snapshotOf(path, bytesOf(path))
  const month = monthAfter(snapshot)
  const differs = pastDifference(snapshot.scenario, scenario, month)
  if (differs === null) return snapshot
  const [there, here] = [snapshot.scenario, scenario].map((one) => JSON.stringify(valueAt(one, differs)))
  if (differs === 'timeline') {
    throw refused(path, {
      en: `it is of a run with other dated changes before month ${month}. Changes may differ from month ${month} on`,
      zh: `其所属运行在第 ${month} 月之前有不同的定期变动；只有第 ${month} 月起的变动可以不同`,
    })
  }
  throw refused(path, {
    en: `it is of another scenario: ${differs} is ${there} there and ${here} here. Only dated changes from month ${month} on may differ`,
    zh: `它属于另一情景：其中 ${differs} 为 ${there}，本次为 ${here}；只有第 ${month} 月起的定期变动可以不同`,
  })
}

function refused(path: string, { en, zh }: { en: string; zh: string }): UsageError {
  return new UsageError({ en: `--from ${path}: ${en}.`, zh: `--from ${path}：${zh}。` })
}

function bytesOf(path: string): Buffer {
  try {
    return readBytes(path)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw refused(path, { en: 'there is no such file', zh: '没有该文件' })
    if (code === 'EISDIR')
      throw refused(path, { en: 'it is a folder; name one file in it', zh: '这是文件夹；请指明其中一个文件' })
    throw refused(path, {
      en: `it cannot be read (${code ?? String(error)})`,
      zh: `无法读取（${code ?? String(error)}）`,
    })
  }
}

function snapshotOf(path: string, bytes: Buffer): Snapshot {
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) {
    throw refused(path, { en: 'it is no checkpoint of this version of xiaojin', zh: '它不是本版 xiaojin 的检查点' })
  }
  const end = bytes.indexOf('\n', MAGIC.length)
  const first = end < 0 ? null : parsed(bytes.subarray(MAGIC.length, end).toString('utf8'))
  if (first === null) throw refused(path, { en: 'its first lines are damaged', zh: '其首行已损坏' })
  const { sha256, header } = first
  if (header.engine !== engineKey() || header.snapshot !== SNAPSHOT_VERSION) {
    throw refused(path, {
      en: `it was written by another build of xiaojin (${header.version}); a run goes on only with the code that began it`,
      zh: `它由 xiaojin 的另一构建（${header.version}）写出；运行只能由开始它的程序续跑`,
    })
  }
  const body = bytes.subarray(end + 1)
  const whole = header.stateBytes + header.memoryBytes
  if (body.length !== whole) {
    const [held, due] = [body.length, whole].map((count) => count.toLocaleString('en'))
    throw refused(path, {
      en: `it is cut: it holds ${held} bytes of ${due}`,
      zh: `它不完整：应有 ${due} 字节，实有 ${held} 字节`,
    })
  }
  if (digestOf(header, body) !== sha256) {
    throw refused(path, {
      en: 'it is damaged: its bytes are not those that were written',
      zh: '它已损坏：其字节与写入时不同',
    })
  }
  // What is read from bytes stays on them, and the columns of consumers are far larger.
  const rest = stateIn(path, Buffer.from(body.subarray(0, header.stateBytes)))
  return { ...rest, memory: new Uint8Array(body.subarray(header.stateBytes)).slice().buffer }
}

function parsed(text: string): z.infer<typeof FIRST_LINE> | null {
  try {
    return FIRST_LINE.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function stateIn(path: string, bytes: Buffer): Omit<Snapshot, 'memory'> {
  try {
    return deserialize(bytes) as Omit<Snapshot, 'memory'>
  } catch {
    throw refused(path, {
      en: `Node ${process.versions.node} cannot read it: it was written by a newer one`,
      zh: `Node ${process.versions.node} 无法读取：它由更新的版本写出`,
    })
  }
}
