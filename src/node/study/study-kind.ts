/** A study as an output folder: the plan of a text, the records of its runs, and the page that follows from them. */
import { z } from 'zod'
import { buildTable, type Cell } from '../../base/build-table.ts'
import type { Chart } from '../../charts/chart.ts'
import {
  armName as keyOf,
  type PlannedArm,
  plannedArms,
  sizedArm,
  type Values,
  valueIn,
} from '../../experiments/study/arms.ts'
import type { Titles } from '../../experiments/study/claims.ts'
import { type LoadedStudy, readPlan, studyRuns } from '../../experiments/study/load-study.ts'
import type { StudyPlan } from '../../experiments/study/plan.ts'
import { RUNS } from '../../measures/ensemble.ts'
import { tableNamed } from '../../measures/rows.ts'
import { MAX_POINTS, MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import { PATHS } from '../../scenarios/parameters.ts'
import { resolvedYaml } from '../../scenarios/resolved-yaml.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { valueAt, withValues } from '../../scenarios/with-values.ts'
import { drawViews } from '../compose.ts'
import { tableFiles } from '../data-files.ts'
import { digestOfRuns } from '../ensemble.ts'
import type { FolderKind, Made } from '../folder-kind.ts'
import { type KeptRun, recordReader, writePlan } from '../kept-runs.ts'
import { canonicalJson, type ManifestArm, type ManifestHead } from '../manifest.ts'
import { armName, bilingual, dottedKey, text, whole } from '../manifest-schema.ts'
import { outputFile } from '../output-file.ts'
import { publishedTargets } from '../published-targets.ts'
import { runKey } from '../run-store.ts'
import { finishedFolder, storedPlan, storedTables } from '../stored-run.ts'
import { channelPage } from './channel-page.ts'
import { claimPage } from './claim-page.ts'
import { htmlOfMarkdown } from './markdown.ts'
import { studyCharts } from './study-charts.ts'
import type { Places, StudyData, StudyTarget } from './study-data.ts'
import { armRows, derivedStudyTables, STUDY_RECORDED, STUDY_VALUES, valuesOfTable } from './study-tables.ts'

/** The plan, in the folder of its results. */
const STUDY_FILE = 'study.yaml'

/** What a manifest says of a study. */
export interface WrittenStudy {
  /** The plan as it was read, with line feeds alone. */
  readonly text: string
  /** The most replications that any arm has, where an option says so. */
  readonly most?: number
  readonly titles: Titles
  /** In the order of the plan; each sets what differs from the scenario of the folder. */
  readonly arms: readonly (ManifestArm & { readonly replications: number })[]
}

/** A study that can be run. */
export interface Study {
  readonly part: WrittenStudy
  readonly plan: StudyPlan
  readonly scenario: Scenario
  readonly arms: readonly (PlannedArm & { readonly name: string })[]
  /** Scenarios of the arms; drawing again needs none. */
  readonly values: () => readonly Scenario[]
}

const PART = z.looseObject({
  text: z.string().max(1_000_000),
  most: whole(1, MAX_REPLICATIONS).optional(),
  titles: z.record(text, z.record(text, bilingual)),
  arms: z
    .array(
      z.looseObject({
        name: armName,
        title: bilingual,
        set: z.record(dottedKey, z.unknown()),
        replications: whole(1, MAX_REPLICATIONS),
      }),
    )
    .min(1)
    .max(MAX_POINTS),
})

/** The part and the plan of a study that was loaded from files. */
export function studyOf(loaded: LoadedStudy, most: number | undefined): Study {
  const { name, title } = loaded.plan
  const scenario = withValues(loaded.base.scenario, { name, 'title.en': title.en, 'title.zh': title.zh })
  const part: WrittenStudy = {
    text: loaded.text.replaceAll('\r\n', '\n'),
    ...(most === undefined ? {} : { most }),
    titles: loaded.titles,
    arms: loaded.arms.map(({ name: own, arm, value, replications, scenario: from }) => {
      const label = arm === null ? from : `${from}:${arm}`
      return { name: own, title: { en: label, zh: label }, set: differing(value, scenario), replications }
    }),
  }
  return { part, plan: loaded.plan, scenario, arms: loaded.arms, values: () => loaded.arms.map(({ value }) => value) }
}

/** Parameters that a scenario has otherwise than the one of the folder. */
function differing(scenario: Scenario, base: Scenario): ManifestArm['set'] {
  const paths = PATHS.filter((path) => path !== 'name' && !path.startsWith('title.'))
  return Object.fromEntries(
    paths.flatMap((path) => {
      const [own, usual] = [valueAt(scenario, path), valueAt(base, path)]
      return canonicalJson(own) === canonicalJson(usual) ? [] : [[path, own]]
    }),
  )
}

/** The same of a manifest. Throws where its parts do not fit together. */
function writtenPlan({ text: source, most, arms }: WrittenStudy): Pick<Study, 'plan' | 'arms'> {
  const bytes = Buffer.from(source)
  const { plan } = readPlan(STUDY_FILE, { size: () => bytes.length, read: () => bytes }, most)
  const planned = plannedArms(plan)
  if (planned.length !== arms.length) throw new Error(`the plan has ${planned.length} arms, not ${arms.length}`)
  return { plan, arms: planned.map((arm, k) => ({ ...arm, name: arms[k].name, replications: arms[k].replications })) }
}

/** Targets that the plain market of the largest size is held against. */
function targetsOf({ targets }: StudyPlan): Omit<StudyTarget, 'values'>[] {
  if (!targets) return []
  return publishedTargets().flatMap((target) => {
    if (target.kind !== 'range' || target.ages === 'population') return []
    const { key, en, zh, use, outcome, unit, low, high } = target
    return [{ key, en, zh, use, outcome, unit, low, high }]
  })
}

/** The arm that targets are compared with; null in a plan without sizes. */
function largestMarket(plan: StudyPlan): string | null {
  return plan.sizes === null ? null : keyOf(sizedArm(plan, Math.max(...plan.sizes.consumers)))
}

type Results = Omit<StudyData, 'made'>

function resultsOf({ plan, scenario, part }: Study, values: Values): Results {
  const { seed, horizon, population } = scenario
  const market = values[largestMarket(plan) ?? '']
  return {
    plan,
    values,
    titles: part.titles,
    market: { seed, ...horizon, consumers: population.consumers },
    targets: targetsOf(plan).map((target) => ({ ...target, values: market?.[target.outcome] ?? [] })),
    mechanisms: Object.fromEntries(plan.unswitched.map(({ id, path, off }) => [id, valueAt(scenario, path) !== off])),
  }
}

/** What is shown of results: the same bytes whenever they are made again. */
export function dataOf(results: Results, { command, engine }: Pick<ManifestHead, 'command' | 'engine'>): StudyData {
  const { version, gitCommit, engineSha256 } = engine
  return { ...results, made: { command, version, commit: gitCommit, engine: engineSha256 } }
}

/** Where the page of a report points: pictures stand in the report itself. */
const PLACES: Places = { image: (id) => `#chart-${id.toLowerCase()}`, data: 'data/study_values.csv' }

export const studyKind: FolderKind<WrittenStudy, Study, Made<Study>, Results> = {
  name: 'study',
  keepsRuns: true,
  part: PART as never,
  identity: ({ arms }) => arms.map(({ name: _, replications: __, ...arm }) => arm),
  /** Words may change, and arms and replications may be added. */
  difference: (there, here, hasResults) => {
    const now = new Map(here.arms.map(({ title, set, replications }) => [canonicalJson([title, set]), replications]))
    for (const { title, set, replications } of there.arms) {
      const own = now.get(canonicalJson([title, set]))
      if (own === undefined) {
        const values = canonicalJson(set)
        return {
          en: `with an arm of ${title.en} that is not planned here (${values})`,
          zh: `含本次未计划的“${title.zh}”实验组（${values}）`,
        }
      }
      if (hasResults && own < replications) {
        const en = `with ${replications} replications of an arm, not ${own}`
        return { en, zh: `某实验组重复${replications}次，而非${own}次` }
      }
    }
    return null
  },
  plan: ({ scenario, arms: scenariosOf }, part) => {
    const { plan, arms } = writtenPlan(part)
    return { part, plan, scenario, arms, values: () => scenariosOf(part.arms) }
  },
  runs: runsOf,
  make: async (held, study, makers) => {
    const runs = runsOf(study)
    return { plan: study, runs, ...(await makers.intoStore(held, runs)) }
  },
  tables: ({ plan: study, runs, failures }, target) => {
    writePlan(target, runs, resolvedYaml(study.scenario), failures)
    target.write(outputFile(STUDY_FILE, study.part.text, 'anywhere'))
    const read = recordReader(target, failures)
    const own = study.plan.outcomes
    const market = largestMarket(study.plan)
    const named = new Set(own.map(({ key }) => key))
    const targets = [...new Set(targetsOf(study.plan).map(({ outcome }) => outcome))].filter((key) => !named.has(key))
    const compared = [...own, ...targets.map((key) => ({ key, of: key, months: null, less: null }))]
    const wanted = new Map(study.arms.map((arm) => [arm.name, keyOf(arm) === market ? compared : own]))
    const told: Cell[][] = []
    const done: { arm: string; replication: number; seed: number; digest: string }[] = []
    for (const run of runs) {
      const { arm, replication } = run
      const record = read(run)
      if (record !== null) done.push({ arm, replication, seed: record.seed, digest: record.digest })
      for (const outcome of wanted.get(arm)!)
        told.push([arm, replication, outcome.key, record === null ? NaN : valueIn(record, outcome)])
    }
    const values = buildTable(STUDY_VALUES, told)
    const recorded = [
      armRows(study.arms),
      buildTable(
        RUNS,
        done.map(({ arm, replication, seed, digest }) => [arm, replication, seed, digest]),
      ),
      values,
    ]
    const results = resultsOf(study, valuesOfTable(values, study.arms))
    const derived = derivedStudyTables(results)
    for (const file of tableFiles(recorded, derived, target.form)) target.write(file)
    return { digest: digestOfRuns(done), part: study.part, tables: [...recorded, ...derived], results }
  },
  stored: async (folder, manifest, study) => {
    const tables = await storedTables(folder, manifest, STUDY_RECORDED)
    return resultsOf(study, valuesOfTable(tableNamed(tables, STUDY_VALUES.name), study.arms))
  },
  views: (head, _study, results, drawing) => {
    const data = dataOf(results, head)
    const lang = head.language
    const charts = head.charts
      ? studyCharts(data, lang).map((one) => ({ ...one, id: one.id.toLowerCase() }) as Chart)
      : []
    const page = (data.plan.claims.length > 0 ? claimPage : channelPage)(data, lang, PLACES)
    // The command as it was typed names the plan by its place then.
    const again = head.command.replace(/^xiaojin study ('[^']*'|\S+)/, `study ${STUDY_FILE}`)
    return drawViews(head, charts, { findings: () => htmlOfMarkdown(page), again }, drawing)
  },
}

/** Every run with the name of its record. */
export function runsOf({ plan, arms, part, values }: Study): KeptRun[] {
  const scenarios = values()
  const sets = new Map(part.arms.map(({ name, set }) => [name, set]))
  const own = arms.map((arm, k) => ({ ...arm, value: scenarios[k] }))
  return studyRuns(plan, own).map((run) => ({ ...run, key: runKey(run.scenario), set: sets.get(run.arm)! }))
}

/** The data of a finished folder, for pages that are published. */
export async function storedStudy(folder: string): Promise<StudyData> {
  const finished = await finishedFolder(folder)
  const study = storedPlan(finished) as Study
  return dataOf(await studyKind.stored(folder, finished.manifest, study), finished.manifest)
}
