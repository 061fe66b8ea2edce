/** Every word that stands on a chart, in English and Chinese. Text in braces is filled in by `word`. */
import type { Lang } from './chart.ts'
import { NAMES, type NameKey } from './names.ts'
import { plainText } from './text.ts'
import { ENSEMBLE_EN, ENSEMBLE_ZH } from './words-ensemble.ts'

const EN = {
  provenance: '{scenario} · seed {seed} · {consumers} simulated consumers · months 0 to {months} are reported',

  'claim.and': ' and ',
  'claim.or': ' or ',
  'claim.withInterval': '{value} ({low} to {high}, n = {n})',
  'claim.highest': 'highest for {names} ({values})',
  'claim.highestTie': 'highest for {names} ({values})',
  'claim.lowest': 'lowest for {names} ({values})',
  'claim.lowestTie': 'lowest for {names} ({values})',
  'claim.alike': 'the groups cannot be told apart',
  'claim.noExtreme': 'no single group stands out',
  'claim.few': 'too few groups have {least} independent cases to be compared',
  'claim.more': 'more for {first} ({firstValue}) than for {second} ({secondValue})',
  'claim.less': 'less for {first} ({firstValue}) than for {second} ({secondValue})',
  'claim.unclear': '{firstValue} for {first} and {secondValue} for {second}, no clear difference',
  'claim.peak': 'peaks between {from} and {to}',
  'claim.peakAt': 'peaks at {at}',
  'claim.noPeak': 'has no clear peak',
  'claim.rises': 'rises from {first} to {last}',
  'claim.falls': 'falls from {first} to {last}',
  'claim.noTrend': 'goes from {first} to {last} without a steady trend',
  'claim.short': 'goes from {first} to {last}, too few months to speak of a trend',
  'claim.oneMonth': 'is {first} in the only month',
  'claim.noMonths': 'was not measured in any month',
  'claim.comparisons': '{clear} of {judged} differences are clear of chance (Holm, 5 %)',
  'claim.noComparison': 'There is no difference to judge',
  'claim.tooFewRuns': 'Nothing is judged over {runs} runs: at least {least} are needed',

  'class.p2p': 'P2P platforms',
  'coordinate.channel': 'branch and older people',
  month: 'month (0 = first reported)',
  monthsOnBook: 'months on book',
  age: 'age (years)',
  apr: 'APR (%)',
  lenderClass: 'class of lender',

  'market.title':
    'Debt {goes} from {first} to {last} over the {months} reported months; {npl} of it is more than 90 days late, and lenders earn {roa} a year on it',
  'market.grows': 'grows',
  'market.shrinks': 'shrinks',
  'market.stays': 'moves little,',
  'market.subtitle': 'The market month by month. Grey: the burn-in, before the months that are reported.',
  'market.events': 'Dashed, numbered: {events}.',
  'market.event': '({number}) month {month}, {change}',
  'market.moreEvents': 'and {count} more',
  'market.caption':
    'Loans outstanding, lending, prices, approvals, arrears and profit of all lenders together. ROA is net income of the last twelve months over the mean balance of those months. Burn-in is shaded; dated changes of the scenario are dashed rules.',
  'market.balance': 'Loans outstanding ({unit})',
  'market.originated': 'Lending per month ({unit})',
  'market.apr': 'Mean APR of new loans (%)',
  'market.approval': 'Applications approved (%)',
  'market.npl': 'More than 90 days late (% of balance)',
  'market.roa': 'ROA over twelve months (%)',
  'market.burnIn': 'burn-in',
  'market.cap': 'cap',
  'market.licensedCap': 'cap, banks and licensed',
  'market.platformCap': 'cap, platforms',

  'ages.title':
    'Borrowing changes one age band most, {group}: {borrowers} of months in debt against {table} in Table 4',
  'ages.subtitle':
    "Share of age bands (%): the paper's Table 4, consumer-months lived, and consumer-months with debt in the run.",
  'ages.caption':
    'In this mode consumers are drawn from Table 4, so the second bar checks the machinery; the third shows who of them borrows.',
  'ages.table': 'Table 4 of the paper',
  'ages.consumers': 'consumers in the run',
  'ages.borrowers': 'borrowers in the run',
  'ages.axis': 'share (%)',
  'ages.titleEmerge':
    'Users who emerge are off Table 4 by {mismatch}; the largest gap is {group}: {borrowers} of months in debt against {table}',
  'ages.subtitleEmerge':
    "Share of age bands (%): the users of the paper's Table 4, all adults in the run, and those of them who owe.",
  'ages.captionEmerge':
    'In this mode consumers are all adults, by the pyramid of the census; who becomes a user is an outcome of needs, offers and approvals, and Table 4 was not used. Users are consumer-months with debt. The distance is half the sum of the absolute gaps: the share of users who would have to be of another age band.',
  'ages.consumersEmerge': 'adults in the run',
  'ages.borrowersEmerge': 'users in the run',

  'purposes.title':
    'Shopping is {needs} of needs and {served} of loans; lending leans most towards {group}: {ratio} times its share of needs',
  'purposes.subtitle':
    "Share of purposes (%, log scale): the paper's Table 3, and needs, demand for credit and loans in the run.",
  'purposes.caption':
    'Needs that savings can meet never become demand for credit, so larger purposes weigh more in demand; underwriting then decides which are served. Counts of needs, not amounts.',
  'purposes.table': 'Table 3 of the paper',
  'purposes.needs': 'needs that arose',
  'purposes.demanded': 'came to ask for credit',
  'purposes.served': 'got a loan',
  'purposes.axis': 'share (%, log scale)',

  'tail.title':
    '{head} niches of {niches} hold {share} of demand; {tail} of the demand for credit in the other {rest} is served, against {reach} in the head',
  'tail.subtitle':
    'Needs per niche (count, log scale) by rank of potential demand. A niche is a purpose, an amount band and an age band.',
  'tail.caption':
    "The paper's Figure 1 with data. Potential demand is what arose, whoever could meet it; every niche keeps its rank on all three series. Crosses at the bottom: niches with demand of which not one need was served.",
  'tail.potential': 'potential: needs that arose',
  'tail.demanded': 'asked for credit',
  'tail.served': 'served',
  'tail.none': 'demand, none served',
  'tail.head': '← head: {niches} niches',
  'tail.tail': 'tail: {niches} niches →',
  'tail.rank': 'rank of niche by potential demand',
  'tail.axis': 'needs in the reported window (count, log scale)',

  'niches.title': 'Best served: {bestPurpose}, {bestAge} ({best}); worst: {worstPurpose}, {worstAge} ({worst})',
  'niches.subtitle':
    'Demand for credit that was served (%), by purpose and age; below, how many needs asked for credit.',
  'niches.caption':
    'All amounts together. Best and worst are named among cells with at least {least} needs that asked for credit; blank cells had none.',
  'niches.axis': 'served (%)',
  'niches.empty': 'Nobody asked for credit',

  'map.title':
    '{products} products stand on {designs} designs; two products drawn by lending have a similarity of {similarity}',
  'map.one': 'One product is left on offer',
  'map.none': 'No product is left on offer',
  'map.subtitle':
    'Products in the design space (month {month}): two principal components of purpose fit and age/channel fit, in units of design distance. Area: share of lending of the last twelve months.',
  'map.caption':
    'Near products are alike; price, limit and term are no part of the distance. Products that would cover one another are moved apart, so a cluster of touching circles stands at one place, which a cross marks. Similarity is exp(-d²/2h²), 1 for clones. Designs are named where there is room.',
  'map.axis': 'axis {number}, {share} of variance{toward}',
  'map.axisPlain': 'axis {number}',
  'map.toward': ': + {plus}, - {minus}',
  'map.size': 'share of lending (%)',

  'homogenisation.title':
    'Weighted by lending, the similarity of products {goes} from {first} to {last}; counted equally it ends at {equal}',
  'homogenisation.none': 'Never did two products lend in the same twelve months: there is no similarity to measure',
  'homogenisation.rises': 'rises',
  'homogenisation.falls': 'falls',
  'homogenisation.stays': 'hardly moves,',
  'homogenisation.subtitle': 'Mean similarity of two different products (0 = nothing in common, 1 = clones) by month.',
  'homogenisation.caption':
    'Weights are lending of the trailing twelve months, or equal. Price is no part of it: the dotted line is the coefficient of variation of the APRs of new loans. A line has a gap where fewer than two products are on offer or lend; the title goes from its first month to its last.',
  'homogenisation.byShare': 'weighted by lending',
  'homogenisation.equal': 'equal weights',
  'homogenisation.dispersion': 'dispersion of APRs (coefficient of variation)',
  'homogenisation.axis': 'index',

  'reach.title': '{all} of the demand for credit is served: least for {worst} ({low}), most for {best} ({high})',
  'reach.subtitle':
    'Demand for credit that was served (%), by group; the rule is the whole market. n: needs that asked for credit.',
  'reach.caption':
    'A need counts as served when it is financed wholly or in part before it expires. Credit at which coverage: people whose file would appear at that coverage of the bureau, whether or not this run gave it to them.',
  'reach.axis': 'served (%)',
  'reach.file': 'Credit file',
  'reach.wouldBeFiled': 'Would have a file',
  'reach.ageBand': 'Age',
  'reach.incomeQuartile': 'Income',
  'reach.purpose': 'Purpose',

  'apr.title':
    'Half of lending is priced below {median}; {near} of it costs {edge} or more, within a point of the {cap} cap',
  'apr.titleOfCaps':
    'Half of lending is priced below {median}; {near} of it costs as much as the cap that binds its lender that month or up to a point less',
  'apr.subtitle':
    "APR of new loans by class of lender and credit file: share of the class's lending (%) per bin of half a point.",
  'apr.caption':
    "APR is the internal rate of return of the borrower's cash flows, times twelve. Dashed: the cap that binds the class of lender, of all that apply. Loans at the highest cap of a class stand in the bin below it.",
  'apr.axis': 'share of lending (%)',
  'apr.cap': 'cap {cap}',
  'apr.laterCap': 'cap {cap} from month {month}',
  'apr.file': 'credit file',

  'adoption.title':
    'In the end {high} of consumers have borrowed from {most} and {low} from {least}; a lender is known to {aware}, on average over the classes',
  'adoption.subtitle':
    'Share of consumers alive (%) who know a lender, mean over the lenders of a class (above), and who ever borrowed from the class (below), by month.',
  'adoption.caption':
    'Months before 0 are the burn-in. Curves can fall: lenders are forgotten, those who leave are replaced by newcomers of 18, and a lender that enters, known to nobody yet, lowers the mean of its class. The title takes the mean over the classes that lend at the end. Awareness is measured on up to 4,096 consumers.',
  'adoption.aware': 'know a lender (%)',
  'adoption.adopted': 'ever borrowed (%)',
  'adoption.reported': 'reported from here',

  'promotion.title':
    "Promotions cost {cost} of income; once they are over, {promoted} of the next loans of those whom they won stay with the lender, against {other} of others'",
  'promotion.subtitle':
    'Above: cost of promotions, % of income before it, by month. Below: next loans taken from the same lender (%), twelve months to date.',
  'promotion.caption':
    'Cost is interest waived, rebates and rewards, over interest, fees and that cost. A next loan counts only while the lender of the loan before runs no promotion; a customer counts as won in a promotion if the first loan from that lender had its terms.',
  'promotion.cost': 'cost (% of income)',
  'promotion.kept': 'same lender again (%)',
  'promotion.promoted': 'won in a promotion',
  'promotion.other': 'other customers',

  'industry.title': 'Lenders come and go: {entered} entered, {left} stopped lending, {active} lend at the end',
  'industry.subtitle':
    "Above: lenders that lend. Below: each from its first month to its last. Dashed: the scenario's dated changes.",
  'industry.subtitlePlain': 'Above: lenders that lend. Below: each from its first month to its last.',
  'industry.active': 'lenders',
  'industry.caption':
    'Months before 0 are the burn-in, in which nobody comes or goes but P2P platforms that close. A lender that fails, or that the law lets lend no more, collects what is owed (pale) until its book has run off.',
  'industry.lends': 'lends',
  'industry.runOff': 'collects only',
  'industry.lender': 'lender',
  'industry.state': 'state',
  'industry.rule': 'change',
  'trajectories.title':
    '{moved} of {products} products changed their design; two products on offer now lie {way}: {last} apart instead of {first}',
  'trajectories.closer': 'closer',
  'trajectories.further': 'further from each other',
  'trajectories.subtitle':
    'Every design that products had, in the plane that shows most of their variety; from the white point to the full one.',
  'trajectories.caption':
    'A line joins the designs of one product in the order of months; products without a line kept the first. The white point is the design at the start or at the launch, the full one the last; a cross is a product that was withdrawn. Units are design distances, the same on both axes. The distance in the title is the mean over all pairs on offer, in all seven dimensions, each product counted once.',
  'trajectories.stays': 'last design',
  'trajectories.withdrawn': 'withdrawn',
  'trajectories.since': 'since month',

  'genealogy.title':
    'Changes of products: {changes}, of which {copies} by imitation; followed most often: {product} ({times})',
  'genealogy.titleNone': 'Changes of products: {changes}, none of them by imitation',
  'genealogy.subtitle':
    'A point for each change of a design; a line joins a copy to the product that it moved towards.',
  'genealogy.caption':
    'Months before 0 are the burn-in; its changes count in the title. Products that neither changed nor were copied are left out. Imitation moves a design part of the way to the one that earned most, as it was known with the copy lag; innovation moves it to what research or chance suggests; a launch puts a new product beside the old ones.',
  'genealogy.imitation': 'imitation',
  'genealogy.innovation': 'innovation',
  'genealogy.launch': 'launch',
  'genealogy.product': 'product',
  'genealogy.parent': 'follows',
  'genealogy.change': 'change',
  'p2p.title': '{closed} of {platforms} P2P platforms closed; investors lost {lost} per consumer of the market',
  'p2p.subtitle': 'All platforms together, yuan per consumer; dashed lines are closures.',
  'p2p.caption':
    "Above, investors' claims on borrowers. In the middle, withdrawals asked for and paid: a gap that lasts is a run. Below, losses since the start: charge-offs less recoveries while platforms lend, and what is lost after they close.",
  'p2p.axis': 'yuan per consumer',
  'p2p.claims': 'claims',
  'p2p.asked': 'withdrawals asked for',
  'p2p.paid': 'withdrawals paid',
  'p2p.chargeOff': 'lost while open',
  'p2p.closure': 'lost after closure',
  'p2p.series': 'series',
  'p2p.closes': 'closes',
  'fraud.title':
    'Fraud costs {loss} of the balance a year; {detected} of fraudulent applications are found out, and {mistaken} of honest ones refused as fraud',
  'fraud.subtitle':
    'Loss, fraudulent applications found out, and honest ones refused as fraud; all over twelve months to date.',
  'fraud.caption':
    "Months before 0 are the burn-in. Loss is the balance of fraudulent loans charged off, before what the claims are sold for. Found out: by the lender's own screening or by the shared list. Honest applications may be refused by either.",
  'fraud.lossRate': 'loss (% a year)',
  'fraud.detected': 'found out (%)',
  'fraud.falseExclusions': 'honest refused (%)',

  'late.title': 'At the end {late} of the balance is past due, and {npl} by more than 90 days',
  'late.subtitle': 'Balances past due by days (% of all balances), stacked, by month.',
  'late.caption': 'What is left up to 100 % is current. Balances leave the chart at charge-off, 180 days past due.',
  'late.1': '1 to 30 days',
  'late.31': '31 to 60 days',
  'late.61': '61 to 90 days',
  'late.90': 'more than 90 days',
  'late.axis': '% of balance',
  'late.days': 'past due',

  'vintage.title':
    'After {age} months {first} of what was lent in months {firstFrom} to {firstTo} had gone bad, and {last} of months {lastFrom} to {lastTo}',
  'vintage.short': 'Of what was lent in months {firstFrom} to {firstTo}, {first} had gone bad after {age} months',
  'vintage.none': 'No vintage of the reported window has been on the books long enough to be shown',
  'vintage.subtitle':
    'Principal that was ever more than 90 days past due (% of what was lent), by months on book and months of origination.',
  'vintage.caption':
    'Each line pools six months of origination and ends where its youngest month had been seen to the end of the run.',
  'vintage.thinned': 'Only one line in {step} is drawn.',
  'vintage.group': '{from} to {to}',
  'vintage.legend': 'lent in months',
  'vintage.axis': '% of what was lent',

  'scores.title':
    'Scores rank loans best with {best} (AUC {high}) and worst with {worst} ({low}); {rate} of loans go bad where scores say {expected}',
  'scores.none': 'Too few loans were made and went bad a year before the end to judge scores',
  'scores.subtitle':
    'Loans made at least a year before the end, by what the lender knew; bad: more than 90 days past due within a year.',
  'scores.caption':
    'Left: the further a curve bends to the upper left, the better scores tell bad loans from good ones (AUC with 95 % confidence interval after Hanley & McNeil 1982). Right: on the dashed line what was expected came true; above it scores were too kind. Points pool at least {least} loans. Only loans made are seen, so applicants whom scores kept out are missing.',
  'scores.regime': '{name}: AUC {auc} ({low} to {high}), {loans} loans',
  'scores.legend': 'the lender knew',
  'scores.roc': 'Ranking (ROC)',
  'scores.calibration': 'Calibration',
  'scores.good': '% of good loans scored this risky or riskier',
  'scores.bad': '% of bad loans scored so',
  'scores.expected': 'expected to go bad (%)',
  'scores.seen': 'went bad (%)',
  'scores.loans': 'loans',

  'multi.title':
    '{young} of borrowers under 30 and {old} of the others owe to two or more lenders; instalments take over {half} of income of half of the young, over {tenth} of a tenth',
  'multi.subtitle': 'Borrowers in the reported months, by age and number of lenders; instalments due over income.',
  'multi.caption':
    'Below: the point is the median, the bar holds the middle half, the line the middle 80 %. Instalments in arrears are not counted twice.',
  'multi.count': 'Number of lenders',
  'multi.burden': 'Burden of debt service',
  'multi.share': '% of borrowers of the age',
  'multi.service': 'instalments due over income (%)',

  'life.title':
    'Income peaks at age {incomeAge}, at {income} a month; debt a head is highest at ages {debtAge}, {debt}',
  'life.subtitle': 'Means by year of age over the reported window, all consumers: flows a month above, stocks below.',
  'life.caption':
    'Spending includes needs, financed or not by credit. Ages with fewer than {least} consumer-months are left out.',
  'life.income': 'income',
  'life.spending': 'spending',
  'life.debt': 'debt',
  'life.liquid': 'liquid savings',
  'life.flows': '¥ a month',
  'life.stocks': '¥',
  'life.youthEnds': 'youth ends',
  'life.middleEnds': 'middle age ends',
  'life.retirement': 'retirement',

  'league.title':
    '{lender} leads with {share} of loans; {losing} of {lenders} lenders lose money, and ROA runs from {low} to {high}',
  'league.subtitle':
    'Lenders by share of loans outstanding; ROA; loans more than 90 days past due. Means over the reported window (%).',
  'league.caption':
    'ROA is net income a year over mean loans; lenders with less than a thousandth of all loans have no ratios. Codes stand for simulated lenders; where a scenario shows names, they label a starting capital and nothing else.',
  'league.share': 'share of loans (%)',
  'league.roa': 'ROA (% a year)',
  'league.npl': 'over 90 days late (%)',
  'league.more': 'The {shown} largest of {lenders} are shown.',

  'targets.title': '{fitMet} of {fit} fitted targets and {heldMet} of {held} held-out ones are met{missed}',
  'targets.subtitle': 'Outcomes of the run against published ranges: each range is drawn as wide as the band.',
  'targets.caption':
    'Circles lie inside the range, triangles miss it and point to the side; values further away than the chart is wide stand at its edge. Most ranges rest on secondary sources, the originals unread: targets.yaml says which. Signs of experiments need several runs.',
  'targets.input': 'Set by the scenario',
  'targets.fit': 'Fitted',
  'targets.held-out': 'Held out',
  'targets.reported': 'Reported, not forced',
  'targets.missed': ' (missed: {names})',
  'targets.met': 'met',
  'targets.below': 'missed, below',
  'targets.above': 'missed, above',
  'targets.experiment': 'needs an experiment',
  'targets.unmeasured': 'not measured',
  'targets.value': '{value} ({low} to {high})',
  'targets.low': 'low end',
  'targets.high': 'high end',
} as const

export type Word = NameKey | keyof typeof EN | keyof typeof ENSEMBLE_EN

const ZH: { readonly [key in keyof typeof EN]: string } = {
  provenance: '{scenario} · 种子 {seed} · {consumers} 名模拟消费者 · 报告期为第0至{months}月',

  'claim.and': '和',
  'claim.or': '或',
  'claim.withInterval': '{value}（{low}至{high}，n = {n}）',
  'claim.highest': '{names}最高（{values}）',
  'claim.highestTie': '最高者为{names}（{values}）',
  'claim.lowest': '{names}最低（{values}）',
  'claim.lowestTie': '最低者为{names}（{values}）',
  'claim.alike': '各组之间无法区分',
  'claim.noExtreme': '没有哪一组明显突出',
  'claim.few': '独立样本达到{least}个的组太少，不作比较',
  'claim.more': '{first}（{firstValue}）高于{second}（{secondValue}）',
  'claim.less': '{first}（{firstValue}）低于{second}（{secondValue}）',
  'claim.unclear': '{first}为{firstValue}，{second}为{secondValue}，差异不显著',
  'claim.peak': '在{from}至{to}之间达到峰值',
  'claim.peakAt': '在{at}达到峰值',
  'claim.noPeak': '没有明显的峰值',
  'claim.rises': '由{first}升至{last}',
  'claim.falls': '由{first}降至{last}',
  'claim.noTrend': '由{first}变为{last}，没有持续的趋势',
  'claim.short': '由{first}变为{last}，月份太少，不论趋势',
  'claim.oneMonth': '在仅有的一个月为{first}',
  'claim.noMonths': '没有任何月份的数据',
  'claim.comparisons': '{judged}项差异中{clear}项显著（霍尔姆校正，5%）',
  'claim.noComparison': '没有可判断的差异',
  'claim.tooFewRuns': '仅{runs}次运行，不作判断：至少需要{least}次',

  'class.p2p': 'P2P平台',
  'coordinate.channel': '网点与年长者',
  month: '月份（0为首个报告月）',
  monthsOnBook: '账龄（月）',
  age: '年龄（岁）',
  apr: '年化利率（%）',
  lenderClass: '机构类别',

  'market.title': '报告期{months}个月内，债务{goes}（{first}至{last}），其中{npl}逾期超过90天；机构年收益率为{roa}',
  'market.grows': '增长',
  'market.shrinks': '收缩',
  'market.stays': '基本持平',
  'market.subtitle': '市场逐月概况。灰色为预热期，不计入报告期。',
  'market.events': '带编号的虚线：{events}。',
  'market.event': '（{number}）第{month}月，{change}',
  'market.moreEvents': '另有{count}项',
  'market.caption':
    '全部机构合计的贷款余额、放款、价格、批准率、逾期与盈利。资产收益率为近十二个月净利润除以同期平均余额。阴影为预热期；虚线为情景中设定的变动时点。',
  'market.balance': '贷款余额（{unit}）',
  'market.originated': '每月放款（{unit}）',
  'market.apr': '新放款平均年化利率（%）',
  'market.approval': '申请批准率（%）',
  'market.npl': '逾期超过90天（占余额%）',
  'market.roa': '近十二个月资产收益率（%）',
  'market.burnIn': '预热期',
  'market.cap': '上限',
  'market.licensedCap': '上限：银行与持牌公司',
  'market.platformCap': '上限：平台',

  'ages.title': '借款人年龄偏离最大的是{group}：占有债务人月的{borrowers}，表4为{table}',
  'ages.subtitle': '各年龄段占比（%）：论文表4、模拟中的消费者人月、模拟中的有债务人月。',
  'ages.caption': '此模式下消费者年龄取自表4，因此第二组柱检验程序本身；第三组柱显示其中谁在借款。',
  'ages.table': '论文表4',
  'ages.consumers': '模拟消费者',
  'ages.borrowers': '模拟借款人',
  'ages.axis': '占比（%）',
  'ages.titleEmerge':
    '模拟中产生的用户与表4相差{mismatch}；差距最大的是{group}：占有债务人月的{borrowers}，表4为{table}',
  'ages.subtitleEmerge': '各年龄段占比（%）：论文表4的用户、模拟中的全体成年人、其中有债务者。',
  'ages.captionEmerge':
    '此模式下消费者为全体成年人，年龄结构取自人口普查；谁成为用户由需求、产品与审批得出，未使用表4。用户按有债务的人月计。差距为各段差值绝对值之和的一半，即需改换年龄段的用户占比。',
  'ages.consumersEmerge': '模拟成年人',
  'ages.borrowersEmerge': '模拟用户',

  'purposes.title': '购物占需求的{needs}、占放款的{served}；放款最偏向{group}，为其需求占比的{ratio}倍',
  'purposes.subtitle': '各用途占比（%，对数刻度）：论文表3，以及模拟中的需求、信贷需求与放款。',
  'purposes.caption':
    '储蓄能满足的需求不会转为信贷需求，因此大额用途在信贷需求中占比更高；是否放款再由授信决定。按需求笔数计，不按金额计。',
  'purposes.table': '论文表3',
  'purposes.needs': '产生的需求',
  'purposes.demanded': '转为信贷需求',
  'purposes.served': '获得贷款',
  'purposes.axis': '占比（%，对数刻度）',

  'tail.title': '{niches}个利基中{head}个占需求的{share}；其余{rest}个的信贷需求有{tail}得到满足，头部为{reach}',
  'tail.subtitle': '各利基的需求笔数（对数刻度），按潜在需求排序。利基由用途、金额档与年龄档构成。',
  'tail.caption':
    '以数据重绘论文图1。潜在需求指已产生的需求，不论由谁满足；三个序列中各利基的位序相同。底部叉号：有信贷需求而无一获得贷款的利基。',
  'tail.potential': '潜在：产生的需求',
  'tail.demanded': '信贷需求',
  'tail.served': '获满足',
  'tail.none': '有需求而无放款',
  'tail.head': '← 头部：{niches}个利基',
  'tail.tail': '长尾：{niches}个利基 →',
  'tail.rank': '利基按潜在需求的位序',
  'tail.axis': '报告期需求笔数（对数刻度）',

  'niches.title': '满足率最高：{bestAge}的{bestPurpose}（{best}）；最低：{worstAge}的{worstPurpose}（{worst}）',
  'niches.subtitle': '信贷需求满足率（%），按用途与年龄；下方为信贷需求笔数。',
  'niches.caption': '各金额档合计。最高与最低仅在信贷需求不少于{least}笔的格中比较；空格表示没有信贷需求。',
  'niches.axis': '满足率（%）',
  'niches.empty': '没有信贷需求',

  'map.title': '{products}个产品只有{designs}种设计；按放款随机抽取的两个产品相似度为{similarity}',
  'map.one': '仅余一个产品在售',
  'map.none': '已无产品在售',
  'map.subtitle':
    '设计空间中的产品（第{month}月）：用途契合与年龄/渠道契合的前两个主成分，单位为设计距离。面积为近十二个月放款份额。',
  'map.caption':
    '相近的产品彼此相似；价格、额度与期限不计入距离。会互相遮盖的产品被移开，因此相互接触的一簇圆位于同一处（以十字标出）。相似度为exp(-d²/2h²)，完全相同为1。空间不足处不标名称。',
  'map.axis': '第{number}轴，占方差{share}{toward}',
  'map.axisPlain': '第{number}轴',
  'map.toward': '：正向{plus}，负向{minus}',
  'map.size': '放款份额（%）',

  'homogenisation.title': '按放款加权的产品相似度由{first}{goes}至{last}；等权计算期末为{equal}',
  'homogenisation.none': '任何十二个月内都没有两个产品同时放款，无从度量相似度',
  'homogenisation.rises': '升',
  'homogenisation.falls': '降',
  'homogenisation.stays': '微变',
  'homogenisation.subtitle': '两个不同产品的平均相似度（0为毫无共同之处，1为完全相同），逐月。',
  'homogenisation.caption':
    '权重为近十二个月放款，或等权。价格不计入其中：点线为新放款利率的变异系数。在售或有放款的产品不足两个时曲线中断；标题取其首末两个月。',
  'homogenisation.byShare': '按放款加权',
  'homogenisation.equal': '等权',
  'homogenisation.dispersion': '利率离散度（变异系数）',
  'homogenisation.axis': '指数',

  'reach.title': '信贷需求的{all}得到满足：最低为{worst}（{low}），最高为{best}（{high}）',
  'reach.subtitle': '各组信贷需求满足率（%）；竖线为全市场。n为信贷需求笔数。',
  'reach.caption':
    '需求在过期前获得全部或部分融资即为满足。“何种覆盖率下有记录”指在该征信覆盖率下会有记录的人，不论本次模拟是否给予记录。',
  'reach.axis': '满足率（%）',
  'reach.file': '征信状态',
  'reach.wouldBeFiled': '何种覆盖率下有记录',
  'reach.ageBand': '年龄',
  'reach.incomeQuartile': '收入',
  'reach.purpose': '用途',

  'apr.title': '半数放款利率低于{median}；{near}的放款利率不低于{edge}，即距{cap}上限一个百分点以内',
  'apr.titleOfCaps': '半数放款利率低于{median}；{near}的放款利率距其机构当月所适用的上限一个百分点以内',
  'apr.subtitle': '新放款年化利率，按机构类别与征信状态：每半个百分点区间占该类机构放款的比例（%）。',
  'apr.caption':
    '年化利率为借款人现金流的月内部收益率乘以十二。虚线为各类机构所适用的利率上限。恰为该类最高上限的放款计入其左侧区间。',
  'apr.axis': '占放款（%）',
  'apr.cap': '上限{cap}',
  'apr.laterCap': '第{month}月起上限{cap}',
  'apr.file': '征信状态',

  'adoption.title': '期末{high}的消费者曾向{most}借款，曾向{least}借款者为{low}；一家机构平均为{aware}的消费者所知晓',
  'adoption.subtitle':
    '在世消费者中知晓一家机构者的占比，按类取各机构均值（上），以及曾向该类机构借款者的占比（下），%，逐月。',
  'adoption.caption':
    '0月之前为预热期。曲线可能下降：机构会被遗忘，离开者由18岁新进入者接替；新机构进入时尚无人知晓，会拉低该类均值。标题为期末仍放款的各类机构的均值。知晓率由至多4096名消费者测得。',
  'adoption.aware': '知晓（%）',
  'adoption.adopted': '曾借款（%）',
  'adoption.reported': '自此计入报告',

  'promotion.title':
    '促销成本占收入{cost}；促销结束后，促销获得的客户下一笔借款有{promoted}仍选同一机构，其他客户为{other}',
  'promotion.subtitle':
    '上：促销成本占（未扣促销）收入的比例（%）。下：下一笔借款仍选同一机构的比例（%），截至当月的十二个月。',
  'promotion.caption':
    '成本为免除的利息、返现与奖励，分母为利息、费用与该成本之和。仅当上一笔借款的机构当月未促销时，下一笔借款才计入；首笔借款享受促销条件者计为促销获得的客户。',
  'promotion.cost': '成本（占收入%）',
  'promotion.kept': '仍选同一机构（%）',
  'promotion.promoted': '促销获得的客户',
  'promotion.other': '其他客户',

  'industry.title': '机构有进有出：{entered}家进入，{left}家停止放款，期末{active}家营业',
  'industry.subtitle': '上：放款机构数。下：各机构自首月至末月。虚线为情景中定期生效的变动。',
  'industry.subtitlePlain': '上：放款机构数。下：各机构自首月至末月。',
  'industry.active': '机构数',
  'industry.caption':
    '0月之前为预热期，其间除P2P平台可能关闭外无机构进出。经营失败或依法不得再放款的机构只清收欠款（浅色），直至贷款清偿完毕。',
  'industry.lends': '营业',
  'industry.runOff': '仅清收',
  'industry.lender': '机构',
  'industry.state': '状态',
  'industry.rule': '变动',
  'trajectories.title': '{products}个产品中{moved}个改过设计；在售产品两两间距由{first}变为{last}，彼此{way}',
  'trajectories.closer': '趋近',
  'trajectories.further': '远离',
  'trajectories.subtitle': '产品有过的全部设计，投影于最能体现其差异的平面；由白点至实心点。',
  'trajectories.caption':
    '连线按月份先后连接同一产品的各次设计；无连线的产品始终保持最初的设计。白点为期初或推出时的设计，实心点为最后的设计，叉号为已下架产品。单位为设计距离，两轴相同。标题中的间距为在售产品两两距离的均值，按全部七个维度计，每个产品计一次。',
  'trajectories.stays': '最后的设计',
  'trajectories.withdrawn': '已下架',
  'trajectories.since': '自该月起',

  'genealogy.title': '产品共变动{changes}次，其中模仿{copies}次；{product}被模仿最多（{times}次）',
  'genealogy.titleNone': '产品共变动{changes}次，没有模仿',
  'genealogy.subtitle': '每点为一次设计变动；连线指向被模仿的产品。',
  'genealogy.caption':
    '0月之前为预热期，其间的变动计入标题。未变动且未被模仿的产品从略。模仿使设计部分移向盈利最高的产品（按模仿时滞所知）；创新移向调研或偶然所得；推出新品则与原有产品并列。',
  'genealogy.imitation': '模仿',
  'genealogy.innovation': '创新',
  'genealogy.launch': '推出新品',
  'genealogy.product': '产品',
  'genealogy.parent': '模仿对象',
  'genealogy.change': '变动',
  'p2p.title': '{platforms}家P2P平台中{closed}家关闭；出借人损失合市场每位消费者{lost}',
  'p2p.subtitle': '全部平台合计，元/消费者；虚线为平台关闭。',
  'p2p.caption':
    '上：出借人对借款人的债权。中：申请与兑付的退出金额，长期缺口即为挤兑。下：自期初累计的损失，分为在营期间的核销（减回收）与关闭之后的损失。',
  'p2p.axis': '元/消费者',
  'p2p.claims': '债权',
  'p2p.asked': '申请退出',
  'p2p.paid': '已兑付',
  'p2p.chargeOff': '在营期间损失',
  'p2p.closure': '关闭后损失',
  'p2p.series': '系列',
  'p2p.closes': '关闭的平台',
  'fraud.title': '欺诈损失每年占余额{loss}；{detected}的欺诈申请被识破，{mistaken}的诚实申请被误判为欺诈',
  'fraud.subtitle': '损失、被识破的欺诈申请、被误判的诚实申请；均为截至当月的十二个月。',
  'fraud.caption':
    '0月之前为预热期。损失为核销的骗贷余额，未扣债权转让所得。识破指被机构自身筛查或共享黑名单拒绝；诚实申请亦可能因此被拒。',
  'fraud.lossRate': '损失（年%）',
  'fraud.detected': '识破（%）',
  'fraud.falseExclusions': '误判（%）',

  'late.title': '期末{late}的余额已逾期，其中逾期超过90天的占余额{npl}',
  'late.subtitle': '按逾期天数划分的逾期余额（占全部余额%），堆叠，逐月。',
  'late.caption': '至100%的其余部分为正常余额。逾期180天核销后不再计入。',
  'late.1': '1–30天',
  'late.31': '31–60天',
  'late.61': '61–90天',
  'late.90': '超过90天',
  'late.axis': '占余额（%）',
  'late.days': '逾期',

  'vintage.title':
    '放款{age}个月后，第{firstFrom}–{firstTo}月的放款有{first}曾变为不良，第{lastFrom}–{lastTo}月的为{last}',
  'vintage.short': '第{firstFrom}–{firstTo}月的放款在{age}个月后有{first}曾变为不良',
  'vintage.none': '报告期内尚无账龄足够长的放款批次可供展示',
  'vintage.subtitle': '曾逾期超过90天的本金（占放款%），按账龄与放款月份。',
  'vintage.caption': '每条线合并六个月的放款，止于其中最晚一月在模拟结束时达到的账龄。',
  'vintage.thinned': '每{step}条仅绘一条。',
  'vintage.group': '{from}–{to}',
  'vintage.legend': '放款月份',
  'vintage.axis': '占放款（%）',

  'scores.title':
    '{best}时评分排序最好（AUC {high}），{worst}时最差（{low}）；评分预期{expected}的贷款变坏，实际为{rate}',
  'scores.none': '结束前一年以上的放款与不良太少，无法评判评分',
  'scores.subtitle': '结束前至少一年的放款，按机构所知划分；变坏指一年内逾期超过90天。',
  'scores.caption':
    '左：曲线越靠左上，评分越能区分好坏贷款（AUC及95%置信区间，按Hanley与McNeil 1982年的方法）。右：虚线上为预期实现，虚线之上为评分过于乐观；每点至少合并{least}笔贷款。仅见已放贷款，被评分拒绝者不在其中。',
  'scores.regime': '{name}：AUC {auc}（{low}至{high}），{loans}笔',
  'scores.legend': '机构所知',
  'scores.roc': '排序能力（ROC）',
  'scores.calibration': '校准',
  'scores.good': '好贷款中评分同样或更差者（%）',
  'scores.bad': '坏贷款中评分同样或更差者（%）',
  'scores.expected': '预期变坏（%）',
  'scores.seen': '实际变坏（%）',
  'scores.loans': '贷款笔数',

  'multi.title':
    '30岁以下借款人中{young}、其余借款人中{old}有两家以上债权机构；半数年轻借款人的月供占收入{half}以上，一成超过{tenth}',
  'multi.subtitle': '报告期借款人，按年龄与债权机构数；到期月供占收入之比。',
  'multi.caption': '下图：圆点为中位数，条为中间一半，线为中间八成。逾期月供不重复计算。',
  'multi.count': '债权机构数',
  'multi.burden': '偿债负担',
  'multi.share': '占该年龄借款人（%）',
  'multi.service': '到期月供占收入（%）',

  'life.title': '收入在{incomeAge}岁达到峰值，每月{income}；人均债务以{debtAge}最高，为{debt}',
  'life.subtitle': '报告期内各年龄全体消费者的均值：上为每月流量，下为存量。',
  'life.caption': '支出包含大额需求，不论是否借款。少于{least}人月的年龄不显示。',
  'life.income': '收入',
  'life.spending': '支出',
  'life.debt': '债务',
  'life.liquid': '流动性储蓄',
  'life.flows': '元/月',
  'life.stocks': '元',
  'life.youthEnds': '青年期结束',
  'life.middleEnds': '中年期结束',
  'life.retirement': '退休',

  'league.title': '{lender}以{share}的贷款居首；{lenders}家机构中{losing}家亏损，资产收益率介于{low}与{high}之间',
  'league.subtitle': '各机构的贷款余额份额、资产收益率、逾期超过90天贷款占比。报告期均值（%）。',
  'league.caption':
    '资产收益率为年净利润除以平均贷款；贷款不足全市场千分之一的机构不计比率。代码代表模拟机构；情景若显示名称，名称仅表示起始资本的来源。',
  'league.share': '贷款份额（%）',
  'league.roa': '资产收益率（年，%）',
  'league.npl': '逾期超过90天（%）',
  'league.more': '仅显示{lenders}家中最大的{shown}家。',

  'targets.title': '拟合目标{fit}项中{fitMet}项达到，留出目标{held}项中{heldMet}项达到{missed}',
  'targets.subtitle': '模拟结果与已发表区间的对照：各区间均画成同样宽的带。',
  'targets.caption':
    '圆点在区间之内；三角未达到，尖端指向偏离的一侧；超出图幅者画在边缘。多数区间来自二手来源，未读原文，详见targets.yaml。实验的方向需要多次模拟。',
  'targets.input': '由情景设定',
  'targets.fit': '用于拟合',
  'targets.held-out': '留出检验',
  'targets.reported': '仅报告，不强行拟合',
  'targets.missed': '（未达到：{names}）',
  'targets.met': '达到',
  'targets.below': '未达到，偏低',
  'targets.above': '未达到，偏高',
  'targets.experiment': '需要实验',
  'targets.unmeasured': '未测得',
  'targets.value': '{value}（{low}至{high}）',
  'targets.low': '下限',
  'targets.high': '上限',
}

export const WORDS: { readonly [lang in Lang]: { readonly [key in Word]: string } } = {
  en: { ...NAMES.en, ...EN, ...ENSEMBLE_EN },
  zh: { ...NAMES.zh, ...ZH, ...ENSEMBLE_ZH },
}

/** A word or sentence with its blanks filled, all at once, so that what fills one blank is never read as another. */
export function word(lang: Lang, key: Word, values: { readonly [name: string]: string } = {}): string {
  return WORDS[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`nothing fills {${name}} in the text ${key}`)
    return value
  })
}

/** The name of a code that the tables hold; a code without a name stands for itself. */
export function nameOf(lang: Lang, kind: string, code: string): string {
  const key = `${kind}.${code}`
  return Object.hasOwn(WORDS.en, key) ? word(lang, key as Word) : plainText(code, 40)
}
