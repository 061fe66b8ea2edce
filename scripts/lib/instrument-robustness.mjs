// Sections of docs/instrument*.md on what results rest on: signs over accepted parameters, lenders without intelligence,
// free parameters.
// @ts-check
import { holm } from '../../dist/measures/paired.js'
import { quantile } from '../../dist/measures/quantile.js'
import { parameterAt } from '../../dist/scenarios/parameters.js'
import {
  changeText,
  effectOf,
  effectText,
  finite,
  labelOf,
  levelText,
  listed,
  markdownTable,
  meanOf,
  meanText,
  percent,
} from './instrument-text.mjs'

/** @typedef {import('./instrument-text.mjs').Lang} Lang */
/** @typedef {import('./instrument-text.mjs').Section} Section */
/** @typedef {import('./instrument-text.mjs').Column} Column */

/** @type {Record<string, Record<Lang, string>>} */
const TREATMENTS = {
  coverage: { en: 'coverage .5 → .9, loans form no files', zh: '覆盖率 0.5 → 0.9，借款不建档' },
  coverageFormed: { en: 'coverage .5 → .9, loans form files', zh: '覆盖率 0.5 → 0.9，借款建档' },
  differentiation: { en: 'differentiation 0 → 1, designs fixed', zh: '差异化 0 → 1，设计固定' },
}
/** The share of vectors from which on a sign counts as the same. */
const SAME = 0.95

/** @param {Column} column */
function positive(column) {
  const values = finite(column)
  return { share: values.filter((value) => value > 0).length / values.length, values }
}

/** Which outcomes have one sign over the vectors. @param {Record<string, Column>} effects @param {Lang} lang */
function sameSigns(effects, lang) {
  const keys = Object.keys(effects)
  const named = (/** @type {(share: number, values: number[]) => boolean} */ holds) => {
    const own = keys.filter((key) => {
      const { share, values } = positive(effects[key])
      return values.length > 0 && holds(share, values)
    })
    return own.length === 0
      ? lang === 'en'
        ? 'none'
        : '无'
      : listed(
          own.map((key) => labelOf(key, lang)),
          lang,
        )
  }
  const up = named((share) => share >= SAME)
  const down = named((_, values) => values.filter((value) => value < 0).length / values.length >= SAME)
  return { up, down }
}

/** @param {any} part @param {Lang} lang */
function acceptedSentence({ points, targets, baseline, accepted, effects }, lang) {
  const kept = Object.values(Object.values(effects)[0])[0].length
  if (lang === 'en') {
    const said = `A run of the baseline at this size meets a median of ${baseline} of ${targets} fit targets; ${accepted} of ${points} points of a box around its values meet at least one less.`
    return accepted < kept
      ? `${said} These are too few: signs are over the ${kept} points that meet the most, not all of which are accepted.`
      : `${said} Signs are over these.`
  }
  const said = `相同规模下，基准单次运行达到 ${targets} 项拟合目标的中位数为 ${baseline}；在以其取值为中心的范围内，${points} 个点中有 ${accepted} 个的达标数不少于该数减一。`
  return accepted < kept
    ? `${said}因数量不足，以下取达标最多的 ${kept} 个点，其中并非全部可接受。`
    : `${said}以下符号均就这些点而言。`
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function signs(part, lang) {
  const en = lang === 'en'
  const told = Object.entries(part.effects).map(([id, effects]) => {
    const { up, down } = sameSigns(effects, lang)
    return en
      ? `**${TREATMENTS[id].en}**: positive in at least ${100 * SAME} % of the vectors: ${up}; negative: ${down}.`
      : `**${TREATMENTS[id].zh}**：在至少${100 * SAME}%的参数向量中为正：${up}；为负：${down}。`
  })
  const chance = en
    ? 'Each vector is one pair of runs under one seed, so signs and quantiles contain chance; the mean over vectors has an interval over them.'
    : '每个参数向量为同一种子下的一对运行，故符号与分位数含随机误差；均值附有对各向量的区间。'
  const head = en
    ? ['effect on', 'vectors', 'positive', 'median', '5 %', '95 %', 'mean']
    : ['受影响指标', '向量数', '为正占比', '中位数', '5%', '95%', '均值']
  const tables = Object.entries(part.effects).flatMap(([id, effects]) => [
    `**${TREATMENTS[id][lang]}**`,
    markdownTable(
      head,
      Object.entries(effects).map(([key, column]) => signRow(key, column, lang)),
    ),
  ])
  return { sentences: [acceptedSentence(part, lang), ...told, chance], tables }
}

/** @param {string} key @param {Column} column @param {Lang} lang */
function signRow(key, column, lang) {
  const { share, values } = positive(column)
  const sorted = values.toSorted((a, b) => a - b)
  const [middle, low, high] = [0.5, 0.05, 0.95].map((p) => changeText(key, quantile(sorted, p)))
  const part = percent(share, lang)
  return [labelOf(key, lang, true), String(values.length), part, middle, low, high, effectText(key, meanOf(column))]
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function zeroIntelligence({ values, titles }, lang) {
  const en = lang === 'en'
  const [asItIs, ...arms] = Object.keys(values)
  const keys = Object.keys(values[asItIs])
  const told = arms.map((arm) => {
    const ps = holm(keys.map((key) => effectOf(values[arm][key], values[asItIs][key]).p))
    const clear = keys.filter((_, k) => ps[k] < 0.05)
    const names =
      clear.length === 0
        ? en
          ? 'none'
          : '无'
        : listed(
            clear.map((key) => labelOf(key, lang)),
            lang,
          )
    return en
      ? `**${titles[arm].en}**: ${clear.length} of ${keys.length} headlines differ from the baseline clear of chance (Holm over the headlines): ${names}.`
      : `**${titles[arm].zh}**：${keys.length} 项主要指标中有 ${clear.length} 项与基准差异显著（对各指标作 Holm 校正）：${names}。`
  })
  const kept = en
    ? 'Lenders here do not search for better margins, choose designs without any sign of demand, or both. They still know costs, risk and rules, and enter and leave as before.'
    : '此类机构不寻找定价加成，或在不了解需求的情况下选择设计；成本、风险、监管规则以及进入与退出照旧。'
  const rows = keys.map((key) => [
    ...[labelOf(key, lang), meanText(key, values[asItIs][key])],
    ...arms.map((arm) => effectText(key, effectOf(values[arm][key], values[asItIs][key]))),
  ])
  const head = [en ? 'headline' : '主要指标', titles[asItIs][lang], ...arms.map((arm) => titles[arm][lang])]
  return { sentences: [kept, ...told], tables: [markdownTable(head, rows)] }
}

/** How many factors are listed for an outcome. */
const TOLD = 3

/** @param {any} part @param {Lang} lang @returns {Section} */
function morris({ effects }, lang) {
  const en = lang === 'en'
  /** @type {string[]} */
  const keys = [...new Set(effects.map((/** @type {any} */ { key }) => key))]
  const nameOf = (/** @type {string} */ factor) => parameterAt(factor)?.label[lang] ?? factor
  const own = (/** @type {string} */ key) =>
    effects
      .filter((/** @type {any} */ one) => one.key === key && one.muStar !== null)
      .sort((/** @type {any} */ a, /** @type {any} */ b) => b.muStar - a.muStar)
      .slice(0, TOLD)
  const rows = keys.flatMap((key) =>
    own(key).map((/** @type {any} */ { factor, mu, muStar, muStarLow, muStarHigh, noiseShare }) => [
      ...[labelOf(key, lang), `${nameOf(factor)} (\`${factor}\`)`],
      `${levelText(key, muStar)} [${levelText(key, muStarLow ?? Number.NaN)}, ${levelText(key, muStarHigh ?? Number.NaN)}]`,
      changeText(key, mu ?? Number.NaN),
      noiseShare === null ? '–' : `${noiseShare > 1 ? '> ' : ''}${percent(Math.min(1, noiseShare), lang)}`,
    ]),
  )
  const factors = new Set(effects.map((/** @type {any} */ { factor }) => factor)).size
  /** @type {string[]} */
  const often = keys.flatMap((key) => own(key).map((/** @type {any} */ { factor }) => factor))
  const counted = [...new Set(often)]
    .map((factor) => ({ factor, times: often.filter((one) => one === factor).length }))
    .sort((a, b) => b.times - a.times)
    .slice(0, TOLD)
    .map(({ factor, times }) => (en ? `${nameOf(factor)} (${times})` : `${nameOf(factor)}（${times}）`))
  const head = en
    ? ['outcome', 'parameter', 'μ*', 'mean effect', 'part of chance']
    : ['指标', '参数', 'μ*', '平均效应', '随机噪声占比']
  const sentences = en
    ? [
        `Of ${factors} free parameters of credit, learning, products and facilitation the three that move an outcome most over their whole range stand below. Most often among them, in how many of ${keys.length} outcomes: ${listed(counted, lang)}.`,
        'μ* is the mean absolute change of the outcome over the whole range. Where chance makes most of the mean square of effects, order says little.',
      ]
    : [
        `在征信、学习、产品与助贷的 ${factors} 个自由参数中，下表列出在整个区间上对各指标影响最大的三个。最常入列者（共 ${keys.length} 项指标）：${listed(counted, lang)}。`,
        'μ* 为指标在整个区间上平均绝对变化。若效应均方大部分为随机噪声，则排序意义不大。',
      ]
  return { sentences, tables: [markdownTable(head, rows, 2)] }
}

/** @type {Record<string, (part: any, lang: Lang) => Section>} */
export const ROBUSTNESS_SECTIONS = { signs, null: zeroIntelligence, morris }
