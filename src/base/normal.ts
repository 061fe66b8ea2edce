/** The normal distribution function, for the power of tests. Own arithmetic, so that every engine gives the same bits. */
import { exp } from './math.ts'

/** Standard normal distribution function (Marsaglia 2004, Journal of Statistical Software 11(5)); absolute error below 1e-15. */
export function normalCdf(x: number): number {
  if (x > 8.3) return 1
  if (x < -8.3) return 0
  // Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …)
  let [term, sum] = [x, x]
  for (let odd = 3; ; odd += 2) {
    term *= (x * x) / odd
    if (sum + term === sum) break
    sum += term
  }
  return 0.5 + sum * 0.3989422804014327 * exp((-x * x) / 2)
}
