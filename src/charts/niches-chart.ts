/** Heat map of niches: how much of the demand for credit is served, by purpose and age. */
import { AGE_BANDS, PURPOSES } from '../base/vocabulary.ts'
import { grouped } from '../measures/headline.ts'
import { rankNiches } from '../measures/long-tail.ts'
import { ratio } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { frame } from './style.ts'
import { asPercent, NO_BREAK, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 580
/** Cells with fewer needs are drawn but not named in the title: their shares are noise. */
const LEAST = 30

interface Cell {
  readonly purpose: string
  readonly age: string
  readonly demanded: number
  readonly reach: number
}

function cells({ tables, lang }: ChartInput): Cell[] {
  const niches = rankNiches(tables)
  return PURPOSES.flatMap((purpose) =>
    AGE_BANDS.map((ageBand) => {
      const own = niches.filter((niche) => niche.purpose === purpose && niche.ageBand === ageBand)
      const demanded = own.reduce((sum, niche) => sum + niche.demanded, 0)
      const served = own.reduce((sum, niche) => sum + niche.served, 0)
      return {
        purpose: nameOf(lang, 'purpose', purpose),
        age: nameOf(lang, 'age', ageBand),
        demanded,
        reach: ratio(served, demanded),
      }
    }),
  )
}

/** Percent in whole tens around what there is: on 0 to 100, cells that differ would look the same. */
function colourDomain(all: readonly Cell[]): [number, number] {
  const reaches = all.map(({ reach }) => reach)
  const low = Math.floor(10 * Math.min(...reaches, 1)) * 10
  const high = Math.ceil(10 * Math.max(...reaches, 0)) * 10
  return low < high ? [low, high] : [0, 100]
}

export function nichesChart(input: ChartInput): Chart {
  const { lang } = input
  const all = cells(input).filter(({ demanded }) => demanded > 0)
  const named = all.filter(({ demanded }) => demanded >= LEAST)
  const ranked = [...(named.length > 0 ? named : all)].sort((a, b) => b.reach - a.reach)
  const [best, worst] = [ranked.at(0), ranked.at(-1)]
  const title =
    best === undefined || worst === undefined
      ? word(lang, 'niches.empty')
      : word(lang, 'niches.title', {
          bestPurpose: best.purpose,
          bestAge: best.age,
          best: percent(lang, best.reach),
          worstPurpose: worst.purpose,
          worstAge: worst.age,
          worst: percent(lang, worst.reach),
        })
  const values = all.map((cell) => ({
    purpose: cell.purpose,
    age: cell.age,
    served: asPercent(cell.reach),
    label: percent(lang, cell.reach, 0).replace(NO_BREAK, ' '),
    count: `n = ${grouped(cell.demanded)}`,
  }))
  const [lightest, darkest] = colourDomain(all)
  // From here on white stands out more than ink.
  const dark = lightest + 0.7 * (darkest - lightest)
  const ink = { condition: { test: { field: 'served', gt: dark }, value: '#ffffff' }, value: '#222222' } as const
  return {
    id: 'niches',
    title,
    caption: word(lang, 'niches.caption', { least: String(LEAST) }),
    spec: {
      ...frame(input, title, word(lang, 'niches.subtitle'), WIDTH),
      width: WIDTH - 80,
      height: 270,
      data: { values },
      encoding: {
        x: {
          field: 'age',
          type: 'nominal',
          scale: { domain: AGE_BANDS.map((band) => nameOf(lang, 'age', band)) },
          axis: { title: null, labelAngle: 0, ticks: false, domain: false, labelFontSize: 12 },
        },
        y: {
          field: 'purpose',
          type: 'nominal',
          scale: { domain: PURPOSES.map((purpose) => nameOf(lang, 'purpose', purpose)) },
          axis: { title: null, ticks: false, domain: false, labelFontSize: 12 },
        },
      },
      layer: [
        {
          mark: { type: 'rect', stroke: '#ffffff', strokeWidth: 2 },
          encoding: {
            color: {
              field: 'served',
              type: 'quantitative',
              scale: { scheme: 'blues', domain: [lightest, darkest] },
              legend: { title: word(lang, 'niches.axis'), gradientLength: 200 },
            },
            tooltip: [
              { field: 'purpose', title: word(lang, 'reach.purpose') },
              { field: 'age', title: word(lang, 'reach.ageBand') },
              { field: 'served', title: word(lang, 'niches.axis') },
              { field: 'count', title: '' },
            ],
          },
        },
        { mark: { type: 'text', dy: -6, fontSize: 13 }, encoding: { text: { field: 'label' }, color: ink } },
        { mark: { type: 'text', dy: 10, fontSize: 9.5 }, encoding: { text: { field: 'count' }, color: ink } },
      ],
    },
  }
}
