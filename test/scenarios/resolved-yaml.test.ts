import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadScenario } from '../../src/scenarios/load.ts'
import { resolvedYaml } from '../../src/scenarios/resolved-yaml.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { cases } from '../size.ts'
import { anyFile } from './any-file.ts'
import { memoryFiles } from './memory-files.ts'

const load = (text: string): Scenario => loadScenario('a.yaml', memoryFiles({ 'a.yaml': text }), []).scenario

test('a resolved scenario loads to the identical scenario', () => {
  fc.assert(
    fc.property(anyFile, (file) => {
      const scenario = load(JSON.stringify(file))
      const text = resolvedYaml(scenario)
      const again = load(text)
      expect(again).toEqual(scenario)
      expect(JSON.stringify(again)).toBe(JSON.stringify(scenario))
      expect(resolvedYaml(again)).toBe(text)
    }),
    { numRuns: cases(60, 2000), seed: 2023 },
  )
})

test.each(['2023', '1e5', '0x1f', 'null', 'true', 'no'])(
  'a name that YAML could read as something else: %s',
  (name) => {
    const scenario = load(`name: "${name}"`)
    expect(load(resolvedYaml(scenario))).toEqual(scenario)
  },
)

test('every value is spelt out', () => {
  const text = resolvedYaml(load('name: a'))
  expect(text).toContain('coverage: 0.727')
  expect(text).toContain('roster: table1')
  expect(text).toContain('timeline: []')
})
