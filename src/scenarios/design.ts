/**
 * Designs of an experiment with factors: which combinations of values are run. Each point has a name that stays
 * what it is when values or points are added.
 */
import { sobolWords } from '../base/sobol-sequence.ts'
import type { Bilingual } from '../base/vocabulary.ts'
import { draw, openStream, uniform } from '../random/streams.ts'
import { ARM_PATHS, type ArmSettings, type FactorDesign } from './experiment.ts'
import type { Lang, ScalarParameter } from './parameter.ts'
import { PARAMETERS, parameterAt } from './parameters.ts'
import { firstName } from './renamed.ts'

/** Paths that may be factors: those with one plain value. */
export const FACTOR_PATHS: readonly string[] = ARM_PATHS.filter((path) => {
  const { type } = PARAMETERS[path as keyof typeof PARAMETERS]
  return type !== 'roster' && type !== 'timeline' && type !== 'text'
})

/** A factor with its levels, or with the ends of its range: [low, high] of numbers, the choices of other kinds. */
interface Factor {
  readonly path: string
  readonly values: readonly unknown[]
}

interface DesignPoint {
  readonly name: string
  readonly title: Bilingual
  readonly set: ArmSettings
}

/** The points of a design in their order; `seed` drives the chance in lhs and sobol. */
export function designPoints({ design, factors: lists, points = 0 }: FactorDesign, seed: number): DesignPoint[] {
  const factors = Object.entries(lists).map(([path, values]): Factor => ({ path, values }))
  switch (design) {
    case 'factorial':
      return everyCombination(factors).map((set) => levelPoint(factors, set))
    case 'oat':
      return oneAtATime(factors).map((set) => levelPoint(factors, set))
    case 'lhs':
      return filledPoints(factors, latinHypercube(factors, points, seed))
    case 'sobol':
      return filledPoints(factors, scrambledSobol(factors, points, seed))
  }
}

/** The last factor moves fastest. */
function everyCombination(factors: readonly Factor[]): ArmSettings[] {
  let sets: ArmSettings[] = [{}]
  for (const { path, values } of factors) {
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [path]: value })))
  }
  return sets
}

/** All at their first value, and then one after another at each of its others. */
function oneAtATime(factors: readonly Factor[]): ArmSettings[] {
  const first = Object.fromEntries(factors.map(({ path, values }) => [path, values[0]]))
  return [
    first,
    ...factors.flatMap(({ path, values }) => values.slice(1).map((value) => ({ ...first, [path]: value }))),
  ]
}

const LONGEST_LABEL = 24

/** Named by what it sets: `coverage-0.9_differentiation-0.5`; its title has the names of the parameters. */
function levelPoint(factors: readonly Factor[], set: ArmSettings): DesignPoint {
  const short = shortNames(factors.map(({ path }) => path))
  const texts = Object.values(set).map(String)
  const titleIn = (lang: Lang): string =>
    Object.entries(set)
      .map(([path, value]) => {
        const label = valueLabel(path, value)[lang]
        // Longer ones are sentences; the value itself says as much.
        return `${parameterAt(path)!.label[lang]} ${[...label].length > LONGEST_LABEL ? String(value) : label}`
      })
      .join(lang === 'zh' ? '，' : ', ')
  return {
    name: texts.map((text, k) => `${short[k]}-${text}`).join('_'),
    title: { en: titleIn('en'), zh: titleIn('zh') },
    set,
  }
}

const SWITCH: { readonly [value: string]: Bilingual } = {
  true: { en: 'on', zh: '开启' },
  false: { en: 'off', zh: '关闭' },
}

/** What a value of a factor is called: a number as it is written, a switch as on or off, a choice by its description. */
export function valueLabel(path: string, value: unknown): Bilingual {
  const parameter = parameterAt(path)
  if (parameter?.type === 'enum') {
    const choices: { readonly [choice: string]: Bilingual } = parameter.choices
    return choices[String(value)] ?? { en: String(value), zh: String(value) }
  }
  if (typeof value === 'boolean') return SWITCH[String(value)]
  const text = String(value).replace('-', '−')
  return { en: text, zh: text }
}

/** The last key of a path, or as many as tell it from the others. */
function shortNames(paths: readonly string[]): string[] {
  return paths.map((path) => {
    const keys = path.split('.')
    for (let from = keys.length - 1; from > 0; from--) {
      const ending = `.${keys.slice(from).join('.')}`
      if (paths.every((other) => other === path || !other.endsWith(ending))) return ending.slice(1)
    }
    return path
  })
}

function filledPoints(factors: readonly Factor[], cubes: readonly (readonly number[])[]): DesignPoint[] {
  return cubes.map((cube, index) => {
    const name = `p${String(index).padStart(4, '0')}`
    return {
      name,
      title: { en: name, zh: name },
      set: Object.fromEntries(factors.map((factor, k) => [factor.path, valueWithin(factor, cube[k])])),
    }
  })
}

/** The value of a factor at u from [0, 1): every number between its ends, every whole number, every choice alike. */
function valueWithin({ path, values }: Factor, u: number): unknown {
  const { type } = parameterAt(path) as ScalarParameter
  if (type !== 'number' && type !== 'share' && type !== 'integer') return values[Math.floor(u * values.length)]
  const [low, high] = values as readonly [number, number]
  return numberBetween(path, low, high, u)
}

/** The number of a parameter at u from 0 to 1 between two ends; of whole numbers each has an equal part. */
export function numberBetween(path: string, low: number, high: number, u: number): number {
  if (parameterAt(path)!.type !== 'integer') return low + u * (high - low)
  return Math.min(high, low + Math.floor(u * (high - low + 1)))
}

/**
 * McKay, Beckman & Conover 1979: every factor has one point in each of as many equal strata as there are points.
 * Points of the unit cube, a coordinate for each factor.
 */
export function latinHypercube(
  factors: readonly { readonly path: string }[],
  points: number,
  seed: number,
): number[][] {
  const out = new Int32Array(2)
  const columns = factors.map(({ path }) => {
    // One stream a factor, by name: what is added leaves the others as they are.
    const stream = openStream(seed, `design/lhs/${firstName(path)}`)
    const strata = Array.from({ length: points }, (_, k) => k)
    const places = strata.map((k) => {
      draw(stream, k, 0, 0, out)
      return { order: uniform(out[0]), within: uniform(out[1]) }
    })
    // Fisher–Yates.
    for (let k = points - 1; k > 0; k--) {
      const other = Math.floor(places[k].order * (k + 1))
      const kept = strata[k]
      strata[k] = strata[other]
      strata[other] = kept
    }
    return strata.map((stratum, k) => (stratum + places[k].within) / points)
  })
  return Array.from({ length: points }, (_, k) => columns.map((column) => column[k]))
}

/**
 * The Sobol sequence, scrambled by nested uniform permutations of bits (Owen 1995) by hashing (Laine & Karras 2011,
 * with the constants of Burley 2020, "Practical hash-based Owen scrambling", JCGT 9(4)). More points of one seed begin
 * with the same points.
 */
function scrambledSobol(factors: readonly Factor[], points: number, seed: number): number[][] {
  const keys = factors.map(({ path }) => openStream(seed, `design/sobol/${firstName(path)}`).key0)
  return sobolWords(points, factors.length).map((words) =>
    Array.from(words, (word, k) => scrambled(word, keys[k]) * 2.3283064365386963e-10),
  )
}

function scrambled(word: number, key: number): number {
  let x = reversedBits(word)
  x = (x + key) | 0
  x ^= Math.imul(x, 0x6c50b47c)
  x ^= Math.imul(x, 0xb82f1e52)
  x ^= Math.imul(x, 0xc7afe638)
  x ^= Math.imul(x, 0x8d22f6e6)
  return reversedBits(x) >>> 0
}

function reversedBits(word: number): number {
  let x = word
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1)
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2)
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4)
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8)
  return (x >>> 16) | (x << 16)
}
