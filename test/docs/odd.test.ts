import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { PATHS, SECTIONS } from '../../src/scenarios/parameters.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const text = readFileSync(at('docs/odd.md'), 'utf8')
// Equations stand in fenced blocks, names in single backticks.
const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '')
const names = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name)

/** Whether a mention covers a parameter; a star stands for one key, at the end for all that follow. */
function covers(mention: string, path: string): boolean {
  const wanted = mention.split('.')
  const keys = path.split('.')
  if (wanted.at(-1) === '*' ? keys.length < wanted.length : keys.length !== wanted.length) return false
  return wanted.every((key, k) => key === '*' || key === keys[k])
}

const mentions = names.filter((name) => /^[a-z]\w*(\.(\w+|\*))*$/i.test(name) && name.split('.')[0] in SECTIONS)
const files = new Set(names.filter((name) => /^[\w.-]+(\/[\w.-]+)+$|^[\w-]+\.(md|yaml|json)$/.test(name)))

test('every parameter named in the ODD document exists', () => {
  expect(mentions.length).toBeGreaterThan(100)
  expect(mentions.filter((mention) => !PATHS.some((path) => covers(mention, path)))).toEqual([])
})

test('every parameter is named in the ODD document', () => {
  expect(PATHS.filter((path) => !mentions.some((mention) => covers(mention, path)))).toEqual([])
})

test('every file named in the ODD document exists', () => {
  const linked = [...prose.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file]) => `docs/${file}`)
  expect(files.size).toBeGreaterThan(20)
  expect([...files, ...linked].filter((file) => !existsSync(at(file)))).toEqual([])
})

test('every function named after a file in the ODD document is in it', () => {
  const missing: string[] = []
  let checked = 0
  for (const [, paragraph] of prose.matchAll(/^\*Code:\*([\s\S]*?)(?:\n\n|$(?![\s\S]))/gm)) {
    let file = ''
    for (const [, name] of paragraph.matchAll(/`([^`\n]+)`/g)) {
      if (name.includes('/')) {
        file = name
        continue
      }
      checked++
      if (file === '' || !new RegExp(`(function|const) ${name}\\b`).test(readFileSync(at(file), 'utf8'))) {
        missing.push(`${file}: ${name}`)
      }
    }
  }
  expect(checked).toBeGreaterThan(60)
  expect(missing).toEqual([])
})

test('the ODD document has its seven elements, in order', () => {
  const headings = [...text.matchAll(/^## (\d)\. (.+)$/gm)].map(([, , heading]) => heading)
  expect(headings.slice(0, 7)).toEqual([
    'Purpose and patterns',
    'Entities, state variables and scales',
    'Process overview and scheduling',
    'Design concepts',
    'Initialisation',
    'Input data',
    'Submodels',
  ])
})
