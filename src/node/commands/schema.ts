import { scenarioSchema } from '../../scenarios/schema.ts'
import { say } from '../language.ts'
import { jsonText } from '../output-file.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf } from './options.ts'

interface SchemaArguments {
  readonly lang: string | undefined
}

export const schemaCommand: Command<SchemaArguments> = {
  builder: (yargs) =>
    yargs
      .option('lang', { ...LANG_OPTION, describe: say({ en: 'language of descriptions', zh: '说明文字的语言' }) })
      .example('$0 schema > scenario.schema.json', say({ en: 'for completion in an editor', zh: '供编辑器补全' }))
      .example('$0 schema --lang zh', say({ en: 'with hints in Chinese', zh: '提示为中文' })),
  // A program reads it, so it follows the command line alone.
  handler: ({ lang }) => void process.stdout.write(jsonText(scenarioSchema(langOf(lang) ?? 'en'))),
}
