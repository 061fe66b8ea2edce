/** From the file of a plan to the arms that it runs, with every fault of the plan and of its scenarios at its place. */
import { type Fault, prefixed, ScenarioError, verbatim } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { replicationSeed } from '../../random/replication.ts'
import { CROSS_CHECKS } from '../../scenarios/cross-checks.ts'
import { cancelled, type Held } from '../../scenarios/held.ts'
import { INSIDE, type Link, resolveLink, rootOf, shippedLink } from '../../scenarios/links.ts'
import { timelineFaults } from '../../scenarios/list-checks.ts'
import {
  inReadingOrder,
  type LoadedScenario,
  loadScenario,
  type Override,
  withSortedTimeline,
} from '../../scenarios/load.ts'
import { readTextFile, type ScenarioFiles } from '../../scenarios/read-text.ts'
import { nodeAt, plainValue, readYaml, type YamlNode } from '../../scenarios/read-yaml.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { shapeFaults } from '../../scenarios/shape.ts'
import { faultAt, faultOfFile } from '../../scenarios/source-text.ts'
import { didYouMean } from '../../scenarios/suggest.ts'
import { scenarioAt, withValue } from '../../scenarios/timeline.ts'
import { firstLine, list } from '../../scenarios/validate.ts'
import { withValues } from '../../scenarios/with-values.ts'
import type { PlannedRun } from '../runs.ts'
import { type PlannedArm, plannedArms } from './arms.ts'
import type { Titles } from './claims.ts'
import type { StudyPlan } from './plan.ts'
import { contrastPaths, planFaults } from './plan-checks.ts'
import { PLAN_SHAPE } from './plan-shape.ts'
import { planOf } from './read-plan.ts'

const FORMS_FILES = 'credit.fileFormation'

export interface StudyArm extends PlannedArm {
  /** Short, and the name of no other arm: a001. */
  readonly name: string
  readonly value: Scenario
}

export interface LoadedStudy {
  readonly plan: StudyPlan
  /** The plan as it was read. */
  readonly text: string
  readonly arms: readonly StudyArm[]
  /** The scenario under all arms, with what the plan sets for every run. */
  readonly base: LoadedScenario
  readonly baseFile: string
  readonly titles: Titles
  readonly warnings: readonly Fault[]
}

/** Arms, each under as many seeds as it has replications; arms take turns. */
export function studyRuns(
  { seeds }: Pick<StudyPlan, 'seeds'>,
  arms: readonly Pick<StudyArm, 'name' | 'value' | 'replications'>[],
): PlannedRun[] {
  const most = Math.max(...arms.map(({ replications }) => replications))
  return Array.from({ length: most }, (_, replication) =>
    arms
      .filter(({ replications }) => replication < replications)
      .map(({ name, value }) => {
        const seed = seeds?.[replication] ?? replicationSeed(value.seed, replication)
        return { arm: name, replication, scenario: withValue(value, 'seed', seed) }
      }),
  ).flat()
}

/**
 * The plan of a text, without a look at its scenarios; `most` is the most replications that any arm has. Throws a
 * ScenarioError with every fault.
 */
export function readPlan(
  file: string,
  files: ScenarioFiles,
  most: number = Number.POSITIVE_INFINITY,
): { readonly plan: StudyPlan; readonly root: YamlNode; readonly text: string } {
  const { source, faults } = readTextFile(file, files, undefined)
  if (source === undefined) throw new ScenarioError(faults)
  const { root, faults: syntax } = readYaml(source)
  if (root === undefined) {
    const expected = { en: 'keys with values, such as “name: my-study”', zh: '键与取值，如“name: my-study”' }
    throw new ScenarioError(
      syntax.length > 0
        ? syntax
        : [faultOfFile(file, { en: 'the file holds no plan', zh: '文件中没有方案' }, { expected })],
    )
  }
  const shape = [...syntax, ...shapeFaults(root, PLAN_SHAPE, { en: 'the plan', zh: '方案' })]
  if (shape.length > 0) throw new ScenarioError(inReadingOrder(shape))
  const plan = planOf(root)
  const found = planFaults(plan, root)
  if (found.length > 0) throw new ScenarioError(inReadingOrder(found))
  return { plan: atMost(plan, most), root, text: source.text }
}

/**
 * Reads a plan and everything that it names. `overrides` win over what the plan sets for every run; `settle` is done to
 * each scenario before its arms are made. Throws a
 * ScenarioError with every fault.
 */
export function loadStudy(
  file: string,
  files: ScenarioFiles,
  overrides: readonly Override[],
  most?: number,
  settle: (loaded: LoadedScenario, formsFilesLater: boolean) => LoadedScenario = (loaded) => loaded,
): LoadedStudy {
  const { plan, root, text } = readPlan(file, files, most)
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const from: Link = { file, root: rootOf(file, files) }
  const settings = Object.entries(plan.set).map(([path, value]): Override => {
    return { option: `${file}: set`, text: `${path}=${JSON.stringify(value)}` }
  })
  const scenarios = new Map<string, { readonly file: string; readonly loaded: LoadedScenario }>()
  const places = scenarioPlaces(plan)
  const planned = plannedArms(plan)
  for (const [name, path] of places) {
    const { place } = nodeAt(root, path)!
    const key = path.join('.')
    const link = shippedLink(from, name, files, key) ?? resolveLink(from, name, key, files)
    if ('message' in link) {
      const { message, expected, suggestion } = link
      faults.push(faultAt(place, message, { path: key, expected, suggestion }))
    } else if (files.size(link.file) === undefined) {
      faults.push(
        faultAt(
          place,
          { en: `${key} names a file that is not there: ${link.file}`, zh: `${key} 所指的文件不存在：${link.file}` },
          { path: key, expected: INSIDE },
        ),
      )
    } else {
      try {
        const formsFilesLater = planned.some(({ scenario, set }) => scenario === name && set[FORMS_FILES] === true)
        const loaded = settle(loadScenario(link.file, files, [...settings, ...overrides]), formsFilesLater)
        scenarios.set(name, { file: link.file, loaded })
        warnings.push(...loaded.warnings)
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error
        faults.push(...error.faults)
      }
    }
  }
  if (faults.length === 0) faults.push(...armNameFaults(plan, root, scenarios))
  if (faults.length > 0) throw new ScenarioError(distinct(faults))
  const arms = planned.map((arm, k): StudyArm => {
    const { loaded } = scenarios.get(arm.scenario)!
    const made = armScenario(arm, loaded, root)
    faults.push(...made.faults)
    warnings.push(...made.warnings)
    return { ...arm, name: `a${String(k + 1).padStart(3, '0')}`, value: made.scenario }
  })
  if (faults.length > 0) throw new ScenarioError(distinct(inReadingOrder(faults)))
  const { file: baseFile, loaded: base } = scenarios.get(plan.base)!
  const titles = Object.fromEntries(
    plan.claims.map(({ scenario }) => {
      const named = scenarios.get(scenario)!.loaded.experiment?.arms ?? []
      return [scenario, Object.fromEntries(named.map(({ name, title }) => [name, title]))]
    }),
  )
  return { plan, text, arms, base, baseFile, titles, warnings: distinct(warnings) }
}

function atMost(plan: StudyPlan, most: number): StudyPlan {
  if (plan.seeds !== null && plan.seeds.length > most) {
    return atMost({ ...plan, seeds: plan.seeds.slice(0, most) }, most)
  }
  const least = (count: number): number => Math.min(count, most)
  return {
    ...plan,
    replications: least(plan.replications),
    channelReplications: least(plan.channelReplications),
    sizes:
      plan.sizes === null
        ? null
        : {
            ...plan.sizes,
            replications: least(plan.sizes.replications),
            effectReplications: least(plan.sizes.effectReplications),
          },
  }
}

/** The same fault of one place, in several arms or scenarios, is reported once. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}

/** Each scenario with the first place that names it. */
function scenarioPlaces({ base, claims, grid }: StudyPlan): Map<string, readonly string[]> {
  const places = new Map<string, readonly string[]>([[base, ['base']]])
  for (const { id, scenario } of claims) {
    if (!places.has(scenario)) places.set(scenario, ['claims', id, 'scenario'])
  }
  if (grid !== null && !places.has(grid.scenario)) places.set(grid.scenario, ['grid', 'scenario'])
  return places
}

/** Contrasts between arms that the scenario does not have. */
function armNameFaults(
  plan: StudyPlan,
  root: YamlNode,
  scenarios: ReadonlyMap<string, { readonly file: string; readonly loaded: LoadedScenario }>,
): Fault[] {
  return plan.claims.flatMap(({ id, scenario, arms }): Fault[] => {
    const experiment = scenarios.get(scenario)!.loaded.experiment
    const names = (arms.length > 0 ? arms : (experiment?.arms ?? [])).map(({ name }) => name)
    return contrastPaths(root, id).flatMap((path) =>
      ['arm', 'against'].flatMap((key): Fault[] => {
        const node = nodeAt(root, [...path, key])
        if (node === undefined) return []
        const name = String(plainValue(node))
        if (names.includes(name)) return []
        const owner = arms.length > 0 ? `claims.${id}` : scenario
        const message = { en: `${owner} has no arm ${name}`, zh: `${owner} 没有实验组 ${name}` }
        const expected =
          names.length === 0
            ? { en: 'a scenario with an experiment, or arms beside the claim', zh: '含实验的情景，或在论点中给出 arms' }
            : { en: `one of ${list(names)}`, zh: `以下之一：${list(names)}` }
        const found = verbatim(name)
        const parts = { path: [...path, key].join('.'), found, expected, suggestion: didYouMean(name, names) }
        return [faultAt(node.place, message, parts)]
      }),
    )
  })
}

interface MadeArm {
  readonly scenario: Scenario
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** The scenario of an arm, checked as a whole: what the plan sets wins over the arm of the scenario's experiment. */
function armScenario({ scenario: name, arm, set, owner }: PlannedArm, loaded: LoadedScenario, root: YamlNode): MadeArm {
  const own = loaded.experiment?.arms.find((one) => one.name === arm)?.scenario ?? loaded.scenario
  const timeline = nodeAt(root, [...owner, 'set', 'timeline'])
  const scenario = Object.hasOwn(set, 'timeline') ? withSortedTimeline(withValues(own, set)) : withValues(own, set)
  const placeOf = (path: string): YamlNode['place'] => {
    const node = nodeAt(root, [...owner, 'set', path])
    return node?.place ?? firstLine(nodeAt(root, owner)!)
  }
  const what: Bilingual = arm === null ? verbatim(name) : { en: `${name}, arm ${arm}`, zh: `${name} 的实验组 ${arm}` }
  const path = owner.join('.')
  const late = timelineFaults(timeline, scenario.horizon).map((fault) => ({
    ...fault,
    path: `${path}.set.${fault.path}`,
  }))
  const states = [scenario, ...scenario.timeline.map(({ month }) => scenarioAt(scenario, month))]
  const clashes = CROSS_CHECKS.flatMap((check): Fault[] => {
    const clash = states.map((state) => check.run(state)).find((found) => found !== undefined)
    if (clash === undefined) return []
    const { message, ...parts } = clash
    const culprit = check.paths.find((one) => Object.hasOwn(set, one)) ?? check.paths[0]
    return [
      prefixed(faultAt(placeOf(culprit), message, { path, ...parts }), { en: `${what.en}: `, zh: `${what.zh}：` }),
    ]
  })
  const dates = Object.hasOwn(set, 'timeline') ? [] : (loaded.dates.arms.get(arm ?? '') ?? loaded.dates.scenario)
  const told = { en: `${what.en}: the value`, zh: `${what.zh}：取值` }
  const held = Object.entries(set).map(([key, value]): Held => {
    return { path: key, values: [value], place: placeOf(key), what: told, isFault: true, isOwn: false }
  })
  const overruled = cancelled(held, dates)
  return { scenario, faults: [...late, ...clashes, ...overruled.faults], warnings: overruled.warnings }
}
