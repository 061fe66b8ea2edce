import { say } from '../language.ts'
import { plannedFolder } from '../machines/planned-folder.ts'
import { shardOf } from '../machines/shards.ts'
import { type ShardDone, workShard } from '../machines/worker.ts'
import { jsonText } from '../output-file.ts'
import { tellMade } from './carry-out.ts'
import { type Command, command, flag, type Given, place, text } from './command.ts'
import { once, QUIET, THREADS, threadsOf, warn } from './options.ts'

const TAKES = {
  plan: place('folder with a plan, written by --plan', '含计划的文件夹，由 --plan 写出'),
  shard: text(
    'which part of the runs, of how many: 3/10 [default: 1/1, all of them]',
    '第几份/共几份：3/10 [默认：1/1，即全部]',
  ),
  threads: {
    ...THREADS,
    about: { en: 'threads for runs; results do not depend on it', zh: '运行的线程数；结果与之无关' },
    usual: { en: '1', zh: '1' },
  },
  out: text(
    'folder for the records, for “xiaojin collect” [default: that of the plan]',
    '存放记录的文件夹，供“xiaojin collect”收集 [默认：计划所在文件夹]',
  ),
  quiet: QUIET,
  json: flag('print the summary as JSON', '以 JSON 输出摘要'),
}

export const workerCommand: Command = command(
  TAKES,
  [
    ['worker out/my-2023-sweep --shard 3/10 --threads 4', 'one of ten machines', '十台机器之一'],
    ['worker plan --shard 3/10 --out "$TMPDIR/records"', 'records on a disk of its own', '记录写到本机磁盘'],
  ],
  worker,
)

async function worker(args: Given<typeof TAKES>): Promise<void> {
  const shard = shardOf(once('shard', args.shard) ?? '1/1')
  const threads = threadsOf(args)
  const planned = await plannedFolder(args.plan)
  const startedMs = performance.now()
  const done = await workShard(planned, shard, { threads, quiet: args.quiet, out: once('out', args.out) })
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10
  tellMade(done)
  if (done.strays > 0) warn([say(strayText(done, args.plan))])
  const { runs, made, folder, failures, strays } = done
  const stored = runs - made - failures.length
  if (args.json) {
    process.stdout.write(
      jsonText({
        folder,
        shard: `${shard.number}/${shard.of}`,
        runs,
        made,
        stored,
        failed: failures.length,
        strays,
        seconds,
      }),
    )
    return
  }
  if (args.quiet) return
  const failed =
    failures.length === 0 ? '' : say({ en: `, ${failures.length} failed`, zh: `，失败${failures.length}次` })
  const counts = {
    en: `Shard ${shard.number}/${shard.of}, ${runs} runs: ${made} made in ${seconds} s, ${stored} were there${failed} · ${folder}`,
    zh: `第 ${shard.number}/${shard.of} 份，共${runs}次：本次完成${made}次（${seconds}秒），已有${stored}次${failed} · ${folder}`,
  }
  process.stdout.write(`${say(counts)}\n`)
}

function strayText({ strays, runs }: ShardDone, plan: string): { readonly en: string; readonly zh: string } {
  return {
    en: `the plan in ${plan} was changed while this worker ran: it no longer asks for ${strays} of these ${runs} runs. Their records are kept and not counted`,
    zh: `运行期间 ${plan} 中的计划已改动：这${runs}次运行中有${strays}次不再需要。其记录保留，但不计入`,
  }
}
