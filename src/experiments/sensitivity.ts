/** The runs of a sensitivity analysis: points of a design as scenarios, each under the seeds of its block. */
import { assert } from '../base/assert.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Step } from '../measures/elementary-effects.ts'
import type { AnalysisReading } from '../measures/sensitivity-tables.ts'
import { replicationSeed } from '../random/replication.ts'
import { CROSS_CHECKS } from '../scenarios/cross-checks.ts'
import { numberBetween } from '../scenarios/design.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type Factor, MAX_POINT_REPLICATIONS, type SensitivitySettings } from '../scenarios/sensitivity.ts'
import { scenarioAt, withValue } from '../scenarios/timeline.ts'
import { withValues } from '../scenarios/with-values.ts'
import { morrisDesign } from './morris-design.ts'
import { resamplesOf } from './resamples.ts'
import { sobolDesign } from './sobol-design.ts'

/**
 * Points that are compared with one another: a trajectory of Morris or a row of Sobol. They share their seeds, so that
 * luck that they have in common falls out of their differences; other blocks have seeds of their own, so that what is
 * told over blocks holds beyond the luck of a few seeds.
 */
export interface Block {
  /** In the unit cube, a coordinate for each factor. */
  readonly points: readonly (readonly number[])[]
  /** Of Morris: which factor moves after each point but the last. */
  readonly steps: readonly Step[]
}

export interface Analysis {
  readonly scenario: Scenario
  readonly factors: readonly Factor[]
  readonly settings: SensitivitySettings
}

export function designOf({ scenario, factors, settings }: Analysis): Block[] {
  const size = { ...settings, factors: factors.length }
  if (settings.method === 'morris') {
    return morrisDesign(size, scenario.seed).map(({ points, moves }) => ({
      points,
      steps: stepsOf(factors, points, moves),
    }))
  }
  return sobolDesign(size, scenario.seed).map((points) => ({ points, steps: [] }))
}

/** The moves of a trajectory as changes of the values that run, which for whole numbers are not those of the grid. */
function stepsOf(factors: readonly Factor[], points: Block['points'], moves: readonly number[]): Step[] {
  return moves.map((factor, k) => {
    const { path, low, high } = factors[factor]
    const [before, after] = [points[k], points[k + 1]].map((point) => numberBetween(path, low, high, point[factor]))
    assert(before !== after, `${path} keeps its value over a step from ${points[k][factor]}`)
    return { factor, delta: (after - before) / (high - low) }
  })
}

/** One run of a design. */
export interface DesignRun {
  readonly block: number
  readonly point: number
  readonly replication: number
  /** The factors' values by path. */
  readonly set: { readonly [path: string]: number }
  readonly scenario: Scenario
}

/**
 * All runs, block by block. Seeds are hashed from the scenario's seed, the block and the replication, so that more
 * replications or blocks leave the runs that there are as they are.
 */
export function designRuns(analysis: Analysis, blocks: readonly Block[]): DesignRun[] {
  const { scenario, settings } = analysis
  return blocks.flatMap(({ points }, block) => {
    const seeds = Array.from({ length: settings.replications }, (_, replication) =>
      replicationSeed(scenario.seed, block * MAX_POINT_REPLICATIONS + replication),
    )
    return points.flatMap((coordinates, point) => {
      const set = valuesAt(analysis, coordinates)
      const here = withValues(scenario, set)
      return seeds.map((seed, replication) => {
        return { block, point, replication, set, scenario: withValue(here, 'seed', seed) }
      })
    })
  })
}

/** The factors' values at a point of the unit cube. */
export function valuesAt({ factors }: Pick<Analysis, 'factors'>, point: readonly number[]): DesignRun['set'] {
  return Object.fromEntries(factors.map(({ path, low, high }, k) => [path, numberBetween(path, low, high, point[k])]))
}

/** What a point of a design makes impossible. */
export interface PointClash {
  readonly message: Bilingual
  readonly found: Bilingual
  readonly expected: Bilingual
  /** The factor that has a part in it. */
  readonly factor: Factor
}

/** The first combination of values in a design that together make no market. */
export function clashIn(
  analysis: Pick<Analysis, 'scenario' | 'factors'>,
  blocks: readonly Block[],
): PointClash | undefined {
  const { factors } = analysis
  const checks = CROSS_CHECKS.flatMap(({ paths, run }) => {
    const factor = factors.find(({ path }) => paths.includes(path))
    return factor === undefined ? [] : [{ run, factor }]
  })
  if (checks.length === 0) return undefined
  for (const { points } of blocks) {
    for (const point of points) {
      const scenario = withValues(analysis.scenario, valuesAt(analysis, point))
      const states = [scenario, ...scenario.timeline.map(({ month }) => scenarioAt(scenario, month))]
      for (const { run, factor } of checks) {
        for (const state of states) {
          const clash = run(state)
          if (clash !== undefined) return { ...clash, factor }
        }
      }
    }
  }
  return undefined
}

/** How to read the outcomes of a design, once its runs have been made. */
export function readingOf({ scenario, settings: { method } }: Analysis, blocks: readonly Block[]): AnalysisReading {
  return { method, steps: blocks.map(({ steps }) => steps), resamples: resamplesOf(scenario.seed, blocks.length) }
}
