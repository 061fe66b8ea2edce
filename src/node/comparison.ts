/** Two sets of runs held against each other: from scenarios or from folders of runs that are there. */
import { statSync } from 'node:fs'
import type { Table } from '../base/table.ts'
import { LEAST_RUNS } from '../measures/claim.ts'
import {
  type Difference,
  derivedEnsembleTables,
  type EnsembleRun,
  ensembleTables,
  measuresOf,
} from '../measures/ensemble.ts'
import { isClear, type Judged, judgedDifferences } from '../measures/judged.ts'
import type { OutcomeUnit } from '../measures/outcomes.ts'
import { detectableEffect } from '../measures/power.ts'
import type { Lang } from '../scenarios/parameter.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { valueAt } from '../scenarios/with-values.ts'
import type { EngineInfo } from './build-info.ts'
import { UsageError } from './failure.ts'
import { reportText } from './report-text.ts'
import { type FinishedFolder, finishedFolder, storedPlan } from './stored-run.ts'
import { differenceText } from './summary.ts'
import { fromFolder } from './untrusted-folder.ts'

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
    throw new UsageError({
      en: `${path} is ${here} in ${first.typed} and ${there} in ${second.typed}; make it the same: run ${second.typed} again with --set ${path}=${here}.`,
      zh: `${path} 在 ${first.typed} 中为 ${here}，在 ${second.typed} 中为 ${there}；请以 --set ${path}=${here} 重新运行 ${second.typed}。`,
    })
  }
  const [here, there] = [engineName(first.engine), engineName(second.engine)]
  if (here === there) return
  throw new UsageError({
    en: `The engines differ: ${first.typed} was made by ${here}, and ${second.typed} by ${there}; a difference could come from that. Run both with one build.`,
    zh: `两者的程序版本不同：${first.typed} 由 ${here} 生成，${second.typed} 由 ${there} 生成，差异可能由此产生。请用同一版本运行两者。`,
  })
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
  if (split === null) throw new UsageError({ en: `There is no folder ${typed}.`, zh: `没有文件夹 ${typed}。` })
  const { place: folder, arm } = split
  const finished = await finishedFolder(folder)
  return fromFolder(folder, () => armIn(finished, arm))
}

async function armIn(finished: FinishedFolder, arm: string | null): Promise<StoredArm> {
  const { folder, manifest, kind, part } = finished
  if (kind.arms === undefined) {
    throw new UsageError({
      en: `${folder} holds runs at many points; compare takes folders of run, sweep and compare.`,
      zh: `${folder} 中是多个设计点的运行；compare 只接受 run、sweep 与 compare 的文件夹。`,
    })
  }
  if (arm !== null && part === undefined) {
    throw new UsageError({
      en: `${folder} holds one run and no arms: leave “:${arm}” out.`,
      zh: `${folder} 只有一次运行，没有实验组：请去掉“:${arm}”。`,
    })
  }
  const arms = kind.arms(folder, manifest, storedPlan(finished))
  const names = arms.map(({ name }) => name)
  if (arm === null && names.length > 1) {
    throw new UsageError({
      en: `${folder} has the arms ${names.join(', ')}: name one, such as ${folder}:${names[0]}.`,
      zh: `${folder} 有实验组 ${names.join('、')}：请指明其一，如 ${folder}:${names[0]}。`,
    })
  }
  const found = arms.find(({ name }) => name === (arm ?? names[0]))
  if (found === undefined) {
    throw new UsageError({
      en: `${folder} has no arm ${arm}. Its arms are ${names.join(', ')}.`,
      zh: `${folder} 没有实验组 ${arm}。其实验组为 ${names.join('、')}。`,
    })
  }
  const { name, scenario } = found
  return { name, scenario, engine: manifest.engine, runs: await found.runs() }
}

/** Tables of two arms, paired by seed; runs whose seed the other arm lacks stay out. */
export function pairedTables(first: Pick<StoredArm, 'runs'>, second: Pick<StoredArm, 'runs'>): readonly Table[] {
  const seeds = first.runs.map(({ seed }) => seed).filter((seed) => second.runs.some((run) => run.seed === seed))
  if (seeds.length === 0) {
    throw new UsageError({
      en: 'The two have no seed in common, so nothing can be paired. Run both with the same seed.',
      zh: '两者没有共同的种子，无法配对。请以相同的种子运行两者。',
    })
  }
  const of = ({ runs }: Pick<StoredArm, 'runs'>, arm: string): EnsembleRun[] =>
    seeds.map((seed, replication) => ({ ...runs.find((run) => run.seed === seed)!, arm, replication }))
  const tables = ensembleTables([...of(first, 'A'), ...of(second, 'B')])
  return [...tables, ...derivedEnsembleTables(tables)]
}

const SAY = {
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

/** Whether a difference is clear of chance, in words: by its interval, and corrected over all outcomes. */
function finding(step: Judged<Difference>, unit: OutcomeUnit, lang: Lang): string {
  const { runs, mean, sd, low, high, verdict } = step
  if (verdict === 'unjudged') return SAY.few[lang](runs)
  if (mean === 0 && sd === 0) return SAY.same[lang]
  if (isClear(step)) return SAY.clear[lang]
  if (low > 0 || high < 0) return SAY.uncorrected[lang]
  return SAY.unclear[lang](
    runs,
    differenceText(detectableEffect(runs, sd), unit, reportText('points', lang)).replace(/^\+/, ''),
  )
}

/** A sentence for each outcome of the summary: size, interval, and whether it is clear of chance. */
export function sentences(tables: readonly Table[], lang: Lang): string[] {
  const steps = judgedDifferences(tables)
  return measuresOf(tables, 'outcome')
    .filter(({ headline }) => headline)
    .flatMap((measure) => {
      const step = steps.find(({ key }) => key === measure.key)
      if (step === undefined || !Number.isFinite(step.mean)) return []
      const text = (value: number): string => differenceText(value, measure.unit, reportText('points', lang))
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
