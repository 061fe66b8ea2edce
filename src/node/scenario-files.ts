/** Scenario files on disk, and the ones that ship with the package. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { type Fault, formatWarnings, verbatim } from '../base/errors.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Arm } from '../scenarios/experiment.ts'
import { type LoadedScenario, loadScenario, type Origin, type Override } from '../scenarios/load.ts'
import type { ScenarioFiles } from '../scenarios/read-text.ts'
import { nearest } from '../scenarios/suggest.ts'
import { UsageError } from './failure.ts'
import { spokenLang } from './language.ts'
import { packageFile } from './package-files.ts'
import { printable } from './printable.ts'

export const nodeFiles: ScenarioFiles = {
  size: (file) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat?.isFile() ? stat.size : undefined
  },
  read: (file) => readFileSync(file),
  real,
  root: (file) => {
    const folder = real(dirname(file)) ?? resolve(dirname(file))
    for (let at = folder; ; at = dirname(at)) {
      if (['.git', 'package.json'].some((mark) => existsSync(join(at, mark)))) return slashed(at)
      if (dirname(at) === at) return folder
    }
  },
  shipped: {
    names: shippedNames,
    file: (name) => (shippedNames().includes(name) ? slashed(packageFile(`${FOLDER}/${name}.yaml`)) : undefined),
    label: (file) => {
      const inside = relative(packageFile('.'), file)
      return inside.startsWith('..') || isAbsolute(inside) ? undefined : `xiaojin/${slashed(inside)}`
    },
  },
}

const FOLDER = 'scenarios'

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

/** Of the operating system: `realpathSync` itself drops `..` before it looks at links. */
function real(path: string): string | undefined {
  try {
    return slashed(realpathSync.native(path))
  } catch {
    return undefined
  }
}

/** Names of the scenarios that ship with the package, in the order of the alphabet. */
export function shippedNames(): readonly string[] {
  return readdirSync(packageFile(FOLDER))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()
}

/** A scenario as typed: a file, or the name of a shipped one, and perhaps an arm of it. */
export interface ScenarioPlace {
  readonly file: string
  readonly arm: string | undefined
}

/** The file and the arm of what the user typed; a file of that very name goes before a colon in it. */
export function scenarioPlace(typed: string): ScenarioPlace {
  const colon = typed.lastIndexOf(':')
  // C:\a.yaml has a drive and no arm.
  const isArm = colon > 0 && !(colon === 1 && /^[a-z]:[\\/]/i.test(typed))
  if (statSync(typed, { throwIfNoEntry: false }) !== undefined || !isArm) {
    return { file: scenarioPath(typed), arm: undefined }
  }
  return { file: scenarioPath(typed.slice(0, colon)), arm: typed.slice(colon + 1) }
}

/** The file to read for what the user typed; bare names of shipped scenarios work from anywhere. */
export function scenarioPath(typed: string): string {
  const stat = statSync(typed, { throwIfNoEntry: false })
  if (stat?.isDirectory()) {
    const again = join(typed, 'scenario.resolved.yaml')
    const { en, zh } = existsSync(join(typed, 'manifest.json'))
      ? {
          en: ` It looks like an output folder: ${again} runs it again.`,
          zh: `它似为结果文件夹：运行 ${again} 可重复该次运行。`,
        }
      : verbatim('')
    throw new UsageError({
      en: `${typed} is a folder; name a scenario file, such as scenarios/baseline.yaml.${en}`,
      zh: `${typed} 是文件夹；请给出情景文件，如 scenarios/baseline.yaml。${zh}`,
    })
  }
  if (stat !== undefined) return typed
  const name = /^(?:scenarios\/)?([a-z0-9-]+)(?:\.yaml)?$/.exec(typed)?.[1]
  const names = shippedNames()
  if (name !== undefined && names.includes(name)) return packageFile(`${FOLDER}/${name}.yaml`)
  const meant = otherEnding(typed) ?? nearest(name ?? typed, names)
  const { en, zh } = shippedHint(meant)
  throw new UsageError({
    en: `There is no file ${typed}, and no shipped scenario of that name. ${en}`,
    zh: `没有文件 ${typed}，也没有此名称的随附情景。${zh}`,
  })
}

/** What to do about a name that no shipped scenario has. */
export function shippedHint(meant: string | undefined): Bilingual {
  if (meant === undefined)
    return { en: 'xiaojin list shows those that there are.', zh: 'xiaojin list 列出全部随附情景。' }
  return { en: `Did you mean ${meant}?`, zh: `是否应为 ${meant}？` }
}

function otherEnding(typed: string): string | undefined {
  const stem = join(dirname(typed), basename(typed).replace(/\.ya?ml$/i, ''))
  return ['.yaml', '.yml'].map((ending) => stem + ending).find((file) => existsSync(file))
}

/** What is doubtful in files, for the user to read beside the results. */
export function tellWarnings(warnings: readonly Fault[]): void {
  if (warnings.length > 0) process.stderr.write(`${printable(formatWarnings(warnings, spokenLang()))}\n`)
}

export interface ReadScenario extends LoadedScenario {
  readonly file: string
  /** The arm that was named, which has become the scenario. */
  readonly arm: Arm | undefined
}

/**
 * A scenario as typed, FILE, NAME or either with :ARM; `option` names an arm, too. Its warnings go to stderr.
 * Throws UsageError where there is no such file or arm, ScenarioError where the file has faults.
 */
export function readScenario(
  typed: string,
  overrides: readonly Override[],
  {
    quiet,
    option,
    settle = (loaded) => loaded,
  }: {
    readonly quiet: boolean
    readonly option?: string | undefined
    /** What is done to the file before an arm of it is taken. */
    readonly settle?: (loaded: LoadedScenario) => LoadedScenario
  },
): ReadScenario {
  const { file, arm: named } = scenarioPlace(typed)
  if (named !== undefined && option !== undefined) {
    throw new UsageError({
      en: `${typed} names an arm already: leave --arm ${option} out.`,
      zh: `${typed} 已指明实验组：请去掉 --arm ${option}。`,
    })
  }
  const loaded = settle(loadScenario(file, nodeFiles, overrides))
  if (!quiet) tellWarnings(loaded.warnings)
  const name = named ?? option
  if (name === undefined) return { ...loaded, file, arm: undefined }
  const arm = armNamed(loaded, name, option === undefined ? typed : `--arm ${option}`)
  // The arm becomes the scenario: what it sets came by the option that named it.
  const own = Object.keys(arm.set).map((path): [string, Origin] => {
    return [path, { kind: 'option', option: '--arm', text: arm.name }]
  })
  const dates = loaded.dates.arms.get(arm.name) ?? loaded.dates.scenario
  return {
    ...loaded,
    scenario: arm.scenario,
    experiment: undefined,
    origins: new Map([...loaded.origins, ...own]),
    dates: { scenario: dates, arms: new Map() },
    file,
    arm,
  }
}

/** More names than these fill a screen. */
const SHOWN_ARMS = 16

function armNamed({ experiment }: LoadedScenario, name: string, typed: string): Arm {
  const arms = experiment?.arms ?? []
  const found = arms.find((arm) => arm.name === name)
  if (found !== undefined) return found
  const names = arms.map((arm) => arm.name)
  const meant = nearest(name, names)
  const listed = armsText(names)
  const hint =
    names.length === 0
      ? { en: 'The file holds no experiment.', zh: '该文件没有实验。' }
      : { en: `Its arms are ${listed.en}.`, zh: `其实验组为 ${listed.zh}。` }
  const guess = meant === undefined ? verbatim('') : { en: `Did you mean ${meant}? `, zh: `是否应为 ${meant}？` }
  throw new UsageError({
    en: `${typed} names no arm that there is: ${name}. ${guess.en}${hint.en}`,
    zh: `${typed} 所指的实验组 ${name} 不存在。${guess.zh}${hint.zh}`,
  })
}

/** 'a, b, c and 12 more'. */
export function armsText(names: readonly string[]): Bilingual {
  const shown = names.slice(0, SHOWN_ARMS)
  const isAll = shown.length === names.length
  return {
    en: `${shown.join(', ')}${isAll ? '' : ` and ${names.length - SHOWN_ARMS} more`}`,
    zh: `${shown.join('、')}${isAll ? '' : ` 等${names.length}个`}`,
  }
}
