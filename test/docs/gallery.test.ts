/** docs/gallery*.md: every shipped scenario once, in its own words, with a picture that is there and a command that is sound. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { galleryPage, galleryRun, pictureOf } from '../../scripts/lib/gallery-page.mjs'
import { allCharts } from '../../src/charts/charts.ts'
import { unbroken } from '../../src/charts/text.ts'
import { overridesOf } from '../../src/node/commands/options.ts'
import { nodeFiles, shippedNames } from '../../src/node/scenario-files.ts'
import { scenarioHead } from '../../src/node/scenario-head.ts'
import { runScenario } from '../../src/run/run.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'
import { PATHS, parameterAt } from '../../src/scenarios/parameters.ts'

const PAGES = { en: 'docs/gallery.md', zh: 'docs/gallery.zh-CN.md' } as const
const LANGS = ['en', 'zh'] as const
const FOLDER = 'docs/images/gallery'

interface Shown {
  readonly chart: string
  readonly digest: string
  readonly title: { readonly en: string; readonly zh: string }
}
const record = JSON.parse(readFileSync('docs/gallery.json', 'utf8')) as { readonly [name: string]: Shown }

const load = (name: string, sets: readonly string[] = []): LoadedScenario =>
  loadScenario(`scenarios/${name}.yaml`, nodeFiles, overridesOf(sets, undefined))

const NAMES = shippedNames()
const shipped = NAMES.map((name) => {
  const { scenario, experiment, sensitivity } = load(name)
  const question = scenarioHead(readFileSync(`scenarios/${name}.yaml`, 'utf8'))
  const [arms, isAnalysis] = [experiment?.arms.length ?? 1, sensitivity !== undefined]
  const first = experiment?.arms[0]?.name
  const [consumers, seeds] = [scenario.population.consumers, experiment?.replications ?? 1]
  return { name, title: scenario.title, question, horizon: scenario.horizon, consumers, seeds, first, arms, isAnalysis }
})
const setsOf = (command: string): string[] => [...command.matchAll(/--set (\S+)/g)].map(([, set]) => set)

test.each(LANGS)('the page is what scenarios and record make (%s): each scenario once', (lang) => {
  const page = readFileSync(PAGES[lang], 'utf8')
  expect(page).toBe(galleryPage(shipped, record, lang))
  expect(Object.keys(record)).toEqual(NAMES)
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path)
  for (const name of NAMES) {
    expect(links.filter((path) => path === `../scenarios/${name}.yaml` || path === pictureOf(name, lang))).toHaveLength(
      2,
    )
  }
  expect(links.filter((path) => !existsSync(`docs/${path}`))).toEqual([])
})

test('pictures are PNG files of the record, no others, and small together', () => {
  const wanted = NAMES.flatMap((name) => LANGS.map((lang) => pictureOf(name, lang).replace(/.*\//, '')))
  expect(readdirSync(FOLDER).sort()).toEqual(wanted.sort())
  const pictures = wanted.map((file) => readFileSync(`${FOLDER}/${file}`))
  for (const bytes of pictures) expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG')
  expect(pictures.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(3_000_000)
})

test.each(shipped)('the command of $name asks for the size that stands beside it', (one) => {
  const { command, consumers, burnIn, months } = galleryRun(one)
  const { scenario } = load(one.name, setsOf(command))
  expect(scenario.population.consumers).toBe(consumers)
  expect(scenario.horizon).toMatchObject({ burnIn, months })
})

test('a Chinese title has the space between the name of a setting and its number', () => {
  const names = PATHS.map((path) => parameterAt(path)!.label.zh.replaceAll(' ', ''))
  for (const { title } of Object.values(record)) {
    // No name stands right before a number once it is read without its own blanks, but where the title has one there.
    const told = title.zh.replace(/ (?=\d)/g, '_').replaceAll(' ', '')
    expect(names.filter((name) => [...Array(10).keys()].some((digit) => told.includes(name + digit)))).toEqual([])
    expect(title.zh).not.toMatch(/\p{Script=Han}[χδ]/u)
  }
})

// A single run that changes wherever the model does.
test('a run that was made again has the digest and the title of the page', () => {
  const one = shipped.find(({ name }) => name === 'wider-coverage')!
  const { scenario } = load(one.name, setsOf(galleryRun(one).command))
  const { tables, digest } = runScenario(scenario)
  const { chart, ...told } = record[one.name]
  const titles = LANGS.map((lang) => {
    const { spec } = allCharts({ tables, scenario, lang }).find(({ id }) => id === chart)!
    const { title, description } = spec as { title: { text: string[] }; description: string }
    return [lang, unbroken(title.text, description)]
  })
  expect({ digest, title: Object.fromEntries(titles) }).toEqual(told)
})
