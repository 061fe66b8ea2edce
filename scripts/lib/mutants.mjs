// Small faults that a person might make, and the running of the fast tests over them in a copy of the project.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['src/agents', 'src/market']

/** Faults that survived once; each names its place by its text, since lines move. */
const NAMED = [
  ['src/agents/underwriting.ts', '(grade - 0.5) * GRADE_WIDTH', '(grade + 0.5) * GRADE_WIDTH'],
  ['src/agents/underwriting.ts', '(grade - 0.5) * GRADE_WIDTH', '(grade - 1.5) * GRADE_WIDTH'],
  ['src/agents/underwriting.ts', 'exp(6 * ln(nextMiss))', 'exp(7 * ln(nextMiss))'],
  ['src/market/apply.ts', 'c.chargeOffTick[consumer] < recordMonths', 'c.chargeOffTick[consumer] <= recordMonths'],
  ['src/market/debt-service.ts', 'const most = inDistress ? 1 : due', 'const most = due'],
]

export function namedMutants() {
  return NAMED.map(([file, from, to]) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const start = text.indexOf(from)
    if (start < 0 || text.indexOf(from, start + 1) >= 0) throw new Error(`${file}: "${from}" is not there just once`)
    return mutant(file, text, start, start + from.length, to)
  })
}

function mutant(file, text, start, end, to) {
  const line = text.slice(0, start).split('\n').length
  return { file, line, from: text.slice(start, end), to, text: text.slice(0, start) + to + text.slice(end) }
}

const { SyntaxKind } = ts
const OPERATORS = new Map([
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>'],
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+'],
  [SyntaxKind.AmpersandAmpersandToken, '||'],
  [SyntaxKind.BarBarToken, '&&'],
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '==='],
])

/** All single changes of boundaries, signs, conditions and constants. */
export function allMutants() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => mutantsIn(`${folder}/${name}`)),
  )
}

function mutantsIn(file) {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const found = []
  const visit = (node) => {
    if (ts.isTypeNode(node)) return
    if (ts.isBinaryExpression(node)) {
      const { operatorToken: operator } = node
      const to = OPERATORS.get(operator.kind)
      const inText = ts.isStringLiteralLike(node.left) || ts.isStringLiteralLike(node.right)
      if (to !== undefined && !inText) found.push(mutant(file, text, operator.getStart(), operator.getEnd(), to))
    } else if (ts.isNumericLiteral(node)) {
      const value = Number(node.text)
      const to = Number.isInteger(value) ? String(value + 1) : String(value * 1.1)
      found.push(mutant(file, text, node.getStart(), node.getEnd(), to))
    } else if (ts.isConditionalExpression(node)) {
      found.push(mutant(file, text, node.getStart(), node.getEnd(), `(${node.whenFalse.getText()})`))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

/** Copies what the fast tests need; the packages are linked. */
export function copyProject() {
  const copy = mkdtempSync(join(tmpdir(), 'xiaojin-mutants-'))
  const kept = [
    'package.json',
    'targets.yaml',
    'vitest.config.ts',
    'src',
    'test',
    'scenarios',
    'docs',
    'scripts',
    'README.md',
  ]
  for (const path of [...kept, ...readdirSync(ROOT).filter((name) => name.startsWith('tsconfig'))]) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  return { folder: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}

/** Whether the fast tests fail; a mutant that never ends counts as noticed after ten minutes. */
export function isNoticed(folder) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'fast', '--bail', '1', '--reporter', 'dot'],
    { cwd: folder, stdio: 'ignore', timeout: 600_000, env: { ...process.env, CI: 'true' } },
  )
  return status !== 0
}

/** Puts the fault in, asks the tests, and takes it out again. */
export function tryMutant(folder, { file, text }) {
  const path = join(folder, file)
  const sound = readFileSync(path, 'utf8')
  writeFileSync(path, text)
  try {
    return isNoticed(folder)
  } finally {
    writeFileSync(path, sound)
  }
}
