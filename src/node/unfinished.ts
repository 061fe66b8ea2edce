/** Results that are not complete: what a command that was stopped left in the working folder. */
import { join } from 'node:path'
import type { Bilingual } from '../base/vocabulary.ts'
import { bytesIfThere, kindOf } from './files.ts'
import type { PlannedHead } from './manifest.ts'
import { parseManifest } from './manifest-schema.ts'

/** Where commands work, in a results folder. */
export const WORK_FOLDER = '.xiaojin'
/** In the working folder: what to move where, once all of it is there. */
export const JOURNAL_FILE = 'commit.json'
/** In the working folder of results that are not complete: whose they will be. */
export const STUDY_FILE = 'study.json'

/** Whether a command was stopped while it put results in place. The next holder of the folder finishes that. */
export function isHalfReplaced(folder: string): boolean {
  return kindOf(join(folder, WORK_FOLDER, JOURNAL_FILE)) !== null
}

/** The study of unfinished results; null where there is none that can be believed. */
export function unfinishedStudy(folder: string): PlannedHead | null {
  const file = join(folder, WORK_FOLDER, STUDY_FILE)
  const bytes = kindOf(file) === 'file' ? bytesIfThere(file) : null
  if (bytes === null) return null
  try {
    const { digest: _, outputs: __, ...study } = JSON.parse(bytes.toString('utf8'))
    // A manifest but for what only a finished study has.
    const found = parseManifest(JSON.stringify({ ...study, digest: '0'.repeat(64), outputs: [] }))
    return 'fault' in found ? null : study
  } catch {
    return null
  }
}

/** What to do about a folder in which results are not complete; null where nothing waits. */
export function unfinishedText(folder: string): Bilingual | null {
  if (isHalfReplaced(folder)) {
    return {
      en: `A command was stopped while it replaced the results in ${folder}. “xiaojin report ${folder}” completes them.`,
      zh: `替换 ${folder} 中的结果时命令被中止。“xiaojin report ${folder}”可补全。`,
    }
  }
  const study = unfinishedStudy(folder)
  if (study === null) return null
  return {
    en: `The results in ${folder} are not complete. Repeat the command that began them: ${study.command}`,
    zh: `${folder} 中的结果不完整。请重新执行原命令：${study.command}`,
  }
}
