/**
 * The one table of parameters. Validation, defaults, the JSON Schema, `xiaojin explain` and the reference page
 * all come from it, so they cannot disagree.
 */

import { frozen } from '../base/frozen.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { CREDIT_PARAMETERS } from '../market/mechanisms/bureau/parameters.ts'
import { DIFFUSION_PARAMETERS, REFERRAL_PARAMETERS } from '../market/mechanisms/diffusion/parameters.ts'
import { INDUSTRY_PARAMETERS } from '../market/mechanisms/entry-exit/parameters.ts'
import { FRAUD_PARAMETERS } from '../market/mechanisms/fraud/parameters.ts'
import { P2P_PARAMETERS } from '../market/mechanisms/p2p/parameters.ts'
import { PREPAYMENT_PARAMETERS } from '../market/mechanisms/prepayment/parameters.ts'
import { REGULATION_PARAMETERS } from '../market/mechanisms/regulation/parameters.ts'
import { REVOLVING_PARAMETERS } from '../market/mechanisms/revolving/parameters.ts'
import type { Parameter, ParameterTable } from './parameter.ts'
import { INFORMATION_PARAMETERS, REPAYMENT_PARAMETERS, UNDERWRITING_PARAMETERS } from './parameters-credit.ts'
import { AWARENESS_PARAMETERS, CHOICE_PARAMETERS, NEEDS_PARAMETERS, TASTES_PARAMETERS } from './parameters-demand.ts'
import {
  LENDERS_PARAMETERS,
  PRICING_PARAMETERS,
  PROMOTION_PARAMETERS,
  RIVALRY_PARAMETERS,
} from './parameters-lenders.ts'
import { MEASURES_PARAMETERS } from './parameters-measures.ts'
import { INCOME_PARAMETERS, LIFECYCLE_PARAMETERS, POPULATION_PARAMETERS } from './parameters-people.ts'
import { PRODUCTS_PARAMETERS, REDESIGN_PARAMETERS, STRATEGY_PARAMETERS } from './parameters-products.ts'
import { RUN_PARAMETERS } from './parameters-run.ts'
import { SATISFACTION_PARAMETERS, SERVICE_PARAMETERS } from './parameters-service.ts'
import type { Scenario } from './scenario.ts'

export const PARAMETERS: ParameterTable = {
  ...RUN_PARAMETERS,
  ...POPULATION_PARAMETERS,
  ...INCOME_PARAMETERS,
  ...LIFECYCLE_PARAMETERS,
  ...NEEDS_PARAMETERS,
  ...TASTES_PARAMETERS,
  ...CREDIT_PARAMETERS,
  ...INFORMATION_PARAMETERS,
  ...PRODUCTS_PARAMETERS,
  ...REVOLVING_PARAMETERS,
  ...REDESIGN_PARAMETERS,
  ...STRATEGY_PARAMETERS,
  ...CHOICE_PARAMETERS,
  ...AWARENESS_PARAMETERS,
  ...DIFFUSION_PARAMETERS,
  ...SERVICE_PARAMETERS,
  ...SATISFACTION_PARAMETERS,
  ...UNDERWRITING_PARAMETERS,
  ...PRICING_PARAMETERS,
  ...PROMOTION_PARAMETERS,
  ...REFERRAL_PARAMETERS,
  ...RIVALRY_PARAMETERS,
  ...REPAYMENT_PARAMETERS,
  ...PREPAYMENT_PARAMETERS,
  ...FRAUD_PARAMETERS,
  ...LENDERS_PARAMETERS,
  ...P2P_PARAMETERS,
  ...INDUSTRY_PARAMETERS,
  ...REGULATION_PARAMETERS,
  ...MEASURES_PARAMETERS,
}

/** The top-level keys of a scenario in the order in which they are shown, with headings. */
export const SECTIONS: { readonly [key in keyof Scenario]: Bilingual } = {
  name: { en: 'Name', zh: '名称' },
  title: { en: 'Title', zh: '标题' },
  seed: { en: 'Seed', zh: '随机种子' },
  horizon: { en: 'Horizon', zh: '模拟期' },
  population: { en: 'Population', zh: '人口' },
  income: { en: 'Income', zh: '收入' },
  lifecycle: { en: 'Life cycle', zh: '生命周期' },
  needs: { en: 'Needs', zh: '需求' },
  tastes: { en: 'Tastes and selection', zh: '偏好与选择性' },
  credit: { en: 'Credit files', zh: '征信' },
  information: { en: 'Information', zh: '信息' },
  products: { en: 'Products', zh: '产品' },
  strategy: { en: 'Product strategies', zh: '产品策略' },
  choice: { en: 'Choice', zh: '选择' },
  awareness: { en: 'Awareness', zh: '知晓' },
  diffusion: { en: 'Word of mouth', zh: '口碑传播' },
  service: { en: 'Service', zh: '服务' },
  satisfaction: { en: 'Satisfaction', zh: '满意度' },
  underwriting: { en: 'Underwriting', zh: '授信审批' },
  pricing: { en: 'Pricing', zh: '定价' },
  promotion: { en: 'Promotion', zh: '促销' },
  repayment: { en: 'Repayment', zh: '还款' },
  fraud: { en: 'Fraud and data leaks', zh: '欺诈与数据泄露' },
  lenders: { en: 'Lenders', zh: '机构' },
  outputs: { en: 'Outputs', zh: '输出' },
  measures: { en: 'Measures', zh: '指标' },
  p2p: { en: 'P2P platforms', zh: 'P2P 平台' },
  industry: { en: 'Industry', zh: '行业' },
  regulation: { en: 'Regulation', zh: '监管' },
  timeline: { en: 'Timeline', zh: '时间线' },
}

/** All dotted paths in table order, which is also the order of keys in a resolved scenario. */
export const PATHS: readonly string[] = Object.keys(PARAMETERS)

/** The parameter of a dotted path, if there is one. */
export function parameterAt(path: string): Parameter | undefined {
  return Object.hasOwn(PARAMETERS, path) ? PARAMETERS[path as keyof ParameterTable] : undefined
}

/** A tree of what `of` gives for each parameter, by the keys of its dotted path and in the order of the table. */
export function nested(of: (parameter: Parameter) => unknown): object {
  const root: Record<string, unknown> = {}
  for (const [path, parameter] of Object.entries(PARAMETERS)) {
    const keys = path.split('.')
    const leaf = keys.pop()!
    let group = root
    for (const key of keys) {
      group[key] ??= {}
      group = group[key] as Record<string, unknown>
    }
    group[leaf] = of(parameter)
  }
  return root
}

/**
 * All parameters at their defaults, frozen: the scenario from which every other is derived. The types of PARAMETERS tie
 * every path and default to its leaf of Scenario.
 */
export const DEFAULT_SCENARIO: Scenario = frozen(nested((parameter) => parameter.default) as Scenario)
