#!/usr/bin/env node
/** The command `xiaojin`. stdout carries data, stderr messages. */
import pc from 'picocolors'
import { hideBin } from 'yargs/helpers'
import { formatFaults, ScenarioError, verbatim } from '../base/errors.ts'
import { ConflictError, EXIT, StorageError, UsageError } from './failure.ts'
import { whatIsKept } from './interrupt.ts'
import { askedLang, say, speak, spokenLang } from './language.ts'
import { helpHint, runCommandLine } from './parser.ts'
import { printable } from './printable.ts'
import { guardOutput } from './standard-output.ts'

const args = hideBin(process.argv)

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

/** Tells what went wrong and gives the exit code for it. */
function report(error: unknown): number {
  const print = (text: string): boolean => process.stderr.write(`${text.trimEnd()}\n`)
  if (error instanceof ScenarioError) {
    print(printable(formatFaults(error.faults, spokenLang())))
    return EXIT.usage
  }
  if (error instanceof UsageError) {
    const name = pc.createColors(pc.isColorSupported && process.stderr.isTTY).red('xiaojin:')
    print(`${name} ${printable(say(error.said))}`)
    return EXIT.usage
  }
  if (error instanceof ConflictError) {
    print(`xiaojin: ${printable(say(error.said))}`)
    return EXIT.mismatch
  }
  // What yargs refuses without asking `fail`, such as an option without its value.
  if (error instanceof Error && error.name === 'YError')
    return report(new UsageError(verbatim(`${error.message}\n${helpHint(args)}`)))
  const kept = whatIsKept()
  if (isSystemError(error)) {
    const why = printable(error.message)
    const text = { en: `a file could not be read or written: ${why}. `, zh: `无法读写文件：${why}。` }
    print(`xiaojin: ${say(text)}${kept}`)
    return EXIT.failed
  }
  if (error instanceof StorageError) {
    print(`xiaojin: ${printable(say(error.said))} ${kept}`)
    return EXIT.failed
  }
  const text = {
    en: 'The run failed, which is a fault of the program and not of the scenario. ',
    zh: '运行失败，原因在程序而不在情景。',
  }
  print(`${say(text)}${kept}`)
  print(printable(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  return EXIT.failed
}

guardOutput()
speak(askedLang(args, process.env))

try {
  await runCommandLine(args)
} catch (error) {
  process.exitCode = report(error)
}
