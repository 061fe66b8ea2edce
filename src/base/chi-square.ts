/** The chi-square distribution, for tests of fit. Own arithmetic, so that every engine gives the same bits. */
import { exp } from './math.ts'
import { normalCdf } from './normal.ts'

/**
 * P(X > x) for X of the chi-square distribution with `degrees` (whole, from 1) degrees of freedom, by its finite series
 * (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5); absolute error below 1e-13. NaN without degrees of freedom.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(degrees >= 1) || Number.isNaN(x)) return NaN
  if (x <= 0) return 1
  const isOdd = degrees % 2 === 1
  const root = Math.sqrt(x)
  let sum = isOdd ? 2 * normalCdf(-root) : exp(-x / 2)
  // Each term is the one before times x / (its number of degrees).
  let term = isOdd ? 2 * 0.3989422804014327 * exp(-x / 2) * root : (exp(-x / 2) * x) / 2
  for (let d = isOdd ? 3 : 4; d <= degrees; d += 2) {
    sum += term
    term *= x / d
  }
  return Math.min(1, sum)
}
