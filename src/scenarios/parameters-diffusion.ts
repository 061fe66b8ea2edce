/** Parameters of diffusion: networks, word of mouth, service and satisfaction. */
import type { ParameterTable } from './parameter.ts'
import { ASSUMED, TRIAL } from './sources.ts'

const NEGATIVITY = {
  en: 'Negative talk found to weigh more than positive: Arndt 1967 (recalled, unverified); the value is free',
  zh: '负面口碑影响大于正面：Arndt（1967，凭记忆引用，未核实）；数值自由设定',
}

const REWARDS = {
  en: 'Rewards found to raise the likelihood of referral: Ryu & Feick 2007 (recalled, unverified); the value is free',
  zh: '奖励提高推荐可能性：Ryu 与 Feick（2007，凭记忆引用，未核实）；数值自由设定',
}

const EXPECTATION = {
  en: 'Expectation and confirmation: Oliver 1980 for the form; the value is free',
  zh: '形式取自 Oliver（1980）的期望确认理论；数值自由设定',
}

export const DIFFUSION_PARAMETERS: ParameterTable<'diffusion'> = {
  'diffusion.network': {
    type: 'enum',
    choices: {
      none: { en: 'nobody talks about lenders', zh: '无口碑传播' },
      mixing: {
        en: 'anybody may meet anybody (the limit of a full network)',
        zh: '任意两人均可相遇（完全网络的极限）',
      },
      wattsStrogatz: { en: 'small world (Watts & Strogatz 1998)', zh: '小世界网络（Watts 与 Strogatz，1998）' },
      random: { en: 'random graph (Erdős & Rényi 1959)', zh: '随机图（Erdős 与 Rényi，1959）' },
      preferentialAttachment: {
        en: 'growth with preferential attachment (Barabási & Albert 1999)',
        zh: '优先连接增长网络（Barabási 与 Albert，1999）',
      },
    },
    default: 'none',
    unit: '',
    mark: 'free',
    source: ASSUMED,
    dated: false,
    label: { en: 'Network', zh: '社会网络' },
    about: {
      en: 'Who hears from whom about lenders. Ties are among the places of consumers: a newcomer takes over the acquaintances of the one who left.',
      zh: '消费者从谁那里听到关于机构的评价。关系属于消费者的位置：新进入者继承离开者的熟人。',
    },
  },
  'diffusion.degree': {
    type: 'integer',
    min: 2,
    max: 32,
    default: 6,
    unit: 'person',
    mark: 'free',
    source: TRIAL,
    dated: false,
    label: { en: 'Acquaintances', zh: '平均熟人数' },
    about: {
      en: 'Mean number of acquaintances in the network; a small world and preferential attachment take the next even number.',
      zh: '网络中平均熟人数；小世界与优先连接网络取不小于它的偶数。',
    },
  },
  'diffusion.rewiring': {
    type: 'share',
    min: 0,
    max: 1,
    default: 0.1,
    unit: '1',
    mark: 'free',
    source: TRIAL,
    dated: false,
    label: { en: 'Rewiring', zh: '重连概率' },
    about: {
      en: 'Chance that a tie of the small world leads to anybody instead of to somebody near.',
      zh: '小世界网络中一条关系由近邻改为任意他人的概率。',
    },
  },
  'diffusion.contact': {
    type: 'share',
    min: 0,
    max: 1,
    default: 0.08,
    unit: '1/month',
    mark: 'free',
    source: TRIAL,
    dated: true,
    label: { en: 'Talks', zh: '交谈频率' },
    about: {
      en: 'Chance that a consumer has, within a month, a talk with one acquaintance in which lenders could come up.',
      zh: '消费者一个月内与某位熟人进行可能涉及借贷机构的交谈的概率。',
    },
  },
  'diffusion.negativity': {
    type: 'number',
    min: 1,
    max: 10,
    default: 2,
    unit: '1',
    mark: 'free',
    source: NEGATIVITY,
    dated: true,
    label: { en: 'Weight of negative talk', zh: '负面口碑权重' },
    about: {
      en: 'How much likelier dissatisfaction is to be passed on than satisfaction of the same size.',
      zh: '同等程度下，不满被传播的可能性是满意的多少倍。',
    },
  },
  'diffusion.referralResponse': {
    type: 'number',
    min: 0,
    max: 1,
    default: 0.01,
    unit: '1/CNY',
    mark: 'free',
    source: REWARDS,
    dated: true,
    label: { en: 'Response to a reward', zh: '对推荐奖励的反应' },
    about: {
      en: 'By how much one yuan of referral reward raises the chance that satisfaction is passed on, as a share of that chance.',
      zh: '每一元推荐奖励使满意被传播的概率提高的比例。',
    },
  },
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
