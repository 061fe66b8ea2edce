/** Every word that stands on a chart, in English and Chinese. Text in braces is filled in by `word`. */
import type { Lang } from './chart.ts'
import { NAMES, type NameKey } from './names.ts'
import { plainText } from './text.ts'
import { ENSEMBLE_EN, ENSEMBLE_ZH } from './words-ensemble.ts'

const EN = {
  provenance: '{scenario} · seed {seed} · {consumers} simulated consumers · months 0 to {months} are reported',

  'claim.and': ' and ',
  'claim.or': ' or ',
  'claim.nothing': 'nothing to show',
  'claim.low': '95 % interval from',
  'claim.high': 'to',
  'claim.withInterval': '{value} ({low} to {high}, n = {n})',
  'claim.highest': 'highest for {names} ({values})',
  'claim.highestTie': 'highest for {names} ({values})',
  'claim.lowest': 'lowest for {names} ({values})',
  'claim.lowestTie': 'lowest for {names} ({values})',
  'claim.alike': 'the groups cannot be told apart',
  'claim.noExtreme': 'no single group stands out',
  'claim.few': 'too few groups have {least} independent cases to be compared',
  'claim.more': 'higher for {first} ({firstValue}) than for {second} ({secondValue})',
  'claim.less': 'lower for {first} ({firstValue}) than for {second} ({secondValue})',
  'claim.unclear': 'not clearly different for {first} ({firstValue}) and {second} ({secondValue})',
  'claim.peak': 'peaks between {from} and {to}',
  'claim.peakAt': 'peaks at {at}',
  'claim.noPeak': 'has no clear peak',
  'claim.rises': 'rises from {first} to {last}',
  'claim.falls': 'falls from {first} to {last}',
  'claim.noTrend': 'goes from {first} to {last} without a steady trend',
  'claim.short': 'goes from {first} to {last}, too few months to speak of a trend',
  'claim.noChange': 'is {first} in the first month and in the last',
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

  'market.subtitle': 'The market month by month. Grey: the burn-in, before the months that are reported.',
  'market.none': 'Nothing was lent',
  'market.debt': 'debt {goes}',
  'market.titleRoa': 'lenders earned {value} on it in the last twelve months',
  'market.titleLate90': '{value} of it is more than 90 days late at the end',
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

  'ages.subtitle':
    "Share of age bands (%): the paper's Table 4, consumer-months lived, and consumer-months with debt in the run.",
  'ages.more': 'more in debt than in Table 4: {bands}',
  'ages.less': 'fewer: {bands}',
  'ages.mismatch': '{mismatch} of users would have to be of another age band to match Table 4',
  'ages.unclear': 'no age band among those in debt differs clearly from Table 4',
  'ages.band': '{band} ({seen} against {table})',
  'ages.caption':
    'In this mode consumers are drawn from Table 4, so the second bar checks the machinery; the third shows who of them borrows, with intervals that hold together in 95 % of samples of persons.',
  'ages.table': 'Table 4 of the paper',
  'ages.consumers': 'consumers in the run',
  'ages.borrowers': 'borrowers in the run',
  'ages.axis': 'share (%)',
  'ages.subtitleEmerge':
    "Share of age bands (%): the users of the paper's Table 4, all adults in the run, and those of them who owe.",
  'ages.captionEmerge':
    'In this mode consumers are all adults, by the pyramid of the census; who becomes a user is an outcome of needs, offers and approvals, and Table 4 was not used. Users are consumer-months with debt. The distance is half the sum of the absolute gaps: the share of users who would have to be of another age band.',
  'ages.consumersEmerge': 'adults in the run',
  'ages.borrowersEmerge': 'users in the run',

  'purposes.title': 'The share of shopping is {difference}',
  'purposes.subtitle':
    "Share of purposes (%, log scale): the paper's Table 3, and needs, demand for credit and loans in the run.",
  'purposes.caption':
    'Needs that savings can meet never become demand for credit, so larger purposes weigh more in demand; underwriting then decides which are served. Counts of needs, not amounts.',
  'purposes.table': 'Table 3 of the paper',
  'purposes.needs': 'needs that arose',
  'purposes.demanded': 'came to ask for credit',
  'purposes.served': 'loans',
  'purposes.axis': 'share (%, log scale)',

  'tail.title': '{head} of {niches} niches hold {share} of needs',
  'tail.reach': 'the share of demand served is {difference}',
  'tail.tailName': 'the tail',
  'tail.headName': 'the head',
  'tail.empty': 'No need arose',
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

  'niches.title': 'Share of demand served: {extremes}',
  'niches.cell': '{purpose}, {age}',
  'niches.subtitle':
    'Demand for credit that was served (%), by purpose and age; below, how many needs asked for credit.',
  'niches.caption':
    'All amounts together; blank cells had no demand. Cells are named that have at least {least} independent needs and whose interval meets no other; where several share an end, all are named. Intervals hold together in 95 % of samples; the needs of one person count as one case.',
  'niches.axis': 'served (%)',
  'niches.empty': 'Nobody asked for credit',

  'map.title': '{products} products on offer stand on {designs} designs',
  'map.one': 'One product is left on offer',
  'map.none': 'No product is left on offer',
  'map.subtitle':
    'Products in the design space (month {month}): two principal components of purpose fit and age/channel fit of all designs of the run, in units of design distance. Area: share of lending of the last twelve months.',
  'map.caption':
    'Near products are alike; price, limit and term are no part of the distance. Products that would cover one another are moved apart, so a cluster of touching circles stands at one place, which a cross marks. Labels give the category and the codes of the lenders, where there is room. Axes are those of the trajectories.',
  'map.axis': 'axis {number}, {share} of variance{toward}',
  'map.axisPlain': 'axis {number}',
  'map.toward': ': + {plus}, − {minus}',
  'map.size': 'share of lending (%)',

  'homogenisation.title': 'weighted by lending, the similarity of products {goes}',
  'homogenisation.titleEqual': 'counted equally it ends at {equal}',
  'homogenisation.none': 'There was never a month with two lending products: there is no similarity to measure',
  'homogenisation.subtitle': 'Mean similarity of two different products (0 = nothing in common, 1 = clones) by month.',
  'homogenisation.caption':
    'Weights are lending of the trailing twelve months, or equal. Price is no part of it: the dotted line is the coefficient of variation of the APRs of new loans. A line has a gap where fewer than two products are on offer or lend; the title goes from its first month to its last.',
  'homogenisation.byShare': 'weighted by lending',
  'homogenisation.equal': 'equal weights',
  'homogenisation.dispersion': 'dispersion of APRs (coefficient of variation)',
  'homogenisation.axis': 'index',

  'reach.title': '{all} of the demand for credit is served',
  'reach.by.wouldBeFiled': 'by the coverage that would give a file: {extremes}',
  'reach.by.ageBand': 'by age: {extremes}',
  'reach.subtitle':
    'Demand for credit that was served (%), by group, with 95 % intervals; the rule is the whole market. n: needs that asked for credit.',
  'reach.caption':
    'A need counts as served when it is financed wholly or in part before it expires. The credit file is that of the month: who borrows gets one, so people without a file are those who have not borrowed, and comparing them with the others compares who was selected, not what a file does. For that, read the coverage at which a file would appear, which is fixed before anybody borrows. Intervals of a panel hold together in 95 % of samples; the needs of one person count as one case.',
  'reach.axis': 'served (%)',
  'reach.file': 'Credit file in the month (borrowing opens one)',
  'reach.wouldBeFiled': 'Coverage that would give a file (fixed beforehand)',
  'reach.ageBand': 'Age',
  'reach.incomeQuartile': 'Income',
  'reach.purpose': 'Purpose',

  'apr.title': 'half of lending is priced below {median}',
  'apr.near': '{share} within a point of the cap of the month',
  'apr.titleExtremes': 'share within a point of the cap: {extremes}',
  'apr.titleNear': '{share} of it is within a point of the cap',
  'apr.subtitle':
    "APR of new loans by class of lender and credit file: share of the class's lending (%) per bin of half a point.",
  'apr.caption':
    "APR is the internal rate of return of the borrower's cash flows, times twelve. Dashed: the cap that binds the class of lender, of all that apply; dotted: the median of all lending. Loans at the highest cap of a class stand in the bin below it. Shares of classes have intervals that hold together in 95 % of samples, by borrowers; amounts differ, so a borrower counts half.",
  'apr.axis': 'share of lending (%)',
  'apr.cap': 'cap {cap}',
  'apr.laterCap': 'cap {cap} from month {month}',
  'apr.file': 'credit file',

  'adoption.title': 'Ever borrowed by the end: {extremes}',
  'adoption.subtitle':
    'Share of consumers alive (%) who know a lender, mean over the lenders of a class (above), and who ever borrowed from the class (below), by month.',
  'adoption.caption':
    'Curves can fall: lenders are forgotten, those who leave are replaced by newcomers of 18, and a lender that enters, known to nobody yet, lowers the mean of its class. The title compares the shares in the last month; the intervals hold together in 95 % of samples of consumers. Awareness is measured on up to 4,096 consumers.',
  'adoption.aware': 'know a lender (%)',
  'adoption.adopted': 'ever borrowed (%)',

  'promotion.title': 'promotions cost {cost} of income',
  'promotion.titleKept': 'once they are over, the share of next loans from the same lender is {difference}',
  'promotion.subtitle':
    'Above: cost of promotions, % of income before it, by month. Below: next loans taken from the same lender (%), twelve months to date.',
  'promotion.caption':
    'Cost is interest waived, rebates and rewards, over interest, fees and that cost. A next loan counts only while the lender of the loan before runs no promotion; a customer counts as won in a promotion if the first loan from that lender had its terms. The two groups chose differently from the start, so the difference is no effect of promotions. Dotted: the whole window, which the title states.',
  'promotion.cost': 'cost (% of income)',
  'promotion.kept': 'same lender again (%)',
  'promotion.promoted': 'customers won in a promotion',
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
  'trajectories.title': '{moved} of {products} products changed their design',
  'trajectories.apart': 'two products on offer were {first} apart at first and are {last} apart at the end',
  'trajectories.subtitle':
    'Every design that products had, in the plane that shows most of their variety; from the white point to the full one.',
  'trajectories.caption':
    'A line joins the designs of one product in the order of months; products without a line kept the first. The white point is the design at the start or at the launch, the full one the last; a cross is a product that was withdrawn. Units are design distances, the same on both axes. The distance in the title is the mean over all pairs on offer, in all seven dimensions, each product counted once.',
  'trajectories.stays': 'last design',
  'trajectories.withdrawn': 'withdrawn',
  'trajectories.since': 'since month',

  'genealogy.title': '{changes} changes of products, {copies} of them by imitation',
  'genealogy.most': '{product} was followed {times} times',
  'genealogy.titleNone': '{changes} changes of products, none of them by imitation',
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
  'fraud.subtitle':
    'Loss, fraudulent applications found out, and honest ones refused as fraud; all over twelve months to date.',
  'fraud.title.falseExclusions': '{share} of honest ones were refused as fraud',
  'fraud.title.detected': '{share} of fraudulent applications were detected',
  'fraud.title.lossRate': 'in the last twelve months fraud cost {share} of the balance',
  'fraud.caption':
    "Months before 0 are the burn-in. Loss is the balance of fraudulent loans charged off, before what the claims are sold for. Found out: by the lender's own screening or by the shared list. Honest applications may be refused by either.",
  'fraud.lossRate': 'loss (% a year)',
  'fraud.detected': 'found out (%)',
  'fraud.falseExclusions': 'honest refused (%)',

  'late.title': 'the share of the balance past due {goes}',
  'late.titleOver': 'more than 90 days are {npl} at the end',
  'late.subtitle': 'Balances past due by days (% of all balances), stacked, by month.',
  'late.caption': 'What is left up to 100 % is current. Balances leave the chart at charge-off, 180 days past due.',
  'late.1': '1 to 30 days',
  'late.31': '31 to 60 days',
  'late.61': '61 to 90 days',
  'late.90': 'more than 90 days',
  'late.axis': '% of balance',
  'late.days': 'past due',

  'vintage.title': 'Gone bad after {age} months: {extremes}',
  'vintage.months': 'months {from} to {to}',
  'vintage.short': 'Of what was lent in {months}, {share} had gone bad after {age} months',
  'vintage.none': 'No vintage of the reported window has been on the books long enough to be shown',
  'vintage.subtitle':
    'Principal that was ever more than 90 days past due (% of what was lent), by months on book and months of origination.',
  'vintage.caption':
    'Each line pools six months of origination and ends where its youngest month had been seen to the end of the run. The title compares the lines at one age; their intervals hold together in 95 % of samples of borrowers, who count half since amounts differ.',
  'vintage.thinned': 'Only one line in {step} is drawn.',
  'vintage.group': '{from} to {to}',
  'vintage.legend': 'lent in months',
  'vintage.axis': '% of what was lent',

  'scores.none': 'Too few loans were made and went bad a year before the end to judge scores',
  'scores.all': 'all loans',
  'scores.expectedName': 'what scores expect',
  'scores.seenName': 'the run',
  'scores.calibrated': 'the share of loans that go bad is {difference}',
  'scores.one': 'scores rank loans with an area under the ROC curve of {auc}',
  'scores.ranking': 'area under the ROC curve: {extremes}',
  'scores.subtitle':
    'Loans made at least a year before the end, by what the lender knew; bad: more than 90 days past due within a year.',
  'scores.caption':
    'Left: the further a curve bends to the upper left, the better scores tell bad loans from good ones. AUC with intervals after Hanley & McNeil (1982) that hold together in 95 % of samples; the loans of one borrower count as one case. Right: on the dashed line what was expected came true; above it scores were too kind. Points pool at least {least} loans; the ring is all loans with its 95 % interval. Only loans made are seen, so applicants whom scores kept out are missing, and lenders that know less lend to others.',
  'scores.regime': '{name}: AUC {auc} ({low} to {high}), {loans} loans',
  'scores.legend': 'the lender knew',
  'scores.roc': 'Ranking (ROC)',
  'scores.calibration': 'Calibration',
  'scores.good': '% of good loans scored this risky or riskier',
  'scores.bad': '% of bad loans scored so',
  'scores.expected': 'expected to go bad (%)',
  'scores.seen': 'went bad (%)',
  'scores.loans': 'loans',

  'multi.title': 'the share of borrowers with two or more lenders is {difference}',
  'multi.label': '{share} · {months} person-months',
  'multi.none': 'Borrowers are too few to compare ages',
  'multi.titleBurden':
    'under 30, instalments take over {half} of income in half of the months in debt, over {tenth} in a tenth',
  'multi.subtitle':
    'Months that borrowers were in debt in the reported window, by age and number of lenders; instalments due over income.',
  'multi.caption':
    'Bars are shares of person-months. The row of two or more has a 95 % interval whose n is the persons who must be behind these months, at least. Below: the point is the median, the bar holds the middle half, the line the middle 80 %. Instalments in arrears are not counted twice.',
  'multi.count': 'Number of lenders',
  'multi.burden': 'Burden of debt service',
  'multi.share': '% of the months in debt of the age',
  'multi.service': 'instalments due over income (%)',

  'life.subtitle': 'Means by year of age over the reported window, all consumers: flows a month above, stocks below.',
  'life.at': ' (up to {value})',
  'life.title.debt': 'debt a head {peaks}{at}',
  'life.title.income': 'income {peaks}{at}',
  'life.caption':
    'Spending includes needs, financed or not by credit. Ages with fewer than {least} consumer-months are left out. Bands: intervals of income and debt that hold together in 95 % of samples of persons, each counted for a year at most; spreads between persons are not recorded, so incomes are taken to spread as widely as their mean, and so are debts among those who owe. A peak is told as the ages that cannot be told from the highest.',
  'life.income': 'income',
  'life.spending': 'spending',
  'life.debt': 'debt',
  'life.liquid': 'liquid savings',
  'life.flows': '¥ a month',
  'life.stocks': '¥',
  'life.youthEnds': 'youth ends',
  'life.middleEnds': 'middle age ends',
  'life.retirement': 'retirement',

  'league.title': 'share of loans: {highest}',
  'league.titleRoa': '{losing} of {lenders} lenders lose money, with ROA from {low} to {high}',
  'league.subtitle':
    'Lenders by share of loans outstanding; ROA; loans more than 90 days past due. Means over the reported window (%).',
  'league.caption':
    'ROA is net income a year over mean loans; lenders with less than a thousandth of all loans have no ratios. Codes stand for simulated lenders; where a scenario shows names, they label a starting capital and nothing else.',
  'league.share': 'share of loans (%)',
  'league.roa': 'ROA (% a year)',
  'league.npl': 'over 90 days late (%)',
  'league.more': 'The {shown} largest of {lenders} are shown.',

  'targets.subtitle': 'Outcomes of the run against published ranges: each range is drawn as wide as the band.',
  'targets.title.fit': '{met} of {all} fitted targets are met{rest}',
  'targets.someUntested': '{untested} not tested',
  'targets.someMissed': '{missed} missed',
  'targets.title.held-out': '{met} of {all} held-out targets are met{rest}',
  'targets.caption':
    'Circles lie inside the range, triangles miss it and point to the side; values further away than the chart is wide stand at its edge. Most ranges rest on secondary sources, the originals unread: targets.yaml says which. Signs of experiments need several runs.',
  'targets.input': 'Set by the scenario',
  'targets.fit': 'Fitted',
  'targets.held-out': 'Held out',
  'targets.reported': 'Reported, not forced',
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
  'claim.nothing': '无数据可示',
  'claim.low': '95%区间下限',
  'claim.high': '95%区间上限',
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
  'claim.unclear': '{first}（{firstValue}）与{second}（{secondValue}）差异不显著',
  'claim.peak': '在{from}至{to}之间达到峰值',
  'claim.peakAt': '在{at}达到峰值',
  'claim.noPeak': '没有明显的峰值',
  'claim.rises': '由{first}升至{last}',
  'claim.falls': '由{first}降至{last}',
  'claim.noTrend': '由{first}变为{last}，没有持续的趋势',
  'claim.short': '由{first}变为{last}，月份太少，不论趋势',
  'claim.noChange': '首月与末月均为{first}',
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

  'market.subtitle': '市场逐月概况。灰色为预热期，不计入报告期。',
  'market.none': '没有放款',
  'market.debt': '债务{goes}',
  'market.titleRoa': '近十二个月资产收益率为{value}',
  'market.titleLate90': '期末其中{value}逾期90天以上',
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

  'ages.subtitle': '各年龄段占比（%）：论文表4、模拟中的消费者人月、模拟中的有债务人月。',
  'ages.more': '有债务者多于表4：{bands}',
  'ages.less': '少于表4：{bands}',
  'ages.mismatch': '{mismatch}的用户需改换年龄段才与表4一致',
  'ages.unclear': '有债务者的各年龄段与表4均无明显差异',
  'ages.band': '{band}（{seen}，表4为{table}）',
  'ages.caption':
    '此模式下消费者年龄取自表4，因此第二组柱检验程序本身；第三组柱显示其中谁在借款，区间联合置信水平为95%，以人为样本。',
  'ages.table': '论文表4',
  'ages.consumers': '模拟消费者',
  'ages.borrowers': '模拟借款人',
  'ages.axis': '占比（%）',
  'ages.subtitleEmerge': '各年龄段占比（%）：论文表4的用户、模拟中的全体成年人、其中有债务者。',
  'ages.captionEmerge':
    '此模式下消费者为全体成年人，年龄结构取自人口普查；谁成为用户由需求、产品与审批得出，未使用表4。用户按有债务的人月计。差距为各段差值绝对值之和的一半，即需改换年龄段的用户占比。',
  'ages.consumersEmerge': '模拟成年人',
  'ages.borrowersEmerge': '模拟用户',

  'purposes.title': '购物占比：{difference}',
  'purposes.subtitle': '各用途占比（%，对数刻度）：论文表3，以及模拟中的需求、信贷需求与放款。',
  'purposes.caption':
    '储蓄能满足的需求不会转为信贷需求，因此大额用途在信贷需求中占比更高；是否放款再由授信决定。按需求笔数计，不按金额计。',
  'purposes.table': '论文表3',
  'purposes.needs': '产生的需求',
  'purposes.demanded': '转为信贷需求',
  'purposes.served': '获得贷款',
  'purposes.axis': '占比（%，对数刻度）',

  'tail.title': '{niches}个利基中{head}个占需求的{share}',
  'tail.reach': '信贷需求满足率：{difference}',
  'tail.tailName': '长尾',
  'tail.headName': '头部',
  'tail.empty': '没有产生需求',
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

  'niches.title': '信贷需求满足率：{extremes}',
  'niches.cell': '{age}·{purpose}',
  'niches.subtitle': '信贷需求满足率（%），按用途与年龄；下方为信贷需求笔数。',
  'niches.caption':
    '各金额档合计；空格表示没有信贷需求。仅点名独立需求不少于{least}笔、且区间不与其他格重叠者；几格无法区分时一并列出。各区间联合置信水平为95%，同一人的多笔需求计为一例。',
  'niches.axis': '满足率（%）',
  'niches.empty': '没有信贷需求',

  'map.title': '{products}个在售产品有{designs}种设计',
  'map.one': '仅余一个产品在售',
  'map.none': '已无产品在售',
  'map.subtitle':
    '设计空间中的产品（第{month}月）：本次运行全部设计的用途适配与年龄/渠道适配的前两个主成分，单位为设计距离。面积为近十二个月放款份额。',
  'map.caption':
    '相近的产品彼此相似；价格、额度与期限不计入距离。会互相遮盖的产品被移开，因此相互接触的一簇圆位于同一处（以十字标出）。标注为类别与机构代码，空间不足处从略。坐标轴与设计轨迹图相同。',
  'map.axis': '第{number}轴，占方差{share}{toward}',
  'map.axisPlain': '第{number}轴',
  'map.toward': '：正向{plus}，负向{minus}',
  'map.size': '放款份额（%）',

  'homogenisation.title': '按放款加权的产品相似度{goes}',
  'homogenisation.titleEqual': '等权计算期末为{equal}',
  'homogenisation.none': '任何十二个月内都没有两个产品同时放款，无从度量相似度',
  'homogenisation.subtitle': '两个不同产品的平均相似度（0为毫无共同之处，1为完全相同），逐月。',
  'homogenisation.caption':
    '权重为近十二个月放款，或等权。价格不计入其中：点线为新放款利率的变异系数。在售或有放款的产品不足两个时曲线中断；标题取其首末两个月。',
  'homogenisation.byShare': '按放款加权',
  'homogenisation.equal': '等权',
  'homogenisation.dispersion': '利率离散度（变异系数）',
  'homogenisation.axis': '指数',

  'reach.title': '信贷需求的{all}得到满足',
  'reach.by.wouldBeFiled': '按何种覆盖率下有记录：{extremes}',
  'reach.by.ageBand': '按年龄：{extremes}',
  'reach.subtitle': '各组信贷需求满足率（%）及95%区间；竖线为全市场。n为信贷需求笔数。',
  'reach.caption':
    '需求在过期前获得全部或部分融资即为满足。“当月征信状态”会因借款而改变：借款即建档，因此无记录者就是未曾借款者，与其他人比较反映的是选择，而非记录的作用；要看后者，请看“何种覆盖率下有记录”，它在任何借款之前已定。同一面板内各区间联合置信水平为95%，同一人的多笔需求计为一例。',
  'reach.axis': '满足率（%）',
  'reach.file': '当月征信状态（借款即建档）',
  'reach.wouldBeFiled': '何种覆盖率下有记录（借款前已定）',
  'reach.ageBand': '年龄',
  'reach.incomeQuartile': '收入',
  'reach.purpose': '用途',

  'apr.title': '半数放款利率低于{median}',
  'apr.near': '{share}距当月上限一个百分点以内',
  'apr.titleExtremes': '距上限一个百分点以内的占比：{extremes}',
  'apr.titleNear': '其中{share}距上限一个百分点以内',
  'apr.subtitle': '新放款年化利率，按机构类别与征信状态：每半个百分点区间占该类机构放款的比例（%）。',
  'apr.caption':
    '年化利率为借款人现金流的月内部收益率乘以十二。虚线为各类机构所适用的利率上限，点线为全部放款的中位数。恰为该类最高上限的放款计入其左侧区间。各类占比的区间联合置信水平为95%，以借款人为样本；金额不等，每人按半数计。',
  'apr.axis': '占放款（%）',
  'apr.cap': '上限{cap}',
  'apr.laterCap': '第{month}月起上限{cap}',
  'apr.file': '征信状态',

  'adoption.title': '期末曾借款者占比：{extremes}',
  'adoption.subtitle':
    '在世消费者中知晓一家机构者的占比，按类取各机构均值（上），以及曾向该类机构借款者的占比（下），%，逐月。',
  'adoption.caption':
    '曲线可能下降：机构会被遗忘，离开者由18岁新进入者接替；新机构进入时尚无人知晓，会拉低该类均值。标题比较末月的占比，各区间联合置信水平为95%（以消费者为样本）。知晓率由至多4,096名消费者测得。',
  'adoption.aware': '知晓（%）',
  'adoption.adopted': '曾借款（%）',

  'promotion.title': '促销成本占收入{cost}',
  'promotion.titleKept': '促销结束后下一笔借款仍选同一机构的占比：{difference}',
  'promotion.subtitle':
    '上：促销成本占（未扣促销）收入的比例（%）。下：下一笔借款仍选同一机构的比例（%），截至当月的十二个月。',
  'promotion.caption':
    '成本为免除的利息、返现与奖励，分母为利息、费用与该成本之和。仅当上一笔借款的机构当月未促销时，下一笔借款才计入；首笔借款享受促销条件者计为促销获得的客户。两组客户自始就不同，差异并非促销的效应。点线为整个报告期，即标题所述。',
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
  'trajectories.title': '{products}个产品中{moved}个改过设计',
  'trajectories.apart': '在售产品两两间距期初为{first}，期末为{last}',
  'trajectories.subtitle': '产品有过的全部设计，投影于最能体现其差异的平面；由白点至实心点。',
  'trajectories.caption':
    '连线按月份先后连接同一产品的各次设计；无连线的产品始终保持最初的设计。白点为期初或推出时的设计，实心点为最后的设计，叉号为已下架产品。单位为设计距离，两轴相同。标题中的间距为在售产品两两距离的均值，按全部七个维度计，每个产品计一次。',
  'trajectories.stays': '最后的设计',
  'trajectories.withdrawn': '已下架',
  'trajectories.since': '自该月起',

  'genealogy.title': '产品共变动{changes}次，其中模仿{copies}次',
  'genealogy.most': '{product}被模仿{times}次',
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
  'fraud.subtitle': '损失、被识破的欺诈申请、被误判的诚实申请；均为截至当月的十二个月。',
  'fraud.title.falseExclusions': '{share}的诚实申请被误判为欺诈',
  'fraud.title.detected': '{share}的欺诈申请被识别',
  'fraud.title.lossRate': '近十二个月欺诈损失占余额{share}',
  'fraud.caption':
    '0月之前为预热期。损失为核销的骗贷余额，未扣债权转让所得。识破指被机构自身筛查或共享黑名单拒绝；诚实申请亦可能因此被拒。',
  'fraud.lossRate': '损失（年%）',
  'fraud.detected': '识破（%）',
  'fraud.falseExclusions': '误判（%）',

  'late.title': '逾期余额占比{goes}',
  'late.titleOver': '期末逾期90天以上占{npl}',
  'late.subtitle': '按逾期天数划分的逾期余额（占全部余额%），堆叠，逐月。',
  'late.caption': '至100%的其余部分为正常余额。逾期180天核销后不再计入。',
  'late.1': '1–30天',
  'late.31': '31–60天',
  'late.61': '61–90天',
  'late.90': '超过90天',
  'late.axis': '占余额（%）',
  'late.days': '逾期',

  'vintage.title': '放款{age}个月后曾逾期90天以上的占比：{extremes}',
  'vintage.months': '第{from}–{to}月',
  'vintage.short': '{months}的放款在{age}个月后有{share}曾逾期90天以上',
  'vintage.none': '报告期内尚无账龄足够长的放款批次可供展示',
  'vintage.subtitle': '曾逾期超过90天的本金（占放款%），按账龄与放款月份。',
  'vintage.caption':
    '每条线合并六个月的放款，止于其中最晚一月在模拟结束时达到的账龄。标题在同一账龄比较各线，区间联合置信水平为95%，以借款人为样本；金额不等，每人按半数计。',
  'vintage.thinned': '每{step}条仅绘一条。',
  'vintage.group': '{from}–{to}',
  'vintage.legend': '放款月份',
  'vintage.axis': '占放款（%）',

  'scores.none': '结束前一年以上的放款与不良太少，无法评判评分',
  'scores.all': '全部贷款',
  'scores.expectedName': '评分预期',
  'scores.seenName': '实际',
  'scores.calibrated': '不良率：{difference}',
  'scores.one': '评分的ROC曲线下面积为{auc}',
  'scores.ranking': 'ROC曲线下面积：{extremes}',
  'scores.subtitle': '结束前至少一年的放款，按机构所知划分；变坏指一年内逾期超过90天。',
  'scores.caption':
    '左：曲线越靠左上，评分越能区分正常贷款与违约贷款。AUC区间按Hanley与McNeil（1982），联合置信水平为95%，同一借款人的多笔贷款计为一例。右：虚线上为预期实现，虚线之上为评分过于乐观；每点至少合并{least}笔贷款，圆环为全部贷款及其95%区间。仅见已放贷款，被评分拒绝者不在其中；所知较少的机构面对的借款人也不同。',
  'scores.regime': '{name}：AUC {auc}（{low}至{high}），{loans}笔',
  'scores.legend': '机构所知',
  'scores.roc': '排序能力（ROC）',
  'scores.calibration': '校准',
  'scores.good': '好贷款中评分同样或更差者（%）',
  'scores.bad': '坏贷款中评分同样或更差者（%）',
  'scores.expected': '预期变坏（%）',
  'scores.seen': '实际变坏（%）',
  'scores.loans': '贷款笔数',

  'multi.title': '有两家及以上债权机构者占比：{difference}',
  'multi.label': '{share}·{months}人月',
  'multi.none': '借款人太少，无法按年龄比较',
  'multi.titleBurden': '30岁以下有债务的月份中，半数月供超过收入的{half}，一成超过{tenth}',
  'multi.subtitle': '报告期内有债务的人月，按年龄与债权机构数；到期月供占收入之比。',
  'multi.caption':
    '条为人月占比；“≥ 2”一行附95%区间，其n为这些人月背后至少应有的人数。下图：圆点为中位数，条为中间一半，线为中间八成。逾期月供不重复计算。',
  'multi.count': '债权机构数',
  'multi.burden': '偿债负担',
  'multi.share': '占该年龄有债务人月（%）',
  'multi.service': '到期月供占收入（%）',

  'life.subtitle': '报告期内各年龄全体消费者的均值：上为每月流量，下为存量。',
  'life.at': '（最高{value}）',
  'life.title.debt': '人均债务{peaks}{at}',
  'life.title.income': '收入{peaks}{at}',
  'life.caption':
    '支出包含大额需求，不论是否借款。少于{least}人月的年龄不显示。浅色带为收入与债务的区间，联合置信水平为95%，以人为样本，每人在每一年龄至多计一年；个体差异未作记录，收入的标准差按其均值计，债务者的债务亦然。峰值以无法与最高者区分的年龄范围表示。',
  'life.income': '收入',
  'life.spending': '支出',
  'life.debt': '债务',
  'life.liquid': '流动性储蓄',
  'life.flows': '元/月',
  'life.stocks': '元',
  'life.youthEnds': '青年期结束',
  'life.middleEnds': '中年期结束',
  'life.retirement': '退休',

  'league.title': '贷款份额：{highest}',
  'league.titleRoa': '{lenders}家机构中{losing}家亏损，资产收益率为{low}至{high}',
  'league.subtitle': '各机构的贷款余额份额、资产收益率、逾期超过90天贷款占比。报告期均值（%）。',
  'league.caption':
    '资产收益率为年净利润除以平均贷款；贷款不足全市场千分之一的机构不计比率。代码代表模拟机构；情景若显示名称，名称仅表示起始资本的来源。',
  'league.share': '贷款份额（%）',
  'league.roa': '资产收益率（年，%）',
  'league.npl': '逾期超过90天（%）',
  'league.more': '仅显示{lenders}家中最大的{shown}家。',

  'targets.subtitle': '模拟结果与已发表区间的对照：各区间均画成同样宽的带。',
  'targets.title.fit': '拟合目标{all}项中{met}项达标{rest}',
  'targets.someUntested': '{untested}项未检验',
  'targets.someMissed': '{missed}项未达标',
  'targets.title.held-out': '留出目标{all}项中{met}项达标{rest}',
  'targets.caption':
    '圆点在区间之内；三角未达到，尖端指向偏离的一侧；超出图幅者画在边缘。多数区间来自二手来源，未读原文，详见targets.yaml。实验的方向需要多次模拟。',
  'targets.input': '由情景设定',
  'targets.fit': '用于拟合',
  'targets.held-out': '留出检验',
  'targets.reported': '仅报告，不强行拟合',
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
