/**
 * Sequential approximate Bayesian computation: populations of parameter values drawn from a weighted kernel around the
 * better half of those before them and weighed against it (population Monte Carlo: Beaumont, Cornuet, Marin & Robert
 * 2009, Biometrika 96), with the adaptive tolerance and the stopping rule of Lenormand, Jabot & Deffuant 2013
 * (Computational Statistics 28), which keep every run and need no list of tolerances. The prior is uniform over the ranges.
 */
import { exp, normalQuantile } from '../base/math.ts'
import { normalCdf } from '../base/normal.ts'
import { draw, openStream, type Stream, uniform } from '../random/streams.ts'
import {
  type Answer,
  type Evaluation,
  FitError,
  type MomentTarget,
  meanMoments,
  type Point,
  type Procedure,
  scalesOf,
  toldUnknown,
} from './evaluation.ts'

export interface PopulationSize {
  /** Runs of each point, under seeds that no other point has. */
  readonly replications: number
  /** Points in all. */
  readonly evaluations: number
}

export interface Particle {
  readonly point: Point
  /** Root mean squared distance of the moments from their targets, in standard deviations of the figures. */
  readonly distance: number
  /** Weights of the last population sum to 1. */
  readonly weight: number
}

export interface Population {
  /** Largest distance that was kept. */
  readonly tolerance: number
  /** Share of its new particles that came nearer than the tolerance before; NaN of the first. */
  readonly acceptance: number
  /** 1 over the sum of squared weights: how many equally weighted particles they are worth (Kong 1992). */
  readonly effectiveSize: number
}

/** Everything in parts of the parameters' ranges. */
export interface PosteriorFit {
  readonly method: 'abc'
  /** Mean of the posterior; of whole numbers, once a calibration has it, the nearest that can run. */
  readonly estimate: Point
  readonly standardDeviations: readonly number[]
  /** 2.5 %, 50 % and 97.5 % of each parameter. */
  readonly quantiles: readonly (readonly [number, number, number])[]
  readonly particles: readonly Particle[]
  readonly populations: readonly Population[]
  /** Whether new particles ceased to come nearer; false where the points ran out. */
  readonly converged: boolean
}

/** Part of a population that is kept (Lenormand et al. find a half to do well). */
const KEPT = 0.5
/** Share of new particles that come nearer below which nothing more is gained. */
const LEAST_ACCEPTANCE = 0.05
/** Populations that the points are meant to last for, the first being twice the size of the others. */
const POPULATIONS = 8
/** Fewer tell nothing of a distribution. */
export const LEAST_PARTICLES = 20

/** The size of the first population. */
export function firstPopulation(evaluations: number): number {
  return Math.floor(evaluations / (1 + (POPULATIONS - 1) * (1 - KEPT)))
}

/**
 * Infers the parameters. `design` is the first population, spread over the ranges. Several points may run as one, where
 * parameters take whole numbers: what is said of the posterior is said of the points that ran, which `asRun` gives.
 */
export function* populationMonteCarlo(
  moments: readonly MomentTarget[],
  { replications, evaluations }: PopulationSize,
  design: readonly Point[],
  seed: number,
  asRun: (point: Point) => Point = (point) => point,
): Procedure<PosteriorFit> {
  const stream = openStream(seed, 'calibration/abc')
  let asked = 0
  const ask = (points: readonly Point[], stage: Evaluation['stage']): Evaluation[] =>
    points.map((point) => {
      const from = asked++ * replications
      return { stage, point, seeds: Array.from({ length: replications }, (_, k) => from + k) }
    })
  const first = yield ask(design, 'design')
  const rows = first.map((answer) => meanMoments(answer, moments.length))
  const scales = scalesOf(moments, rows)
  const distanceOf = (answer: Answer): number => distance(moments, scales, meanMoments(answer, moments.length))
  const keep = Math.max(2, Math.floor(design.length * KEPT))
  let kept = nearest(
    design.map((point, k): Particle => ({ point, distance: distanceOf(first[k]), weight: 1 })),
    keep,
  )
  if (kept.some((particle) => particle.distance === Infinity)) {
    const { en, zh } = toldUnknown(moments, rows)
    throw new FitError({
      en: `fewer than half of the points of the design gave every moment${en}`,
      zh: `测得全部矩的设计点不足半数${zh}`,
    })
  }
  const populations = [populationOf(kept, NaN)]
  let converged = false
  const fresh = design.length - keep
  while (!converged && asked + fresh <= evaluations) {
    const kernel = kernelOf(kept)
    const points = Array.from({ length: fresh }, (_, k) => proposal(kernel, stream, asked + k))
    const answers = yield ask(points, 'population')
    const tolerance = populations.at(-1)!.tolerance
    const news = points.map((point, k): Particle => {
      return { point, distance: distanceOf(answers[k]), weight: 1 / density(kernel, point) }
    })
    const acceptance = news.filter((particle) => particle.distance < tolerance).length / fresh
    kept = nearest([...kept, ...news], keep)
    populations.push(populationOf(kept, acceptance))
    converged = acceptance <= LEAST_ACCEPTANCE
  }
  const ran = normalised(kept).map((particle) => ({ ...particle, point: asRun(particle.point) }))
  return posterior(ran, populations, converged)
}

function distance(moments: readonly MomentTarget[], scales: readonly number[], means: readonly number[]): number {
  const sum = moments.reduce((squares, { target }, m) => {
    return squares + ((means[m] - target) * (means[m] - target)) / scales[m]
  }, 0)
  return Number.isFinite(sum) ? Math.sqrt(sum / moments.length) : Infinity
}

/** Of equal distances the earlier. */
function nearest(particles: readonly Particle[], count: number): Particle[] {
  return particles.toSorted((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance)).slice(0, count)
}

function normalised(particles: readonly Particle[]): Particle[] {
  const sum = particles.reduce((all, { weight }) => all + weight, 0)
  return particles.map((particle) => ({ ...particle, weight: particle.weight / sum }))
}

function populationOf(kept: readonly Particle[], acceptance: number): Population {
  const squares = normalised(kept).reduce((sum, { weight }) => sum + weight * weight, 0)
  return { tolerance: kept.at(-1)!.distance, acceptance, effectiveSize: 1 / squares }
}

/** A mixture of normals around particles, each cut off at the ends of the ranges. */
interface Kernel {
  readonly particles: readonly Particle[]
  /** Standard deviation along each parameter. */
  readonly widths: readonly number[]
}

/** So that particles that agree on a parameter still move along it. */
const LEAST_WIDTH = 1e-4

/** Twice the weighted variance of each parameter: the width nearest to the target in Kullback–Leibler terms (Beaumont et al. 2009). */
function kernelOf(kept: readonly Particle[]): Kernel {
  const particles = normalised(kept)
  const variances = momentsOf(particles).variances
  return { particles, widths: variances.map((variance) => Math.max(LEAST_WIDTH, Math.sqrt(2 * variance))) }
}

function proposal({ particles, widths }: Kernel, stream: Stream, number: number): Point {
  const out = new Int32Array(2)
  draw(stream, number, 0, 0, out)
  const at = uniform(out[0])
  let sum = 0
  const from = particles.find(({ weight }) => {
    sum += weight
    return sum > at
  })
  return (from ?? particles.at(-1)!).point.map((centre, k) => {
    draw(stream, number, 0, k + 1, out)
    const [low, high] = [normalCdf(-centre / widths[k]), normalCdf((1 - centre) / widths[k])]
    return Math.min(1, Math.max(0, centre + widths[k] * normalQuantile(low + uniform(out[0]) * (high - low))))
  })
}

/** Of the mixture at a point; the uniform prior's is one. */
function density({ particles, widths }: Kernel, point: Point): number {
  return particles.reduce((sum, { point: centre, weight }) => {
    let factor = weight
    for (let k = 0; k < point.length; k++) {
      const z = (point[k] - centre[k]) / widths[k]
      const mass = normalCdf((1 - centre[k]) / widths[k]) - normalCdf(-centre[k] / widths[k])
      factor *= (exp((-z * z) / 2) * 0.3989422804014327) / (widths[k] * mass)
    }
    return sum + factor
  }, 0)
}

function momentsOf(particles: readonly Particle[]): { means: number[]; variances: number[] } {
  const means = particles[0].point.map((_, k) =>
    particles.reduce((sum, { point, weight }) => sum + weight * point[k], 0),
  )
  const variances = means.map((mean, k) =>
    particles.reduce((sum, { point, weight }) => sum + weight * (point[k] - mean) * (point[k] - mean), 0),
  )
  return { means, variances }
}

function posterior(
  particles: readonly Particle[],
  populations: readonly Population[],
  converged: boolean,
): PosteriorFit {
  const { means, variances } = momentsOf(particles)
  return {
    method: 'abc',
    estimate: means,
    standardDeviations: variances.map((variance) => Math.sqrt(variance)),
    quantiles: means.map((_, k) => {
      const sorted = particles.map(({ point, weight }) => ({ x: point[k], weight })).sort((a, b) => a.x - b.x)
      return [0.025, 0.5, 0.975].map((p) => weightedQuantile(sorted, p)) as [number, number, number]
    }),
    particles,
    populations,
    converged,
  }
}

/** The first value up to which the weights make p. */
function weightedQuantile(sorted: readonly { readonly x: number; readonly weight: number }[], p: number): number {
  let sum = 0
  for (const { x, weight } of sorted) {
    sum += weight
    if (sum >= p) return x
  }
  return sorted.at(-1)!.x
}
