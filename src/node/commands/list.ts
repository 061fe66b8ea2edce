/**
 * Every command with its first line of help, and how to load the rest: `--version` and `--help` load no command, and a
 * command loads no other.
 */
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Command } from './command.ts'

interface ListedCommand extends Bilingual {
  /** Name and positional arguments, as yargs writes them. */
  readonly command: string
  readonly load: () => Promise<Command>
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    command: 'run [file]',
    en: 'run a scenario; leaves data, charts and a report in a folder',
    zh: '运行情景，在文件夹中留下数据、图表与报告',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    command: 'sweep <file>',
    en: 'run an experiment of any size; rerun the command to resume',
    zh: '运行任意规模的实验；重新执行命令即可续跑',
    load: async () => (await import('./sweep.ts')).sweepCommand,
  },
  {
    command: 'compare <a> <b>',
    en: 'differences of two scenarios or of two finished folders, paired by seed, with intervals',
    zh: '比较两个情景或两个已完成的文件夹，按种子配对，附区间',
    load: async () => (await import('./compare.ts')).compareCommand,
  },
  {
    command: 'sensitivity <file>',
    en: 'which parameters move which outcomes; rerun the command to resume',
    zh: '哪些参数影响哪些结果指标；重新执行命令即可续跑',
    load: async () => (await import('./sensitivity.ts')).sensitivityCommand,
  },
  {
    command: 'calibrate <file>',
    en: 'fit [free] parameters to published targets; rerun the command to resume',
    zh: '以自由参数拟合公开目标；重新执行命令即可续跑',
    load: async () => (await import('./calibrate.ts')).calibrateCommand,
  },
  {
    command: 'study <file>',
    en: 'judge claims of a plan, or split effects by channel; rerun the command to resume',
    zh: '按方案判定论点或分解作用机制；重新执行命令即可续跑',
    load: async () => (await import('./study.ts')).studyCommand,
  },
  {
    command: 'worker [plan]',
    en: 'make a part of the runs of a plan, on this machine; rerun the command to resume',
    zh: '在本机完成计划中的一部分运行；重新执行命令即可续跑',
    load: async () => (await import('./worker.ts')).workerCommand,
  },
  {
    command: 'status <plan> [records..]',
    en: 'how many runs of a plan have records',
    zh: '计划中已有记录的运行次数',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  {
    command: 'collect <plan> [records..]',
    en: 'take records of a plan from folders and archives, and write its results',
    zh: '从文件夹与归档收集计划的记录，并写出结果',
    load: async () => (await import('./collect.ts')).collectCommand,
  },
  {
    command: 'export <to> <plan>',
    en: 'write the scripts by which a cluster makes a plan: export slurm PLAN --shards N',
    zh: '写出供集群执行计划的脚本：export slurm PLAN --shards N',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    command: 'check <files..>',
    en: 'say whether scenarios are sound; nothing runs',
    zh: '检查情景是否无误，不运行',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    command: 'explore [file]',
    en: 'the market in the browser: settings, live charts, one person in two worlds',
    zh: '在浏览器中浏览市场：设定、实时图表、同一个人在两个世界',
    load: async () => (await import('./explore.ts')).exploreCommand,
  },
  {
    command: 'trace <dir>',
    en: 'receipts of every decision of one person of a finished run',
    zh: '已完成运行中某人各项决定的凭据',
    load: async () => (await import('./trace.ts')).traceCommand,
  },
  {
    command: 'chart <dir>',
    en: 'draw the charts of a finished run again, and its report with them',
    zh: '重绘已完成运行的图表及报告',
    load: async () => (await import('./chart.ts')).chartCommand,
  },
  {
    command: 'report <dir>',
    en: 'write the report of a finished run again, with the charts that it has',
    zh: '重写已完成运行的报告，沿用现有图表',
    load: async () => (await import('./chart.ts')).reportCommand,
  },
  {
    command: 'index [dir]',
    en: 'write a page that lists the finished results in a folder, out/ if left out',
    zh: '写出列有文件夹中已完成结果的目录页，省略时为 out/',
    load: async () => (await import('./index-page.ts')).indexCommand,
  },
  {
    command: 'query <dir> [sql]',
    en: 'ask the tables of a finished run or sweep in SQL; without a question, list them',
    zh: '用 SQL 查询已完成运行或实验的数据表；不给查询则列出各表',
    load: async () => (await import('./query.ts')).queryCommand,
  },
  {
    command: 'targets [dir]',
    en: 'published patterns, and how a finished run stands to them',
    zh: '公开目标，以及已完成的运行是否达标',
    load: async () => (await import('./targets.ts')).targetsCommand,
  },
  {
    command: 'verify <dir>',
    en: 'run a finished run again and compare every file',
    zh: '重新运行并逐一比对全部文件',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    command: 'list',
    en: 'the scenarios that ship with xiaojin, each with its question',
    zh: '随附的情景及其研究问题',
    load: async () => (await import('./scenarios.ts')).scenariosCommand,
  },
  {
    command: 'init [file]',
    en: 'write a commented scenario that extends the baseline or another',
    zh: '写出带注释的情景文件，派生自基准或其他情景',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    command: 'migrate <files..>',
    en: 'give scenario files the names of this version; comments and layout stay',
    zh: '将情景文件中的旧名称改为本版名称，注释与版式不变',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  {
    command: 'schema [of]',
    en: 'print the JSON Schema of scenarios, for editors',
    zh: '输出情景的 JSON Schema，供编辑器使用',
    load: async () => (await import('./schema.ts')).schemaCommand,
  },
  {
    command: 'explain <key>',
    en: "a parameter's meaning, unit, range, default and source",
    zh: '参数的含义、单位、取值范围、默认值与来源',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
]
