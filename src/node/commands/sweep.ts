import { verbatim } from '../../base/errors.ts'
import type { Table } from '../../base/table.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { LEAST_REPLICATIONS, type Precision, sufficientReplications } from '../../experiments/until-interval.ts'
import { meanInterval } from '../../measures/intervals.ts'
import { OUTCOME_KEYS } from '../../measures/registry.ts'
import { MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import { plainHash, suffixOf } from '../default-folder.ts'
import { type Ensemble, ensembleOf, manifestExperiment } from '../ensemble.ts'
import { EXIT, UsageError } from '../failure.ts'
import type { FolderKind, Made } from '../folder-kind.ts'
import { recordsOf } from '../kept-runs.ts'
import { say, spokenLang } from '../language.ts'
import { type ManifestExperiment, scenarioHash } from '../manifest.ts'
import { pathName } from '../path-name.ts'
import { armSummaries, ensembleTable } from '../summary.ts'
import { sweepKind, sweepPlan } from '../sweep.ts'
import {
  carryOut,
  countsText,
  dryRun,
  folderOf,
  headParts,
  planOnly,
  secondsOf,
  tell,
  typedScenario,
} from './carry-out.ts'
import { type Command, command, type Given, place, text, texts } from './command.ts'
import {
  DRY_RUN,
  every,
  nameOf,
  noOutcome,
  PLAN_ONLY,
  QUEUED,
  SEED,
  SET,
  THREADS,
  WRITING,
  wholeNumber,
} from './options.ts'

const TAKES = {
  file: place('scenario with an experiment; FILE:ARM for one arm of it', '含实验的情景；文件:实验组 只运行其中一组'),
  seed: SEED,
  set: SET,
  replications: text(
    'runs of each arm [default: what the file says, else 1]',
    '各实验组的运行次数 [默认：文件所写，否则为 1]',
  ),
  'until-ci': texts(
    'replicate until the 95 % interval of an outcome is this narrow to each side: served.all=0.002, or =2% of the mean; of several arms, of their paired differences from the first; repeat for more',
    '重复运行，直至结果指标的95%区间半宽达到此值：served.all=0.002，或均值的 =2%；多个实验组时为与首组的配对差异；可重复使用',
  ),
  'max-replications': text('where --until-ci gives up', '--until-ci 至多重复的次数', { defaultDescription: '100' }),
  threads: THREADS,
  ...QUEUED,
  'dry-run': DRY_RUN,
  plan: PLAN_ONLY,
  out: text(
    'folder of plan, runs and results [default: out/<scenario>-<seed>-sweep]',
    '计划、运行与结果的文件夹 [默认：out/<情景>-<种子>-sweep]',
  ),
  ...WRITING,
}

const OPTIONS = ['seed', 'set', 'replications', 'until-ci', 'max-replications'] as const

type SweepArguments = Given<typeof TAKES>

export const sweepCommand: Command = command(
  TAKES,
  [
    ['sweep my.yaml --threads 4 --dry-run', 'how long it would take', '估计所需时间'],
    ['sweep my.yaml --threads 4', 'stop it at any time and go on later', '可随时停止，之后续跑'],
    ['sweep my.yaml --until-ci served.all=0.005', 'as many replications as that takes', '重复至达到精度'],
  ],
  sweep,
)

async function sweep(args: SweepArguments): Promise<void> {
  const precisions = precisionsOf(args)
  if (args.plan && precisions.length > 0) {
    throw new UsageError({
      en: '--plan with --until-ci: how many runs that takes is known only when some have run. Give --replications.',
      zh: '--plan 与 --until-ci 不能同用：所需次数须运行后才知。请用 --replications。',
    })
  }
  const typed = typedScenario(args, args.file)
  const { file, arm, scenario, sets } = typed
  const plan = ensembleOf(typed, wholeNumber('replications', args.replications, MAX_REPLICATIONS))
  // More replications are the same study; other values are another.
  const suffix =
    sets.length > 0
      ? suffixOf(
          scenarioHash(scenario),
          plainHash(file, (plain) => scenarioHash(plain.scenario)),
        )
      : ''
  const folder = folderOf(args, `${pathName(nameOf(scenario, arm))}-${scenario.seed}-sweep${suffix}`)
  if (args['dry-run']) {
    const counts = { arms: plan.arms.length, replications: plan.replications }
    return dryRun(args, sweepPlan(plan), folder, runsText(plan), counts)
  }
  const job = {
    folder,
    // How many replications a width takes is not known before they ran: until then no folder has too many.
    plan: precisions.length === 0 ? plan : { ...plan, replications: MAX_REPLICATIONS },
    part: manifestExperiment,
    scenario,
    parts: headParts(args, typed, 'sweep', [args.file], OPTIONS),
  }
  if (args.plan) return planOnly(args, sweepKind, job)
  const done = await carryOut(args, precisions.length === 0 ? sweepKind : untilNarrow(precisions, args), job)
  const { made, failures, runs, plan: ensemble, unmet = [] } = done.made as MadeSweep
  for (const text of unmet) process.stderr.write(`${text}\n`)
  if (failures.length === 0 && unmet.length > 0) process.exitCode = EXIT.incomplete
  const lang = spokenLang()
  const { replications } = ensemble
  const json = {
    folder,
    digest: done.head.digest,
    ...{ runs: runs.length, made, failed: failures.length, replications, unmet },
    arms: armSummaries(done.results, lang),
    seconds: secondsOf(done),
  }
  const shown = (): string => ensembleTable(done.results, replications, lang)
  const ask = [say({ en: 'ask', zh: '查询' }), `xiaojin query ${folder} "SELECT * FROM wide LIMIT 5"`] as const
  tell(args, done, json, shown, [ask], countsText(countedRuns(runs.length, armsText(ensemble)), done))
}

function armsText({ arms, replications }: Ensemble): Bilingual {
  return {
    en: ` (${arms.length} arms × ${replications} replications)`,
    zh: `（${arms.length}个实验组 × ${replications}次重复）`,
  }
}

function countedRuns(runs: number, made: Bilingual): Bilingual {
  return { en: `${runs} runs${made.en}`, zh: `${runs}次运行${made.zh}` }
}

function runsText(plan: Ensemble): string {
  return `${plan.arms.length * plan.replications}${say(armsText(plan))}`
}

interface MadeSweep extends Made<Ensemble> {
  /** What --until-ci asked for and did not get, in words. */
  readonly unmet?: readonly string[]
}

/** Two at a time, so that two threads have work when there is one arm; the number does not depend on the threads. */
const STEP = 2

/** A sweep that finds the number of its replications. */
function untilNarrow(
  precisions: readonly Precision[],
  args: SweepArguments,
): FolderKind<ManifestExperiment, Ensemble, MadeSweep, readonly Table[]> {
  const most = wholeNumber('max-replications', args['max-replications'], MAX_REPLICATIONS) ?? 100
  if (most < LEAST_REPLICATIONS) {
    throw new UsageError({
      en: `--max-replications ${most}: --until-ci needs at least ${LEAST_REPLICATIONS}.`,
      zh: `--max-replications ${most}：--until-ci 至少需要 ${LEAST_REPLICATIONS}。`,
    })
  }
  const make: typeof sweepKind.make = async (held, plan, makers): Promise<MadeSweep> => {
    let made = 0
    const warnings: string[] = []
    for (let replications = LEAST_REPLICATIONS; ; replications = Math.min(most, replications + STEP)) {
      const ran = await sweepKind.make(held, { ...plan, replications }, makers)
      made += ran.made
      warnings.push(...ran.warnings)
      const unmet = ran.failures.length > 0 ? [] : unmetPrecisions(precisions, held.place, ran)
      if (unmet.length === 0 || replications === most) return { ...ran, made, warnings, unmet }
    }
  }
  return { ...sweepKind, make }
}

function unmetPrecisions(precisions: readonly Precision[], folder: string, { plan, runs }: MadeSweep): string[] {
  const byArm = plan.arms.map(({ name }) => ({ name, runs: recordsOf(folder, runs, name) }))
  const [first, ...others] = byArm
  return precisions.flatMap((precision) => {
    const { key, width, relative } = precision
    const valuesOf = ({ runs }: (typeof byArm)[number]): number[] =>
      runs.map(({ outcomes }) => outcomes.find((outcome) => outcome.key === key)?.value ?? NaN)
    const start = valuesOf(first)
    const compared =
      others.length === 0
        ? [{ name: first.name, values: start }]
        : others.map((arm) => ({
            name: say({ en: `${arm.name} less ${first.name}`, zh: `${arm.name} 减 ${first.name}` }),
            values: valuesOf(arm).map((v, k) => v - start[k]),
          }))
    return compared
      .filter(({ values }) => sufficientReplications(values, precision) === null)
      .map(({ name, values }) => {
        const { mean, low, high } = meanInterval(values)
        const limit = relative ? width * Math.abs(mean) : width
        const allowed = limit.toPrecision(3)
        const asked = relative
          ? { en: `${100 * width} % of the mean, ± ${allowed}`, zh: `均值的${100 * width}%（± ${allowed}）` }
          : verbatim(`± ${width}`)
        const found = textAbove((high - low) / 2, Number(relative ? allowed : width))
        return say({
          en: `Not narrow enough after ${values.length} replications: ${key}, ${name}: ± ${found}, asked was ${asked.en}.`,
          zh: `重复${values.length}次后区间仍不够窄：${key}，${name}，± ${found}；要求${asked.zh}。`,
        })
      })
  })
}

/** A value above a limit with three digits, or as many as show that it is above. */
function textAbove(value: number, limit: number): string {
  const texts = Array.from({ length: 15 }, (_, more) => value.toPrecision(3 + more))
  return (
    texts.find((text) => Number(text) > limit) ??
    say({ en: `${value.toPrecision(3)} or a little more`, zh: `略大于 ${value.toPrecision(3)}` })
  )
}

function precisionsOf(args: SweepArguments): Precision[] {
  const typed = every(args['until-ci'])
  if (typed.length === 0 && args['max-replications'] !== undefined) {
    throw new UsageError({
      en: '--max-replications goes with --until-ci; without it, --replications says how many.',
      zh: '--max-replications 须与 --until-ci 同用；否则次数由 --replications 给出。',
    })
  }
  if (typed.length > 0 && args.replications !== undefined) {
    throw new UsageError({
      en: '--until-ci finds the number of replications; leave --replications out.',
      zh: '--until-ci 自行确定重复次数；请去掉 --replications。',
    })
  }
  const keys = typed.length === 0 ? [] : OUTCOME_KEYS
  return typed.map((text) => {
    const [, key = '', number = '', percent] = /^([^=]*)=([0-9.eE+-]+)(%?)$/.exec(text) ?? []
    const width = Number(number) / (percent === '%' ? 100 : 1)
    if (!(width > 0)) {
      throw new UsageError({
        en: `--until-ci ${text}: this takes an outcome and a width, such as served.all=0.002 or roa.market=5%.`,
        zh: `--until-ci ${text}：应为结果指标与半宽，如 served.all=0.002 或 roa.market=5%。`,
      })
    }
    if (!keys.includes(key)) {
      throw noOutcome(`--until-ci ${text}`, key, keys)
    }
    return { key, width, relative: percent === '%' }
  })
}
