import { existsSync } from 'node:fs'
import { explorerData } from '../explorer-data.ts'
import { serveExplorer } from '../explorer-server.ts'
import { UsageError } from '../failure.ts'
import { onInterrupt } from '../interrupt.ts'
import { say } from '../language.ts'
import { packageFile } from '../package-files.ts'
import { type Command, command, perhaps } from './command.ts'
import { langOption, once } from './options.ts'

/** Where `npm run build:explorer` leaves the page; the package has it. */
const FOLDER = 'dist/explorer'

export const exploreCommand: Command = command(
  {
    file: perhaps(
      'scenario file, name of a shipped scenario, or either with :ARM',
      '情景文件、随附情景名称，或在其后加 :ARM',
    ),
    lang: langOption('language of the page', '页面语言'),
  },
  [
    ['explore', 'the baseline, in the browser', '在浏览器中浏览基准情景'],
    ['explore my.yaml', 'a scenario of your own', '浏览自己的情景'],
  ],
  async ({ file, lang }) => {
    const asked = once('lang', lang)
    const folder = packageFile(FOLDER)
    if (!existsSync(`${folder}/index.html`))
      throw new UsageError({
        en: 'The page has not been built: in a clone of the repository, run npm run build:explorer.',
        zh: '页面尚未构建：请在仓库的克隆中运行 npm run build:explorer。',
      })
    const { address, close } = await serveExplorer(folder, explorerData(file))
    onInterrupt(() => void close())
    process.stdout.write(`${address}${asked === undefined ? '' : `&lang=${asked}`}\n`)
    const told = {
      en: 'Open this address in a browser on this machine. Ctrl-C ends it.',
      zh: '请在本机浏览器中打开此地址。按 Ctrl-C 结束。',
    }
    process.stderr.write(`${say(told)}\n`)
  },
)
