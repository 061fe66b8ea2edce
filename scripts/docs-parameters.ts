/** The reference pages docs/parameters*.md, made from the table of parameters; a test keeps them equal. */
import type { Bilingual } from '../src/base/vocabulary.ts'
import { EXPERIMENT_ABOUT, EXPERIMENT_KEYS } from '../src/scenarios/experiment.ts'
import { defaultText, rangeText, typeText } from '../src/scenarios/explain.ts'
import { type Lang, type Parameter, UNIT_NAMES } from '../src/scenarios/parameter.ts'
import { PARAMETERS, SECTIONS } from '../src/scenarios/parameters.ts'
import { SENSITIVITY_ABOUT, SENSITIVITY_KEYS } from '../src/scenarios/sensitivity.ts'

const TEXT = {
  title: { en: 'Parameters of a scenario', zh: '情景参数' },
  intro: {
    en: 'Every key that a scenario file may hold. What a file leaves out has the default. The same text is printed by `xiaojin explain KEY`; editors read it from [scenario.schema.json](../scenarios/scenario.schema.json).',
    zh: '情景文件可用的全部键；未写出的键取默认值。`xiaojin explain KEY --lang zh` 显示相同内容，编辑器从 [scenario.schema.json](../scenarios/scenario.schema.json) 读取说明。',
  },
  marks: {
    en: 'The column *evidence* says where a default comes from: **paper** (a table or statement of the paper), **literature** (literature or a published statistic), **free** (nobody knows: sweep it, do not cite it as data), **design** (a matter of computing or of design). A dot in *dated* means that `timeline` may change the key during a run.',
    zh: '“依据”一列说明默认值的来源：**paper** 为论文的表格或陈述，**literature** 为文献或公开统计，**free** 为无实证依据（应做敏感性分析，不可当作数据引用），**design** 为设计或计算设定。“可改期”一列有圆点者可在 `timeline` 中于运行期间改变。',
  },
  generated: {
    en: 'Generated from `src/scenarios/parameters.ts`; do not edit. `UPDATE=1 npx vitest run test/scenarios` rewrites it.',
    zh: '本页由 `src/scenarios/parameters.ts` 生成，请勿手工修改；用 `UPDATE=1 npx vitest run test/scenarios` 重新生成。',
  },
  blockColumns: { en: ['key', 'meaning', 'type'], zh: ['键', '含义', '类型'] },
  columns: {
    en: ['key', 'meaning', 'type', 'unit', 'range', 'default', 'dated', 'evidence', 'source'],
    zh: ['键', '含义', '类型', '单位', '取值范围', '默认值', '可改期', '依据', '来源'],
  },
} satisfies Record<string, Bilingual | { readonly [lang in Lang]: readonly string[] }>

/** The whole page in one language, Markdown. */
export function parametersPage(lang: Lang): string {
  const parts = [`# ${TEXT.title[lang]}`, TEXT.intro[lang], TEXT.marks[lang], TEXT.generated[lang]]
  for (const [section, heading] of Object.entries(SECTIONS)) {
    const members = Object.entries(PARAMETERS).filter(([path]) => path === section || path.startsWith(`${section}.`))
    parts.push(`## \`${section}\` · ${heading[lang]}`, table(members, lang))
  }
  parts.push('## `experiment`', EXPERIMENT_ABOUT[lang], blockTable(EXPERIMENT_KEYS, lang))
  parts.push('## `sensitivity`', SENSITIVITY_ABOUT[lang], blockTable(SENSITIVITY_KEYS, lang))
  return `${parts.join('\n\n')}\n`
}

/** The keys of a block that is no parameter. */
function blockTable(keys: typeof EXPERIMENT_KEYS, lang: Lang): string {
  const header = row(TEXT.blockColumns[lang])
  const rule = row(TEXT.blockColumns[lang].map(() => '---'))
  return [header, rule, ...keys.map(({ key, form, about }) => row([`\`${key}\``, about[lang], form[lang]]))].join('\n')
}

function table(members: readonly (readonly [string, Parameter])[], lang: Lang): string {
  const header = row(TEXT.columns[lang])
  const rule = row(TEXT.columns[lang].map(() => '---'))
  return [header, rule, ...members.map(([path, parameter]) => parameterRow(path, parameter, lang))].join('\n')
}

function parameterRow(path: string, parameter: Parameter, lang: Lang): string {
  return row([
    `\`${path}\``,
    `**${parameter.label[lang]}${lang === 'en' ? '.** ' : '**：'}${parameter.about[lang]}${choices(parameter, lang)}`,
    typeText(parameter, lang),
    UNIT_NAMES[parameter.unit]?.[lang] ?? parameter.unit,
    rangeText(parameter, lang),
    `\`${defaultText(parameter)}\``,
    parameter.dated ? '•' : '',
    parameter.mark,
    parameter.source[lang],
  ])
}

function choices(parameter: Parameter, lang: Lang): string {
  if (parameter.type !== 'enum') return ''
  const items = Object.entries(parameter.choices).map(
    ([choice, meaning]) => `\`${choice}\`${lang === 'en' ? ': ' : '：'}${meaning[lang]}`,
  )
  return lang === 'en' ? ` ${items.join('; ')}.` : `${items.join('；')}。`
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
