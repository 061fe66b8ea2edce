import { expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { designPoints } from '../../src/scenarios/design.ts'
import { explain } from '../../src/scenarios/explain.ts'
import { factorsOfOptions } from '../../src/scenarios/factor-option.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenarios/load.ts'
import { memoryFiles } from './memory-files.ts'

const OLD_NAMES: { readonly [now: string]: string } = {
  meanDistress: 'meanTrouble',
  distressSd: 'troubleSd',
  distressPersistence: 'troublePersistence',
  facilitationFee: 'takeRate',
}

/** The words of before in a text of today. */
function oldText(text: string): string {
  return text.replace(/meanDistress|distressSd|distressPersistence|facilitationFee/g, (now) => OLD_NAMES[now]!)
}

const BASE = 'name: base\nrepayment: { meanDistress: -4, "distressSd": 1 }\n'
const FILE = `name: a
extends: ./base.yaml
lenders: { bank: { facilitationFee: 0.04 } }
timeline:
  - { month: 3, set: { repayment.meanDistress: -3, lenders.platform.facilitationFee: 0.02 } }
experiment:
  arms:
    plain: {}
    other:
      set:
        repayment.distressPersistence: 0.5
        timeline: [{ month: 2, set: { repayment.meanDistress: 2 } }]
sensitivity:
  factors: { lenders.licensed.facilitationFee: [0.01, 0.04] }
`
const FACTORS = 'name: a\nexperiment: { factors: { repayment.distressSd: [1, 2] } }\n'

function loaded(text: (now: string) => string, file: string, sets: readonly string[] = []): LoadedScenario {
  const files = memoryFiles({ 'a.yaml': text(file), 'base.yaml': text(BASE) })
  const overrides = sets.map((set) => ({ option: '--set', text: text(set) }))
  return loadScenario('a.yaml', files, overrides)
}

const asIs = (text: string): string => text

test('by every road of a file an old key is the new one, with a warning that names place and new key', () => {
  const [old, now] = [loaded(oldText, FILE), loaded(asIs, FILE)]
  expect(now.warnings).toEqual([])
  expect(old.scenario).toEqual(now.scenario)
  expect(old.experiment).toEqual(now.experiment)
  expect(old.sensitivity?.factors.map(({ path }) => path)).toEqual(['lenders.licensed.facilitationFee'])
  expect(old.warnings.map(({ file, line, path }) => `${file}:${line} ${path}`)).toEqual([
    'a.yaml:3 lenders.bank.facilitationFee',
    'a.yaml:5 repayment.meanDistress',
    'a.yaml:5 lenders.platform.facilitationFee',
    'a.yaml:11 repayment.distressPersistence',
    'a.yaml:12 repayment.meanDistress',
    'a.yaml:14 lenders.licensed.facilitationFee',
    'base.yaml:2 repayment.meanDistress',
    'base.yaml:2 repayment.distressSd',
  ])
  expect(old.warnings[0]).toMatchObject({
    message: 'lenders.bank.takeRate is now called lenders.bank.facilitationFee',
    suggestion: 'xiaojin migrate FILE rewrites it',
  })
})

test('factors of an experiment by their old keys make the same arms, under the new names', () => {
  const [old, now] = [loaded(oldText, FACTORS), loaded(asIs, FACTORS)]
  expect(old.experiment).toEqual(now.experiment)
  expect(old.warnings).toHaveLength(1)
})

test.each(['repayment.meanDistress=-5', 'timeline=[{ month: 2, set: { repayment.meanDistress: 2 } }]'])(
  '--set %s takes the old key and warns',
  (set) => {
    const [old, now] = [loaded(oldText, BASE, [set]), loaded(asIs, BASE, [set])]
    expect(old.scenario).toEqual(now.scenario)
    expect(old.warnings.filter(({ file }) => file === '--set')).toHaveLength(1)
  },
)

test('a value that is wrong under an old key is told under the new one', () => {
  expect(() => loaded(oldText, 'name: a\nrepayment: { distressSd: -1 }\n')).toThrow(/repayment\.distressSd/)
  expect(() => loaded(asIs, 'name: a\nrepayment: { distressSd: 1, troubleSd: 1 }\n')).toThrow(ScenarioError)
})

test('--factor takes the old key', () => {
  const { factors, renamed } = factorsOfOptions('--factor', ['repayment.meanTrouble=-4..-3'])
  expect(factors).toMatchObject([{ path: 'repayment.meanDistress', low: -4, high: -3 }])
  expect(renamed).toMatchObject([{ old: 'repayment.meanTrouble', now: 'repayment.meanDistress' }])
})

test('an old key is explained by the new one', () => {
  expect(explain('repayment.meanTrouble', 'en')).toBe(
    `repayment.meanTrouble was renamed to repayment.meanDistress.\n\n${explain('repayment.meanDistress', 'en')}`,
  )
  expect(explain('lenders.bank.takeRate', 'zh')).toContain('已更名为 lenders.bank.facilitationFee。')
})

test('a renamed factor is drawn as under its first name', () => {
  const values = (design: 'lhs' | 'sobol'): unknown[] =>
    designPoints({ design, points: 2, factors: { 'repayment.meanDistress': [0, 1] } }, 7).map(
      ({ set }) => set['repayment.meanDistress'],
    )
  // Of the version before the renames.
  expect(values('lhs')).toEqual([0.4468000884517096, 0.5884004135732539])
  expect(values('sobol')).toEqual([0.7058399156667292, 0.27054049586877227])
})
