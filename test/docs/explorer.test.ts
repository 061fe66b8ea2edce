/** The explorer's page in the docs says the numbers of its code, and its words are all in use. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LENDER_CLASSES } from '../../src/base/vocabulary.ts'
import { FEW, FOLLOWED, MOST_THREADS, USUAL_CONSUMERS } from '../../src/browser/limits.ts'
import { WORDS } from '../../src/browser/words.ts'
import { grouped } from '../../src/measures/headline.ts'

const SENTENCES = {
  'docs/explorer.md': [
    `with ${grouped(USUAL_CONSUMERS)} consumers where`,
    `Receipts of ${FOLLOWED} people`,
    `as there are processors, up to ${MOST_THREADS}.`,
    `below ${FEW} needs`,
  ],
  'docs/explorer.zh-CN.md': [
    `情景超过${grouped(USUAL_CONSUMERS)}名消费者时先按${grouped(USUAL_CONSUMERS)}名模拟`,
    `每次运行保留${FOLLOWED}人的凭据`,
    `最多${MOST_THREADS}个；`,
    `不足${FEW}项需求`,
  ],
}

test.each(Object.entries(SENTENCES))('%s has the numbers of the page', (file, sentences) => {
  const text = readFileSync(file, 'utf8')
  for (const sentence of sentences) expect(text).toContain(sentence)
  // And none that nothing holds: sizes of files and times stand on no page that no script writes.
  expect(text).not.toMatch(/\d (?:[kMG]B|ms|seconds?)\b|\d ?秒/)
})

test('every word of the page is used', () => {
  const sources = readdirSync('src/browser').filter((file) => /\.tsx?$/.test(file))
  const text = sources.map((file) => readFileSync(`src/browser/${file}`, 'utf8')).join('\n')
  // Named by a variable: classes of lenders, and what is guessed of a claim.
  const named: readonly string[] = [...LENDER_CLASSES, 'rises', 'falls', 'same']
  const unused = Object.keys(WORDS).filter(
    (word) => !named.includes(word) && !new RegExp(`WORDS\\.${word}\\b`).test(text),
  )
  expect(unused).toEqual([])
})
