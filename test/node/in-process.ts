/** Runs a command from the sources in this process, as the command line would. */
import yargs from 'yargs'
import { COMMANDS } from '../../src/node/commands/list.ts'

export interface Called {
  /** What the command threw; null where it ended well. */
  readonly error: unknown
  readonly out: string
  readonly err: string
}

export async function call(args: readonly string[]): Promise<Called> {
  let [out, err] = ['', '']
  const [stdout, stderr] = [process.stdout.write, process.stderr.write]
  process.stdout.write = (text: string | Uint8Array): boolean => {
    out += String(text)
    return true
  }
  process.stderr.write = (text: string | Uint8Array): boolean => {
    err += String(text)
    return true
  }
  let error: unknown = null
  try {
    const cli = yargs([...args, ...(['init', 'migrate'].includes(args[0]!) ? [] : ['--quiet'])])
    for (const { command, describe, load } of COMMANDS) {
      const { builder, handler } = await load()
      cli.command({ command, describe, builder, handler })
    }
    await cli
      .parserConfiguration({
        'boolean-negation': false,
        'dot-notation': false,
        'greedy-arrays': false,
        'camel-case-expansion': false,
      })
      .strict()
      .exitProcess(false)
      .fail((message, thrown) => {
        throw thrown ?? new Error(message)
      })
      .parseAsync()
  } catch (thrown) {
    error = thrown
  } finally {
    process.stdout.write = stdout
    process.stderr.write = stderr
    process.exitCode = 0
  }
  return { error, out, err }
}
