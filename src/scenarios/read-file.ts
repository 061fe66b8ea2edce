/** A scenario file as a tree with its tables filled in, and files that extend files. */
import { type Fault, verbatim } from '../base/errors.ts'
import { INSIDE, type Link, resolveLink, rootOf, shippedLink } from './links.ts'
import { readTextFile, type ScenarioFiles, type TableFile } from './read-text.ts'
import { entryOf, readYaml, type YamlNode } from './read-yaml.ts'
import { type RenamedPlace, withNewKeys } from './renamed.ts'
import { faultAt, faultOfFile, type Place } from './source-text.ts'
import { withTables } from './tables.ts'
import { KEYS_WITH_VALUES } from './validate.ts'

export interface ScenarioFile {
  readonly name: string
  readonly root: YamlNode
}

export interface FileChain {
  /** The file that is run first, then what it extends, and so on. */
  readonly files: readonly ScenarioFile[]
  readonly tables: readonly TableFile[]
  /** Whether all of them could be read. */
  readonly complete: boolean
  readonly faults: readonly Fault[]
  /** Paths of values that cannot be relied on, though they can be read. */
  readonly faulty: readonly string[]
  /** Old names of keys. */
  readonly renamed: readonly RenamedPlace[]
}

/** The file and everything it extends, as far as they can be read. */
export function readChain(file: string, files: ScenarioFiles): FileChain {
  const read: ScenarioFile[] = []
  const tables: TableFile[] = []
  const faults: Fault[] = []
  const faulty: string[] = []
  const renamed: RenamedPlace[] = []
  const chain: Link[] = [{ file, root: rootOf(file, files) }]
  let complete = true
  let asked: Place | undefined
  const ended = (isWhole: boolean): FileChain => ({
    files: read,
    tables,
    complete: isWhole && complete,
    faults,
    faulty,
    renamed,
  })
  for (;;) {
    const from = chain.at(-1)!
    const result = readScenarioFile(from.file, files, asked)
    faults.push(...result.faults)
    if (result.root === undefined) return ended(false)
    const current = withNewKeys(result.root)
    const filled = withTables(current.root, from, files)
    faults.push(...current.faults, ...filled.faults)
    renamed.push(...current.renamed)
    faulty.push(...filled.faulty)
    tables.push(...filled.tables)
    complete &&= filled.complete
    read.push({ name: from.file, root: filled.root })
    const link = result.root.kind === 'map' ? entryOf(result.root, 'extends')?.node : undefined
    // Anything but a text is refused when the file is validated.
    if (link?.kind !== 'scalar' || typeof link.value !== 'string' || link.value === '') return ended(link === undefined)
    asked = link.place
    const next = shippedLink(from, link.value, files) ?? resolveLink(from, link.value, 'extends', files)
    if ('message' in next) {
      const { message, ...parts } = next
      faults.push(faultAt(asked, message, { path: 'extends', ...parts }))
      return ended(false)
    }
    const real = (name: string): string => files.real?.(name) ?? name
    if (chain.some((earlier) => real(earlier.file) === real(next.file))) {
      const found = verbatim([...chain, next].map((one) => one.file).join(' → '))
      const expected = { en: 'files that end in one without extends', zh: '最终止于一个没有 extends 的文件' }
      const message = { en: 'extends goes in a circle', zh: 'extends 形成循环' }
      faults.push(faultAt(asked, message, { path: 'extends', found, expected }))
      return ended(false)
    }
    chain.push(next)
  }
}

interface FileReading {
  readonly root: YamlNode | undefined
  readonly faults: readonly Fault[]
}

/** A scenario file as it is written. `asked` is where another file names it. */
export function readScenarioFile(file: string, files: ScenarioFiles, asked: Place | undefined): FileReading {
  const { source, faults } = readTextFile(
    file,
    files,
    asked === undefined ? undefined : { place: asked, path: 'extends', expected: INSIDE },
  )
  if (source === undefined) return { root: undefined, faults }
  const reading = readYaml(source)
  if (reading.root !== undefined || reading.faults.length > 0) return reading
  const message =
    source.text.trim() === ''
      ? { en: 'the file is empty', zh: '文件为空' }
      : { en: 'the file holds only comments', zh: '文件只有注释' }
  return { root: undefined, faults: [faultOfFile(file, message, { expected: KEYS_WITH_VALUES })] }
}
