/** The JSON Schema (draft 2020-12) of scenario files, for editors and for other programs. */
import { z } from 'zod'
import { CSV_NAME, TABLE_PATHS } from './read-file.ts'
import { fileSchema } from './structure.ts'

/** Says what values a file may hold; combinations of values and dates are checked on loading only. */
export function scenarioSchema(): object {
  const schema = z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-2020-12' }) as Schema
  for (const path of TABLE_PATHS) allowTable(schema, path)
  return schema
}

interface Schema {
  properties?: { [key: string]: Schema }
  anyOf?: Schema[]
  [keyword: string]: unknown
}

/** A table may be spelt out or named: tables are read before anything is checked, so zod does not see their names. */
function allowTable(schema: Schema, path: string): void {
  const [section, key] = path.split('.')
  const group = schema.properties![section]
  const spelt = group.properties![key]
  const named: Schema = { type: 'string', pattern: CSV_NAME, description: 'A CSV file, by a relative path.' }
  const { anyOf, ...rest } = spelt
  group.properties![key] = anyOf === undefined ? { anyOf: [spelt, named] } : { ...rest, anyOf: [...anyOf, named] }
}
