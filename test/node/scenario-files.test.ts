/** Files that scenarios may name: inside the project, links resolved; shipped scenarios by name; FILE:ARM. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { UsageError } from '../../src/node/failure.ts'
import { nodeFiles, readScenario, scenarioPath, scenarioPlace, shippedNames } from '../../src/node/scenario-files.ts'
import { usedParameters } from '../../src/node/used-parameters.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'

const home = realpathSync(mkdtempSync(join(tmpdir(), 'xiaojin-files-')))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const AGES = 'key,value\nunder20,0.1\nfrom20,0.35\nfrom30,0.3\nfrom40,0.17\nfrom50,0.08\n'

let project = ''
let count = 0
beforeEach(() => {
  project = join(home, String(count++), 'project')
  mkdirSync(project, { recursive: true })
})

const put = (name: string, text: string): string => {
  const file = join(project, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}
const load = (file: string): LoadedScenario => loadScenario(file, nodeFiles, [])
const faults = (file: string): string[] => {
  try {
    load(file)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults.map(({ message, suggestion }) => `${message} ${suggestion}`)
    throw error
  }
}

describe('links inside the project', () => {
  test.each(['.git', 'package.json'])('a study in a subfolder shares a base and tables under %s', (mark) => {
    put(mark, '{}')
    put('base.yaml', 'name: base\ncredit: { coverage: 0.61 }\n')
    put('data/ages.csv', AGES)
    const file = put(
      'studies/one/a.yaml',
      'name: a\nextends: ../../base.yaml\npopulation: { ageShare: ../../data/ages.csv }\n',
    )
    const { scenario, tables, origins } = load(file)
    expect(scenario.credit.coverage).toBe(0.61)
    expect(scenario.population.ageShare.from50).toBe(0.08)
    expect(tables.map((table) => table.file)).toEqual(['../../data/ages.csv'])
    const told = usedParameters(file, scenario, origins)
    expect(told.find(({ key }) => key === 'credit.coverage')!.origin).toBe('../../base.yaml:2')
    expect(JSON.stringify(told)).not.toContain(home)
  })

  test('without a mark the own folder is the project', () => {
    put('base.yaml', 'name: base\n')
    expect(faults(put('studies/a.yaml', 'name: a\nextends: ../base.yaml\n'))).toEqual([
      expect.stringContaining('outside the project'),
    ])
    put('studies/package.json', '{}')
    expect(faults(put('studies/deep/a.yaml', 'name: a\nextends: ../../base.yaml\n'))).toEqual([
      expect.stringContaining('outside the project'),
    ])
  })

  test.each([
    ['extends', 'name: a\nextends: LINK.yaml\n', 'LINK.yaml'],
    ['a table', 'name: a\npopulation: { ageShare: LINK.csv }\n', 'LINK.csv'],
    [
      'a table of an arm',
      'name: a\nexperiment: { arms: { b: {}, c: { set: { population.ageShare: LINK.csv } } } }\n',
      'LINK.csv',
    ],
  ])('%s that leads outside by a symbolic link is refused, file or folder', (_, text, name) => {
    put('package.json', '{}')
    const outside = join(dirname(project), `secret-${name}`)
    writeFileSync(outside, 'secret,secret\n')
    symlinkSync(outside, join(project, name))
    const told = faults(put('a.yaml', text))
    expect(told).toEqual([expect.stringContaining('outside the project')])
    expect(told.join()).not.toContain('secret,')
    symlinkSync(dirname(project), join(project, 'folder'))
    expect(faults(put('b.yaml', text.replace(name, `folder/secret-${name}`)))).toEqual([
      expect.stringContaining('outside the project'),
    ])
  })

  test('a folder that is itself a link has the root of where it really is', () => {
    put('package.json', '{}')
    put('base.yaml', 'name: base\n')
    put('real/a.yaml', 'name: a\nextends: ../base.yaml\n')
    const elsewhere = join(dirname(project), 'elsewhere')
    symlinkSync(join(project, 'real'), elsewhere)
    expect(faults(join(elsewhere, 'a.yaml'))).toEqual([])
  })

  test.each(['/etc/passwd', 'C:/a.yaml', '~/a.yaml', 'file:///etc/passwd', '..\\base.yaml'])(
    '%s is refused',
    (link) => {
      put('package.json', '{}')
      expect(faults(put('a.yaml', `name: a\nextends: '${link}'\n`))).toHaveLength(1)
      expect(faults(put('b.yaml', `name: b\nneeds: { median: '${link}.csv' }\n`))).toHaveLength(1)
    },
  )

  test('a circle through subfolders is told', () => {
    put('package.json', '{}')
    put('b.yaml', 'name: b\nextends: sub/a.yaml\n')
    expect(faults(put('sub/a.yaml', 'name: a\nextends: ../b.yaml\n'))).toEqual([expect.stringContaining('circle')])
  })
})

describe('shipped scenarios by name', () => {
  test('every one can be extended from anywhere, and is what it is', () => {
    expect(shippedNames().length).toBeGreaterThan(30)
    for (const name of shippedNames()) {
      const { scenario, experiment, origins } = load(put(`${name}.yaml`, `name: mine\nextends: ${name}\n`))
      const shipped = load(scenarioPath(name))
      expect({ ...scenario, name: '', title: '' }, name).toEqual({ ...shipped.scenario, name: '', title: '' })
      expect(experiment?.arms.map((arm) => arm.name)).toEqual(shipped.experiment?.arms.map((arm) => arm.name))
      const told = JSON.stringify(usedParameters(join(project, `${name}.yaml`), scenario, origins))
      expect(told).not.toContain(process.cwd())
    }
  })

  test('a name that is none gets one that is, or the file beside it', () => {
    expect(faults(put('a.yaml', 'name: a\nextends: baselin\n'))).toEqual([
      expect.stringContaining('did you mean baseline?'),
    ])
    put('mine.yaml', 'name: mine\n')
    expect(faults(put('b.yaml', 'name: b\nextends: mine\n'))).toEqual([
      expect.stringContaining('did you mean mine.yaml?'),
    ])
  })

  test('are found by name, with an arm, and a file of that name goes first', () => {
    expect(scenarioPath('wider-coverage')).toMatch(/scenarios.wider-coverage\.yaml$/)
    expect(scenarioPlace('checkout:graded')).toEqual({ file: scenarioPath('checkout'), arm: 'graded' })
    const file = put('x:y.yaml', 'name: a\n')
    expect(scenarioPlace(file)).toEqual({ file, arm: undefined })
    const armed = put('a.yaml', 'name: a\nexperiment: { arms: { one: {}, two: { set: { credit.coverage: 0.5 } } } }\n')
    const { scenario, arm, experiment, origins } = readScenario(`${armed}:two`, [], { quiet: true })
    expect(scenario.credit.coverage).toBe(0.5)
    expect([arm?.name, experiment]).toEqual(['two', undefined])
    expect(origins.get('credit.coverage')).toEqual({ kind: 'option', option: '--arm', text: 'two' })
    expect(() => readScenario(`${armed}:tow`, [], { quiet: true })).toThrow(/Did you mean two\?.*one, two/)
  })

  test.each(['C:\\nowhere\\a.yaml', 'C:/nowhere/a.yaml', 'nowhere.yaml:a', 'baseline:a', 'basline'])('%s', (typed) => {
    expect(() => readScenario(typed, [], { quiet: true })).toThrow(UsageError)
    expect(() => readScenario(typed, [], { quiet: true })).toThrow(/^(There is no file|.* names no arm)/)
  })
})
