/**
 * The counters of the month (base/counters.ts): the market's own, and those of its mechanisms. An entry with `en` and `zh`
 * is a recorded column; without them it is counted for use within the month.
 */
import { FILE_MARKET_COUNTERS } from './mechanisms/bureau/tables.ts'
import { TALK_LENDER_COUNTERS } from './mechanisms/diffusion/tables.ts'
import { INDUSTRY_MARKET_COUNTERS } from './mechanisms/entry-exit/tables.ts'
import { FRAUD_LENDER_COUNTERS, FRAUD_MARKET_COUNTERS } from './mechanisms/fraud/tables.ts'
import { PARTNER_LENDER_COUNTERS, PARTNER_MARKET_COUNTERS } from './mechanisms/partners/tables.ts'
import { PREPAYMENT_LENDER_COUNTERS, PREPAYMENT_MARKET_COUNTERS } from './mechanisms/prepayment/tables.ts'
import { LINE_MARKET_COUNTERS } from './mechanisms/revolving/tables.ts'

const OWN_MARKET_COUNTERS = {
  unemployed: { unit: 'person', en: 'unemployed of working age', zh: '失业人数' },
  income: { unit: 'fen', en: 'income received', zh: '收入' },
  spending: { unit: 'fen', en: 'consumption, needs included', zh: '消费支出（含大额需求）' },
  illiquidSaving: { unit: 'fen', en: 'paid into illiquid saving', zh: '非流动性储蓄' },
  liquidSavings: { unit: 'fen', en: 'liquid savings at the end of the month', zh: '月末流动性储蓄' },
  savingsInterest: { unit: 'fen' },
  estates: { unit: 'fen' },
  needs: { unit: 'count', en: 'needs that arose', zh: '新产生的需求数' },
  demanded: { unit: 'count', en: 'needs that came to ask for credit', zh: '转为信贷需求数' },
  demandedFen: { unit: 'fen', column: 'demandedYuan', en: 'amount of those needs', zh: '信贷需求金额' },
  served: { unit: 'count', en: 'needs financed wholly or in part', zh: '获融资需求数' },
  expired: { unit: 'count', en: 'needs that expired without credit', zh: '过期未满足需求数' },
  shoppers: { unit: 'person', en: 'consumers who shopped for credit', zh: '寻求信贷人数' },
  applicants: { unit: 'person', en: 'consumers who applied at least once', zh: '申请人数' },
  deniedPersons: {
    unit: 'person',
    en: 'applicants who got no loan this month because every application was denied',
    zh: '全部被拒人数',
  },
  applications: { unit: 'count', en: 'applications', zh: '申请笔数' },
  approvals: { unit: 'count', en: 'applications approved', zh: '批准笔数' },
  declined: { unit: 'count', en: 'approved quotes that the consumer declined', zh: '消费者放弃的报价' },
  rationed: { unit: 'count', en: 'approvable applications turned away for lack of capital', zh: '因资本不足被拒申请' },
  loans: { unit: 'count', en: 'loans made', zh: '放款笔数' },
  requestedFen: { unit: 'fen', column: 'requested', en: 'amount asked for in loans made', zh: '放款对应的申请金额' },
  originatedFen: { unit: 'fen', column: 'originated', en: 'amount lent', zh: '放款金额' },
  aprFen: { unit: 'fen' },
  surplusNeeds: {
    unit: 'count',
    en: 'needs sampled for consumer surplus as they first asked',
    zh: '首次求贷时抽样计算消费者剩余的需求数',
  },
  surplusFen: { unit: 'fen', column: 'surplus', en: 'consumer surplus of these', zh: '其消费者剩余' },
  weight: { unit: 'count' },
  aprWeight: { unit: 'count' },
  aprSquaredWeight: { unit: 'count' },
  rebateFen: { unit: 'fen' },
  referralFen: { unit: 'fen', column: 'referralCost', en: 'of it rewards for recommendations', zh: '其中推荐奖励' },
  firstLoans: { unit: 'count', en: 'loans to those who had never borrowed', zh: '首次借款笔数' },
  current: { unit: 'fen', en: 'balance with nothing past due', zh: '正常余额' },
  past30: { unit: 'fen', en: 'balance one instalment (1-30 days) past due', zh: '逾期一期余额' },
  past60: { unit: 'fen', en: 'balance two instalments (31-60 days) past due', zh: '逾期两期余额' },
  past90: { unit: 'fen', en: 'balance three instalments (61-90 days) past due', zh: '逾期三期余额' },
  npl: { unit: 'fen', en: 'balance more than 90 days past due', zh: '逾期90天以上余额' },
  chargedOffFen: { unit: 'fen', column: 'chargedOff', en: 'balance charged off', zh: '核销金额' },
  recoveredFen: { unit: 'fen', column: 'recovered', en: 'recoveries on charged-off claims', zh: '核销回收' },
  repaidFen: { unit: 'fen', column: 'repaid', en: 'instalments paid', zh: '还款金额' },
  borrowers: { unit: 'person', en: 'consumers with debt', zh: '有债务人数' },
  multiLender: { unit: 'person', en: 'consumers with debt at two or more lenders', zh: '多头借贷人数' },
  borrowersUnder30: { unit: 'person', en: 'consumers under 30 with debt', zh: '30岁以下有债务人数' },
  multiLenderUnder30: {
    unit: 'person',
    en: 'consumers under 30 with debt at two or more lenders',
    zh: '30岁以下多头借贷人数',
  },
  debtServiceBp: { unit: 'bp' },
  debtors: { unit: 'count' },
  births: { unit: 'person', en: 'consumers who entered', zh: '进入市场人数' },
  settledFen: {
    unit: 'fen',
    column: 'settledAtExit',
    en: 'performing debt settled from outside at exit',
    zh: '退出时由外部结清的债务',
  },
} as const

/** Of the whole market. */
export const MARKET_COUNTERS: typeof OWN_MARKET_COUNTERS &
  typeof FILE_MARKET_COUNTERS &
  typeof FRAUD_MARKET_COUNTERS &
  typeof INDUSTRY_MARKET_COUNTERS &
  typeof LINE_MARKET_COUNTERS &
  typeof PARTNER_MARKET_COUNTERS &
  typeof PREPAYMENT_MARKET_COUNTERS = {
  ...OWN_MARKET_COUNTERS,
  ...FILE_MARKET_COUNTERS,
  ...FRAUD_MARKET_COUNTERS,
  ...INDUSTRY_MARKET_COUNTERS,
  ...LINE_MARKET_COUNTERS,
  ...PARTNER_MARKET_COUNTERS,
  ...PREPAYMENT_MARKET_COUNTERS,
}

const OWN_LENDER_COUNTERS = {
  applications: { unit: 'count', en: 'applications received', zh: '收到申请' },
  approvals: { unit: 'count', en: 'applications approved', zh: '批准申请' },
  rationed: { unit: 'count', en: 'turned away for lack of capital', zh: '因资本不足被拒' },
  originations: { unit: 'count', en: 'loans made', zh: '放款笔数' },
  originatedFen: { unit: 'fen', column: 'originated', en: 'amount lent', zh: '放款金额' },
  aprFen: { unit: 'fen' },
  approvedFen: { unit: 'fen' },
  interestFen: { unit: 'fen' },
  waivedFen: { unit: 'fen' },
  repaidFen: { unit: 'fen' },
  settledFen: { unit: 'fen' },
  chargedOffFen: { unit: 'fen', column: 'chargedOff', en: 'balance charged off', zh: '核销金额' },
  expectedLossFen: {
    unit: 'fen',
    column: 'expectedLoss',
    en: 'charge-offs that its class expected this month of the loans on its books',
    zh: '同类机构对其在账贷款当月核销的预期',
  },
  recoveredFen: { unit: 'fen' },
  rebateFen: { unit: 'fen' },
  checkoutFen: { unit: 'fen' },
  newCustomers: { unit: 'count', en: 'loans to customers new to it', zh: '新客户借款笔数' },
  repeatLoans: { unit: 'count', en: 'of them here again', zh: '其中仍在此借款的笔数' },
  repeatFen: {
    unit: 'fen',
    column: 'repeatLent',
    en: 'amount lent to those who had borrowed here before',
    zh: '向曾在此借款者的放款金额',
  },
  customersLoans: {
    unit: 'count',
    en: 'loans anywhere by those whose latest was here',
    zh: '上一次在此借款者的新借款笔数',
  },
  customers: { unit: 'person', en: 'consumers whose latest loan was here', zh: '最近一次借款在此的消费者数' },
  satisfaction: { unit: 'count' },
  balanceFen: { unit: 'fen' },
  reportedFen: { unit: 'fen' },
  current: { unit: 'fen' },
  past30: { unit: 'fen' },
  past60: { unit: 'fen' },
  past90: { unit: 'fen' },
  past120: { unit: 'fen' },
  past150: { unit: 'fen' },
  past180: { unit: 'fen' },
  borrowers: { unit: 'person', en: 'consumers with a loan here', zh: '借款人数' },
  promotedShoppers: { unit: 'count' },
  promotedBookings: { unit: 'count' },
  heldOutShoppers: { unit: 'count' },
  heldOutBookings: { unit: 'count' },
  promotedNext: {
    unit: 'count',
    en: 'next loans, here or elsewhere, of its customers won in a promotion, their lender not promoting',
    zh: '促销期外，促销获得客户的下一笔借款',
  },
  promotedRepeat: { unit: 'count', en: 'of them from the same lender', zh: '其中仍向该机构借款' },
  otherNext: {
    unit: 'count',
    en: 'next loans, here or elsewhere, of all its other customers, their lender not promoting',
    zh: '促销期外，其他客户的下一笔借款',
  },
  otherRepeat: { unit: 'count', en: 'of them from the same lender', zh: '其中仍向该机构借款' },
} as const

/** By lender. */
export const LENDER_COUNTERS: typeof OWN_LENDER_COUNTERS &
  typeof FRAUD_LENDER_COUNTERS &
  typeof PARTNER_LENDER_COUNTERS &
  typeof PREPAYMENT_LENDER_COUNTERS &
  typeof TALK_LENDER_COUNTERS = {
  ...OWN_LENDER_COUNTERS,
  ...FRAUD_LENDER_COUNTERS,
  ...PARTNER_LENDER_COUNTERS,
  ...PREPAYMENT_LENDER_COUNTERS,
  ...TALK_LENDER_COUNTERS,
}

/** By product. */
export const PRODUCT_COUNTERS = {
  originations: { unit: 'count', en: 'loans made', zh: '放款笔数' },
  originatedFen: { unit: 'fen', column: 'originated', en: 'amount lent', zh: '放款金额' },
  aprFen: { unit: 'fen' },
  applications: { unit: 'count' },
  checkoutFen: { unit: 'fen' },
  newCustomers: { unit: 'count' },
  interestFen: { unit: 'fen' },
  rebateFen: { unit: 'fen' },
  chargedOffFen: { unit: 'fen' },
  recoveredFen: { unit: 'fen' },
  balanceFen: { unit: 'fen', column: 'balance', en: 'debt outstanding', zh: '贷款余额' },
  held: { unit: 'count' },
} as const

/** By niche: purpose × amount band × age band. */
export const NICHE_COUNTERS = {
  potential: { unit: 'count', en: 'needs that arose', zh: '潜在需求数' },
  potentialFen: { unit: 'fen', column: 'potentialYuan', en: 'amount of those needs', zh: '潜在需求金额' },
  demanded: { unit: 'count', en: 'needs that came to ask for credit', zh: '信贷需求数' },
  demandedFen: { unit: 'fen', column: 'demandedYuan', en: 'amount of those needs', zh: '信贷需求金额' },
  served: { unit: 'count', en: 'needs financed wholly or in part', zh: '获融资需求数' },
  servedFen: { unit: 'fen', column: 'servedYuan', en: 'amount lent', zh: '获融资金额' },
} as const

/** By group of consumers. */
export const GROUP_COUNTERS = {
  demanded: { unit: 'count', en: 'needs that came to ask for credit', zh: '信贷需求数' },
  served: { unit: 'count', en: 'needs financed wholly or in part', zh: '获融资需求数' },
  applications: { unit: 'count', en: 'applications', zh: '申请笔数' },
  denied: { unit: 'count', en: 'applications denied', zh: '被拒笔数' },
  requestedFen: { unit: 'fen', column: 'requested', en: 'amount asked for in loans made', zh: '放款对应的申请金额' },
  grantedFen: { unit: 'fen', column: 'granted', en: 'amount lent', zh: '放款金额' },
  aprFen: { unit: 'fen' },
  chargedOffFen: { unit: 'fen', column: 'chargedOff', en: 'balance charged off', zh: '核销金额' },
  falseExclusions: { unit: 'count', en: 'honest applications refused as fraud', zh: '误判为欺诈的诚实申请' },
} as const

/** By year of age; amounts are sums over person-months. */
export const AGE_COUNTERS = {
  personMonths: { unit: 'count' },
  borrowerMonths: { unit: 'count' },
  loans: { unit: 'count' },
  income: { unit: 'fen' },
  spending: { unit: 'fen' },
  illiquidSaving: { unit: 'fen' },
  liquidSavings: { unit: 'fen' },
  debt: { unit: 'fen' },
  /** Consumer-months in which spending exceeded income. */
  overspentMonths: { unit: 'count' },
  /** Amount lent, and the change of debt: lent less repaid, written off and settled. */
  borrowed: { unit: 'fen' },
  netBorrowing: { unit: 'fen' },
} as const

/** Counters in cells: how many cells there are stands in market/tally.ts. */
export const CELL_COUNTERS = {
  /** Amount lent by product and grade, [product × GRADES + grade]. */
  productGradeFen: { per: 'productGrade' },
  /** Amount lent by product and purpose, [product × purposes + purpose]. */
  productPurposeFen: { per: 'productPurpose' },
  /** Balance with nothing worse than 90 days past due, by lender and grade, [lender × GRADES + grade]. */
  lenderGradeFen: { per: 'lenderGrade' },
  /** Balance more than 90 days past due, charge-offs and recoveries. */
  lenderGradeLateFen: { per: 'lenderGrade' },
  lenderGradeChargedOffFen: { per: 'lenderGrade' },
  lenderGradeRecoveredFen: { per: 'lenderGrade' },
  /** Of P2P platforms alone: interest and approvable lending. */
  lenderGradeInterestFen: { per: 'lenderGrade' },
  lenderGradeApprovedFen: { per: 'lenderGrade' },
  /** Facilitated loans: flows by lender (`LOAN_FLOW`), and balances by lender and months past due. */
  facilitatedFlowFen: { per: 'lenderFlow' },
  facilitatedFen: { per: 'lenderBucket' },
  /** Consumers by the classes (bits) that they ever borrowed from. */
  adopters: { per: 'classSet' },
  /** By class × file state × bin. */
  aprLoans: { per: 'aprCell' },
  aprFen: { per: 'aprCell' },
  /** Borrowers by number of lenders, under 30 at [lenders − 1], older at [LOAN_SLOTS + lenders − 1]. */
  lendersOfBorrowers: { per: 'loanSlotByAge' },
  /** Debtors by instalments due over income, under 30 and older. */
  debtService: { per: 'debtServiceByAge' },
  /** `demanded` and `served` of groups by all of age band × income quartile × file × purpose (base/cells.ts). */
  jointDemanded: { per: 'jointCell' },
  jointServed: { per: 'jointCell' },
  /** Needs as they arrive, and by fate as they close: [(group × kinds + kind) × fates + fate] (base/cells.ts). */
  groupArrivals: { per: 'fateCell' },
  groupFates: { per: 'fateCellFate' },
  /** The same by niche, outside F★ and in it: [(niche × 2 + inside) × fates + fate]. */
  nicheArrivals: { per: 'nicheSide' },
  nicheFates: { per: 'nicheSideFate' },
  /** Loans by file × true risk, fen lent, and basis points × fen. */
  riskLoans: { per: 'riskCell' },
  riskFen: { per: 'riskCell' },
  riskAprFen: { per: 'riskCell' },
  /** Applications in F★ by cell of the score, and their true chance of default within a year, in millionths. */
  scoreApplications: { per: 'scoreCell' },
  scoreApplicationsPpm: { per: 'scoreCell' },
  /** By cell of the score at origination: loans, those that went bad within a year, and expected ones in millionths. */
  scoreLoans: { per: 'scoreCell' },
  scoreDefaulted: { per: 'scoreCell' },
  scoreExpectedPpm: { per: 'scoreCell' },
  scorePricedPpm: { per: 'scoreCell' },
  /** Charge-offs that the model expected this month and realised ones, fen, by class × cell of loans (market/scores.ts). */
  lossModelledFen: { per: 'classLossCell' },
  lossRealisedFen: { per: 'classLossCell' },
  /**
   * By tick of origination since the first tick: drawn this month on lines that were first drawn on in an earlier month,
   * defaulted, charged off.
   */
  vintageDrawnFen: { per: 'tick' },
  vintageDefaultedFen: { per: 'tick' },
  vintageChargedOffFen: { per: 'tick' },
} as const
