/** Who is approved, who is served, and who has a credit file. */
import {
  AGE_BAND_NAMES,
  AGE_BANDS,
  type Bilingual,
  CLASS_NAMES,
  FILE_NAMES,
  FILE_STATES,
  LENDER_CLASSES,
  QUARTILE_NAMES,
  QUARTILES,
} from '../../base/vocabulary.ts'
import {
  type Measure,
  type MeasuredRun,
  measure,
  monthlyRate,
  overWindow,
  RATIO,
  remembered,
  SHARE,
  windowRate,
} from '../measure.ts'
import { ratio } from '../rows.ts'
import { type GroupServed, servedByGroup } from '../served.ts'
import { classesOf } from './size-and-price.ts'

const groups = remembered(({ tables }: MeasuredRun) => servedByGroup(tables))

/** Served over demanded of the groups that are picked, together. */
function servedShareOf(run: MeasuredRun, isPicked: (group: GroupServed) => boolean): number {
  const rows = groups(run).filter(isPicked)
  const total = (column: 'served' | 'demanded'): number => rows.reduce((sum, row) => sum + row[column], 0)
  return ratio(total('served'), total('demanded'))
}

/** Demand served of some groups of one grouping. */
function groupServed(
  key: string,
  name: Bilingual,
  grouping: string,
  isPicked: (group: string) => boolean,
  who: Bilingual,
  headline = false,
): Measure {
  return measure(`served.${key}`, RATIO, {
    en: `demand served, ${name.en}`,
    zh: `${name.zh}者需求满足率`,
    about: {
      en: `Needs financed wholly or in part over needs that came to ask for credit, of ${who.en}. People are grouped as they are in the month of the event.`,
      zh: `${who.zh}的获融资需求数占信贷需求数；按事件当月的状况分组。`,
    },
    headline,
    computed: overWindow(['groups'], (run) =>
      servedShareOf(run, (row) => row.grouping === grouping && isPicked(row.group)),
    ),
  })
}

const FILE_KEYS = { none: 'noFile', unscored: 'unscored', scored: 'scored' } as const

/** By the coverage that would give a person a file: the same people whatever files an arm gives. */
export const THRESHOLD_GROUPS = [
  {
    key: 'filedAt50',
    bands: ['0.5'],
    en: 'people filed at coverage 50 %',
    zh: '覆盖率50%时已有记录',
  },
  {
    key: 'filedAt90',
    bands: ['0.727', '0.9'],
    en: 'people filed at coverage 90 % and not at 50 %',
    zh: '覆盖率90%时才有记录',
  },
  {
    key: 'filedLast',
    bands: ['1'],
    en: 'people filed at full coverage only',
    zh: '仅全覆盖时有记录',
  },
] as const

export const ACCESS: readonly Measure[] = [
  measure('approval.all', SHARE, {
    en: 'applications approved',
    zh: '申请批准率',
    about: {
      en: 'Applications approved over applications, all lenders together.',
      zh: '批准笔数占申请笔数，全部机构合计。',
    },
    headline: true,
    computed: monthlyRate(['approvals'], ['applications']),
  }),
  ...LENDER_CLASSES.map((name) =>
    measure(`approval.${name}`, SHARE, {
      en: `applications approved, ${CLASS_NAMES[name].en}`,
      zh: `申请批准率：${CLASS_NAMES[name].zh}`,
      about: {
        en: `Applications approved over applications received, ${CLASS_NAMES[name].en} together.`,
        zh: `批准笔数占收到的申请笔数，${CLASS_NAMES[name].zh}合计。`,
      },
      computed: overWindow(['lenders'], (run) => classesOf(run).find((one) => one.class === name)?.approvalRate ?? NaN),
    }),
  ),
  measure('denied.persons', SHARE, {
    en: 'applicants denied everywhere',
    zh: '全部被拒的申请人占比',
    about: {
      en: 'Applicants of a month who got no loan in it because every application was denied, over applicants; a person counts once for each month with an application.',
      zh: '当月因全部申请被拒而未获贷款者占申请人；每人每个申请月计一次。',
    },
    headline: true,
    computed: windowRate(['deniedPersons'], ['applicants']),
  }),
  measure('granted.share', SHARE, {
    en: 'amount granted of amount asked for',
    zh: '获批金额占申请金额',
    about: { en: 'Amount lent over the amount asked for, in loans made.', zh: '已放款贷款的放款金额占申请金额。' },
    computed: windowRate(['originated'], ['requested']),
  }),
  measure('served.all', RATIO, {
    en: 'demand for credit served',
    zh: '信贷需求满足率',
    about: {
      en: 'Needs financed wholly or in part over needs that came to ask for credit. A need counts as demanded in the month in which it first asks and as served in the month in which it is financed, so a small market may serve more in a month than asks in it.',
      zh: '获融资需求数占信贷需求数。需求在首次寻求信贷的当月计为需求，在获得融资的当月计为满足，故小规模市场单月可能超过100%。',
    },
    headline: true,
    computed: monthlyRate(['served'], ['demanded']),
  }),
  ...FILE_STATES.map((state) =>
    groupServed(FILE_KEYS[state], FILE_NAMES[state], 'file', (group) => group === state, {
      en: `people with this state of the file (${FILE_NAMES[state].en}); a loan may open a file, so having one follows in part from being served`,
      zh: `该征信状态（${FILE_NAMES[state].zh}）的消费者（借款可以建档，因此有无记录部分取决于是否获得融资）`,
    }),
  ),
  ...THRESHOLD_GROUPS.map(({ key, bands, en, zh }) =>
    groupServed(
      key,
      { en, zh },
      'wouldBeFiled',
      (group) => bands.some((band) => band === group),
      { en: `${en}, whatever the coverage of the run`, zh: `${zh}者（与本次运行的覆盖率无关）` },
      // Fixed before anybody borrows. Persons without a file in a month are those who have not borrowed: no finding on files.
      key === 'filedLast',
    ),
  ),
  groupServed(
    'poorest',
    { en: `${QUARTILE_NAMES[QUARTILES[0]].en} of incomes`, zh: `收入${QUARTILE_NAMES[QUARTILES[0]].zh}` },
    'incomeQuartile',
    (group) => group === QUARTILES[0],
    { en: 'the quarter of consumers with the lowest permanent incomes', zh: '持久收入最低四分之一的消费者' },
  ),
  groupServed('under20', AGE_BAND_NAMES['<20'], 'ageBand', (group) => group === AGE_BANDS[0], {
    en: `consumers ${AGE_BAND_NAMES['<20'].en}`,
    zh: `${AGE_BAND_NAMES['<20'].zh}消费者`,
  }),
  groupServed('from50', AGE_BAND_NAMES['>=50'], 'ageBand', (group) => group === AGE_BANDS[4], {
    en: `consumers aged ${AGE_BAND_NAMES['>=50'].en}`,
    zh: `${AGE_BAND_NAMES['>=50'].zh}消费者`,
  }),
  groupServed(
    'minorPurposes',
    { en: 'all purposes but shopping', zh: '有购物以外需求' },
    'purpose',
    (group) => group !== 'shopping',
    { en: 'all purposes but shopping', zh: '购物以外各用途' },
  ),
  measure('filed.share', SHARE, {
    en: 'consumers with a credit file, from whatever source',
    zh: '有征信记录的消费者占比（不论来源）',
    about: {
      en: 'Consumers with a credit file over consumers, at the end of the month. Files opened by loans and by enrolment count; in month 0 it is `coverage`.',
      zh: '月末有征信记录者占消费者；含因借款与自愿建档而有的记录；第0月的数值见 `coverage`。',
    },
    computed: { tables: ['months'], monthly: monthlyRate(['filed'], ['consumers']).monthly },
  }),
]
