import { join } from 'node:path'
import { type Fault, ScenarioError } from '../../base/errors.ts'
import {
  type Calibration,
  type CalibrationMethod,
  clashAtCorners,
  defaultEvaluations,
  type FitTarget,
  fitTargets,
  leastEvaluations,
  MAX_EVALUATIONS,
  MAX_FIT_REPLICATIONS,
  MAX_FREE,
} from '../../experiments/calibration.ts'
import { parameterAt } from '../../scenarios/parameters.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { numberParameter, type PlacedFactor, VARIED_PATHS } from '../../scenarios/sensitivity.ts'
import { faultAt } from '../../scenarios/source-text.ts'
import { nearest } from '../../scenarios/suggest.ts'
import { CALIBRATED_FILE, calibrationKind, writtenCalibration } from '../calibration.ts'
import { suffixOf } from '../default-folder.ts'
import { UsageError } from '../failure.ts'
import { sha256Hex } from '../hash.ts'
import { say, spokenLang } from '../language.ts'
import { canonicalJson } from '../manifest.ts'
import { pathName } from '../path-name.ts'
import { publishedTargets } from '../published-targets.ts'
import { calibrationText } from '../report-calibration.ts'
import { reportText } from '../report-text.ts'
import {
  carryOut,
  countsText,
  folderOf,
  headParts,
  secondsOf,
  type TypedScenario,
  tell,
  typedScenario,
} from './carry-out.ts'
import { type Command, command, type Given, place, text, texts } from './command.ts'
import {
  nameOf,
  once,
  QUEUED,
  refuseCancelled,
  SEED,
  SET,
  THREADS,
  typedFactors,
  WRITING,
  wholeNumber,
} from './options.ts'

/** Runs of each point when nobody says. */
const REPLICATIONS: { readonly [method in CalibrationMethod]: number } = { smm: 4, abc: 1 }

const TAKES = {
  file: place('scenario; FILE:ARM for one arm of it', '情景；文件:实验组 只校准其中一组'),
  free: {
    ...texts(
      'a [free] parameter and its range, such as tastes.priceSensitivity=1..4; repeat for more',
      '标为 [free] 的参数及其区间，如 tastes.priceSensitivity=1..4；可重复使用',
    ),
    missing: {
      en: 'Name a parameter and its range, such as --free tastes.priceSensitivity=1..4',
      zh: '请给出参数及其区间，如 --free tastes.priceSensitivity=1..4',
    },
  },
  targets: text(
    'keys such as late90,apr-dense, of targets marked fit [default: all of them]',
    '标为 fit 的目标的键，如 late90,apr-dense [默认：全部]',
  ),
  method: text(
    'smm: simulated moments, the nearest values; abc: a posterior, with many more runs',
    'smm：模拟矩法，求最接近的取值；abc：求后验分布，运行次数多得多',
    { choices: ['smm', 'abc'], default: 'smm' },
  ),
  replications: text('runs of each point [default: 4, of abc 1]', '每个点的运行次数 [默认：4，abc 为 1]'),
  evaluations: text(
    'points to try [default: 20 for each parameter and 20 more, of abc 300]; weights, slopes and profiles of smm come on top',
    '尝试的点数 [默认：每个参数20个，另加20个，abc 为300个]；smm 的权重、斜率与剖面另计',
  ),
  seed: SEED,
  set: SET,
  threads: THREADS,
  ...QUEUED,
  out: text(
    'folder of runs and results [default: out/<scenario>-<seed>-<method>]',
    '运行与结果的文件夹 [默认：out/<情景>-<种子>-<方法>]',
  ),
  ...WRITING,
}

const OPTIONS = ['free', 'targets', 'method', 'replications', 'evaluations', 'seed', 'set'] as const

type CalibrateArguments = Given<typeof TAKES>

export const calibrateCommand: Command = command(
  TAKES,
  [
    [
      'calibrate my.yaml --free tastes.priceSensitivity=1..4 --free repayment.meanDistress=-6.6..-5.6',
      'then run what came out: xiaojin run out/my-2023-smm/calibrated.yaml',
      '然后运行所得情景：xiaojin run out/my-2023-smm/calibrated.yaml',
    ],
  ],
  calibrate,
)

async function calibrate(args: CalibrateArguments): Promise<void> {
  const typed = typedScenario(args, args.file)
  const { arm, scenario, sets } = typed
  const calibration = calibrationOf(args, typed)
  // What is free has no default, so it makes no name longer; another choice of it is refused in the folder of the first.
  const options = [sets, args.targets, args.replications, args.evaluations].map((option) => option ?? null)
  const isPlain = sets.length === 0 && options.slice(1).every((option) => option === null)
  const suffix = isPlain ? '' : suffixOf(sha256Hex(canonicalJson(options)), null)
  const { method } = calibration.settings
  const folder = folderOf(args, `${pathName(nameOf(scenario, arm))}-${scenario.seed}-${method}${suffix}`)
  const done = await carryOut(args, calibrationKind, {
    folder,
    plan: calibration,
    part: writtenCalibration,
    scenario,
    parts: headParts(args, typed, 'calibrate', [args.file], OPTIONS),
  })
  const { evaluations, failures, runs, made, fit } = done.made
  const distinct = new Set(runs.map(({ key }) => key)).size
  const counts = { evaluations: evaluations.length, runs: distinct, made, failed: failures.length }
  const json = {
    ...{ folder, digest: done.head.digest, ...writtenCalibration(calibration) },
    ...{ counts, fit, seconds: secondsOf(done) },
  }
  const lang = spokenLang()
  const shown = (): string => `${calibrationText(done.results, lang, (key) => reportText(key, lang))}\n`
  const goOn = [say({ en: 'go on', zh: '继续' }), `xiaojin run ${join(folder, CALIBRATED_FILE)}`] as const
  const points = evaluations.length
  const counted = { en: `${points} points, ${distinct} runs`, zh: `${points}个点，${distinct}次运行` }
  tell(args, done, json, shown, [goOn], countsText(counted, done))
}

function calibrationOf(args: CalibrateArguments, { scenario, dates }: TypedScenario): Calibration {
  const method = once('method', args.method) as CalibrationMethod
  const free = freeOf(args, method, scenario)
  refuseCancelled(free, dates.scenario, { en: 'the free parameter', zh: '自由参数' }, args.quiet)
  const targets = targetsOf(args, scenario, free.length)
  const settings = {
    method,
    replications: wholeNumber('replications', args.replications, MAX_FIT_REPLICATIONS) ?? REPLICATIONS[method],
    evaluations:
      wholeNumber('evaluations', args.evaluations, MAX_EVALUATIONS) ?? defaultEvaluations(method, free.length),
  }
  const least = leastEvaluations(method, free.length)
  if (settings.evaluations < least) {
    throw new UsageError({
      en: `--evaluations ${settings.evaluations}: ${method} needs at least ${least} here.`,
      zh: `--evaluations ${settings.evaluations}：此处 ${method} 至少需要 ${least}。`,
    })
  }
  return { scenario, free: free.map(({ path, low, high }) => ({ path, low, high })), targets, settings }
}

/** What can be fitted: numbers of which nobody knows the value, and no corner of whose ranges makes no market. */
function freeOf(args: CalibrateArguments, method: CalibrationMethod, scenario: Scenario): readonly PlacedFactor[] {
  const takes = (path: string): boolean =>
    parameterAt(path)!.mark === 'free' && (method === 'abc' || numberParameter(path)?.type !== 'integer')
  const free = typedFactors('--free', args.free, args.quiet, VARIED_PATHS.filter(takes))
  if (free.length > MAX_FREE)
    throw new UsageError({
      en: `${free.length} free parameters; at most ${MAX_FREE} can be.`,
      zh: `共${free.length}个自由参数；至多${MAX_FREE}个。`,
    })
  const faults = free.flatMap(({ path, place }): Fault[] => {
    const { mark, source } = parameterAt(path)!
    if (mark !== 'free') {
      const parts = {
        path,
        found: { en: `[${mark}] ${source.en}`, zh: `[${mark}] ${source.zh}` },
        expected: {
          en: 'a parameter marked [free] in docs/parameters.md',
          zh: 'docs/parameters.zh-CN.md 中标为 [free] 的参数',
        },
      }
      const message = {
        en: `${path} has a source, or is a matter of design: it is not for fitting`,
        zh: `${path} 有来源依据或属设计设定，不可拟合`,
      }
      return [faultAt(place, message, parts)]
    }
    if (method === 'smm' && numberParameter(path)?.type === 'integer') {
      const expected = { en: 'a number without steps, or --method abc', zh: '连续取值的参数，或 --method abc' }
      const message = {
        en: `${path} takes whole numbers only, which have no slopes`,
        zh: `${path} 只取整数，没有斜率`,
      }
      return [faultAt(place, message, { path, expected })]
    }
    return []
  })
  const clash = faults.length > 0 ? undefined : clashAtCorners({ scenario, free })
  if (clash !== undefined) {
    const { factor, message, found, expected } = clash
    const { place } = free.find(({ path }) => path === factor.path)!
    const told = {
      en: `a corner of these ranges makes no market: ${message.en}`,
      zh: `这些区间的一个端点组合无法构成市场：${message.zh}`,
    }
    faults.push(faultAt(place, told, { path: factor.path, found, expected }))
  }
  if (faults.length > 0) throw new ScenarioError(faults)
  return free
}

function targetsOf(args: CalibrateArguments, { population }: Scenario, parameters: number): readonly FitTarget[] {
  const all = publishedTargets()
  const typed = once('targets', args.targets)?.split(',')
  const { targets, faults } = fitTargets(all, population.ages, typed)
  if (faults.length > 0) {
    const known = fitTargets(all, population.ages, undefined).targets.map(({ key }) => key)
    const meant = typed?.map((key) => nearest(key, known)).find((key) => key !== undefined && !typed.includes(key))
    const hint =
      meant === undefined
        ? { en: `Targets to fit to are ${known.join(', ')}.`, zh: `可拟合的目标有 ${known.join('、')}。` }
        : { en: `Did you mean ${meant}?`, zh: `是否应为 ${meant}？` }
    throw new UsageError({
      en: `--targets: ${faults.map(({ en }) => en).join('; ')}. ${hint.en}`,
      zh: `--targets：${faults.map(({ zh }) => zh).join('；')}。${hint.zh}`,
    })
  }
  if (targets.length < parameters) {
    throw new UsageError({
      en: `${targets.length} targets cannot tell ${parameters} parameters: name more targets, or free fewer parameters.`,
      zh: `${targets.length}个目标无法识别${parameters}个参数：请增加目标或减少自由参数。`,
    })
  }
  return targets
}
