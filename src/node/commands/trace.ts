import type { Receipt } from '../../market/trace.ts'
import { signed } from '../../measures/headline.ts'
import { receiptText } from '../../run/receipt-text.ts'
import { replay } from '../../run/replay.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { EXIT, UsageError } from '../failure.ts'
import { say } from '../language.ts'
import { startProgress } from '../progress.ts'
import { simulate } from '../simulate.ts'
import { runKind } from '../single-run.ts'
import { finishedFolder, storedPlan } from '../stored-run.ts'
import { textTable } from '../text-table.ts'
import { threadsFor, threadsWithin } from '../thread-plan.ts'
import { type Command, command, flag, place, text } from './command.ts'
import { langOption, once, THREADS, threadsOf } from './options.ts'

/** Slot of a person, and which of the people that it has had; all of them where that is left out. */
interface PersonId {
  readonly slot: number
  readonly generation: number | null
}

/** `typed` as it stands in data/applications.csv: the slot, and after a point how many people it has had before. */
export function personId(typed: string | undefined, consumers: number): PersonId {
  if (typed === undefined)
    throw new UsageError({
      en: '--person is missing: name a person as the tables do, such as --person 12.0.',
      zh: '缺少 --person：请按数据表中的写法指定个人，如 --person 12.0。',
    })
  const [, slot, generation] = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(typed) ?? []
  if (slot === undefined)
    throw new UsageError({
      en: `--person ${typed} is no person: write a slot and, after a point, how many people it has had before, such as 12.0.`,
      zh: `--person ${typed} 不是个人编号：请写位置号，加点号和该位置此前的人数，如 12.0。`,
    })
  if (Number(slot) >= consumers)
    throw new UsageError({
      en: `--person ${typed}: the run has slots 0 to ${consumers - 1}.`,
      zh: `--person ${typed}：本次运行的位置号为 0 至 ${consumers - 1}。`,
    })
  return { slot: Number(slot), generation: generation === undefined ? null : Number(generation) }
}

export const traceCommand: Command = command(
  {
    dir: place('output folder of a run', '运行的结果文件夹'),
    person: text('person to tell of, as in data/applications.csv', '个人编号，写法与 data/applications.csv 相同'),
    json: flag('print receipts as JSON, one a line', '以 JSON 输出凭据，每行一条'),
    quiet: flag('no progress', '不显示进度'),
    threads: THREADS,
    lang: langOption('language', '语言'),
  },
  [
    [
      'trace out/baseline-2023 --person 12.0',
      'every decision of and about one person',
      '某人的每一项决定及对其作出的决定',
    ],
  ],
  async ({ dir, person: typed, json, quiet, threads, lang }) => {
    once('lang', lang)
    const finished = await finishedFolder(dir)
    if (finished.kind !== runKind) {
      throw new UsageError({
        en: `${dir} holds several runs, and receipts are those of one: run the scenario of an arm alone.`,
        zh: `${dir} 含多次运行，而凭据只属于一次运行：请单独运行某一组的情景。`,
      })
    }
    const scenario = storedPlan(finished) as Scenario
    const { slot, generation } = personId(once('person', typed), scenario.population.consumers)
    const { receipts, digest } = await receiptsOf(
      scenario,
      slot,
      threadsOf({ threads }) ?? threadsFor([scenario]),
      quiet,
    )
    if (digest !== finished.manifest.digest) {
      process.exitCode = EXIT.mismatch
      const told = {
        en: `The run does not repeat: its digest is ${digest}, and the folder has ${finished.manifest.digest}. “xiaojin verify ${dir}” tells where they differ.`,
        zh: `运行未能复现：本次摘要值为 ${digest}，文件夹中为 ${finished.manifest.digest}。请用“xiaojin verify ${dir}”查看差异。`,
      }
      process.stderr.write(`${say(told)}\n`)
      return
    }
    const { faults } = replay(receipts)
    if (faults.length > 0) throw new Error(`receipts do not follow from one another: ${faults[0]}`)
    const own = receipts.filter((one) => generation === null || one.generation === generation)
    if (own.length === 0)
      throw new UsageError({
        en: `Nobody in this run is ${slot}.${generation}: slot ${slot} has had people 0 to ${receipts.at(-1)?.generation}.`,
        zh: `本次运行中没有 ${slot}.${generation}：位置 ${slot} 先后有第 0 至 ${receipts.at(-1)?.generation} 人。`,
      })
    process.stdout.write(json ? own.map((one) => `${JSON.stringify(one)}\n`).join('') : table(own))
  },
)

async function receiptsOf(
  scenario: Scenario,
  slot: number,
  threads: number,
  quiet: boolean,
): Promise<{ receipts: readonly Receipt[]; digest: string }> {
  const receipts: Receipt[] = []
  const progress = startProgress({ en: 'Simulating', zh: '模拟' }, 'months', quiet)
  const onlooker = { traced: [slot], onReceipts: (told: readonly Receipt[]) => void receipts.push(...told) }
  const within = threadsWithin(scenario, threads)
  const { digest } = await simulate(scenario, progress.update, within, onlooker).finally(() => progress.stop())
  return { receipts, digest }
}

function table(receipts: readonly Receipt[]): string {
  const head = [say({ en: 'month', zh: '月' }), say({ en: 'person', zh: '个人' }), say({ en: 'receipt', zh: '凭据' })]
  const rows = receipts.map((one) => {
    return [signed(String(one.month)), `${one.consumer}.${one.generation}`, say(receiptText(one))]
  })
  return textTable([head, ...rows], ['right', 'left', 'left'])
}
