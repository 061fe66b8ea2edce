/** The runs of a sensitivity analysis: points of a design as scenarios, each under the seeds of its block. */
import type { Step } from '../measures/elementary-effects.ts'
import { replicationSeed } from '../random/replication.ts'
import { draw, openStream, uniform } from '../random/streams.ts'
import { CROSS_CHECKS } from '../scenarios/cross-checks.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { type Factor, numberParameter, type SensitivitySettings } from '../scenarios/sensitivity.ts'
import { scenarioAt, withValue } from '../scenarios/timeline.ts'
import { morrisDesign } from './morris-design.ts'
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
  if (settings.method === 'morris') return morrisDesign(size, scenario.seed)
  return sobolDesign(size, scenario.seed).map((points) => ({ points, steps: [] }))
}

/** The value of a factor at a coordinate from 0 to 1; each whole number has an equal part of it. */
export function factorValue({ path, low, high }: Factor, coordinate: number): number {
  if (numberParameter(path)?.type !== 'integer') return low + coordinate * (high - low)
  return Math.min(high, low + Math.floor(coordinate * (high - low + 1)))
}

/** One run: where it stands in the design, and the seed of its replication. */
export interface PlaceInDesign {
  readonly block: number
  readonly point: number
  readonly replication: number
  readonly seed: number
}

/** All runs in their order, without making their scenarios yet: of thousands of runs one is needed at a time. */
export function placesIn({ scenario, settings }: Analysis, blocks: readonly Block[]): PlaceInDesign[] {
  const { replications } = settings
  return blocks.flatMap(({ points }, block) =>
    points.flatMap((_, point) =>
      Array.from({ length: replications }, (_, replication) => {
        const seed = replicationSeed(scenario.seed, block * replications + replication)
        return { block, point, replication, seed }
      }),
    ),
  )
}

/** The scenario of a point, but for its seed. */
export function scenarioAtPoint({ scenario, factors }: Analysis, point: readonly number[]): Scenario {
  return factors.reduce((state, factor, k) => withValue(state, factor.path, factorValue(factor, point[k])), scenario)
}

/** What a point of a design makes impossible. */
export interface PointClash {
  readonly message: string
  readonly found: string
  readonly expected: string
  /** The factor that has a part in it. */
  readonly factor: Factor
}

/** The first combination of values in a design that together make no market. */
export function clashIn(analysis: Analysis, blocks: readonly Block[]): PointClash | undefined {
  const { factors } = analysis
  const checks = CROSS_CHECKS.flatMap(({ paths, run }) => {
    const factor = factors.find(({ path }) => paths.includes(path))
    return factor === undefined ? [] : [{ run, factor }]
  })
  if (checks.length === 0) return undefined
  for (const { points } of blocks) {
    for (const point of points) {
      const scenario = scenarioAtPoint(analysis, point)
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

/** How often intervals resample. */
const RESAMPLES = 1000
/** Indices that a tick of a stream has. */
const INDICES = 4096

/** Blocks that each resample takes, drawn with replacement; the same for the same seed and number of blocks. */
export function resamplesOf(seed: number, blocks: number): Int32Array[] {
  const stream = openStream(seed, 'sensitivity/resampling')
  const out = new Int32Array(2)
  return Array.from({ length: RESAMPLES }, (_, resample) =>
    Int32Array.from({ length: blocks }, (_, k) => {
      draw(stream, resample, Math.floor(k / INDICES), k % INDICES, out)
      return Math.floor(uniform(out[0]) * blocks)
    }),
  )
}
