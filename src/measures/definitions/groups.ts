/** What coverage and sameness do to groups: prices and losses by the coverage that gives a file, reach by purpose. */
import { numbers, texts } from '../../base/table.ts'
import { type Bilingual, FATES, type Fate, PURPOSE_NAMES, PURPOSES } from '../../base/vocabulary.ts'
import { APART, REACHED } from '../fates.ts'
import { type Measure, type MeasuredRun, measure, overWindow, RATIO, remembered, SHARE, SIGNED } from '../measure.ts'
import { pricePremium } from '../risk-prices.ts'
import { groupRows, ratio, reportedRows, sumOf, tableNamed } from '../rows.ts'
import { THRESHOLD_GROUPS } from './access.ts'

const [FIRST_FILED, ...LATER_FILED] = THRESHOLD_GROUPS
const inGroup = ({ bands }: (typeof THRESHOLD_GROUPS)[number], band: string): boolean =>
  bands.some((own) => own === band)

/** Charged off over lent in the reported window, by the coverage that would give a file. */
const lossOf = ({ tables }: MeasuredRun, group: (typeof THRESHOLD_GROUPS)[number]): number => {
  const table = tableNamed(tables, 'groups')
  const rows = groupRows(table, ['grouping', 'group'], reportedRows(table)).flatMap(({ key, rows: own }) =>
    key[0] === 'wouldBeFiled' && inGroup(group, key[1]) ? own : [],
  )
  return ratio(sumOf(numbers(table, 'chargedOff'), rows), sumOf(numbers(table, 'granted'), rows))
}

const PRICES_AND_LOSSES: readonly Measure[] = [
  ...LATER_FILED.map((group) =>
    measure(`premium.${group.key}`, SIGNED, {
      en: `price premium at equal true risk, ${group.en}`,
      zh: `同等真实风险下的溢价：${group.zh}`,
      about: {
        en: `Mean APR of loans to ${group.en} less that of ${FIRST_FILED.en} and with the same true risk (half standard deviations), weighted by what the former borrowed. Coverage moves nobody between these groups.`,
        zh: `${group.zh}者的平均年化利率减去真实风险相同（半个标准差一档）、${FIRST_FILED.zh}者，按前者借款金额加权。覆盖率不改变分组。`,
      },
      computed: overWindow(['risk_prices'], ({ tables }) =>
        pricePremium(
          tables,
          (_, band) => inGroup(group, band),
          (_, band) => inGroup(FIRST_FILED, band),
        ),
      ),
    }),
  ),
  ...THRESHOLD_GROUPS.map((group) =>
    measure(`loss.${group.key}`, RATIO, {
      en: `charged off of amount lent, ${group.en}`,
      zh: `核销占放款：${group.zh}`,
      about: {
        en: `Balance charged off over the amount lent in the reported window, of ${group.en}.`,
        zh: `报告期核销余额占放款金额：${group.zh}者。`,
      },
      computed: overWindow(['groups'], (run) => lossOf(run, group)),
    }),
  ),
]

interface PurposeReach {
  readonly reachable: number
  readonly reached: number
  readonly noneEligible: number
}

const COUNTED: readonly Fate[] = FATES.filter((fate) => !APART.includes(fate))

/** Fundable needs of the reported window by purpose. */
const reachByPurpose = remembered(({ tables }: MeasuredRun): ReadonlyMap<string, PurposeReach> => {
  const table = tableNamed(tables, 'niche_fates')
  const [purpose, fundable] = [texts(table, 'purpose'), numbers(table, 'fundable')]
  return new Map(
    PURPOSES.map((name) => {
      const rows = purpose.flatMap((own, row) => (own === name && fundable[row] === 1 ? [row] : []))
      const sum = (fates: readonly Fate[]): number =>
        fates.reduce((total, fate) => total + sumOf(numbers(table, fate), rows), 0)
      return [name, { reachable: sum(COUNTED), reached: sum(REACHED), noneEligible: sum(['noneEligible']) }]
    }),
  )
})

const ofPurpose = (
  key: string,
  name: Bilingual,
  about: Bilingual,
  part: 'reached' | 'noneEligible',
): readonly Measure[] =>
  PURPOSES.map((purpose) =>
    measure(`${key}.${purpose}`, SHARE, {
      en: `${name.en}: ${PURPOSE_NAMES[purpose].en}`,
      zh: `${name.zh}：${PURPOSE_NAMES[purpose].zh}`,
      about,
      computed: overWindow(['niche_fates'], (run) => {
        const found = reachByPurpose(run).get(purpose)!
        return ratio(found[part], found.reachable)
      }),
    }),
  )

export const GROUPS: readonly Measure[] = [
  ...PRICES_AND_LOSSES,
  ...ofPurpose(
    'reached.purpose',
    { en: 'fundable demand reached', zh: '可融资需求满足率' },
    {
      en: 'Fundable needs of the purpose served wholly or in part, over those that closed and could have been served.',
      zh: '该用途的可融资需求中获全部或部分融资者，占已了结且可被满足者。',
    },
    'reached',
  ),
  ...ofPurpose(
    'noneEligible',
    { en: 'fundable demand without an eligible product', zh: '无可申请产品的可融资需求占比' },
    {
      en: 'Fundable needs of the purpose whose owners knew lenders, none of which had a product open to them (purpose, age, income, file rule), over those that closed and could have been served.',
      zh: '该用途的可融资需求中，需求者知晓机构、但其产品在用途、年龄、收入或征信门槛上均不可申请者，占已了结且可被满足者。',
    },
    'noneEligible',
  ),
]
