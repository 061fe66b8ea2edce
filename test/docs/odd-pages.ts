/** The ODD document as its tests read it, in either language: the main page with the pages of the submodels in section 7. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { OddLanguage } from '../../scripts/docs-odd.ts'

export const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export interface OddWords {
  readonly main: string
  /** Ends of the names of its pages. */
  readonly ending: string
  readonly elements: readonly string[]
  readonly entities: string
  readonly afterSteps: string
  readonly mechanisms: string
  readonly decisions: string
  readonly code: string
  readonly source: string
  readonly symbols: string
}

/** What the tests look for in a document, by language. */
export const ODD_WORDS: { readonly [lang in OddLanguage]: OddWords } = {
  en: {
    main: 'docs/odd.md',
    ending: '.md',
    elements: [
      'Purpose and patterns',
      'Entities, state variables and scales',
      'Process overview and scheduling',
      'Design concepts',
      'Initialisation',
      'Input data',
      'Submodels',
    ],
    entities: '## 2. Entities',
    afterSteps: 'Steps 5 and 7 run over chunks',
    mechanisms: '### Mechanisms that can be switched',
    decisions: '### Individual decisions (ODD+D)',
    code: '*Code:*',
    source: '*Source:*',
    symbols: '| symbol | key | unit |',
  },
  zh: {
    main: 'docs/odd.zh-CN.md',
    ending: '.zh-CN.md',
    elements: ['目的与模式', '实体、状态变量与尺度', '过程概述与调度', '设计概念', '初始化', '输入数据', '子模型'],
    entities: '## 2. 实体',
    afterSteps: '第5步与第7步按块进行',
    mechanisms: '### 可开关的机制',
    decisions: '### 个体决策（ODD+D）',
    code: '*代码：*',
    source: '*来源：*',
    symbols: '| 符号 | 键 | 单位 |',
  },
}

export interface OddDocument {
  readonly lang: OddLanguage
  readonly words: OddWords
  readonly main: string
  /** Names of the pages in docs/odd, in order. */
  readonly pages: readonly string[]
  /** The main page with all pages in its section 7. */
  readonly text: string
  /** The text without its fenced blocks. */
  readonly prose: string
  /** What stands in single backticks in the prose. */
  readonly names: readonly string[]
}

/** The pages of docs/odd in one language, in order. */
export function pagesIn(lang: OddLanguage): string[] {
  const isChinese = (page: string): boolean => page.endsWith(ODD_WORDS.zh.ending)
  return readdirSync(at('docs/odd'))
    .filter((page) => isChinese(page) === (lang === 'zh'))
    .sort()
}

export function readOdd(lang: OddLanguage): OddDocument {
  const words = ODD_WORDS[lang]
  const main = readFileSync(at(words.main), 'utf8')
  const pages = pagesIn(lang)
  const sections = pages.map((page) =>
    readFileSync(at(`docs/odd/${page}`), 'utf8')
      .replace(/^#/gm, '###')
      .replaceAll('](../', ']('),
  )
  const text = main.replace(/^(?=## 8\. )/m, () => `${sections.join('\n')}\n`)
  // Equations stand in fenced blocks, names in single backticks.
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '')
  return { lang, words, main, pages, text, prose, names: quoted(prose) }
}

export const quoted = (of: string): string[] => [...of.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name)

/** A text as a pattern that finds just that. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** The text from a heading on, up to the next one of its level or above. */
export function section(text: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 0
  const from = text.indexOf(`\n${heading}`)
  expect(from, heading).toBeGreaterThan(0)
  const rest = text.slice(from + 1 + heading.length)
  const end = rest.search(new RegExp(`^#{1,${level}} `, 'm'))
  return end < 0 ? rest : rest.slice(0, end)
}

/** Cells of the rows of all tables in a text, heads and rules left out. */
export function rows(of: string): string[][] {
  return [...of.matchAll(/^\|(?!---)(.+)\|\n(?!\|---)/gm)].map(([, row]) => row.split('|').map((cell) => cell.trim()))
}
