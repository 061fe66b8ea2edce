/**
 * What happens when standard output or standard error cannot take what is written. Node reports it by an event, after
 * the write, wherever the program is by then.
 */
import { EXIT } from './failure.ts'
import { say } from './language.ts'

/**
 * A reader that has seen enough, such as `head`, is no failure: the command ends as it would have. A full or broken
 * device is one: the command does its work, says what could not be printed, and ends with a code of its own.
 */
export function guardOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode === EXIT.output) return
    const text = {
      en: `standard output could not be written: ${error.message}. What was printed is incomplete; files are not affected.`,
      zh: `无法写入标准输出：${error.message}。屏幕输出不完整，文件不受影响。`,
    }
    process.stderr.write(`xiaojin: ${say(text)}\n`)
    process.exitCode = EXIT.output
    // The command may set a code of its own after this.
    process.on('exit', () => {
      process.exitCode = EXIT.output
    })
  })
  // Messages that nobody can read are lost; the exit code still tells how the command ended.
  process.stderr.on('error', () => {})
}
