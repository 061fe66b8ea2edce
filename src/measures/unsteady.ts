/**
 * Which headlines still move within the reported window. A mean over a window that has not settled depends on where the
 * window lies, so reports name them.
 */
import { numbers, type Table, texts } from '../base/table.ts'
import { LEAST_RUNS } from './claim.ts'
import { ARM_OUTCOMES, STEADINESS } from './ensemble.ts'
import type { MeasuredScenario } from './measured-scenario.ts'
import { holm } from './paired.ts'
import { MONTHLY_MEASURES, OUTCOME_MEASURES } from './registry.ts'
import { tableNamed } from './rows.ts'
import { runSeries } from './run-series.ts'
import { drift, mser5 } from './stationarity.ts'

/** A drift of the second half against the first counts from this share of the level on. */
const LEAST_DRIFT = 0.02

/** Headlines that have a series. */
const KEYS: ReadonlySet<string> = new Set(
  OUTCOME_MEASURES.filter(({ headline, monthly }) => headline && monthly !== null).map(({ key }) => key),
)

const HEADLINE_SERIES = MONTHLY_MEASURES.filter(({ key }) => KEYS.has(key))

/** What is known of a headline in one arm. */
interface Moved {
  readonly key: string
  readonly runs: number
  readonly drift: number
  readonly level: number
  /** p that there is no drift, over the runs. */
  readonly p: number
  /** Months that MSER-5 would cut. */
  readonly cut: number
}

/**
 * Keys of headlines that move: by Holm over runs if there are enough, else where MSER-5 cuts as much as it may of a window
 * of `months`. Drifts below a fiftieth of the level are let pass: with runs enough any is clear of chance.
 */
function moving(rows: readonly Moved[], months: number): string[] {
  const corrected = holm(rows.map(({ p }) => p))
  const most = 5 * Math.floor(Math.floor(months / 5) / 2)
  return rows
    .filter(({ runs, drift: moved, level, cut }, k) => {
      if (!(Math.abs(moved) > LEAST_DRIFT * Math.abs(level))) return false
      return runs >= LEAST_RUNS ? corrected[k] < 0.05 : cut >= most && most > 0
    })
    .map(({ key }) => key)
}

/** Of one run. */
export function unsteadyOfRun(tables: readonly Table[], scenario: MeasuredScenario): string[] {
  const { months, values } = runSeries(tables, scenario, HEADLINE_SERIES)
  const rows = HEADLINE_SERIES.map(({ key }, m): Moved => {
    const series = values[m]
    const level = series.reduce((sum, value) => sum + value, 0) / series.length
    return { key, runs: 1, drift: drift([series]).mean, level, p: NaN, cut: mser5(series) }
  })
  return moving(rows, months.length)
}

/** Of an arm of an ensemble or a sweep, from its derived tables; `months` is the length of the reported window. */
export function unsteadyOfArm(tables: readonly Table[], arm: string, months: number): string[] {
  const [steady, outcomes] = [tableNamed(tables, STEADINESS.name), tableNamed(tables, ARM_OUTCOMES.name)]
  const [told, mean] = [texts(outcomes, 'arm'), numbers(outcomes, 'mean')]
  const levels = new Map(
    texts(outcomes, 'key').flatMap((key, row): [string, number][] => (told[row] === arm ? [[key, mean[row]]] : [])),
  )
  const [metric, of] = [texts(steady, 'metric'), texts(steady, 'arm')]
  const [runs, moved, p, cut] = ['runs', 'drift', 'p', 'moreBurnIn'].map((name) => numbers(steady, name))
  const rows = metric.flatMap((key, row): Moved[] => {
    const level = levels.get(key)
    if (of[row] !== arm || level === undefined || !KEYS.has(key)) return []
    return [{ key, runs: runs[row], drift: moved[row], level, p: p[row], cut: cut[row] }]
  })
  return moving(rows, months)
}
