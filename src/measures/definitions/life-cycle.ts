/** Overspending and net borrowing by stage of life, and what changes where the second stage begins (H0). */
import { numbers } from '../../base/table.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { type Measure, type MeasuredRun, measure, overWindow, type Scale, SHARE, SIGNED } from '../measure.ts'
import type { MeasuredScenario } from '../measured-scenario.ts'
import { ratio, tableNamed } from '../rows.ts'

/** Years before and after the entry into a stage that an event study compares. */
export const EVENT_YEARS = 3

const SIGNED_YUAN: Scale = { unit: 'CNY', domain: [-Infinity, Infinity] }

const STAGES = ['youth', 'middle', 'old'] as const
const STAGE_NAMES: { readonly [stage in (typeof STAGES)[number]]: Bilingual } = {
  youth: { en: 'youth', zh: '青年期' },
  middle: { en: 'middle age', zh: '中年期' },
  old: { en: 'old age', zh: '老年期' },
}

interface What extends Bilingual {
  readonly key: string
  readonly column: 'overspent' | 'netBorrowing'
  readonly scale: Scale
  readonly change: Scale
  readonly about: Bilingual
}

const WHATS: readonly What[] = [
  {
    key: 'overspent',
    column: 'overspent',
    scale: SHARE,
    change: SIGNED,
    en: 'months of overspending',
    zh: '入不敷出的月份占比',
    about: {
      en: 'Consumer-months in which spending, needs included, exceeded income, over consumer-months',
      zh: '支出（含大额需求）超过收入的人月占比',
    },
  },
  {
    key: 'netBorrowing',
    column: 'netBorrowing',
    scale: SIGNED_YUAN,
    change: SIGNED_YUAN,
    en: 'net borrowing a month',
    zh: '月净借款',
    about: {
      en: 'Borrowed less repaid and written off, mean of a consumer-month',
      zh: '借款减还款与核销，按人月平均',
    },
  },
]

/** Mean by consumer-months over ages of at least `from` and below `to` years. */
function meanOfAges({ tables }: MeasuredRun, column: What['column'], from: number, to: number): number {
  const table = tableNamed(tables, 'ages')
  const [age, lived, value] = ['age', 'personMonths', column].map((name) => numbers(table, name))
  let [sum, months] = [0, 0]
  for (let row = 0; row < table.rows; row++) {
    if (age[row] < from || age[row] >= to || lived[row] === 0) continue
    sum += lived[row] * value[row]
    months += lived[row]
  }
  return ratio(sum, months)
}

function edgesOf({ population: { youthEnds, middleEnds } }: MeasuredScenario): readonly number[] {
  return [0, youthEnds, middleEnds, Infinity]
}

export const LIFE_CYCLE: readonly Measure[] = WHATS.flatMap(({ key, column, scale, change, en, zh, about }) => [
  ...STAGES.map((stage, k) =>
    measure(`${key}.${stage}`, scale, {
      en: `${en}, ${STAGE_NAMES[stage].en}`,
      zh: `${zh}：${STAGE_NAMES[stage].zh}`,
      about: {
        en: `${about.en}: ${STAGE_NAMES[stage].en}.`,
        zh: `${about.zh}：${STAGE_NAMES[stage].zh}。`,
      },
      computed: overWindow(['ages'], (run) => {
        const edges = edgesOf(run.scenario)
        return meanOfAges(run, column, edges[k], edges[k + 1])
      }),
    }),
  ),
  measure(`${key}.atMiddle`, change, {
    en: `${en}: change on entering middle age`,
    zh: `${zh}：进入中年期前后的变化`,
    about: {
      en: `${about.en}: the first ${EVENT_YEARS} years of middle age less the last ${EVENT_YEARS} of youth.`,
      zh: `${about.zh}：中年期前${EVENT_YEARS}年减青年期最后${EVENT_YEARS}年。`,
    },
    computed: overWindow(['ages'], (run) => {
      const { youthEnds } = run.scenario.population
      return (
        meanOfAges(run, column, youthEnds, youthEnds + EVENT_YEARS) -
        meanOfAges(run, column, youthEnds - EVENT_YEARS, youthEnds)
      )
    }),
  }),
])
