/** The kinds of results folders. A kind is its file and a line here; commands and other files ask the kind. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { AnyKind } from './folder-kind.ts'

interface ListedKind {
  /** In messages; kinds of one noun may take each other's place by force. */
  readonly noun: Bilingual
  /** The field of the manifest that holds its part. */
  readonly field?: string
  /** Files in the folder itself that no other kind writes. */
  readonly files?: readonly string[]
  /** Its file, with charts and reports, is loaded when a folder of the kind is at hand. */
  readonly load: () => Promise<AnyKind>
}

const RUN: Bilingual = { en: 'a run', zh: '一次运行' }

/** By their names in manifests. */
export const KINDS: { readonly [name: string]: ListedKind } = {
  run: { noun: RUN, load: async () => (await import('./single-run.ts')).runKind },
  ensemble: { noun: RUN, field: 'experiment', load: async () => (await import('./ensemble.ts')).ensembleKind },
  sweep: {
    noun: { en: 'a sweep', zh: '一项实验' },
    field: 'experiment',
    load: async () => (await import('./sweep.ts')).sweepKind,
  },
  sensitivity: {
    noun: { en: 'a sensitivity analysis', zh: '一项敏感性分析' },
    field: 'sensitivity',
    load: async () => (await import('./sensitivity.ts')).sensitivityKind,
  },
  calibration: {
    noun: { en: 'a calibration', zh: '一项校准' },
    field: 'calibration',
    files: ['calibrated.yaml'],
    load: async () => (await import('./calibration.ts')).calibrationKind,
  },
  study: {
    noun: { en: 'a study', zh: '一项研究' },
    field: 'study',
    files: ['study.yaml'],
    load: async () => (await import('./study/study-kind.ts')).studyKind,
  },
}

/** What a manifest, or the plan for one, says for its kind alone; undefined for a kind that needs no words. */
export function partIn({ kind, ...fields }: { readonly kind: string }): unknown {
  const field = KINDS[kind]?.field
  return field === undefined ? undefined : (fields as { readonly [field: string]: unknown })[field]
}

/** The same as a field to spread into a manifest. */
export function partField(kind: string, part: unknown): { readonly [field: string]: unknown } {
  const field = KINDS[kind]?.field
  return field === undefined ? {} : { [field]: part }
}
