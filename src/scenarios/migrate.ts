/** Old names in scenario files rewritten where they stand: comments, order and formatting stay as they are. */
import { type Fault, ScenarioError, verbatim } from '../base/errors.ts'
import { rootOf } from './links.ts'
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
import { faultAt, type SourceText } from './source-text.ts'
import { withTables } from './tables.ts'

/** A file in which old names stand. */
export interface MigratedFile {
  readonly file: string
  /** The whole file with new names, without a byte order mark. */
  readonly text: string
  readonly renamed: readonly RenamedPlace[]
}

/**
 * The scenario and the tables that it names, as far as old names stand in them; files that it extends are files of their
 * own. Throws a ScenarioError with every fault where one of them cannot be read or an old name not be replaced.
 */
export function migrated(
  file: string,
  files: ScenarioFiles,
  keys: Renames = RENAMED_KEYS,
  outcomes: Renames = RENAMED_OUTCOMES,
): MigratedFile[] {
  const { root, faults: unread } = readScenarioFile(file, files, undefined)
  if (root === undefined || unread.length > 0) throw new ScenarioError(unread)
  const current = withNewKeys(root, keys)
  const tables = withTables(current.root, { file, root: rootOf(file, files) }, files)
  const faults = [...current.faults, ...tables.faults]
  const bySource = new Map<SourceText, RenamedPlace[]>()
  for (const one of [...current.renamed, ...renamedOutcomes(root, outcomes), ...tables.renamed]) {
    bySource.set(one.place.source, [...(bySource.get(one.place.source) ?? []), one])
  }
  const changed = [...bySource].map(([source, renamed]) => {
    return { file: source.name, text: rewritten(source, renamed, faults), renamed }
  })
  if (faults.length > 0) throw new ScenarioError(faults)
  return changed
}

function rewritten({ text }: SourceText, renamed: readonly RenamedPlace[], faults: Fault[]): string {
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
