import { join } from 'node:path'
import type { Table } from '../../base/table.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { differences } from '../../measures/ensemble.ts'
import { isArmName, MAX_REPLICATIONS } from '../../scenarios/experiment.ts'
import type { Lang } from '../../scenarios/parameter.ts'
import { PATHS } from '../../scenarios/parameters.ts'
import type { TableFile } from '../../scenarios/read-text.ts'
import { valueAt, withValues } from '../../scenarios/with-values.ts'
import { checkComparable, isFolder, pairedTables, SHARED, sentences, storedArm } from '../comparison.ts'
import { REPORT_FILE } from '../compose.ts'
import { suffixOf } from '../default-folder.ts'
import { type Ensemble, type EnsembleArm, manifestExperiment } from '../ensemble.ts'
import { UsageError } from '../failure.ts'
import { sha256Hex } from '../hash.ts'
import { say, spokenLang } from '../language.ts'
import { canonicalJson, scenarioHash } from '../manifest.ts'
import { jsonText } from '../output-file.ts'
import { pathName } from '../path-name.ts'
import { printable } from '../printable.ts'
import { armsText } from '../scenario-files.ts'
import { sweepKind } from '../sweep.ts'
import { carryOut, folderOf, headParts, type TypedScenario, typedScenario } from './carry-out.ts'
import { type Command, command, flag, type Given, place, text, texts } from './command.ts'
import { once, THREADS, WRITING, wholeNumber } from './options.ts'

const DEFAULT_REPLICATIONS = 10

const TAKES = {
  a: place(
    'scenario or folder; FILE:ARM, NAME:ARM or FOLDER:ARM names an arm',
    '情景或文件夹；文件:实验组、名称:实验组或文件夹:实验组指明一组',
  ),
  b: place('what is held against it', '与之比较的对象'),
  replications: text('pairs of runs, of scenarios', '配对运行的次数（比较情景时）', {
    defaultDescription: String(DEFAULT_REPLICATIONS),
  }),
  seed: text("whole number in place of a's seed, for both", '取代 a 的种子的整数，两者同用'),
  set: texts('a parameter and its value, for both; repeat for more', '参数及其取值，两者同用；可重复使用'),
  threads: THREADS,
  out: text(
    'folder of the results, of scenarios [default: out/<a>-and-<b>]',
    '结果文件夹（比较情景时）[默认：out/<a>-and-<b>]',
  ),
  ...WRITING,
  quiet: flag('no progress', '不显示进度'),
  json: flag('print all differences as JSON', '以 JSON 输出全部差异'),
}

type CompareArguments = Given<typeof TAKES>

/** All other options say how runs are made, or drawn. */
const OF_FOLDERS: ReadonlySet<string> = new Set(['a', 'b', 'lang', 'quiet', 'json'])
const OF_SCENARIOS = (Object.keys(TAKES) as (keyof typeof TAKES)[]).filter((name) => !OF_FOLDERS.has(name))

export const compareCommand: Command = command(
  TAKES,
  [
    [
      'compare baseline my.yaml --replications 20 --threads 2',
      'a sentence an outcome, charts and a report',
      '每个结果指标一句，另有图表与报告',
    ],
    ['compare my.yaml:narrow my.yaml:wide', 'two arms of one file', '同一文件的两个实验组'],
    ['compare out/a-1-sweep out/b-1-sweep:wide', 'what was run before', '此前运行的结果'],
  ],
  compare,
)

async function compare(args: CompareArguments): Promise<void> {
  once('lang', args.lang)
  const lang = spokenLang()
  const folders = [args.a, args.b].filter(isFolder)
  if (folders.length === 1)
    throw new UsageError({
      en: `${folders[0]} is a folder and the other is none: compare two of a kind.`,
      zh: `${folders[0]} 是文件夹，另一个不是：请比较同类的两者。`,
    })
  if (folders.length === 0) return compareScenarios(args, lang)
  for (const option of OF_SCENARIOS) {
    if (args[option] !== undefined && args[option] !== false)
      throw new UsageError({
        en: `--${option}: folders hold finished runs; this option is for scenarios.`,
        zh: `--${option}：文件夹中是已完成的运行；此选项只用于情景。`,
      })
  }
  const [first, second] = [await storedArm(args.a), await storedArm(args.b)]
  checkComparable({ ...first, typed: args.a }, { ...second, typed: args.b })
  process.stdout.write(told(pairedTables(first, second), args, lang, lessText(`B ${args.b}`, `A ${args.a}`, lang)))
}

function lessText(second: string, first: string, lang: Lang): string {
  return lang === 'en' ? `${second} minus ${first}` : `${second} 减 ${first}`
}

function told(tables: readonly Table[], { json }: CompareArguments, lang: Lang, heading: string): string {
  if (json) return jsonText(differences(tables))
  return printable(
    `${heading}\n\n${sentences(tables, lang)
      .map((sentence) => `${sentence}\n`)
      .join('')}`,
  )
}

async function compareScenarios(args: CompareArguments, lang: Lang): Promise<void> {
  const replications = wholeNumber('replications', args.replications, MAX_REPLICATIONS) ?? DEFAULT_REPLICATIONS
  const [first, second] = [loaded(args, args.a), loaded(args, args.b)]
  const { scenario } = first
  const ensemble: Ensemble = { scenario, replications, arms: pairOf(first, second) }
  const [a, b] = ensemble.arms
  const done = await carryOut(args, sweepKind, {
    folder: folderOf(args, folderName(args, ensemble)),
    plan: ensemble,
    part: manifestExperiment,
    scenario,
    parts: {
      ...headParts(args, first, 'compare', [args.a, args.b], ['replications', 'seed', 'set']),
      tables: allTables(first, second),
    },
  })
  const report = say({ en: 'report', zh: '报告' })
  const places = args.json ? '' : `\n${report}  ${join(done.folder, REPORT_FILE)}\n`
  process.stdout.write(`${told(done.results, args, lang, lessText(b.title[lang], a.title[lang], lang))}${places}`)
}

/** Two scenarios of these names as their files say; anything else is told from them by its hash. */
function folderName({ set, seed }: CompareArguments, { scenario, arms: [a, b] }: Ensemble): string {
  const hash = sha256Hex(canonicalJson([scenarioHash(scenario), scenario.seed, b.set]))
  const isPlain = set === undefined && seed === undefined && a.name !== UNNAMED[0]
  return `${pathName(`${a.name}-and-${b.name}`)}${isPlain ? '' : suffixOf(hash, null)}`
}

interface Loaded extends TypedScenario {
  readonly typed: string
  readonly name: string
  readonly title: EnsembleArm['title']
}

/** A scenario by its file or name, or one arm of its experiment. */
function loaded(args: CompareArguments, typed: string): Loaded {
  const read = typedScenario(args, typed)
  return { ...read, typed, name: read.arm?.name ?? read.scenario.name, title: read.arm?.title ?? read.scenario.title }
}

/** Arms of which the names cannot serve. */
const UNNAMED = ['a', 'b'] as const

/** The first as it is, and what the second changes in it. */
function pairOf(first: Loaded, second: Loaded): EnsembleArm[] {
  for (const path of SHARED) {
    const [here, there] = [valueAt(first.scenario, path), valueAt(second.scenario, path)]
    if (here !== there)
      throw new UsageError({
        en: `${path} is ${here} in one and ${there} in the other; make it the same, with --set ${path}=${here}.`,
        zh: `${path} 在一方为 ${here}，在另一方为 ${there}；请用 --set ${path}=${here} 使两者相同。`,
      })
  }
  const set = Object.fromEntries(
    PATHS.filter((path) => !['name', 'title.en', 'title.zh', 'seed', ...SHARED].includes(path)).flatMap((path) => {
      const [here, there] = [valueAt(first.scenario, path), valueAt(second.scenario, path)]
      return JSON.stringify(here) === JSON.stringify(there) ? [] : [[path, there]]
    }),
  )
  if (Object.keys(set).length === 0) throw new UsageError(sameText(first, second))
  const distinct = first.name !== second.name && isArmName(first.name) && isArmName(second.name)
  const [a, b] = distinct ? [first.name, second.name] : UNNAMED
  const changed = withValues(first.scenario, set)
  return [
    { name: a, title: first.title, set: {}, scenario: first.scenario },
    { name: b, title: second.title, set, scenario: changed },
  ]
}

/** The tables that either was read from, each once. */
function allTables(...scenarios: readonly Loaded[]): readonly TableFile[] {
  const tables = scenarios.flatMap((scenario) => scenario.tables)
  return [...new Map(tables.map((table) => [`${table.file} ${table.sha256}`, table])).values()]
}

/** Two scenarios that differ in nothing; often their arms do. */
function sameText(first: Loaded, second: Loaded): Bilingual {
  const hints = [first, second].flatMap(({ typed, experiment }): Bilingual[] => {
    const names = experiment?.arms.map(({ name }) => name) ?? []
    if (names.length === 0) return []
    const { en, zh } = armsText(names)
    const one = `${typed}:${names.at(-1)}`
    return [
      {
        en: ` ${typed} has the arms ${en}: name one, such as ${one}.`,
        zh: `${typed} 有实验组 ${zh}：请指明其一，如 ${one}。`,
      },
    ]
  })
  const each = (lang: Lang): string => [...new Set(hints.map((hint) => hint[lang]))].join('')
  return {
    en: `The two scenarios are the same: there is nothing to compare.${each('en')}`,
    zh: `两个情景相同，无可比较。${each('zh')}`,
  }
}
