/** Parameters of service and satisfaction. */

import { dated, number, share } from '../base/parameter.ts'
import { ASSUMED, free } from '../base/sources.ts'
import type { ParameterTable } from './parameter.ts'

const EXPECTATION = free(
  'Expectation and confirmation: Oliver 1980 for the form; the value is free',
  '形式取自 Oliver（1980）的期望确认理论；数值自由设定',
)

export const SERVICE_PARAMETERS: ParameterTable<'service'> = {
  'service.halfTraining': dated(number(0.1, [0.001, 100], 'CNY/person/month'), ASSUMED, {
    label: { en: 'Training for half quality', zh: '达到一半质量的培训投入' },
    en: 'Training for service, per borrower and month, at which its quality is one half; each further amount like it halves what is left to 1.',
    zh: '使服务质量达到 0.5 的服务培训投入（每位借款人每月）；每再增加同等投入，与 1 的差距减半。',
  }),
}

export const SATISFACTION_PARAMETERS: ParameterTable<'satisfaction'> = {
  'satisfaction.spread': dated(number(0.4, [0, 2]), ASSUMED, {
    label: { en: 'Spread of experience', zh: '体验离散度' },
    en: 'Standard deviation of the service that a borrower experiences around the quality that the lender offers.',
    zh: '借款人实际感受到的服务相对机构服务质量的标准差。',
  }),
  'satisfaction.quote': dated(number(2, [0, 100]), EXPECTATION, {
    label: { en: 'Disappointment by the quote', zh: '报价落差的失望' },
    en: 'Satisfaction lost per unit of APR by which the personal quote is above the posted one.',
    zh: '个人报价每高出公示利率一个单位（年化）所损失的满意度。',
  }),
  'satisfaction.partialGrant': dated(number(0.3, [0, 2]), EXPECTATION, {
    label: { en: 'Disappointment by a partial grant', zh: '部分放款的失望' },
    en: 'Satisfaction lost if nothing of what was asked for were granted; a partial grant loses its part.',
    zh: '若所申请金额完全未获满足所损失的满意度；部分放款按未满足比例计。',
  }),
  'satisfaction.collection': dated(number(0.2, [0, 2], '1/month'), ASSUMED, {
    label: { en: 'Displeasure at collection', zh: '催收引起的不满' },
    en: 'Satisfaction lost in each month in which the latest lender has to ask for an instalment that was not paid.',
    zh: '最近一家机构因分期未还而催收的每个月所损失的满意度。',
  }),
  'satisfaction.latestWeight': dated(share(0.5), ASSUMED, {
    label: { en: 'Weight of the latest loan', zh: '最近一次借款的权重' },
    en: 'Weight of the latest loan in the satisfaction of a customer who stays with a lender; earlier ones have the rest.',
    zh: '留在同一机构的客户，其满意度中最近一次借款的权重；其余归此前经历。',
  }),
}
