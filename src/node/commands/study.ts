import { existsSync } from 'node:fs'
import { findings } from '../../experiments/study/claims.ts'
import { loadStudy } from '../../experiments/study/load-study.ts'
import { VERDICTS } from '../../experiments/study/verdicts.ts'
import { MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { plainly, suffixOf } from '../default-folder.ts'
import { UsageError } from '../failure.ts'
import { say, spokenLang } from '../language.ts'
import { scenarioHash } from '../manifest.ts'
import { packageFile } from '../package-files.ts'
import { pathName } from '../path-name.ts'
import { nodeFiles, tellWarnings } from '../scenario-files.ts'
import { settledCoverage } from '../settled-coverage.ts'
import { studyCharts } from '../study/study-charts.ts'
import type { StudyData } from '../study/study-data.ts'
import { dataOf, runsOf, studyKind, studyOf } from '../study/study-kind.ts'
import { textTable } from '../text-table.ts'
import { carryOut, countsText, dryRun, folderOf, headParts, planOnly, secondsOf, tell } from './carry-out.ts'
import { type Command, command, type Given, place, text } from './command.ts'
import { DRY_RUN, every, overridesOf, PLAN_ONLY, QUEUED, SET, THREADS, WRITING, wholeNumber } from './options.ts'

const TAKES = {
  file: place(
    'plan of a study, or the name of a shipped one: findings, channels',
    '研究方案，或随附方案的名称：findings、channels',
  ),
  set: SET,
  replications: text('the most runs of any arm [default: what the plan says]', '每组最多运行次数 [默认：按方案]'),
  threads: THREADS,
  ...QUEUED,
  'dry-run': DRY_RUN,
  plan: PLAN_ONLY,
  out: text(
    'folder of plan, runs and results [default: out/<plan>-<seed>-study]',
    '存放方案、运行与结果的文件夹 [默认：out/<方案>-<种子>-study]',
  ),
  ...WRITING,
}

type StudyArguments = Given<typeof TAKES>

export const studyCommand: Command = command(
  TAKES,
  [
    ['study studies/findings.yaml --threads 2 --dry-run', 'how long it would take', '估计所需时间'],
    [
      'study my-plan.yaml --set population.consumers=2000 --replications 5',
      'a first look, at a small size',
      '以小规模先看结果',
    ],
  ],
  study,
)

async function study(args: StudyArguments): Promise<void> {
  const file = planPath(args.file)
  const sets = every(args.set)
  const most = wholeNumber('replications', args.replications, MAX_REPLICATIONS)
  const loaded = loadStudy(file, nodeFiles, overridesOf(sets, undefined), most, settledCoverage)
  if (!args.quiet) tellWarnings(loaded.warnings)
  const plan = studyOf(loaded, most)
  const { name } = loaded.plan
  const { scenario } = plan
  const plain = sets.length === 0 ? null : plainly(() => settledCoverage(loadStudy(file, nodeFiles, []).base).scenario)
  const suffix = sets.length === 0 ? '' : suffixOf(scenarioHash(loaded.base.scenario), plain && scenarioHash(plain))
  const folder = folderOf(args, `${pathName(name)}-${scenario.seed}-study${suffix}`)
  const runs = runsOf(plan)
  const arms = plan.arms.length
  const [en, zh] = [`${runs.length} (${arms} arms)`, `${runs.length}次（${arms}组）`]
  if (args['dry-run']) return dryRun(args, runs, folder, say({ en, zh }), { arms })
  const { origins, tables } = loaded.base
  const job = {
    folder,
    plan,
    part: ({ part }: typeof plan) => part,
    scenario,
    parts: headParts(
      args,
      { file: loaded.baseFile, scenario, origins, tables },
      'study',
      [args.file],
      ['set', 'replications'],
    ),
  }
  if (args.plan) return planOnly(args, studyKind, job)
  const done = await carryOut(args, studyKind, job)
  const data = dataOf(done.results, done.head)
  const { made, failures } = done.made
  const json = {
    folder,
    digest: done.head.digest,
    ...{ runs: runs.length, made, failed: failures.length },
    ...(data.plan.claims.length > 0 ? { claims: claimSummaries(data) } : { decompositions: titles(data) }),
    seconds: secondsOf(done),
  }
  tell(
    args,
    done,
    json,
    () => summaryText(data, spokenLang()),
    [],
    countsText({ en: `${en} runs`, zh: `${zh}运行` }, done),
  )
}

/** The file of what the user typed; plans that ship with the package work from anywhere by their names. */
function planPath(typed: string): string {
  if (existsSync(typed)) return typed
  const name = /^(?:studies\/)?([a-z0-9-]+)(?:\.yaml)?$/.exec(typed)?.[1]
  const shipped = packageFile(`studies/${name}.yaml`)
  if (name !== undefined && existsSync(shipped)) return shipped
  throw new UsageError({
    en: `There is no file ${typed}. A plan of one’s own is a YAML file; shipped plans are findings and channels.`,
    zh: `没有文件 ${typed}。自己的方案为 YAML 文件；随附方案有 findings 与 channels。`,
  })
}

function titles(data: StudyData): object[] {
  return studyCharts(data, 'en').map(({ id, title }) => ({ id, title }))
}

function claimSummaries({ plan, values, titles: named }: StudyData): object[] {
  return findings(plan, values, named).map(({ claim, verdict, effects }) => ({
    claim: claim.id,
    verdict,
    contrasts: effects.map(({ contrast, effect, corrected, verdict: own }) => {
      const { arm, against, key: outcome, direction, smallest } = contrast
      const { runs: pairs, mean, low, high, p } = effect
      return { arm, against, outcome, direction, smallest, pairs, mean, low, high, p, corrected, verdict: own }
    }),
  }))
}

/** Verdicts, or what each decomposition shows first. */
function summaryText(data: StudyData, lang: Lang): string {
  const { plan, values, titles: named } = data
  const rows =
    plan.claims.length > 0
      ? findings(plan, values, named).map(({ claim, verdict }) => [
          claim.id,
          VERDICTS[verdict][lang],
          claim.claim[lang],
        ])
      : studyCharts(data, lang).map(({ id, title }) => [id, title])
  return textTable(rows, ['left', 'left', 'left'])
}
