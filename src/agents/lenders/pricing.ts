/** Break-even pricing under a cap, and the margin that a lender looks for by small steps. */
import { exp, ln, logistic } from '../../base/math.ts'
import { basisPoints, fenUnrounded } from '../../base/units.ts'
import type { LenderClassPolicy } from '../../scenarios/scenario.ts'
import type { LenderView } from './view.ts'

/**
 * Monthly rate at which a unit of balance pays for funds f, operations o and losses h × LGD, all monthly:
 * r = (f + o + h LGD) / (1 − h LGD).
 */
export function breakEvenMonthly(funds: number, operating: number, hazard: number, lossGivenDefault: number): number {
  const loss = hazard * lossGivenDefault
  return loss >= 1 ? Infinity : (funds + operating + loss) / (1 - loss)
}

/** What a class's loans cost it: a year on balances, and by loan. */
export type LoanCosts = Pick<
  LenderClassPolicy,
  'fundsRate' | 'operatingRate' | 'acquisitionCost' | 'loanCost' | 'applicationCost' | 'training'
>

/**
 * Annual break-even APR of a product and grade: the monthly rate × 12 plus what one loan costs (acquisition,
 * making it, the applications that it takes, and staff trained to serve it over its term), spread over its ticket and
 * mean life.
 */
export function breakEvenApr(
  policy: LoanCosts,
  hazard: number,
  lossGivenDefault: number,
  ticketFen: number,
  termMonths: number,
  lifeMonths: number,
  approvalRate: number,
  newCustomerShare: number,
): number {
  const monthly = breakEvenMonthly(policy.fundsRate / 12, policy.operatingRate / 12, hazard, lossGivenDefault)
  const perLoan =
    policy.acquisitionCost * newCustomerShare +
    policy.loanCost +
    policy.applicationCost / approvalRate +
    policy.training * termMonths
  const perLoanFen = fenUnrounded(perLoan)
  return monthly * 12 + (perLoanFen / ticketFen / lifeMonths) * 12
}

/** Balance-weighted life of a level-payment loan, months: the mean balance over the term is about half. */
export function meanLifeMonths(termMonths: number): number {
  return (termMonths + 1) / 2
}

/** APR in basis points for a grade: break-even plus margin, held down by the cap; -1 where the lender will not lend. */
export function quoteAprBp(
  breakEven: number,
  margin: number,
  cap: number,
  annualLoss: number,
  lossCutoff: number,
): number {
  if (breakEven > cap || annualLoss > lossCutoff) return -1
  const apr = breakEven + margin
  return basisPoints(apr > cap ? cap : apr < 0 ? 0 : apr)
}

/**
 * The month's demand as a lender's analysts see it: a sample of those who shopped last month, each with the
 * weight that every offer had in the choice, and what each would be worth if booked.
 */
export interface DemandCells {
  readonly shoppers: number
  readonly products: number
  /** exp(V / λ) / N^(ω/λ) of offer j for shopper s at [s × products + j]; 0 where not considered. */
  readonly weight: Float64Array
  /** Sum of those weights by shopper, and the chance of a booking that one unit of weight stands for. */
  readonly total: Float64Array
  readonly share: Float64Array
  /** Price sensitivity by shopper, and β₀. */
  readonly priceSensitivity: Float64Array
  readonly borrowing: number
  readonly nestScale: number
  /** Yuan-years lent if booked (amount × mean life), 0 where the lender would refuse. */
  readonly exposure: Float64Array
  /** Quoted APR less break-even at the current margin. */
  readonly unitMargin: Float64Array
  /** Break-even plus margin, less the cap: above zero the cap binds, and a small cut leaves the quote where it is. */
  readonly aboveCap: Float64Array
}

/** Chance of borrowing over the sum of weights `inside`; 0 where nothing is considered. */
export function shareInside(
  { borrowing, nestScale }: Pick<DemandCells, 'borrowing' | 'nestScale'>,
  inside: number,
): number {
  return inside > 0 ? logistic(borrowing + nestScale * ln(inside)) / inside : 0
}

/** What a lender expects of the sampled shoppers: margin (yuan) and lending (yuan-years) booked. */
export interface Bookings {
  margin: number
  exposure: number
}

/** Shoppers to whom any of the products `own` would lend; all others book nothing, whatever the margins. */
export function customersOf(
  { shoppers, products, weight, exposure }: DemandCells,
  own: readonly number[],
): Uint32Array {
  const customers = new Uint32Array(shoppers)
  let count = 0
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const row = shopper * products
    for (let k = 0; k < own.length; k++) {
      const at = row + own[k]
      if (exposure[at] === 0 || weight[at] === 0) continue
      customers[count++] = shopper
      break
    }
  }
  return customers.subarray(0, count)
}

/**
 * Expected bookings of one lender when product `changed` moves its margin by each of `steps` and all else stays:
 * Σ_s P(inside) Σ_k P(k | inside) × exposure (× margin) over the lender's products k. Exact under the nested logit,
 * so the comparison before and after is free of sampling noise.
 */
export function expectedBookings(
  cells: DemandCells,
  own: readonly number[],
  changed: number,
  steps: readonly number[],
  customers: Uint32Array = customersOf(cells, own),
): Bookings[] {
  const sums = steps.map((): Bookings => ({ margin: 0, exposure: 0 }))
  const booked: Bookings = { margin: 0, exposure: 0 }
  for (let customer = 0; customer < customers.length; customer++) {
    const shopper = customers[customer]
    // Who does not consider the product books the same whatever its margin.
    const considers = cells.weight[shopper * cells.products + changed] !== 0
    for (let k = 0; k < steps.length; k++) {
      if (k === 0 || considers) bookShopper(booked, cells, shopper, own, changed, steps[k])
      sums[k].margin += booked.margin
      sums[k].exposure += booked.exposure
    }
  }
  return sums
}

/** Fills `booked` with what one shopper is expected to book. */
function bookShopper(
  booked: Bookings,
  cells: DemandCells,
  shopper: number,
  own: readonly number[],
  changed: number,
  step: number,
): void {
  const { weight, total, share, exposure, unitMargin } = cells
  const row = shopper * cells.products
  let inside = total[shopper]
  let value = 0
  let lent = 0
  for (let k = 0; k < own.length; k++) {
    const product = own[k]
    const at = row + product
    if (weight[at] === 0) continue
    let after = weight[at]
    let margin = unitMargin[at]
    if (product === changed) {
      const move = quoteMove(cells.aboveCap[at], step)
      if (move !== 0) after *= exp((-cells.priceSensitivity[shopper] * move) / cells.nestScale)
      margin += move
      inside += after - weight[at]
    }
    value += after * margin * exposure[at]
    lent += after * exposure[at]
  }
  const chance = lent === 0 ? 0 : inside === total[shopper] ? share[shopper] : shareInside(cells, inside)
  booked.margin = chance * value
  booked.exposure = chance * lent
}

/**
 * The margin step (−step, 0 or +step) that raises expected booked margin most; 0 where nothing does. A lender that
 * capital holds back (`fundedShare` below 1) can book no more than it does now, so it weighs demand that it could not
 * meet as nothing.
 */
export function reviewMargin(
  cells: DemandCells,
  own: readonly number[],
  product: number,
  step: number,
  fundedShare: number,
  customers?: Uint32Array,
): number {
  const [now, ahead, back] = expectedBookings(cells, own, product, [0, step, -step], customers)
  const capacity = fundedShare < 1 ? now.exposure * fundedShare : Infinity
  const worth = ({ margin, exposure }: Bookings): number =>
    exposure > capacity ? (margin * capacity) / exposure : margin
  const before = worth(now)
  const up = worth(ahead)
  const down = worth(back)
  // A tie is no reason to move; without demand nothing is learnt.
  if (!((up > down ? up : down) > before)) return 0
  return up > down ? step : -step
}

/**
 * Steps of the margins of one lender's products, in their order, each given those before it. The cells take the steps, so
 * that the next in the rotation compares against them.
 */
export function marginSteps({ own, books, scenario }: LenderView, cells: DemandCells): number[] {
  const customers = customersOf(cells, own)
  return own.map((product) => {
    const step = reviewMargin(cells, own, product, scenario.pricing.step, books.fundedShare, customers)
    if (step !== 0) moveMargin(cells, product, step)
    return step
  })
}

/** How far a quote follows its margin's step: the cap holds some quotes down, one by one. */
function quoteMove(aboveCap: number, step: number): number {
  const before = aboveCap < 0 ? aboveCap : 0
  const after = aboveCap + step < 0 ? aboveCap + step : 0
  return after - before
}

/** Applies a margin step to the cells, so that the next lender in the rotation compares against it. */
export function moveMargin(cells: DemandCells, product: number, step: number): void {
  const { shoppers, products, weight, total, priceSensitivity, nestScale } = cells
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const at = shopper * products + product
    if (weight[at] === 0) continue
    const move = quoteMove(cells.aboveCap[at], step)
    const after = weight[at] * exp((-priceSensitivity[shopper] * move) / nestScale)
    total[shopper] += after - weight[at]
    cells.share[shopper] = shareInside(cells, total[shopper])
    weight[at] = after
    cells.unitMargin[at] += move
    cells.aboveCap[at] += step
  }
}
