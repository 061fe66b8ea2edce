/** What is recorded of fraud and leaks of data. */
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Kind of event: data of customers got out. */
export type FraudKind = 'leak'

/** Counters of the market. */
export const FRAUD_MARKET_COUNTERS = {
  fraudAttempts: { unit: 'count', en: 'fraudulent applications', zh: '欺诈申请笔数' },
  fraudDetected: { unit: 'count', en: 'fraudulent applications refused as fraud', zh: '被识别的欺诈申请' },
  fraudLoans: { unit: 'count', en: 'loans got by fraud', zh: '骗贷笔数' },
  fraudLossFen: { unit: 'fen', column: 'fraudLoss', en: 'balance of such loans charged off', zh: '欺诈贷款核销金额' },
  falseExclusions: { unit: 'count', en: 'honest applications refused as fraud', zh: '被误判为欺诈的诚实申请' },
  listed: { unit: 'person', en: 'consumers on the shared list of fraudsters', zh: '在共享黑名单上的人数' },
  leaks: { unit: 'count', en: 'leaks of customers’ data', zh: '数据泄露次数' },
  exposed: {
    unit: 'person',
    en: 'borrowers of lenders whose data leaked, each counted once a leak',
    zh: '信息被泄露的借款人次（每次泄露各计一次）',
  },
} as const

/** Of the market, month by month. */
export const FRAUD_MONTH_COLUMNS: readonly ColumnSpec[] = Object.values(columnsOf(FRAUD_MARKET_COUNTERS))

/** Counters by lender. */
export const FRAUD_LENDER_COUNTERS = {
  fraudAttempts: { unit: 'count', en: 'fraudulent applications received', zh: '收到欺诈申请' },
  fraudDetected: { unit: 'count', en: 'of them refused as fraud', zh: '其中被识别' },
  fraudLoans: { unit: 'count', en: 'loans got by fraud', zh: '骗贷笔数' },
  fraudLossFen: { unit: 'fen', column: 'fraudLoss', en: 'balance of such loans charged off', zh: '欺诈贷款核销金额' },
  falseExclusions: { unit: 'count', en: 'honest applications refused as fraud', zh: '误判为欺诈的诚实申请' },
  fraudCases: { unit: 'count' },
  exposed: { unit: 'person', en: 'borrowers here whose data leaked', zh: '信息被泄露的借款人数' },
} as const

/** Of each lender, month by month. */
export const FRAUD_LENDER_COLUMNS: readonly ColumnSpec[] = Object.values(columnsOf(FRAUD_LENDER_COUNTERS))
