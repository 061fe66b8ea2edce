import { join } from 'node:path'
import { type Fault, ScenarioError } from '../../base/errors.ts'
import { type Block, clashIn, designOf } from '../../experiments/sensitivity.ts'
import { HEADLINE_KEYS, OUTCOME_KEYS } from '../../measures/registry.ts'
import { type LoadedScenario, loadScenario } from '../../scenarios/load.ts'
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
import { commandLine } from '../command-line.ts'
import { REPORT_FILE } from '../compose.ts'
import { plainly, suffixOf } from '../default-folder.ts'
import { EXIT, UsageError } from '../failure.ts'
import { sha256Hex } from '../hash.ts'
import { canonicalJson, manifestHead, scenarioHash } from '../manifest.ts'
import { jsonText } from '../output-file.ts'
import { pathName } from '../path-name.ts'
import { estimateOf, estimateText } from '../pilot.ts'
import { startProgress } from '../progress.ts'
import { sensitivityTable } from '../report-sensitivity.ts'
import { reportText } from '../report-text.ts'
import { inFolder } from '../results-folder.ts'
import { nodeFiles, readScenario } from '../scenario-files.ts'
import { type Study, studyPlan, type WrittenStudy, writeStudy, writtenStudy } from '../sensitivity.ts'
import type { PlannedHead } from '../study.ts'
import { type Failure, runMissing } from '../sweep.ts'
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
  refuseCancelled,
  type ScenarioArguments,
  SEED_OPTION,
  SET_OPTION,
  THREADS_OPTION,
  typedFactors,
  warn,
  wholeNumber,
} from './options.ts'

interface SensitivityArguments extends ScenarioArguments {
  readonly 'csv-bom': boolean
  readonly file: string
  readonly factor: string | readonly string[] | undefined
  readonly method: string | undefined
  readonly outcomes: string | undefined
  readonly trajectories: string | undefined
  readonly samples: string | undefined
  readonly 'dry-run': boolean
  readonly 'no-charts': boolean
}

export const sensitivityCommand: Command<SensitivityArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', { describe: 'scenario; FILE:ARM for one arm of it', type: 'string', demandOption: true })
      .option('factor', {
        describe:
          "a number and its range, such as credit.coverage=0.5..1, in place of the file's factors; repeat for more",
        type: 'string',
        requiresArg: true,
      })
      .option('method', {
        describe: 'morris screens many factors, sobol splits the variance among few',
        choices: ['morris', 'sobol'],
        type: 'string',
        requiresArg: true,
        defaultDescription: 'what the file says, else morris',
      })
      .option('outcomes', {
        describe: 'keys such as reach.all,roa.market [default: what the file says, else those of the summary]',
        type: 'string',
        requiresArg: true,
      })
      .option('trajectories', { describe: 'of morris', type: 'string', requiresArg: true })
      .option('samples', { describe: 'rows of sobol, a power of two', type: 'string', requiresArg: true })
      .option('replications', { describe: 'runs of each point', type: 'string', requiresArg: true })
      .option('seed', SEED_OPTION)
      .option('set', SET_OPTION)
      .option('threads', THREADS_OPTION)
      .option('dry-run', DRY_RUN_OPTION)
      .option('out', {
        describe: 'folder of plan, runs and results [default: out/<scenario>-<seed>-<method>]',
        type: 'string',
        requiresArg: true,
      })
      .option('lang', { ...LANG_OPTION, default: 'en' })
      .option('csv-bom', CSV_BOM_OPTION)
      .option('no-charts', NO_CHARTS_OPTION)
      .option('quiet', QUIET_SUMMARY_OPTION)
      .option('json', JSON_SUMMARY_OPTION)
      .option('force', FORCE_OPTION)
      .example('$0 sensitivity scenarios/sensitivity.yaml --dry-run', 'how long it would take')
      .example(
        '$0 sensitivity my.yaml --factor credit.coverage=0.5..1 --factor pricing.aprCap=0.24..0.36',
        'factors of your own',
      ),
  handler: sensitivity,
}

async function sensitivity(args: SensitivityArguments): Promise<void> {
  const threads = wholeNumber('threads', args.threads, MAX_THREADS) ?? 1
  const { study, blocks, folder, head } = planned(args)
  const plan = studyPlan(study, blocks)
  if (args['dry-run']) {
    const estimate = await estimateOf(plan, folder, threads, args.quiet)
    process.stdout.write(
      args.json ? jsonText(estimate) : estimateText(estimate, runsText(study, blocks), folder, threads),
    )
    return
  }
  const startedMs = performance.now()
  const claim = { head, command: head.command, force: args.force }
  const { ran, written } = await inFolder(folder, claim, async (held) => {
    const progress = startProgress(`Simulating ${plan.length} runs`, 'months', args.quiet)
    const ran = await runMissing(held, plan, threads, progress.update).finally(() => progress.stop())
    warn(ran.warnings)
    tellFailures(ran.failures, plan.length)
    const drawing = startProgress('Drawing', 'charts', args.quiet)
    const written = await writeStudy(held, study, plan, ran.failures, head, drawing.update).finally(() =>
      drawing.stop(),
    )
    return { ran, written }
  })
  if (!args.quiet) warn(written.warnings)
  const { made, failures } = ran
  const counts = { runs: plan.length, made, failed: failures.length, seconds: (performance.now() - startedMs) / 1000 }
  process.stdout.write(tell(args, folder, study, blocks, written, counts))
}

function tellFailures(failures: readonly Failure[], runs: number): void {
  for (const { run, why } of failures) {
    process.stderr.write(`Failed: point ${run.arm}, replication ${run.replication}: ${why.split('\n', 1)[0]}\n`)
  }
  if (failures.length > 0) process.exitCode = EXIT.failed
  if (failures.length === runs) throw new Error(`every run failed; the first: ${failures[0]?.why}`)
}

interface Planned {
  readonly study: Study
  readonly blocks: readonly Block[]
  readonly folder: string
  readonly head: PlannedHead
}

function planned(args: SensitivityArguments): Planned {
  const sets = every(args.set)
  const seed = once('seed', args.seed)
  const loaded = readScenario(args.file, overridesOf(sets, seed), { quiet: args.quiet })
  const { file, arm, scenario, origins, tables } = loaded
  const factors = factorsOf(args, loaded)
  refuseCancelled(factors, loaded.dates.scenario, { en: 'the factor', zh: '因子' }, args.quiet)
  const settings = settingsOf(args, loaded)
  const study = { scenario, factors, settings, outcomes: outcomesOf(args, loaded) }
  const blocks = designOf(study)
  const clash = clashIn(study, blocks)
  if (clash !== undefined) {
    const { factor, message, found, expected } = clash
    const { place } = factors.find(({ path }) => path === factor.path)!
    const parts = { path: factor.path, found, expected }
    const told = {
      en: `a point of the design makes no market: ${message.en}`,
      zh: `设计中有一点无法构成市场：${message.zh}`,
    }
    throw new ScenarioError([faultAt(place, told, parts)])
  }
  const hash = (one: Scenario, own: readonly PlacedFactor[]): string =>
    sha256Hex(canonicalJson([scenarioHash(one), own.map(({ path, low, high }) => [path, low, high])]))
  const plain = plainly(() => loadScenario(file, nodeFiles, []))
  const changed = sets.length > 0 || args.factor !== undefined
  const plainHash = plain === null ? null : hash(plain.scenario, plain.sensitivity?.factors ?? [])
  // More trajectories, samples or replications are the same study; other values or factors are another.
  const suffix = changed ? suffixOf(hash(scenario, factors), plainHash) : ''
  const usual = `${pathName(nameOf(scenario, arm))}-${scenario.seed}-${settings.method}${suffix}`
  const folder = once('out', args.out) ?? join('out', usual)
  const { digest: _, ...head } = manifestHead(scenario, {
    digest: '',
    command: commandLine('sensitivity', [args.file], {
      factor: args.factor,
      method: args.method,
      outcomes: args.outcomes,
      trajectories: args.trajectories,
      samples: args.samples,
      replications: args.replications,
      seed,
      set: sets,
      lang: args.lang === 'zh' ? 'zh' : undefined,
      'csv-bom': args['csv-bom'],
      'no-charts': args['no-charts'],
    }),
    language: langOf(args.lang) ?? 'en',
    charts: !args['no-charts'],
    ...(args['csv-bom'] ? { csvBom: true } : {}),
    parameters: usedParameters(file, scenario, origins),
    tables,
    sensitivity: writtenStudy(study),
  })
  return { study, blocks, folder, head }
}

function factorsOf(args: SensitivityArguments, { sensitivity: block }: LoadedScenario): readonly PlacedFactor[] {
  const factors = args.factor === undefined ? (block?.factors ?? []) : typedFactors('--factor', args.factor, args.quiet)
  if (factors.length === 0) {
    throw new UsageError(
      `${args.file} names no factors. Give it a block such as “sensitivity: { factors: { credit.coverage: [0.5, 1] } }”, or --factor credit.coverage=0.5..1.`,
    )
  }
  if (factors.length > MAX_FACTORS) throw new UsageError(`${factors.length} factors; at most ${MAX_FACTORS} can be.`)
  return factors
}

/** What options say goes before what the file says. */
function settingsOf(args: SensitivityArguments, { sensitivity: block }: LoadedScenario): SensitivitySettings {
  const method = (once('method', args.method) as SensitivitySettings['method'] | undefined) ?? block?.settings.method
  const settings = { ...DEFAULT_SETTINGS, ...block?.settings, ...(method === undefined ? {} : { method }) }
  const number = (option: 'trajectories' | 'samples' | 'replications'): number => {
    const { min = 1, max = 1 } = SENSITIVITY_FIELDS[option] as { readonly min?: number; readonly max?: number }
    const value = wholeNumber(option, args[option], max) ?? settings[option]
    if (value < min) throw new UsageError(`--${option} ${value}: at least ${min}.`)
    return value
  }
  const other = settings.method === 'morris' ? 'samples' : 'trajectories'
  if (args[other] !== undefined) {
    throw new UsageError(`--${other} belongs to ${settings.method === 'morris' ? 'sobol' : 'morris'}: add --method.`)
  }
  const samples = number('samples')
  if ((samples & (samples - 1)) !== 0) throw new UsageError(`--samples ${samples}: a power of two, such as 64.`)
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
    throw new UsageError(`--outcomes: there is no outcome ${unknown[0]}. ${outcomeHint(unknown[0]!, keys)}`)
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
function runsText({ settings }: Study, blocks: readonly Block[]): string {
  const { method, replications } = settings
  const points = blocks[0]?.points.length ?? 0
  const what = method === 'morris' ? 'trajectories' : 'rows'
  const all = blocks.length * points * replications
  return `${all} (${blocks.length} ${what} × ${points} points × ${replications} replication${replications === 1 ? '' : 's'})`
}

function tell(
  args: SensitivityArguments,
  folder: string,
  study: Study,
  blocks: readonly Block[],
  { head, found }: WrittenStudy,
  counts: { readonly runs: number; readonly made: number; readonly failed: number; readonly seconds: number },
): string {
  const lang = langOf(args.lang) ?? 'en'
  const { runs, made, failed } = counts
  const seconds = Math.round(counts.seconds * 10) / 10
  if (args.json)
    return jsonText({ folder, digest: head.digest, ...head.sensitivity, runs, made, failed, found, seconds })
  if (args.quiet) return `${folder}\n`
  const say = (key: string): string => reportText(key, lang)
  const places = [
    ['report', join(folder, REPORT_FILE)],
    ...(head.charts ? [['charts', join(folder, 'charts')]] : []),
    ['data', join(folder, 'data')],
  ]
  const failures = failed > 0 ? `, ${failed} failed (failures.jsonl)` : ''
  const sum = `${runsText(study, blocks)} runs: ${made} made in ${seconds} s, ${runs - made - failed} were there${failures} · digest ${head.digest.slice(0, 12)}`
  const table = sensitivityTable({ factors: study.factors, found }, lang, say)
  const note = say(study.settings.method === 'morris' ? 'morrisNote' : 'sobolNote')
  return `\n${table}\n${note}\n\n${textTable(places, ['left', 'left'])}\n${sum}\n`
}
