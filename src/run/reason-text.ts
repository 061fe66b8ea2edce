/**
 * Reasons of lenders' events in Chinese. The log has them in English, as part of what a run is judged by; here each of its
 * sentences has a twin. Values in a sentence are numbers, codes and names, or sentences again.
 */
import { ARCHETYPE_NAMES, CLASS_NAMES, PURPOSE_NAMES } from '../base/vocabulary.ts'
import type { MarketEvent } from '../market/events.ts'

export const KINDS_IN_CHINESE: { readonly [kind in MarketEvent['kind']]: string } = {
  found: '设立',
  policy: '政策变动',
  coverage: '征信覆盖',
  close: '月末结账',
  reprice: '调价',
  promote: '促销',
  refrain: '不作促销',
  endPromotion: '结束促销',
  imitate: '模仿',
  innovate: '创新',
  adopt: '改用新设计',
  reject: '放弃方案',
  launch: '推出产品',
  withdraw: '下架产品',
  bind: '限定用途',
  raise: '补充资本',
  exit: '停止放贷',
  windUp: '清算',
  enter: '开业',
  turnAway: '未获准入',
  leak: '数据泄露',
  fund: '募集资金',
  run: '挤兑',
  closure: '关闭',
  partner: '助贷合作',
}

/** `{}` stands for a value; `{0}` for the first, where the order differs. */
export const SENTENCES: readonly (readonly [en: string, zh: string])[] = [
  ['nobody', '无人考虑'],
  ['{} of {} considerations booked', '{1}次考虑中成交{0}次'],
  [
    'it ran its time; in its last month {} with the promotion, {} in the hold-out group',
    '促销到期；最后一个月，促销对象{}，对照组{}',
  ],
  ['a launch: no demand is known yet that could speak against it', '新产品，尚无需求数据表明不宜促销'],
  ['additional customers are expected to pay for it', '预计新增客户的收益足以抵补成本'],
  ['additional customers would not pay for what all customers are given', '新增客户的收益不足以抵补给予全体客户的优惠'],
  ['promotion spending of twelve months exceeds its share of profit', '近十二个月的促销支出超过利润的规定比例'],
  ['within its share of profit', '促销支出未超过利润的规定比例'],
  ['no rule forbids it', '没有规则禁止'],
  ['close rivals promote', '相近的竞争产品正在促销'],
  ['close rivals promote as deeply', '相近的竞争产品促销力度更大'],
  ['expected booked margin rises', '预期成交利差上升'],
  [
    'the research budget, a share of the profit of twelve months, does not pay for another project',
    '研发预算（近十二个月利润的一定比例）不足以再支持一个项目',
  ],
  ['no more profit: {}', '利润不会增加：{}'],
  ['{} yuan a month foreseen', '预计每月{}元'],
  ['{} yuan a month foreseen, less than of its other plan', '预计每月{}元，低于另一方案'],
  ['{} yuan a month foreseen from {}', '{1}，预计每月{0}元'],
  ['{} yuan a month foreseen, beside its other products, {}', '{1}，在现有产品之外预计每月{0}元'],
  ['the new design', '采用新设计'],
  ['a design nearer to {}', '设计向{}靠拢'],
  ['a design nearer to {}, unevaluated', '设计向{}靠拢，未测算收益'],
  ['from research', '自主研发'],
  ['after {}', '仿照{}'],
  ['it offers that already', '已有同样的产品'],
  ['it offers nearly that already', '已有相近的产品'],
  ['no room on the market for another product: loans remember {}', '市场产品数已达上限{}，不能再推出'],
  [
    '{} lent {} yuan in the twelve months to {} months ago; it looks there {}',
    '截至{2}个月前的十二个月，{0}放款{1}元；以此为对象，{3}',
  ],
  ['without a look at what it would bring', '不测算收益，直接模仿'],
  ['and weighs a copy', '权衡是否模仿'],
  [
    '{} sampled shoppers want {}, could be lent to and are served badly',
    '样本中有{}名消费者有{}贷款需求，可以放款，而现有产品不合其需要',
  ],
  ['it asks nobody', '不作调查'],
  ['it found no creditworthy demand to aim at', '未发现可针对的合格需求'],
  ['{} and changes at random', '{}，随机改动'],
  ['{} yuan lost in twelve months, negative for {} months in a row', '近十二个月亏损{}元，连续{}个月为负'],
  ['insolvent: equity is {}', '资不抵债：净资产为{}'],
  [
    'in breach for {} months: equity is {} of what it lends and guarantees, less than {}',
    '连续{}个月不达标：净资产为放款与担保余额的{}，低于{}',
  ],
  ['its platform has closed', '其平台已关闭'],
  ['lending without a licence and without a purchase is forbidden', '禁止无牌照、无消费场景的放贷'],
  ['{} short of the minimum capital', '距最低资本尚差{}'],
  ['{}, to be raised by month {}', '{}，须在第{}个月之前补足'],
  ['{}, and its owners expect less than they require of more', '{}，股东预期追加资本的回报低于要求'],
  [
    "{}: its owners put it in, as profit and the class's return of {} cover what they require",
    '{}：利润与同类机构{}的回报率达到股东要求，由股东补足',
  ],
  ['its capital meets the minimum again', '资本重新达到最低要求'],
  ['its book has run off; its funders lose {}', '存量贷款已清；资金方损失{}'],
  ['its book has run off; its owners take the remaining {}', '存量贷款已清；股东取回剩余的{}'],
  [
    '{}, capital {}: lenders of the class earn {} on equity; opens with {}',
    '{}，资本{}：同类机构的净资产回报率为{}；开业产品：{}',
  ],
  ['{}, capital {}: its date has come', '{}，资本{}：到了设定的开业时间'],
  ['a copy of {}, drawn by what products lent', '{}的仿制品，按各产品放款额抽取'],
  ['{}, whose products earn most, after the model of {}', '{}（此类产品收益最高），仿照{}'],
  ['{}, by its own idea', '{}，自行构想'],
  ['data of {} customers got out', '{}名客户的数据泄露'],
  ['{} of applications go to {}: {}', '转给{1}的申请比例为{0}：{2}'],
  ['{} of applications go to {}', '转给{1}的申请比例为{0}'],
  ['{}; {}', '{}；{}'],
  ['the rule on own funding leaves {} of the {} asked for', '按自有资金比例的规定，原定的{1}只能转出{0}'],
  ['the capital of {} admits {} of new lending', '{}的资本只够新增放款的{}'],
  [
    "withdrawals of {} yuan asked, {} paid; {} % of investors' claims of {} stay unpaid",
    '投资人要求提现{}元，支付{}元；投资人债权{3}元中{2}%未能支付',
  ],
  ['a run of {} months: {}', '挤兑持续{}个月：{}'],
  ['its own equity is {} yuan', '自身净资产为{}元'],
  ['peer-to-peer platforms must close', 'P2P平台须关闭'],
  ['CNY {}', '{}元'],
]

const NAMES: ReadonlyMap<string, string> = new Map(
  [ARCHETYPE_NAMES, CLASS_NAMES, PURPOSE_NAMES].flatMap((names) =>
    Object.entries(names).map(([name, { zh }]): [string, string] => [name, zh]),
  ),
)

/** A number with its unit, or the code of a lender or product. */
const VALUE = /^(?:[−-]?\d[\d,.e-]*(?: %)?|L\d+(?:-[a-z]+)?)$/

const PATTERNS = SENTENCES.map(([en, zh]) => {
  const source = en.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '(.+)')
  return { pattern: new RegExp(`^${source}$`), zh }
})

function fill(zh: string, values: readonly string[]): string {
  let next = 0
  return zh.replace(/\{(\d?)\}/g, (_, at: string) => values[at === '' ? next++ : Number(at)])
}

/** The Chinese of a reason; null for a sentence that has none. */
export function reasonInChinese(why: string): string | null {
  if (VALUE.test(why)) return why.replace(' %', '%').replace(/^-/, '−')
  const name = NAMES.get(why)
  if (name !== undefined) return name
  for (const { pattern, zh } of PATTERNS) {
    const found = pattern.exec(why)
    if (found === null) continue
    const values = found.slice(1).map(reasonInChinese)
    if (values.every((value) => value !== null)) return fill(zh, values)
  }
  return null
}
