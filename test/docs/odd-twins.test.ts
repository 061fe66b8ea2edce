/** Each page of the ODD document says in Chinese what it says in English, paragraph by paragraph. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MEANINGS, PHASES, SEVERAL_ZH, WORDS } from '../../scripts/docs-odd-zh.ts'
import { CONSUMER } from '../../src/agents/consumers.ts'
import { MONTH } from '../../src/market/tick.ts'
import { englishIn } from '../chinese.ts'
import { at, ODD_WORDS, pagesIn, quoted } from './odd-pages.ts'

interface Block {
  readonly kind: 'heading' | 'row' | 'item' | 'step' | 'fence' | 'comment' | 'text'
  readonly text: string
}

const OPENERS: readonly (readonly [Block['kind'], RegExp])[] = [
  ['heading', /^#+ /],
  ['row', /^\|/],
  ['item', /^ *- /],
  ['step', /^ *\d+\. /],
  ['comment', /^<!--/],
]

/** Headings, rows, items of lists, fenced blocks and paragraphs, in order; a wrapped paragraph is one line. */
function blocksOf(page: string): Block[] {
  const blocks: { kind: Block['kind']; text: string }[] = []
  let open: { kind: Block['kind']; text: string } | undefined
  for (const line of page.split('\n')) {
    const fence = /^ *```/.test(line)
    if (open?.kind === 'fence') {
      open.text += `\n${line}`
      if (fence) open = undefined
      continue
    }
    const [kind] = fence ? ['fence' as const] : (OPENERS.find(([, pattern]) => pattern.test(line)) ?? ['text' as const])
    if (line.trim() === '') open = undefined
    else if (kind !== 'text' || open === undefined || open.kind === 'row' || open.kind === 'heading') {
      open = { kind, text: line }
      blocks.push(open)
    } else open.text += ` ${line.trim()}`
  }
  return blocks
}

const PAIRS = [
  [ODD_WORDS.en.main, ODD_WORDS.zh.main],
  ...pagesIn('en').map((page) => [`docs/odd/${page}`, `docs/odd/${twinOf(page)}`]),
].map(([english, chinese]) => ({ english, chinese }))

function twinOf(page: string): string {
  return page.replace(/\.md$/, ODD_WORDS.zh.ending)
}

const read = (path: string): string => readFileSync(at(path), 'utf8')

/** Numbers outside of code and links, sorted; a number of a submodel is one of them. */
function numbersOf(text: string): string[] {
  const plain = text.replace(/`[^`]*`/g, '·').replace(/\]\([^)]*\)/g, '] ')
  const numbers = plain.match(/(?<![A-Za-z\d_])(?:\d[\d,]*)?(?:\.\d+|\d(?!\.\d))/g) ?? []
  return numbers.map((one) => one.replace(/^\./, '0.')).sort()
}

/** What links lead to, sorted; a page that has a Chinese twin counts as its twin. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to.replace(/(?:\.zh-CN)?\.md\b/, '.md')).sort()
}

const FUNCTIONS = /^(max|min|exp|ln|log|logit|arg|argmin|cov|sd|LGD|DSR|ROE|BE)$/

/** A word in a fenced block as far as it is a symbol: of one letter, a function, or the index of a name in words. */
function symbolIn(word: string): string {
  const [, index = ''] = /^[A-Za-z]{2,}(_\w+)$/.exec(word) ?? []
  if (index !== '') return index
  return word.length === 1 || /[_\d]/.test(word) || FUNCTIONS.test(word) ? word : ' '
}

/** Symbols, numbers and operators of a fenced block in order, without words and without what only sets them apart. */
function equationsOf(block: string): string {
  return block
    .split('\n')
    .map((line) =>
      line
        .replace(/\p{Script=Han}+/gu, ' ')
        .replace(/'s\b|(?<=s)'(?= [a-z])|\ban? (?=[a-z]{2})/g, ' ')
        .replace(/_?[A-Za-z][A-Za-z_\d]*(?:-[A-Za-z]+)*/g, symbolIn)
        .replace(/（/g, '(')
        .replace(/）/g, ')')
        .replace(/\( *\)|[\s,，、;；:：.。]+/g, ''),
    )
    .join('\n')
}

test('every page has its twin, and every twin its page', () => {
  expect(pagesIn('zh')).toEqual(pagesIn('en').map(twinOf))
})

describe.each(PAIRS)('$chinese', ({ english, chinese }) => {
  const [here, there] = [blocksOf(read(chinese)), blocksOf(read(english))]
  const pairs = there.map((block, k) => ({ block, twin: here[k] }))

  test('has the same headings, tables, lists, equations and paragraphs in the same order', () => {
    const shape = ({ kind, text }: Block): string =>
      kind === 'row' ? `row of ${text.split('|').length - 2}` : kind === 'heading' ? text.replace(/ .*/, '') : kind
    expect(here.map(shape)).toEqual(there.map(shape))
  })

  test('names the same code, numbers and links in each of them', () => {
    for (const { block, twin } of pairs) {
      if (block.kind === 'fence') continue
      expect([quoted(twin.text).sort(), numbersOf(twin.text), linksOf(twin.text)], twin.text).toEqual([
        quoted(block.text).sort(),
        numbersOf(block.text),
        linksOf(block.text),
      ])
    }
  })

  test('has the same equations', () => {
    for (const { block, twin } of pairs) {
      if (block.kind !== 'fence') continue
      expect(equationsOf(twin.text)).toBe(equationsOf(block.text))
    }
  })

  test('says of the same symbols what they stand for', () => {
    for (const { block, twin } of pairs) {
      if (block.kind !== 'row' || english === ODD_WORDS.en.main) continue
      const [symbols, said] = [block, twin].map(({ text }) => equationsOf(text.split('|')[1]))
      expect(said, twin.text).toBe(symbols)
    }
  })

  test('is in Chinese', () => {
    const references = there.findIndex(({ text }) => text === '## 11. References')
    for (const [k, { kind, text }] of here.entries()) {
      if (kind === 'fence' || kind === 'comment' || (references > 0 && k > references)) continue
      expect(englishIn(text.replace(/\]\([^)]*\)/g, ']').replace(/\b\p{Lu}[^。；，]*\(\d{4}\)/gu, '·')), text).toEqual(
        [],
      )
    }
  })

  test('is set as Chinese is', () => {
    const prose = read(chinese)
      .replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .replace(/^(?:- [A-ZÉ].*\n)+/gm, '')
      .replace(/<!--[^>]*-->/g, '')
    expect(typosIn(prose)).toEqual([])
  })
})

/** Breaches of the rules of Chinese typography in a page without its fenced blocks, with what stands around them. */
function typosIn(prose: string): string[] {
  let text = prose.replace(/`[^`\n]*`/g, '`·`').replace(/\]\([^)\n]*\)/g, ']·')
  // Brackets of a function or of a sum belong to an expression, whatever words stand in them.
  const expression = /[\wα-ωΑ-Ω√]\([^()\n]*\)|\([^()\n]*[+−×/][^()\n]*\)/g
  while (expression.test(text)) text = text.replace(expression, 'x')
  text = text.replace(/ ?[tp](?=分布|值)/g, '')
  const rules = [
    /\p{Script=Han}[,;:!?()]|[,;:!?(]\p{Script=Han}/gu,
    /\p{Script=Han}[A-Za-zα-ωΑ-Ω`]|[A-Za-zα-ωΑ-Ω`]\p{Script=Han}/gu,
    /\d %|(?<=[\p{Script=Han}（，、。；：] ?)[\d,.]+ (?=[个名家次月年元人岁笔项期倍步级款份位])/gu,
    /[，。；：、（）] (?!\|)|(?<!\|) [，。；：、（）]/gu,
    /(?<=[（，、。；： ])-\d/gu,
    /\p{Script=Han} \p{Script=Han}/gu,
  ]
  return rules.flatMap((rule) =>
    [...text.matchAll(rule)].map(({ index }) => text.slice(Math.max(0, index - 12), index + 12)),
  )
}

test('the rules of typography find what they should', () => {
  expect(typosIn('共 12 个,见`a`。 另一句')).toHaveLength(4)
  expect(typosIn('共12个，见 `a`（7.2）。另一句，15.8%，−1')).toEqual([])
})

describe('texts of blocks', () => {
  const columns = Object.values(CONSUMER)
  test.each([
    ['fields', Object.keys(MEANINGS), Object.keys(CONSUMER)],
    ['units and changes', Object.keys(WORDS), columns.flatMap(({ unit, changes }) => [unit, changes])],
    ['phases', Object.keys(PHASES), MONTH.map(({ name }) => name)],
    ['columns of several', Object.keys(SEVERAL_ZH), columns.flatMap((one) => ('per' in one ? [one.per] : []))],
  ])('of %s are complete, and none is idle', (_, texts, wanted) => {
    expect([...texts].sort()).toEqual([...new Set(wanted)].sort())
  })
})
