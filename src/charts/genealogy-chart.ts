/** Who copied whom: every change of a product's design over time, joined to the product that it followed. */
import { numbers, type Table, texts } from '../base/table.ts'
import type { Claim } from '../measures/claim.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { coded, layer, tips } from './marks.ts'
import { burnInShade, eventRules, withEvents } from './month-marks.ts'
import { sentence } from './sentences.ts'
import { COLOUR, frame, monthAxis } from './style.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: {
    en: '{changes} changes of products, {copies} of them by imitation',
    zh: '产品共变动{changes}次，其中模仿{copies}次',
  },
  most: { en: '{product} was followed {times} times', zh: '{product}被模仿{times}次' },
  titleNone: { en: '{changes} changes of products, none of them by imitation', zh: '产品共变动{changes}次，没有模仿' },
  subtitle: {
    en: 'A point for each change of a design; a line joins a copy to the product that it moved towards.',
    zh: '每点为一次设计变动；连线指向被模仿的产品。',
  },
  caption: {
    en: 'Months before 0 are the burn-in; its changes count in the title. Products that neither changed nor were copied are left out. Imitation moves a design part of the way to the one that earned most, as it was known with the copy lag; innovation moves it to what research or chance suggests; a launch puts a new product beside the old ones.',
    zh: '0月之前为预热期，其间的变动计入标题。未变动且未被模仿的产品从略。模仿使设计部分移向盈利最高的产品（按模仿时滞所知）；创新移向调研或偶然所得；推出新品则与原有产品并列。',
  },
  imitation: { en: 'imitation', zh: '模仿' },
  innovation: { en: 'innovation', zh: '创新' },
  launch: { en: 'launch', zh: '推出新品' },
  product: { en: 'product', zh: '产品' },
  parent: { en: 'follows', zh: '模仿对象' },
  change: { en: 'change', zh: '变动' },
})

const WIDTH = 560
const ROW = 12
const ORIGINS = ['imitation', 'innovation', 'launch'] as const
const COLOURS = [COLOUR.vermilion, COLOUR.blue, COLOUR.green]
const SHAPES = ['circle', 'square', 'diamond'] as const

interface Change {
  readonly month: number
  readonly product: string
  readonly parent: string
  readonly origin: string
}

/** Months in which a product's design moved or a product came, reported window and burn-in. */
function changesOf(tables: readonly Table[]): Change[] {
  const table = tables.find(({ name }) => name === 'products')!
  const month = numbers(table, 'month')
  const moved = numbers(table, 'moved')
  const [product, parent, origin] = ['product', 'parent', 'origin'].map((column) => texts(table, column))
  const seen = new Set<string>()
  const first = table.rows > 0 ? month[0] : 0
  const changes: Change[] = []
  for (let row = 0; row < table.rows; row++) {
    const isNew = !seen.has(product[row])
    seen.add(product[row])
    // Lenders that open at a date bring the products of the roster: no design changed.
    const came = isNew && month[row] > first && origin[row] !== 'roster'
    if (moved[row] > 0 || came) {
      changes.push({ month: month[row], product: product[row], parent: parent[row], origin: origin[row] })
    }
  }
  return changes
}

/** Whether any design ever changed. */
export function anyRedesign({ tables }: ChartInput): boolean {
  return changesOf(tables).length > 0
}

/** Counts of this run; one product is named only where no other was followed as often. */
function titleOf(
  lang: Lang,
  changes: number,
  copies: number,
  followers: ReadonlyMap<string, number>,
): { title: string; claims: Claim[] } {
  const ranked = [...followers].sort((a, b) => b[1] - a[1])
  const [[most, times] = ['', 0], [, next] = ['', 0]] = ranked
  const counts: Claim[] = [{ kind: 'count', key: 'changes', count: changes }]
  if (copies === 0) return { title: say(lang, 'titleNone', { changes: String(changes) }), claims: counts }
  const isAlone = times > next
  const followed = isAlone ? say(lang, 'most', { product: most, times: String(times) }) : ''
  return {
    title: sentence(lang, [say(lang, 'title', { changes: String(changes), copies: String(copies) }), followed]),
    claims: [
      ...counts,
      { kind: 'count', key: 'copies', count: copies },
      ...(isAlone ? [{ kind: 'count', key: `copies of ${most}`, count: times } as const] : []),
    ],
  }
}

export function genealogyChart(input: ChartInput): Chart {
  const { tables, lang } = input
  const from = -input.scenario.horizon.burnIn
  const changes = changesOf(tables)
  const copies = changes.filter(({ origin, parent }) => origin === 'imitation' && parent !== '')
  const followers = new Map<string, number>()
  for (const { parent } of copies) followers.set(parent, (followers.get(parent) ?? 0) + 1)
  const { title, claims } = titleOf(lang, changes.length, copies.length, followers)
  const shown = [...new Set(changes.flatMap(({ product, parent }) => [product, parent]))].filter((code) => code !== '')
  shown.sort()
  const originName = (origin: string): string => say(lang, origin as 'imitation')
  const y = { type: 'nominal' as const, sort: shown, scale: { domain: shown } }
  const x = monthAxis(input, word(lang, 'month'))
  return {
    id: 'genealogy',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, withEvents(input, say(lang, 'subtitle'), from), WIDTH),
      width: WIDTH,
      height: ROW * shown.length,
      layer: [
        ...burnInShade(input, true),
        ...eventRules(input, from, WIDTH, true),
        layer({ type: 'rule', color: COLOUR.grey, opacity: 0.55 }, copies, {
          x,
          y: { ...y, field: 'parent', axis: { title: null, labelFontSize: 9, grid: true } },
          y2: { field: 'product' },
        }),
        layer(
          { type: 'point', filled: true, size: 42, opacity: 1 },
          changes.map((change) => ({ ...change, origin: originName(change.origin) })),
          {
            x,
            y: { ...y, field: 'product' },
            color: coded('origin', ORIGINS.map(originName), COLOURS),
            shape: coded('origin', ORIGINS.map(originName), SHAPES),
            tooltip: tips({
              month: word(lang, 'month'),
              product: say(lang, 'product'),
              parent: say(lang, 'parent'),
              origin: say(lang, 'change'),
            }),
          },
        ),
      ],
    },
  }
}
