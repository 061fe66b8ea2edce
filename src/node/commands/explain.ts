import { explain } from '../../scenarios/explain.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf } from './options.ts'

interface ExplainArguments {
  readonly key: string
  readonly lang: string | undefined
}

export const explainCommand: Command<ExplainArguments> = {
  builder: (yargs) =>
    yargs
      .positional('key', { describe: 'dotted key, or a group such as credit', type: 'string', demandOption: true })
      .option('lang', { ...LANG_OPTION, describe: 'language', default: 'en' })
      .example('$0 explain credit.coverage', 'one parameter')
      .example('$0 explain pricing --lang zh', 'all of a group, in Chinese'),
  handler: ({ key, lang }) => void process.stdout.write(`${explain(key, langOf(lang) ?? 'en').trimEnd()}\n`),
}
