import { scenarioSchema } from '../../scenarios/schema.ts'
import { say } from '../language.ts'
import { jsonText } from '../output-file.ts'
import type { Command } from './list.ts'

export const schemaCommand: Command<object> = {
  builder: (yargs) =>
    yargs.example('$0 schema > scenario.schema.json', say({ en: 'for completion in an editor', zh: '供编辑器补全' })),
  handler: () => void process.stdout.write(jsonText(scenarioSchema())),
}
