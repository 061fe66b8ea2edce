import { EXIT } from '../failure.ts'
import { say } from '../language.ts'
import { type Collected, missingIn, takeRecords } from '../machines/collect.ts'
import { type PlannedFolder, plannedFolder } from '../machines/planned-folder.ts'
import { jsonText } from '../output-file.ts'
import { complete, countsText, secondsOf, tell } from './carry-out.ts'
import { type Command, command, flag, type Given, perhapsSome, place } from './command.ts'
import { QUIET, THREADS, warn } from './options.ts'

const TAKES = {
  plan: place('folder with a plan', '含计划的文件夹'),
  records: perhapsSome(
    'folders and archives (.tar, .tar.gz) with records; those in the folder of the plan count anyway',
    '含记录的文件夹与归档（.tar、.tar.gz）；计划所在文件夹中的记录总会计入',
  ),
  'make-missing': flag('make runs that have no record here', '在本机补做没有记录的运行'),
  threads: THREADS,
  quiet: QUIET,
  json: flag('print the summary as JSON', '以 JSON 输出摘要'),
}

export const collectCommand: Command = command(
  TAKES,
  [
    ['collect out/my-2023-sweep', 'workers wrote into this folder', '各工作机写入此文件夹'],
    ['collect plan records/*.tar.gz', 'records of machines that share no disk', '各机器无共享磁盘'],
  ],
  collect,
)

async function collect(args: Given<typeof TAKES>): Promise<void> {
  const planned = await plannedFolder(args.plan)
  const { folder, head, kind, plan, runs } = planned
  let found: Collected = { added: 0, strays: 0, warnings: [] }
  let missing = 0
  const done = await complete({ ...args, records: undefined, force: false }, kind, {
    folder,
    plan,
    headOf: () => head,
    before: (held) => {
      found = takeRecords(held, runs, args.records ?? [], folder)
      missing = missingIn(held.place, runs).length
      held.tellRuns(new Set(runs.map(({ key }) => key)).size - missing)
      return missing === 0 || args['make-missing']
    },
  })
  warn(found.warnings)
  if (done === null) return tellMissing(args, planned, found, missing)
  const { added, strays } = found
  const { made, failures } = done.made
  const json = {
    ...{ folder, digest: done.head.digest, runs: runs.length, added, strays },
    ...{ made, failed: failures.length, seconds: secondsOf(done) },
  }
  const what = { en: `${addedText(found).en}${runs.length} runs`, zh: `${addedText(found).zh}${runs.length}次运行` }
  tell(args, done, json, () => countsText(what, done))
}

function addedText({ added, strays }: Collected): { readonly en: string; readonly zh: string } {
  const en = strays === 0 ? '' : `, ${strays} left out that the plan does not ask for`
  const zh = strays === 0 ? '' : `，另有${strays}份不在计划内而未收入`
  return { en: `${added} records taken${en}. `, zh: `收入${added}份记录${zh}。` }
}

/** Nothing is written without all runs; what was taken stays. */
function tellMissing(
  { json }: Pick<Given<typeof TAKES>, 'json'>,
  { folder, head, runs }: PlannedFolder,
  found: Collected,
  missing: number,
): void {
  process.exitCode = EXIT.incomplete
  const { added, strays } = found
  const planned = new Set(runs.map(({ key }) => key)).size
  if (json) return void process.stdout.write(jsonText({ folder, runs: planned, added, strays, missing }))
  const taken = addedText(found)
  const text = {
    en: `${taken.en}${missing} of ${planned} runs in ${folder} have no record yet, and no results are written without them. “xiaojin status ${folder} --shards N” names the parts to start again; --make-missing makes the runs here, and so does: ${head.command}`,
    zh: `${taken.zh}${folder} 的${planned}次运行中有${missing}次尚无记录，缺少它们不写结果。“xiaojin status ${folder} --shards N”列出需重新执行的各份；--make-missing 可在本机补做，原命令亦可：${head.command}`,
  }
  process.stderr.write(`${say(text)}\n`)
}
