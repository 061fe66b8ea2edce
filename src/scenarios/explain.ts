/** What a key means, for `xiaojin explain KEY` and the reference pages. */

import { ScenarioError } from '../base/errors.ts'
import type { Mark } from '../base/parameter.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { EXPERIMENT_ABOUT, EXPERIMENT_KEYS } from './experiment.ts'
import { type Lang, type Parameter, UNIT_NAMES } from './parameter.ts'
import { PATHS, parameterAt, SECTIONS } from './parameters.ts'
import { newName } from './renamed.ts'
import { SENSITIVITY_ABOUT, SENSITIVITY_KEYS } from './sensitivity.ts'
import { faultAt, sourceText } from './source-text.ts'
import { suggestPath } from './validate.ts'

const MARKS: { readonly [mark in Mark]: Bilingual } = {
  paper: { en: 'the paper', zh: '论文' },
  literature: { en: 'literature or published statistics', zh: '文献或公开统计' },
  free: { en: 'free (no evidence for the value)', zh: '自由参数（取值无实证依据）' },
  design: { en: 'design or computing', zh: '设计或计算设定' },
}

const TYPES: { readonly [type in Parameter['type']]: Bilingual } = {
  number: { en: 'number', zh: '数值' },
  integer: { en: 'whole number', zh: '整数' },
  share: { en: 'share', zh: '比例' },
  boolean: { en: 'true or false', zh: '真假（true / false）' },
  enum: { en: 'choice', zh: '选项' },
  text: { en: 'text', zh: '文本' },
  roster: { en: 'table1, or a list of lenders', zh: 'table1 或机构列表' },
  timeline: { en: 'list of dated changes', zh: '带日期的变更列表' },
}

const WORDS = {
  type: { en: 'type', zh: '类型' },
  unit: { en: 'unit', zh: '单位' },
  range: { en: 'range', zh: '取值范围' },
  choices: { en: 'choices', zh: '可选值' },
  default: { en: 'default', zh: '默认值' },
  evidence: { en: 'evidence', zh: '依据' },
  source: { en: 'source', zh: '来源' },
  timeline: { en: 'timeline', zh: '时间线' },
  dated: { en: 'may change during a run', zh: '运行中可改变' },
  fixed: { en: 'fixed at the start', zh: '运行开始时固定' },
} as const

export function typeText(parameter: Parameter, lang: Lang): string {
  return TYPES[parameter.type][lang]
}

/** '0 – 1', the choices, or ''. */
export function rangeText(parameter: Parameter, lang: Lang): string {
  switch (parameter.type) {
    case 'number':
    case 'integer':
    case 'share':
      return `${parameter.min} – ${parameter.max}`
    case 'enum':
      return Object.keys(parameter.choices).join(', ')
    case 'text':
      return parameter.form[lang]
    default:
      return ''
  }
}

/** The default as a scenario would write it. */
export function defaultText(parameter: Parameter): string {
  return typeof parameter.default === 'string' && parameter.type !== 'text'
    ? parameter.default
    : JSON.stringify(parameter.default)
}

/**
 * A key's meaning, type, unit, range, default and source; for a group such as `credit`, the list of its keys; for a
 * Chinese word such as 征信, the list of the keys that have it in their names.
 * Throws a ScenarioError with a suggestion for a key that does not exist.
 */
export function explain(key: string, lang: Lang): string {
  const now = newName(key)
  if (now !== key) {
    const note = { en: `${key} was renamed to ${now}.`, zh: `${key} 已更名为 ${now}。` }
    return `${note[lang]}\n\n${explain(now, lang)}`
  }
  const parameter = parameterAt(key)
  if (parameter !== undefined) return explainParameter(key, parameter, lang)
  for (const [name, about, keys] of BLOCKS) {
    if (key === name || key.startsWith(`${name}.`)) return explainBlock(name, about, keys, lang)
  }
  const members = PATHS.filter((path) => path.startsWith(`${key}.`))
  if (members.length > 0) return explainGroup(key, members, lang)
  const named = pathsNamed(key)
  if (named.length > 0) return explainGroup(key, named, lang)
  const place = { source: sourceText('explain', key, true), start: 0, end: key.length }
  const message = { en: 'there is no such key', zh: '没有此键' }
  throw new ScenarioError([faultAt(place, message, { path: key, suggestion: suggestPath(key) })])
}

/** Keys whose Chinese names, or those of their sections, have that word. */
function pathsNamed(word: string): string[] {
  if (!/\p{Script=Han}/u.test(word)) return []
  return PATHS.filter((path) => {
    const section = SECTIONS[path.split('.')[0] as keyof typeof SECTIONS].zh
    return section === word || parameterAt(path)!.label.zh.includes(word)
  })
}

function explainParameter(key: string, parameter: Parameter, lang: Lang): string {
  const rows: [string, string][] = [[WORDS.type[lang], typeText(parameter, lang)]]
  if (parameter.unit !== '' && parameter.unit !== '1') rows.push([WORDS.unit[lang], UNIT_NAMES[parameter.unit][lang]])
  if (parameter.type === 'enum') {
    for (const [index, [choice, meaning]] of Object.entries(parameter.choices).entries()) {
      rows.push([index === 0 ? WORDS.choices[lang] : '', `${choice}: ${meaning[lang]}`])
    }
  } else if (rangeText(parameter, lang) !== '') rows.push([WORDS.range[lang], rangeText(parameter, lang)])
  rows.push([WORDS.default[lang], defaultText(parameter)])
  if (parameter.type !== 'timeline') {
    rows.push([WORDS.timeline[lang], (parameter.dated ? WORDS.dated : WORDS.fixed)[lang]])
  }
  rows.push([WORDS.evidence[lang], MARKS[parameter.mark][lang]])
  rows.push([WORDS.source[lang], parameter.source[lang]])
  const body = rows.map(([word, text]) => `  ${padded(word, lang)}  ${text}`)
  return [`${key} · ${parameter.label[lang]}`, `  ${parameter.about[lang]}`, '', ...body].join('\n')
}

function explainGroup(key: string, members: readonly string[], lang: Lang): string {
  const heading = Object.hasOwn(SECTIONS, key) ? ` · ${SECTIONS[key as keyof typeof SECTIONS][lang]}` : ''
  const width = members.reduce((longest, path) => Math.max(longest, path.length), 0)
  const lines = members.map((path) => {
    const parameter = parameterAt(path)!
    return `  ${path.padEnd(width)}  ${parameter.label[lang]} = ${defaultText(parameter)}`
  })
  return [`${key}${heading}`, '', ...lines].join('\n')
}

/** Blocks of a file that are no parameters. */
const BLOCKS: readonly (readonly [name: string, about: Bilingual, keys: typeof EXPERIMENT_KEYS])[] = [
  ['experiment', EXPERIMENT_ABOUT, EXPERIMENT_KEYS],
  ['sensitivity', SENSITIVITY_ABOUT, SENSITIVITY_KEYS],
]

function explainBlock(name: string, blockAbout: Bilingual, fields: typeof EXPERIMENT_KEYS, lang: Lang): string {
  const keys = fields.flatMap(({ key, form, about }) => ['', key, `  ${about[lang]}`, `  ${form[lang]}`])
  return [name, `  ${blockAbout[lang]}`, ...keys].join('\n')
}

/** Chinese characters take two columns. */
function padded(word: string, lang: Lang): string {
  return lang === 'zh' ? word + ' '.repeat(Math.max(0, 8 - 2 * word.length)) : word.padEnd(8)
}
