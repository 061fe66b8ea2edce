/** Parameters of the run itself and of dated changes. */

import { fixed, share, whole } from '../base/parameter.ts'
import { COMPUTING } from '../base/sources.ts'
import type { ParameterTable } from './parameter.ts'

/**
 * Printable text on one line: no control characters, no line or paragraph separators, none that turn the direction of
 * reading, no byte order marks and no halves of surrogate pairs.
 */
export const ONE_LINE =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]*$'

const SCREEN = {
  en: 'text on one line, without control characters or characters that turn the direction of reading',
  zh: '单行文字，不含控制字符及改变阅读方向的字符',
} as const

export const RUN_PARAMETERS: ParameterTable<'name' | 'title' | 'seed' | 'horizon' | 'outputs' | 'timeline'> = {
  name: fixed(
    {
      type: 'text',
      minLength: 1,
      maxLength: 64,
      pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
      form: {
        en: 'lower-case letters, digits and single hyphens, such as coverage-90',
        zh: '小写字母、数字和单个连字符，如 coverage-90',
      },
      default: 'default',
      unit: '',
    },
    COMPUTING,
    {
      label: { en: 'Name', zh: '名称' },
      en: 'Names the scenario and its output folder. Every scenario file states its own; a name is never inherited.',
      zh: '情景及其输出文件夹的名称。每个情景文件必须自行给出，不从父情景继承。',
    },
  ),
  'title.en': fixed(
    { type: 'text', minLength: 0, maxLength: 120, pattern: ONE_LINE, form: SCREEN, default: '', unit: '' },
    COMPUTING,
    {
      label: { en: 'English title', zh: '英文标题' },
      en: 'Title on charts and in the report. When left out it is the name; a title is never inherited.',
      zh: '图表与报告中的英文标题。省略时用名称；标题不从父情景继承。',
    },
  ),
  'title.zh': fixed(
    { type: 'text', minLength: 0, maxLength: 120, pattern: ONE_LINE, form: SCREEN, default: '', unit: '' },
    COMPUTING,
    {
      label: { en: 'Chinese title', zh: '中文标题' },
      en: 'Title on Chinese charts and in the Chinese report. When left out it is the English title.',
      zh: '中文图表与报告的标题。省略时用英文标题。',
    },
  ),
  seed: fixed(whole(2023, [0, 4_294_967_295], ''), COMPUTING, {
    label: { en: 'Random seed', zh: '随机种子' },
    en: 'Root of every random stream. Scenarios with the same seed give every consumer the same random draws, so they can be compared in pairs.',
    zh: '所有随机数流的根。种子相同的情景中，每位消费者的随机冲击相同，因而可以配对比较。',
  }),
  'horizon.burnIn': fixed(whole(24, [0, 600], 'month'), COMPUTING, {
    label: { en: 'Burn-in', zh: '预热期' },
    en: 'Months simulated before the first reported month, in which books fill and beliefs settle. They carry negative numbers.',
    zh: '首个报告月之前的模拟月数，用于形成贷款余额与信念；这些月份编号为负。',
  }),
  'horizon.months': fixed(whole(60, [1, 600], 'month'), COMPUTING, {
    label: { en: 'Reported months', zh: '报告期' },
    en: 'Months reported after the burn-in, numbered from 0.',
    zh: '预热期之后报告的月数，从 0 起编号。',
  }),
  'outputs.panel': fixed(share(0.01), COMPUTING, {
    label: { en: 'Panel', zh: '面板占比' },
    en: 'Share of consumers whose applications, loans and yearly state are written down one by one (tables applications, loans and persons); 1 writes down everybody. The market does not depend on it.',
    zh: '逐笔记录其申请、贷款与年度状况（applications、loans、persons 三张表）的消费者占比；1 表示全部记录。市场结果不受其影响。',
  }),
  timeline: fixed({ type: 'timeline', maxEntries: 1000, default: [], unit: '' }, COMPUTING, {
    label: { en: 'Dated changes', zh: '时间线' },
    en: 'Parameters that take new values at the start of a month: a list of { month, set: { key: value }, note }. Month 0 is the first reported month; a note is a text or { en, zh }. A list given by a file replaces the list it inherits.',
    zh: '在某月初改变取值的参数，写成 { month, set: { 键: 值 }, note } 的列表。0 为首个报告月；note 为文本或 { en, zh }。文件自己的列表会取代继承的列表。',
  }),
}
