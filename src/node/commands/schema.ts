import { scenarioSchema } from '../../scenarios/schema.ts'
import { jsonText } from '../output-file.ts'
import type { Command } from './list.ts'

export const schemaCommand: Command<object> = {
  builder: (yargs) => yargs.example('$0 schema > scenario.schema.json', 'for completion in an editor'),
  handler: () => void process.stdout.write(jsonText(scenarioSchema())),
}
