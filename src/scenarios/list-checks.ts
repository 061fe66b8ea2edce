/** What can be wrong between the entries of a list, each of which may be right by itself. */
import type { Fault } from '../base/errors.ts'
import { MAX_SOBOL_DIMENSIONS } from '../base/sobol-sequence.ts'
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
        faultAt(month.place, `month ${month.value} lies outside the run`, {
          path: `timeline.${index}.month`,
          expected: `a month from ${-burnIn} to ${months - 1} (horizon.burnIn ${burnIn}, horizon.months ${months})`,
        }),
      )
    }
    const set = nodeAt(item, ['set'])
    if (set?.kind !== 'map') continue
    if (set.entries.length === 0) {
      faults.push(
        faultAt(set.place, 'this dated change sets nothing', {
          path: `timeline.${index}.set`,
          expected: 'dotted keys with new values, such as { credit.coverage: 0.9 }',
        }),
      )
    }
    for (const { key, keyPlace, node } of set.entries) {
      const first = seen.get(`${month.value} ${key}`)
      if (first !== undefined) {
        const { line, column } = position(first.place.source, first.place.start)
        faults.push(
          faultAt(keyPlace, `${key} is set twice in month ${month.value}`, {
            path: `timeline.${index}.set.${key}`,
            found: first.place.source.isOption ? '' : `first set at line ${line}, column ${column}`,
            expected: 'one value for a key in a month',
          }),
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
          faultAt(name.place, 'another lender of the roster has this name', {
            path: `lenders.roster.${index}.name`,
            expected: 'a name of its own for each lender',
          }),
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
          faultAt(product.place, 'this lender offers the product already', {
            path: `lenders.roster.${index}.products.${place}`,
            expected: 'each product once',
          }),
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
      faultAt(factors.place, 'the experiment has arms and factors', {
        path: 'experiment.factors',
        expected: 'arms by name, or factors that span them',
      }),
    ]
  }
  if (factors?.kind === 'map') return factorFaults(experiment, factors)
  if (arms === undefined) {
    const path = 'experiment'
    return [faultAt(experiment.place, 'the experiment has neither arms nor factors', { path, expected: EXAMPLE })]
  }
  return arms.kind === 'map' ? [...armCountFaults(arms), ...withoutFactors(experiment)] : []
}

const EXAMPLE =
  'arms: { asIs: {}, wide: { set: { credit.coverage: 0.9 } } }, or factors: { credit.coverage: [0.5, 0.9] }'

function armCountFaults(arms: YamlMap): Fault[] {
  const faults: Fault[] = []
  const count = arms.entries.length
  if (count < MIN_ARMS || count > MAX_ARMS) {
    const message =
      count === 0 ? 'the experiment has no arms' : `the experiment has ${count} arm${count === 1 ? '' : 's'}`
    faults.push(
      faultAt(arms.entries[0]?.keyPlace ?? arms.place, message, {
        path: 'experiment.arms',
        expected: `${MIN_ARMS} to ${MAX_ARMS} arms; the plain scenario is one when written as asIs: {}`,
      }),
    )
  }
  const seen = new Map<string, string>()
  for (const { key, keyPlace } of arms.entries) {
    const other = seen.get(foldedName(key))
    if (other !== undefined) {
      const parts = { path: `experiment.arms.${key}`, expected: 'names that differ in more than case or width' }
      faults.push(faultAt(keyPlace, `the arm ${key} would share files with the arm ${other}`, parts))
    }
    seen.set(foldedName(key), key)
    const fault = armNameFault(key)
    if (fault === '') continue
    faults.push(
      faultAt(keyPlace, `the name of an arm ${fault}`, {
        path: `experiment.arms.${key}`,
        expected: ARM_NAME_FORM,
      }),
    )
  }
  return faults
}

/** A design belongs to factors. */
function withoutFactors(experiment: YamlNode): Fault[] {
  return ['design', 'points'].flatMap((key) => {
    const node = nodeAt(experiment, [key])
    const parts = { path: `experiment.${key}`, expected: 'it beside factors; arms by name are run as they stand' }
    return node === undefined ? [] : [faultAt(node.place, `${key} belongs to factors, and here are arms`, parts)]
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
      const expected = `[low, high]: ${design} lays its points between two ends`
      faults.push(faultAt(node.place, `${key} has no two ends in ascending order`, { path, expected }))
    } else if (values.length < 2) {
      const expected = 'two values or more; a value that does not move belongs into the scenario itself'
      faults.push(faultAt(node.place, `${key} does not move`, { path, expected }))
    }
    const again = node.items.find((_, index) => values.indexOf(values[index]) < index)
    if (again !== undefined && !isRange) {
      faults.push(faultAt(again.place, `${key} has this value twice`, { path, expected: 'every value once' }))
    }
  }
  return [...faults, ...pointFaults(experiment, factors, design)]
}

function pointFaults(experiment: YamlNode, factors: YamlMap, design: Design): Fault[] {
  const node = nodeAt(experiment, ['points'])
  if (isFilling(design)) {
    if (factors.entries.length > MAX_SOBOL_DIMENSIONS) {
      const expected = `at most ${MAX_SOBOL_DIMENSIONS}`
      const message = `${factors.entries.length} factors`
      return [faultAt(factors.place, message, { path: 'experiment.factors', expected })]
    }
    const parts = { path: 'experiment.points', expected: 'points: 64, say' }
    return node === undefined
      ? [faultAt(experiment.place, `the design ${design} does not say how many points it has`, parts)]
      : []
  }
  if (node !== undefined) {
    const parts = { path: 'experiment.points', expected: 'points with the designs lhs and sobol only' }
    return [faultAt(node.place, `the values of its factors say how many points ${design} has`, parts)]
  }
  const counts = factors.entries.map(({ node: list }) => (list.kind === 'list' ? list.items.length : 1))
  const points =
    design === 'factorial'
      ? counts.reduce((product, count) => product * count, 1)
      : counts.reduce((sum, count) => sum + count - 1, 1)
  if (points >= MIN_ARMS && points <= MAX_POINTS) return []
  const parts = { path: 'experiment.factors', expected: `a design of ${MIN_ARMS} to ${MAX_POINTS} points` }
  return [faultAt(factors.place, `these factors span ${points} point${points === 1 ? '' : 's'}`, parts)]
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
      entries.length === 0 ? 'the analysis has no factors' : `the analysis has ${entries.length} factors, too many`
    const expected = `1 to ${MAX_FACTORS} dotted keys with ranges, such as { credit.coverage: [0.5, 1] }`
    faults.push(faultAt(entries[0]?.keyPlace ?? factors.place, message, { path: 'sensitivity.factors', expected }))
  }
  for (const { key, node } of entries) {
    const [low, high] = node.kind === 'list' ? node.items : []
    if (low?.kind !== 'scalar' || high?.kind !== 'scalar' || Number(low.value) < Number(high.value)) continue
    faults.push(
      faultAt(node.place, `the range of ${key} holds nothing`, {
        path: `sensitivity.factors.${key}`,
        found: excerpt(node.place),
        expected: 'the low end first, and below the high one',
      }),
    )
  }
  const number = (key: string, isFine: (value: number) => boolean, expected: string): void => {
    const node = nodeAt(block, [key])
    if (node?.kind !== 'scalar' || typeof node.value !== 'number' || isFine(node.value)) return
    const message = `sensitivity.${key} is ${node.value}, which no design can have`
    faults.push(faultAt(node.place, message, { path: `sensitivity.${key}`, expected }))
  }
  number('levels', (value) => value % 2 === 0, 'an even number, such as 4')
  number('samples', isPowerOfTwo, 'a power of two, such as 64')
  const seen = new Set<unknown>()
  const outcomes = nodeAt(block, ['outcomes'])
  for (const item of outcomes?.kind === 'list' ? outcomes.items : []) {
    if (item.kind !== 'scalar') continue
    if (seen.has(item.value)) {
      const parts = { path: 'sensitivity.outcomes', expected: 'each outcome once' }
      faults.push(faultAt(item.place, `${String(item.value)} stands in the list already`, parts))
    }
    seen.add(item.value)
  }
  return faults
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0
}

/** A funding partner is another lender of the roster, a bank or licensed company, and checkouts have none. */
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
  const expected = 'the name of another lender of class bank or licensed'
  if (named === undefined)
    return [faultAt(partner.place, 'no other lender of the roster has this name', { path, expected })]
  if (textOf(named, 'class') === 'platform') {
    return [faultAt(partner.place, 'platforms fund nobody else’s loans', { path, expected })]
  }
  if (textOf(item, 'model') === 'ecommerce') {
    const model = 'only lenders of the model creditApp have a funding partner'
    return [faultAt(partner.place, model, { path, expected: 'the model creditApp, or no partner' })]
  }
  return []
}
