/** The panels below the market: one person, one lender, and charts. */
import type { JSX } from 'preact'
import { Charts } from './charts.tsx'
import { Lender } from './lenders.tsx'
import { Person } from './person.tsx'

export function Panels(): JSX.Element {
  return (
    <>
      <Person />
      <Lender />
      <Charts />
    </>
  )
}
