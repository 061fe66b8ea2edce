/** Purposes of needs, of demand for credit and of loans against the paper's Table 3. */
import { PURPOSES } from '../base/vocabulary.ts'
import { rankNiches } from '../measures/long-tail.ts'
import { type MixRow, purposeMix } from '../measures/mixes.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { asPercent, decimal, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 560
const KINDS = ['table', 'needs', 'demanded', 'served'] as const

export function purposesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const mix = purposeMix(rankNiches(tables), scenario)
  const share = (group: string, of: MixRow['of']): number =>
    mix.find((row) => row.group === group && row.of === of)?.share ?? NaN
  const leaning = (group: string): number => share(group, 'served') / share(group, 'needs')
  const most = [...PURPOSES].sort((a, b) => leaning(b) - leaning(a))[0]
  const title = word(lang, 'purposes.title', {
    needs: percent(lang, share('shopping', 'needs'), 1),
    served: percent(lang, share('shopping', 'served'), 1),
    group: nameOf(lang, 'purpose', most),
    ratio: decimal(leaning(most)),
  })
  const names = KINDS.map((kind) => word(lang, `purposes.${kind}`))
  const values = mix.flatMap(({ group, of, share: value }) => {
    const kind = KINDS.find((candidate) => candidate === of)
    // A log scale has no place for nothing.
    if (kind === undefined || !(value > 0)) return []
    return [{ purpose: nameOf(lang, 'purpose', group), kind: word(lang, `purposes.${kind}`), share: asPercent(value) }]
  })
  const least = values.reduce((low, { share: value }) => Math.min(low, value ?? 100), 2)
  return {
    id: 'purposes',
    title,
    caption: word(lang, 'purposes.caption'),
    spec: {
      ...frame(input, title, word(lang, 'purposes.subtitle'), WIDTH),
      width: WIDTH - 60,
      height: 300,
      data: { values },
      encoding: {
        y: {
          field: 'purpose',
          type: 'nominal',
          scale: { domain: PURPOSES.map((purpose) => nameOf(lang, 'purpose', purpose)) },
          axis: { title: null, grid: true, ticks: false, domain: false, labelFontSize: 12 },
        },
        x: {
          field: 'share',
          type: 'quantitative',
          scale: { type: 'log', domain: [least >= 2 ? 2 : least / 1.2, 100], nice: false },
          axis: { title: word(lang, 'purposes.axis'), values: [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100] },
        },
        yOffset: { field: 'kind', type: 'nominal', scale: { domain: names } },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: names, range: [COLOUR.ink, COLOUR.grey, COLOUR.blue, COLOUR.vermilion] },
          legend: { title: null, columns: 4 },
        },
        shape: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: names, range: ['diamond', 'circle', 'square', 'triangle-up'] },
          legend: { title: null, columns: 4 },
        },
        tooltip: [
          { field: 'purpose', title: '' },
          { field: 'kind', title: '' },
          { field: 'share', title: word(lang, 'ages.axis') },
        ],
      },
      mark: { type: 'point', size: 70, filled: true, opacity: 1 },
    },
  }
}
