import { chartThreads } from '../chart-threads.ts'
import { EXIT } from '../failure.ts'
import { say } from '../language.ts'
import { jsonText } from '../output-file.ts'
import { printableLine } from '../printable.ts'
import { runMakers } from '../run-makers.ts'
import { verify } from '../verify.ts'
import { type Command, command, flag, place } from './command.ts'
import { drawingThreadsOf, THREADS, threadsOf } from './options.ts'

const MAX_TOLD = 20

export const verifyCommand: Command = command(
  {
    dir: place('output folder of a run', '运行的结果文件夹'),
    json: flag('print the result as JSON', '以 JSON 输出结果'),
    quiet: flag('no progress; the exit code tells the result', '不显示进度；以退出码表示结果'),
    threads: THREADS,
  },
  [['verify out/baseline-2023', 'exit code 5 if anything differs', '有任何差异时退出码为 5']],
  async ({ dir, json, quiet, threads }) => {
    const { render, end } = chartThreads(drawingThreadsOf({ threads }))
    const result = await verify(dir, runMakers(threadsOf({ threads }), quiet), render).finally(end)
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
)
