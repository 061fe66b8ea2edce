/** Reasons of lenders have a Chinese twin: all that shipped scenarios give, and none of a sentence that is no more. */
import { expect, test } from 'vitest'
import type { MarketEvent } from '../../src/market/events.ts'
import { nodeFiles, shippedNames } from '../../src/node/scenario-files.ts'
import { reasonInChinese, SENTENCES } from '../../src/run/reason-text.ts'
import { runScenario } from '../../src/run/run.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { typescriptIn } from '../architecture/source.ts'
import { cases, firstOf } from '../size.ts'

/** Those with most kinds of events first. */
const NAMES = [...new Set(['everything', 'p2p-run', 'h17-regulation', ...shippedNames()])]

function scenariosOf(name: string): readonly Scenario[] {
  const overrides = [{ option: '--set', text: `population.consumers=${cases(500, 2000)}` }] as const
  const { scenario, experiment } = loadScenario(nodeFiles.shipped!.file(name)!, nodeFiles, [...overrides])
  const all = experiment?.arms.map((arm) => arm.scenario) ?? [scenario]
  return all.map((one) => withValues(one, { 'horizon.burnIn': Math.min(one.horizon.burnIn, cases(12, 600)) }))
}

test('of lenders and their products, in runs of the shipped scenarios', () => {
  const untold = new Set<string>()
  for (const scenario of firstOf(NAMES).flatMap(scenariosOf)) {
    for (const line of runScenario(scenario).events) {
      const { actor, why } = JSON.parse(line) as MarketEvent
      if (!/^L\d/.test(actor)) continue
      const chinese = reasonInChinese(why)
      if (chinese === null || /\{|[a-z]{3}/.test(chinese)) untold.add(`${why} → ${chinese}`)
    }
  }
  expect([...untold]).toEqual([])
})

test('of sentences that stand in the code', () => {
  const code = [...typescriptIn('src/market'), ...typescriptIn('src/agents')].map(({ text }) => text).join('\n')
  const pieces = SENTENCES.flatMap(([en]) => en.split(/\{\}|, |: /).map((piece) => piece.trim()))
  expect(pieces.filter((piece) => !code.includes(piece))).toEqual([])
})

test('a sentence that it does not know stays as it is', () => {
  expect(reasonInChinese('the moon was full')).toBeNull()
  expect(reasonInChinese('no more profit: the moon was full')).toBeNull()
  expect(reasonInChinese('no more profit: -16 yuan a month foreseen')).toBe('利润不会增加：预计每月−16元')
})
