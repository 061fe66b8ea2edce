/** The command line: what each command takes, and what is wrong with what was typed. */
import yargs, { type Argv } from 'yargs'
import { verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { nearest } from '../scenarios/suggest.ts'
import { buildInfo } from './build-info.ts'
import { COMMANDS } from './commands/list.ts'
import { UsageError } from './failure.ts'
import { say, spokenLang } from './language.ts'
import { MISSING_PLACES, UNKNOWN_OPTION, YARGS_ZH } from './yargs-words.ts'

const MAX_WIDTH = 100

const USAGE: Bilingual = {
  en: "$0 <command>\n\nSimulates China's consumer-finance market: a scenario file in, data, charts and a report out.",
  zh: '$0 <命令>\n\n模拟中国互联网消费金融市场：输入情景文件，输出数据、图表与报告。',
}

const EPILOGUE: Bilingual = {
  en: `Exit codes: 0 fine · 2 wrong use or faulty scenario · 3 a run failed · 4 intervals too wide or runs missing · 5 verification found differences or records differ · 6 standard output could not be written · 130 interrupted
A first run: xiaojin run, then open the report that it names.`,
  zh: `退出码：0 正常 · 2 用法有误或情景有错误 · 3 运行失败 · 4 区间不够窄或缺少运行 · 5 验证发现差异或记录相互矛盾 · 6 无法写入标准输出 · 130 被中断
首次使用：运行 xiaojin run，再打开它所列的报告。`,
}

/** Parses `args` in the language that is spoken and runs the command. Throws a UsageError for what cannot be parsed. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const cli = yargs([...args])
  for (const { command, load, ...about } of COMMANDS) {
    cli.command({
      command,
      describe: say(about),
      builder: async (own: Argv<object>) => (await load()).builder(own),
      handler: async (typed) => (await load()).handler(typed),
    })
  }
  // The words of yargs belong to the process: set in every call.
  if (spokenLang() === 'zh') cli.locale('zh_CN').updateStrings(YARGS_ZH as unknown as Record<string, string>)
  else cli.locale('en')
  await cli
    .scriptName('xiaojin')
    .usage(say(USAGE))
    .option('lang', {
      describe: say({ en: 'language of messages', zh: '消息的语言' }),
      // Choices of a command's own option would be listed beside these.
      choices: ['en', 'zh'],
      type: 'string',
      requiresArg: true,
    })
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'camel-case-expansion': false,
    })
    .demandCommand(1, say({ en: 'Name a command, such as: xiaojin run', zh: '请给出命令，如：xiaojin run' }))
    .recommendCommands()
    .strict()
    .version(buildInfo().version)
    .help()
    .alias('help', 'h')
    .epilogue(say(EPILOGUE))
    .wrap(Math.min(MAX_WIDTH, cli.terminalWidth()))
    .exitProcess(false)
    .fail((message, error) => {
      if (error !== undefined && error !== null) throw error
      throw new UsageError(verbatim(`${refusal(message, args, optionsOf(cli))}\n${helpHint(args)}`))
    })
    .parseAsync()
}

/** The options that the command at hand takes, no positional arguments among them; the typings of yargs leave both lists out. */
function optionsOf(cli: unknown): string[] {
  const { getOptions, getGroups } = cli as {
    getOptions: () => { readonly key: { readonly [name: string]: unknown } }
    getGroups: () => { readonly [title: string]: readonly string[] }
  }
  const groups = getGroups.call(cli)
  const positionals = new Set([...(groups['Positionals:'] ?? []), ...(groups[String(YARGS_ZH['Positionals:'])] ?? [])])
  // Names of one letter are short forms.
  return Object.keys(getOptions.call(cli).key).filter((name) => name.length > 1 && !positionals.has(name))
}

/** What yargs says, with what would be right; a word in the place of a command is called that. */
function refusal(message: string, [typed = '', ...others]: readonly string[], options: readonly string[]): string {
  const command = commandNamed(typed)
  if (MISSING_PLACES.test(message) && command !== undefined) {
    const usage = `xiaojin ${command}`
    return `${message}\n${say({ en: `Usage: ${usage}`, zh: `用法：${usage}` })}`
  }
  if (command !== undefined || typed.startsWith('-') || !UNKNOWN_OPTION.test(message))
    return `${message}${optionHint(message, options)}`
  const word = typed === '' ? '""' : typed
  const unknown = say({ en: `There is no command ${word}.`, zh: `没有 ${word} 命令。` })
  if (!/\.ya?ml$/.test(typed)) return unknown
  const run = ['xiaojin run', typed, ...others].join(' ')
  return `${unknown}\n${say({ en: `Did you mean ${run}?`, zh: `是否应为 ${run}？` })}`
}

const commandNamed = (typed: string): string | undefined =>
  COMMANDS.find(({ command }) => command.split(' ')[0] === typed)?.command

/** For an option that the command does not take: the nearest that it does take, else all of them. */
function optionHint(message: string, options: readonly string[]): string {
  const unknown = UNKNOWN_OPTION.exec(message)?.[1]
  if (unknown === undefined) return ''
  const meant = nearest(unknown, options)
  if (meant !== undefined) return `\n${say({ en: `Did you mean --${meant}?`, zh: `是否应为 --${meant}？` })}`
  const all = options.map((name) => `--${name}`)
  return `\n${say({ en: `Options here: ${all.join(', ')}.`, zh: `此处可用的选项：${all.join('、')}。` })}`
}

/** Where a user whose command cannot be parsed reads on. */
export function helpHint([typed = '']: readonly string[]): string {
  return commandNamed(typed) !== undefined
    ? say({ en: `xiaojin ${typed} --help explains the command.`, zh: `xiaojin ${typed} --help 说明此命令。` })
    : say({ en: 'xiaojin --help lists the commands.', zh: 'xiaojin --help 列出全部命令。' })
}
