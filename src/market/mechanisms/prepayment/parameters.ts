/** Parameters of paying loans off ahead of schedule. */
import { dated, share } from '../../../base/parameter.ts'
import { ASSUMED } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

export const PREPAYMENT_PARAMETERS: Pick<ParameterTable, 'repayment.prepayment' | 'repayment.prepaymentFee'> = {
  'repayment.prepayment': dated(share(0, [0, 1], '1/month'), ASSUMED, {
    label: { en: 'Prepayment', zh: '提前还款' },
    en: 'Monthly chance that a borrower whose liquid savings exceed the buffer by more than the balance (and the fee) pays an instalment loan off; 0 = nobody does.',
    zh: '流动储蓄扣除缓冲后仍超过贷款余额（及费用）的借款人，每月提前还清分期贷款的概率；0 表示无人提前还款。',
  }),
  'repayment.prepaymentFee': dated(share(0, [0, 0.2]), ASSUMED, {
    label: { en: 'Fee for prepayment', zh: '提前还款费率' },
    en: 'Fee on the balance that is paid ahead of schedule.',
    zh: '按提前偿还的余额收取的费用比例。',
  }),
}

export const PREPAYMENT_SWITCHES: Switches<'prepayment', 'prepay'> = {
  prepayment: {
    label: { en: 'Prepayment', zh: '提前还款' },
    off: { 'repayment.prepayment': 0 },
    on: { 'repayment.prepayment': 0.1 },
    streams: ['prepay'],
  },
}
