// What `npm run instrument` runs, part by part, and the figures that it keeps of the finished folders.
// @ts-check
import { numbers, texts } from '../../dist/base/table.js'
import { ARM_OUTCOMES, RUN_OUTCOMES, STEADINESS } from '../../dist/measures/ensemble.js'
import { HEADLINE_KEYS } from '../../dist/measures/registry.js'
import { isMet } from '../../dist/measures/targets.js'
import { unsteadyOfArm } from '../../dist/measures/unsteady.js'
import { publishedTargets } from '../../dist/node/published-targets.js'
import { finishedFolder, storedParts, storedPlan, storedTables } from '../../dist/node/stored-run.js'
import { rowsOf } from './readme-blocks.mjs'

/** @typedef {Record<string, string | number | boolean>} Sets */
/** @typedef {'baseline' | 'constraints' | 'target-power' | 'accepted' | 'zero-intelligence' | 'free-parameters'} ScenarioName */
/** @typedef {{ id: string, verb?: 'sweep' | 'sensitivity', scenario: ScenarioName, set?: Sets, replications?: number }} Command */
/** @typedef {Record<string, Record<string, (number | null)[]>>} Values Of each arm and outcome, one a seed or point. */
/** @typedef {{ fit: number[], 'held-out': number[] }} Met How many targets of a use each run meets. */

/**
 * What a part may ask for.
 * @typedef {object} Workshop
 * @property {(command: Command) => Promise<string>} run gives the finished folder
 * @property {(folder: string) => any} targets what `xiaojin targets --json` says of it
 * @property {(folder: string, table: string) => string} csv a table of it
 */

const PLAIN = { 'population.consumers': 20_000 }
/** The baseline at five seeds, which two parts read. @type {Command} */
const BASELINE = { id: 'baseline', scenario: 'baseline', set: PLAIN, replications: 5 }

const REACH_KEYS = [
  ...['reached.all', 'reached.filedAt50', 'reached.filedAt90', 'reached.filedLast', 'reached.income1'],
  ...['reached.tailLessHead', 'reached.pricedOut'],
]
const SIZE_KEYS = ['reached.all', 'reached.tailLessHead', 'apr.mean', 'late.over90', 'roa.market', 'homogenisation']
const SIGN_KEYS = [
  ...['reached.all', 'reached.filedAt90', 'reached.tailLessHead', 'surplus.perNeed', 'apr.mean', 'late.over90'],
  ...['chargeOff.rate', 'roa.market', 'homogenisation'],
]

/** @param {number} value */
const kept = (value) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null)

/**
 * Outcomes of all runs of a sweep by arm and replication, with the arms as planned.
 * @param {string} folder
 */
async function runsIn(folder) {
  const finished = await finishedFolder(folder)
  const { arms, replications } = /** @type {import('../../dist/node/ensemble.js').Ensemble} */ (storedPlan(finished))
  const names = arms.map(({ name }) => name)
  const table = await storedParts(folder, finished.manifest, RUN_OUTCOMES, names)
  const [arm, key] = [texts(table, 'arm'), texts(table, 'key')]
  const [replication, value] = [numbers(table, 'replication'), numbers(table, 'value')]
  const runs = new Map(names.map((name) => [name, Array.from({ length: replications }, () => new Map())]))
  for (let row = 0; row < table.rows; row++) runs.get(arm[row])?.[replication[row]].set(key[row], value[row])
  return { arms, runs }
}

/** @param {Map<string, number>[]} runs @param {readonly string[]} keys */
const valuesOf = (runs, keys) =>
  Object.fromEntries(keys.map((key) => [key, runs.map((run) => kept(run.get(key) ?? Number.NaN))]))

/** Of every arm of a sweep: values by seed. @param {string} folder @param {readonly string[]} keys */
async function armValues(folder, keys) {
  const { arms, runs } = await runsIn(folder)
  /** @type {Values} */
  const values = Object.fromEntries(arms.map(({ name }) => [name, valuesOf(runs.get(name) ?? [], keys)]))
  const titles = Object.fromEntries(arms.map(({ name, title }) => [name, title]))
  return { values, titles }
}

/** @param {any} power @returns {Met} */
function metOf({ counts }) {
  const of = (/** @type {string} */ use) => counts.find((/** @type {any} */ one) => one.use === use).met
  return { fit: of('fit'), 'held-out': of('held-out') }
}

/** @param {Workshop} shop */
async function targets({ run, targets: told }) {
  const own = told(await run(BASELINE))
  const alike = told(await run({ id: 'baseline-as-draws', scenario: 'baseline', set: AS_DRAWS, replications: 20 }))
  const draws = told(await run({ id: 'target-power', scenario: 'target-power' }))
  const rows = own.rows
    .filter((/** @type {any} */ { target }) => target.use === 'fit' || target.use === 'held-out')
    .map((/** @type {any} */ { target, runs, met, median }) => {
      const { key, en, zh, use, unit, low, high } = target
      const drawn = draws.rows.find((/** @type {any} */ row) => row.target.key === key)
      const drawnValues = { met: drawn.met, runs: drawn.runs, median: kept(drawn.median) }
      return { key, en, zh, use, unit, low, high, runs, met, median: kept(median), draws: drawnValues }
    })
  return { rows, baseline: metOf(own), baselineAsDraws: metOf(alike), draws: metOf(draws) }
}
/** The size of scenarios/target-power.yaml. @type {Sets} */
const AS_DRAWS = { 'population.consumers': 3000, 'horizon.months': 24 }

/** @param {Workshop} shop */
async function constraints({ run }) {
  return armValues(await run({ id: 'constraints', scenario: 'constraints', set: PLAIN, replications: 5 }), REACH_KEYS)
}

/** Values of the baseline under other settings, an arm for each. @param {Workshop} shop @param {readonly (Command & { arm: string })[]} commands @param {readonly string[]} keys */
async function besideEachOther({ run }, commands, keys) {
  /** @type {Values} */
  const values = {}
  for (const { arm, ...command } of commands) {
    const own = await armValues(await run(command), keys)
    values[arm] = Object.values(own.values)[0]
  }
  return { values }
}

/** @param {Workshop} shop */
const borrowing = (shop) =>
  besideEachOther(
    shop,
    [0.6, 1, 1.6].map((value) => ({
      arm: String(value),
      id: `borrowing-${value}`,
      scenario: /** @type {const} */ ('baseline'),
      set: { 'choice.borrowing': value, 'population.consumers': 100_000 },
      replications: 8,
    })),
    ['reached.all', 'served.all'],
  )

/** @param {Workshop} shop */
const sizes = (shop) =>
  besideEachOther(
    shop,
    [
      { consumers: 10_000, replications: 5 },
      { consumers: 100_000, replications: 3 },
      { consumers: 1_000_000, replications: 1 },
    ].map(({ consumers, replications }) => ({
      arm: String(consumers),
      id: `sizes-${consumers}`,
      scenario: /** @type {const} */ ('baseline'),
      set: { 'population.consumers': consumers },
      replications,
    })),
    SIZE_KEYS,
  )

/** A burn-in after which what still moves in the baseline has had five more years to come to rest. */
const LATER = 120

/** @param {Workshop} shop */
async function steady({ run }) {
  const now = await driftsIn(await run(BASELINE))
  const later = await driftsIn(
    await run({ ...BASELINE, id: 'baseline-later', set: { ...PLAIN, 'horizon.burnIn': LATER } }),
  )
  return { ...now, later }
}

/** How far headlines move within the reported window. @param {string} folder */
async function driftsIn(folder) {
  const finished = await finishedFolder(folder)
  const tables = await storedTables(finished.folder, finished.manifest, [STEADINESS, ARM_OUTCOMES])
  const { arms } = /** @type {import('../../dist/node/ensemble.js').Ensemble} */ (storedPlan(finished))
  const [{ name, scenario }] = arms
  const [steadiness, outcomes] = tables
  const metric = texts(steadiness, 'metric')
  const levels = new Map(texts(outcomes, 'key').map((key, row) => [key, numbers(outcomes, 'mean')[row]]))
  const rows = metric.flatMap((key, row) => {
    if (!HEADLINE_KEYS.includes(key)) return []
    const [drift, low, high, p] = ['drift', 'low', 'high', 'p'].map((column) => kept(numbers(steadiness, column)[row]))
    return [{ key, level: kept(levels.get(key) ?? Number.NaN), drift, low, high, p }]
  })
  return { burnIn: scenario.horizon.burnIn, rows, moving: unsteadyOfArm(tables, name, scenario.horizon.months) }
}

/** Both ends of each treatment, in the order of the effect. @type {Record<string, readonly Sets[]>} */
const TREATMENTS = {
  coverage: [0.5, 0.9].map((value) => ({ 'credit.fileFormation': false, 'credit.coverage': value })),
  coverageFormed: [0.5, 0.9].map((value) => ({ 'credit.fileFormation': true, 'credit.coverage': value })),
  differentiation: [0, 1].map((value) => ({ 'products.mode': 'fixed', 'products.differentiation': value })),
}
/** How many vectors are kept where fewer are accepted. */
const LEAST_VECTORS = 30

/** Fit targets that a run meets. @param {Map<string, number>} run @param {string} ages */
function fitMet(run, ages) {
  const fit = publishedTargets().filter(({ kind, use }) => kind === 'range' && use === 'fit')
  return fit.filter((target) => {
    if (target.kind !== 'range' || (target.ages !== undefined && target.ages !== ages)) return false
    return isMet(target, run.get(target.outcome) ?? Number.NaN)
  }).length
}

/** The arms of the box that meet enough fit targets. @param {Workshop} shop */
async function acceptedArms({ run, targets: told }) {
  const set = { 'population.consumers': 4000, 'horizon.months': 36 }
  const own = told(await run({ id: 'baseline-as-accepted', scenario: 'baseline', set, replications: 5 }))
  const [fit] = own.counts.filter((/** @type {any} */ { use }) => use === 'fit')
  const median = fit.met[Math.floor(fit.met.length / 2)]
  const { arms, runs } = await runsIn(await run({ id: 'accepted', scenario: 'accepted' }))
  const met = arms.map(({ name, scenario }) => ({
    name,
    met: fitMet((runs.get(name) ?? [])[0], scenario.population.ages),
  }))
  const enough = met.filter((one) => one.met >= median - 1)
  const ranked = met.toSorted((a, b) => b.met - a.met).slice(0, LEAST_VECTORS)
  const names = (enough.length < LEAST_VECTORS ? ranked : enough).map(({ name }) => name)
  const counts = { points: arms.length, targets: fit.targets, baseline: median, accepted: enough.length }
  return { ...counts, met: met.map((one) => one.met), names }
}

/** @param {Workshop} shop */
async function signs(shop) {
  const { names, ...accepted } = await acceptedArms(shop)
  /** @type {Values} */
  const effects = {}
  for (const [id, ends] of Object.entries(TREATMENTS)) {
    /** @type {Values[]} */
    const found = []
    for (const [k, set] of ends.entries()) {
      const folder = await shop.run({ id: `accepted-${id}-${k}`, scenario: 'accepted', set })
      found.push((await armValues(folder, SIGN_KEYS)).values)
    }
    effects[id] = Object.fromEntries(
      SIGN_KEYS.map((key) => [
        key,
        names.map((name) => kept(Number(found[1][name][key][0] ?? NaN) - Number(found[0][name][key][0] ?? NaN))),
      ]),
    )
  }
  return { ...accepted, effects }
}

/** @param {Workshop} shop */
async function zeroIntelligence({ run }) {
  const folder = await run({ id: 'null', scenario: 'zero-intelligence', set: PLAIN, replications: 5 })
  return armValues(folder, HEADLINE_KEYS)
}

/** @param {Workshop} shop */
async function morris({ run, csv }) {
  const folder = await run({ id: 'morris', verb: 'sensitivity', scenario: 'free-parameters' })
  const rows = rowsOf(csv(folder, 'elementary_effects'))
  const told = ['mu', 'muStar', 'muStarLow', 'muStarHigh', 'noiseShare']
  return {
    effects: rows.map(({ key, factor, ...row }) => ({
      ...{ key, factor },
      ...Object.fromEntries(told.map((name) => [name, row[name] === '' ? null : kept(Number(row[name]))])),
    })),
  }
}

/** @type {Record<string, (shop: Workshop) => Promise<object>>} */
export const PARTS = { targets, constraints, borrowing, sizes, steady, signs, null: zeroIntelligence, morris }
