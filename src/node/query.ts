/** SQL over the tables of an output folder, by DuckDB in memory: every table is a view of its name. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from './failure.ts'
import { manifestIn } from './stored-run.ts'

export interface Answer {
  readonly columns: readonly string[]
  /** Numbers, texts, booleans or null; whole numbers beyond 2^53 as texts. */
  readonly rows: readonly (readonly unknown[])[]
}

/** Views by name with the Parquet files behind each; files in arm=… folders give the view a column arm. */
function viewsOf(folder: string): Map<string, string> {
  const data = join(folder, 'data')
  const views = new Map<string, string>()
  for (const entry of existsSync(data) ? readdirSync(data, { withFileTypes: true }) : []) {
    const path = join(resolve(data), entry.name).replaceAll("'", "''")
    if (entry.isDirectory()) {
      const files = `read_parquet('${path}/*/*.parquet', hive_partitioning = true, hive_types = {'arm': VARCHAR}, union_by_name = true)`
      views.set(entry.name, files)
    } else if (entry.name.endsWith('.parquet'))
      views.set(entry.name.slice(0, -'.parquet'.length), `read_parquet('${path}')`)
  }
  return views
}

/** Answers a question; without one, names the views with their columns. One thread, so that sums are the same anywhere. */
export async function query(folder: string, sql: string | undefined): Promise<Answer> {
  manifestIn(folder)
  // Loaded here, since every other command would wait for it at its start.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    for (const [name, source] of viewsOf(folder))
      await connection.run(`CREATE VIEW "${name}" AS SELECT * FROM ${source}`)
    const found = await connection.runAndReadAll(sql ?? VIEWS)
    return { columns: found.columnNames(), rows: found.getRowsJson().map((row) => row.map(plain)) }
  } catch (error) {
    if (sql === undefined) throw error
    throw new UsageError(`The query cannot be answered: ${error instanceof Error ? error.message : String(error)}
xiaojin query ${folder} lists the views and their columns.`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const VIEWS = `
  SELECT table_name AS "view", count(*)::INT AS columns, string_agg(column_name, ' ' ORDER BY column_index) AS names
  FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal GROUP BY table_name ORDER BY table_name`

/** DuckDB gives 64-bit integers as texts; those that a number holds exactly become numbers. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
}
