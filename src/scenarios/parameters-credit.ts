/** Parameters of information and risk: signals, underwriting, repayment. */

import { dated, fixed, flag, number, share, whole } from '../base/parameter.ts'
import { ASSUMED, BERG, CALIBRATED, free, paper, TRIAL } from '../base/sources.ts'
import type { ParameterTable } from './parameter.ts'

export const INFORMATION_PARAMETERS: ParameterTable<'information'> = {
  'information.bureauNoiseSd': dated(number(1.5, [0.01, 100]), BERG, {
    label: { en: 'Noise of the bureau score', zh: '征信评分噪声' },
    en: 'Standard deviation of the error of the bureau’s signal, in units of the spread of personal risk.',
    zh: '征信信号误差的标准差，以个人风险离散度为单位。',
  }),
  'information.thinFileVariance': dated(number(6, [1, 1000]), TRIAL, {
    label: { en: 'Noise of thin files', zh: '薄征信记录误差方差倍数' },
    en: 'Factor on the variance of that error for files without a credit history.',
    zh: '征信记录中没有信贷历史时，误差方差的放大倍数。',
  }),
  'information.platformNoiseSd': dated(number(1.55, [0.01, 100]), BERG, {
    label: { en: 'Noise of platform data', zh: '平台数据噪声' },
    en: 'Standard deviation of the error of the signal from platform data, in the same units.',
    zh: '平台数据信号误差的标准差，单位同上。',
  }),
  'information.signalErrorCorrelation': dated(number(0, [-0.95, 0.95]), ASSUMED, {
    label: { en: 'Correlation of signal errors', zh: '信号误差相关系数' },
    en: 'Correlation between the errors of the bureau’s and the platform’s signal.',
    zh: '征信信号与平台信号误差之间的相关系数。',
  }),
  'information.sharedPlatformError': fixed(
    share(0.85),
    free(
      'Scores that read the same data on a person err alike; the share is free',
      '读取同一批数据的评分会犯相同的错误；占比自由设定',
    ),
    {
      label: { en: 'Shared error of platforms', zh: '平台共同误差占比' },
      en: 'Share of the variance of the error of platform data that all platforms have in common, one draw a person; the rest is each platform’s own. At 0 every platform is an independent opinion, at 1 all have the same.',
      zh: '平台数据信号的误差方差中，各平台共有部分的占比（每人抽取一次），其余为各平台自有。0 表示各平台判断相互独立，1 表示完全相同。',
    },
  ),
  'information.distortion': dated(
    share(0),
    paper(
      '§4.3.1 says that e-commerce data are distorted more than bank data; the value is free',
      '§4.3.1 称电商数据比银行数据更易失真；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Distorted platform data', zh: '平台数据失真率' },
      en: 'Chance that a platform’s data on a person are distorted so that the person looks safer, one draw a person and platform.',
      zh: '平台关于某人的数据失真（使其显得更安全）的概率，每人每平台抽取一次。',
    },
  ),
  'information.distortionSize': dated(number(1, [0, 10]), ASSUMED, {
    label: { en: 'Size of the distortion', zh: '失真幅度' },
    en: 'How much safer distorted data make somebody look, in standard deviations of personal risk.',
    zh: '失真数据使人显得更安全的幅度，以个人风险标准差为单位。',
  }),
  'information.selfInterest': dated(
    number(0, [0, 5]),
    paper(
      '§4.3.1 says that platforms are scorer and guarantor at once; the value is free',
      '§4.3.1 称平台既是评分者又是担保者；数值自由设定',
      'free',
    ),
    {
      label: { en: 'Self-interest in scores', zh: '评分中的自身利益' },
      en: 'Log-odds of distress by which a platform that scores and guarantees at once rates everybody safer.',
      zh: '既评分又担保的平台把每个人评得更安全的幅度（陷入偿付困难的对数几率）。',
    },
  ),
  'information.independentScoring': dated(flag(false), paper('§5, the remedy', '§5 的对策', 'design'), {
    label: { en: 'Independent scoring', zh: '独立第三方评分' },
    en: 'Whether a third party with the platform’s data and no stake makes its scores: neither distortion nor self-interest.',
    zh: '是否由无利害关系的第三方用平台数据评分：既无失真也无自身利益。',
  }),
}

export const UNDERWRITING_PARAMETERS: ParameterTable<'underwriting'> = {
  'underwriting.debtServiceCap': dated(share(0.5, [0.01, 5]), TRIAL, {
    label: { en: 'Cap on debt service', zh: '偿债收入比上限' },
    en: 'Largest share of income that visible instalments, the new one included, may take.',
    zh: '可见月供（含新贷款）占收入的上限。',
  }),
  'underwriting.maxLenders': dated(whole(3, [1, 4], 'count'), TRIAL, {
    label: { en: 'Cap on lenders', zh: '债权机构数上限' },
    en: 'An applicant who visibly owes to this many other lenders is refused.',
    zh: '申请人可见的其他债权机构达到此数时拒绝。',
  }),
  'underwriting.maxLoans': fixed(
    whole(4, [1, 4], 'count'),
    { ...TRIAL, mark: 'design' },
    {
      label: { en: 'Loans at once', zh: '同时持有贷款数上限' },
      en: 'How many loans a consumer can hold at once; also the memory kept per consumer.',
      zh: '消费者可同时持有的贷款笔数；也决定每位消费者占用的内存。',
    },
  ),
  'underwriting.limitSlope': dated(share(0.1), ASSUMED, {
    label: { en: 'Limits by risk', zh: '额度随风险递减' },
    en: 'Share of the limit by income that each unit of log-odds of risk above the best grade costs, down to a tenth of it.',
    zh: '风险（对数几率）每高出最优等级 1，按收入计算的额度减少的比例，最低降至一成。',
  }),
  'underwriting.limitNoFile': dated(share(0.5), ASSUMED, {
    label: { en: 'Limit without a file', zh: '无征信记录者的额度比例' },
    en: 'Share of the limit by income that somebody without a credit file gets. At 1, with the next at 1, files do not matter for limits.',
    zh: '无征信记录者可得按收入计算额度的比例。与下一项同取 1 时，征信记录不影响额度。',
  }),
  'underwriting.limitThinFile': dated(share(0.7), ASSUMED, {
    label: { en: 'Limit with a thin file', zh: '薄征信记录者的额度比例' },
    en: 'Share of the limit by income that somebody with a file but no score gets.',
    zh: '有征信记录但无评分者可得按收入计算额度的比例。',
  }),
  'underwriting.learningWeight': dated(share(0.05), ASSUMED, {
    label: { en: 'Learning from losses', zh: '损失学习权重' },
    en: 'Share of the evidence on expected against realised losses, of a class and of a lender, that fades each month (learning is the remedy of the winner’s curse, Broecker 1990). 0 means no learning: all keep their first beliefs.',
    zh: '各类机构及单家机构关于预期与实际损失的证据每月淡忘的比例（学习用以应对“赢者诅咒”，Broecker 1990）。0 表示不学习，保持最初信念。',
  }),
  'underwriting.classPrior': dated(
    number(0.3, [0.001, 1000], 'CNY/person'),
    free('Nobody knows it; plausible from .1 to 10', '未知；合理范围 0.1 至 10'),
    {
      label: { en: 'Weight of a class’s first belief', zh: '同类机构先验权重' },
      en: 'What the first belief about each part of a class’s losses (level, file states, own customers, records, slope) is worth: expected charge-offs per head of population.',
      zh: '某类机构对损失各部分（水平、征信状态、老客户、还款记录、斜率）的最初信念相当于多少证据：人均预期核销额。',
    },
  ),
  'underwriting.lenderPrior': dated(
    number(10, [0.001, 1000], 'CNY/person'),
    free('Nobody knows it; plausible from 1 to 100', '未知；合理范围 1 至 100'),
    {
      label: { en: 'Weight of a lender’s first belief', zh: '单家机构先验权重' },
      en: 'What the first belief of all lenders of a class about their own loss multipliers is worth together, split by their weights: expected charge-offs per head of population.',
      zh: '同类机构对各自损失倍数的最初信念合计相当于多少证据，按权重分摊：人均预期核销额。',
    },
  ),
  'underwriting.repaymentRecord': dated(
    flag(true),
    { ...ASSUMED, mark: 'design' },
    {
      label: { en: 'Repayment records', zh: '还款记录' },
      en: 'Whether lenders tell applicants apart by how they have repaid so far: their own loans, and what the bureau shows of others’.',
      zh: '机构是否按过往还款表现区分申请人：自身贷款，以及征信所显示的他行贷款。',
    },
  ),
}

export const REPAYMENT_PARAMETERS: Omit<ParameterTable<'repayment'>, `repayment.prepayment${string}`> = {
  'repayment.meanDistress': dated(number(-6.1, [-15, 5]), CALIBRATED, {
    label: { en: 'Mean risk', zh: '平均风险' },
    en: 'Mean over people of the monthly log-odds of falling into distress. A dated rise is a wave of distress.',
    zh: '每月陷入偿付困难的对数几率的人群均值。时间线中调高即为风险上升。',
  }),
  'repayment.distressSd': fixed(number(2.5, [0, 6]), TRIAL, {
    label: { en: 'Spread of risk', zh: '风险离散度' },
    en: 'Standard deviation over people of those log-odds: what scores try to see.',
    zh: '上述对数几率在人群中的标准差，即评分所要识别的差异。',
  }),
  'repayment.debtServiceEffect': dated(number(1, [0, 10]), TRIAL, {
    label: { en: 'Effect of debt service', zh: '偿债负担的影响' },
    en: 'Log-odds of distress added per unit of instalments over income.',
    zh: '偿债收入比每增加 1，陷入偿付困难的对数几率增量。',
  }),
  'repayment.unemploymentEffect': dated(number(0.8, [0, 10]), TRIAL, {
    label: { en: 'Effect of unemployment', zh: '失业的影响' },
    en: 'Log-odds of distress added by unemployment.',
    zh: '失业使陷入偿付困难的对数几率增加的量。',
  }),
  'repayment.distressPersistence': dated(share(0.95, [0, 0.999], '1/month'), TRIAL, {
    label: { en: 'Persistence of distress', zh: '困境持续概率' },
    en: 'Probability of still being in distress a month later.',
    zh: '下一个月仍处于困境的概率。',
  }),
  'repayment.willingness': dated(number(0.1, [-10, 10]), CALIBRATED, {
    label: { en: 'Willingness to pay', zh: '还款意愿' },
    en: 'Log-odds of paying an instalment while in distress where the bureau sees the loan, before burdens (0 would be one in two).',
    zh: '处于困境且贷款已报送征信时、尚未计入负担的还款对数几率（0 即二分之一）。',
  }),
  'repayment.bureauReputation': dated(
    number(0.5, [0, 10]),
    free(
      'Field experiments of Liao, Martin, Wang, Wang & Yang: a warning that default is reported cut default by 3.7–7 points (base rate not known, so nothing is fitted to it; results over 0 to 1)',
      'Liao、Martin、Wang、Wang 与 Yang 的田野实验：提示违约将报送征信使违约率下降 3.7–7 个百分点（基准违约率未知，故不据此拟合；结果在 0 至 1 上展示）',
    ),
    {
      label: { en: 'Reputation in the bureau', zh: '征信声誉' },
      en: 'Log-odds of paying lost where the bureau does not see the loan, and reputation there is not at stake. 0 leaves everybody as willing as where it does.',
      zh: '征信看不到贷款、声誉不受影响时，还款对数几率的减少量。0 表示所有人的还款意愿与可见时相同。',
    },
  ),
  'repayment.platformExclusion': dated(number(0.5, [0, 10]), TRIAL, {
    label: { en: 'Exclusion from the platform', zh: '平台排斥' },
    en: 'Log-odds of paying added when default means exclusion from an e-commerce platform.',
    zh: '违约将被电商平台排斥时，还款对数几率的增量。',
  }),
  'repayment.instalmentBurden': dated(number(0.5, [0, 10]), ASSUMED, {
    label: { en: 'Burden of the instalment', zh: '月供负担' },
    en: 'Log-odds of paying lost per unit of instalment over income.',
    zh: '偿债收入比每增加 1，还款对数几率的减少量。',
  }),
  'repayment.balanceBurden': dated(number(0.1, [0, 10]), ASSUMED, {
    label: { en: 'Burden of the balance', zh: '余额负担' },
    en: 'Log-odds of paying lost per unit of ln(1 + months of income still owed).',
    zh: '剩余债务以月收入计为 m 时，还款对数几率按 ln(1 + m) 每单位减少的量。',
  }),
  'repayment.lossGivenDefault': dated(share(0.8), TRIAL, {
    label: { en: 'Loss given default', zh: '违约损失率' },
    en: 'Share of a charged-off claim that is lost; the rest is what an outside buyer pays for it.',
    zh: '核销债权中损失的比例；其余为外部买方支付的价款。',
  }),
  'repayment.collectionCost': dated(share(0.05), ASSUMED, {
    label: { en: 'Cost of collection', zh: '催收成本率' },
    en: 'Cost of collecting a charged-off claim, as a share of it.',
    zh: '催收核销债权的成本占债权的比例。',
  }),
}
