import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, expect, test } from 'vitest'
import { installedPackages } from '../../scripts/lib/package-sizes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'xiaojin-package-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Files of the repository that the README names in links and pictures. */
function linked(): string[] {
  const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  return [...page.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => path)
}

test('the tarball holds the program, scenarios and papers, nothing else, and publint agrees', async () => {
  // No scripts: they would rebuild under the feet of other tests.
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [tarball] = JSON.parse(packed) as [{ filename: string; size: number; files: { path: string }[] }]
  const files = tarball.files.map(({ path }) => path)
  const wanted = [
    'dist/node/cli.js',
    'dist/build-info.json',
    ...['NotoSansHans-Regular.otf', 'NotoSansHans-Bold.otf', 'LICENSE'].map((file) => `dist/fonts/${file}`),
    'scenarios/baseline.yaml',
    'studies/findings.yaml',
    'targets.yaml',
  ]
  const papers = ['LICENSE', 'CITATION.cff', 'CHANGELOG.md', 'package.json', 'README.md', ...linked()]
  expect(files).toEqual(expect.arrayContaining([...wanted, ...papers]))
  expect(
    files.filter((path) => !/^(dist|scenarios|studies|docs)\/|^[^/]+\.(md|cff|json|yaml)$|^LICENSE$/.test(path)),
  ).toEqual([])
  expect(files.filter((path) => /\.map$|\.test\.|(^|\/)(golden|faulty)\//.test(path))).toEqual([])
  expect(files.filter((path) => path.startsWith('dist/fonts/'))).toHaveLength(3)
  // Two fonts are most of it.
  expect(tarball.size).toBeLessThan(18_000_000)

  // What only `query` needs and the fonts that nobody draws with are most of what an installation could weigh.
  const installed = installedPackages(fileURLToPath(new URL('../..', import.meta.url)))
  const names = installed.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['vega', 'yargs', 'zod']))
  expect(names.filter((name) => /^@(duckdb|embedpdf)\//.test(name))).toEqual([])
  expect(installed.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(80_000_000)

  execFileSync('tar', ['-xzf', join(folder, tarball.filename), '-C', folder])
  const { messages, pkg } = await publint({ pkgDir: join(folder, 'package'), strict: true, pack: false })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})
