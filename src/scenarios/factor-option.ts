/** Numbers and their ranges as the command line gives them, one an option: credit.coverage=0.5..1. */
import { type Fault, ScenarioError, verbatim, withSuggestion } from '../base/errors.ts'
import { sensitivityFaults } from './list-checks.ts'
import { nodeAt, readYaml, type YamlNode } from './read-yaml.ts'
import { type RenamedPlace, withNewKeys } from './renamed.ts'
import { type PlacedFactor, sensitivityBlock, VARIED_PATHS } from './sensitivity.ts'
import { faultAt, type Place, sourceText } from './source-text.ts'
import { suggestPath, unknownPathMessage, validateFile } from './validate.ts'

/**
 * The factors of all options of that name, and their old names; refuses them as a file would be refused, every fault at
 * once. `paths` are those that the command takes: no other is suggested.
 */
export function factorsOfOptions(
  option: '--factor' | '--free',
  texts: readonly string[],
  paths: readonly string[] = VARIED_PATHS,
): { readonly factors: readonly PlacedFactor[]; readonly renamed: readonly RenamedPlace[] } {
  const faults: Fault[] = []
  const renamed: RenamedPlace[] = []
  const seen = new Set<string>()
  const factors = texts.flatMap((text) => {
    const { place, block } = blockOfOption(option, text)
    if (block === undefined) {
      const expected = {
        en: 'a dotted key and a range, such as credit.coverage=0.5..1',
        zh: '点分键与区间，如 credit.coverage=0.5..1',
      }
      const message = { en: 'this names no number and its range', zh: '未给出数值参数及其区间' }
      faults.push(faultAt(place, message, { path: option, expected }))
      return []
    }
    const current = withNewKeys(group('sensitivity', place, place, block))
    renamed.push(...current.renamed)
    const fresh = nodeAt(current.root, ['sensitivity'])!
    const found = validateFile(current.root)
      .faults.filter(({ path }) => path !== 'name')
      .map((fault) => suggestedAmong(fault, paths))
    faults.push(...found, ...(found.length === 0 ? sensitivityFaults(fresh) : []))
    const own = sensitivityBlock(fresh).factors
    for (const { path, place: at } of own) {
      const message = { en: `${path} has a range already`, zh: `${path} 已有区间` }
      const expected = { en: 'each number once', zh: '每个参数只给一次' }
      if (seen.has(path)) faults.push(faultAt(at, message, { path, expected }))
      seen.add(path)
    }
    return own
  })
  if (faults.length > 0) throw new ScenarioError(faults)
  return { factors, renamed }
}

function suggestedAmong(fault: Fault, paths: readonly string[]): Fault {
  const path = fault.path.replace(/^sensitivity\.factors\./, '')
  if (fault.message !== unknownPathMessage(path).en) return fault
  return withSuggestion(fault, suggestPath(path, paths) ?? verbatim(''))
}

function group(key: string, place: Place, keyPlace: Place, node: YamlNode): YamlNode {
  return { kind: 'map', place, entries: [{ key, keyPlace, node }] }
}

/** An option as though it stood in a block of a file; undefined where it does not read so. */
function blockOfOption(option: string, text: string): { readonly place: Place; readonly block: YamlNode | undefined } {
  const source = sourceText(option, text, true)
  const place = { source, start: 0, end: text.length }
  const match = /^\s*([^=\s]+)\s*=\s*(.+?)\s*\.\.\s*(.+?)\s*$/.exec(text)
  if (match === null) return { place, block: undefined }
  const [, path, low, high] = match
  const start = text.indexOf(path)
  const value = text.indexOf(low, text.indexOf('=') + 1)
  const scalar = (typed: string, at: number): YamlNode => {
    const { root } = readYaml(sourceText(option, typed, true))
    const read = root?.kind === 'scalar' && !root.refused ? root.value : typed
    return { kind: 'scalar', place: { source, start: at, end: at + typed.length }, value: read, refused: false }
  }
  const range: YamlNode = {
    kind: 'list',
    place: { source, start: value, end: text.length },
    items: [scalar(low, value), scalar(high, text.lastIndexOf(high))],
  }
  const factor = group(path, place, { source, start, end: start + path.length }, range)
  return { place, block: group('factors', place, place, factor) }
}
