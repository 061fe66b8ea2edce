// How figures of docs/instrument*.md are written.
// @ts-check
import { meanInterval } from '../../dist/measures/intervals.js'
import { isInPoints } from '../../dist/measures/measure.js'
import { pairedEffect } from '../../dist/measures/paired.js'
import { measureNamed } from '../../dist/measures/registry.js'
import { grouped } from './readme-blocks.mjs'

export { markdownTable } from '../../dist/node/study/study-data.js'

/** @typedef {'en' | 'zh'} Lang */
/** @typedef {{ sentences: string[], tables: string[] }} Section what is said first, and the tables under it */
/** @typedef {readonly (number | null)[]} Column one value a seed or point, null where there is none */

/** As text with the true minus sign, which what rounds to zero has not. @param {number} value @param {number} digits */
export function fixed(value, digits) {
  if (!Number.isFinite(value)) return '–'
  const text = Math.abs(value).toFixed(digits)
  const shown = digits === 0 ? grouped(Math.abs(value)) : text
  return value < 0 && Number(text) !== 0 ? `−${shown}` : shown
}

/** @param {number} value @param {number} digits */
const plus = (value, digits) => (Number(value.toFixed(digits)) > 0 ? `+${fixed(value, digits)}` : fixed(value, digits))

const SCALES = {
  1: { times: 100, digits: 2, en: ', %', zh: '（%）' },
  CNY: { times: 1, digits: 0, en: ', yuan', zh: '（元）' },
  count: { times: 1, digits: 1, en: '', zh: '' },
  index: { times: 1, digits: 3, en: '', zh: '' },
}
const POINTS = { en: ', points', zh: '（百分点）' }
/** @param {string} key */
const scaleOf = (key) => SCALES[measureNamed(key).unit]

/** The name of an outcome, with the unit of its values or of their changes. @param {string} key @param {Lang} lang @param {boolean} isChange */
export function labelOf(key, lang, isChange = false) {
  const measure = measureNamed(key)
  const unit = isInPoints(measure) || (isChange && measure.unit === '1') ? POINTS : scaleOf(key)
  return `${measure[lang]}${unit[lang]}`
}

/** @param {string} key @param {number} value */
export const levelText = (key, value) => fixed(scaleOf(key).times * value, scaleOf(key).digits)
/** A difference, with its sign. @param {string} key @param {number} value */
export const changeText = (key, value) => plus(scaleOf(key).times * value, scaleOf(key).digits)
/** @param {string} key @param {{ low: number, high: number }} interval */
export const betweenText = (key, { low, high }) =>
  Number.isFinite(low) ? ` [${levelText(key, low)}, ${levelText(key, high)}]` : ''

/** @param {Column} values */
export const finite = (values) => values.filter((value) => value !== null)
/** @param {Column} values */
export const meanOf = (values) => meanInterval(finite(values))

/** Paired effect of one arm against another under shared seeds. @param {Column} values @param {Column} against */
export const effectOf = (values, against) =>
  pairedEffect(values.map((value, k) => Number(value ?? Number.NaN) - Number(against[k] ?? Number.NaN)))

/** An effect with its interval; a bare 0 where there is none at all. @param {string} key @param {{ mean: number, low: number, high: number }} effect */
export function effectText(key, effect) {
  // Where all pairs agree to the last digit.
  if (effect.mean === 0 && effect.low === 0 && effect.high === 0) return '0'
  return `${changeText(key, effect.mean)}${betweenText(key, effect)}`
}
/** A level with its interval. @param {string} key @param {Column} values */
export const meanText = (key, values) => `${levelText(key, meanOf(values).mean)}${betweenText(key, meanOf(values))}`

/** A share, as a percentage. @param {number} share @param {Lang} lang */
export const percent = (share, lang) => `${fixed(100 * share, 0)}${lang === 'en' ? ' %' : '%'}`
/** @param {readonly string[]} names @param {Lang} lang */
export const listed = (names, lang) => names.join(lang === 'en' ? '; ' : '；')
