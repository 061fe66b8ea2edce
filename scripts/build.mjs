// Compiles src/ to dist/, puts the fonts of charts there and bakes in what names this build: package version, git commit, whether the
// work tree was clean, the lock file's hash and the hash of the compiled code. A packed tarball has no
// git and no lock file, so it must carry them. Only types are taken out, file by file, and only where a file
// changed: `npm run check` checks them.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { parseSync, transformSync, Visitor } from 'rolldown/utils'

const root = new URL('..', import.meta.url)
const at = (path) => new URL(path, root)
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
const git = (...args) => {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

const hashOf = (folder, files) => {
  const hash = createHash('sha256')
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(`${folder}/${file}`)))
      .update('\0')
  }
  return hash.digest('hex')
}
const filesIn = (folder) => {
  if (!existsSync(at(folder))) return []
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name))
    .map((path) => posix.relative(fileURLToPath(at(folder)).replaceAll('\\', '/'), path))
    .sort()
}

// Hashes of each file as it was compiled and as that came out, under those of the compiler and its settings.
const STAMP = 'node_modules/.cache/xiaojin-build'
const SETTINGS = ['scripts/build.mjs', 'node_modules/.package-lock.json'].filter((file) => existsSync(at(file)))
const settings = hashOf('.', SETTINGS)
const hashIn = (folder, file) => (existsSync(at(`${folder}/${file}`)) ? hashOf(folder, [file]) : null)
const recall = () => {
  try {
    const before = JSON.parse(readFileSync(at(STAMP), 'utf8'))
    return before.settings === settings ? before.files : {}
  } catch {
    return {}
  }
}
// What stands where in the sources that cannot be compiled.
const faults = []
// Syntax that is more than types: taking the types out would change what it does.
const beyondTypes = (text, source) => {
  const found = []
  const refuse = (what) => (node) => {
    if (!node.declare) found.push(`src/${source}:${text.slice(0, node.start).split('\n').length}: ${what} is no type`)
  }
  const visitor = new Visitor({
    TSEnumDeclaration: refuse('an enum'),
    TSModuleDeclaration: refuse('a namespace'),
    TSParameterProperty: refuse('a parameter property'),
    TSImportEqualsDeclaration: refuse('import ='),
    TSExportAssignment: refuse('export ='),
  })
  visitor.visit(parseSync(source, text).program)
  return found
}
const MAY_GO_BEYOND = /\b(enum|namespace|module|constructor)\b|\b(import\s+\w+|export)\s*=/
const compile = (source, out) => {
  const text = readFileSync(at(`src/${source}`), 'utf8')
  const { code, map, errors } = transformSync(source, text, {
    target: 'es2023',
    sourcemap: true,
    typescript: { onlyRemoveTypeImports: true, rewriteImportExtensions: 'rewrite' },
  })
  const [head] = stripVTControlCharacters(errors[0]?.message ?? '').split('\n')
  if (errors.length > 0) faults.push(`src/${source}:${errors[0].loc?.line ?? 1}: ${head.replace(/^\[\w+\] /, '')}`)
  else if (MAY_GO_BEYOND.test(text)) faults.push(...beyondTypes(text, source))
  if (code.includes('@oxc-project/runtime')) faults.push(`src/${source}:1: needs a helper that no package ships`)
  if (faults.length > 0) return
  const sources = [posix.relative(posix.dirname(`dist/${out}`), `src/${source}`)]
  mkdirSync(dirname(fileURLToPath(at(`dist/${out}`))), { recursive: true })
  writeFileSync(at(`dist/${out}`), `${code}//# sourceMappingURL=${posix.basename(out)}.map\n`)
  writeFileSync(at(`dist/${out}.map`), JSON.stringify({ ...map, sources, sourcesContent: undefined }))
}
const before = recall()
const files = {}
for (const source of filesIn('src').filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('browser/'),
)) {
  const out = source.replace(/\.ts$/, '.js')
  const is = hashIn('src', source)
  const [was, cameOut] = before[out] ?? []
  const stands = was === is && cameOut === hashIn('dist', out) && existsSync(at(`dist/${out}.map`))
  if (!stands) compile(source, out)
  files[out] = [is, stands ? cameOut : hashIn('dist', out)]
}
if (faults.length > 0) {
  console.error(faults.join('\n'))
  process.exit(1)
}
// Two of the fonts of a package that has five: installed with the program, it would be as large as all the rest.
const FONTS = 'node_modules/@embedpdf/fonts-sc'
const fonts = ['fonts/NotoSansHans-Regular.otf', 'fonts/NotoSansHans-Bold.otf', 'LICENSE']
const placed = Object.fromEntries(fonts.map((file) => [posix.join('fonts', posix.basename(file)), file]))
mkdirSync(at('dist/fonts'), { recursive: true })
for (const [file, from] of Object.entries(placed)) {
  const [here, there] = [at(`dist/${file}`), at(`${FONTS}/${from}`)]
  if (existsSync(here) && statSync(here).size === statSync(there).size) continue
  // By another name first: a command that reads the font must not find half of it.
  copyFileSync(there, at(`dist/${file}.new`))
  renameSync(at(`dist/${file}.new`), here)
}

for (const file of filesIn('dist')) {
  // Declarations come from the check of types; scripts read them.
  const made = file.replace(/\.d\.ts$|\.js\.map$/, '.js')
  // The explorer's page is built by scripts/build-explorer.mjs.
  if (file.startsWith('explorer/')) continue
  if (file !== 'build-info.json' && placed[file] === undefined && files[made] === undefined) rmSync(at(`dist/${file}`))
}
if (JSON.stringify(files) !== JSON.stringify(before)) {
  mkdirSync(at('node_modules/.cache'), { recursive: true })
  writeFileSync(at(STAMP), JSON.stringify({ settings, files }))
}

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
const compiled = Object.keys(files).sort()
// What decides the record of a run, found by following imports: a new chart must not make stored runs worthless.
// What it imports from packages is hashed when the program runs, since other versions may be installed there.
const reached = new Set()
const packages = new Set()
const reach = (file) => {
  if (reached.has(file)) return
  reached.add(file)
  const text = readFileSync(at(`dist/${file}`), 'utf8')
  for (const [, named, bare] of text.matchAll(/\bfrom ["']([^"']+)["']|^import ["']([^"']+)["']/gm)) {
    const target = named ?? bare
    if (target.startsWith('.')) reach(posix.join(posix.dirname(file), target))
    else packages.add(target)
  }
}
for (const file of ['run/run.js', 'experiments/runs.js']) reach(file)
if (!reached.has('market/tick.js') || !packages.has('immer')) throw new Error('the imports of the engine are not found')
const status = git('status', '--porcelain', '--untracked-files=no')
const buildInfo = {
  version,
  gitCommit: git('rev-parse', 'HEAD'),
  gitDirty: status === null ? null : status !== '',
  lockfileSha256: existsSync(at('package-lock.json')) ? sha256(readFileSync(at('package-lock.json'))) : null,
  codeSha256: hashOf('dist', compiled),
  engineSha256: hashOf('dist', [...reached].sort()),
  enginePackages: [...packages].sort(),
  fonts: JSON.parse(readFileSync(at(`${FONTS}/package.json`), 'utf8')).version,
}
const [file, text] = [at('dist/build-info.json'), `${JSON.stringify(buildInfo, null, 2)}\n`]
// Left alone where it says the same already: commands may be reading it.
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
