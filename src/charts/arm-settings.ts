/** Arms laid out by what they set: along one parameter, and side by side for the values of all others. */

import { LEAST_RUNS } from '../measures/claim.ts'
import { type ArmOutcome, armOutcomes, type Difference, differences, measuresOf } from '../measures/ensemble.ts'
import { type Judged, judgedTogether } from '../measures/judged.ts'
import { valueText } from './arm-style.ts'
import type { EnsembleInput, Lang, SettingInput } from './chart.ts'
import { drawnInterval } from './domain.ts'
import { clauses } from './sentences.ts'
import { plainText, rounded } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  formationOff: { en: 'Coverage alone gives files', zh: '仅由覆盖率给予记录' },
  formationOn: { en: 'Loans form files, too', zh: '借款亦可建档' },
  designFixed: { en: 'Products held fixed', zh: '产品保持不变' },
  designFree: { en: 'Products redesigned', zh: '产品由机构再设计' },
  generalAllowed: { en: 'General loans allowed', zh: '允许不限用途贷款' },
  generalConverted: { en: 'General loans forbidden', zh: '禁止不限用途贷款' },
  kernelGaussian: { en: 'Crowd seen', zh: '可见同业聚集' },
  start: { en: 'Start at δ\u00a0=\u00a0{value}', zh: '起点 δ={value}' },
  kernelFlat: { en: 'Control: no signal', zh: '对照：无信号' },
  asItIs: { en: 'all else equal', zh: '其余不变' },
  intervals: { en: 'Points: means over runs; lines: their 95 % intervals.', zh: '点为多次运行的均值，竖线为95%区间。' },
  noIntervals: {
    en: 'Points: means over the runs of an arm. Fewer than {least} runs: no intervals, and nothing is judged.',
    zh: '点为各组多次运行的均值。每组不足{least}次运行：不画区间，也不作判断。',
  },
})

/** How far apart products are, at the start or for good; and by what they are redesigned. */
export const START = 'products.differentiation'
export const REDESIGN: readonly string[] = ['products.research', 'products.imitation']

/** Settings that a reader should not have to decode, as headings. */
const HEADINGS = {
  'credit.fileFormation false': 'formationOff',
  'credit.fileFormation true': 'formationOn',
  'products.mode fixed': 'designFixed',
  'products.mode endogenous': 'designFree',
  'regulation.generalLoans allowed': 'generalAllowed',
  'regulation.generalLoans converted': 'generalConverted',
  'products.crowdKernel gaussian': 'kernelGaussian',
  'products.crowdKernel flat': 'kernelFlat',
} as const

export function settingText(input: EnsembleInput, setting: SettingInput, value: unknown): string {
  const { lang } = input
  // Where arms differ in how products are redesigned, they are redesigned, and δ is where they begin.
  const isStart = setting.path === START && REDESIGN.some((path) => settingOf(input, path) !== undefined)
  if (isStart) return say(lang, 'start', { value: valueText(setting, value, lang) })
  const known = `${setting.path} ${String(value)}`
  if (known in HEADINGS) return say(lang, HEADINGS[known as keyof typeof HEADINGS])
  return `${plainText(setting.label[lang], 40)} ${valueText(setting, value, lang)}`
}

/** A heading within a sentence. */
export function lowered(heading: string): string {
  return heading.slice(0, 1).toLowerCase() + heading.slice(1)
}

/** In which of several columns a sentence holds. */
export function readingText(lang: Lang, { label }: ArmColumn): string {
  return label === '' ? say(lang, 'asItIs') : lowered(label)
}

/** What points and lines are, and why there are no lines. */
export function intervalsNote({ lang, replications }: EnsembleInput): string {
  return say(lang, replications < LEAST_RUNS ? 'noIntervals' : 'intervals', { least: String(LEAST_RUNS) })
}

export function settingOf({ settings = [] }: EnsembleInput, path: string): SettingInput | undefined {
  return settings.find((setting) => setting.path === path)
}

/** Whether its values are numbers that can stand on an axis. */
export function isNumeric({ values }: SettingInput): boolean {
  return values.every((value) => typeof value === 'number')
}

export interface PlacedArm {
  readonly name: string
  /** Its values of the parameters that are drawn, in the order in which these were asked for. */
  readonly at: readonly unknown[]
}

/** Arms that differ in the drawn parameters alone, and what the others are in all of them; empty where there are none. */
export interface ArmColumn {
  readonly label: string
  readonly arms: readonly PlacedArm[]
}

/** Arms by the values of all settings but those drawn, in the order of the arms. */
export function columnsOver(input: EnsembleInput, drawn: readonly SettingInput[]): ArmColumn[] {
  const { arms, lang, settings = [] } = input
  const others = settings.filter((setting) => !drawn.includes(setting))
  const found = new Map<string, PlacedArm[]>()
  arms.forEach(({ name }, k) => {
    const label = clauses(
      lang,
      others.map((setting) => settingText(input, setting, setting.ofArms[k])),
    )
    found.set(label, [...(found.get(label) ?? []), { name, at: drawn.map(({ ofArms }) => ofArms[k]) }])
  })
  return [...found].map(([label, own]) => ({ label, arms: own }))
}

/** Differences of the outcomes that a story is about, judged as a family of their own. */
export function toldSteps({ tables }: EnsembleInput, keys: readonly string[]): Judged<Difference>[] {
  return judgedTogether(
    differences(tables).filter(({ key }) => keys.includes(key)),
    ({ p }) => p,
  )
}

/** An outcome of an arm as it is drawn: shares in percent; without interval over too few runs. */
export interface DrawnOutcome {
  readonly mean: number
  readonly low: number | null
  readonly high: number | null
}

/** Outcomes by key and arm; null where the arm tells none. */
export function outcomesOf(input: EnsembleInput): (key: string, arm: string) => DrawnOutcome | null {
  const found = new Map<string, ArmOutcome>(armOutcomes(input.tables).map((row) => [`${row.key} ${row.arm}`, row]))
  const measures = new Map(measuresOf(input.tables, 'outcome').map((measure) => [measure.key, measure]))
  return (key, arm) => {
    const [row, measure] = [found.get(`${key} ${arm}`), measures.get(key)]
    if (row === undefined || measure === undefined || !Number.isFinite(row.mean)) return null
    const factor = measure.unit === '1' ? 100 : 1
    const { low, high } = row.runs < LEAST_RUNS ? { low: NaN, high: NaN } : drawnInterval(measure, row)
    return { mean: rounded(factor * row.mean)!, low: rounded(factor * low), high: rounded(factor * high) }
  }
}

/** One scale for panels side by side: from the least to the most that any of them shows. */
export function commonScale(
  values: readonly DrawnOutcome[],
  hasZero = false,
): { domain: [number, number]; nice: boolean; zero: boolean } {
  const ends = values.flatMap(({ mean, low, high }) => [mean, low ?? mean, high ?? mean])
  const [least, most] = [Math.min(...ends, ...(hasZero ? [0] : [])), Math.max(...ends, ...(hasZero ? [0] : []))]
  return { domain: most > least ? [least, most] : [least - 1, most + 1], nice: true, zero: false }
}
