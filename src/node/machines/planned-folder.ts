/** The plan in a results folder, as any machine reads it: everything in it comes from the head of its manifest. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Bilingual } from '../../base/vocabulary.ts'
import { type EngineInfo, engineInfo, rendererVersions } from '../build-info.ts'
import { UsageError } from '../failure.ts'
import type { AnyKind } from '../folder-kind.ts'
import type { KeptRun } from '../kept-runs.ts'
import { KINDS, partIn } from '../kinds.ts'
import type { ManifestArm, PlannedHead } from '../manifest.ts'
import { manifestScenario } from '../manifest-scenario.ts'
import { SCHEMA_VERSION, schemaFault } from '../manifest-schema.ts'
import { engineKey } from '../run-store.ts'
import { versionName, writtenBy } from '../study.ts'
import { isHalfReplaced, unfinishedStudy } from '../unfinished.ts'
import { FolderError, fromFolder, manifestFault, placeFault, readManifest } from '../untrusted-folder.ts'

export interface PlannedFolder {
  /** As it was typed. */
  readonly folder: string
  /** As the plan was written, with the rendering packages of this machine. */
  readonly head: PlannedHead
  readonly kind: AnyKind
  readonly plan: unknown
  /** A run of two arms stands here twice. */
  readonly runs: readonly KeptRun[]
}

/** Throws where a folder holds no plan, or one that this program cannot carry out. */
export async function plannedFolder(folder: string): Promise<PlannedFolder> {
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) throw new UsageError({ en: `There is no folder ${folder}.`, zh: `没有文件夹 ${folder}。` })
  if (!stat.isDirectory()) {
    throw new UsageError({
      en: `${folder} is a file; this takes a folder with a plan. “xiaojin sweep ${folder} --plan” writes one, and so do sensitivity and study.`,
      zh: `${folder} 是文件；此处应为含计划的文件夹。“xiaojin sweep ${folder} --plan”可写出计划，sensitivity 与 study 亦可。`,
    })
  }
  const place = placeFault(folder)
  if (place !== null) throw new FolderError(folder, place)
  const head = headIn(folder)
  if (head.schemaVersion !== SCHEMA_VERSION) throw new FolderError(folder, writtenBy(head))
  checkEngine(folder, head.engine)
  const { noun, field, load } = KINDS[head.kind]
  const kind = await load()
  if (kind.runs === undefined) {
    throw new UsageError({
      en: `${folder} holds ${noun.en}, whose runs are not all known before some have run; plans can be made of sweeps, sensitivity analyses and studies.`,
      zh: `${folder} 中是${noun.zh}，其运行无法事先全部确定；可作计划的是 sweep、sensitivity 与 study。`,
    })
  }
  const part = partIn(head)
  const fault = schemaFault(kind.part, part, field === undefined ? [] : [field])
  if (fault !== null) throw new FolderError(folder, manifestFault(fault))
  const arms = (asked: readonly ManifestArm[]) => asked.map(({ set }) => manifestScenario(folder, head, set))
  const scenario = manifestScenario(folder, head, {})
  const plan: unknown = await fromFolder(folder, () => kind.plan({ scenario, arms }, part))
  const runs = await fromFolder(folder, () => kind.runs!(plan))
  return { folder, head: ofThisMachine(head), kind, plan, runs }
}

function headIn(folder: string): PlannedHead {
  const unfinished = unfinishedStudy(folder)
  // A command was killed while it put results in place: they are those of the study that waits beside them.
  if (unfinished !== null && isHalfReplaced(resolve(folder))) return unfinished
  const finished = readManifest(folder)
  if (finished !== null) {
    const { digest: _, outputs: __, ...head } = finished
    return head
  }
  if (unfinished !== null) return unfinished
  throw new UsageError({
    en: `${folder} holds no plan. “xiaojin sweep FILE --plan --out ${folder}” writes one, and so do sensitivity and study.`,
    zh: `${folder} 中没有计划。“xiaojin sweep 文件 --plan --out ${folder}”可写出计划，sensitivity 与 study 亦可。`,
  })
}

/** What draws the results and seals them is this process; no number depends on it. */
function ofThisMachine(head: PlannedHead): PlannedHead {
  const environment = { node: process.versions.node, v8: process.versions.v8 }
  return { ...head, engine: engineInfo(), environment, renderer: rendererVersions() }
}

/** Two builds of one version are told apart by what decides their numbers. */
export function engineName(engine: EngineInfo): string {
  const [own, packages] = engineKey(engine)
  const parts = [engine.engineSha256 === null ? 'from the sources' : `engine ${own.slice(0, 12)}`]
  if (packages !== '') parts.push(`packages ${packages.slice(0, 12)}`)
  return `${versionName(engine)}, ${parts.join(', ')}`
}

/** What to say where a plan and this program would give different numbers; null where they give the same. */
export function engineDifference(theirs: EngineInfo): Bilingual | null {
  const own = engineInfo()
  if (engineKey(theirs).join() === engineKey(own).join()) return null
  const [there, here] = [engineName(theirs), engineName(own)]
  return {
    en: `the plan is for ${there}; this is ${here}. Their runs are not the same: install the version of the plan here`,
    zh: `计划属于 ${there}；本程序为 ${here}。两者的运行不同：请在此安装计划所属的版本`,
  }
}

function checkEngine(folder: string, theirs: EngineInfo): void {
  const differs = engineDifference(theirs)
  if (differs !== null) throw new FolderError(folder, differs)
}
