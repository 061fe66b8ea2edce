/** Parameters of measures: reference prices, by which demand counts as fundable. The market does not depend on them. */

import { fixed, number, whole } from '../base/parameter.ts'
import { ASSUMED } from '../base/sources.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { ParameterTable } from './parameter.ts'

const NOT_OF_LENDERS: Bilingual = {
  en: 'It is not taken from the lenders of the run, so that fundable demand has the same members in every arm.',
  zh: '不取自本次运行的机构，使可融资需求在各实验组中成员相同。',
}
const BANK: Bilingual = { en: 'bank-like reference lender', zh: '银行型参考机构' }
const PLATFORM: Bilingual = { en: 'platform-like reference lender', zh: '平台型参考机构' }
const FUNDS: Bilingual = { en: 'Cost of funds', zh: '资金成本' }
const OPERATIONS: Bilingual = { en: 'Operating cost', zh: '运营成本' }

function rate(value: number, of: Bilingual, what: Bilingual): ParameterTable<'measures'>['measures.reference.cap'] {
  return fixed(number(value, [0, 1], '1/year'), ASSUMED, {
    label: { en: `${what.en}, ${of.en}`, zh: `${of.zh}：${what.zh}` },
    en: `${what.en} a year, per unit of balance, in the break-even price of the ${of.en}. ${NOT_OF_LENDERS.en}`,
    zh: `${of.zh}盈亏平衡利率中每单位余额的年${what.zh}。${NOT_OF_LENDERS.zh}`,
  })
}

function perLoan(value: number, of: Bilingual): ParameterTable<'measures'>['measures.reference.cap'] {
  return fixed(number(value, [0, 10_000], 'CNY'), ASSUMED, {
    label: { en: `Cost of a loan, ${of.en}`, zh: `${of.zh}：单笔成本` },
    en: `What the ${of.en} spends on one loan whatever its size, acquisition left out. ${NOT_OF_LENDERS.en}`,
    zh: `${of.zh}每笔贷款的固定成本，不含获客。${NOT_OF_LENDERS.zh}`,
  })
}

export const MEASURES_PARAMETERS: ParameterTable<'measures'> = {
  'measures.reference.cap': fixed(number(0.24, [0.01, 3], '1/year'), ASSUMED, {
    label: { en: 'Reference cap', zh: '参考利率上限' },
    en: 'Needs whose reference price is higher are no fundable demand. It stays what it is when a run has another cap.',
    zh: '参考价格高于此值的需求不属于可融资需求。运行中的利率上限改变时此值不变。',
  }),
  'measures.reference.term': fixed(whole(12, [1, 60], 'month'), ASSUMED, {
    label: { en: 'Reference term', zh: '参考期限' },
    en: 'Term of the loan by which a need is priced.',
    zh: '为需求定参考价格时所用贷款的期限。',
  }),
  'measures.reference.borrowing': fixed(number(0, [-20, 20]), ASSUMED, {
    label: { en: 'Reference utility of borrowing', zh: '借款的参考效用' },
    en: 'β₀ by which it is decided whether somebody would borrow at the reference price, with no misfit and a full limit. It stays what it is when choice.borrowing changes; 0 counts those alone whom no taste for borrowing persuades.',
    zh: '判断在参考价格下（无错配、额度充足）是否愿意借款时所用的 β₀。choice.borrowing 改变时此值不变；取 0 时只计入无须借款偏好也愿意借款的需求。',
  }),
  'measures.reference.bankFunds': rate(0.022, BANK, FUNDS),
  'measures.reference.bankOperations': rate(0.012, BANK, OPERATIONS),
  'measures.reference.bankLoan': perLoan(60, BANK),
  'measures.reference.platformFunds': rate(0.06, PLATFORM, FUNDS),
  'measures.reference.platformOperations': rate(0.035, PLATFORM, OPERATIONS),
  'measures.reference.platformLoan': perLoan(2, PLATFORM),
}
