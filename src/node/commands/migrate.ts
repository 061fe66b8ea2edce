import { type Fault, ScenarioError } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { type Migration, migrated } from '../../scenarios/migrate.ts'
import type { RenamedPlace } from '../../scenarios/renamed.ts'
import { position } from '../../scenarios/source-text.ts'
import { EXIT, UsageError } from '../failure.ts'
import { readBytes, replaceFile } from '../files.ts'
import { say } from '../language.ts'
import { printable } from '../printable.ts'
import { nodeFiles } from '../scenario-files.ts'
import { type Command, command, flag, places } from './command.ts'

export const migrateCommand: Command = command(
  {
    files: places('scenario files', '情景文件'),
    stdout: flag('print the one file with new names and write nothing', '输出换用新名称的单个文件，不写文件'),
    check: flag('write nothing; exit code 5 where old names stand', '不写文件；有旧名称时退出码为 5'),
  },
  [
    ['migrate my.yaml', 'replaces old names; comments and layout stay', '替换旧名称，注释与版式不变'],
    ['migrate --check scenarios/*.yaml', 'lists old names of many files', '列出多个文件中的旧名称'],
  ],
  ({ files, stdout, check }) => {
    if (stdout && (check || files.length > 1)) {
      throw new UsageError({
        en: '--stdout prints one file: name one, and leave --check out.',
        zh: '--stdout 只输出一个文件：请只给一个文件，并去掉 --check。',
      })
    }
    const read = readAll(files)
    if (stdout) {
      process.stdout.write(bytesOf(files[0]!, read[0]!.text))
      return
    }
    const old = read.flatMap(({ renamed }) => renamed)
    for (const [index, { renamed, text }] of read.entries()) {
      if (!check && renamed.length > 0) replaceFile(files[index]!, bytesOf(files[index]!, text))
    }
    process.stdout.write(old.length === 0 ? `${say(NONE)}\n` : printable(old.map(toldOf).join('')))
    if (check && old.length > 0) process.exitCode = EXIT.mismatch
  },
)

const NONE: Bilingual = { en: 'No old names.', zh: '没有旧名称。' }

/** All files or, where one of them has a fault, none. */
function readAll(files: readonly string[]): Migration[] {
  const faults: Fault[] = []
  const read = files.flatMap((file): Migration[] => {
    try {
      return [migrated(file, nodeFiles)]
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      faults.push(...error.faults)
      return []
    }
  })
  if (faults.length > 0) throw new ScenarioError(faults)
  return read
}

/** A byte order mark stays. */
function bytesOf(file: string, text: string): Buffer {
  const mark = readBytes(file).subarray(0, 3)
  const isMark = mark.equals(Buffer.from([0xef, 0xbb, 0xbf]))
  return Buffer.concat([isMark ? mark : Buffer.alloc(0), Buffer.from(text, 'utf8')])
}

function toldOf({ old, now, place: { source, start } }: RenamedPlace): string {
  return `${source.name}:${position(source, start).line}: ${old} → ${now}\n`
}
