/** The dictionary that folders carry: what each key of a measure means. */

import { buildTable, type Cell, flagColumn, floatColumn, tableOf, textColumn } from '../base/build-table.ts'
import { numbers, type Table, type TableSpec, texts } from '../base/table.ts'
import type { Measure, MeasureUnit } from './measure.ts'
import { MEASURES } from './registry.ts'
import { tableNamed } from './rows.ts'

export const MEASURES_TABLE: TableSpec = tableOf(
  'measures',
  'What the keys of the other tables mean',
  '其他各表中键的含义',
  [
    textColumn('key', 'key', '键'),
    textColumn('unit', "unit: '1' a share or yearly rate, CNY, count or index", '单位：1 为占比或年率'),
    floatColumn(
      'low',
      '',
      'lowest value that the definition allows; missing where there is none',
      '定义所允许的最小值，无下限则缺失',
    ),
    floatColumn(
      'high',
      '',
      'highest value that the definition allows; missing where there is none',
      '定义所允许的最大值，无上限则缺失',
    ),
    flagColumn('headline', '1 if a summary shows it', '摘要显示为1'),
    flagColumn('outcome', '1 if it tells the reported window in one number', '有报告期整体数值为1'),
    flagColumn('series', '1 if it tells every month', '有逐月数值为1'),
    textColumn('en', 'name in English', '英文名'),
    textColumn('zh', 'name in Chinese', '中文名'),
    textColumn('aboutEn', 'what is counted, in English', '英文说明'),
    textColumn('aboutZh', 'what is counted, in Chinese', '中文说明'),
  ],
)

/** The name of a column that holds a measure: SQL would read a dot as something else. */
export const columnOfKey = (key: string): string => key.replaceAll('.', '_')

function rowOf(measure: Measure): Cell[] {
  const { key, unit, domain, headline, total, monthly, en, zh, about } = measure
  const flags = [headline, total !== null, monthly !== null].map(Number)
  const ends = domain.map((end) => (Number.isFinite(end) ? end : NaN))
  return [key, unit, ...ends, ...flags, en, zh, about.en, about.zh]
}

/** All measures, or those that are given. */
export function measuresTable(measures: readonly Measure[] = MEASURES): Table {
  return buildTable(MEASURES_TABLE, measures.map(rowOf))
}

/** What tables say of a measure. */
export type TableMeasure = Pick<Measure, 'key' | 'unit' | 'domain' | 'headline' | 'en' | 'zh'>

/** The measures of a kind among tables, in their order. */
export function measuresOf(tables: readonly Table[], kind: 'series' | 'outcome'): TableMeasure[] {
  const table = tableNamed(tables, MEASURES_TABLE.name)
  const [key, unit, en, zh] = ['key', 'unit', 'en', 'zh'].map((name) => texts(table, name))
  const [isKind, headline, low, high] = [kind, 'headline', 'low', 'high'].map((name) => numbers(table, name))
  const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => isKind[row] === 1)
  return rows.map((row) => ({
    key: key[row],
    unit: unit[row] as MeasureUnit,
    domain: [Number.isNaN(low[row]) ? -Infinity : low[row], Number.isNaN(high[row]) ? Infinity : high[row]],
    headline: headline[row] === 1,
    en: en[row],
    zh: zh[row],
  }))
}
