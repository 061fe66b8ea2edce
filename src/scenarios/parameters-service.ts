/** Parameters of service and satisfaction. */

import { ASSUMED } from '../base/sources.ts'
import type { ParameterTable } from './parameter.ts'

const EXPECTATION = {
  en: 'Expectation and confirmation: Oliver 1980 for the form; the value is free',
  zh: '形式取自 Oliver（1980）的期望确认理论；数值自由设定',
}

export const SERVICE_PARAMETERS: ParameterTable<'service'> = {
  'service.halfTraining': {
    type: 'number',
    min: 0.001,
    max: 100,
    default: 0.1,
    unit: 'CNY/person/month',
    mark: 'free',
    source: ASSUMED,
    dated: true,
    label: { en: 'Training for half quality', zh: '达到一半质量的培训投入' },
    about: {
      en: 'Training for service, per borrower and month, at which its quality is one half; each further amount like it halves what is left to 1.',
      zh: '使服务质量达到 0.5 的服务培训投入（每位借款人每月）；每再增加同等投入，与 1 的差距减半。',
    },
  },
}

export const SATISFACTION_PARAMETERS: ParameterTable<'satisfaction'> = {
  'satisfaction.spread': {
    type: 'number',
    min: 0,
    max: 2,
    default: 0.4,
    unit: '1',
    mark: 'free',
    source: ASSUMED,
    dated: true,
    label: { en: 'Spread of experience', zh: '体验离散度' },
    about: {
      en: 'Standard deviation of the service that a borrower experiences around the quality that the lender offers.',
      zh: '借款人实际感受到的服务相对机构服务质量的标准差。',
    },
  },
  'satisfaction.quote': {
    type: 'number',
    min: 0,
    max: 100,
    default: 2,
    unit: '1',
    mark: 'free',
    source: EXPECTATION,
    dated: true,
    label: { en: 'Disappointment by the quote', zh: '报价落差的失望' },
    about: {
      en: 'Satisfaction lost per unit of APR by which the personal quote is above the posted one.',
      zh: '个人报价每高出公示利率一个单位（年化）所损失的满意度。',
    },
  },
  'satisfaction.partialGrant': {
    type: 'number',
    min: 0,
    max: 2,
    default: 0.3,
    unit: '1',
    mark: 'free',
    source: EXPECTATION,
    dated: true,
    label: { en: 'Disappointment by a partial grant', zh: '部分放款的失望' },
    about: {
      en: 'Satisfaction lost if nothing of what was asked for were granted; a partial grant loses its part.',
      zh: '若所申请金额完全未获满足所损失的满意度；部分放款按未满足比例计。',
    },
  },
  'satisfaction.collection': {
    type: 'number',
    min: 0,
    max: 2,
    default: 0.2,
    unit: '1/month',
    mark: 'free',
    source: ASSUMED,
    dated: true,
    label: { en: 'Displeasure at collection', zh: '催收引起的不满' },
    about: {
      en: 'Satisfaction lost in each month in which the latest lender has to ask for an instalment that was not paid.',
      zh: '最近一家机构因分期未还而催收的每个月所损失的满意度。',
    },
  },
  'satisfaction.latestWeight': {
    type: 'share',
    min: 0,
    max: 1,
    default: 0.5,
    unit: '1',
    mark: 'free',
    source: ASSUMED,
    dated: true,
    label: { en: 'Weight of the latest loan', zh: '最近一次借款的权重' },
    about: {
      en: 'Weight of the latest loan in the satisfaction of a customer who stays with a lender; earlier ones have the rest.',
      zh: '留在同一机构的客户，其满意度中最近一次借款的权重；其余归此前经历。',
    },
  },
}
