/** Questions from a stranger: nothing but the listed tables is read, and nothing is written. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../../src/node/failure.ts'
import { query } from '../../src/node/query.ts'
import { here, QUICK } from './command.ts'
import { SECRET, snapshot } from './hostile.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-query-'))
const folder = join(place, 'run')
const MONTHS = join(folder, 'data/months.parquet')
const CSV = join(folder, 'data/months.csv')
const TEXT = join(place, 'secret.txt')
const OTHER = join(place, 'other.parquet')

beforeAll(async () => {
  writeFileSync(
    join(place, 'tiny.yaml'),
    `name: tiny\npopulation: {consumers: 200}\nhorizon: {burnIn: 1, months: 3}\n${QUICK}`,
  )
  expect(await here(['run', 'tiny.yaml', '--no-charts', '--quiet', '--out', folder], place)).toMatchObject({ code: 0 })
  writeFileSync(TEXT, `${SECRET}\n`)
  writeFileSync(join(place, 'secret.csv'), `a,b\n1,${SECRET}\n`)
  writeFileSync(join(place, 'secret.json'), `{"a": "${SECRET}"}\n`)
  writeFileSync(OTHER, readFileSync(MONTHS))
})

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Statements that are no SELECT and no EXPLAIN of one, or more than one. */
const STATEMENTS: readonly string[] = [
  '',
  ' ',
  ';',
  '-- nothing',
  '/* nothing */',
  'SELECT 1; SELECT 2',
  'SELECT 1;; SELECT 2',
  `SELECT 1; COPY months TO '${MONTHS}'`,
  `SELECT 1 /* ; */; -- ;\nCOPY months TO '${MONTHS}'`,
  `COPY months TO '${MONTHS}'`,
  `COPY months TO '${CSV}'`,
  `COPY months TO '${join(folder, 'manifest.json')}'`,
  `COPY (SELECT 1) TO '${join(place, 'new.csv')}'`,
  "COPY (SELECT 1) TO '/dev/stdout'",
  `COPY months FROM '${TEXT}'`,
  `EXPLAIN COPY months TO '${MONTHS}'`,
  `EXPLAIN ANALYZE COPY months TO '${MONTHS}'`,
  `explain/**/analyze/**/copy months to '${MONTHS}'`,
  `-- SELECT\nEXPLAIN ANALYZE -- SELECT 1\nCOPY months TO '${MONTHS}'`,
  `EXPLAIN (ANALYZE) COPY months TO '${MONTHS}'`,
  `EXPLAIN (ANALYZE, FORMAT json) COPY months TO '${MONTHS}'`,
  `EXPLAIN ANALYZE (COPY months TO '${MONTHS}')`,
  'EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1',
  'EXPLAIN ANALYZE ANALYZE',
  'EXPLAIN',
  'EXPLAIN EXPLAIN SELECT 1',
  'EXPLAIN PRAGMA version',
  `ATTACH '${join(place, 'x.db')}' AS x`,
  `ATTACH ':memory:' AS x`,
  'DETACH memory',
  'INSTALL httpfs',
  'FORCE INSTALL httpfs FROM community',
  'LOAD httpfs',
  `LOAD '${join(place, 'x.duckdb_extension')}'`,
  'UPDATE EXTENSIONS',
  `EXPORT DATABASE '${join(place, 'export')}'`,
  `IMPORT DATABASE '${place}'`,
  "PRAGMA table_info('months')",
  ' ;PRAGMA show_tables',
  '/**/ pragma version',
  'PRAGMA enable_profiling',
  `PRAGMA profiling_output='${join(place, 'profile.json')}'`,
  'SET enable_external_access = true',
  `SET allowed_paths = ['${TEXT}']`,
  `SET temp_directory = '${place}'`,
  'SET lock_configuration = false',
  'RESET lock_configuration',
  'RESET ALL',
  'SET VARIABLE x = 1',
  'CALL enable_logging()',
  'CALL pragma_version()',
  'CHECKPOINT',
  'CREATE TABLE t AS SELECT 1',
  'CREATE VIEW v AS SELECT 1',
  'CREATE OR REPLACE VIEW months AS SELECT 1',
  'CREATE MACRO f() AS 1',
  "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
  'DROP VIEW months',
  'ALTER VIEW months RENAME TO m',
  'INSERT INTO months VALUES (1)',
  'UPDATE months SET month = 1',
  'DELETE FROM months',
  'MERGE INTO months USING months m ON true WHEN MATCHED THEN DELETE',
  'TRUNCATE months',
  'BEGIN',
  'COMMIT',
  'VACUUM',
  'ANALYZE',
  'USE memory',
  'PREPARE p AS SELECT 1',
  'EXECUTE p',
  'DEALLOCATE p',
  "COMMENT ON VIEW months IS 'x'",
  'WITH x AS (INSERT INTO months VALUES (1) RETURNING *) SELECT * FROM x',
  'PIVOT months ON month USING count(*)',
  'not SQL at all',
  'SELECT',
]

/** Questions that are a SELECT and would read or write something else. */
const REACHING: readonly string[] = [
  ...[
    'read_text',
    'read_blob',
    'read_csv',
    'read_csv_auto',
    'read_json',
    'read_json_auto',
    'read_ndjson',
    'sniff_csv',
    'glob',
    'read_parquet',
    'parquet_scan',
    'parquet_metadata',
    'parquet_schema',
    'parquet_file_metadata',
    'parquet_kv_metadata',
    'read_json_objects',
    'read_ndjson_objects',
  ].map(
    (name) =>
      `SELECT * FROM ${name}('${name.includes('parquet') ? OTHER : name.includes('json') ? join(place, 'secret.json') : TEXT}')`,
  ),
  `SELECT * FROM read_text('${CSV}')`,
  `SELECT * FROM read_text('${join(folder, 'manifest.json')}')`,
  `SELECT * FROM read_text('${folder}/../secret.txt')`,
  `SELECT * FROM read_text('${folder}/data/../../secret.txt')`,
  `SELECT * FROM read_text('${place}/*.txt')`,
  `SELECT * FROM read_csv('${place}/*.csv')`,
  `SELECT * FROM read_parquet(['${MONTHS}', '${OTHER}'])`,
  `SELECT * FROM read_parquet('${folder}/data/*.parquet')`,
  `SELECT * FROM '${OTHER}'`,
  `SELECT * FROM '${join(place, 'secret.csv')}'`,
  `FROM '${join(place, 'secret.json')}'`,
  `SELECT (SELECT content FROM read_text('${TEXT}'))`,
  `SELECT * FROM months WHERE month IN (SELECT size FROM read_text('${TEXT}'))`,
  `WITH x AS (FROM read_text('${TEXT}')) SELECT * FROM x`,
  `DESCRIBE SELECT * FROM read_csv('${join(place, 'secret.csv')}')`,
  `SUMMARIZE SELECT * FROM read_csv('${join(place, 'secret.csv')}')`,
  `EXPLAIN SELECT * FROM read_text('${TEXT}')`,
  `EXPLAIN ANALYZE SELECT * FROM read_text('${TEXT}')`,
  `SELECT * FROM query('FROM read_text(''${TEXT}'')')`,
  `SELECT * FROM query('COPY months TO ''${MONTHS}''')`,
  `SELECT * FROM query_table('${TEXT}')`,
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_blob('/proc/kmsg')",
  "SELECT * FROM read_text('/proc/self/environ')",
  "SELECT * FROM read_csv('/dev/stdin')",
  "SELECT * FROM read_text('file:///etc/passwd')",
  "SELECT * FROM read_csv('https://example.invalid/x.csv')",
  "SELECT * FROM 's3://bucket/x.parquet'",
  "SELECT getenv('HOME')",
  "SELECT * FROM sqlite_scan('x.db', 't')",
  "SELECT * FROM postgres_scan('', '', '')",
]

async function refusal(sql: string): Promise<string> {
  const before = snapshot(place)
  const answer = await query(folder, sql).then(
    (found) => `ANSWERED: ${JSON.stringify(found)}`,
    (error: unknown) => (error instanceof UsageError ? error.message : `NOT SAID: ${String((error as Error).stack)}`),
  )
  expect(snapshot(place)).toBe(before)
  expect(answer).not.toContain(SECRET)
  return answer
}

test.each(STATEMENTS.map((sql, k) => [k, sql] as const))(
  'statement %i, which is no single SELECT, is refused',
  async (_, sql) => {
    expect(await refusal(sql)).toMatch(
      /^The query cannot be answered: .+\nxiaojin query .+ lists the views and their columns\.$/s,
    )
  },
)

test.each(REACHING.map((sql, k) => [k, sql] as const))(
  'question %i, which reaches for something else, is refused',
  async (_, sql) => {
    expect(await refusal(sql)).toMatch(/^The query cannot be answered: /)
  },
)

test.each([
  ['SELECT count(*) AS n FROM months', [[4]]],
  ['FROM months SELECT count(*)', [[4]]],
  ['(SELECT 1)', [[1]]],
  ['SELECT 1;', [[1]]],
  ['-- a note\nSELECT 1 -- another', [[1]]],
  ["SELECT ';' AS a", [[';']]],
  ['VALUES (1), (2)', [[1], [2]]],
  ['WITH x AS (SELECT 1 AS a) SELECT a FROM x', [[1]]],
  ['SELECT count(*) FROM (DESCRIBE months)', [[expect.any(Number)]]],
  [`SELECT count(*) FROM read_parquet('${MONTHS}')`, [[4]]],
  ['SELECT count(*) FROM (SHOW TABLES)', [[expect.any(Number)]]],
] as const)('a question is answered: %s', async (sql, rows) => {
  expect((await query(folder, sql)).rows).toEqual(rows)
})

test.each(['EXPLAIN SELECT * FROM months', 'explain analyze select 1', '/* a */ EXPLAIN -- b\n (SELECT 1)'])(
  'a plan is told: %s',
  async (sql) => expect(JSON.stringify(await query(folder, sql))).toContain('plan'),
)

test('a question that takes too long, too much memory or too many rows ends with what is allowed', async () => {
  const limits = { seconds: 120, memory: '1GB', rows: 1000 }
  const product = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 3'
  await expect(query(folder, product, { ...limits, seconds: 0.5 })).rejects.toThrow(/it took more than 0\.5 s/)
  await expect(query(folder, 'SELECT pg_sleep(600)', { ...limits, seconds: 0.5 })).rejects.toThrow(/it took more than/)
  await expect(query(folder, 'SELECT * FROM range(1000000000)', limits)).rejects.toThrow(/more than 1000 rows/)
  await expect(
    query(folder, 'SELECT list(range) FROM range(100000000)', { ...limits, memory: '100MB' }),
  ).rejects.toThrow(/more than 100MB of memory/)
})

test('names of files are no SQL, and files that the manifest does not list are no views', async () => {
  const names = [
    `x" AS SELECT 1; COPY (SELECT 1) TO 'pwned.csv'; --.parquet`,
    "x'); DROP VIEW months; --.parquet",
    'extra.parquet',
  ]
  for (const name of names) writeFileSync(join(folder, 'data', name), readFileSync(MONTHS))
  mkdirSync(join(folder, 'data', "y'", 'arm=a'), { recursive: true })
  writeFileSync(join(folder, 'data', "y'", 'arm=a', 'part-0.parquet'), readFileSync(MONTHS))
  const views = (await query(folder, undefined)).rows.map(([view]) => String(view))
  expect(views).toContain('months')
  expect(views.join()).not.toMatch(/extra|pwned|y'|["']/)
  expect((await query(folder, 'SELECT count(*) FROM months')).rows).toEqual([[4]])
})

test('what comes back is harmless on a terminal', async () => {
  const sql = "SELECT chr(27) || '[2J' || chr(8238) || 'x' AS a, chr(155) AS b"
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  const harmful = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/
  for (const option of [[], ['--json']]) {
    const { code, out } = await here(['query', folder, sql, ...option], place)
    expect(code).toBe(0)
    expect(out).not.toMatch(harmful)
  }
  const [row] = JSON.parse((await here(['query', folder, sql, '--json'], place)).out) as { a: string; b: string }[]
  expect(row).toEqual({ a: '\u001b[2J\u202ex', b: '\u009b' })
})
