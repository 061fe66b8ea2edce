/**
 * How much a test does. `npm test` and `npm cit` do as much as finds what is likely to break; `npm run soak` sets
 * SOAK=1 and does all of it: thousands of cases, hours.
 */

export const SOAK: boolean = process.env.SOAK === '1'

/** The number of cases, months, consumers or whatever a test goes through: the usual one, or the full one of a soak. */
export function cases(usual: number, soak: number): number {
  return SOAK ? soak : usual
}

/** The seeds, arms or cases that a test goes through: the first of them, and in a soak all. */
export function firstOf<Case>(all: readonly Case[], usual = 1): readonly Case[] {
  return all.slice(0, cases(usual, all.length))
}
