/** The market over time: eight small panels that share their months. */

import { type Claim, levelClaim } from '../measures/claim.ts'
import { nicheReachByMonth } from '../measures/fates.ts'
import { homogenisationByMonth, TRAILING_MONTHS } from '../measures/homogenisation.ts'
import { aprCaps, type DatedCap } from '../measures/measured-scenario.ts'
import { type MonthlyRates, monthlyRates } from '../measures/monthly-rates.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { layer, quantity, tips } from './marks.ts'
import { burnInShade, emptyNote, eventRules, type Layer, withEvents } from './month-marks.ts'
import { sentence, trendText } from './sentences.ts'
import { COLOUR, frame, fromZero, monthLine, yearTicks } from './style.ts'
import { asPercent, money, moneyUnit, percent, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  subtitle: {
    en: 'The market month by month. Grey: the burn-in, before the months that are reported.',
    zh: '市场逐月概况。灰色为预热期，不计入报告期。',
  },
  debt: { en: 'debt {goes}', zh: '债务{goes}' },
  titleRoa: { en: 'lenders earned {value} on it in the last twelve months', zh: '近十二个月资产收益率为{value}' },
  titleLate90: { en: '{value} of it is more than 90 days late at the end', zh: '期末其中{value}逾期90天以上' },
  caption: {
    en: 'Loans outstanding, lending, prices, approvals, arrears and profit of all lenders together. ROA is net income of the last twelve months over the mean balance of those months. Burn-in is shaded; dated changes of the scenario are dashed rules.',
    zh: '全部机构合计的贷款余额、放款、价格、批准率、逾期与盈利。资产收益率为近十二个月净利润除以同期平均余额。阴影为预热期；虚线为情景中设定的变动时点。',
  },
  balance: { en: 'Loans outstanding ({unit})', zh: '贷款余额（{unit}）' },
  originated: { en: 'Lending per month ({unit})', zh: '每月放款（{unit}）' },
  alike: { en: 'Homogenisation of products, by lending (0 to 1)', zh: '产品同质化（按放款加权，0至1）' },
  gap: { en: 'Reach, tail less head, twelve months (points)', zh: '近十二个月长尾减头部满足率（百分点）' },
  apr: { en: 'Mean APR of new loans (%)', zh: '新放款平均年化利率（%）' },
  approval: { en: 'Applications approved (%)', zh: '申请批准率（%）' },
  npl: { en: 'More than 90 days late (% of balance)', zh: '逾期90天以上（占余额%）' },
  roa: { en: 'ROA over twelve months (%)', zh: '近十二个月资产收益率（%）' },
  cap: { en: 'cap', zh: '上限' },
  licensedCap: { en: 'cap, banks and licensed', zh: '上限：银行与持牌公司' },
  platformCap: { en: 'cap, platforms', zh: '上限：平台' },
})

const WIDTH = 620
const PANEL = { width: 265, height: 112 } as const
/** The panel whose line begins a year late, which leaves room for a word. */
const ROA_PANEL = 7
const LAST_ROW = 6

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
  const { scenario, lang } = input
  const months = monthlyRates(input.tables, scenario)
  const { title, claims } = marketTitle(
    lang,
    months.filter(({ month }) => month >= 0),
  )
  const from = -scenario.horizon.burnIn
  return {
    id: 'market',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), from), WIDTH),
      columns: 2,
      bounds: 'flush',
      spacing: { row: 66, column: 60 },
      concat: panels(input, months).map((panel, index) => panelSpec(input, panel, months, index)),
      resolve: { axis: { x: 'independent', y: 'independent' }, scale: { x: 'independent', y: 'independent' } },
    },
  }
}

function marketTitle(lang: Lang, reported: readonly MonthlyRates[]): { title: string; claims: Claim[] } {
  const balances = reported.map(({ balance }) => balance)
  if (!balances.some((balance) => balance > 0)) {
    return { title: word(lang, 'nothingLent'), claims: [{ kind: 'nothing', key: 'balance', why: 'empty' }] }
  }
  const { late90 = NaN, roa = NaN } = reported.at(-1) ?? {}
  const parts = [say(lang, 'debt', { goes: trendText(lang, balances, (value) => money(lang, value)) })]
  const claims: Claim[] = [{ kind: 'trend', key: 'balance', values: balances }]
  const state = (key: 'late90' | 'roa', value: number): void => {
    if (!Number.isFinite(value)) return
    parts.push(say(lang, key === 'roa' ? 'titleRoa' : 'titleLate90', { value: percent(lang, value) }))
    claims.push(levelClaim(key, value))
  }
  state('late90', late90)
  state('roa', roa)
  return { title: sentence(lang, parts), claims }
}

/** Reach of the tail less that of the head over the twelve months that end in each month; nothing before there are so many. */
function tailLessHead(input: ChartInput): (month: number) => number | null {
  const [head, tail] = [true, false].map((isHead) => nicheReachByMonth(input, isHead))
  const first = Math.min(...head.reachable.keys(), ...tail.reachable.keys())
  const over = ({ reached, reachable }: typeof head, month: number): number => {
    let [part, whole] = [0, 0]
    for (let at = month - TRAILING_MONTHS + 1; at <= month; at++) {
      part += reached.get(at) ?? 0
      whole += reachable.get(at) ?? 0
    }
    return part / whole
  }
  return (month) => (month - TRAILING_MONTHS + 1 < first ? null : asPercent(over(tail, month) - over(head, month)))
}

function panels(input: ChartInput, months: readonly MonthlyRates[]): Panel[] {
  const { tables, scenario, lang } = input
  const largest = (value: (month: MonthlyRates) => number): number =>
    months.reduce((most, month) => Math.max(most, value(month)), 0)
  const balance = moneyUnit(
    lang,
    largest((month) => month.balance),
  )
  const lastMonth = Math.max(1, scenario.horizon.months - 1)
  const alike = new Map(
    homogenisationByMonth(tables, scenario.choice.bandwidth).map(({ month, byShare }) => [month, byShare]),
  )
  const gap = tailLessHead(input)
  const lent = moneyUnit(
    lang,
    largest((month) => month.originated),
  )
  return [
    {
      title: say(lang, 'balance', { unit: balance.name }),
      value: (month) => rounded(month.balance / balance.divisor),
      levels: [],
    },
    {
      title: say(lang, 'originated', { unit: lent.name }),
      value: (month) => rounded(month.originated / lent.divisor),
      levels: [],
    },
    { title: say(lang, 'alike'), value: ({ month }) => rounded(alike.get(month) ?? NaN), levels: [] },
    {
      title: say(lang, 'gap'),
      value: ({ month }) => gap(month),
      levels: [{ from: -scenario.horizon.burnIn, until: lastMonth, level: 0, label: '' }],
    },
    {
      title: say(lang, 'apr'),
      value: (month) => asPercent(month.meanApr),
      levels: capLevels({ scenario, lang }, lastMonth),
    },
    { title: say(lang, 'approval'), value: (month) => asPercent(month.approvalRate), levels: [] },
    { title: say(lang, 'npl'), value: (month) => asPercent(month.late90), levels: [] },
    {
      title: say(lang, 'roa'),
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
    return [...levels(licensed, say(lang, 'cap')), ...levels(own, '')]
  }
  return [...levels(licensed, say(lang, 'licensedCap')), ...levels(platforms, say(lang, 'platformCap'))]
}

type Concat = Extract<Chart['spec'], { concat: unknown }>['concat'][number]

function levelRules({ levels }: Panel): Layer {
  return layer({ type: 'rule', color: COLOUR.grey }, levels, {
    x: quantity('from'),
    x2: { field: 'until' },
    y: quantity('level'),
  })
}

/** Names of levels below their lines, on white, so that they can be read where they cross the data. */
function levelLabels({ levels }: Panel): Layer[] {
  const values = levels.filter(({ label }) => label !== '')
  const encoding = {
    x: quantity('until'),
    y: quantity('level'),
    text: { field: 'label' },
  }
  const mark = { type: 'text' as const, align: 'right' as const, baseline: 'top' as const, dy: 4, fontSize: 10 }
  return values.length === 0
    ? []
    : [layer({ ...mark, stroke: '#ffffff', strokeWidth: 3 }, values, encoding), layer(mark, values, encoding)]
}

function panelSpec(input: ChartInput, panel: Panel, months: readonly MonthlyRates[], index: number): Concat {
  const { scenario, lang } = input
  const { burnIn } = scenario.horizon
  const values = months.flatMap((month) => {
    const value = panel.value(month)
    return value === null ? [] : [{ month: month.month, value }]
  })
  return {
    ...PANEL,
    title: { text: panel.title, anchor: 'start', fontSize: 11.5, fontWeight: 'normal', offset: 10, frame: 'group' },
    encoding: {
      x: quantity(
        'month',
        { domain: [-burnIn, Math.max(1, scenario.horizon.months - 1)], nice: false },
        {
          title: index >= LAST_ROW ? word(lang, 'month') : null,
          values: yearTicks(-burnIn, scenario.horizon.months),
          grid: false,
          format: 'd',
        },
      ),
    },
    layer: [
      ...burnInShade(input, index === ROA_PANEL),
      ...(panel.levels.length === 0 ? [] : [levelRules(panel)]),
      layer(monthLine(input, { color: COLOUR.blue, strokeWidth: 1.8 }), values, {
        y: {
          field: 'value',
          type: 'quantitative',
          // Ticks end where the panel ends, so that all panels are equally tall.
          scale: { nice: 4, ...fromZero(values.map(({ value }) => value)) },
          axis: { title: null, tickCount: 4 },
        },
        tooltip: tips({ month: word(lang, 'month'), value: panel.title }),
      }),
      ...eventRules(input, -burnIn, PANEL.width, true),
      ...levelLabels(panel),
      ...emptyNote(lang, values.length === 0, PANEL.width, PANEL.height),
    ],
  }
}
