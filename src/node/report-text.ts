/** What the report says, in both languages. */
import type { Mark } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import type { Lang } from '../scenarios/parameter.ts'

const TEXTS: { readonly [key: string]: Bilingual } = {
  simulated: {
    en: 'Simulated data from an agent-based model: no statement about any real lender or borrower.',
    zh: '本报告数据由多主体模型模拟生成，不构成对任何真实机构或个人的陈述。',
  },
  scenario: { en: 'Scenario', zh: '情景' },
  seed: { en: 'seed', zh: '种子' },
  digest: { en: 'digest', zh: '摘要' },
  contents: { en: 'Contents', zh: '目录' },
  headline: { en: 'Findings', zh: '主要发现' },
  oneRun: {
    en: 'One run under one seed: values are counts of this run, and nothing is judged against another. What stands below of its charts is judged within the run, by intervals over its independent cases.',
    zh: '本次仅以一个种子运行一次：数值为本次运行的统计，不与其他运行比较。以下各图的陈述按本次运行内部独立个案的区间判断。',
  },
  judgedAll: { en: 'Of all outcomes and arms', zh: '全部指标与实验组' },
  notClear: { en: 'Headlines not told from chance', zh: '不显著的主要指标' },
  noneClear: { en: 'No headline differs clear of chance.', zh: '主要指标均无显著差异。' },
  levelsOf: { en: 'In the arm', zh: '实验组' },
  indexTitle: { en: 'Results', zh: '结果目录' },
  noResults: { en: 'There are no finished results in this folder.', zh: '此文件夹中没有已完成的结果。' },
  indexNote: {
    en: 'Numbers from the tables of each folder; of several arms, the lowest and the highest mean. One seed does not show how much results vary.',
    zh: '数值取自各文件夹的数据表；有多个实验组时，为各组均值的最小与最大值。单个种子不能反映结果的波动。',
  },
  results: { en: 'Results', zh: '结果' },
  kind: { en: 'Kind', zh: '类别' },
  size: { en: 'Size', zh: '规模' },
  limits: { en: 'What should not be concluded', zh: '不应得出的结论' },
  limitReal: {
    en: 'Nothing about real lenders or borrowers: every number comes from the model.',
    zh: '不可推及真实机构或借款人：所有数值均由模型生成。',
  },
  limitFree: {
    en: 'No size is evidence by itself: {free} of {all} parameters are free or assumed, with no source for their value. Directions and orders of size may carry over where they hold over ranges of these; a sensitivity analysis tells.',
    zh: '效应大小本身并非证据：{all}个参数中有{free}个为自由或假定取值，没有数值来源。只有在这些参数的取值范围内均成立的方向与量级才可推广，可由敏感性分析检验。',
  },
  limitOne: {
    en: 'Nothing about chance: one run cannot say what another seed would give, and differences from another single run may be luck.',
    zh: '不可判断随机性：一次运行无法说明更换种子的结果，与另一次运行之差可能只是偶然。',
  },
  limitFew: {
    en: 'No arm is better or worse than another: fewer than five runs of each judge nothing.',
    zh: '不可判断实验组孰优孰劣：每组不足五次运行，不作判断。',
  },
  limitChance: {
    en: 'Not that what is not told from chance is nothing: its interval says how large it may still be. Intervals cover chance between seeds, not doubt about the model or its parameters.',
    zh: '与随机波动无法区分并不等于没有差异：区间给出其可能的大小。区间仅反映种子间的随机性，不含模型与参数的不确定性。',
  },
  limitSettings: {
    en: 'Nothing beyond these settings: effects hold for this scenario, its population and its reported months.',
    zh: '不可外推至其他设定：效应仅适用于本情景、其人口规模与报告期。',
  },
  chartList: { en: 'What the charts show', zh: '各图所示' },
  files: { en: 'Files:', zh: '文件：' },
  specification: { en: 'specification', zh: '图表规范' },
  dataFolder: { en: 'tables', zh: '数据表' },
  copy: { en: 'Copy table', zh: '复制表格' },
  copied: { en: 'Copied', zh: '已复制' },
  notCopied: { en: 'Could not be copied', zh: '无法复制' },
  values: { en: 'Values of the chart', zh: '图中数据' },
  more: { en: '{shown} of {all} rows are shown; all are copied.', zh: '显示{all}行中的前{shown}行；复制时包含全部。' },
  saveSvg: { en: 'Save as SVG', zh: '另存为 SVG' },
  savePng: { en: 'Save as PNG', zh: '另存为 PNG' },
  saveMenu: { en: 'Save the chart', zh: '保存图表' },
  methods: { en: 'Methods', zh: '方法' },
  sources: { en: 'Sources', zh: '来源' },
  headlineNote: {
    en: 'Over the reported months of this one run. Another seed gives somewhat other numbers.',
    zh: '为本次运行报告期内的结果；更换随机种子，数值会略有不同。',
  },
  unsteady: {
    en: 'Not steady: these still move within the reported months, by more than 2 % from the first half to the second, so means depend on where the window lies. A dated change moves them; otherwise a longer burn-in (horizon.burnIn) may settle them.',
    zh: '未趋稳：以下指标在报告期内仍在变动（后半期与前半期之差超过2%），均值随窗口位置而变。定时变更会使其变动；否则可延长预热期（horizon.burnIn）。',
  },
  measure: { en: 'Measure', zh: '指标' },
  value: { en: 'Value', zh: '取值' },
  unit: { en: 'Unit', zh: '单位' },
  arm: { en: 'Arm', zh: '实验组' },
  armSets: { en: 'Sets', zh: '改动' },
  armPlain: { en: 'nothing: the scenario as it is', zh: '无（原情景）' },
  replications: { en: 'Runs of each arm', zh: '每组运行次数' },
  moreArms: {
    en: 'and {count} more arms: see the report',
    zh: '另有{count}个实验组，见报告',
  },
  armsAgainst: {
    en: 'Small figures: difference from the first arm, run by run under the same seed; * where it is clear of chance (Holm, 5 %, over all outcomes and arms). First arm:',
    zh: '小字为与第一个实验组之差（同种子逐次配对）；* 表示经霍尔姆校正（全部指标与实验组，5%）后显著。第一个实验组：',
  },
  points: { en: ' points', zh: '个百分点' },
  armsNote: {
    en: 'Means over the runs of an arm over the reported months, ± half the width of the 95 % interval of the mean (Student’s t). For percentages, ± and differences are in percentage points.',
    zh: '报告期内各实验组多次运行的均值，± 后为均值95%置信区间（t分布）的半宽；百分比的 ± 与差值均以百分点计。',
  },
  armsNoteFew: {
    en: 'Means over the runs of an arm over the reported months. Fewer than five runs: no intervals, and nothing is judged. “--replications 20” runs more.',
    zh: '报告期内各实验组多次运行的均值。每组不足五次运行：不给区间，也不作判断。可用“--replications 20”增加重复次数。',
  },
  armsNoteOne: {
    en: 'One run of each arm over the reported months: nothing can be said about chance. “--replications 20” runs more.',
    zh: '每组仅一次运行，无法区分偶然因素。可用“--replications 20”增加重复次数。',
  },
  factor: { en: 'Factor', zh: '因子' },
  range: { en: 'Range', zh: '区间' },
  strongest: { en: 'Largest estimates', zh: '估计值最大的因子' },
  chance: { en: 'Chance', zh: '随机因素' },
  failedResamples: { en: 'resamples without a value', zh: '无法得出数值的重抽样次数' },
  morrisNote: {
    en: 'Mean absolute elementary effects over the whole range of a factor, in the unit of the outcome (of percentages in points), with 95 % bootstrap intervals, by size; * where the first is clear of every other factor (Holm, 5 %, over all pairs and outcomes), otherwise the order is not settled. Chance: its part in the mean square of the first factor’s effects. The results hold for these ranges and do not say which values are plausible.',
    zh: '因子走完整个区间的平均绝对基本效应，以结果的单位计（百分比以百分点计），括号内为95%自助法区间，按大小排列；* 表示居首者显著大于其他所有因子（在全部配对与指标间经霍尔姆校正，5%），否则次序未定。随机因素：其在居首因子效应均方中的占比。结论仅适用于所设区间，不说明何种取值合理。',
  },
  sobolNote: {
    en: 'Total Sobol indices, the share of the variance that a factor has a part in, with 95 % bootstrap intervals; first-order indices after the stroke; by size; * where the first is clear of every other factor (Holm, 5 %, over all pairs and outcomes), otherwise the order is not settled. Chance: its part in the variance between points, which the indices leave out. The results hold for these ranges and do not say which values are plausible.',
    zh: '总索博尔指数，即因子参与的方差占比，括号内为95%自助法区间，斜线后为一阶指数，按大小排列；* 表示居首者显著大于其他所有因子（在全部配对与指标间经霍尔姆校正，5%），否则次序未定。随机因素：其在点间方差中的占比，指数中已扣除。结论仅适用于所设区间，不说明何种取值合理。',
  },
  free: { en: 'Free parameter', zh: '待校准参数' },
  before: { en: 'Before', zh: '校准前' },
  estimate: { en: 'Estimate', zh: '估计值' },
  error: { en: 'Error', zh: '误差' },
  told: { en: '95 % interval', zh: '95%区间' },
  untold: { en: 'not identified by the targets', zh: '目标无法识别' },
  target: { en: 'Target', zh: '目标' },
  published: { en: 'Published', zh: '公布值' },
  after: { en: 'After', zh: '校准后' },
  verdict: { en: 'Verdict', zh: '结论' },
  met: { en: 'met', zh: '符合' },
  missed: { en: 'MISSED', zh: '未符合' },
  'not measured': { en: 'not measured', zh: '未测得' },
  fitted: { en: 'Fitted to', zh: '参与拟合' },
  unfitted: { en: 'Not fitted to', zh: '未参与拟合' },
  smmNote: {
    en: 'Simulated moments: the values at which means over runs come nearest to the middles of the published ranges, each range being read as a 95 % interval. Error: standard error by the sandwich formula. Interval: where the profile of the misfit stays within 3.84 of its least. Targets that were not fitted to say whether the fit holds where nothing was tuned. Fitted values are no evidence of the parameters themselves.',
    zh: '模拟矩法：使多次运行均值最接近公布区间中点的参数值，公布区间视为95%区间。误差为夹心公式标准误；区间为失配剖面在最小值以上3.84以内的范围。未参与拟合的目标用于检验拟合是否外推成立。拟合值本身并非参数的实证依据。',
  },
  abcNote: {
    en: 'Approximate Bayesian computation: mean, standard deviation and middle 95 % of the weighted draws that came nearest to the middles of the published ranges, with a uniform prior over the ranges of the parameters. Targets that were not fitted to say whether the fit holds where nothing was tuned. Fitted values are no evidence of the parameters themselves.',
    zh: '近似贝叶斯计算：在参数区间取均匀先验，最接近公布区间中点的加权抽样的均值、标准差与居中95%。未参与拟合的目标用于检验拟合是否外推成立。拟合值本身并非参数的实证依据。',
  },
  charts: { en: 'Charts', zh: '图表' },
  chartsNote: {
    en: 'Point at a mark to read its values, or open them as a table under the chart. Links to files work where this report lies in its folder.',
    zh: '将指针移到图形上可读取数值，也可在图下展开数据表。文件链接在本报告位于原文件夹时有效。',
  },
  noCharts: {
    en: 'No charts were drawn for this run. “xiaojin chart” with the folder’s name draws them from its data.',
    zh: '本次运行未绘图。可用“xiaojin chart 文件夹名”由数据补绘。',
  },
  parameters: { en: 'Parameters', zh: '参数' },
  mechanismsOn: { en: 'Mechanisms at work:', zh: '启用的机制：' },
  mechanismsOff: { en: 'Switched off:', zh: '未启用：' },
  changed: { en: 'Set otherwise than the default', zh: '与默认值不同的参数' },
  noneChanged: { en: 'Every parameter has its default value.', zh: '所有参数均为默认值。' },
  unchanged: { en: 'At the default', zh: '取默认值的参数' },
  parameter: { en: 'Parameter', zh: '参数' },
  default: { en: 'Default', zh: '默认值' },
  source: { en: 'Source of the default', zh: '默认值来源' },
  origin: { en: 'Set by', zh: '设定处' },
  reproduce: { en: 'How to reproduce', zh: '如何复现' },
  reproduceAgain: {
    en: 'From this folder, with the same version of the program, these commands run the scenario again and compare every file:',
    zh: '在本文件夹中，用同一版本的程序重新运行情景并逐文件比对：',
  },
  reproduceTyped: { en: 'The run was started with', zh: '本次运行的启动命令' },
  promise: {
    en: 'Data, tables and chart specifications come out the same byte for byte on any machine; drawings and this report do so with the same build, rendering packages and JavaScript engine.',
    zh: '数据、表格与图表规范在任何机器上逐字节相同；图形与本报告在相同构建、渲染组件与 JavaScript 引擎下逐字节相同。',
  },
  cite: { en: 'How to cite', zh: '如何引用' },
  provenance: { en: 'Provenance', zh: '来源信息' },
  labels: { en: 'About names of lenders', zh: '关于机构名称' },
  labelsNote: {
    en: 'Where lenders bear names of the paper’s companies or codes that stand for them, the name labels a starting capital and nothing else. Their products, prices, losses and failures here are made by the model and say nothing about the real firms.',
    zh: '凡机构沿用论文中公司的名称或对应代码，名称仅表示起始资本。其产品、价格、损失与退出均由模型生成，不反映真实公司的情况。',
  },
  engine: { en: 'Program', zh: '程序' },
  commit: { en: 'Git commit', zh: 'Git 提交' },
  dirty: { en: 'with uncommitted changes', zh: '含未提交的修改' },
  code: { en: 'SHA-256 of the code', zh: '代码 SHA-256' },
  lockfile: { en: 'SHA-256 of the lock file', zh: '锁文件 SHA-256' },
  scenarioHash: { en: 'SHA-256 of the scenario', zh: '情景 SHA-256' },
  runDigest: { en: 'Digest of the run', zh: '运行摘要' },
  random: { en: 'Random numbers', zh: '随机数' },
  renderer: { en: 'Drawn with', zh: '绘图组件' },
  unknown: { en: 'not known', zh: '未知' },
}

/** Throws on a key that is not there; every key is said in every report, so a test meets each. */
export function reportText(key: string, lang: Lang): string {
  const text = TEXTS[key]
  if (text === undefined) throw new Error(`the report has no text ${key}`)
  return text[lang]
}

/** The mark of a default's source, short enough for a table. */
export const MARKS: { readonly [mark in Mark]: Bilingual } = {
  paper: { en: 'paper', zh: '论文' },
  literature: { en: 'literature', zh: '文献' },
  free: { en: 'free', zh: '自由' },
  design: { en: 'design', zh: '设计' },
}
