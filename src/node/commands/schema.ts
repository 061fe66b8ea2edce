import { PLAN_SHAPE } from '../../experiments/study/plan-shape.ts'
import { scenarioSchema } from '../../scenarios/schema.ts'
import { jsonSchemaOf } from '../../scenarios/shape.ts'
import { jsonText } from '../output-file.ts'
import { type Command, command, perhaps } from './command.ts'
import { langOf, langOption } from './options.ts'

export const schemaCommand: Command = command(
  {
    of: perhaps('what the files are', '文件的种类', { choices: ['scenario', 'study'], default: 'scenario' }),
    lang: langOption('language of descriptions', '说明文字的语言'),
  },
  [
    ['schema > scenario.schema.json', 'for completion in an editor', '供编辑器补全'],
    ['schema study > study.schema.json', 'of plans of studies', '研究方案的模式'],
    ['schema --lang zh', 'with hints in Chinese', '提示为中文'],
  ],
  ({ of, lang: typed }) => {
    // A program reads it, so it follows the command line alone.
    const lang = langOf(typed) ?? 'en'
    process.stdout.write(jsonText(of === 'study' ? jsonSchemaOf(PLAN_SHAPE, lang) : scenarioSchema(lang)))
  },
)
