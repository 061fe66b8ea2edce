/** What is recorded of credit files and the bureau. */
import { yuanColumn } from '../../../base/build-table.ts'
import { columnsOf } from '../../../base/counters.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Counters of the market. */
export const FILE_MARKET_COUNTERS = {
  filed: { unit: 'person', en: 'consumers with a credit file', zh: '有征信记录人数' },
  scored: { unit: 'person', en: 'consumers with a scored file', zh: '有征信评分人数' },
  filedEndogenously: {
    unit: 'person',
    en: 'consumers whose file a loan or enrolment opened and coverage alone would not give',
    zh: '征信记录来自借款或自愿建档（而非外生覆盖）的人数',
  },
  filesFormed: {
    unit: 'person',
    en: 'consumers whose file a reported loan opened this month',
    zh: '当月因报送贷款新建征信记录的人数',
  },
  filesThickened: {
    unit: 'person',
    en: 'consumers whose file got a score this month',
    zh: '当月征信记录获得评分的人数',
  },
  enrolled: { unit: 'person', en: 'consumers who enrolled this month', zh: '当月自愿建档人数' },
} as const

const market = columnsOf(FILE_MARKET_COUNTERS)

/** Of the market, month by month. */
export const FILE_MONTH_COLUMNS: readonly ColumnSpec[] = [
  market.filed,
  market.scored,
  market.filedEndogenously,
  market.filesFormed,
  market.filesThickened,
  market.enrolled,
  yuanColumn('reportedBalance', 'debt outstanding that the bureau knows of', '征信系统已知的贷款余额'),
]
