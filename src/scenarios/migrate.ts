/** Old names in a scenario file rewritten where they stand: comments, order and formatting stay as they are. */
import { type Fault, ScenarioError, verbatim } from '../base/errors.ts'
import { readScenarioFile } from './read-file.ts'
import type { ScenarioFiles } from './read-text.ts'
import {
  RENAMED_KEYS,
  RENAMED_OUTCOMES,
  type RenamedPlace,
  type Renames,
  renamedOutcomes,
  withNewKeys,
} from './renamed.ts'
import { faultAt } from './source-text.ts'

export interface Migration {
  readonly renamed: readonly RenamedPlace[]
  /** The whole file with new names, without a byte order mark. */
  readonly text: string
}

/**
 * The file with new names; files that it extends are files of their own. Throws a ScenarioError with every fault where
 * it cannot be read or an old name not be replaced.
 */
export function migrated(
  file: string,
  files: ScenarioFiles,
  keys: Renames = RENAMED_KEYS,
  outcomes: Renames = RENAMED_OUTCOMES,
): Migration {
  const { root, faults: unread } = readScenarioFile(file, files, undefined)
  if (root === undefined || unread.length > 0) throw new ScenarioError(unread)
  const current = withNewKeys(root, keys)
  const faults: Fault[] = [...current.faults]
  const renamed = [...current.renamed, ...renamedOutcomes(root, outcomes)]
  const text = rewritten(root.place.source.text, renamed, faults)
  if (faults.length > 0) throw new ScenarioError(faults)
  return { renamed, text }
}

function rewritten(text: string, renamed: readonly RenamedPlace[], faults: Fault[]): string {
  let fresh = ''
  let from = 0
  for (const { old, now, place } of renamed.toSorted((a, b) => a.place.start - b.place.start)) {
    const written = text.slice(place.start, place.end)
    // Dotted in a map of settings, the last key alone in a group.
    const [found, better] = written.includes(old) ? [old, now] : [lastKey(old), lastKey(now)]
    if (!written.includes(found)) {
      const message = {
        en: `${old} is spelt with escapes here and is not rewritten`,
        zh: `${old} 在此以转义字符书写，未改写`,
      }
      faults.push(faultAt(place, message, { expected: verbatim(now) }))
    }
    fresh += text.slice(from, place.start) + written.replace(found, better)
    from = place.end
  }
  return fresh + text.slice(from)
}

function lastKey(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
