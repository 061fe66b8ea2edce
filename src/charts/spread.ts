/** Placing things in a picture so that they do not cover one another. All lengths are pixels. */

export interface Circle {
  readonly x: number
  readonly y: number
  readonly radius: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const STEP = 2
const FARTHEST = 60
const LABEL_GAP = 6

/** Steps of a fixed grid, nearest first: the order in which places are tried. */
const OFFSETS: readonly (readonly [number, number])[] = offsets()

function offsets(): [number, number][] {
  const all: [number, number][] = []
  for (let x = -FARTHEST; x <= FARTHEST; x++) for (let y = -FARTHEST; y <= FARTHEST; y++) all.push([x, y])
  return all.sort(([ax, ay], [bx, by]) => ax * ax + ay * ay - bx * bx - by * by || ax - bx || ay - by)
}

/**
 * Moves circles as little as it takes for none to cover another, first come first placed. A circle that finds no
 * room within reach keeps its place.
 */
export function spreadCircles(circles: readonly Circle[], gap = 1): Circle[] {
  const placed: Circle[] = []
  for (const circle of circles) {
    const offset = OFFSETS.find(([dx, dy]) => {
      const [x, y] = [circle.x + STEP * dx, circle.y + STEP * dy]
      return placed.every((other) => {
        const reach = circle.radius + other.radius + gap
        return (x - other.x) * (x - other.x) + (y - other.y) * (y - other.y) >= reach * reach
      })
    })
    const [dx, dy] = offset ?? [0, 0]
    placed.push({ x: circle.x + STEP * dx, y: circle.y + STEP * dy, radius: circle.radius })
  }
  return placed
}

const touch = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height

export interface Label {
  /** What the label names. */
  readonly around: Box
  readonly width: number
  readonly height: number
}

/** The middle of each label: right of, left of, below or above what it names; null where it would cover something. */
export function placeLabels(
  labels: readonly Label[],
  obstacles: readonly Box[],
  inside: Box,
): ({ x: number; y: number } | null)[] {
  const taken: Box[] = [...obstacles]
  return labels.map(({ around, width, height }) => {
    const middle = around.top + (around.height - height) / 2
    const centre = around.left + (around.width - width) / 2
    const [right, bottom] = [around.left + around.width, around.top + around.height]
    const places = [
      [right + 4, middle],
      [around.left - width - 4, middle],
      [centre, bottom + 2],
      [centre, around.top - height - 2],
      [right + 2, bottom],
      [right + 2, around.top - height],
      [around.left - width - 2, bottom],
      [around.left - width - 2, around.top - height],
    ]
    const boxes = places.map(([left, top]): Box => ({ left, top, width, height }))
    const fits = (box: Box): boolean =>
      box.left >= inside.left &&
      box.top >= inside.top &&
      box.left + width <= inside.left + inside.width &&
      box.top + height <= inside.top + inside.height
    const free = boxes.find((box) => fits(box) && !taken.some((other) => touch(box, other)))
    if (free === undefined) return null
    // Side by side, two labels would read as one.
    taken.push({ ...free, left: free.left - LABEL_GAP, width: free.width + 2 * LABEL_GAP })
    return { x: free.left + width / 2, y: free.top + height / 2 }
  })
}
