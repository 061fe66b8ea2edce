// Compiles src/ to dist/ and bakes in what names this build: package version, git commit, whether the
// work tree was clean, the lock file's hash and the hash of the compiled code. A packed tarball has no
// git and no lock file, so it must carry them. Where dist/ holds what would come out, nothing is compiled.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

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

// What the compiler reads and wrote last time, by hash. The installed packages decide types and the compiler itself.
const STAMP = 'node_modules/.cache/xiaojin-build'
const SETTINGS = ['package.json', 'tsconfig.base.json', 'tsconfig.json', 'node_modules/.package-lock.json']
const stamp = () => {
  const settings = hashOf(
    '.',
    SETTINGS.filter((file) => existsSync(at(file))),
  )
  const written = filesIn('dist').filter((file) => file !== 'build-info.json')
  return [settings, hashOf('src', filesIn('src')), hashOf('dist', written)].join('\n')
}
if (!existsSync(at(STAMP)) || readFileSync(at(STAMP), 'utf8') !== stamp()) {
  rmSync(at(STAMP), { force: true })
  rmSync(at('dist'), { recursive: true, force: true })
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  mkdirSync(at('node_modules/.cache'), { recursive: true })
  writeFileSync(at(STAMP), stamp())
}

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
const compiled = filesIn('dist').filter((file) => file.endsWith('.js'))
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
}
const [file, text] = [at('dist/build-info.json'), `${JSON.stringify(buildInfo, null, 2)}\n`]
// Left alone where it says the same already: commands may be reading it.
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
