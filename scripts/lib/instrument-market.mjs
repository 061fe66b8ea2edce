// Sections of docs/instrument*.md on the market as it is: targets, constraints, β₀, sizes, steadiness.
// @ts-check
import { holm } from '../../dist/measures/paired.js'
import { quantile } from '../../dist/measures/quantile.js'
import {
  betweenText,
  changeText,
  effectOf,
  effectText,
  fixed,
  labelOf,
  levelText,
  listed,
  markdownTable,
  meanOf,
  meanText,
} from './instrument-text.mjs'
import { grouped } from './readme-blocks.mjs'

/** @typedef {import('./instrument-text.mjs').Lang} Lang */
/** @typedef {import('./instrument-text.mjs').Section} Section */

/** Names of the two uses that are counted. @type {Record<string, Record<Lang, string>>} */
const USES = { fit: { en: 'fit', zh: '拟合' }, 'held-out': { en: 'held out', zh: '留出' } }

/** @param {number[]} counts */
function spreadOf(counts) {
  const sorted = counts.toSorted((a, b) => a - b)
  const [low, middle, high] = [0.05, 0.5, 0.95].map((p) => Math.round(quantile(sorted, p)))
  return { low, middle, high }
}

/** @param {any} part @param {Lang} lang @param {string} use */
function metSentences({ rows, baseline, baselineAsDraws, draws }, lang, use) {
  const own = rows.filter((/** @type {any} */ row) => row.use === use)
  const met = own.filter(isInside).length
  const seeds = baseline[use]
  const [drawn, alike] = [spreadOf(draws[use]), spreadOf(baselineAsDraws[use])]
  const share = draws[use].filter((/** @type {number} */ count) => count >= alike.middle).length / draws[use].length
  const name = USES[use][lang]
  const [least, most] = [Math.min(...seeds), Math.max(...seeds)]
  const part = fixed(100 * share, 0)
  const verdict =
    share >= 0.5
      ? {
          en: ' These targets do not tell the baseline from random values.',
          zh: '这些目标不能把基准与随机取值区分开。',
        }
      : { en: '', zh: '' }
  return lang === 'en'
    ? `**${name}**: the median over ${seeds.length} seeds of the baseline meets ${met} of ${own.length} targets (single seeds ${least} to ${most}). Of ${draws[use].length} random draws of the free parameters one meets a median of ${drawn.middle} (5–95 %: ${drawn.low} to ${drawn.high}). At the size of the draws a run of the baseline meets a median of ${alike.middle}; ${part} % of the draws meet at least as many.${verdict.en}`
    : `**${name}**：基准的 ${seeds.length} 个种子的中位数达到 ${own.length} 项目标中的 ${met} 项（单个种子为 ${least} 至 ${most} 项）。自由参数的 ${draws[use].length} 次随机取值中，单次运行达标数的中位数为 ${drawn.middle}（5%–95%：${drawn.low} 至 ${drawn.high}）。在相同规模下，基准单次运行的中位数为 ${alike.middle}；${part}% 的随机取值达标数不低于此。${verdict.zh}`
}

/** @param {{ median: number | null, low: number, high: number }} row */
const isInside = ({ median, low, high }) => median !== null && median >= low && median <= high

/** @param {any} row @param {number | null} value */
function targetValue({ unit }, value) {
  if (value === null) return '–'
  return unit === '1' ? `${fixed(100 * value, 1)} %` : unit === 'CNY' ? `¥${fixed(value, 0)}` : fixed(value, 2)
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function targets(part, lang) {
  const en = lang === 'en'
  const head = en
    ? ['target', 'use', 'range', 'baseline', 'met', 'seeds that meet it', 'median of draws', 'draws that meet it']
    : ['目标', '用途', '公布值', '基准', '是否达标', '达标种子数', '随机取值的中位数', '达标的随机取值']
  const rows = part.rows.map((/** @type {any} */ row) => {
    const value = (/** @type {number | null} */ one) => targetValue(row, one).replace(' %', en ? ' %' : '%')
    const verdict = isInside(row) ? (en ? 'met' : '达标') : en ? 'MISSED' : '未达标'
    return [
      ...[row[lang], USES[row.use][lang], `${value(row.low)} – ${value(row.high)}`, value(row.median), verdict],
      ...[`${row.met} / ${row.runs}`, value(row.draws.median), `${row.draws.met} / ${row.draws.runs}`],
    ]
  })
  return {
    sentences: ['fit', 'held-out'].map((use) => metSentences(part, lang, use)),
    tables: [markdownTable(head, rows, 2)],
  }
}

/** Whose reach a column tells. @type {Record<string, Record<Lang, string>>} */
const GROUPS = {
  'reached.all': { en: 'all', zh: '全部' },
  'reached.filedAt50': { en: 'filed at coverage .5', zh: '覆盖率 0.5 时有记录者' },
  'reached.filedAt90': { en: 'filed at .9 and not at .5', zh: '0.9 时方有记录者' },
  'reached.filedLast': { en: 'filed at full coverage only', zh: '全覆盖时方有记录者' },
  'reached.income1': { en: 'lowest quarter of incomes', zh: '收入最低四分之一' },
  'reached.tailLessHead': { en: 'tail less head', zh: '长尾减头部' },
  'reached.pricedOut': { en: 'priced out', zh: '因价格放弃' },
}

/** Whether an effect takes at least so much, less, or cannot be told. @param {{ low: number, high: number }} effect @param {number} least */
const against = ({ low, high }, least) => (low >= least ? 'atLeast' : high < least ? 'less' : 'open')

/** @param {string} key @param {any} effect @param {number} points @param {Lang} lang */
function reachSentence(key, effect, points, lang) {
  const verdict = {
    atLeast: { en: `at least ${points} points`, zh: `不少于${points}个百分点` },
    less: { en: `less than ${points} points`, zh: `少于${points}个百分点` },
    open: { en: `not told apart from ${points} points`, zh: `不能判定是否达到${points}个百分点` },
  }[against(effect, points / 100)]
  const told = effectText(key, effect)
  return lang === 'en'
    ? `All constraints lifted, reach, ${GROUPS[key].en}: ${told} points (${verdict.en}).`
    : `全部约束放开后，满足率（${GROUPS[key].zh}）变化 ${told} 个百分点（${verdict.zh}）。`
}

/** Arms that lift one constraint: what follows \`all\` is something else. @param {any} part */
function singleArms({ values }) {
  const [, ...names] = Object.keys(values)
  return names.slice(0, names.indexOf('all'))
}

/** @param {import('./instrument-parts.mjs').Values} values @param {Lang} lang */
function constraintLevels({ all, ...values }, lang) {
  const [asItIs] = Object.values(values)
  const [reach, lifted] = [asItIs, all].map((arm) => meanText('reached.all', arm['reached.all']))
  const [priced, pricedLifted] = [asItIs, all].map((arm) => meanText('reached.pricedOut', arm['reached.pricedOut']))
  return lang === 'en'
    ? `As it is the market reaches ${reach} % of fundable demand, and ${lifted} % with all constraints lifted; ${priced} % and ${pricedLifted} % preferred not to borrow at what was posted.`
    : `现状下可融资需求的满足率为 ${reach}%，全部约束放开后为 ${lifted}%；因价格放弃的占比分别为 ${priced}% 与 ${pricedLifted}%。`
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function constraints(part, lang) {
  const en = lang === 'en'
  const { values, titles } = part
  const [asItIs, ...arms] = Object.keys(values)
  const keys = Object.keys(values[asItIs])
  const effect = (/** @type {string} */ arm, /** @type {string} */ key) =>
    effectOf(values[arm][key], values[asItIs][key])
  const single = singleArms(part)
  const ps = holm(single.map((arm) => effect(arm, 'reached.all').p))
  const clear = single.filter((_, k) => ps[k] < 0.05)
  const told = clear.map((arm) => `${titles[arm][lang]} ${effectText('reached.all', effect(arm, 'reached.all'))}`)
  const alone = en
    ? `Alone, clear of chance (Holm over ${single.length}): ${told.length === 0 ? 'none' : listed(told, lang)}.`
    : `单独放开时变化显著者（对 ${single.length} 项作 Holm 校正）：${told.length === 0 ? '无' : listed(told, lang)}。`
  const known = effectText('reached.all', effect('allKnown', 'reached.all'))
  const beside = en
    ? `With every risk known besides, reach changes by ${known} points.`
    : `若同时消除风险的不确定性，满足率变化 ${known} 个百分点。`
  return {
    sentences: [
      constraintLevels(values, lang),
      reachSentence('reached.all', effect('all', 'reached.all'), 5, lang),
      reachSentence('reached.filedLast', effect('all', 'reached.filedLast'), 10, lang),
      alone,
      beside,
    ],
    tables: [
      markdownTable(
        [en ? 'lifted; reach of …' : '放开的约束；满足率', ...keys.map((key) => GROUPS[key][lang])],
        [
          [titles[asItIs][lang], ...keys.map((key) => meanText(key, values[asItIs][key]))],
          ...arms.map((arm) => [titles[arm][lang], ...keys.map((key) => effectText(key, effect(arm, key)))]),
        ],
      ),
    ],
  }
}

/** Arms that are named by numbers, ascending. @param {object} values */
const sortedArms = (values) => Object.keys(values).sort((a, b) => Number(a) - Number(b))

/** Says between which values 3 points are neither reached nor ruled out. @param {{ from: string, to: string, effect: any }[]} pairs */
function openText(pairs) {
  const open = pairs.filter(({ effect }) => effect.low <= -0.03 || effect.high >= 0.03)
  const of = (/** @type {any} */ { effect }) => effectText('reached.all', effect)
  return {
    en: `3 points are not ruled out ${open.map((one) => `from ${one.from} to ${one.to}: ${of(one)}`).join('; ')}`,
    zh: `${open.map((one) => `由 ${one.from} 到 ${one.to}（${of(one)}）`).join('、')}尚不能排除3个百分点`,
  }
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function borrowing({ values }, lang) {
  const en = lang === 'en'
  const arms = sortedArms(values)
  const [low, high] = [arms[0], arms[arms.length - 1]]
  const keys = Object.keys(values[low])
  const pairs = arms.flatMap((one, k) => arms.slice(k + 1).map((other) => [one, other]))
  const effects = pairs.map(([from, to]) => effectOf(values[to]['reached.all'], values[from]['reached.all']))
  const inside = effects.every((one) => one.low > -0.03 && one.high < 0.03)
  const outside = effects.some((one) => one.low >= 0.03 || one.high <= -0.03)
  const verdict = inside
    ? { en: 'less than 3 points between any two', zh: '任意两值之间少于3个百分点' }
    : outside
      ? { en: '3 points or more between some two', zh: '某两值之间不少于3个百分点' }
      : openText(pairs.map(([from, to], k) => ({ from, to, effect: effects[k] })))
  const told = (/** @type {string} */ key) => effectText(key, effectOf(values[high][key], values[low][key]))
  return {
    sentences: en
      ? [
          `From β₀ = ${low} to ${high} reach moves by ${told('reached.all')} points (${verdict.en}), demand served by ${told('served.all')}.`,
        ]
      : [
          `β₀ 由 ${low} 升至 ${high} 时，满足率变化 ${told('reached.all')} 个百分点（${verdict.zh}），信贷需求满足率变化 ${told('served.all')}。`,
        ],
    tables: [
      markdownTable(
        ['β₀', ...keys.map((key) => labelOf(key, lang))],
        arms.map((arm) => [arm, ...keys.map((key) => meanText(key, values[arm][key]))]),
      ),
    ],
  }
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function sizes({ values }, lang) {
  const en = lang === 'en'
  const arms = sortedArms(values)
  const keys = Object.keys(values[arms[0]])
  const intervals = arms.map((arm) => keys.map((key) => meanOf(values[arm][key])))
  const apart = keys.filter((_, k) => intervals.some((one) => intervals.some((other) => one[k].low > other[k].high)))
  const names = apart.map((key) => labelOf(key, lang))
  const single = arms.filter((arm) => values[arm][keys[0]].length === 1).map((arm) => grouped(Number(arm)))
  const most = arms[arms.length - 1]
  const shifts = keys.map((key) => {
    return `${labelOf(key, lang, true)} ${changeText(key, meanOf(values[most][key]).mean - meanOf(values[arms[0]][key]).mean)}`
  })
  const alone =
    single.length === 0
      ? ''
      : en
        ? ` ${single.join(', ')} has one seed and no interval.`
        : `${single.join('、')} 人只有一个种子，无区间。`
  return {
    sentences: en
      ? [
          `${apart.length === 0 ? 'Intervals of all sizes overlap for all of these outcomes.' : `Intervals of two sizes are apart for: ${listed(names, lang)}.`}${alone}`,
          `From the smallest to the largest size: ${listed(shifts, lang)}.`,
        ]
      : [
          `${apart.length === 0 ? '各规模的区间对所列指标均有重叠。' : `不同规模的区间互不重叠的指标：${listed(names, lang)}。`}${alone}`,
          `由最小规模到最大规模：${listed(shifts, lang)}。`,
        ],
    tables: [
      markdownTable(
        [en ? 'consumers' : '消费者', en ? 'seeds' : '种子数', ...keys.map((key) => labelOf(key, lang))],
        arms.map((arm) => [
          grouped(Number(arm)),
          String(values[arm][keys[0]].length),
          ...keys.map((key) => meanText(key, values[arm][key])),
        ]),
      ),
    ],
  }
}

/** @param {any} part @param {Lang} lang @returns {Section} */
function steady({ burnIn, rows, moving, later }, lang) {
  const en = lang === 'en'
  const ps = holm(rows.map((/** @type {any} */ { p }) => p ?? Number.NaN))
  const names = listed(
    moving.map((/** @type {string} */ key) => labelOf(key, lang)),
    lang,
  )
  const clear = ps.filter((p) => p < 0.05).length
  const moved =
    moving.length === 0
      ? 'none moves within the reported window'
      : `${moving.length} ${moving.length === 1 ? 'moves' : 'move'} within the reported window: ${names}`
  const driftText = (/** @type {any} */ { key, drift, low, high }) =>
    `${changeText(key, drift ?? Number.NaN)}${betweenText(key, { low: low ?? Number.NaN, high: high ?? Number.NaN })}`
  const after = later.rows
    .filter((/** @type {any} */ { key }) => moving.includes(key))
    .map((/** @type {any} */ row) => `${labelOf(row.key, lang)} ${driftText(row)}`)
  return {
    sentences: en
      ? [
          `Of ${rows.length} headlines with a monthly series ${moved}. A headline moves where its drift is clear of chance (Holm) and exceeds 2 % of its level; ${clear} are clear of chance.`,
          `After a burn-in of ${later.burnIn} months in place of ${burnIn}, ${later.moving.length} of ${later.rows.length} move${after.length === 0 ? '' : `: ${listed(after, lang)} over a window of the same length`}.`,
        ]
      : [
          `${rows.length} 项有逐月序列的主要指标中，${moving.length} 项在报告期内漂移${moving.length === 0 ? '' : `：${names}`}。漂移经 Holm 校正显著且超过水平的2%者计入；漂移显著者共 ${clear} 项。`,
          `预热期由 ${burnIn} 个月改为 ${later.burnIn} 个月后，${later.rows.length} 项中有 ${later.moving.length} 项漂移${after.length === 0 ? '' : `；报告期长度相同时：${listed(after, lang)}`}。`,
        ],
    tables: [
      markdownTable(
        en
          ? ['headline', 'level', 'second half less first', 'p (Holm)']
          : ['主要指标', '水平', '后半期减前半期', 'p（Holm）'],
        rows.map((/** @type {any} */ row, /** @type {number} */ k) => [
          labelOf(row.key, lang),
          levelText(row.key, row.level ?? Number.NaN),
          driftText(row),
          fixed(ps[k], 3),
        ]),
      ),
    ],
  }
}

/** @type {Record<string, (part: any, lang: Lang) => Section>} */
export const MARKET_SECTIONS = { targets, constraints, borrowing, sizes, steady }
