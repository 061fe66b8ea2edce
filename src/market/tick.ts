/**
 * One month of the market: `MONTH` lists its phases, `tick` carries them out. The order is part of the model: who sees
 * whose decision when. To read on, open the function that a phase runs, or the page of docs/odd whose number its text
 * gives (7.14 is page 14). A first reading may skip `reads` and `writes`: a test holds that a phase looks at and changes
 * what they declare, and nothing else. Section 3 of the ODD prints the list; `npm run bench -- --phases` times it.
 */
import type { Consumers } from '../agents/consumers.ts'
import type { Ledger } from '../agents/lenders/lender.ts'
import type { Memory } from '../base/columns.ts'
import { closeMonth, type Statement } from './close.ts'
import { tellCoverage } from './coverage.ts'
import { serviceChunk } from './debt-service.ts'
import type { MarketEvent } from './events.ts'
import { fundListings, reshapeIndustry } from './hooks.ts'
import { checkIdentities, checkLedgers } from './identities.ts'
import { openPage } from './journal.ts'
import { type ChunkMonth, createChunkMonth, liveChunk } from './live.ts'
import { bureauChunk } from './mechanisms/bureau/bureau.ts'
import { payReferrals } from './mechanisms/diffusion/referral.ts'
import { talkChunk } from './mechanisms/diffusion/word-of-mouth.ts'
import { chanceOfFraud, countListed, leakData } from './mechanisms/fraud/fraud.ts'
import { settleInvestors } from './mechanisms/p2p/p2p.ts'
import { closeLines } from './mechanisms/revolving/lines.ts'
import { publishOffers } from './offers.ts'
import { enactPolicy } from './policy.ts'
import { shopChunk } from './shopping.ts'
import { sumBuckets, takeStock } from './stock.ts'
import { planMonth } from './strategy.ts'
import { assertExact, clearTally } from './tally.ts'
import { CHUNK, type People, type ShopperSample, sampleChances, type World } from './world.ts'

/** What the phases of one month pass on. */
export interface Month {
  readonly world: World
  readonly statements: Statement[]
  readonly events: MarketEvent[]
  /** Scratch of the chunk of consumers at work, and sampled shoppers by chunk. */
  readonly chunk: ChunkMonth
  readonly samples: ShopperSample[][]
  /** Savings of all consumers, fen, and lenders' ledgers before the month. */
  readonly savingsBefore: number
  readonly ledgersBefore: readonly Ledger[]
}

export type ConsumerColumn = Exclude<keyof Consumers, 'count' | 'memory' | 'loanColumns'>
/** Parts of the world that a phase may change: columns of consumers, and members of the world. */
export type Written = ConsumerColumn | Exclude<keyof World, 'consumers'>

interface PhaseOf<Run> {
  readonly name: string
  /** Number of the step in the ODD, and what happens, as printed there. */
  readonly step: string
  readonly text: string
  /** Columns of consumers that it looks at, those that it changes apart. */
  readonly reads: readonly ConsumerColumn[]
  readonly writes: readonly Written[]
  readonly run: Run
}

/** A phase of the whole market runs once; one of consumers runs over each chunk, slots `from` to `to`. */
export type Phase =
  | ({ readonly over: 'market' } & PhaseOf<(month: Month) => void>)
  | ({ readonly over: 'consumers' } & PhaseOf<(month: Month, from: number, to: number) => void>)

export const MONTH: readonly Phase[] = [
  {
    name: 'policy',
    step: '1',
    text: '**Policy** (`enactPolicy`). Dated changes take effect, with an event that says whom each rule hits (7.17).',
    over: 'market',
    reads: ['fileThreshold', 'birthTick', 'scorable'],
    writes: ['chargeOffTick', 'file', 'fileHistory', 'scenario', 'regime', 'fileIntercept'],
    run: ({ world, events }) => events.push(...enactPolicy(world)),
  },
  {
    name: 'plan',
    step: '2',
    text: '**Lenders plan** (`planMonth`), in this order: shares of funding partners are settled (7.27); general products are bound where the law wants it (7.21); products that lost money for too long are withdrawn, and lenders whose turn it is imitate or innovate, one after another (7.20); promotions that have run their time end; offers are published, and last month’s sampled shoppers confronted with them (7.13); promotions that are due start or are refrained from (7.14); lenders answer rivals’ promotions (7.25); lenders whose turn it is move margins, one after another (7.13).',
    over: 'market',
    reads: [
      'persistent',
      'pastDueAt',
      'provenAt',
      'pastDueTick',
      'shownPastDueTick',
      'shownMonths',
      'birthTick',
      'borrowedAt',
      'risk',
      'knows',
      'refusedBy',
      'needTick',
      'needTries',
      'declined',
      'defaultedOn',
      'loanInstalmentFen',
      'enteredTick',
      'chargeOffTick',
      'listedTick',
      'taste',
      'satisfaction',
      'unemployed',
      'file',
      'holdoutGroup',
      'lastLender',
      'marks',
      'loanCount',
      'loanProduct',
      'loanBalanceFen',
      'loanGrade',
      'loanFlags',
      'loanOverdue',
      'lineGrade',
      'lineProduct',
    ],
    writes: ['industry', 'offers', 'pastMonths', 'designs'],
    run: ({ world, events }) => events.push(...planMonth(world)),
  },
  {
    name: 'invest',
    step: '3',
    text: '**P2P investors place money** (`fundListings`): platforms that must close do, the others list loans at the offers of step 2; holders ask for their money, free money chooses, the two are matched, runs are noticed (7.26).',
    over: 'market',
    reads: [],
    writes: ['p2p', 'industry'],
    run: ({ world, events }) => events.push(...fundListings(world)),
  },
  {
    name: 'fraudChance',
    step: '3',
    text: 'The month’s chance of fraud follows from recent leaks (`chanceOfFraud`, 7.23).',
    over: 'market',
    reads: [],
    writes: ['fraudChance'],
    run: ({ world }) => {
      world.fraudChance = chanceOfFraud(world)
    },
  },
  {
    name: 'offer',
    step: '4',
    text: '**Offers are published** (`publishOffers`): by product and grade an APR, and the part of utility that all consumers share (7.7).',
    over: 'market',
    reads: [],
    writes: ['offers'],
    run: ({ world }) => {
      world.offers = publishOffers(world.scenario, world.industry, world.month, world.offers)
    },
  },
  {
    name: 'clear',
    step: '5',
    text: '**Consumers, chunk by chunk.** The counts of last month are cleared first (`clearTally`).',
    over: 'market',
    reads: [],
    writes: ['tally'],
    run: ({ world }) => clearTally(world.tally),
  },
  {
    name: 'live',
    step: '5.1',
    text: '*live* (`liveChunk`): exit and rebirth (7.1), files that age brings (7.5), income (7.2), spending (7.3), needs (7.4);',
    over: 'consumers',
    reads: [],
    writes: [
      'loanOverdue',
      'loanIntroPercent',
      'defaultedOn',
      'chargeOffTick',
      'listedTick',
      'loanFlags',
      'pastDueAt',
      'provenAt',
      'pastDueTick',
      'shownPastDueTick',
      'cleanMonths',
      'shownMonths',
      'persistent',
      'risk',
      'priceSensitivity',
      'fileThreshold',
      'savingsFen',
      'needFen',
      'knows',
      'borrowedAt',
      'refusedBy',
      'loanBalanceFen',
      'loanInstalmentFen',
      'loanPrincipalFen',
      'birthTick',
      'exitTick',
      'enteredTick',
      'needTick',
      'needGroups',
      'knowsTick',
      'loanTick',
      'loanAprBp',
      'taste',
      'satisfaction',
      'generation',
      'unemployed',
      'distress',
      'file',
      'fileHistory',
      'scorable',
      'holdoutGroup',
      'needPurpose',
      'needStage',
      'needTries',
      'lastLender',
      'heardOf',
      'borrowedFrom',
      'marks',
      'lineGrade',
      'loanCount',
      'loanProduct',
      'loanIntroMonths',
      'loanGrade',
      'loanScore',
      'loanRemaining',
      'tally',
      'journal',
    ],
    run: ({ world, chunk }, from, to) => {
      openPage(world.journal, from / CHUNK)
      liveChunk(world, from, to, chunk)
    },
  },
  {
    name: 'service',
    step: '5.2',
    text: '*service debts* (`serviceChunk`): distress, interest, payment, prepayment, arrears, charge-off (7.11, 7.29, 7.30);',
    over: 'consumers',
    reads: ['persistent', 'risk', 'fileThreshold', 'birthTick', 'enteredTick', 'unemployed', 'file', 'lastLender'],
    writes: [
      'pastDueAt',
      'provenAt',
      'pastDueTick',
      'shownPastDueTick',
      'cleanMonths',
      'shownMonths',
      'lineScore',
      'savingsFen',
      'defaultedOn',
      'loanBalanceFen',
      'loanInstalmentFen',
      'loanPrincipalFen',
      'chargeOffTick',
      'listedTick',
      'loanTick',
      'loanAprBp',
      'satisfaction',
      'distress',
      'lineGrade',
      'lineProduct',
      'lineAprBp',
      'loanCount',
      'loanProduct',
      'loanGrade',
      'loanFlags',
      'loanScore',
      'loanRemaining',
      'loanOverdue',
      'loanIntroMonths',
      'loanIntroPercent',
      'tally',
      'journal',
    ],
    run: ({ world, chunk }, from, to) => serviceChunk(world, from, to, chunk),
  },
  {
    name: 'shop',
    step: '5.3',
    text: '*shop* (`shopChunk`): a need is met from savings or taken to the market; fraud or not (7.23), awareness, consideration, choice, application, screening, decision, acceptance (7.8 to 7.10);',
    over: 'consumers',
    reads: [
      'pastDueAt',
      'provenAt',
      'pastDueTick',
      'shownPastDueTick',
      'shownMonths',
      'lineScore',
      'persistent',
      'risk',
      'priceSensitivity',
      'fileThreshold',
      'defaultedOn',
      'birthTick',
      'enteredTick',
      'needTick',
      'needGroups',
      'chargeOffTick',
      'heardTick',
      'taste',
      'generation',
      'unemployed',
      'file',
      'holdoutGroup',
      'needPurpose',
      'lineProduct',
      'lineAprBp',
    ],
    writes: [
      'heardOf',
      'cleanMonths',
      'savingsFen',
      'needFen',
      'knows',
      'refusedBy',
      'borrowedAt',
      'loanBalanceFen',
      'loanInstalmentFen',
      'loanPrincipalFen',
      'knowsTick',
      'needStage',
      'needTries',
      'declined',
      'listedTick',
      'loanTick',
      'loanAprBp',
      'satisfaction',
      'lastLender',
      'borrowedFrom',
      'marks',
      'lineGrade',
      'loanCount',
      'loanProduct',
      'loanGrade',
      'loanFlags',
      'loanScore',
      'loanRemaining',
      'loanOverdue',
      'loanIntroMonths',
      'loanIntroPercent',
      'journal',
      'tally',
      'p2p',
    ],
    run: ({ world, chunk, samples }, from, to) => shopChunk(world, from, to, chunk, samples[from / CHUNK]),
  },
  {
    name: 'report',
    step: '5.4',
    text: '*are reported to the bureau* (`bureauChunk`): files form and thicken, people enrol (7.22);',
    over: 'consumers',
    reads: [
      'pastDueAt',
      'provenAt',
      'pastDueTick',
      'shownPastDueTick',
      'shownMonths',
      'persistent',
      'risk',
      'borrowedAt',
      'birthTick',
      'unemployed',
      'loanTick',
      'loanCount',
      'loanProduct',
      'loanInstalmentFen',
      'loanOverdue',
      'loanFlags',
    ],
    writes: ['file', 'fileHistory', 'tally'],
    run: ({ world }, from, to) => bureauChunk(world, from, to),
  },
  {
    name: 'closeLines',
    step: '5.5',
    text: '*are counted*: lines of products that are no longer offered as lines close (`closeLines`),',
    over: 'consumers',
    reads: ['lineProduct'],
    writes: ['lineGrade'],
    run: ({ world }, from, to) => closeLines(world, from, to),
  },
  {
    name: 'stock',
    step: '5.5',
    text: 'balances and people are summed (`takeStock`),',
    over: 'consumers',
    reads: [
      'persistent',
      'savingsFen',
      'loanBalanceFen',
      'birthTick',
      'satisfaction',
      'file',
      'fileHistory',
      'lastLender',
      'borrowedFrom',
      'lineGrade',
      'lineProduct',
      'loanCount',
      'loanProduct',
      'loanGrade',
      'loanFlags',
      'loanOverdue',
    ],
    writes: ['tally'],
    run: ({ world, chunk }, from, to) => takeStock(world, from, to, chunk, world.month >= 0),
  },
  {
    name: 'countListed',
    step: '5.5',
    text: 'and persons on the shared list of fraudsters counted (`countListed`).',
    over: 'consumers',
    reads: ['listedTick'],
    writes: ['tally'],
    run: ({ world }, from, to) => countListed(world, from, to),
  },
  {
    name: 'sum',
    step: '5.6',
    text: 'The market’s sums follow (`sumBuckets`), and next month’s chances that a shopper is sampled (`sampleChances`). In month 0 it is told where loans alone give more files than coverage is to show (`tellCoverage`, 7.5).',
    over: 'market',
    reads: [],
    writes: ['tally', 'samples', 'sampledFrom'],
    run: ({ world, samples, events }) => {
      world.samples = samples.flat()
      world.sampledFrom = world.samples.length / world.sampleChance
      sumBuckets(world)
      events.push(...tellCoverage(world))
      const chances = sampleChances(world.scenario, world.tally.market.shoppers)
      world.sampleChance = chances.analysts
      world.surplusChance = chances.surplus
    },
  },
  {
    name: 'refer',
    step: '6',
    text: '**Referrals are paid** (`payReferrals`, 7.19).',
    over: 'market',
    reads: ['birthTick', 'heardFrom', 'enteredTick', 'heardTick'],
    writes: ['savingsFen', 'heardOf', 'tally'],
    run: ({ world, chunk }) => payReferrals(world, chunk.referred),
  },
  {
    name: 'talk',
    step: '7',
    text: '**People talk** (`talkChunk`), again chunk by chunk, after everybody has shopped (7.19).',
    over: 'consumers',
    reads: ['satisfaction', 'lastLender', 'loanCount', 'loanProduct'],
    writes: ['knows', 'heardFrom', 'knowsTick', 'heardTick', 'heardOf', 'tally'],
    run: ({ world }, from, to) => talkChunk(world, from, to),
  },
  {
    name: 'settle',
    step: '8',
    text: '**Investors are settled** (`settleInvestors`): flows of each pool pass to its holders, who learn (7.26).',
    over: 'market',
    reads: [],
    writes: ['p2p'],
    run: ({ world }) => settleInvestors(world),
  },
  {
    name: 'close',
    step: '9',
    text: '**Lenders close the month** (`closeMonth`): costs, provisions, profit, dividends, funding, partners’ parts, learning, funded share (7.15, 7.27).',
    over: 'market',
    reads: [],
    writes: ['lossEvidence', 'industry'],
    run: ({ world, statements, events }) => {
      const closed = closeMonth(world)
      statements.push(...closed.statements)
      events.push(closed.event)
    },
  },
  {
    name: 'leak',
    step: '9',
    text: '**Data leak** (`leakData`, 7.24).',
    over: 'market',
    reads: [],
    writes: ['tally', 'industry'],
    run: ({ world, events }) => events.push(...leakData(world)),
  },
  {
    name: 'reshape',
    step: '9',
    text: '**The industry changes** (`reshapeIndustry`): capital is raised, lenders stop lending, run-offs end, newcomers open (7.21; not in the burn-in).',
    over: 'market',
    reads: [],
    writes: ['tally', 'industry'],
    run: ({ world, statements, events }) => events.push(...reshapeIndustry(world, statements)),
  },
  {
    name: 'check',
    step: '10',
    text: '**Identities are checked** (`assertExact`, `checkIdentities`, `checkLedgers`, 7.16). The month is recorded (7.18) and the clock moves on.',
    over: 'market',
    reads: [],
    writes: [],
    run: ({ world, statements, savingsBefore, ledgersBefore }) => {
      assertExact(world.tally)
      checkIdentities(world, savingsBefore)
      checkLedgers(world, ledgersBefore, statements)
    },
  },
]

/** Carries out phases of consumers on all chunks, on several threads for instance (`src/market/parts.ts`). */
export interface Executor {
  /** Room for the columns of consumers, where all who live chunks reach it. */
  room(bytes: number): Memory
  /** Called once, when the columns stand in that room. */
  begin(world: World): void
  /** Bears the first population (`bearChunks`), before the first month; not called where it comes from a snapshot. */
  bear(world: World): void
  /** Lives the phases `MONTH[first]` to `MONTH[next - 1]` on every chunk; all that they leave stands in `month` afterwards. */
  carryOut(month: Month, first: number, next: number): void
}

export interface TickOptions {
  /** Order in which chunks of consumers are processed; results do not depend on it. */
  readonly order?: 'forward' | 'reverse'
  /** Called instead of each phase (or each chunk's part of it), and has to call `run`: for clocks and checks. */
  readonly around?: (phase: Phase, run: () => void) => void
  /** Who lives the chunks, in whatever order; without one they are lived here, one after another. */
  readonly executor?: Executor
}

/** Advances the world by one month; what happened stands in `world.tally` until the next call. */
export function tick(world: World, { order = 'forward', around, executor }: TickOptions = {}): Month {
  const { count } = world.consumers
  const chunks = Math.ceil(count / CHUNK)
  const month = openMonth(world)
  for (let first = 0, next = 1; first < MONTH.length; first = next, next++) {
    const phase = MONTH[first]
    if (phase.over === 'market') {
      const run = (): void => phase.run(month)
      if (around === undefined) run()
      else around(phase, run)
      continue
    }
    // Phases of consumers that follow each other run chunk by chunk: a chunk sees the month's offers and itself only.
    while (MONTH[next]?.over === 'consumers') next++
    if (executor !== undefined) {
      executor.carryOut(month, first, next)
      continue
    }
    for (let turn = 0; turn < chunks; turn++) {
      const from = (order === 'forward' ? turn : chunks - 1 - turn) * CHUNK
      const to = Math.min(count, from + CHUNK)
      for (const part of MONTH.slice(first, next)) {
        const run = (): void => part.run(month, from, to)
        if (around === undefined) run()
        else around(part, run)
      }
    }
  }
  return month
}

/** A month in which nothing has happened yet. */
export function openMonth(world: World): Month {
  return {
    world,
    statements: [],
    events: [],
    chunk: createChunkMonth(),
    samples: Array.from({ length: Math.ceil(world.consumers.count / CHUNK) }, () => []),
    savingsBefore: world.tick === 0 ? totalSavings(world) : world.tally.market.liquidSavings,
    ledgersBefore: world.industry.lenders.map(({ ledger }) => ledger),
  }
}

/** Moves the clock on; recorded columns have been filled from the tally by now. */
export function nextMonth(world: World): void {
  world.tick++
  world.month++
}

function totalSavings(world: People): number {
  let sum = 0
  for (const savings of world.consumers.savingsFen) sum += savings
  return sum
}
