/** What the report says of a fit, whatever of it is known. */
import { describe, expect, test } from 'vitest'
import type { MomentsFit } from '../../src/experiments/simulated-moments.ts'
import { momentsLines } from '../../src/node/report-calibration.ts'

const FIT: MomentsFit = {
  method: 'smm',
  estimate: [0.4, 0.6],
  misfit: 2.5,
  weighting: { kind: 'inverse', covariance: [], noiseShare: 0.1, root: [] },
  jacobian: [],
  standardErrors: [0.1, Number.POSITIVE_INFINITY],
  directions: [
    { size: 9, direction: [1, 0.01] },
    { size: 0.5, direction: [0.01, 1] },
  ],
  degrees: 1,
  pValue: 0.11,
  profiles: [],
  searches: [],
}
const PATHS = ['tastes.priceSensitivity', 'repayment.meanDistress']
const saying = (fit: MomentsFit, lang: 'en' | 'zh'): string =>
  momentsLines(fit, PATHS)
    .map((line) => line[lang])
    .join('\n')

describe('sentences of a fit by moments', () => {
  test('name the directions in which the moments hardly move', () => {
    expect(saying(FIT, 'en')).toContain('0.5000 standard deviations along 1.00 × repayment.meanDistress.')
    expect(saying(FIT, 'en')).not.toContain('tastes')
  })

  test.each([
    [[0.8, -0.6], 'along 0.80 × tastes.priceSensitivity − 0.60 × repayment.meanDistress.'],
    [[-0.8, 0.6], 'along −0.80 × tastes.priceSensitivity + 0.60 × repayment.meanDistress.'],
  ])('write %s as a sum', (direction, told) => {
    expect(saying({ ...FIT, directions: [{ size: 0.5, direction }] }, 'en')).toContain(told)
  })

  test.each(['en', 'zh'] as const)('have no NaN where slopes, tests and shares are unknown (%s)', (lang) => {
    const nothing = { size: Number.NaN, direction: [Number.NaN, Number.NaN] }
    const unknown = {
      ...FIT,
      pValue: Number.NaN,
      standardErrors: [Number.NaN, Number.NaN],
      directions: [nothing, nothing],
    }
    const said = saying(unknown, lang)
    expect(said).not.toMatch(/NaN|Infinity|undefined/)
    expect(said.match(lang === 'en' ? /are not known/g : /均未知/g)).toHaveLength(1)
  })
})
