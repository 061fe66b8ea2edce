/** Purposes of needs, of demand for credit and of loans against the paper's Table 3. */
import { PURPOSES } from '../base/vocabulary.ts'
import { needCases } from '../measures/cases.ts'
import { type Claim, type Group, proportion } from '../measures/claim.ts'
import { rankNiches } from '../measures/long-tail.ts'
import { type MixRow, purposeMix } from '../measures/mixes.ts'
import type { Chart, ChartInput } from './chart.ts'
import { differenceText } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 560
const KINDS = ['table', 'needs', 'demanded', 'served'] as const

export function purposesChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const niches = rankNiches(tables)
  const mix = purposeMix(niches, scenario)
  const share = (group: string, of: MixRow['of']): number =>
    mix.find((row) => row.group === group && row.of === of)?.share ?? NaN
  const total = (column: 'potential' | 'served'): number => niches.reduce((sum, niche) => sum + niche[column], 0)
  const counts = { served: total('served'), needs: total('potential') }
  const group = (of: 'served' | 'needs'): Group => ({
    name: word(lang, `purposes.${of}`),
    ...proportion(share('shopping', of), needCases(tables, counts[of])),
  })
  const compared = [group('served'), group('needs')]
  const isEmpty = compared.some(({ value }) => !Number.isFinite(value))
  const title = isEmpty
    ? word(lang, 'market.none')
    : word(lang, 'purposes.title', {
        difference: differenceText(lang, compared[0], compared[1], (value) => percent(lang, value, 1)),
      })
  const claims: Claim[] = [
    isEmpty
      ? { kind: 'nothing', key: 'purposes', why: 'empty' }
      : { kind: 'difference', key: 'shopping', first: compared[0], second: compared[1] },
  ]
  const names = KINDS.map((kind) => word(lang, `purposes.${kind}`))
  const values = mix.flatMap(({ group: purpose, of, share: value }) => {
    const kind = KINDS.find((candidate) => candidate === of)
    // A log scale has no place for nothing.
    if (kind === undefined || !(value > 0)) return []
    const name = word(lang, `purposes.${kind}`)
    const own = purpose === 'shopping' ? compared.find((one) => one.name === name) : undefined
    const interval = own === undefined ? {} : asInterval(own)
    return [{ purpose: nameOf(lang, 'purpose', purpose), kind: name, share: asPercent(value), ...interval }]
  })
  const least = values.reduce((low, { share: value }) => Math.min(low, value ?? 100), 2)
  return {
    id: 'purposes',
    title,
    claims,
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
