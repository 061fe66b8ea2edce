import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Gives `use` the folder of a clone at a commit, built by its own script with the packages that are installed here. */
export function atRevision(revision, use) {
  const folder = mkdtempSync(join(tmpdir(), 'xiaojin-revision-'))
  try {
    execFileSync('git', ['clone', '--quiet', '--no-checkout', ROOT, folder])
    execFileSync('git', ['checkout', '--quiet', revision], { cwd: folder })
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder })
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
