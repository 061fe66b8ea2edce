/**
 * Where the rest of the market calls its mechanisms: plain functions, in the order that stands here. A mechanism that is
 * switched off returns at once, draws nothing and records nothing.
 */
import type { Row } from '../base/build-table.ts'
import type { MarketEvent } from './events.ts'
import { fundListings as fundListingsUnless } from './mechanisms/p2p/p2p.ts'
import { investorTotals, p2pRows } from './mechanisms/p2p/record.ts'
import { barredBecause } from './mechanisms/regulation/rules.ts'
import type { World } from './world.ts'

/** Columns of the months table that mechanisms fill from states of their own. */
export const totalsOfMechanisms = (world: World): Row => investorTotals(world)

/** The month's rows of the tables that belong to one mechanism, by the name of the table. */
export const rowsOfMechanisms = (world: World): { readonly [table: string]: readonly Row[] } => ({
  p2p: p2pRows(world),
})

/** Investors choose among listings; platforms that the law bars close. */
export const fundListings = (world: World): MarketEvent[] =>
  fundListingsUnless(world, (lender) => barredBecause(world.scenario, lender))
