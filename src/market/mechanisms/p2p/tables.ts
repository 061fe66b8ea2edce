/** What is recorded of P2P platforms and their investors. */
import { floatColumn, intColumn, MONTH_COLUMN, tableOf, textColumn, yuanColumn } from '../../../base/build-table.ts'
import type { ColumnSpec, TableSpec } from '../../../base/table.ts'

/** Kinds of events: investors place money, holders run, a platform closes. */
export type P2pKind = 'fund' | 'run' | 'closure'

/** Of the market, month by month. */
export const INVESTOR_MONTH_COLUMNS: readonly ColumnSpec[] = [
  yuanColumn('investorCash', 'P2P investors’ money not lent', 'P2P 出借人未出借资金'),
  yuanColumn('investorClaims', 'P2P investors’ claims on borrowers', 'P2P 出借人债权'),
  yuanColumn('investorIncome', 'interest of P2P investors, net of fees', 'P2P 出借人利息收入（扣除服务费）'),
  yuanColumn('investorLoss', 'charge-offs less recoveries on P2P investors’ claims', 'P2P 出借人损失（核销减回收）'),
]

/** One row a P2P platform and month; empty where there is none. */
export const P2P: TableSpec = tableOf(
  'p2p',
  'P2P platforms and their investors, month by month',
  'P2P 平台与出借人逐月',
  [
    MONTH_COLUMN,
    textColumn('platform', 'code of the lender', '机构代码'),
    textColumn(
      'status',
      'open, closed (borrowers still repay) or woundUp',
      '状态：在营、已关闭（借款人仍在还款）、已清退',
    ),
    yuanColumn('claims', 'claims of investors', '出借人债权余额'),
    yuanColumn('ownClaims', 'loans that the platform bridges with its own money', '平台自有资金垫付的债权'),
    yuanColumn('idle', 'money set aside for its listings and not lent', '已投标未放出的资金'),
    yuanColumn('inflow', 'money set aside for its listings this month', '当月投标资金'),
    yuanColumn('funded', 'new loans paid by investors', '出借人出资的新放款'),
    yuanColumn('withdrawalsAsked', 'withdrawals asked for', '申请退出金额'),
    yuanColumn('withdrawalsPaid', 'withdrawals paid out of new money', '以新资金兑付的退出金额'),
    yuanColumn('repaid', 'repayments passed on to investors, before the fee', '转付出借人的还款（扣费前）'),
    yuanColumn('interest', 'interest on investors’ claims', '出借人债权利息'),
    yuanColumn('fee', 'fee kept by the platform', '平台服务费'),
    yuanColumn(
      'lossChargeOff',
      'investors’ losses while it lends: charge-offs less recoveries',
      '在营期间出借人损失（核销减回收）',
    ),
    yuanColumn('lossClosure', 'investors’ losses after its closure', '关闭后出借人损失'),
    floatColumn(
      'expectedReturn',
      '1',
      'annual return that holders expect of their claims, losses and fear off',
      '持有人预期年化收益（扣除预期损失与担忧）',
    ),
    intColumn('holders', 'person', 'investors with claims', '持有债权的出借人数'),
  ],
)
