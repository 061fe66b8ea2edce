/** Power of the paired t test: what a number of replications can see. */
import { exp, ln } from '../base/math.ts'
import { normalCdf } from '../base/normal.ts'
import { studentQuantile } from '../base/student.ts'

/**
 * Probability that the two-sided paired t test at `level` finds a mean difference of `effect`, the differences being
 * normal with standard deviation `sd`, from n pairs: P(|T'| > t) for the noncentral T' with n − 1 degrees of freedom
 * and noncentrality effect √n / sd (Cohen 1988, ch. 2; as R's power.t.test(type = "paired", strict = TRUE)).
 */
export function pairedPower(n: number, effect: number, sd: number, level = 0.05): number {
  if (!(n >= 2) || !(sd > 0)) return NaN
  const degrees = n - 1
  const t = studentQuantile(degrees, level)
  const shift = (Math.abs(effect) / sd) * Math.sqrt(n)
  return overSd(degrees, (s) => 1 - normalCdf(t * s - shift) + normalCdf(-t * s - shift))
}

/** What a test is to reach. */
const POWER = 0.8
const MOST_PAIRS = 100_000

/** The least number of pairs with a power of 80 % or more at `level`; null if that is more than `most`. */
export function pairsNeeded(effect: number, sd: number, level = 0.05, most: number = MOST_PAIRS): number | null {
  if (!(sd > 0) || effect === 0) return null
  let [low, high] = [1, 2]
  while (pairedPower(high, effect, sd, level) < POWER) {
    if (high >= most) return null
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (pairedPower(middle, effect, sd, level) < POWER) low = middle
    else high = middle
  }
  return high
}

/** The mean difference that n pairs find with a power of 80 % at the level of 5 %, in the unit of `sd`. */
export function detectableEffect(n: number, sd: number): number {
  if (!(n >= 2) || !(sd > 0)) return NaN
  let [low, high] = [0, 1]
  while (pairedPower(n, high, 1) < POWER) high *= 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (pairedPower(n, middle, 1) < POWER) low = middle
    else high = middle
  }
  return high * sd
}

const STEPS = 2000

/** Mean of f(S), S² being a χ² with `degrees` over its degrees: Simpson's rule over ten standard deviations to each side. */
function overSd(degrees: number, f: (s: number) => number): number {
  const reach = 10 / Math.sqrt(2 * degrees)
  const [from, to] = [Math.max(1e-12, 1 - reach), 1 + reach]
  const width = (to - from) / STEPS
  let [sum, weight] = [0, 0]
  for (let k = 0; k <= STEPS; k++) {
    const s = from + k * width
    // The density up to its constant, which the sum of weights stands for; its peak is near one.
    const density = exp((degrees - 1) * ln(s) - (degrees * (s * s - 1)) / 2)
    const simpson = (k === 0 || k === STEPS ? 1 : k % 2 === 1 ? 4 : 2) * density
    weight += simpson
    sum += simpson * f(s)
  }
  return sum / weight
}
