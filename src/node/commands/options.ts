/** Options that several commands share. */
import type { Override } from '../../scenarios/load.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { UsageError } from '../failure.ts'

export const LANG_OPTION = {
  describe: 'language of charts, report and summary',
  choices: ['en', 'zh'],
  type: 'string',
  requiresArg: true,
} as const

export const QUIET_OPTION = { describe: 'no progress and no summary', type: 'boolean', default: false } as const

export const MAX_THREADS = 256

export const THREADS_OPTION = {
  describe: 'threads for the runs of an experiment; results do not depend on it, and a single run takes one',
  type: 'string',
  requiresArg: true,
  defaultDescription: '1',
} as const

/** yargs gives a list for an option that is given twice. */
export function once(option: string, value: string | readonly string[] | undefined): string | undefined {
  if (typeof value === 'string' || value === undefined) return value
  throw new UsageError(`--${option} is given ${value.length} times; give it once.`)
}

export function langOf(value: string | readonly string[] | undefined): Lang | undefined {
  return once('lang', value) as Lang | undefined
}

export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`)
}

/** What --set and --seed put over a file. */
export function overridesOf(sets: readonly string[], seed: string | undefined): Override[] {
  if (seed !== undefined && !/^\d+$/.test(seed)) {
    throw new UsageError(`--seed ${seed}: a seed is a whole number from 0, such as --seed 7.`)
  }
  const seedOverrides: Override[] = seed === undefined ? [] : [{ option: '--seed', text: seed, path: 'seed' }]
  return [...sets.map((text): Override => ({ option: '--set', text })), ...seedOverrides]
}

/** The whole number that an option gives, from 1. */
export function wholeNumber(
  option: string,
  typed: string | readonly string[] | undefined,
  max: number,
): number | undefined {
  const text = once(option, typed)
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value
  throw new UsageError(`--${option} ${text}: this takes a whole number from 1 to ${max}, such as --${option} 4.`)
}
