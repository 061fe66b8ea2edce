import { expect, test } from 'vitest'
import { explain } from '../../src/scenarios/explain.ts'
import { PATHS } from '../../src/scenarios/parameters.ts'

test('explains a number', () => {
  expect(explain('credit.coverage', 'en')).toMatchInlineSnapshot(`
    "credit.coverage · Credit coverage
      Share of adults with a file in the central bank’s credit bureau: at the start, or in month 0 where loans form files, those included; 1 means everybody. Coverages are nested: .9 contains exactly the people of .727 and more.

      type      share
      range     0 – 1
      default   0.727
      timeline  may change during a run
      evidence  the paper
      source    Wu Guijuan 2025, E-Commerce Letters, doi:10.12677/ecl.2025.1462111, Table 5"
  `)
  expect(explain('lenders.licensed.fundsRate', 'zh')).toMatchInlineSnapshot(`
    "lenders.licensed.fundsRate · 资金成本率：持牌公司
      借入资金的年化成本。

      类型      数值
      单位      1/年
      取值范围  0 – 0.5
      默认值    0.06
      时间线    运行中可改变
      依据      自由参数（取值无实证依据）
      来源      无实证依据：试验实现的手工校准初值；公开资料中持牌机构约为 6%–7%（二手来源），取值未定"
  `)
})

test('finds a Chinese word in the names of keys and of groups', () => {
  expect(explain('征信', 'zh')).toMatch(/^ +credit\.coverage +\S*覆盖率 = 0\.727$/m)
  expect(explain('持牌公司', 'en')).toMatch(/^ +lenders\.licensed\.fundsRate /m)
  expect(() => explain('量子力学', 'zh')).toThrow('there is no such key')
})

test('explains a choice with the meaning of each value', () => {
  expect(explain('promotion.rule', 'en')).toMatchInlineSnapshot(`
    "promotion.rule · Rule against losses
      What “without making a loss” means for a promotion.

      type      choice
      choices   perCustomer: a promotion must pay for itself on the additional customers it brings
                perLender: spending stays within a share of the lender’s trailing profit
                both: both rules
                none: no rule: promotion may lose money
      default   both
      timeline  may change during a run
      evidence  the paper
      source    Wu Guijuan 2025, E-Commerce Letters, doi:10.12677/ecl.2025.1462111, section 5: promotion “without making a loss”; how to read it is a choice"
  `)
})

test('explains a list', () => {
  expect(explain('timeline', 'en')).toMatchInlineSnapshot(`
    "timeline · Dated changes
      Parameters that take new values at the start of a month: a list of { month, set: { key: value }, note }. Month 0 is the first reported month; a note is a text or { en, zh }. A list given by a file replaces the list it inherits.

      type      list of dated changes
      default   []
      evidence  design or computing
      source    A matter of computing and design, not of evidence"
  `)
})

test('lists the keys of a group', () => {
  expect(explain('credit', 'zh')).toMatchInlineSnapshot(`
    "credit · 征信

      credit.coverage        征信覆盖率 = 0.727
      credit.ageSlope        年龄对征信记录的影响 = 0.5
      credit.incomeSlope     收入对征信记录的影响 = 0.5
      credit.scoredShare     有评分者占比 = 0.75
      credit.fileFormation   借款建档 = false
      credit.formed.given0   外生建档 0% 时的借款建档占比 = -1
      credit.formed.given50  外生建档 50% 时的借款建档占比 = -1
      credit.thickenMonths   征信记录获得评分所需月数 = 6
      credit.publicity       征信宣传 = 0
      credit.enrolmentCost   自愿建档成本 = 20
      credit.informs         征信记录提供信息 = true
      credit.sharing         信息共享 = negative
      credit.recordMonths    不良记录保存期 = 60"
  `)
})

test('knows every key in both languages', () => {
  for (const path of PATHS) {
    for (const lang of ['en', 'zh'] as const) expect(explain(path, lang)).toContain(path)
  }
})

test('suggests a key for one that does not exist', () => {
  expect(() => explain('credit.coverige', 'en')).toThrow('did you mean credit.coverage?')
  expect(() => explain('aprCap', 'en')).toThrow('did you mean pricing.aprCap or regulation.aprCap?')
  expect(() => explain('__proto__', 'en')).toThrow('there is no such key')
})
