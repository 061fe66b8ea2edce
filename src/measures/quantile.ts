/** Quantile of ascending values at p from 0 to 1, between neighbours in proportion (Hyndman & Fan 1996, type 7; R's default). */
export function quantile(ascending: readonly number[], p: number): number {
  if (ascending.length === 0) return NaN
  const place = (ascending.length - 1) * p
  const below = Math.floor(place)
  const next = ascending[Math.min(below + 1, ascending.length - 1)]
  return ascending[below] + (place - below) * (next - ascending[below])
}
