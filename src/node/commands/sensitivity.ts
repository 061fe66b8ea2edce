import { type Fault, ScenarioError } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { type Block, clashIn, designOf } from '../../experiments/sensitivity.ts'
import { HEADLINE_KEYS, OUTCOME_KEYS } from '../../measures/registry.ts'
import type { LoadedScenario } from '../../scenarios/load.ts'
import { newName, RENAMED_OUTCOMES } from '../../scenarios/renamed.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import {
  DEFAULT_SETTINGS,
  MAX_FACTORS,
  type PlacedFactor,
  SENSITIVITY_FIELDS,
  type SensitivitySettings,
} from '../../scenarios/sensitivity.ts'
import { faultAt } from '../../scenarios/source-text.ts'
import { didYouMean } from '../../scenarios/suggest.ts'
import { plainHash, suffixOf } from '../default-folder.ts'
import { UsageError } from '../failure.ts'
import { sha256Hex } from '../hash.ts'
import { say, spokenLang } from '../language.ts'
import { canonicalJson, scenarioHash } from '../manifest.ts'
import { pathName } from '../path-name.ts'
import { sensitivityTable } from '../report-sensitivity.ts'
import { reportText } from '../report-text.ts'
import { type Study, sensitivityKind, studyPlan, writtenStudy } from '../sensitivity.ts'
import {
  carryOut,
  countsText,
  dryRun,
  folderOf,
  headParts,
  planOnly,
  secondsOf,
  type TypedScenario,
  tell,
  typedScenario,
} from './carry-out.ts'
import { type Command, command, type Given, place, text, texts } from './command.ts'
import {
  DRY_RUN,
  nameOf,
  noOutcome,
  once,
  PLAN_ONLY,
  QUEUED,
  refuseCancelled,
  SEED,
  SET,
  THREADS,
  typedFactors,
  WRITING,
  wholeNumber,
} from './options.ts'

const TAKES = {
  file: place('scenario; FILE:ARM for one arm of it', '情景；文件:实验组 只分析其中一组'),
  factor: texts(
    "a number and its range, such as credit.coverage=0.5..1, in place of the file's factors; repeat for more",
    '数值参数及其区间，如 credit.coverage=0.5..1，取代文件中的因子；可重复使用',
  ),
  method: {
    ...text(
      'morris screens many factors, sobol splits the variance among few',
      'morris 筛选众多因子，sobol 在少数因子间分解方差',
      { choices: ['morris', 'sobol'] },
    ),
    usual: { en: 'what the file says, else morris', zh: '文件所写，否则为 morris' },
  },
  outcomes: text(
    'keys such as served.all,roa.market [default: what the file says, else those of the summary]',
    '指标键，如 served.all,roa.market [默认：文件所写，否则为摘要所列]',
  ),
  trajectories: text('of morris', '轨迹数（morris）'),
  samples: text('rows of sobol, a power of two', '设计行数（sobol），2的幂'),
  replications: text('runs of each point', '每个设计点的运行次数'),
  seed: SEED,
  set: SET,
  threads: THREADS,
  ...QUEUED,
  'dry-run': DRY_RUN,
  plan: PLAN_ONLY,
  out: text(
    'folder of plan, runs and results [default: out/<scenario>-<seed>-<method>]',
    '计划、运行与结果的文件夹 [默认：out/<情景>-<种子>-<方法>]',
  ),
  ...WRITING,
}

const OPTIONS = ['factor', 'method', 'outcomes', 'trajectories', 'samples', 'replications', 'seed', 'set'] as const

type SensitivityArguments = Given<typeof TAKES>

export const sensitivityCommand: Command = command(
  TAKES,
  [
    ['sensitivity scenarios/sensitivity.yaml --dry-run', 'how long it would take', '估计所需时间'],
    [
      'sensitivity my.yaml --factor credit.coverage=0.5..1 --factor pricing.aprCap=0.24..0.36',
      'factors of your own',
      '自选因子',
    ],
  ],
  sensitivity,
)

async function sensitivity(args: SensitivityArguments): Promise<void> {
  const typed = typedScenario(args, args.file)
  const { scenario } = typed
  const { study, blocks } = studyOf(args, typed)
  const folder = folderOf(args, folderName(args, typed, study))
  if (args['dry-run']) return dryRun(args, studyPlan(study, blocks), folder, say(runsText(study, blocks)))
  const job = {
    folder,
    plan: study,
    part: writtenStudy,
    scenario,
    parts: headParts(args, typed, 'sensitivity', [args.file], OPTIONS),
  }
  if (args.plan) return planOnly(args, sensitivityKind, job)
  const done = await carryOut(args, sensitivityKind, job)
  const { found } = done.results
  const { made, failures, runs } = done.made
  const json = {
    ...{ folder, digest: done.head.digest, ...writtenStudy(study) },
    ...{ runs: runs.length, made, failed: failures.length, found, seconds: secondsOf(done) },
  }
  const lang = spokenLang()
  const word = (key: string): string => reportText(key, lang)
  const note = word(study.settings.method === 'morris' ? 'morrisNote' : 'sobolNote')
  const shown = (): string => `${sensitivityTable({ factors: study.factors, found }, lang, word)}\n${note}\n`
  const { en, zh } = runsText(study, blocks)
  tell(args, done, json, shown, [], countsText({ en: `${en} runs`, zh: `${zh}运行` }, done))
}

function studyOf(
  args: SensitivityArguments,
  typed: TypedScenario,
): { readonly study: Study; readonly blocks: readonly Block[] } {
  const { scenario, dates } = typed
  const factors = factorsOf(args, typed)
  refuseCancelled(factors, dates.scenario, { en: 'the factor', zh: '因子' }, args.quiet)
  const study = { scenario, factors, settings: settingsOf(args, typed), outcomes: outcomesOf(args, typed) }
  const blocks = designOf(study)
  const clash = clashIn(study, blocks)
  if (clash === undefined) return { study, blocks }
  const { factor, message, found, expected } = clash
  const { place } = factors.find(({ path }) => path === factor.path)!
  const parts = { path: factor.path, found, expected }
  const told = {
    en: `a point of the design makes no market: ${message.en}`,
    zh: `设计中有一点无法构成市场：${message.zh}`,
  }
  throw new ScenarioError([faultAt(place, told, parts)])
}

/** More trajectories, samples or replications are the same study; other values or factors are another. */
function folderName(
  args: SensitivityArguments,
  { file, arm, sets }: TypedScenario,
  { scenario, factors, settings }: Study,
): string {
  const hash = (one: Scenario, own: Study['factors']): string =>
    sha256Hex(canonicalJson([scenarioHash(one), own.map(({ path, low, high }) => [path, low, high])]))
  const ofFile = (plain: LoadedScenario): string => hash(plain.scenario, plain.sensitivity?.factors ?? [])
  const changed = sets.length > 0 || args.factor !== undefined
  const suffix = changed ? suffixOf(hash(scenario, factors), plainHash(file, ofFile)) : ''
  return `${pathName(nameOf(scenario, arm))}-${scenario.seed}-${settings.method}${suffix}`
}

function factorsOf(args: SensitivityArguments, { sensitivity: block }: LoadedScenario): readonly PlacedFactor[] {
  const factors = args.factor === undefined ? (block?.factors ?? []) : typedFactors('--factor', args.factor, args.quiet)
  if (factors.length === 0) {
    throw new UsageError({
      en: `${args.file} names no factors. Give it a block such as “sensitivity: { factors: { credit.coverage: [0.5, 1] } }”, or --factor credit.coverage=0.5..1.`,
      zh: `${args.file} 没有因子。请加入如“sensitivity: { factors: { credit.coverage: [0.5, 1] } }”的块，或使用 --factor credit.coverage=0.5..1。`,
    })
  }
  if (factors.length > MAX_FACTORS)
    throw new UsageError({
      en: `${factors.length} factors; at most ${MAX_FACTORS} can be.`,
      zh: `共${factors.length}个因子；至多${MAX_FACTORS}个。`,
    })
  return factors
}

/** What options say goes before what the file says. */
function settingsOf(args: SensitivityArguments, { sensitivity: block }: LoadedScenario): SensitivitySettings {
  const method = (once('method', args.method) as SensitivitySettings['method'] | undefined) ?? block?.settings.method
  const settings = { ...DEFAULT_SETTINGS, ...block?.settings, ...(method === undefined ? {} : { method }) }
  const number = (option: 'trajectories' | 'samples' | 'replications'): number => {
    const { min = 1, max = 1 } = SENSITIVITY_FIELDS[option] as { readonly min?: number; readonly max?: number }
    const value = wholeNumber(option, args[option], max) ?? settings[option]
    if (value < min)
      throw new UsageError({
        en: `--${option} ${value}: at least ${min}.`,
        zh: `--${option} ${value}：至少为 ${min}。`,
      })
    return value
  }
  const other = settings.method === 'morris' ? 'samples' : 'trajectories'
  if (args[other] !== undefined) {
    const method = settings.method === 'morris' ? 'sobol' : 'morris'
    throw new UsageError({
      en: `--${other} belongs to ${method}: add --method.`,
      zh: `--${other} 属于 ${method}：请加 --method。`,
    })
  }
  const samples = number('samples')
  if ((samples & (samples - 1)) !== 0) {
    throw new UsageError({
      en: `--samples ${samples}: a power of two, such as 64.`,
      zh: `--samples ${samples}：应为2的幂，如 64。`,
    })
  }
  return { ...settings, trajectories: number('trajectories'), samples, replications: number('replications') }
}

/** Keys that no run tells are refused before anything runs. */
function outcomesOf(args: SensitivityArguments, { sensitivity: block }: LoadedScenario): readonly string[] {
  const typed = once('outcomes', args.outcomes)?.split(',')
  const asked = typed ?? block?.outcomes?.map(({ key }) => key)
  if (asked === undefined) return HEADLINE_KEYS
  const keys = OUTCOME_KEYS
  const unknown = asked.filter((key) => !keys.includes(key))
  if (typed !== undefined && unknown.length > 0) {
    throw noOutcome('--outcomes', unknown[0]!, keys)
  }
  const faults = (block?.outcomes ?? []).flatMap(({ key, place }): Fault[] => {
    if (typed !== undefined || keys.includes(key)) return []
    const now = newName(key, RENAMED_OUTCOMES)
    const some = keys.slice(0, 3).join(', ')
    const expected = { en: `keys of outcomes, such as ${some}`, zh: `结果指标的键，如 ${some}` }
    const parts = {
      path: 'sensitivity.outcomes',
      expected,
      suggestion:
        now !== key
          ? { en: `it is now called ${now}`, zh: `现名 ${now}` }
          : didYouMean(
              key,
              keys.filter((other) => !asked.includes(other)),
            ),
    }
    return [faultAt(place, { en: `there is no outcome ${key}`, zh: `没有结果指标 ${key}` }, parts)]
  })
  if (faults.length > 0) throw new ScenarioError(faults)
  return [...new Set(asked)]
}

/** What the runs are made of: '320 (20 trajectories × 8 points × 2 replications)'. */
function runsText({ settings }: Study, blocks: readonly Block[]): Bilingual {
  const { method, replications } = settings
  const points = blocks[0]?.points.length ?? 0
  const what = method === 'morris' ? { en: 'trajectories', zh: '条轨迹' } : { en: 'rows', zh: '行' }
  const all = blocks.length * points * replications
  const each = replications === 1 ? 'replication' : 'replications'
  return {
    en: `${all} (${blocks.length} ${what.en} × ${points} points × ${replications} ${each})`,
    zh: `${all}次（${blocks.length}${what.zh} × ${points}个点 × ${replications}次重复）`,
  }
}
