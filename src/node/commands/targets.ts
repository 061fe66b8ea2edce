import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { numbers, type Table, texts } from '../../base/table.ts'
import { RUN_OUTCOMES } from '../../measures/ensemble.ts'
import { quantile } from '../../measures/quantile.ts'
import { type MetCounts, type Power, type RunOutcomes, targetPower } from '../../measures/target-power.ts'
import {
  compareTargets,
  type MeasuredTarget,
  type Target,
  type TargetAges,
  type TargetRow,
  targetNumbers,
} from '../../measures/targets.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { Ensemble } from '../ensemble.ts'
import { UsageError } from '../failure.ts'
import { spokenLang } from '../language.ts'
import { jsonText } from '../output-file.ts'
import { publishedTargets } from '../published-targets.ts'
import { runKind } from '../single-run.ts'
import { type FinishedFolder, finishedFolder, storedParts, storedPlan, storedTables } from '../stored-run.ts'
import { textTable } from '../text-table.ts'
import { fromFolder } from '../untrusted-folder.ts'
import { type Command, command, flag, perhaps } from './command.ts'
import { langOption, once } from './options.ts'

export const targetsCommand: Command = command(
  {
    dir: perhaps(
      'output folder of a run, or of many (how many meet each target); without one, the targets alone',
      '一次或多次运行的结果文件夹（多次运行时列出各目标的达标次数）；省略时只列目标',
    ),
    lang: langOption('language', '语言'),
    json: flag('print as JSON', '以 JSON 输出'),
  },
  [
    ['targets', 'what the baseline is held against', '基准情景所对照的目标'],
    ['targets out/baseline-2023', 'met and missed', '达标与未达标'],
    ['targets out/target-power-2023-sweep', 'how many runs meet each', '各目标的达标次数'],
  ],
  async ({ dir, lang: typed, json }) => {
    once('lang', typed)
    const lang = spokenLang()
    const targets = publishedTargets()
    if (dir === undefined) return void process.stdout.write(json ? jsonText(targets) : targetTable(targets, lang))
    const finished = await finishedFolder(dir)
    if (RUNS_OF[finished.kind.name] !== undefined) {
      const power = targetPower(targets, await runsOf(finished))
      return void process.stdout.write(json ? jsonText(power) : powerTable(power, lang))
    }
    const rows = await comparison(finished, targets)
    process.stdout.write(json ? jsonText(rows) : `${comparisonTable(rows, lang)}\n${chartPlace(dir, lang)}\n`)
  },
)

const WORDS = {
  target: { en: 'target', zh: '目标' },
  use: { en: 'use', zh: '用途' },
  range: { en: 'published', zh: '公布值' },
  run: { en: 'this run', zh: '本次运行' },
  verdict: { en: 'verdict', zh: '结论' },
  source: { en: 'source', zh: '来源' },
  median: { en: 'median', zh: '中位数' },
  meet: { en: 'runs that meet it', zh: '达标运行数' },
  chart: { en: 'chart', zh: '图' },
  none: { en: 'No chart: this run has none. Draw them with', zh: '本次运行未绘图，可补绘：' },
} as const

const USES = {
  input: { en: 'input', zh: '输入' },
  fit: { en: 'fit', zh: '拟合' },
  'held-out': { en: 'held out', zh: '留出' },
  reported: { en: 'reported', zh: '仅报告' },
} as const

const VERDICTS = {
  met: { en: 'met', zh: '达标' },
  missed: { en: 'MISSED', zh: '未达标' },
  'not measured': { en: 'not measured', zh: '未测得' },
  'needs an experiment': { en: 'needs an experiment', zh: '需实验' },
} as const

function chartPlace(dir: string, lang: Lang): string {
  const place = join(dir, 'charts', 'targets.svg')
  return existsSync(place) ? `${WORDS.chart[lang]}  ${place}` : `${WORDS.none[lang]} xiaojin chart ${dir}`
}

export async function comparison(finished: FinishedFolder, targets: readonly Target[]): Promise<TargetRow[]> {
  const { folder, kind, manifest } = finished
  if (kind !== runKind) {
    throw new UsageError({
      en: `${folder} holds runs at many parameter values of its own choice, and targets are compared with a run, or with the arms of a sweep.`,
      zh: `${folder} 中各次运行的参数由其方法选取，而目标只与单次运行或实验的各组比较。`,
    })
  }
  return fromFolder(folder, async () => {
    const scenario = storedPlan(finished) as Scenario
    const { recorded } = await runKind.stored(folder, manifest, scenario)
    return compareTargets(targets, recorded, scenario)
  })
}

/** How each kind with arms keeps the outcomes of its runs. */
const RUNS_OF: { readonly [kind: string]: (finished: FinishedFolder, arms: readonly string[]) => Promise<Table> } = {
  ensemble: async ({ folder, manifest }) => (await storedTables(folder, manifest, [RUN_OUTCOMES]))[0],
  sweep: async ({ folder, manifest }, arms) => await storedParts(folder, manifest, RUN_OUTCOMES, arms),
}

async function runsOf(finished: FinishedFolder): Promise<RunOutcomes[]> {
  const { folder, kind } = finished
  return await fromFolder(folder, async () => {
    const { arms } = storedPlan(finished) as Ensemble
    const ages = new Map(arms.map(({ name, scenario }) => [name, scenario.population.ages]))
    const table = await RUNS_OF[kind.name](
      finished,
      arms.map(({ name }) => name),
    )
    const [key, value] = [texts(table, 'key'), numbers(table, 'value')]
    const [arm, replication] = [texts(table, 'arm'), numbers(table, 'replication')]
    const runs = new Map<string, { ages: TargetAges; values: Map<string, number> }>()
    for (let row = 0; row < table.rows; row++) {
      const id = `${replication[row]} ${arm[row]}`
      const run = runs.get(id) ?? { ages: ages.get(arm[row])!, values: new Map() }
      run.values.set(key[row], value[row])
      runs.set(id, run)
    }
    return [...runs.values()]
  })
}

function rangeText(target: Target, lang: Lang): string {
  if (target.kind === 'experiment') return target.finding[lang]
  const { low, high } = targetNumbers(target, NaN)
  return `${withUnit(low, target)} – ${withUnit(high, target)}`
}

function withUnit(number: string, { unit }: MeasuredTarget): string {
  if (unit === '1') return `${number} %`
  return unit === 'CNY' ? number.replace(/\d/, '¥$&') : number
}

function targetTable(targets: readonly Target[], lang: Lang): string {
  const head = [WORDS.target[lang], WORDS.use[lang], WORDS.range[lang], WORDS.source[lang]]
  const rows = targets.map((target) => [target[lang], USES[target.use][lang], rangeText(target, lang), target.source])
  return textTable([head, ...rows], ['left', 'left', 'left', 'left'])
}

function runText(target: MeasuredTarget, value: number): string {
  const { value: number } = targetNumbers(target, value)
  return Number.isFinite(value) ? withUnit(number, target) : number
}

function comparisonTable(rows: readonly TargetRow[], lang: Lang): string {
  const head = [WORDS.target[lang], WORDS.use[lang], WORDS.range[lang], WORDS.run[lang], WORDS.verdict[lang]]
  const lines = rows.map(({ target, value, status }) => {
    const run = target.kind === 'experiment' ? '' : runText(target, value)
    return [target[lang], USES[target.use][lang], rangeText(target, lang), run, VERDICTS[status][lang]]
  })
  return textTable([head, ...lines], ['left', 'left', 'left', 'right', 'left'])
}

function powerTable({ rows, counts }: Power, lang: Lang): string {
  const head = [WORDS.target[lang], WORDS.use[lang], WORDS.range[lang], WORDS.median[lang], WORDS.meet[lang]]
  const lines = rows.map(({ target, runs, met, median }) => {
    return [target[lang], USES[target.use][lang], rangeText(target, lang), runText(target, median), `${met} / ${runs}`]
  })
  const table = textTable([head, ...lines], ['left', 'left', 'left', 'right', 'right'])
  return `${table}\n${counts.map((one) => countText(one, lang)).join('\n')}\n`
}

function countText({ use, targets, met }: MetCounts, lang: Lang): string {
  const [low, middle, high] = [0.05, 0.5, 0.95].map((share) => Math.round(quantile(met, share)))
  const all = met.filter((count) => count === targets).length
  const zh = `${USES[use].zh}目标共${targets}项：各次运行达标数的中位数为${middle}（5%–95%：${low}–${high}）；全部达标的运行有 ${all} / ${met.length} 次`
  const en = `${USES[use].en}, ${targets} targets: a run meets a median of ${middle} (5–95 %: ${low}–${high}); all are met in ${all} of ${met.length} runs`
  return lang === 'zh' ? zh : en
}
