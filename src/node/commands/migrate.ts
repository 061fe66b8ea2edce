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
import type { Command } from './list.ts'

interface MigrateArguments {
  readonly files: string[]
  readonly stdout: boolean
  readonly check: boolean
}

export const migrateCommand: Command<MigrateArguments> = {
  builder: (yargs) =>
    yargs
      .positional('files', {
        describe: say({ en: 'scenario files', zh: '情景文件' }),
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('stdout', {
        describe: say({
          en: 'print the one file with new names and write nothing',
          zh: '输出换用新名称的单个文件，不写文件',
        }),
        type: 'boolean',
        default: false,
      })
      .option('check', {
        describe: say({ en: 'write nothing; exit code 5 where old names stand', zh: '不写文件；有旧名称时退出码为 5' }),
        type: 'boolean',
        default: false,
      })
      .example(
        '$0 migrate my.yaml',
        say({ en: 'replaces old names; comments and layout stay', zh: '替换旧名称，注释与版式不变' }),
      )
      .example(
        '$0 migrate --check scenarios/*.yaml',
        say({ en: 'lists old names of many files', zh: '列出多个文件中的旧名称' }),
      ),
  handler: ({ files, stdout, check }) => {
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
}

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
