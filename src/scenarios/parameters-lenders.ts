/** Parameters of lenders: pricing, promotion, and what the lenders of a class have in common. */

import { choice, dated, fixed, flag, number, share, whole } from '../base/parameter.ts'
import { APR_RANGE, ASSUMED, CALIBRATED, COMPUTING, FUNDS_LICENSED, free, paper, TRIAL } from '../base/sources.ts'
import { CLASS_NAMES, LENDER_CLASSES } from '../base/vocabulary.ts'
import { PARTNER_POLICY } from '../market/mechanisms/partners/parameters.ts'
import type { ParameterTable, PolicyRows } from './parameter.ts'

export const PRICING_PARAMETERS: ParameterTable<'pricing'> = {
  'pricing.aprCap': dated(number(0.24, [0, 3], '1/year'), APR_RANGE, {
    label: { en: 'Cap on APR', zh: '年化利率上限' },
    en: 'Highest APR that any loan may carry. Applicants whose break-even rate lies above it are refused.',
    zh: '任何贷款允许的最高年化利率。盈亏平衡利率高于上限的申请被拒。',
  }),
  'pricing.strategic': dated(flag(true), COMPUTING, {
    label: { en: 'Margins move', zh: '定价加成可调整' },
    en: 'Whether lenders search for better margins; if not, every product keeps its initial margin.',
    zh: '机构是否搜寻更优的定价加成；否则各产品保持初始加成。',
  }),
  'pricing.reviewMonths': dated(whole(3, [1, 60], 'month'), ASSUMED, {
    label: { en: 'Months between price reviews', zh: '定价复核间隔' },
    en: 'Lenders review their margins in rotation, each once in so many months.',
    zh: '机构轮流复核定价加成，每隔若干月一次。',
  }),
  'pricing.step': dated(number(0.0025, [0.00001, 0.1], '1/year'), ASSUMED, {
    label: { en: 'Step of the margin', zh: '定价加成调整步长' },
    en: 'How far a review moves a margin up or down, in APR.',
    zh: '每次复核时定价加成上调或下调的幅度（年化）。',
  }),
  'pricing.shopperSample': fixed(whole(1024, [64, 1_000_000], 'person'), COMPUTING, {
    label: { en: 'Shoppers sampled for pricing', zh: '定价样本人数' },
    en: 'Number of this month’s shoppers on whom lenders compute expected profit.',
    zh: '机构计算期望利润时抽取的当月借款人样本数。',
  }),
}

type RivalryPath = `promotion.${'holdout' | 'match' | 'matchSimilarity' | 'matchStep' | 'maxDepth'}`

export const PROMOTION_PARAMETERS: Omit<ParameterTable<'promotion'>, RivalryPath | `promotion.referral${string}`> = {
  'promotion.kind': dated(
    choice('interestFree', {
      none: { en: 'no promotion', zh: '无促销' },
      interestFree: { en: 'the first months bear no interest', zh: '首期免息' },
      feeCut: { en: 'the first months bear less interest', zh: '首期降低费率' },
      rebate: { en: 'part of the principal is paid back at once', zh: '按本金比例返现' },
    }),
    paper(
      'section 5 names fee cuts and longer interest-free periods; sizes are free',
      '第 5 节提到降低服务费、延长免息期；幅度自由设定',
    ),
    {
      label: { en: 'Kind of promotion', zh: '促销方式' },
      en: 'What a promotion gives to a new borrower.',
      zh: '促销给予新借款人的优惠。',
    },
  ),
  'promotion.introMonths': dated(whole(1, [0, 12], 'month'), ASSUMED, {
    label: { en: 'Introductory months', zh: '优惠期数' },
    en: 'First months of a loan to which interestFree and feeCut apply.',
    zh: '免息或降费适用的贷款最初月数。',
  }),
  'promotion.depth': dated(share(1), ASSUMED, {
    label: { en: 'Depth of promotion', zh: '促销力度' },
    en: 'Share of the interest of those months that is waived; for a rebate, share of the principal paid back.',
    zh: '优惠期内免除利息的比例；返现时为返还本金的比例。',
  }),
  'promotion.campaignEvery': dated(whole(12, [0, 120], 'month'), ASSUMED, {
    label: { en: 'Months between campaigns', zh: '促销活动间隔' },
    en: 'A lender starts a campaign every so many months; 0 = no campaigns after the launch.',
    zh: '机构每隔若干月开展一次促销活动；0 表示首发期之后不再促销。',
  }),
  'promotion.campaignMonths': dated(whole(2, [0, 120], 'month'), ASSUMED, {
    label: { en: 'Length of a campaign', zh: '促销活动时长' },
    en: 'Months that a campaign lasts.',
    zh: '一次促销活动持续的月数。',
  }),
  'promotion.launchMonths': dated(
    whole(6, [0, 60], 'month'),
    paper(
      'section 5: promotion in a product’s first period; the length is free',
      '第 5 节：产品初期促销；时长自由设定',
      'free',
    ),
    {
      label: { en: 'Length of the launch', zh: '首发促销时长' },
      en: 'First months of a product’s life in which it is promoted.',
      zh: '产品上市初期进行促销的月数。',
    },
  ),
  'promotion.growthMonths': dated(whole(24, [0, 600], 'month'), ASSUMED, {
    label: { en: 'Months until a product is mature', zh: '产品成熟前月数' },
    en: 'Age at which a product’s growth is over and it is promoted as a mature one.',
    zh: '产品达到此月龄后视为成熟产品，按成熟期力度促销。',
  }),
  'promotion.matureDepth': dated(share(1), ASSUMED, {
    label: { en: 'Promotion of mature products', zh: '成熟期促销力度' },
    en: 'Size of a mature product’s promotion as a share of that in launch and growth; 0 = none.',
    zh: '成熟产品促销力度占首发与成长期的比例；0 表示不促销。',
  }),
  'promotion.rule': dated(
    choice('both', {
      perCustomer: {
        en: 'a promotion must pay for itself on the additional customers it brings',
        zh: '促销须由其带来的新增客户收回成本',
      },
      perLender: {
        en: 'spending stays within a share of the lender’s trailing profit',
        zh: '促销支出不超过机构近期利润的一定比例',
      },
      both: { en: 'both rules', zh: '同时满足两条规则' },
      none: { en: 'no rule: promotion may lose money', zh: '不设规则，允许亏本促销' },
    }),
    paper(
      'section 5: promotion “without making a loss”; how to read it is a choice',
      '第 5 节：“在不亏损的前提下”促销；如何解读由情景选择',
    ),
    {
      label: { en: 'Rule against losses', zh: '不亏损规则' },
      en: 'What “without making a loss” means for a promotion.',
      zh: '促销“不亏损”的含义。',
    },
  ),
  'promotion.profitShare': dated(share(0.1), ASSUMED, {
    label: { en: 'Share of profit to spend', zh: '促销占利润比例' },
    en: 'Under the perLender rule: share of trailing profit that promotion may cost.',
    zh: '按机构规则：促销支出占近期利润的上限比例。',
  }),
  'promotion.repeatLoans': dated(number(2, [0, 50], 'count'), ASSUMED, {
    label: { en: 'Loans of a kept customer', zh: '留存客户后续贷款数' },
    en: 'Further loans that a lender expects from a customer it keeps, when it weighs lifetime margin against promotion.',
    zh: '机构权衡客户终身的定价加成与促销成本时，预期留存客户带来的后续贷款笔数。',
  }),
}

/** Promotions seen from outside: who is held out of them, how rivals answer. */
export const RIVALRY_PARAMETERS: Pick<ParameterTable, RivalryPath> = {
  'promotion.holdout': dated(share(0.05, [0, 0.5]), ASSUMED, {
    label: { en: 'Hold-out group', zh: '对照组占比' },
    en: 'Share of consumers whom promotions pass by, so that the lender can tell additional customers from those who would have come anyway.',
    zh: '不享受促销的消费者占比，供机构区分新增客户与本来就会来的客户。',
  }),
  'promotion.match': dated(
    flag(false),
    { ...ASSUMED, mark: 'design' },
    {
      label: { en: 'Answer rivals’ promotions', zh: '跟进对手促销' },
      en: 'Whether a lender whose close rivals promote starts to promote too, or goes deeper: a price war.',
      zh: '相近竞争者促销时，机构是否跟进或加大促销（价格战）。',
    },
  ),
  'promotion.matchSimilarity': dated(share(0.5), ASSUMED, {
    label: { en: 'Who is a close rival', zh: '相近竞争者阈值' },
    en: 'Similarity of two designs, from 0 to 1 (the same), from which on their lenders answer each other’s promotions.',
    zh: '两产品设计相似度（0 至 1，1 为相同）达到此值即视为相近竞争者。',
  }),
  'promotion.matchStep': dated(number(0.5, [0, 10]), ASSUMED, {
    label: { en: 'Step of a price war', zh: '价格战加码幅度' },
    en: 'How far beyond the deepest rival a lender goes that promotes already, as a multiple of the usual promotion.',
    zh: '已在促销的机构超出最深对手的幅度（以常规促销力度的倍数计）。',
  }),
  'promotion.maxDepth': dated(number(3, [1, 10]), ASSUMED, {
    label: { en: 'Deepest answer', zh: '跟进促销上限' },
    en: 'Largest promotion in answer to rivals, as a multiple of the usual one: of its months once all interest is waived, of its rebate.',
    zh: '跟进促销的上限（以常规促销力度的倍数计）：全免息后延长月数，或提高返现。',
  }),
}

/** One row a key of a class's policy, with a default for each class. */
const POLICY: PolicyRows = {
  fundsRate: dated(number([0.022, 0.06, 0.06], [0, 0.5], '1/year'), FUNDS_LICENSED, {
    label: { en: 'Cost of funds', zh: '资金成本率' },
    en: 'Annual cost of borrowed funds.',
    zh: '借入资金的年化成本。',
  }),
  operatingRate: dated(number([0.012, 0.035, 0.035], [0, 0.5], '1/year'), TRIAL, {
    label: { en: 'Operating cost', zh: '运营成本率' },
    en: 'Annual operating cost as a share of loans.',
    zh: '年运营成本占贷款余额的比例。',
  }),
  acquisitionCost: dated(number([50, 90, 80], [0, 10_000], 'CNY'), TRIAL, {
    label: { en: 'Cost of a new customer', zh: '获客成本' },
    en: 'Paid for every borrower new to the lender.',
    zh: '每位新客户的获取成本。',
  }),
  applicationCost: dated(number([2, 2, 1], [0, 1000], 'CNY'), CALIBRATED, {
    label: { en: 'Cost of an application', zh: '单笔申请成本' },
    en: 'Paid for every application, granted or not.',
    zh: '每笔申请的处理成本，无论是否批准。',
  }),
  loanCost: dated(number([60, 5, 2], [0, 1000], 'CNY'), CALIBRATED, {
    label: { en: 'Cost of a loan', zh: '单笔放款成本' },
    en: 'Paid for every loan made.',
    zh: '每笔放款的固定成本。',
  }),
  overhead: dated(number([0.25, 0.14, 0.14], [0, 1000], 'CNY/person/month'), TRIAL, {
    label: { en: 'Overheads', zh: '固定费用' },
    en: 'Fixed cost of the whole class a month, per simulated adult; lenders bear it by weight.',
    zh: '全类机构每月固定费用，按模拟成年人人均计，依权重分摊。',
  }),
  capital: fixed(number([35, 45, 45], [0, 1_000_000], 'CNY/person'), CALIBRATED, {
    label: { en: 'Capital at the start', zh: '初始资本' },
    en: 'Equity of the whole class at the start, per simulated adult; lenders share it by weight.',
    zh: '全类机构的初始资本，按模拟成年人人均计，依权重分配。',
  }),
  capitalRatio: dated(share([0.1, 0.1, 0.1]), TRIAL, {
    label: { en: 'Minimum capital ratio', zh: '资本贷款比下限' },
    en: 'Smallest ratio of equity to loans; lending is rationed where it would fall below.',
    zh: '资本与贷款之比的下限；将低于下限时限制放款。',
  }),
  payout: dated(share([0.15, 0.15, 0.15]), TRIAL, {
    label: { en: 'Payout', zh: '分红比例' },
    en: 'Share of profit paid out to owners.',
    zh: '利润中分配给股东的比例。',
  }),
  capitalTarget: dated(number([0.15, 0.13, 0.13], [0, 1000]), ASSUMED, {
    label: { en: 'Target capital ratio', zh: '目标资本充足率' },
    en: 'Ratio of equity to what a lender funds above which all further profit is paid out to owners.',
    zh: '资本与自有出资贷款之比超过此值后，其余利润全部分配给股东。',
  }),
  usesBureau: dated(flag([true, true, true]), ASSUMED, {
    label: { en: 'Uses the bureau', zh: '使用征信' },
    en: 'Whether underwriting reads the bureau’s signal.',
    zh: '授信审批是否查询征信信号。',
  }),
  usesPlatformData: dated(flag([false, true, true]), CALIBRATED, {
    label: { en: 'Uses platform data', zh: '使用平台数据' },
    en: 'Whether underwriting reads the signal from platform data.',
    zh: '授信审批是否使用平台数据信号。',
  }),
  reportingShare: dated(share([1, 0.9, 0.3]), ASSUMED, {
    label: { en: 'Share of loans reported', zh: '征信报送比例' },
    en: 'Share of new loans that are reported to the bureau, by the class applied to, whatever the source of funds; 0 means that none are reported. Reported loans form files, and default on them costs reputation.',
    zh: '新放贷款中报送征信的比例，按所申请机构的类别计，不论由谁出资；0 表示均不报送。借款人因已报送的贷款而建档，违约会损害信用声誉。',
  }),
  fileRule: dated(
    {
      ...choice('none', {
        none: { en: 'nobody needs a file', zh: '不要求征信记录' },
        file: { en: 'people with a file', zh: '须有征信记录' },
        scored: { en: 'people whose file carries a score', zh: '须有征信评分' },
      }),
      default: ['scored', 'none', 'none'],
    },
    ASSUMED,
    {
      label: { en: 'Who may apply by file', zh: '征信准入规则' },
      en: 'Credit file that the lenders ask for. The rule is public: nobody else applies to them.',
      zh: '机构要求借款人具备的征信记录；规则公开，不符合者不会申请。',
    },
  ),
  minIncome: dated(number([2500, 0, 0], [0, 1_000_000], 'CNY/month'), ASSUMED, {
    label: { en: 'Least income', zh: '最低月收入' },
    en: 'Least expected income a month that the lenders ask for. The rule is public: nobody else applies to them.',
    zh: '机构要求的最低预期月收入；规则公开，不符合者不会申请。',
  }),
  limitMonths: dated(
    number([3, 3, 3], [0.1, 1000], 'month'),
    free(
      'Published limits are 5 to 20 months of income over all lenders (secondary source); the value for one lender is free',
      '公开资料中各机构合计授信约为月收入的 5 至 20 倍（二手来源）；单家机构的取值自由设定',
    ),
    {
      label: { en: 'Limit in months of income', zh: '额度对月收入倍数' },
      en: 'Largest loan to somebody of the best grade with a scored file, as a multiple of expected income a month. The product’s own limit holds too.',
      zh: '对风险等级最优且有征信评分者的最高授信额，以预期月收入的倍数计；同时受产品额度限制。',
    },
  ),
  lossCutoff: dated(share([0.035, 0.08, 0.1], [0, 1], '1/year'), CALIBRATED, {
    label: { en: 'Cut-off on expected loss', zh: '预期损失准入线' },
    en: 'Applicants with a larger expected annual loss are refused even below the cap on APR.',
    zh: '预期年损失率高于此线的申请被拒，即使定价未触及利率上限。',
  }),
  initialMargin: fixed(number([0.02, 0.02, 0.02], [0, 1], '1/year'), ASSUMED, {
    label: { en: 'Initial margin', zh: '初始定价加成' },
    en: 'APR over the break-even rate at the start.',
    zh: '初始年化利率高出盈亏平衡利率的部分。',
  }),
  initialLossMultiplier: fixed(
    number([1, 1, 1], [0.01, 100]),
    free('What the model of a loan says; the value is free', '即贷款模型的预测；数值自由设定'),
    {
      label: { en: 'Initial loss multiplier', zh: '初始损失倍数' },
      en: 'Realised over expected loss that a lender believes in before it has experience of its own.',
      zh: '机构在积累自有放款经验之前所相信的实际与预测损失之比。',
    },
  ),
  awarenessAtStart: fixed(share([0.35, 0.35, 0.45]), TRIAL, {
    label: { en: 'Awareness at the start', zh: '初始知晓率' },
    en: 'Share of consumers who know a lender at the start.',
    zh: '初始时知晓某机构的消费者占比。',
  }),
  advertising: dated(share([0.1, 0.1, 0.1], [0, 1], '1/month'), TRIAL, {
    label: { en: 'Advertising', zh: '广告触达率' },
    en: 'Probability that advertising tells a consumer of a lender within a month.',
    zh: '消费者一个月内经广告得知某机构的概率。',
  }),
  training: dated(
    number([0.2, 0.2, 0.2], [0, 100], 'CNY/person/month'),
    paper('section 5 asks for staff training; the value is free', '第 5 节主张员工培训；数值自由设定', 'free'),
    {
      label: { en: 'Training of staff', zh: '员工培训投入' },
      en: 'Spent on training staff, per borrower and month. The part that serves service raises its quality with falling returns (service.halfTraining).',
      zh: '每位借款人每月的员工培训支出。其中用于服务的部分提高服务质量，收益递减（service.halfTraining）。',
    },
  ),
  salesShare: dated(
    share([0.5, 0.5, 0.5]),
    paper(
      'section 5 assesses staff on sales and on service; the value is free',
      '第 5 节主张对员工进行销售与服务考核；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Weight of sales in assessment', zh: '考核中销售的权重' },
      en: 'Share of staff’s effort that their assessment draws to sales; the rest goes to service. The reach of advertising goes in proportion to it and is as stated at 0.5.',
      zh: '考核引导员工投入销售的精力占比，其余用于服务。广告触达率与其成正比，取 0.5 时即为所设数值。',
    },
  ),
  ...PARTNER_POLICY,
  merchantSubsidy: dated(share([0, 0, 0], [0, 0.2]), ASSUMED, {
    label: { en: 'Merchant subsidy', zh: '商户贴息' },
    en: 'Share of the amount financed that merchants pay to an e-commerce lender for shopping on credit.',
    zh: '购物分期中，商户按融资金额向电商机构支付的比例。',
  }),
}

type PolicyTable = ParameterTable<'lenders'>

/** The rows of POLICY spelt out for each class. */
function policyParameters(): Omit<PolicyTable, 'lenders.roster' | 'lenders.labels'> {
  const entries = LENDER_CLASSES.flatMap((name, index) =>
    Object.entries(POLICY).map(([key, row]) => {
      const { en, zh } = CLASS_NAMES[name]
      const label = { en: `${row.label.en}: ${en}`, zh: `${row.label.zh}：${zh}` }
      return [`lenders.${name}.${key}`, { ...row, default: row.default[index], label }]
    }),
  )
  return Object.fromEntries(entries) as PolicyTable
}

export const LENDERS_PARAMETERS: PolicyTable = {
  'lenders.roster': fixed(
    { type: 'roster', maxEntries: 64, default: 'table1', unit: '' },
    paper('Tables 1 and 2; banks and platforms are added by the model', '表 1 与表 2；商业银行与平台由模型补充'),
    {
      label: { en: 'Roster of lenders', zh: '机构名单' },
      en: 'Who lends: table1 (the thirteen companies of Table 1 with capital in proportion to it, and banks and platforms), or a list of { name, class, model, weight, products }. A name labels a starting capital and nothing else.',
      zh: '放贷机构：table1（表 1 的十三家公司，资本按表 1 比例，另加商业银行与平台），或 { name, class, model, weight, products } 的列表。名称只代表初始资本，别无他意。',
    },
  ),
  'lenders.labels': fixed(
    choice('codes', {
      codes: { en: 'neutral codes (L01 …)', zh: '中性代码（L01 ……）' },
      names: { en: 'the names of the roster', zh: '名单中的名称' },
    }),
    COMPUTING,
    {
      label: { en: 'Labels of lenders', zh: '机构标签' },
      en: 'How outputs call lenders. Codes keep simulated failures from reading as statements about real firms.',
      zh: '输出中如何称呼机构。使用代码可避免将模拟中的倒闭误读为对真实企业的判断。',
    },
  ),
  ...policyParameters(),
}
