/** The long-tail curve: the paper's Figure 1 with data. */
import { HEAD_SHARE, longTail, rankNiches } from '../measures/long-tail.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { percent } from './text.ts'
import { nameOf, word } from './words.ts'

const WIDTH = 600
/** Where niches without a single loan stand: below one need, the least that a log scale shows. */
const FLOOR = 0.6

export function longTailChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const niches = rankNiches(tables).filter(({ potential }) => potential > 0)
  const found = longTail(niches)
  const rest = found.niches - found.headNiches
  const title = word(lang, 'tail.title', {
    head: String(found.headNiches),
    niches: String(found.niches),
    share: percent(lang, HEAD_SHARE),
    tail: percent(lang, found.tailReach),
    rest: String(rest),
    reach: percent(lang, found.headReach),
  })
  const series = ['potential', 'demanded', 'served'] as const
  const names = [...series, 'none' as const].map((name) => word(lang, `tail.${name}`))
  const values = niches.flatMap((niche) => {
    const labels = {
      rank: niche.rank,
      purpose: nameOf(lang, 'purpose', niche.purpose),
      amount: nameOf(lang, 'amount', niche.amountBand),
      age: nameOf(lang, 'age', niche.ageBand),
    }
    const counts = series.map((name) => ({ ...labels, series: word(lang, `tail.${name}`), count: niche[name] }))
    const unserved = niche.demanded > 0 && niche.served === 0
    const shown = counts.filter(({ count }) => count > 0)
    return unserved ? [...shown, { ...labels, series: word(lang, 'tail.none'), count: FLOOR }] : shown
  })
  const highest = niches.reduce((most, { potential }) => Math.max(most, potential), 1)
  const boundary = found.headNiches + 0.5
  const of = (name: (typeof series)[number]): typeof values =>
    values.filter((row) => row.series === word(lang, `tail.${name}`))
  return {
    id: 'long-tail',
    title,
    caption: word(lang, 'tail.caption'),
    spec: {
      ...frame(input, title, word(lang, 'tail.subtitle'), WIDTH),
      width: WIDTH,
      height: 320,
      encoding: {
        x: {
          field: 'rank',
          type: 'quantitative',
          scale: { domain: [0, niches.length + 1], nice: false },
          axis: { title: word(lang, 'tail.rank'), grid: false, tickCount: 12 },
        },
        y: {
          field: 'count',
          type: 'quantitative',
          scale: { type: 'log', domain: [FLOOR / 1.3, highest * 1.6], nice: false },
          axis: {
            title: word(lang, 'tail.axis'),
            values: [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000],
            format: ',d',
          },
        },
      },
      layer: [
        {
          data: { values: [{ rank: 0, until: boundary }] },
          mark: { type: 'rect', color: '#f3ead7' },
          encoding: { x2: { field: 'until' }, y: { value: 0 }, y2: { value: 'height' } },
        },
        {
          data: { values: of('potential') },
          mark: { type: 'line', strokeWidth: 2, interpolate: 'step', color: COLOUR.ink },
        },
        {
          data: { values },
          mark: { type: 'point', strokeWidth: 1.6, size: 34, filled: false },
          encoding: {
            color: {
              field: 'series',
              type: 'nominal',
              scale: { domain: names, range: [COLOUR.ink, COLOUR.sky, COLOUR.vermilion, COLOUR.vermilion] },
              legend: { title: null, columns: 4 },
            },
            shape: {
              field: 'series',
              type: 'nominal',
              scale: { domain: names, range: ['stroke', 'circle', 'triangle-up', 'M-.5,-.5L.5,.5M-.5,.5L.5,-.5'] },
              legend: { title: null, columns: 4 },
            },
            tooltip: [
              { field: 'rank', title: word(lang, 'tail.rank') },
              { field: 'purpose', title: word(lang, 'reach.purpose') },
              { field: 'amount', title: '¥' },
              { field: 'age', title: word(lang, 'reach.ageBand') },
              { field: 'series', title: '' },
              { field: 'count', title: word(lang, 'tail.axis') },
            ],
          },
        },
        {
          data: { values: [{ rank: boundary }] },
          mark: { type: 'rule', strokeDash: [5, 3], color: COLOUR.ink },
          encoding: { y: { value: 0 }, y2: { value: 'height' } },
        },
        {
          data: { values: [{ rank: boundary, label: word(lang, 'tail.tail', { niches: String(rest) }) }] },
          mark: { type: 'text', align: 'left', dx: 8, baseline: 'top', fontSize: 12 },
          encoding: { y: { value: 26 }, text: { field: 'label' } },
        },
        {
          data: { values: [{ rank: boundary, label: word(lang, 'tail.head', { niches: String(found.headNiches) }) }] },
          mark: { type: 'text', align: 'left', dx: 8, baseline: 'top', fontSize: 12 },
          encoding: { y: { value: 6 }, text: { field: 'label' } },
        },
      ],
    },
  }
}
