/** The page docs/glossary.md: terms of the field in both languages, then the codes of tables; a test keeps it equal. */
import * as vocabulary from '../src/base/vocabulary.ts'

type Term = readonly [en: string, zh: string, meaning: string, meaningZh: string]

const TERMS: readonly Term[] = [
  ['APR', '年化利率', 'internal rate of return of the cash flows, times twelve', '现金流内部收益率乘以12（单利年化）'],
  ['arm', '实验组', 'one setting of an experiment, run under every seed', '实验的一种设置，在每个种子下各运行一次'],
  ['burn-in', '预热期', 'months that fill the books and are not reported', '积累贷款余额、不计入报告的月份'],
  ['charge-off', '核销', 'balance written off at 180 days past due', '逾期180天时注销的余额'],
  ['common random numbers', '共同随机数', 'the same random draws in every arm', '各实验组使用相同的随机数'],
  ['contrast', '对比', 'difference between two arms', '两个实验组之差'],
  ['coverage', '征信覆盖率', 'share of adults to whom the bureau gives a file', '征信系统给予记录的成年人占比'],
  ['credit file', '征信记录', 'what the bureau knows of a person', '征信系统所知的个人信息'],
  ['credit line', '循环额度', 'a limit that can be drawn and repaid again', '可反复支用与偿还的额度'],
  ['cut-off', '准入线', 'highest expected loss at which a lender approves', '机构批准申请的预期损失上限'],
  ['debt service', '偿债收入比', 'instalments due over income', '到期还款额除以收入'],
  [
    'differentiation (δ)',
    '产品差异化程度（δ）',
    '0: all products alike; 1: as far apart as in the paper',
    '0为全部产品相同，1为论文所述的差异',
  ],
  [
    'digest',
    '摘要值（SHA-256）',
    'hash of all recorded tables and events of a run',
    '一次运行全部记录表与事件的散列值',
  ],
  ['distress', '偿付困难', 'state in which a borrower may not pay', '借款人可能无力还款的状态'],
  [
    'facilitation',
    '助贷',
    'a platform brings and serves loans on which a bank decides and which it books',
    '平台获客并服务，银行自主审批并出资入账',
  ],
  [
    'guarantee',
    '增信（代偿）',
    'set aside by the platform for losses of its partner, until it is used up',
    '平台计提、代偿合作方损失，用完为止',
  ],
  ['HHI', '赫芬达尔—赫希曼指数（HHI）', 'sum of squared shares of balances', '各机构余额份额的平方和'],
  ['hold-out group', '对照组（促销）', 'customers to whom a promotion is not offered', '不享受促销的客户'],
  ['held-out target', '留出目标', 'published figure to which nothing was fitted', '未据以调整任何参数的公布数据'],
  ['Holm', '霍尔姆校正', 'correction of p values for the number of tests', '按检验个数校正p值的方法'],
  [
    'homogenisation (H)',
    '产品同质化（H）',
    'mean similarity of two different products, 0 to 1',
    '任两个不同产品的平均相似度，0至1',
  ],
  [
    'imitation, innovation',
    '模仿、创新',
    'a design moves towards the best earner, or to what research suggests',
    '设计移向盈利最高者，或移向调研所得',
  ],
  ['joint lending', '联合贷款', 'platform and partner fund a loan together', '平台与合作方共同出资'],
  ['long tail', '长尾', 'niches outside the smallest set with 80 % of needs', '占需求80%的最小集合以外的利基'],
  ['loss given default', '违约损失率', 'share of a defaulted balance that is lost', '违约余额中损失的占比'],
  ['niche', '细分需求（利基）', 'a purpose, an amount band and an age band', '用途、金额档与年龄档的组合'],
  ['non-performing', '不良', 'more than 90 days past due', '逾期90天以上'],
  ['power', '检验功效', 'chance to detect a given difference', '检出给定差异的概率'],
  ['product crowding', '相似产品分流', 'similar products share demand', '相似产品之间分摊需求'],
  ['rationing', '配给', 'an approvable application refused for lack of capital', '因资本不足而拒绝可批准的申请'],
  ['reading', '口径', 'a definition of an outcome or a contrast', '指标或对比的定义方式'],
  ['replication', '重复', 'the same arm under another seed', '同一实验组在另一种子下的运行'],
  [
    'share of demand served',
    '信贷需求满足率',
    'needs financed over needs that asked for credit',
    '获融资的需求除以申请信贷的需求',
  ],
  ['smallest effect of interest', '最小效应阈值', 'smallest difference that counts as one', '被视为有意义的最小差异'],
  ['take-up', '用信', 'acceptance of an approved offer', '接受已批准的贷款'],
  ['thin file', '薄征信记录', 'a file with a short history', '历史很短的征信记录'],
  ['underwriting', '授信审批', 'decision on an application', '对申请的审批'],
  ['window', '报告期', 'months that are reported, from 0', '计入报告的月份，自第0月起'],
  ['word of mouth', '口碑', 'talk among acquaintances about lenders', '熟人间对机构的评价'],
]

const KINDS: readonly (readonly [en: string, zh: string, names: vocabulary.Names<string>])[] = [
  ['Purposes', '用途', vocabulary.PURPOSE_NAMES],
  ['Age bands', '年龄档', vocabulary.AGE_BAND_NAMES],
  ['Age groups', '年龄组', vocabulary.AGE_GROUP_NAMES],
  ['Amount bands', '金额档', vocabulary.AMOUNT_NAMES],
  ['Credit file', '征信记录', vocabulary.FILE_NAMES],
  ['Coverage that would give a file', '可获记录的覆盖率', vocabulary.THRESHOLD_NAMES],
  ['Income', '收入', vocabulary.QUARTILE_NAMES],
  ['Classes of lenders', '机构类别', vocabulary.CLASS_NAMES],
  ['What the lender knows', '机构所知', vocabulary.KNOWLEDGE_NAMES],
  ['Product categories (Table 2 of the paper)', '产品类别（论文表2）', vocabulary.ARCHETYPE_NAMES],
]

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** The whole page, Markdown. */
export function glossaryPage(): string {
  const terms = [row(['English', '中文', 'meaning', '含义']), row(['---', '---', '---', '---']), ...TERMS.map(row)]
  const kinds = KINDS.map(([en, zh, names]) => {
    const rows = Object.entries(names).map(([code, name]) => row([`\`${code}\``, name.en, name.zh]))
    return [`### ${en} · ${zh}`, '', row(['code · 代码', 'English', '中文']), row(['---', '---', '---']), ...rows].join(
      '\n',
    )
  })
  return `${[
    '# Glossary · 术语表',
    'Generated from `scripts/docs-glossary.ts` and `src/base/vocabulary.ts`; do not edit. `UPDATE=1 npx vitest run test/docs/glossary.test.ts` rewrites it. Names of measures are in [measures.md](measures.md) and [measures.zh-CN.md](measures.zh-CN.md), those of parameters in [parameters.md](parameters.md) and [parameters.zh-CN.md](parameters.zh-CN.md).',
    '本页自动生成，请勿手工修改。指标与参数的名称见上述各页。',
    '## Terms · 术语',
    terms.join('\n'),
    '## Codes in tables · 数据表中的代码',
    ...kinds,
  ].join('\n\n')}\n`
}
