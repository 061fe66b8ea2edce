// Compiles src/ to dist/ and bakes in what names this build: package version, git commit, whether the
// work tree was clean, the lock file's hash and the hash of the compiled code. A packed tarball has no
// git and no lock file, so it must carry them.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'

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

rmSync(at('dist'), { recursive: true, force: true })
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], {
  cwd: root,
  stdio: 'inherit',
})

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
const compiled = readdirSync(at('dist'), { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.js'))
  .sort()
const hashOf = (files) => {
  const hash = createHash('sha256')
  for (const file of files) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(`dist/${file}`)))
      .update('\0')
  }
  return hash.digest('hex')
}
// What decides the record of a run, found by following imports: a new chart must not make stored runs worthless.
const reached = new Set()
const reach = (file) => {
  if (reached.has(file)) return
  reached.add(file)
  for (const [, target] of readFileSync(at(`dist/${file}`), 'utf8').matchAll(/\bfrom ["'](\.{1,2}\/[^"']+)["']/g)) {
    reach(posix.join(posix.dirname(file), target))
  }
}
for (const file of ['run/run.js', 'experiments/runs.js']) reach(file)
if (!reached.has('market/tick.js')) throw new Error('the imports of the engine are not found')
const status = git('status', '--porcelain', '--untracked-files=no')
const buildInfo = {
  version,
  gitCommit: git('rev-parse', 'HEAD'),
  gitDirty: status === null ? null : status !== '',
  lockfileSha256: existsSync(at('package-lock.json')) ? sha256(readFileSync(at('package-lock.json'))) : null,
  codeSha256: hashOf(compiled),
  engineSha256: hashOf([...reached].sort()),
}
writeFileSync(at('dist/build-info.json'), `${JSON.stringify(buildInfo, null, 2)}\n`)
