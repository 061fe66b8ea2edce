/** APRs of new loans by class of lender and credit file, with the caps that bind each class. */

import { numbers, texts } from '../base/table.ts'
import { FILE_STATES } from '../base/vocabulary.ts'
import { aprDistribution, BIN_WIDTH } from '../measures/aprs.ts'
import { loanCases } from '../measures/cases.ts'
import { type Claim, type Group, LEAST_CASES, levelClaim, proportion, weightedCases } from '../measures/claim.ts'
import { type DatedCap, reportedCaps } from '../measures/measured-scenario.ts'
import { ratio, sumOf, tableNamed } from '../measures/rows.ts'
import type { Chart, ChartInput, Lang } from './chart.ts'
import { coded, layer, type Panel, quantity, tips } from './marks.ts'
import { emptyNote } from './month-marks.ts'
import { nameOf } from './names.ts'
import { extremesText, sentence, shareText } from './sentences.ts'
import { CLASS_ORDER, COLOUR, frame } from './style.ts'
import { asInterval, asPercent, NO_BREAK, percent } from './text.ts'
import { word, wordsOf } from './words.ts'

const say = wordsOf({
  title: { en: 'half of lending is priced below {median}', zh: '半数放款利率低于{median}' },
  near: { en: '{share} within a point of the cap of the month', zh: '{share}距当月上限一个百分点以内' },
  titleExtremes: { en: 'share within a point of the cap: {extremes}', zh: '距上限一个百分点以内的占比：{extremes}' },
  titleNear: { en: '{share} of it is within a point of the cap', zh: '其中{share}距上限一个百分点以内' },
  subtitle: {
    en: "APR of new loans by class of lender and credit file: share of the class's lending (%) per bin of half a point.",
    zh: '新放款年化利率，按机构类别与征信状态：每半个百分点区间占该类机构放款的比例（%）。',
  },
  caption: {
    en: "APR is the internal rate of return of the borrower's cash flows, times twelve. Dashed: the cap that binds the class of lender, of all that apply; dotted: the median of all lending. Loans at the highest cap of a class stand in the bin below it. Shares of classes have intervals that hold together in 95 % of samples, by borrowers; amounts differ, so a borrower counts as a quarter of a case.",
    zh: '年化利率为借款人现金流的月内部收益率乘以十二。虚线为各类机构所适用的利率上限，点线为全部放款的中位数。恰为该类最高上限的放款计入其左侧区间。各类占比的区间联合置信水平为95%，以借款人为样本；金额不等，每人计为四分之一个样本。',
  },
  axis: { en: 'share of lending (%)', zh: '占放款（%）' },
  cap: { en: 'cap {cap}', zh: '上限{cap}' },
  laterCap: { en: 'cap {cap} from month {month}', zh: '第{month}月起上限{cap}' },
  file: { en: 'credit file', zh: '征信状态' },
})

const WIDTH = 580
const FILES = [...FILE_STATES].reverse()

export function aprChart(input: ChartInput): Chart {
  const { tables, scenario, lang } = input
  const found = aprDistribution(tables)
  const table = tableNamed(tables, 'aprs')
  const [from, lent] = [numbers(table, 'aprFrom'), numbers(table, 'originated')]
  const [classes, files] = [texts(table, 'class'), texts(table, 'file')]
  const totals = new Map<string, number>()
  for (let row = 0; row < table.rows; row++) totals.set(classes[row], (totals.get(classes[row]) ?? 0) + lent[row])
  const present = CLASS_ORDER.filter((name) => totals.has(name))
  const bound = present.length > 0 ? present : CLASS_ORDER
  const groups = nearCapGroups(input, present)
  const { title, claims } = aprTitle(lang, found.median, groups)
  const highestCaps = new Map<string, number>(
    bound.map((name) => [name, Math.max(...capsOf(name).map((dated) => dated.cap))]),
  )
  // What the bin above the highest cap of its class holds is priced at the cap.
  const starts = Array.from(from, (edge, row) =>
    Math.abs(edge - (highestCaps.get(classes[row]) ?? NaN)) < 1e-9 ? edge - BIN_WIDTH : edge,
  )
  const values = Array.from(lent, (amount, row) => ({
    class: nameOf(lang, 'class', classes[row]),
    file: nameOf(lang, 'file', files[row]),
    order: FILES.indexOf(files[row] as (typeof FILES)[number]),
    from: asPercent(starts[row]),
    to: asPercent(starts[row] + BIN_WIDTH),
    share: asPercent(ratio(amount, totals.get(classes[row]) ?? 0)),
  }))
  const highest = starts.reduce(
    (most, edge) => Math.max(most, edge + BIN_WIDTH),
    Math.max(...highestCaps.values()) + BIN_WIDTH,
  )
  const names = FILES.map((file) => nameOf(lang, 'file', file))
  const stacks = new Map<string, number>()
  for (const { class: name, from: edge, share } of values) {
    const bin = `${name} ${edge}`
    stacks.set(bin, (stacks.get(bin) ?? 0) + (share ?? 0))
  }
  const tallest = Math.ceil(Math.max(1, ...stacks.values()))
  return {
    id: 'apr',
    title,
    claims,
    caption: say(lang, 'caption'),
    spec: {
      ...frame(input, title, say(lang, 'subtitle'), WIDTH),
      spacing: 12,
      vconcat:
        present.length === 0
          ? [{ width: WIDTH - 40, height: 100, layer: emptyNote(lang, true, WIDTH - 40, 100) }]
          : present.map((name, index) => panelSpec(name, index === present.length - 1)),
    },
  }

  function nearCapRow(group: Group): object {
    const label = say(lang, 'near', { share: shareText(lang, group) }).replaceAll(NO_BREAK, ' ')
    return { name: group.name, near: asPercent(group.value), ...asInterval(group), label }
  }

  /** 24 %, but 15.4 %. */
  function capText(cap: number): string {
    return percent(lang, cap, Math.abs(cap - Math.round(100 * cap) / 100) < 1e-9 ? 0 : 1)
  }

  function capsOf(name: string): DatedCap[] {
    return reportedCaps(scenario, name)
  }

  function panelSpec(name: string, isLast: boolean): Panel {
    const rules = capsOf(name).map((dated) => {
      const text = capText(dated.cap)
      const label =
        dated.from > 0
          ? say(lang, 'laterCap', { cap: text, month: String(dated.from) })
          : say(lang, 'cap', { cap: text })
      return { cap: asPercent(dated.cap), label: label.replaceAll(NO_BREAK, ' ') }
    })
    const own = values.filter((row) => row.class === nameOf(lang, 'class', name))
    return {
      width: WIDTH - 40,
      height: 100,
      title: { text: nameOf(lang, 'class', name), anchor: 'start', frame: 'group', fontSize: 12, offset: 4 },
      layer: [
        layer({ type: 'bar', orient: 'vertical', stroke: '#ffffff', strokeWidth: 0.4 }, own, {
          x: quantity(
            'from',
            { domain: [0, asPercent(highest) ?? 30], nice: false, padding: 0 },
            { title: isLast ? word(lang, 'apr') : null, grid: false, tickCount: 14 },
          ),
          x2: { field: 'to' },
          y: {
            field: 'share',
            type: 'quantitative',
            stack: 'zero',
            scale: { domain: [0, tallest] },
            axis: { title: say(lang, 'axis'), tickCount: 4 },
          },
          order: quantity('order'),
          color: coded('file', names, [COLOUR.blue, COLOUR.sky, COLOUR.orange], { title: say(lang, 'file') }),
          tooltip: tips({
            class: word(lang, 'lenderClass'),
            file: say(lang, 'file'),
            from: word(lang, 'apr'),
            share: say(lang, 'axis'),
          }),
        }),
        layer({ type: 'rule', strokeDash: [5, 3], color: COLOUR.ink, strokeWidth: 1.3 }, rules, { x: quantity('cap') }),
        layer(
          { type: 'rule', strokeDash: [1, 2], color: COLOUR.vermilion, strokeWidth: 1.5 },
          [{ median: asPercent(found.median) }],
          { x: quantity('median') },
        ),
        layer(
          { type: 'text', align: 'right', baseline: 'bottom', dy: -5, fontSize: 10.5, color: '#444444' },
          groups.filter((group) => group.name === nameOf(lang, 'class', name)).map(nearCapRow),
          { x: { value: WIDTH - 40 }, y: { value: 0 }, text: { field: 'label' } },
        ),
        // One layer a label: each stands a line lower than the one before.
        ...rules.map((rule, line) =>
          layer(
            {
              type: 'text',
              align: 'right',
              dx: -4,
              dy: 13 * line,
              baseline: 'top',
              fontSize: 10.5,
            },
            [rule],
            {
              x: quantity('cap'),
              y: { value: 0 },
              text: { field: 'label' },
            },
          ),
        ),
      ],
    }
  }
}

/** By class of lender, the share of lending within a point of the cap that bound the lender in the month. */
function nearCapGroups({ tables, lang }: ChartInput, present: readonly string[]): Group[] {
  const table = tableNamed(tables, 'aprs')
  const classes = texts(table, 'class')
  return present.map((name) => {
    const rows = classes.flatMap((one, row) => (one === name ? [row] : []))
    const sum = (column: string): number => sumOf(numbers(table, column), rows)
    const cases = weightedCases(loanCases(tables, sum('loans')))
    const share = ratio(sum('nearCap'), sum('originated'))
    return { name: nameOf(lang, 'class', name), ...proportion(share, cases, present.length) }
  })
}

function aprTitle(lang: Lang, median: number, groups: readonly Group[]): { title: string; claims: Claim[] } {
  if (groups.length === 0) {
    return { title: word(lang, 'nothingLent'), claims: [{ kind: 'nothing', key: 'lending', why: 'empty' }] }
  }
  const half = say(lang, 'title', { median: percent(lang, median, 1) })
  const level: Claim = levelClaim('median', median)
  if (groups.length === 1) {
    const near = say(lang, 'titleNear', { share: shareText(lang, groups[0]) })
    return { title: sentence(lang, [half, near]), claims: [level, { kind: 'level', key: 'near', estimate: groups[0] }] }
  }
  const extremes = extremesText(lang, groups, (value) => percent(lang, value))
  return {
    title: sentence(lang, [half, say(lang, 'titleExtremes', { extremes })]),
    claims: [level, { kind: 'extremes', key: 'near', groups, least: LEAST_CASES }],
  }
}
