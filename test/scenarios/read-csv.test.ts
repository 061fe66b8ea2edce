import { describe, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { loadScenario, originText } from '../../src/scenarios/load.ts'
import { memoryFiles } from './memory-files.ts'

const AGES = 'key,value\nunder20,0.1\nfrom20,0.35\nfrom30,0.3\nfrom40,0.17\nfrom50,0.08\n'
const scenario = (section: string): string => `name: a\n${section}\n`

function load(files: { readonly [name: string]: string }): ReturnType<typeof loadScenario> {
  return loadScenario('s/a.yaml', memoryFiles(files), [])
}

function faultsOf(files: { readonly [name: string]: string }): string {
  try {
    load(files)
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

describe('tables of the researcher’s own', () => {
  test('a map of shares, with the place of each value and the hash of the file', () => {
    const {
      scenario: loaded,
      origins,
      tables,
    } = load({
      's/a.yaml': scenario('population: { ageShare: data/ages.csv }'),
      's/data/ages.csv': AGES,
    })
    expect(loaded.population.ageShare).toEqual({ under20: 0.1, from20: 0.35, from30: 0.3, from40: 0.17, from50: 0.08 })
    expect(originText(origins.get('population.ageShare.from30')!)).toBe('s/data/ages.csv:4:8')
    expect(tables).toEqual([
      { file: 'data/ages.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown as string },
    ])
    const again = load({
      's/a.yaml': scenario('population: { ageShare: data/ages.csv }'),
      's/data/ages.csv': AGES.replace('0.17', '0.16').replace('0.08', '0.09'),
    })
    expect(again.tables[0].sha256).not.toBe(tables[0].sha256)
  })

  test('a roster, with quotes, Windows line ends and lists in a cell', () => {
    const { scenario: loaded } = load({
      's/a.yaml': scenario('lenders: { roster: l.csv }'),
      's/l.csv':
        'name,class,model,weight,products\r\n"Bank, ""A""",bank,creditApp,3,traditional; usedCar\r\n\r\n7,platform,ecommerce,1e1,ecommerce\r\n'.replace(
          '\r\n7,',
          '\r\n"7",',
        ),
    })
    expect(loaded.lenders.roster).toEqual([
      { name: 'Bank, "A"', class: 'bank', model: 'creditApp', weight: 3, products: ['traditional', 'usedCar'] },
      { name: '7', class: 'platform', model: 'ecommerce', weight: 10, products: ['ecommerce'] },
    ])
  })

  test('the file that extends wins over the table of what it extends', () => {
    const { scenario: loaded } = load({
      's/a.yaml':
        'name: a\nextends: b.yaml\npopulation: { ageShare: { under20: 0.1, from20: 0.35, from30: 0.3, from40: 0.16, from50: 0.09 } }\n',
      's/b.yaml': scenario('population: { ageShare: ages.csv }'),
      's/ages.csv': AGES,
    })
    expect(loaded.population.ageShare).toEqual({ under20: 0.1, from20: 0.35, from30: 0.3, from40: 0.16, from50: 0.09 })
  })

  test.each([
    ['a value out of range', AGES.replace('0.3\n', '30\n'), 's/ages.csv:4:8', 'did you mean 0.3?'],
    ['no number', AGES.replace('0.3\n', 'a third\n'), 's/ages.csv:4:8', 'is not a number'],
    ['an unknown key', AGES.replace('from30', 'form30'), 's/ages.csv:4:1', 'from30'],
    ['a key twice', AGES.replace('from30', 'from20'), 's/ages.csv:4:1', 'twice'],
    ['a sum that is not 1', AGES.replace('0.3\n', '0.2\n'), 's/ages.csv:', 'sum to 0.9'],
    ['another header', AGES.replace('key,value', 'age,share'), 's/ages.csv:1:1', 'key,value'],
    ['a Chinese header', AGES.replace('key,value', '名称,占比'), 's/ages.csv:1:1', 'the header is 名称, 占比'],
    ['semicolons', AGES.replaceAll(',', ';'), 's/ages.csv:1:1', 'separated by commas, not by ;'],
    ['a missing row', AGES.replace('from50,0.08\n', ''), 's/a.yaml:2:25', 'ageShare lacks from50'],
    ['a row too wide', AGES.replace('0.3\n', '0.3,\n'), 's/ages.csv:4:1', 'as wide as the header'],
    ['nothing at all', '\n', 's/ages.csv:1:1', 'empty'],
    ['a quote that stays open', AGES.replace('from30', '"from30'), 's/ages.csv:4:1', 'never closed'],
    ['text after a quote', AGES.replace('from30,', '"from30"x,'), 's/ages.csv:4:9', 'after a closing quote'],
  ])('%s is told at its cell', (_, text, place, words) => {
    const told = faultsOf({ 's/a.yaml': scenario('population: { ageShare: ages.csv }'), 's/ages.csv': text })
    expect(told).toContain(place)
    expect(told).toContain(words)
    // One slip, one fault.
    expect(told).toMatch(/\n1 fault$/)
  })

  test('a missing file, a path outside and bytes that are no text', () => {
    const yaml = scenario('population: { ageShare: ages.csv }')
    expect(faultsOf({ 's/a.yaml': yaml })).toContain('s/a.yaml:2:25')
    const outside = faultsOf({ 's/a.yaml': scenario('population: { ageShare: ../ages.csv }'), 'ages.csv': AGES })
    expect(outside).toContain('population.ageShare names a path outside the project')
    expect(faultsOf({ 's/a.yaml': yaml, 's/ages.csv': 'key,value\0' })).toContain('zero bytes')
  })
})
