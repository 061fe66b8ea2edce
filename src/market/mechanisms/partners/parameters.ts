/** What the lenders of a class agree with their funding partners. */
import { dated, number, share } from '../../../base/parameter.ts'
import { FACILITATION_FEE, INTERMEDIARY } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { PolicyRows } from '../../../scenarios/parameter.ts'

export const PARTNER_POLICY: PolicyRows<'facilitatedShare' | 'facilitationFee' | 'guarantee'> = {
  facilitatedShare: dated(share([0, 0, 0]), INTERMEDIARY, {
    label: { en: 'Facilitated share', zh: '助贷比例' },
    en: 'Share of applications, by lot, that the lender facilitates: a funding partner (named in the roster, or the largest bank) decides second by its own rule, and books the loan. Regulation and the partner’s own capital may allow less. Banks have partners only by name, P2P platforms and newcomers none.',
    zh: '机构以助贷方式办理的申请比例（抽签决定）：由资金合作方（名单中指定，否则为最大银行）按自身规则二次审批并将贷款入账。监管与合作方资本可能使其更低。银行仅在名单中指定时有合作方，P2P 平台与新进入机构没有。',
  }),
  facilitationFee: dated(number([0.1, 0.1, 0.1], [0, 0.5], '1/year'), FACILITATION_FEE, {
    label: { en: 'Facilitation fee', zh: '助贷服务费率' },
    en: 'What an intermediary gets of the interest on facilitated loans, a year, over their balance; at most all of it. It pays for bringing and serving borrowers, and for the guarantee.',
    zh: '助贷机构从助贷贷款利息中收取的年费率（按余额计），以该利息为限；用于弥补获客、运营与担保成本。',
  }),
  guarantee: dated(share([0, 0, 0]), INTERMEDIARY, {
    label: { en: 'Guarantee for the partner', zh: '对合作方的担保（增信）比例' },
    en: 'Share of the amount of each facilitated loan that the intermediary sets aside when it is made. The partner’s losses are paid out of what has been set aside until it is used up, and what is repaid releases its part.',
    zh: '每笔助贷放款时助贷机构按金额计提的担保准备比例。合作方的损失由担保准备代偿，用完为止；贷款归还后相应释放。',
  }),
}

export const PARTNERS_SWITCHES: Switches<'fundingPartner', 'facilitate'> = {
  fundingPartner: {
    label: { en: 'Facilitation', zh: '助贷' },
    off: {
      'lenders.bank.facilitatedShare': 0,
      'lenders.licensed.facilitatedShare': 0,
      'lenders.platform.facilitatedShare': 0,
    },
    on: { 'lenders.platform.facilitatedShare': 0.5, 'lenders.platform.guarantee': 0.03 },
    streams: ['facilitate'],
  },
}
