/** Who owes to several lenders at once, and how heavy debt service is. */
import { AGE_GROUPS } from '../base/vocabulary.ts'
import { burdenQuantiles, lendersPerBorrower } from '../measures/borrowing.ts'
import { personsBehind } from '../measures/cases.ts'
import { type Claim, type Group, proportion } from '../measures/claim.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { emptyNote } from './month-marks.ts'
import { counted, differenceText, sentence, shareWithInterval } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { nameOf as groupName, word } from './words.ts'

const WIDTH = 620
const PLOT = 330

/** The row that pools all numbers from two on. */
const MORE = '2+'

function titleOf(
  lang: Lang,
  [young, old]: readonly Group[],
  half: number,
  tenth: number,
): { title: string; claims: Claim[] } {
  if (!Number.isFinite(young.value) || !Number.isFinite(old.value)) {
    return { title: word(lang, 'multi.none'), claims: [{ kind: 'nothing', key: 'borrowers', why: 'empty' }] }
  }
  const difference = differenceText(lang, young, old, (value) => percent(lang, value, 0))
  const isKnown = Number.isFinite(half) && Number.isFinite(tenth)
  const level = (key: string, value: number): Claim => ({
    kind: 'level',
    key,
    estimate: { value, low: NaN, high: NaN, n: NaN },
  })
  return {
    title: sentence(lang, [
      word(lang, 'multi.title', { difference }),
      isKnown ? word(lang, 'multi.titleBurden', { half: percent(lang, half), tenth: percent(lang, tenth) }) : '',
    ]),
    claims: [
      { kind: 'difference', key: 'several', first: young, second: old },
      ...(isKnown ? [level('half', half), level('tenth', tenth)] : []),
    ],
  }
}

export function multiLenderChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const counts = lendersPerBorrower(tables)
  const burdens = burdenQuantiles(tables)
  const several = (group: string): number =>
    counts
      .filter(({ ageGroup, lenders }) => ageGroup === group && lenders > 1)
      .reduce((sum, { share }) => sum + share, 0)
  const burden = (group: string, at: number): number =>
    burdens.find(({ ageGroup, quantile }) => ageGroup === group && quantile === at)?.debtService ?? NaN
  const nameOf = (group: string): string => groupName(lang, 'ageGroup', group)
  const shares = AGE_GROUPS.map((group): Group & { readonly ageGroup: string } => {
    const all = counts.filter(({ ageGroup }) => ageGroup === group).reduce((sum, row) => sum + row.borrowerMonths, 0)
    return {
      ageGroup: group,
      name: nameOf(group),
      ...proportion(several(group), personsBehind(all, scenario.horizon.months)),
    }
  })
  const { title, claims } = titleOf(lang, shares, burden('under30', 0.5), burden('under30', 0.9))
  const owners = counts
    .filter(({ borrowerMonths }) => borrowerMonths > 0)
    .map(({ ageGroup, lenders, share, borrowerMonths }) => ({
      group: nameOf(ageGroup),
      lenders: String(lenders),
      share: asPercent(share),
      label: word(lang, 'multi.label', {
        share: percent(lang, share, 1),
        n: counted(lang, 'personMonths', borrowerMonths),
      }).replaceAll(NO_BREAK, ' '),
    }))
  const pooled = shares
    .filter(({ value }) => Number.isFinite(value))
    .map((share) => ({
      group: share.name,
      lenders: MORE,
      share: asPercent(share.value),
      ...asInterval(share),
      label: shareWithInterval(lang, share).replaceAll(NO_BREAK, ' '),
    }))
  const service = AGE_GROUPS.flatMap((group) => {
    if (!Number.isFinite(burden(group, 0.5))) return []
    return [
      {
        group: nameOf(group),
        low: asPercent(burden(group, 0.1)),
        lower: asPercent(burden(group, 0.25)),
        middle: asPercent(burden(group, 0.5)),
        upper: asPercent(burden(group, 0.75)),
        high: asPercent(burden(group, 0.9)),
      },
    ]
  })
  const groups = AGE_GROUPS.map(nameOf)
  const heading = (text: string) => ({
    text,
    anchor: 'start' as const,
    frame: 'bounds' as const,
    fontSize: 12,
    offset: 4,
  })
  const y = {
    field: 'group',
    type: 'nominal' as const,
    scale: { domain: groups },
    axis: { title: null, ticks: false, domain: false, minExtent: 120, maxExtent: 120 },
  }
  const x = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: service.length > 0 ? { zero: true } : { domain: [0, 1] },
    axis: { title: word(lang, 'multi.service'), tickCount: 5 },
  })
  return {
    id: 'multi-lender',
    title,
    claims,
    caption: word(lang, 'multi.caption'),
    spec: {
      ...frame(input, title, word(lang, 'multi.subtitle'), WIDTH),
      spacing: 22,
      vconcat: [
        {
          width: PLOT,
          height: { step: 15 },
          title: heading(word(lang, 'multi.count')),
          data: { values: [...pooled, ...owners] },
          layer: [
            {
              mark: { type: 'bar', height: 11 },
              encoding: {
                y: {
                  field: 'lenders',
                  type: 'ordinal',
                  scale: { domain: ['1', '2', '3', '4', MORE] },
                  axis: { title: null, ticks: false, domain: false, minExtent: 120, maxExtent: 120 },
                },
                yOffset: { field: 'group', type: 'nominal', scale: { domain: groups } },
                x: {
                  field: 'share',
                  type: 'quantitative',
                  scale: { domain: [0, 100] },
                  axis: { title: word(lang, 'multi.share'), tickCount: 5 },
                },
                color: {
                  field: 'group',
                  type: 'nominal',
                  scale: { domain: groups, range: [COLOUR.orange, COLOUR.blue] },
                  legend: { title: null },
                },
              },
            },
            {
              mark: { type: 'rule', strokeWidth: 1.4, color: COLOUR.ink },
              data: { values: pooled },
              encoding: {
                y: { field: 'lenders', type: 'ordinal' },
                yOffset: { field: 'group', type: 'nominal', scale: { domain: groups } },
                x: { field: 'low', type: 'quantitative' },
                x2: { field: 'high' },
              },
            },
            {
              mark: { type: 'text', align: 'left', fontSize: 10.5, color: '#444444' },
              encoding: {
                y: { field: 'lenders', type: 'ordinal' },
                yOffset: { field: 'group', type: 'nominal', scale: { domain: groups } },
                x: { value: PLOT + 8 },
                text: { field: 'label' },
              },
            },
          ],
        },
        {
          width: PLOT,
          height: { step: 30 },
          title: heading(word(lang, 'multi.burden')),
          data: { values: service },
          layer: [
            {
              mark: { type: 'rule', color: COLOUR.grey },
              encoding: { y, x: x('low'), x2: { field: 'high' } },
            },
            {
              mark: { type: 'bar', height: 10, color: COLOUR.sky },
              encoding: { y, x: x('lower'), x2: { field: 'upper' } },
            },
            {
              mark: { type: 'point', filled: true, size: 70, color: COLOUR.blue, opacity: 1 },
              encoding: { y, x: x('middle') },
            },
            ...emptyNote(lang, service.length === 0, PLOT, 60),
          ],
        },
      ],
    },
  }
}
