/** Text for charts: plain strings, numbers and line breaks, the same on every machine and in every locale. */
import type { Sampled } from '../measures/claim.ts'
import { grouped, signed } from '../measures/headline.ts'
import type { Lang } from './chart.ts'

/** Stands for a space at which no line may break; becomes an ordinary one when lines are set. */
export const NO_BREAK = '\u00a0'

// Control characters, line and paragraph separators, and marks that turn the direction of the text after them.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu

/** Text of a scenario as one line that can neither break the layout nor turn its direction. */
export function plainText(text: string, longest = 80): string {
  const line = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim()
  const characters = [...line]
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`
}

/** Chinese, and the quotes, dots and arrows that fonts for Chinese draw as wide. */
const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) >= 0x2190 || '‘’“”…'.includes(character)

/** Width of a character in ems: what letters of a kind take in the mean. */
function emsOf(character: string): number {
  if (isWide(character)) return 1
  if (character === ' ' || character === NO_BREAK) return 0.22
  if (/[.,:;|!'()\-iljtfrI]/.test(character)) return 0.32
  if (/[mwMW%—]/.test(character)) return 0.88
  return /[A-Z]/.test(character) ? 0.66 : 0.57
}

/** The same for the characters of nearly all texts, by their codes: a chart's lines are set many times. */
const EMS: readonly number[] = Array.from({ length: 256 }, (_, code) => emsOf(String.fromCharCode(code)))

/** Width of a text in pixels, in the fonts that `style.ts` names. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0
  for (const character of text) ems += EMS[character.charCodeAt(0)] ?? emsOf(character)
  return ems * fontSize
}

// What may not begin a line in Chinese.
const CLOSING = /^[，。；：、！？）》」』”’%,.;:!?)]/u

/** What may not end one. */
const OPENING = /[（《“‘(]$/u

/** Whether a Chinese character belongs to the number before it: 6,974万元, 30岁. */
const isUnitAfter = (character: string, before: string): boolean =>
  (/[0-9]$/.test(before) && '万亿元岁个月家项种倍'.includes(character)) ||
  (/[万亿]$/.test(before) && character === '元')

/** A place in a Chinese text at which a line may break, in addition to punctuation; invisible. */
export const MAY_BREAK = '\u200b'

/**
 * Clauses: words of Latin text, and Chinese up to its punctuation or to an authored break, so that no word is torn and a
 * number stays with its name.
 */
function clauses(text: string): string[] {
  const found: string[] = []
  const isChinese = /\p{Script=Han}/u.test(text)
  let before = ''
  for (const character of text) {
    const last = found.length - 1
    const breaks =
      character === ' ' ||
      (before === ' ' && character !== '·' && (!isChinese || found[last].endsWith('· '))) ||
      before === MAY_BREAK ||
      ((/[，。；：、！？]/u.test(before) || (before === '·' && isWide(character))) && !CLOSING.test(character))
    if (last < 0 || (breaks && character !== ' ')) found.push(character)
    else found[last] += character
    before = character
  }
  return found
}

/** Pieces of a clause that is wider than a line: words of Latin text, single characters of Chinese. */
function pieces(text: string): string[] {
  const found: string[] = []
  let open = false
  for (const character of text) {
    const last = found.length - 1
    const before = found[last] ?? ''
    const joins =
      last >= 0 &&
      (CLOSING.test(character) ||
        OPENING.test(before) ||
        isUnitAfter(character, before) ||
        (open && !isWide(character)))
    if (joins) found[last] += character
    else found.push(character)
    open = character !== ' ' && !isWide(character)
  }
  return found
}

const widthOf = (text: string, fontSize: number): number =>
  textWidth(text.replaceAll(MAY_BREAK, '').trimEnd(), fontSize)

/** Lines of at most `width` pixels. */
export function lines(text: string, width: number, fontSize: number): string[] {
  const set: string[] = []
  let line = ''
  const add = (piece: string): void => {
    if (line.trim() !== '' && widthOf(line + piece, fontSize) > width) {
      set.push(line)
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  for (const clause of clauses(text)) {
    for (const word of widthOf(clause, fontSize) <= width ? [clause] : clause.split(/(?<= )/)) {
      if (widthOf(word, fontSize) <= width) add(word)
      else for (const piece of pieces(word)) add(piece)
    }
  }
  if (line.trim() !== '') set.push(line)
  return set.map((one) => one.replaceAll(MAY_BREAK, '').replaceAll(NO_BREAK, ' ').trim())
}

/** The text that these are the lines of: a longer one begins with it. A break may have taken a space. */
export function unbroken(set: readonly string[], whole: string): string {
  return whole.slice(
    0,
    set.reduce((at, line) => whole.indexOf(line, at) + line.length, 0),
  )
}

/** Lines as `lines` sets them, but of like width: no last line of a single word. */
export function evenLines(text: string, width: number, fontSize: number): string[] {
  const count = lines(text, width, fontSize).length
  // Not so narrow that a clause is torn.
  const widest = Math.max(...clauses(text).map((clause) => widthOf(clause, fontSize)), width / 2)
  let narrowest = width
  while (narrowest - 10 >= Math.min(widest, width) && lines(text, narrowest - 10, fontSize).length === count) {
    narrowest -= 10
  }
  return lines(text, narrowest, fontSize)
}

/** Rounds for data inside a spec: six significant digits, by the language's own exact rule. */
export function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null
}

/** A share as percent for data inside a spec: four decimals. */
export function asPercent(share: number): number | null {
  return Number.isFinite(share) ? Number((100 * share).toFixed(4)) : null
}

/** Interval of a share and the independent cases behind it, for data inside a spec. */
export function asInterval({ low, high, n }: Sampled): {
  readonly low: number | null
  readonly high: number | null
  readonly cases: number | null
} {
  return { low: asPercent(low), high: asPercent(high), cases: rounded(n) }
}

/** A share as text: '41 %', '4.3 %'; '–' if missing. */
export function percent(lang: Lang, share: number, digits?: number): string {
  if (!Number.isFinite(share)) return '–'
  const text = signed((100 * share).toFixed(digits ?? (Math.abs(share) < 0.0995 ? 1 : 0)))
  return lang === 'zh' ? `${text}%` : `${text}${NO_BREAK}%`
}

/** A difference of shares in percentage points, without its unit: '4.3'. */
export function inPoints(difference: number, digits: number): string {
  return percent('zh', difference, digits).replace('%', '')
}

export interface MoneyUnit {
  readonly divisor: number
  /** What stands on an axis: '¥ million', '万元'. */
  readonly name: string
}

/** The unit in which amounts up to `largest` yuan read best. */
export function moneyUnit(lang: Lang, largest: number): MoneyUnit {
  if (lang === 'zh') {
    if (largest >= 1e8) return { divisor: 1e8, name: '亿元' }
    return largest >= 1e5 ? { divisor: 1e4, name: '万元' } : { divisor: 1, name: '元' }
  }
  if (largest >= 1e9) return { divisor: 1e9, name: '¥ billion' }
  if (largest >= 1e6) return { divisor: 1e6, name: '¥ million' }
  return largest >= 2e4 ? { divisor: 1e3, name: '¥ thousand' } : { divisor: 1, name: '¥' }
}

/** An amount as text: '¥1,234', '¥69.7 million', '6,970万元'; '–' if missing. */
export function money(lang: Lang, yuan: number): string {
  if (!Number.isFinite(yuan)) return '–'
  const size = Math.abs(yuan)
  const { divisor, name } = moneyUnit(lang, size >= 1e6 || lang === 'zh' ? size : 0)
  const scaled = yuan / divisor
  const number = divisor > 1 && Math.abs(scaled) < 100 ? signed(scaled.toFixed(1)) : grouped(scaled)
  if (lang === 'zh') return `${number}${name}`
  const text = divisor === 1 ? `¥${number}` : `¥${number}${NO_BREAK}${name.slice(2)}`
  return text.replace('¥−', '−¥')
}

/** An amount a head, to the fen where it is small: '¥3.55', '3.55元'. */
export function moneyPerHead(lang: Lang, yuan: number): string {
  if (!Number.isFinite(yuan) || Math.abs(yuan) >= 100) return money(lang, yuan)
  const number = signed(yuan.toFixed(2))
  return lang === 'zh' ? `${number}元` : `¥${number}`.replace('¥−', '−¥')
}

/** From the least to the greatest of some numbers as they are written; one number where they are written alike. */
export function span(lang: Lang, least: string, greatest: string): string {
  if (least === greatest) return least
  return lang === 'zh' ? `${least}至${greatest}` : `${least} to ${greatest}`
}

/** A pure number with two decimals; '–' if missing. */
export function decimal(value: number): string {
  return Number.isFinite(value) ? signed(value.toFixed(2)) : '–'
}
