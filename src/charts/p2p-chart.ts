/** P2P platforms: what investors hold, whether they get their money back when they ask, and what they have lost. */

import { numbers, type Table, texts } from '../base/table.ts'
import { levelClaim } from '../measures/claim.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, quantity } from './marks.ts'
import { burnInShade, eventRules, withEvents } from './month-marks.ts'
import { COLOUR, frame, fromZero, monthAxis, monthLine, monthRules } from './style.ts'
import { moneyPerHead, rounded } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: '{closed} of {platforms} P2P platforms closed; investors lost {lost} per consumer of the market',
    zh: '{platforms}家P2P平台中{closed}家关闭；出借人损失合市场每位消费者{lost}',
  },
  subtitle: {
    en: 'All platforms together, yuan per consumer; dashed lines are closures.',
    zh: '全部平台合计，元/消费者；虚线为平台关闭。',
  },
  caption: {
    en: "Above, investors' claims on borrowers. In the middle, withdrawals asked for and paid: a gap that lasts is a run. Below, losses since the start: charge-offs less recoveries while platforms lend, and what is lost after they close.",
    zh: '上：出借人对借款人的债权。中：申请与兑付的退出金额，长期缺口即为挤兑。下：自期初累计的损失，分为在营期间的核销（减回收）与关闭之后的损失。',
  },
  axis: { en: 'yuan per consumer', zh: '元/消费者' },
  claims: { en: 'claims', zh: '债权' },
  asked: { en: 'withdrawals asked for', zh: '申请退出' },
  paid: { en: 'withdrawals paid', zh: '已兑付' },
  chargeOff: { en: 'lost while open', zh: '在营期间损失' },
  closure: { en: 'lost after closure', zh: '关闭后损失' },
  series: { en: 'series', zh: '系列' },
  closes: { en: 'closes', zh: '关闭的平台' },
})

const WIDTH = 580
const HEIGHT = 120

function p2pOf(tables: readonly Table[]): Table | undefined {
  return tables.find(({ name }) => name === 'p2p')
}

/** Whether there is any P2P platform. */
export function anyP2p({ tables }: ChartInput): boolean {
  return (p2pOf(tables)?.rows ?? 0) > 0
}

interface MonthOfP2p {
  readonly month: number
  claims: number
  asked: number
  paid: number
  chargeOff: number
  closure: number
}

/** Sums over platforms by month; losses add up from the start. */
function monthsOf(table: Table): { months: MonthOfP2p[]; closures: { month: number; platform: string }[] } {
  const column = (name: string): Float64Array => numbers(table, name)
  const [month, claims, asked, paid] = ['month', 'claims', 'withdrawalsAsked', 'withdrawalsPaid'].map(column)
  const [chargeOff, closure] = ['lossChargeOff', 'lossClosure'].map(column)
  const status = texts(table, 'status')
  const platform = texts(table, 'platform')
  const months: MonthOfP2p[] = []
  const closures: { month: number; platform: string }[] = []
  const closed = new Set<string>()
  for (let row = 0; row < table.rows; row++) {
    let latest = months.at(-1)
    if (latest?.month !== month[row]) {
      const { chargeOff: before = 0, closure: beforeThat = 0 } = latest ?? {}
      latest = { month: month[row], claims: 0, asked: 0, paid: 0, chargeOff: before, closure: beforeThat }
      months.push(latest)
    }
    latest.claims += claims[row]
    latest.asked += asked[row]
    latest.paid += paid[row]
    latest.chargeOff += chargeOff[row]
    latest.closure += closure[row]
    if (status[row] !== 'open' && !closed.has(platform[row])) {
      closed.add(platform[row])
      closures.push({ month: month[row], platform: platform[row] })
    }
  }
  return { months, closures }
}

export function p2pChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const table = p2pOf(tables) as Table
  const { months, closures } = monthsOf(table)
  const platforms = new Set(texts(table, 'platform')).size
  const end = months.at(-1) as MonthOfP2p
  const lost = (end.chargeOff + end.closure) / scenario.population.consumers
  const from = -scenario.horizon.burnIn
  const title = say(lang, 'title', {
    platforms: String(platforms),
    closed: String(closures.length),
    lost: moneyPerHead(lang, lost),
  })
  const perHead = (yuan: number): number => yuan / scenario.population.consumers
  const panel = (
    axis: string,
    series: readonly { readonly label: string; readonly colour: string; readonly of: (row: MonthOfP2p) => number }[],
    isFirst: boolean,
    isLast: boolean,
  ) => ({
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...burnInShade(input, isFirst),
      ...eventRules(input, from, WIDTH, isFirst),
      layer(
        monthLine(input, { strokeWidth: 1.8 }),
        months.flatMap((row) =>
          series.map(({ label, of }) => ({
            month: row.month,
            label,
            value: rounded(perHead(of(row))),
            lost: rounded(perHead(row.chargeOff + row.closure)),
          })),
        ),
        {
          x: monthAxis(input, isLast ? word(lang, 'month') : null),
          y: quantity('value', fromZero(months.flatMap((row) => series.map(({ of }) => of(row)))), {
            title: axis,
            tickCount: 4,
          }),
          color: coded(
            'label',
            series.map(({ label }) => label),
            series.map(({ colour }) => colour),
          ),
          tooltip: [
            { field: 'month', title: word(lang, 'month') },
            { field: 'label', title: say(lang, 'series') },
            { field: 'value', title: axis, format: '.3~f' },
          ],
        },
      ),
      monthRules(closures, lang, 'platform', say(lang, 'closes')),
    ],
  })
  const axis = say(lang, 'axis')
  return {
    id: 'p2p',
    title,
    claims: [
      { kind: 'count', key: 'closed', count: closures.length },
      { kind: 'count', key: 'platforms', count: platforms },
      levelClaim('lost', lost),
    ],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), from), WIDTH),
      spacing: 12,
      resolve: { scale: { color: 'independent' } },
      vconcat: [
        panel(axis, [{ label: say(lang, 'claims'), colour: COLOUR.blue, of: ({ claims }) => claims }], true, false),
        panel(
          axis,
          [
            { label: say(lang, 'asked'), colour: COLOUR.vermilion, of: ({ asked }) => asked },
            { label: say(lang, 'paid'), colour: COLOUR.green, of: ({ paid }) => paid },
          ],
          false,
          false,
        ),
        panel(
          axis,
          [
            { label: say(lang, 'chargeOff'), colour: COLOUR.orange, of: ({ chargeOff }) => chargeOff },
            { label: say(lang, 'closure'), colour: COLOUR.purple, of: ({ closure }) => closure },
          ],
          false,
          true,
        ),
      ],
    },
  }
}
