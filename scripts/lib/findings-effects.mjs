// From outcomes by arm and replication to effects, verdicts and what carries them. Pure functions.
// @ts-check
import { holm, pairedEffect } from '../../dist/measures/paired.js'
import { pairedPower, pairsNeeded } from '../../dist/measures/power.js'
import {
  armName,
  armOf,
  CHANNELS,
  FACTORIAL,
  factorialArm,
  HYPOTHESES,
  measureAt,
  WITHDRAWN,
} from './findings-plan.mjs'

/** @typedef {{ readonly [arm: string]: { readonly [key: string]: readonly (number | null)[] } }} Values */
/** @typedef {ReturnType<typeof pairedEffect>} Effect */
/** @typedef {'supported' | 'rejected' | 'mixed' | 'undecided'} Verdict */

export const VERDICTS = {
  supported: { en: 'supported', zh: '支持' },
  rejected: { en: 'rejected', zh: '否定' },
  mixed: { en: 'mixed', zh: '不一致' },
  undecided: { en: 'undecided', zh: '未定' },
}

/** @param {Values} values @param {import('./findings-plan.mjs').ArmOf} arm @param {string} key @returns {number[]} */
export function levels(values, arm, key) {
  const found = values[armName(arm)]?.[key]
  if (found === undefined) throw new Error(`no values of ${key} in ${armName(arm)}`)
  return found.map((value) => value ?? NaN)
}

/** @param {Values} values @param {import('./findings-plan.mjs').ArmOf} arm @param {import('./findings-plan.mjs').ArmOf} against @param {string} key */
export function pairs(values, arm, against, key) {
  const [ours, theirs] = [levels(values, arm, key), levels(values, against, key)]
  return Array.from({ length: Math.min(ours.length, theirs.length) }, (_, k) => ours[k] - theirs[k])
}

/**
 * @param {Effect} effect @param {import('./findings-plan.mjs').Contrast} contrast @param {number} corrected Holm's p
 * @returns {Exclude<Verdict, 'mixed'>}
 */
export function verdictOn({ mean, low, high }, { key, direction }, corrected) {
  const { smallest } = measureAt(key)
  // As the claim foretells it, an effect is positive.
  const [least, most] = direction > 0 ? [low, high] : [-high, -low]
  if (least > 0 && direction * mean >= smallest && corrected < 0.05) return 'supported'
  return most < smallest ? 'rejected' : 'undecided'
}

/** @param {readonly Exclude<Verdict, 'mixed'>[]} verdicts @returns {Verdict} */
export function verdictOf(verdicts) {
  if (verdicts.every((one) => one === 'supported')) return 'supported'
  if (verdicts.every((one) => one === 'rejected')) return 'rejected'
  return verdicts.includes('supported') && verdicts.includes('rejected') ? 'mixed' : 'undecided'
}

/** @typedef {{ readonly [file: string]: { readonly [arm: string]: import('./findings-plan.mjs').Bilingual } }} Titles of the arms of scenario files */

/**
 * The hypothesis with a name for each of its contrasts: the outcome, and the titles of both arms.
 * @param {import('./findings-plan.mjs').Hypothesis} hypothesis @param {Titles} titles
 */
function named(hypothesis, titles) {
  const titleOf = (/** @type {string} */ arm) => hypothesis.arms?.[arm].title ?? titles[hypothesis.file][arm]
  const name = (/** @type {import('./findings-plan.mjs').Contrast} */ contrast) => {
    const { name: outcome } = measureAt(contrast.key)
    const [arm, against] = [titleOf(contrast.arm), titleOf(contrast.against)]
    return {
      ...contrast,
      name: { en: `${outcome.en}: ${arm.en} less ${against.en}`, zh: `${outcome.zh}：${arm.zh} 减 ${against.zh}` },
    }
  }
  return { ...hypothesis, contrasts: hypothesis.contrasts.map(name), also: hypothesis.also.map(name) }
}

/** @typedef {ReturnType<typeof named>} NamedHypothesis */
/** @typedef {NamedHypothesis['contrasts'][number]} NamedContrast */

/**
 * Data without the values of settings that were withdrawn, and with the reasons for what is missing since.
 * @template {{ readonly values: Values, readonly withdrawn?: readonly import('./findings-plan.mjs').Withdrawal[] }} Data
 * @param {Data} data @returns {Data}
 */
export function withoutWithdrawn(data) {
  const isOf = (/** @type {string} */ name, /** @type {import('./findings-plan.mjs').Settings} */ set) => {
    const [, , own] = JSON.parse(name)
    return Object.entries(set).every(([path, value]) => own[path] === value)
  }
  const names = Object.keys(data.values)
  const dropped = WITHDRAWN.filter(({ set }) => names.some((name) => isOf(name, set)))
  if (dropped.length === 0) return data
  const kept = Object.entries(data.values).filter(([name]) => !dropped.some(({ set }) => isOf(name, set)))
  const withdrawn = [...(data.withdrawn ?? []), ...dropped.map(({ channel, why }) => ({ channel, why }))]
  return { ...data, withdrawn, values: Object.fromEntries(kept) }
}

/**
 * Every hypothesis with its effects. Holm's correction runs over all contrasts that verdicts rest on.
 * @param {Values} values @param {Titles} titles @param {readonly import('./findings-plan.mjs').Withdrawal[]} [withdrawn]
 */
export function findings(values, titles, withdrawn = []) {
  // The level at which Holm's correction tests the first of its family; the others get more.
  const strictest = 0.05 / HYPOTHESES.reduce((sum, { contrasts }) => sum + contrasts.length, 0)
  const made = HYPOTHESES.map((plain) => named(plain, titles)).map((hypothesis) => ({
    hypothesis,
    told: [...hypothesis.contrasts, ...hypothesis.also].map((contrast, k) => {
      const differences = pairs(
        values,
        armOf(hypothesis, contrast.arm),
        armOf(hypothesis, contrast.against),
        contrast.key,
      )
      const effect = pairedEffect(differences)
      const { smallest } = measureAt(contrast.key)
      const isMain = k < hypothesis.contrasts.length
      const level = isMain ? strictest : 0.05
      return {
        contrast,
        isMain,
        effect,
        power: pairedPower(effect.runs, smallest, effect.sd, level),
        needed: pairsNeeded(smallest, effect.sd, level),
      }
    }),
  }))
  const corrected = holm(made.flatMap(({ told }) => told.filter(({ isMain }) => isMain).map(({ effect }) => effect.p)))
  let place = 0
  return made.map(({ hypothesis, told }) => {
    const effects = told.map((one) => {
      const alone = verdictOn(one.effect, one.contrast, one.effect.p)
      if (!one.isMain) return { ...one, corrected: NaN, verdict: null, alone }
      const p = corrected[place++]
      return { ...one, corrected: p, verdict: verdictOn(one.effect, one.contrast, p), alone }
    })
    const verdicts = effects.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]))
    return { hypothesis, effects, verdict: verdictOf(verdicts), channels: channelsOf(values, hypothesis, withdrawn) }
  })
}

/** @typedef {ReturnType<typeof findings>[number]} Finding */

/**
 * Each verdict's contrast with each channel off, and by how much that changes the effect, on the same seeds; channels
 * that were withdrawn by their names alone.
 * @param {Values} values @param {NamedHypothesis} hypothesis @param {readonly import('./findings-plan.mjs').Withdrawal[]} withdrawn
 */
function channelsOf(values, hypothesis, withdrawn) {
  const isWithdrawn = (/** @type {string} */ id) => withdrawn.some(({ channel }) => channel === id)
  return hypothesis.contrasts.map((contrast) => {
    const { arm, against, key } = contrast
    const missing = hypothesis.channels.filter(isWithdrawn).map((id) => CHANNELS[id])
    const on = pairs(values, armOf(hypothesis, arm), armOf(hypothesis, against), key)
    const standing = hypothesis.channels.filter((id) => !isWithdrawn(id))
    return {
      contrast,
      withdrawn: missing,
      off: standing.map((id) => {
        const { set } = CHANNELS[id]
        const off = pairs(values, armOf(hypothesis, arm, set), armOf(hypothesis, against, set), key)
        return {
          channel: CHANNELS[id],
          effect: pairedEffect(off),
          change: pairedEffect(off.map((value, k) => value - on[k])),
        }
      }),
    }
  })
}

/**
 * What would reverse a verdict: the same outcome between other arms or under another reading, supported in place of
 * rejected or the other way round.
 * @param {Pick<Finding, 'effects' | 'channels'>} finding
 * @returns {{ readonly contrast: NamedContrast, readonly effect: Effect, readonly alone: Verdict, readonly without: import('./findings-plan.mjs').Channel | null }[]}
 */
export function turnedRound({ effects, channels }) {
  const turned = { supported: 'rejected', rejected: 'supported', undecided: '' }
  const turns = (/** @type {string} */ key, /** @type {Verdict} */ alone, /** @type {NamedContrast | null} */ same) =>
    effects.some(
      ({ verdict, contrast }) =>
        verdict !== null && contrast.key === key && (same === null || contrast === same) && turned[verdict] === alone,
    )
  const beside = effects
    .filter(({ isMain, contrast, alone }) => !isMain && turns(contrast.key, alone, null))
    .map(({ contrast, effect, alone }) => ({ contrast, effect, alone, without: null }))
  const read = channels.flatMap(({ contrast, off }) =>
    off.flatMap(({ channel, effect }) => {
      const alone = verdictOn(effect, contrast, effect.p)
      return channel.isReading && turns(contrast.key, alone, contrast)
        ? [{ contrast, effect, alone, without: channel }]
        : []
    }),
  )
  return [...beside, ...read]
}

/** Whether an interval leaves zero out. @param {{ readonly low: number, readonly high: number }} interval */
export const isClear = ({ low, high }) => low > 0 || high < 0

/**
 * The factorial under one reading: level of every cell, effect of coverage from its first to its last but one value
 * (0.5 to 0.9) at both ends of δ, effect of δ at both of these coverages, and the interaction.
 * @param {Values} values @param {string} key @param {boolean} formation @param {string} contracts
 */
export function factorial(values, key, formation, contracts) {
  const { coverage, differentiation } = FACTORIAL
  const at = (/** @type {number} */ c, /** @type {number} */ d) =>
    levels(values, factorialArm(c, d, formation, contracts), key)
  const less = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.map((value, k) => value - b[k])
  const [c0, c1] = [coverage[0], 0.9]
  const [d0, d1] = [differentiation[0], differentiation[differentiation.length - 1]]
  return {
    cells: coverage.flatMap((c) =>
      differentiation.map((d) => ({ coverage: c, differentiation: d, level: pairedEffect(at(c, d)) })),
    ),
    coverageAlike: pairedEffect(less(at(c1, d0), at(c0, d0))),
    coverageApart: pairedEffect(less(at(c1, d1), at(c0, d1))),
    apartNarrow: pairedEffect(less(at(c0, d1), at(c0, d0))),
    apartWide: pairedEffect(less(at(c1, d1), at(c1, d0))),
    interaction: pairedEffect(less(less(at(c1, d1), at(c0, d1)), less(at(c1, d0), at(c0, d0)))),
  }
}
