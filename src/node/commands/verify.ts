import { EXIT } from '../failure.ts'
import { jsonText } from '../output-file.ts'
import { printableLine } from '../printable.ts'
import { runMakers } from '../run-makers.ts'
import { verify } from '../verify.ts'
import type { Command } from './list.ts'
import { QUIET_OPTION, THREADS_OPTION, threadsOf } from './options.ts'

interface VerifyArguments {
  readonly dir: string
  readonly json: boolean
  readonly quiet: boolean
  readonly threads: string | undefined
}

const MAX_TOLD = 20

export const verifyCommand: Command<VerifyArguments> = {
  builder: (yargs) =>
    yargs
      .positional('dir', { describe: 'output folder of a run', type: 'string', demandOption: true })
      .option('json', { describe: 'print the result as JSON', type: 'boolean', default: false })
      .option('quiet', { ...QUIET_OPTION, describe: 'no progress; the exit code tells the result' })
      .option('threads', THREADS_OPTION)
      .example('$0 verify out/baseline-2023', 'exit code 5 if anything differs'),
  handler: async ({ dir, json, quiet, threads }) => {
    const result = await verify(dir, runMakers(threadsOf({ threads }), quiet))
    const { faults, notes, verified, hashOnly, digest } = result
    if (faults.length > 0) process.exitCode = EXIT.mismatch
    if (json) process.stdout.write(jsonText({ ok: faults.length === 0, ...result }))
    if (json || quiet) return
    for (const note of notes) process.stderr.write(`Note: ${printableLine(note)}\n`)
    if (faults.length === 0) {
      const rest = hashOnly === 0 ? '' : `, ${hashOnly} more by their recorded SHA-256 only`
      process.stdout.write(`verified ${verified} files${rest}, digest ${digest}\n`)
      return
    }
    const more = faults.length > MAX_TOLD ? [`and ${faults.length - MAX_TOLD} more`] : []
    const lines = [...faults.slice(0, MAX_TOLD), ...more].map((line) => `  ${printableLine(line)}\n`)
    process.stdout.write(
      `${faults.length === 1 ? '1 difference' : `${faults.length} differences`}, ${verified} files agree:\n${lines.join('')}`,
    )
  },
}
