/** Names of files in scenarios: what `extends` and tables may point at. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { ScenarioFiles } from './read-text.ts'
import { isMeant, nearest } from './suggest.ts'

export interface Refusal {
  readonly message: Bilingual
  readonly expected: Bilingual
  readonly suggestion?: Bilingual | undefined
}

/** A file that a scenario names, and the root that links of this file in turn may not leave. */
export interface Link {
  readonly file: string
  readonly root: string
}

export const INSIDE: Bilingual = {
  en: 'a relative path with /, such as ../baseline.yaml, inside the project: the nearest folder above the scenario with .git or package.json, else its own folder',
  zh: '项目内以 / 分隔的相对路径，如 ../baseline.yaml；项目即情景上方最近的含 .git 或 package.json 的文件夹，若无则为情景所在文件夹',
}

/** Everything up to the last separator. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
}

/** The same path without `.` and, where a folder stands before it, without `..`. */
export function lexicalPath(path: string): string {
  const lead = path.startsWith('/') ? '/' : ''
  const kept: string[] = []
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (step !== '..' || lead === '') kept.push(step)
  }
  return lead + kept.join('/')
}

/** Without a file system there are no links: a path is what it says. */
function realPath(files: ScenarioFiles, path: string): string | undefined {
  return files.real === undefined ? lexicalPath(path) : files.real(path)
}

/** The folder that links of a scenario may not leave. */
export function rootOf(file: string, files: ScenarioFiles): string {
  return files.root === undefined ? lexicalPath(folderOf(file)) : files.root(file)
}

function isInside(path: string, root: string): boolean {
  if (root === '') return path !== '..' && !path.startsWith('../')
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`)
}

/** What `link`, which stands in `from` at `key`, names; a file that leads outside `root` is refused, links resolved. */
export function resolveLink(
  { file: from, root }: Link,
  link: string,
  key: string,
  files: ScenarioFiles,
): Link | Refusal {
  if (/^([a-z][a-z0-9+.-]*:|[/\\~])/i.test(link)) {
    const message = {
      en: `${key} names a path outside the project: absolute paths are not allowed`,
      zh: `${key} 指向项目以外：不允许绝对路径`,
    }
    return { message, expected: INSIDE }
  }
  if (link.includes('\\')) {
    return {
      message: { en: `${key} has a backslash in its path`, zh: `${key} 的路径含反斜杠` },
      expected: { en: 'folders separated by /', zh: '文件夹以 / 分隔' },
    }
  }
  const folder = folderOf(from)
  const base = realPath(files, folder === '' ? '.' : folder)
  const outside = {
    message: { en: `${key} names a path outside the project`, zh: `${key} 指向项目以外` },
    expected: root === '' ? INSIDE : { en: `${INSIDE.en} (here ${root})`, zh: `${INSIDE.zh}（此处为 ${root}）` },
  }
  if (base === undefined || !isInside(lexicalPath(base === '' ? link : `${base}/${link}`), root)) return outside
  const written = folder + lexicalPath(link)
  const real = realPath(files, written)
  // A symbolic link can lead outside though its name does not.
  if (real !== undefined && !isInside(real, root)) return outside
  const short = lexicalPath(written)
  return { file: realPath(files, short) === real ? short : written, root }
}

/** The shipped scenario that a word without path and ending names; undefined where it is no such word. */
export function shippedLink(
  from: Link,
  word: string,
  files: ScenarioFiles,
  key = 'extends',
): Link | Refusal | undefined {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(word) || files.size(folderOf(from.file) + word) !== undefined) return undefined
  const file = files.shipped?.file(word)
  if (file !== undefined) return { file, root: rootOf(file, files) }
  const names = files.shipped?.names() ?? []
  const beside = [`${word}.yaml`, `${word}.yml`].find((name) => files.size(folderOf(from.file) + name) !== undefined)
  const meant = beside ?? nearest(word, names)
  return {
    message: { en: `${key} names no shipped scenario: ${word}`, zh: `${key} 所指的 ${word} 不是随附情景` },
    expected: {
      en: 'the name of a shipped scenario (xiaojin list), or a relative path such as ../baseline.yaml',
      zh: '随附情景的名称（见 xiaojin list），或相对路径，如 ../baseline.yaml',
    },
    suggestion: meant === undefined ? undefined : isMeant(meant),
  }
}

/** A file as it was typed, without what belongs to this machine: below the working folder its path, else its name. */
export function typedName(file: string): string {
  const path = lexicalPath(file.replace(/^[a-z]:[\\/]/i, '/'))
  return /^\/|^\.\.(\/|$)/.test(path) ? path.slice(path.lastIndexOf('/') + 1) : path
}

/** A file as outputs name it: relative to the folder of the scenario, without what belongs to this machine. */
export function portableName(file: string, scenario: string, files: ScenarioFiles): string {
  const folder = folderOf(scenario)
  if (file.startsWith(folder)) return lexicalPath(file.slice(folder.length))
  const label = files.shipped?.label(file)
  if (label !== undefined) return label
  const [from, to] = [lexicalPath(folder), lexicalPath(file)].map((path) =>
    path.split('/').filter((step) => step !== ''),
  )
  const shared = from.findIndex((step, k) => to[k] !== step)
  const up = shared < 0 ? from.length : shared
  const isTold = from.slice(up).every((step) => step !== '..') && file.startsWith('/') === folder.startsWith('/')
  return isTold ? [...from.slice(up).map(() => '..'), ...to.slice(up)].join('/') : to.slice(-1).join('')
}
