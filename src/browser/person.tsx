/** One person in two worlds: income, savings and debt, and a receipt for every decision. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Receipt } from '../market/trace.ts'
import { receiptText, yuanText } from '../run/receipt-text.ts'
import { type DataColumn, DataTable } from './data-table.tsx'
import { save } from './files.ts'
import type { LiveRun } from './live-run.ts'
import { byMonth, partingMonth, receiptsOf, someone, type Wanted } from './lives.ts'
import { colon, current, ghost, lookAt, monthName, monthText, person, say } from './store.ts'
import { WORDS } from './words.ts'

const typed = signal('')
const nobody = signal(false)
const allMonths = signal(false)

const DECISIONS: readonly Receipt['kind'][] = [
  'need',
  'stage',
  'fate',
  'consideration',
  'pick',
  'application',
  'loan',
  'ending',
  'reward',
]

type Point = readonly [month: number, yuan: number]

/** Savings above the line and debt below it, month by month. */
function Sketch({
  receipts,
  parting,
  total,
  burnIn,
}: {
  receipts: readonly Receipt[]
  parting: number | null
  total: number
  burnIn: number
}): JSX.Element {
  const closes = receipts.filter((one) => one.kind === 'close')
  const most = Math.max(1, ...closes.map(({ savingsFen, debtFen }) => Math.max(Math.abs(savingsFen), debtFen)))
  const [width, half] = [600, 50]
  const x = (month: number): number => ((month + burnIn) / Math.max(1, total - 1)) * width
  const line = (points: readonly Point[]): string =>
    points.map(([month, y], k) => `${k === 0 ? 'M' : 'L'}${x(month).toFixed(1)},${y.toFixed(1)}`).join('')
  const savings = closes.map(({ month, savingsFen }): Point => [month, half - (half * savingsFen) / most])
  const debts = closes.map(({ month, debtFen }): Point => [month, half + (half * debtFen) / most])
  const last = closes.at(-1)
  const told =
    last === undefined
      ? ''
      : `${say(WORDS.savings)} ${yuanText(last.savingsFen)}, ${say(WORDS.debt)} ${yuanText(last.debtFen)}`
  return (
    <svg class="sketch" viewBox={`0 0 ${width} ${2 * half}`} preserveAspectRatio="none" role="img" aria-label={told}>
      <line x1="0" x2={width} y1={half} y2={half} class="zero" />
      {parting !== null && <line x1={x(parting)} x2={x(parting)} y1="0" y2={2 * half} class="parting" />}
      <path d={line(savings)} class="savings" />
      <path d={line(debts)} class="debts" />
    </svg>
  )
}

function Life({
  run,
  slot,
  name,
  parting,
}: {
  run: LiveRun
  slot: number
  name: string
  parting: number | null
}): JSX.Element {
  run.drawn.value
  const receipts = receiptsOf(run, slot)
  const { burnIn } = run.scenario.horizon
  const months = [...byMonth(receipts)].map(([month, of]) => {
    return [month, allMonths.value ? of : of.filter(({ kind }) => DECISIONS.includes(kind))] as const
  })
  const last = receipts.findLast((one) => one.kind === 'close')
  return (
    <article class="life" aria-label={name}>
      <h3>{name}</h3>
      <Sketch receipts={receipts} parting={parting} total={run.total} burnIn={burnIn} />
      <p class="numbers">
        <span class="savings">
          {say(WORDS.savings)} {last?.kind === 'close' ? yuanText(last.savingsFen) : '–'}
        </span>{' '}
        <span class="debts">
          {say(WORDS.debt)} {last?.kind === 'close' ? yuanText(last.debtFen) : '–'}
        </span>
      </p>
      <ol class="receipts" tabIndex={0}>
        {months
          .filter(([, of]) => of.length > 0)
          .map(([month, of]) => (
            <li key={month} class={parting === month ? 'parts' : ''}>
              <b>{monthName(month)}</b>
              <ul>
                {of.map((receipt, k) => (
                  <li key={k} class={receipt.kind}>
                    {say(receiptText(receipt))}
                  </li>
                ))}
              </ul>
            </li>
          ))}
      </ol>
    </article>
  )
}

function Chooser({ run, other }: { run: LiveRun; other: LiveRun | null }): JSX.Element {
  const pick = (wanted: Wanted): void => {
    const slot = someone(wanted, run, other, person.value)
    nobody.value = slot === null
    if (slot !== null) void lookAt(slot)
  }
  const most = run.scenario.population.consumers
  return (
    <div class="chooser">
      <button type="button" onClick={() => pick('refused')}>
        {say(WORDS.refused)}
      </button>
      <button type="button" onClick={() => pick('distressed')}>
        {say(WORDS.distressed)}
      </button>
      {other !== null && (
        <button type="button" onClick={() => pick('parted')}>
          {say(WORDS.parted)}
        </button>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const slot = Number(typed.value)
          nobody.value = false
          if (typed.value !== '' && Number.isInteger(slot) && slot >= 0 && slot < most) void lookAt(slot)
        }}
      >
        <label for="person-slot">
          {say(WORDS.slot)} (0–{most - 1})
        </label>
        <input
          id="person-slot"
          type="number"
          min={0}
          max={most - 1}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value
          }}
        />
        <button type="submit">{say(WORDS.show)}</button>
      </form>
    </div>
  )
}

/** Months of one person in both worlds, in yuan; receipts as JSON, one a line. */
function Months({
  slot,
  worlds,
}: {
  slot: number
  worlds: readonly (readonly [name: string, receipts: readonly Receipt[]])[]
}): JSX.Element {
  const ofMonth = worlds.map(([, receipts]) => byMonth(receipts))
  const months = [...new Set(ofMonth.flatMap((of) => [...of.keys()]))].sort((a, b) => a - b)
  const amount = (
    world: number,
    key: string,
    label: Bilingual,
    of: (receipt: Receipt) => number | null,
  ): DataColumn<number> => {
    const fen = (month: number): number => {
      const found = (ofMonth[world].get(month) ?? []).map(of).find((one) => one !== null)
      return found ?? Number.NaN
    }
    return {
      key: world === 0 ? key : `${key}Pinned`,
      label: worlds.length === 1 ? say(label) : `${worlds[world][0]}${colon()}${say(label)}`,
      value: (month) => fen(month) / 100,
      text: (month) => (Number.isNaN(fen(month)) ? '–' : yuanText(fen(month))),
    }
  }
  const columns: DataColumn<number>[] = [
    { key: 'month', label: say(WORDS.month), value: (month) => month, text: monthText },
    ...worlds.flatMap((_, world) => [
      amount(world, 'income', { en: 'income', zh: '收入' }, (one) => (one.kind === 'life' ? one.incomeFen : null)),
      amount(world, 'spending', { en: 'spending', zh: '支出' }, (one) =>
        one.kind === 'life' ? one.spendingFen : null,
      ),
      amount(world, 'savings', WORDS.savings, (one) => (one.kind === 'close' ? one.savingsFen : null)),
      amount(world, 'debt', WORDS.debt, (one) => (one.kind === 'close' ? one.debtFen : null)),
    ]),
  ]
  return (
    <DataTable name={`person-${slot}`} label={say(WORDS.person)} columns={columns} rows={() => months}>
      {worlds.map(([name, receipts], world) => (
        <button
          type="button"
          key={name}
          onClick={() => {
            const file = `receipts-${slot}${world === 0 ? '' : '-pinned'}.jsonl`
            save(file, receipts.map((one) => `${JSON.stringify(one)}\n`).join(''), 'application/jsonl')
          }}
        >
          {say({ en: `Receipts, ${name}`, zh: `凭据（${name}）` })}
        </button>
      ))}
    </DataTable>
  )
}

export function Person(): JSX.Element {
  const [run, other, slot] = [current.value, ghost.value, person.value]
  run?.drawn.value
  other?.drawn.value
  const isShown = run !== null && slot !== null
  const parting = isShown && other !== null ? partingMonth(receiptsOf(run, slot), receiptsOf(other, slot)) : null
  return (
    <section class="panel" aria-labelledby="person-title">
      <h2 id="person-title">{say(WORDS.person)}</h2>
      <p class="about">{say(WORDS.personAbout)}</p>
      {run !== null && <Chooser run={run} other={other} />}
      {nobody.value && <p role="status">{say(WORDS.nobody)}</p>}
      {!isShown && <p class="about">{say(WORDS.choose)}</p>}
      {isShown && (
        <>
          <p class="parting-text" role="status">
            {other === null
              ? say(WORDS.needsPin)
              : parting === null
                ? say(WORDS.neverPart)
                : say({
                    en: `The two lives part in month ${monthText(parting)}.`,
                    zh: `两种境遇自第${monthText(parting)}月起不同。`,
                  })}
          </p>
          <label class="toggle">
            <input
              type="checkbox"
              checked={allMonths.value}
              onChange={(event) => {
                allMonths.value = event.currentTarget.checked
              }}
            />
            {say(WORDS.allMonths)}
          </label>
          <div class="lives">
            <Life run={run} slot={slot} name={`${slot} · ${say(WORDS.thisRun)}`} parting={parting} />
            {other !== null && (
              <Life run={other} slot={slot} name={`${slot} · ${say(WORDS.pinned)}`} parting={parting} />
            )}
          </div>
          <Months
            slot={slot}
            worlds={[
              [say(WORDS.thisRun), receiptsOf(run, slot)],
              ...(other === null ? [] : [[say(WORDS.pinned), receiptsOf(other, slot)] as const]),
            ]}
          />
        </>
      )}
    </section>
  )
}
