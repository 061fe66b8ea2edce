/** Headline outcomes as lines of label, value and unit, of one run or of the arms of an ensemble. */
import type { Table } from '../base/table.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import { armOutcomes, armsOf, differences, measuresOf } from '../measures/ensemble.ts'
import { formatOutcome, levelText } from '../measures/headline.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { isInPoints, type Scale } from '../measures/measure.ts'
import type { Outcome } from '../measures/outcomes.ts'
import { OUTCOME_MEASURES } from '../measures/registry.ts'
import type { Lang } from '../scenarios/parameter.ts'
import { reportText } from './report-text.ts'
import { clipped, terminalWidth, textTable, wrapped } from './text-table.ts'

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
    const isDifference = OUTCOME_MEASURES.some((measure) => measure.key === outcome.key && isInPoints(measure))
    const unit = isDifference ? reportText('points', lang).trim() : UNITS[outcome.unit][lang]
    return { label: outcome[lang], text, unit }
  })
}

/** A mean with half the width of its 95 % interval: '26.4 % ± 0.3'; the mean alone over too few runs. */
export function intervalText({ runs, mean, low, high }: MeanInterval, measure: Scale, points: string): string {
  const { unit } = measure
  const text = levelText(mean, measure, points)
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

/** Columns of a terminal that a table fills at most. */
const WIDTH = 100
/** Of a line of the name of a measure, and of the name of an arm. */
const [MEASURE_WIDTH, ARM_WIDTH] = [40, 24]
/** More arms than these are left to the report. */
const SHOWN_ARMS = 12

/**
 * Headline outcomes by arm for a terminal, and what the figures are: side by side as many arms as 100 columns hold, the
 * others below.
 */
export function ensembleTable(tables: readonly Table[], replications: number, lang: Lang): string {
  const all = armsOf(tables)
  const arms = all.slice(0, SHOWN_ARMS)
  const found = armOutcomes(tables)
  const rows = measuresOf(tables, 'outcome')
    .filter(({ headline }) => headline)
    .map((measure) => [
      measure[lang],
      ...arms.map((arm) => {
        const outcome = found.find((row) => row.key === measure.key && row.arm === arm)
        return outcome === undefined ? '' : intervalText(outcome, measure, reportText('points', lang))
      }),
    ])
  const head = ['', ...arms.map((arm) => clipped(arm, ARM_WIDTH))]
  const blocks = blocksOf([head, ...rows.flatMap(wrappedRow)]).map((block) =>
    textTable(
      block,
      block[0].map((_, column) => (column === 0 ? 'left' : 'right')),
    ),
  )
  const rest = all.length - arms.length
  const more = rest === 0 ? '' : `${reportText('moreArms', lang).replace('{count}', String(rest))}\n`
  return `${blocks.join('\n')}${more}\n${reportText(armsNoteKey(replications), lang)}\n`
}

/** A row whose first cell goes on below where it is long; the figures stand in its last line. */
function wrappedRow([label, ...cells]: readonly string[]): string[][] {
  const lines = wrapped(label, MEASURE_WIDTH)
  const last = lines.length - 1
  return lines.map((line, k) => [k === 0 ? line : `  ${line}`, ...cells.map((cell) => (k === last ? cell : ''))])
}

/** The columns of a table in blocks that fit, the first column in each. */
function blocksOf(rows: readonly (readonly string[])[]): string[][][] {
  const widths = rows[0].map((_, k) => rows.reduce((most, row) => Math.max(most, terminalWidth(row[k])), 0))
  const blocks: number[][] = [[]]
  let used = widths[0]
  for (let column = 1; column < widths.length; column++) {
    const width = widths[column] + 2
    if (used + width > WIDTH && blocks.at(-1)!.length > 0) {
      blocks.push([])
      used = widths[0]
    }
    blocks.at(-1)!.push(column)
    used += width
  }
  return blocks.map((columns) => rows.map((row) => [row[0], ...columns.map((column) => row[column])]))
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
