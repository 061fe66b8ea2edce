/** What the pages and pictures of a study are made of. */
import type { Bilingual } from '../../base/vocabulary.ts'
import type { Values } from '../../experiments/study/arms.ts'
import type { Titles } from '../../experiments/study/claims.ts'
import type { Spread } from '../../experiments/study/decompositions.ts'
import type { StudyOutcome, StudyPlan } from '../../experiments/study/plan.ts'
import { signed as minus } from '../../measures/headline.ts'
import type { OutcomeUnit } from '../../measures/outcomes.ts'
import type { Lang } from '../../scenarios/parameter.ts'

export interface StudyData {
  readonly plan: StudyPlan
  readonly values: Values
  readonly titles: Titles
  /** Of the plain market. */
  readonly market: {
    readonly seed: number
    readonly burnIn: number
    readonly months: number
    readonly consumers: number
  }
  readonly targets: readonly StudyTarget[]
  /** Which of the plan's unswitched mechanisms the plain market has on. */
  readonly mechanisms: { readonly [id: string]: boolean }
  /** Of published pages: the plan on disk is another one by now. */
  readonly former?: boolean
  readonly made: {
    readonly command: string
    readonly version: string
    readonly commit: string | null
    readonly engine: string | null
    /** Of published pages only: results that can be made again name no times. */
    readonly minutes?: number
    readonly threads?: number
  }
}

/** Said where `former` holds. */
export const FORMER: Bilingual = {
  en: '**Made with the former market.** The plan has changed since, and the present one has not been run: what follows tells of the plan and the program named below.',
  zh: '**本页结果出自此前的市场。** 方案此后已更改，现行方案尚未运行：以下内容对应下文所注明的方案与程序版本。',
}

/** A published target with the values of the plain market of the largest size. */
export interface StudyTarget extends Bilingual {
  readonly key: string
  readonly use: string
  readonly outcome: string
  readonly unit: OutcomeUnit
  readonly low: number
  readonly high: number
  readonly values: readonly (number | null)[]
}

/** Where a page finds what it points at. */
export interface Places {
  /** The picture of an id. */
  readonly image: (id: string, lang: Lang) => string
  /** A link to the data, in Markdown. */
  readonly data: string
}

/** A level as text, with the true minus sign; – if it is missing. */
export function levelText(value: number, { scale, digits }: Pick<StudyOutcome, 'scale' | 'digits'>): string {
  return Number.isFinite(value) ? minus((scale * value).toFixed(digits)) : '–'
}

/** A difference with its sign, which what rounds to zero has not. */
export function differenceText(value: number, { scale, digits }: Pick<StudyOutcome, 'scale' | 'digits'>): string {
  if (!Number.isFinite(value)) return '–'
  const text = Math.abs(scale * value).toFixed(digits)
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`
}

/** As `differenceText`, but nothing at all is a bare 0. */
export function signed(value: number, outcome: Pick<StudyOutcome, 'scale' | 'digits'>): string {
  return value === 0 ? '0' : differenceText(value, outcome)
}

/** A mean over seeds, in brackets where not all of them lie on one side of zero. */
export function effectText(effect: Spread, outcome: Pick<StudyOutcome, 'scale' | 'digits'>): string {
  const text = signed(effect.mean, outcome)
  return effect.clear || effect.none || text === '–' ? text : `(${text})`
}

/** A table in Markdown: the first columns hold text, the others numbers. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map((_, k) => (k < texts ? '---' : '---:'))), ...rows.map(row)].join('\n')
}

/** Names in a row, as a sentence has them. */
export function listed(names: readonly string[], lang: Lang): string {
  return names.join(lang === 'en' ? '; ' : '；')
}
