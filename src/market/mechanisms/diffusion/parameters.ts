/** Parameters of word of mouth, the networks it travels on, and rewards for recommendations. */
import { choice, dated, fixed, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, free, paper, TRIAL } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

const NEGATIVITY = free(
  'Negative talk found to weigh more than positive: Arndt 1967 (recalled, unverified); the value is free',
  '负面口碑影响大于正面：Arndt（1967，凭记忆引用，未核实）；数值自由设定',
)

const REWARDS = free(
  'Rewards found to raise the likelihood of referral: Ryu & Feick 2007 (recalled, unverified); the value is free',
  '奖励提高推荐可能性：Ryu 与 Feick（2007，凭记忆引用，未核实）；数值自由设定',
)

/** The section `diffusion` of a scenario. */
export interface DiffusionSection {
  readonly network: 'none' | 'mixing' | 'wattsStrogatz' | 'random' | 'preferentialAttachment'
  readonly degree: number
  readonly rewiring: number
  readonly contact: number
  readonly negativity: number
  readonly referralResponse: number
}

export const DIFFUSION_PARAMETERS: ParameterTable<'diffusion'> = {
  'diffusion.network': fixed(
    choice('none', {
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
    }),
    ASSUMED,
    {
      label: { en: 'Network', zh: '社会网络' },
      en: 'Who hears from whom about lenders. Ties are among the places of consumers: a newcomer takes over the acquaintances of the one who left.',
      zh: '消费者从谁那里听到关于机构的评价。关系属于消费者的位置：新进入者继承离开者的熟人。',
    },
  ),
  'diffusion.degree': fixed(whole(6, [2, 32], 'person'), TRIAL, {
    label: { en: 'Acquaintances', zh: '平均熟人数' },
    en: 'Mean number of acquaintances in the network; a small world and preferential attachment take the next even number.',
    zh: '网络中平均熟人数；小世界与优先连接网络取不小于它的偶数。',
  }),
  'diffusion.rewiring': fixed(share(0.1), TRIAL, {
    label: { en: 'Rewiring', zh: '重连概率' },
    en: 'Chance that a tie of the small world leads to anybody instead of to somebody near.',
    zh: '小世界网络中一条关系由近邻改为任意他人的概率。',
  }),
  'diffusion.contact': dated(share(0.08, [0, 1], '1/month'), TRIAL, {
    label: { en: 'Talks', zh: '交谈频率' },
    en: 'Chance that a consumer has, within a month, a talk with one acquaintance in which lenders could come up.',
    zh: '消费者一个月内与某位熟人进行可能涉及借贷机构的交谈的概率。',
  }),
  'diffusion.negativity': dated(number(2, [1, 10]), NEGATIVITY, {
    label: { en: 'Weight of negative talk', zh: '负面口碑权重' },
    en: 'How much likelier people are to pass on dissatisfaction than satisfaction of the same size.',
    zh: '同等程度下，不满被传播的可能性是满意的多少倍。',
  }),
  'diffusion.referralResponse': dated(number(0.01, [0, 1], '1/CNY'), REWARDS, {
    label: { en: 'Response to a reward', zh: '对推荐奖励的反应' },
    en: 'By how much one yuan of referral reward raises the chance that satisfaction is passed on, as a share of that chance.',
    zh: '每一元推荐奖励使满意被传播的概率提高的比例。',
  }),
}

export const REFERRAL_PARAMETERS: Pick<ParameterTable, 'promotion.referralReward' | 'promotion.referralMonths'> = {
  'promotion.referralReward': dated(
    number(0, [0, 1000], 'CNY'),
    paper(
      'section 5 proposes rewards to users who recommend; the value is free',
      '第 5 节主张奖励分享推荐的用户；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Referral reward', zh: '推荐奖励' },
      en: 'Paid by the lender to a customer whose recommendation brought it a new customer; 0 = none. Needs a network of word of mouth.',
      zh: '客户的推荐为机构带来新客户时，机构付给推荐人的奖励；0 表示无。须启用口碑网络。',
    },
  ),
  'promotion.referralMonths': dated(whole(6, [0, 60], 'month'), ASSUMED, {
    label: { en: 'Life of a referral', zh: '推荐有效期' },
    en: 'A recommendation is rewarded if its hearer becomes a customer within so many months.',
    zh: '听者在此月数内成为客户，推荐方可获奖励。',
  }),
}

export const DIFFUSION_SWITCHES: Switches<'wordOfMouth' | 'referral', 'network' | 'talk'> = {
  wordOfMouth: {
    label: { en: 'Word of mouth', zh: '口碑传播' },
    off: { 'diffusion.network': 'none', 'promotion.referralReward': 0 },
    on: { 'diffusion.network': 'wattsStrogatz', 'diffusion.contact': 0.3 },
    streams: ['network', 'talk'],
  },
  referral: {
    label: { en: 'Referral rewards', zh: '推荐奖励' },
    off: { 'promotion.referralReward': 0 },
    on: { 'promotion.referralReward': 50, 'diffusion.network': 'wattsStrogatz', 'diffusion.contact': 0.3 },
    streams: [],
  },
}
