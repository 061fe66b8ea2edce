/** The life-cycle profile of every run of an experiment, and its means by arm. */
import { buildTable, type Cell, floatColumn, intColumn, tableOf, textColumn } from '../base/build-table.ts'
import { numbers, type Table, type TableSpec, texts } from '../base/table.ts'
import { type MeanInterval, meanInterval } from './intervals.ts'
import { tableNamed } from './rows.ts'

/** Columns of the table `ages` that are kept of a run. */
export const PROFILE_COLUMNS = [
  'income',
  'spending',
  'illiquidSaving',
  'liquidSavings',
  'borrowed',
  'netBorrowing',
  'debt',
  'overspent',
] as const
export type ProfileColumn = (typeof PROFILE_COLUMNS)[number]

/** Means a consumer-month by year of age; one entry a year in each list. */
export interface AgeProfile {
  readonly age: readonly number[]
  readonly personMonths: readonly number[]
  readonly columns: { readonly [column in ProfileColumn]: readonly number[] }
}

export function ageProfile(tables: readonly Table[]): AgeProfile {
  const table = tableNamed(tables, 'ages')
  const column = (name: string): number[] => [...numbers(table, name)]
  return {
    age: column('age'),
    personMonths: column('personMonths'),
    columns: Object.fromEntries(
      PROFILE_COLUMNS.map((name) => [name, column(name)]),
    ) as unknown as AgeProfile['columns'],
  }
}

const yuanOf = (name: ProfileColumn, en: string, zh: string) => floatColumn(name, 'CNY', en, zh)

export const AGE_PROFILES: TableSpec = tableOf(
  'age_profiles',
  'Life-cycle profile of every run over the reported window, by year of age',
  '每次运行的报告期生命周期剖面，按周岁',
  [
    textColumn('arm', 'arm', '实验组'),
    intColumn('replication', '', "replication, 0 = the scenario's own seed", '重复编号，0 为情景自身种子'),
    intColumn('age', 'year', 'age in whole years', '周岁'),
    intColumn('personMonths', 'month', 'consumer-months lived at this age', '该年龄的人月数'),
    yuanOf('income', 'mean monthly income', '平均月收入'),
    yuanOf('spending', 'mean monthly spending, needs included', '平均月支出（含需求）'),
    yuanOf('illiquidSaving', 'mean monthly illiquid saving', '平均月非流动性储蓄'),
    yuanOf('liquidSavings', 'mean liquid savings', '平均流动性储蓄'),
    yuanOf('borrowed', 'mean amount borrowed a month', '平均月借款额'),
    yuanOf('netBorrowing', 'mean monthly change of debt', '平均月债务变动'),
    yuanOf('debt', 'mean debt', '平均债务'),
    floatColumn('overspent', '1', 'consumer-months in which spending exceeded income', '支出超过收入的人月占比'),
  ],
)

export function ageProfilesTable(
  runs: readonly { readonly arm: string; readonly replication: number; readonly ages: AgeProfile }[],
): Table {
  return buildTable(
    AGE_PROFILES,
    runs.flatMap(({ arm, replication, ages: { age, personMonths, columns } }) =>
      age.map((year, k): Cell[] => [
        arm,
        replication,
        year,
        personMonths[k],
        ...PROFILE_COLUMNS.map((name) => columns[name][k]),
      ]),
    ),
  )
}

/** The profiles of an arm's runs, read back. */
export function profilesOf(tables: readonly Table[], arm: string): ReadonlyMap<number, AgeProfile> {
  const table = tableNamed(tables, AGE_PROFILES.name)
  const [arms, replication] = [texts(table, 'arm'), numbers(table, 'replication')]
  const rows = new Map<number, number[]>()
  for (let row = 0; row < table.rows; row++) {
    if (arms[row] === arm) rows.set(replication[row], [...(rows.get(replication[row]) ?? []), row])
  }
  return new Map(
    [...rows].map(([run, own]) => {
      const column = (name: string): number[] => own.map((row) => numbers(table, name)[row])
      return [
        run,
        {
          age: column('age'),
          personMonths: column('personMonths'),
          columns: Object.fromEntries(
            PROFILE_COLUMNS.map((name) => [name, column(name)]),
          ) as unknown as AgeProfile['columns'],
        },
      ]
    }),
  )
}

export interface AgeMean extends MeanInterval {
  readonly arm: string
  readonly age: number
}

/**
 * Means over the runs of an arm by year of age, with their 95 % intervals (Student), of one column, or of income less
 * spending. Ages lived for less
 * than `least` consumer-months in any run of the arm are left out.
 */
export function profileMeans(
  tables: readonly Table[],
  arms: readonly string[],
  column: ProfileColumn | 'saving',
  least: number,
): AgeMean[] {
  return arms.flatMap((arm) => {
    const runs = [...profilesOf(tables, arm).values()]
    const ages = runs[0]?.age ?? []
    return ages.flatMap((age, k): AgeMean[] => {
      if (runs.some(({ personMonths }) => personMonths[k] < least)) return []
      return [
        {
          arm,
          age,
          ...meanInterval(
            runs.map(({ columns }) =>
              column === 'saving' ? columns.income[k] - columns.spending[k] : columns[column][k],
            ),
          ),
        },
      ]
    })
  })
}
