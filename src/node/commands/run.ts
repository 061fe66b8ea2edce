import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Table } from '../../base/table.ts'
import type { Outcome } from '../../measures/outcomes.ts'
import { MAX_ARMS, MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import { loadScenario } from '../../scenarios/load.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { resolvedYaml } from '../../scenarios/resolved-yaml.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { commandLine } from '../command-line.ts'
import { composeData, composeViews, REPORT_FILE } from '../compose.ts'
import { plainly, suffixOf } from '../default-folder.ts'
import {
  composeEnsembleData,
  composeEnsembleViews,
  type Ensemble,
  ensembleResult,
  manifestExperiment,
  runsOf,
} from '../ensemble.ts'
import { UsageError } from '../failure.ts'
import { type ManifestHead, manifestHead, scenarioHash } from '../manifest.ts'
import { jsonText, type OutputFile } from '../output-file.ts'
import { pathName } from '../path-name.ts'
import { printable } from '../printable.ts'
import { startProgress } from '../progress.ts'
import { asideText, inFolder, replaceResults } from '../results-folder.ts'
import { simulateMany } from '../run-pool.ts'
import { nodeFiles, type ReadScenario, readScenario } from '../scenario-files.ts'
import { TIMING_FILE } from '../seal.ts'
import { simulate } from '../simulate.ts'
import { armSummaries, ensembleTable, summaryLines } from '../summary.ts'
import { textTable } from '../text-table.ts'
import { usedParameters } from '../used-parameters.ts'
import type { Command } from './list.ts'
import {
  CSV_BOM_OPTION,
  every,
  FORCE_OPTION,
  JSON_SUMMARY_OPTION,
  LANG_OPTION,
  langOf,
  MAX_THREADS,
  once,
  overridesOf,
  QUIET_SUMMARY_OPTION,
  type ScenarioArguments,
  SEED_OPTION,
  SET_OPTION,
  THREADS_OPTION,
  warn,
  wholeNumber,
} from './options.ts'

interface RunArguments extends ScenarioArguments {
  readonly 'csv-bom': boolean
  readonly file: string | undefined
  readonly 'no-charts': boolean
  readonly arm: string | undefined
}

export const runCommand: Command<RunArguments> = {
  builder: (yargs) =>
    yargs
      .positional('file', {
        describe: 'scenario file or name of a shipped one, perhaps with :ARM; the baseline if left out',
        type: 'string',
        default: 'baseline',
      })
      .option('seed', SEED_OPTION)
      .option('set', SET_OPTION)
      .option('replications', {
        describe: "runs under seeds made from the scenario's [default: what the file says, else 1]",
        type: 'string',
        requiresArg: true,
      })
      .option('arm', { describe: 'only this arm of the experiment', type: 'string', requiresArg: true })
      .option('threads', THREADS_OPTION)
      .option('out', {
        describe: 'folder of the results [default: out/<scenario>-<seed>]',
        type: 'string',
        requiresArg: true,
      })
      .option('lang', { ...LANG_OPTION, default: 'en' })
      .option('csv-bom', CSV_BOM_OPTION)
      .option('no-charts', { describe: 'draw none (xiaojin chart draws them later)', type: 'boolean', default: false })
      .option('quiet', QUIET_SUMMARY_OPTION)
      .option('json', JSON_SUMMARY_OPTION)
      .option('force', FORCE_OPTION)
      .example('$0 run scenarios/baseline.yaml', 'the calibrated market')
      .example('$0 run baseline --seed 7', 'the same with other random draws')
      .example('$0 run my.yaml --set credit.coverage=0.9 --lang zh', 'one value changed, in Chinese')
      .example('$0 run baseline --replications 20 --threads 4', 'means with intervals'),
  handler: run,
}

/** What a run is asked to be, before anything runs. */
interface Plan {
  readonly scenario: Scenario
  /** Arms and replications; null for one single run. */
  readonly ensemble: Ensemble | null
  readonly folder: string
  readonly head: Omit<ManifestHead, 'digest'>
}

async function run(args: RunArguments): Promise<void> {
  const planned = plan(args)
  const threads = wholeNumber('threads', args.threads, MAX_THREADS) ?? 1
  const { folder, ensemble } = planned
  const claim = { head: planned.head, command: planned.head.command, force: args.force }
  const done = await inFolder(folder, claim, async (held) => {
    const made = await (ensemble === null ? runOne(args, planned) : runMany(args, ensemble, planned, threads))
    const { keptAside } = await replaceResults(held, async ({ write, writeUnlisted }) => {
      for (const file of made.outputs) write(file)
      made.clock.lap('files')
      writeUnlisted(TIMING_FILE, jsonText(timing(planned, made, ensemble === null ? 1 : threads)))
      return { head: made.head }
    })
    return { ...made, warnings: [...made.warnings, ...asideText(folder, keptAside)] }
  })
  const { clock, head } = done
  if (!args.quiet) warn(done.warnings)
  const lang = langOf(args.lang) ?? 'en'
  process.stdout.write(tell(args, { folder, head, told: done.told, clock, lang }))
}

/** What came out, ready to be written and told. */
interface Done {
  readonly head: ManifestHead
  readonly outputs: readonly OutputFile[]
  readonly warnings: readonly string[]
  readonly clock: Stopwatch
  readonly told: ToldOutcomes
  readonly runs: number
}

async function runOne(args: RunArguments, { scenario, head: planned }: Plan): Promise<Done> {
  const clock = stopwatch()
  const simulation = startProgress('Simulating', 'months', args.quiet)
  const result = await simulate(scenario, simulation.update).finally(() => simulation.stop())
  clock.lap('simulation')

  const data = { scenario, recorded: result.tables, events: result.events, resolvedYaml: resolvedYaml(scenario) }
  const head = { ...planned, digest: result.digest }
  const dataFiles = composeData(head, data)
  clock.lap('tables')
  const drawing = startProgress('Drawing', 'charts', args.quiet)
  const views = await composeViews(head, data, drawing.update).finally(() => drawing.stop())
  clock.lap('charts and report')
  const { files, warnings, headline } = views
  return { head, outputs: [...dataFiles, ...files], warnings, clock, told: { kind: 'run', headline }, runs: 1 }
}

async function runMany(
  args: RunArguments,
  ensemble: Ensemble,
  { head: planned }: Plan,
  threads: number,
): Promise<Done> {
  const clock = stopwatch()
  const runs = runsOf(ensemble)
  const simulation = startProgress(`Simulating ${runs.length} runs`, 'months', args.quiet)
  const records = await simulateMany(runs, threads, simulation.update).finally(() => simulation.stop())
  clock.lap('simulation')

  const result = ensembleResult(runs, records)
  const head = { ...planned, digest: result.digest, experiment: manifestExperiment(ensemble, result) }
  const dataFiles = composeEnsembleData(head, ensemble, result)
  clock.lap('tables')
  const drawing = startProgress('Drawing', 'charts', args.quiet)
  const views = await composeEnsembleViews(head, ensemble, result.tables, drawing.update).finally(() => drawing.stop())
  clock.lap('charts and report')
  return {
    head,
    outputs: [...dataFiles, ...views.files],
    warnings: views.warnings,
    clock,
    told: { kind: 'ensemble', tables: result.tables, arms: ensemble.arms, replications: ensemble.replications },
    runs: runs.length,
  }
}

function plan(args: RunArguments): Plan {
  const typed = args.file ?? 'baseline'
  const sets = every(args.set)
  const seed = once('seed', args.seed)
  const replications = wholeNumber('replications', args.replications, MAX_REPLICATIONS)
  const option = once('arm', args.arm)
  const loaded = readScenario(typed, overridesOf(sets, seed), { quiet: args.quiet, option })
  const { file, scenario, origins, tables } = loaded
  const arm = loaded.arm?.name
  const ensemble = ensembleOf(loaded, replications)
  const hash = scenarioHash(scenario, ensemble ?? undefined)
  const changed = sets.length > 0 || replications !== undefined || arm !== undefined
  const suffix = changed ? suffixOf(hash, plainHash(file)) : ''
  const folder = once('out', args.out) ?? join('out', `${pathName(scenario.name)}-${scenario.seed}${suffix}`)
  const { digest: _, ...head } = manifestHead(scenario, {
    digest: '',
    command: commandLine('run', [typed], {
      seed,
      set: sets,
      replications: args.replications,
      arm: option,
      lang: args.lang === 'zh' ? 'zh' : undefined,
      'csv-bom': args['csv-bom'],
      'no-charts': args['no-charts'],
    }),
    language: langOf(args.lang) ?? 'en',
    charts: !args['no-charts'],
    ...(args['csv-bom'] ? { csvBom: true } : {}),
    parameters: usedParameters(file, scenario, origins),
    tables,
    ...(ensemble === null ? {} : { experiment: manifestExperiment(ensemble) }),
  })
  return { scenario, ensemble, folder, head }
}

/** Arms and replications of what is run; null for one single run. */
function ensembleOf(
  { scenario, experiment, arm }: Pick<ReadScenario, 'scenario' | 'experiment' | 'arm'>,
  asked: number | undefined,
): Ensemble | null {
  const replications = asked ?? experiment?.replications ?? 1
  const plain = { name: scenario.name, title: scenario.title, ...arm, set: {}, scenario }
  const arms = experiment?.arms ?? [plain]
  if (arms.length > MAX_ARMS) {
    throw new UsageError(
      `The experiment has ${arms.length} arms; run takes up to ${MAX_ARMS}. xiaojin sweep takes them all.`,
    )
  }
  if (arms.length * replications === 1) return null
  return { scenario, replications, arms, ...(experiment?.design === undefined ? {} : { design: experiment.design }) }
}

/** The hash without what options say; null when the file alone is no valid scenario. */
function plainHash(file: string): string | null {
  const plain = plainly(() => loadScenario(file, nodeFiles, []))
  if (plain === null) return null
  return scenarioHash(plain.scenario, ensembleOf({ ...plain, arm: undefined }, undefined) ?? undefined)
}

interface Stopwatch {
  readonly started: Date
  readonly seconds: { readonly [phase: string]: number }
  readonly lap: (phase: string) => void
}

function stopwatch(): Stopwatch {
  const seconds: { [phase: string]: number } = {}
  let last = performance.now()
  return {
    started: new Date(),
    seconds,
    lap: (phase) => {
      const now = performance.now()
      seconds[phase] = Math.round(now - last) / 1000
      last = now
    },
  }
}

function timing({ scenario }: Plan, { clock, runs }: Done, threads: number): unknown {
  const { started, seconds } = clock
  const { burnIn, months } = scenario.horizon
  const consumerMonths = runs * scenario.population.consumers * (burnIn + months)
  return {
    note: 'Outside every hash: differs between equal runs.',
    started: started.toISOString(),
    finished: new Date().toISOString(),
    seconds,
    consumerMonths,
    nsPerConsumerMonth: Math.round(((seconds.simulation ?? 0) * 1e9) / consumerMonths),
    threads,
    host: hostname(),
    platform: `${process.platform} ${process.arch}`,
  }
}

type ToldOutcomes =
  | { readonly kind: 'run'; readonly headline: readonly Outcome[] }
  | {
      readonly kind: 'ensemble'
      readonly tables: readonly Table[]
      readonly arms: Ensemble['arms']
      readonly replications: number
    }

interface Told {
  readonly folder: string
  readonly head: ManifestHead
  readonly told: ToldOutcomes
  readonly clock: Stopwatch
  readonly lang: Lang
}

function tell(args: RunArguments, { folder, head, told, clock, lang }: Told): string {
  const paths = { report: join(folder, REPORT_FILE), charts: join(folder, 'charts'), data: join(folder, 'data') }
  const { charts: chartFolder, ...pathsWithoutCharts } = paths
  if (args.json) {
    return jsonText({
      folder,
      scenario: head.scenario.name,
      scenarioSha256: head.scenario.sha256,
      seed: head.seed,
      digest: head.digest,
      // JSON has no NaN: what could not be measured is null.
      ...(told.kind === 'run'
        ? {
            headline: told.headline.map(({ key, value, unit, en, zh }) => {
              return { key, value, unit, label: lang === 'zh' ? zh : en }
            }),
          }
        : { replications: told.replications, arms: armSummaries(told.tables, lang) }),
      paths: head.charts ? paths : pathsWithoutCharts,
      seconds: clock.seconds,
    })
  }
  if (args.quiet) return `${folder}\n`
  const summary =
    told.kind === 'run'
      ? textTable(
          summaryLines(told.headline, lang).map(({ label, text, unit }) => [label, text, unit]),
          ['left', 'right', 'left'],
        )
      : ensembleTable(told.tables, told.replications, lang)
  const places = [['report', paths.report], ...(head.charts ? [['charts', chartFolder]] : []), ['data', paths.data]]
  const runs = told.kind === 'run' ? '' : ` · ${told.arms.length} × ${told.replications} runs`
  const title = `${head.scenario.title[lang]} · ${head.scenario.name} · seed ${head.seed}${runs} · digest ${head.digest.slice(0, 12)}`
  return `\n${printable(title)}\n\n${summary}\n${textTable(places, ['left', 'left'])}`
}
