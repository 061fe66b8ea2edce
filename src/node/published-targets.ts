import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readTargets, type Target } from '../measures/targets.ts'
import { packageFile } from './package-files.ts'

/** The published patterns in `targets.yaml`, which ships with the package. */
export function publishedTargets(): Target[] {
  return readTargets(parse(readFileSync(packageFile('targets.yaml'), 'utf8')))
}
