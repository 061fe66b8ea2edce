import ts from 'typescript'
import { expect, test } from 'vitest'
import * as vocabulary from '../../src/base/vocabulary.ts'
import { parse, place, type Source, typescriptIn, walk } from './source.ts'

const LISTS = Object.entries(vocabulary).flatMap(([name, list]) =>
  Array.isArray(list) && list.every((code) => typeof code === 'string') ? [{ name, codes: list as string[] }] : [],
)

/** Arrays of texts that repeat a whole list of codes, in whatever order. */
function copies({ path, text }: Source): string[] {
  const file = parse({ path, text })
  const found: string[] = []
  walk(file, (node) => {
    if (!ts.isArrayLiteralExpression(node) || !node.elements.every(ts.isStringLiteralLike)) return
    const texts = new Set(node.elements.map((element) => (element as ts.StringLiteral).text))
    for (const { name, codes } of LISTS) {
      if (texts.size > 1 && codes.every((code) => texts.has(code))) found.push(`${place(file, node)}: ${name}`)
    }
  })
  return found
}

test('no file but the vocabulary lists its codes', () => {
  expect(LISTS.length).toBeGreaterThan(10)
  const sources = typescriptIn('src').filter(({ path }) => path !== 'src/base/vocabulary.ts')
  expect(sources.flatMap(copies)).toEqual([])
})

test('a copied list is found', () => {
  expect(copies({ path: 'src/a.ts', text: "const x = ['none', 'scored', 'unscored']" })).toHaveLength(1)
})
