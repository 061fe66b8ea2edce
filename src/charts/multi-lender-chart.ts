/** Who owes to several lenders at once, and how heavy debt service is. */
import { AGE_GROUPS } from '../base/vocabulary.ts'
import { burdenQuantiles, lendersPerBorrower } from '../measures/borrowing.ts'
import { personsBehind } from '../measures/cases.ts'
import { type Claim, type Group, levelClaim, proportion } from '../measures/claim.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { category, coded, quantity } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf as groupName } from './names.ts'
import { counted, differenceText, sentence, shareWithInterval } from './sentences.ts'
import { COLOUR, frame } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'the share of person-months in debt with two or more lenders is {difference}',
    zh: '有债务的人月中债权机构达两家及以上者占比：{difference}',
  },
  label: { en: '{share} · {n}', zh: '{share} · {n}' },
  titleBurden: {
    en: 'under 30, instalments take over {half} of income in half of the months in debt, over {tenth} in a tenth',
    zh: '30岁以下有债务的月份中，半数的偿债收入比超过{half}，一成超过{tenth}',
  },
  subtitle: {
    en: 'Months that borrowers were in debt in the reported window, by age and number of lenders; instalments due over income.',
    zh: '报告期内有债务的人月，按年龄与债权机构数；偿债收入比。',
  },
  caption: {
    en: 'Bars are shares of person-months. The row 2+ (two or more) has a 95 % interval whose n is the persons who must be behind these months, at least. Below: the point is the median, the bar holds the middle half, the line the middle 80 %. Instalments in arrears are not counted twice.',
    zh: '条为人月占比；“2+”一行附95%区间，其n为这些人月背后至少应有的人数。下图：圆点为中位数，条为中间一半，线为中间八成。逾期的分期不重复计算。',
  },
  count: { en: 'Number of lenders', zh: '债权机构数' },
  burden: { en: 'Burden of debt service', zh: '偿债负担' },
  share: { en: '% of the months in debt of the age', zh: '占该年龄有债务人月（%）' },
  service: { en: 'instalments due over income (%)', zh: '偿债收入比（%）' },
})

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
    return { title: word(lang, 'fewBorrowers'), claims: [{ kind: 'nothing', key: 'borrowers', why: 'empty' }] }
  }
  const difference = differenceText(lang, young, old, (value) => percent(lang, value, 0))
  const isKnown = Number.isFinite(half) && Number.isFinite(tenth)
  return {
    title: sentence(lang, [
      say(lang, 'title', { difference }),
      isKnown ? say(lang, 'titleBurden', { half: percent(lang, half), tenth: percent(lang, tenth) }) : '',
    ]),
    claims: [
      { kind: 'difference', key: 'several', first: young, second: old },
      ...(isKnown ? [levelClaim('half', half), levelClaim('tenth', tenth)] : []),
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
      label: say(lang, 'label', {
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
  const y = category('group', groups, { title: null, ticks: false, domain: false, minExtent: 120, maxExtent: 120 })
  const x = (field: string) =>
    quantity(field, service.length > 0 ? { zero: true } : { domain: [0, 1] }, {
      title: say(lang, 'service'),
      tickCount: 5,
    })
  return {
    id: 'multi-lender',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 22,
      vconcat: [
        {
          width: PLOT,
          height: { step: 15 },
          title: heading(say(lang, 'count')),
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
                x: quantity('share', { domain: [0, 100] }, { title: say(lang, 'share'), tickCount: 5 }),
                color: coded('group', groups, [COLOUR.orange, COLOUR.blue]),
              },
            },
            {
              mark: { type: 'rule', strokeWidth: 1.4, color: COLOUR.ink },
              data: { values: pooled },
              encoding: {
                y: { field: 'lenders', type: 'ordinal' },
                yOffset: { field: 'group', type: 'nominal', scale: { domain: groups } },
                x: quantity('low'),
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
          title: heading(say(lang, 'burden')),
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
