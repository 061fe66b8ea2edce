// Writes docs/verification.md, the evidence that the program does what the model says, in the order of TRACE. It runs
// the tests of test/verification and lists what they found; figures of fit come from docs/baseline.json, counts of
// sources from the table of parameters. `npm run verification`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VERIFICATION_FILES, verificationPage } from './lib/verification-page.mjs'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))

function testResults() {
  const place = mkdtempSync(join(tmpdir(), 'xiaojin-verification-'))
  const file = join(place, 'tests.json')
  const vitest = at('node_modules/vitest/vitest.mjs')
  const projects = ['unit', 'mocked-core'].flatMap((name) => ['--project', name])
  const args = ['run', ...projects, '--reporter=json', `--outputFile=${file}`, ...VERIFICATION_FILES]
  try {
    spawnSync(process.execPath, [vitest, ...args], { cwd: at('.'), stdio: ['ignore', 'ignore', 'inherit'] })
    const { testResults: results } = JSON.parse(readFileSync(file, 'utf8'))
    const cases = results.flatMap(({ assertionResults }) => assertionResults)
    const failed = cases.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
    if (failed.length > 0) throw new Error(`evidence is written of tests that pass; these fail:\n${failed.join('\n')}`)
    return results
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const { PARAMETERS } = await import(at('dist/scenarios/parameters.js'))
const marks = Object.values(PARAMETERS).map(({ mark }) => mark)
const record = JSON.parse(readFileSync(at('docs/baseline.json'), 'utf8'))
const read = (path) => readFileSync(at(path), 'utf8')
writeFileSync(at('docs/verification.md'), verificationPage(testResults(), marks, record, read))
