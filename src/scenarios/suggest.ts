/** "Did you mean": the nearest known word. */
import type { Bilingual } from '../base/vocabulary.ts'

/** The candidate nearest to what was written, or undefined when none is near. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  const word = written.toLowerCase()
  // A third of the letters may be wrong; beyond that a suggestion confuses more than it helps.
  let best = (word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))) + 1
  let found: string | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate.toLowerCase(), best)
    if (distance < best) {
      best = distance
      found = candidate
    }
  }
  return found
}

/** Insertions, deletions, substitutions and swaps of neighbours; `limit` when it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1)
      row.push(cost)
    }
    older = previous
    previous = row
  }
  return Math.min(limit, previous[b.length])
}

/** "did you mean x?", or nothing. */
export function didYouMean(written: string, candidates: Iterable<string>): Bilingual | undefined {
  const found = nearest(written, candidates)
  return found === undefined ? undefined : isMeant(found)
}

/** "did you mean x?" of one word or, with "or" between, of several. */
export function isMeant(...words: readonly string[]): Bilingual {
  return { en: `did you mean ${words.join(' or ')}?`, zh: `是否应为 ${words.join(' 或 ')}？` }
}
