/** The outcomes that a summary shows first and that comparisons start from. */
import type { Table } from '../base/table.ts'
import { isInPoints, type Scale } from './measure.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { type Outcome, outcomes } from './outcomes.ts'
import { HEADLINE_KEYS } from './registry.ts'

export function headline(tables: readonly Table[], scenario: MeasuredScenario): Outcome[] {
  return outcomes(tables, scenario).filter(({ key }) => HEADLINE_KEYS.includes(key))
}

/** A value as text: shares in percent, money in whole yuan, pure numbers with three digits; '–' if missing. */
export function formatOutcome(value: number, unit: Outcome['unit']): string {
  if (!Number.isFinite(value)) return '–'
  if (unit === '1') return `${signed((100 * value).toFixed(1))} %`
  if (unit === 'CNY') return `¥${grouped(Math.round(value))}`.replace('¥−', '−¥')
  return unit === 'count' ? grouped(value) : signed(value.toFixed(3))
}

/** The same of a measure; a difference of shares in `points`. */
export function levelText(value: number, measure: Scale, points: string): string {
  const text = formatOutcome(value, measure.unit)
  return isInPoints(measure) ? text.replace(' %', points) : text
}

/** A number as text with the true minus sign, and none on what rounds to zero. */
export function signed(number: string): string {
  return /^-[0.]*$/.test(number) ? number.slice(1) : number.replace(/^-/, '−')
}

/** Whole number with a comma between thousands, the same in every locale. */
export function grouped(value: number): string {
  const digits = Math.abs(Math.round(value)).toString()
  let text = ''
  for (let k = 0; k < digits.length; k++) {
    if (k > 0 && (digits.length - k) % 3 === 0) text += ','
    text += digits[k]
  }
  return value < 0 && text !== '0' ? `−${text}` : text
}
