/** Public rules bound whom offers are considered by: files, incomes, charge-offs, each at its boundary and by class. */
import { expect, test } from 'vitest'
import { NO_FILE, NO_TICK, SCORED_FILE, UNSCORED_FILE } from '../../src/agents/consumers.ts'
import type { FileRule } from '../../src/base/vocabulary.ts'
import { considerOffers, createConsiderationSet } from '../../src/market/choice.ts'
import { REFUSED_RECORD } from '../../src/market/fates.ts'
import { type ApplicationEntry, takeEntries } from '../../src/market/journal.ts'
import { expectedIncomeFen } from '../../src/market/public-rules.ts'
import type { World } from '../../src/market/world.ts'
import {
  founded,
  fullAwareness,
  horizon,
  live,
  needsOf,
  policy,
  type Recipe,
  roster,
  size,
} from '../verification/market.ts'

const [BANK, LICENSED, PLATFORM] = [0, 1, 2]
const WHO = 3
const TICK = 100
const RECORD = 60
const AGE = 300

/** One lender with one product of each class; the bank and the licensed company use the bureau. */
const three: Recipe = (draft) => {
  roster(
    { class: 'bank', products: ['traditional'] },
    { class: 'licensed', products: ['traditional'] },
    { class: 'platform', products: ['traditional'] },
  )(draft)
  fullAwareness(draft)
  policy({ usesBureau: true, lossCutoff: 1 })(draft)
  draft.pricing.aprCap = 1
  draft.lenders.platform.usesBureau = false
  Object.assign(draft.credit, { coverage: 1, scoredShare: 1, sharing: 'negative', recordMonths: RECORD })
}

const set = createConsiderationSet()
/** Lenders whose offers the consumer considers. */
function considered(recipe: Recipe, change: (world: World) => void = () => {}): number[] {
  const world = founded(size(20), three, recipe)
  world.tick = TICK
  world.consumers.file[WHO] = SCORED_FILE
  change(world)
  considerOffers(world, WHO, 0, 100_000, AGE, set)
  return Array.from(set.product.slice(0, set.count), (product) => world.offers.lender[product])
}

test.each<[FileRule, number, number[]]>([
  ['none', NO_FILE, [BANK, LICENSED, PLATFORM]],
  ['file', NO_FILE, [LICENSED, PLATFORM]],
  ['file', UNSCORED_FILE, [BANK, LICENSED, PLATFORM]],
  ['scored', UNSCORED_FILE, [LICENSED, PLATFORM]],
  ['scored', SCORED_FILE, [BANK, LICENSED, PLATFORM]],
])('banks that ask for file rule %s, of somebody with file state %i, leave lenders %o', (fileRule, state, lenders) => {
  const rule: Recipe = (draft) => {
    draft.lenders.bank.fileRule = fileRule
  }
  const change = ({ consumers: c }: World): void => {
    c.file[WHO] = state
  }
  expect(considered(rule, change)).toEqual(lenders)
  expect(set.barredByRecord).toBe(false)
})

test('an income floor is of expected income, and lets in who earns just as much', () => {
  const world = founded(size(20), three)
  const income = expectedIncomeFen(world, WHO, AGE) / 100
  const floor =
    (factor: number): Recipe =>
    (draft) => {
      draft.lenders.licensed.minIncome = factor * income
    }
  expect(considered(floor(1 - 1e-9))).toEqual([BANK, LICENSED, PLATFORM])
  expect(considered(floor(1 + 1e-9))).toEqual([BANK, PLATFORM])
})

test('a charge-off on file bars for exactly the months of the record, at lenders that look, where it is shown', () => {
  const everybody = [BANK, LICENSED, PLATFORM]
  const after = (months: number, recipe: Recipe = () => {}, state = SCORED_FILE): number[] =>
    considered(recipe, ({ consumers: c }) => {
      c.chargeOffTick[WHO] = TICK - months
      c.file[WHO] = state
    })
  expect(after(0)).toEqual([PLATFORM])
  expect(set.barredByRecord).toBe(true)
  expect(after(RECORD - 1)).toEqual([PLATFORM])
  expect(after(RECORD)).toEqual(everybody)
  expect(after(0, () => {}, NO_FILE)).toEqual(everybody)
  expect(after(TICK - NO_TICK)).toEqual(everybody)
  const nothingShown: Recipe = ({ credit }) => {
    credit.sharing = 'none'
  }
  expect(after(0, nothingShown)).toEqual(everybody)
})

test('who has defaulted on a lender does not ask it again; nor one whom the record bars everywhere', () => {
  const defaulted = (lenders: readonly number[]): number[] =>
    considered(
      () => {},
      ({ consumers: c }) => {
        for (const lender of lenders) c.defaultedOn[WHO * 2] |= 1 << lender
      },
    )
  expect(defaulted([LICENSED])).toEqual([BANK, PLATFORM])
  expect(defaulted([BANK, LICENSED, PLATFORM])).toEqual([])
  expect(set.barredByRecord).toBe(true)
})

test('in a market where every public rule binds, no application goes to a lender whose rule bars the applicant', () => {
  const world = founded(size(2500, 5), three, horizon(0, 30), needsOf(5000, 1, 0.3), (draft) => {
    draft.outputs.panel = 1
    Object.assign(draft.lenders.bank, { fileRule: 'scored', minIncome: 4000 })
    Object.assign(draft.lenders.licensed, { fileRule: 'file', minIncome: 2500 })
    Object.assign(draft.credit, { coverage: 0.6, scoredShare: 0.6, fileFormation: false, recordMonths: 4 })
    Object.assign(draft.repayment, { meanDistress: -3, distressSd: 1.5, willingness: -2 })
    draft.choice.borrowing = 2
    draft.lenders.platform.usesBureau = true
  })
  const wasted: ApplicationEntry[] = []
  const seen = { applications: 0, noFile: 0, poor: 0, chargedOff: 0, barredAtLast: 0 }
  live(world, 30, () => {
    if (world.journal === null) throw new Error('no panel')
    const { consumers: c, tick, scenario } = world
    for (const entry of takeEntries(world.journal)) {
      if (entry.kind !== 'application') continue
      const { consumer, file, ageMonths } = entry
      const lender = world.industry.lenders.findIndex(({ code }) => code === entry.lender)
      const { fileRule, minIncome, usesBureau } = scenario.lenders[world.industry.lenders[lender].class]
      const income = expectedIncomeFen(world, consumer, ageMonths) / 100
      const chargedOff = usesBureau && file !== NO_FILE && c.chargeOffTick[consumer] !== NO_TICK
      const least = { none: NO_FILE, file: UNSCORED_FILE, scored: SCORED_FILE }[fileRule]
      const isRecent = tick - c.chargeOffTick[consumer] < scenario.credit.recordMonths
      if (file < least || income < minIncome || (chargedOff && isRecent)) wasted.push(entry)
      seen.applications++
      if (file === NO_FILE) seen.noFile++
      if (income < 2500) seen.poor++
      if (c.chargeOffTick[consumer] !== NO_TICK) seen.chargedOff++
    }
    for (let i = 0; i < c.count; i++) if (c.needFen[i] !== 0 && c.needStage[i] === REFUSED_RECORD) seen.barredAtLast++
  })
  expect(wasted).toEqual([])
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(20)
})
