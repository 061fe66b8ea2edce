import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { UsageError } from '../failure.ts'
import { createFile, ensureFolder } from '../files.ts'
import { checkLength } from '../results-folder.ts'
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
    checkLength(file)
    ensureFolder(dirname(file))
    createFile(file, starterScenario(basename(file).replace(/\.ya?ml$/i, '')))
    process.stdout.write(`${file}\n`)
    process.stderr.write(`Next: xiaojin check ${file}, then xiaojin run ${file}\n`)
  },
}
