/** How good scores are by what the lender knows: how well they rank, and whether expectations come true. */
import { KNOWLEDGE, type Knowledge } from '../base/vocabulary.ts'
import { loanCases } from '../measures/cases.ts'
import { type Claim, type Group, meanOfCases, proportion } from '../measures/claim.ts'
import { aucError, rocCurve, type ScoreBin, type ScoreQuality, scoreBins, scoreQuality } from '../measures/scores.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { coded, layer, quantity, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { counted, differenceText, extremesText, sentence } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, decimal, NO_BREAK, percent, rounded } from './text.ts'
import { wordsOf } from './words.ts'

const say = wordsOf({
  none: {
    en: 'Too few loans were made and went bad a year before the end to judge scores',
    zh: '结束前一年以上的放款与不良太少，无法评判评分',
  },
  all: { en: 'all loans', zh: '全部贷款' },
  expectedName: { en: 'what scores expect', zh: '评分预期' },
  seenName: { en: 'the run', zh: '实际' },
  calibrated: { en: 'the share of loans that go bad is {difference}', zh: '不良率：{difference}' },
  one: { en: 'scores rank loans with an area under the ROC curve of {auc}', zh: '评分的ROC曲线下面积为{auc}' },
  ranking: { en: 'area under the ROC curve: {extremes}', zh: 'ROC曲线下面积：{extremes}' },
  subtitle: {
    en: 'Loans made at least a year before the end, by what the lender knew; bad: more than 90 days past due within a year.',
    zh: '结束前至少一年的放款，按机构所知划分；不良指一年内逾期90天以上。',
  },
  caption: {
    en: 'Left: the further a curve bends to the upper left, the better scores tell bad loans from good ones. AUC with intervals after Hanley & McNeil (1982) that hold together in 95 % of samples; the loans of one borrower count as one case. Right: on the dashed line what was expected came true; above it scores were too kind. Points pool at least {least} loans; the ring is all loans with its 95 % interval. Only loans made are seen, so applicants whom scores kept out are missing, and lenders that know less lend to others.',
    zh: '左：曲线越靠左上，评分越能区分正常贷款与违约贷款。AUC区间按Hanley与McNeil（1982），联合置信水平为95%，同一借款人的多笔贷款计为一例。右：虚线上为预期实现，虚线之上为评分过于乐观；每点至少合并{least}笔贷款，圆环为全部贷款及其95%区间。仅见已放贷款，被评分拒绝者不在其中；所知较少的机构面对的借款人也不同。',
  },
  regime: { en: '{name}: AUC {auc} ({low} to {high}), {n}', zh: '{name}：AUC {auc}（{low}至{high}），{n}' },
  legend: { en: 'the lender knew', zh: '机构所知' },
  roc: { en: 'Ranking (ROC)', zh: '排序能力（ROC）' },
  calibration: { en: 'Calibration', zh: '校准' },
  good: { en: '% of good loans scored this risky or riskier', zh: '正常贷款中评分同样或更差者（假阳性率，%）' },
  bad: { en: '% of bad loans scored so', zh: '违约贷款中评分同样或更差者（真阳性率，%）' },
  expected: { en: 'expected to go bad (%)', zh: '预期不良率（%）' },
  seen: { en: 'went bad (%)', zh: '实际不良率（%）' },
  loans: { en: 'loans', zh: '贷款笔数' },
})

const WIDTH = 640
const PLOT = 250
/** Fewer bad loans than this make no curve, and fewer loans no point. */
const LEAST_BAD = 10
const LEAST_LOANS = 100
/** Bad loans, by independent cases, from which on curves are compared. */
const LEAST_BAD_CASES = 30
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
  const areas = new Map(regimes.map((regime) => [regime.knowledge, areaOf(input, regime, regimes.length)]))
  const names = new Map(
    regimes.map(({ knowledge, auc, loans }) => [
      knowledge,
      say(lang, 'regime', {
        name: nameOf(lang, 'knowledge', knowledge),
        auc: decimal(auc),
        low: decimal(areas.get(knowledge)?.low ?? NaN),
        high: decimal(areas.get(knowledge)?.high ?? NaN),
        n: counted(lang, 'loans', loans),
      }).replaceAll(NO_BREAK, ' '),
    ]),
  )
  const binsOf = (knowledge: string): readonly ScoreBin[] => scoreBins(tables, (of) => of === knowledge)
  const roc = regimes.flatMap(({ knowledge }) =>
    rocCurve(binsOf(knowledge)).map(({ goodShare, badShare }, step) => ({
      regime: names.get(knowledge),
      ...areaRow(areas.get(knowledge)),
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
  const all = quality.find(({ knowledge }) => knowledge === 'all')
  const found = all === undefined ? undefined : wholeOf(input, all)
  const { title, claims } = titleOf(lang, [...areas.values()], found)
  const whole = found === undefined ? [] : [{ ...wholeRow(found), label: say(lang, 'all') }]
  const top = Math.max(
    1,
    ...calibration.flatMap(({ expected, seen }) => [expected ?? 0, seen ?? 0]),
    ...whole.map(({ high }) => high ?? 0),
  )
  const domain = [...names.values()]
  const legend = {
    title: say(lang, 'legend'),
    columns: 1,
    symbolSize: 90,
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
  }
  const colour = coded(
    'regime',
    domain,
    regimes.map(({ knowledge }) => COLOURS[knowledge as Knowledge]),
    legend,
  )
  const dash = coded(
    'regime',
    domain,
    regimes.map(({ knowledge }) => DASHES[KNOWLEDGE.indexOf(knowledge as Knowledge)]),
    legend,
  )
  const shape = coded(
    'regime',
    domain,
    regimes.map(({ knowledge }) => SHAPES[KNOWLEDGE.indexOf(knowledge as Knowledge)]),
    legend,
  )
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
    claims,
    caption: say(lang, 'caption', { least: String(LEAST_LOANS) }),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 44,
      hconcat: [
        {
          width: PLOT,
          height: PLOT,
          title: heading(say(lang, 'roc')),
          layer: [
            { data: { values: DIAGONAL }, ...diagonalMark },
            layer({ type: 'line', strokeWidth: 2 }, roc, {
              x: share('good', say(lang, 'good'), 100),
              y: share('bad', say(lang, 'bad'), 100),
              order: quantity('step'),
              color: colour,
              strokeDash: dash,
            }),
            ...emptyNote(lang, regimes.length === 0, PLOT, PLOT),
          ],
        },
        {
          width: PLOT,
          height: PLOT,
          title: heading(say(lang, 'calibration')),
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
            layer({ type: 'line', strokeWidth: 1, opacity: 0.6 }, calibration, {
              x: share('expected', say(lang, 'expected'), top),
              y: share('seen', say(lang, 'seen'), top),
              color: colour,
              order: quantity('expected'),
            }),
            layer({ type: 'point', filled: true, opacity: 1, size: 45 }, calibration, {
              x: share('expected', say(lang, 'expected'), top),
              y: share('seen', say(lang, 'seen'), top),
              color: colour,
              shape,
              tooltip: tips({
                regime: say(lang, 'legend'),
                expected: say(lang, 'expected'),
                seen: say(lang, 'seen'),
                loans: say(lang, 'loans'),
              }),
            }),
            layer({ type: 'rule', strokeWidth: 1.6, color: COLOUR.ink }, whole, {
              x: quantity('expected'),
              y: quantity('low'),
              y2: { field: 'high' },
            }),
            layer(
              { type: 'point', size: 70, color: COLOUR.ink, fill: '#ffffff', opacity: 1, strokeWidth: 1.6 },
              whole,
              {
                x: quantity('expected'),
                y: quantity('seen'),
                tooltip: tips({ label: '', expected: say(lang, 'expected'), seen: say(lang, 'seen') }),
              },
            ),
            ...emptyNote(lang, regimes.length === 0, PLOT, PLOT),
          ],
        },
      ],
    },
  }
}

/** The area under the curve of one state of knowledge; its cases are the loans that went bad. */
function areaOf(
  { tables, lang }: ChartInput,
  { knowledge, auc, loans, defaulted }: ScoreQuality,
  count: number,
): Group {
  const bad = loanCases(tables, defaulted)
  const error = aucError(auc, bad, loanCases(tables, loans - defaulted))
  const { low, high, ...rest } = meanOfCases(auc, error * Math.sqrt(bad), bad, count)
  const name = nameOf(lang, 'knowledge', knowledge)
  return { name, ...rest, low: Math.max(0, low), high: Math.min(1, high) }
}

function areaRow(area: Group | undefined): object {
  if (area === undefined) return {}
  return { auc: rounded(area.value), low: rounded(area.low), high: rounded(area.high), cases: rounded(area.n) }
}

/** Loans that went bad against those that scores expected to, over all of them. */
interface Whole {
  readonly seen: Group
  readonly expected: Group
}

function wholeOf({ tables, lang }: ChartInput, { rate, expectedRate, loans }: ScoreQuality): Whole {
  const cases = loanCases(tables, loans)
  return {
    seen: { name: say(lang, 'seenName'), ...proportion(rate, cases) },
    // What scores expect of these loans is known without error.
    expected: {
      name: say(lang, 'expectedName'),
      value: expectedRate,
      low: expectedRate,
      high: expectedRate,
      n: cases,
    },
  }
}

function wholeRow({ seen, expected }: Whole) {
  return {
    all: seen.name,
    reference: expected.name,
    expected: asPercent(expected.value),
    seen: asPercent(seen.value),
    ...asInterval(seen),
  }
}

function titleOf(lang: Lang, areas: readonly Group[], whole: Whole | undefined): { title: string; claims: Claim[] } {
  if (whole === undefined || areas.length === 0) {
    return { title: say(lang, 'none'), claims: [{ kind: 'nothing', key: 'scores', why: 'few' }] }
  }
  const ranking =
    areas.length === 1
      ? say(lang, 'one', { auc: decimal(areas[0].value) })
      : say(lang, 'ranking', { extremes: extremesText(lang, areas, decimal, LEAST_BAD_CASES) })
  const calibration = say(lang, 'calibrated', {
    difference: differenceText(lang, whole.seen, whole.expected, (value) => percent(lang, value, 1)),
  })
  return {
    title: sentence(lang, [ranking, calibration]),
    claims: [
      areas.length === 1
        ? { kind: 'level', key: 'auc', estimate: areas[0] }
        : { kind: 'extremes', key: 'auc', groups: areas, least: LEAST_BAD_CASES },
      { kind: 'difference', key: 'calibration', first: whole.seen, second: whole.expected },
    ],
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
    x: quantity('x'),
    y: quantity('y'),
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
