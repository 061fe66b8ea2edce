/**
 * SQL over the tables of an output folder, by DuckDB in memory: every table is a view of its name. The question may come
 * from anybody, and so may the folder: nothing but the listed tables can be read, and nothing can be written.
 */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { SpokenError, verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { UsageError } from './failure.ts'
import type { Manifest } from './manifest.ts'
import { SCHEMA_VERSION } from './manifest-schema.ts'
import { packageFile } from './package-files.ts'
import { finishedFolder } from './stored-run.ts'
import { hasListed, manifestIn } from './untrusted-folder.ts'

export interface Answer {
  readonly columns: readonly string[]
  /** Numbers, texts, booleans or null; whole numbers beyond 2^53 as texts. */
  readonly rows: readonly (readonly unknown[])[]
}

export interface QueryLimits {
  readonly seconds: number
  readonly memory: string
  readonly rows: number
}

/** Far beyond what the tables of a sweep of thousands of runs need. */
const LIMITS: QueryLimits = { seconds: 120, memory: '4GB', rows: 1_000_000 }

/** Files of one view; those of a folder for each arm give it a column `arm`. */
interface ViewFiles {
  readonly files: string[]
  readonly byArm: boolean
}

const TABLE_FILE = /^data\/([^/]+)\.parquet$/
const ARM_FILE = /^data\/([^/]+)\/arm=[^/]+\/[^/]+\.parquet$/

/** Views by name, from what the manifest lists and no other file. */
function viewsOf(folder: string, manifest: Manifest): Map<string, ViewFiles> {
  const views = new Map<string, ViewFiles>()
  for (const { path } of manifest.outputs) {
    const byArm = ARM_FILE.test(path)
    const name = (byArm ? ARM_FILE : TABLE_FILE).exec(path)?.[1]
    if (name === undefined || !hasListed(folder, manifest, path)) continue
    const view = views.get(name) ?? { files: [], byArm }
    if (view.byArm !== byArm)
      throw new UsageError({
        en: `${folder}: table ${name} is one file and a file for each arm.`,
        zh: `${folder}：表 ${name} 既是单个文件又按实验组分文件。`,
      })
    view.files.push(resolve(folder, ...path.split('/')))
    views.set(name, view)
  }
  return views
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The arm follows from the folder of the file alone: folders above may look like partitions, too. */
const ARM = "regexp_extract(filename, '[/\\\\]arm=([^/\\\\]+)[/\\\\][^/\\\\]+$', 1) AS arm"

async function createView(connection: DuckDBConnection, name: string, { files, byArm }: ViewFiles): Promise<void> {
  const list = `[${files.map(literal).join(', ')}]`
  const source = byArm
    ? `SELECT * EXCLUDE (filename), ${ARM} FROM read_parquet(${list}, hive_partitioning = false, union_by_name = true, filename = true)`
    : `SELECT * FROM read_parquet(${list}, hive_partitioning = false)`
  await connection.run(`CREATE VIEW ${identifier(name)} AS ${source}`)
}

const DATABASE = '@duckdb/node-api'

/** Loaded when it is asked, and not installed with the program: it is as large as all the rest. */
async function database(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api')
  } catch (error) {
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) throw error
    const { peerDependencies } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))
    const install = `npm install ${DATABASE}@${peerDependencies[DATABASE]}`
    throw new UsageError({
      en: `query needs the package ${DATABASE}, which is not installed (70 MB, and no other command needs it). Where xiaojin is installed, run: ${install} (with -g where xiaojin was installed with -g). The tables are also CSV and Parquet files in data/.`,
      zh: `query 需要软件包 ${DATABASE}，此处尚未安装（70 MB，其他命令均不需要）。请在安装 xiaojin 之处执行：${install}（若 xiaojin 以 -g 安装，则同样加上 -g）。各表亦以 CSV 与 Parquet 文件存于 data/。`,
    })
  }
}

/** Answers a question; without one, names the views with their columns. One thread, so that sums are the same anywhere. */
export async function query(folder: string, sql: string | undefined, limits: QueryLimits = LIMITS): Promise<Answer> {
  const manifest = manifestIn(folder, { older: true })
  // A part that its kind refuses is a lie like any other; parts of an older schema nobody here knows.
  if (manifest.schemaVersion === SCHEMA_VERSION) await finishedFolder(folder)
  const views = viewsOf(folder, manifest)
  const { DuckDBInstance } = await database()
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: limits.memory,
    temp_directory: '',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const timer = setTimeout(() => connection.interrupt(), 1000 * limits.seconds)
  try {
    for (const [name, files] of views) await createView(connection, name, files)
    await confine(
      connection,
      [...views.values()].flatMap(({ files }) => files),
    )
    const answer = await connection.streamAndReadUntil(
      sql === undefined ? VIEWS : await question(connection, sql),
      limits.rows + 1,
    )
    if (answer.currentRowCount > limits.rows) {
      throw new Error(`The answer has more than ${limits.rows} rows: add a LIMIT, or count and average in the question`)
    }
    return { columns: answer.columnNames(), rows: answer.getRowsJson().map((row) => row.map(plain)) }
  } catch (error) {
    throw refusal(folder, error, limits)
  } finally {
    clearTimeout(timer)
    connection.closeSync()
    instance.closeSync()
  }
}

/** From here on, the listed files can be read, no other, and no statement can change that. */
async function confine(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(literal).join(', ')}]`)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
}

const ONE: Bilingual = { en: 'a question is one SELECT or EXPLAIN', zh: '查询须为一条 SELECT 或 EXPLAIN' }

function notOne(en: string, zh: string, more: Bilingual = verbatim('')): SpokenError {
  return new SpokenError({ en: `${en}; ${ONE.en}${more.en}`, zh: `${zh}；${ONE.zh}${more.zh}` })
}

/**
 * The one statement that may run: a SELECT, or an EXPLAIN of one. What is explained is looked at by itself, since
 * EXPLAIN ANALYZE runs it, and allowed paths may be written as well as read.
 */
async function question(connection: DuckDBConnection, sql: string): Promise<string> {
  const { StatementType } = await import('@duckdb/node-api')
  // Some pragmas are rewritten as SELECT before anybody can ask for their type.
  if (PRAGMA.test(sql)) throw notOne('This is PRAGMA', '这是 PRAGMA')
  const [type, ...others] = await statementTypes(connection, sql)
  if (others.length > 0) {
    const count = others.length + 1
    const pivot = {
      en: '; a PIVOT needs its values by name: ON column IN (a, b)',
      zh: '；PIVOT 须逐一列出取值：ON column IN (a, b)',
    }
    const more = /\bpivot\b/i.test(sql) ? pivot : undefined
    throw notOne(`There are ${count} statements`, `共有${count}条语句`, more)
  }
  if (type === StatementType.SELECT) return sql
  if (type !== StatementType.EXPLAIN) {
    if (type === undefined) throw notOne('There is no statement', '没有语句')
    throw notOne(`This is ${StatementType[type]}`, `这是 ${StatementType[type]}`)
  }
  const [explain, explained] = splitExplain(sql)
  const [inner, ...more] = await statementTypes(connection, explained)
  if (inner === StatementType.SELECT && more.length === 0) return `${explain} ${explained}`
  throw notOne('EXPLAIN takes one SELECT here', '此处 EXPLAIN 只接一条 SELECT')
}

const BLANK = '(?:\\s|--[^\\n]*(?:\\n|$)|/\\*[\\s\\S]*?\\*/)*'
const PRAGMA = new RegExp(`^(?:${BLANK}|;)*pragma\\b`, 'i')
const EXPLAIN = new RegExp(`^${BLANK}explain\\b${BLANK}(analyze\\b)?${BLANK}([\\s\\S]*)$`, 'i')

/** The head that is kept, and what it explains. */
function splitExplain(sql: string): readonly [head: string, explained: string] {
  const [, analyze, explained] = EXPLAIN.exec(sql) ?? []
  if (explained === undefined)
    throw new SpokenError({
      en: 'EXPLAIN takes no options here: write EXPLAIN SELECT … or EXPLAIN ANALYZE SELECT …',
      zh: '此处 EXPLAIN 不带选项：请写 EXPLAIN SELECT … 或 EXPLAIN ANALYZE SELECT …',
    })
  return [analyze === undefined ? 'EXPLAIN' : 'EXPLAIN ANALYZE', explained]
}

async function statementTypes(connection: DuckDBConnection, sql: string): Promise<number[]> {
  const statements = await connection.extractStatements(sql)
  const types: number[] = []
  for (let k = 0; k < statements.count; k++) {
    // Statements that are not the only one are counted and not looked at.
    if (statements.count > 1) types.push(0)
    else types.push((await statements.prepare(k)).statementType)
  }
  return types
}

function refusal(folder: string, error: unknown, { seconds, memory }: QueryLimits): UsageError {
  const said = error instanceof Error ? error.message : String(error)
  const { en, zh } = error instanceof SpokenError ? error.said : reasonOf(said, seconds, memory)
  return new UsageError({
    en: `The query cannot be answered: ${en}\nxiaojin query ${folder} lists the views and their columns.`,
    zh: `无法回答此查询：${zh}\nxiaojin query ${folder} 列出各视图及其列。`,
  })
}

/** What DuckDB says is English; what a question may not do is told in both languages. */
function reasonOf(said: string, seconds: number, memory: string): Bilingual {
  if (/^INTERRUPT/.test(said)) {
    const en = `it took more than ${seconds} s, the most that a question may take`
    return { en, zh: `用时超过上限${seconds}秒` }
  }
  if (/^Out of Memory/i.test(said)) {
    const en = `it needs more than ${memory} of memory, the most that a question may take`
    return { en, zh: `所需内存超过上限 ${memory}` }
  }
  if (/^Permission Error/.test(said)) {
    const [first] = said.split('\n', 1)
    return { en: `only the tables of the folder can be read (${first})`, zh: `只能读取文件夹中的数据表（${first}）` }
  }
  if (said === 'Error in native callback') {
    return { en: `there is no statement; ${ONE.en}`, zh: `没有语句；${ONE.zh}` }
  }
  return verbatim(said)
}

const VIEWS = `
  SELECT table_name AS "view", count(*)::INT AS columns, string_agg(column_name, ' ' ORDER BY column_index) AS names
  FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal GROUP BY table_name ORDER BY table_name`

/** DuckDB gives 64-bit integers as texts; those that a number holds exactly become numbers. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
}
