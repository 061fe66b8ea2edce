import { type Fault, ScenarioError } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { type MigratedFile, migrated } from '../../scenarios/migrate.ts'
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
    const changed = readAll(files)
    if (stdout) {
      const own = changed.find(({ file }) => file === files[0])
      process.stdout.write(own === undefined ? readBytes(files[0]!) : bytesOf(own))
      return
    }
    for (const file of changed) {
      if (!check) replaceFile(file.file, bytesOf(file))
      process.stdout.write(printable(toldOf(file)))
    }
    if (changed.length === 0) process.stdout.write(`${say(NONE)}\n`)
    else if (check) process.exitCode = EXIT.mismatch
  },
}

const NONE: Bilingual = { en: 'No old names.', zh: '没有旧名称。' }

/** Nothing is written where one of many files has a fault. */
function readAll(files: readonly string[]): MigratedFile[] {
  const faults: Fault[] = []
  const changed = new Map<string, MigratedFile>()
  for (const file of files) {
    try {
      for (const one of migrated(file, nodeFiles)) changed.set(one.file, one)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      faults.push(...error.faults)
    }
  }
  if (faults.length > 0) throw new ScenarioError(faults)
  return [...changed.values()]
}

/** A byte order mark stays. */
function bytesOf({ file, text }: MigratedFile): Buffer {
  const mark = readBytes(file).subarray(0, 3)
  const isMark = mark.equals(Buffer.from([0xef, 0xbb, 0xbf]))
  return Buffer.concat([isMark ? mark : Buffer.alloc(0), Buffer.from(text, 'utf8')])
}

function toldOf({ file, renamed }: MigratedFile): string {
  return renamed
    .map(({ old, now, place }) => `${file}:${position(place.source, place.start).line}: ${old} → ${now}\n`)
    .join('')
}
