/** Words of the page that no table of the core has. */
import type { Bilingual } from '../base/vocabulary.ts'

const OWN = {
  title: { en: 'Market explorer', zh: '市场浏览器' },
  about: {
    en: 'An agent-based model of China’s internet consumer-finance market. It runs in this page, and gives the same numbers as the command line.',
    zh: '中国互联网消费金融市场的基于主体的模型（ABM）。模型在本页中运行，数字与命令行一致。',
  },
  loading: { en: 'Loading …', zh: '正在载入…' },
  scenario: { en: 'Scenario', zh: '情景' },
  question: { en: 'Question', zh: '问题' },
  settings: { en: 'Settings', zh: '设定' },
  others: { en: 'All other settings', zh: '其他全部设定' },
  search: { en: 'Search settings', zh: '搜索设定' },
  searchHint: { en: 'a word or a key, such as cap or credit', zh: '词或键，如 利率、征信、credit' },
  noneFound: { en: 'No setting has this in its name.', zh: '没有名称含此词的设定。' },
  changed: { en: 'Changed from the scenario', zh: '与情景的差异' },
  nothing: { en: 'Nothing: this is the scenario as it is shipped.', zh: '无：与所附情景完全相同。' },
  smaller: {
    en: 'The page starts with 20,000 consumers, so that it answers at once.',
    zh: '本页默认模拟20,000名消费者，以便即时响应。',
  },
  reset: { en: 'Reset', zh: '还原' },
  resetAll: { en: 'Reset all', zh: '全部还原' },
  was: { en: 'as shipped', zh: '原值' },
  source: { en: 'Source', zh: '来源' },
  timeline: { en: 'Policy events', zh: '政策事件' },
  noEvents: { en: 'None. Add one below.', zh: '无。可在下方添加。' },
  month: { en: 'month', zh: '月' },
  value: { en: 'value', zh: '取值' },
  setting: { en: 'setting', zh: '设定' },
  add: { en: 'Add', zh: '添加' },
  remove: { en: 'Remove', zh: '删除' },
  claims: { en: 'Guess first, then see', zh: '先猜，再看' },
  guess: { en: 'What will happen?', zh: '结果会怎样？' },
  rises: { en: 'It rises', zh: '上升' },
  falls: { en: 'It falls', zh: '下降' },
  same: { en: 'Hardly changes', zh: '基本不变' },
  right: { en: 'As you guessed.', zh: '与猜测一致。' },
  wrong: { en: 'Not as you guessed.', zh: '与猜测不同。' },
  oneSeed: {
    en: 'This is one pair of runs with the same seed. docs/findings.md has the verdict over many seeds.',
    zh: '这只是同一种子的一对运行。多个种子的结论见 docs/findings.zh-CN.md。',
  },
  play: { en: 'Play', zh: '播放' },
  pause: { en: 'Pause', zh: '暂停' },
  step: { en: 'Step a month', zh: '前进一个月' },
  restart: { en: 'Restart', zh: '重新开始' },
  speed: { en: 'Speed', zh: '速度' },
  fast: { en: 'as fast as it goes', zh: '最快' },
  perSecond: { en: 'months a second', zh: '个月/秒' },
  draw: { en: 'Draw every', zh: '绘制间隔' },
  months: { en: 'months', zh: '个月' },
  burnIn: { en: 'burn-in', zh: '预热期' },
  finished: { en: 'finished', zh: '已完成' },
  pin: { en: 'Pin this run', zh: '固定本次运行' },
  unpin: { en: 'Unpin', zh: '取消固定' },
  pinned: { en: 'pinned run', zh: '固定的运行' },
  thisRun: { en: 'this run', zh: '本次运行' },
  difference: { en: 'difference', zh: '差值' },
  copyCommand: { en: 'Copy command', zh: '复制命令' },
  copyYaml: { en: 'Copy YAML', zh: '复制 YAML' },
  copyLink: { en: 'Copy link', zh: '复制链接' },
  copied: { en: 'Copied', zh: '已复制' },
  digest: { en: 'digest', zh: '摘要值（SHA-256）' },
  check: { en: 'To check it, run', zh: '核对方法：运行' },
  ignored: { en: 'Parts of the address that were ignored', zh: '地址中被忽略的部分' },
  unknownPart: { en: 'not known to this page', zh: '本页无法识别' },
  map: { en: 'The market', zh: '市场全景' },
  mapAbout: {
    en: 'Each circle is a product; its area is what it lent in the last twelve months. Products near each other are alike. Shading: what consumers would like best. Tails: where designs came from. A thin line: who copied whom this year.',
    zh: '每个圆为一个产品，面积为近十二个月放款额。相距越近越相似。阴影为消费者的理想点。尾迹为产品设计的移动；细线为近一年的模仿关系。',
  },
  tail: { en: 'The long tail of demand', zh: '需求的长尾' },
  tailAbout: {
    en: 'Niches by how many needs arose, largest first, on a log scale: needs that arose (light) and those served (dark).',
    zh: '细分需求按需求数由大到小排列，对数刻度：浅色为产生的需求，深色为获融资的需求。',
  },
  leftOut: { en: 'Who is left out', zh: '谁被排除在外' },
  leftOutAbout: {
    en: 'Of needs that asked for credit, the share that was served, in the reported months so far. Small figures: the pinned run.',
    zh: '报告期至今，在提出信贷申请的需求中获融资的比例。小字为固定的运行。',
  },
  series: { en: 'Month by month', zh: '逐月走势' },
  table: { en: 'Table', zh: '数据表' },
  download: { en: 'Download CSV', zh: '下载 CSV' },
  noPin: {
    en: 'Pin this run, then change a setting: the pinned run stays behind as a grey line, with the difference below.',
    zh: '固定本次运行后改变设定：固定的运行以灰线保留，差值显示在下方。',
  },
  person: { en: 'One person in two worlds', zh: '同一个人，两个世界' },
  personAbout: {
    en: 'The same person with the same luck, month by month, with a receipt for every decision.',
    zh: '同一个人、同样的随机冲击，逐月列出各项决定的凭据。',
  },
  refused: { en: 'Someone refused', zh: '一位被拒者' },
  distressed: { en: 'Someone in distress', zh: '一位陷入困境者' },
  parted: { en: 'Someone whose life differs', zh: '一位境遇不同者' },
  slot: { en: 'Person number', zh: '个人编号' },
  show: { en: 'Show', zh: '查看' },
  nobody: {
    en: 'Nobody of the people that are followed. Type any number instead.',
    zh: '所跟踪的人中没有。可另输入任意编号。',
  },
  choose: { en: 'Choose a person.', zh: '请选择一个人。' },
  needsPin: {
    en: 'Pin a run and change a setting to see the same person in the other world.',
    zh: '固定一次运行并改变设定，即可看到同一个人在另一个世界的境遇。',
  },
  partsIn: { en: 'The two lives part in month', zh: '两种境遇自此月起不同：第' },
  neverPart: { en: 'The two lives are the same so far.', zh: '至今两种境遇完全相同。' },
  income: { en: 'income', zh: '收入' },
  spending: { en: 'spending', zh: '支出' },
  savings: { en: 'savings', zh: '储蓄' },
  debt: { en: 'debt', zh: '负债' },
  allMonths: { en: 'All months', zh: '全部月份' },
  decisionsOnly: { en: 'Decisions only', zh: '仅决定' },
  lender: { en: 'Lender', zh: '机构' },
  lenderAbout: { en: 'Click a product on the map, or choose.', zh: '点击图中的产品，或在此选择。' },
  book: { en: 'loans outstanding', zh: '贷款余额' },
  quality: { en: 'funds and capital', zh: '资本' },
  equity: { en: 'equity', zh: '权益' },
  meanApr: { en: 'mean APR', zh: '平均年化利率' },
  products: { en: 'products', zh: '产品' },
  events: { en: 'Latest decisions, with reasons', zh: '近期决定及理由' },
  charts: { en: 'Charts of this run', zh: '本次运行的图表' },
  chartsAbout: {
    en: 'The charts of the report, with what each shows in its title. They are loaded when you ask for one.',
    zh: '与报告相同的图表，标题说明所见。选择后才载入。',
  },
  chooseChart: { en: 'Choose a chart', zh: '选择图表' },
  drawChart: { en: 'Draw', zh: '绘制' },
  whenDone: { en: 'when the run is finished', zh: '运行完成后可用' },
  tables: { en: 'Tables', zh: '数据表' },
  licences: { en: 'Licences of what this page is made of', zh: '本页所用软件的许可证' },
  failed: { en: 'The run failed', zh: '运行失败' },
  refusedToken: {
    en: 'This page was opened without the token that “xiaojin explore” printed. Open the address that it printed.',
    zh: '打开本页时缺少“xiaojin explore”给出的令牌。请打开其输出的完整地址。',
  },
  noData: { en: 'The scenarios could not be loaded', zh: '无法载入情景' },
  bank: { en: 'banks', zh: '银行' },
  licensed: { en: 'licensed companies', zh: '持牌消费金融公司' },
  platform: { en: 'platforms', zh: '平台' },
  otherLang: { en: '中文', zh: 'English' },
} as const

export const WORDS: { readonly [key in keyof typeof OWN]: Bilingual } = OWN

/** A pair of settings that the paper has a view on: `from` is pinned, `to` is run beside it. */
export interface ClaimWords {
  readonly text: Bilingual
  readonly from: { readonly [path: string]: string }
  readonly to: { readonly [path: string]: string }
  /** Key of the measure that is guessed. */
  readonly measure: string
}

export const CLAIMS: readonly ClaimWords[] = [
  {
    text: {
      en: 'The bureau covers 50 %, then 90 % of adults. What happens to the demand served?',
      zh: '征信覆盖率由50%升至90%，需求满足率会怎样？',
    },
    from: { 'credit.coverage': '0.5', 'credit.fileFormation': 'false' },
    to: { 'credit.coverage': '0.9', 'credit.fileFormation': 'false' },
    measure: 'served.all',
  },
  {
    text: {
      en: 'Products are all alike, then as different as in the paper. What happens to the tail demand served?',
      zh: '产品由完全相同变为论文中的差异程度，长尾需求满足率会怎样？',
    },
    from: { 'products.mode': 'fixed', 'products.differentiation': '0' },
    to: { 'products.mode': 'fixed', 'products.differentiation': '1' },
    measure: 'tail.served',
  },
  {
    text: {
      en: 'The cap on APR falls from 36 % to 18 %. What happens to the demand served?',
      zh: '年化利率上限由36%降至18%，需求满足率会怎样？',
    },
    from: { 'pricing.aprCap': '0.36' },
    to: { 'pricing.aprCap': '0.18' },
    measure: 'served.all',
  },
]
