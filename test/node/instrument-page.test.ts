/** docs/instrument*.md follow from the data of `npm run instrument`, and say no more than its intervals allow. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boxAround, REACH, valueAt, withBox } from '../../scripts/lib/instrument-box.mjs'
import { instrumentPage } from '../../scripts/lib/instrument-page.mjs'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { loadScenario } from '../../src/scenarios/load.ts'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const LANGS = ['en', 'zh'] as const

test.each([
  ['en', 'docs/instrument.md'],
  ['zh', 'docs/instrument.zh-CN.md'],
] as const)('the page tells what was found (%s)', (lang, path) => {
  expect(read(path)).toBe(instrumentPage(JSON.parse(read('docs/instrument.json')), lang))
})

const KEYS = [
  ...['reached.all', 'reached.filedAt50', 'reached.filedAt90', 'reached.filedLast', 'reached.income1'],
  ...['reached.tailLessHead', 'reached.pricedOut'],
]
const made = { commands: ['xiaojin sweep constraints'], from: { version: '0.1.0', commit: null, changed: false } }
const titleOf = (name: string) => ({ en: name, zh: name })

/** Reach of five seeds about .8, and of the same seeds with all constraints lifted, `more` higher but for `spread`. */
function constraintsWith(more: number, spread: number) {
  const seeds = [0, 1, 2, 3, 4]
  const arm = (change: (seed: number) => number) =>
    Object.fromEntries(KEYS.map((key) => [key, seeds.map((seed) => 0.8 + 0.01 * seed + change(seed))]))
  const lifted = arm((seed) => more + spread * (seed - 2))
  const values = { asItIs: arm(() => 0), tries: arm(() => 0), all: lifted, known: arm(() => 0), allKnown: lifted }
  return { ...made, values, titles: Object.fromEntries(Object.keys(values).map((name) => [name, titleOf(name)])) }
}

describe('what all constraints take together', () => {
  test.each([
    [0.03, 0.001, 'less than 5 points', '少于5个百分点'],
    [0.08, 0.001, 'at least 5 points', '不少于5个百分点'],
    [0.05, 0.01, 'not told apart from 5 points', '不能判定是否达到5个百分点'],
  ])('%f with a spread of %f', (more, spread, en, zh) => {
    const data = { constraints: constraintsWith(more, spread) }
    const [english, chinese] = LANGS.map((lang) => instrumentPage(data, lang))
    expect(/reach, all: .* points \((.*)\)\./.exec(english!)?.[1]).toBe(en)
    expect(/满足率（全部）变化 .* 个百分点（(.*)）。/.exec(chinese!)?.[1]).toBe(zh)
    // No arm alone does anything, exactly.
    expect(english).toContain('| tries | 0 | 0 |')
    expect(english).toContain('clear of chance (Holm over 1): none')
  })
})

test('a value of borrowing that moves reach by an open amount is said to', () => {
  const page = (low: readonly number[], high: readonly number[]): string =>
    instrumentPage(
      {
        borrowing: {
          ...made,
          // Integer names come first in an object.
          values: {
            1: { 'reached.all': low, 'served.all': low },
            0.6: { 'reached.all': low, 'served.all': low },
            1.6: { 'reached.all': high, 'served.all': high },
          },
        },
      },
      'en',
    )
  expect(page([0.8, 0.81, 0.82], [0.801, 0.811, 0.8205])).toContain('less than 3 points between any two')
  expect(page([0.8, 0.81, 0.82], [0.85, 0.861, 0.87])).toContain('3 points or more between some two')
  expect(page([0.8, 0.81, 0.82], [0.8, 0.84, 0.85])).toMatch(
    /3 points are not ruled out from 0\.6 to 1\.6: \+\S+ \[[^\]]+\]; from 1 to 1\.6: /,
  )
  expect(page([0.8, 0.81, 0.82], [0.8, 0.84, 0.85])).toMatch(/\| 0\.6 \|.*\n\| 1 \|.*\n\| 1\.6 \|/)
})

describe('signs', () => {
  const signs = (accepted: number) => ({
    ...made,
    ...{ points: 80, targets: 11, baseline: 8, accepted },
    effects: { coverage: { 'reached.all': [0.01, 0.02, 0.03], 'apr.mean': [-0.01, 0.01, 0.02] } },
  })

  test('count only outcomes that nearly all vectors move alike', () => {
    const page = instrumentPage({ signs: signs(3) }, 'en')
    expect(page).toContain('of the vectors: fundable demand reached, %; negative: none.')
    expect(page).toMatch(/\| mean APR of loans made, points \| 3 \| 67 % \| \+1\.00 \|/)
    expect(page).toContain('Signs are over these.')
  })

  test('say so where too few vectors are accepted', () => {
    expect(instrumentPage({ signs: signs(2) }, 'en')).toContain('not all of which are accepted')
    expect(instrumentPage({ signs: signs(2) }, 'zh')).toContain('其中并非全部可接受')
  })
})

test('too many random draws that meet as much take the teeth out of targets', () => {
  const row = { ...{ key: 'a', en: 'a', zh: 'a', use: 'fit', unit: '1', low: 0.1, high: 0.2 }, runs: 2, met: 2 }
  const rows = [
    { ...row, median: 0.15, draws: { met: 1, runs: 4, median: 0.3 } },
    { ...row, use: 'held-out', median: 0.3, met: 0, draws: { met: 4, runs: 4, median: 0.15 } },
  ]
  const counts = (fit: number[], heldOut: number[]) => ({ fit, 'held-out': heldOut })
  const targets = {
    ...{ ...made, rows, baseline: counts([1, 1], [0, 0]) },
    ...{ baselineAsDraws: counts([1, 1], [0, 0]), draws: counts([0, 0, 0, 1], [1, 1, 1, 1]) },
  }
  const lines = instrumentPage({ targets }, 'en').split('\n')
  expect(lines.find((line) => line.startsWith('- **fit**'))).not.toContain('do not tell')
  expect(lines.find((line) => line.startsWith('- **fit**'))).toContain('meets 1 of 1 targets')
  expect(lines.find((line) => line.startsWith('- **held out**'))).toContain('meets 0 of 1 targets')
  expect(lines.find((line) => line.startsWith('- **held out**'))).toContain('do not tell the baseline')
})

describe('the box of scenarios/accepted.yaml', () => {
  test('holds the baseline (npm run instrument -- --box)', () => {
    const { scenario } = loadScenario('scenarios/baseline.yaml', nodeFiles, [])
    const ranges = [...read('scenarios/accepted.yaml').matchAll(/^ {4}([\w.]+): \[(\S+), (\S+)\]$/gm)]
    expect(ranges.map(([, key]) => key)).toEqual(Object.keys(REACH))
    const outside = ranges.filter(([, key, low, high]) => {
      const value = valueAt(scenario, key!)
      return !(Number(low) < value && value < Number(high))
    })
    expect(outside.map(([line]) => line)).toEqual([])
  })

  test('is drawn around a scenario, and nothing else of the file changes', () => {
    const text = read('scenarios/accepted.yaml')
    const files = { ...nodeFiles, read: () => Buffer.from('name: a\nchoice: { misfit: 0.5 }\n') }
    const box = boxAround('scenarios/baseline.yaml', files)
    expect(box.find(([key]) => key === 'choice.misfit')).toEqual(['choice.misfit', 0.35, 0.65])
    expect(withBox(text, box)).toContain('    choice.misfit: [0.35, 0.65]\n')
    expect(withBox(text, box).split('  factors:\n')[0]).toBe(text.split('  factors:\n')[0])
  })
})
