#!/usr/bin/env node
/** The command `xiaojin`. stdout carries data, stderr messages. */
import pc from 'picocolors'
import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import { ScenarioError } from '../base/errors.ts'
import { nearest } from '../scenarios/suggest.ts'
import { buildInfo } from './build-info.ts'
import { calibrateCommand } from './commands/calibrate.ts'
import { chartCommand } from './commands/chart.ts'
import { checkCommand } from './commands/check.ts'
import { compareCommand } from './commands/compare.ts'
import { explainCommand } from './commands/explain.ts'
import { initCommand } from './commands/init.ts'
import { queryCommand } from './commands/query.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { schemaCommand } from './commands/schema.ts'
import { sensitivityCommand } from './commands/sensitivity.ts'
import { sweepCommand } from './commands/sweep.ts'
import { targetsCommand } from './commands/targets.ts'
import { verifyCommand } from './commands/verify.ts'
import { EXIT, UsageError } from './failure.ts'

const MAX_WIDTH = 100

const EPILOGUE = `Exit codes: 0 fine · 2 wrong use or faulty scenario · 3 a run failed · 4 intervals too wide · 5 verification found differences · 130 interrupted
A first run: xiaojin run, then open the report that it names.`

async function main(): Promise<void> {
  const cli = yargs(hideBin(process.argv))
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
    .command(runCommand)
    .command(sweepCommand)
    .command(compareCommand)
    .command(sensitivityCommand)
    .command(calibrateCommand)
    .command(checkCommand)
    .command(chartCommand)
    .command(reportCommand)
    .command(queryCommand)
    .command(targetsCommand)
    .command(verifyCommand)
    .command(initCommand)
    .command(schemaCommand)
    .command(explainCommand)
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
      // yargs tells of wrong use now by a message, now by an error of its own.
      if (error !== undefined && error !== null && error.name !== 'YError') throw error
      throw new UsageError(`${message ?? error.message}${optionHint(message)}\nxiaojin --help tells what there is.`)
    })
    .parseAsync()
}

const OPTIONS = [
  'seed',
  'set',
  'replications',
  'arm',
  'threads',
  'until-ci',
  'max-replications',
  'factor',
  'free',
  'targets',
  'evaluations',
  'method',
  'outcomes',
  'trajectories',
  'samples',
  'dry-run',
  'out',
  'lang',
  'no-charts',
  'quiet',
  'json',
  'force',
  'help',
  'version',
]

function optionHint(message: string | null): string {
  const unknown = /^Unknown arguments?: ([^, ]+)/.exec(message ?? '')?.[1]
  const meant = unknown === undefined ? undefined : nearest(unknown, OPTIONS)
  return meant === undefined ? '' : `\nDid you mean --${meant}?`
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

/** Tells what went wrong and gives the exit code for it. */
function report(error: unknown): number {
  const say = (text: string): boolean => process.stderr.write(`${text}\n`)
  if (error instanceof ScenarioError) {
    say(error.message)
    return EXIT.usage
  }
  if (error instanceof UsageError) {
    say(`${pc.createColors(pc.isColorSupported && process.stderr.isTTY).red('xiaojin:')} ${error.message}`)
    return EXIT.usage
  }
  if (isSystemError(error)) {
    say(`xiaojin: a file could not be read or written: ${error.message}. Nothing was kept.`)
    return EXIT.failed
  }
  say(`The run failed, which is a fault of the program and not of the scenario. Nothing was kept.\n`)
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failed
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  throw error
})

try {
  await main()
} catch (error) {
  process.exitCode = report(error)
}
