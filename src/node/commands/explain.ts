import { explain } from '../../scenarios/explain.ts'
import { say, spokenLang } from '../language.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, once } from './options.ts'

interface ExplainArguments {
  readonly key: string
  readonly lang: string | undefined
}

export const explainCommand: Command<ExplainArguments> = {
  builder: (yargs) =>
    yargs
      .positional('key', {
        describe: say({
          en: 'dotted key, a group such as credit, or a Chinese word such as 征信',
          zh: '点分键、一组键（如 credit）或中文词（如 征信）',
        }),
        type: 'string',
        demandOption: true,
      })
      .option('lang', { ...LANG_OPTION, describe: say({ en: 'language', zh: '语言' }) })
      .example('$0 explain credit.coverage', say({ en: 'one parameter', zh: '单个参数' }))
      .example('$0 explain pricing --lang zh', say({ en: 'all of a group, in Chinese', zh: '以中文列出一组参数' })),
  handler: ({ key, lang }) => {
    once('lang', lang)
    process.stdout.write(`${explain(key, spokenLang()).trimEnd()}\n`)
  },
}
