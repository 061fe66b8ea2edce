/** A straight line through few measurements that differ by orders of magnitude. */

export interface Line {
  readonly fixed: number
  readonly slope: number
}

/**
 * The line y = fixed + slope × x with the least squares of relative errors: a second off is much at ten and little at a
 * thousand. Null for fewer than two different x.
 */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line | null {
  if (new Set(points.map(([x]) => x)).size < 2) return null
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0]
  for (const [x, y] of points) {
    const weight = 1 / (y * y)
    w += weight
    wx += weight * x
    wy += weight * y
    wxx += weight * x * x
    wxy += weight * x * y
  }
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx)
  return { fixed: (wy - slope * wx) / w, slope }
}
