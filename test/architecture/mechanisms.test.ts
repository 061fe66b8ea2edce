import { expect, test } from 'vitest'
import { mechanismFaults } from './rules.ts'
import { typescriptIn } from './source.ts'

const sources = typescriptIn('src')
const at = (path: string): string => `src/market/mechanisms/${path}`
const faultsOf = (path: string, text: string): string[] => mechanismFaults([{ path, text }])

test('mechanisms stand apart, and only the lists know their leaves', () => {
  expect(mechanismFaults(sources)).toEqual([])
})

test.each([
  ['another mechanism', at('fraud/a.ts'), `import { b } from '../p2p/b.ts'`],
  ['a type of another mechanism', at('fraud/a.ts'), `import type { B } from '../p2p/b.ts'`],
  ['the market from a leaf', at('fraud/tables.ts'), `import type { World } from '../../world.ts'`],
  ['a value of scenarios from a leaf', at('fraud/parameters.ts'), `import { a } from '../../../scenarios/a.ts'`],
  ['its own folder from a leaf', at('fraud/parameters.ts'), `import { a } from './a.ts'`],
  ['a leaf from its own folder', at('fraud/a.ts'), `import { A } from './parameters.ts'`],
  [
    'parameters from the list of tables',
    'src/measures/records.ts',
    `import { A } from '../market/mechanisms/fraud/parameters.ts'`,
  ],
  ['a leaf from elsewhere', 'src/charts/a.ts', `import { A } from '../market/mechanisms/fraud/tables.ts'`],
])('refuses %s', (_what, path, text) => {
  expect(faultsOf(path, text)).toHaveLength(1)
})

test.each([
  [
    'base and types of scenarios from a leaf',
    at('fraud/parameters.ts'),
    `import { a } from '../../../base/a.ts'\nimport type { B } from '../../../scenarios/b.ts'`,
  ],
  ['the market and its own folder', at('fraud/a.ts'), `import { a } from '../../a.ts'\nimport { b } from './b.ts'`],
  [
    'a leaf from its list',
    'src/scenarios/parameters.ts',
    `import { A } from '../market/mechanisms/fraud/parameters.ts'`,
  ],
  ['a mechanism from the market', 'src/market/hooks.ts', `import { a } from './mechanisms/fraud/a.ts'`],
])('accepts %s', (_what, path, text) => {
  expect(faultsOf(path, text)).toEqual([])
})
