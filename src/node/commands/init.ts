import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { loadScenario } from '../../scenarios/load.ts'
import { nearest } from '../../scenarios/suggest.ts'
import { UsageError } from '../failure.ts'
import { createFile, ensureFolder } from '../files.ts'
import { say } from '../language.ts'
import { packageFile } from '../package-files.ts'
import { checkLength } from '../results-folder.ts'
import { nodeFiles, shippedHint, shippedNames } from '../scenario-files.ts'
import { starterScenario } from '../starter-scenario.ts'
import type { Command } from './list.ts'
import { LANG_OPTION, langOf, once } from './options.ts'

interface InitArguments {
  readonly file: string | undefined
  readonly from: string | undefined
  readonly lang: string | undefined
}

export const initCommand: Command<InitArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', {
        describe: say({ en: 'file to write', zh: '要写的文件' }),
        type: 'string',
        default: 'scenario.yaml',
      })
      .option('from', {
        describe: say({
          en: 'shipped scenario that the new one extends (xiaojin list)',
          zh: '新情景所派生自的随附情景（见 xiaojin list）',
        }),
        type: 'string',
        requiresArg: true,
        default: 'baseline',
      })
      .option('lang', {
        ...LANG_OPTION,
        describe: say({ en: 'language of the comments in the file', zh: '文件中注释的语言' }),
      })
      .example('$0 init coverage-90.yaml', say({ en: 'then edit it, check it, run it', zh: '再编辑、检查、运行' }))
      .example(
        '$0 init my-rules.yaml --from interest-caps',
        say({ en: 'start from another shipped scenario', zh: '从另一随附情景开始' }),
      ),
  handler: ({ file = 'scenario.yaml', from: typed, lang }) => {
    const from = once('from', typed) ?? 'baseline'
    if (!shippedNames().includes(from)) {
      const meant = nearest(from, shippedNames())
      const { en, zh } = shippedHint(meant)
      throw new UsageError({
        en: `--from ${from}: no scenario of that name is shipped. ${en}`,
        zh: `--from ${from}：没有此名称的随附情景。${zh}`,
      })
    }
    if (existsSync(file)) {
      throw new UsageError({
        en: `${file} exists already and is left as it is. Name another file.`,
        zh: `${file} 已存在，未作改动。请另取文件名。`,
      })
    }
    const base = loadScenario(packageFile(`scenarios/${from}.yaml`), nodeFiles, [])
    checkLength(file)
    ensureFolder(dirname(file))
    createFile(file, starterScenario(basename(file).replace(/\.ya?ml$/i, ''), from, base, langOf(lang) ?? 'en'))
    process.stdout.write(`${file}\n`)
    const next = {
      en: `Next: xiaojin check ${file}, then xiaojin run ${file}`,
      zh: `下一步：xiaojin check ${file}，然后 xiaojin run ${file}`,
    }
    process.stderr.write(`${say(next)}\n`)
  },
}
