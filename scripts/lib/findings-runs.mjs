// The runs behind the findings: kept in a store, so that what was run once is not run again.
// @ts-check
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MONTHLY_MEASURES } from '../../dist/measures/registry.js'
import { runPool } from '../../dist/node/run-pool.js'
import { readRecord, runKey, writeRecord } from '../../dist/node/run-store.js'
import { nodeFiles } from '../../dist/node/scenario-files.js'
import { WORK_FOLDER } from '../../dist/node/unfinished.js'
import { replicationSeed } from '../../dist/random/replication.js'
import { loadScenario } from '../../dist/scenarios/load.js'
import { withValue } from '../../dist/scenarios/timeline.js'
import { withValues } from '../../dist/scenarios/with-values.js'
import { armName, HYPOTHESES, MEASURES, plannedArms } from './findings-plan.mjs'

const at = (/** @type {string} */ path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** @param {import('./findings-plan.mjs').ArmOf} arm @param {import('./findings-plan.mjs').Size} size */
function scenarioOf({ file, arm, set }, { consumers, horizon }) {
  const overrides = [{ option: '--set', text: `population.consumers=${consumers}` }]
  const { scenario, experiment } = loadScenario(at(`scenarios/${file}.yaml`), nodeFiles, overrides)
  const base = arm === null ? scenario : experiment?.arms.find(({ name }) => name === arm)?.scenario
  if (base === undefined) throw new Error(`scenarios/${file}.yaml has no arm ${arm}`)
  const short = horizon === null ? {} : { 'horizon.burnIn': horizon.burnIn, 'horizon.months': horizon.months }
  return withValues(base, { ...short, ...set })
}

/** Titles of the arms of the hypotheses' scenario files. @returns {import('./findings-effects.mjs').Titles} */
export function armTitles() {
  return Object.fromEntries(
    HYPOTHESES.map(({ file }) => {
      const { experiment } = loadScenario(at(`scenarios/${file}.yaml`), nodeFiles, [])
      return [file, Object.fromEntries((experiment?.arms ?? []).map(({ name, title }) => [name, title]))]
    }),
  )
}

/**
 * All runs of the plan, arms in turn within each replication and arms of verdicts first.
 * @param {import('./findings-plan.mjs').Size} size
 */
export function plannedRuns(size) {
  const arms = plannedArms(size)
  const scenarios = arms.map(({ arm }) => scenarioOf(arm, size))
  const most = Math.max(...arms.map(({ replications }) => replications))
  const runs = []
  for (let replication = 0; replication < most; replication++) {
    for (const [k, { arm, replications }] of arms.entries()) {
      if (replication >= replications) continue
      const seed = replicationSeed(scenarios[k].seed, replication)
      const scenario = withValue(scenarios[k], 'seed', seed)
      runs.push({ arm: armName(arm), replication, seed, scenario, key: runKey(scenario) })
    }
  }
  return runs
}

/**
 * Makes what is missing.
 * @param {ReturnType<typeof plannedRuns>} runs
 * @param {string} store @param {number} threads @param {(done: number, total: number) => void} told
 */
export async function makeRuns(runs, store, threads, told) {
  const missing = [...new Map(runs.map((run) => [run.key, run])).values()].filter(
    ({ key }) => readRecord(store, key) === null,
  )
  const work = join(store, WORK_FOLDER)
  mkdirSync(work, { recursive: true })
  let done = 0
  await runPool(
    missing.map(({ scenario }) => ({ scenario, keepEvents: false })),
    threads,
    {
      onMonth: () => {},
      onResult: (index, record) => {
        writeRecord({ place: store, work }, missing[index].key, record)
        told(++done, missing.length)
      },
      onFailure: (index, why) => {
        throw new Error(`${missing[index].arm}, seed ${missing[index].seed}: ${why}`)
      },
    },
  )
}

/** An outcome, or of `series.NAME` the mean over the reported months. @param {import('../../dist/measures/ensemble.js').RunSummary} record @param {string} key */
function valueIn({ outcomes, series }, key) {
  const place = MONTHLY_MEASURES.findIndex((measure) => `series.${measure.key}` === key)
  if (place < 0) return outcomes.find((outcome) => outcome.key === key)?.value ?? NaN
  const months = series.values[place]
  return months.reduce((sum, value) => sum + value, 0) / months.length
}

/**
 * The outcomes that the findings speak of, by arm and replication.
 * @param {ReturnType<typeof plannedRuns>} runs @param {string} store
 * @param {{ readonly [arm: string]: readonly string[] }} extra outcomes beside the measures, of some arms
 * @returns {{ readonly [arm: string]: { readonly [key: string]: readonly (number | null)[] } }}
 */
export function valuesOf(runs, store, extra = {}) {
  /** @type {{ [arm: string]: { [key: string]: (number | null)[] } }} */
  const values = {}
  for (const { arm, replication, key: run } of runs) {
    const record = readRecord(store, run)
    if (record === null) throw new Error(`no record of ${arm}, replication ${replication}`)
    const keys = [...MEASURES.map(({ key }) => key), ...(extra[arm] ?? [])]
    values[arm] ??= Object.fromEntries(keys.map((key) => [key, []]))
    for (const key of new Set(keys)) {
      const value = valueIn(record, key)
      values[arm][key].push(Number.isNaN(value) ? null : Number(value.toPrecision(9)))
    }
  }
  return values
}
