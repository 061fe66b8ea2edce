/** What borrowers and lenders' decisions see of investors' money, as it passes to another thread that lives chunks. */
import type { P2pMarket } from './p2p.ts'

export type P2pBrief = Pick<P2pMarket, 'platformOf' | 'status' | 'fundedShare' | 'flows'>

/** Nothing where there are no platforms. */
export function p2pBrief(market: P2pMarket | null): P2pBrief | null {
  if (market === null) return null
  const { platformOf, status, fundedShare, flows } = market
  return { platformOf, status, fundedShare, flows }
}

export function takeP2p(market: P2pMarket | null, brief: P2pBrief | null): void {
  if (market === null || brief === null) return
  market.platformOf.set(brief.platformOf)
  market.status.set(brief.status)
  market.fundedShare.set(brief.fundedShare)
  for (const [platform, flow] of brief.flows.entries()) Object.assign(market.flows[platform], flow)
}
