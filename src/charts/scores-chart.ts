/** How good scores are by what the lender knows: how well they rank, and whether expectations come true. */
import { KNOWLEDGE, type Knowledge } from '../base/vocabulary.ts'
import { grouped } from '../measures/headline.ts'
import { rocCurve, type ScoreBin, scoreBins, scoreQuality } from '../measures/scores.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { asPercent, decimal, percent, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 640
const PLOT = 250
/** Fewer bad loans than this make no curve, and fewer loans no point. */
const LEAST_BAD = 10
const LEAST_LOANS = 100
const COLOURS: { readonly [knowledge in Knowledge]: string } = {
  neither: COLOUR.grey,
  platform: COLOUR.green,
  bureau: COLOUR.blue,
  both: COLOUR.vermilion,
}
const SHAPES = ['cross', 'triangle-up', 'circle', 'square']

export function scoresChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const quality = scoreQuality(tables).filter(({ file, defaulted }) => file === 'all' && defaulted >= LEAST_BAD)
  const regimes = KNOWLEDGE.flatMap((knowledge) => quality.find((of) => of.knowledge === knowledge) ?? [])
  const names = new Map(
    regimes.map(({ knowledge, auc, aucLow, aucHigh, loans }) => [
      knowledge,
      word(lang, 'scores.regime', {
        name: word(lang, `knowledge.${knowledge as Knowledge}`),
        auc: decimal(auc),
        low: decimal(aucLow),
        high: decimal(aucHigh),
        loans: grouped(loans),
      }),
    ]),
  )
  const binsOf = (knowledge: string): readonly ScoreBin[] => scoreBins(tables, (of) => of === knowledge)
  const roc = regimes.flatMap(({ knowledge }) =>
    rocCurve(binsOf(knowledge)).map(({ goodShare, badShare }, step) => ({
      regime: names.get(knowledge),
      step,
      good: asPercent(goodShare),
      bad: asPercent(badShare),
    })),
  )
  const calibration = regimes.flatMap(({ knowledge }) =>
    pooled(binsOf(knowledge)).map((bin) => ({
      regime: names.get(knowledge),
      expected: asPercent(bin.expected / bin.loans),
      seen: asPercent(bin.defaulted / bin.loans),
      loans: bin.loans,
    })),
  )
  const ranked = [...regimes].sort((a, b) => a.auc - b.auc)
  const [worst, best] = [ranked.at(0), ranked.at(-1)]
  const all = quality.find(({ knowledge }) => knowledge === 'all')
  const title =
    worst === undefined || best === undefined || all === undefined
      ? word(lang, 'scores.none')
      : word(lang, 'scores.title', {
          best: word(lang, `knowledge.${best.knowledge as Knowledge}`),
          high: decimal(best.auc),
          worst: word(lang, `knowledge.${worst.knowledge as Knowledge}`),
          low: decimal(worst.auc),
          rate: percent(lang, all.rate, 1),
          expected: percent(lang, all.expectedRate, 1),
        })
  const top = Math.max(1, ...calibration.flatMap(({ expected, seen }) => [expected ?? 0, seen ?? 0]))
  const domain = [...names.values()]
  const legend = {
    title: word(lang, 'scores.legend'),
    columns: 1,
    symbolSize: 90,
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
  }
  const colour = {
    field: 'regime',
    type: 'nominal' as const,
    scale: { domain, range: regimes.map(({ knowledge }) => COLOURS[knowledge as Knowledge]) },
    legend,
  }
  const dash = {
    field: 'regime',
    type: 'nominal' as const,
    scale: { domain, range: regimes.map(({ knowledge }) => DASHES[KNOWLEDGE.indexOf(knowledge as Knowledge)]) },
    legend,
  }
  const shape = {
    field: 'regime',
    type: 'nominal' as const,
    scale: { domain, range: regimes.map(({ knowledge }) => SHAPES[KNOWLEDGE.indexOf(knowledge as Knowledge)]) },
    legend,
  }
  const share = (field: string, title: string, most: number) => ({
    field,
    type: 'quantitative' as const,
    // A tick at the top keeps both headings on one line.
    scale: { domain: [0, most], nice: 5 },
    axis: { title, tickCount: 5 },
  })
  const heading = (text: string) => ({
    text,
    anchor: 'start' as const,
    frame: 'bounds' as const,
    fontSize: 12,
    offset: 4,
  })
  return {
    id: 'scores',
    title,
    caption: word(lang, 'scores.caption', { least: String(LEAST_LOANS) }),
    spec: {
      ...frame(input, title, word(lang, 'scores.subtitle'), WIDTH),
      spacing: 44,
      hconcat: [
        {
          width: PLOT,
          height: PLOT,
          title: heading(word(lang, 'scores.roc')),
          layer: [
            { data: { values: DIAGONAL }, ...diagonalMark },
            {
              data: { values: roc },
              mark: { type: 'line', strokeWidth: 2 },
              encoding: {
                x: share('good', word(lang, 'scores.good'), 100),
                y: share('bad', word(lang, 'scores.bad'), 100),
                order: { field: 'step', type: 'quantitative' },
                color: colour,
                strokeDash: dash,
              },
            },
          ],
        },
        {
          width: PLOT,
          height: PLOT,
          title: heading(word(lang, 'scores.calibration')),
          layer: [
            {
              data: {
                values: [
                  { x: 0, y: 0 },
                  { x: rounded(top), y: rounded(top) },
                ],
              },
              ...diagonalMark,
            },
            {
              data: { values: calibration },
              mark: { type: 'line', strokeWidth: 1, opacity: 0.6 },
              encoding: {
                x: share('expected', word(lang, 'scores.expected'), top),
                y: share('seen', word(lang, 'scores.seen'), top),
                color: colour,
                order: { field: 'expected', type: 'quantitative' },
              },
            },
            {
              data: { values: calibration },
              mark: { type: 'point', filled: true, opacity: 1, size: 45 },
              encoding: {
                x: share('expected', word(lang, 'scores.expected'), top),
                y: share('seen', word(lang, 'scores.seen'), top),
                color: colour,
                shape,
                tooltip: [
                  { field: 'regime', title: word(lang, 'scores.legend') },
                  { field: 'expected', title: word(lang, 'scores.expected') },
                  { field: 'seen', title: word(lang, 'scores.seen') },
                  { field: 'loans', title: word(lang, 'scores.loans') },
                ],
              },
            },
          ],
        },
      ],
    },
  }
}

const DASHES = [
  [2, 2],
  [7, 3],
  [1, 0],
  [10, 3, 2, 3],
]
const DIAGONAL = [
  { x: 0, y: 0 },
  { x: 100, y: 100 },
]
const diagonalMark = {
  mark: { type: 'line' as const, color: COLOUR.grey, strokeWidth: 1, strokeDash: [3, 3] },
  encoding: {
    x: { field: 'x', type: 'quantitative' as const },
    y: { field: 'y', type: 'quantitative' as const },
  },
}

/** Neighbouring bins joined until each holds enough loans for a share to mean something. */
function pooled(bins: readonly ScoreBin[]): ScoreBin[] {
  const joined: ScoreBin[] = []
  for (const bin of bins) {
    const last = joined.at(-1)
    if (last !== undefined && last.loans < LEAST_LOANS) joined[joined.length - 1] = sum(last, bin)
    else joined.push(bin)
  }
  const [before, last] = [joined.at(-2), joined.at(-1)]
  if (before !== undefined && last !== undefined && last.loans < LEAST_LOANS) {
    joined.splice(joined.length - 2, 2, sum(before, last))
  }
  return joined
}

function sum(a: ScoreBin, b: ScoreBin): ScoreBin {
  return {
    from: a.from,
    loans: a.loans + b.loans,
    defaulted: a.defaulted + b.defaulted,
    expected: a.expected + b.expected,
    priced: a.priced + b.priced,
  }
}
