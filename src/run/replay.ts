/**
 * Replays the receipts of a slot (market/trace.ts): from them alone follow the applications, the loans and the state at the
 * end of each month that a run records. Each receipt is held against what those before it leave possible, so that one that
 * is missing or wrong shows.
 */

import { ln } from '../base/math.ts'
import { FATES } from '../base/vocabulary.ts'
import { APPLICATION_OUTCOMES, REPAID, RUNNING } from '../market/journal.ts'
import type {
  Receipt,
  TracedApplication,
  TracedClose,
  TracedConsideration,
  TracedEnding,
  TracedFate,
  TracedLoan,
  TracedOffer,
  TracedPick,
  TracedService,
} from '../market/trace.ts'

/** A loan as its receipts tell of it. */
export interface ReplayedLoan {
  readonly person: string
  readonly month: number
  readonly product: string
  readonly lender: string
  readonly purpose: number
  /** What was lent, purchases on the line included; fen. */
  lentFen: number
  /** The first purchase, or the whole loan. */
  readonly amountFen: number
  readonly aprBp: number
  readonly grade: number
  balanceFen: number
  paidFen: number
  overdue: number
  /** Position in LOAN_ENDINGS. */
  ending: number
  endMonth: number
  endBalanceFen: number
}

/** A person's month: what receipts of it add up to. */
export interface ReplayedMonth {
  readonly person: string
  readonly month: number
  readonly ageMonths: number
  readonly savingsFen: number
  readonly debtFen: number
  readonly incomeFen: number
  readonly spendingFen: number
  readonly borrowedFen: number
  readonly paidFen: number
  readonly distress: number
}

export interface Replay {
  readonly applications: readonly TracedApplication[]
  readonly loans: readonly ReplayedLoan[]
  readonly months: readonly ReplayedMonth[]
  /** Where receipts do not follow from those before; none if all are there and right. */
  readonly faults: readonly string[]
}

interface OfferInPlay extends Pick<TracedOffer, 'product' | 'lender' | 'isLine'> {
  weight: number
}

const LENT = APPLICATION_OUTCOMES.indexOf('lent')
const DECLINED = APPLICATION_OUTCOMES.indexOf('declined')
const stage = (name: (typeof FATES)[number]): number => FATES.indexOf(name)
const NO_ROOM = stage('noRoom')
const [FIRST_REFUSAL, LAST_REFUSAL] = [stage('refusedCutoff'), stage('declined') - 1]
const [SELF_FUNDED, TOO_SMALL, LEFT] = [stage('selfFunded'), stage('tooSmall'), stage('left')]
const [SERVED_PART, SERVED] = [stage('servedPart'), stage('served')]

const personOf = ({ consumer, generation }: Receipt): string => `${consumer}.${generation}`

/** State of the slot while its receipts are read. */
class Reader implements Replay {
  readonly applications: TracedApplication[] = []
  readonly loans: ReplayedLoan[] = []
  readonly months: ReplayedMonth[] = []
  readonly faults: string[] = []
  private running: ReplayedLoan[] = []
  private generation = -1
  /** Unknown before the first month of a person. */
  private savingsFen = Number.NaN
  private needFen = 0
  private needStage = NO_ROOM
  private life: Receipt | null = null
  private flows = { incomeFen: 0, spendingFen: 0, borrowedFen: 0, paidFen: 0, ageMonths: 0 }
  private inPlay: OfferInPlay[] = []
  private considered: TracedConsideration | null = null
  private triesLeft = 0
  /** What has to come next, if anything has. */
  private due: 'application' | 'loan' | null = null
  private answer: TracedApplication | null = null

  read(receipt: Receipt): void {
    if (this.due !== null && receipt.kind !== this.due && !(receipt.kind === 'stage' && this.due === 'application'))
      this.fault(receipt, `a receipt of ${this.due} is missing`)
    switch (receipt.kind) {
      case 'life':
        this.live(receipt)
        break
      case 'need':
        if (receipt.isDisplaced !== (this.needFen !== 0)) this.fault(receipt, 'the pending need is another')
        if (!receipt.isDisplaced) [this.needFen, this.needStage] = [receipt.amountFen, NO_ROOM]
        break
      case 'stage':
        this.reach(receipt.stage)
        break
      case 'fate':
        this.closeNeed(receipt)
        break
      case 'service':
        this.service(receipt)
        break
      case 'ending':
        this.end(receipt)
        break
      case 'consideration':
        this.consider(receipt)
        break
      case 'pick':
        this.pick(receipt)
        break
      case 'application':
        this.apply(receipt)
        break
      case 'loan':
        this.lend(receipt)
        break
      case 'reward':
        this.savingsFen += receipt.amountFen
        break
      case 'close':
        this.close(receipt)
        break
    }
  }

  private fault({ month, kind, ...receipt }: Receipt, what: string): void {
    this.faults.push(`${receipt.consumer}.${receipt.generation}, month ${month}, ${kind}: ${what}`)
  }

  private live(receipt: Extract<Receipt, { kind: 'life' }>): void {
    if (receipt.generation === this.generation) {
      if (receipt.openingFen !== this.savingsFen) this.fault(receipt, `savings were ${this.savingsFen}`)
    } else if (this.running.length > 0 || this.needFen !== 0) this.fault(receipt, 'the person before has not left')
    const { openingFen, interestFen, incomeFen, illiquidFen, spendingFen, ageMonths } = receipt
    this.generation = receipt.generation
    this.savingsFen = openingFen + interestFen + incomeFen - illiquidFen - spendingFen
    this.life = receipt
    this.flows = { incomeFen, spendingFen, borrowedFen: 0, paidFen: 0, ageMonths }
    this.considered = null
  }

  /** Of grounds of refusal the last counts. */
  private reach(to: number): void {
    const isRefusal = to >= FIRST_REFUSAL && to <= LAST_REFUSAL
    if (to > this.needStage || (isRefusal && this.needStage <= LAST_REFUSAL)) this.needStage = to
  }

  private closeNeed(receipt: TracedFate): void {
    const { amountFen, fate } = receipt
    if (amountFen !== this.needFen) this.fault(receipt, `the pending need is ${this.needFen}`)
    if (fate === SELF_FUNDED) {
      this.savingsFen -= amountFen
      this.flows.spendingFen += amountFen
    } else if (fate !== TOO_SMALL && fate !== LEFT && fate !== SERVED && fate !== SERVED_PART) {
      if (fate !== this.needStage) this.fault(receipt, `it had come to ${FATES[this.needStage]}, not ${FATES[fate]}`)
    }
    this.needFen = 0
  }

  private loanOf(receipt: TracedService | TracedEnding | TracedLoan): ReplayedLoan | undefined {
    const { product, madeMonth } = receipt
    return this.running.find((loan) => loan.product === product && loan.month === madeMonth)
  }

  private service(receipt: TracedService): void {
    const loan = this.loanOf(receipt)
    if (loan?.balanceFen !== receipt.openingFen) {
      this.fault(receipt, `the balance was ${loan?.balanceFen}`)
      return
    }
    loan.balanceFen += receipt.interestFen - receipt.paidFen
    loan.paidFen += receipt.paidFen
    loan.overdue = receipt.overdue
    if (loan.balanceFen !== receipt.balanceFen) this.fault(receipt, `the balance is ${loan.balanceFen}`)
    this.savingsFen -= receipt.paidFen + receipt.feeFen
    this.flows.paidFen += receipt.paidFen
  }

  private end(receipt: TracedEnding): void {
    const loan = this.loanOf(receipt)
    if (loan?.balanceFen !== receipt.balanceFen) {
      this.fault(receipt, `the balance was ${loan?.balanceFen}`)
      return
    }
    if ((receipt.ending === REPAID) !== (receipt.balanceFen === 0))
      this.fault(receipt, 'repaid means that nothing is owed')
    loan.ending = receipt.ending
    loan.endMonth = receipt.month
    loan.endBalanceFen = receipt.balanceFen
    this.running = this.running.filter((one) => one !== loan)
  }

  private consider(receipt: TracedConsideration): void {
    const { borrowing, outside } = receipt
    this.considered = receipt
    this.inPlay = receipt.offers.map((offer) => ({ ...offer }))
    this.triesLeft = receipt.triesLeft
    if (borrowing + this.inclusiveValue() + outside !== receipt.surplus) this.fault(receipt, 'surplus is another')
  }

  private total(): number {
    return this.inPlay.reduce((sum, { weight }) => sum + weight, 0)
  }

  private inclusiveValue(): number {
    const { nestScale, scale } = this.considered!
    const total = this.total()
    return total > 0 ? nestScale * (ln(total) + scale) : -Infinity
  }

  private pick(receipt: TracedPick): void {
    if (this.considered === null) {
      this.fault(receipt, 'nothing was considered')
      return
    }
    const { borrowing, outside } = this.considered
    if (this.triesLeft <= 0) this.takeOut(({ isLine }) => !isLine)
    const surplus = borrowing + this.inclusiveValue() + outside
    if (surplus !== receipt.surplus || !(surplus > 0)) this.fault(receipt, `surplus is ${surplus}`)
    const picked = this.drawn(receipt.lot)
    if (picked?.product !== receipt.product) {
      this.fault(receipt, `the draw picks ${picked?.product}`)
      return
    }
    if (receipt.found === 'application') this.triesLeft--
    if (receipt.found === 'spentLine') this.takeOut((offer) => offer === picked)
    this.due = receipt.found === 'spentLine' ? null : receipt.found === 'line' ? 'loan' : 'application'
    this.answer = null
  }

  private drawn(lot: number): OfferInPlay | undefined {
    let left = lot * this.total()
    let last: OfferInPlay | undefined
    for (const offer of this.inPlay) {
      if (offer.weight === 0) continue
      last = offer
      left -= offer.weight
      if (left < 0) break
    }
    return last
  }

  private takeOut(which: (offer: OfferInPlay) => boolean): void {
    for (const offer of this.inPlay) if (which(offer)) offer.weight = 0
  }

  private apply(receipt: TracedApplication): void {
    if (this.due !== 'application') this.fault(receipt, 'nobody has picked the product')
    const { outcome, product, lender, refusal, surplusAtQuote } = receipt
    const isApproved = outcome === LENT || outcome === DECLINED
    if (isApproved && (refusal !== 0 || receipt.aprBp < 0)) this.fault(receipt, 'approved and refused')
    if (isApproved && (outcome === LENT) !== surplusAtQuote > 0) this.fault(receipt, 'the quote was weighed otherwise')
    this.applications.push(receipt)
    this.due = outcome === LENT ? 'loan' : null
    this.answer = receipt
    if (outcome === DECLINED) this.takeOut((offer) => offer.product === product)
    else if (outcome !== LENT) this.takeOut((offer) => offer.lender === lender)
  }

  private lend(receipt: TracedLoan): void {
    const { answer } = this
    if (this.due !== 'loan') this.fault(receipt, 'nothing was approved or drawn')
    if (answer !== null && (answer.grantedFen !== receipt.amountFen || answer.aprBp !== receipt.aprBp))
      this.fault(receipt, 'the approval was another')
    this.due = null
    const { month, madeMonth, amountFen, ownFen, rebateFen } = receipt
    this.savingsFen += rebateFen - ownFen
    this.flows.borrowedFen += amountFen
    this.flows.spendingFen += ownFen + amountFen
    if (madeMonth !== month) {
      const line = this.loanOf(receipt)
      if (line === undefined) {
        this.fault(receipt, 'there is no such line')
        return
      }
      line.balanceFen += amountFen
      line.lentFen += amountFen
      return
    }
    const { product, lender, purpose, aprBp, grade } = receipt
    const loan: ReplayedLoan = {
      person: personOf(receipt),
      month,
      product,
      lender,
      purpose,
      lentFen: amountFen,
      amountFen,
      aprBp,
      grade,
      balanceFen: amountFen,
      paidFen: 0,
      overdue: 0,
      ending: RUNNING,
      endMonth: Number.NaN,
      endBalanceFen: Number.NaN,
    }
    this.loans.push(loan)
    this.running.push(loan)
  }

  private close(receipt: TracedClose): void {
    const debtFen = this.running.reduce((sum, { balanceFen }) => sum + balanceFen, 0)
    const overdue = this.running.reduce((most, loan) => Math.max(most, loan.overdue), 0)
    if (this.life?.month !== receipt.month) this.fault(receipt, 'the month has not begun')
    if (this.savingsFen !== receipt.savingsFen) this.fault(receipt, `savings are ${this.savingsFen}`)
    if (debtFen !== receipt.debtFen || this.running.length !== receipt.loans || overdue !== receipt.overdue)
      this.fault(receipt, `${this.running.length} loans, ${debtFen} owed, ${overdue} past due`)
    this.months.push({
      person: personOf(receipt),
      month: receipt.month,
      savingsFen: this.savingsFen,
      debtFen,
      distress: receipt.distress,
      ...this.flows,
    })
  }
}

/** Replays the receipts of one slot, told since the first month of a run. */
export function replay(receipts: readonly Receipt[]): Replay {
  const reader = new Reader()
  for (const receipt of receipts) reader.read(receipt)
  const { applications, loans, months, faults } = reader
  return { applications, loans, months, faults }
}
