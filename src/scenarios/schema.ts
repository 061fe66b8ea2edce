/** The JSON Schema (draft 2020-12) of scenario files, for editors and for other programs. */
import { z } from 'zod'
import { fileSchema } from './structure.ts'

/** Says what values a file may hold; combinations of values and dates are checked on loading only. */
export function scenarioSchema(): object {
  return z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-2020-12' })
}
