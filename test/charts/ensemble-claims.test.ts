import { expect, test } from 'vitest'
import type { Chart, Lang } from '../../src/charts/chart.ts'
import { ensembleCharts } from '../../src/charts/ensemble-charts.ts'
import { type Claim, LEAST_RUNS } from '../../src/measures/claim.ts'
import { differenceBands, differences } from '../../src/measures/ensemble.ts'
import { intervalP } from '../../src/measures/judged.ts'
import { factorComparisons, leadersOf } from '../../src/measures/leaders.ts'
import { holm } from '../../src/measures/paired.ts'
import type { OutcomeSensitivity } from '../../src/measures/sensitivity-tables.ts'
import { normals, plainEnsemble, plainFactor } from '../fixtures/plain-ensemble.ts'
import { syntheticAnalysis } from '../fixtures/synthetic-analysis.ts'
import { cases, SOAK } from '../size.ts'

type Comparisons = Extract<Claim, { kind: 'comparisons' }>

/** Keys of the comparisons that are clear, recomputed by Holm's correction from the p values of the claim. */
function clearKeys({ claims = [] }: Chart): string[] {
  return (claims as readonly Comparisons[]).flatMap(({ keys, ps, runs }) => {
    if (runs < LEAST_RUNS) return []
    const corrected = holm(ps)
    return keys.filter((_, k) => corrected[k] <= 0.05)
  })
}

/** Every datum of a spec. */
function dataOf(spec: unknown): Record<string, unknown>[] {
  if (Array.isArray(spec)) return spec.flatMap(dataOf)
  if (typeof spec !== 'object' || spec === null) return []
  return Object.entries(spec).flatMap(([key, value]) =>
    key === 'values' && Array.isArray(value) && typeof value[0] === 'object' ? value : dataOf(value),
  )
}

/** '3 of 12', or 'none of 12', as a title counts in either language. */
function countIn(title: string): { clear: number; all: number } | undefined {
  const en = /(\d+|[Nn]one) of (\d+)/.exec(title)
  if (en !== null) return { clear: /none/i.test(en[1]) ? 0 : Number(en[1]), all: Number(en[2]) }
  const zh = /(\d+)[项个](?:差异|指标|序列)(?:中(\d+)[项个])?/.exec(title)
  return zh === null ? undefined : { clear: Number(zh[2] ?? 0), all: Number(zh[1]) }
}

const TOO_FEW = /too few|nothing can be said|不足以|无法区分|one run|本次运行|over \d+ runs|\d+次运行的/

const LANGS: readonly Lang[] = ['en', 'zh']
/** The languages take turns; a soak goes through both. */
const SHAPES = [1, 2, 4, 5, 20].flatMap((replications, k) =>
  [1, 2, 3, 8].flatMap((arms, m) =>
    (SOAK ? LANGS : [LANGS[(k + m) % 2]]).map((lang): [number, number, Lang] => [replications, arms, lang]),
  ),
)

test.each(SHAPES)('%d runs of %d arms (%s): titles count what the data bear', (replications, arms, lang) => {
  const effect = (arm: number, key: string): number => (key.startsWith('reached') || key === 'apr.mean' ? 9 * arm : 0)
  const input = plainEnsemble({ lang, arms, replications, effect })
  const charts = new Map(ensembleCharts(input).map((chart) => [chart.id, chart]))
  for (const [id, chart] of charts) {
    if (replications < LEAST_RUNS) {
      expect([id, chart.title]).toEqual([id, expect.stringMatching(TOO_FEW)])
      expect([id, chart.title]).toEqual([id, expect.not.stringMatching(/Holm|霍尔姆/)])
      expect(dataOf(chart.spec).filter(({ low, high }) => typeof low === 'number' || typeof high === 'number')).toEqual(
        [],
      )
    }
    if (countIn(chart.title) === undefined) continue
    const clear = clearKeys(chart)
    if (id === 'arms') {
      const shown = dataOf(chart.spec).filter(({ verdict }) => verdict !== undefined && verdict !== null)
      const points = new Set(shown.map(({ arm, mean }) => `${arm} ${mean}`))
      const filled = new Set(shown.filter(({ isFilled }) => isFilled === true).map(({ arm, mean }) => `${arm} ${mean}`))
      expect(countIn(chart.title)).toEqual({ clear: filled.size, all: points.size })
      expect(filled.size).toBeLessThanOrEqual(clear.length)
    } else if (id === 'bands' || id === 'difference-bands') {
      expect(countIn(chart.title)!.clear).toBe(clear.length)
    } else if (id === 'forest') {
      const rows = new Set(
        dataOf(chart.spec).flatMap(({ outcome, state }) => (outcome === undefined ? [] : [`${outcome} ${state}`])),
      )
      const isClear = (row: string): boolean => / clearly (rises|falls)$| 显著(上升|下降)$/.test(row)
      expect(countIn(chart.title)).toEqual({ clear: [...rows].filter(isClear).length, all: rows.size })
    }
  }
  // The p values of the claim are those of the tables.
  const claim = charts.get('arms')?.claims?.[0] as Comparisons | undefined
  const steps = differences(input.tables)
  if (replications >= LEAST_RUNS) expect(claim?.ps).toEqual(steps.map(({ p }) => p))
})

test('a p value follows from an interval', () => {
  const found = differences(plainEnsemble({ arms: 3, replications: 7 }).tables)
  expect(found.length).toBeGreaterThan(20)
  for (const one of found) expect(intervalP(one)).toBeCloseTo(one.p, 9)
})

test.each([5, 20])('with %d runs a response names the outcomes that a factor moves, and none else', (replications) => {
  for (const lang of ['en', 'zh'] as const) {
    const factors = [plainFactor('a', [1, 2]), plainFactor('b', ['x', 'y', 'z'])]
    const input = plainEnsemble({
      lang,
      factors,
      replications,
      effect: (_, key, set) => (key === 'reached.all' && set.a === 2 ? 60 : 0),
    })
    const charts = ensembleCharts(input)
    const { title } = charts.find(({ id }) => id === 'response')!
    const [ofA, ofB] = title.split(/[;；]/)
    expect(ofA).toMatch(lang === 'en' ? /"Factor a" alone clearly moves 1 of 8/ : /“因子a”.*8项指标中1项/)
    expect(ofB).toMatch(lang === 'en' ? /none of 8/ : /8项指标均无/)
    const map = charts.find(({ id }) => id === 'response-map')!
    const stars = dataOf(map.spec).filter(({ text }) => String(text).endsWith('*'))
    expect(countIn(map.title)!.clear).toBe(stars.length)
    expect(stars).toHaveLength(3)
  }
})

/** So often a sound program may err: 5 %, and three standard errors of that many worlds. */
const mostOf = (worlds: number): number => 0.05 * worlds + 3 * Math.sqrt(0.05 * 0.95 * worlds)

test.each([
  [5, 2],
  [5, 4],
  [12, 3],
])('where nothing differs, %d runs of %d arms rarely claim anything', (replications, arms) => {
  const worlds = cases(40, 200)
  let [wrong, wrongMonths] = [0, 0]
  for (let seed = 0; seed < worlds; seed++) {
    const { tables } = plainEnsemble({ arms, replications, months: 1, seed: 7919 * (seed + 1) })
    const corrected = holm(differences(tables).map(({ p }) => p))
    if (corrected.some((p) => p <= 0.05)) wrong++
    if (holm(differenceBands(tables).map(intervalP)).some((p) => p <= 0.05)) wrongMonths++
  }
  expect(wrong).toBeLessThanOrEqual(mostOf(worlds))
  expect(wrongMonths).toBeLessThanOrEqual(mostOf(worlds))
})

test('where factors move an outcome alike, a leader is rarely named; where one moves it far more, it is', () => {
  const worlds = cases(20, 60)
  for (const [method, size] of [
    ['morris', { trajectories: 8 }],
    ['sobol', { samples: 32 }],
  ] as const) {
    let wrong = 0
    for (let seed = 0; seed < worlds; seed++) {
      const draw = normals(1000 + seed)
      const shift = Array.from({ length: 3 }, () => 0.02 * draw())
      const alike = ([x, y, z]: readonly number[], luck: number): number => {
        // Every factor does the same but for noise that the point draws.
        const noise = normals(Math.floor(1e6 * (x + 2 * y + 3 * z)) + luck + seed)()
        return 2 * x + y + z / 18 + 0.5 * noise + shift[0]
      }
      const { found } = syntheticAnalysis('en', { method, replications: 1, ...size }, { a: alike })
      if (leadersOf(found as readonly OutcomeSensitivity[]).some((leader) => leader !== undefined)) wrong++
    }
    expect(wrong).toBeLessThanOrEqual(mostOf(worlds))
    const { found } = syntheticAnalysis('en', { method, replications: 1, ...size }, { a: ([x, y]) => 50 * x + y })
    expect(leadersOf(found)).toEqual([0])
    expect(factorComparisons(found)).toHaveLength(3)
  }
})
