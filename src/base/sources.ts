/** Sources that several parameters share. Secondary pages and figures not checked in the original say so. */
import type { Mark, Sourced } from './parameter.ts'

const PAPER_EN = 'Wu Guijuan 2025, E-Commerce Letters, doi:10.12677/ecl.2025.1462111'
const PAPER_ZH = '吴贵鹃（2025），《电子商务评论》，doi:10.12677/ecl.2025.1462111'

const sourced =
  (mark: Mark) =>
  (en: string, zh: string): Sourced => ({ mark, source: { en, zh } })

export const literature: Sourcing = sourced('literature')
export const free: Sourcing = sourced('free')
export const design: Sourcing = sourced('design')
type Sourcing = ReturnType<typeof sourced>

/** A place in the paper, such as 'Table 4' / '表 4'. The paper may give the form, and leave the value free. */
export function paper(en: string, zh: string, mark: Mark = 'paper'): Sourced {
  return { mark, source: { en: `${PAPER_EN}, ${en}`, zh: `${PAPER_ZH}，${zh}` } }
}

export const TRIAL: Sourced = free(
  'No evidence: starting value from hand calibration of a trial implementation',
  '无实证依据：取自试验实现的手工校准初值',
)

export const CALIBRATED: Sourced = free(
  'No evidence: set by hand to the published targets marked “fit” (targets.yaml); scenarios/baseline.yaml fits some of them again',
  '无实证依据：手工设定，以接近 targets.yaml 中标为 fit 的公开目标；其中部分由 scenarios/baseline.yaml 重新拟合',
)

export const ASSUMED: Sourced = free('No evidence: assumption of this model', '无实证依据：本模型的假定')

export const COMPUTING: Sourced = design(
  'A matter of computing and design, not of evidence',
  '属于计算与设计的设定，与实证无关',
)

export const BERG: Sourced = free(
  'Chosen so that the simulated AUCs come near those of Berg, Burg, Gombović & Puri 2020 (bureau .683, digital footprint .696, both .736; recalled, unverified)',
  '取值使模拟 AUC 接近 Berg、Burg、Gombović 与 Puri（2020）所报告者（征信 .683、数字足迹 .696、合并 .736；凭记忆引用，未核实）',
)

export const LIFE_CYCLE: Sourced = free(
  'Modigliani & Brumberg 1954; Deaton 1991; Carroll 1997 for the form, the value is free',
  '形式取自 Modigliani 与 Brumberg（1954）、Deaton（1991）、Carroll（1997），数值自由设定',
)

export const CHAMON: Sourced = free(
  'U shape over age: Chamon & Prasad 2010 (secondary source); level set so that average spending comes near 68.3 % of income in 2024 (National Bureau of Statistics; unverified)',
  '随年龄呈 U 形：Chamon 与 Prasad（2010，二手来源）；水平使平均消费约为收入的 68.3%（国家统计局 2024 年；未核实）',
)

export const LOAN_CAP: Sourced = literature(
  'Legal limit of a consumer finance company’s loan to one person, CNY 200,000 (recalled, unverified)',
  '消费金融公司对单个个人贷款余额的监管上限 20 万元（凭记忆引用，未核实）',
)

export const APR_RANGE: Sourced = literature(
  'Published APRs of consumer finance companies lie at about 4–24 % (2025; secondary source)',
  '消费金融公司公布的年化利率约 4%–24%（2025 年；二手来源）',
)

export const DEFUSCO: Sourced = free(
  'DeFusco, Tang & Yannelis, a Chinese pricing experiment: take-up falls from 65 % to 58 % for 14.5 points of APR (secondary source); the value is free',
  'DeFusco、Tang 与 Yannelis 的中国定价实验：年化利率上升 14.5 个百分点，接受率由 65% 降至 58%（二手来源）；数值自由设定',
)

export const TEASER: Sourced = free(
  'Over-response to introductory rates: Ausubel; Shui & Ausubel 2005 (secondary source); the value is free',
  '对优惠利率反应过度：Ausubel；Shui 与 Ausubel（2005，二手来源）；数值自由设定',
)

export const FUNDS_LICENSED: Sourced = free(
  'No evidence: starting value from hand calibration of a trial; for licensed companies published figures are about 6–7 % (secondary source), so the value is open',
  '无实证依据：试验实现的手工校准初值；公开资料中持牌机构约为 6%–7%（二手来源），取值未定',
)

export const LINES: Sourced = literature(
  'Form: Huabei and Baitiao (revolving, interest-free until the statement, a monthly minimum of about 10 % as on Chinese credit cards; recalled, unverified); the value is free',
  '形式取自花呗、白条（循环、账单日前免息、最低还款约一成，与信用卡相同；凭记忆引用，未核实）；数值自由设定',
)

export const GRADED: Sourced = free(
  'Wu Guijuan 2025, section 3.1.2: e-commerce platforms rate the customer by purchase data and set a limit; the slope is free',
  '吴贵鹃（2025）第 3.1.2 节：电商平台据消费数据评定客户并设定额度；斜率自由设定',
)

export const FACILITATION_FEE: Sourced = free(
  'Listed loan facilitators: a net take of about 3 % a year where the bank bears the losses (secondary source, unverified); the value, before what borrowers cost to bring and serve and before the guarantee, is free',
  '上市助贷平台：由银行承担损失的业务净收费率约每年 3%（二手来源，未核实）；此处为扣除获客、运营与担保成本之前的费率，数值自由设定',
)

export const INTERMEDIARY: Sourced = free(
  'Wu Guijuan 2025, section 3.1.2: a credit app is often an intermediary that lends its partners’ money; the size is free',
  '吴贵鹃（2025）第 3.1.2 节：信贷 APP 多为中介，以合作方资金放贷；规模自由设定',
)
