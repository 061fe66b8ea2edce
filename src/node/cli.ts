#!/usr/bin/env node
/** The command `xiaojin`. stdout carries data, stderr messages. */
import pc from 'picocolors'
import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { ScenarioError } from '../base/errors.ts'
import { nearest } from '../scenarios/suggest.ts'
import { buildInfo } from './build-info.ts'
import { COMMANDS } from './commands/list.ts'
import { EXIT, StorageError, UsageError } from './failure.ts'
import { whatIsKept } from './interrupt.ts'
import { printable } from './printable.ts'
import { guardOutput } from './standard-output.ts'

const MAX_WIDTH = 100

const EPILOGUE = `Exit codes: 0 fine · 2 wrong use or faulty scenario · 3 a run failed · 4 intervals too wide · 5 verification found differences · 6 standard output could not be written · 130 interrupted
A first run: xiaojin run, then open the report that it names.`

async function main(): Promise<void> {
  const cli = yargs(hideBin(process.argv))
  for (const { command, describe, load } of COMMANDS) {
    cli.command({
      command,
      describe,
      builder: async (own) => (await load()).builder(own),
      handler: async (args) => (await load()).handler(args),
    })
  }
  await cli
    .scriptName('xiaojin')
    .locale('en')
    .usage(
      "$0 <command>\n\nSimulates China's consumer-finance market: a scenario file in, data, charts and a report out.",
    )
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'camel-case-expansion': false,
    })
    .demandCommand(1, 'Name a command, such as: xiaojin run')
    .recommendCommands()
    .strict()
    .version(buildInfo().version)
    .help()
    .alias('help', 'h')
    .epilogue(EPILOGUE)
    .wrap(Math.min(MAX_WIDTH, cli.terminalWidth()))
    .exitProcess(false)
    .fail((message, error) => {
      if (error !== undefined && error !== null) throw error
      throw new UsageError(`${message}${optionHint(message, optionsOf(cli))}\n${helpHint()}`)
    })
    .parseAsync()
}

/** The options that the command at hand takes, no positional arguments among them; the typings of yargs leave both lists out. */
function optionsOf(cli: unknown): string[] {
  const { getOptions, getGroups } = cli as {
    getOptions: () => { readonly key: { readonly [name: string]: unknown } }
    getGroups: () => { readonly [title: string]: readonly string[] }
  }
  const positionals = new Set(getGroups.call(cli)['Positionals:'])
  // Names of one letter are short forms.
  return Object.keys(getOptions.call(cli).key).filter((name) => name.length > 1 && !positionals.has(name))
}

/** For an option that the command does not take: the nearest that it does take, else all of them. */
function optionHint(message: string, options: readonly string[]): string {
  const unknown = /^Unknown arguments?: ([^, ]+)/.exec(message)?.[1]
  if (unknown === undefined) return ''
  const meant = nearest(unknown, options)
  if (meant !== undefined) return `\nDid you mean --${meant}?`
  return `\nOptions here: ${options.map((name) => `--${name}`).join(', ')}.`
}

function helpHint(): string {
  const [, , typed] = process.argv
  const known = COMMANDS.some(({ command }) => command.split(' ')[0] === typed)
  return known ? `xiaojin ${typed} --help explains the command.` : 'xiaojin --help lists the commands.'
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

/** Tells what went wrong and gives the exit code for it. */
function report(error: unknown): number {
  const say = (text: string): boolean => process.stderr.write(`${text}\n`)
  if (error instanceof ScenarioError) {
    say(printable(error.message))
    return EXIT.usage
  }
  if (error instanceof UsageError) {
    say(`${pc.createColors(pc.isColorSupported && process.stderr.isTTY).red('xiaojin:')} ${printable(error.message)}`)
    return EXIT.usage
  }
  // What yargs refuses without asking `fail`, such as an option without its value.
  if (error instanceof Error && error.name === 'YError')
    return report(new UsageError(`${error.message}\n${helpHint()}`))
  const kept = whatIsKept()
  if (isSystemError(error)) {
    say(`xiaojin: a file could not be read or written: ${printable(error.message)}. ${kept}`.trimEnd())
    return EXIT.failed
  }
  if (error instanceof StorageError) {
    say(`xiaojin: ${printable(error.message)} ${kept}`.trimEnd())
    return EXIT.failed
  }
  say(`The run failed, which is a fault of the program and not of the scenario. ${kept}`.trimEnd())
  say(printable(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  return EXIT.failed
}

guardOutput()

try {
  await main()
} catch (error) {
  process.exitCode = report(error)
}
