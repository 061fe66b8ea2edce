import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { MAX_ARMS, MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import type { LoadedScenario } from '../../scenarios/load.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { checkpointFolder, checkRoom, readCheckpoint, writeCheckpoint } from '../checkpoint.ts'
import { REPORT_FILE } from '../compose.ts'
import { plainHash, suffixOf } from '../default-folder.ts'
import { type Ensemble, ensembleKind, ensembleOf, manifestExperiment, type Planned } from '../ensemble.ts'
import { UsageError } from '../failure.ts'
import { tellKept } from '../interrupt.ts'
import { say, spokenLang } from '../language.ts'
import { identityOf, scenarioHash } from '../manifest.ts'
import { pathName } from '../path-name.ts'
import { printable } from '../printable.ts'
import type { ReadScenario } from '../scenario-files.ts'
import type { Course } from '../simulate.ts'
import { runKind } from '../single-run.ts'
import { armSummaries, ensembleTable, summaryLines } from '../summary.ts'
import { textTable } from '../text-table.ts'
import { threadsFor, threadsUsed } from '../thread-plan.ts'
import { type CarriedOut, carryOut, folderOf, headParts, type Stopwatch, tell, typedScenario } from './carry-out.ts'
import { type Command, command, flag, type Given, perhaps, text } from './command.ts'
import { once, SEED, SET, THREADS, threadsOf, WRITING, wholeNumber } from './options.ts'

const TAKES = {
  file: perhaps(
    'scenario file or name of a shipped one, perhaps with :ARM; the baseline if left out',
    '情景文件或随附情景的名称，可带 :实验组；省略时为基准情景',
    { default: 'baseline' },
  ),
  seed: SEED,
  set: SET,
  replications: text(
    "runs under seeds made from the scenario's [default: what the file says, else 1]",
    '以情景种子派生的种子运行的次数 [默认：文件所写，否则为 1]',
  ),
  arm: text('only this arm of the experiment', '只运行该实验组'),
  threads: THREADS,
  out: text('folder of the results [default: out/<scenario>-<seed>]', '结果文件夹 [默认：out/<情景>-<种子>]'),
  ...WRITING,
  'checkpoint-every': text(
    'months after which the state of a single run is written, again and again, to <folder>-checkpoints',
    '每隔若干月把单次运行的状态写入 <文件夹>-checkpoints',
  ),
  from: text(
    'checkpoint to go on from: of this scenario, or of one that differs in dated changes of later months',
    '续跑所用的检查点：属于本情景，或仅在之后月份的定期变动上不同的情景',
  ),
  'no-charts': flag('draw none (xiaojin chart draws them later)', '不绘图（之后可用 xiaojin chart 绘制）'),
}

type RunArguments = Given<typeof TAKES>

export const runCommand: Command = command(
  TAKES,
  [
    ['run scenarios/baseline.yaml', 'the calibrated market', '校准后的市场'],
    ['run baseline --seed 7', 'the same with other random draws', '相同情景，另一组随机数'],
    ['run my.yaml --set credit.coverage=0.9 --lang zh', 'one value changed, in Chinese', '改变一个取值，输出中文'],
    ['run baseline --checkpoint-every 12', 'a state to go on from each year', '每年写出一个可续跑的状态'],
    ['run baseline --replications 20 --threads 4', 'means with intervals', '均值与区间'],
  ],
  run,
)

async function run(args: RunArguments): Promise<void> {
  const typed = args.file ?? 'baseline'
  const replications = wholeNumber('replications', args.replications, MAX_REPLICATIONS)
  const option = once('arm', args.arm)
  const loaded = typedScenario(args, typed, option)
  const { file, scenario, sets } = loaded
  const ensemble = manyOf(loaded, replications)
  const count = ensemble?.arms.length ?? 1
  if (count > MAX_ARMS) {
    throw new UsageError({
      en: `The experiment has ${count} arms; run takes up to ${MAX_ARMS}. xiaojin sweep takes them all.`,
      zh: `实验有${count}个实验组；run 至多运行${MAX_ARMS}个。xiaojin sweep 可运行全部。`,
    })
  }
  const changed = sets.length > 0 || replications !== undefined || loaded.arm !== undefined
  const suffix = changed ? suffixOf(hashOf(scenario, ensemble), plainHash(file, hashOfFile)) : ''
  const job = {
    folder: folderOf(args, `${pathName(scenario.name)}-${scenario.seed}${suffix}`),
    scenario,
    parts: headParts(args, loaded, 'run', [typed], ['seed', 'set', 'replications', 'arm']),
  }
  const lang = spokenLang()
  const course = courseOf(args, job.folder, scenario, ensemble)
  if (ensemble === null) {
    const timing = (clock: Stopwatch): unknown =>
      timingOf(scenario, 1, threadsUsed([scenario], threadsOf(args) ?? threadsFor([scenario])), clock)
    const drawsSoon = availableParallelism() > 1
    const done = await carryOut(args, runKind, {
      ...job,
      plan: scenario,
      part: () => undefined,
      timing,
      drawsSoon,
      course,
    })
    const { headline } = done.results
    const told = headline.map(({ key, value, unit, en, zh }) => ({ key, value, unit, label: lang === 'zh' ? zh : en }))
    const rows = summaryLines(headline, lang).map(({ label, text, unit }) => [label, text, unit])
    return tellRun(args, done, { en: '', zh: '' }, { headline: told }, textTable(rows, ['left', 'right', 'left']))
  }
  const runs = ensemble.arms.length * ensemble.replications
  const ofAll = ensemble.arms.flatMap((arm) => Array.from({ length: ensemble.replications }, () => arm.scenario))
  const used = threadsUsed(ofAll, threadsOf(args) ?? threadsFor(ofAll))
  const timing = (clock: Stopwatch): unknown => timingOf(scenario, runs, used, clock)
  const done = await carryOut(args, ensembleKind, { ...job, plan: ensemble, part: manifestExperiment, timing })
  const { arms, replications: each } = ensemble
  const told = { replications: each, arms: armSummaries(done.results, lang) }
  const shown = ensembleTable(done.results, each, lang)
  const counts = `${arms.length} × ${each}`
  return tellRun(args, done, { en: ` · ${counts} runs`, zh: ` · ${counts}次运行` }, told, shown)
}

/** Where the run begins and when its state is kept, as far as options say so. */
function courseOf(args: RunArguments, folder: string, scenario: Scenario, ensemble: Ensemble | null): Course {
  const { burnIn, months } = scenario.horizon
  const every = wholeNumber('checkpoint-every', args['checkpoint-every'], burnIn + months)
  const path = once('from', args.from)
  if (every === undefined && path === undefined) return {}
  if (ensemble !== null) {
    const option = every === undefined ? '--from' : '--checkpoint-every'
    throw new UsageError({
      en: `${option} is for a single run, and this is ${ensemble.arms.length} × ${ensemble.replications}. Runs of a sweep are kept one by one: xiaojin sweep resumes.`,
      zh: `${option} 只用于单次运行，而本次为 ${ensemble.arms.length} × ${ensemble.replications}次。sweep 逐次保存运行，可续跑。`,
    })
  }
  const from = path === undefined ? {} : { from: readCheckpoint(path, scenario) }
  if (every === undefined) return from
  checkRoom(scenario)
  return {
    ...from,
    every,
    onSnapshot: (snapshot, done) => {
      const file = writeCheckpoint(checkpointFolder(folder), snapshot, done)
      tellKept(() => say({ en: `To go on from here: --from ${file}`, zh: `续跑请用：--from ${file}` }))
    },
  }
}

/** Arms and replications of what is run; null for one single run. */
function manyOf(read: Planned, asked: number | undefined): Ensemble | null {
  const ensemble = ensembleOf(read, asked)
  return ensemble.arms.length * ensemble.replications === 1 ? null : ensemble
}

function hashOf(scenario: ReadScenario['scenario'], ensemble: Ensemble | null): string {
  return scenarioHash(scenario, ensemble === null ? {} : identityOf(ensembleKind, manifestExperiment(ensemble)))
}

const hashOfFile = (plain: LoadedScenario): string =>
  hashOf(plain.scenario, manyOf({ ...plain, arm: undefined }, undefined))

function timingOf(
  { horizon, population }: ReadScenario['scenario'],
  runs: number,
  threads: number,
  { started, seconds }: Stopwatch,
): unknown {
  const consumerMonths = runs * population.consumers * (horizon.burnIn + horizon.months)
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

/** `told` are the outcomes as data, `shown` as a table. */
function tellRun(
  args: RunArguments,
  done: CarriedOut<unknown, unknown>,
  runs: Bilingual,
  told: object,
  shown: string,
): void {
  const { folder, head, clock } = done
  const paths = {
    report: join(folder, REPORT_FILE),
    ...(head.charts ? { charts: join(folder, 'charts') } : {}),
    data: join(folder, 'data'),
  }
  const json = {
    folder,
    scenario: head.scenario.name,
    scenarioSha256: head.scenario.sha256,
    seed: head.seed,
    digest: head.digest,
    // JSON has no NaN: what could not be measured is null.
    ...told,
    paths,
    seconds: clock.seconds,
  }
  const digest = head.digest.slice(0, 12)
  const facts = {
    en: `seed ${head.seed}${runs.en} · digest ${digest}`,
    zh: `种子 ${head.seed}${runs.zh} · 摘要值 ${digest}`,
  }
  const title = `${head.scenario.title[spokenLang()]} · ${head.scenario.name} · ${say(facts)}`
  tell(args, done, json, () => `${printable(title)}\n\n${shown}`)
}
