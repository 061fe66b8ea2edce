// Sizes of the code, as a Markdown table: of this folder, and with --against of another commit beside it; with
// --package, sizes of what users download and install.
//
//   npm run sizes
//   npm run sizes -- --against d1d66bd
//   npm run sizes -- --package
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { packageRows } from './lib/package-sizes.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({ options: { against: { type: 'string' }, package: { type: 'boolean', default: false } } })

/** Words by which code calls a mechanism. */
const MECHANISMS = {
  bureau: /bureau/i,
  diffusion: /diffusion|wordOfMouth|word-of-mouth|referral/i,
  'entry and exit': /entryExit|entry-exit|newcomer/i,
  fraud: /fraud/i,
  P2P: /p2p/i,
  partners: /partner/i,
  prepayment: /prepa(y|id)/i,
  promotion: /promot/i,
  regulation: /regulation|regime/i,
  revolving: /revolving|creditLine|lineLimit/i,
}
/** Files of a mechanism's own: its folder, or the files that it had before it got one. */
const OWN = {
  bureau: /(mechanisms\/bureau\/|\/bureau\.ts$)/,
  diffusion: /(mechanisms\/diffusion\/|\/(word-of-mouth|referral|parameters-diffusion)\.ts$)/,
  'entry and exit': /(mechanisms\/entry-exit\/|\/entry\.ts$)/,
  fraud: /(mechanisms\/fraud\/|\/(fraud|parameters-fraud)\.ts$)/,
  P2P: /(mechanisms\/p2p\/|\/(p2p|investors|p2p-recorder|parameters-p2p)\.ts$)/,
  partners: /(mechanisms\/partners\/|\/(partners|participation)\.ts$)/,
  prepayment: /mechanisms\/prepayment\//,
  promotion: /\/promotion\.ts$/,
  regulation: /(mechanisms\/regulation\/|\/(regulation|policy)\.ts$)/,
  revolving: /(mechanisms\/revolving\/|\/(revolving|lines)\.ts$)/,
}

const isCode = (path) => /^(src|scripts)\/.*\.(ts|mjs)$/.test(path)
const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 })

/** Code as it lies in the folder, tracked or new. */
function filesHere() {
  const paths = git('ls-files', '--cached', '--others', '--exclude-standard').split('\n').filter(isCode)
  return [...new Set(paths)].map((path) => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }))
}

function filesAt(revision) {
  return git('ls-tree', '-r', '--name-only', revision)
    .split('\n')
    .filter(isCode)
    .map((path) => ({ path, text: git('show', `${revision}:${path}`) }))
}

const linesOf = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** Every function with a body: its lines, whether a parameter is the whole world, whether it is a declaration. */
function functionsOf({ path, text }) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const found = []
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const line = (at) => source.getLineAndCharacterOfPosition(at).line
      const takesWorld = node.parameters.some(({ type }) => /^(Public)?World$/.test(type?.getText(source) ?? ''))
      const isNamed = ts.isFunctionDeclaration(node)
      found.push({ lines: line(node.end) - line(node.getStart(source)) + 1, takesWorld, isNamed })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function quantiles(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return `${at(0.5)} / ${at(0.9)} / ${at(1)}`
}

function rowsOf(files) {
  const inside = (folder) => files.filter(({ path }) => path.startsWith(folder))
  const [src, market] = [inside('src/'), inside('src/market/')]
  const lines = (list) => list.reduce((sum, { text }) => sum + linesOf(text), 0)
  const functions = src.flatMap(functionsOf)
  const simulated = src.filter(({ path }) => /^src\/(market|agents|run)\//.test(path))
  return [
    ['files, src + scripts', files.length],
    ['lines, src + scripts', lines(files)],
    ['lines, src', lines(src)],
    ['lines, scripts', lines(inside('scripts/'))],
    ['lines a file of src, median / p90 / max', quantiles(src.map(({ text }) => linesOf(text)))],
    ['functions, src', functions.length],
    ['lines a function, median / p90 / max', quantiles(functions.map((one) => one.lines))],
    ['functions over 60 lines', functions.filter((one) => one.lines > 60).length],
    ['functions that take World', functions.filter((one) => one.takesWorld).length],
    ['… of named functions in src/market', market.flatMap(functionsOf).filter((one) => one.isNamed).length],
    ...Object.entries(MECHANISMS).map(([name, word]) => [
      `files of market, agents and run outside its own that name ${name}`,
      simulated.filter(({ path, text }) => !OWN[name].test(path) && word.test(text)).length,
    ]),
  ]
}

const columns = values.package ? [['MB', packageRows(ROOT)]] : [['now', rowsOf(filesHere())]]
if (values.against !== undefined) columns.unshift([values.against, rowsOf(filesAt(values.against))])
const row = (cells) => `| ${cells.join(' | ')} |`
console.log(row(['', ...columns.map(([name]) => name)]))
console.log(row(['---', ...columns.map(() => '---:')]))
for (const [index, [name]] of columns[0][1].entries())
  console.log(row([name, ...columns.map(([, rows]) => rows[index][1])]))
