/** What the lenders of a class agree with their funding partners. */
import { dated, number, share } from '../../../base/parameter.ts'
import { FACILITATION_FEE, INTERMEDIARY } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { PolicyRows } from '../../../scenarios/parameter.ts'

export const PARTNER_POLICY: PolicyRows<'partnerShare' | 'facilitationFee' | 'guarantee'> = {
  partnerShare: dated(share([0, 0, 0]), INTERMEDIARY, {
    label: { en: 'Share funded by a partner', zh: '合作方出资比例' },
    en: 'Share of new lending that a funding partner (named in the roster, or the largest bank) puts up and books; regulation and the partner’s own capital may allow less. Only lenders of the model creditApp have partners.',
    zh: '新增放款中由资金合作方（名单中指定，否则为最大银行）出资并入账的比例；监管与合作方资本可能使其更低。仅 creditApp 模式的机构有合作方。',
  }),
  facilitationFee: dated(number([0.03, 0.03, 0.03], [0, 0.5], '1/year'), FACILITATION_FEE, {
    label: { en: 'Facilitation fee', zh: '助贷服务费率' },
    en: 'What an intermediary keeps of the interest on the balance that its partner funds, a year; at most all of it.',
    zh: '中介机构从合作方出资余额的利息中留取的年费率，以该利息为限。',
  }),
  guarantee: dated(share([0, 0, 0]), INTERMEDIARY, {
    label: { en: 'Guarantee for the partner', zh: '对合作方的增信（代偿）比例' },
    en: 'Share of the partner’s credit losses that the intermediary makes good.',
    zh: '合作方信用损失中由中介机构代偿的比例。',
  }),
}

export const PARTNERS_SWITCHES: Switches<'fundingPartner'> = {
  fundingPartner: {
    label: { en: 'Funding partners', zh: '资金合作方' },
    off: { 'lenders.bank.partnerShare': 0, 'lenders.licensed.partnerShare': 0, 'lenders.platform.partnerShare': 0 },
    on: { 'lenders.platform.partnerShare': 0.7, 'lenders.platform.guarantee': 0.3 },
    streams: [],
  },
}
