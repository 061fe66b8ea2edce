/** Scenario files on disk, and the ones that ship with the package. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ScenarioFiles } from '../scenarios/read-file.ts'
import { UsageError } from './failure.ts'
import { packageFile } from './package-files.ts'

export const nodeFiles: ScenarioFiles = {
  size: (file) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat?.isFile() ? stat.size : undefined
  },
  read: (file) => readFileSync(file),
}

const BASELINE = 'baseline.yaml'

/** The file to read for what the user typed; the bare name of the shipped baseline works from anywhere. */
export function scenarioPath(typed: string): string {
  const stat = statSync(typed, { throwIfNoEntry: false })
  if (stat?.isDirectory()) {
    const hint = existsSync(join(typed, 'manifest.json'))
      ? ` It looks like an output folder: ${join(typed, 'scenario.resolved.yaml')} runs it again.`
      : ''
    throw new UsageError(`${typed} is a folder; name a scenario file, such as scenarios/${BASELINE}.${hint}`)
  }
  if (stat !== undefined) return typed
  if ([BASELINE, 'baseline', `scenarios/${BASELINE}`].includes(typed)) return packageFile(`scenarios/${BASELINE}`)
  throw new UsageError(`There is no file ${typed}.${otherEnding(typed)}`)
}

function otherEnding(typed: string): string {
  const stem = join(dirname(typed), basename(typed).replace(/\.ya?ml$/i, ''))
  const found = ['.yaml', '.yml'].map((ending) => stem + ending).find((file) => existsSync(file))
  return found === undefined ? '' : ` Did you mean ${found}?`
}
