/** Purposes of needs, of demand for credit and of loans against the paper's Table 3. */
import { PURPOSES } from '../base/vocabulary.ts'
import { needCases } from '../measures/cases.ts'
import { type Claim, type Group, proportion } from '../measures/claim.ts'
import { rankNiches } from '../measures/long-tail.ts'
import { type MixRow, purposeMix } from '../measures/mixes.ts'
import type { Chart, ChartInput } from './chart.ts'
import { category, coded, quantity, tips } from './marks.ts'
import { nameOf } from './names.ts'
import { differenceText } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'The share of shopping is {difference}', zh: '购物占比：{difference}' },
  subtitle: {
    en: "Share of purposes (%, log scale): the paper's Table 3, and needs, demand for credit and needs served in the run.",
    zh: '各用途占比（%，对数刻度）：论文表3，以及模拟中的需求、信贷需求与获满足的需求。',
  },
  caption: {
    en: 'Needs that savings can meet never become demand for credit, so larger purposes weigh more in demand; underwriting then decides which are served. Counts of needs, not amounts.',
    zh: '储蓄能满足的需求不会转为信贷需求，因此大额用途在信贷需求中占比更高；是否放款再由授信决定。按需求笔数计，不按金额计。',
  },
  table: { en: 'Table 3 of the paper', zh: '论文表3' },
  needs: { en: 'needs that arose', zh: '产生的需求' },
  demanded: { en: 'came to ask for credit', zh: '转为信贷需求' },
  served: { en: 'needs served', zh: '获满足的需求' },
  axis: { en: 'share (%, log scale)', zh: '占比（%，对数刻度）' },
})

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
    name: say(lang, of),
    ...proportion(share('shopping', of), needCases(tables, counts[of])),
  })
  const compared = [group('served'), group('needs')]
  const isEmpty = compared.some(({ value }) => !Number.isFinite(value))
  const title = isEmpty
    ? word(lang, 'nothingLent')
    : say(lang, 'title', {
        difference: differenceText(lang, compared[0], compared[1], (value) => percent(lang, value, 1)),
      })
  const claims: Claim[] = [
    isEmpty
      ? { kind: 'nothing', key: 'purposes', why: 'empty' }
      : { kind: 'difference', key: 'shopping', first: compared[0], second: compared[1] },
  ]
  const names = KINDS.map((kind) => say(lang, kind))
  const values = mix.flatMap(({ group: purpose, of, share: value }) => {
    const kind = KINDS.find((candidate) => candidate === of)
    // A log scale has no place for nothing.
    if (kind === undefined || !(value > 0)) return []
    const name = say(lang, kind)
    const own = purpose === 'shopping' ? compared.find((one) => one.name === name) : undefined
    const interval = own === undefined ? {} : asInterval(own)
    return [{ purpose: nameOf(lang, 'purpose', purpose), kind: name, share: asPercent(value), ...interval }]
  })
  const least = values.reduce((low, { share: value }) => Math.min(low, value ?? 100), 2)
  return {
    id: 'purposes',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      width: WIDTH - 60,
      height: 300,
      data: { values },
      encoding: {
        y: category(
          'purpose',
          PURPOSES.map((purpose) => nameOf(lang, 'purpose', purpose)),
          { title: null, grid: true, ticks: false, domain: false, labelFontSize: 12 },
        ),
        x: quantity(
          'share',
          { type: 'log', domain: [least >= 2 ? 2 : least / 1.2, 100], nice: false },
          { title: say(lang, 'axis'), values: [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100] },
        ),
        yOffset: { field: 'kind', type: 'nominal', scale: { domain: names } },
        color: coded('kind', names, [COLOUR.ink, COLOUR.grey, COLOUR.blue, COLOUR.vermilion], {
          title: null,
          columns: 4,
        }),
        shape: coded('kind', names, ['diamond', 'circle', 'square', 'triangle-up'], { title: null, columns: 4 }),
        tooltip: tips({ purpose: '', kind: '', share: word(lang, 'share') }),
      },
      mark: { type: 'point', size: 70, filled: true, opacity: 1 },
    },
  }
}
