/** Parameters that others have replaced are refused, and the message says what to write. */
import { expect, test } from 'vitest'
import { ScenarioError } from '../../src/base/errors.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { PATHS } from '../../src/scenarios/parameters.ts'
import { REPLACED_KEYS } from '../../src/scenarios/renamed.ts'
import { memoryFiles } from './memory-files.ts'

function suggestionsOf(text: string, set: readonly string[] = []): string {
  const overrides = set.map((one) => ({ option: '--set', text: one }))
  try {
    loadScenario('a.yaml', memoryFiles({ 'a.yaml': `name: a\n${text}` }), overrides)
  } catch (error) {
    if (error instanceof ScenarioError) return JSON.stringify(error.faults)
    throw error
  }
  return 'accepted'
}

test('a replaced key is refused wherever it may stand, with what to write in its place', () => {
  for (const [old, { en, zh }] of Object.entries(REPLACED_KEYS)) {
    expect(PATHS).not.toContain(old)
    const nested = old
      .split('.')
      .reduceRight((inner, key) => `{ ${key}: ${inner} }`, '1')
      .slice(2, -2)
    const told = [
      suggestionsOf(nested),
      suggestionsOf(`timeline: [{ month: 1, set: { ${old}: 1 } }]`),
      suggestionsOf('', [`${old}=1`]),
    ]
    for (const faults of told) {
      expect(faults).toContain(JSON.stringify(en).slice(1, -1))
      expect(faults).toContain(zh)
    }
  }
})
