/** The market over time: six small panels that share their months. */
import { aprCaps, type DatedCap } from '../measures/measured-scenario.ts'
import { type MonthlyRates, monthlyRates } from '../measures/monthly-rates.ts'
import { outcomes } from '../measures/outcomes.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { COLOUR, frame, yearTicks } from './style.ts'
import { asPercent, money, moneyUnit, percent, plainText, rounded } from './text.ts'
import { word } from './words.ts'

const WIDTH = 620
const SHOWN_EVENTS = 4
/** The panel whose line begins a year late, which leaves room for a word. */
const ROA_PANEL = 5

interface Panel {
  readonly title: string
  readonly value: (month: MonthlyRates) => number | null
  /** Levels that the panel also shows, such as the cap of prices, and the months over which they hold. */
  readonly levels: readonly {
    readonly from: number
    readonly until: number
    readonly level: number
    readonly label: string
  }[]
}

export function marketChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const months = monthlyRates(tables)
  const reported = months.filter(({ month }) => month >= 0)
  const [first, last] = [reported.at(0)?.balance ?? NaN, reported.at(-1)?.balance ?? NaN]
  const found = new Map(outcomes(tables, scenario).map(({ key, value }) => [key, value]))
  const goes = last > 1.02 * first ? 'market.grows' : last < 0.98 * first ? 'market.shrinks' : 'market.stays'
  const title = word(lang, 'market.title', {
    goes: word(lang, goes),
    first: money(lang, first),
    last: money(lang, last),
    months: String(reported.length),
    npl: percent(lang, found.get('late.over90') ?? NaN),
    roa: percent(lang, found.get('roa.market') ?? NaN),
  })
  const events = datedEvents(input)
  const subtitle = [word(lang, 'market.subtitle'), eventsLine(lang, events)]
    .filter((text) => text !== '')
    .join(lang === 'zh' ? '' : ' ')
  return {
    id: 'market',
    title,
    caption: word(lang, 'market.caption'),
    spec: {
      ...frame(input, title, subtitle, WIDTH),
      columns: 2,
      bounds: 'flush',
      spacing: { row: 66, column: 60 },
      concat: panels(input, months).map((panel, index) => panelSpec(input, panel, months, events, index)),
      resolve: { axis: { x: 'independent', y: 'independent' }, scale: { x: 'independent', y: 'independent' } },
    },
  }
}

interface DatedEvent {
  readonly number: number
  readonly month: number
  readonly change: string
}

function datedEvents({ scenario }: ChartInput): DatedEvent[] {
  return [...scenario.timeline]
    .sort((a, b) => a.month - b.month)
    .map(({ month, set, note }, index) => ({
      number: index + 1,
      month,
      change: plainText(
        note ??
          Object.entries(set)
            .map(([path, value]) => `${path} = ${value}`)
            .join(', '),
      ),
    }))
}

function eventsLine(lang: Lang, events: readonly DatedEvent[]): string {
  if (events.length === 0) return ''
  const shown = events
    .slice(0, SHOWN_EVENTS)
    .map(({ number, month, change }) =>
      word(lang, 'market.event', { number: String(number), month: String(month), change }),
    )
  const hidden = events.length - shown.length
  if (hidden > 0) shown.push(word(lang, 'market.moreEvents', { count: String(hidden) }))
  return word(lang, 'market.events', { events: shown.join(lang === 'zh' ? '；' : '; ') })
}

function panels({ scenario, lang }: ChartInput, months: readonly MonthlyRates[]): Panel[] {
  const largest = (value: (month: MonthlyRates) => number): number =>
    months.reduce((most, month) => Math.max(most, value(month)), 0)
  const balance = moneyUnit(
    lang,
    largest((month) => month.balance),
  )
  const lastMonth = Math.max(1, scenario.horizon.months - 1)
  const lent = moneyUnit(
    lang,
    largest((month) => month.originated),
  )
  return [
    {
      title: word(lang, 'market.balance', { unit: balance.name }),
      value: (month) => rounded(month.balance / balance.divisor),
      levels: [],
    },
    {
      title: word(lang, 'market.originated', { unit: lent.name }),
      value: (month) => rounded(month.originated / lent.divisor),
      levels: [],
    },
    {
      title: word(lang, 'market.apr'),
      value: (month) => asPercent(month.meanApr),
      levels: capLevels({ scenario, lang }, lastMonth),
    },
    { title: word(lang, 'market.approval'), value: (month) => asPercent(month.approvalRate), levels: [] },
    { title: word(lang, 'market.npl'), value: (month) => asPercent(month.late90), levels: [] },
    {
      title: word(lang, 'market.roa'),
      value: (month) => asPercent(month.roa),
      levels: [{ from: -scenario.horizon.burnIn, until: lastMonth, level: 0, label: '' }],
    },
  ]
}

/** The caps of banks and licensed companies, who have the same, and of platforms; one line where they do not differ. */
function capLevels({ scenario, lang }: Pick<ChartInput, 'scenario' | 'lang'>, lastMonth: number): Panel['levels'] {
  const [licensed, platforms] = [aprCaps(scenario, 'licensed'), aprCaps(scenario, 'platform')]
  const levels = (caps: readonly DatedCap[], label: string): Panel['levels'] =>
    caps.map(({ from, until, cap }, index) => ({
      from,
      until: Math.min(until, lastMonth),
      level: asPercent(cap) ?? 0,
      label: index === caps.length - 1 ? label : '',
    }))
  const last = (caps: readonly DatedCap[]): number | undefined => caps.at(-1)?.cap
  if (last(licensed) === last(platforms)) {
    const same = (one: DatedCap): boolean =>
      licensed.some(({ from, until, cap }) => one.from === from && one.until === until && one.cap === cap)
    const own = platforms.filter((one) => !same(one))
    return [...levels(licensed, word(lang, 'market.cap')), ...levels(own, '')]
  }
  return [...levels(licensed, word(lang, 'market.licensedCap')), ...levels(platforms, word(lang, 'market.platformCap'))]
}

type Concat = Extract<Chart['spec'], { concat: unknown }>['concat'][number]
type Layer = Extract<Concat, { layer: unknown }>['layer'][number]

function levelRules({ levels }: Panel): Layer {
  return {
    data: { values: [...levels] },
    mark: { type: 'rule', color: COLOUR.grey },
    encoding: {
      x: { field: 'from', type: 'quantitative' },
      x2: { field: 'until' },
      y: { field: 'level', type: 'quantitative' },
    },
  }
}

function levelLabel({ levels }: Panel): Layer {
  return {
    data: { values: levels.filter(({ label }) => label !== '') },
    mark: { type: 'text', align: 'right', baseline: 'bottom', dy: -2, fontSize: 10 },
    encoding: {
      x: { field: 'until', type: 'quantitative' },
      y: { field: 'level', type: 'quantitative' },
      text: { field: 'label' },
    },
  }
}

function panelSpec(
  { scenario, lang }: ChartInput,
  panel: Panel,
  months: readonly MonthlyRates[],
  events: readonly DatedEvent[],
  index: number,
): Concat {
  const { burnIn } = scenario.horizon
  const values = months.flatMap((month) => {
    const value = panel.value(month)
    return value === null ? [] : [{ month: month.month, value }]
  })
  return {
    width: 265,
    height: 112,
    title: { text: panel.title, anchor: 'start', fontSize: 11.5, fontWeight: 'normal', offset: 10, frame: 'group' },
    encoding: {
      x: {
        field: 'month',
        type: 'quantitative',
        scale: { domain: [-burnIn, Math.max(1, scenario.horizon.months - 1)], nice: false },
        axis: {
          title: index >= 4 ? word(lang, 'month') : null,
          tickMinStep: 12,
          values: yearTicks(-burnIn, scenario.horizon.months),
          grid: false,
        },
      },
    },
    layer: [
      ...(burnIn > 0
        ? [
            {
              data: { values: [{ month: -burnIn, until: 0 }] },
              mark: { type: 'rect' as const, color: COLOUR.pale },
              encoding: { x2: { field: 'until' } },
            },
            {
              data: { values: index === ROA_PANEL ? [{ month: -burnIn, label: word(lang, 'market.burnIn') }] : [] },
              mark: {
                type: 'text' as const,
                align: 'left' as const,
                baseline: 'top' as const,
                dx: 4,
                dy: 4,
                fontSize: 10,
                color: '#666666',
              },
              encoding: { y: { value: 0 }, text: { field: 'label' } },
            },
          ]
        : []),
      ...(panel.levels.length === 0 ? [] : [levelRules(panel)]),
      ...(panel.levels.some(({ label }) => label !== '') ? [levelLabel(panel)] : []),
      {
        data: { values },
        mark: { type: 'line', color: COLOUR.blue, strokeWidth: 1.8 },
        encoding: {
          y: {
            field: 'value',
            type: 'quantitative',
            // Ticks end where the panel ends, so that all panels are equally tall.
            scale: values.length > 0 ? { zero: true, nice: 4 } : { domain: [0, 1] },
            axis: { title: null, tickCount: 4 },
          },
          tooltip: [
            { field: 'month', title: word(lang, 'month') },
            { field: 'value', title: panel.title },
          ],
        },
      },
      ...(events.length === 0
        ? []
        : [
            {
              data: { values: events.map(({ month, number }) => ({ month, number: String(number) })) },
              mark: { type: 'rule' as const, color: COLOUR.vermilion, strokeDash: [4, 3] },
            },
            {
              data: { values: events.map(({ month, number }) => ({ month, number: String(number) })) },
              mark: {
                type: 'text' as const,
                color: COLOUR.vermilion,
                fontSize: 10,
                fontWeight: 'bold' as const,
                dy: -5,
              },
              encoding: { y: { value: 0 }, text: { field: 'number' } },
            },
          ]),
    ],
  }
}
