// The data behind docs/findings*.md and docs/channels*.md, and what pages are drawn from: plans of studies/.
// @ts-check
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { armName, decomposedArm, standing, variantsOf } from '../../dist/experiments/study/arms.js'
import { readPlan } from '../../dist/experiments/study/load-study.js'
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
export const planTextOf = (/** @type {Name} */ name) => readFileSync(planFile(name), 'utf8')

/** The plan of a text, without a look at its scenarios. @param {string} text */
export function planOf(text) {
  const bytes = Buffer.from(text)
  return readPlan('plan.yaml', { size: () => bytes.length, read: () => bytes }).plan
}

/**
 * What decides the numbers of a plan: all but its words, which are { en, zh }.
 * @param {import('../../dist/experiments/study/plan.js').StudyPlan} plan
 */
export function planDigest(plan) {
  const isWords = (/** @type {unknown} */ value) =>
    typeof value === 'object' && value !== null && Object.keys(value).sort().join() === 'en,zh'
  const text = JSON.stringify(plan, (_, value) => (isWords(value) ? undefined : value))
  return createHash('sha256').update(text).digest('hex')
}

/** @typedef {StudyData & { readonly text: string }} Published data with the plan that they were made with. */
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

/** @param {Name} name @param {string} text of the data file @returns {Published} */
export function dataOf(name, text) {
  const written = JSON.parse(text)
  const plan = planOf(written.plan.join('\n'))
  const data = name === 'findings' ? findingsOf(written, plan) : channelsOf(written, plan)
  const former = planDigest(plan) !== planDigest(planOf(planTextOf(name)))
  return { ...data, former, text: written.plan.join('\n') }
}

/**
 * The data of a finished folder, as they are published: findings with nine digits.
 * @param {Name} name @param {string} folder @param {{ minutes: number, threads: number }} time @returns {Promise<Published>}
 */
export async function studyData(name, folder, time) {
  const data = { ...(await storedStudy(folder)), text: readFileSync(join(folder, 'study.yaml'), 'utf8') }
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

/** The data file, in lines that differ where a run differs. @param {Name} name @param {Published} data */
export const dataText = (name, data) => (name === 'findings' ? findingsText(data) : channelsText(data))

/** @param {any} written @param {StudyData['plan']} plan @returns {StudyData} */
function findingsOf({ from, size, titles, targets, values }, plan) {
  const { command, seed, burnIn, months, consumers } = size
  const market = { seed, burnIn, months, consumers }
  return { plan, values: standing(values, plan), titles, market, targets, mechanisms: {}, made: { ...from, command } }
}

/** @param {Published} data */
function findingsText({ plan, text, values, titles, market, targets, made }) {
  const { command, commit, engine, version, minutes, threads } = made
  const { seed, burnIn, months, consumers } = market
  const {
    consumers: sizes = [],
    replications: sizeReplications,
    effectReplications: largeReplications,
  } = plan.sizes ?? {}
  const { replications, channelReplications } = plan
  const rest = {
    from: { commit, engine, version, minutes, threads },
    size: {
      ...{ command, consumers, replications, channelReplications, sizes, sizeReplications, largeReplications },
      ...{ horizon: null, seed, burnIn, months },
    },
    plan: text.split('\n'),
    titles,
    targets,
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

/** @param {any} written @param {StudyData['plan']} plan @returns {StudyData} */
function channelsOf({ from, mechanisms, runs }, plan) {
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

/** @param {Published} data */
function channelsText({ plan, text, values, market, mechanisms, made }) {
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
  const planLines = text.split('\n').map((line) => `    ${JSON.stringify(line)}`)
  return `{\n  "from": ${JSON.stringify(from)},\n  "plan": [\n${planLines.join(',\n')}\n  ],\n  "mechanisms": ${JSON.stringify(mechanisms)},\n  "runs": [\n${lines.join(',\n')}\n  ]\n}\n`
}
