import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { purposeOf, stateOf, VERIFICATION_FILES, verificationPage } from '../../scripts/lib/verification-page.mjs'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/verification.md')

test.each(VERIFICATION_FILES)('docs/verification.md reports on %s as it is (npm run verification)', (file: string) => {
  const row = page.split('\n').find((line) => line.includes(`(../${file})`))
  expect(row).toContain(stateOf(read(file)))
  expect(row).toContain(purposeOf(read(file)).slice(0, 20))
  const [, passed, of] = /\| (\d+) of (\d+) \|/.exec(row ?? '') ?? []
  expect(Number(of)).toBeGreaterThan(0)
  expect(passed).toBe(of)
})

test('its figures are those of docs/baseline.json', () => {
  const record = JSON.parse(read('docs/baseline.json')) as { digest: string }
  expect(page).toContain(record.digest.slice(0, 12))
})

test('a test that fails shows', () => {
  const results = VERIFICATION_FILES.map((name: string) => ({
    name: `/anywhere/${name}`,
    assertionResults: [{ status: 'passed' }, { status: 'failed' }],
  }))
  const record = JSON.parse(read('docs/baseline.json')) as object
  const text: string = verificationPage(results, ['free', 'paper'], record, read)
  expect(text).toContain(`Together ${VERIFICATION_FILES.length} of ${2 * VERIFICATION_FILES.length}.`)
  expect(text).toContain('Of 2 parameters 1 come from')
})

test('it has the eight elements of TRACE, links to files, and leaves no target out', () => {
  const passed = VERIFICATION_FILES.map((name: string) => ({ name, assertionResults: [{ status: 'passed' }] }))
  const record = JSON.parse(read('docs/baseline.json')) as { targets: { en: string; use: string }[] }
  const text: string = verificationPage(passed, [], record, read)
  const elements = [
    'Problem formulation',
    'Model description',
    'Data evaluation',
    'Conceptual model evaluation',
    'Implementation verification',
    'Model output verification',
    'Model analysis',
    'Model output corroboration',
  ]
  const headings = [...text.matchAll(/^## (\d) ([\w ]+)/gm)].map(([, number, heading]) => `${number} ${heading}`)
  expect(headings).toEqual(elements.map((element, k) => `${k + 1} ${element}`))
  const links = [...text.matchAll(/\]\(([^):#]+)\)/g)].map(([, link]) => join(root, 'docs', link))
  expect(links.length).toBeGreaterThan(VERIFICATION_FILES.length)
  expect(links.filter((link) => !existsSync(link) || !statSync(link).isFile())).toEqual([])
  const shown = record.targets.filter(({ use }) => use !== 'input')
  expect(shown.filter(({ en }) => !text.includes(en))).toEqual([])
})
