import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  compareTargets,
  type MeasuredTarget,
  type Target,
  type TargetRow,
  targetNumbers,
} from '../../measures/targets.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { UsageError } from '../failure.ts'
import { spokenLang } from '../language.ts'
import { jsonText } from '../output-file.ts'
import { publishedTargets } from '../published-targets.ts'
import { runKind } from '../single-run.ts'
import { finishedFolder, storedPlan } from '../stored-run.ts'
import { textTable } from '../text-table.ts'
import { fromFolder } from '../untrusted-folder.ts'
import { type Command, command, flag, perhaps } from './command.ts'
import { langOption, once } from './options.ts'

export const targetsCommand: Command = command(
  {
    dir: perhaps('output folder of a run; without one, the targets alone', '运行的结果文件夹；省略时只列目标'),
    lang: langOption('language', '语言'),
    json: flag('print as JSON', '以 JSON 输出'),
  },
  [
    ['targets', 'what the baseline is held against', '基准情景所对照的目标'],
    ['targets out/baseline-2023', 'met and missed', '达标与未达标'],
  ],
  async ({ dir, lang: typed, json }) => {
    once('lang', typed)
    const lang = spokenLang()
    const targets = publishedTargets()
    const rows = dir === undefined ? null : await comparison(dir, targets)
    if (json) return void process.stdout.write(jsonText(rows ?? targets))
    process.stdout.write(rows === null ? targetTable(targets, lang) : comparisonTable(rows, lang))
    if (dir !== undefined) process.stdout.write(`\n${chartPlace(dir, lang)}\n`)
  },
)

const WORDS = {
  target: { en: 'target', zh: '目标' },
  use: { en: 'use', zh: '用途' },
  range: { en: 'published', zh: '公布值' },
  run: { en: 'this run', zh: '本次运行' },
  verdict: { en: 'verdict', zh: '结论' },
  source: { en: 'source', zh: '来源' },
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

export async function comparison(dir: string, targets: readonly Target[]): Promise<TargetRow[]> {
  const finished = await finishedFolder(dir)
  if (finished.kind !== runKind) {
    throw new UsageError({
      en: `${dir} holds many runs, and targets are compared with one. Run one alone: xiaojin run FILE --replications 1, with --arm NAME where there are arms.`,
      zh: `${dir} 含多次运行，而目标只与单次运行比较。请单独运行一次：xiaojin run 文件 --replications 1，有实验组时加 --arm 名称。`,
    })
  }
  return fromFolder(dir, async () => {
    const scenario = storedPlan(finished) as Scenario
    const { recorded } = await runKind.stored(dir, finished.manifest, scenario)
    return compareTargets(targets, recorded, scenario)
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
