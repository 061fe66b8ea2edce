/** Exponentials and logarithms to 160 bits in integers, to measure the error of ours in units of the last place. */

const BITS = 160n
const ONE = 1n << BITS

const shift = (value: bigint, by: number): bigint => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by))

/** A double as mantissa × 2^exponent, exactly. */
function partsOf(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & ((1n << 52n) - 1n)
  const magnitude = biased === 0 ? fraction : fraction | (1n << 52n)
  return { mantissa: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 }
}

/** 2 artanh(t) for a fixed-point t, by its series. */
function twiceArtanh(t: bigint): bigint {
  const square = (t * t) >> BITS
  let sum = 0n
  for (let power = t, k = 1n; power !== 0n && power !== -1n; power = (power * square) >> BITS, k += 2n) sum += power / k
  return 2n * sum
}

const LN2 = twiceArtanh(ONE / 3n)

/** |ours − e^x| in units of the last place of ours. */
export function expError(x: number, ours: number): number {
  const { mantissa, exponent } = partsOf(x)
  const fixed = shift(mantissa, Number(BITS) + exponent)
  const k = (fixed + (fixed < 0n ? -LN2 : LN2) / 2n) / LN2
  const reduced = fixed - k * LN2
  let sum = 0n
  for (let term = ONE, n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term
    term = ((term * reduced) >> BITS) / n
  }
  const result = partsOf(ours)
  // Both as multiples of 2^-40 of the last place of ours.
  const difference = shift(sum, Number(k - BITS) - result.exponent + 40) - (result.mantissa << 40n)
  return Math.abs(Number(difference)) / 2 ** 40
}

/** |ours − ln x| in units of the last place of ours; x not subnormal. */
export function lnError(x: number, ours: number): number {
  const { mantissa, exponent } = partsOf(x)
  // x = m × 2^k with m in [1, 2), so 2 artanh((m − 1) / (m + 1)) = ln m.
  const m = mantissa << (BITS - 52n)
  const exact = twiceArtanh(((m - ONE) << BITS) / (m + ONE)) + BigInt(exponent + 52) * LN2
  const result = partsOf(ours)
  const difference = shift(exact, 40 - Number(BITS) - result.exponent) - (result.mantissa << 40n)
  return Math.abs(Number(difference)) / 2 ** 40
}
