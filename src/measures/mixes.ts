/** The mix of purposes (against the paper's Table 3) and of ages (against its Table 4). */

import { numbers, type Table } from '../base/table.ts'
import { AGE_BANDS, PURPOSES } from '../base/vocabulary.ts'
import type { Niche } from './long-tail.ts'
import { ageBandIndex, ageShares, type MeasuredScenario } from './measured-scenario.ts'
import { ratio, tableNamed } from './rows.ts'

export interface MixRow {
  readonly mix: 'purpose' | 'age'
  readonly group: string
  /** table = the paper's share as the scenario has it; the others are seen in the run. */
  readonly of: 'table' | 'needs' | 'demanded' | 'served' | 'servedYuan' | 'consumers' | 'borrowers' | 'loans'
  readonly share: number
}

/** Shares of each purpose in needs that arose, that asked for credit, and that got it (count and yuan). */
export function purposeMix(niches: readonly Niche[], scenario: MeasuredScenario): MixRow[] {
  const kinds = [
    ['needs', 'potential'],
    ['demanded', 'demanded'],
    ['served', 'served'],
    ['servedYuan', 'servedYuan'],
  ] as const
  const stated = PURPOSES.reduce((sum, purpose) => sum + scenario.needs.share[purpose], 0)
  const totals = kinds.map(([, column]) => niches.reduce((sum, niche) => sum + niche[column], 0))
  return PURPOSES.flatMap((purpose) => {
    const own = niches.filter((niche) => niche.purpose === purpose)
    const share = ratio(scenario.needs.share[purpose], stated)
    const rows: MixRow[] = [{ mix: 'purpose', group: purpose, of: 'table', share }]
    kinds.forEach(([of, column], k) => {
      const sum = own.reduce((total, niche) => total + niche[column], 0)
      rows.push({ mix: 'purpose', group: purpose, of, share: ratio(sum, totals[k]) })
    })
    return rows
  })
}

/** Shares of the age bands in consumer-months lived, in consumer-months with debt and in loans made. */
export function ageMix(tables: readonly Table[], scenario: MeasuredScenario): MixRow[] {
  const table = tableNamed(tables, 'ages')
  const age = numbers(table, 'age')
  const kinds = [
    ['consumers', numbers(table, 'personMonths')],
    ['borrowers', numbers(table, 'borrowerMonths')],
    ['loans', numbers(table, 'loans')],
  ] as const
  const sums = kinds.map(() => AGE_BANDS.map(() => 0))
  const totals = kinds.map(() => 0)
  for (let row = 0; row < table.rows; row++) {
    const band = ageBandIndex(age[row])
    kinds.forEach(([, values], k) => {
      sums[k][band] += values[row]
      totals[k] += values[row]
    })
  }
  const stated = ageShares(scenario)
  const total = stated.reduce((sum, share) => sum + share, 0)
  return AGE_BANDS.flatMap((group, band): MixRow[] => [
    { mix: 'age', group, of: 'table', share: ratio(stated[band], total) },
    ...kinds.map(([of], k): MixRow => ({ mix: 'age', group, of, share: ratio(sums[k][band], totals[k]) })),
  ])
}

/**
 * How far the ages of those who borrow lie from Table 4: half the sum of absolute differences over the bands, the
 * share of borrowers who would have to be of another band. 0 = the table's ages, 1 = nothing in common.
 */
export function ageMismatch(mix: readonly MixRow[]): number {
  const share = (group: string, of: MixRow['of']): number =>
    mix.find((row) => row.group === group && row.of === of)?.share ?? NaN
  return AGE_BANDS.reduce((sum, band) => sum + Math.abs(share(band, 'borrowers') - share(band, 'table')), 0) / 2
}
