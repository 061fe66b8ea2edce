// The data behind docs/findings*.md and docs/channels*.md, and what pages are drawn from: plans of studies/.
// @ts-check
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { armName, decomposedArm, standing, variantsOf } from '../../dist/experiments/study/arms.js'
import { readPlan } from '../../dist/experiments/study/load-study.js'
import { nodeFiles } from '../../dist/node/scenario-files.js'
import { channelPage } from '../../dist/node/study/channel-page.js'
import { claimPage } from '../../dist/node/study/claim-page.js'
import { studyCharts } from '../../dist/node/study/study-charts.js'
import { storedStudy } from '../../dist/node/study/study-kind.js'

/** @typedef {import('../../dist/node/study/study-data.js').StudyData} StudyData */
/** @typedef {import('../../dist/experiments/study/arms.js').Values} Values */
/** @typedef {'en' | 'zh'} Lang */
/** @typedef {'findings' | 'channels'} Name */

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const planFile = (/** @type {Name} */ name) => join(ROOT, `studies/${name}.yaml`)
export const planAt = (/** @type {Name} */ name) => readPlan(planFile(name), nodeFiles).plan
export const dataPath = (/** @type {Name} */ name) => `docs/${name}.json`
const ending = (/** @type {Lang} */ lang) => (lang === 'en' ? '' : '.zh-CN')
export const pagePath = (/** @type {Name} */ name, /** @type {Lang} */ lang) => `docs/${name}${ending(lang)}.md`
/** Relative to the page. @param {Name} name @param {string} id @param {Lang} lang */
export const imagePath = (name, id, lang) => `images/${name}-${id.toLowerCase()}${ending(lang)}.png`

/** @param {Name} name @param {StudyData} data @param {Lang} lang */
export function page(name, data, lang) {
  const places = {
    image: (/** @type {string} */ id, /** @type {Lang} */ own) => imagePath(name, id, own),
    data: `[${name}.json](${name}.json)`,
  }
  return name === 'findings' ? claimPage(data, lang, places) : channelPage(data, lang, places)
}

/** Pictures by their paths below docs/. @param {Name} name @param {StudyData} data @param {Lang} lang @returns {[path: string, spec: object][]} */
export const pictures = (name, data, lang) =>
  studyCharts(data, lang).map(({ id, spec }) => [imagePath(name, id, lang), spec])

/** @param {Name} name @param {string} text of the data file @returns {StudyData} */
export const dataOf = (name, text) =>
  name === 'findings' ? findingsOf(JSON.parse(text)) : channelsOf(JSON.parse(text))

/**
 * The data of a finished folder, as they are published: findings with nine digits.
 * @param {Name} name @param {string} folder @param {{ minutes: number, threads: number }} time @returns {Promise<StudyData>}
 */
export async function studyData(name, folder, time) {
  const data = await storedStudy(folder)
  const made = { ...data.made, command: `npm run ${name}`, ...time }
  if (name === 'channels') return { ...data, made }
  const rounded = (/** @type {number | null} */ value) => (value === null ? null : Number(value.toPrecision(9)))
  const values = Object.fromEntries(
    Object.entries(data.values).map(([arm, own]) => [
      arm,
      Object.fromEntries(Object.entries(own).map(([key, found]) => [key, found.map(rounded)])),
    ]),
  )
  const targets = data.targets.map((target) => ({ ...target, values: target.values.map(rounded) }))
  return { ...data, values, targets, made }
}

/** The data file, in lines that differ where a run differs. @param {Name} name @param {StudyData} data */
export const dataText = (name, data) => (name === 'findings' ? findingsText(data) : channelsText(data))

/** @param {any} written @returns {StudyData} */
function findingsOf({ from, size, titles, targets, values }) {
  const plan = planAt('findings')
  const { command, seed, burnIn, months, consumers } = size
  const market = { seed, burnIn, months, consumers }
  return { plan, values: standing(values, plan), titles, market, targets, mechanisms: {}, made: { ...from, command } }
}

/** @param {StudyData} data */
function findingsText({ plan, values, titles, market, targets, made }) {
  const { command, commit, engine, version, minutes, threads } = made
  const { seed, burnIn, months, consumers } = market
  const {
    consumers: sizes = [],
    replications: sizeReplications,
    effectReplications: largeReplications,
  } = plan.sizes ?? {}
  const { replications, channelReplications } = plan
  const withdrawn = plan.claims.flatMap(({ channels }) => channels)
  const missing = plan.channels.filter(({ id, set, withdrawn: why }) => {
    const isOff = (/** @type {string} */ name) =>
      JSON.stringify({ ...JSON.parse(name)[2], ...set }) === JSON.stringify(JSON.parse(name)[2])
    return why !== null && withdrawn.includes(id) && !Object.keys(values).some(isOff)
  })
  const rest = {
    from: { commit, engine, version, minutes, threads },
    size: {
      ...{ command, consumers, replications, channelReplications, sizes, sizeReplications, largeReplications },
      ...{ horizon: null, seed, burnIn, months },
    },
    titles,
    targets,
    ...(missing.length === 0 ? {} : { withdrawn: missing.map(({ id, withdrawn: why }) => ({ channel: id, why })) }),
  }
  const arms = Object.entries(values).map(([arm, own]) => `${JSON.stringify(arm)}:${JSON.stringify(own)}`)
  return `${JSON.stringify(rest, null, 1).slice(0, -2)},\n "values": {\n${arms.join(',\n')}\n}}\n`
}

/** Arms of all decompositions, as the data file names them. @param {import('../../dist/experiments/study/plan.js').StudyPlan} plan */
const decomposedArms = (plan) =>
  plan.decompositions.flatMap((one) =>
    variantsOf(plan, one).flatMap(({ id: variant, set: own }) =>
      /** @type {const} */ ([0, 1]).map((arm) => {
        const planned = decomposedArm(plan, one, own, arm)
        const set = Object.entries(planned.set).map(([path, value]) => `${path}=${value}`)
        return { name: armName(planned), run: { experiment: one.id, variant, arm, set } }
      }),
    ),
  )

/** @param {any} written @returns {StudyData} */
function channelsOf({ from, mechanisms, runs }) {
  const plan = planAt('channels')
  const { command, consumers, burnIn, months, version, seeds } = from
  /** @type {Record<string, Record<string, (number | null)[]>>} */
  const values = {}
  for (const { name, run } of decomposedArms(plan)) {
    const own = runs.filter(
      (/** @type {any} */ { experiment, variant, arm, set }) =>
        JSON.stringify({ experiment, variant, arm, set }) === JSON.stringify(run),
    )
    if (own.length === 0) continue
    values[name] = Object.fromEntries(
      plan.outcomes.map(({ key }) => [key, own.map((/** @type {any} */ one) => one.values[key])]),
    )
  }
  const market = { seed: seeds[0], burnIn, months, consumers }
  const made = { command, version, commit: null, engine: null }
  return { plan, values, titles: {}, market, targets: [], mechanisms, made }
}

/** @param {StudyData} data */
function channelsText({ plan, values, market, mechanisms, made }) {
  const { consumers, burnIn, months } = market
  const seeds = plan.seeds ?? []
  const { command, version } = made
  const from = { command, scenario: `scenarios/${plan.base}.yaml`, consumers, seeds, burnIn, months, version }
  const lines = seeds.flatMap((seed, k) =>
    decomposedArms(plan).flatMap(({ name, run }) => {
      const own = values[name]
      if (own === undefined) return []
      const told = Object.fromEntries(plan.outcomes.map(({ key }) => [key, own[key]?.[k]]))
      return [`    ${JSON.stringify({ ...run, seed, values: told })}`]
    }),
  )
  return `{\n  "from": ${JSON.stringify(from)},\n  "mechanisms": ${JSON.stringify(mechanisms)},\n  "runs": [\n${lines.join(',\n')}\n  ]\n}\n`
}
