import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { UsageError } from '../failure.ts'
import { starterScenario } from '../starter-scenario.ts'
import type { Command } from './list.ts'

interface InitArguments {
  readonly file: string | undefined
}

export const initCommand: Command<InitArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', { describe: 'file to write', type: 'string', default: 'scenario.yaml' })
      .example('$0 init coverage-90.yaml', 'then edit it, check it, run it'),
  handler: ({ file = 'scenario.yaml' }) => {
    if (existsSync(file)) throw new UsageError(`${file} exists already and is left as it is. Name another file.`)
    mkdirSync(dirname(file), { recursive: true })
    // `wx`: whoever was quicker in writing it keeps it.
    writeFileSync(file, starterScenario(basename(file).replace(/\.ya?ml$/i, '')), { flag: 'wx' })
    process.stdout.write(`${file}\n`)
    process.stderr.write(`Next: xiaojin check ${file}, then xiaojin run ${file}\n`)
  },
}
