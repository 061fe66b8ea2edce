/** The funnel of needs: what becomes of fundable demand, by credit file, income, age, and head and tail of the niches. */
import type { Fate } from '../base/vocabulary.ts'
import { needCases } from '../measures/cases.ts'
import { type Claim, type Group, LEAST_CASES, proportion } from '../measures/claim.ts'
import {
  APART,
  type Counts,
  fatesByGroup,
  fatesOf,
  fatesOfNiches,
  reachable,
  reachOf,
  sumOfFates,
} from '../measures/fates.ts'
import type { MeasuredRun } from '../measures/measure.ts'
import { ratio } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { counted, differenceText, extremesText, sentence, shareText } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: '{all} of fundable demand is reached', zh: '可融资需求的{all}得到满足' },
  byFile: {
    en: 'by the coverage that would give a file: {extremes}',
    zh: '按何种覆盖率下有记录：{extremes}',
  },
  byNiche: { en: 'reach is {difference}', zh: '满足率：{difference}' },
  empty: { en: 'No fundable need closed', zh: '没有已了结的可融资需求' },
  subtitle: {
    en: 'What became of fundable needs (% of those that came to the market and closed), by groups at arrival. The rule is the share served in the whole market; on the right, that of the group, and how many needs.',
    zh: '可融资需求的去向（占已进入市场并了结者的%），按需求产生时的分组。竖线为全市场满足率，右侧为各组满足率与笔数。',
  },
  caption: {
    en: 'A need is fundable if a reference lender could fund its true risk within the reference cap and its owner would borrow at that price; no lender, file or rule changes which needs are. Each has one fate: served, or the latest stage that it reached before it expired; of several refusals the last counts. {apart} of fundable needs that closed stand apart: met from own money, too small to borrow, displaced by a pending need, or without room for another loan. Needs still pending at the end are left out. Head and tail: niches of purpose, amount and age; the head holds 80 % of the needs that arose. Intervals of the groups of one panel hold together in 95 % of samples; the needs of one person count as one case.',
    zh: '若参考机构能按其真实风险、在参考上限之内放款，且需求者在该价格下愿意借款，则该需求可融资；任何机构、征信或规则都不改变其成员。每笔需求只有一个去向：获得融资，或过期前到达的最后阶段；多次被拒以最后一次为准。已了结的可融资需求中{apart}另计：自有资金满足、不足最低贷款额、被待满足的需求挤出，或贷款笔数已满。期末仍待满足者不计。头部与长尾按“用途×金额×年龄”的利基划分，头部占产生需求的80%。同一面板内各区间联合置信水平为95%，同一人的多笔需求计为一例。',
  },
  axis: { en: 'fundable needs (%)', zh: '可融资需求（%）' },
  fate: { en: 'fate', zh: '去向' },
  reach: { en: 'served (%)', zh: '满足率（%）' },
  wouldBeFiled: { en: 'Coverage that would give a file', zh: '何种覆盖率下有记录' },
  incomeQuartile: { en: 'Income', zh: '收入' },
  ageBand: { en: 'Age', zh: '年龄' },
  niche: { en: 'Niches', zh: '利基' },
  head: { en: 'the head', zh: '头部' },
  tail: { en: 'the tail', zh: '长尾' },
  served: { en: 'served', zh: '全部满足' },
  part: { en: 'served in part', zh: '部分满足' },
  declined: { en: 'declined the quote', zh: '放弃报价' },
  risk: { en: 'refused: risk (cut-off, cap)', zh: '被拒：风险（阈值、上限）' },
  debts: { en: 'refused: debts or record', zh: '被拒：负债或不良记录' },
  lender: { en: 'refused: capital, fraud screening', zh: '被拒：资本不足、反欺诈' },
  preferredNot: { en: 'preferred not to borrow', zh: '宁愿不借' },
  noOffer: { en: 'no lender known, none eligible', zh: '无已知机构或可申请产品' },
  left: { en: 'left the market', zh: '退出市场' },
})

/** Segments of a bar, from served to never asked, and their colours. */
const SEGMENTS = [
  { key: 'served', fates: ['served'], colour: COLOUR.blue },
  { key: 'part', fates: ['servedPart'], colour: COLOUR.sky },
  { key: 'declined', fates: ['declined'], colour: COLOUR.purple },
  { key: 'risk', fates: ['refusedCutoff', 'refusedCap'], colour: COLOUR.vermilion },
  { key: 'debts', fates: ['refusedLenders', 'refusedDebtService', 'refusedRecord'], colour: COLOUR.orange },
  { key: 'lender', fates: ['refusedCapital', 'refusedFraud'], colour: COLOUR.green },
  { key: 'preferredNot', fates: ['preferredNot'], colour: COLOUR.grey },
  { key: 'noOffer', fates: ['knewNobody', 'noneEligible'], colour: COLOUR.ink },
  { key: 'left', fates: ['left'], colour: '#d0d0d0' },
] as const satisfies readonly { readonly key: string; readonly fates: readonly Fate[]; readonly colour: string }[]

const WIDTH = 640
const PLOT = 330

const GROUPINGS = [
  ['wouldBeFiled', 'wouldBe'],
  ['incomeQuartile', 'quartile'],
  ['ageBand', 'age'],
] as const

type Panel = (typeof GROUPINGS)[number][0] | 'niche'

interface Row extends Group {
  readonly panel: Panel
  readonly counts: Counts
}

function rowsOf({ tables }: ChartInput, panel: Panel, groups: readonly { name: string; counts: Counts }[]): Row[] {
  const shown = groups.filter(({ counts }) => reachable(counts) > 0)
  return shown.map(({ name, counts }) => ({
    name,
    panel,
    counts,
    ...proportion(reachOf(counts), needCases(tables, reachable(counts)), shown.length),
  }))
}

/** The groups of each panel; the intervals of one panel hold together. */
function panelsOf(input: ChartInput, run: MeasuredRun): Row[][] {
  const all = fatesByGroup(run).filter(({ isFundable }) => isFundable)
  const panels = GROUPINGS.map(([grouping, kind]) =>
    rowsOf(
      input,
      grouping,
      all
        .filter((row) => row.grouping === grouping)
        .map(({ group, counts }) => ({ name: nameOf(input.lang, kind, group), counts })),
    ),
  )
  const niches = (['head', 'tail'] as const).map((part) => ({
    name: say(input.lang, part),
    counts: fatesOfNiches(run, part === 'head', true),
  }))
  return [...panels, rowsOf(input, 'niche', niches)].filter((rows) => rows.length > 0)
}

export function fatesChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const run: MeasuredRun = input
  const counts = fatesOf(run, 'ageBand', true)
  const all = proportion(reachOf(counts), needCases(tables, reachable(counts)))
  const panels = panelsOf(input, run)
  const files = panels.find(([{ panel }]) => panel === 'wouldBeFiled') ?? []
  const niches = panels.find(([{ panel }]) => panel === 'niche') ?? []
  const isEmpty = reachable(counts) === 0
  const title = isEmpty
    ? say(lang, 'empty')
    : sentence(lang, [
        say(lang, 'title', { all: shareText(lang, all) }),
        say(lang, 'byFile', { extremes: extremesText(lang, files, (value) => percent(lang, value)) }),
        niches.length < 2
          ? ''
          : say(lang, 'byNiche', {
              difference: differenceText(lang, niches[1], niches[0], (value) => percent(lang, value)),
            }),
      ])
  const claims: Claim[] = isEmpty
    ? [{ kind: 'nothing', key: 'fundable', why: 'empty' }]
    : [
        { kind: 'level', key: 'all', estimate: all },
        { kind: 'extremes', key: 'wouldBeFiled', groups: files, least: LEAST_CASES },
        ...(niches.length < 2
          ? []
          : [{ kind: 'difference' as const, key: 'niche', first: niches[1], second: niches[0] }]),
      ]
  const apart = sumOfFates(counts, APART)
  return {
    id: 'fates',
    title,
    claims,
    caption: say(lang, 'caption', { apart: percent(lang, ratio(apart, apart + reachable(counts))) }),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 10,
      vconcat:
        panels.length === 0
          ? [{ width: PLOT, height: 60, layer: emptyNote(lang, true, PLOT, 60) }]
          : panels.map((rows, index) => panelSpec(lang, rows, all.value, index === panels.length - 1)),
    },
  }
}

type PanelSpec = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

function panelSpec(lang: Lang, rows: readonly Row[], all: number, isLast: boolean): PanelSpec {
  const names = rows.map(({ name }) => name)
  const order = SEGMENTS.map(({ key }) => say(lang, key))
  const values = rows.flatMap(({ name, counts }) =>
    SEGMENTS.map(({ key, fates }, place) => ({
      group: name,
      fate: say(lang, key),
      place,
      share: asPercent(ratio(sumOfFates(counts, fates), reachable(counts))),
    })),
  )
  const labels = rows.map((row) => ({
    group: row.name,
    reach: asPercent(row.value),
    ...asInterval(row),
    count: `${percent(lang, row.value)} · ${counted(lang, 'needs', reachable(row.counts))}`.replaceAll(NO_BREAK, ' '),
  }))
  const y = {
    field: 'group',
    type: 'nominal' as const,
    scale: { domain: names },
    axis: { title: null, ticks: false, domain: false, minExtent: 130, maxExtent: 130 },
  }
  return {
    width: PLOT,
    height: { step: 19 },
    title: { text: say(lang, rows[0].panel), anchor: 'start', frame: 'bounds', fontSize: 12, offset: 2 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: { band: 0.78 } },
        encoding: {
          y,
          x: {
            field: 'share',
            type: 'quantitative',
            stack: 'zero',
            scale: { domain: [0, 100], nice: false },
            axis: {
              title: isLast ? say(lang, 'axis') : null,
              labels: isLast,
              ticks: isLast,
              domain: isLast,
              tickCount: 5,
            },
          },
          order: { field: 'place', type: 'quantitative' },
          color: {
            field: 'fate',
            type: 'nominal',
            scale: { domain: order, range: SEGMENTS.map(({ colour }) => colour) },
            legend: { title: null, columns: 3, symbolType: 'square' },
          },
          tooltip: [
            { field: 'group', title: say(lang, rows[0].panel) },
            { field: 'fate', title: say(lang, 'fate') },
            { field: 'share', title: word(lang, 'share') },
          ],
        },
      },
      {
        data: { values: [{ all: asPercent(all) }] },
        mark: { type: 'rule', color: COLOUR.ink, strokeDash: [4, 3] },
        encoding: { x: { field: 'all', type: 'quantitative' } },
      },
      {
        data: { values: labels },
        mark: { type: 'text', align: 'left', fontSize: 10.5, color: '#444444' },
        encoding: {
          y,
          x: { value: PLOT + 8 },
          text: { field: 'count' },
          tooltip: [
            { field: 'group', title: say(lang, rows[0].panel) },
            { field: 'reach', title: say(lang, 'reach') },
            { field: 'low', title: word(lang, 'intervalLow') },
            { field: 'high', title: word(lang, 'intervalHigh') },
          ],
        },
      },
    ],
  }
}
