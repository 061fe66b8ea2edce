import { readFileSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { UsageError } from '../failure.ts'
import { bytesIfThere, createFile, ensureFolder, replaceFile } from '../files.ts'
import { say } from '../language.ts'
import { missingIn } from '../machines/collect.ts'
import { type PlannedFolder, plannedFolder } from '../machines/planned-folder.ts'
import { MAX_SHARDS, shardsOf } from '../machines/shards.ts'
import {
  JOB_FILE,
  jobScript,
  quoted,
  SCRIPT_MARK,
  type SlurmJob,
  SUBMIT_FILE,
  submitScript,
} from '../machines/slurm.ts'
import { jsonText } from '../output-file.ts'
import { pathName } from '../path-name.ts'
import { type Estimate, estimateOf, weightOf } from '../pilot.ts'
import { textTable } from '../text-table.ts'
import { type Command, command, flag, type Given, place, text } from './command.ts'
import { once, QUIET, THREADS, threadsOf, wholeNumber } from './options.ts'

const TAKES = {
  to: {
    ...place('the only one there is: slurm', '目前仅有：slurm'),
    form: { ...place('', '').form, choices: ['slurm'] },
  },
  plan: place(
    'folder with a plan, or a file of which sweep, sensitivity or study makes one',
    '含计划的文件夹，或可由 sweep、sensitivity、study 生成计划的文件',
  ),
  shards: {
    ...text('how many tasks share the runs', '由多少个任务分担全部运行', { demandOption: true }),
    missing: {
      en: 'export slurm needs --shards, such as --shards 10.',
      zh: 'export slurm 需要 --shards，如 --shards 10。',
    },
  },
  threads: {
    ...THREADS,
    about: { en: 'processors of each task', zh: '每个任务的处理器数' },
    usual: { en: '1', zh: '1' },
  },
  partition: text('of the cluster', '集群分区'),
  minutes: text(
    'time of each task [default: twice what a pilot says]',
    '每个任务的时限（分钟）[默认：试运行估计的两倍]',
  ),
  memory: text(
    'megabytes of each task [default: half more than a pilot says]',
    '每个任务的内存（MB）[默认：试运行估计的1.5倍]',
  ),
  'array-size': text(
    'the largest number that job arrays may have here: MaxArraySize less 1',
    '作业阵列编号上限：MaxArraySize 减 1',
    {
      defaultDescription: '1000',
    },
  ),
  scratch: text(
    "folder of the node, such as '$TMPDIR': records lie there until the task ends, and come back as an archive",
    "节点本地文件夹，如 '$TMPDIR'：任务结束前记录存于此处，结束后打包送回",
  ),
  out: text('folder for the scripts [default: <plan>-slurm]', '脚本所在文件夹 [默认：<计划>-slurm]'),
  quiet: QUIET,
  json: flag('print the summary as JSON', '以 JSON 输出摘要'),
}

type ExportArguments = Given<typeof TAKES>

export const exportCommand: Command = command(
  TAKES,
  [
    [
      'export slurm out/my-2023-sweep --shards 40 --threads 8',
      'forty tasks of eight processors',
      '40个任务，各8个处理器',
    ],
    ['export slurm my.yaml --shards 10 --partition short', 'writes the plan, too', '同时写出计划'],
  ],
  exportSlurm,
)

async function exportSlurm(args: ExportArguments): Promise<void> {
  const shards = wholeNumber('shards', args.shards, MAX_SHARDS) ?? 1
  const threads = threadsOf(args) ?? 1
  const typed = once('out', args.out)
  const isFile = statSync(args.plan, { throwIfNoEntry: false })?.isFile() === true
  const stem = isFile ? join('out', pathName(basename(args.plan, extname(args.plan)))) : args.plan.replace(/\/+$/, '')
  const folder = typed ?? `${stem}-slurm`
  // Options first: a pilot takes time.
  const [minutes, megabytes] = [
    wholeNumber('minutes', args.minutes, 525_600),
    wholeNumber('memory', args.memory, 2 ** 24),
  ]
  const arraySize = wholeNumber('array-size', args['array-size'], MAX_SHARDS) ?? 1000
  const partition = partitionOf(args)
  checkPath(folder)
  const planned = await plannedFolder(isFile ? await planOf(args.plan, join(folder, 'plan')) : args.plan)
  const estimate = await estimateOf(planned.runs, planned.folder, threads, args.quiet)
  const job: SlurmJob = {
    name: `xiaojin-${planned.head.scenario.name}`,
    plan: resolve(planned.folder),
    place: resolve(folder),
    ...{ shards, threads, partition, arraySize },
    minutes: minutes ?? minutesOf(planned, shards, estimate),
    megabytes: megabytes ?? Math.max(512, Math.ceil(1.5 * estimate.memoryMegabytes)),
    scratch: once('scratch', args.scratch),
  }
  ensureFolder(folder)
  writeScript(join(folder, JOB_FILE), jobScript(job))
  writeScript(join(folder, SUBMIT_FILE), submitScript(job))
  tell(args, folder, planned, job, estimate)
}

function partitionOf(args: ExportArguments): string | undefined {
  const partition = once('partition', args.partition)
  if (partition === undefined || /^[\w.,-]+$/.test(partition)) return partition
  throw new UsageError({
    en: `--partition ${partition}: this takes the name of a partition, or several with commas between them, such as short.`,
    zh: `--partition ${partition}：应为分区名，多个以逗号分隔，如 short。`,
  })
}

/** Lines of #SBATCH know no escapes. */
function checkPath(folder: string): void {
  const fault = /["%\\\n]/.exec(resolve(folder))
  if (fault === null) return
  throw new UsageError({
    en: `${folder}: Slurm takes no path with ${JSON.stringify(fault[0])} in it. Choose another place with --out.`,
    zh: `${folder}：Slurm 的路径不能含 ${JSON.stringify(fault[0])}。请用 --out 另选位置。`,
  })
}

/** Writes the plan of a file by the command that its content asks for. */
async function planOf(file: string, folder: string): Promise<string> {
  const name = commandOf(readFileSync(file, 'utf8'))
  const { runCommandLine } = await import('../parser.ts')
  const print = process.stdout.write
  // What that command prints is no data of this one.
  process.stdout.write = () => true
  try {
    await runCommandLine([name, file, '--plan', '--quiet', '--out', folder])
  } finally {
    process.stdout.write = print
  }
  return folder
}

/** The command itself reports faults of a file. */
function commandOf(source: string): 'sweep' | 'sensitivity' | 'study' {
  try {
    const keys = Object.keys((parse(source) ?? {}) as object)
    if (keys.includes('claims') || keys.includes('decompositions')) return 'study'
    return keys.includes('sensitivity') && !keys.includes('experiment') ? 'sensitivity' : 'sweep'
  } catch {
    return 'sweep'
  }
}

/** Twice what the largest shard takes, and a few minutes to start. */
function minutesOf({ folder, runs }: PlannedFolder, shards: number, { estimatedSeconds }: Estimate): number {
  const missing = missingIn(folder, runs)
  const keys = new Set(missing.map(({ key }) => key))
  const parts = shardsOf(runs, shards).map((part) => weightOf(part.filter(({ key }) => keys.has(key))))
  return 5 + Math.ceil((2 * estimatedSeconds * Math.max(...parts)) / Math.max(1, weightOf(missing)) / 60)
}

function writeScript(file: string, script: string): void {
  const there = bytesIfThere(file)
  const isOurs = there?.toString('utf8').startsWith(SCRIPT_MARK) === true
  if (there === null) createFile(file, script, 0o777)
  else if (isOurs) replaceFile(file, Buffer.from(script))
  if (there === null || isOurs) return
  throw new UsageError({
    en: `${file} exists and was not written by xiaojin; it is left alone. Choose another place with --out.`,
    zh: `${file} 已存在，且不由 xiaojin 写出；不作改动。请用 --out 另选位置。`,
  })
}

function tell(
  args: ExportArguments,
  folder: string,
  { folder: plan, runs }: PlannedFolder,
  job: SlurmJob,
  estimate: Estimate,
): void {
  const { shards, threads, minutes, megabytes, arraySize } = job
  const { nodeHours, estimatedMegabytes: diskMegabytes } = estimate
  const counts = { runs: new Set(runs.map(({ key }) => key)).size, shards, threads, minutes, megabytes, arraySize }
  if (args.json) return void process.stdout.write(jsonText({ folder, plan, ...counts, nodeHours, diskMegabytes }))
  if (args.quiet) return void process.stdout.write(`${folder}\n`)
  const submit = `bash ${quoted(join(folder, SUBMIT_FILE))}`
  const records = job.scratch === undefined ? '' : ` ${folder}/records`
  const each = {
    en: `${minutes} minutes, ${megabytes} MB and ${threads} processor${threads === 1 ? '' : 's'} each; about ${nodeHours} node hours in all`,
    zh: `每个${minutes}分钟、${megabytes} MB、${threads}个处理器；共约${nodeHours}节点小时`,
  }
  const rows = [
    [say({ en: 'tasks', zh: '任务' }), `${shards} (${say({ en: `${counts.runs} runs`, zh: `${counts.runs}次运行` })})`],
    [say({ en: 'estimate', zh: '估计' }), say(each)],
    [say({ en: 'submit, and again what is missing', zh: '提交，亦用于补交缺失部分' }), submit],
    [say({ en: 'how far', zh: '进度' }), `xiaojin status ${plan}${records} --shards ${shards}`],
    [say({ en: 'results', zh: '结果' }), `xiaojin collect ${plan}${records}`],
  ]
  process.stdout.write(textTable(rows, ['left', 'left']))
}
