import type { CommandModule } from 'yargs'
import { scenarioSchema } from '../../scenarios/schema.ts'
import { jsonText } from '../output-file.ts'

export const schemaCommand: CommandModule = {
  command: 'schema',
  describe: 'print the JSON Schema of scenarios, for editors',
  builder: (yargs) => yargs.example('$0 schema > scenario.schema.json', 'for completion in an editor'),
  handler: () => void process.stdout.write(jsonText(scenarioSchema())),
}
