/** Who lends, since when and until when, and how many do, with the dated changes that came in the meantime. */

import { numbers, type Table, texts } from '../base/table.ts'
import { textIn } from '../base/vocabulary.ts'
import { tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput } from './chart.ts'
import { coded, layer, quantity, tips } from './marks.ts'
import { reportedRule } from './month-marks.ts'
import { nameOf } from './names.ts'
import { CLASS_COLOURS, CLASS_ORDER, COLOUR, frame, monthRules, yearTicks } from './style.ts'
import { plainText, textWidth } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: 'Lenders come and go: {entered} entered, {left} stopped lending, {active} lend at the end',
    zh: '机构有进有出：{entered}家进入，{left}家停止放款，期末{active}家营业',
  },
  subtitle: {
    en: "Above: lenders that lend. Below: each from its first month to its last. Dashed: the scenario's dated changes.",
    zh: '上：放款机构数。下：各机构自首月至末月。虚线为情景中按设定月份生效的变动。',
  },
  subtitlePlain: {
    en: 'Above: lenders that lend. Below: each from its first month to its last.',
    zh: '上：放款机构数。下：各机构自首月至末月。',
  },
  active: { en: 'lenders', zh: '机构数' },
  caption: {
    en: 'Months before 0 are the burn-in, in which nobody comes or goes but P2P platforms that close. A lender that fails, or that the law lets lend no more, collects what is owed (pale) until its book has run off.',
    zh: '0月之前为预热期，其间除P2P平台可能关闭外无机构进出。经营失败或依法不得再放款的机构只清收欠款（浅色），直至贷款清偿完毕。',
  },
  lends: { en: 'lends', zh: '营业' },
  runOff: { en: 'collects only', zh: '仅清收' },
  lender: { en: 'lender', zh: '机构' },
  state: { en: 'state', zh: '状态' },
  rule: { en: 'change', zh: '变动' },
})

const WIDTH = 560
const ROW = 13
/** Labels that stand upright need this much from one to the next, pixels. */
const LABEL_STEP = 12
const KINDS = [...CLASS_ORDER, 'p2p'] as const
const COLOURS = [...CLASS_COLOURS, COLOUR.purple]

interface Life {
  readonly lender: string
  /** Class of lender; P2P platforms are a kind of their own. */
  readonly kind: string
  readonly from: number
  /** Last month in which it lent, and in which its book still ran off. */
  lent: number
  gone: number
}

/** Status of P2P platforms by name and month, in the words of the lenders' table: they can close in the burn-in too. */
function p2pStatus(tables: readonly Table[]): Map<string, string> {
  const status = new Map<string, string>()
  const table = tables.find(({ name }) => name === 'p2p')
  if (table === undefined) return status
  const month = numbers(table, 'month')
  const [platform, of] = [texts(table, 'platform'), texts(table, 'status')]
  const words: { readonly [status: string]: string } = { open: 'active', closed: 'runOff', woundUp: 'closed' }
  for (let row = 0; row < table.rows; row++) status.set(`${platform[row]} ${month[row]}`, words[of[row]])
  return status
}

function livesOf(tables: readonly Table[]): Life[] {
  const roster = tableNamed(tables, 'roster')
  const [codes, models] = [texts(roster, 'lender'), texts(roster, 'model')]
  const isP2p = new Set(codes.filter((_, row) => models[row] === 'p2p'))
  const known = p2pStatus(tables)
  const table = tableNamed(tables, 'lenders')
  const month = numbers(table, 'month')
  const [lender, status, of] = [texts(table, 'lender'), texts(table, 'status'), texts(table, 'class')]
  const lives = new Map<string, Life>()
  for (let row = 0; row < table.rows; row++) {
    const now = known.get(`${lender[row]} ${month[row]}`) ?? status[row]
    if (now === 'closed') continue
    const life = lives.get(lender[row]) ?? {
      lender: lender[row],
      kind: isP2p.has(lender[row]) ? 'p2p' : of[row],
      from: month[row],
      lent: month[row],
      gone: month[row],
    }
    if (now !== 'runOff') life.lent = month[row]
    life.gone = month[row]
    lives.set(lender[row], life)
  }
  return [...lives.values()]
}

/** Whether anybody came, left or was ruled out: otherwise there is nothing to see. */
export function anyTurnover({ tables, scenario }: ChartInput): boolean {
  const last = scenario.horizon.months - 1
  return livesOf(tables).some(({ from, lent }) => from > -scenario.horizon.burnIn || lent < last)
}

/** Dated changes, those of one month together, with the place of their label so that none covers the next. */
function datedChanges({ scenario, lang }: ChartInput): { month: number; at: number; note: string }[] {
  const notes = new Map<number, string[]>()
  for (const change of [...scenario.timeline].sort((a, b) => a.month - b.month)) {
    const { month, set } = change
    notes.set(month, [...(notes.get(month) ?? []), textIn(change.note, lang) ?? Object.keys(set).join(', ')])
  }
  const step = (LABEL_STEP * (scenario.horizon.burnIn + scenario.horizon.months)) / WIDTH
  let free = -Infinity
  return [...notes].map(([month, all]) => {
    const at = Math.max(month, free)
    free = at + step
    return { month, at, note: plainText(all.join(lang === 'zh' ? '；' : '; '), 44) }
  })
}

export function industryTimelineChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const { burnIn, months } = scenario.horizon
  const lives = livesOf(tables)
  const entered = lives.filter(({ from }) => from > -burnIn).length
  const left = lives.filter(({ lent }) => lent < months - 1).length
  const title = say(lang, 'title', {
    entered: String(entered),
    left: String(left),
    active: String(lives.length - left),
  })
  const kinds = KINDS.filter((kind) => lives.some((life) => life.kind === kind))
  const kindName = (kind: string): string => nameOf(lang, 'class', kind)
  const [lends, runsOff] = [say(lang, 'lends'), say(lang, 'runOff')]
  const values = lives.flatMap(({ lender, kind, from, lent, gone }) => [
    { lender, kind: kindName(kind), from, to: lent + 1, state: lends },
    ...(gone > lent ? [{ lender, kind: kindName(kind), from: lent + 1, to: gone + 1, state: runsOff }] : []),
  ])
  const active = Array.from({ length: burnIn + months }, (_, tick) => tick - burnIn).flatMap((month) =>
    kinds.map((kind, order) => ({
      from: month,
      to: month + 1,
      kind: kindName(kind),
      order,
      lenders: lives.filter((life) => life.kind === kind && life.from <= month && month <= life.lent).length,
    })),
  )
  const order = [...lives]
    .sort((a, b) => KINDS.indexOf(a.kind as 'bank') - KINDS.indexOf(b.kind as 'bank') || (a.lender < b.lender ? -1 : 1))
    .map(({ lender }) => lender)
  // One width for the labels of both panels, so that months stand under one another.
  const extent = Math.max(40, ...order.map((code) => textWidth(code, 9.5) + 8))
  const changes = datedChanges(input)
  const x = (axisTitle: string | null) => ({
    field: 'from',
    type: 'quantitative' as const,
    // A month is drawn from its number to the next; without padding, which Vega-Lite adds to upright bars alone, so that the panels stand under one another.
    scale: { domain: [-burnIn, Math.max(1, months)], nice: false, padding: 0 },
    axis: { title: axisTitle, grid: false, values: yearTicks(-burnIn, months) },
  })
  const color = coded(
    'kind',
    kinds.map(kindName),
    kinds.map((kind) => COLOURS[KINDS.indexOf(kind)]),
    { title: null, orient: 'bottom' as const },
  )
  const rules = monthRules(changes, lang, 'note', say(lang, 'rule'))
  return {
    id: 'industry-timeline',
    title,
    claims: [
      { kind: 'count', key: 'entered', count: entered },
      { kind: 'count', key: 'left', count: left },
      { kind: 'count', key: 'active', count: lives.length - left },
    ],
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, changes.length > 0 ? 'subtitle' : 'subtitlePlain'), WIDTH),
      spacing: 10,
      vconcat: [
        {
          width: WIDTH,
          height: 80,
          layer: [
            ...reportedRule(input, true),
            layer({ type: 'bar', orient: 'vertical' }, active, {
              x: x(null),
              x2: { field: 'to' },
              y: {
                field: 'lenders',
                type: 'quantitative',
                stack: 'zero',
                axis: {
                  title: say(lang, 'active'),
                  tickCount: 4,
                  format: 'd',
                  tickMinStep: 1,
                  minExtent: extent,
                  maxExtent: extent,
                },
              },
              color,
              order: quantity('order'),
              tooltip: tips({
                from: word(lang, 'month'),
                kind: word(lang, 'lenderClass'),
                lenders: say(lang, 'active'),
              }),
            }),
            rules,
            {
              data: { values: changes },
              // Above the plot, reading upwards.
              mark: { type: 'text', angle: 270, align: 'left', dx: 4, fontSize: 10, color: COLOUR.ink },
              encoding: {
                x: quantity('at'),
                y: { value: 0 },
                text: { field: 'note' },
              },
            },
          ],
        },
        {
          width: WIDTH,
          height: ROW * order.length,
          layer: [
            ...reportedRule(input, false),
            layer({ type: 'bar', height: ROW - 5 }, values, {
              x: x(word(lang, 'month')),
              x2: { field: 'to' },
              y: {
                field: 'lender',
                type: 'nominal',
                sort: order,
                axis: { title: null, labelFontSize: 9.5, minExtent: extent, maxExtent: extent },
              },
              color,
              opacity: {
                field: 'state',
                type: 'ordinal',
                scale: { domain: [lends, runsOff], range: [1, 0.35] },
                legend: { title: null, orient: 'bottom' },
              },
              tooltip: tips({ lender: say(lang, 'lender'), state: say(lang, 'state'), from: word(lang, 'month') }),
            }),
            rules,
          ],
        },
      ],
    },
  }
}
