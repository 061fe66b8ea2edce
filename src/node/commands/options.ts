/** Options that several commands share. */
import { ScenarioError } from '../../base/errors.ts'
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
import { drawingThreads } from '../chart-threads.ts'
import { UsageError } from '../failure.ts'
import { say } from '../language.ts'
import { printable } from '../printable.ts'
import { tellWarnings } from '../scenario-files.ts'
import { flag, type Given, type Taken, text, texts } from './command.ts'

export const LANG: Taken<string | undefined> = text('language of charts, report and summary', '图表、报告与摘要的语言')

/** The same with other words. */
export const langOption = (en: string, zh: string): Taken<string | undefined> => ({ ...LANG, about: { en, zh } })

export const QUIET: Taken<boolean> = flag('no progress and no summary', '不显示进度与摘要')
export const SEED: Taken<string | undefined> = text(
  "whole number in place of the scenario's seed",
  '取代情景种子的整数',
)
export const SET: Taken<string | readonly string[] | undefined> = texts(
  'a parameter and its value, such as credit.coverage=0.9; repeat for more',
  '参数及其取值，如 credit.coverage=0.9；可重复使用',
)
export const THREADS: Taken<string | undefined> = {
  ...text(
    'threads for runs (one each, or several where large runs are fewer) and for drawing (up to 4); results do not depend on it',
    '运行（每次一个；大规模运行次数较少时可用多个）与绘图（至多 4 个）的线程数；结果与之无关',
  ),
  usual: { en: 'a thread a core, as far as each has enough to do', zh: '每核一个，以各有足够工作为限' },
}
/** Of commands whose runs are kept and resumed. */
export const DRY_RUN: Taken<boolean> = flag(
  'tell runs, time and disk by a pilot; keep nothing',
  '以试运行估计运行次数、时间与磁盘用量，不保留结果',
)

export const RECORDS: Taken<string | undefined> = text(
  'folder that all machines of --queue share: records travel through it, not through Redis',
  '--queue 各机器共享的文件夹：记录经此传回，不经 Redis',
)

/** Of commands whose runs are kept. */
export const QUEUED: { readonly [name in 'queue' | 'records']: Taken<string | undefined> } = {
  queue: text(
    'address of a Redis, redis://host:6379: workers there make the runs (“xiaojin worker --queue”)',
    'Redis 地址，如 redis://host:6379：由该处的工作进程运行（“xiaojin worker --queue”）',
  ),
  records: RECORDS,
}

export const PLAN_ONLY: Taken<boolean> = flag(
  'write the plan and run nothing: “xiaojin worker” makes the runs, on any machine',
  '只写计划而不运行：可在任何机器上由“xiaojin worker”运行',
)

/** Of commands that draw. */
export const PICTURES: { readonly [name in 'png' | 'no-png']: Taken<boolean> } = {
  png: {
    ...flag('draw charts as PNG files, too', '图表另绘为 PNG 文件'),
    usual: { en: 'unless --no-png', zh: '未给出 --no-png 即如此' },
  },
  'no-png': flag('draw charts as SVG only, which takes about half the time', '图表只绘为 SVG，用时约减半'),
}

/** Whether charts are drawn as PNG, too; undefined where nothing is said. */
export function pngOf(args: { readonly png?: boolean; readonly 'no-png'?: boolean }): boolean | undefined {
  if (args.png && args['no-png'])
    throw new UsageError({ en: '--png and --no-png: choose one.', zh: '--png 与 --no-png 只能选一个。' })
  return args.png ? true : args['no-png'] ? false : undefined
}

/** The last options of every command that writes results of a scenario. */
export const WRITING: { readonly lang: Taken<string | undefined> } & {
  readonly [name in 'csv-bom' | 'no-charts' | 'png' | 'no-png' | 'quiet' | 'json' | 'force']: Taken<boolean>
} = {
  lang: { ...LANG, form: { ...LANG.form, default: 'en' } },
  'csv-bom': flag(
    'begin CSV files with a byte order mark, so that Excel reads Chinese text',
    'CSV 文件以字节序标记开头，使 Excel 能读中文',
  ),
  'no-charts': flag('draw none', '不绘图'),
  ...PICTURES,
  quiet: flag('no progress, no summary; prints the folder', '不显示进度与摘要，只输出文件夹'),
  json: flag('print the summary as JSON', '以 JSON 输出摘要'),
  force: flag(
    "replace another study's results in the folder; files of your own stay",
    '取代文件夹中另一研究的结果；用户自己的文件保留',
  ),
}

/** What commands that write results of scenarios have in common, as yargs gives it. */
export interface WritingArguments extends Given<typeof WRITING> {
  readonly seed?: string | undefined
  readonly set: string | readonly string[] | undefined
  readonly out: string | undefined
  readonly threads: string | undefined
  readonly queue?: string | undefined
  readonly records?: string | undefined
}

const MAX_THREADS = 256

/** yargs gives a list for an option that is given twice. */
export function once(option: string, value: string | readonly string[] | undefined): string | undefined {
  if (typeof value === 'string' || value === undefined) return value
  throw new UsageError({
    en: `--${option} is given ${value.length} times; give it once.`,
    zh: `--${option} 给出了${value.length}次；只能给一次。`,
  })
}

export function langOf(value: string | readonly string[] | undefined): Lang | undefined {
  return once('lang', value) as Lang | undefined
}

export function warn(warnings: readonly string[]): void {
  const label = say({ en: 'Warning: ', zh: '警告：' })
  for (const warning of warnings) process.stderr.write(`${label}${printable(warning)}\n`)
}

/** All that was given for an option that may be repeated. */
export function every(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat()
}

/** What to say of an outcome that does not exist. */
export function noOutcome(option: string, key: string, keys: readonly string[]): UsageError {
  const { en, zh } = outcomeHint(key, keys)
  return new UsageError({
    en: `${option}: there is no outcome ${key}. ${en}`,
    zh: `${option}：没有结果指标 ${key}。${zh}`,
  })
}

function outcomeHint(key: string, keys: readonly string[]): Bilingual {
  const now = newName(key, RENAMED_OUTCOMES)
  if (now !== key) return { en: `It is now called ${now}.`, zh: `现名 ${now}。` }
  const meant = nearest(key, keys)
  if (meant !== undefined) return { en: `Did you mean ${meant}?`, zh: `是否应为 ${meant}？` }
  const some = keys.slice(0, 8)
  return { en: `Outcomes are ${some.join(', ')}, …`, zh: `结果指标有 ${some.join('、')} 等。` }
}

/** Without leading zeros, of which nobody knows whether they mean octal. */
const PLAIN_NUMBER = /^(0|[1-9]\d*)$/

/** What --set and --seed put over a file. */
export function overridesOf(sets: readonly string[], seed: string | undefined): Override[] {
  if (seed !== undefined && !PLAIN_NUMBER.test(seed)) {
    throw new UsageError({
      en: `--seed ${seed}: a seed is a whole number from 0, such as --seed 7.`,
      zh: `--seed ${seed}：种子是不小于 0 的整数，如 --seed 7。`,
    })
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
  throw new UsageError({
    en: `--${option} ${text}: this takes a whole number from 1 to ${max}, such as --${option} 4.`,
    zh: `--${option} ${text}：应为 1 至 ${max} 的整数，如 --${option} 4。`,
  })
}

/** Threads that were asked for; null where the runs are to decide. */
export function threadsOf({ threads }: { readonly threads: string | undefined }): number | null {
  return wholeNumber('threads', threads, MAX_THREADS) ?? null
}

/** Threads that draw. */
export function drawingThreadsOf({ threads }: { readonly threads?: string | undefined }): number {
  return drawingThreads(wholeNumber('threads', threads, MAX_THREADS))
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
  if (!quiet) tellWarnings(renamedWarnings(renamed))
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
  if (!quiet) tellWarnings(warnings)
}
