import { EXIT } from '../failure.ts'
import { say } from '../language.ts'
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
      .positional('dir', {
        describe: say({ en: 'output folder of a run', zh: '运行的结果文件夹' }),
        type: 'string',
        demandOption: true,
      })
      .option('json', {
        describe: say({ en: 'print the result as JSON', zh: '以 JSON 输出结果' }),
        type: 'boolean',
        default: false,
      })
      .option('quiet', {
        ...QUIET_OPTION,
        describe: say({ en: 'no progress; the exit code tells the result', zh: '不显示进度；以退出码表示结果' }),
      })
      .option('threads', THREADS_OPTION)
      .example(
        '$0 verify out/baseline-2023',
        say({ en: 'exit code 5 if anything differs', zh: '有任何差异时退出码为 5' }),
      ),
  handler: async ({ dir, json, quiet, threads }) => {
    const result = await verify(dir, runMakers(threadsOf({ threads }), quiet))
    const { faults, notes, verified, hashOnly, digest } = result
    if (faults.length > 0) process.exitCode = EXIT.mismatch
    if (json) process.stdout.write(jsonText({ ok: faults.length === 0, ...result }))
    if (json || quiet) return
    for (const note of notes) process.stderr.write(`${say({ en: 'Note: ', zh: '注：' })}${printableLine(note)}\n`)
    if (faults.length === 0) {
      const [rest, more] =
        hashOnly === 0
          ? ['', '']
          : [`, ${hashOnly} more by their recorded SHA-256 only`, `，另有${hashOnly}个仅核对所记录的 SHA-256`]
      const told = {
        en: `verified ${verified} files${rest}, digest ${digest}`,
        zh: `已验证${verified}个文件${more}，摘要值 ${digest}`,
      }
      process.stdout.write(`${say(told)}\n`)
      return
    }
    const rest = faults.length - MAX_TOLD
    const more = rest > 0 ? [say({ en: `and ${rest} more`, zh: `另有${rest}处` })] : []
    const lines = [...faults.slice(0, MAX_TOLD), ...more].map((line) => `  ${printableLine(line)}\n`)
    const heading = {
      en: `${faults.length === 1 ? '1 difference' : `${faults.length} differences`}, ${verified} files agree:`,
      zh: `${faults.length}处差异，${verified}个文件一致：`,
    }
    process.stdout.write(`${say(heading)}\n${lines.join('')}`)
  },
}
