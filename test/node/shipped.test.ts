/** What ships: `list` shows it, `init` begins from it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeFiles, shippedNames } from '../../src/node/scenario-files.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'
import { here } from './command.ts'
import { call } from './in-process.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-shipped-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const NAMES = shippedNames()

interface Listed {
  readonly name: string
  readonly title: { readonly en: string; readonly zh: string }
  readonly question: { readonly en: string; readonly zh: string }
  readonly arms: readonly string[]
}

const load = (file: string): LoadedScenario => loadScenario(file, nodeFiles, [])
const shipped = (name: string): LoadedScenario => load(nodeFiles.shipped!.file(name)!)

describe('list', () => {
  let listed: readonly Listed[] = []
  beforeAll(async () => {
    listed = JSON.parse((await here(['list', '--json'], place)).out)
  })

  test('--json has every shipped scenario with its title, its question and its arms', () => {
    expect(NAMES.length).toBeGreaterThan(35)
    expect(listed.map(({ name }) => name)).toEqual(NAMES)
    for (const { name, title, question, arms } of listed) {
      const { scenario, experiment } = shipped(name)
      expect(title, name).toEqual(scenario.title)
      expect(arms, name).toEqual(experiment?.arms.map((arm) => arm.name) ?? [])
      expect(question.en, name).toMatch(/^[A-Z].{15,}[?.)]$/)
      expect(question.zh, name).toMatch(/\p{Script=Han}.*[？。）]$/u)
    }
    expect(new Set(listed.map(({ question }) => question.en)).size).toBe(NAMES.length)
  })

  test.each(['en', 'zh'] as const)('--lang %s prints names, titles and questions', async (lang) => {
    const ended = await here(['list', '--lang', lang], place)
    expect(ended).toMatchObject({ code: 0, err: '' })
    const blocks = ended.out.trimEnd().split('\n\n')
    expect(blocks.map((block) => block.split('\n').slice(0, 2))).toEqual(
      listed.map(({ name, title, question }) => [`${name} · ${title[lang]}`, `  ${question[lang]}`]),
    )
  })
})

/** All that a scenario does; its name and title are its own. */
function content({ scenario, experiment, sensitivity }: LoadedScenario): unknown {
  const own = { name: '', title: { en: '', zh: '' } }
  const arms = experiment?.arms.map((arm) => ({ ...arm, scenario: { ...arm.scenario, ...own } }))
  return { scenario: { ...scenario, ...own }, experiment: experiment && { ...experiment, arms }, sensitivity }
}

describe('init', () => {
  test.each(NAMES)('--from %s writes a scenario that is the same under another name', async (name) => {
    const file = join(place, `my-${name}.yaml`)
    expect(await call(['init', file, '--from', name])).toMatchObject({ error: null, out: `${file}\n` })
    const own = load(file)
    expect(own.scenario.name).toBe(`my-${name}`)
    expect(own.warnings.map(({ message }) => message)).toEqual(shipped(name).warnings.map(({ message }) => message))
    expect(content(own)).toEqual(content(shipped(name)))
  })

  test('without --from it is the baseline', async () => {
    const file = join(place, 'plain.yaml')
    expect(await call(['init', file])).toMatchObject({ error: null })
    expect(content(load(file))).toEqual(content(shipped('baseline')))
  })

  test('a name that does not ship is answered with the nearest that does', async () => {
    const { error } = await call(['init', join(place, 'no.yaml'), '--from', 'wider-coverge'])
    expect(String(error)).toMatch(/no scenario of that name is shipped\. Did you mean wider-coverage\?/)
  })
})
