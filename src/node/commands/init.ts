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
import { type Command, command, perhaps, text } from './command.ts'
import { langOf, langOption, once } from './options.ts'

export const initCommand: Command = command(
  {
    file: perhaps('file to write', '要写的文件', { default: 'scenario.yaml' }),
    from: text(
      'shipped scenario that the new one extends (xiaojin list)',
      '新情景所派生自的随附情景（见 xiaojin list）',
      { default: 'baseline' },
    ),
    lang: langOption('language of the comments in the file', '文件中注释的语言'),
  },
  [
    ['init coverage-90.yaml', 'then edit it, check it, run it', '再编辑、检查、运行'],
    ['init my-rules.yaml --from interest-caps', 'start from another shipped scenario', '从另一随附情景开始'],
  ],
  ({ file = 'scenario.yaml', from: typed, lang }) => {
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
)
