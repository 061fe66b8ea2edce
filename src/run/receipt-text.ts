/** Receipts in sentences, in both languages, the same in a terminal and on a page. */
import { exp } from '../base/math.ts'
import { yuanFromFen } from '../base/units.ts'
import {
  type Bilingual,
  FATE_NAMES,
  FATES,
  FILE_NAMES,
  FILE_STATES,
  NEED_KIND_NAMES,
  NEED_KINDS,
  PURPOSE_NAMES,
  PURPOSES,
  REFUSAL_NAMES,
  REFUSALS,
} from '../base/vocabulary.ts'
import { APPLICATION_OUTCOMES, LOAN_ENDINGS } from '../market/journal.ts'
import type {
  Receipt,
  TracedApplication,
  TracedConsideration,
  TracedLife,
  TracedLoan,
  TracedService,
} from '../market/trace.ts'
import { grouped, signed } from '../measures/headline.ts'
import { ENTRY_AGE } from '../scenarios/scenario.ts'

const OUTCOME_NAMES: { readonly [outcome in (typeof APPLICATION_OUTCOMES)[number]]: Bilingual } = {
  refused: { en: 'refused', zh: '被拒' },
  rationed: { en: 'turned away for lack of capital', zh: '因机构资本不足被拒' },
  declined: { en: 'approved; the applicant declined the quote', zh: '获批；申请人放弃报价' },
  lent: { en: 'approved and taken', zh: '获批并借款' },
}

const ENDING_NAMES: { readonly [ending in (typeof LOAN_ENDINGS)[number]]: Bilingual } = {
  running: { en: 'running', zh: '存续' },
  repaid: { en: 'repaid', zh: '还清' },
  settledAtExit: { en: 'settled as the person leaves', zh: '退出时结清' },
  chargedOff: { en: 'charged off', zh: '核销' },
}

/** An amount in whole yuan, such as 12,300 or −5. */
export function yuanText(fen: number): string {
  const yuan = Math.round(yuanFromFen(fen))
  return yuan < 0 ? signed(`-${grouped(-yuan)}`) : grouped(yuan)
}

const money = (fen: number): Bilingual => ({ en: `CNY ${yuanText(fen)}`, zh: `${yuanText(fen)}元` })
const percent = (share: number): string => (Number.isFinite(share) ? `${signed((100 * share).toFixed(1))}%` : '–')
const utility = (value: number): string => signed(value.toFixed(2))

function lifeText({ ageMonths, incomeFen, spendingFen, openingFen, unemployed, file }: TracedLife): Bilingual {
  const age = ENTRY_AGE + Math.floor(ageMonths / 12)
  const [had, income, spent] = [openingFen, incomeFen, spendingFen].map(money)
  const work = unemployed === 1 ? { en: ', out of work', zh: '，失业' } : { en: '', zh: '' }
  const name = FILE_NAMES[FILE_STATES[file]]
  return {
    en: `aged ${age}${work.en}, ${name.en}: had ${had.en}, received ${income.en}, spent ${spent.en}`,
    zh: `${age}岁${work.zh}，${name.zh}：月初有${had.zh}，收入${income.zh}，支出${spent.zh}`,
  }
}

function considerationText({ purpose, demandFen, offers, surplus, outside }: TracedConsideration): Bilingual {
  const best = [...offers].sort((a, b) => b.share - a.share).slice(0, 3)
  const listed = best.map(({ product, postedApr, utility: u, share }) => {
    const [apr, chance] = [percent(postedApr), percent(share)]
    return {
      en: `${product} (${apr}, utility ${utility(u)}, chance ${chance})`,
      zh: `${product}（${apr}，效用 ${utility(u)}，概率 ${chance}）`,
    }
  })
  const name = PURPOSE_NAMES[PURPOSES[purpose]]
  const wanted = money(demandFen)
  const offersText = offers.length === 1 ? '1 offer' : `${offers.length} offers`
  return {
    en: `weighs ${offersText} for ${wanted.en} (${name.en}); best: ${listed.map(({ en }) => en).join('; ')}. Surplus over not borrowing ${utility(surplus)}, of it the outside draw ${utility(outside)}: ${surplus > 0 ? 'applies' : 'does not apply'}`,
    zh: `为${wanted.zh}（${name.zh}）权衡${offers.length}个产品，前几位：${listed.map(({ zh }) => zh).join('；')}。相对不借的净效用 ${utility(surplus)}，其中外部选择的随机项 ${utility(outside)}：${surplus > 0 ? '申请' : '不申请'}`,
  }
}

function applicationText(one: TracedApplication): Bilingual {
  const { product, lender, requestedFen, grade, score, breakEven, cap, aprBp, debtService } = one
  const outcome = OUTCOME_NAMES[APPLICATION_OUTCOMES[one.outcome]]
  const rule = REFUSAL_NAMES[REFUSALS[one.refusal]]
  const asked = money(requestedFen)
  const quote =
    aprBp < 0
      ? { en: 'no quote', zh: '无报价' }
      : { en: `quote ${percent(aprBp / 10000)}`, zh: `报价 ${percent(aprBp / 10000)}` }
  const because = one.refusal === 0 ? { en: '', zh: '' } : { en: ` (${rule.en})`, zh: `（${rule.zh}）` }
  const granted = money(one.grantedFen)
  const amount = one.grantedFen > 0 ? { en: `, ${granted.en} granted`, zh: `，批准${granted.zh}` } : { en: '', zh: '' }
  const loss = percent(exp(score))
  return {
    en: `applies at ${lender} for ${product}, ${asked.en}: expected loss ${loss} a year, grade ${grade}, break-even ${percent(breakEven)}, cap ${percent(cap)}, debt service ${percent(debtService)}, ${quote.en}${amount.en}: ${outcome.en}${because.en}`,
    zh: `向${lender}申请 ${product}，${asked.zh}：预期年损失率 ${loss}，风险等级 ${grade}，盈亏平衡利率 ${percent(breakEven)}，上限 ${percent(cap)}，偿债收入比 ${percent(debtService)}，${quote.zh}${amount.zh}：${outcome.zh}${because.zh}`,
  }
}

function loanText({
  product,
  lender,
  amountFen,
  aprBp,
  instalmentFen,
  ownFen,
  month,
  madeMonth,
}: TracedLoan): Bilingual {
  const [lent, instalment, own] = [amountFen, instalmentFen, ownFen].map(money)
  const part = ownFen > 0 ? { en: `, with ${own.en} of own money`, zh: `，另用自有资金${own.zh}` } : { en: '', zh: '' }
  const isDraw = month !== madeMonth
  return {
    en: `${isDraw ? 'draws' : 'borrows'} ${lent.en} from ${lender} (${product}) at ${percent(aprBp / 10000)}, ${instalment.en} a month${part.en}`,
    zh: `向${lender}（${product}）${isDraw ? '支用' : '借款'}${lent.zh}，年化利率 ${percent(aprBp / 10000)}，每月还${instalment.zh}${part.zh}`,
  }
}

function serviceText({
  product,
  madeMonth,
  paidFen,
  interestFen,
  balanceFen,
  overdue,
  distress,
}: TracedService): Bilingual {
  const [paid, interest, balance] = [paidFen, interestFen, balanceFen].map(money)
  const late = overdue > 0 ? { en: `, ${overdue} past due`, zh: `，逾期${overdue}期` } : { en: '', zh: '' }
  const state = distress === 1 ? { en: ', in distress', zh: '，处于偿付困难' } : { en: '', zh: '' }
  return {
    en: `${product} of month ${signed(String(madeMonth))}: pays ${paid.en}, interest ${interest.en}, owes ${balance.en}${late.en}${state.en}`,
    zh: `第${signed(String(madeMonth))}月的 ${product}：还款${paid.zh}，利息${interest.zh}，余额${balance.zh}${late.zh}${state.zh}`,
  }
}

/** What a receipt says, without the month. */
export function receiptText(receipt: Receipt): Bilingual {
  switch (receipt.kind) {
    case 'life':
      return lifeText(receipt)
    case 'consideration':
      return considerationText(receipt)
    case 'application':
      return applicationText(receipt)
    case 'loan':
      return loanText(receipt)
    case 'service':
      return serviceText(receipt)
    case 'need': {
      const [amount, purpose] = [money(receipt.amountFen), PURPOSE_NAMES[PURPOSES[receipt.purpose]]]
      const kind = NEED_KIND_NAMES[NEED_KINDS[receipt.need]]
      const lost = receipt.isDisplaced ? { en: '; another is pending', zh: '；已有待满足的需求' } : { en: '', zh: '' }
      return {
        en: `needs ${amount.en} (${purpose.en}); ${kind.en}${lost.en}`,
        zh: `产生需求${amount.zh}（${purpose.zh}）；${kind.zh}${lost.zh}`,
      }
    }
    case 'stage': {
      const stage = FATE_NAMES[FATES[receipt.stage]]
      return { en: `the need comes no further: ${stage.en}`, zh: `需求止于：${stage.zh}` }
    }
    case 'fate': {
      const [amount, fate] = [money(receipt.amountFen), FATE_NAMES[FATES[receipt.fate]]]
      return { en: `the need of ${amount.en} closes: ${fate.en}`, zh: `${amount.zh}的需求终结：${fate.zh}` }
    }
    case 'pick': {
      const found = {
        application: { en: 'has to apply', zh: '需申请' },
        line: { en: 'draws on an open line', zh: '使用已有额度' },
        spentLine: { en: 'the line is used up', zh: '额度已用完' },
      }[receipt.found]
      return {
        en: `picks ${receipt.product} (draw ${receipt.lot.toFixed(3)}): ${found.en}`,
        zh: `选中 ${receipt.product}（随机数 ${receipt.lot.toFixed(3)}）：${found.zh}`,
      }
    }
    case 'ending': {
      const [balance, ending] = [money(receipt.balanceFen), ENDING_NAMES[LOAN_ENDINGS[receipt.ending]]]
      const left = receipt.balanceFen > 0 ? { en: `, ${balance.en}`, zh: `，${balance.zh}` } : { en: '', zh: '' }
      return {
        en: `${receipt.product} of month ${signed(String(receipt.madeMonth))} ends: ${ending.en}${left.en}`,
        zh: `第${signed(String(receipt.madeMonth))}月的 ${receipt.product} 终结：${ending.zh}${left.zh}`,
      }
    }
    case 'reward': {
      const amount = money(receipt.amountFen)
      return { en: `is paid ${amount.en} for a recommendation`, zh: `因推荐获得${amount.zh}` }
    }
    case 'close': {
      const [savings, debt] = [money(receipt.savingsFen), money(receipt.debtFen)]
      const state = receipt.distress === 1 ? { en: ', in distress', zh: '，处于偿付困难' } : { en: '', zh: '' }
      return {
        en: `ends the month with ${savings.en}, owing ${debt.en}${state.en}`,
        zh: `月末有${savings.zh}，负债${debt.zh}${state.zh}`,
      }
    }
  }
}
