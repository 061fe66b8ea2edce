/**
 * Files that loans form, as a curve: which part φ(a) of those to whom coverage gives no file have one from a loan by month 0
 * where coverage gives a. The market then shows a + (1 − a) φ(a) in month 0.
 */

/** Shares given at which the curve is known; it is the line through them, held to a share. */
export const GIVEN_AT = { given0: 0, given50: 0.5 } as const

export type FormedCurve = { readonly [key in keyof typeof GIVEN_AT]: number }

export const FORMED_KEYS = Object.keys(GIVEN_AT) as readonly (keyof FormedCurve)[]

/** Share with a file in month 0 where coverage gives `given`. What no pilot has found counts as 0. */
export function shownShare({ given0, given50 }: FormedCurve, given: number): number {
  const [none, half] = [Math.max(0, given0), Math.max(0, given50)]
  const formed = none + (half - none) * (given / GIVEN_AT.given50)
  return given + (1 - given) * Math.min(1, Math.max(0, formed))
}

/** The share a(c) that coverage gives outright so that month 0 shows c; 0 where loans alone form as many or more. */
export function givenFor(curve: FormedCurve, coverage: number): number {
  if (coverage >= 1) return 1
  if (shownShare(curve, 0) >= coverage) return 0
  let [low, high] = [0, 1]
  // Shows less than c at `low` and no less at `high`, since everybody shows all. To the last bit of a share.
  for (let k = 0; k < 52; k++) {
    const middle = (low + high) / 2
    if (shownShare(curve, middle) < coverage) low = middle
    else high = middle
  }
  return high
}
