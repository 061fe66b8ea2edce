/** Headline outcomes as lines of label, value and unit, of one run or of the arms of an ensemble. */
import type { Table } from '../base/table.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import { armOutcomes, armsOf, differences, measuresOf } from '../measures/ensemble.ts'
import { formatOutcome } from '../measures/headline.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import type { Outcome } from '../measures/outcomes.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { reportText } from './report-text.ts'
import { textTable } from './text-table.ts'

export interface SummaryLine {
  readonly label: string
  readonly text: string
  readonly unit: string
}

const UNITS: { readonly [unit in Outcome['unit']]: { readonly [lang in Lang]: string } } = {
  '1': { en: '%', zh: '%' },
  CNY: { en: 'yuan', zh: '元' },
  count: { en: '', zh: '' },
  index: { en: '', zh: '' },
}

export function summaryLines(outcomes: readonly Outcome[], lang: Lang): SummaryLine[] {
  return outcomes.map((outcome) => {
    // The unit has a column of its own here.
    const text = formatOutcome(outcome.value, outcome.unit)
      .replace(/^(−?)¥/, '$1')
      .replace(/ %$/, '')
    return { label: outcome[lang], text, unit: UNITS[outcome.unit][lang] }
  })
}

/** A mean with half the width of its 95 % interval: '26.4 % ± 0.3'; the mean alone over too few runs. */
export function intervalText({ runs, mean, low, high }: MeanInterval, unit: Outcome['unit']): string {
  const text = formatOutcome(mean, unit)
  if (runs < LEAST_RUNS || !Number.isFinite(low)) return text
  // Narrow intervals need a digit more than values do.
  const half = (high - low) / 2
  const width = unit === '1' ? (100 * half).toFixed(2) : unit === 'index' ? half.toFixed(4) : half.toFixed(1)
  return `${text} ± ${width}`
}

/** A difference with its sign, that of percentages in `points`; differences of counts need not be whole. */
export function differenceText(value: number, unit: Outcome['unit'], points: string): string {
  const size = Math.abs(value)
  const percentage = `${(100 * size).toFixed(2)}${points}`
  const text = unit === '1' ? percentage : unit === 'count' ? size.toFixed(1) : formatOutcome(size, unit)
  return `${value < 0 ? '−' : '+'}${text}`
}

/** What explains means of so many replications, a key of the report's texts. */
export function armsNoteKey(replications: number): 'armsNote' | 'armsNoteFew' | 'armsNoteOne' {
  return replications === 1 ? 'armsNoteOne' : replications < LEAST_RUNS ? 'armsNoteFew' : 'armsNote'
}

/** Headline outcomes by arm for a terminal, and what the figures are. */
export function ensembleTable(tables: readonly Table[], replications: number, lang: Lang): string {
  const arms = armsOf(tables)
  const found = armOutcomes(tables)
  const rows = measuresOf(tables, 'outcome')
    .filter(({ headline }) => headline)
    .map((measure) => [
      measure[lang],
      ...arms.map((arm) => {
        const outcome = found.find((row) => row.key === measure.key && row.arm === arm)
        return outcome === undefined ? '' : intervalText(outcome, measure.unit)
      }),
    ])
  const table = textTable([['', ...arms], ...rows], ['left', ...arms.map(() => 'right' as const)])
  return `${table}\n${reportText(armsNoteKey(replications), lang)}\n`
}

/** Headline outcomes by arm as data. */
export function armSummaries(tables: readonly Table[], lang: Lang): unknown {
  const [all, against] = [armOutcomes(tables), differences(tables)]
  const measures = measuresOf(tables, 'outcome').filter(({ headline }) => headline)
  return armsOf(tables).map((arm) => ({
    arm,
    headline: measures.map((measure) => {
      const numbersOf = (rows: readonly (MeanInterval & { key: string; arm: string })[]): unknown => {
        const row = rows.find((one) => one.key === measure.key && one.arm === arm)
        return row === undefined ? null : { runs: row.runs, mean: row.mean, low: row.low, high: row.high }
      }
      return {
        key: measure.key,
        unit: measure.unit,
        label: measure[lang],
        value: numbersOf(all),
        differenceFromFirst: numbersOf(against),
      }
    }),
  }))
}
