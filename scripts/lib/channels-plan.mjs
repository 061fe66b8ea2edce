// What `npm run channels` runs and measures: two experiments, each with every channel switched off in turn.
// Plain data and pure functions; the caller brings the engine.
// @ts-check
import { sameReputation } from './switches.mjs'

/** @typedef {import('./switches.mjs').BaseScenario} BaseScenario */

/** @typedef {{ readonly en: string, readonly zh: string }} Bilingual */
/** @typedef {'en' | 'zh'} Lang */

/** Size and luck of the published pages. The horizon is that of the scenario. */
export const PARAMETERS = {
  command: 'npm run channels',
  scenario: 'scenarios/baseline.yaml',
  consumers: 100_000,
  seeds: [2023, 2024, 2025],
}

/**
 * @typedef {object} Outcome
 * @property {string} key
 * @property {number} scale what a value is multiplied by to be shown
 * @property {number} digits
 * @property {Bilingual} name with the unit of its level
 * @property {Bilingual} short for sentences and charts
 * @property {Bilingual} unit of a difference, as it follows a number
 */

const POINTS = { en: 'points', zh: '个百分点' }

/** @type {(key: string, short: Bilingual, name?: Bilingual) => Outcome} */
const percent = (key, short, name = short) => ({
  key,
  scale: 100,
  digits: 2,
  name: { en: `${name.en}, %`, zh: `${name.zh}（%）` },
  short,
  unit: POINTS,
})

/** @type {readonly Outcome[]} */
export const OUTCOMES = [
  percent('reach.all', { en: 'demand served', zh: '需求满足率' }),
  percent(
    'reach.alwaysFiled',
    { en: 'served if filed at 0.5', zh: '满足率：0.5 时已有记录者' },
    { en: '… of those filed at 0.5', zh: '…其中 0.5 时已有记录者' },
  ),
  percent(
    'reach.newlyFiled',
    { en: 'served if filed at 0.9 only', zh: '满足率：0.9 时才有记录者' },
    { en: '… of those filed at 0.9 only', zh: '…其中 0.9 时才有记录者' },
  ),
  percent(
    'reach.neverFiled',
    { en: 'served if filed at neither', zh: '满足率：两者皆无记录者' },
    { en: '… of those filed at neither', zh: '…其中两者皆无记录者' },
  ),
  percent('approval.all', { en: 'applications approved', zh: '申请批准率' }),
  percent('apr.mean', { en: 'mean APR', zh: '平均年化利率' }),
  percent('late.over90', { en: 'balance over 90 days past due', zh: '逾期 90 天以上占余额' }),
  percent('chargeOff.rate', { en: 'charged off a year', zh: '年核销率' }),
  percent('roa.market', { en: 'ROA of all lenders', zh: '全行业资产收益率' }),
  percent('tail.reach', { en: 'tail demand served', zh: '长尾需求满足率' }),
  percent('tail.share', { en: "tail's share of loans", zh: '长尾占放款笔数' }),
  {
    key: 'tail.unserved',
    scale: 1,
    digits: 2,
    name: { en: 'niches without one loan, number', zh: '无一笔放款的利基（个）' },
    short: { en: 'niches without one loan', zh: '无一笔放款的利基' },
    unit: { en: 'niches', zh: '个' },
  },
  percent('multiLender.borrowers', { en: 'borrowers with two or more lenders', zh: '多头借贷者占借款人' }),
  {
    key: 'homogenisation',
    scale: 1,
    digits: 3,
    name: { en: 'homogenisation H, index', zh: '同质化 H（指数）' },
    short: { en: 'homogenisation H', zh: '同质化 H' },
    unit: { en: '', zh: '' },
  },
]

/** Groups by the coverage at which a person has a file: what an arm does to files moves nobody between them. */
const WOULD_BE_FILED = {
  'reach.alwaysFiled': ['0.5'],
  'reach.newlyFiled': ['0.727', '0.9'],
  'reach.neverFiled': ['1'],
}

/**
 * The outcomes of one run by key.
 * @param {readonly { readonly key: string, readonly value: number }[]} outcomes of `outcomes`
 * @param {readonly { readonly grouping: string, readonly group: string, readonly demanded: number, readonly served: number }[]} groups of `reachByGroup`
 * @returns {Record<string, number>}
 */
export function measured(outcomes, groups) {
  /** @type {Record<string, number>} */
  const values = {}
  for (const { key } of OUTCOMES) values[key] = outcomes.find((outcome) => outcome.key === key)?.value ?? NaN
  for (const [key, names] of Object.entries(WOULD_BE_FILED)) {
    const rows = groups.filter(({ grouping, group }) => grouping === 'wouldBeFiled' && names.includes(group))
    const demanded = rows.reduce((sum, row) => sum + row.demanded, 0)
    values[key] = demanded > 0 ? rows.reduce((sum, row) => sum + row.served, 0) / demanded : NaN
  }
  return values
}

/**
 * A way to run both arms other than as they are.
 * @typedef {object} Switch
 * @property {string} id
 * @property {Bilingual} name
 * @property {Bilingual} cut what is cut
 * @property {Bilingual} left what is not, or is changed beside it
 * @property {(base: BaseScenario) => readonly string[]} set overrides, as after --set
 */

const CLASSES = ['bank', 'licensed', 'platform']
/** @type {(key: string, value: string) => () => readonly string[]} */
const everyClass = (key, value) => () => CLASSES.map((name) => `lenders.${name}.${key}=${value}`)

/** Mechanisms that no channel switches off and that may carry effects where they are on. */
export const UNSWITCHED = /** @type {const} */ ({
  redesign: { en: 'redesign of products', zh: '产品再设计' },
  entry: { en: 'entry of lenders', zh: '机构进入' },
  exit: { en: 'exit of lenders', zh: '机构退出' },
  talk: { en: 'word of mouth', zh: '口碑传播' },
})

/** @typedef {{ readonly [name in keyof typeof UNSWITCHED]: boolean }} Mechanisms */

/**
 * Which of them a scenario has on.
 * @param {{ readonly products: { readonly mode: string }, readonly industry: { readonly entry: boolean, readonly exit: boolean }, readonly diffusion: { readonly network: string } }} scenario
 * @returns {Mechanisms}
 */
export const mechanismsOf = ({ products, industry, diffusion }) => ({
  redesign: products.mode !== 'fixed',
  entry: industry.entry,
  exit: industry.exit,
  talk: diffusion.network !== 'none',
})

/** @type {readonly Switch[]} */
export const CHANNELS = [
  {
    id: 'fit',
    name: { en: 'fit', zh: '契合' },
    set: () => ['choice.misfit=0'],
    cut: {
      en: 'Consumers no longer mind how far a product lies from their purpose, age and taste.',
      zh: '消费者不再在意产品与其用途、年龄、偏好的距离。',
    },
    left: {
      en: 'Every offer loses the same kind of drawback, so borrowing as such becomes more attractive. Who may use a product (ages, checkout) stays.',
      zh: '各产品同时少了一项缺点，借款本身因而更有吸引力。产品的适用人群（年龄、收银台场景）不变。',
    },
  },
  {
    id: 'crowding',
    name: { en: 'crowding', zh: '拥挤' },
    set: () => ['choice.similarity=0'],
    cut: {
      en: 'Similar offers no longer share one another’s demand: each counts as a variety of its own.',
      zh: '相似产品不再分摊彼此的需求，各自都算独立的一种。',
    },
    left: {
      en: 'More varieties are worth more to everybody, so demand rises in both arms.',
      zh: '品种越多对所有人价值越大，两臂的需求因此都上升。',
    },
  },
  {
    id: 'limitsTerms',
    name: { en: 'limits and terms', zh: '额度与期限' },
    set: () => ['choice.limit=0', 'choice.term=0'],
    cut: {
      en: 'Consumers no longer mind a limit below their need or a term that does not suit it.',
      zh: '消费者不再在意额度低于需求或期限不合适。',
    },
    left: {
      en: 'Limits still cap loans and terms still set instalments, so supply and risk keep feeling them.',
      zh: '额度仍限制放款金额，期限仍决定月供，供给与风险仍受其影响。',
    },
  },
  {
    id: 'information',
    name: { en: 'information', zh: '信息' },
    set: everyClass('usesBureau', 'false'),
    cut: {
      en: 'No lender reads the bureau: no score, no sight of loans elsewhere or of earlier charge-offs.',
      zh: '没有机构查询征信：看不到评分，也看不到他行贷款和以往核销。',
    },
    left: {
      en: 'Files still make people pay (reputation); licensed companies and platforms keep their own data, banks are left with none.',
      zh: '有记录者仍因声誉而还款；持牌公司与平台保留自有数据，银行则一无所有。',
    },
  },
  {
    id: 'reputation',
    name: { en: 'reputation', zh: '声誉' },
    set: (base) => Object.entries(sameReputation(base)).map(([path, value]) => `${path}=${value}`),
    cut: {
      en: 'Everybody is as willing to pay as someone whose file shows the loan, with a file or without.',
      zh: '无论有无记录，人人的还款意愿都与贷款可见于征信者相同。',
    },
    left: {
      en: 'Those without a file pay better than in the baseline, so losses are lower in both arms, most where files are few.',
      zh: '无记录者比基准更愿还款，两臂损失都更低，记录越少的一臂降得越多。',
    },
  },
  {
    id: 'margins',
    name: { en: 'margins', zh: '利差' },
    set: () => ['pricing.strategic=false'],
    cut: { en: 'Margins stay where they start.', zh: '利差停留在初始值。' },
    left: {
      en: 'Break-even rates still move with losses, costs and tickets: prices are not fixed, only the margin on top. The starting margin is not the one that search would reach.',
      zh: '盈亏平衡利率仍随损失、成本与笔均金额变动：固定的只是其上的利差，而非价格；初始利差也不等于搜寻后的利差。',
    },
  },
  {
    id: 'losses',
    name: { en: 'learnt losses', zh: '损失学习' },
    set: () => ['underwriting.learningWeight=0'],
    cut: {
      en: 'Lenders keep their first belief about losses, whatever they lose: prices and refusals no longer answer to them.',
      zh: '机构无论实际损失如何都保持最初的损失预期：定价与拒贷不再随之调整。',
    },
    left: {
      en: 'The first belief is a calibrated constant, wrong in both arms by different amounts. Losses still cost equity.',
      zh: '最初预期是校准所得的常数，在两臂中偏差不同。损失仍侵蚀权益。',
    },
  },
  {
    id: 'capital',
    name: { en: 'capital', zh: '资本' },
    set: everyClass('capitalRatio', '0'),
    cut: {
      en: 'Equity no longer limits lending: no applicant is rationed.',
      zh: '权益不再限制放款：无人因机构资本不足被拒。',
    },
    left: {
      en: 'Overheads in the burn-in, which grow with the use of capital, vanish with it. The limit on one borrower stays.',
      zh: '预热期内随资本占用增长的固定费用也随之消失。单一借款人限额不变。',
    },
  },
]

const channel = (/** @type {string} */ id) => /** @type {Switch} */ (CHANNELS.find((one) => one.id === id))

/**
 * @typedef {object} Experiment
 * @property {string} id
 * @property {Bilingual} title
 * @property {string} path the parameter that differs between the arms
 * @property {readonly [from: string, to: string]} arms
 * @property {readonly string[]} setting overrides of both arms where a variant does not say otherwise
 * @property {readonly Switch[]} readings other readings of the parameter or of a channel
 * @property {Switch} nothing the switches that together must leave nothing of the effect
 * @property {Bilingual} [withdrawn] why the published runs of `nothing` were dropped, until they are run again
 * @property {readonly string[]} inert channels that this setting leaves nothing to do: where borrowing forms files, every debtor has a reputation
 * @property {readonly string[]} unmoved outcomes that `nothing` need not silence
 * @property {readonly string[]} told outcomes that the text goes through
 * @property {readonly string[]} drawn outcomes of the chart
 */

/** @type {readonly Experiment[]} */
export const EXPERIMENTS = [
  {
    id: 'coverage',
    title: { en: 'Credit coverage', zh: '征信覆盖率' },
    path: 'credit.coverage',
    arms: ['0.5', '0.9'],
    // Where borrowing forms files, coverage gives most people what they soon have anyway: that is a reading.
    setting: ['credit.fileFormation=false'],
    readings: [
      {
        id: 'formation',
        name: { en: 'borrowing forms files', zh: '借款形成记录' },
        set: () => ['credit.fileFormation=true'],
        cut: {
          en: 'Nothing: a reported loan opens a file, as in the baseline, beside those that coverage gives.',
          zh: '不关闭任何渠道：与基准相同，除覆盖率给予的记录外，已报送的借款也形成记录。',
        },
        left: { en: '', zh: '' },
      },
      {
        id: 'score',
        name: { en: 'no score', zh: '无评分' },
        set: () => ['information.bureauNoiseSd=100'],
        cut: {
          en: 'The bureau’s score is noise; loans elsewhere and earlier charge-offs stay in sight.',
          zh: '征信评分成为噪声；他行贷款与以往核销仍可见。',
        },
        left: { en: 'The rest as under *information*.', zh: '其余同“信息”。' },
      },
      {
        id: 'noReputation',
        name: { en: 'reputation for nobody', zh: '人人无声誉' },
        set: () => ['repayment.bureauReputation=0'],
        cut: { en: 'A file makes nobody more willing to pay.', zh: '征信记录不再提高任何人的还款意愿。' },
        left: {
          en: 'Losses rise for all who have a file, and lenders know: in both arms it is another, smaller market.',
          zh: '所有有记录者的损失上升，且机构知情：两臂都成为另一个更小的市场。',
        },
      },
    ],
    nothing: {
      id: 'nothing',
      name: { en: 'information and reputation', zh: '信息与声誉' },
      set: (base) => [...channel('information').set(base), ...channel('reputation').set(base)],
      cut: { en: '', zh: '' },
      left: { en: '', zh: '' },
    },
    inert: [],
    unmoved: [],
    told: [
      'reach.all',
      'reach.newlyFiled',
      'approval.all',
      'apr.mean',
      'late.over90',
      'chargeOff.rate',
      'roa.market',
      'tail.reach',
      'multiLender.borrowers',
    ],
    drawn: ['reach.all', 'reach.newlyFiled', 'reach.neverFiled', 'apr.mean', 'late.over90', 'roa.market'],
  },
  {
    id: 'differentiation',
    title: { en: 'Product differentiation δ', zh: '产品差异化 δ' },
    path: 'products.differentiation',
    arms: ['0', '1'],
    setting: [],
    readings: [
      {
        id: 'contractsAll',
        name: { en: 'δ also contracts limits and terms', zh: 'δ 亦收缩额度与期限' },
        set: () => ['products.contracts=fitLimitsTerms'],
        cut: {
          en: 'Nothing: the other meaning of δ. At 0 limits and terms are alike too.',
          zh: '不关闭任何渠道，而是 δ 的另一种含义：为 0 时额度与期限也相同。',
        },
        left: { en: '', zh: '' },
      },
      {
        id: 'contractsAllUnminded',
        name: { en: 'the same, limits and terms off', zh: '同左，关闭额度与期限' },
        set: (base) => ['products.contracts=fitLimitsTerms', ...channel('limitsTerms').set(base)],
        cut: {
          en: 'Under that meaning, what consumers make of limits and terms.',
          zh: '在该含义下，消费者对额度与期限的在意。',
        },
        left: {
          en: 'What limits and terms do to amounts, instalments and risk.',
          zh: '额度与期限对金额、月供与风险的作用。',
        },
      },
    ],
    nothing: {
      id: 'nothing',
      // δ is where designs start, and redesign goes on from there.
      name: { en: 'fit, crowding and redesign', zh: '契合、拥挤与产品再设计' },
      set: (base) => [...channel('fit').set(base), ...channel('crowding').set(base), 'products.mode=fixed'],
      cut: { en: '', zh: '' },
      left: { en: '', zh: '' },
    },
    withdrawn: {
      en: 'It was run with redesign left on, and designs start from where δ puts them: redesign carries part of the effect. The next runs switch it off, too. In the small market of `test/docs/channels.test.ts` both arms then agree to the last digit.',
      zh: '原运行未关闭产品再设计，而各产品由 δ 所定的位置开始再设计：部分效应经此传递。下次运行将一并关闭；在 `test/docs/channels.test.ts` 的小市场中，此时两臂完全相同。',
    },
    inert: ['reputation'],
    // Products are as alike as δ says whether anybody minds or not.
    unmoved: ['homogenisation'],
    told: [
      'reach.all',
      'approval.all',
      'apr.mean',
      'late.over90',
      'chargeOff.rate',
      'roa.market',
      'tail.reach',
      'tail.share',
      'multiLender.borrowers',
    ],
    drawn: ['reach.all', 'tail.reach', 'approval.all', 'apr.mean', 'late.over90', 'roa.market'],
  },
]

/** Both arms as they are. */
export const ON = 'on'

/**
 * Every run of an experiment but for the seed: name of the variant, index of the arm, overrides.
 * @param {Experiment} experiment
 * @param {BaseScenario} base
 * @returns {{ readonly experiment: string, readonly variant: string, readonly arm: 0 | 1, readonly set: readonly string[] }[]}
 */
export function armsOf({ id, path, arms, setting, readings, nothing }, base) {
  const keyOf = (/** @type {string} */ override) => override.split('=')[0]
  const variants = [{ id: ON, set: () => [] }, ...CHANNELS, ...readings, nothing]
  return variants.flatMap((variant) => {
    const own = variant.set(base)
    const kept = setting.filter((override) => !own.some((other) => keyOf(other) === keyOf(override)))
    return /** @type {const} */ ([0, 1]).map((arm) => ({
      experiment: id,
      variant: variant.id,
      arm,
      set: [`${path}=${arms[arm]}`, ...kept, ...own],
    }))
  })
}
