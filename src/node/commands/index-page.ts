import { join } from 'node:path'
import { UsageError } from '../failure.ts'
import { createFile, kindOf, replaceFile } from '../files.ts'
import { INDEX_FILE, INDEX_MARK, indexHtml, resultsIn } from '../index-page.ts'
import { spokenLang } from '../language.ts'
import { MANIFEST_FILE } from '../manifest.ts'
import { plainFileStat, readPlainFile } from '../untrusted-folder.ts'
import { type Command, command, type Given, perhaps } from './command.ts'
import { langOption, once, QUIET, warn } from './options.ts'

const TAKES = {
  dir: perhaps('folder in whose folders results lie', '其下各文件夹存放结果的文件夹', { default: 'out' }),
  lang: langOption('language of the page', '页面语言'),
  quiet: QUIET,
}

export const indexCommand: Command = command(
  TAKES,
  [
    ['index', 'a page of all results in out/', 'out/ 中全部结果的目录页'],
    ['index results --lang zh', 'in Chinese', '以中文列出'],
  ],
  writeIndex,
)

async function writeIndex({ dir = 'out', lang, quiet }: Given<typeof TAKES>): Promise<void> {
  once('lang', lang)
  if (kindOf(dir) !== 'folder') {
    throw new UsageError({
      en: `${dir} is no folder. Name the one in which results lie, such as out.`,
      zh: `${dir} 不是文件夹。请给出存放结果的文件夹，如 out。`,
    })
  }
  if (plainFileStat(dir, MANIFEST_FILE) !== null) {
    throw new UsageError({
      en: `${dir} holds results itself. Name the folder above it.`,
      zh: `${dir} 本身就是结果文件夹。请给出其上一级文件夹。`,
    })
  }
  const path = join(dir, INDEX_FILE)
  const isThere = plainFileStat(dir, INDEX_FILE) !== null
  if (isThere && !Buffer.from(readPlainFile(dir, INDEX_FILE) ?? []).includes(INDEX_MARK)) {
    throw new UsageError({
      en: `${path} was not written by xiaojin index. Move it elsewhere first.`,
      zh: `${path} 不是由 xiaojin index 写出。请先将其移走。`,
    })
  }
  const { listed, warnings } = await resultsIn(dir)
  const page = Buffer.from(indexHtml(listed, spokenLang()))
  if (isThere) replaceFile(path, page)
  else createFile(path, page)
  if (!quiet) warn(warnings)
  process.stdout.write(`${path}\n`)
}
