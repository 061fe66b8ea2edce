import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

/** A source file as the rules see it: its path from the repository's root, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

export interface Import {
  readonly from: string
  readonly specifier: string
  /** Path from the repository's root, or null for a package. */
  readonly target: string | null
  /** Whether nothing of it is left once types are erased. */
  readonly isType: boolean
}

const SKIPPED = new Set(['.git', 'node_modules', 'dist', 'coverage', 'out'])

/** Paths below `folder`, sorted, with forward slashes. */
export function filesIn(folder: string): string[] {
  return readdirSync(`${ROOT}/${folder}`, { withFileTypes: true })
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(path)
      return entry.isFile() ? [path] : []
    })
    .sort()
}

/** What git tracks; in a copy without git, every file that is not made by a tool. */
export function trackedFiles(): string[] {
  try {
    const text = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
    return text.split('\0').filter((path) => path !== '' && existsSync(`${ROOT}/${path}`))
  } catch {
    return filesIn('.')
  }
}

export const read = (path: string): Source => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') })

export const typescriptIn = (folder: string): Source[] =>
  filesIn(folder)
    .filter((path) => /\.tsx?$/.test(path))
    .map(read)

export const parse = ({ path, text }: Source): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

export function place(file: ts.SourceFile, node: ts.Node): string {
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file))
  return `${file.fileName}:${line + 1}:${character + 1}`
}

/** The module that a node names, whichever of the ways of naming one it is; null for other nodes. */
function specifierOf(node: ts.Node): ts.Expression | undefined | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier ?? null
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? (node.argument.literal as ts.Expression) : undefined
  if (ts.isCallExpression(node)) {
    const { expression } = node
    const isImport = expression.kind === ts.SyntaxKind.ImportKeyword
    const isRequire = ts.isIdentifier(expression) && expression.text === 'require'
    return isImport || isRequire ? node.arguments[0] : null
  }
  // `new URL('./worker.ts', import.meta.url)`: how a worker thread or a data file next to the code is named.
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [path, base] = node.arguments ?? []
    return path && base?.getText() === 'import.meta.url' && ts.isStringLiteralLike(path) ? path : null
  }
  return null
}

/** Every import of a file: static, dynamic, of types, re-exports, and URLs next to the module. */
export function importsOf(source: Source): Import[] {
  const file = parse(source)
  const imports: Import[] = []
  for (const { fileName } of file.typeReferenceDirectives)
    imports.push({ from: source.path, specifier: fileName, target: null, isType: true })
  walk(file, (node) => {
    const expression = specifierOf(node)
    if (expression === null) return
    const specifier = expression && ts.isStringLiteralLike(expression) ? expression.text : '(computed)'
    const target = specifier.startsWith('.')
      ? posix.join(dirname(source.path), specifier).replace(/\.js$/, '.ts')
      : null
    const isType = ts.isImportTypeNode(node) || (ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true)
    imports.push({ from: source.path, specifier, target, isType })
  })
  return imports
}
