/**
 * Every command with its first line of help, and how to load the rest: `--version` and `--help` load no command, and a
 * command loads no other.
 */
import type { Argv } from 'yargs'

/** What a file of this folder gives: its options and what to do with them. */
export interface Command<Arguments> {
  readonly builder: (yargs: Argv<object>) => Argv<Arguments>
  readonly handler: (args: Arguments) => void | Promise<void>
}

interface ListedCommand {
  /** Name and positional arguments, as yargs writes them. */
  readonly command: string
  readonly describe: string
  // biome-ignore lint/suspicious/noExplicitAny: each command has arguments of its own, and yargs checks them
  readonly load: () => Promise<Command<any>>
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    command: 'run [file]',
    describe: 'run a scenario; leaves data, charts and a report in a folder',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    command: 'sweep <file>',
    describe: 'run an experiment of any size; rerun the command to resume',
    load: async () => (await import('./sweep.ts')).sweepCommand,
  },
  {
    command: 'compare <a> <b>',
    describe: 'differences of two scenarios or of two finished folders, paired by seed, with intervals',
    load: async () => (await import('./compare.ts')).compareCommand,
  },
  {
    command: 'sensitivity <file>',
    describe: 'which parameters move which outcomes; rerun the command to resume',
    load: async () => (await import('./sensitivity.ts')).sensitivityCommand,
  },
  {
    command: 'calibrate <file>',
    describe: 'fit [free] parameters to published targets; rerun the command to resume',
    load: async () => (await import('./calibrate.ts')).calibrateCommand,
  },
  {
    command: 'check <files..>',
    describe: 'say whether scenarios are sound; nothing runs',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    command: 'chart <dir>',
    describe: 'draw the charts of a finished run again, and its report with them',
    load: async () => (await import('./chart.ts')).chartCommand,
  },
  {
    command: 'report <dir>',
    describe: 'write the report of a finished run again, with the charts that it has',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  {
    command: 'query <dir> [sql]',
    describe: 'ask the tables of a finished run or sweep in SQL; without a question, list them',
    load: async () => (await import('./query.ts')).queryCommand,
  },
  {
    command: 'targets [dir]',
    describe: 'published patterns, and how a finished run stands to them',
    load: async () => (await import('./targets.ts')).targetsCommand,
  },
  {
    command: 'verify <dir>',
    describe: 'run a finished run again and compare every file',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    command: 'list',
    describe: 'the scenarios that ship with xiaojin, each with its question',
    load: async () => (await import('./scenarios.ts')).scenariosCommand,
  },
  {
    command: 'init [file]',
    describe: 'write a commented scenario that extends the baseline or another',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    command: 'migrate <files..>',
    describe: 'give scenario files the names of this version; comments and layout stay',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  {
    command: 'schema',
    describe: 'print the JSON Schema of scenarios, for editors',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    command: 'explain <key>',
    describe: "a parameter's meaning, unit, range, default and source",
    load: async () => (await import('./explain.ts')).explainCommand,
  },
]
