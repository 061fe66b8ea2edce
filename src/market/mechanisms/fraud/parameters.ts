/** Parameters of fraud, of the shared list of fraudsters, and of leaks of personal data. */

import { choice, dated, number, share, whole } from '../../../base/parameter.ts'
import { ASSUMED, paper, TRIAL } from '../../../base/sources.ts'
import type { Switches } from '../../../scenarios/mechanisms.ts'
import type { ParameterTable } from '../../../scenarios/parameter.ts'

const MECHANISM = paper(
  'sections 4.3 and 5 name fraud, leaked personal data, anti-fraud by blacklists and data protection; no number is given',
  '第 4.3、5 节提到欺诈、个人信息泄露、反欺诈黑名单与个人信息保护；未给出数值',
)

/** The section `fraud` of a scenario. */
export interface FraudSection {
  readonly share: number
  readonly repeat: number
  readonly appearance: number
  readonly detectionStart: number
  readonly detectionMax: number
  readonly falsePositive: number
  readonly merchantCheck: number
  readonly learningCases: number
  readonly blacklist: 'none' | 'shared'
  readonly blacklistShare: number
  readonly blacklistMonths: number
  readonly leakRate: number
  readonly leakEffect: number
  readonly leakUnlicensed: number
  readonly dataProtection: number
}

export const FRAUD_PARAMETERS: ParameterTable<'fraud'> = {
  'fraud.share': dated(share(0, [0, 0.5]), TRIAL, {
    label: { en: 'Share of fraud', zh: '欺诈需求占比' },
    en: 'Chance that a need which comes to ask for credit is never meant to be repaid; 0 = no fraud and no screening. An independent trial of this model took 0.003.',
    zh: '转为信贷申请的需求自始无意偿还的概率；0 表示无欺诈、无反欺诈筛查。本模型的独立试验取 0.003。',
  }),
  'fraud.repeat': dated(share(0.25), ASSUMED, {
    label: { en: 'Fraud again', zh: '再次欺诈概率' },
    en: 'The same chance for somebody who has tried fraud before, where it is the higher of the two.',
    zh: '曾有欺诈行为者的相应概率（取两者中较高者）。',
  }),
  'fraud.appearance': dated(number(0.5, [0, 4]), ASSUMED, {
    label: { en: 'Good appearance', zh: '包装程度' },
    en: 'How much better a fraudulent application looks to the lender’s score, in standard deviations of risk type. 0: like the person’s honest ones.',
    zh: '欺诈申请在评分中显得更优的幅度（以风险类型标准差计）；0 表示与其诚实申请无异。',
  }),
  'fraud.detectionStart': dated(share(0.1), ASSUMED, {
    label: { en: 'Detection without experience', zh: '初始识别率' },
    en: 'Share of fraudulent applications that a lender without experience of fraud finds out.',
    zh: '毫无反欺诈经验的机构识别欺诈申请的比例。',
  }),
  'fraud.detectionMax': dated(share(0.7), ASSUMED, {
    label: { en: 'Detection with experience', zh: '识别率上限' },
    en: 'The same share with experience of fraud without end.',
    zh: '经验无限积累时的识别比例。',
  }),
  'fraud.merchantCheck': dated(share(0.5), ASSUMED, {
    label: { en: 'Fraud stopped by merchants', zh: '商户核验拦截率' },
    en: 'Share of the fraudulent applications which screening lets through that fail at a bound product, since its money goes to a merchant.',
    zh: '通过筛查的欺诈申请中，因场景贷款项直接付给商户而失败的比例。',
  }),
  'fraud.falsePositive': dated(share(0.005), ASSUMED, {
    label: { en: 'False alarms without experience', zh: '初始误判率' },
    en: 'Share of honest applications that a lender without experience takes for fraud; falls towards nothing as it learns.',
    zh: '毫无经验的机构将诚实申请误判为欺诈的比例；随经验积累趋近于零。',
  }),
  'fraud.learningCases': dated(number(5, [0.01, 10_000], 'count'), ASSUMED, {
    label: { en: 'Cases to learn from', zh: '学习所需案例数' },
    en: 'Frauds caught or written off, per 10,000 simulated consumers, after which a lender has learnt half of what can be learnt.',
    zh: '机构学会一半所需识别或核销的欺诈案例数（每 1 万名模拟消费者）。',
  }),
  'fraud.blacklist': dated(
    choice('none', {
      none: { en: 'no shared list', zh: '无共享名单' },
      shared: { en: 'lenders share a list of fraudsters', zh: '机构共享欺诈黑名单' },
    }),
    MECHANISM,
    {
      label: { en: 'Blacklist', zh: '反欺诈黑名单' },
      en: 'Whether whom one lender has caught, or written off for fraud, all others refuse. Those reported by mistake are refused too.',
      zh: '被一家机构识别或因欺诈核销者是否被其他机构一律拒绝；误报者同样被拒。',
    },
  ),
  'fraud.blacklistShare': dated(share(1), ASSUMED, {
    label: { en: 'Reports that reach the list', zh: '报送入库比例' },
    en: 'Share of lenders’ reports that reach the shared list.',
    zh: '机构报告进入共享名单的比例。',
  }),
  'fraud.blacklistMonths': dated(whole(36, [1, 600], 'month'), ASSUMED, {
    label: { en: 'Time on the list', zh: '在册时长' },
    en: 'Months after which a name comes off the list.',
    zh: '名单上的记录在若干月后失效。',
  }),
  'fraud.leakRate': dated(number(0, [0, 100], '1/month'), ASSUMED, {
    label: { en: 'Rate of data leaks', zh: '数据泄露率' },
    en: 'Leaks a month expected of a supervised lender with untrained staff, were everybody its customer; in proportion to customers and weakness. 0 = none.',
    zh: '假设全体消费者均为其客户时，一家受监管但员工未受训练的机构每月预期泄露次数；与客户数和薄弱程度成正比。0 表示无泄露。',
  }),
  'fraud.leakEffect': dated(number(2, [0, 1000]), ASSUMED, {
    label: { en: 'Fraud by stolen identity', zh: '身份盗用效应' },
    en: 'Rise of the share of fraud, relative, for each exposure per head in the last twelve months.',
    zh: '近十二个月人均泄露一次使欺诈占比相对上升的幅度。',
  }),
  'fraud.leakUnlicensed': dated(number(2, [0, 100]), ASSUMED, {
    label: { en: 'Weakness without a licence', zh: '无牌照薄弱倍数' },
    en: 'How many times likelier data leak at a lender that no licence puts under supervision, quality of service equal.',
    zh: '服务质量相同时，无牌照（不受监管）机构的泄露可能性倍数。',
  }),
  'fraud.dataProtection': dated(share(0), MECHANISM, {
    label: { en: 'Protection of personal data', zh: '个人信息保护' },
    en: 'Share of leaks that protection prevents.',
    zh: '个人信息保护所避免的泄露比例。',
  }),
}

export const FRAUD_SWITCHES: Switches<
  'fraud' | 'blacklist' | 'dataLeaks',
  'fraud' | 'detection' | 'fraudReport' | 'leak'
> = {
  fraud: {
    label: { en: 'Fraud', zh: '欺诈' },
    off: { 'fraud.share': 0 },
    on: { 'fraud.share': 0.03 },
    streams: ['fraud', 'detection'],
  },
  blacklist: {
    label: { en: 'Shared blacklist', zh: '共享黑名单' },
    off: { 'fraud.blacklist': 'none' },
    on: { 'fraud.share': 0.03, 'fraud.blacklist': 'shared' },
    streams: ['fraudReport'],
  },
  dataLeaks: {
    label: { en: 'Data leaks', zh: '数据泄露' },
    off: { 'fraud.leakRate': 0 },
    on: { 'fraud.share': 0.03, 'fraud.leakRate': 3, 'fraud.leakEffect': 20 },
    streams: ['leak'],
  },
}
