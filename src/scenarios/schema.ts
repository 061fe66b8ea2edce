/** The JSON Schema (draft 2020-12) of scenario files, for editors and for other programs. */
import { z } from 'zod'
import type { Lang } from './parameter.ts'
import { fileSchemaIn } from './structure.ts'
import { CSV_NAME, isDatedTable, TABLE_PATHS, WHOLE_TABLES } from './tables.ts'

/** Says what values a file may hold; combinations of values and dates are checked on loading only. */
export function scenarioSchema(lang: Lang): object {
  const schema = z.toJSONSchema(fileSchemaIn(lang), { io: 'input', target: 'draft-2020-12' }) as Schema
  for (const path of TABLE_PATHS) allowTable(schema, path, lang)
  const [armSet, datedSet] = [armSetOf(schema), schema.properties!.timeline.items!.properties!.set]
  for (const path of TABLE_PATHS) {
    if (armSet.properties![path] === undefined) armSet.properties![path] = tableAt(schema, path)
    else armSet.properties![path] = named(armSet.properties![path], lang)
    if (isDatedTable(path)) datedSet.properties![path] = tableAt(schema, path)
  }
  return schema
}

interface Schema {
  properties?: { [key: string]: Schema }
  anyOf?: Schema[]
  items?: Schema
  additionalProperties?: Schema
  [keyword: string]: unknown
}

/** What an arm sets. */
function armSetOf(schema: Schema): Schema {
  return schema.properties!.experiment.properties!.arms.additionalProperties!.properties!.set
}

function tableAt(schema: Schema, path: string): Schema {
  const [section, key] = path.split('.')
  return schema.properties![section].properties![key]
}

/** A table may be spelt out or named: tables are read before anything is checked, so zod does not see their names. */
function allowTable(schema: Schema, path: string, lang: Lang): void {
  const [section, key] = path.split('.')
  const group = schema.properties![section]
  group.properties![key] = named(whole(group.properties![key], path), lang)
}

/** Every key of a table is needed. */
function whole(spelt: Schema, path: string): Schema {
  if (!WHOLE_TABLES.includes(path)) return spelt
  return { ...spelt, required: Object.keys(spelt.properties!) }
}

function named(spelt: Schema, lang: Lang): Schema {
  const description = { en: 'A CSV file, by a relative path.', zh: '以相对路径给出的 CSV 文件。' }[lang]
  const name: Schema = { type: 'string', pattern: CSV_NAME, description }
  const { anyOf, ...rest } = spelt
  return anyOf === undefined ? { anyOf: [spelt, name] } : { ...rest, anyOf: [...anyOf, name] }
}
