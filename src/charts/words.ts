/** Words of charts. Each chart's own stand in its file; here are those that several charts share. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { Lang } from './chart.ts'

/** A word or sentence in a language, its blanks filled by name. */
type Say<Key extends string> = (lang: Lang, key: Key, values?: { readonly [blank: string]: string }) => string

/**
 * Gives texts by key. Text in braces is a blank. All blanks are filled at once, so that what fills one is never read as
 * another; throws if nothing fills one.
 */
export function wordsOf<const Key extends string>(texts: { readonly [key in Key]: Bilingual }): Say<Key> {
  return (lang, key, values = {}) =>
    texts[key][lang].replace(/\{(\w+)\}/g, (_, blank: string) => {
      const value = values[blank]
      if (value === undefined) throw new Error(`nothing fills {${blank}} in the text ${key}`)
      return value
    })
}

const SHARED = {
  nothing: { en: 'nothing to show', zh: '无数据可示' },
  intervalLow: { en: '95 % interval from', zh: '95%区间下限' },
  intervalHigh: { en: 'to', zh: '95%区间上限' },
  month: { en: 'month (0 = first reported)', zh: '月份（0为首个报告月）' },
  age: { en: 'age (years)', zh: '年龄（岁）' },
  apr: { en: 'APR (%)', zh: '年化利率（%）' },
  lenderClass: { en: 'class of lender', zh: '机构类别' },
  nothingLent: { en: 'Nothing was lent', zh: '没有放款' },
  share: { en: 'share (%)', zh: '占比（%）' },
  nobodyAsked: { en: 'Nobody asked for credit', zh: '没有信贷需求' },
  ageBand: { en: 'Age', zh: '年龄' },
  purpose: { en: 'Purpose', zh: '用途' },
  fewBorrowers: { en: 'Borrowers are too few to compare ages', zh: '借款人太少，无法按年龄比较' },
  arm: { en: 'arm', zh: '实验组' },
  mean: { en: 'mean', zh: '均值' },
  low: { en: '95 % from', zh: '95%下限' },
  high: { en: '95 % to', zh: '95%上限' },
  verdict: { en: 'finding', zh: '结论' },
  yuan: { en: '¥', zh: '元' },
  points: { en: 'points', zh: '百分点' },
  runs: { en: 'runs', zh: '运行次数' },
  filedAt50: { en: 'filed at 50 %', zh: '覆盖率50%时已有记录' },
  filedAt90: { en: 'filed at 90 %, not at 50 %', zh: '覆盖率90%时才有记录' },
  filedLast: { en: 'filed at 100 % only', zh: '仅全覆盖时有记录' },
  'verdict.rises': { en: 'clearly rises', zh: '显著上升' },
  'verdict.falls': { en: 'clearly falls', zh: '显著下降' },
  'verdict.unclear': { en: 'not clear of chance', zh: '不显著' },
  'verdict.unjudged': { en: 'not judged: too few runs', zh: '运行太少，不作判断' },
} as const

export const word: Say<keyof typeof SHARED> = wordsOf(SHARED)
