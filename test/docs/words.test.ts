/** Pages, comments and messages are in plain modern English: no text has one of these archaisms and inversions. */
import { expect, test } from 'vitest'
import { read, trackedFiles } from '../architecture/source.ts'

const BANNED: readonly RegExp[] = [
  /\bwho(so)?ever\b/,
  /\banew\b/,
  /\breckon/,
  /\bfor want of\b/,
  /\bgo(es|ne)? on with\b/,
  /\btold (of|by)\b/,
  /\bhears? of\b/,
  /\bthought better of\b/,
  /\bso is everybody\b/,
  /\bturns? a verdict round\b/,
  /\bwell or ill\b/,
  /\bpauper/,
  /\b(is|are|not) to be had\b/,
  /\bits all other\b/,
  /\bsurvives being killed\b/,
  /\bis all that is needed\b/,
  /\bnobody could fill\b/,
  /\bthat which\b/,
  /\b(lest|upon|thus|hereby|thereof|therein|whereof|whilst|unto|albeit)\b/,
  /\bnor (is|are|was|does|do|did|has|have|can|could)\b/,
]

/** The record of what was, a licence, lists of packages, and this test. */
const SKIPPED = /^(CHANGELOG\.md|LICENSE|package-lock\.json|test\/docs\/words\.test\.ts)$/
const TEXT = /\.(ts|mjs|js|md|ya?ml|json|jsonl|txt|cff|html|css|R)$/

const found = (text: string): string[] =>
  text.split('\n').flatMap((line, k) =>
    BANNED.flatMap((pattern) => {
      const [hit] = new RegExp(pattern, 'i').exec(line) ?? []
      return hit === undefined ? [] : [`${k + 1}: ${hit}`]
    }),
  )

test('the list finds what it should', () => {
  expect(found('He who lends, lends anew.\nBank licences are not to be had.')).toEqual(['1: anew', '2: not to be had'])
})

test('no tracked text has a banned phrase', () => {
  const files = trackedFiles().filter((path) => TEXT.test(path) && !SKIPPED.test(path))
  expect(files.length).toBeGreaterThan(500)
  expect(files.flatMap((path) => found(read(path).text).map((hit) => `${path}:${hit}`))).toEqual([])
})
