/** Reports name headlines that still move within the reported window, and only those. */
import { describe, expect, test } from 'vitest'
import { derivedEnsembleTables, type EnsembleRun, ensembleTables } from '../../src/measures/ensemble.ts'
import { MONTHLY_MEASURES, measureNamed } from '../../src/measures/registry.ts'
import { unsteadyOfArm } from '../../src/measures/unsteady.ts'
import { draw, normal, openStream } from '../../src/random/streams.ts'

const MONTHS = 60
const [stream, words] = [openStream(11, 'unsteady'), new Int32Array(2)]

/** Runs whose series stay at 100 with a noise of 1 a month, but that `key` rises by `rise` from the first month to the last. */
function tablesOf(count: number, key: string, rise: number): ReturnType<typeof ensembleTables> {
  const runs = Array.from({ length: count }, (_, replication): EnsembleRun => {
    const values = MONTHLY_MEASURES.map((measure, m) =>
      Array.from({ length: MONTHS }, (__, month) => {
        draw(stream, replication, m, month, words)
        return 100 + normal(words[0]) + (measure.key === key ? (rise * month) / (MONTHS - 1) : 0)
      }),
    )
    const outcomes = MONTHLY_MEASURES.filter(({ total }) => total !== null).map(({ key: own }) => {
      const { unit, en, zh } = measureNamed(own)
      return { key: own, value: 100, unit, en, zh }
    })
    const months = Array.from({ length: MONTHS }, (__, month) => month)
    return { arm: 'one', replication, seed: replication, digest: '', outcomes, series: { months, values } }
  })
  const recorded = ensembleTables(runs)
  return [...recorded, ...derivedEnsembleTables(recorded)]
}

describe.each([1, 3, 6, 20])('over %i runs', (runs) => {
  test('a headline that rises by a tenth is named, alone', () => {
    expect(unsteadyOfArm(tablesOf(runs, 'homogenisation', 10), 'one', MONTHS)).toEqual(['homogenisation'])
  })

  test('one that rises by a hundredth is let pass, however clear of chance', () => {
    expect(unsteadyOfArm(tablesOf(runs, 'homogenisation', 1), 'one', MONTHS)).toEqual([])
  })

  test('what no summary shows is not named', () => {
    const other = MONTHLY_MEASURES.find(({ headline }) => !headline)!.key
    expect(unsteadyOfArm(tablesOf(runs, other, 10), 'one', MONTHS)).toEqual([])
  })
})
