/** Parameters of the central credit bureau: who has a file, what opens and thickens one, and what it shows. */
import { choice, dated, fixed, flag, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, COMPUTING, literature, paper, TRIAL } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

/** The section `credit` of a scenario. */
export interface CreditSection {
  readonly coverage: number
  readonly ageSlope: number
  readonly incomeSlope: number
  readonly scoredShare: number
  readonly fileFormation: boolean
  readonly formed: { readonly given0: number; readonly given50: number }
  readonly thickenMonths: number
  readonly publicity: number
  readonly enrolmentCost: number
  readonly informs: boolean
  readonly sharing: 'none' | 'negative' | 'full'
  readonly recordMonths: number
}

/** One point of the curve of files that loans form. */
const formed = (percent: number): ParameterTable<'credit'>['credit.formed.given0'] =>
  fixed(number(-1, [-1, 1]), COMPUTING, {
    label: { en: `Formed where ${percent} % are given`, zh: `外生建档 ${percent}% 时的借款建档占比` },
    en: `With file formation: of those to whom coverage gives no file, the part with one from a loan by month 0 if coverage gives ${percent} %. −1: found by a pilot run. Both 0: coverage is the part given outright.`,
    zh: `借款建档时，若覆盖率外生给予 ${percent}% 的人，其余人中至第 0 月因借款而建档的占比。−1 表示由试运行求得；两者均为 0 表示覆盖率即外生给予的部分。`,
  })

export const CREDIT_PARAMETERS: ParameterTable<'credit'> = {
  'credit.coverage': dated(share(0.727), paper('Table 5', '表 5'), {
    label: { en: 'Credit coverage', zh: '征信覆盖率' },
    en: 'Share of adults with a file in the central bank’s credit bureau: at the start, or in month 0 where loans form files, those included; 1 means everybody. Coverages are nested: .9 contains exactly the people of .727 and more.',
    zh: '在央行征信系统中有征信记录的成年人占比：初始时，或在借款建档时为第 0 月（含借款建档者）；1 表示人人有记录。覆盖是嵌套的：0.9 恰好包含 0.727 的全部人群。',
  }),
  'credit.ageSlope': fixed(number(0.5, [-5, 5], '1/decade'), TRIAL, {
    label: { en: 'Files by age', zh: '年龄对征信记录的影响' },
    en: 'Log-odds of having a file gained per ten years of age.',
    zh: '年龄每增加十岁，拥有征信记录的对数几率增量。',
  }),
  'credit.incomeSlope': fixed(number(0.5, [-5, 5]), TRIAL, {
    label: { en: 'Files by income', zh: '收入对征信记录的影响' },
    en: 'Log-odds of having a file gained per unit of log persistent income.',
    zh: '对数持续收入每增加一单位，拥有征信记录的对数几率增量。',
  }),
  'credit.scoredShare': fixed(share(0.75), TRIAL, {
    label: { en: 'Scored among filed', zh: '有评分者占比' },
    en: 'Share of those with a file whose file has a credit history and so a score; the others are thin files.',
    zh: '有征信记录者中有信贷历史、因而有评分的占比；其余为薄征信记录。',
  }),
  'credit.fileFormation': dated(
    flag(false),
    { ...ASSUMED, mark: 'design' },
    {
      label: { en: 'Loans form files', zh: '借款建档' },
      en: 'Whether a loan that is reported opens a file for somebody without one, and reported months thicken it. Coverage then gives so many files outright that month 0 shows it.',
      zh: '报送的贷款是否为无征信记录者建档，记录随报送月数逐渐充实。此时外生给予的记录数使第 0 月恰为覆盖率。',
    },
  ),
  'credit.formed.given0': formed(0),
  'credit.formed.given50': formed(50),
  'credit.thickenMonths': dated(whole(6, [1, 60], 'month'), ASSUMED, {
    label: { en: 'Months until a file is scored', zh: '征信记录获得评分所需月数' },
    en: 'Months with a reported payment record after which a file without history gets a score (with file formation).',
    zh: '允许借款建档时，没有信贷历史的征信记录积累多少个月的报送还款后获得评分。',
  }),
  'credit.publicity': dated(
    share(0, [0, 1], '1/month'),
    paper('§5 names publicity as a remedy; the value is free', '§5 以宣传为对策；数值自由设定', 'free'),
    {
      label: { en: 'Publicity', zh: '征信宣传' },
      en: 'Monthly chance that publicity for the bureau reaches somebody without a file; 0 means no campaign. Who is reached enrols if it pays (credit.enrolmentCost).',
      zh: '征信宣传每月触及某无征信记录者的概率；0 表示没有宣传。被触及者在划算时建档（credit.enrolmentCost）。',
    },
  ),
  'credit.enrolmentCost': dated(number(20, [0, 100_000], 'CNY'), ASSUMED, {
    label: { en: 'Cost of enrolling', zh: '自愿建档成本' },
    en: 'Trouble and disclosure that enrolling costs, as money. Whom publicity reaches enrols if a file is expected to save more than this on the next need, at one’s own risk.',
    zh: '自愿建档的麻烦与信息披露，折合为金额。宣传所及者按自身风险预期建档可在下次需求上节省的金额，超过此数即建档。',
  }),
  'credit.informs': dated(
    flag(true),
    { ...ASSUMED, mark: 'design' },
    {
      label: { en: 'A file informs', zh: '征信记录提供信息' },
      en: 'Whether a file says something of its owner’s risk to lenders that use the bureau. Off, one channel of coverage is closed: lenders see what a file records, but no score.',
      zh: '征信记录是否向使用征信的机构提供借款人的风险信息。关闭即关闭覆盖率的一条作用机制：机构看得到记录的内容，但没有评分。',
    },
  ),
  'credit.sharing': dated(
    choice('negative', {
      none: { en: 'a lender sees its own loans only', zh: '机构只看到自己的贷款' },
      negative: { en: 'arrears and charge-offs at other lenders', zh: '其他机构的逾期与核销（负面信息）' },
      full: {
        en: 'also the number of other lenders and their instalments',
        zh: '另含其他债权机构数及其月供（全面信息）',
      },
    }),
    ASSUMED,
    {
      label: { en: 'Sharing among lenders', zh: '信息共享' },
      en: 'What the bureau shows lenders that use it of reported loans elsewhere, for people with a file.',
      zh: '对有征信记录者，征信系统向查询机构展示其他机构已报送贷款的哪些信息。',
    },
  ),
  'credit.recordMonths': dated(
    whole(60, [0, 240], 'month'),
    literature(
      'Regulation on the Administration of Credit Reporting (2013), article 16: five years (recalled, unverified)',
      '《征信业管理条例》（2013）第十六条：五年（凭记忆引用，未核实）',
    ),
    {
      label: { en: 'Life of a bad record', zh: '不良记录保存期' },
      en: 'Months for which the bureau shows a charge-off. A dated cut deletes for good what is older; 0 shows none.',
      zh: '征信系统展示核销记录的月数。时间线中调低即永久删除更早的记录；0 表示不展示。',
    },
  ),
}

export const BUREAU_SWITCHES: Switches<'fileFormation' | 'publicity' | 'sharing', 'enrol' | 'report'> = {
  fileFormation: {
    label: { en: 'Loans form credit files', zh: '借款建档' },
    off: { 'credit.fileFormation': false },
    on: { 'credit.fileFormation': true, 'credit.thickenMonths': 6 },
    streams: [],
  },
  publicity: {
    label: { en: 'Enrolment by publicity', zh: '宣传与自愿建档' },
    off: { 'credit.publicity': 0 },
    on: { 'credit.publicity': 0.02, 'credit.enrolmentCost': 20 },
    streams: ['enrol'],
  },
  sharing: {
    label: { en: 'Lenders share information', zh: '机构间信息共享' },
    off: {
      'credit.sharing': 'none',
      'lenders.bank.reportingShare': 1,
      'lenders.licensed.reportingShare': 1,
      'lenders.platform.reportingShare': 1,
    },
    on: { 'credit.sharing': 'full', 'lenders.platform.reportingShare': 0.9 },
    streams: ['report'],
  },
}
