/** Outcomes of the reported window by arm, and paired differences from the first arm. */
import {
  type ArmOutcome,
  armOutcomes,
  type Difference,
  differences,
  type Measure,
  measuresOf,
} from '../measures/ensemble.ts'
import type { MeanInterval } from '../measures/intervals.ts'
import { armStyle } from './arm-style.ts'
import type { Chart, EnsembleInput } from './chart.ts'
import { COLOUR, frame } from './style.ts'
import { money, NO_BREAK, percent, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 700
const PANEL = 210
const ROW = 17

/** Outcomes shown, of those that the runs tell. */
const KEYS: readonly string[] = [
  'reach.all',
  'tail.reach',
  'reach.noFile',
  'tail.unserved',
  'homogenisation',
  'apr.mean',
  'late.over90',
  'roa.market',
  'multiLender.borrowers',
  'debt.perConsumer',
]

type Panel = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]

export function armsChart(input: EnsembleInput): Chart {
  const { tables, arms, replications, lang } = input
  const style = armStyle(input)
  const first = style.domain[0]
  const [levels, steps] = [armOutcomes(tables), differences(tables)]
  const isTold = (rows: readonly (MeanInterval & { key: string })[], key: string): boolean =>
    rows.some((row) => row.key === key && Number.isFinite(row.mean))
  const measures = KEYS.flatMap((key) => measuresOf(tables, 'outcome').filter((measure) => measure.key === key)).filter(
    ({ key }) => isTold(levels, key),
  )
  const title = titleOf(input, measures, steps)
  const subtitle = arms.length > 1 ? word(lang, 'arms.subtitle', { first }) : word(lang, 'arms.subtitleOneArm')
  return {
    id: 'arms',
    title,
    caption: word(lang, 'arms.caption'),
    spec: {
      ...frame(input, title, subtitle, WIDTH),
      spacing: 12,
      vconcat: measures.map((measure): Panel => {
        const own = levels.filter(({ key }) => key === measure.key)
        const left = panel(input, measure, own, arms.length, replications, false)
        if (!isTold(steps, measure.key)) return left
        const against = steps.filter(({ key }) => key === measure.key)
        return { spacing: 16, hconcat: [left, panel(input, measure, against, arms.length, replications, true)] }
      }),
    },
  }
}

const factorOf = ({ unit }: Measure): number => (unit === '1' ? 100 : 1)
const isClear = ({ low, high }: MeanInterval): boolean => low > 0 || high < 0
/** How many half-widths of its interval a difference lies from zero. */
const distance = ({ mean, low, high }: MeanInterval): number => Math.abs(mean) / Math.max((high - low) / 2, 1e-300)

function titleOf(input: EnsembleInput, measures: readonly Measure[], steps: readonly Difference[]): string {
  const { arms, replications, lang } = input
  const { titles, domain } = armStyle(input)
  const runs = String(replications)
  if (replications === 1) return word(lang, 'arms.titleOneRun')
  if (arms.length === 1) return word(lang, 'arms.titleOneArm', { runs })
  const shown = steps.filter(({ key, mean }) => measures.some((one) => one.key === key) && Number.isFinite(mean))
  const clear = shown.filter(isClear).sort((a, b) => distance(b) - distance(a))
  const all = String(shown.length)
  const most = clear.at(0)
  if (most === undefined) return word(lang, 'arms.titleNone', { all, first: domain[0] })
  const measure = measures.find(({ key }) => key === most.key)!
  return word(lang, 'arms.title', {
    clear: String(clear.length),
    all,
    first: domain[0],
    key: measure[lang],
    goes: word(lang, most.mean > 0 ? 'arms.rises' : 'arms.falls'),
    size: sizeText(input, measure, Math.abs(most.mean)),
    arm: titles.get(most.arm) ?? most.arm,
  })
}

function sizeText({ lang }: EnsembleInput, { unit }: Measure, size: number): string {
  if (unit === '1')
    return word(lang, 'arms.points', { size: percent('zh', size, 2).replace('%', '') }).replace(' ', NO_BREAK)
  if (unit === 'index') return size.toFixed(3)
  return unit === 'CNY' ? money(lang, size) : size.toFixed(1)
}

function unitName(lang: EnsembleInput['lang'], { unit }: Measure, isDifference: boolean): string {
  if (unit === '1') return isDifference ? word(lang, 'arms.unitPoints') : '%'
  return unit === 'CNY' ? word(lang, 'arms.unitYuan') : ''
}

function panel(
  input: EnsembleInput,
  measure: Measure,
  rows: readonly (ArmOutcome | Difference)[],
  arms: number,
  replications: number,
  isDifference: boolean,
): Panel {
  const { lang } = input
  const { titles, domain, colours } = armStyle(input)
  const factor = factorOf(measure)
  const values = rows.flatMap((row) => {
    const mean = rounded(factor * row.mean)
    if (mean === null) return []
    return [
      {
        arm: titles.get(row.arm) ?? row.arm,
        mean,
        low: rounded(factor * row.low) ?? mean,
        high: rounded(factor * row.high) ?? mean,
      },
    ]
  })
  const y = {
    field: 'arm',
    type: 'nominal' as const,
    scale: { domain: [...domain] },
    axis: isDifference ? null : { title: null, ticks: false, domain: false, labelLimit: 220, minExtent: 120 },
  }
  const x = {
    type: 'quantitative' as const,
    scale: { zero: isDifference },
    axis: { title: null, tickCount: 4 },
  }
  const color = {
    field: 'arm',
    type: 'nominal' as const,
    scale: { domain: [...domain], range: [...colours] },
    legend: null,
  }
  const tooltip = [
    { field: 'arm', title: word(lang, 'bands.arm') },
    { field: 'mean', title: word(lang, 'bands.mean') },
    ...(replications > 1
      ? [
          { field: 'low', title: word(lang, 'bands.low') },
          { field: 'high', title: word(lang, 'bands.high') },
        ]
      : []),
  ]
  // The names of the measures stand on the left; a difference has its sign and its unit.
  const unit = unitName(lang, measure, isDifference)
  const inBrackets = unit === '' ? '' : lang === 'zh' ? `（${unit}）` : ` (${unit})`
  const label = isDifference ? `Δ${inBrackets}` : `${measure[lang]}${inBrackets}`
  return {
    width: PANEL,
    height: ROW * arms + 6,
    title: { text: label, anchor: 'start', fontSize: 11.5, offset: 3, limit: PANEL + 150 },
    layer: [
      ...(isDifference
        ? [
            {
              data: { values: [{ zero: 0 }] },
              mark: { type: 'rule' as const, color: COLOUR.grey },
              encoding: { x: { field: 'zero', ...x } },
            },
          ]
        : []),
      {
        data: { values },
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' }, color },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { y, x: { field: 'mean', ...x }, color, tooltip },
      },
    ],
  }
}
