/** Options that several commands share. */
import { formatWarnings, ScenarioError } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Arm } from '../../scenarios/experiment.ts'
import { factorsOfOptions } from '../../scenarios/factor-option.ts'
import { type Cancelled, cancelled, type DatedPlace, type Held } from '../../scenarios/held.ts'
import type { Override } from '../../scenarios/load.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { newName, RENAMED_OUTCOMES, renamedWarnings } from '../../scenarios/renamed.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { PlacedFactor } from '../../scenarios/sensitivity.ts'
import { nearest } from '../../scenarios/suggest.ts'
import { UsageError } from '../failure.ts'
import { spokenLang } from '../language.ts'
import { printable } from '../printable.ts'

export const LANG_OPTION = {
  describe: 'language of charts, report and summary',
  choices: ['en', 'zh'],
  type: 'string',
  requiresArg: true,
} as const

export const QUIET_OPTION = { describe: 'no progress and no summary', type: 'boolean', default: false } as const

export const SEED_OPTION = {
  describe: "whole number in place of the scenario's seed",
  type: 'string',
  requiresArg: true,
} as const

export const SET_OPTION = {
  describe: 'a parameter and its value, such as credit.coverage=0.9; repeat for more',
  type: 'string',
  requiresArg: true,
} as const

const JSON_SUMMARY_OPTION = { describe: 'print the summary as JSON', type: 'boolean', default: false } as const

export const FORCE_OPTION = {
  describe: "replace another study's results in the folder; files of your own stay",
  type: 'boolean',
  default: false,
} as const

/** Of commands whose runs are kept and resumed. */
const NO_CHARTS_OPTION = { describe: 'draw none', type: 'boolean', default: false } as const

export const CSV_BOM_OPTION = {
  describe: 'begin CSV files with a byte order mark, so that Excel reads Chinese text',
  type: 'boolean',
  default: false,
} as const

export const DRY_RUN_OPTION = {
  describe: 'tell runs, time and disk by a pilot; keep nothing',
  type: 'boolean',
  default: false,
} as const

const QUIET_SUMMARY_OPTION = {
  describe: 'no progress, no summary; prints the folder',
  type: 'boolean',
  default: false,
} as const

/** Of a command that writes results; `out` tells the folder. */
export function outOption(describe: string): {
  readonly describe: string
  readonly type: 'string'
  readonly requiresArg: true
} {
  return { describe, type: 'string', requiresArg: true }
}

/** The last options of every command that writes results of a scenario. */
export const WRITING_OPTIONS: {
  readonly lang: typeof LANG_OPTION & { readonly default: 'en' }
  readonly 'csv-bom': typeof CSV_BOM_OPTION
  readonly 'no-charts': typeof NO_CHARTS_OPTION
  readonly quiet: typeof QUIET_SUMMARY_OPTION
  readonly json: typeof JSON_SUMMARY_OPTION
  readonly force: typeof FORCE_OPTION
} = {
  lang: { ...LANG_OPTION, default: 'en' },
  'csv-bom': CSV_BOM_OPTION,
  'no-charts': NO_CHARTS_OPTION,
  quiet: QUIET_SUMMARY_OPTION,
  json: JSON_SUMMARY_OPTION,
  force: FORCE_OPTION,
}

/** What commands that write results of scenarios have in common, as yargs gives it. */
export interface WritingArguments {
  readonly seed: string | undefined
  readonly set: string | readonly string[] | undefined
  readonly out: string | undefined
  readonly lang: string | undefined
  readonly replications: string | undefined
  readonly threads: string | undefined
  readonly quiet: boolean
  readonly json: boolean
  readonly force: boolean
  readonly 'csv-bom': boolean
  readonly 'no-charts'?: boolean
}

const MAX_THREADS = 256

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
  for (const warning of warnings) process.stderr.write(`Warning: ${printable(warning)}\n`)
}

/** All that was given for an option that may be repeated. */
export function every(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat()
}

/** What to say of an outcome that does not exist. */
export function outcomeHint(key: string, keys: readonly string[]): string {
  const now = newName(key, RENAMED_OUTCOMES)
  if (now !== key) return `It is now called ${now}.`
  const meant = nearest(key, keys)
  return meant === undefined ? `Outcomes are ${keys.slice(0, 8).join(', ')}, …` : `Did you mean ${meant}?`
}

/** Without leading zeros, of which nobody knows whether they mean octal. */
const PLAIN_NUMBER = /^(0|[1-9]\d*)$/

/** What --set and --seed put over a file. */
export function overridesOf(sets: readonly string[], seed: string | undefined): Override[] {
  if (seed !== undefined && !PLAIN_NUMBER.test(seed)) {
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
  if (PLAIN_NUMBER.test(text) && value >= 1 && value <= max) return value
  throw new UsageError(`--${option} ${text}: this takes a whole number from 1 to ${max}, such as --${option} 4.`)
}

export function threadsOf({ threads }: { readonly threads: string | undefined }): number {
  return wholeNumber('threads', threads, MAX_THREADS) ?? 1
}

/** Name for folders: of the scenario and of the arm that is run in its place. */
export function nameOf({ name }: Scenario, arm: Arm | undefined): string {
  return arm === undefined ? name : `${name}-${arm.name}`
}

/** The ranges that options give; warns of old names. `paths` are those that the command takes. */
export function typedFactors(
  option: '--factor' | '--free',
  typed: string | readonly string[] | undefined,
  quiet: boolean,
  paths?: readonly string[],
): readonly PlacedFactor[] {
  const { factors, renamed } = factorsOfOptions(option, every(typed), paths)
  if (!quiet && renamed.length > 0)
    process.stderr.write(`${printable(formatWarnings(renamedWarnings(renamed), spokenLang()))}\n`)
  return factors
}

/** What the timeline makes of ranges that label runs. */
export function cancelledFactors(
  factors: readonly PlacedFactor[],
  dates: readonly DatedPlace[],
  what: Bilingual,
): Cancelled {
  const held = factors.map(({ path, place }): Held => {
    return { path, values: undefined, place, what, isFault: true, isOwn: false }
  })
  return cancelled(held, dates)
}

/** Refuses ranges that the timeline overrules in every reported month, and warns of those that it overrules in some. */
export function refuseCancelled(
  factors: readonly PlacedFactor[],
  dates: readonly DatedPlace[],
  what: Bilingual,
  quiet: boolean,
): void {
  const { faults, warnings } = cancelledFactors(factors, dates, what)
  if (faults.length > 0) throw new ScenarioError(faults)
  if (!quiet && warnings.length > 0) process.stderr.write(`${printable(formatWarnings(warnings, spokenLang()))}\n`)
}
