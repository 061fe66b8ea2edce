/** Runs a command from the sources in this process, as the command line would. */
import { askedLang, speak } from '../../src/node/language.ts'
import { runCommandLine } from '../../src/node/parser.ts'

export interface Called {
  /** What the command threw; null where it ended well. */
  readonly error: unknown
  readonly out: string
  readonly err: string
}

/** Quietly, where the command can be told so. */
export function call(args: readonly string[]): Promise<Called> {
  return callAloud([...args, ...(['init', 'migrate'].includes(args[0]!) ? [] : ['--quiet'])])
}

export async function callAloud(args: readonly string[]): Promise<Called> {
  let [out, err] = ['', '']
  const [stdout, stderr, log] = [process.stdout.write, process.stderr.write, console.log]
  process.stdout.write = (text: string | Uint8Array): boolean => {
    out += String(text)
    return true
  }
  process.stderr.write = (text: string | Uint8Array): boolean => {
    err += String(text)
    return true
  }
  // Help comes by the console.
  console.log = (text: string): void => {
    out += `${text}\n`
  }
  let error: unknown = null
  try {
    speak(askedLang(args, {}))
    await runCommandLine(args)
  } catch (thrown) {
    error = thrown
  } finally {
    process.stdout.write = stdout
    process.stderr.write = stderr
    console.log = log
    process.exitCode = 0
    speak('en')
  }
  return { error, out, err }
}
