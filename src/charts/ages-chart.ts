/** Ages of consumers and borrowers against the paper's Table 4. */

import { AGE_BANDS } from '../base/vocabulary.ts'
import { ageMismatch, ageMix, type MixRow } from '../measures/mixes.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { asPercent, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 560

export function agesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const mix = ageMix(tables, scenario)
  const share = (group: string, of: MixRow['of']): number =>
    mix.find((row) => row.group === group && row.of === of)?.share ?? NaN
  const shift = (group: string): number => Math.abs(share(group, 'borrowers') - share(group, 'table'))
  const most = [...AGE_BANDS].sort((a, b) => shift(b) - shift(a))[0]
  // Where consumers are all adults, who becomes a user is an outcome; where they are users already, a check.
  const emerge = scenario.population.ages === 'population'
  const title = word(lang, emerge ? 'ages.titleEmerge' : 'ages.title', {
    group: nameOf(lang, 'age', most),
    borrowers: percent(lang, share(most, 'borrowers'), 1),
    table: percent(lang, share(most, 'table'), 1),
    ...(emerge ? { mismatch: percent(lang, ageMismatch(mix), 0) } : {}),
  })
  const kinds = ['table', 'consumers', 'borrowers'] as const
  const nameOfKind = (kind: (typeof kinds)[number]): string =>
    word(lang, emerge && kind !== 'table' ? `ages.${kind}Emerge` : `ages.${kind}`)
  const names = kinds.map(nameOfKind)
  const values = mix.flatMap(({ group, of, share: value }) => {
    const kind = kinds.find((known) => known === of)
    if (kind === undefined) return []
    return [
      {
        band: nameOf(lang, 'age', group),
        kind: nameOfKind(kind),
        share: asPercent(value),
        label: Number.isFinite(value) ? (100 * value).toFixed(1) : '–',
      },
    ]
  })
  const bands = AGE_BANDS.map((band) => nameOf(lang, 'age', band))
  return {
    id: 'ages',
    title,
    caption: word(lang, emerge ? 'ages.captionEmerge' : 'ages.caption'),
    spec: {
      ...frame(input, title, word(lang, emerge ? 'ages.subtitleEmerge' : 'ages.subtitle'), WIDTH),
      width: WIDTH,
      height: 260,
      data: { values },
      encoding: {
        x: {
          field: 'band',
          type: 'nominal',
          scale: { domain: bands, paddingInner: 0.22 },
          axis: { title: null, labelAngle: 0, labelFontSize: 12, ticks: false },
        },
        xOffset: { field: 'kind', type: 'nominal', scale: { domain: names } },
        y: { field: 'share', type: 'quantitative', axis: { title: word(lang, 'ages.axis'), tickCount: 5 } },
      },
      layer: [
        {
          mark: { type: 'bar', stroke: COLOUR.ink, strokeWidth: 0.5 },
          encoding: {
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: names, range: [COLOUR.ink, '#c9dff0', COLOUR.orange] },
              legend: { title: null },
            },
            tooltip: [
              { field: 'band', title: word(lang, 'age') },
              { field: 'kind', title: '' },
              { field: 'share', title: word(lang, 'ages.axis') },
            ],
          },
        },
        { mark: { type: 'text', dy: -6, fontSize: 10 }, encoding: { text: { field: 'label' } } },
      ],
    },
  }
}
