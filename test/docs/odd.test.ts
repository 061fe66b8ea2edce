import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type OddLanguage, oddPage } from '../../scripts/docs-odd.ts'
import { PHASES } from '../../scripts/docs-odd-zh.ts'
import { CONSUMER } from '../../src/agents/consumers.ts'
import { foundInvestors } from '../../src/market/mechanisms/p2p/investors.ts'
import { foundP2p } from '../../src/market/mechanisms/p2p/p2p.ts'
import { MONTH } from '../../src/market/tick.ts'
import { createWorld, openStreams } from '../../src/market/world.ts'
import { RECORDED } from '../../src/measures/records.ts'
import { MECHANISMS } from '../../src/scenarios/mechanisms.ts'
import { DEFAULT_SCENARIO, PATHS, SECTIONS } from '../../src/scenarios/parameters.ts'
import { withValue } from '../../src/scenarios/timeline.ts'
import { eventKinds } from '../fixtures/event-kinds.ts'
import { at, literally, quoted, readOdd, rows, section } from './odd-pages.ts'

/** Whether a mention covers a parameter; a star stands for one key, at the end for all that follow. */
function covers(mention: string, path: string): boolean {
  const wanted = mention.split('.')
  const keys = path.split('.')
  if (wanted.at(-1) === '*' ? keys.length < wanted.length : keys.length !== wanted.length) return false
  return wanted.every((key, k) => key === '*' || key === keys[k])
}

/** Steps of the month as section 3 numbers them, with the functions named in each. */
function stepsOf(text: string, afterwards: string): Map<string, string[]> {
  const [, section = ''] = new RegExp(`^## 3\\. [^\\n]*\\n([\\s\\S]*?)^${afterwards}`, 'm').exec(text) ?? []
  const steps = new Map<string, string[]>()
  let [top, current] = ['', '']
  for (const line of section.split('\n')) {
    const numbered = /^( *)(\d+)\. /.exec(line)
    if (numbered !== null) {
      const [, indent = '', number = ''] = numbered
      if (indent === '') top = number
      current = indent === '' ? number : `${top}.${number}`
      steps.set(current, [])
    } else if (/^ {3}\S/.test(line)) current = top
    steps.get(current)?.push(...[...line.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  }
  return steps
}

describe.each<OddLanguage>(['en', 'zh'])('the ODD document in %s', (lang) => {
  const { words, main, pages, text, prose, names } = readOdd(lang)
  const codes = new RegExp(`^${literally(words.code)}([\\s\\S]*?)(?:\\n\\n|$(?![\\s\\S]))`, 'gm')
  const symbolTables = new RegExp(`^${literally(words.symbols)}\\n\\|-[^\\n]*\\n((?:\\|.*\\n)+)`, 'gm')
  /** Parameters have a section and a key, but for a few that stand alone; a bare `fraud` is a stream or a field. */
  const mentions = names.filter(
    (name) => (/^[a-z]\w*(\.(\w+|\*))+$/i.test(name) && name.split('.')[0] in SECTIONS) || PATHS.includes(name),
  )
  const files: ReadonlySet<string> = new Set(
    names.filter((name) => /^[\w.-]+(\/[\w.-]+)+$|^[\w-]+\.(md|yaml|json)$/.test(name)),
  )

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

  test('every page of a submodel is linked, once and in order', () => {
    const linked = [...main.matchAll(/\]\(odd\/([^)]+)\)/g)].map(([, page]) => page)
    expect(linked).toEqual(pages)
  })

  test('every function named after a file in the ODD document is in it', () => {
    const missing: string[] = []
    let checked = 0
    for (const [, paragraph] of prose.matchAll(codes)) {
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
    expect(headings.slice(0, 7)).toEqual(words.elements)
  })

  /** Headings `### 7.n` with what stands under them. */
  const submodels = [...text.matchAll(/^### (7\.\d+) .+$/gm)].map(([heading, number]) => ({
    number,
    body: section(text, heading),
  }))

  test('what looks like a parameter has a section that exists', () => {
    const dotted = names.filter((name) => /^[a-z]\w*(\.(\w+|\*))+$/i.test(name) && !files.has(name))
    expect(dotted.filter((name) => !(name.split('.')[0] in SECTIONS))).toEqual([])
  })

  test('submodels are numbered without gaps, and every reference to one leads somewhere', () => {
    expect(submodels.map(({ number }) => number)).toEqual(submodels.map((_, k) => `7.${k + 1}`))
    const numbers = new Set(submodels.map(({ number }) => number))
    const referred = [...prose.matchAll(/\b7\.\d+/g)].map(([number]) => number)
    expect(referred.filter((number) => !numbers.has(number))).toEqual([])
  })

  test.each(submodels)('$number says where its code is; with equations also its symbols and its source', ({ body }) => {
    expect(body).toContain(`\n${words.code}`)
    // Identities state no symbols of their own: they have no equation, and neither have rules in words.
    if (!/^ *```/m.test(body)) return
    expect(body).toContain(`\n${words.symbols}\n`)
    expect(body).toContain(`\n${words.source}`)
  })

  test('every row of a table of symbols says what the symbol stands for', () => {
    let checked = 0
    for (const [, table] of text.matchAll(symbolTables)) {
      for (const row of table.trim().split('\n')) {
        const [symbol, key, unit] = row.split('|').slice(1, -1)
        checked++
        expect([symbol.trim() + key.trim(), key.trim(), unit], row).not.toContain('')
      }
    }
    expect(checked).toBeGreaterThan(120)
  })

  test('every mechanism stands with its switch, its streams and its section', () => {
    const table = rows(section(text, words.mechanisms))
    expect(table.map(([name]) => name)).toEqual(Object.keys(MECHANISMS))
    for (const [name, off, streams, number] of table) {
      const said = [...off.matchAll(/`([^`]+)` = (\w+)/g)].map(([, path, value]) => ({ path, value }))
      const switches = Object.entries(MECHANISMS[name].off)
      const missing = switches.filter(
        ([path, value]) => !said.some((one) => covers(one.path, path) && one.value === String(value)),
      )
      expect(missing, name).toEqual([])
      const idle = said.filter((one) => !switches.some(([path]) => covers(one.path, path)))
      expect(idle, name).toEqual([])
      expect(quoted(streams), name).toEqual(MECHANISMS[name].streams)
      expect(submodels.map((one) => one.number)).toContain(number)
    }
  })

  test('every stream of chance is described, and no other', () => {
    const described = rows(section(text, '### 7.18')).map(([stream]) => quoted(stream)[0])
    expect(described.sort()).toEqual(Object.keys(openStreams(1)).sort())
  })

  test('every recorded table and every kind of event is named', () => {
    const named = quoted(section(text, '### 7.18'))
    expect(RECORDED.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([])
    const kinds = eventKinds()
    expect(kinds.length).toBeGreaterThan(20)
    expect(kinds.filter((kind) => !named.includes(kind))).toEqual([])
  })

  test('every state variable is named', () => {
    const scenario = withValue(withValue(DEFAULT_SCENARIO, 'population.consumers', 100), 'p2p.platforms', 1)
    const world = createWorld(scenario)
    const { investor } = openStreams(1)
    const [lender] = world.industry.lenders
    const [product] = world.industry.products
    const states = [
      ...Object.keys(CONSUMER),
      ...Object.keys(lender),
      ...Object.keys(lender.ledger),
      ...Object.keys(product),
      ...Object.keys(product.design),
      ...Object.keys(foundInvestors(scenario, investor, 1, 1)),
      ...Object.keys(foundP2p(scenario, world.industry, investor) ?? {}),
      ...Object.keys(world),
    ]
    // Sizes, indices from lenders to platforms and back, and room to work in hold no state.
    const sizes = ['desk', 'count', 'holders', 'platforms', 'grades', 'lenders', 'platformOf', 'investors', 'products']
    const named = quoted(section(text, words.entities))
    expect(states.length).toBeGreaterThan(120)
    expect(states.filter((state) => !named.includes(state) && !sizes.includes(state))).toEqual([])
  })

  test('state of consumers, steps of the month and their diagram are those of the code', () => {
    const now = oddPage(main, lang)
    if (process.env.UPDATE === '1') writeFileSync(at(words.main), now)
    expect(now).toBe(main)
  })

  test('every function that a phase calls is named in the text of its step', () => {
    const source = readFileSync(at('src/market/tick.ts'), 'utf8')
    const body = source.slice(source.indexOf('export const MONTH'), source.indexOf('export interface TickOptions'))
    const imported = [...source.matchAll(/^import \{([^}]+)\} from '\.\//gm)].flatMap(([, list]) =>
      list.split(',').map((name) => name.replace(/^\s*type /, '').trim()),
    )
    const steps = body.split(/^ {4}name: /m).slice(1)
    expect(steps.length).toBe(MONTH.length)
    const unnamed = steps.flatMap((step) => {
      const [english] = [...step.matchAll(/text: ?\n? *'(.*)',\n/g)].map(([, found]) => found)
      const [, phase] = /^'(\w+)'/.exec(step) ?? ['', '']
      const told = lang === 'en' ? english : PHASES[phase].text
      const called = [...step.matchAll(/\b([a-z]\w+)\(/g)]
        .map(([, name]) => name)
        .filter((name) => imported.includes(name))
      return called.filter((name) => !told.includes(`\`${name}\``) && name !== 'openPage')
    })
    expect(unnamed).toEqual([])
  })

  test('every decision answers every question of ODD+D', () => {
    const table = rows(section(text, words.decisions))
    expect(table.length).toBeGreaterThan(20)
    expect(table.filter((cells) => cells.length !== 7 || cells.includes(''))).toEqual([])
  })

  test('links lead to files', () => {
    const linked = [...prose.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file]) => file)
    expect(linked.filter((file) => !existsSync(at(`docs/${file}`)) || !statSync(at(`docs/${file}`)).isFile())).toEqual(
      [],
    )
  })

  test('the month has one numbering of its steps: here and at the head of the files', () => {
    const steps = stepsOf(text, words.afterSteps)
    expect([...steps.keys()].filter((step) => !step.includes('.'))).toEqual(
      Array.from({ length: 10 }, (_, k) => `${k + 1}`),
    )
    const named = [...steps].flatMap(([number, functions]) => functions.map((name) => ({ number, name })))
    expect(named.length).toBeGreaterThan(18)

    // A file that names its step holds a function of that step, in sub-steps of the very one.
    let headers = 0
    const files = readdirSync(at('src/market'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    )
    for (const file of files) {
      const source = readFileSync(at(`src/market/${file}`), 'utf8')
      for (const [, number] of source.matchAll(/\b[Ss]tep (\d+(?:\.\d+)?)(?: of the month|:)/g)) {
        const own = named.filter(({ name }) => source.includes(`export function ${name}(`)).map((one) => one.number)
        if (file.endsWith('partners.ts')) expect(number).toBe('2')
        else expect([file, own]).toEqual([file, expect.arrayContaining([number])])
        headers++
      }
    }
    expect(headers).toBeGreaterThanOrEqual(10)
  })
})
