import fc from 'fast-check'
import { expect, test } from 'vitest'
import { designMap, project } from '../../src/measures/design-map.ts'
import { squaredDistance } from '../../src/measures/homogenisation.ts'
import { syntheticRecord } from '../fixtures/synthetic-record.ts'

const cloud = fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }), {
  minLength: 3,
  maxLength: 12,
})

test('points on a line need one axis', () => {
  const { coordinates, explained, loadings } = project([
    [0, 0, 0],
    [3, 0, 4],
    [6, 0, 8],
  ])
  expect(explained[0]).toBeCloseTo(1, 12)
  expect(explained[1]).toBeCloseTo(0, 12)
  expect(coordinates.map(([x]) => x)).toEqual([-5, 0, 5].map((x) => expect.closeTo(x, 12)))
  // The largest loading is positive.
  expect(loadings[0]).toEqual([0.6, 0, 0.8].map((x) => expect.closeTo(x, 12)))
})

test('points of a plane keep their distances', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })), {
        minLength: 3,
        maxLength: 10,
      }),
      (flat) => {
        // Two orthogonal directions of five dimensions.
        const points = flat.map(([a, b]) => [0.6 * a, 0.8 * a, 0, 0.6 * b, -0.8 * b])
        const { coordinates } = project(points)
        for (let j = 0; j < points.length; j++) {
          for (let k = 0; k < j; k++) {
            const apart = squaredDistance(coordinates[j], coordinates[k])
            expect(apart).toBeCloseTo(squaredDistance(points[j], points[k]), 9)
          }
        }
      },
    ),
  )
})

test('a projection never moves points apart, and explains no more than everything', () => {
  fc.assert(
    fc.property(cloud, (points) => {
      const { coordinates, explained } = project(points)
      for (let j = 1; j < points.length; j++) {
        const apart = squaredDistance(coordinates[j], coordinates[0])
        expect(apart).toBeLessThanOrEqual(squaredDistance(points[j], points[0]) + 1e-9)
      }
      if (Number.isFinite(explained[0])) {
        expect(explained[0]).toBeGreaterThanOrEqual(explained[1] - 1e-12)
        expect(explained[0] + explained[1]).toBeLessThanOrEqual(1 + 1e-12)
      }
    }),
  )
})

test('clones and nothing at all are projected too', () => {
  expect(project([]).coordinates).toEqual([])
  expect(
    project([
      [1, 2, 3],
      [1, 2, 3],
    ]).coordinates,
  ).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('the map shows the last month, with shares that add up', () => {
  const map = designMap(syntheticRecord())
  expect(map.month).toBe(23)
  expect(map.products).toHaveLength(18)
  expect(map.products.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
})
