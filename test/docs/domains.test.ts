import { describe, expect, test } from 'vitest'
import { MEASURES } from '../../src/measures/registry.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { SHIPPED, unlike } from '../fixtures/mechanisms-on.ts'
import { SOAK } from '../size.ts'

/** What a measure can be depends on what is on; a soak goes through all files. */
const FILES = SOAK ? SHIPPED : unlike(SHIPPED)
const SMALL = {
  'population.consumers': 200,
  'horizon.burnIn': 0,
  'horizon.months': 13,
  'pricing.shopperSample': 64,
}

describe('every value lies in the range that its measure declares', () => {
  test.each(FILES)('%s', (file) => {
    const scenario = withValues(loadScenario(`scenarios/${file}`, nodeFiles, []).scenario, SMALL)
    const run = { tables: runScenario(scenario).tables, scenario }
    let seen = 0
    for (const { key, domain, total, monthly } of MEASURES) {
      const values = [...(total === null ? [] : [total(run)]), ...(monthly === null ? [] : monthly(run))]
      for (const value of values) {
        if (Number.isNaN(value)) continue
        seen++
        expect([key, Number.isFinite(value), value >= domain[0], value <= domain[1], value]).toEqual([
          key,
          true,
          true,
          true,
          value,
        ])
      }
    }
    // A market of this size gives most of them something to measure.
    expect(seen).toBeGreaterThan(MEASURES.length)
  })
})
