/** What the first load does without: parts of the story, and the panels below the market. */
import type { JSX } from 'preact'
import { Charts } from './charts.tsx'
import { Lender } from './lenders.tsx'
import { Person } from './person.tsx'

export { Arms } from './arms.tsx'
export { Claims } from './claims.tsx'
export { LeftOut } from './left-out.tsx'
export { Timeline } from './timeline.tsx'

export function Panels(): JSX.Element {
  return (
    <>
      <Person />
      <Lender />
      <Charts />
    </>
  )
}
