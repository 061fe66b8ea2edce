/** How arms of an experiment are named and told apart: colour first, dashes for more than there are colours. */
import type { EnsembleInput } from './chart.ts'
import { COLOUR } from './style.ts'
import { plainText, textWidth } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  armNames: { en: 'Arms are named by {factors}.', zh: '实验组以{factors}的取值命名。' },
})

const COLOURS = [
  COLOUR.ink,
  COLOUR.orange,
  COLOUR.blue,
  COLOUR.green,
  COLOUR.vermilion,
  COLOUR.purple,
  COLOUR.sky,
  COLOUR.grey,
]
const DASHES = [
  [1, 0],
  [6, 3],
]

/** Room for the name of an arm beside its row, in pixels, and the size of its letters. */
export const NAME_WIDTH = 220
const FONT_SIZE = 11

export interface ArmStyle {
  /** Name in the data → title on the chart. No two arms share one. */
  readonly titles: ReadonlyMap<string, string>
  readonly domain: readonly string[]
  readonly colours: readonly string[]
  readonly dashes: readonly (readonly number[])[]
  /** What the titles consist of where they are values of factors; else empty. */
  readonly key: string
}

/** Cut with an ellipsis to a width in pixels. */
export function shortened(text: string, width: number, fontSize: number = FONT_SIZE): string {
  if (textWidth(text, fontSize) <= width) return text
  const characters = [...text]
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) characters.pop()
  return `${characters.join('').trimEnd()}…`
}

export function armStyle(input: Pick<EnsembleInput, 'arms' | 'lang' | 'factors'>): ArmStyle {
  const { arms, lang, factors = [] } = input
  const full = arms.map(({ name, title, set }) => {
    const isPoint = factors.length > 0 && factors.every(({ path }) => set !== undefined && path in set)
    return isPoint
      ? factors.map((factor) => valueText(factor, set?.[factor.path], lang)).join(' · ')
      : title[lang] || name
  })
  const short = full.map((text) => shortened(plainText(text), NAME_WIDTH))
  const domain = arms.map(({ name }, k) => {
    if (short.filter((title) => title === short[k]).length === 1) return short[k]
    // Titles that two arms share, in full or as far as there is room, are told apart by name or else by number.
    const named = `${plainText(full[k])} (${name})`
    return textWidth(named, FONT_SIZE) <= NAME_WIDTH ? named : shortened(`${k + 1}. ${plainText(full[k])}`, NAME_WIDTH)
  })
  const key =
    factors.length === 0
      ? ''
      : say(lang, 'armNames', { factors: factors.map(({ label }) => plainText(label[lang])).join(' · ') })
  return {
    titles: new Map(arms.map(({ name }, k) => [name, domain[k]])),
    domain,
    colours: arms.map((_, k) => COLOURS[k % COLOURS.length]),
    dashes: arms.map((_, k) => DASHES[Math.floor(k / COLOURS.length) % DASHES.length]),
    key,
  }
}

type Factor = NonNullable<EnsembleInput['factors']>[number]

/** Longer names of values are sentences; the value itself says as much. */
const VALUE_WIDTH = 110

/** A value of a factor as charts name it. */
export function valueText({ values, valueLabels }: Factor, value: unknown, lang: EnsembleInput['lang']): string {
  const label = plainText(valueLabels[values.indexOf(value)]?.[lang] ?? String(value))
  return textWidth(label, FONT_SIZE) <= VALUE_WIDTH ? label : plainText(String(value), 20)
}
