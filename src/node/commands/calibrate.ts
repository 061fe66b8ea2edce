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
import type { Command } from './list.ts'
import {
  langOf,
  nameOf,
  once,
  outOption,
  refuseCancelled,
  SEED_OPTION,
  SET_OPTION,
  THREADS_OPTION,
  typedFactors,
  WRITING_OPTIONS,
  type WritingArguments,
  wholeNumber,
} from './options.ts'

interface CalibrateArguments extends WritingArguments {
  readonly file: string
  readonly free: string | readonly string[]
  readonly targets: string | undefined
  readonly method: string
  readonly evaluations: string | undefined
}

/** Runs of each point when nobody says. */
const REPLICATIONS: { readonly [method in CalibrationMethod]: number } = { smm: 4, abc: 1 }

export const calibrateCommand: Command<CalibrateArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', { describe: 'scenario; FILE:ARM for one arm of it', type: 'string', demandOption: true })
      .option('free', {
        describe: 'a [free] parameter and its range, such as tastes.priceSensitivity=1..4; repeat for more',
        type: 'string',
        requiresArg: true,
        demandOption: 'Name a parameter and its range, such as --free tastes.priceSensitivity=1..4',
      })
      .option('targets', {
        describe: 'keys such as late90,apr-range, of targets marked fit [default: all of them]',
        type: 'string',
        requiresArg: true,
      })
      .option('method', {
        describe: 'smm: simulated moments, the nearest values; abc: a posterior, with many more runs',
        choices: ['smm', 'abc'],
        type: 'string',
        requiresArg: true,
        default: 'smm',
      })
      .option('replications', {
        describe: 'runs of each point [default: 4, of abc 1]',
        type: 'string',
        requiresArg: true,
      })
      .option('evaluations', {
        describe:
          'points to try [default: 20 for each parameter and 20 more, of abc 300]; weights, slopes and profiles of smm come on top',
        type: 'string',
        requiresArg: true,
      })
      .option('seed', SEED_OPTION)
      .option('set', SET_OPTION)
      .option('threads', THREADS_OPTION)
      .options({
        out: outOption('folder of runs and results [default: out/<scenario>-<seed>-<method>]'),
        ...WRITING_OPTIONS,
      })
      .example(
        '$0 calibrate my.yaml --free tastes.priceSensitivity=1..4 --free repayment.meanTrouble=-4.25..-3.25',
        'then run what came out: xiaojin run out/my-2023-smm/calibrated.yaml',
      ),
  handler: calibrate,
}

async function calibrate(args: CalibrateArguments): Promise<void> {
  const typed = typedScenario(args, args.file)
  const { arm, scenario, sets, seed } = typed
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
    parts: headParts(args, typed, 'calibrate', [args.file], {
      free: args.free,
      targets: args.targets,
      method: args.method,
      replications: args.replications,
      evaluations: args.evaluations,
      seed,
      set: sets,
    }),
  })
  const { evaluations, failures, runs, made, fit } = done.made
  const distinct = new Set(runs.map(({ key }) => key)).size
  const counts = { evaluations: evaluations.length, runs: distinct, made, failed: failures.length }
  const json = {
    ...{ folder, digest: done.head.digest, ...writtenCalibration(calibration) },
    ...{ counts, fit, seconds: secondsOf(done) },
  }
  const lang = langOf(args.lang) ?? 'en'
  const shown = (): string => `${calibrationText(done.results, lang, (key) => reportText(key, lang))}\n`
  const goOn = ['go on', `xiaojin run ${join(folder, CALIBRATED_FILE)}`] as const
  tell(args, done, json, shown, [goOn], countsText(`${evaluations.length} points, ${distinct} runs`, done))
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
    throw new UsageError(`--evaluations ${settings.evaluations}: ${method} needs at least ${least} here.`)
  }
  return { scenario, free: free.map(({ path, low, high }) => ({ path, low, high })), targets, settings }
}

/** What can be fitted: numbers of which nobody knows the value, and no corner of whose ranges makes no market. */
function freeOf(args: CalibrateArguments, method: CalibrationMethod, scenario: Scenario): readonly PlacedFactor[] {
  const takes = (path: string): boolean =>
    parameterAt(path)!.mark === 'free' && (method === 'abc' || numberParameter(path)?.type !== 'integer')
  const free = typedFactors('--free', args.free, args.quiet, VARIED_PATHS.filter(takes))
  if (free.length > MAX_FREE) throw new UsageError(`${free.length} free parameters; at most ${MAX_FREE} can be.`)
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
    const hint = meant === undefined ? `Targets to fit to are ${known.join(', ')}.` : `Did you mean ${meant}?`
    throw new UsageError(`--targets: ${faults.map(({ en }) => en).join('; ')}. ${hint}`)
  }
  if (targets.length < parameters) {
    throw new UsageError(
      `${targets.length} targets cannot tell ${parameters} parameters: name more targets, or free fewer parameters.`,
    )
  }
  return targets
}
