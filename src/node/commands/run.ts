import { hostname } from 'node:os'
import { basename, isAbsolute, join, relative, sep } from 'node:path'
import type { CommandModule } from 'yargs'
import type { Outcome } from '../../measures/outcomes.ts'
import { loadScenario, type Override } from '../../scenarios/load.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { resolvedYaml } from '../../scenarios/resolved-yaml.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { composeData, composeViews, REPORT_FILE } from '../compose.ts'
import { UsageError } from '../failure.ts'
import { type ManifestHead, manifestHead, scenarioHash } from '../manifest.ts'
import { jsonText, listed } from '../output-file.ts'
import { checkClaim, writeFolder, writeInto } from '../output-folder.ts'
import { pathName } from '../path-name.ts'
import { startProgress } from '../progress.ts'
import { nodeFiles, scenarioPath } from '../scenario-files.ts'
import { seal, TIMING_FILE } from '../seal.ts'
import { simulate } from '../simulate.ts'
import { summaryLines } from '../summary.ts'
import { textTable } from '../text-table.ts'
import { usedParameters } from '../used-parameters.ts'
import { LANG_OPTION, langOf, once, QUIET_OPTION, warn } from './options.ts'

interface RunArguments {
  readonly file: string | undefined
  readonly seed: string | undefined
  readonly set: string | undefined
  readonly out: string | undefined
  readonly lang: string | undefined
  readonly 'no-charts': boolean
  readonly quiet: boolean
  readonly json: boolean
  readonly force: boolean
}

export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run [file]',
  describe: 'run a scenario; leaves data, charts and a report in a folder',
  builder: (yargs) =>
    yargs
      .positional('file', {
        describe: 'scenario file; the shipped baseline if left out',
        type: 'string',
        default: 'baseline',
      })
      .option('seed', { describe: "whole number in place of the scenario's seed", type: 'string', requiresArg: true })
      .option('set', {
        describe: 'a parameter and its value, such as credit.coverage=0.9; repeat for more',
        type: 'string',
        requiresArg: true,
      })
      .option('out', {
        describe: 'folder of the results [default: out/<scenario>-<seed>]',
        type: 'string',
        requiresArg: true,
      })
      .option('lang', { ...LANG_OPTION, default: 'en' })
      .option('no-charts', { describe: 'draw none (xiaojin chart draws them later)', type: 'boolean', default: false })
      .option('quiet', {
        describe: 'no progress, no summary; prints the folder',
        type: 'boolean',
        default: QUIET_OPTION.default,
      })
      .option('json', { describe: 'print the summary as JSON', type: 'boolean', default: false })
      .option('force', { describe: 'replace the folder of another run', type: 'boolean', default: false })
      .example('$0 run scenarios/baseline.yaml', 'the calibrated market')
      .example('$0 run baseline --seed 7', 'the same with other luck')
      .example('$0 run my.yaml --set credit.coverage=0.9 --lang zh', 'one value changed, in Chinese'),
  handler: run,
}

/** What a run is asked to be, before anything runs. */
interface Plan {
  readonly scenario: Scenario
  readonly folder: string
  readonly head: Omit<ManifestHead, 'digest'>
}

async function run(args: RunArguments): Promise<void> {
  const { scenario, folder, head: planned } = plan(args)
  checkClaim(folder, planned, args.force)
  const clock = stopwatch()

  const simulation = startProgress('Simulating', 'months', args.quiet)
  const result = await simulate(scenario, simulation.update).finally(() => simulation.stop())
  clock.lap('simulation')

  const data = { scenario, recorded: result.tables, events: result.events, resolvedYaml: resolvedYaml(scenario) }
  const head = { ...planned, digest: result.digest }
  const dataFiles = composeData(data)
  clock.lap('tables')
  const drawing = startProgress('Drawing', 'charts', args.quiet)
  const views = await composeViews(head, data, drawing.update).finally(() => drawing.stop())
  clock.lap('charts and report')

  const outputs = [...dataFiles, ...views.files]
  // Once more: somebody may have put something there in the meantime.
  checkClaim(folder, planned, args.force)
  await writeFolder(folder, (partial) => {
    for (const { path, bytes } of outputs) writeInto(partial, path, bytes)
    const sealed = seal(head, outputs.map(listed))
    for (const [path, text] of Object.entries(sealed.files)) writeInto(partial, path, text)
    clock.lap('files')
    writeInto(partial, TIMING_FILE, jsonText(timing(scenario, clock)))
  })
  if (!args.quiet) warn(views.warnings)
  const lang = langOf(args.lang) ?? 'en'
  process.stdout.write(tell(args, { folder, head, headline: views.headline, clock, lang }))
}

function plan(args: RunArguments): Plan {
  const typed = args.file ?? 'baseline'
  const file = scenarioPath(typed)
  const sets = args.set === undefined ? [] : [args.set].flat()
  const seed = once('seed', args.seed)
  if (seed !== undefined && !/^\d+$/.test(seed)) {
    throw new UsageError(`--seed ${seed}: a seed is a whole number from 0, such as --seed 7.`)
  }
  const seedOverrides: Override[] = seed === undefined ? [] : [{ option: '--seed', text: seed, path: 'seed' }]
  const setOverrides = sets.map((text): Override => ({ option: '--set', text }))
  const { scenario, origins, tables } = loadScenario(file, nodeFiles, [...setOverrides, ...seedOverrides])
  const another = sets.length > 0 && scenarioHash(scenario) !== plainHash(file)
  const suffix = another ? `-${scenarioHash(scenario).slice(0, 6)}` : ''
  const folder = once('out', args.out) ?? join('out', `${pathName(scenario.name)}-${scenario.seed}${suffix}`)
  const { digest: _, ...head } = manifestHead(scenario, {
    digest: '',
    command: commandLine(typed, seed, sets, args),
    language: langOf(args.lang) ?? 'en',
    charts: !args['no-charts'],
    parameters: usedParameters(file, scenario, origins),
    tables,
  })
  return { scenario, folder, head }
}

/** The hash without what --set says; null when the file alone is no valid scenario. */
function plainHash(file: string): string | null {
  try {
    return scenarioHash(loadScenario(file, nodeFiles, []).scenario)
  } catch {
    return null
  }
}

function shellQuoted(text: string): string {
  return /^[\w./=,:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** What was typed, without what belongs to this machine: where the file lay and where results went. */
function commandLine(typed: string, seed: string | undefined, sets: readonly string[], args: RunArguments): string {
  const inside = relative('.', typed)
  const file = isAbsolute(typed) || inside.startsWith('..') ? basename(typed) : inside.split(sep).join('/')
  const words = ['xiaojin', 'run', file]
  if (seed !== undefined) words.push('--seed', seed)
  for (const set of sets) words.push('--set', set)
  if (args.lang === 'zh') words.push('--lang', 'zh')
  if (args['no-charts']) words.push('--no-charts')
  return words.map(shellQuoted).join(' ')
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

function timing(scenario: Scenario, { started, seconds }: Stopwatch): unknown {
  const { burnIn, months } = scenario.horizon
  const consumerMonths = scenario.population.consumers * (burnIn + months)
  return {
    note: 'Outside every hash: differs between equal runs.',
    started: started.toISOString(),
    finished: new Date().toISOString(),
    seconds,
    consumerMonths,
    nsPerConsumerMonth: Math.round(((seconds.simulation ?? 0) * 1e9) / consumerMonths),
    threads: 1,
    host: hostname(),
    platform: `${process.platform} ${process.arch}`,
  }
}

interface Told {
  readonly folder: string
  readonly head: ManifestHead
  readonly headline: readonly Outcome[]
  readonly clock: Stopwatch
  readonly lang: Lang
}

function tell(args: RunArguments, { folder, head, headline, clock, lang }: Told): string {
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
      headline: headline.map(({ key, value, unit, en, zh }) => ({ key, value, unit, label: lang === 'zh' ? zh : en })),
      paths: head.charts ? paths : pathsWithoutCharts,
      seconds: clock.seconds,
    })
  }
  if (args.quiet) return `${folder}\n`
  const lines = summaryLines(headline, lang).map(({ label, text, unit }) => [label, text, unit])
  const places = [['report', paths.report], ...(head.charts ? [['charts', chartFolder]] : []), ['data', paths.data]]
  const title = `${head.scenario.title[lang]} · ${head.scenario.name} · seed ${head.seed} · digest ${head.digest.slice(0, 12)}`
  return `\n${title}\n\n${textTable(lines, ['left', 'right', 'left'])}\n${textTable(places, ['left', 'left'])}`
}
