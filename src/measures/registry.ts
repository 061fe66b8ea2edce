/**
 * Every measure of a run, once. Outcomes, monthly series, summaries, labels, targets, tables of ensembles and the page
 * docs/measures.md all come from this list, in this order.
 */
import { ACCESS } from './definitions/access.ts'
import { DIFFUSION } from './definitions/diffusion.ts'
import { ENTRANTS } from './definitions/entrants.ts'
import { GROUPS } from './definitions/groups.ts'
import { INDUSTRY, PROFIT } from './definitions/lenders.ts'
import { LIFE_CYCLE } from './definitions/life-cycle.ts'
import { MIXES, SCORE_QUALITY } from './definitions/mixes-and-scores.ts'
import { DESIGN, VARIETY } from './definitions/products.ts'
import { REACH } from './definitions/reach.ts'
import { ARREARS, DEBT_SERVICE_MEASURE, SEVERAL_LENDERS } from './definitions/risk.ts'
import { SIZE_AND_PRICE } from './definitions/size-and-price.ts'
import { TAIL } from './definitions/tail.ts'
import type { Measure } from './measure.ts'

export const MEASURES: readonly Measure[] = [
  ...SIZE_AND_PRICE,
  ...ACCESS,
  ...REACH,
  ...GROUPS,
  ...DIFFUSION,
  ...ENTRANTS,
  ...TAIL,
  ...ARREARS,
  ...PROFIT,
  ...SEVERAL_LENDERS,
  ...INDUSTRY,
  DEBT_SERVICE_MEASURE,
  ...DESIGN,
  ...VARIETY,
  ...LIFE_CYCLE,
  ...MIXES,
  ...SCORE_QUALITY,
]

type WithTotal = Measure & { readonly total: NonNullable<Measure['total']> }
type WithMonths = Measure & { readonly monthly: NonNullable<Measure['monthly']> }

/** Those that tell the reported window in one number: the outcomes of a run. */
export const OUTCOME_MEASURES: readonly WithTotal[] = MEASURES.filter(
  (measure): measure is WithTotal => measure.total !== null,
)

/** Those that tell every month: the series of a run. */
export const MONTHLY_MEASURES: readonly WithMonths[] = MEASURES.filter(
  (measure): measure is WithMonths => measure.monthly !== null,
)

export const OUTCOME_KEYS: readonly string[] = OUTCOME_MEASURES.map(({ key }) => key)

/** The outcomes that a summary shows first and that comparisons start from. */
export const HEADLINE_KEYS: readonly string[] = OUTCOME_MEASURES.filter(({ headline }) => headline).map(
  ({ key }) => key,
)

const BY_KEY: ReadonlyMap<string, Measure> = new Map(MEASURES.map((measure) => [measure.key, measure]))

/** The measure of a key that is known to be one; throws on any other. */
export function measureNamed(key: string): Measure {
  const found = BY_KEY.get(key)
  if (found === undefined) throw new Error(`there is no measure ${key}`)
  return found
}
