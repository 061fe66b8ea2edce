/** The lenders side by side: share, profitability, quality of the book. */
import { numbers, type Table, texts } from '../base/table.ts'
import { type Claim, type Group, LEAST_CASES, proportion, weightedCases } from '../measures/claim.ts'
import { LEAST_SHARE, type LenderRecord, lenderLeague } from '../measures/lender-league.ts'
import { ratio, reportedRows, sumOf, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { highestText, sentence } from './sentences.ts'
import { CLASS_ORDER, CLASS_SHAPES, COLOUR, classColour, frame, fromZero } from './style.ts'
import { asInterval, asPercent, percent, plainText } from './text.ts'
import { nameOf, word } from './words.ts'

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
    return { title: word(lang, 'market.none'), claims: [{ kind: 'nothing', key: 'loans', why: 'empty' }] }
  }
  const losing = roas.filter((roa) => roa < 0).length
  const [low, high] = [Math.min(...roas), Math.max(...roas)]
  const level = (key: string, value: number): Claim => ({
    kind: 'level',
    key,
    estimate: { value, low: NaN, high: NaN, n: NaN },
  })
  return {
    title: sentence(lang, [
      word(lang, 'league.title', { highest: highestText(lang, groups, (value) => percent(lang, value)) }),
      word(lang, 'league.titleRoa', {
        losing: String(losing),
        lenders: String(roas.length),
        low: percent(lang, low),
        high: percent(lang, high),
      }),
    ]),
    claims: [
      { kind: 'extremes', key: 'share', groups, least: LEAST_CASES },
      { kind: 'count', key: 'losing', count: losing },
      { kind: 'count', key: 'lenders', count: roas.length },
      level('lowest', low),
      level('highest', high),
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
    league.length > MOST ? ` ${word(lang, 'league.more', { shown: String(MOST), lenders: String(league.length) })}` : ''
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
  const y = (axis: boolean): object => ({
    field: 'lender',
    type: 'nominal',
    scale: { domain: order },
    axis: { title: null, ticks: false, domain: false, grid: true, labels: axis, labelPadding: 8 },
  })
  const panel = (column: 'share' | 'roa' | 'npl', isFirst: boolean): Panel => ({
    width: 150,
    height: { step: 17 },
    layer: [
      ...(column === 'roa'
        ? [
            {
              data: { values: [{ zero: 0 }] },
              mark: { type: 'rule' as const, color: COLOUR.ink },
              encoding: { x: { field: 'zero', type: 'quantitative' as const } },
            },
          ]
        : []),
      {
        mark: { type: 'point', filled: true, size: 75, opacity: 1 },
        encoding: {
          y: y(isFirst),
          x: {
            field: column,
            type: 'quantitative',
            scale: fromZero(values.map((row) => row[column])),
            axis: { title: word(lang, `league.${column}`), tickCount: 5 },
          },
          color: classColour(lang),
          shape: {
            field: 'class',
            type: 'nominal',
            scale: { domain: classes, range: [...CLASS_SHAPES] },
            legend: { title: null },
          },
          tooltip: [
            { field: 'lender', title: '' },
            { field: 'class', title: word(lang, 'lenderClass') },
            { field: 'share', title: word(lang, 'league.share') },
            { field: 'low', title: word(lang, 'claim.low') },
            { field: 'high', title: word(lang, 'claim.high') },
            { field: 'roa', title: word(lang, 'league.roa') },
            { field: 'npl', title: word(lang, 'league.npl') },
          ],
        },
      },
    ],
  })
  return {
    id: 'league',
    title,
    claims,
    caption: `${word(lang, 'league.caption')}${hidden}`,
    spec: {
      ...frame(input, title, word(lang, 'league.subtitle'), WIDTH),
      spacing: 18,
      data: { values },
      hconcat: [panel('share', true), panel('roa', false), panel('npl', false)],
    },
  }
}

type Panel = Extract<Chart['spec'], { hconcat: unknown }>['hconcat'][number]
