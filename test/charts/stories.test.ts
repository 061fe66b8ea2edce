/** The two stories, coverage and sameness: drawn where arms differ in them, from the arms' own numbers. */
import { expect, test } from 'vitest'
import type { Chart, FactorInput, Lang } from '../../src/charts/chart.ts'
import { allCharts } from '../../src/charts/charts.ts'
import { coverageStoryChart } from '../../src/charts/coverage-story-chart.ts'
import { ensembleCharts } from '../../src/charts/ensemble-charts.ts'
import { HOLLOW, nicheDotsChart } from '../../src/charts/niche-dots-chart.ts'
import { samenessMapChart } from '../../src/charts/sameness-map-chart.ts'
import { samenessPathsChart } from '../../src/charts/sameness-paths-chart.ts'
import { gapsOf, samenessStoryChart } from '../../src/charts/sameness-story-chart.ts'
import { armOutcomes } from '../../src/measures/ensemble.ts'
import { groupReachByMonth } from '../../src/measures/fates.ts'
import { plainEnsemble, plainFactor } from '../fixtures/plain-ensemble.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'
import { complaintsOf, schemaFaults } from '../fixtures/vega.ts'

const COVERAGE = plainFactor('credit.coverage', [0.5, 0.727, 0.9, 1])
const FORMATION = plainFactor('credit.fileFormation', [false, true])
const DELTA = plainFactor('products.differentiation', [0, 0.25, 1])
const STARTS = plainFactor('products.differentiation', [0, 1])
const CHI = plainFactor('products.research', [0, 0.3, 1])
const IMITATION = plainFactor('products.imitation', [0, 0.9])
const KERNEL = plainFactor('products.crowdKernel', ['gaussian', 'flat'])

const STORIES = ['coverage', 'sameness', 'niche-dots', 'sameness-paths', 'sameness-map']

/** Every datum of a spec. */
function dataOf(spec: unknown): Record<string, unknown>[] {
  if (Array.isArray(spec)) return spec.flatMap(dataOf)
  if (typeof spec !== 'object' || spec === null) return []
  return Object.entries(spec).flatMap(([key, value]) =>
    key === 'values' && Array.isArray(value) && typeof value[0] === 'object' ? value : dataOf(value),
  )
}

const DESIGNS: readonly (readonly [string, Lang, number, readonly FactorInput[], readonly string[]])[] = [
  ['coverage by reading', 'en', 5, [COVERAGE, FORMATION], ['coverage']],
  [
    'coverage × δ',
    'zh',
    5,
    [plainFactor('credit.coverage', [0.5, 0.9]), DELTA],
    ['coverage', 'sameness', 'niche-dots'],
  ],
  ['one run of δ', 'en', 1, [DELTA], ['sameness', 'niche-dots']],
  ['χ × imitation × starts', 'en', 5, [CHI, IMITATION, STARTS], STORIES.slice(1)],
  ['χ × imitation × starts × kernel', 'zh', 2, [CHI, IMITATION, STARTS, KERNEL], ['sameness-paths', 'sameness-map']],
  [
    'a map with a rule',
    'en',
    5,
    [CHI, IMITATION, STARTS, plainFactor('regulation.generalLoans', ['allowed', 'converted']), KERNEL],
    ['sameness', 'niche-dots', 'sameness-map'],
  ],
  ['something else', 'en', 5, [plainFactor('pricing.aprCap', [0.2, 0.24])], []],
]

test.each(DESIGNS)('%s (%s, %d runs): the stories open the charts', async (_, lang, replications, factors, ids) => {
  const charts = ensembleCharts(plainEnsemble({ lang, factors, replications }))
  expect(charts.slice(0, ids.length).map(({ id }) => id)).toEqual(ids)
  expect(charts.slice(ids.length).some(({ id }) => STORIES.includes(id))).toBe(false)
  for (const { id, spec, title, caption } of charts.slice(0, ids.length)) {
    expect([id, schemaFaults(spec)]).toEqual([id, []])
    const { svg, complaints } = await complaintsOf(spec)
    expect([id, complaints]).toEqual([id, []])
    for (const text of [title, caption, svg]) expect(text).not.toMatch(/[{}]\w+[{}]|undefined|NaN|null</)
    const intervals = dataOf(spec).filter(({ low }) => typeof low === 'number')
    expect(intervals.length > 0).toBe(replications >= 5 && id !== 'niche-dots' && id !== 'sameness-map')
  }
})

const judged = (chart: Chart | undefined): string => chart?.title ?? ''

test('titles say what clearly moves, and nothing over few runs', () => {
  const factors = [COVERAGE, FORMATION]
  const titleOf = (replications: number, size: number): string =>
    judged(
      coverageStoryChart(
        plainEnsemble({
          factors,
          replications,
          // Between coverage .5 and .9 alone, and in those alone who get their file there.
          effect: (_, key, set) => (key === 'reached.filedAt90' && set['credit.coverage'] === 0.9 ? size : 0),
        }),
      ),
    )
  expect(titleOf(8, 9)).toMatch(
    /50.% to 90.%.*Coverage alone.*reach of those .* rises by .*.points, their price .* does not/i,
  )
  expect(titleOf(8, -9)).toMatch(/reach of those .* falls by/)
  expect(titleOf(8, 0)).toMatch(/reach of those .* does not clearly move/)
  expect(titleOf(4, 9)).toMatch(/too few runs/)
  const sameness = (key: string, size: number): string =>
    judged(
      samenessStoryChart(
        plainEnsemble({
          factors: [DELTA],
          replications: 8,
          effect: (_, own, set) => (own === key && set['products.differentiation'] === 1 ? size : 0),
        }),
      ),
    )
  // What is below zero rises by shrinking.
  expect(sameness('reached.tailLessHead', -9)).toMatch(/the tail gains .* homogenisation does not clearly move/)
  expect(sameness('reached.tailLessHead', 9)).toMatch(/the tail falls .* further behind/)
  expect(sameness('homogenisation', -9)).toMatch(/tail less head does not clearly move, homogenisation falls/)
})

test('points are the means of their arms', () => {
  const input = plainEnsemble({ factors: [COVERAGE, FORMATION], replications: 5 })
  const drawn = dataOf(coverageStoryChart(input)!.spec)
  const levels = armOutcomes(input.tables)
  for (const key of ['reached.filedAt50', 'premium.filedLast', 'loss.filedAt90']) {
    for (const { mean } of levels.filter((row) => row.key === key)) {
      expect(drawn.some((one) => Math.abs(Number(one.mean) - 100 * mean) < 1e-3)).toBe(true)
    }
  }
  const mapped = plainEnsemble({ factors: [CHI, IMITATION, KERNEL], replications: 5 })
  const cells = dataOf(samenessMapChart(mapped)!.spec).map(({ text }) => text)
  for (const { mean } of armOutcomes(mapped.tables).filter(({ key }) => key === 'homogenisation')) {
    expect(cells).toContain(mean.toFixed(2))
  }
})

test('the gap is cut where tail and head cross, and shaded by its sign', () => {
  const at = (place: number, head: number, tail: number) => ({
    at: place,
    head: { mean: head, low: null, high: null },
    tail: { mean: tail, low: null, high: null },
  })
  const gaps = gapsOf([at(0, 90, 80), at(1, 80, 90), at(2, 80, 85)])
  expect(gaps.map(({ at: place, head, tail, isLacking }) => [place, head, tail, isLacking])).toEqual([
    [0, 90, 80, true],
    [0.5, 85, 85, true],
    [0.5, 85, 85, false],
    [1, 80, 90, false],
    [1, 80, 90, false],
    [2, 80, 85, false],
  ])
  expect(new Set(gaps.map(({ part }) => part)).size).toBe(3)
})

test('a purpose is hollow where most of its needs find no product', () => {
  const chart = nicheDotsChart(plainEnsemble({ factors: [DELTA], replications: 5 }))!
  const dots = dataOf(chart.spec).filter(({ without }) => typeof without === 'number')
  for (const { without, isHollow } of dots) expect(isHollow).toBe(Number(without) > 100 * HOLLOW)
  // The fixture leaves most of 'travel' and 'other' without.
  expect(new Set(dots.flatMap(({ purpose, isHollow }) => (isHollow === true ? [purpose] : [])))).toEqual(
    new Set(['travel', 'other']),
  )
  expect(chart.title).toMatch(/6 of 18 dots are hollow/)
})

test('paths have a line for each arm, and their title the ends', () => {
  const input = plainEnsemble({ factors: [CHI, STARTS], replications: 5, months: 4 })
  const chart = samenessPathsChart(input)!
  const ends = dataOf(chart.spec).filter(({ month, name }) => month === 3 && name !== undefined)
  expect(new Set(ends.map(({ name }) => name)).size).toBe(6)
  const means = ends.map(({ mean }) => Number(mean))
  expect(chart.title).toContain(Math.min(...means).toFixed(2))
  expect(chart.title).toContain(Math.max(...means).toFixed(2))
})

test.each(['en', 'zh'] as const)('a run in which coverage changes opens with what that does (%s)', async (lang) => {
  const timeline = [{ month: 13, set: { 'credit.coverage': 0.9 } }]
  const scenario = syntheticScenario({ horizon: { burnIn: 6, months: 30 }, timeline })
  const tables = syntheticRecord(scenario)
  const plain = { ...scenario, timeline: [] }
  expect(allCharts({ tables, scenario: plain, lang }).map(({ id }) => id)).not.toContain('coverage-months')
  const [chart] = allCharts({ tables, scenario, lang })
  expect(chart.id).toBe('coverage-months')
  expect(schemaFaults(chart.spec)).toEqual([])
  const { svg, complaints } = await complaintsOf(chart.spec)
  expect(complaints).toEqual([])
  for (const text of [chart.title, chart.caption, svg]) expect(text).not.toMatch(/[{}]\w+[{}]|undefined|NaN|null</)
  // Lines for three groups, of reach and of prices.
  const drawn = dataOf(chart.spec).filter(({ value }) => typeof value === 'number')
  expect(new Set(drawn.map(({ group }) => group)).size).toBe(3)
  // The title tells the share of twelve months, from the record itself.
  const { reached, reachable } = groupReachByMonth({ tables, scenario }, 'wouldBeFiled', (band) =>
    ['0.727', '0.9'].includes(band),
  )
  const over = (to: number): number => {
    let [part, whole] = [0, 0]
    for (let month = to - 11; month <= to; month++) {
      part += reached.get(month) ?? 0
      whole += reachable.get(month) ?? 0
    }
    return (100 * part) / whole
  }
  expect(chart.title).toContain(over(12).toFixed(1))
  expect(chart.title).toContain(over(29).toFixed(1))
})
