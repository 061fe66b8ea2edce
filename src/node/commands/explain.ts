import { explain } from '../../scenarios/explain.ts'
import { spokenLang } from '../language.ts'
import { type Command, command, place } from './command.ts'
import { langOption, once } from './options.ts'

export const explainCommand: Command = command(
  {
    key: place(
      'dotted key, a group such as credit, or a Chinese word such as 征信',
      '点分键、一组键（如 credit）或中文词（如 征信）',
    ),
    lang: langOption('language', '语言'),
  },
  [
    ['explain credit.coverage', 'one parameter', '单个参数'],
    ['explain pricing --lang zh', 'all of a group, in Chinese', '以中文列出一组参数'],
  ],
  ({ key, lang }) => {
    once('lang', lang)
    process.stdout.write(`${explain(key, spokenLang()).trimEnd()}\n`)
  },
)
