/**
 * What a lender can tell of demand without asking anybody: where others' balances stand, money is to be made. The profit
 * that it expects of a product at a point of the design space is a kernel sum of the balances around it,
 * π̂_j(x) = m_l/12 · (w_l / n_l) · Σ_{k≠j} K(x, x_k) q_k, yuan a month.
 */
import { kernel, pointOf } from './design.ts'
import type { Design } from './lender.ts'
import type { DisclosedProduct, LenderView } from './view.ts'

/** A product with a balance: others' as disclosed, own ones as they are. */
export interface CrowdPoint {
  readonly design: Design
  readonly balanceYuan: number
  /** Place of an own product; null of another lender's. */
  readonly own: number | null
}

export interface Crowd {
  readonly points: readonly CrowdPoint[]
  /** m_l/12 · w_l: profit a month for each yuan of kernel-weighted balance, over all own products. */
  readonly rateMonthly: number
  readonly bandwidth: number
  /** Whether K is 1 everywhere, so that balances say nothing of where to go: the control. */
  readonly isFlat: boolean
  /** K of any two points, at [one × points + other]. */
  readonly kernels: Float64Array
}

export function kernelsOf(points: readonly Pick<CrowdPoint, 'design'>[], bandwidth: number): Float64Array {
  const count = points.length
  const at = points.map(({ design }) => pointOf(design))
  const kernels = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      const value = kernel(bandwidth, at[a], at[b])
      kernels[a * count + b] = value
      kernels[b * count + a] = value
    }
  }
  return kernels
}

/** K among products that are disclosed to all, at [one × products + other]: lists are never written in. */
const disclosedKernels = new WeakMap<readonly DisclosedProduct[], { bandwidth: number; kernels: Float64Array }>()

function kernelsAmong(disclosed: readonly DisclosedProduct[], bandwidth: number): Float64Array {
  const known = disclosedKernels.get(disclosed)
  if (known?.bandwidth === bandwidth) return known.kernels
  const kernels = kernelsOf(disclosed, bandwidth)
  disclosedKernels.set(disclosed, { bandwidth, kernels })
  return kernels
}

/**
 * `kernelsOf` the points, of which the last are the disclosed products at `places`: what is K of those, all lenders share, so
 * only the own points that come first are new.
 */
export function kernelsBeside(
  points: readonly Pick<CrowdPoint, 'design'>[],
  disclosed: readonly DisclosedProduct[],
  places: readonly number[],
  bandwidth: number,
): Float64Array {
  const known = kernelsAmong(disclosed, bandwidth)
  const count = points.length
  const own = count - places.length
  const at = points.map(({ design }) => pointOf(design))
  const kernels = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    const row = a < own ? 0 : places[a - own] * disclosed.length
    for (let b = 0; b <= a; b++) {
      const value = b < own ? kernel(bandwidth, at[a], at[b]) : known[row + places[b - own]]
      kernels[a * count + b] = value
      kernels[b * count + a] = value
    }
  }
  return kernels
}

/**
 * The crowd as a lender sees it. Its margin is what it quotes over break-even: realised ones turn negative in bad years and
 * would make a lender flee demand. A newcomer without disclosed balances takes its class's margin, and an equal share.
 */
export function crowdOf(view: LenderView): Crowd {
  const { scenario, lender, own } = view
  const points: CrowdPoint[] = own.map((place) => ({
    design: view.ownProduct(place).design,
    balanceYuan: view.ownBalanceYuan(place),
    own: place,
  }))
  let total = 0
  let mine = 0
  const disclosed = view.disclosed()
  const places: number[] = []
  disclosed.forEach(({ design, balanceYuan, lender: by }, place) => {
    total += balanceYuan
    if (by === lender) mine += balanceYuan
    else {
      points.push({ design, balanceYuan, own: null })
      places.push(place)
    }
  })
  const share = mine > 0 ? mine / total : 1 / view.activeLenders
  const margin = Math.max(0, mine > 0 ? view.quotedMargin() : view.classMargin())
  const { crowdKernel } = scenario.products
  const { bandwidth } = scenario.choice
  const kernels = kernelsBeside(points, disclosed, places, bandwidth)
  return { points, rateMonthly: (margin / 12) * share, bandwidth, isFlat: crowdKernel === 'flat', kernels }
}

/** π̂ of one of `among` own products at `design`, the own product `leftOut` (null = none) not counted; yuan a month. */
export function crowdProfit(crowd: Crowd, design: Design, leftOut: number | null, among: number): number {
  const at = pointOf(design)
  let sum = 0
  for (const point of crowd.points) {
    if (point.own !== null && point.own === leftOut) continue
    sum += point.balanceYuan * (crowd.isFlat ? 1 : kernel(crowd.bandwidth, at, pointOf(point.design)))
  }
  return (crowd.rateMonthly / among) * sum
}

/** Mean of π̂ over the points where others' products stand; 0 where there are none. */
export function meanCrowdProfit(crowd: Crowd, leftOut: number | null, among: number): number {
  const { points, kernels, isFlat, rateMonthly } = crowd
  const count = points.length
  let sum = 0
  let others = 0
  for (let at = 0; at < count; at++) {
    if (points[at].own !== null) continue
    let around = 0
    for (let of = 0; of < count; of++) {
      const { own, balanceYuan } = points[of]
      if (own === null || own !== leftOut) around += balanceYuan * (isFlat ? 1 : kernels[at * count + of])
    }
    sum += (rateMonthly / among) * around
    others++
  }
  return others > 0 ? sum / others : 0
}

/**
 * What a lender takes the move of the own product `moved` from `from` to `to` to bring, or, with `moved` null, a product
 * more at `to`: the difference of π̂, or its level. The error is one of differences, σ ε π̂_mean √(2 (1 − K)): it
 * vanishes for small moves, as those of two nearby points' levels do.
 */
export function crowdGain(
  crowd: Crowd,
  { from, to, moved, products }: { from: Design; to: Design; moved: number | null; products: number },
  noise: number,
  error: number,
): number {
  const among = moved === null ? products + 1 : products
  const before = moved === null ? 0 : crowdProfit(crowd, from, moved, among)
  const apart = Math.sqrt(2 * (1 - kernel(crowd.bandwidth, pointOf(from), pointOf(to))))
  const blur = noise * error * meanCrowdProfit(crowd, moved, among) * apart
  return crowdProfit(crowd, to, moved, among) - before + blur
}
