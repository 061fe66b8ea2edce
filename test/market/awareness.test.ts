import { expect, test } from 'vitest'
import { learnOfLenders, surveyAwareness } from '../../src/market/awareness.ts'
import { tick } from '../../src/market/tick.ts'
import { founded, horizon, live, policy, scoreLimit, size } from '../verification/market.ts'

const COUNT = 4000

test('the survey, which touches nothing, agrees with bringing everybody up to date', () => {
  const world = founded(size(COUNT), horizon(0, 12), policy({ advertising: 0.04, awarenessAtStart: 0.3 }), (draft) => {
    draft.awareness.forgetting = 0.1
    Object.assign(draft.diffusion, { network: 'wattsStrogatz', contact: 0.3 })
  })
  live(world, 9)
  tick(world)
  const { consumers: c, industry, offers } = world
  const before = c.knows.slice()
  const survey = surveyAwareness(world)
  expect(c.knows).toEqual(before)
  for (let i = 0; i < COUNT; i++) learnOfLenders(world, i)
  const knows = (i: number, l: number): boolean => (c.knows[i * 2 + (l >> 5)] & (1 << (l & 31))) !== 0
  const looks = survey.lender.length + survey.class.length
  const error = Math.sqrt(0.25 / COUNT)
  industry.lenders.forEach((_, l) => {
    let known = 0
    for (let i = 0; i < COUNT; i++) if (knows(i, l)) known++
    expect(Math.abs(survey.lender[l] - known / COUNT)).toBeLessThan(scoreLimit(looks) * error)
  })
  survey.class.forEach((share, of) => {
    let known = 0
    for (let i = 0; i < COUNT; i++) {
      if (industry.lenders.some((__, l) => offers.classOfLender[l] === of && knows(i, l))) known++
    }
    expect(Math.abs(share - known / COUNT)).toBeLessThan(scoreLimit(looks) * error)
  })
  // Brought up to date, the survey is a plain count.
  const plain = surveyAwareness(world)
  let first = 0
  for (let i = 0; i < COUNT; i++) if (knows(i, 0)) first++
  expect(plain.lender[0]).toBeCloseTo(first / COUNT, 12)
})
