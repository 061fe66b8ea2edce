/** Balances past due by days, month by month. */

import { type Claim, levelClaim } from '../measures/claim.ts'
import { monthlyRates } from '../measures/monthly-rates.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, quantity, tips } from './marks.ts'
import { eventRules, withEvents } from './month-marks.ts'
import { sentence, trendText } from './sentences.ts'
import { frame, fromZero, monthAxis } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'the share of the balance past due {goes}', zh: '逾期余额占比{goes}' },
  titleOver: { en: 'more than 90 days are {npl} at the end', zh: '期末逾期90天以上占{npl}' },
  subtitle: {
    en: 'Balances past due by days (% of all balances), stacked, by month.',
    zh: '按逾期天数划分的逾期余额（占全部余额%），堆叠，逐月。',
  },
  caption: {
    en: 'What is left up to 100 % is current. Balances leave the chart at charge-off, 180 days past due.',
    zh: '至100%的其余部分为正常余额。逾期180天核销后不再计入。',
  },
  '1': { en: '1 to 30 days', zh: '1–30天' },
  '31': { en: '31 to 60 days', zh: '31–60天' },
  '61': { en: '61 to 90 days', zh: '61–90天' },
  '90': { en: 'more than 90 days', zh: '90天以上' },
  axis: { en: '% of balance', zh: '占余额（%）' },
  days: { en: 'past due', zh: '逾期' },
})

const WIDTH = 580
/** Worst first, at the bottom of the stack, where it can be read against the axis; light to dark in print. */
const BUCKETS = ['90', '61', '31', '1'] as const
const COLOURS = ['#7f2704', '#d55e00', '#f1a340', '#fee0b6']

export function delinquencyChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = monthlyRates(tables, scenario).filter(({ month }) => month >= 0)
  const late = months.map(({ late1, late31, late61, late90 }) => late1 + late31 + late61 + late90)
  const last = months.findLast(({ late90 }) => Number.isFinite(late90))
  const title =
    last === undefined
      ? word(lang, 'nothingLent')
      : sentence(lang, [
          say(lang, 'title', { goes: trendText(lang, late, (value) => percent(lang, value)) }),
          say(lang, 'titleOver', { npl: percent(lang, last.late90) }),
        ])
  const claims: Claim[] =
    last === undefined
      ? [{ kind: 'nothing', key: 'balance', why: 'empty' }]
      : [{ kind: 'trend', key: 'late', values: late.filter(Number.isFinite) }, levelClaim('late90', last.late90)]
  const names = BUCKETS.map((bucket) => say(lang, bucket))
  const values = months.flatMap((month, at) =>
    BUCKETS.map((bucket, order) => ({
      month: month.month,
      bucket: say(lang, bucket),
      order,
      share: asPercent(month[`late${bucket}`]) ?? 0,
      all: asPercent(late[at]) ?? 0,
    })),
  )
  return {
    id: 'delinquency',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), 0), WIDTH),
      width: WIDTH,
      height: 260,
      layer: [
        {
          data: { values },
          // One month alone has no area.
          mark:
            scenario.horizon.months === 1
              ? { type: 'bar', size: 40, opacity: 1 }
              : { type: 'area', opacity: 1, line: { strokeWidth: 0.6, color: '#ffffff' } },
          encoding: {
            x: monthAxis(input, word(lang, 'month'), 0),
            y: {
              field: 'share',
              type: 'quantitative',
              stack: 'zero',
              scale: fromZero(values.map(({ share }) => share)),
              axis: { title: say(lang, 'axis'), tickCount: 6 },
            },
            order: quantity('order'),
            color: coded('bucket', names, COLOURS, { title: say(lang, 'days'), symbolType: 'square' }),
            tooltip: tips({ month: word(lang, 'month'), bucket: say(lang, 'days'), share: say(lang, 'axis') }),
          },
        },
        ...eventRules(input, 0, WIDTH, true),
      ],
    },
  }
}
