import type { Bilingual } from '../../base/vocabulary.ts'
import { UsageError } from '../failure.ts'
import { onInterrupt, tellKept } from '../interrupt.ts'
import { say } from '../language.ts'
import { plannedFolder } from '../machines/planned-folder.ts'
import { type RedisPlace, redisPlace } from '../machines/redis.ts'
import { shardOf } from '../machines/shards.ts'
import { type ShardDone, workShard } from '../machines/worker.ts'
import { jsonText } from '../output-file.ts'
import { tellMade } from './carry-out.ts'
import { type Command, command, flag, type Given, perhaps, text } from './command.ts'
import { once, QUIET, RECORDS, THREADS, threadsOf, warn } from './options.ts'

const TAKES = {
  plan: perhaps('folder with a plan, written by --plan', '含计划的文件夹，由 --plan 写出'),
  queue: text(
    'address of a Redis, in place of a plan: makes runs of whatever “sweep --queue” and the like ask for, until it is stopped',
    'Redis 地址，取代计划：完成“sweep --queue”等所需的运行，直至被停止',
  ),
  records: RECORDS,
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
    ['worker --queue redis://host:6379 --threads 4', 'any number of machines', '任意多台机器'],
    ['worker plan --shard 3/10 --out "$TMPDIR/records"', 'records on a disk of its own', '记录写到本机磁盘'],
  ],
  worker,
)

type WorkerArguments = Given<typeof TAKES>

async function worker(args: WorkerArguments): Promise<void> {
  const queue = redisPlace(once('queue', args.queue), once('records', args.records), process.env)
  if (queue !== undefined) return await queueWorker(args, queue)
  if (args.plan === undefined) {
    throw new UsageError({
      en: 'worker takes a folder with a plan, or --queue redis://host:6379.',
      zh: 'worker 需要含计划的文件夹，或 --queue redis://host:6379。',
    })
  }
  const shard = shardOf(once('shard', args.shard) ?? '1/1')
  const threads = threadsOf(args) ?? 1
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

/** Until it is stopped. */
async function queueWorker({ plan, shard, out, quiet, ...rest }: WorkerArguments, place: RedisPlace): Promise<void> {
  if (plan !== undefined || shard !== undefined || out !== undefined) {
    throw new UsageError({
      en: '--queue takes runs from a Redis: leave the plan, --shard and --out out.',
      zh: '--queue 从 Redis 领取运行：请去掉计划、--shard 与 --out。',
    })
  }
  const { workQueue } = await import('../machines/queue.ts')
  let [made, roundabout] = [0, 0]
  tellKept(() => say({ en: `${made} runs were made.`, zh: `完成了${made}次运行。` }))
  onInterrupt(() => {})
  if (!quiet) {
    const text = {
      en: `Waiting for runs at ${place.shown}; Ctrl-C ends.`,
      zh: `在 ${place.shown} 等待运行；Ctrl-C 结束。`,
    }
    process.stderr.write(`${say(text)}\n`)
  }
  await workQueue(place, threadsOf(rest) ?? 1, {
    onRun: () => {
      made++
    },
    onRoundabout: (why) => {
      if (roundabout++ === 0) warn([say(roundaboutText(place.records!, why))])
    },
  })
}

function roundaboutText(folder: string, why: string): Bilingual {
  return {
    en: `a record cannot be written into ${folder} (${why}); it travels through Redis, as others will`,
    zh: `记录无法写入 ${folder}（${why}）；该记录及后续同样情形的记录均经 Redis 传回`,
  }
}

function strayText({ strays, runs }: ShardDone, plan: string): Bilingual {
  return {
    en: `the plan in ${plan} was changed while this worker ran: it no longer asks for ${strays} of these ${runs} runs. Their records are kept and not counted`,
    zh: `运行期间 ${plan} 中的计划已改动：这${runs}次运行中有${strays}次不再需要。其记录保留，但不计入`,
  }
}
