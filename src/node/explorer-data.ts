/** What the explorer's page is given beside its code: the scenarios, resolved, and what it may load from where. */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { ExplorerIndex, ListedScenario, PlainValues, ScenarioStory } from '../browser/data.ts'
import { isFilling } from '../scenarios/experiment.ts'
import { PATHS } from '../scenarios/parameters.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import { buildInfo } from './build-info.ts'
import { type ReadScenario, readScenario, shippedNames } from './scenario-files.ts'
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

/** Every file of data that the page fetches, by its path. */
export interface ExplorerData {
  readonly 'explorer.json': ExplorerIndex
  readonly 'baseline.json': Scenario
  readonly [story: `scenarios/${string}.json`]: ScenarioStory
}

/** Shipped scenarios and experiments, after the one that the user named, if any. Points spread over ranges tell no story. */
export function explorerData(own?: string): ExplorerData {
  const shipped = shippedNames().map((name) => readScenario(name, [], { quiet: true }))
  const baseline = readScenario(BASELINE, [], { quiet: true }).scenario
  const stories: { [story: `scenarios/${string}.json`]: ScenarioStory } = {}
  const scenarios: ListedScenario[] = []
  const list = (read: ReadScenario, file: string): void => {
    const { title } = read.scenario
    const name = read.scenario.name + (read.arm === undefined ? '' : `-${read.arm.name}`)
    const story = `scenarios/${name}.json` as const
    if (story in stories) return
    stories[story] = storyOf(read, baseline)
    // A file with arms would run all of them.
    const isOne = read.experiment === undefined && read.arm === undefined
    scenarios.push({ name, title, file: isOne ? file : BASELINE })
  }
  if (own !== undefined) list(readScenario(own, [], { quiet: false }), own)
  const isSpread = ({ sensitivity, experiment }: ReadScenario): boolean =>
    sensitivity !== undefined || (experiment?.design !== undefined && isFilling(experiment.design.design))
  for (const read of shipped) if (!isSpread(read)) list(read, read.scenario.name)
  const start = own === undefined ? BASELINE : scenarios[0].name
  return { 'explorer.json': { version: buildInfo().version, start, scenarios }, 'baseline.json': baseline, ...stories }
}

const BASELINE = 'baseline'

function storyOf({ file, scenario, experiment }: ReadScenario, baseline: Scenario): ScenarioStory {
  const arms = (experiment?.arms ?? []).map(({ name, title, set, scenario: own }) => {
    return { name, title, set: differing(own, scenario, Object.keys(set)) }
  })
  return { question: scenarioHead(readFileSync(file, 'utf8')), values: differing(scenario, baseline, []), arms }
}

/** Values of a scenario that are not those of another, and those at other paths that somebody wrote. */
function differing(one: Scenario, other: Scenario, written: readonly string[]): PlainValues {
  const paths = PATHS.filter((path) => {
    if (path === 'name' || path.startsWith('title.')) return false
    return written.includes(path) || !isDeepStrictEqual(valueAt(one, path), valueAt(other, path))
  })
  return Object.fromEntries(paths.map((path) => [path, valueAt(one, path)]))
}
