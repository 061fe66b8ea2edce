import { BYTE_ORDER_MARK, csvRow } from '../csv.ts'
import { UsageError } from '../failure.ts'
import { jsonText } from '../output-file.ts'
import { printable } from '../printable.ts'
import { query } from '../query.ts'
import { textTable } from '../text-table.ts'
import type { Command } from './list.ts'
import { CSV_BOM_OPTION } from './options.ts'

interface QueryArguments {
  readonly dir: string
  readonly sql: string | undefined
  readonly json: boolean
  readonly csv: boolean
  readonly 'csv-bom': boolean
}

export const queryCommand: Command<QueryArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', { describe: 'output folder', type: 'string', demandOption: true })
      .positional('sql', {
        describe: 'one SELECT or EXPLAIN of DuckDB; every table of data/ is a view',
        type: 'string',
      })
      .option('json', { describe: 'print rows as JSON', type: 'boolean', default: false })
      .option('csv', { describe: 'print rows as CSV', type: 'boolean', default: false })
      .option('csv-bom', { ...CSV_BOM_OPTION, describe: 'print rows as CSV with a byte order mark, for Excel' })
      .example('$0 query out/baseline-2023', 'the views and their columns')
      .example(
        '$0 query out/my-2023-sweep "SELECT arm, avg(reach_all) FROM wide GROUP BY arm ORDER BY arm"',
        'one row an arm',
      ),
  handler: async ({ dir, sql, json, csv: plain, 'csv-bom': bom }) => {
    const csv = plain || bom
    if (json && csv) throw new UsageError('--json and --csv: choose one.')
    if (sql?.trim() === '') throw new UsageError('The question is empty: leave it out to see the views.')
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
}

function cellText(value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
