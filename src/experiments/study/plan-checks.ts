/** What can be wrong between the parts of a plan, each of which is right by itself. */
import { type Fault, verbatim } from '../../base/errors.ts'
import type { Bilingual } from '../../base/vocabulary.ts'
import { FACTOR_PATHS } from '../../scenarios/design.ts'
import { ARM_PATHS } from '../../scenarios/experiment.ts'
import { parameterAt } from '../../scenarios/parameters.ts'
import { entryOf, nodeAt, plainValue, type YamlNode } from '../../scenarios/read-yaml.ts'
import { excerpt, faultAt } from '../../scenarios/source-text.ts'
import { didYouMean } from '../../scenarios/suggest.ts'
import {
  DOTTED_KEY,
  firstLine,
  list,
  sameInEveryArm,
  suggestPath,
  unknownPathMessage,
  validateValue,
} from '../../scenarios/validate.ts'
import type { ClaimPlan, Decomposition, Grid, Sizes, StudyOutcome, StudyPlan } from './plan.ts'
import { STUDY_KEYS } from './read-plan.ts'

type Path = readonly (string | number)[]

interface Checking {
  readonly plan: StudyPlan
  readonly root: YamlNode
  readonly faults: Fault[]
}

/** What a plan names and does not have, and blocks that do not go together. */
export function planFaults(plan: StudyPlan, root: YamlNode): Fault[] {
  const checking: Checking = { plan, root, faults: [] }
  blockFaults(checking)
  for (const { key, of } of plan.outcomes) {
    const path = ['outcomes', key, ...(of === key ? [] : ['of'])]
    oneOf(checking, path, of, STUDY_KEYS, noOutcome(of), MEASURES_PAGE)
  }
  for (const outcome of plan.outcomes) monthFaults(checking, outcome)
  drawFaults(checking)
  nameFaults(checking)
  for (const claim of plan.claims) claimFaults(checking, claim)
  if (plan.grid !== null) gridFaults(checking, plan.grid)
  if (plan.sizes !== null) sizeFaults(checking, plan.sizes)
  for (const one of plan.decompositions) decompositionFaults(checking, one)
  for (const { id, path } of plan.unswitched) {
    if (parameterAt(path) !== undefined) continue
    fault(checking, ['unswitched', id, 'path'], unknownPathMessage(path), DOTTED_KEY, suggestPath(path))
  }
  return checking.faults
}

/** Where the contrasts of a claim are written. */
export function contrastPaths(root: YamlNode, claim: string): Path[] {
  return ['contrasts', 'also', 'treatment'].flatMap((key) => {
    const path = ['claims', claim, key]
    const node = nodeAt(root, path)
    return node?.kind === 'list' ? node.items.map((_, k) => [...path, k]) : []
  })
}

/** At the value of a path; where that is a name that somebody chose, at the name. */
function fault(
  { root, faults }: Checking,
  path: Path,
  message: Bilingual,
  expected: Bilingual,
  suggestion?: Bilingual,
): void {
  const parent = nodeAt(root, path.slice(0, -1))
  const isNamed = isName(path) && parent?.kind === 'map'
  const key = isNamed ? entryOf(parent, String(path.at(-1)))?.keyPlace : undefined
  const node = nodeAt(root, path) ?? root
  const place = key ?? (node === root ? { ...root.place, end: root.place.start + 1 } : firstLine(node))
  const found = key === undefined && node.kind === 'scalar' ? verbatim(excerpt(node.place)) : undefined
  faults.push(faultAt(place, message, { path: path.join('.'), found, expected, suggestion }))
}

/** Whether the last step of a path is a name in a map, and not the key of a value. */
function isName(path: Path): boolean {
  const group = path.at(-2)
  return (
    path.length === 1 ||
    ['foretold', 'least', 'factors', 'readings'].includes(String(group)) ||
    (path.length === 2 && NAMED.has(group))
  )
}

const NAMED: ReadonlySet<unknown> = new Set(['outcomes', 'claims', 'decompositions'])

function oneOf(
  checking: Checking,
  path: Path,
  name: string,
  names: readonly string[],
  message: Bilingual,
  expected: Bilingual = oneOfText(names),
): void {
  if (!names.includes(name)) fault(checking, path, message, expected, didYouMean(name, names))
}

function oneOfText(names: readonly string[]): Bilingual {
  return { en: `one of ${list(names)}`, zh: `以下之一：${list(names)}` }
}

const MEASURES_PAGE: Bilingual = { en: 'keys of docs/measures.md', zh: 'docs/measures.zh-CN.md 中的键' }
const EACH_ONCE: Bilingual = { en: 'each once', zh: '每项只列一次' }
const ANOTHER_NAME: Bilingual = { en: 'another name', zh: '另一个名称' }

function noOutcome(key: string): Bilingual {
  return { en: `there is no outcome ${key}`, zh: `没有结果 ${key}` }
}

function notInPlan(en: string, zh: string, name: string): Bilingual {
  return { en: `the plan has no ${en} ${name}`, zh: `方案中没有${zh} ${name}` }
}

function outcomeFaults(checking: Checking, path: Path, own: readonly string[]): void {
  const keys = checking.plan.outcomes.map(({ key }) => key)
  for (const [k, key] of own.entries()) oneOf(checking, [...path, k], key, keys, notInPlan('outcome', '结果', key))
}

function blockFaults(checking: Checking): void {
  const { plan, root } = checking
  const has = (key: string): boolean => nodeAt(root, [key]) !== undefined
  if (has('claims') === has('decompositions')) {
    const both = { en: 'the plan has claims and decompositions', zh: '方案同时给出了 claims 与 decompositions' }
    const none = { en: 'the plan asks nothing', zh: '方案没有提出问题' }
    fault(checking, has('claims') ? ['decompositions'] : [], has('claims') ? both : none, {
      en: 'claims, or decompositions, and not both',
      zh: 'claims 或 decompositions，二者取一',
    })
  }
  const belongs = (keys: readonly string[], to: string): void => {
    for (const key of keys) {
      if (!has(key) || has(to)) continue
      const message = { en: `${key} belongs to ${to}`, zh: `${key} 须与 ${to} 同用` }
      fault(checking, [key], message, { en: `${key} in a plan with ${to}`, zh: `在有 ${to} 的方案中给出 ${key}` })
    }
  }
  belongs(['grid', 'sizes', 'subject', 'channelReplications', 'draws'], 'claims')
  belongs(['targets'], 'sizes')
  belongs(['unswitched', 'limits'], 'decompositions')
  if (has('seeds') && has('replications')) {
    const message = { en: 'the plan has seeds and replications', zh: '方案同时给出了 seeds 与 replications' }
    const expected = { en: 'one of them: each seed is a replication', zh: '二者取一：每个种子即一次重复' }
    fault(checking, ['replications'], message, expected)
  }
  const again = plan.seeds?.findIndex((seed, k) => plan.seeds?.indexOf(seed) !== k) ?? -1
  if (again >= 0)
    fault(checking, ['seeds', again], { en: 'this seed stands in the list already', zh: '该种子已在列表中' }, EACH_ONCE)
}

/** Pictures of their own, beside those of claims. */
const PICTURES = ['overview', 'factorial']

/** Claims and decompositions name files of pictures. */
function nameFaults(checking: Checking): void {
  const seen = new Set(PICTURES)
  for (const block of ['claims', 'decompositions'] as const) {
    for (const { id } of checking.plan[block]) {
      const message = { en: `${id} cannot name the files of a picture`, zh: `${id} 不能作为图片文件名` }
      const form = {
        en: 'Latin letters, digits and hyphens, each name once, whatever its case; not overview or factorial',
        zh: '拉丁字母、数字与连字符；名称不分大小写均不重复，且不为 overview 或 factorial',
      }
      if (!/^[A-Za-z0-9-]+$/.test(id) || seen.has(id.toLowerCase())) fault(checking, [block, id], message, form)
      seen.add(id.toLowerCase())
    }
  }
}

function claimFaults(checking: Checking, { id, channels }: ClaimPlan): void {
  const { plan, root } = checking
  const keys = plan.outcomes.map(({ key }) => key)
  const seen = new Set<string>()
  for (const path of contrastPaths(root, id)) {
    const written = plainValue(nodeAt(root, path)!) as WrittenPair
    const { arm, against = '' } = written
    if (written.least !== undefined) {
      for (const key of Object.keys(written.least)) {
        oneOf(checking, [...path, 'least', key], key, keys, notInPlan('outcome', '结果', key))
      }
    }
    if (arm === against) {
      const message = { en: `${arm} is compared with itself`, zh: `${arm} 与自身比较` }
      fault(checking, [...path, 'against'], message, { en: 'another arm', zh: '另一个实验组' })
    }
    for (const key of Object.keys(written.foretold ?? {})) {
      const at = [...path, 'foretold', key]
      oneOf(checking, at, key, keys, notInPlan('outcome', '结果', key))
      if (plan.outcomes.some((one) => one.key === key && one.smallest === null)) {
        const written = `outcomes: { ${key}: { smallest: … } }`
        const message = { en: `${key} has no smallest effect of interest`, zh: `${key} 没有最小效应阈值` }
        fault(checking, at, message, {
          en: `${written}, written down before the runs`,
          zh: `${written}，在运行前写定`,
        })
      }
      const name = JSON.stringify([arm, against, key])
      if (seen.has(name)) {
        fault(checking, at, { en: 'the claim has this contrast already', zh: '该论点已有此对比' }, EACH_ONCE)
      }
      seen.add(name)
    }
  }
  const known = plan.channels.map((channel) => channel.id)
  for (const [k, name] of channels.entries()) {
    oneOf(checking, ['claims', id, 'channels', k], name, known, notInPlan('channel', '作用机制', name))
  }
}

/** What a comparison writes, of contrasts and of treatments. */
interface WrittenPair {
  readonly arm: string
  readonly against?: string
  readonly foretold?: object
  readonly least?: object
}

/** Months belong to means of monthly measures, and run from the first to the last. */
function monthFaults(checking: Checking, { key, of, months, less }: StudyOutcome): void {
  for (const [name, own] of Object.entries({ months, less })) {
    if (own === null) continue
    if (!of.startsWith('series.')) {
      const message = { en: `${of} has no months to choose from`, zh: `${of} 没有可选的月份` }
      fault(checking, ['outcomes', key, name], message, {
        en: 'of: series. and a monthly measure',
        zh: 'of: series. 加月度指标',
      })
    } else if (own[0] > own[1]) {
      const message = { en: 'these months end before they begin', zh: '所列月份的末月早于首月' }
      fault(checking, ['outcomes', key, name], message, {
        en: 'the first month, and then the last',
        zh: '先首月，后末月',
      })
    }
  }
}

const noNumber = (path: string): Bilingual => ({ en: `${path} cannot be drawn`, zh: `${path} 不能随机抽取` })

/** Kinds of parameters with a range. */
const DRAWN: ReadonlySet<string> = new Set(['number', 'share', 'integer'])

function drawFaults(checking: Checking): void {
  for (const [path, ends] of Object.entries(checking.plan.draws?.factors ?? {})) {
    const own = ['draws', 'factors', path]
    if (!FACTOR_PATHS.includes(path)) {
      const isKnown = parameterAt(path) !== undefined
      const message = isKnown ? noNumber(path) : unknownPathMessage(path)
      fault(checking, own, message, DOTTED_KEY, suggestPath(path, FACTOR_PATHS))
    } else if (!DRAWN.has(parameterAt(path)!.type)) {
      fault(checking, own, noNumber(path), { en: 'a number', zh: '数值参数' })
    } else if (ends[0] >= ends[1]) {
      const message = { en: `${path} has no range to be drawn from`, zh: `${path} 没有可抽取的范围` }
      fault(checking, own, message, { en: 'the low end, and then the high one', zh: '先下限，后上限' })
    }
  }
}

function gridFaults(checking: Checking, grid: Grid): void {
  for (const side of ['rows', 'columns'] as const) {
    const { path, values, ends } = grid[side]
    valueFaults(checking, ['grid', side], path, values.length)
    for (const [k, end] of ends.entries()) {
      if (values.includes(end)) continue
      const message = {
        en: `${String(end)} is none of the values of ${path}`,
        zh: `${String(end)} 不是 ${path} 的取值`,
      }
      fault(checking, ['grid', side, 'ends', k], message, oneOfText(values.map(String)))
    }
  }
  outcomeFaults(checking, ['grid', 'outcomes'], grid.outcomes)
  outcomeFaults(checking, ['grid', 'drawn'], grid.drawn)
}

/** A parameter that arms may set, and the values that it is given. */
function valueFaults(checking: Checking, owner: Path, parameter: string, count: number): void {
  if (!ARM_PATHS.includes(parameter)) {
    const isKnown = parameterAt(parameter) !== undefined
    const message = isKnown ? sameInEveryArm(parameter) : unknownPathMessage(parameter)
    fault(checking, [...owner, 'path'], message, DOTTED_KEY, suggestPath(parameter, ARM_PATHS))
    return
  }
  const paths = Array.from({ length: count }, (_, k) => [...owner, 'values', k])
  const nodes = paths.map((path) => nodeAt(checking.root, path)!)
  for (const [k, node] of nodes.entries()) {
    const found = validateValue(parameter, node).faults
    checking.faults.push(...found.map((one) => ({ ...one, path: paths[k].join('.') })))
  }
  const texts = nodes.map((node) => JSON.stringify(plainValue(node)))
  const again = texts.findIndex((text, k) => texts.indexOf(text) < k)
  if (again < 0) return
  fault(checking, paths[again], { en: `${parameter} has this value twice`, zh: `${parameter} 两次给出此值` }, EACH_ONCE)
}

function sizeFaults(checking: Checking, { consumers, outcomes, effects }: Sizes): void {
  for (const [k, count] of consumers.entries()) {
    if (k === 0 || count > consumers[k - 1]) continue
    fault(checking, ['sizes', 'consumers', k], { en: 'the sizes do not ascend', zh: '规模未按升序排列' }, EACH_ONCE)
  }
  outcomeFaults(checking, ['sizes', 'outcomes'], outcomes)
  const names = checking.plan.claims.map(({ id }) => id)
  for (const [k, { claim: id, outcome }] of effects.entries()) {
    const path = ['sizes', 'effects', k]
    oneOf(checking, [...path, 'claim'], id, names, notInPlan('claim', '论点', id))
    const keys = checking.plan.claims.find((one) => one.id === id)?.contrasts.map(({ key }) => key)
    if (keys === undefined) continue
    oneOf(checking, [...path, 'outcome'], outcome, keys, {
      en: `the verdict on ${id} does not rest on ${outcome}`,
      zh: `${id} 的判定不以 ${outcome} 为依据`,
    })
  }
}

function decompositionFaults(checking: Checking, one: Decomposition): void {
  const own = ['decompositions', one.id]
  valueFaults(checking, own, one.path, 2)
  for (const key of ['told', 'compared', 'drawn'] as const) outcomeFaults(checking, [...own, key], one[key])
  outcomeFaults(checking, [...own, 'nothing', 'unmoved'], one.unmoved)
  for (const { id } of one.readings) {
    if (!checking.plan.channels.some((channel) => channel.id === id)) continue
    fault(
      checking,
      [...own, 'readings', id],
      { en: `${id} is a channel already`, zh: `${id} 已是作用机制的名称` },
      ANOTHER_NAME,
    )
  }
}
