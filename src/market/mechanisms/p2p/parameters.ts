/** Parameters of P2P platforms and their investors. */

import { dated, fixed, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, COMPUTING, design, literature } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

/** As commonly cited: not checked against the portal's own tables. */
const PORTAL = literature(
  'average return of P2P platforms in 2017, about 9.5 % (Wangdaizhijia, as commonly cited; unverified), less two and a half points, of which the initial margin of the class, which goes to investors too, makes up two',
  '网贷之家：2017 年行业平均综合收益率约 9.5%（常见引用，未核实），减去 2.5 个百分点（其中 2 个百分点由同样归出借人的类别初始定价加成补足）',
)

/** The section `p2p` of a scenario. */
export interface P2pSection {
  readonly platforms: number
  readonly size: number
  readonly investors: number
  readonly wealth: number
  readonly wealthSd: number
  readonly targetReturn: number
  readonly feeRate: number
  readonly lossCutoff: number
  readonly outsideReturn: number
  readonly sensitivity: number
  readonly riskAversion: number
  readonly learning: number
  readonly contagion: number
  readonly runShare: number
  readonly runMonths: number
  readonly walkAway: number
}

export const P2P_PARAMETERS: ParameterTable<'p2p'> = {
  'p2p.platforms': fixed(
    whole(0, [0, 20], 'count'),
    design(
      'none was left after 2020; the paper still describes them (section 3.1.2)',
      '2020 年后已无在营平台；论文 3.1.2 节仍作描述',
    ),
    {
      label: { en: 'P2P platforms', zh: 'P2P 平台数' },
      en: 'This many alike P2P platforms join the roster, each with the products ecommerce and traditional. The roster can name others with the model p2p.',
      zh: '在机构名录之后增设若干相同的 P2P 平台，各提供 ecommerce 与 traditional 两种产品；也可在名录中以 model: p2p 自行列出。',
    },
  ),
  'p2p.size': fixed(number(2, [0.001, 1000]), ASSUMED, {
    label: { en: 'Size of a P2P platform', zh: 'P2P 平台规模权重' },
    en: 'Weight of each of those platforms, in the measure of the weights of the roster’s other platforms: decides brand, overheads and own capital.',
    zh: '每个平台的权重，与名录中其他平台的权重同一尺度：决定品牌、固定费用与自有资本。',
  }),
  'p2p.investors': fixed(whole(2000, [10, 100_000], 'person'), COMPUTING, {
    label: { en: 'Investor agents', zh: '出借人数（智能体）' },
    en: 'Number of investor agents, whatever the number of consumers; their money scales with the consumers.',
    zh: '出借人智能体数量，与消费者人数无关；其资金总额随消费者人数变化。',
  }),
  'p2p.wealth': fixed(number(40, [0, 100_000], 'CNY'), ASSUMED, {
    label: { en: 'Investors’ money per consumer', zh: '人均可出借资金' },
    en: 'Money that all investors together have set aside at the start, per simulated consumer.',
    zh: '期初全部出借人可用于出借的资金，按每名模拟消费者计。',
  }),
  'p2p.wealthSd': fixed(number(1, [0, 3]), ASSUMED, {
    label: { en: 'Inequality of investors’ money', zh: '出借资金离散度' },
    en: 'Standard deviation of the logarithm of an investor’s money.',
    zh: '单个出借人资金对数的标准差。',
  }),
  'p2p.targetReturn': dated(number(0.07, [0, 0.5], '1/year'), PORTAL, {
    label: { en: 'Return aimed at for investors', zh: '目标出借收益率' },
    en: 'What a P2P platform prices in for investors where other lenders price in their cost of funds, after stated losses and fee.',
    zh: 'P2P 平台定价时为出借人预留的收益率（扣除预告损失与服务费后），相当于其他机构的资金成本。',
  }),
  'p2p.feeRate': dated(number(0.08, [0, 0.5], '1/year'), ASSUMED, {
    label: { en: 'Platform’s fee', zh: '平台服务费率' },
    en: 'What the platform keeps, per year of investors’ claims, never more than the month’s interest on them; it pays the platform’s costs out of it.',
    zh: '平台按出借人债权余额年化收取的费用，不超过当月利息；平台以此支付成本。',
  }),
  'p2p.lossCutoff': dated(share(0.08, [0, 1], '1/year'), ASSUMED, {
    label: { en: 'Highest expected loss listed', zh: '上架标的预期损失上限' },
    en: 'A P2P platform lists nobody whose expected annual loss, by its own model, is higher; others bear the loss, so it need not be the cut-off of its class.',
    zh: '按平台自身模型，预期年化损失高于此值的借款人不予上架；损失由出借人承担，故可不同于所属类别的风险上限。',
  }),
  'p2p.outsideReturn': dated(number(0.03, [0, 0.5], '1/year'), ASSUMED, {
    label: { en: 'Return elsewhere', zh: '外部收益率' },
    en: 'Return against which investors weigh a listing; a holder who expects less, risk allowed for, asks the money back. It is a yardstick and pays nothing.',
    zh: '出借人衡量标的的基准收益率；经风险调整后预期低于它的持有人要求退出。仅作比较，不产生收益。',
  }),
  'p2p.sensitivity': dated(number(60, [0, 1000]), ASSUMED, {
    label: { en: 'Investors’ sensitivity to return', zh: '出借人对收益的敏感度' },
    en: 'Utility of one unit (100 points) of annual return in the choice among listings and cash, against taste noise of the logit.',
    zh: '在各标的与现金之间进行 logit 选择时，每单位（100 个百分点）年化收益的效用。',
  }),
  'p2p.riskAversion': fixed(number(0.5, [0, 20]), ASSUMED, {
    label: { en: 'Investors’ risk aversion', zh: '出借人风险厌恶' },
    en: 'Mean extra weight of an expected loss over a return of the same size; exponentially distributed over investors.',
    zh: '预期损失相对同等收益的平均附加权重，在出借人之间呈指数分布。',
  }),
  'p2p.learning': dated(share(0.1, [0, 1], '1/month'), ASSUMED, {
    label: { en: 'Investors’ learning', zh: '出借人学习权重' },
    en: 'Weight of the latest month in adaptive expectations of return and loss; fear of closures and memories of a platform left fade at the same rate.',
    zh: '适应性预期中最近一月的权重；对平台倒闭的担忧及对已退出平台的记忆以同一速度消退。',
  }),
  'p2p.contagion': dated(number(0.02, [0, 1], '1/year'), ASSUMED, {
    label: { en: 'Contagion', zh: '恐慌传染' },
    en: 'Annual loss that investors fear on every other platform once one closes in a run or fails, and on their own platform per unit of withdrawals it did not pay.',
    zh: '一家平台因挤兑或失败关闭后，出借人对其他每家平台增加的年化损失担忧；本平台未兑付比例按同一系数计入。',
  }),
  'p2p.runShare': dated(share(0.3), ASSUMED, {
    label: { en: 'Unpaid withdrawals that make a run', zh: '构成挤兑的未兑付比例' },
    en: 'A month in which withdrawals asked for and not paid exceed this share of investors’ claims is a month of a run.',
    zh: '当月未兑付的退出请求超过出借人债权的这一比例即为挤兑月。',
  }),
  'p2p.runMonths': dated(whole(2, [1, 24], 'month'), ASSUMED, {
    label: { en: 'Months of a run until closure', zh: '挤兑至关闭月数' },
    en: 'After this many months of a run one after another the platform closes: it lends no more, and investors are paid as borrowers repay.',
    zh: '连续挤兑达到该月数后平台关闭：停止放款，出借人随借款人还款逐步收回。',
  }),
  'p2p.walkAway': dated(share(0.2), ASSUMED, {
    label: { en: 'Borrowers who walk away after a closure', zh: '平台关闭后逃废债比例' },
    en: 'Share of a closed P2P platform’s borrowers who pay it nothing from then on, whatever they could pay.',
    zh: 'P2P 平台关闭后不再还款的借款人比例，无论其有无偿还能力。',
  }),
}

export const P2P_SWITCHES: Switches<'p2p', 'investor' | 'walkAway'> = {
  p2p: {
    label: { en: 'P2P platforms', zh: 'P2P 平台' },
    off: { 'p2p.platforms': 0 },
    on: { 'p2p.platforms': 3 },
    streams: ['investor', 'walkAway'],
  },
}
