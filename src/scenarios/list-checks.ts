/** What can be wrong between the entries of a list, each of which may be right by itself. */
import { type Fault, verbatim } from '../base/errors.ts'
import { MAX_SOBOL_DIMENSIONS } from '../base/sobol-sequence.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import {
  ARM_NAME_FORM,
  armNameFault,
  type Design,
  foldedName,
  isFilling,
  MAX_ARMS,
  MAX_POINTS,
  MIN_ARMS,
} from './experiment.ts'
import { parameterAt } from './parameters.ts'
import { nodeAt, type YamlMap, type YamlNode } from './read-yaml.ts'
import type { Scenario } from './scenario.ts'
import { MAX_FACTORS } from './sensitivity.ts'
import { excerpt, faultAt, position } from './source-text.ts'
import { NEW_VALUES } from './validate.ts'

/** Months outside the run, changes of nothing, and two changes of one value in one month. */
export function timelineFaults(timeline: YamlNode | undefined, { burnIn, months }: Scenario['horizon']): Fault[] {
  const faults: Fault[] = []
  const seen = new Map<string, YamlNode>()
  for (const [index, item] of (timeline?.kind === 'list' ? timeline.items : []).entries()) {
    // What is no month or no map was refused before.
    const month = nodeAt(item, ['month'])
    if (month?.kind !== 'scalar' || typeof month.value !== 'number') continue
    if (month.value < -burnIn || month.value >= months) {
      faults.push(
        faultAt(
          month.place,
          { en: `month ${month.value} lies outside the run`, zh: `第${month.value}月不在模拟期内` },
          {
            path: `timeline.${index}.month`,
            expected: {
              en: `a month from ${-burnIn} to ${months - 1} (horizon.burnIn ${burnIn}, horizon.months ${months})`,
              zh: `${-burnIn} 至 ${months - 1} 之间的月份（horizon.burnIn ${burnIn}，horizon.months ${months}）`,
            },
          },
        ),
      )
    }
    const set = nodeAt(item, ['set'])
    if (set?.kind !== 'map') continue
    if (set.entries.length === 0) {
      faults.push(
        faultAt(
          set.place,
          { en: 'this dated change sets nothing', zh: '这项按月份生效的变动未设定任何值' },
          { path: `timeline.${index}.set`, expected: NEW_VALUES },
        ),
      )
    }
    for (const { key, keyPlace, node } of set.entries) {
      const first = seen.get(`${month.value} ${key}`)
      if (first !== undefined) {
        const { line, column } = position(first.place.source, first.place.start)
        faults.push(
          faultAt(
            keyPlace,
            { en: `${key} is set twice in month ${month.value}`, zh: `${key} 在第${month.value}月设定了两次` },
            {
              path: `timeline.${index}.set.${key}`,
              found: first.place.source.isOption
                ? undefined
                : { en: `first set at line ${line}, column ${column}`, zh: `首次设定于第${line}行第${column}列` },
              expected: { en: 'one value for a key in a month', zh: '每个键每月只设一个值' },
            },
          ),
        )
      }
      seen.set(`${month.value} ${key}`, node)
    }
  }
  return faults
}

/** Lenders of one name, partners that cannot be, and products that a lender offers twice. */
export function rosterFaults(roster: YamlNode | undefined): Fault[] {
  const faults: Fault[] = []
  const names = new Set<unknown>()
  for (const [index, item] of (roster?.kind === 'list' ? roster.items : []).entries()) {
    const name = nodeAt(item, ['name'])
    if (name?.kind === 'scalar' && typeof name.value === 'string') {
      if (names.has(name.value)) {
        faults.push(
          faultAt(
            name.place,
            { en: 'another lender of the roster has this name', zh: '机构名单中另有同名机构' },
            {
              path: `lenders.roster.${index}.name`,
              expected: { en: 'a name of its own for each lender', zh: '每家机构名称不同' },
            },
          ),
        )
      }
      names.add(name.value)
    }
    faults.push(...partnerFaults(roster, item, index))
    const products = nodeAt(item, ['products'])
    const offered = new Set<unknown>()
    for (const [place, product] of (products?.kind === 'list' ? products.items : []).entries()) {
      if (product.kind !== 'scalar') continue
      if (offered.has(product.value)) {
        faults.push(
          faultAt(
            product.place,
            { en: 'this lender offers the product already', zh: '该机构已列有此产品' },
            {
              path: `lenders.roster.${index}.products.${place}`,
              expected: { en: 'each product once', zh: '每个产品只列一次' },
            },
          ),
        )
      }
      offered.add(product.value)
    }
  }
  return faults
}

/** Neither arms nor factors or both, arms that are too few or too many, and names that are none. */
export function experimentFaults(experiment: YamlNode): Fault[] {
  const [arms, factors] = [nodeAt(experiment, ['arms']), nodeAt(experiment, ['factors'])]
  if (factors !== undefined && arms !== undefined) {
    return [
      faultAt(
        factors.place,
        { en: 'the experiment has arms and factors', zh: '实验同时给出了 arms 与 factors' },
        {
          path: 'experiment.factors',
          expected: {
            en: 'arms by name, or factors that span them',
            zh: '按名称列出的 arms，或由其生成实验组的 factors，二者取一',
          },
        },
      ),
    ]
  }
  if (factors?.kind === 'map') return factorFaults(experiment, factors)
  if (arms === undefined) {
    const path = 'experiment'
    const message = { en: 'the experiment has neither arms nor factors', zh: '实验既无 arms 也无 factors' }
    return [faultAt(experiment.place, message, { path, expected: EXAMPLE })]
  }
  return arms.kind === 'map' ? [...armCountFaults(arms), ...withoutFactors(experiment)] : []
}

const EXAMPLE: Bilingual = {
  en: 'arms: { asIs: {}, wide: { set: { credit.coverage: 0.9 } } }, or factors: { credit.coverage: [0.5, 0.9] }',
  zh: 'arms: { asIs: {}, wide: { set: { credit.coverage: 0.9 } } }，或 factors: { credit.coverage: [0.5, 0.9] }',
}

function armCountFaults(arms: YamlMap): Fault[] {
  const faults: Fault[] = []
  const count = arms.entries.length
  if (count < MIN_ARMS || count > MAX_ARMS) {
    const message =
      count === 0
        ? { en: 'the experiment has no arms', zh: '实验没有实验组' }
        : { en: `the experiment has ${count} arm${count === 1 ? '' : 's'}`, zh: `实验有${count}个实验组` }
    faults.push(
      faultAt(arms.entries[0]?.keyPlace ?? arms.place, message, {
        path: 'experiment.arms',
        expected: {
          en: `${MIN_ARMS} to ${MAX_ARMS} arms; the plain scenario is one when written as asIs: {}`,
          zh: `${MIN_ARMS}至${MAX_ARMS}个实验组；原情景写作 asIs: {}，也是一组`,
        },
      }),
    )
  }
  const seen = new Map<string, string>()
  for (const { key, keyPlace } of arms.entries) {
    const other = seen.get(foldedName(key))
    if (other !== undefined) {
      const parts = {
        path: `experiment.arms.${key}`,
        expected: { en: 'names that differ in more than case or width', zh: '名称之差不限于大小写或全角半角' },
      }
      const message = {
        en: `the arm ${key} would share files with the arm ${other}`,
        zh: `实验组 ${key} 与实验组 ${other} 的文件会重名`,
      }
      faults.push(faultAt(keyPlace, message, parts))
    }
    seen.set(foldedName(key), key)
    const fault = armNameFault(key)
    if (fault === undefined) continue
    const message = { en: `the name of an arm ${fault.en}`, zh: `实验组名称${fault.zh}` }
    faults.push(faultAt(keyPlace, message, { path: `experiment.arms.${key}`, expected: ARM_NAME_FORM }))
  }
  return faults
}

/** A design belongs to factors. */
function withoutFactors(experiment: YamlNode): Fault[] {
  return ['design', 'points'].flatMap((key) => {
    const node = nodeAt(experiment, [key])
    const parts = {
      path: `experiment.${key}`,
      expected: {
        en: 'it beside factors; arms by name are run as they stand',
        zh: '与 factors 并列；按名称列出的实验组照原样运行',
      },
    }
    const message = { en: `${key} belongs to factors, and here are arms`, zh: `${key} 只用于 factors，此处为 arms` }
    return node === undefined ? [] : [faultAt(node.place, message, parts)]
  })
}

/** Lists that are too short for the design or name a value twice, and designs of too few or too many points. */
function factorFaults(experiment: YamlNode, factors: YamlMap): Fault[] {
  const design = designOf(experiment)
  const faults: Fault[] = []
  for (const { key, node } of factors.entries) {
    const parameter = parameterAt(key)
    if (node.kind !== 'list' || parameter === undefined) continue
    const path = `experiment.factors.${key}`
    const values = node.items.map((item) => (item.kind === 'scalar' ? item.value : undefined))
    const isRange = isFilling(design) && ['number', 'share', 'integer'].includes(parameter.type)
    const [low, high] = values
    if (isRange && !(values.length === 2 && Number(low) < Number(high))) {
      const expected = {
        en: `[low, high]: ${design} lays its points between two ends`,
        zh: `[下限, 上限]，${design} 在两端之间布点`,
      }
      const message = { en: `${key} has no two ends in ascending order`, zh: `${key} 未按升序给出两端` }
      faults.push(faultAt(node.place, message, { path, expected }))
    } else if (values.length < 2) {
      const expected = {
        en: 'two values or more; a value that does not move belongs into the scenario itself',
        zh: '两个及以上取值；不变的值应写在情景本身',
      }
      faults.push(faultAt(node.place, { en: `${key} does not move`, zh: `${key} 的取值不足两个` }, { path, expected }))
    }
    const again = node.items.find((_, index) => values.indexOf(values[index]) < index)
    if (again !== undefined && !isRange) {
      const expected = { en: 'every value once', zh: '每个取值只列一次' }
      const message = { en: `${key} has this value twice`, zh: `${key} 的这一取值重复` }
      faults.push(faultAt(again.place, message, { path, expected }))
    }
  }
  return [...faults, ...pointFaults(experiment, factors, design)]
}

function pointFaults(experiment: YamlNode, factors: YamlMap, design: Design): Fault[] {
  const node = nodeAt(experiment, ['points'])
  if (isFilling(design)) {
    if (factors.entries.length > MAX_SOBOL_DIMENSIONS) {
      const expected = { en: `at most ${MAX_SOBOL_DIMENSIONS}`, zh: `不超过${MAX_SOBOL_DIMENSIONS}个` }
      const message = { en: `${factors.entries.length} factors`, zh: `共有${factors.entries.length}个因子` }
      return [faultAt(factors.place, message, { path: 'experiment.factors', expected })]
    }
    const parts = { path: 'experiment.points', expected: { en: 'points: 64, say', zh: '例如 points: 64' } }
    const message = { en: `the design ${design} does not say how many points it has`, zh: `${design} 设计未给出点数` }
    return node === undefined ? [faultAt(experiment.place, message, parts)] : []
  }
  if (node !== undefined) {
    const parts = {
      path: 'experiment.points',
      expected: { en: 'points with the designs lhs and sobol only', zh: 'points 只用于 lhs 与 sobol 设计' },
    }
    const message = {
      en: `the values of its factors say how many points ${design} has`,
      zh: `${design} 设计的点数由各因子的取值决定`,
    }
    return [faultAt(node.place, message, parts)]
  }
  const counts = factors.entries.map(({ node: list }) => (list.kind === 'list' ? list.items.length : 1))
  const points =
    design === 'factorial'
      ? counts.reduce((product, count) => product * count, 1)
      : counts.reduce((sum, count) => sum + count - 1, 1)
  if (points >= MIN_ARMS && points <= MAX_POINTS) return []
  const parts = {
    path: 'experiment.factors',
    expected: { en: `a design of ${MIN_ARMS} to ${MAX_POINTS} points`, zh: `${MIN_ARMS}至${MAX_POINTS}个点的设计` },
  }
  const message = {
    en: `these factors span ${points} point${points === 1 ? '' : 's'}`,
    zh: `这些因子生成${points}个点`,
  }
  return [faultAt(factors.place, message, parts)]
}

/** The design that a block names, which was found sound. */
export function designOf(experiment: YamlNode): Design {
  const node = nodeAt(experiment, ['design'])
  return node?.kind === 'scalar' ? (node.value as Design) : 'factorial'
}

/** Ranges that hold nothing, too few or too many factors, and numbers that no design can have. */
export function sensitivityFaults(block: YamlNode): Fault[] {
  const faults: Fault[] = []
  const factors = nodeAt(block, ['factors'])
  const entries = factors?.kind === 'map' ? factors.entries : []
  if (factors !== undefined && (entries.length === 0 || entries.length > MAX_FACTORS)) {
    const message =
      entries.length === 0
        ? { en: 'the analysis has no factors', zh: '分析没有因子' }
        : { en: `the analysis has ${entries.length} factors, too many`, zh: `分析有${entries.length}个因子，过多` }
    const expected = {
      en: `1 to ${MAX_FACTORS} dotted keys with ranges, such as { credit.coverage: [0.5, 1] }`,
      zh: `1至${MAX_FACTORS}个点分键及其区间，如 { credit.coverage: [0.5, 1] }`,
    }
    faults.push(faultAt(entries[0]?.keyPlace ?? factors.place, message, { path: 'sensitivity.factors', expected }))
  }
  for (const { key, node } of entries) {
    const [low, high] = node.kind === 'list' ? node.items : []
    if (low?.kind !== 'scalar' || high?.kind !== 'scalar' || Number(low.value) < Number(high.value)) continue
    faults.push(
      faultAt(
        node.place,
        { en: `the range of ${key} holds nothing`, zh: `${key} 的区间为空` },
        {
          path: `sensitivity.factors.${key}`,
          found: verbatim(excerpt(node.place)),
          expected: { en: 'the low end first, and below the high one', zh: '先下限后上限，且下限小于上限' },
        },
      ),
    )
  }
  const number = (key: string, isFine: (value: number) => boolean, expected: Bilingual): void => {
    const node = nodeAt(block, [key])
    if (node?.kind !== 'scalar' || typeof node.value !== 'number' || isFine(node.value)) return
    const message = {
      en: `sensitivity.${key} is ${node.value}, which no design can have`,
      zh: `sensitivity.${key} 为 ${node.value}，任何设计都不允许`,
    }
    faults.push(faultAt(node.place, message, { path: `sensitivity.${key}`, expected }))
  }
  number('levels', (value) => value % 2 === 0, { en: 'an even number, such as 4', zh: '偶数，如 4' })
  number('samples', isPowerOfTwo, { en: 'a power of two, such as 64', zh: '2的幂，如 64' })
  const seen = new Set<unknown>()
  const outcomes = nodeAt(block, ['outcomes'])
  for (const item of outcomes?.kind === 'list' ? outcomes.items : []) {
    if (item.kind !== 'scalar') continue
    if (seen.has(item.value)) {
      const key = String(item.value)
      const parts = { path: 'sensitivity.outcomes', expected: { en: 'each outcome once', zh: '每个指标只列一次' } }
      faults.push(faultAt(item.place, { en: `${key} stands in the list already`, zh: `${key} 已在列表中` }, parts))
    }
    seen.add(item.value)
  }
  return faults
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0
}

/** A funding partner is another lender of the roster, a bank or licensed company; P2P platforms have investors instead. */
function partnerFaults(roster: YamlNode | undefined, item: YamlNode, index: number): Fault[] {
  const partner = nodeAt(item, ['partner'])
  if (partner?.kind !== 'scalar' || typeof partner.value !== 'string') return []
  const textOf = (node: YamlNode | undefined, key: string): unknown => {
    const found = node === undefined ? undefined : nodeAt(node, [key])
    return found?.kind === 'scalar' ? found.value : undefined
  }
  const others = roster?.kind === 'list' ? roster.items.filter((other) => other !== item) : []
  const named = others.find((other) => textOf(other, 'name') === partner.value)
  const path = `lenders.roster.${index}.partner`
  const expected = {
    en: 'the name of another lender of class bank or licensed',
    zh: '另一家 bank 或 licensed 类机构的名称',
  }
  if (named === undefined) {
    const message = { en: 'no other lender of the roster has this name', zh: '机构名单中没有此名称的其他机构' }
    return [faultAt(partner.place, message, { path, expected })]
  }
  if (textOf(named, 'class') === 'platform') {
    const message = { en: 'platforms fund nobody else’s loans', zh: '平台不为其他机构的贷款出资' }
    return [faultAt(partner.place, message, { path, expected })]
  }
  if (textOf(item, 'model') === 'p2p') {
    const message = {
      en: 'P2P platforms have investors, no funding partner',
      zh: 'P2P 平台的资金来自投资者，没有资金合作方',
    }
    const parts = {
      path,
      expected: { en: 'another model, or no partner', zh: '换用其他 model，或不设合作方' },
    }
    return [faultAt(partner.place, message, parts)]
  }
  return []
}
