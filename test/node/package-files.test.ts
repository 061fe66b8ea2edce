import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { packageFile } from '../../src/node/package-files.ts'
import { ROOT, SMALL } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-package-'))

afterAll(() => rmSync(place, { recursive: true, force: true }))

test('finds what ships with the package', () => {
  for (const path of ['scenarios/baseline.yaml', 'targets.yaml', 'CITATION.cff']) {
    expect(existsSync(packageFile(path)), path).toBe(true)
  }
})

test('the packed package installs and runs elsewhere', () => {
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  // The build is there already, and other tests are using it.
  const [packed] = JSON.parse(npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', place))
  const [home, work] = [join(place, 'home'), join(place, 'home/study')] as const
  mkdirSync(work, { recursive: true })
  npm(home, 'init', '-y', '--silent')
  npm(home, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', join(place, packed.filename))
  const out = execFileSync('npx', ['--no-install', 'xiaojin', 'run', ...SMALL, '--out', 'result'], {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect(out).toMatch(/^report +result.report\.html$/m)
  const manifest = JSON.parse(readFileSync(join(work, 'result/manifest.json'), 'utf8'))
  // The tarball knows what it was built from without git and lock file.
  const { enginePackages, fonts: _, ...built } = JSON.parse(readFileSync(join(ROOT, 'dist/build-info.json'), 'utf8'))
  const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(enginePackages.length).toBeGreaterThan(0)
  expect(manifest.engine).toEqual({ ...built, packagesSha256: sha256 })
  expect(manifest.engine.lockfileSha256).toEqual(sha256)
})
