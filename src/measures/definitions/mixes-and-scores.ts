/** The mix of purposes and ages, and how well lenders' scores rank and predict. */
import {
  AGE_BAND_NAMES,
  AGE_BANDS,
  AGE_KEYS,
  type Bilingual,
  KNOWLEDGE,
  KNOWLEDGE_NAMES,
  type Knowledge,
  PURPOSE_NAMES,
  PURPOSES,
} from '../../base/vocabulary.ts'
import {
  INDEX,
  type Measure,
  type MeasuredRun,
  measure,
  OPEN_INDEX,
  overWindow,
  remembered,
  SHARE,
} from '../measure.ts'
import { ageMismatch, ageMix, type MixRow, purposeMix } from '../mixes.ts'
import { scoreQuality } from '../scores.ts'
import { nichesOf } from './tail.ts'

const purposes = remembered((run: MeasuredRun) => purposeMix(nichesOf(run), run.scenario))
const ages = remembered(({ tables, scenario }: MeasuredRun) => ageMix(tables, scenario))
const quality = remembered(({ tables }: MeasuredRun) => scoreQuality(tables).filter(({ file }) => file === 'all'))

const shareIn = (rows: readonly MixRow[], kind: MixRow['of'], group: string): number =>
  rows.find((row) => row.of === kind && row.group === group)?.share ?? NaN

const PURPOSE_KINDS = [
  {
    kind: 'needs',
    en: 'purpose of needs',
    zh: '需求用途',
    about: { en: 'Share of the purpose in needs that arose.', zh: '该用途占产生的需求数。' },
  },
  {
    kind: 'demanded',
    en: 'purpose of credit demanded',
    zh: '信贷需求用途',
    about: { en: 'Share of the purpose in needs that came to ask for credit.', zh: '该用途占信贷需求数。' },
  },
  {
    kind: 'served',
    en: 'purpose of loans made',
    zh: '获融资用途',
    about: { en: 'Share of the purpose in needs financed wholly or in part.', zh: '该用途占获融资需求数。' },
  },
] as const

const AGE_KINDS = [
  {
    kind: 'consumers',
    en: 'age of consumers',
    zh: '消费者年龄',
    about: {
      en: 'Share of the age band in consumer-months of the reported window.',
      zh: '该年龄档占报告期消费者人月。',
    },
  },
  {
    kind: 'borrowers',
    en: 'age of borrowers',
    zh: '借款人年龄',
    about: {
      en: 'Share of the age band in consumer-months with debt of the reported window.',
      zh: '该年龄档占报告期有债务的人月。',
    },
  },
] as const

export const MIXES: readonly Measure[] = [
  ...PURPOSE_KINDS.flatMap(({ kind, en, zh, about }) =>
    PURPOSES.map((purpose) =>
      measure(`purpose.${kind}.${purpose}`, SHARE, {
        en: `${en}: ${PURPOSE_NAMES[purpose].en}`,
        zh: `${zh}：${PURPOSE_NAMES[purpose].zh}`,
        about,
        computed: overWindow(['niches'], (run) => shareIn(purposes(run), kind, purpose)),
      }),
    ),
  ),
  ...AGE_KINDS.flatMap(({ kind, en, zh, about }) =>
    AGE_BANDS.map((band, k) =>
      measure(`age.${kind}.${AGE_KEYS[k]}`, SHARE, {
        en: `${en}: ${AGE_BAND_NAMES[band].en}`,
        zh: `${zh}：${AGE_BAND_NAMES[band].zh}`,
        about,
        computed: overWindow(['ages'], (run) => shareIn(ages(run), kind, band)),
      }),
    ),
  ),
  measure('age.mismatch', SHARE, {
    en: 'borrowers in another age band than Table 4 has them',
    zh: '借款人年龄与表4的偏离（总变差）',
    about: {
      en: "Half the sum over age bands of the absolute gap between the share in consumer-months with debt and the share in the paper's Table 4.",
      zh: '各年龄档占有债务人月之比与论文表4占比之差的绝对值之和的一半。',
    },
    computed: overWindow(['ages'], (run) => ageMismatch(ages(run))),
  }),
]

const REGIMES: readonly { readonly code: Knowledge | 'all'; readonly name: Bilingual }[] = [
  { code: 'all', name: { en: 'all loans', zh: '全部贷款' } },
  ...KNOWLEDGE.map((code) => ({ code, name: KNOWLEDGE_NAMES[code] })),
]

const WHICH_LOANS = {
  en: 'loans made at least a year before the end of the reported window',
  zh: '报告期结束前至少一年发放的贷款',
}

export const SCORE_QUALITY: readonly Measure[] = REGIMES.flatMap(({ code, name }) => [
  measure(`score.auc.${code}`, INDEX, {
    en: `AUC of scores, ${name.en}`,
    zh: `评分AUC：${name.zh}`,
    about: {
      en: `Area under the ROC curve of scores at origination for default within a year, by what the lender knew; ${WHICH_LOANS.en}.`,
      zh: `放款时评分对一年内违约的ROC曲线下面积，按机构所知划分；${WHICH_LOANS.zh}。`,
    },
    computed: overWindow(['scores'], (run) => quality(run).find(({ knowledge }) => knowledge === code)?.auc ?? NaN),
  }),
  measure(`score.calibration.${code}`, OPEN_INDEX, {
    en: `defaults over expected ones, ${name.en}`,
    zh: `实际与预期违约之比：${name.zh}`,
    about: {
      en: `Loans that defaulted within a year over those that scores expected to, by what the lender knew; above 1 scores were too kind; ${WHICH_LOANS.en}.`,
      zh: `一年内违约笔数除以评分预期的违约笔数，按机构所知划分；大于1表示评分过于乐观；${WHICH_LOANS.zh}。`,
    },
    computed: overWindow(
      ['scores'],
      (run) => quality(run).find(({ knowledge }) => knowledge === code)?.calibration ?? NaN,
    ),
  }),
])
