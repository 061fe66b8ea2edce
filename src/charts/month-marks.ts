/** What every chart over months marks: the burn-in, and the scenario's dated changes by number. */

import { textIn } from '../base/vocabulary.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { layer, quantity } from './marks.ts'
import { sentences } from './sentences.ts'
import { COLOUR } from './style.ts'
import { plainText } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  events: { en: 'Dashed, numbered: {events}.', zh: '带编号的虚线：{events}。' },
  event: { en: '({number}) month {month}, {change}', zh: '（{number}）第{month}月，{change}' },
  moreEvents: { en: 'and {count} more', zh: '另有{count}项' },
  burnIn: { en: 'burn-in', zh: '预热期' },
})

const SHOWN_EVENTS = 4
/** Numbers above a panel need this much from one to the next, pixels. */
const LABEL_STEP = 13

export interface DatedEvent {
  /** '1', or '1, 2' of changes in one month. */
  readonly number: string
  readonly month: number
  readonly change: string
}

/** The scenario's changes between two months, numbered in the order of months over the whole timeline. */
export function datedEvents({ scenario, lang }: Pick<ChartInput, 'scenario' | 'lang'>, from: number): DatedEvent[] {
  return [...scenario.timeline]
    .sort((a, b) => a.month - b.month)
    .map((change, index) => {
      const values = Object.entries(change.set).map(([path, value]) => `${path} = ${value}`)
      return {
        number: String(index + 1),
        month: change.month,
        change: plainText(textIn(change.note, lang) ?? values.join(', ')),
      }
    })
    .filter(({ month }) => month >= from && month < scenario.horizon.months)
}

/** A subtitle with what the numbers on the chart stand for: 'Dashed, numbered: (1) month 6, a cap.' */
export function withEvents({ scenario, lang }: ChartInput, subtitle: string, from: number): string {
  const events = datedEvents({ scenario, lang }, from)
  if (events.length === 0) return subtitle
  const shown = events
    .slice(0, SHOWN_EVENTS)
    .map(({ number, month, change }) => say(lang, 'event', { number, month: String(month), change }))
  const hidden = events.length - shown.length
  if (hidden > 0) shown.push(say(lang, 'moreEvents', { count: String(hidden) }))
  const line = say(lang, 'events', { events: shown.join(lang === 'zh' ? '；' : '; ') })
  return sentences(lang, [subtitle, line])
}

type Concat = Extract<Chart['spec'], { vconcat: unknown }>['vconcat'][number]
export type Layer = Extract<Concat, { layer: unknown }>['layer'][number]

const MONTH = quantity('month')

/** Shade over the months before the first reported one, to be drawn below the data. */
export function burnInShade({ scenario, lang }: ChartInput, isNamed: boolean): Layer[] {
  const { burnIn } = scenario.horizon
  if (burnIn === 0) return []
  const shade: Layer = layer({ type: 'rect', color: COLOUR.pale }, [{ month: -burnIn, until: 0 }], {
    x: MONTH,
    x2: { field: 'until' },
    y: { value: 0 },
    y2: { value: 'height' },
  })
  if (!isNamed) return [shade]
  return [
    shade,
    layer(
      { type: 'text', align: 'left', baseline: 'top', dx: 4, dy: 4, fontSize: 10, color: '#666666' },
      [{ month: -burnIn, label: say(lang, 'burnIn') }],
      { x: MONTH, y: { value: 0 }, text: { field: 'label' } },
    ),
  ]
}

/** A rule where the reported months begin, for panels that bars fill; over the first of them a word. */
export function reportedRule({ scenario, lang }: ChartInput, isNamed: boolean): Layer[] {
  if (scenario.horizon.burnIn === 0) return []
  const values = [{ month: 0, label: say(lang, 'burnIn') }]
  const rule: Layer = layer({ type: 'rule', color: COLOUR.ink, strokeWidth: 1 }, values, { x: MONTH })
  if (!isNamed) return [rule]
  return [
    rule,
    layer(
      { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -3, fontSize: 10, color: '#666666' },
      values,
      { x: MONTH, y: { value: 0 }, text: { field: 'label' } },
    ),
  ]
}

/** Dashed rules at dated changes from month `from` on; over a panel `width` wide, their numbers above it where named. */
export function eventRules(input: ChartInput, from: number, width: number, isNamed: boolean): Layer[] {
  const events = datedEvents(input, from)
  if (events.length === 0) return []
  const months = new Map<number, string[]>()
  for (const { month, number } of events) months.set(month, [...(months.get(month) ?? []), number])
  const step = (LABEL_STEP * Math.max(1, input.scenario.horizon.months - from)) / width
  let free = -Infinity
  const values = [...months].map(([month, numbers]) => {
    const at = Math.max(month, free)
    free = at + step * (1 + 0.5 * (numbers.length - 1))
    return { month, at, number: numbers.join(',') }
  })
  const color = COLOUR.vermilion
  const rules: Layer = layer({ type: 'rule', color, strokeDash: [4, 3], strokeWidth: 1 }, values, {
    x: MONTH,
    y: { value: 0 },
    y2: { value: 'height' },
  })
  if (!isNamed) return [rules]
  return [
    rules,
    layer({ type: 'text', color, fontSize: 10, fontWeight: 'bold', dy: -5 }, values, {
      x: quantity('at'),
      y: { value: 0 },
      text: { field: 'number' },
    }),
  ]
}

/** A word in the middle of a panel that has nothing to show; none where it has. */
export function emptyNote(lang: Lang, isEmpty: boolean, width: number, height: number): Layer[] {
  if (!isEmpty) return []
  return [
    layer({ type: 'text', fontSize: 12, color: '#666666' }, [{ label: word(lang, 'nothing') }], {
      x: { value: width / 2 },
      y: { value: height / 2 },
      text: { field: 'label' },
    }),
  ]
}
