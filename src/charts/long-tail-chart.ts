/** The long-tail curve: the paper's Figure 1 with data. */
import { needCases } from '../measures/cases.ts'
import { type Claim, type Group, levelClaim, proportion } from '../measures/claim.ts'
import { HEAD_SHARE, longTail, type Niche, rankNiches } from '../measures/long-tail.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, quantity, tips } from './marks.ts'
import { nameOf } from './names.ts'
import { differenceText, sentence } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{head} of {niches} niches hold {share} of needs', zh: '{niches}个利基中{head}个占需求的{share}' },
  difference: { en: 'the share of demand served is {difference}', zh: '信贷需求满足率：{difference}' },
  tailName: { en: 'the tail', zh: '长尾' },
  headName: { en: 'the head', zh: '头部' },
  empty: { en: 'No need arose', zh: '没有产生需求' },
  subtitle: {
    en: 'Needs per niche (count, log scale) by rank of potential demand. A niche is a purpose, an amount band and an age band.',
    zh: '各利基的需求笔数（对数刻度），按潜在需求排序。利基由用途、金额档与年龄档构成。',
  },
  caption: {
    en: "The paper's Figure 1 with data. Potential demand is all needs that arose, met or not; every niche keeps its rank on all three series. Crosses at the bottom: niches with demand of which not one need was served.",
    zh: '以数据重绘论文图1。潜在需求指已产生的需求，不论由谁满足；三个序列中各利基的位序相同。底部叉号：有信贷需求而无一获得贷款的利基。',
  },
  potential: { en: 'potential: needs that arose', zh: '潜在：产生的需求' },
  demanded: { en: 'asked for credit', zh: '信贷需求' },
  served: { en: 'served', zh: '获满足' },
  none: { en: 'demand, none served', zh: '有需求而无放款' },
  head: { en: '← head: {niches} niches', zh: '← 头部：{niches}个利基' },
  tail: { en: 'tail: {niches} niches →', zh: '长尾：{niches}个利基 →' },
  rank: { en: 'rank of niche by potential demand', zh: '利基按潜在需求的位序' },
  axis: { en: 'needs in the reported window (count, log scale)', zh: '报告期需求笔数（对数刻度）' },
})

const WIDTH = 600
/** Where niches without a single loan stand: below one need, the least that a log scale shows. */
const FLOOR = 0.6

/** What a part of the niches gets of its demand, as it stands beside the part's label. */
interface PartServed {
  readonly part: string
  readonly served: number | null
}

/** Head against tail, and the same numbers for the chart. */
function tailTitle(
  { tables, lang }: ChartInput,
  niches: readonly Niche[],
): { title: string; claims: Claim[]; shares: { head: PartServed; tail: PartServed } } {
  const found = longTail(niches)
  const group = (part: 'head' | 'tail'): Group => {
    const own = niches.filter(({ head }) => head === (part === 'head'))
    const demanded = own.reduce((sum, niche) => sum + niche.demanded, 0)
    const share = part === 'head' ? found.headServed : found.tailServed
    return { name: say(lang, `${part}Name`), ...proportion(share, needCases(tables, demanded)) }
  }
  const [head, tail] = [group('head'), group('tail')]
  const fields = (of: Group): PartServed => ({ part: of.name, served: asPercent(of.value), ...asInterval(of) })
  const shares = { head: fields(head), tail: fields(tail) }
  if (found.niches === 0) {
    return { title: say(lang, 'empty'), claims: [{ kind: 'nothing', key: 'needs', why: 'empty' }], shares }
  }
  const counts = say(lang, 'title', {
    head: String(found.headNiches),
    niches: String(found.niches),
    share: percent(lang, HEAD_SHARE),
  })
  const claims: Claim[] = [
    { kind: 'count', key: 'headNiches', count: found.headNiches },
    { kind: 'count', key: 'niches', count: found.niches },
    levelClaim('headShare', HEAD_SHARE),
  ]
  if (!Number.isFinite(head.value) || !Number.isFinite(tail.value))
    return { title: sentence(lang, [counts]), claims, shares }
  const write = (value: number): string => percent(lang, value)
  const served = say(lang, 'difference', { difference: differenceText(lang, tail, head, write) })
  return {
    title: sentence(lang, [counts, served]),
    claims: [...claims, { kind: 'difference', key: 'served', first: tail, second: head }],
    shares,
  }
}

export function longTailChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const niches = rankNiches(tables).filter(({ potential }) => potential > 0)
  const found = longTail(niches)
  const rest = found.niches - found.headNiches
  const { title, claims, shares } = tailTitle(input, niches)
  const series = ['potential', 'demanded', 'served'] as const
  const names = [...series, 'none' as const].map((name) => say(lang, name))
  const values = niches.flatMap((niche) => {
    const labels = {
      rank: niche.rank,
      purpose: nameOf(lang, 'purpose', niche.purpose),
      amount: nameOf(lang, 'amount', niche.amountBand),
      age: nameOf(lang, 'age', niche.ageBand),
    }
    const counts = series.map((name) => ({ ...labels, series: say(lang, name), count: niche[name] }))
    const unserved = niche.demanded > 0 && niche.served === 0
    const shown = counts.filter(({ count }) => count > 0)
    return unserved ? [...shown, { ...labels, series: say(lang, 'none'), count: FLOOR }] : shown
  })
  const highest = niches.reduce((most, { potential }) => Math.max(most, potential), 1)
  const boundary = found.headNiches + 0.5
  const of = (name: (typeof series)[number]): typeof values => values.filter((row) => row.series === say(lang, name))
  return {
    id: 'long-tail',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      width: WIDTH,
      height: 320,
      encoding: {
        x: quantity(
          'rank',
          { domain: [0, niches.length + 1], nice: false },
          { title: say(lang, 'rank'), grid: false, tickCount: 12 },
        ),
        y: quantity(
          'count',
          { type: 'log', domain: [FLOOR / 1.3, highest * 1.6], nice: false },
          {
            title: say(lang, 'axis'),
            values: [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000],
            format: ',d',
          },
        ),
      },
      layer: [
        layer({ type: 'rect', color: '#f3ead7' }, [{ rank: 0, until: boundary }], {
          x2: { field: 'until' },
          y: { value: 0 },
          y2: { value: 'height' },
        }),
        {
          data: { values: of('potential') },
          mark: { type: 'line', strokeWidth: 2, interpolate: 'step', color: COLOUR.ink },
        },
        layer({ type: 'point', strokeWidth: 1.6, size: 34, filled: false }, values, {
          color: coded('series', names, [COLOUR.ink, COLOUR.sky, COLOUR.vermilion, COLOUR.vermilion], {
            title: null,
            columns: 4,
          }),
          shape: coded('series', names, ['stroke', 'circle', 'triangle-up', 'M-.5,-.5L.5,.5M-.5,.5L.5,-.5'], {
            title: null,
            columns: 4,
          }),
          tooltip: tips({
            rank: say(lang, 'rank'),
            purpose: word(lang, 'purpose'),
            amount: '¥',
            age: word(lang, 'ageBand'),
            series: '',
            count: say(lang, 'axis'),
          }),
        }),
        layer({ type: 'rule', strokeDash: [5, 3], color: COLOUR.ink }, [{ rank: boundary }], {
          y: { value: 0 },
          y2: { value: 'height' },
        }),
        layer(
          { type: 'text', align: 'left', dx: 8, baseline: 'top', fontSize: 12 },
          [{ rank: boundary, label: say(lang, 'tail', { niches: String(rest) }), ...shares.tail }],
          { y: { value: 26 }, text: { field: 'label' } },
        ),
        layer(
          { type: 'text', align: 'left', dx: 8, baseline: 'top', fontSize: 12 },
          [{ rank: boundary, label: say(lang, 'head', { niches: String(found.headNiches) }), ...shares.head }],
          { y: { value: 6 }, text: { field: 'label' } },
        ),
      ],
    },
  }
}
