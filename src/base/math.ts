/**
 * Elementary functions that give the same bits on every engine: only + − × ÷, Math.sqrt and bit operations,
 * which IEEE 754 fixes. Math.exp and Math.log do not: engines differ in the last bit.
 * Reductions and coefficients follow fdlibm (Sun Microsystems, 1993), whose error is below one ulp.
 */

const LN2_HI = 6.9314718036912381649e-1
const LN2_LO = 1.90821492927058770002e-10
const INV_LN2 = 1.442695040888963387

/** Powers of two from 2^-1074 to 2^1023, exact, so that scaling needs no bit surgery. */
const POWERS_OF_TWO: Float64Array = powersOfTwo()

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098)
  for (let k = 0, p = 1; k <= 1023; k++, p *= 2) powers[k + 1074] = p
  for (let k = 0, p = 1; k <= 1074; k++, p /= 2) powers[1074 - k] = p
  return powers
}

/** e^x. Overflows to Infinity above 709.78, underflows to 0 below -745.13. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  if (Number.isNaN(x)) return x
  const k = Math.floor(x * INV_LN2 + 0.5)
  const hi = x - k * LN2_HI
  const lo = k * LN2_LO
  const r = hi - lo
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  const y = 1 - (lo - (r * c) / (2 - c) - hi)
  // 2^1024 is no double; results below 2^-1022 are scaled in two steps to round once.
  if (k === 1024) return y * 2 * POWERS_OF_TWO[2097]
  return k >= -1021 ? y * POWERS_OF_TWO[k + 1074] : y * POWERS_OF_TWO[k + 1174] * POWERS_OF_TWO[974]
}

const float64 = new Float64Array(1)
const words = new Uint32Array(float64.buffer)
float64[0] = 1
/** Index of the word that holds sign and exponent on this machine. */
const HIGH = words[1] === 0x3ff00000 ? 1 : 0

/** Natural logarithm. ln(0) = -Infinity, ln(negative) = NaN. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  let k = 0
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984 // 2^54: subnormals have no exponent of their own
    k = -54
  }
  float64[0] = x
  const high = words[HIGH]
  k += (high >>> 20) - 1023
  const mantissa = high & 0xfffff
  // Keep the reduced argument within [sqrt(2)/2, sqrt(2)].
  const up = (mantissa + 0x95f64) & 0x100000
  words[HIGH] = mantissa | (up ^ 0x3ff00000)
  k += up >>> 20
  const f = float64[0] - 1
  if (f === 0) return k * LN2_HI + k * LN2_LO
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const r =
    z *
      (6.66666666666673513e-1 +
        w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1))) +
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
  const half = 0.5 * f * f
  return k * LN2_HI - (half - (s * (half + r) + k * LN2_LO) - f)
}

/** x^y for x > 0, as e^(y ln x); relative error grows with |y ln x| and stays below 1e-13 for |y ln x| < 100. */
export function power(x: number, y: number): number {
  return exp(y * ln(x))
}

/** Λ(x) = 1 / (1 + e^-x), the logistic distribution function. */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x))
}

/** ln(p / (1 - p)), inverse of `logistic`. */
export function logit(p: number): number {
  return ln(p / (1 - p))
}

/**
 * Quantile of the standard normal distribution, 0 < p < 1, relative error about 1e-16
 * (Wichura 1988, Applied Statistics 37, algorithm AS 241, PPND16).
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q <= 0.425 && q >= -0.425) {
    const r = 0.180625 - q * q
    return (
      (q *
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
          45921.953931549871457) *
          r +
          13731.693765509461125) *
          r +
          1971.5909503065514427) *
          r +
          133.14166789178437745) *
          r +
          3.387132872796366608)) /
      (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
        1)
    )
  }
  let r = Math.sqrt(-ln(q < 0 ? p : 1 - p))
  let z: number
  if (r <= 5) {
    r -= 1.6
    z =
      (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
        0.14810397642748007459) *
        r +
        0.68976733498510000455) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1)
  } else {
    r -= 5
    z =
      (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
        0.026532189526576123093) *
        r +
        0.29656057182850489123) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
        6.6579046435011037772) /
      (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
        7.868691311456132591e-4) *
        r +
        0.0148753612908506148525) *
        r +
        0.13692988092273580531) *
        r +
        0.59983220655588793769) *
        r +
        1)
  }
  return q < 0 ? -z : z
}
