/** Headline outcomes as lines of label, value and unit. */
import { formatOutcome } from '../measures/headline.ts'
import type { Outcome } from '../measures/outcomes.ts'
import type { Lang } from '../scenarios/parameter.ts'

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
    const text = formatOutcome(outcome.value, outcome.unit).replace(/^¥| %$/g, '')
    return { label: outcome[lang], text, unit: UNITS[outcome.unit][lang] }
  })
}
