/** What the explorer's page is given beside its code: the scenarios, resolved, and what it may load from where. */
import { readFileSync } from 'node:fs'
import type { Bilingual } from '../base/vocabulary.ts'
import { loadScenario } from '../scenarios/load.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { buildInfo } from './build-info.ts'
import { packageFile } from './package-files.ts'
import { nodeFiles, shippedNames } from './scenario-files.ts'
import { scenarioHead } from './scenario-head.ts'

/** Scripts, workers, styles and data come from the page's own place, and nothing is evaluated. */
export const CONTENT_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export interface ListedScenario {
  readonly name: string
  readonly title: Bilingual
  readonly question: Bilingual
  /** What the command line calls it. */
  readonly file: string
}

export interface ExplorerData {
  readonly index: { readonly version: string; readonly start: string; readonly scenarios: readonly ListedScenario[] }
  readonly scenarios: { readonly [name: string]: Scenario }
}

/** Shipped scenarios of one run each, after the one that the user named, if any. */
export function explorerData(own?: { readonly listed: ListedScenario; readonly scenario: Scenario }): ExplorerData {
  const scenarios: { [name: string]: Scenario } = {}
  const listed: ListedScenario[] = []
  if (own !== undefined) {
    listed.push(own.listed)
    scenarios[own.listed.name] = own.scenario
  }
  for (const name of shippedNames()) {
    const file = packageFile(`scenarios/${name}.yaml`)
    const { scenario, experiment, sensitivity } = loadScenario(file, nodeFiles, [])
    if (experiment !== undefined || sensitivity !== undefined || name in scenarios) continue
    listed.push({ name, title: scenario.title, question: scenarioHead(readFileSync(file, 'utf8')), file: name })
    scenarios[name] = scenario
  }
  return {
    index: { version: buildInfo().version, start: own?.listed.name ?? 'baseline', scenarios: listed },
    scenarios,
  }
}
