// README.md and README.zh-CN.md against each other, the files they name and the record of the baseline. Nothing runs
// here; test/node/readme.test.ts holds the record against real runs.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { blockNames, EXAMPLE, EXPERIMENT, fillBlocks, readmeBlocks } from '../../scripts/lib/readme-blocks.mjs'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { loadScenario } from '../../src/scenarios/load.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const read = (path: string): string => readFileSync(at(path), 'utf8')
const record = { ...JSON.parse(read('docs/baseline.json')), speed: JSON.parse(read('docs/performance.json')) }
const { version, engines } = JSON.parse(read('package.json'))

const PAGES = [
  { lang: 'en', path: 'README.md', text: read('README.md') },
  { lang: 'zh', path: 'README.zh-CN.md', text: read('README.zh-CN.md') },
] as const
const [english, chinese] = PAGES.map(({ text }) => text) as [string, string]

const proseOf = (text: string): string => text.replace(/<!-- generated[\s\S]*?<!-- end -->/g, '')
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, group = '']) => group)
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '')
const linksOf = (text: string): string[] => found(withoutCode(text), /\]\((?!https?:)([^)#]+)/g)

test.each(PAGES)('$path has the blocks that the record makes', ({ lang, text }) => {
  expect(text).toBe(fillBlocks(text, readmeBlocks(record, read(EXAMPLE.file), lang)))
  expect(blockNames(text)).toEqual(['summary', 'scenario', 'example', 'experiment', 'targets', 'speed'])
  expect(text).toContain(` ${record.digest.slice(0, 12)}\n`)
})

test('both have the same structure, commands, links and numbers', () => {
  const headings = (text: string): string[] => found(withoutCode(text), /^(#+) /gm)
  expect(headings(chinese)).toEqual(headings(english))

  const shell = (text: string): string[] =>
    found(text, /```sh\n([\s\S]*?)```/g).map((code) => code.replace(/ *#.*$/gm, ''))
  expect(shell(chinese)).toEqual(shell(english))

  const links = (text: string): string[] =>
    linksOf(text).map((path) => path.replace(/^README.*/, 'README').replace('.zh-CN.', '.'))
  expect(links(chinese)).toEqual(links(english))

  const numbers = ({ lang }: { lang: 'en' | 'zh' }): string[] =>
    Object.values(readmeBlocks(record, '', lang) as Record<string, string>)
      .flatMap((block) => block.split('\n'))
      .flatMap((line) => line.split(/ {2,}|\|/).slice(1))
      .flatMap((cells) => cells.match(/^ *¥?[\d.,]+( →| –|%| |$)/g) ?? [])
  expect(numbers(PAGES[1])).toEqual(numbers(PAGES[0]))
  expect(numbers(PAGES[0]).length).toBeGreaterThan(50)
})

test.each(PAGES)('what $path links to is there', ({ text }) => {
  const links = linksOf(text)
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter((path) => !existsSync(at(path)))).toEqual([])
})

test('the pictures are those of the recorded run, and one of the gallery', () => {
  const all = PAGES.flatMap(({ text }) => found(text, /!\[[^\]]*\]\(([^)]+)\)/g))
  const shown = all.filter((path) => !path.startsWith('docs/images/gallery/'))
  expect(all).toHaveLength(shown.length + PAGES.length)
  const hashes = shown.map((path) => [
    path,
    createHash('sha256')
      .update(readFileSync(at(path)))
      .digest('hex'),
  ])
  expect(Object.fromEntries(hashes)).toEqual(record.images)
})

test.each(PAGES)('$path states versions as they are, and no result outside its blocks', ({ text }) => {
  expect(`>=${/Node (\d+\.\d+)/.exec(text)?.[1]}`).toBe(engines.node)
  // In BibTeX and by GB/T 7714.
  expect(found(text, /(?:version += \{|market: )(\d+\.\d+\.\d+)/g)).toEqual([version, version])
  expect(proseOf(text).match(/\d ?[%％]|(?<![.\d])\d+\.\d+(?![./\d])/g)).toEqual([/Node (\d+\.\d+)/.exec(text)?.[1]])
})

test('the recorded experiment is the one that ships', () => {
  const sha256 = createHash('sha256').update(read(EXPERIMENT.file)).digest('hex')
  expect(record.experiment.scenarioSha256).toBe(sha256)
  const { experiment } = loadScenario(at(EXPERIMENT.file), nodeFiles, [])
  expect(record.experiment.arms.map(({ name }: { name: string }) => name)).toEqual(
    experiment?.arms.map(({ name }) => name),
  )
  const command = `npx xiaojin run ${EXPERIMENT.file} ${EXPERIMENT.options.join(' ')}`
  for (const { text } of PAGES) expect(text).toContain(command)
})

test('the scenarios that ship are sound, the example among them', () => {
  const files = readdirSync(at('scenarios')).filter((file) => file.endsWith('.yaml'))
  expect(files.map((file) => `scenarios/${file}`)).toContain(EXAMPLE.file)
  const [base, ...names] = ['baseline.yaml', ...files].map(
    (file) => loadScenario(at(`scenarios/${file}`), nodeFiles, []).scenario,
  )
  expect(names.map(({ name }) => `${name}.yaml`)).toEqual(files)
  const { scenario } = loadScenario(at(EXAMPLE.file), nodeFiles, [])
  expect(scenario.timeline.map(({ month }) => month)).toEqual([EXAMPLE.month])
  expect(scenario.lenders).toEqual(base?.lenders)
})

const INDEX = { en: 'docs/README.md', zh: 'docs/README.zh-CN.md' } as const

test.each(PAGES)('the index of pages has every page ($lang), and its links lead somewhere', ({ lang }) => {
  const linked = linksOf(read(INDEX[lang]))
  expect(linked.filter((path) => !existsSync(at(`docs/${path}`)))).toEqual([])
  const pages = readdirSync(at('docs')).filter((file) => file.endsWith('.md') && !file.startsWith('README'))
  const inLang = (file: string): string => (lang === 'zh' ? file.replace('.md', '.zh-CN.md') : file)
  const wanted = pages
    .filter((file) => !file.includes('.zh-CN.'))
    .map((file) => (pages.includes(inLang(file)) ? inLang(file) : file))
  expect(wanted.filter((page) => !linked.includes(page))).toEqual([])
})
