import { expect, test } from 'vitest'
import { textIn } from '../../src/base/vocabulary.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { scenarioAt } from '../../src/scenarios/timeline.ts'
import { memoryFiles } from './memory-files.ts'

function load(timeline: string): Scenario {
  return loadScenario('a.yaml', memoryFiles({ 'a.yaml': `name: a\ntimeline:\n${timeline}` }), []).scenario
}

const scenario = load(`
  - { month: 24, set: { credit.coverage: 0.9, pricing.aprCap: 0.15 }, note: reform }
  - { month: -24, set: { income.separationRate: 0.01 } }
  - { month: 24, set: { lenders.platform.reportingShare: 0 } }
  - { month: 30, set: { pricing.aprCap: 0.36 } }
`)

test('changes hold from their month on', () => {
  expect(scenarioAt(scenario, -24).income.separationRate).toBe(0.01)
  expect(scenarioAt(scenario, 23).credit.coverage).toBe(0.727)
  const later = scenarioAt(scenario, 24)
  expect(later.credit.coverage).toBe(0.9)
  expect(later.pricing.aprCap).toBe(0.15)
  expect(later.lenders.platform.reportingShare).toBe(0)
  expect(later.income.separationRate).toBe(0.01)
  expect(scenarioAt(scenario, 59).pricing.aprCap).toBe(0.36)
  expect(scenarioAt(scenario, 59).credit.coverage).toBe(0.9)
})

test('a month in which nothing changes gives the same object', () => {
  expect(scenarioAt(scenario, 25)).toBe(scenarioAt(scenario, 24))
  expect(scenarioAt(scenario, 29)).toBe(scenarioAt(scenario, 24))
  expect(scenarioAt(scenario, 30)).not.toBe(scenarioAt(scenario, 29))
  const still = load('  []')
  expect(scenarioAt(still, -24)).toBe(still)
  expect(scenarioAt(still, 59)).toBe(still)
})

test('the scenario in force is frozen and shares what did not change', () => {
  const later = scenarioAt(scenario, 40)
  expect(Object.isFrozen(later.pricing)).toBe(true)
  expect(later.needs).toBe(scenario.needs)
  expect(scenario.pricing.aprCap).toBe(0.24)
})

test('entries are sorted by month, and entries of one month keep their order', () => {
  expect(scenario.timeline.map(({ month }) => month)).toEqual([-24, 24, 24, 30])
  expect(scenario.timeline[1].note).toBe('reform')
  expect(scenario.timeline[2].set).toEqual({ 'lenders.platform.reportingShare': 0 })
})

test('a note is one text for both languages, or a text for each', () => {
  const told = load(`
  - { month: 1, set: { credit.coverage: 0.9 }, note: reform }
  - { month: 2, set: { credit.coverage: 0.8 }, note: { zh: 改革, en: reform } }
  - { month: 3, set: { credit.coverage: 0.7 } }
`).timeline
  expect(told.map(({ note }) => [textIn(note, 'en'), textIn(note, 'zh')])).toEqual([
    ['reform', 'reform'],
    ['reform', '改革'],
    [undefined, undefined],
  ])
})

test('a derived file replaces the timeline as a whole', () => {
  const files = memoryFiles({
    'b.yaml': 'name: b\nextends: a.yaml\ntimeline:\n  - { month: 1, set: { pricing.aprCap: 0.2 } }\n',
    'a.yaml': 'name: a\ntimeline:\n  - { month: 2, set: { pricing.aprCap: 0.1 } }\n',
  })
  expect(loadScenario('b.yaml', files, []).scenario.timeline).toEqual([{ month: 1, set: { 'pricing.aprCap': 0.2 } }])
})

test('shares may change together in a month though each alone would break their sum', () => {
  const changed = load('  - { month: 3, set: { needs.share.shopping: 0.701, needs.share.travel: 0.127 } }\n')
  expect(scenarioAt(changed, 3).needs.share.travel).toBe(0.127)
})
