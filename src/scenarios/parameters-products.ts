/** Parameters of products: differentiation, redesign by imitation and innovation, and the strategies of lenders. */

import { choice, dated, fixed, number, share, whole } from '../base/parameter.ts'
import { ASSUMED, COMPUTING, GRADED, paper, TRIAL } from '../base/sources.ts'
import type { ParameterTable } from './parameter.ts'

const HOMOGENEOUS = paper(
  'section 4.3 blames homogeneous products on imitation without research; the value is free',
  '第 4.3 节将产品同质化归因于缺乏调研的模仿；数值自由设定',
  'free',
)

export const PRODUCTS_PARAMETERS: Pick<
  ParameterTable,
  | 'products.mode'
  | 'products.differentiation'
  | 'products.contracts'
  | 'products.gradedLimits'
  | 'products.boundAcquisition'
> = {
  'products.mode': fixed(
    choice('fixed', {
      fixed: { en: 'products keep the design they start with', zh: '产品保持初始设计' },
      endogenous: {
        en: 'lenders imitate, innovate, launch and withdraw; differentiation is only the start',
        zh: '机构模仿、创新、推出与下架产品；差异化参数仅决定起点',
      },
    }),
    COMPUTING,
    {
      label: { en: 'Design of products', zh: '产品设计方式' },
      en: 'Whether lenders may redesign their products.',
      zh: '机构能否重新设计产品。',
    },
  ),
  'products.differentiation': fixed(
    share(0.5),
    paper(
      'section 4.3 calls products homogeneous without a measure; the value is free',
      '第 4.3 节称产品同质化但未给出度量；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Differentiation δ', zh: '产品差异化 δ' },
      en: 'How far products spread over the design space: 0 = all at the centroid of needs, 1 = at the archetypes of Table 2.',
      zh: '产品在设计空间中的分散程度：0 表示全部位于需求重心，1 表示位于表 2 的原型。',
    },
  ),
  'products.contracts': fixed(
    choice('fit', {
      fit: { en: 'fit to purpose and to age and channel only', zh: '仅对用途以及对年龄与渠道的适配度' },
      fitLimitsTerms: { en: 'fit, and limits and terms as well', zh: '适配度以及额度与期限' },
    }),
    COMPUTING,
    {
      label: { en: 'What differentiation contracts', zh: '差异化作用的维度' },
      en: 'Which attributes differentiation pulls towards the centroid. Limits and terms have utility weights of their own, so fit alone is the default.',
      zh: '差异化参数使哪些属性向重心趋同。额度与期限另有效用权重，故默认只使适配度趋同。',
    },
  ),
  'products.boundAcquisition': dated(share(0.5), ASSUMED, {
    label: { en: 'Acquisition cost of bound products', zh: '场景贷获客成本系数' },
    en: 'What a new customer of a product that is bound to one purpose costs, as a share of the class’s cost of acquisition: merchants bring customers to the till.',
    zh: '场景贷（绑定单一用途）获取一名新客户的成本占该类机构获客成本的比例：客户由商户带来。',
  }),
  'products.gradedLimits': dated(share(0, [0, 0.5], '1/grade'), GRADED, {
    label: { en: 'Limits by grade', zh: '分级授信' },
    en: 'Share of a checkout product’s limit that each risk grade below the best costs, down to a tenth of it; 0 = one limit for all. Holds at e-commerce lenders and for revolving lines.',
    zh: '风险等级每降一级，结账场景产品额度减少的比例，最低降至一成；0 表示额度一律相同。适用于电商机构与循环额度。',
  }),
}

/** How products are redesigned. */
export const REDESIGN_PARAMETERS: Omit<
  ParameterTable<'products'>,
  | keyof typeof PRODUCTS_PARAMETERS
  | `products.${'revolving' | 'freeMonths' | 'transactors'}`
  | `products.minimum${string}`
> = {
  'products.redesignMonths': dated(whole(3, [1, 60], 'month'), TRIAL, {
    label: { en: 'Months between reviews of design', zh: '产品设计复核间隔' },
    en: 'Lenders review their designs in rotation by position, each once in so many months.',
    zh: '机构按次序轮流复核产品设计，每隔若干月一次。',
  }),
  'products.imitation': dated(share(0.9), HOMOGENEOUS, {
    label: { en: 'Imitation', zh: '模仿概率' },
    en: 'Chance that a lender copies a product unevaluated at a review of its designs; otherwise it weighs a copy against an innovation. Strategies multiply it; the product is held at 1. 0 = nobody copies without looking.',
    zh: '机构在设计复核时不加评估直接模仿的概率；否则在（经评估的）模仿与创新之间权衡。各策略对其加乘，乘积不超过 1；0 表示无人盲目模仿。',
  }),
  'products.innovation': dated(number(1, [0, 10]), ASSUMED, {
    label: { en: 'Strength of innovation', zh: '创新强度' },
    en: 'Multiplies the chance of every strategy to have an innovation to weigh at a review; the product is held at 1. 0 = nobody innovates.',
    zh: '乘以各策略在复核时有创新方案可供权衡的概率（乘积不超过 1）；0 表示无人创新。',
  }),
  'products.copyLag': dated(whole(6, [0, 36], 'month'), TRIAL, {
    label: { en: 'Copy lag', zh: '模仿滞后' },
    en: 'Age of what others can see of a product: its design, balance and lending of twelve months as they were so many months ago.',
    zh: '他人所能见到的产品信息的滞后：若干月之前的设计、余额及近十二个月放款。',
  }),
  'products.copyStep': dated(share(0.5), TRIAL, {
    label: { en: 'Step of imitation', zh: '模仿步幅' },
    en: 'Share of the way from an own design to the copied one that an imitation goes.',
    zh: '模仿时由自有设计向被模仿设计移动的比例。',
  }),
  'products.research': dated(
    share(0.3),
    paper(
      'section 4.3 finds too little market research and section 5 calls for personas; the value is free',
      '第 4.3 节指市场调研不足，第 5 节主张用户画像；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Weight of research χ', zh: '市场调研权重 χ' },
      en: 'Weight of a survey of shoppers in what a lender expects of a new design, against what the balances of others around that design suggest; and of the group that research finds in the aim of an innovation, against a random step. At 0 innovation aims by chance.',
      zh: '机构预测新设计收益时客户调研的权重（其余依据该设计附近他人产品的余额）；亦为创新目标中调研所得人群的权重（其余为随机一步）。取 0 时创新方向随机。',
    },
  ),
  'products.researchSample': fixed(whole(1024, [16, 1_000_000], 'person'), ASSUMED, {
    label: { en: 'Shoppers asked by research', zh: '调研样本量' },
    en: 'Shoppers of last month that a survey about new designs asks at most. It hears what they need and whom they know, and not their tastes or their sensitivity to price.',
    zh: '关于新设计的调研最多询问的上月借款需求者人数。调研得知其需求与所知机构，但不得知个人偏好与价格敏感度。',
  }),
  'products.researchError': dated(number(1, [0, 10]), ASSUMED, {
    label: { en: 'Error of an answer', zh: '调研回答误差' },
    en: 'Standard deviation of the error in what one asked shopper is thought to bring more under a new design, relative to it; errors of shoppers are independent.',
    zh: '每名受访者在新设计下新增收益估计的相对误差标准差；各受访者误差相互独立。',
  }),
  'products.crowdKernel': dated(
    choice('gaussian', {
      gaussian: { en: 'balances nearby count more', zh: '邻近产品的余额权重更大' },
      flat: { en: 'all balances count alike: no signal, a control', zh: '所有余额权重相同：无信号，作对照' },
    }),
    COMPUTING,
    {
      label: { en: 'Kernel of the crowd', zh: '群体信号核函数' },
      en: 'How a lender without research reads the balances of others: by their distance in the design space (bandwidth choice.bandwidth), or not at all.',
      zh: '未做调研的机构如何解读他人产品余额：按设计空间距离加权（带宽为 choice.bandwidth），或完全不区分。',
    },
  ),
  'products.crowdNoise': dated(number(0.1, [0, 0.5]), ASSUMED, {
    label: { en: 'Noise of the crowd’s signal σ', zh: '群体信号噪声 σ' },
    en: 'Standard deviation of the error in profit read from balances, relative to its mean over products on the market; it vanishes for small moves.',
    zh: '由余额推断收益的误差标准差，相对于市场产品的平均值；移动幅度很小时趋于零。',
  }),
  'products.randomStep': dated(number(0.1, [0, 1]), ASSUMED, {
    label: { en: 'Random step of a design', zh: '设计的随机步长' },
    en: 'Standard deviation, in each coordinate of fit, of the random step of an innovation.',
    zh: '创新中各适配度坐标随机一步的标准差。',
  }),
  'products.innovationCost': dated(number(10, [0, 1000000], 'CNY'), ASSUMED, {
    label: { en: 'Cost of an innovation', zh: '创新成本' },
    en: 'Cost of one project of research and design, per 1,000 simulated adults.',
    zh: '一次调研与设计项目的成本，按每千名模拟成年人计。',
  }),
  'products.researchShare': dated(share(0.1), ASSUMED, {
    label: { en: 'Research budget', zh: '研发预算比例' },
    en: 'Share of the profit of twelve months that a lender spends on innovation at most; without profit none.',
    zh: '机构用于创新的支出不超过近十二个月利润的这一比例；无利润则不创新。',
  }),
  'products.shelfCost': dated(number(0, [0, 1000000], 'CNY/month'), ASSUMED, {
    label: { en: 'Shelf cost of a product', zh: '产品维持成本' },
    en: 'Fixed cost of a product on offer a month, per 1,000 simulated adults; 0 = none. For the 1,362 million adults that they stand for, 1 is some 16 million yuan a year a product.',
    zh: '在售产品每月固定成本，按每千名模拟成年人计；0 表示无。按其代表的13.62亿成年人折算，取1约合每款产品每年1600万元。',
  }),
  'products.maxPerLender': dated(whole(4, [1, 26], 'count'), ASSUMED, {
    label: { en: 'Products a lender offers at most', zh: '每家机构产品数上限' },
    en: 'A lender with fewer puts a good design that lies far from its own beside them as a new product.',
    zh: '产品数未达上限的机构可将远离自有产品的好设计作为新产品推出。',
  }),
  'products.launchDistance': dated(number(0.4, [0, 3]), ASSUMED, {
    label: { en: 'Distance that makes a new product', zh: '新产品距离' },
    en: 'A design at least this far from all products of the lender is a product of its own and does not replace one.',
    zh: '与本机构所有产品的距离不小于此值的设计作为新产品推出，而非替换原产品。',
  }),
  'products.patience': dated(whole(12, [1, 120], 'month'), ASSUMED, {
    label: { en: 'Patience with losses', zh: '亏损容忍期' },
    en: 'Months in a row for which the profit of the last twelve may be negative before a product is withdrawn.',
    zh: '产品近十二个月利润连续为负达若干月后下架。',
  }),
}

export const STRATEGY_PARAMETERS: ParameterTable<'strategy'> = {
  'strategy.imitator.imitate': dated(number(1.5, [0, 10]), ASSUMED, {
    label: { en: 'Factor of imitation: imitator', zh: '模仿倍数：模仿者' },
    en: 'Multiplies products.imitation for lenders of this strategy.',
    zh: '对该策略的机构，乘以 products.imitation。',
  }),
  'strategy.imitator.innovate': dated(share(0.1), ASSUMED, {
    label: { en: 'Chance to innovate: imitator', zh: '创新概率：模仿者' },
    en: 'Chance that a lender of this strategy has an innovation to weigh at a review, if it can pay for it.',
    zh: '该策略的机构在设计复核时（预算允许时）有创新方案可供权衡的概率。',
  }),
  'strategy.innovator.imitate': dated(number(0.3, [0, 10]), ASSUMED, {
    label: { en: 'Factor of imitation: innovator', zh: '模仿倍数：创新者' },
    en: 'Multiplies products.imitation for lenders of this strategy.',
    zh: '对该策略的机构，乘以 products.imitation。',
  }),
  'strategy.innovator.innovate': dated(share(1), ASSUMED, {
    label: { en: 'Chance to innovate: innovator', zh: '创新概率：创新者' },
    en: 'Chance that a lender of this strategy has an innovation to weigh at a review, if it can pay for it.',
    zh: '该策略的机构在设计复核时（预算允许时）有创新方案可供权衡的概率。',
  }),
  'strategy.niche.imitate': dated(number(0.3, [0, 10]), ASSUMED, {
    label: { en: 'Factor of imitation: niche specialist', zh: '模仿倍数：利基专营者' },
    en: 'Multiplies products.imitation for lenders of this strategy.',
    zh: '对该策略的机构，乘以 products.imitation。',
  }),
  'strategy.niche.innovate': dated(share(1), ASSUMED, {
    label: { en: 'Chance to innovate: niche specialist', zh: '创新概率：利基专营者' },
    en: 'Chance that a lender of this strategy has an innovation to weigh at a review, if it can pay for it.',
    zh: '该策略的机构在设计复核时（预算允许时）有创新方案可供权衡的概率。',
  }),
  'strategy.mainstream.imitate': dated(number(1, [0, 10]), ASSUMED, {
    label: { en: 'Factor of imitation: mainstream', zh: '模仿倍数：主流机构' },
    en: 'Multiplies products.imitation for lenders of this strategy.',
    zh: '对该策略的机构，乘以 products.imitation。',
  }),
  'strategy.mainstream.innovate': dated(share(0.5), ASSUMED, {
    label: { en: 'Chance to innovate: mainstream', zh: '创新概率：主流机构' },
    en: 'Chance that a lender of this strategy has an innovation to weigh at a review, if it can pay for it.',
    zh: '该策略的机构在设计复核时（预算允许时）有创新方案可供权衡的概率。',
  }),
}
