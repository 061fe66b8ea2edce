/** The numbers behind a picture: a table that is drawn where somebody looks at it, and the same as CSV. */
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { csvRow } from '../base/csv.ts'
import type { Table } from '../base/table.ts'
import { grouped, signed } from '../measures/headline.ts'
import { save, saveBlob } from './files.ts'
import { say } from './store.ts'
import { WORDS } from './words.ts'

/** So many columns are scrolled through anyhow. */
const MANY = 12

export interface DataColumn<Row> {
  /** In the file. */
  readonly key: string
  readonly label: string
  readonly value: (row: Row) => string | number
  /** As it is read; the value itself where it is left out. */
  readonly text?: (row: Row) => string
}

/** All columns of a recorded table, for rows by their numbers. */
export function recordedColumns(table: Table): DataColumn<number>[] {
  return table.columns.map((column) => ({
    key: column.name,
    label: say(column),
    value: (row) => column.values[row],
    text: (row) => recordedText(column.values[row], column.unit),
  }))
}

function recordedText(value: number | string, unit: string): string {
  if (typeof value === 'string') return value
  if (!Number.isFinite(value)) return '–'
  return signed(unit === '1' ? String(Number(value.toPrecision(4))) : grouped(Math.round(value)))
}

/** Saves what a canvas shows. */
export function Png({
  name,
  canvas,
}: {
  name: string
  canvas: { readonly current: HTMLCanvasElement | null }
}): JSX.Element {
  const picture = (): void => canvas.current?.toBlob((blob) => saveBlob(`${name}.png`, blob!))
  return (
    <button type="button" onClick={picture}>
      PNG
    </button>
  )
}

export function DataTable<Row>({
  name,
  label,
  columns,
  rows,
  about,
  children,
}: {
  name: string
  label: string
  columns: readonly DataColumn<Row>[]
  rows: () => readonly Row[]
  about?: string
  /** Other files of the same. */
  children?: ComponentChildren
}): JSX.Element {
  // Its rows would be most of what changes from month to month.
  const [isOpen, setIsOpen] = useState(false)
  const csv = (): string => {
    const values = rows().map((row) => columns.map(({ value }) => value(row)))
    // A number that is missing is an empty cell.
    const cells = values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value)))
    return [columns.map(({ key }) => key), ...cells].map(csvRow).join('')
  }
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say(WORDS.table)}</summary>
      {about !== undefined && <p class="about">{about}</p>}
      <button type="button" onClick={() => save(`${name}.csv`, csv(), 'text/csv')}>
        {say(WORDS.download)}
      </button>
      {children}
      {isOpen && (
        <div class="scroll data" tabIndex={0} role="region" aria-label={label}>
          <table class={columns.length > MANY ? 'wide' : ''}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} scope="col">
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows().map((row, k) => (
                <tr key={k}>
                  {columns.map(({ key, value, text }) => (
                    <td key={key}>{text === undefined ? value(row) : text(row)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
