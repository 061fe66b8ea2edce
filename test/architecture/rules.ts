/**
 * The rules of the architecture as functions from sources to complaints, so that a test can show each of
 * them both passing on src/ and failing on a snippet that breaks it.
 */
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'
import { importsOf, parse, place, type Source, walk } from './source.ts'

/** Folder → what else of src it may import from: a folder, a single file, or `*` for anything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  random: ['base'],
  scenarios: ['@noble/hashes', 'base', 'random'],
  // Agents know the scenario as a value, the facts behind it and what follows from it, not the machinery that reads it.
  agents: ['base', 'random', ...['scenario', 'archetypes', 'life-budget'].map((file) => `scenarios/${file}.ts`)],
  market: ['base', 'random', 'scenarios', 'agents'],
  // Resampling needs chance. Counters name their recorded columns, so that a counter is one entry of one list.
  measures: ['base', 'random', 'market/counters.ts'],
  run: ['base', 'random', 'scenarios', 'agents', 'market', 'measures'],
  experiments: ['base', 'random', 'scenarios', 'agents', 'market', 'measures', 'run'],
  charts: ['base', 'measures'],
  node: ['*'],
  browser: ['base', 'random', 'scenarios', 'agents', 'market', 'measures', 'run', 'experiments', 'charts'],
}

const OUTSIDE_CORE = new Set(['node', 'browser'])

/** Packages that folders of the core may use; all of them run in a browser worker as they are. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  base: ['@noble/hashes'],
  random: ['seedrandom'],
  scenarios: ['@noble/hashes', 'immer', 'yaml', 'zod'],
  agents: ['immer'],
  market: ['immer'],
  run: ['@noble/hashes', 'immer'],
  charts: ['vega-lite'],
}

/** Exact or correctly rounded by the language's standard, so the same bits in every engine. */
const SAFE_MATH = new Set('sqrt abs floor ceil trunc round min max imul fround sign clz32'.split(' '))

/** Clocks, machines, locales, garbage collectors and pages: nothing a pure function of a scenario may see. */
const BANNED_GLOBALS = new Set(
  (
    'Date performance Temporal Intl process globalThis global self window document navigator location console ' +
    'fetch XMLHttpRequest WebSocket crypto Buffer require module __dirname __filename setTimeout setInterval ' +
    'setImmediate queueMicrotask requestAnimationFrame Worker WeakRef FinalizationRegistry eval Function ' +
    'localStorage sessionStorage indexedDB'
  ).split(' '),
)

/** Methods whose result depends on the machine's language. */
const BANNED_METHODS = new Set(
  'toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase localeCompare'.split(' '),
)

const NODE_MODULES = new Set(builtinModules)

/** src/agents/age.ts → agents */
function folderOf(path: string): string {
  const [top, folder, file] = path.split('/')
  return top === 'src' && file !== undefined ? (folder as string) : ''
}

const isCore = (path: string): boolean => path.startsWith('src/') && !OUTSIDE_CORE.has(folderOf(path))

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function mayReach(folder: string, target: string): boolean {
  // Who may import a leaf is the business of `mechanismFaults`.
  if (LEAF.test(target)) return true
  const allowed = MAY_IMPORT[folder] ?? []
  return [folder, ...allowed].some(
    (entry) => entry === '*' || `src/${entry}` === target || target.startsWith(`src/${entry}/`),
  )
}

/** Folder of the mechanism that a path of src or test lies in; null outside all of them. */
export const mechanismOf = (path: string): string | null => /\/mechanisms\/([^/]+)\//.exec(path)?.[1] ?? null

/** Leaves of a mechanism, which the lists of parameters and tables take from it. */
const LEAF = /^src\/market\/mechanisms\/[^/]+\/(parameters|tables)\.ts$/
/** The lists, and which leaves each may name. A lender class's policy is one table, with rows of mechanisms in it. */
const LISTS: Readonly<Record<string, RegExp>> = {
  'src/scenarios/parameters.ts': /parameters\.ts$/,
  'src/scenarios/mechanisms.ts': /parameters\.ts$/,
  'src/scenarios/parameters-lenders.ts': /parameters\.ts$/,
  'src/measures/records.ts': /tables\.ts$/,
  'src/market/counters.ts': /\/tables\.ts$/,
  'src/market/events.ts': /\/tables\.ts$/,
}

/** A mechanism imports no other; its leaves import base and types of scenarios, and the lists alone import them. */
export function mechanismFaults(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source).flatMap(({ target, specifier, isType }) => {
      if (target === null) return []
      const [own, other] = [mechanismOf(source.path), mechanismOf(target)]
      const faults: string[] = []
      // By way of the hooks it would reach all others.
      if (own !== null && ((other !== null && own !== other) || target === 'src/market/hooks.ts'))
        faults.push(`mechanism ${own} may not import "${specifier}"`)
      if (LEAF.test(source.path) && !target.startsWith('src/base/') && !(isType && target.startsWith('src/scenarios/')))
        faults.push(`a leaf may not import "${specifier}"`)
      if (LEAF.test(target) && LISTS[source.path]?.test(target) !== true)
        faults.push(`only the lists import "${specifier}"`)
      return faults.map((fault) => `${source.path}: ${fault}`)
    }),
  )
}

/** Which folder imports from which, and which packages the core uses. */
export function folderFaults(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const folder = folderOf(source.path)
    if (MAY_IMPORT[folder] === undefined)
      return [`${source.path}: the folder "${folder}" is not in the table of folders`]
    return importsOf(source).flatMap(({ specifier, target }) => {
      if (target !== null) {
        if (!/\.(ts|json)$/.test(specifier) && isCore(source.path))
          return [`${source.path}: "${specifier}" must end in .ts`]
        return mayReach(folder, target) ? [] : [`${source.path}: src/${folder} may not import "${specifier}"`]
      }
      if (!isCore(source.path)) return []
      const name = packageOf(specifier)
      if (specifier.startsWith('node:') || NODE_MODULES.has(name))
        return [`${source.path}: Node's "${specifier}" in the core`]
      return (PACKAGES[folder] ?? []).includes(name)
        ? []
        : [`${source.path}: src/${folder} may not use package "${specifier}"`]
    })
  })
}

/** Names bound anywhere in a file: `document` as a YAML document is nobody's DOM. */
function boundNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  walk(file, (node) => {
    const isBinding =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node)
    if (isBinding && node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
  })
  return names
}

/** Whether an identifier is only a label: a property, a key, or the name of something being declared. */
function isLabel(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node
  if (ts.isQualifiedName(parent)) return parent.right === node
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return parent.propertyName === node || (parent.propertyName !== undefined && parent.name === node)
  }
  return ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent)
    ? parent.name === node
    : false
}

/** The member that `object.member` or `object['member']` names; null when it is computed. */
function memberOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text
  return null
}

/** What would make the same scenario give other bytes on another machine, engine or day. */
export function purityFaults(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isCore(path))
    .flatMap((source) => {
      const file = parse(source)
      const faults: string[] = []
      const bound = boundNames(file)
      const fault = (node: ts.Node, what: string): number => faults.push(`${place(file, node)}: ${what}`)
      for (const { fileName } of file.typeReferenceDirectives)
        faults.push(`${source.path}: types of "${fileName}" in the core`)
      for (const { fileName } of file.libReferenceDirectives)
        faults.push(`${source.path}: lib "${fileName}" in the core`)
      walk(file, (node) => {
        if (ts.isIdentifier(node) && !isLabel(node)) {
          if (node.text === 'Math') {
            const { parent } = node
            const member = memberOf(parent)
            if (member === null || !SAFE_MATH.has(member))
              fault(node, `Math.${member ?? '(as a value)'} is not the same in every engine`)
          } else if (BANNED_GLOBALS.has(node.text) && !bound.has(node.text)) fault(node, `${node.text} in the core`)
        }
        const member = memberOf(node)
        if (member !== null && BANNED_METHODS.has(member)) fault(node, `${member} depends on the locale`)
        if (ts.isBinaryExpression(node)) {
          const operator = node.operatorToken.kind
          if (
            operator === ts.SyntaxKind.AsteriskAsteriskToken ||
            operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken
          ) {
            fault(node.operatorToken, '** is not the same in every engine')
          }
        }
        if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
          fault(node, 'import.meta in the core')
      })
      return faults
    })
}

/** Of Node's file module, what changes nothing. */
const READS = new Set(
  (
    'accessSync constants existsSync fstatSync lstatSync openSync closeSync readFileSync readSync readdirSync ' +
    'readlinkSync realpathSync statSync Stats Dirent'
  ).split(' '),
)

/** The one module that changes files, and others that try to. */
export const FILE_MODULE = 'src/node/files.ts'

/** Imports by which a file of src could change files past the one module for it, and calls that are for tests only. */
export function fileFaults(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const file = parse(source)
    const faults: string[] = []
    walk(file, (node) => {
      if (ts.isIdentifier(node) && node.text === 'replaceFileCalls' && source.path !== FILE_MODULE)
        faults.push(`${place(file, node)}: replaceFileCalls is for tests`)
      if (source.path === FILE_MODULE) return
      const isFileModule = ts.isStringLiteralLike(node) && /^(node:)?fs(\/promises)?$/.test(node.text)
      if (!isFileModule) return
      const { parent } = node
      const names =
        ts.isImportDeclaration(parent) &&
        parent.importClause?.name === undefined &&
        parent.importClause?.namedBindings !== undefined &&
        ts.isNamedImports(parent.importClause.namedBindings)
          ? parent.importClause.namedBindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
          : ['(the whole module)']
      const others = names.filter((name) => !READS.has(name))
      if (others.length > 0 || !node.text.startsWith('node:') || node.text.endsWith('promises'))
        faults.push(
          `${place(file, node)}: ${others.join(', ')} of ${node.text}: files are changed by ${FILE_MODULE} alone`,
        )
    })
    return faults
  })
}

/** Files that no chain of imports from the roots reaches. Declarations (.d.ts) are not imported by design. */
export function unreachedFiles(sources: readonly Source[], roots: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const visit = (path: string): void => {
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) return
    reached.add(path)
    for (const { target } of importsOf(source)) if (target !== null) visit(target)
  }
  roots.forEach(visit)
  return sources.map(({ path }) => path).filter((path) => !reached.has(path) && !path.endsWith('.d.ts'))
}

/** Folders of test/ that do not mirror one of src/; `verification` holds whole-model cases with known answers. */
const OTHER_TESTS = new Set(['architecture', 'verification', 'docs', 'golden', 'fixtures'])
/** Folders whose tests start the built program instead of importing its parts. */
const FROM_OUTSIDE = new Set(['node', 'browser', 'engines', 'machines'])

/** test/F/x.test.ts tests src/F, however deep F is: it has the name of a file there, or imports one. */
export function mirrorFaults(tests: readonly Source[], sources: readonly string[]): string[] {
  const folders = new Set(sources.map((path) => posix.dirname(path).slice('src/'.length)))
  return tests
    .filter(({ path }) => path.endsWith('.test.ts'))
    .flatMap((test) => {
      const [, top, file] = test.path.split('/') as [string, string, string | undefined]
      if (file === undefined) return [`${test.path}: a test belongs in the folder of what it tests`]
      if (OTHER_TESTS.has(top) || FROM_OUTSIDE.has(top)) return []
      const folder = posix.dirname(test.path).slice('test/'.length)
      if (!folders.has(folder)) return [`${test.path}: there is no src/${folder}`]
      const name = posix.basename(test.path).split('.')[0]
      const isNamesake = sources.includes(`src/${folder}/${name}.ts`)
      const isUser = importsOf(test).some(({ target }) => target?.startsWith(`src/${folder}/`))
      return isNamesake || isUser ? [] : [`${test.path}: neither named after nor importing a file of src/${folder}`]
    })
}

/** Addresses of registries in a lock file: they name the machine that wrote it, and fail elsewhere. */
export function lockfileFaults({ path, text }: Source): string[] {
  const lock = JSON.parse(text) as { packages?: Record<string, { resolved?: string }> }
  return Object.entries(lock.packages ?? {})
    .filter(([, entry]) => /^[a-z+]+:\/\//.test(entry.resolved ?? ''))
    .map(([name, entry]) => `${path}: ${name} is resolved to ${entry.resolved}`)
}

// Written so that this file does not hold what it looks for.
const HOMES = ['home', 'Users', 'root', 'work', 'builds', 'workspace', 'workspaces'].join('|')
const MACHINE_PATH = new RegExp(
  `(?<![\\w.~/*@:)}>-])/(?:${HOMES})/\\w|\\b[A-Z]:\\\\(?:Users|home)\\\\|\\bfile:///(?:${HOMES})/`,
)

/** Absolute paths of somebody's machine. Binary files are passed over. */
export function machinePathFaults({ path, text }: Source): string[] {
  if (text.includes('\0')) return []
  return text.split('\n').flatMap((line, index) => {
    const found = MACHINE_PATH.exec(line)
    return found ? [`${path}:${index + 1}: a path of one machine, ${found[0]}…`] : []
  })
}

/** Two docstrings one above the other: the first says nothing of anything. The head of a file may stand above another. */
export function stackedDocFaults({ path, text }: Pick<Source, 'path' | 'text'>): string[] {
  return [...text.matchAll(/\*\/[ \t]*\n\s*\/\*\*/g)].flatMap(({ index }) => {
    const before = text.slice(0, index)
    const isHead = before.trimStart().startsWith('/**') && before.split('/**').length === 2
    return isHead ? [] : [`${path}:${before.split('\n').length}: two docstrings in a row`]
  })
}

/** What a mechanism is called in code. */
const MECHANISM_NAMES: Readonly<Record<string, RegExp>> = {
  bureau: /bureau/i,
  diffusion: /diffusion|word.?of.?mouth|referral/i,
  // Newcomers are consumers too.
  'entry-exit': /entry.?exit|entrant|wind.?up|turn.?away/i,
  fraud: /fraud/i,
  p2p: /p2p/i,
  partners: /partner|participation|facilitat/i,
  prepayment: /prepa(y|id)/i,
  regulation: /regulation/i,
  revolving: /revolving/i,
}

/** Lists in which every mechanism stands: hooks, phases of the month, counters, kinds of events, consumers' columns, streams and states. */
const MECHANISM_LISTS = new Set([
  'src/market/hooks.ts',
  'src/market/tick.ts',
  'src/market/counters.ts',
  'src/market/events.ts',
  'src/agents/consumers.ts',
  'src/market/world.ts',
])

/** Files of market, agents and run, outside its folder and the lists, whose code (comments apart) names a mechanism. */
export function filesNaming(sources: readonly Source[]): Record<string, string[]> {
  const naming: Record<string, string[]> = Object.fromEntries(Object.keys(MECHANISM_NAMES).map((name) => [name, []]))
  for (const source of sources) {
    if (!/^src\/(market|agents|run)\//.test(source.path) || MECHANISM_LISTS.has(source.path)) continue
    const words: string[] = []
    walk(parse(source), (node) => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
        words.push(node.text)
    })
    for (const [name, pattern] of Object.entries(MECHANISM_NAMES)) {
      if (mechanismOf(source.path) !== name && words.some((word) => pattern.test(word))) naming[name].push(source.path)
    }
  }
  return naming
}

/** Types that show consumers' private traits. */
const OPEN_TYPES = new Set(['World', 'Nature', 'Consumers'])

/** Files of the market and its agents that import a type which shows private traits, sorted. */
export function filesSeeingTraits(sources: readonly Source[]): string[] {
  const sees = (source: Source): boolean => {
    let found = false
    walk(parse(source), (node) => {
      if (ts.isImportSpecifier(node)) found ||= OPEN_TYPES.has((node.propertyName ?? node.name).text)
    })
    return found
  }
  return sources.filter((source) => /^src\/(market|agents)\//.test(source.path) && sees(source)).map(({ path }) => path)
}

/** Functions of the market that take the whole world, by name, sorted. */
export function takersOfWorld(sources: readonly Source[]): string[] {
  const names: string[] = []
  for (const source of sources.filter(({ path }) => path.startsWith('src/market/'))) {
    walk(parse(source), (node) => {
      if (ts.isFunctionLike(node) && node.parameters.some(({ type }) => type?.getText() === 'World'))
        names.push((node.name ?? node.parent).getText())
    })
  }
  return names.sort()
}
