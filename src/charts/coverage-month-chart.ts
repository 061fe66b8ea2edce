/** A dated change of coverage: reach and prices by month of those to whom it gives a file, and of the others. */

import { numbers, texts } from '../base/table.ts'
import { type Claim, levelClaim } from '../measures/claim.ts'
import { THRESHOLD_GROUPS } from '../measures/definitions/access.ts'
import { groupReachByMonth } from '../measures/fates.ts'
import { TRAILING_MONTHS } from '../measures/homogenisation.ts'
import { tableNamed } from '../measures/rows.ts'
import { heading } from './bands-chart.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, type Panel, quantity, STROKES, tips } from './marks.ts'
import { emptyNote, eventRules, withEvents } from './month-marks.ts'
import { sentence } from './sentences.ts'
import { COLOUR, frame, monthAxis, monthLine } from './style.ts'
import { asPercent, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'coverage changes in month {month}: reach of those filed between 50 and 90\u00a0% was {before} in the twelve months before, and is {after} in the last twelve',
    zh: '第{month}个月覆盖率变动：覆盖率50%与90%之间有记录者的满足率，变动前十二个月为{before}，最后十二个月为{after}',
  },
  control: {
    en: 'those filed at 50\u00a0%, whom it does not touch: {before} and {after}',
    zh: '未受影响者（覆盖率50%时已有记录）分别为{before}与{after}',
  },
  empty: { en: 'Coverage changes, and no fundable need closed', zh: '覆盖率有变动，但没有已了结的可融资需求' },
  subtitle: {
    en: 'Sums of twelve months up to each. People by the coverage that would give them a file, whatever file they have.',
    zh: '截至各月的近十二个月合计；按何种覆盖率下有记录分组，与实际有无记录无关。',
  },
  caption: {
    en: 'Reach: fundable needs served, wholly or in part, of those that came to the market and closed. Mean APR: of loans made, weighted by amount; those who get a file later are riskier, so compare a line with itself. One run: what else happens in it moves the lines, too; against the same market without the change, see the head of the scenario file.',
    zh: '满足率：已进入市场并了结的可融资需求中获全部或部分融资者占比。平均年化利率按放款金额加权；较晚获得记录者风险更高，应逐线前后比较。仅一次运行：其间其他变化也会影响曲线；与没有这一变动的同一市场比较，见情景文件开头。',
  },
  reach: { en: 'Fundable demand reached (%)', zh: '可融资需求满足率（%）' },
  apr: { en: 'Mean APR of loans made (%)', zh: '新放款平均年化利率（%）' },
})

const PATH = 'credit.coverage'
const WIDTH = 640
const PANEL = { width: 560, height: 150 } as const
const COLOURS = [COLOUR.ink, COLOUR.orange, COLOUR.blue]

interface Group {
  readonly key: (typeof THRESHOLD_GROUPS)[number]['key']
  /** Share over the twelve months up to a month; NaN where nothing is to be told. */
  readonly reach: (month: number) => number
  readonly apr: (month: number) => number
}

/** Month of the first change of coverage after the first that is reported; undefined where there is none. */
function changeOf({ scenario }: ChartInput): number | undefined {
  return scenario.timeline.find(({ month, set }) => month > 0 && PATH in set)?.month
}

type Sums = ReadonlyMap<number, number>

function trailing(part: Sums, whole: Sums, month: number): number {
  let [over, under] = [0, 0]
  for (let at = month - TRAILING_MONTHS + 1; at <= month; at++) {
    over += part.get(at) ?? 0
    under += whole.get(at) ?? 0
  }
  return under > 0 ? over / under : NaN
}

/** Lent and interest by month of people who would have a file at some coverages. */
function prices({ tables }: ChartInput, bands: readonly string[]): { readonly lent: Sums; readonly priced: Sums } {
  const table = tableNamed(tables, 'groups')
  const [grouping, group] = [texts(table, 'grouping'), texts(table, 'group')]
  const [month, granted, apr] = ['month', 'granted', 'meanApr'].map((name) => numbers(table, name))
  const [lent, priced] = [new Map<number, number>(), new Map<number, number>()]
  for (let row = 0; row < table.rows; row++) {
    if (grouping[row] !== 'wouldBeFiled' || !bands.includes(group[row]) || !(granted[row] > 0)) continue
    lent.set(month[row], (lent.get(month[row]) ?? 0) + granted[row])
    priced.set(month[row], (priced.get(month[row]) ?? 0) + granted[row] * apr[row])
  }
  return { lent, priced }
}

function groupsOf(input: ChartInput): Group[] {
  return THRESHOLD_GROUPS.map(({ key, bands }) => {
    const names: readonly string[] = bands
    const { reached, reachable } = groupReachByMonth(input, 'wouldBeFiled', (group) => names.includes(group))
    const { lent, priced } = prices(input, names)
    return {
      key,
      reach: (month) => trailing(reached, reachable, month),
      apr: (month) => trailing(priced, lent, month),
    }
  })
}

export function anyCoverageChange(input: ChartInput): boolean {
  return changeOf(input) !== undefined
}

export function coverageMonthChart(input: ChartInput): Chart {
  const { lang, scenario } = input
  const groups = groupsOf(input)
  const { title, claims } = titleOf(input, groups)
  return {
    id: 'coverage-months',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), 0), WIDTH),
      spacing: 16,
      vconcat: (['reach', 'apr'] as const).map((what): Panel => {
        const values = groups.flatMap((group) =>
          Array.from({ length: scenario.horizon.months }, (_, month) => ({
            month,
            group: word(lang, group.key),
            value: asPercent(group[what](month)),
          })).filter(({ value }) => value !== null),
        )
        return panel(input, what, values)
      }),
    },
  }
}

function titleOf(input: ChartInput, groups: readonly Group[]): { title: string; claims: Claim[] } {
  const { lang, scenario } = input
  const month = changeOf(input) ?? 0
  const last = scenario.horizon.months - 1
  const pairs = (['filedAt90', 'filedAt50'] as const).map((key) => {
    const { reach } = groups.find((group) => group.key === key)!
    return [reach(month - 1), reach(last)] as const
  })
  if (!pairs[0].every(Number.isFinite)) {
    return { title: say(lang, 'empty'), claims: [{ kind: 'nothing', key: 'reached.filedAt90', why: 'empty' }] }
  }
  const told = pairs.map(([before, after]) => ({
    before: percent(lang, before, 1),
    after: percent(lang, after, 1),
    month: String(month),
  }))
  return {
    title: sentence(lang, [say(lang, 'title', told[0]), say(lang, 'control', told[1])]),
    claims: [levelClaim('before', pairs[0][0]), levelClaim('after', pairs[0][1])],
  }
}

function panel(input: ChartInput, what: 'reach' | 'apr', values: readonly object[]): Panel {
  const { lang } = input
  const names = THRESHOLD_GROUPS.map(({ key }) => word(lang, key))
  return {
    ...PANEL,
    title: { ...heading(say(lang, what), PANEL.width), offset: 16 },
    layer: [
      ...eventRules(input, 0, PANEL.width, true),
      layer(monthLine(input, { strokeWidth: 1.8 }), values, {
        x: monthAxis(input, what === 'apr' ? word(lang, 'month') : null, 0),
        y: quantity('value', { zero: false }, { title: null, tickCount: 5, minExtent: 30 }),
        color: coded('group', names, COLOURS, STROKES),
        tooltip: tips({ month: word(lang, 'month'), group: '', value: say(lang, what) }),
      }),
      ...emptyNote(lang, values.length === 0, PANEL.width, PANEL.height),
    ],
  }
}
