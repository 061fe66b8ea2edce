/** Student's t distribution, for intervals of means. Own arithmetic, so that every engine gives the same bits. */
import { power } from './math.ts'

/**
 * Quantile t with P(|T| > t) = `tails` for T of Student's distribution with `degrees` (whole, from 1) degrees of
 * freedom: 12.706 for 1 and 0.05. Relative error below 1e-9.
 */
export function studentQuantile(degrees: number, tails: number): number {
  if (!(degrees >= 1) || !(tails > 0 && tails < 1)) return NaN
  // P(|T| > t) = I_x(degrees/2, 1/2) with x = degrees / (degrees + t²), rising in x: halve the interval it lies in.
  let [low, high] = [0, 1]
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (inbetaOfHalves(middle, degrees) < tails) low = middle
    else high = middle
  }
  const x = (low + high) / 2
  return Math.sqrt((degrees * (1 - x)) / x)
}

/** P(|T| > |t|) for T of Student's distribution with `degrees` (whole, from 1) degrees of freedom. */
export function studentTails(t: number, degrees: number): number {
  if (!(degrees >= 1) || Number.isNaN(t)) return NaN
  return inbetaOfHalves(degrees / (degrees + t * t), degrees)
}

/** I_x(n/2, 1/2), the regularised incomplete beta function (Lentz's continued fraction, Numerical Recipes 6.4). */
function inbetaOfHalves(x: number, n: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  const [a, b] = [n / 2, 0.5]
  const front = (power(x, a) * Math.sqrt(1 - x)) / betaOfHalves(n)
  // The fraction converges fast on this side of the mean; the other side by symmetry.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

const PI = 4 * 0.7853981633974483

/** B(n/2, 1/2) for whole n from 1, from B(1/2, 1/2) = π and B(1, 1/2) = 2 by B(a + 1, b) = B(a, b) · a / (a + b). */
export function betaOfHalves(n: number): number {
  let [beta, a] = n % 2 === 1 ? [PI, 0.5] : [2, 1]
  for (; a < n / 2; a++) beta *= a / (a + 0.5)
  return beta
}

const TINY = 1e-300

function fraction(x: number, a: number, b: number): number {
  const safe = (value: number): number => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / safe(1 - ((a + b) * x) / (a + 1))
  let sum = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / safe(1 + even * d)
    c = safe(1 + even / c)
    sum *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / safe(1 + odd * d)
    c = safe(1 + odd / c)
    sum *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return sum
}
