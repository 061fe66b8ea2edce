/** What is recorded of fraud and leaks of data. */
import { intColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const FRAUD_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('fraudAttempts', 'count', 'fraudulent applications', '欺诈申请笔数'),
  intColumn('fraudDetected', 'count', 'fraudulent applications refused as fraud', '被识破的欺诈申请'),
  intColumn('fraudLoans', 'count', 'loans got by fraud', '骗贷笔数'),
  yuanColumn('fraudLoss', 'balance of such loans charged off', '欺诈贷款核销金额'),
  intColumn('falseExclusions', 'count', 'honest applications refused as fraud', '被误判为欺诈的诚实申请'),
  intColumn('listed', 'person', 'consumers on the shared list of fraudsters', '在共享黑名单上的人数'),
  intColumn('leaks', 'count', 'leaks of customers’ data', '数据泄露次数'),
  intColumn(
    'exposed',
    'person',
    'borrowers of lenders whose data leaked, each counted once a leak',
    '信息被泄露的借款人次（每次泄露各计一次）',
  ),
]

/** Of each lender, month by month. */
export const FRAUD_LENDER_COLUMNS: readonly ColumnSpec[] = [
  intColumn('fraudAttempts', 'count', 'fraudulent applications received', '收到欺诈申请'),
  intColumn('fraudDetected', 'count', 'of them refused as fraud', '其中被识破'),
  intColumn('fraudLoans', 'count', 'loans got by fraud', '骗贷笔数'),
  yuanColumn('fraudLoss', 'balance of such loans charged off', '欺诈贷款核销金额'),
  intColumn('falseExclusions', 'count', 'honest applications refused as fraud', '误判为欺诈的诚实申请'),
  intColumn('exposed', 'person', 'borrowers here whose data leaked', '信息被泄露的借款人数'),
]
