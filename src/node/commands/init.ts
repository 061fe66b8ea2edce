import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { loadScenario } from '../../scenarios/load.ts'
import { nearest } from '../../scenarios/suggest.ts'
import { UsageError } from '../failure.ts'
import { createFile, ensureFolder } from '../files.ts'
import { packageFile } from '../package-files.ts'
import { checkLength } from '../results-folder.ts'
import { nodeFiles, shippedNames } from '../scenario-files.ts'
import { starterScenario } from '../starter-scenario.ts'
import type { Command } from './list.ts'
import { once } from './options.ts'

interface InitArguments {
  readonly file: string | undefined
  readonly from: string | undefined
}

export const initCommand: Command<InitArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', { describe: 'file to write', type: 'string', default: 'scenario.yaml' })
      .option('from', {
        describe: 'shipped scenario that the new one extends (xiaojin list)',
        type: 'string',
        requiresArg: true,
        default: 'baseline',
      })
      .example('$0 init coverage-90.yaml', 'then edit it, check it, run it')
      .example('$0 init my-rules.yaml --from interest-caps', 'start from another shipped scenario'),
  handler: ({ file = 'scenario.yaml', from: typed }) => {
    const from = once('from', typed) ?? 'baseline'
    if (!shippedNames().includes(from)) {
      const meant = nearest(from, shippedNames())
      const hint = meant === undefined ? 'xiaojin list shows those that there are.' : `Did you mean ${meant}?`
      throw new UsageError(`--from ${from}: no scenario of that name is shipped. ${hint}`)
    }
    if (existsSync(file)) throw new UsageError(`${file} exists already and is left as it is. Name another file.`)
    const base = loadScenario(packageFile(`scenarios/${from}.yaml`), nodeFiles, [])
    checkLength(file)
    ensureFolder(dirname(file))
    createFile(file, starterScenario(basename(file).replace(/\.ya?ml$/i, ''), from, base))
    process.stdout.write(`${file}\n`)
    process.stderr.write(`Next: xiaojin check ${file}, then xiaojin run ${file}\n`)
  },
}
