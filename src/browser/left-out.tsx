/** Who is left out: the share of demand served by file, age, income and purpose, one by one and jointly. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { JOINT_CELLS, JOINT_GROUPINGS, type JointGrouping, jointCodes } from '../base/cells.ts'
import { AGE_BAND_NAMES, type Bilingual, FILE_NAMES, PURPOSE_NAMES, QUARTILE_NAMES } from '../base/vocabulary.ts'
import { DataTable } from './data-table.tsx'
import { percentText } from './figures.ts'
import { FEW } from './limits.ts'
import type { JointNeeds } from './live-run.ts'
import { colon, current, ghost, say } from './store.ts'
import { WORDS } from './words.ts'

interface Grouping {
  readonly title: Bilingual
  readonly names: { readonly [group: string]: Bilingual }
}
const GROUPINGS: { readonly [key in JointGrouping]: Grouping } = {
  file: { title: { en: 'credit file', zh: '征信记录' }, names: FILE_NAMES },
  ageBand: { title: { en: 'age', zh: '年龄' }, names: AGE_BAND_NAMES },
  incomeQuartile: { title: { en: 'income quartile', zh: '收入四分位' }, names: QUARTILE_NAMES },
  purpose: { title: { en: 'purpose', zh: '用途' }, names: PURPOSE_NAMES },
}
const BARS: readonly JointGrouping[] = ['file', 'ageBand', 'incomeQuartile', 'purpose']
const OWN = {
  title: { en: 'Who is left out', zh: '谁被排除在外' },
  about: {
    en: 'Of needs that asked for credit, the share that was served, in the reported months so far. Small figures: the pinned run. A need that is served later may find its owner in another group by then.',
    zh: '报告期至今，在提出信贷申请的需求中获融资的比例。小字为固定的运行。需求日后获融资时，借款人可能已属于另一组。',
  },
  jointly: { en: 'Jointly', zh: '交叉分组' },
  jointAbout: {
    en: `The darker, the more was served. In brackets: fewer than ${FEW} needs. The table has every combination of the four.`,
    zh: `颜色越深，获融资的比例越高。括号内为不足${FEW}项需求的组。数据表含四种分组的全部组合。`,
  },
  rows: { en: 'rows', zh: '行' },
  columns: { en: 'columns', zh: '列' },
  all: { en: 'all', zh: '全部' },
  asked: { en: 'asked', zh: '申请' },
  served: { en: 'served', zh: '获融资' },
  share: { en: 'share served', zh: '获融资比例' },
} as const

/** Needs of this run, and of the pinned one if there is one. */
interface Worlds {
  readonly here: JointNeeds
  readonly there: JointNeeds | undefined
}
/** A group of each grouping; none, or an empty name, stands for all. */
type Groups = { readonly [key in JointGrouping]?: string }
interface Counted {
  readonly asked: number
  readonly served: number
}

const CODES = Array.from({ length: JOINT_CELLS }, (_, cell) => jointCodes(cell))

function needsOf({ demanded, served }: JointNeeds, groups: Groups): Counted {
  const wanted = (Object.entries(groups) as [JointGrouping, string][]).filter(([, group]) => group !== '')
  const sum = { asked: 0, served: 0 }
  for (const [cell, codes] of CODES.entries()) {
    if (!wanted.every(([grouping, group]) => codes[grouping] === group)) continue
    sum.asked += demanded[cell]
    sum.served += served[cell]
  }
  return sum
}

const shareOf = ({ asked, served }: Counted): number => (asked > 0 ? served / asked : Number.NaN)
const percent = (share: number): string => percentText(share, 0)
const shareText = (counted: Counted): string => {
  const text = percent(shareOf(counted))
  return counted.asked > 0 && counted.asked < FEW ? `(${text})` : text
}

function Bars({ grouping, here, there }: { grouping: JointGrouping } & Worlds): JSX.Element {
  const { title, names } = GROUPINGS[grouping]
  return (
    <table class="bars">
      <caption>{say(title)}</caption>
      <tbody>
        {Object.keys(names).map((group) => {
          const share = shareOf(needsOf(here, { [grouping]: group }))
          return (
            <tr key={group}>
              <th scope="row">{say(names[group])}</th>
              <td class="bar">
                <progress max={1} value={Number.isFinite(share) ? share : 0} aria-label={say(names[group])} />
              </td>
              <td class="number">
                {percent(share)}
                {there !== undefined && <small> {percent(shareOf(needsOf(there, { [grouping]: group })))}</small>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const rows = signal<JointGrouping>('ageBand')
const columns = signal<JointGrouping>('file')
/** Groups of the other two groupings that are looked at. */
const only = signal<Groups>({})
const others = (): JointGrouping[] =>
  JOINT_GROUPINGS.filter((grouping) => grouping !== rows.value && grouping !== columns.value)

/** Takes a grouping for the rows or the columns; they swap where it is the other's. */
function take(side: typeof rows, other: typeof rows, grouping: JointGrouping): void {
  if (other.value === grouping) other.value = side.value
  side.value = grouping
}

function Choices({
  label,
  value,
  choices,
  change,
}: {
  label: Bilingual
  value: string
  choices: readonly (readonly [value: string, name: Bilingual])[]
  change: (value: string) => void
}): JSX.Element {
  return (
    <label>
      {say(label)}{' '}
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {say(name)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The groupings of rows and columns, and the groups of the other two. */
function Shape(): JSX.Element {
  const groupings = JOINT_GROUPINGS.map((grouping) => [grouping, GROUPINGS[grouping].title] as const)
  const side = (label: Bilingual, own: typeof rows, other: typeof rows): JSX.Element => (
    <Choices
      label={label}
      value={own.value}
      choices={groupings}
      change={(grouping) => take(own, other, grouping as JointGrouping)}
    />
  )
  return (
    <div class="chooser">
      {side(OWN.rows, rows, columns)}
      {side(OWN.columns, columns, rows)}
      {others().map((grouping) => (
        <Choices
          key={grouping}
          label={GROUPINGS[grouping].title}
          value={only.value[grouping] ?? ''}
          choices={[['', OWN.all], ...Object.entries(GROUPINGS[grouping].names)]}
          change={(group) => {
            only.value = { ...only.value, [grouping]: group }
          }}
        />
      ))}
    </div>
  )
}

function countText({ asked, served }: Counted): string {
  return say({ en: `${served} of ${asked} needs served`, zh: `${asked}项需求中${served}项获融资` })
}

function Heat({ here, there }: Worlds): JSX.Element {
  const names = (grouping: JointGrouping): (readonly [group: string, name: Bilingual])[] => [
    ...Object.entries(GROUPINGS[grouping].names),
    ['', OWN.all],
  ]
  const within = Object.fromEntries(others().map((grouping) => [grouping, only.value[grouping] ?? '']))
  const lines = names(rows.value).map(([row, name]) => {
    const cells = names(columns.value).map(([column]) => {
      const groups = { ...within, [rows.value]: row, [columns.value]: column }
      return { column, now: needsOf(here, groups), before: there === undefined ? null : needsOf(there, groups) }
    })
    return { row, name, cells }
  })
  const isTelling = ({ asked }: Counted): boolean => asked >= FEW
  const told = lines.flatMap(({ cells }) => cells.map(({ now }) => now)).filter(isTelling)
  const most = Math.max(...told.map(shareOf), 0.01)
  // From white to a blue on which dark text can be read; pale where there are few needs.
  const shade = (now: Counted): string => {
    const share = shareOf(now)
    const strength = Number.isFinite(share) ? Math.min(1, share / most) * (isTelling(now) ? 1 : 0.3) : 0
    return `rgba(95, 145, 205, ${strength.toFixed(3)})`
  }
  return (
    <div class="scroll heat" tabIndex={0} role="region" aria-label={say(OWN.jointly)}>
      <table>
        <thead>
          <tr>
            <th scope="row">{say(GROUPINGS[rows.value].title)}</th>
            {names(columns.value).map(([column, name]) => (
              <th key={column} scope="col">
                {say(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ row, name, cells }) => (
            <tr key={row}>
              <th scope="row">{say(name)}</th>
              {cells.map(({ column, now, before }) => (
                <td
                  key={column}
                  title={
                    countText(now) + (before === null ? '' : `; ${say(WORDS.pinned)}${colon()}${countText(before)}`)
                  }
                  style={{ background: shade(now) }}
                >
                  {shareText(now)}
                  {before !== null && <small>{shareText(before)}</small>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Every combination of the four groupings. */
function Combinations({ here, there }: Worlds): JSX.Element {
  const groups = JOINT_GROUPINGS.map((grouping) => ({
    key: grouping,
    label: say(GROUPINGS[grouping].title),
    value: (cell: number) => CODES[cell][grouping],
    text: (cell: number) => say(GROUPINGS[grouping].names[CODES[cell][grouping]]),
  }))
  const counts = ({ demanded, served }: JointNeeds, key: string, before: string) => {
    const at = (cell: number): Counted => ({ asked: demanded[cell], served: served[cell] })
    return [
      { key: `asked${key}`, label: before + say(OWN.asked), value: (cell: number) => demanded[cell] },
      { key: `served${key}`, label: before + say(OWN.served), value: (cell: number) => served[cell] },
      {
        key: `share${key}`,
        label: before + say(OWN.share),
        value: (cell: number) => shareOf(at(cell)),
        text: (cell: number) => shareText(at(cell)),
      },
    ]
  }
  const filled = there === undefined ? [here] : [here, there]
  const pinned = there === undefined ? [] : counts(there, 'Pinned', `${say(WORDS.pinned)}${colon()}`)
  return (
    <DataTable
      name="left-out"
      label={say(OWN.jointly)}
      columns={[...groups, ...counts(here, '', ''), ...pinned]}
      rows={() => [...CODES.keys()].filter((cell) => filled.some((of) => of.demanded[cell] + of.served[cell] > 0))}
    />
  )
}

export function LeftOut(): JSX.Element {
  const [run, other] = [current.value, ghost.value]
  run?.drawn.value
  other?.drawn.value
  const worlds = run === null ? null : { here: run.joint, there: other?.joint }
  return (
    <section class="panel" aria-labelledby="left-title">
      <h2 id="left-title">{say(OWN.title)}</h2>
      <p class="about">{say(OWN.about)}</p>
      {worlds !== null && (
        <>
          <div class="groupings">
            {BARS.map((grouping) => (
              <Bars key={grouping} grouping={grouping} {...worlds} />
            ))}
          </div>
          <h3>{say(OWN.jointly)}</h3>
          <p class="about">{say(OWN.jointAbout)}</p>
          <Shape />
          <Heat {...worlds} />
          <Combinations {...worlds} />
        </>
      )}
    </section>
  )
}
