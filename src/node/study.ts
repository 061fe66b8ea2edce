/**
 * What makes two plans one study. A folder belongs to the study that began it: the same study may grow in it (more
 * arms, replications or points), and any other is refused.
 */
import { canonicalJson, kindOfManifest, type Manifest, type ManifestExperiment, type StudyKind } from './manifest.ts'

/** The manifest before anything has run. */
export type PlannedHead = Omit<Manifest, 'outputs' | 'digest'>

export const KINDS: { readonly [kind in StudyKind]: string } = {
  run: 'a run',
  sweep: 'a sweep',
  sensitivity: 'a sensitivity analysis',
  calibration: 'a calibration',
}

/** How the study in a folder differs from the one that would go there, as in "holds a run …"; null where it may. */
export function difference(there: PlannedHead, here: PlannedHead): string | null {
  const kind = kindOfManifest(here)
  const values = valueDifference(there, here)
  if (values !== null) return values
  if (there.seed !== here.seed) return `with seed ${there.seed}`
  if (kind === 'run') {
    if (there.scenario.sha256 !== here.scenario.sha256) return 'of another scenario by the same name'
  } else {
    const other = {
      sweep: () => armDifference(there.experiment, here.experiment),
      sensitivity: () => analysisDifference(there, here),
      calibration: () => calibrationDifference(there, here),
    }[kind]()
    if (other !== null) return other
  }
  return buildDifference(there, here, kind) ?? viewDifference(there, here, kind)
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

/** Arms and replications may be added. */
function armDifference(there: ManifestExperiment | undefined, here: ManifestExperiment | undefined): string | null {
  const now = new Map(here?.arms.map(({ name, set }) => [name, canonicalJson(set)]))
  for (const { name, set } of there?.arms ?? []) {
    if (!now.has(name)) return `with an arm ${name}, which is not planned here`
    if (now.get(name) !== canonicalJson(set)) return `whose arm ${name} sets something else (${canonicalJson(set)})`
  }
  const [old, next] = [there?.replications ?? 1, here?.replications ?? 1]
  return next < old ? `of ${old} replications, not ${next}` : null
}

/** Trajectories, samples, replications and outcomes may be added. */
function analysisDifference({ sensitivity: there }: PlannedHead, { sensitivity: here }: PlannedHead): string | null {
  const [old, now] = [there as unknown as Grown, here as unknown as Grown]
  for (const key of Object.keys({ ...old, ...now })) {
    const [before, after] = [old[key], now[key]]
    const grows =
      typeof before === 'number' && typeof after === 'number'
        ? after >= before
        : Array.isArray(before) && Array.isArray(after)
          ? before.every((one) => after.some((other) => canonicalJson(one) === canonicalJson(other)))
          : canonicalJson(before ?? null) === canonicalJson(after ?? null)
    if (!grows) return `with other ${key} (${canonicalJson(before ?? null)})`
  }
  return null
}

interface Grown {
  readonly [key: string]: unknown
}

/** More evaluations move the estimate, which other scenarios may extend: nothing may differ. */
function calibrationDifference({ calibration: there }: PlannedHead, { calibration: here }: PlannedHead): string | null {
  const [old, now] = [there as unknown as Grown, here as unknown as Grown]
  const key = Object.keys({ ...old, ...now }).find((one) => {
    return canonicalJson(old[one] ?? null) !== canonicalJson(now[one] ?? null)
  })
  return key === undefined ? null : `with other ${key} (${canonicalJson(old[key] ?? null)})`
}

/** Of a run every byte of the program counts; of what keeps its runs, what decides their numbers. */
function buildDifference(
  { engine: there }: PlannedHead,
  { engine: here }: PlannedHead,
  kind: StudyKind,
): string | null {
  if (there.version !== here.version) return `by xiaojin ${there.version}`
  const counts = (engine: PlannedHead['engine']): unknown[] => [
    engine.engineSha256,
    kind === 'run' && engine.codeSha256,
  ]
  if (counts(there).join() !== counts(here).join()) return 'by another build of xiaojin'
  return there.packagesSha256 === here.packagesSha256 ? null : 'with other versions of the packages that it rests on'
}

/** Charts may be added to what keeps its runs; none go, and neither language nor form of CSV files changes, unasked. */
function viewDifference(there: PlannedHead, here: PlannedHead, kind: StudyKind): string | null {
  if (there.language !== here.language) return 'in another language'
  if (there.csvBom !== here.csvBom) return `${there.csvBom ? 'with' : 'without'} byte order marks in CSV files`
  if (there.charts === here.charts || (kind !== 'run' && here.charts)) return null
  return there.charts ? 'with charts' : 'without charts'
}
