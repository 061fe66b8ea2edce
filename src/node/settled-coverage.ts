/** A scenario as loaded, with what a pilot finds of the files that loans form: the same for all arms (7.5). */

import { FORMED_KEYS, givenFor, shownShare } from '../agents/formed-files.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { PILOT_PEOPLE, PILOT_SEED, withSharedCoverage } from '../run/coverage-pilot.ts'
import type { LoadedScenario, Origin } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** The scenario and the arms of its experiment; `always` where an arm that is made of it later may let loans form files. */
export function settledCoverage(loaded: LoadedScenario, always = false): LoadedScenario {
  const { scenario: before, experiment, origins } = loaded
  const { scenario, arms } = withSharedCoverage(before, experiment?.arms ?? [], always)
  const found = FORMED_KEYS.filter((key) => scenario.credit.formed[key] !== before.credit.formed[key])
  const pilot: Origin = { kind: 'option', option: 'pilot', text: `of ${PILOT_PEOPLE} people under seed ${PILOT_SEED}` }
  return {
    ...loaded,
    scenario,
    experiment: experiment && { ...experiment, arms },
    origins: new Map([...origins, ...found.map((key): [string, Origin] => [`credit.formed.${key}`, pilot])]),
  }
}

/** What to say where loans alone give more people a file than coverage is to show. */
export function coverageWarnings(scenarios: readonly Scenario[]): Bilingual[] {
  const told = scenarios.flatMap(({ credit: { coverage, fileFormation, formed } }): [string, Bilingual][] => {
    if (!fileFormation || coverage === 0 || givenFor(formed, coverage) > 0) return []
    const alone = (100 * shownShare(formed, 0)).toFixed(1)
    const text = {
      en: `credit.coverage is ${coverage}, but by month 0 loans alone open a file for ${alone} % of people: coverage gives nobody one`,
      zh: `credit.coverage 为 ${coverage}，但至第 0 月仅借款即为 ${alone}% 的人建档：覆盖率不再外生给予任何人征信记录`,
    }
    return [[text.en, text]]
  })
  return [...new Map(told).values()]
}
