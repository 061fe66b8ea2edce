/** What is lost to fraud, what is found out, and who is refused by mistake. */
import { numbers } from '../base/table.ts'
import { applicationCases } from '../measures/cases.ts'
import { type Claim, LEAST_CASES, proportion, type Sampled } from '../measures/claim.ts'
import { type FraudRates, fraudByMonth } from '../measures/fraud.ts'
import { sumOf, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { layer, quantity, tips } from './marks.ts'
import { burnInShade, emptyNote, eventRules, withEvents } from './month-marks.ts'
import { sentence, shareWithInterval } from './sentences.ts'
import { COLOUR, frame, fromZero, monthAxis, monthLine } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  subtitle: {
    en: 'Loss, fraudulent applications found out, and honest ones refused as fraud; all over twelve months to date.',
    zh: '损失、被识别的欺诈申请、被误判的诚实申请；均为截至当月的十二个月。',
  },
  'title.falseExclusions': {
    en: '{share} of honest applications were refused as fraud',
    zh: '{share}的诚实申请被误判为欺诈',
  },
  'title.detected': { en: '{share} of fraudulent applications were detected', zh: '{share}的欺诈申请被识别' },
  'title.lossRate': {
    en: 'in the last twelve months fraud cost {share} of the balance',
    zh: '近十二个月欺诈损失占余额{share}',
  },
  caption: {
    en: "Months before 0 are the burn-in. Loss is the balance of fraudulent loans charged off, before what the claims are sold for. Found out: by the lender's own screening or by the shared list. Honest applications may be refused by either. Where few applications stand behind a share, n is the number of persons that they are worth: those of one person count as one.",
    zh: '0月之前为预热期。损失为核销的骗贷余额，未扣债权转让所得。识别指被机构自身筛查或共享黑名单拒绝；诚实申请亦可能因此被拒。申请较少时，占比附有n，即这些申请相当于多少人：同一人的多次申请计为一人。',
  },
  lossRate: { en: 'loss (% a year)', zh: '损失（年%）' },
  detected: { en: 'found out (%)', zh: '识别（%）' },
  falseExclusions: { en: 'honest refused (%)', zh: '误判（%）' },
})

const WIDTH = 580
const PANELS: readonly { readonly rate: keyof FraudRates; readonly colour: string }[] = [
  { rate: 'lossRate', colour: COLOUR.vermilion },
  { rate: 'detected', colour: COLOUR.blue },
  { rate: 'falseExclusions', colour: COLOUR.purple },
]

/** What fraud cost and what was found out in the twelve months to the end. */
function titleOf({ tables, lang }: ChartInput): { title: string; claims: Claim[] } {
  const last = fraudByMonth(tables).at(-1)
  const table = tableNamed(tables, 'months')
  const rows = Array.from({ length: Math.min(12, table.rows) }, (_, back) => table.rows - 1 - back)
  const sum = (column: string): number => sumOf(numbers(table, column), rows)
  const attempts = sum('fraudAttempts')
  const share = (value: number | undefined, cases: number): Sampled =>
    proportion(value ?? NaN, applicationCases(tables, cases))
  const estimates = {
    lossRate: { value: last?.lossRate ?? NaN, low: NaN, high: NaN, n: NaN },
    detected: share(last?.detected, attempts),
    falseExclusions: share(last?.falseExclusions, sum('applications') - attempts),
  }
  const text = (estimate: Sampled): string =>
    estimate.n < LEAST_CASES ? shareWithInterval(lang, estimate) : percent(lang, estimate.value)
  const told = (['lossRate', 'detected', 'falseExclusions'] as const).filter((key) =>
    Number.isFinite(estimates[key].value),
  )
  if (told.length === 0) {
    return { title: word(lang, 'nothingLent'), claims: [{ kind: 'nothing', key: 'fraud', why: 'empty' }] }
  }
  const parts = told.map((key) => say(lang, `title.${key}`, { share: text(estimates[key]) }))
  return {
    title: sentence(lang, parts),
    claims: told.map((key) => ({ kind: 'level', key, estimate: estimates[key] })),
  }
}

export function fraudChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const { title, claims } = titleOf(input)
  const from = -input.scenario.horizon.burnIn
  const months = fraudByMonth(tables)
  return {
    id: 'fraud',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), from), WIDTH),
      spacing: 14,
      vconcat: PANELS.map(({ rate, colour }, index) => {
        const label = say(lang, rate)
        const values = months.flatMap((row) =>
          Number.isFinite(row[rate]) ? [{ month: row.month, share: asPercent(row[rate]) }] : [],
        )
        return {
          width: WIDTH,
          height: 105,
          layer: [
            ...burnInShade(input, index === 0),
            ...eventRules(input, from, WIDTH, index === 0),
            layer(monthLine(input, { color: colour, strokeWidth: 1.8 }), values, {
              x: monthAxis(input, index === PANELS.length - 1 ? word(lang, 'month') : null),
              y: quantity('share', fromZero(values.map(({ share }) => share)), { title: label, tickCount: 3 }),
              tooltip: tips({ month: word(lang, 'month'), share: label }),
            }),
            ...emptyNote(lang, values.length === 0, WIDTH, 105),
          ],
        }
      }),
    },
  }
}
