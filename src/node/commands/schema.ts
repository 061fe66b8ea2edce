import { PLAN_SHAPE } from '../../experiments/study/plan.ts'
import { scenarioSchema } from '../../scenarios/schema.ts'
import { jsonSchemaOf } from '../../scenarios/shape.ts'
import { say } from '../language.ts'
import { jsonText } from '../output-file.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf } from './options.ts'

interface SchemaArguments {
  readonly of: string
  readonly lang: string | undefined
}

export const schemaCommand: Command<SchemaArguments> = {
  builder: (yargs) =>
    yargs
      .positional('of', {
        describe: say({ en: 'what the files are', zh: '文件的种类' }),
        choices: ['scenario', 'study'],
        type: 'string',
        default: 'scenario',
      })
      .option('lang', { ...LANG_OPTION, describe: say({ en: 'language of descriptions', zh: '说明文字的语言' }) })
      .example('$0 schema > scenario.schema.json', say({ en: 'for completion in an editor', zh: '供编辑器补全' }))
      .example('$0 schema study > study.schema.json', say({ en: 'of plans of studies', zh: '研究方案的模式' }))
      .example('$0 schema --lang zh', say({ en: 'with hints in Chinese', zh: '提示为中文' })),
  handler: ({ of, lang: typed }) => {
    // A program reads it, so it follows the command line alone.
    const lang = langOf(typed) ?? 'en'
    process.stdout.write(jsonText(of === 'study' ? jsonSchemaOf(PLAN_SHAPE, lang) : scenarioSchema(lang)))
  },
}
