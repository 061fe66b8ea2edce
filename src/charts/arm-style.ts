/** How arms of an experiment are told apart: colour first, dashes for more than there are colours. */
import type { EnsembleInput } from './chart.ts'
import { COLOUR } from './style.ts'
import { plainText } from './text.ts'

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

export interface ArmStyle {
  /** Name in the data → title on the chart. Titles that two arms share are told apart by the arms' names. */
  readonly titles: ReadonlyMap<string, string>
  readonly domain: readonly string[]
  readonly colours: readonly string[]
  readonly dashes: readonly (readonly number[])[]
}

export function armStyle({ arms, lang }: Pick<EnsembleInput, 'arms' | 'lang'>): ArmStyle {
  const plain = arms.map(({ name, title }) => plainText(title[lang] || name, 40))
  const domain = arms.map(({ name }, k) =>
    plain.filter((title) => title === plain[k]).length > 1 ? `${plain[k]} (${name})` : plain[k],
  )
  return {
    titles: new Map(arms.map(({ name }, k) => [name, domain[k]])),
    domain,
    colours: arms.map((_, k) => COLOURS[k % COLOURS.length]),
    dashes: arms.map((_, k) => DASHES[Math.floor(k / COLOURS.length) % DASHES.length]),
  }
}
