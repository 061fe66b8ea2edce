/** Fates of needs, and reach: how much of fundable demand is served (model: fundable demand in agents/fundable.ts). */
import { numbers, type Table, texts } from '../base/table.ts'
import { FATES, type Fate } from '../base/vocabulary.ts'
import { type Niche, rankNiches } from './long-tail.ts'
import { type MeasuredRun, remembered } from './measure.ts'
import { ratio, tableNamed } from './rows.ts'

/** Fates that stand apart: these needs never came to the market, or had no room in it. */
export const APART: readonly Fate[] = ['selfFunded', 'tooSmall', 'displaced', 'noRoom']
export const REACHED: readonly Fate[] = ['served', 'servedPart']
/** Fates of needs that were refused in the end. */
export const REFUSED: readonly Fate[] = FATES.filter((fate) => fate.startsWith('refused'))

/** Needs by fate, those pending at the end of the window under 'open'. */
export type Counts = { readonly [fate in Fate | 'open']: number }

/** Needs of some groups over the reported window; `open` those of the last month. */
export interface GroupFates {
  readonly grouping: string
  readonly group: string
  readonly isFundable: boolean
  readonly arrived: number
  readonly counts: Counts
}

const ENDS = [...FATES, 'open'] as const

/** Needs of the reported window by group, fundable or not. What was pending at its start has its fate in it. */
export const fatesByGroup: (run: MeasuredRun) => readonly GroupFates[] = remembered(({ tables }: MeasuredRun) => {
  const table = tableNamed(tables, 'fates')
  const [grouping, group, kind] = ['grouping', 'group', 'kind'].map((name) => texts(table, name))
  const [month, arrived] = ['month', 'arrived'].map((name) => numbers(table, name))
  const columns = ENDS.map((end) => numbers(table, end))
  const last = month.reduce((latest, value) => Math.max(latest, value), -Infinity)
  const found = new Map<string, { arrived: number; sums: number[]; of: Omit<GroupFates, 'arrived' | 'counts'> }>()
  for (let row = 0; row < table.rows; row++) {
    if (month[row] < 0) continue
    const isFundable = kind[row] === 'fundable'
    const id = `${grouping[row]} ${group[row]} ${isFundable}`
    const known = found.get(id) ?? {
      arrived: 0,
      sums: ENDS.map(() => 0),
      of: { grouping: grouping[row], group: group[row], isFundable },
    }
    found.set(id, known)
    known.arrived += arrived[row]
    ENDS.forEach((end, k) => {
      if (end !== 'open' || month[row] === last) known.sums[k] += columns[k][row]
    })
  }
  return [...found.values()].map(({ arrived: all, sums, of }) => ({ ...of, arrived: all, counts: countsOf(sums) }))
})

function countsOf(sums: readonly number[]): Counts {
  return Object.fromEntries(ENDS.map((end, k) => [end, sums[k]])) as unknown as Counts
}

export function addCounts(all: readonly Counts[]): Counts {
  return countsOf(ENDS.map((end) => all.reduce((sum, counts) => sum + counts[end], 0)))
}

export function sumOfFates(counts: Counts, ends: readonly (Fate | 'open')[] = ENDS): number {
  return ends.reduce((sum, end) => sum + counts[end], 0)
}

/** Needs that closed and could have been served: those that came to the market and found room in it. */
export function reachable(counts: Counts): number {
  return sumOfFates(counts, FATES) - sumOfFates(counts, APART)
}

/** Served over reachable, of fundable needs. */
export function reachOf(counts: Counts): number {
  return ratio(sumOfFates(counts, REACHED), reachable(counts))
}

/** Fates of some groups of one grouping, of fundable needs or of the others; of all groups without `isPicked`. */
export function fatesOf(
  run: MeasuredRun,
  grouping: string,
  isFundable: boolean,
  isPicked: (group: string) => boolean = () => true,
): Counts {
  const rows = fatesByGroup(run).filter((row) => row.grouping === grouping && row.isFundable === isFundable)
  return addCounts(rows.filter(({ group }) => isPicked(group)).map(({ counts }) => counts))
}

const keyOf = (niche: Pick<Niche, 'purpose' | 'amountBand' | 'ageBand'>): string =>
  `${niche.purpose} ${niche.amountBand} ${niche.ageBand}`

/** Keys of the niches of the head: the smallest set that holds 80 % of the needs that arose. */
const headKeys = remembered(
  ({ tables }: MeasuredRun) =>
    new Set(
      rankNiches(tables)
        .filter(({ head }) => head)
        .map(keyOf),
    ),
)

/** Whether each row of a table with niche columns belongs to the head. */
function inHead(run: MeasuredRun, table: Table): readonly boolean[] {
  const [purpose, amountBand, ageBand] = ['purpose', 'amountBand', 'ageBand'].map((name) => texts(table, name))
  const heads = headKeys(run)
  return purpose.map((name, row) => heads.has(`${name} ${amountBand[row]} ${ageBand[row]}`))
}

/** Fates of needs in the niches of the head or of the tail. */
export function fatesOfNiches(run: MeasuredRun, isHead: boolean, isFundable: boolean): Counts {
  const table = tableNamed(run.tables, 'niche_fates')
  const heads = inHead(run, table)
  const fundable = numbers(table, 'fundable')
  const rows = heads.flatMap((head, row) => (head === isHead && (fundable[row] === 1) === isFundable ? [row] : []))
  return countsOf(
    ENDS.map((end) => {
      const values = numbers(table, end)
      return rows.reduce((sum, row) => sum + values[row], 0)
    }),
  )
}

/** Fundable needs by month: those reached, and those that could have been. */
export interface ReachByMonth {
  readonly reached: Map<number, number>
  readonly reachable: Map<number, number>
}

function addTo(sums: Map<number, number>, month: number, value: number): void {
  sums.set(month, (sums.get(month) ?? 0) + value)
}

/** Reach by month in the niches of the head or of the tail, in the order of months. */
export function nicheReachByMonth(run: MeasuredRun, isHead: boolean): ReachByMonth {
  const table = tableNamed(run.tables, 'niches')
  const heads = inHead(run, table)
  const month = numbers(table, 'month')
  const sums: ReachByMonth = { reached: new Map(), reachable: new Map() }
  for (const name of ['reached', 'reachable'] as const) {
    const values = numbers(table, name)
    for (let row = 0; row < table.rows; row++) if (heads[row] === isHead) addTo(sums[name], month[row], values[row])
  }
  return sums
}

/** The same of all niches, or of some groups, from the table of fates. */
export function groupReachByMonth(
  run: MeasuredRun,
  grouping: string,
  isPicked: (group: string) => boolean,
): ReachByMonth {
  const table = tableNamed(run.tables, 'fates')
  const [groupings, groups, kinds] = ['grouping', 'group', 'kind'].map((name) => texts(table, name))
  const month = numbers(table, 'month')
  const sums: ReachByMonth = { reached: new Map(), reachable: new Map() }
  for (const fate of FATES) {
    if (APART.includes(fate)) continue
    const values = numbers(table, fate)
    for (let row = 0; row < table.rows; row++) {
      if (groupings[row] !== grouping || kinds[row] !== 'fundable' || !isPicked(groups[row])) continue
      addTo(sums.reachable, month[row], values[row])
      if (REACHED.includes(fate)) addTo(sums.reached, month[row], values[row])
    }
  }
  return sums
}
