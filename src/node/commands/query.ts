import { BYTE_ORDER_MARK, csvRow } from '../../base/csv.ts'
import { UsageError } from '../failure.ts'
import { jsonText } from '../output-file.ts'
import { printable } from '../printable.ts'
import { query } from '../query.ts'
import { textTable } from '../text-table.ts'
import { type Command, command, flag, perhaps, place } from './command.ts'

export const queryCommand: Command = command(
  {
    dir: place('output folder', '结果文件夹'),
    sql: perhaps(
      'one SELECT or EXPLAIN of DuckDB; every table of data/ is a view',
      'DuckDB 的一条 SELECT 或 EXPLAIN；data/ 中每张表即一个视图',
    ),
    json: flag('print rows as JSON', '以 JSON 输出各行'),
    csv: flag('print rows as CSV', '以 CSV 输出各行'),
    'csv-bom': flag(
      'print rows as CSV with a byte order mark, for Excel',
      '以带字节序标记的 CSV 输出各行，供 Excel 使用',
    ),
  },
  [
    ['query out/baseline-2023', 'the views and their columns', '各视图及其列'],
    [
      'query out/my-2023-sweep "SELECT arm, avg(served_all) FROM wide GROUP BY arm ORDER BY arm"',
      'one row an arm',
      '每个实验组一行',
    ],
  ],
  async ({ dir, sql, json, csv: plain, 'csv-bom': bom }) => {
    const csv = plain || bom
    if (json && csv) throw new UsageError({ en: '--json and --csv: choose one.', zh: '--json 与 --csv 只能选一个。' })
    if (sql?.trim() === '') {
      throw new UsageError({
        en: 'The question is empty: leave it out to see the views.',
        zh: '查询为空；省略查询可列出各视图。',
      })
    }
    const { columns, rows } = await query(dir, sql)
    if (json)
      process.stdout.write(jsonText(rows.map((row) => Object.fromEntries(columns.map((name, k) => [name, row[k]])))))
    else if (csv) {
      const text = `${bom ? BYTE_ORDER_MARK : ''}${[columns, ...rows].map(csvRow).join('')}`
      // A file gets every character as it is; a terminal would obey some of them.
      process.stdout.write(process.stdout.isTTY ? printable(text) : text)
    } else {
      const isNumber = columns.map((_, k) => rows.every((row) => row[k] === null || typeof row[k] === 'number'))
      const cells = rows.map((row) => row.map((value) => cellText(value)))
      process.stdout.write(
        `${textTable(
          [[...columns], ...cells],
          isNumber.map((number) => (number ? 'right' : 'left')),
        )}\n`,
      )
    }
  },
)

function cellText(value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
