/** Numbers with digits get their minus sign in one place, which gives none to what rounds to zero. */
import { expect, test } from 'vitest'
import { signed } from '../../src/measures/headline.ts'
import { type Source, typescriptIn } from './source.ts'

const OWN = /\.toFixed\((?:[^()]|\([^()]*\))*\)\s*\.replace\([^)]*−/

const ownSigns = (sources: readonly Source[]): string[] =>
  sources.filter(({ text }) => OWN.test(text)).map(({ path }) => path)

test('no other module writes a minus sign before digits', () => {
  expect(ownSigns(typescriptIn('src'))).toEqual([])
})

test.each(["value.toFixed(2).replace('-', '−')", "x.toFixed(f(3))\n  .replace(/^-/, '−')"])('finds %s', (text) => {
  expect(ownSigns([{ path: 'src/charts/a.ts', text }])).toEqual(['src/charts/a.ts'])
})

test('what rounds to zero has none', () => {
  expect([-0.004, 0.004, -0.005, -3, -0].map((value) => signed(value.toFixed(2)))).toEqual([
    ...['0.00', '0.00', '−0.01', '−3.00', '0.00'],
  ])
})
