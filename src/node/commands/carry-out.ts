/** What commands that write results have in common: from what was typed to a sealed folder and its summary. */
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { verbatim } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Render } from '../chart-files.ts'
import { chartThreads } from '../chart-threads.ts'
import { commandLine } from '../command-line.ts'
import { REPORT_FILE } from '../compose.ts'
import { EXIT, UsageError } from '../failure.ts'
import { ensureFolder } from '../files.ts'
import type { AnyKind, FolderKind, Made } from '../folder-kind.ts'
import type { KeptRun, MadeRuns } from '../kept-runs.ts'
import { say } from '../language.ts'
import { redisPlace } from '../machines/redis.ts'
import { finishedHead, type HeadParts, type ManifestHead, type PlannedHead, plannedHead } from '../manifest.ts'
import { type FileMaker, jsonText, type OutputFile } from '../output-file.ts'
import { estimateOf, estimateText } from '../pilot.ts'
import { printable } from '../printable.ts'
import { DRAWING, startProgress } from '../progress.ts'
import { asideText, inFolder, type ResultsFolder, RUNS_FOLDER, replaceResults } from '../results-folder.ts'
import { runMakers } from '../run-makers.ts'
import { nodeFiles, type ReadScenario, readScenario } from '../scenario-files.ts'
import { keptQuestion } from '../scenario-head.ts'
import { TIMING_FILE } from '../seal.ts'
import { coverageWarnings, settledCoverage } from '../settled-coverage.ts'
import type { Course } from '../simulate.ts'
import { textTable } from '../text-table.ts'
import { threadsFor } from '../thread-plan.ts'
import { readManifest } from '../untrusted-folder.ts'
import { usedParameters } from '../used-parameters.ts'
import {
  drawingThreadsOf,
  every,
  langOf,
  once,
  overridesOf,
  pngOf,
  threadsOf,
  type WritingArguments,
  warn,
} from './options.ts'

/** A scenario as typed, with what --set and --seed put over it. */
export interface TypedScenario extends ReadScenario {
  readonly sets: readonly string[]
  readonly seed: string | undefined
}

/** `arm` is an arm that an option names. */
export function typedScenario(args: WritingArguments, typed: string, arm?: string): TypedScenario {
  const [sets, seed] = [every(args.set), once('seed', args.seed)]
  const overrides = overridesOf(sets, seed)
  const read = readScenario(typed, overrides, { quiet: args.quiet, option: arm, settle: settledCoverage })
  const scenarios = read.experiment?.arms.map(({ scenario }) => scenario) ?? [read.scenario]
  if (!args.quiet) warn(coverageWarnings(scenarios).map(say))
  return { ...read, sets, seed }
}

/** `files` and `options` are those of the command itself, by name, in the order in which it is written down. */
export function headParts<Args extends WritingArguments>(
  args: Args,
  { file, scenario, origins, tables }: Pick<ReadScenario, 'file' | 'scenario' | 'origins' | 'tables'>,
  command: string,
  files: readonly string[],
  options: readonly (keyof Args & string)[],
): HeadParts {
  const names = [...options, 'lang', 'csv-bom', 'no-charts', 'no-png'] as readonly (keyof Args & string)[]
  const typed = Object.fromEntries(names.map((name) => [name, args[name] as string | boolean | undefined]))
  const question = keptQuestion(Buffer.from(nodeFiles.read(file)).toString('utf8'))
  return {
    command: commandLine(command, files, { ...typed, lang: args.lang === 'zh' ? 'zh' : undefined }),
    language: langOf(args.lang) ?? 'en',
    charts: args['no-charts'] !== true,
    ...(pngOf(args) === false && args['no-charts'] !== true ? { png: false } : {}),
    ...(args['csv-bom'] ? { csvBom: true } : {}),
    parameters: usedParameters(file, scenario, origins),
    tables,
    ...(question === undefined ? {} : { question }),
  }
}

/** The folder that was named, or one in out/. */
export function folderOf(args: WritingArguments, usual: string): string {
  return once('out', args.out) ?? join('out', usual)
}

export interface Job<Part, Plan> {
  readonly folder: string
  readonly plan: Plan
  /** Of a plan, before it has run. */
  readonly part: (plan: Plan) => Part
  readonly scenario: ReadScenario['scenario']
  readonly parts: HeadParts
  /** What timing.json says; left out where there is none. */
  readonly timing?: ((clock: Stopwatch) => unknown) | undefined
  /** What runs leaves a core to threads that will draw: they are made ready meanwhile. */
  readonly drawsSoon?: boolean | undefined
  /** Where a single run begins, and when its state is handed out. */
  readonly course?: Course | undefined
}

export interface CarriedOut<MadeHere, Results> {
  readonly folder: string
  readonly head: ManifestHead
  readonly made: MadeHere
  readonly results: Results
  readonly clock: Stopwatch
}

/** Runs what is missing, writes and seals the results, tells warnings and failures, and sets the exit code. */
export async function carryOut<Part, Plan, MadeHere extends Made<Plan>, Results>(
  args: WritingArguments,
  kind: FolderKind<Part, Plan, MadeHere, Results>,
  { folder, plan, part, scenario, parts, timing, drawsSoon, course }: Job<Part, Plan>,
): Promise<CarriedOut<MadeHere, Results>> {
  const headOf = (one: Plan): PlannedHead => plannedHead(kind, part(one), scenario, parts)
  const whole = { folder, plan, headOf, timing, drawsSoon, course }
  // Nothing comes before the runs, and so nothing can stop them.
  return (await complete(args, kind, whole))!
}

export interface Whole<Plan> extends Pick<Job<never, Plan>, 'folder' | 'plan' | 'timing' | 'drawsSoon' | 'course'> {
  /** Of a plan, before it has run. */
  readonly headOf: (plan: Plan) => PlannedHead
  /** Comes first in the folder; where it gives false, nothing more is done. */
  readonly before?: (held: ResultsFolder) => boolean | Promise<boolean>
}

/** The same for a plan whose head is known; null where `before` stopped it. */
export async function complete<Part, Plan, MadeHere extends Made<Plan>, Results>(
  args: Pick<WritingArguments, 'threads' | 'quiet' | 'force' | 'queue' | 'records'>,
  kind: FolderKind<Part, Plan, MadeHere, Results>,
  { folder, plan, headOf, timing, drawsSoon, course, before }: Whole<Plan>,
): Promise<CarriedOut<MadeHere, Results> | null> {
  const queue = redisPlace(once('queue', args.queue), once('records', args.records), process.env)
  const makers = runMakers(threadsOf(args), args.quiet, course, queue)
  const drawers = chartThreads(drawingThreadsOf(args))
  const planned = headOf(plan)
  const claim = { kind, head: planned, command: planned.command, force: args.force }
  const clock = stopwatch()
  const done = await inFolder(folder, claim, async (held) => {
    if (drawsSoon === true && planned.charts) drawers.prepare()
    if (before !== undefined && !(await before(held))) return null
    const made = await kind.make(held, plan, makers)
    clock.lap('simulation')
    const head = made.plan === plan ? planned : headOf(made.plan)
    held.checkStudy(head)
    const { render } = drawers
    return { ...(await seal(held, kind, { made, head, clock, timing, quiet: args.quiet, render })), made }
  }).finally(() => drawers.end())
  if (done === null) return null
  if (!args.quiet) warn([...done.warnings, ...asideText(folder, done.keptAside)])
  tellMade(done.made)
  return { folder, head: done.head, made: done.made, results: done.results, clock }
}

interface Sealing<MadeHere> extends Pick<Job<never, never>, 'timing'> {
  readonly made: MadeHere
  readonly head: PlannedHead
  readonly clock: Stopwatch
  readonly quiet: boolean
  readonly render: Render
}

/** Writes everything that is made from runs. */
function seal<Part, Plan, MadeHere extends Made<Plan>, Results>(
  held: ResultsFolder,
  kind: FolderKind<Part, Plan, MadeHere, Results>,
  { made, head, clock, timing, quiet, render }: Sealing<MadeHere>,
): Promise<{ head: ManifestHead; results: Results; warnings: readonly string[]; keptAside: readonly string[] }> {
  return replaceResults(held, async ({ write, writeUnlisted }) => {
    const later: FileMaker[] = []
    const told = kind.tables(made, {
      place: held.place,
      form: head,
      write: (file) => void (typeof file === 'function' ? later.push(file) : write(file)),
    })
    clock.lap('tables')
    const finished = finishedHead(head, told.digest, told.part)
    const progress = startProgress(DRAWING, 'charts', quiet)
    const drawing = { render, onChart: progress.update }
    const drawn = kind.views(finished, made.plan, told.results, drawing).finally(() => progress.stop())
    const [views] = await Promise.all([drawn, writeAll(later, write)])
    for (const file of views.files) write(file)
    clock.lap('files, charts and report')
    if (timing !== undefined) writeUnlisted(TIMING_FILE, jsonText(timing(clock)))
    return { head: finished, results: told.results, warnings: views.warnings }
  })
}

/** Says what went wrong among runs, and sets the exit code. */
export function tellMade({ warnings, failures }: MadeRuns): void {
  warn(warnings)
  for (const { run, why } of failures) {
    const [first] = printable(why).split('\n', 1)
    const { seed } = run.scenario
    process.stderr.write(
      `${say({ en: `Failed: ${run.arm}, seed ${seed}: ${first}`, zh: `失败：${run.arm}，种子 ${seed}：${first}` })}\n`,
    )
  }
  if (failures.length > 0) process.exitCode = EXIT.failed
}

/** Writes the plan of a folder and makes no run: workers make them, and `collect` completes the results. */
export async function planOnly<Part, Plan, MadeHere extends Made<Plan>, Results>(
  args: WritingArguments,
  kind: FolderKind<Part, Plan, MadeHere, Results>,
  { folder, plan, part, scenario, parts }: Job<Part, Plan>,
): Promise<void> {
  const head = plannedHead(kind, part(plan), scenario, parts)
  const claim = { kind: kind as AnyKind, head, command: head.command, force: args.force }
  if (readManifest(folder) !== null) {
    throw new UsageError({
      en: `${folder} holds finished results. Write the plan elsewhere with --out; “xiaojin collect” takes the runs that are here over into it.`,
      zh: `${folder} 中已有完成的结果。请用 --out 将计划写到别处；“xiaojin collect”可将此处的运行收入其中。`,
    })
  }
  await inFolder(folder, claim, async ({ place }) => void ensureFolder(join(place, RUNS_FOLDER)))
  const runs = new Set(kind.runs!(plan).map(({ key }) => key)).size
  if (args.json) return void process.stdout.write(jsonText({ folder, runs }))
  if (args.quiet) return void process.stdout.write(`${folder}\n`)
  const text = { en: `${runs} runs are planned in ${folder}.`, zh: `${folder} 中计划了${runs}次运行。` }
  const rows = [
    [say({ en: 'make them', zh: '运行' }), `xiaojin worker ${folder} --shard 1/4`],
    [say({ en: 'how far', zh: '进度' }), `xiaojin status ${folder}`],
    [say({ en: 'results', zh: '结果' }), `xiaojin collect ${folder}`],
  ]
  process.stdout.write(`${say(text)}\n${textTable(rows, ['left', 'left'])}`)
}

/** In their order, with pauses in which the threads that draw are given more. */
async function writeAll(makers: readonly FileMaker[], write: (file: OutputFile) => void): Promise<void> {
  for (const make of makers) {
    write(make())
    await setImmediate()
  }
}

export interface Stopwatch {
  readonly started: Date
  /** By phase. */
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

/** To a tenth of a second. */
export function secondsOf({ clock }: { readonly clock: Stopwatch }): number {
  return Math.round(10 * Object.values(clock.seconds).reduce((sum, one) => sum + one, 0)) / 10
}

/** What a plan of kept runs would take; `what` says what the runs are made of. */
export async function dryRun(
  args: WritingArguments,
  runs: readonly KeptRun[],
  folder: string,
  what: string,
  more: object = {},
): Promise<void> {
  const threads = threadsOf(args) ?? threadsFor(runs.map(({ scenario }) => scenario))
  const estimate = await estimateOf(runs, folder, threads, args.quiet)
  process.stdout.write(args.json ? jsonText({ ...estimate, ...more }) : estimateText(estimate, what, folder, threads))
}

/** What was made and what was there, of runs that are kept; `what` says what they are made of. */
export function countsText(
  what: Bilingual,
  done: CarriedOut<MadeRuns & { readonly runs: readonly KeptRun[] }, unknown>,
): string {
  const { made, failures, runs } = done.made
  const stored = new Set(runs.map(({ key }) => key)).size - made - failures.length
  const failed =
    failures.length > 0
      ? { en: `, ${failures.length} failed (failures.jsonl)`, zh: `，失败${failures.length}次（failures.jsonl）` }
      : verbatim('')
  const digest = done.head.digest.slice(0, 12)
  const text = {
    en: `${what.en}: ${made} made in ${secondsOf(done)} s, ${stored} were there${failed.en} · digest ${digest}`,
    zh: `${what.zh}：本次完成${made}次（${secondsOf(done)}秒），已有${stored}次${failed.zh} · 摘要值 ${digest}`,
  }
  return `${say(text)}\n`
}

/** Prints the summary as data, the folder alone, or a text with the places of the results and what comes after them. */
export function tell(
  args: Pick<WritingArguments, 'json' | 'quiet'>,
  { folder, head }: Pick<CarriedOut<unknown, unknown>, 'folder' | 'head'>,
  json: object,
  text: () => string,
  places: readonly (readonly [name: string, place: string])[] = [],
  after = '',
): void {
  if (args.json) return void process.stdout.write(jsonText(json))
  if (args.quiet) return void process.stdout.write(`${folder}\n`)
  const rows = [
    [say({ en: 'report', zh: '报告' }), join(folder, REPORT_FILE)],
    ...(head.charts ? [[say({ en: 'charts', zh: '图表' }), join(folder, 'charts')]] : []),
    [say({ en: 'data', zh: '数据' }), join(folder, 'data')],
    ...places,
  ]
  process.stdout.write(`\n${text()}\n${textTable(rows, ['left', 'left'])}${after === '' ? '' : `\n${after}`}`)
}
