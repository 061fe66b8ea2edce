/** Kernels that all lenders share against those that each would find for itself. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kernelsBeside, kernelsOf } from '../../../src/agents/lenders/crowd.ts'
import type { Design } from '../../../src/agents/lenders/lender.ts'
import type { DisclosedProduct } from '../../../src/agents/lenders/view.ts'

const DESIGN = fc
  .tuple(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([fit, channel]): Design => ({ fit, channel, limitFen: 1, termMonths: 12 }))

function disclosedOf(design: Design, place: number): DisclosedProduct {
  return {
    code: `P${place}`,
    lender: place,
    archetype: 'rent',
    design,
    boundTo: null,
    withdrawn: null,
    balanceYuan: 1,
    lentYuan: 1,
  }
}

test('are the same to the last bit, with one bandwidth after another', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(DESIGN, fc.boolean()), { maxLength: 9 }),
      fc.array(DESIGN, { maxLength: 3 }),
      (products, own) => {
        const disclosed = products.map(([design], place) => disclosedOf(design, place))
        const places = products.flatMap(([, isOthers], place) => (isOthers ? [place] : []))
        const points = [...own.map((design) => ({ design })), ...places.map((place) => disclosed[place])]
        for (const bandwidth of [0.4, 0.7, 0.4]) {
          expect(kernelsBeside(points, disclosed, places, bandwidth)).toEqual(kernelsOf(points, bandwidth))
        }
      },
    ),
  )
})
