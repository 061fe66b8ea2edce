import { join } from 'node:path'
import { LEAST_REPLICATIONS, type Precision, sufficientReplications } from '../../experiments/until-interval.ts'
import { meanInterval } from '../../measures/intervals.ts'
import { OUTCOME_KEYS } from '../../measures/registry.ts'
import { MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import { loadScenario } from '../../scenarios/load.ts'
import { commandLine } from '../command-line.ts'
import { REPORT_FILE } from '../compose.ts'
import { plainly, suffixOf } from '../default-folder.ts'
import { type Ensemble, manifestExperiment } from '../ensemble.ts'
import { EXIT, UsageError } from '../failure.ts'
import { manifestHead, scenarioHash } from '../manifest.ts'
import { jsonText } from '../output-file.ts'
import { pathName } from '../path-name.ts'
import { estimateOf, estimateText } from '../pilot.ts'
import { startProgress } from '../progress.ts'
import { inFolder, type ResultsFolder } from '../results-folder.ts'
import { nodeFiles, readScenario } from '../scenario-files.ts'
import type { PlannedHead } from '../study.ts'
import { armSummaries, ensembleTable } from '../summary.ts'
import {
  type Failure,
  recordsOf,
  runMissing,
  type SweepRun,
  sweepPlan,
  type WrittenSweep,
  writeResults,
} from '../sweep.ts'
import { textTable } from '../text-table.ts'
import { usedParameters } from '../used-parameters.ts'
import type { Command } from './list.ts'
import {
  CSV_BOM_OPTION,
  DRY_RUN_OPTION,
  every,
  FORCE_OPTION,
  JSON_SUMMARY_OPTION,
  LANG_OPTION,
  langOf,
  MAX_THREADS,
  NO_CHARTS_OPTION,
  nameOf,
  once,
  outcomeHint,
  overridesOf,
  QUIET_SUMMARY_OPTION,
  type ScenarioArguments,
  SEED_OPTION,
  SET_OPTION,
  THREADS_OPTION,
  warn,
  wholeNumber,
} from './options.ts'

interface SweepArguments extends ScenarioArguments {
  readonly 'csv-bom': boolean
  readonly file: string
  readonly 'until-ci': string | undefined
  readonly 'max-replications': string | undefined
  readonly 'dry-run': boolean
  readonly 'no-charts': boolean
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
      .option('out', {
        describe: 'folder of plan, runs and results [default: out/<scenario>-<seed>-sweep]',
        type: 'string',
        requiresArg: true,
      })
      .option('lang', { ...LANG_OPTION, default: 'en' })
      .option('csv-bom', CSV_BOM_OPTION)
      .option('no-charts', NO_CHARTS_OPTION)
      .option('quiet', QUIET_SUMMARY_OPTION)
      .option('json', JSON_SUMMARY_OPTION)
      .option('force', FORCE_OPTION)
      .example('$0 sweep my.yaml --threads 4 --dry-run', 'how long it would take')
      .example('$0 sweep my.yaml --threads 4', 'stop it at any time and go on later')
      .example('$0 sweep my.yaml --until-ci reach.all=0.005', 'as many replications as that takes'),
  handler: sweep,
}

async function sweep(args: SweepArguments): Promise<void> {
  const threads = wholeNumber('threads', args.threads, MAX_THREADS) ?? 1
  const precisions = precisionsOf(args)
  const { ensemble: written, folder, head } = planned(args)
  if (args['dry-run']) return dryRun(args, written, folder, threads)
  const startedMs = performance.now()
  const runner = precisions.length === 0 ? runAll : runUntil(precisions, args)
  // How many replications a width takes is not known before they ran: until then no folder has too many.
  const first = head(precisions.length === 0 ? written : { ...written, replications: MAX_REPLICATIONS })
  const claim = { head: first, command: first.command, force: args.force }
  const { ran, result } = await inFolder(folder, claim, async (held) => {
    const ran = await runner(written, held, threads, args.quiet)
    const { ensemble, plan, failures } = ran
    held.checkStudy(head(ensemble))
    const drawing = startProgress('Drawing', 'charts', args.quiet)
    const result = await writeResults(held, ensemble, plan, failures, head(ensemble), drawing.update).finally(() =>
      drawing.stop(),
    )
    return { ran, result }
  })
  const { failures, unmet } = ran
  if (!args.quiet) warn(result.warnings)
  warn(ran.warnings)
  for (const { run, why } of failures) {
    process.stderr.write(`Failed: arm ${run.arm}, replication ${run.replication}: ${why.split('\n', 1)[0]}\n`)
  }
  for (const text of unmet) process.stderr.write(`${text}\n`)
  if (failures.length > 0) process.exitCode = EXIT.failed
  else if (unmet.length > 0) process.exitCode = EXIT.incomplete
  process.stdout.write(tell(args, folder, ran, result, (performance.now() - startedMs) / 1000))
}

interface Planned {
  readonly ensemble: Ensemble
  readonly folder: string
  readonly head: (ensemble: Ensemble) => PlannedHead
}

function planned(args: SweepArguments): Planned {
  const sets = every(args.set)
  const seed = once('seed', args.seed)
  const read = readScenario(args.file, overridesOf(sets, seed), { quiet: args.quiet })
  const { file, arm, scenario, experiment, origins, tables } = read
  const plain = { name: scenario.name, title: scenario.title, ...arm, set: {}, scenario }
  const ensemble: Ensemble = {
    scenario,
    replications: wholeNumber('replications', args.replications, MAX_REPLICATIONS) ?? experiment?.replications ?? 1,
    arms: experiment?.arms ?? [plain],
    ...(experiment?.design === undefined ? {} : { design: experiment.design }),
  }
  // More replications are the same study; other values are another.
  const suffix = sets.length > 0 ? suffixOf(scenarioHash(scenario), plainHash(file)) : ''
  const folder =
    once('out', args.out) ?? join('out', `${pathName(nameOf(scenario, arm))}-${scenario.seed}-sweep${suffix}`)
  const head = (done: Ensemble): PlannedHead => {
    const { digest: _, ...rest } = manifestHead(scenario, {
      digest: '',
      command: commandLine('sweep', [args.file], {
        seed,
        set: sets,
        replications: args.replications,
        'until-ci': args['until-ci'],
        'max-replications': args['max-replications'],
        lang: args.lang === 'zh' ? 'zh' : undefined,
        'csv-bom': args['csv-bom'],
        'no-charts': args['no-charts'],
      }),
      language: langOf(args.lang) ?? 'en',
      charts: !args['no-charts'],
      ...(args['csv-bom'] ? { csvBom: true } : {}),
      parameters: usedParameters(file, scenario, origins),
      tables,
      experiment: manifestExperiment(done),
      sweep: true,
    })
    return rest
  }
  return { ensemble, folder, head }
}

/** The hash of the scenario without what options set; null where the file alone is no valid scenario. */
function plainHash(file: string): string | null {
  const plain = plainly(() => loadScenario(file, nodeFiles, []))
  return plain === null ? null : scenarioHash(plain.scenario)
}

interface Ran {
  readonly ensemble: Ensemble
  readonly plan: readonly SweepRun[]
  readonly made: number
  readonly failures: readonly Failure[]
  readonly warnings: readonly string[]
  /** What --until-ci asked for and did not get, in words. */
  readonly unmet: readonly string[]
}

type Runner = (ensemble: Ensemble, held: ResultsFolder, threads: number, quiet: boolean) => Promise<Ran>

const runAll: Runner = async (ensemble, held, threads, quiet) => {
  const plan = sweepPlan(ensemble)
  const progress = startProgress(`Simulating ${plan.length} runs`, 'months', quiet)
  const done = await runMissing(held, plan, threads, progress.update).finally(() => progress.stop())
  return { ensemble, plan, ...done, unmet: [] }
}

/** Two at a time, so that two threads have work when there is one arm; the number does not depend on the threads. */
const STEP = 2

function runUntil(precisions: readonly Precision[], args: SweepArguments): Runner {
  const most = wholeNumber('max-replications', args['max-replications'], MAX_REPLICATIONS) ?? 100
  if (most < LEAST_REPLICATIONS) {
    throw new UsageError(`--max-replications ${most}: --until-ci needs at least ${LEAST_REPLICATIONS}.`)
  }
  return async (written, held, threads, quiet) => {
    let made = 0
    const warnings: string[] = []
    for (let replications = LEAST_REPLICATIONS; ; replications = Math.min(most, replications + STEP)) {
      const ran = await runAll({ ...written, replications }, held, threads, quiet)
      made += ran.made
      warnings.push(...ran.warnings)
      const unmet = ran.failures.length > 0 ? [] : unmetPrecisions(precisions, held.place, ran)
      if (unmet.length === 0) return { ...ran, made, warnings }
      if (replications === most) return { ...ran, made, warnings, unmet }
    }
  }
}

function unmetPrecisions(precisions: readonly Precision[], folder: string, { ensemble, plan }: Ran): string[] {
  const byArm = ensemble.arms.map(({ name }) => ({ name, runs: recordsOf(folder, plan, name) }))
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

async function dryRun(args: SweepArguments, ensemble: Ensemble, folder: string, threads: number): Promise<void> {
  const pilot = await estimateOf(sweepPlan(ensemble), folder, threads, args.quiet)
  const estimate = { ...pilot, arms: ensemble.arms.length, replications: ensemble.replications }
  if (args.json) process.stdout.write(jsonText(estimate))
  else {
    const runs = `${estimate.runs} (${estimate.arms} arms × ${estimate.replications} replications)`
    process.stdout.write(estimateText(estimate, runs, folder, threads))
  }
}

/** More arms than these make no table for a terminal. */
const MAX_COLUMNS = 5

function tell(
  args: SweepArguments,
  folder: string,
  { ensemble, plan, made, failures, unmet }: Ran,
  { head, tables }: WrittenSweep,
  seconds: number,
): string {
  const lang = langOf(args.lang) ?? 'en'
  const counts = { runs: plan.length, made, failed: failures.length, replications: ensemble.replications }
  if (args.json) {
    return jsonText({
      folder,
      digest: head.digest,
      ...counts,
      unmet,
      arms: armSummaries(tables, lang),
      seconds: Math.round(seconds * 10) / 10,
    })
  }
  if (args.quiet) return `${folder}\n`
  const table = ensemble.arms.length <= MAX_COLUMNS ? `${ensembleTable(tables, ensemble.replications, lang)}\n` : ''
  const places = [
    ['report', join(folder, REPORT_FILE)],
    ['data', join(folder, 'data')],
    ['ask', `xiaojin query ${folder} "SELECT * FROM wide LIMIT 5"`],
  ]
  const stored = plan.length - made - failures.length
  const sum = `${plan.length} runs (${ensemble.arms.length} arms × ${ensemble.replications} replications): ${made} made in ${seconds.toFixed(1)} s, ${stored} were there${failures.length > 0 ? `, ${failures.length} failed (failures.jsonl)` : ''} · digest ${head.digest.slice(0, 12)}`
  return `\n${table}${textTable(places, ['left', 'left'])}\n\n${sum}\n`
}
