import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Circle, placeLabels, spreadCircles } from '../../src/charts/spread.ts'

test('circles that do not touch stay where they are', () => {
  const circles = [
    { x: 0, y: 0, radius: 5 },
    { x: 20, y: 0, radius: 5 },
  ]
  expect(spreadCircles(circles)).toEqual(circles)
})

test('circles end up beside one another', () => {
  const circle = fc.record({
    x: fc.integer({ min: 0, max: 60 }),
    y: fc.integer({ min: 0, max: 60 }),
    radius: fc.integer({ min: 2, max: 12 }),
  })
  fc.assert(
    fc.property(fc.array(circle, { maxLength: 12 }), (circles) => {
      const placed = spreadCircles(circles)
      const gap = (a: Circle, b: Circle): number => Math.hypot(a.x - b.x, a.y - b.y) - a.radius - b.radius
      placed.forEach((a, j) => {
        for (const b of placed.slice(0, j)) expect(gap(a, b)).toBeGreaterThanOrEqual(0)
      })
    }),
    { numRuns: 50 },
  )
})

test('a label goes where there is room', () => {
  const inside = { left: 0, top: 0, width: 200, height: 100 }
  const around = { left: 150, top: 40, width: 20, height: 20 }
  // No room on the right, so it stands on the left.
  expect(placeLabels([{ around, width: 40, height: 10 }], [], inside)).toEqual([{ x: 126, y: 50 }])
  const [first, second] = placeLabels(
    [
      { around, width: 20, height: 10 },
      { around, width: 20, height: 10 },
    ],
    [],
    inside,
  )
  expect(first).not.toEqual(second)
  // Walled in on every side it is left out rather than laid over something.
  expect(placeLabels([{ around, width: 40, height: 10 }], [inside], inside)).toEqual([null])
})
