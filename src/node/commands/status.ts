import { resolve } from 'node:path'
import type { KeptRun } from '../kept-runs.ts'
import { say } from '../language.ts'
import { keysIn, missingIn } from '../machines/collect.ts'
import { plannedFolder } from '../machines/planned-folder.ts'
import { MAX_SHARDS, rangeText, shardsOf } from '../machines/shards.ts'
import { conflictsIn } from '../machines/shared-store.ts'
import { jsonText } from '../output-file.ts'
import { textTable } from '../text-table.ts'
import { type Command, command, flag, type Given, perhapsSome, place, text } from './command.ts'
import { wholeNumber } from './options.ts'

const TAKES = {
  plan: place('folder with a plan', '含计划的文件夹'),
  records: perhapsSome('folders and archives with more records', '含更多记录的文件夹与归档'),
  shards: text(
    'into how many parts the plan is dealt: names those with missing runs',
    '计划共分几份：列出有缺失的各份',
  ),
  array: text(
    'print those parts alone, for job arrays: lines of an offset and ranges of at most so many numbers',
    '只输出这些份号，供作业阵列使用：每行为偏移量与编号范围，编号不超过此数',
  ),
  json: flag('print the counts as JSON', '以 JSON 输出计数'),
}

export const statusCommand: Command = command(
  TAKES,
  [
    ['status out/my-2023-sweep', 'how many runs are missing', '还缺多少次运行'],
    ['status out/my-2023-sweep --shards 10', 'which of ten parts to start again', '十份中哪些需重新执行'],
  ],
  status,
)

async function status(args: Given<typeof TAKES>): Promise<void> {
  const of = wholeNumber('shards', args.shards, MAX_SHARDS)
  const size = wholeNumber('array', args.array, MAX_SHARDS)
  const { folder, runs } = await plannedFolder(args.plan)
  const planned = new Set(runs.map(({ key }) => key)).size
  const missing = missingIn(resolve(folder), runs, keysIn(runs, args.records ?? []))
  const shards = of === undefined ? [] : missingShards(runs, missing, of)
  if (size !== undefined) return void process.stdout.write(arrayText(shards, size))
  const conflicts = conflictsIn(resolve(folder))
  const stored = planned - missing.length
  if (args.json) {
    const counts = { folder, runs: planned, stored, missing: missing.length, conflicts: conflicts.length }
    return void process.stdout.write(jsonText({ ...counts, ...(of === undefined ? {} : { shards }) }))
  }
  const rows = [
    [say({ en: 'runs', zh: '运行次数' }), `${planned}`],
    [say({ en: 'stored', zh: '已有' }), `${stored}`],
    [say({ en: 'missing', zh: '缺失' }), `${missing.length}`],
    ...(of === undefined || shards.length === 0
      ? []
      : [[say({ en: 'in shards', zh: '所在各份' }), `${rangeText(shards)} / ${of}`]]),
    ...conflicts.map((path) => [say({ en: 'conflict', zh: '冲突' }), `${folder}/${path}`]),
  ]
  process.stdout.write(textTable(rows, ['left', 'left']))
}

/** Numbers of the parts that have missing runs. */
function missingShards(plan: readonly KeptRun[], missing: readonly KeptRun[], of: number): number[] {
  const keys = new Set(missing.map(({ key }) => key))
  return shardsOf(plan, of).flatMap((part, k) => (part.some(({ key }) => keys.has(key)) ? [k + 1] : []))
}

/** Numbers of an array may not exceed a limit of the cluster: part 1007 is number 7 after 1000. */
function arrayText(shards: readonly number[], size: number): string {
  const chunks = [...new Set(shards.map((shard) => Math.floor((shard - 1) / size)))]
  return chunks
    .map((chunk) => {
      const offset = chunk * size
      const own = shards.filter((shard) => shard > offset && shard <= offset + size).map((shard) => shard - offset)
      return `${offset} ${rangeText(own)}\n`
    })
    .join('')
}
