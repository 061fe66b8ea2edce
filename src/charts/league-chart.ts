/** The lenders side by side: share, profitability, quality of the book. */
import { numbers, type Table, texts } from '../base/table.ts'
import { type Claim, type Group, LEAST_CASES, levelClaim, proportion, weightedCases } from '../measures/claim.ts'
import { LEAST_SHARE, type LenderRecord, lenderLeague } from '../measures/lender-league.ts'
import { ratio, reportedRows, sumOf, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { category, coded, layer, quantity, tips } from './marks.ts'
import { nameOf } from './names.ts'
import { highestText, sentence } from './sentences.ts'
import { CLASS_ORDER, CLASS_SHAPES, COLOUR, classColour, frame, fromZero } from './style.ts'
import { asInterval, asPercent, percent, plainText, span } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'share of loans: {highest}', zh: '贷款份额：{highest}' },
  titleRoa: {
    en: '{losing} of {lenders} lenders lose money; ROA: {range}',
    zh: '{lenders}家机构中{losing}家亏损，资产收益率为{range}',
  },
  subtitle: {
    en: 'Lenders by share of loans outstanding; ROA; loans more than 90 days past due. Means over the reported window (%).',
    zh: '各机构的贷款余额份额、资产收益率、逾期90天以上贷款占比。报告期均值（%）。',
  },
  caption: {
    en: 'ROA is net income a year over mean loans; lenders with less than a thousandth of all loans have no ratios. Codes stand for simulated lenders; where a scenario shows names, they label a starting capital and nothing else.',
    zh: '资产收益率为年净利润除以平均贷款；贷款不足全市场千分之一的机构不计比率。代码代表模拟机构；情景若显示名称，名称仅表示起始资本的来源。',
  },
  share: { en: 'share of loans (%)', zh: '贷款份额（%）' },
  roa: { en: 'ROA (% a year)', zh: '资产收益率（年，%）' },
  npl: { en: 'over 90 days late (%)', zh: '逾期90天以上（%）' },
  more: { en: 'The {shown} largest of {lenders} are shown.', zh: '仅显示{lenders}家中最大的{shown}家。' },
})

const WIDTH = 620
/** More rows than this do not fit on a page. */
const MOST = 40

/** What each lender is called: its code, and its name only where the scenario asks for names. */
function lenderNames({ tables, scenario }: ChartInput): Map<string, string> {
  const roster = tableNamed(tables, 'roster')
  const [codes, names] = [texts(roster, 'lender'), texts(roster, 'name')]
  const isNamed = scenario.lenders.labels === 'names'
  return new Map(
    codes.map((code, row) => [
      code,
      plainText(isNamed && names[row] !== '' && names[row] !== code ? `${code} ${names[row]}` : code, 28),
    ]),
  )
}

/** Persons with debt in a month, mean over the reported ones. */
function meanBorrowers(tables: readonly Table[]): number {
  const months = tableNamed(tables, 'months')
  const rows = reportedRows(months)
  return ratio(sumOf(numbers(months, 'borrowers'), rows), rows.length)
}

function titleOf(lang: Lang, groups: readonly Group[], roas: readonly number[]): { title: string; claims: Claim[] } {
  if (!groups.some(({ value }) => value > 0)) {
    return { title: word(lang, 'nothingLent'), claims: [{ kind: 'nothing', key: 'loans', why: 'empty' }] }
  }
  const losing = roas.filter((roa) => roa < 0).length
  const [low, high] = [Math.min(...roas), Math.max(...roas)]
  return {
    title: sentence(lang, [
      say(lang, 'title', { highest: highestText(lang, groups, (value) => percent(lang, value)) }),
      say(lang, 'titleRoa', {
        losing: String(losing),
        lenders: String(roas.length),
        range: span(lang, percent(lang, low), percent(lang, high)),
      }),
    ]),
    claims: [
      { kind: 'extremes', key: 'share', groups, least: LEAST_CASES },
      { kind: 'count', key: 'losing', count: losing },
      { kind: 'count', key: 'lenders', count: roas.length },
      levelClaim('lowest', low),
      levelClaim('highest', high),
    ],
  }
}

export function leagueChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const names = lenderNames(input)
  const nameFor = ({ lender }: LenderRecord): string => names.get(lender) ?? plainText(lender, 28)
  const league = lenderLeague(tables).sort((a, b) => b.share - a.share)
  const shown = league.slice(0, MOST)
  const lent = league.filter(({ share }) => share >= LEAST_SHARE)
  const roas = lent.map(({ roa }) => roa)
  const borrowers = meanBorrowers(tables)
  const groups = league.map(
    (record): Group => ({
      name: nameFor(record),
      ...proportion(record.share, weightedCases(borrowers), league.length),
    }),
  )
  const { title, claims } = titleOf(lang, groups, roas)
  const hidden =
    league.length > MOST ? ` ${say(lang, 'more', { shown: String(MOST), lenders: String(league.length) })}` : ''
  const values = shown.map((record, index) => ({
    lender: nameFor(record),
    class: nameOf(lang, 'class', record.class),
    share: asPercent(record.share),
    ...asInterval(groups[index]),
    roa: asPercent(record.share >= LEAST_SHARE ? record.roa : NaN),
    npl: asPercent(record.share >= LEAST_SHARE ? record.nplShare : NaN),
  }))
  const order = values.map(({ lender }) => lender)
  const classes = CLASS_ORDER.map((name) => nameOf(lang, 'class', name))
  const y = (axis: boolean): object =>
    category('lender', order, { title: null, ticks: false, domain: false, grid: true, labels: axis, labelPadding: 8 })
  const panel = (column: 'share' | 'roa' | 'npl', isFirst: boolean): Panel => ({
    width: 150,
    height: { step: 17 },
    layer: [
      ...(column === 'roa' ? [layer({ type: 'rule', color: COLOUR.ink }, [{ zero: 0 }], { x: quantity('zero') })] : []),
      {
        mark: { type: 'point', filled: true, size: 75, opacity: 1 },
        encoding: {
          y: y(isFirst),
          x: quantity(column, fromZero(values.map((row) => row[column])), { title: say(lang, column), tickCount: 5 }),
          color: classColour(lang),
          shape: coded('class', classes, CLASS_SHAPES),
          tooltip: tips({
            lender: '',
            class: word(lang, 'lenderClass'),
            share: say(lang, 'share'),
            low: word(lang, 'intervalLow'),
            high: word(lang, 'intervalHigh'),
            roa: say(lang, 'roa'),
            npl: say(lang, 'npl'),
          }),
        },
      },
    ],
  })
  return {
    id: 'league',
    title,
    claims,
    caption: `${say(lang, 'caption')}${hidden}`,
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 18,
      data: { values },
      hconcat: [panel('share', true), panel('roa', false), panel('npl', false)],
    },
  }
}

type Panel = Extract<Chart['spec'], { hconcat: unknown }>['hconcat'][number]
