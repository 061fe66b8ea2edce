/** What is recorded of credit files and the bureau. */
import { intColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec } from '../../../base/table.ts'

/** Of the market, month by month. */
export const FILE_MONTH_COLUMNS: readonly ColumnSpec[] = [
  intColumn('filed', 'person', 'consumers with a credit file', '有征信记录人数'),
  intColumn('scored', 'person', 'consumers with a scored file', '有征信评分人数'),
  intColumn(
    'filedEndogenously',
    'person',
    'consumers whose file a loan or enrolment opened and coverage alone would not give',
    '档案由借款或自愿建档形成（非外生覆盖）的人数',
  ),
  intColumn(
    'filesFormed',
    'person',
    'consumers whose file a reported loan opened this month',
    '当月因报送贷款新建征信记录的人数',
  ),
  intColumn('filesThickened', 'person', 'consumers whose file got a score this month', '当月征信记录获得评分的人数'),
  intColumn('enrolled', 'person', 'consumers who enrolled this month', '当月自愿建档人数'),
  yuanColumn('reportedBalance', 'debt outstanding that the bureau knows of', '征信系统已知的贷款余额'),
]
