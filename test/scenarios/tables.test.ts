/** Tables of a researcher's own, by every road: whole or refused, and normalised where that is asked for. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { SUM_TABLES } from '../../src/scenarios/cross-checks.ts'
import { type LoadedScenario, loadScenario, type Override } from '../../src/scenarios/load.ts'
import { DEFAULT_SCENARIO, PATHS, parameterAt } from '../../src/scenarios/parameters.ts'
import { resolvedYaml } from '../../src/scenarios/resolved-yaml.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { isDatedTable, keysOfTable, TABLE_PATHS, WHOLE_TABLES } from '../../src/scenarios/tables.ts'
import { scenarioAt } from '../../src/scenarios/timeline.ts'
import { memoryFiles } from './memory-files.ts'

const set = (text: string): Override => ({ option: '--set', text })
const at = (scenario: Scenario, path: string): unknown =>
  path.split('.').reduce<unknown>((group, key) => (group as { [key: string]: unknown })[key], scenario)

function load(files: { readonly [name: string]: string }, overrides: readonly Override[] = []): LoadedScenario {
  return loadScenario('a.yaml', memoryFiles(files), overrides)
}

function faults(files: { readonly [name: string]: string }, overrides: readonly Override[] = []): string[] {
  try {
    load(files, overrides)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults.map(({ message, suggestion }) => `${message} ${suggestion}`)
    throw error
  }
}

interface Written {
  readonly files: { readonly [name: string]: string }
  readonly overrides: readonly Override[]
}

/** The same table by every road, from rows of key and value. */
const ROADS: { readonly [road: string]: (table: string, rows: readonly string[], csv: string) => Written } = {
  file: (table, rows) => {
    const [section, key] = table.split('.')
    return { files: { 'a.yaml': `name: a\n${section}: { ${key}: { ${rows.join(', ')} } }\n` }, overrides: [] }
  },
  'file, CSV': (table, _, csv) => {
    const [section, key] = table.split('.')
    return { files: { 'a.yaml': `name: a\n${section}: { ${key}: t.csv }\n`, 't.csv': csv }, overrides: [] }
  },
  'file that extends': (table, rows) => {
    const [section, key] = table.split('.')
    const own = `name: a\nextends: b.yaml\n${section}: { ${key}: { ${rows.join(', ')} } }\n`
    return { files: { 'a.yaml': own, 'b.yaml': 'name: b\n' }, overrides: [] }
  },
  arm: (table, rows) => {
    const arms = `arms: { plain: {}, own: { set: { ${table}: { ${rows.join(', ')} } } } }`
    return { files: { 'a.yaml': `name: a\nexperiment: { ${arms} }\n` }, overrides: [] }
  },
  'arm, CSV': (table, _, csv) => {
    const arms = `arms: { plain: {}, own: { set: { ${table}: t.csv } } }`
    return { files: { 'a.yaml': `name: a\nexperiment: { ${arms} }\n`, 't.csv': csv }, overrides: [] }
  },
  '--set': (table, rows) => {
    return { files: { 'a.yaml': 'name: a\n' }, overrides: [set(`${table}={ ${rows.join(', ')} }`)] }
  },
  '--set, CSV': (table, _, csv) => {
    return { files: { 'a.yaml': 'name: a\n', 't.csv': csv }, overrides: [set(`${table}=t.csv`)] }
  },
  timeline: (table, rows) => {
    const change = `{ month: 3, set: { ${table}: { ${rows.join(', ')} } } }`
    return { files: { 'a.yaml': `name: a\ntimeline: [${change}]\n` }, overrides: [] }
  },
  'timeline, CSV': (table, _, csv) => {
    return {
      files: { 'a.yaml': `name: a\ntimeline: [{ month: 3, set: { ${table}: t.csv } }]\n`, 't.csv': csv },
      overrides: [],
    }
  },
}

const write = (road: string, table: string, values: readonly (readonly [string, unknown])[]): Written => {
  const rows = values.map(([key, value]) => `${key}: ${String(value)}`)
  return ROADS[road](table, rows, `key,value\n${values.map(([key, value]) => `${key},${String(value)}\n`).join('')}`)
}

/** The values of a table at its defaults, with the first two exchanged or raised a little, so that they differ. */
function otherValues(table: string): [string, unknown][] {
  const keys = keysOfTable(table)
  const values = keys.map((path) => parameterAt(path)!.default as number)
  if (SUM_TABLES.includes(table)) [values[0], values[1]] = [values[1], values[0]]
  return keys.map((path, k) => [path.slice(table.length + 1), values[k]])
}

const found = (road: string, written: Written): Scenario => {
  const { scenario, experiment } = load(written.files, written.overrides)
  if (road.startsWith('arm')) return experiment!.arms[1].scenario
  return road.startsWith('timeline') ? scenarioAt(scenario, 3) : scenario
}

describe.each(WHOLE_TABLES)('%s', (table) => {
  const roads = Object.keys(ROADS).filter((road) => !road.startsWith('timeline') || isDatedTable(table))

  test.each(roads)('whole, in the road %s, is what is in force', (road) => {
    const values = otherValues(table)
    const scenario = found(road, write(road, table, values))
    for (const [key, value] of values) expect(at(scenario, `${table}.${key}`), key).toBe(value)
  })

  test.each(roads)('without one of its keys, or empty, in the road %s is refused once', (road) => {
    const values = otherValues(table)
    for (const missing of values.keys()) {
      const written = write(
        road,
        table,
        values.filter((_, k) => k !== missing),
      )
      expect(faults(written.files, written.overrides)).toEqual([expect.stringContaining(`lacks ${values[missing][0]}`)])
    }
    const empty = write(road, table, [])
    expect(faults(empty.files, empty.overrides)).toEqual([expect.stringContaining('has none of its keys')])
  })
})

test('every group of numbers is a table, and single values keep their dotted keys', () => {
  const groups = PATHS.map((path) => path.split('.').slice(0, 2).join('.'))
  const deep = PATHS.filter((path) => path.split('.').length === 3 && !path.startsWith('lenders.'))
  expect(deep.length).toBeGreaterThan(40)
  expect(deep.filter((path) => !TABLE_PATHS.some((table) => path.startsWith(`${table}.`)))).toEqual([])
  expect(TABLE_PATHS.filter((table) => !groups.includes(table) && table !== 'lenders.roster')).toEqual([])
  expect(load({ 'a.yaml': 'name: a\n' }, [set('strategy.niche.imitate=0.01')]).scenario.strategy.niche.imitate).toBe(
    0.01,
  )
})

test('a roster may be a CSV in an arm and after --set', () => {
  const csv =
    'name,class,model,weight,products\nA,bank,creditApp,1,traditional\nB,platform,ecommerce,2,ecommerce;rent\n'
  const arms = 'experiment: { arms: { plain: {}, own: { set: { lenders.roster: r.csv } } } }\n'
  const byArm = load({ 'a.yaml': `name: a\n${arms}`, 'r.csv': csv })
  const byOption = load({ 'a.yaml': 'name: a\n', 'r.csv': csv }, [set('lenders.roster=r.csv')])
  expect(byArm.experiment!.arms[1].scenario.lenders.roster).toEqual(byOption.scenario.lenders.roster)
  expect(byOption.scenario.lenders.roster).toHaveLength(2)
  for (const { tables } of [byArm, byOption]) expect(tables.map(({ file }) => file)).toEqual(['r.csv'])
})

test.each(['t.xlsx', 'Tabelle.XLS', '数据.ods', 't.numbers'])(
  'a workbook, %s, is told to be saved as CSV UTF-8, once',
  (name) => {
    for (const files of [
      { 'a.yaml': `name: a\nneeds: { median: ${name} }\n` },
      { 'a.yaml': `name: a\nexperiment: { arms: { plain: {}, own: { set: { lenders.roster: ${name} } } } }\n` },
    ]) {
      expect(faults(files)).toEqual([expect.stringContaining('CSV UTF-8')])
    }
    expect(faults({ 'a.yaml': 'name: a\n' }, [set(`needs.median=${name}`)])).toEqual([
      expect.stringContaining('CSV UTF-8'),
    ])
  },
)

test('a CSV that is no UTF-8 is told how to be saved', () => {
  const files = memoryFiles({
    'a.yaml': 'name: a\nlenders: { roster: r.csv }\n',
    'r.csv': Uint8Array.of(0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc4, 0xea, 0xc1, 0xe4, 0x0a),
  })
  expect(() => loadScenario('a.yaml', files, [])).toThrow(/GBK.*CSV UTF-8/)
})

describe('normalise', () => {
  const percents = [0.34, 0.28, 0.17, 0.11, 0.06, 0.03]
  const share = keysOfTable('needs.share').map((path, k): [string, unknown] => [
    path.slice('needs.share.'.length),
    percents[k],
  ])
  const sum = percents.reduce((total, value) => total + value, 0)

  const withNormalise = (written: Written): Written => ({
    ...written,
    files: { ...written.files, 'a.yaml': `normalise: true\n${written.files['a.yaml']}` },
  })

  test.each(Object.keys(ROADS))(
    'is offered for a sum that is off by rounding, does it, and is reproduced: %s',
    (road) => {
      const written = write(road, 'needs.share', share)
      expect(faults(written.files, written.overrides)).toEqual([expect.stringContaining('normalise: true')])
      const { files, overrides } = withNormalise(written)
      const scenario = found(road, { files, overrides })
      share.forEach(([key], k) => {
        expect(at(scenario, `needs.share.${key}`)).toBeCloseTo(percents[k] / sum, 12)
      })
      const { scenario: whole, experiment } = load(files, overrides)
      const again = load({ 'a.yaml': resolvedYaml(whole, experiment) })
      expect(again.scenario).toEqual(whole)
      expect(again.experiment?.arms.map((arm) => arm.scenario)).toEqual(experiment?.arms.map((arm) => arm.scenario))
      if (road.startsWith('--set'))
        expect(load(written.files, [...written.overrides, set('normalise=true')]).scenario).toEqual(whole)
    },
  )

  test('is inherited, and may be taken back', () => {
    const table = `needs: { share: { ${share.map(([key, value]) => `${key}: ${String(value)}`).join(', ')} } }\n`
    const files = { 'a.yaml': 'name: a\nextends: b.yaml\n', 'b.yaml': `name: b\nnormalise: true\n${table}` }
    expect(faults(files)).toEqual([])
    expect(faults({ ...files, 'a.yaml': `${files['a.yaml']}normalise: false\n` })).toHaveLength(1)
    expect(faults(files, [set('normalise=false')])).toHaveLength(1)
    expect(faults({ 'a.yaml': 'name: a\nnormalise: maybe\n' })).toEqual([
      expect.stringContaining('neither true nor false'),
    ])
  })

  test('covers rounding only', () => {
    const off =
      'name: a\nnormalise: true\nneeds: { share: { shopping: 0.5, education: 0.1, rent: 0.1, renovation: 0.1, travel: 0.1, other: 0 } }\n'
    expect(faults({ 'a.yaml': off })).toEqual([expect.stringContaining('sum to 0.9')])
    expect(faults({ 'a.yaml': off })[0]).not.toContain('normalise')
  })

  test('any table of shares rounded to whole percents is accepted, and the offer is made exactly where it helps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 5, maxLength: 5 }), (parts) => {
        const total = parts.reduce((all, part) => all + part, 0)
        const keys = keysOfTable('population.ageShare').map((path) => path.split('.')[2])
        const rows = keys.map((key, k) => `${key}: ${Math.round((100 * parts[k]) / total) / 100}`)
        const text = `name: a\npopulation: { ageShare: { ${rows.join(', ')} } }\n`
        const plain = faults({ 'a.yaml': text })
        if (plain.length > 0) expect(plain).toEqual([expect.stringContaining('normalise: true')])
        expect(faults({ 'a.yaml': `${text}normalise: true\n` })).toEqual([])
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  test('leaves what sums to 1 as it is', () => {
    expect(load({ 'a.yaml': 'name: a\nnormalise: true\n' }).scenario.needs).toBe(DEFAULT_SCENARIO.needs)
  })
})
