/** Parameters of demand: needs, tastes, choice, awareness. */

import { dated, fixed, flag, number, share, whole } from '../base/parameter.ts'
import { ASSUMED, CALIBRATED, DEFUSCO, free, LOAN_CAP, paper, TEASER, TRIAL } from '../base/sources.ts'
import { PURPOSE_NAMES, PURPOSES, type Purpose } from '../base/vocabulary.ts'
import type { NumberParameter, ParameterTable } from './parameter.ts'

type PurposeTable<Group extends string> = {
  readonly [purpose in Purpose as `needs.${Group}.${purpose}`]: NumberParameter
}

/** The six entries of one group; `build` gets the default and the names of the purpose. */
function byPurpose<Group extends string>(
  group: Group,
  defaults: { readonly [purpose in Purpose]: number },
  build: (value: number, en: string, zh: string) => NumberParameter,
): PurposeTable<Group> {
  const entries = PURPOSES.map((purpose) => {
    const { en, zh } = PURPOSE_NAMES[purpose]
    return [`needs.${group}.${purpose}`, build(defaults[purpose], en, zh)]
  })
  return Object.fromEntries(entries) as PurposeTable<Group>
}

const STAGE_ORDER = paper(
  'section 2.1 gives the order: most in middle age, which carries family and old-age duties; the sizes are free',
  '第 2.1 节给出次序：中年期承担家庭与养老支出，需求最多；大小自由设定',
  'free',
)

function arrival(value: number, en: string, zh: string): NumberParameter {
  return dated(number(value, [0, 2], '1/month'), STAGE_ORDER, {
    label: { en: `Arrival of needs in ${en}`, zh: `${zh}需求到达率` },
    en: `Expected number of lumpy needs a month in ${en} (Poisson).`,
    zh: `${zh}每月大额需求的期望次数（泊松到达）。`,
  })
}

export const NEEDS_PARAMETERS: ParameterTable<'needs'> = {
  'needs.stages': fixed(flag(true), STAGE_ORDER, {
    label: { en: 'Needs by stage of life', zh: '需求随人生阶段变化' },
    en: 'Whether needs arrive at the rate of the stage of life. Off: at all ages at the mean of these rates over the population.',
    zh: '大额需求是否按人生阶段的到达率产生。关闭时，各年龄均取人群平均到达率。',
  }),
  'needs.arrival.youth': arrival(0.07, 'youth', '青年期'),
  'needs.arrival.middle': arrival(0.082, 'middle age', '中年期'),
  'needs.arrival.old': arrival(0.05, 'old age', '老年期'),
  ...byPurpose(
    'share',
    { shopping: 0.801, education: 0.048, rent: 0.043, renovation: 0.039, travel: 0.027, other: 0.042 },
    (value, en, zh) =>
      dated(share(value), paper('Table 3', '表 3'), {
        label: { en: `Share of needs: ${en}`, zh: `${zh}需求占比` },
        en: `Share of needs that arise with the purpose ${en}. The six shares sum to 1; what is served in the end is an outcome.`,
        zh: `用途为${zh}的需求占比。六项之和为 1；最终获得满足的构成是模拟结果。`,
      }),
  ),
  ...byPurpose(
    'median',
    { shopping: 900, education: 3500, rent: 2500, renovation: 10_000, travel: 2000, other: 3500 },
    (value, en, zh) =>
      dated(number(value, [10, 200_000], 'CNY'), TRIAL, {
        label: { en: `Median need: ${en}`, zh: `${zh}需求金额中位数` },
        en: `Median amount of needs with the purpose ${en} (lognormal).`,
        zh: `${zh}需求金额的中位数（对数正态）。`,
      }),
  ),
  ...byPurpose(
    'sd',
    { shopping: 0.8, education: 0.7, rent: 0.6, renovation: 1, travel: 0.7, other: 0.9 },
    (value, en, zh) =>
      dated(number(value, [0, 3]), TRIAL, {
        label: { en: `Spread of needs: ${en}`, zh: `${zh}需求金额离散度` },
        en: `Standard deviation of the log amount of a need for ${en}.`,
        zh: `${zh}需求金额对数的标准差。`,
      }),
  ),
  ...byPurpose('term', { shopping: 6, education: 12, rent: 12, renovation: 24, travel: 9, other: 9 }, (value, en, zh) =>
    dated(whole(value, [1, 60], 'month'), ASSUMED, {
      label: { en: `Preferred term: ${en}`, zh: `${zh}偏好期限` },
      en: `Number of monthly instalments that borrowers for ${en} like best.`,
      zh: `${zh}借款人最偏好的分期期数。`,
    }),
  ),
  'needs.incomeElasticity': fixed(
    number(0.7, [0, 2]),
    free(
      'Assumption: needs rise with income, less than in proportion; try 0 to 1.2',
      '假定：需求随收入上升，但低于同比例；可试 0 至 1.2',
    ),
    {
      label: { en: 'Income elasticity of needs', zh: '需求的收入弹性' },
      en: 'By how many percent the amount of a need rises with one percent of permanent income. At the mean income amounts are as drawn; 0 = the same for all.',
      zh: '持久收入每上升 1%，需求金额上升的百分比。平均收入者的金额即为抽取值；0 表示与收入无关。',
    },
  ),
  'needs.maxAmount': dated(number(200_000, [1000, 1_000_000], 'CNY'), LOAN_CAP, {
    label: { en: 'Largest need', zh: '需求金额上限' },
    en: 'Needs are capped at this amount.',
    zh: '需求金额以此为上限。',
  }),
  'needs.minLoan': dated(number(300, [1, 10_000], 'CNY'), TRIAL, {
    label: { en: 'Smallest loan', zh: '最小借款额' },
    en: 'A gap between need and savings below this amount is not taken to a lender.',
    zh: '需求与储蓄的缺口低于此额时不寻求贷款。',
  }),
  'needs.expiryMonths': dated(whole(3, [1, 24], 'month'), ASSUMED, {
    label: { en: 'Patience', zh: '需求有效期' },
    en: 'Months after which a need without money is given up and counts as unmet.',
    zh: '需求未获资金时放弃并计为未满足之前的月数。',
  }),
}

function correlation(value: number, en: string, zh: string, about: { en: string; zh: string }): NumberParameter {
  return fixed(number(value, [-0.99, 0.99]), ASSUMED, {
    label: { en: `Correlation of risk with ${en}`, zh: `风险与${zh}的相关系数` },
    ...about,
  })
}

export const TASTES_PARAMETERS: ParameterTable<'tastes'> = {
  'tastes.priceSensitivity': fixed(number(2, [0, 100]), DEFUSCO, {
    label: { en: 'Price sensitivity', zh: '价格敏感度' },
    en: 'Median over people of the utility lost per unit of APR (1 = 100 percentage points).',
    zh: '年化利率每上升 1（即 100 个百分点）所损失效用的人群中位数。',
  }),
  'tastes.priceSensitivitySd': fixed(number(0.4, [0, 2]), TRIAL, {
    label: { en: 'Spread of price sensitivity', zh: '价格敏感度离散度' },
    en: 'Standard deviation of log price sensitivity.',
    zh: '价格敏感度对数的标准差。',
  }),
  'tastes.tasteSd': fixed(number(0.15, [0, 2]), TRIAL, {
    label: { en: 'Spread of tastes', zh: '偏好离散度' },
    en: 'Standard deviation of each coordinate of a person’s fixed taste in the design space of products.',
    zh: '个人在产品设计空间中固定偏好各坐标的标准差。',
  }),
  'tastes.riskIncomeCorrelation': correlation(-0.35, 'income', '收入', {
    en: 'Correlation of personal risk with persistent income; below zero, the poor are riskier.',
    zh: '个人风险与持续收入的相关系数；为负表示低收入者风险更高。',
  }),
  'tastes.riskPriceCorrelation': correlation(0, 'price sensitivity', '价格敏感度', {
    en: 'Correlation of personal risk with log price sensitivity; below zero, the risky mind the price less (adverse selection).',
    zh: '个人风险与价格敏感度对数的相关系数；为负表示高风险者对价格更不敏感（逆向选择）。',
  }),
  'tastes.riskOutsideBureauCorrelation': correlation(0.35, 'being outside the bureau', '处于征信之外', {
    en: 'Correlation of personal risk with the draw that decides who has a credit file; above zero, those without a file are riskier.',
    zh: '个人风险与决定有无征信记录之随机数的相关系数；为正表示无记录者风险更高。',
  }),
}

const MISFIT = free(
  'Instalments at the checkout raise conversion by 20–30 % (vendors’ figures, weak), .2–.4 of log-odds, which at the misfits of a trial is about .17–.35; what rests on it is shown over that range. λ makes fit pay for lenders: keep τ/λ near 8 and the weight of the brand near λ',
  '结账分期使转化率提高 20%–30%（服务商数据，证据较弱），即对数几率 0.2–0.4，按试验中的错配折合约 0.17–0.35；依赖该值的结论应在此区间内展示。适配能否为机构带来收益取决于 λ：宜保持 τ/λ 约为 8，品牌权重约等于 λ',
)

export const CHOICE_PARAMETERS: ParameterTable<'choice'> = {
  'choice.nestScale': dated(number(0.036, [0.004, 1]), CALIBRATED, {
    label: { en: 'Nest scale λ', zh: '嵌套尺度 λ' },
    en: 'Scale of the taste draws among offers in the nested logit. The smaller, the closer substitutes products are and the thinner the margins.',
    zh: '嵌套 Logit 中产品间偏好扰动的尺度。越小，产品替代性越强，定价加成越低。',
  }),
  'choice.similarity': dated(
    number(1, [0, 2]),
    free(
      'Ackerberg & Rysman 2005; at 1 exact clones add no value of variety',
      'Ackerberg 与 Rysman（2005）；取 1 时完全相同的产品不增加多样性价值',
    ),
    {
      label: { en: 'Similarity correction ω/λ', zh: '相似性修正 ω/λ' },
      en: 'Weight of the correction for crowded products, in units of the nest scale.',
      zh: '相似产品分流修正的权重，以嵌套尺度为单位。',
    },
  ),
  'choice.bandwidth': dated(number(0.4, [0.01, 5]), TRIAL, {
    label: { en: 'Bandwidth of similarity', zh: '相似性带宽' },
    en: 'Distance in the design space at which products stop counting as alike.',
    zh: '设计空间中产品不再被视为相似的距离尺度。',
  }),
  'choice.borrowing': dated(number(1.1, [-20, 20]), TRIAL, {
    label: { en: 'Value of borrowing β₀', zh: '借款常数项 β₀' },
    en: 'Constant utility of borrowing against going without.',
    zh: '相对于不借款的常数效用。',
  }),
  'choice.limit': dated(number(0.2, [0, 10]), TRIAL, {
    label: { en: 'Weight of the limit', zh: '额度权重' },
    en: 'Utility per unit of ln(limit/need) where the limit falls short of the need.',
    zh: '额度低于需求时，每单位 ln(额度/需求) 的效用。',
  }),
  'choice.term': dated(number(0.04, [0, 10], '1/year'), TRIAL, {
    label: { en: 'Weight of the term', zh: '期限权重' },
    en: 'Utility lost per year between the offered and the preferred term.',
    zh: '产品期限与偏好期限每相差一年所损失的效用。',
  }),
  'choice.misfit': dated(number(0.3, [0, 10]), MISFIT, {
    label: { en: 'Weight of misfit τ', zh: '错配权重 τ' },
    en: 'Utility lost per squared distance between a product and the consumer’s ideal point.',
    zh: '产品与消费者理想点每单位平方距离所损失的效用。',
  }),
  'choice.pointOfSale': dated(number(0.02, [0, 1]), ASSUMED, {
    label: { en: 'Convenience at the point of sale', zh: '场景便利' },
    en: 'Utility of a product that is bound to the purpose of the need, and so at hand where the money is spent.',
    zh: '绑定所需用途的产品在消费场景中随手可得所带来的效用。',
  }),
  'choice.service': dated(number(0.05, [0, 10]), TRIAL, {
    label: { en: 'Weight of service', zh: '服务质量权重' },
    en: 'Utility per unit of service quality (0 to 1).',
    zh: '每单位服务质量（0–1）的效用。',
  }),
  'choice.brand': dated(number(0.036, [0, 10]), TRIAL, {
    label: { en: 'Weight of the brand', zh: '品牌权重' },
    en: 'Utility per unit of a lender’s brand.',
    zh: '每单位机构品牌的效用。',
  }),
  'choice.switching': dated(number(0.01, [0, 10]), TRIAL, {
    label: { en: 'Cost of switching', zh: '转换成本' },
    en: 'Utility lost by borrowing from a lender other than the last one.',
    zh: '向上一次以外的机构借款所损失的效用。',
  }),
  'choice.loyalty': dated(number(0, [0, 10]), ASSUMED, {
    label: { en: 'Loyalty', zh: '忠诚度权重' },
    en: 'Utility per unit of satisfaction (−1 to 1) for the offers of the lender of the latest loan, beside the cost of switching; 0 = satisfaction keeps nobody.',
    zh: '对上一次借款机构的产品，每单位满意度（−1 至 1）带来的效用，与转换成本并列；0 表示满意度不影响留存。',
  }),
  'choice.presentBias': dated(number(0.5, [0, 10]), TEASER, {
    label: { en: 'Present bias ψ', zh: '现时偏好 ψ' },
    en: 'How much more than its worth an introductory saving weighs; 0 weighs it as what it is.',
    zh: '首期优惠被高估的程度；0 表示按实际价值计。',
  }),
  'choice.maxApplications': dated(whole(3, [1, 10], 'count'), TRIAL, {
    label: { en: 'Applications a need', zh: '每项需求最多申请次数' },
    en: 'How many applications somebody makes for one need over its life. Draws on an open line need none.',
    zh: '一项需求自产生至了结最多提出的申请次数；在已开通的循环额度内支用无须申请。',
  }),
}

export const AWARENESS_PARAMETERS: ParameterTable<'awareness'> = {
  'awareness.forgetting': dated(share(0.04, [0, 1], '1/month'), TRIAL, {
    label: { en: 'Forgetting', zh: '遗忘率' },
    en: 'Probability that a consumer who knows a lender forgets it within a month.',
    zh: '消费者在一个月内忘记某已知机构的概率。',
  }),
}
