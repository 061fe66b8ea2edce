/** Scenario files on disk, and the ones that ship with the package. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { formatWarnings } from '../base/errors.ts'
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
    const hint = existsSync(join(typed, 'manifest.json'))
      ? ` It looks like an output folder: ${join(typed, 'scenario.resolved.yaml')} runs it again.`
      : ''
    throw new UsageError(`${typed} is a folder; name a scenario file, such as scenarios/baseline.yaml.${hint}`)
  }
  if (stat !== undefined) return typed
  const name = /^(?:scenarios\/)?([a-z0-9-]+)(?:\.yaml)?$/.exec(typed)?.[1]
  const names = shippedNames()
  if (name !== undefined && names.includes(name)) return packageFile(`${FOLDER}/${name}.yaml`)
  const meant = otherEnding(typed) ?? nearest(name ?? typed, names)
  throw new UsageError(
    `There is no file ${typed}, and no shipped scenario of that name.${meant === undefined ? ' xiaojin list shows those that there are.' : ` Did you mean ${meant}?`}`,
  )
}

function otherEnding(typed: string): string | undefined {
  const stem = join(dirname(typed), basename(typed).replace(/\.ya?ml$/i, ''))
  return ['.yaml', '.yml'].map((ending) => stem + ending).find((file) => existsSync(file))
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
  { quiet, option }: { readonly quiet: boolean; readonly option?: string | undefined },
): ReadScenario {
  const { file, arm: named } = scenarioPlace(typed)
  if (named !== undefined && option !== undefined) {
    throw new UsageError(`${typed} names an arm already: leave --arm ${option} out.`)
  }
  const loaded = loadScenario(file, nodeFiles, overrides)
  if (!quiet && loaded.warnings.length > 0)
    process.stderr.write(`${printable(formatWarnings(loaded.warnings, spokenLang()))}\n`)
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
  const hint = names.length === 0 ? 'The file holds no experiment.' : `Its arms are ${armsText(names)}.`
  throw new UsageError(
    `${typed} names no arm that there is: ${name}. ${meant === undefined ? '' : `Did you mean ${meant}? `}${hint}`,
  )
}

/** 'a, b, c and 12 more'. */
export function armsText(names: readonly string[]): string {
  const more = names.length > SHOWN_ARMS ? ` and ${names.length - SHOWN_ARMS} more` : ''
  return `${names.slice(0, SHOWN_ARMS).join(', ')}${more}`
}
