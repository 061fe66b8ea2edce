/**
 * What makes two plans one study. A folder belongs to the study that began it: the same study may grow in it (more
 * arms, replications or points), and any other is refused.
 */
import type { AnyKind } from './folder-kind.ts'
import { partIn } from './kinds.ts'
import { canonicalJson, type PlannedHead } from './manifest.ts'

/**
 * How the study in a folder differs from the one that would go there, as in "holds a run …"; null where it may.
 * Without results (`hasResults`) there are none that fewer runs could lose.
 */
export function difference(kind: AnyKind, there: PlannedHead, here: PlannedHead, hasResults: boolean): string | null {
  if (there.schemaVersion !== here.schemaVersion) return writtenBy(there)
  const values = valueDifference(there, here)
  if (values !== null) return values
  if (there.seed !== here.seed) return `with seed ${there.seed}`
  const isOther = kind.keepsRuns ? false : there.scenario.sha256 !== here.scenario.sha256
  if (isOther) return 'of another scenario by the same name'
  return (
    kind.difference(partIn(there), partIn(here), hasResults) ??
    buildDifference(there, here, kind.keepsRuns) ??
    viewDifference(there, here, kind.keepsRuns)
  )
}

/** Of a folder: the version that wrote it. */
export function writtenBy({ engine, schemaVersion }: Pick<PlannedHead, 'engine' | 'schemaVersion'>): string {
  return `written by ${versionName(engine)}, whose manifests have schema ${schemaVersion}`
}

/** 'xiaojin 0.1.0 (commit 0123abc)'; versions that were never released are told apart by their commits. */
export function versionName({ version, gitCommit }: Pick<PlannedHead['engine'], 'version' | 'gitCommit'>): string {
  return `xiaojin ${version}${gitCommit === null ? '' : ` (commit ${gitCommit.slice(0, 7)})`}`
}

const NAMES = new Set(['name', 'title.en', 'title.zh', 'seed'])

function valueDifference(there: PlannedHead, here: PlannedHead): string | null {
  const old = new Map(there.parameters.map(({ key, value }) => [key, canonicalJson(value ?? null)]))
  const now = new Map(here.parameters.map(({ key, value }) => [key, canonicalJson(value ?? null)]))
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  const changed = keys.filter((key) => !NAMES.has(key) && old.get(key) !== now.get(key))
  const [key] = changed
  if (key === undefined) return null
  const short = (text: string | undefined): string => (text === undefined || text.length > 40 ? 'otherwise' : text)
  const more = changed.length > 1 ? `, and ${changed.length - 1} more` : ''
  return `of another scenario by the same name (${key} is ${short(old.get(key))} there and ${short(now.get(key))} here${more})`
}

/** Of a run every byte of the program counts; of what keeps its runs, what decides their numbers. */
function buildDifference(
  { engine: there }: PlannedHead,
  { engine: here }: PlannedHead,
  keepsRuns: boolean,
): string | null {
  if (there.version !== here.version) return `by xiaojin ${there.version}`
  const counts = (engine: PlannedHead['engine']): unknown[] => [engine.engineSha256, !keepsRuns && engine.codeSha256]
  if (counts(there).join() !== counts(here).join()) return 'by another build of xiaojin'
  return there.packagesSha256 === here.packagesSha256 ? null : 'with other versions of the packages that it rests on'
}

/** Charts may be added to what keeps its runs; none go, and neither language nor form of CSV files changes, unasked. */
function viewDifference(there: PlannedHead, here: PlannedHead, keepsRuns: boolean): string | null {
  if (there.language !== here.language) return 'in another language'
  if (there.csvBom !== here.csvBom) return `${there.csvBom ? 'with' : 'without'} byte order marks in CSV files`
  if (there.charts === here.charts || (keepsRuns && here.charts)) return null
  return there.charts ? 'with charts' : 'without charts'
}
