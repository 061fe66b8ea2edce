/** The reference pages docs/measures*.md, made from the registry of measures; a test keeps them equal. */
import type { Bilingual } from '../src/base/vocabulary.ts'
import type { Domain, Measure } from '../src/measures/measure.ts'
import { HEADLINE_KEYS, MEASURES, MONTHLY_MEASURES, OUTCOME_KEYS } from '../src/measures/registry.ts'
import type { Lang } from '../src/scenarios/parameter.ts'

const TEXT = {
  title: { en: 'Measures', zh: '指标' },
  intro: {
    en: `Everything that is measured of a run: ${MEASURES.length} measures, each under one key. ${OUTCOME_KEYS.length} tell the reported window in one number (outcomes), ${MONTHLY_MEASURES.length} tell every month (series), some do both; ${HEADLINE_KEYS.length} stand in summaries. The table \`measures\` of every results folder holds the same list.`,
    zh: `对一次运行的全部度量：共${MEASURES.length}项指标，一键一指标。其中${OUTCOME_KEYS.length}项给出报告期整体数值，${MONTHLY_MEASURES.length}项给出逐月数值，部分兼有；${HEADLINE_KEYS.length}项列入摘要。每个结果文件夹的 \`measures\` 表含相同内容。`,
  },
  units: {
    en: 'Units: `1` is a share or a yearly rate (0.05 = 5 %), `CNY` yuan, `count` a number of things, `index` a pure number. The range is what the definition allows. A measure is missing where there is nothing to divide by. In the columns of `wide` and `monthly_rates` a dot of the key is an underscore: `SELECT served_all FROM monthly_rates`.',
    zh: '单位：`1` 为占比或年率（0.05 即 5%），`CNY` 为元，`count` 为个数，`index` 为纯数。取值范围由定义决定。分母为零时数值缺失。在 `wide` 与 `monthly_rates` 的列名中，键内的点写作下划线：`SELECT served_all FROM monthly_rates`。',
  },
  generated: {
    en: 'Generated from `src/measures/definitions`; do not edit. `UPDATE=1 npx vitest run test/docs/measures.test.ts` writes it.',
    zh: '本页由 `src/measures/definitions` 生成，请勿手工修改；用 `UPDATE=1 npx vitest run test/docs/measures.test.ts` 重新生成。',
  },
  columns: {
    en: ['key', 'name', 'what is counted', 'unit', 'range', 'window', 'months', 'summary', 'from tables'],
    zh: ['键', '名称', '说明', '单位', '取值范围', '报告期', '逐月', '摘要', '来源表'],
  },
} satisfies Record<string, Bilingual | { readonly [lang in Lang]: readonly string[] }>

/** The whole page in one language, Markdown. */
export function measuresPage(lang: Lang): string {
  const head = [`# ${TEXT.title[lang]}`, TEXT.intro[lang], TEXT.units[lang], TEXT.generated[lang]]
  const lines = [
    row(TEXT.columns[lang]),
    row(TEXT.columns[lang].map(() => '---')),
    ...MEASURES.map((measure) => row(cells(measure, lang))),
  ]
  return `${[...head, lines.join('\n')].join('\n\n')}\n`
}

function cells(measure: Measure, lang: Lang): string[] {
  const { key, about, unit, domain, total, monthly, headline, tables } = measure
  const dots = [total !== null, monthly !== null, headline].map((is) => (is ? '•' : ''))
  const sources = tables.map((name) => `\`${name}\``).join(', ')
  return [`\`${key}\``, measure[lang], about[lang], `\`${unit}\``, domainText(domain), ...dots, sources]
}

/** [0, 1], [0, ∞) and the like. */
function domainText([low, high]: Domain): string {
  const from = Number.isFinite(low) ? `[${low}`.replace('-', '−') : '(−∞'
  return `${from}, ${Number.isFinite(high) ? `${high}]` : '∞)'}`
}

function row(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
}
