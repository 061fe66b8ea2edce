/**
 * What makes two plans one study. A folder belongs to the study that began it: the same study may grow in it (more
 * arms, replications or points), and any other is refused.
 */
import type { Bilingual } from '../base/vocabulary.ts'
import type { AnyKind } from './folder-kind.ts'
import { partIn } from './kinds.ts'
import { canonicalJson, type PlannedHead } from './manifest.ts'

/**
 * How the study in a folder differs from the one that would go there, as in "holds a run …"; null where it may.
 * Without results (`hasResults`) there are none that fewer runs could lose.
 */
export function difference(
  kind: AnyKind,
  there: PlannedHead,
  here: PlannedHead,
  hasResults: boolean,
): Bilingual | null {
  if (there.schemaVersion !== here.schemaVersion) return writtenBy(there)
  const values = valueDifference(there, here)
  if (values !== null) return values
  if (there.seed !== here.seed) return { en: `with seed ${there.seed}`, zh: `种子为 ${there.seed}` }
  const isOther = kind.keepsRuns ? false : there.scenario.sha256 !== here.scenario.sha256
  if (isOther) return { en: 'of another scenario by the same name', zh: '情景同名但内容不同' }
  return (
    kind.difference(partIn(there), partIn(here), hasResults) ??
    buildDifference(there, here, kind.keepsRuns) ??
    viewDifference(there, here, kind.keepsRuns)
  )
}

/** The first field of a part that is another and has not grown, as in "holds a sweep …"; null where there is none. */
export function changedField(
  there: object,
  here: object,
  hasGrown: (before: unknown, after: unknown) => boolean,
): Bilingual | null {
  const [old, now] = [there, here] as readonly { readonly [key: string]: unknown }[]
  const text = (value: unknown): string => canonicalJson(value ?? null)
  const key = Object.keys({ ...old, ...now }).find((one) => {
    return text(old[one]) !== text(now[one]) && !hasGrown(old[one], now[one])
  })
  if (key === undefined) return null
  return { en: `with other ${key} (${text(old[key])})`, zh: `${key} 不同（${text(old[key])}）` }
}

/** Of a folder: the version that wrote it. */
export function writtenBy({ engine, schemaVersion }: Pick<PlannedHead, 'engine' | 'schemaVersion'>): Bilingual {
  const name = versionName(engine)
  return {
    en: `written by ${name}, whose manifests have schema ${schemaVersion}`,
    zh: `由 ${name} 写出，其清单格式为第${schemaVersion}版`,
  }
}

/** 'xiaojin 0.1.0 (commit 0123abc)'; versions that were never released are told apart by their commits. */
export function versionName({ version, gitCommit }: Pick<PlannedHead['engine'], 'version' | 'gitCommit'>): string {
  return `xiaojin ${version}${gitCommit === null ? '' : ` (commit ${gitCommit.slice(0, 7)})`}`
}

const NAMES = new Set(['name', 'title.en', 'title.zh', 'seed'])

function valueDifference(there: PlannedHead, here: PlannedHead): Bilingual | null {
  const old = new Map(there.parameters.map(({ key, value }) => [key, canonicalJson(value ?? null)]))
  const now = new Map(here.parameters.map(({ key, value }) => [key, canonicalJson(value ?? null)]))
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  const changed = keys.filter((key) => !NAMES.has(key) && old.get(key) !== now.get(key))
  const [key] = changed
  if (key === undefined) return null
  const short = (text: string | undefined): Bilingual =>
    text === undefined || text.length > 40 ? { en: 'otherwise', zh: '另值' } : { en: text, zh: text }
  const [before, after] = [short(old.get(key)), short(now.get(key))]
  const more = changed.length - 1
  return {
    en: `of another scenario by the same name (${key} is ${before.en} there and ${after.en} here${more > 0 ? `, and ${more} more` : ''})`,
    zh: `情景同名但内容不同（${key} 在彼处为 ${before.zh}，在此处为 ${after.zh}${more > 0 ? `，另有${more}项` : ''}）`,
  }
}

/** Of a run every byte of the program counts; of what keeps its runs, what decides their numbers. */
function buildDifference(
  { engine: there }: PlannedHead,
  { engine: here }: PlannedHead,
  keepsRuns: boolean,
): Bilingual | null {
  if (there.version !== here.version) {
    return { en: `by xiaojin ${there.version}`, zh: `由 xiaojin ${there.version} 生成` }
  }
  const counts = (engine: PlannedHead['engine']): unknown[] => [engine.engineSha256, !keepsRuns && engine.codeSha256]
  if (counts(there).join() !== counts(here).join()) {
    return { en: 'by another build of xiaojin', zh: '由 xiaojin 的另一构建生成' }
  }
  if (there.packagesSha256 === here.packagesSha256) return null
  return { en: 'with other versions of the packages that it rests on', zh: '所依赖软件包的版本不同' }
}

/** Charts and pictures may be added to what keeps its runs; none go, and neither language nor form of CSV files changes, unasked. */
function viewDifference(there: PlannedHead, here: PlannedHead, keepsRuns: boolean): Bilingual | null {
  if (there.language !== here.language) return { en: 'in another language', zh: '语言不同' }
  if (there.csvBom !== here.csvBom) {
    return there.csvBom
      ? { en: 'with byte order marks in CSV files', zh: 'CSV 文件带字节序标记' }
      : { en: 'without byte order marks in CSV files', zh: 'CSV 文件不带字节序标记' }
  }
  if (there.charts !== here.charts && !(keepsRuns && here.charts)) {
    return there.charts ? { en: 'with charts', zh: '有图表' } : { en: 'without charts', zh: '无图表' }
  }
  const [had, has] = [there, here].map(({ charts, png }) => charts && png !== false)
  if (had === has || !there.charts || !here.charts || (keepsRuns && has)) return null
  return had
    ? { en: 'with PNG files of its charts', zh: '图表含 PNG 文件' }
    : { en: 'without PNG files of its charts', zh: '图表不含 PNG 文件' }
}
