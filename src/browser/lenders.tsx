/** One lender: its book, prices and designs, and its latest decisions with their reasons. */
import type { JSX } from 'preact'
import { numbers, type Table, texts } from '../base/table.ts'
import { CLASS_NAMES, type LenderClass } from '../base/vocabulary.ts'
import type { MarketEvent } from '../market/events.ts'
import { grouped } from '../measures/headline.ts'
import { tableNamed } from '../measures/rows.ts'
import { KINDS_IN_CHINESE, reasonInChinese } from '../run/reason-text.ts'
import { DataTable, recordedColumns } from './data-table.tsx'
import { percentText } from './figures.ts'
import { current, lang, lender, monthName, say } from './store.ts'
import { WORDS } from './words.ts'

/** Events of a lender that are shown. */
const SHOWN = 14

interface EventLine {
  readonly month: number
  readonly actor: string
  readonly kind: MarketEvent['kind']
  readonly why: string
}

type Cells = { readonly [column: string]: string | number }

/** Recorded tables that have a lender month by month. */
const LENDERS_TABLES = ['lenders', 'products'] as const

/** Rows of a table that name this lender. */
function rowsOf(table: Table, code: string): number[] {
  const owners = texts(table, 'lender')
  return [...owners.keys()].filter((row) => owners[row] === code)
}

/** Those of the latest month. */
function latest(table: Table, code: string): Cells[] {
  const months = numbers(table, 'month')
  const rows = rowsOf(table, code).filter((row) => months[row] === months.at(-1))
  return rows.map((row) => Object.fromEntries(table.columns.map(({ name, values }) => [name, values[row]])))
}

/** What this lender did last, the latest first. Only lines that may be its own are read: there are thousands, of some length. */
function latestEvents(lines: readonly string[], code: string): EventLine[] {
  const events: EventLine[] = []
  for (let at = lines.length - 1; at >= 0 && events.length < SHOWN; at--) {
    if (!lines[at].includes(`"actor":"${code}`)) continue
    const event = JSON.parse(lines[at]) as EventLine
    // Its own, and those of its products.
    if (event.actor === code || event.actor.startsWith(`${code}-`)) events.push(event)
  }
  return events
}

const percent = (share: unknown): string => percentText(Number(share))
const money = (yuan: unknown): string => grouped(Number(yuan))

function Products({ rows }: { rows: readonly Cells[] }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say(WORDS.products)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(WORDS.products)}</th>
            <th scope="col">{say({ en: 'posted APR', zh: '公示年化利率' })}</th>
            <th scope="col">{say({ en: 'margin', zh: '定价加成' })}</th>
            <th scope="col">{say({ en: 'balance, CNY', zh: '余额（元）' })}</th>
            <th scope="col">{say({ en: 'limit, CNY', zh: '额度（元）' })}</th>
            <th scope="col">{say({ en: 'term, months', zh: '期限（月）' })}</th>
            <th scope="col">{say({ en: 'promoted', zh: '促销' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.product}>
              <th scope="row">{row.product}</th>
              <td>{percent(row.postedApr)}</td>
              <td>{percent(row.margin)}</td>
              <td>{money(row.balance)}</td>
              <td>{money(row.limit)}</td>
              <td>{row.term}</td>
              <td>{row.promoted === 1 ? say({ en: 'yes', zh: '是' }) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function reasonOf({ kind, why }: EventLine): JSX.Element {
  const found = lang.value === 'zh' ? reasonInChinese(why) : null
  if (found === null) {
    return (
      <span lang="en">
        {kind}: {why}
      </span>
    )
  }
  return (
    <span>
      {KINDS_IN_CHINESE[kind]}：{found}
    </span>
  )
}

export function Lender(): JSX.Element {
  const run = current.value
  run?.drawn.value
  const tables = run?.tables() ?? []
  const codes = run === null ? [] : [...new Set(texts(tableNamed(tables, 'lenders'), 'lender'))]
  const code = lender.value
  const [book] = run === null || code === '' ? [] : latest(tableNamed(tables, 'lenders'), code)
  return (
    <section class="panel" aria-labelledby="lender-title">
      <h2 id="lender-title">{say(WORDS.lender)}</h2>
      <p class="about">
        <label for="lender">{say(WORDS.lenderAbout)}</label>{' '}
        <select
          id="lender"
          value={code}
          onChange={(event) => {
            lender.value = event.currentTarget.value
          }}
        >
          <option value="">–</option>
          {codes.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </p>
      {book !== undefined && run !== null && (
        <>
          <p class="numbers">
            {say(CLASS_NAMES[book.class as LenderClass])} · {say(WORDS.book)} {money(book.loans)} · {say(WORDS.equity)}{' '}
            {money(book.equity)} · {say(WORDS.meanApr)} {percent(book.meanApr)}
          </p>
          <Products rows={latest(tableNamed(tables, 'products'), code)} />
          {LENDERS_TABLES.map((name) => tableNamed(tables, name)).map((table) => (
            <DataTable
              key={table.name}
              name={`${table.name}-${code}`}
              label={say(table)}
              columns={recordedColumns(table)}
              rows={() => rowsOf(table, code)}
              about={say(table)}
            />
          ))}
          <h3>{say(WORDS.events)}</h3>
          <ol class="events">
            {latestEvents(run.events, code).map((event, k) => (
              <li key={k}>
                <b>{monthName(event.month)}</b> {event.actor === code ? '' : `${event.actor} `}
                {reasonOf(event)}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
