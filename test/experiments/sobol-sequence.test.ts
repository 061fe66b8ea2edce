import { expect, test } from 'vitest'
import { MAX_SOBOL_DIMENSIONS, sobolWords } from '../../src/experiments/sobol-sequence.ts'

// From SciPy 1.17.1, which holds the same table of Joe & Kuo:
//   s = scipy.stats.qmc.Sobol(161, scramble=False, bits=32).random(1024)
//   [int(x * 2**32) for x in s[row, [0, 1, 2, 6, 39, 100, 160]]]
const DIMENSIONS = [0, 1, 2, 6, 39, 100, 160]
const KNOWN: readonly (readonly [row: number, words: readonly number[]])[] = [
  [0, [0, 0, 0, 0, 0, 0, 0]],
  [1, [2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648]],
  [2, [3221225472, 1073741824, 1073741824, 1073741824, 1073741824, 1073741824, 3221225472]],
  [3, [1073741824, 3221225472, 3221225472, 3221225472, 3221225472, 3221225472, 1073741824]],
  [7, [536870912, 2684354560, 1610612736, 2684354560, 536870912, 1610612736, 536870912]],
  [500, [1887436800, 276824064, 1484783616, 243269632, 1820327936, 2575302656, 3699376128]],
  [1023, [4194304, 3233808384, 2629828608, 599785472, 2998927360, 1019215872, 3015704576]],
]

test('gives the known points', () => {
  const points = sobolWords(1024, 161)
  for (const [row, words] of KNOWN) expect(DIMENSIONS.map((d) => points[row][d])).toEqual(words)
})

test('every dimension fills every cell once', () => {
  const points = sobolWords(256, MAX_SOBOL_DIMENSIONS)
  for (let d = 0; d < MAX_SOBOL_DIMENSIONS; d++) {
    expect(new Set(points.map((point) => point[d] >>> 24)).size).toBe(256)
  }
})

test('refuses dimensions that the table does not have', () => {
  expect(() => sobolWords(2, MAX_SOBOL_DIMENSIONS + 1)).toThrow('dimensions')
})
