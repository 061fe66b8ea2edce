/** Texts of charts over several runs, in both languages; `words.ts` puts them among the others. */

export const ENSEMBLE_EN = {
  'provenance.ensemble':
    '{scenario} · {arms}{runs}, seeds derived from {seed} · {consumers} simulated consumers · months 0 to {months} are reported',
  'bands.title':
    'Clear of chance in the last month (Holm, 5 %): {clear} of {all} differences from "{first}", in {names}',
  'bands.titleOne': 'In the last month lenders serve {most} of demand, on average over {runs} runs',
  'bands.subtitle': 'Lines: means over the runs of an arm. Bands: 95 % intervals of these means, from {least} runs on.',
  'bands.subtitleOne': 'One run of each arm: nothing can be said about chance.',
  'bands.caption':
    "Each month's interval stands on its own (Student's t over the runs of an arm): it says how well the mean of that month is known, not where single runs lie, and about one month in twenty misses by chance. Intervals end where a measure can go no further, such as at 0 and 100 %. Arms share their seeds, so differences between arms are known better than the bands suggest; the title judges these paired differences in the last month, corrected for their number (Holm). Demand served and tail demand served are shares of the needs that led to an application; ROA is that of the last twelve months.",
  'bands.arm': 'arm',
  'bands.mean': 'mean',
  'bands.low': '95 % from',
  'bands.high': '95 % to',
  'bands.titleNone': 'In the last month none of {all} differences from "{first}" is clear of chance (Holm, 5 %)',
  'bands.titleFew':
    'Monthly means of the arms: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
  'bands.titleOneRun': 'In the last month of this one run lenders serve {most} of demand',
  'bands.subtitleFew':
    'Lines: means over the runs of an arm. Fewer than {least} runs: no intervals are drawn, and nothing is judged.',
  'bands.reference': 'Dashed grey: the mean of "{first}". Horizontal axes: month (0 = first reported).',
  'bands.more': 'The first {shown} of {all} series are drawn; the table bands has all of them.',
  'response.title': '{told} (Holm, 5 %)',
  'response.subtitle':
    'Points: means over the runs of an arm, set slightly apart. Vertical lines: 95 % intervals of these means.',
  'response.caption':
    "Outcomes over the reported window by the values of one factor, one line for each combination of the others: means over the runs with 95 % intervals (Student's t). The title names outcomes that clearly differ between the first arm and arms in which only that factor differs, by paired differences under shared seeds with Holm's correction over all outcomes and arms. Lines that are not parallel suggest an interaction.",
  'response.moves': '"{factor}" alone clearly moves {count} of {all} outcomes: {names}',
  'response.movesNone': '"{factor}" alone clearly moves none of {all} outcomes',
  'response.titleFew':
    'Outcomes by {factors}: too few runs to judge effects ({runs} of each arm, at least {least} are needed)',
  'response.subtitleFew':
    'Points: means over the runs of an arm. Fewer than {least} runs: no intervals, and nothing is judged.',
  'forest.title': '"{second}" minus "{first}": clearly different from zero (Holm, 5 %) in {clear} of {all} outcomes',
  'forest.subtitle':
    'Paired differences with 95 % intervals; outcomes of one unit share a scale. Grey: not clear of chance.',
  'forest.caption':
    "Changes from {first} to {second} over the reported window: means of the differences between runs with the same seed, with their 95 % intervals (Student's t). Coloured differences are clear of chance after Holm's correction over all outcomes.",
  'forest.unit.1': 'percentage points',
  'forest.unit.CNY': '¥',
  'forest.unit.count': 'number',
  'forest.unit.index': 'index',
  'forest.outcome': 'outcome',
  'forest.difference': 'difference',
  'forest.state': 'finding',
  'forest.titleFew':
    '"{second}" minus "{first}": mean differences, from too few pairs to judge them ({runs}, at least {least} are needed)',
  'forest.subtitleFew':
    'Mean paired differences; outcomes of one unit share a scale. Fewer than {least} pairs: no intervals.',
  'differenceBands.title':
    '"{second}" minus "{first}": clearly different from zero in the last month (Holm, 5 %) in {clear} of {all} series: {names}',
  'differenceBands.subtitle': 'Lines: mean paired differences. Areas: their 95 % intervals, each month on its own.',
  'differenceBands.caption':
    'Monthly differences between runs with the same seed, with 95 % intervals of their means, each month on its own: without any effect, about one month in twenty excludes zero by chance. The title judges the last month only, corrected for the number of series (Holm). Differences of shares are in percentage points.',
  'differenceBands.titleNone':
    '"{second}" minus "{first}": in the last month none of {all} series clearly differs from zero (Holm, 5 %)',
  'differenceBands.titleFew':
    '"{second}" minus "{first}": mean differences, from too few pairs to judge them ({runs}, at least {least} are needed)',
  'differenceBands.subtitleFew': 'Lines: mean paired differences. Fewer than {least} pairs: no intervals.',
  'elementaryEffects.title': '{told}; each effect exceeds those of all other factors (Holm, 5 %)',
  'elementaryEffects.subtitle':
    'Mean absolute effect (across) and standard deviation (up) of moving a factor over its whole range; lines: 95 % intervals of the mean.',
  'elementaryEffects.caption':
    "Elementary effects along trajectories far apart from one another (Morris 1991; Campolongo et al. 2007), as changes of the outcome over the whole range of the factor. Below the dashed line effects vary less between trajectories than they are large; above it they depend on the other factors, on curvature or on chance, whose share is in the table elementary_effects. Intervals: bootstrap over trajectories. The title names a factor only where its mean absolute effect exceeds that of every other factor with Holm's correction over all pairs and outcomes. Of more than {panels} outcomes the first are drawn.",
  'elementaryEffects.muStar': 'mean absolute effect',
  'elementaryEffects.sigma': 'standard deviation',
  'sobolIndices.title': '{told}; each total index exceeds those of all other factors (Holm, 5 %)',
  'sobolIndices.subtitle':
    'Shares of the variance over the ranges of the factors: of each by itself, and with all its interactions; lines: 95 % intervals.',
  'sobolIndices.caption':
    "Sobol indices of the mean over seeds (Jansen 1999; Saltelli et al. 2010): where points are replicated, the variance that chance adds is removed. Values below 0 or above 1 result from few rows; bars and lines are cut at −0.25 and 1.25. Intervals: bootstrap over the rows of the design. The title names a factor only where its total index exceeds that of every other factor with Holm's correction over all pairs and outcomes. Outcomes that show nothing but chance are left out. Of more than {panels} outcomes the first are drawn.",
  'sobolIndices.first': 'by itself (first order)',
  'sobolIndices.total': 'with interactions (total)',
  'sobolIndices.index': 'share of the variance',
  'sobolIndices.kind': 'index',
  'sobolIndices.noise': 'chance {share}',
  'sensitivity.none': 'No effect of any factor is seen beyond chance',
  'sensitivity.failed': '{failed} resamples without a value',
  'sensitivity.factor': 'factor',
  'sensitivity.interval': '95 % interval',
  'sensitivity.leads': '"{factor}" leads in {first} of {all} outcomes',
  'sensitivity.noLeader': 'In none of {all} outcomes can the leading factor be told from the others (Holm, 5 %)',
  'sensitivity.few': 'Too few trajectories or rows to rank factors ({blocks}, at least {least} are needed)',
  'profiles.title': '{told} of {all} parameters have a 95 % interval inside their range',
  'profiles.subtitle':
    'Rise of the least misfit when one parameter is held and the others follow. Below the dashed red line lies the 95 % interval (grey).',
  'profiles.caption':
    'Misfit: weighted sum of squared distances of the fitted targets. Every point was run, with the other parameters where slopes put their best, so a rise can be too large but not too small. A parameter whose misfit stays below the red line on both sides (3.84, chi-square with one degree of freedom) is not identified by the targets in its range. Each interval stands on its own, without correction for the number of parameters. Solid line: the estimate; grey dashed line: the value in the scenario. High rises are cut off; ends of the interval are interpolated on the root of the rise, so they can lie beside the drawn line.',
  'profiles.rise': 'rise of the misfit',
  'posterior.title':
    'The posterior standard deviation of {told} of {all} parameters is below 80 % of that of the prior',
  'posterior.subtitle':
    'Density of the weighted draws against the uniform prior (dashed red line); grey: the middle 95 % of the draws.',
  'posterior.caption':
    'Draws of the last population of a sequential approximate Bayesian computation, weighted; 1 is as dense as the prior. A parameter counts as identified where its standard deviation is below 80 % of that of the prior. Distances are never zero, so the posterior is wider than an exact one. Solid line: the mean; grey dashed line: the value in the scenario.',
  'posterior.density': 'density (prior = 1)',
  'posterior.from': 'from',
  'posterior.to': 'to',
  'calibration.untold': 'not identified by the targets within this range',
  'calibration.estimate': 'estimate',
  'calibration.start': 'value in the scenario',
  'arms.title':
    '{clear} of {all} differences from "{first}" are clear of chance (Holm, 5 %); for example, {key} {goes} by {size} in "{arm}"',
  'arms.titleNone': 'None of {all} differences from "{first}" is clear of chance (Holm, 5 %)',
  'arms.titleOneArm': 'Outcomes of the reported window: means over {runs} runs',
  'arms.titleOneRun': 'Outcomes of one run of each arm: nothing can be said about chance',
  'arms.rises': 'rises',
  'arms.falls': 'falls',
  'arms.subtitle':
    'Left: the arms. Right: difference (Δ) from "{first}", run by run under the same seed; of percentages in points.',
  'arms.caption':
    "Outcomes over the reported window. Points are means over the runs, lines their 95 % intervals (Student's t). Differences are taken between runs with the same seed, in which consumers have the same random draws. A difference counts as clear of chance (filled point) where its paired t test is significant at 5 % after Holm's correction over all outcomes and arms of the table differences, so an interval may exclude zero without that. Shares are in percent, differences of shares in percentage points.",
  'arms.points': '{size} points',
  'arms.unitYuan': '¥',
  'arms.unitPoints': 'points',
  'arms.titleSingle':
    '1 of {all} differences from "{first}" is clear of chance (Holm, 5 %): {key} {goes} by {size} in "{arm}"',
  'arms.titleFew':
    'Outcomes by arm: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
  'arms.filled': 'Filled: clear of chance.',
  'ensemble.arms': '{count} arms, ',
  'ensemble.armsOne': '1 arm, ',
  'ensemble.runsOf': '{count} runs each',
  'ensemble.runsOne': '1 run each',
  'ensemble.armNames': 'Arms are named by {factors}.',
  'ensemble.noIntervals': 'Fewer than {least} runs of an arm: no intervals, and nothing is judged.',
  'ensemble.intervals': 'Points: means over the runs of an arm; lines: 95 % intervals of the means.',
  'ensemble.runs': 'runs',
  'ensemble.more': '{more} more',
  'verdict.rises': 'clearly rises',
  'verdict.falls': 'clearly falls',
  'verdict.unclear': 'not clear of chance',
  'verdict.unjudged': 'not judged: too few runs',
  'responseMap.title': 'Clear of chance (Holm, 5 %): {clear} of {all} differences from the cell "{first}"',
  'responseMap.titleFew':
    'Outcomes by {down} and {across}: too few runs to judge differences ({runs} of each arm, at least {least} are needed)',
  'responseMap.subtitle':
    'Means over the runs of an arm, ± half the width of their 95 % intervals. *: clearly differs from "{first}".',
  'responseMap.subtitleFew':
    'Means over the runs of an arm. Fewer than {least} runs: no intervals, and nothing is judged.',
  'responseMap.caption':
    "Each outcome by the values of {down} and {across} over the reported window, with half the width of the 95 % interval of the mean (Student's t; of percentages in points). Asterisks mark cells whose paired difference from the first cell, under shared seeds, is clear of chance with Holm's correction over all outcomes and arms. Colours span the means and their intervals, so cells that differ by chance look alike.",
  'responseMap.half': '± half width',
} as const

export const ENSEMBLE_ZH: { readonly [key in keyof typeof ENSEMBLE_EN]: string } = {
  'provenance.ensemble':
    '{scenario} · {arms}{runs}，由主种子{seed}导出 · 模拟消费者{consumers}人 · 报告第0至{months}月',
  'bands.title': '末月与“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%），涉及{names}',
  'bands.titleOne': '末月信贷需求满足率为{most}，{runs}次运行的平均',
  'bands.subtitle': '线为各实验组多次运行的均值，带为均值的95%置信区间（至少{least}次运行）。',
  'bands.subtitleOne': '每组仅一次运行，无法区分偶然因素。',
  'bands.caption':
    '各月区间单独计算（对同组各次运行用t分布），表示该月均值的精确程度，而非单次运行的范围；约二十个月中有一个月会因偶然而落在区间之外。区间止于指标的取值范围，如0与100%。各实验组共用种子，组间差异比图中带宽所示更为精确；标题判断的是末月的配对差异，并按比较次数校正（霍尔姆）。满足率与长尾满足率以转为信贷申请的需求为分母；资产收益率为近十二个月。',
  'bands.arm': '实验组',
  'bands.mean': '均值',
  'bands.low': '95%下限',
  'bands.high': '95%上限',
  'bands.titleNone': '末月与“{first}”的{all}项差异均不显著（霍尔姆校正，5%）',
  'bands.titleFew': '各实验组的逐月均值；每组{runs}次运行，不足以判断差异（至少{least}次）',
  'bands.titleOneRun': '本次运行末月的信贷需求满足率为{most}',
  'bands.subtitleFew': '线为各实验组多次运行的均值。每组不足{least}次运行：不画区间，也不作判断。',
  'bands.reference': '灰色虚线为“{first}”的均值。横轴为月份（0为报告期首月）。',
  'bands.more': '仅绘{all}个序列中的前{shown}个，其余见逐月均值表。',
  'response.title': '{told}（霍尔姆校正，5%）',
  'response.subtitle': '点为各实验组多次运行的均值（略微错开），竖线为均值的95%置信区间。',
  'response.caption':
    '报告期整体结果随某一因子取值的变化，其他因子的每种组合一条线：多次运行的均值及95%区间（t分布）。标题列出的指标，在首个实验组与仅该因子不同的实验组之间差异显著：以同种子配对差异检验，并在全部指标与实验组间作霍尔姆校正。线不平行提示存在交互作用。',
  'response.moves': '单独改变“{factor}”时，{all}项指标中{count}项显著变化：{names}',
  'response.movesNone': '单独改变“{factor}”时，{all}项指标均无显著变化',
  'response.titleFew': '各指标随{factors}的变化：每组{runs}次运行，不足以判断影响（至少{least}次）',
  'response.subtitleFew': '点为各实验组多次运行的均值。每组不足{least}次运行：不画区间，也不作判断。',
  'forest.title': '“{second}”减“{first}”：{all}项指标中{clear}项显著异于零（霍尔姆校正，5%）',
  'forest.subtitle': '配对差值及95%区间；同单位的指标共用刻度。灰色者不显著。',
  'forest.caption':
    '从{first}到{second}，报告期整体结果的变化：同种子两次运行之差的均值及其95%区间（t分布）。着色者在全部指标间经霍尔姆校正后显著。',
  'forest.unit.1': '百分点',
  'forest.unit.CNY': '元',
  'forest.unit.count': '个',
  'forest.unit.index': '指数',
  'forest.outcome': '指标',
  'forest.difference': '差值',
  'forest.state': '结论',
  'forest.titleFew': '“{second}”减“{first}”的平均差值；{runs}对，不足以作判断（至少{least}对）',
  'forest.subtitleFew': '配对差值的均值；同单位的指标共用刻度。不足{least}对：不画区间。',
  'differenceBands.title': '“{second}”减“{first}”：末月{all}个序列中{clear}个显著异于零（霍尔姆校正，5%）：{names}',
  'differenceBands.subtitle': '线为配对差值的均值，带为其95%区间（各月单独计算）。',
  'differenceBands.caption':
    '同种子两次运行的逐月差值及其均值的95%区间，各月单独计算：若毫无影响，约二十个月中有一个月的区间因偶然而不含零。标题只判断末月，并按序列个数校正（霍尔姆）。占比之差以百分点表示。',
  'differenceBands.titleNone': '“{second}”减“{first}”：末月{all}个序列均不显著异于零（霍尔姆校正，5%）',
  'differenceBands.titleFew': '“{second}”减“{first}”的平均差值；{runs}对，不足以作判断（至少{least}对）',
  'differenceBands.subtitleFew': '线为配对差值的均值。不足{least}对：不画区间。',
  'elementaryEffects.title': '{told}，其效应大于其他所有因子（霍尔姆校正，5%）',
  'elementaryEffects.subtitle': '横轴为因子变动整个区间的平均绝对效应，纵轴为效应的标准差；线为均值的95%区间。',
  'elementaryEffects.caption':
    '沿彼此远离的轨迹计算的基本效应（莫里斯，1991；坎波隆戈等，2007），以因子走完整个区间时结果的变化表示。虚线以下，效应在各轨迹间的差异小于效应本身；虚线以上，效应取决于其他因子的取值、非线性或随机因素，其占比见基本效应表。区间由对轨迹的自助法得出。仅当某因子的平均绝对效应大于其他每个因子，并在全部配对与指标间经霍尔姆校正后仍显著时，标题才点名。指标多于{panels}项时只绘前若干项。',
  'elementaryEffects.muStar': '平均绝对效应',
  'elementaryEffects.sigma': '标准差',
  'sobolIndices.title': '{told}，其总指数大于其他所有因子（霍尔姆校正，5%）',
  'sobolIndices.subtitle': '各因子区间内方差的占比：因子自身，以及连同其全部交互；线为95%区间。',
  'sobolIndices.caption':
    '对种子平均后的索博尔指数（扬森，1999；萨尔泰利等，2010）：设计点有重复运行时，已扣除随机因素所增加的方差。小于0或大于1的值源于设计行数较少，图形截于−0.25与1.25。区间由对设计行的自助法得出。仅当某因子的总指数大于其他每个因子，并在全部配对与指标间经霍尔姆校正后仍显著时，标题才点名。仅见随机波动的指标不绘。指标多于{panels}项时只绘前若干项。',
  'sobolIndices.first': '自身（一阶）',
  'sobolIndices.total': '含交互（总）',
  'sobolIndices.index': '方差占比',
  'sobolIndices.kind': '指数',
  'sobolIndices.noise': '随机因素{share}',
  'sensitivity.none': '未见任何因子有超出偶然的影响',
  'sensitivity.failed': '{failed}次重抽样无法得出数值',
  'sensitivity.factor': '因子',
  'sensitivity.interval': '95%区间',
  'sensitivity.leads': '{all}项指标中有{first}项以“{factor}”居首',
  'sensitivity.noLeader': '{all}项指标中，居首的因子均无法与其他因子区分（霍尔姆校正，5%）',
  'sensitivity.few': '轨迹或设计行仅{blocks}个，不足以为因子排序（至少{least}个）',
  'profiles.title': '{all}个参数中，{told}个的95%区间位于其取值范围之内',
  'profiles.subtitle': '固定一个参数、其余随之调整时最小失配的上升量；红色虚线以下为95%区间（灰色）。',
  'profiles.caption':
    '失配为各拟合目标距离的加权平方和。每个点均经实际运行，其余参数按斜率取最优，故上升量可能偏大而不会偏小。若两侧失配均低于红线（3.84，自由度为1的卡方分布），则目标在该区间内无法识别该参数。各区间单独计算，未按参数个数校正。实线为估计值，灰色虚线为情景原值。过高的上升量已截断；区间端点按上升量的平方根插值，可能略偏离所绘折线。',
  'profiles.rise': '失配上升量',
  'posterior.title': '{all}个参数中，{told}个的后验标准差低于先验的80%',
  'posterior.subtitle': '加权抽样相对均匀先验（红色虚线）的密度；灰色为居中的95%。',
  'posterior.caption':
    '序贯近似贝叶斯计算最后一代的加权抽样；1表示与先验同样密集。标准差低于先验80%的参数视为已识别。距离不会为零，故该后验宽于精确后验。实线为均值，灰色虚线为情景原值。',
  'posterior.density': '密度（先验为1）',
  'posterior.from': '起',
  'posterior.to': '止',
  'calibration.untold': '目标在此区间内无法识别该参数',
  'calibration.estimate': '估计值',
  'calibration.start': '情景原值',
  'arms.title': '与“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%）；例如“{arm}”的{key}{goes}{size}',
  'arms.titleNone': '与“{first}”的{all}项差异均不显著（霍尔姆校正，5%）',
  'arms.titleOneArm': '报告期结果：{runs}次运行的均值',
  'arms.titleOneRun': '每组仅一次运行的结果，无法区分偶然因素',
  'arms.rises': '上升',
  'arms.falls': '下降',
  'arms.subtitle': '左：各实验组。右：与“{first}”之差（Δ），同种子逐次配对；百分数之差以百分点计。',
  'arms.caption':
    '报告期整体结果。点为多次运行的均值，线为95%置信区间（t分布）。差异在同一种子的两次运行之间计算，每位消费者的随机冲击相同。配对t检验在差异表的全部指标与实验组间经霍尔姆校正后，在5%水平上显著者记为显著（实心点），因此区间不含零者未必显著。占比以百分数表示，占比之差以百分点表示。',
  'arms.points': '{size}个百分点',
  'arms.unitYuan': '元',
  'arms.unitPoints': '百分点',
  'arms.titleSingle': '与“{first}”的{all}项差异中1项显著（霍尔姆校正，5%）：“{arm}”的{key}{goes}{size}',
  'arms.titleFew': '各实验组的结果：每组{runs}次运行，不足以判断差异（至少{least}次）',
  'arms.filled': '实心：显著。',
  'ensemble.arms': '{count}个实验组，',
  'ensemble.armsOne': '1个实验组，',
  'ensemble.runsOf': '每组{count}次运行',
  'ensemble.runsOne': '每组1次运行',
  'ensemble.armNames': '实验组以{factors}的取值命名。',
  'ensemble.noIntervals': '每组不足{least}次运行：不画区间，也不作判断。',
  'ensemble.intervals': '点为各实验组多次运行的均值，线为均值的95%置信区间。',
  'ensemble.runs': '运行次数',
  'ensemble.more': '另外{more}项',
  'verdict.rises': '显著上升',
  'verdict.falls': '显著下降',
  'verdict.unclear': '不显著',
  'verdict.unjudged': '运行太少，不作判断',
  'responseMap.title': '与单元格“{first}”的{all}项差异中{clear}项显著（霍尔姆校正，5%）',
  'responseMap.titleFew': '各指标随{down}与{across}的变化：每组{runs}次运行，不足以判断差异（至少{least}次）',
  'responseMap.subtitle': '各实验组多次运行的均值，±后为其95%置信区间的半宽。*：与“{first}”差异显著。',
  'responseMap.subtitleFew': '各实验组多次运行的均值。每组不足{least}次运行：不给区间，也不作判断。',
  'responseMap.caption':
    '报告期整体结果随{down}与{across}的取值，以及均值95%置信区间的半宽（t分布；百分数以百分点计）。星号表示与首个单元格的同种子配对差异在全部指标与实验组间经霍尔姆校正后显著。颜色跨度包含均值及其区间，仅因偶然而不同的单元格颜色相近。',
  'responseMap.half': '±半宽',
}
