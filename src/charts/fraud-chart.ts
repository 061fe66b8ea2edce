/** What is lost to fraud, what is found out, and who is refused by mistake. */
import { type FraudRates, fraudByMonth, fraudOutcome } from '../measures/fraud.ts'
import type { Chart, ChartInput } from './chart.ts'
import { COLOUR, frame, monthAxis } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word } from './words.ts'

const WIDTH = 580
const PANELS: readonly { readonly rate: keyof FraudRates; readonly colour: string }[] = [
  { rate: 'lossRate', colour: COLOUR.vermilion },
  { rate: 'detected', colour: COLOUR.blue },
  { rate: 'falseExclusions', colour: COLOUR.purple },
]

export function fraudChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const found = fraudOutcome(tables)
  const title = word(lang, 'fraud.title', {
    loss: percent(lang, found.lossRate),
    detected: percent(lang, found.detected),
    mistaken: percent(lang, found.falseExclusions),
  })
  const months = fraudByMonth(tables)
  return {
    id: 'fraud',
    title,
    caption: word(lang, 'fraud.caption'),
    spec: {
      ...frame(input, title, word(lang, 'fraud.subtitle'), WIDTH),
      spacing: 14,
      vconcat: PANELS.map(({ rate, colour }, index) => {
        const label = word(lang, `fraud.${rate}`)
        const values = months.flatMap((row) =>
          Number.isFinite(row[rate]) ? [{ month: row.month, share: asPercent(row[rate]) }] : [],
        )
        return {
          width: WIDTH,
          height: 105,
          data: { values },
          mark: { type: 'line' as const, color: colour, strokeWidth: 1.8 },
          encoding: {
            x: monthAxis(input, index === PANELS.length - 1 ? word(lang, 'month') : null),
            y: {
              field: 'share',
              type: 'quantitative' as const,
              scale: values.length > 0 ? { zero: true } : { domain: [0, 1] },
              axis: { title: label, tickCount: 3 },
            },
            tooltip: [
              { field: 'month', title: word(lang, 'month') },
              { field: 'share', title: label },
            ],
          },
        }
      }),
    },
  }
}
