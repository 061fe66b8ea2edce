import type { Table } from '../../base/table.ts'
import { LEAST_REPLICATIONS, type Precision, sufficientReplications } from '../../experiments/until-interval.ts'
import { meanInterval } from '../../measures/intervals.ts'
import { OUTCOME_KEYS } from '../../measures/registry.ts'
import { MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import { loadScenario } from '../../scenarios/load.ts'
import { plainly, suffixOf } from '../default-folder.ts'
import { type Ensemble, manifestExperiment } from '../ensemble.ts'
import { EXIT, UsageError } from '../failure.ts'
import type { FolderKind, Made } from '../folder-kind.ts'
import { recordsOf } from '../kept-runs.ts'
import { type ManifestExperiment, scenarioHash } from '../manifest.ts'
import { pathName } from '../path-name.ts'
import { nodeFiles } from '../scenario-files.ts'
import { armSummaries, ensembleTable } from '../summary.ts'
import { sweepKind, sweepPlan } from '../sweep.ts'
import { carryOut, countsText, dryRun, folderOf, headParts, secondsOf, tell, typedScenario } from './carry-out.ts'
import type { Command } from './list.ts'
import {
  DRY_RUN_OPTION,
  every,
  langOf,
  nameOf,
  outcomeHint,
  outOption,
  SEED_OPTION,
  SET_OPTION,
  THREADS_OPTION,
  WRITING_OPTIONS,
  type WritingArguments,
  wholeNumber,
} from './options.ts'

interface SweepArguments extends WritingArguments {
  readonly file: string
  readonly 'until-ci': string | undefined
  readonly 'max-replications': string | undefined
  readonly 'dry-run': boolean
}

export const sweepCommand: Command<SweepArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', {
        describe: 'scenario with an experiment; FILE:ARM for one arm of it',
        type: 'string',
        demandOption: true,
      })
      .option('seed', SEED_OPTION)
      .option('set', SET_OPTION)
      .option('replications', {
        describe: 'runs of each arm [default: what the file says, else 1]',
        type: 'string',
        requiresArg: true,
      })
      .option('until-ci', {
        describe:
          'replicate until the 95 % interval of an outcome is this narrow to each side: reach.all=0.002, or =2% of the mean; of several arms, of their paired differences from the first; repeat for more',
        type: 'string',
        requiresArg: true,
      })
      .option('max-replications', {
        describe: 'where --until-ci gives up',
        type: 'string',
        requiresArg: true,
        defaultDescription: '100',
      })
      .option('threads', THREADS_OPTION)
      .option('dry-run', DRY_RUN_OPTION)
      .options({
        out: outOption('folder of plan, runs and results [default: out/<scenario>-<seed>-sweep]'),
        ...WRITING_OPTIONS,
      })
      .example('$0 sweep my.yaml --threads 4 --dry-run', 'how long it would take')
      .example('$0 sweep my.yaml --threads 4', 'stop it at any time and go on later')
      .example('$0 sweep my.yaml --until-ci reach.all=0.005', 'as many replications as that takes'),
  handler: sweep,
}

async function sweep(args: SweepArguments): Promise<void> {
  const precisions = precisionsOf(args)
  const typed = typedScenario(args, args.file)
  const { file, arm, scenario, experiment, sets, seed } = typed
  const plain = { name: scenario.name, title: scenario.title, ...arm, set: {}, scenario }
  const plan: Ensemble = {
    scenario,
    replications: wholeNumber('replications', args.replications, MAX_REPLICATIONS) ?? experiment?.replications ?? 1,
    arms: experiment?.arms ?? [plain],
    ...(experiment?.design === undefined ? {} : { design: experiment.design }),
  }
  // More replications are the same study; other values are another.
  const suffix = sets.length > 0 ? suffixOf(scenarioHash(scenario), plainHash(file)) : ''
  const folder = folderOf(args, `${pathName(nameOf(scenario, arm))}-${scenario.seed}-sweep${suffix}`)
  if (args['dry-run']) {
    const counts = { arms: plan.arms.length, replications: plan.replications }
    return dryRun(args, sweepPlan(plan), folder, runsText(plan), counts)
  }
  const done = await carryOut(args, precisions.length === 0 ? sweepKind : untilNarrow(precisions, args), {
    folder,
    // How many replications a width takes is not known before they ran: until then no folder has too many.
    plan: precisions.length === 0 ? plan : { ...plan, replications: MAX_REPLICATIONS },
    part: manifestExperiment,
    scenario,
    parts: headParts(args, typed, 'sweep', [args.file], {
      seed,
      set: sets,
      replications: args.replications,
      'until-ci': args['until-ci'],
      'max-replications': args['max-replications'],
    }),
  })
  const { made, failures, runs, plan: ensemble, unmet = [] } = done.made as MadeSweep
  for (const text of unmet) process.stderr.write(`${text}\n`)
  if (failures.length === 0 && unmet.length > 0) process.exitCode = EXIT.incomplete
  const lang = langOf(args.lang) ?? 'en'
  const { replications, arms } = ensemble
  const json = {
    folder,
    digest: done.head.digest,
    ...{ runs: runs.length, made, failed: failures.length, replications, unmet },
    arms: armSummaries(done.results, lang),
    seconds: secondsOf(done),
  }
  const shown = (): string => (arms.length <= MAX_COLUMNS ? ensembleTable(done.results, replications, lang) : '')
  const ask = ['ask', `xiaojin query ${folder} "SELECT * FROM wide LIMIT 5"`] as const
  tell(args, done, json, shown, [ask], countsText(`${runs.length} runs ${armsText(ensemble)}`, done))
}

/** More arms than these make no table for a terminal. */
const MAX_COLUMNS = 5

const armsText = ({ arms, replications }: Ensemble): string => `(${arms.length} arms × ${replications} replications)`
const runsText = (plan: Ensemble): string => `${plan.arms.length * plan.replications} ${armsText(plan)}`

/** The hash of the scenario without what options set; null where the file alone is no valid scenario. */
function plainHash(file: string): string | null {
  const plain = plainly(() => loadScenario(file, nodeFiles, []))
  return plain === null ? null : scenarioHash(plain.scenario)
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
    throw new UsageError(`--max-replications ${most}: --until-ci needs at least ${LEAST_REPLICATIONS}.`)
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
            name: `${arm.name} less ${first.name}`,
            values: valuesOf(arm).map((v, k) => v - start[k]),
          }))
    return compared
      .filter(({ values }) => sufficientReplications(values, precision) === null)
      .map(({ name, values }) => {
        const { mean, low, high } = meanInterval(values)
        const limit = relative ? width * Math.abs(mean) : width
        const asked = relative ? `${100 * width} % of the mean, ± ${limit.toPrecision(3)}` : `± ${width}`
        const found = textAbove((high - low) / 2, Number(relative ? limit.toPrecision(3) : width))
        return `Not narrow enough after ${values.length} replications: ${key}, ${name}: ± ${found}, asked was ${asked}.`
      })
  })
}

/** A value above a limit with three digits, or as many as show that it is above. */
function textAbove(value: number, limit: number): string {
  const texts = Array.from({ length: 15 }, (_, more) => value.toPrecision(3 + more))
  return texts.find((text) => Number(text) > limit) ?? `${value.toPrecision(3)} or a little more`
}

function precisionsOf(args: SweepArguments): Precision[] {
  const typed = every(args['until-ci'])
  if (typed.length === 0 && args['max-replications'] !== undefined) {
    throw new UsageError('--max-replications goes with --until-ci; without it, --replications says how many.')
  }
  if (typed.length > 0 && args.replications !== undefined) {
    throw new UsageError('--until-ci finds the number of replications; leave --replications out.')
  }
  const keys = typed.length === 0 ? [] : OUTCOME_KEYS
  return typed.map((text) => {
    const [, key = '', number = '', percent] = /^([^=]*)=([0-9.eE+-]+)(%?)$/.exec(text) ?? []
    const width = Number(number) / (percent === '%' ? 100 : 1)
    if (!(width > 0)) {
      throw new UsageError(
        `--until-ci ${text}: this takes an outcome and a width, such as reach.all=0.002 or roa.market=5%.`,
      )
    }
    if (!keys.includes(key)) {
      throw new UsageError(`--until-ci ${text}: there is no outcome ${key}. ${outcomeHint(key, keys)}`)
    }
    return { key, width, relative: percent === '%' }
  })
}
