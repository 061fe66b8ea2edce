/** Two sets of runs held against each other: from scenarios or from folders of runs that are there. */
import { statSync } from 'node:fs'
import { numbers, type Table, texts } from '../base/table.ts'
import { summaryOf } from '../experiments/runs.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import {
  type Difference,
  derivedEnsembleTables,
  ENSEMBLE_RECORDED,
  type EnsembleRun,
  ensembleTables,
  measuresOf,
  RUN_OUTCOMES,
  SERIES,
} from '../measures/ensemble.ts'
import { formatOutcome } from '../measures/headline.ts'
import { isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import type { OutcomeUnit } from '../measures/outcomes.ts'
import { detectableEffect } from '../measures/power.ts'
import { RECORDED } from '../measures/records.ts'
import { MONTHLY_MEASURES, measureNamed } from '../measures/registry.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Lang } from '../scenarios/parameter.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { EngineInfo } from './build-info.ts'
import { UsageError } from './failure.ts'
import type { Manifest } from './manifest.ts'
import { readRecord } from './run-store.ts'
import { storedEnsemble, storedPlan, storedScenario, storedTables } from './stored-run.ts'
import { FolderError, fromFolder, manifestIn } from './untrusted-folder.ts'
import { valueAt } from './used-parameters.ts'

/** Runs of one arm, as a folder has them. */
export interface StoredArm {
  readonly name: string
  readonly runs: readonly EnsembleRun[]
  readonly scenario: Scenario
  readonly engine: EngineInfo
}

/** What makes runs comparable month by month and person by person has to be the same. */
export const SHARED: readonly string[] = ['horizon.burnIn', 'horizon.months']

/** The engine that decides the numbers of a run, as a short name: its code, and the code of the packages under it. */
function engineName({ version, engineSha256, packagesSha256 }: EngineInfo): string {
  if (engineSha256 === null) return `xiaojin ${version}`
  const packages = packagesSha256 == null ? '' : `, packages ${packagesSha256.slice(0, 12)}`
  return `xiaojin ${version}, engine ${engineSha256.slice(0, 12)}${packages}`
}

/** Refuses two arms whose difference would be one of their horizons or of their engines. */
export function checkComparable(
  first: Pick<StoredArm, 'scenario' | 'engine'> & { readonly typed: string },
  second: Pick<StoredArm, 'scenario' | 'engine'> & { readonly typed: string },
): void {
  for (const path of SHARED) {
    const [here, there] = [valueAt(first.scenario, path), valueAt(second.scenario, path)]
    if (here === there) continue
    throw new UsageError(
      `${path} is ${here} in ${first.typed} and ${there} in ${second.typed}; make it the same: run ${second.typed} again with --set ${path}=${here}.`,
    )
  }
  const [here, there] = [engineName(first.engine), engineName(second.engine)]
  if (here === there) return
  throw new UsageError(
    `The engines differ: ${first.typed} was made by ${here}, and ${second.typed} by ${there}; a difference could come from that. Run both with one build.`,
  )
}

/** What was typed: a folder, or a folder and an arm of it, FOLDER:ARM. */
export function isFolder(typed: string): boolean {
  return folderAndArm(typed) !== null
}

function folderAndArm(typed: string): ReturnType<typeof splitPlace> {
  return splitPlace(typed, (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
}

/** A place that exists and what follows its last colon; null if there is no such place. */
function splitPlace(
  typed: string,
  isThere: (path: string) => boolean,
): { readonly place: string; readonly arm: string | null } | null {
  if (isThere(typed)) return { place: typed, arm: null }
  const colon = typed.lastIndexOf(':')
  if (colon < 1 || !isThere(typed.slice(0, colon))) return null
  return { place: typed.slice(0, colon), arm: typed.slice(colon + 1) }
}

/** The runs of a folder made by run or sweep. One with several arms needs the name of one. */
export async function storedArm(typed: string): Promise<StoredArm> {
  const split = folderAndArm(typed)
  if (split === null) throw new UsageError(`There is no folder ${typed}.`)
  const { place: folder, arm } = split
  const manifest = manifestIn(folder)
  if ((manifest.sensitivity ?? manifest.calibration) !== undefined) {
    throw new UsageError(`${folder} holds runs at many points; compare takes folders of run, sweep and compare.`)
  }
  return fromFolder(folder, () => armIn(folder, manifest, arm))
}

async function armIn(folder: string, manifest: Manifest, arm: string | null): Promise<StoredArm> {
  const { engine } = manifest
  const ensemble = storedEnsemble(folder, manifest)
  if (ensemble === null) {
    if (arm !== null) throw new UsageError(`${folder} holds one run and no arms: leave “:${arm}” out.`)
    const scenario = storedScenario(folder, manifest)
    const tables = await storedTables(folder, manifest, RECORDED)
    const summary = summaryOf(scenario, { tables, digest: manifest.digest })
    return { name: scenario.name, scenario, engine, runs: [{ arm: scenario.name, replication: 0, ...summary }] }
  }
  const names = ensemble.arms.map(({ name }) => name)
  const name = arm ?? names[0]
  if (arm === null && names.length > 1) {
    throw new UsageError(`${folder} has the arms ${names.join(', ')}: name one, such as ${folder}:${names[0]}.`)
  }
  if (!names.includes(name)) throw new UsageError(`${folder} has no arm ${name}. Its arms are ${names.join(', ')}.`)
  const { scenario } = ensemble.arms.find((one) => one.name === name)!
  const runs =
    manifest.sweep === true
      ? sweptRuns(folder, manifest, name)
      : recordedRuns(await storedTables(folder, manifest, ENSEMBLE_RECORDED), name)
  return { name, runs, scenario, engine }
}

/** The records of an arm that the folder's own plan names, whatever build made them. */
function sweptRuns(folder: string, manifest: Manifest, name: string): EnsembleRun[] {
  const digests = new Map(
    manifest.experiment?.runs.flatMap(({ arm, replication, digest }) => (arm === name ? [[replication, digest]] : [])),
  )
  return storedPlan(folder, manifest).flatMap(({ run, arm, replication }) => {
    const digest = digests.get(replication)
    // What failed has no digest.
    if (arm !== name || digest === undefined) return []
    const record = readRecord(folder, run)
    if (record?.digest !== digest) {
      throw new FolderError(folder, `the record of ${name}, replication ${replication}, is missing or changed`)
    }
    return [{ arm, replication, ...record }]
  })
}

/** The runs of an arm, read back from the recorded tables of an ensemble. */
function recordedRuns(tables: readonly Table[], name: string): EnsembleRun[] {
  const [runs, values, series] = ['runs', RUN_OUTCOMES.name, SERIES.name].map((table) => tableNamed(tables, table))
  const rowsOf = (table: Table, replication: number): number[] => {
    const [arm, own] = [texts(table, 'arm'), numbers(table, 'replication')]
    return Array.from({ length: table.rows }, (_, row) => row).filter(
      (row) => arm[row] === name && own[row] === replication,
    )
  }
  return Array.from({ length: runs.rows }, (_, row) => row)
    .filter((row) => texts(runs, 'arm')[row] === name)
    .map((row): EnsembleRun => {
      const replication = numbers(runs, 'replication')[row]
      const monthly = rowsOf(series, replication)
      const ofMetric = MONTHLY_MEASURES.map(({ key }) => monthly.filter((at) => texts(series, 'metric')[at] === key))
      return {
        arm: name,
        replication,
        seed: numbers(runs, 'seed')[row],
        digest: texts(runs, 'digest')[row],
        outcomes: rowsOf(values, replication).map((at) => {
          const { key, unit, en, zh } = measureNamed(texts(values, 'key')[at])
          return { key, value: numbers(values, 'value')[at], unit, en, zh }
        }),
        series: {
          months: ofMetric[0].map((at) => numbers(series, 'month')[at]),
          values: ofMetric.map((rows) => rows.map((at) => numbers(series, 'value')[at])),
        },
      }
    })
}

/** Tables of two arms, paired by seed; runs whose seed the other arm lacks stay out. */
export function pairedTables(first: Pick<StoredArm, 'runs'>, second: Pick<StoredArm, 'runs'>): readonly Table[] {
  const seeds = first.runs.map(({ seed }) => seed).filter((seed) => second.runs.some((run) => run.seed === seed))
  if (seeds.length === 0) {
    throw new UsageError('The two have no seed in common, so nothing can be paired. Run both with the same seed.')
  }
  const of = ({ runs }: Pick<StoredArm, 'runs'>, arm: string): EnsembleRun[] =>
    seeds.map((seed, replication) => ({ ...runs.find((run) => run.seed === seed)!, arm, replication }))
  const tables = ensembleTables([...of(first, 'A'), ...of(second, 'B')])
  return [...tables, ...derivedEnsembleTables(tables)]
}

const SAY = {
  points: { en: ' points', zh: '个百分点' },
  clear: { en: 'clear of chance', zh: '显著' },
  uncorrected: {
    en: 'its interval excludes zero, but not after correction for all outcomes',
    zh: '区间不含零，但按全部指标校正后不显著',
  },
  unclear: {
    en: (pairs: number, size: string) =>
      `not clear of chance (with 80 % power, ${pairs} pairs find a difference of ${size})`,
    zh: (pairs: number, size: string) => `不显著（检验功效为80%时，${pairs}对样本可检出的最小差异为${size}）`,
  },
  few: {
    en: (pairs: number) => `${pairs === 1 ? 'one pair' : `${pairs} pairs`}: too few to judge (at least ${LEAST_RUNS})`,
    zh: (pairs: number) => `仅${pairs}对，不作判断（至少${LEAST_RUNS}对）`,
  },
  same: { en: 'the same in every pair', zh: '每对皆相同' },
} as const

/** What a difference of this unit reads like, with its sign. */
function sizeText(value: number, unit: OutcomeUnit, lang: Lang): string {
  const sign = value < 0 ? '−' : '+'
  const size = Math.abs(value)
  if (unit === '1') return `${sign}${(100 * size).toFixed(2)}${SAY.points[lang]}`
  if (unit === 'count') return `${sign}${size.toFixed(1)}`
  return `${sign}${formatOutcome(size, unit)}`
}

/** Whether a difference is clear of chance, in words: by its interval, and corrected over all outcomes. */
function finding(step: Judged<Difference>, unit: OutcomeUnit, lang: Lang): string {
  const { runs, mean, sd, low, high, verdict } = step
  if (verdict === 'unjudged') return SAY.few[lang](runs)
  if (mean === 0 && sd === 0) return SAY.same[lang]
  if (isClear(step)) return SAY.clear[lang]
  if (low > 0 || high < 0) return SAY.uncorrected[lang]
  return SAY.unclear[lang](runs, sizeText(detectableEffect(runs, sd), unit, lang).replace(/^\+/, ''))
}

/** A sentence for each outcome of the summary: size, interval, and whether it is clear of chance. */
export function sentences(tables: readonly Table[], lang: Lang): string[] {
  const steps = judgedDifferences(tables)
  return measuresOf(tables, 'outcome')
    .filter(({ headline }) => headline)
    .flatMap((measure) => {
      const step = steps.find(({ key }) => key === measure.key)
      if (step === undefined || !Number.isFinite(step.mean)) return []
      const text = (value: number): string => sizeText(value, measure.unit, lang)
      const size = text(step.mean)
      const interval =
        step.verdict === 'unjudged'
          ? ''
          : lang === 'en'
            ? ` (95 % interval [${text(step.low)}, ${text(step.high)}], ${step.runs} pairs)`
            : `（95%区间[${text(step.low)}, ${text(step.high)}]，${step.runs}对）`
      return [
        lang === 'en'
          ? `${measure.en}: ${size}${interval}; ${finding(step, measure.unit, lang)}.`
          : `${measure.zh}：${size}${interval}；${finding(step, measure.unit, lang)}。`,
      ]
    })
}
