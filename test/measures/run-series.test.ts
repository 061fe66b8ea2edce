import { expect, test } from 'vitest'
import { numbers, type Table, texts } from '../../src/base/table.ts'
import { rankNiches } from '../../src/measures/long-tail.ts'
import { MONTHLY_MEASURES } from '../../src/measures/registry.ts'
import { tableNamed } from '../../src/measures/rows.ts'
import { runSeries } from '../../src/measures/run-series.ts'
import { syntheticRecord, syntheticScenario } from '../fixtures/synthetic-record.ts'

const scenario = syntheticScenario()
const tables = syntheticRecord(scenario)

function series(key: string, of: readonly Table[] = tables): readonly number[] {
  return runSeries(of, scenario).values[MONTHLY_MEASURES.findIndex((measure) => measure.key === key)]
}

test('every series has a value for each reported month', () => {
  const { months, values } = runSeries(tables, scenario)
  expect(months).toEqual(Array.from({ length: 24 }, (_, month) => month))
  expect(values).toHaveLength(MONTHLY_MEASURES.length)
  for (const [k, one] of values.entries()) {
    expect([MONTHLY_MEASURES[k].key, one.length]).toEqual([MONTHLY_MEASURES[k].key, 24])
    expect([MONTHLY_MEASURES[k].key, one.every(Number.isFinite)]).toEqual([MONTHLY_MEASURES[k].key, true])
  }
})

test('amounts are told per consumer', () => {
  const months = tableNamed(tables, 'months')
  const row = numbers(months, 'month').indexOf(5)
  expect(series('debt.perConsumer')[5]).toBe(numbers(months, 'balance')[row] / 5000)
  expect(series('lending.perConsumerMonth')[5]).toBe(numbers(months, 'originated')[row] / 5000)
})

test('tail reach counts the niches outside the head of the whole window', () => {
  const tail = rankNiches(tables).filter(({ head }) => !head)
  const niches = tableNamed(tables, 'niches')
  let [served, demanded] = [0, 0]
  for (let row = 0; row < niches.rows; row++) {
    if (numbers(niches, 'month')[row] !== 3) continue
    const isTail = tail.some((niche) =>
      (['purpose', 'amountBand', 'ageBand'] as const).every((key) => texts(niches, key)[row] === niche[key]),
    )
    if (!isTail) continue
    served += numbers(niches, 'served')[row]
    demanded += numbers(niches, 'demanded')[row]
  }
  expect(series('tail.served')[3]).toBe(served / demanded)
})

test('where nothing happens shares are missing and counts are zero', () => {
  const empty = syntheticRecord(scenario, 0)
  expect(series('served.all', empty).every(Number.isNaN)).toBe(true)
  expect(series('lenders.withLoans', empty).every((count) => count === 0)).toBe(true)
  expect(series('lenders.withLoans').every((count) => count === 9)).toBe(true)
})
