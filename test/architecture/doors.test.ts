import { expect, test } from 'vitest'
import type { PrivateTrait } from '../../src/agents/consumers.ts'
import type { People } from '../../src/market/world.ts'
import { filesSeeingTraits, takersOfWorld } from './rules.ts'
import { typescriptIn } from './source.ts'

const sources = typescriptIn('src')

/** Where nature acts, or what calls it. */
const SEEING = {
  'src/market/answers.ts': 'shoppers know their lenders, and their lenders their risk signals',
  'src/market/apply.ts': 'signals are true types with errors',
  'src/market/births.ts': 'traits are drawn',
  'src/market/choice.ts': 'consumers choose by their tastes',
  'src/market/debt-service.ts': 'distress depends on the risk type',
  'src/market/fundable.ts': 'measures set needs, scores and prices beside the true risk',
  'src/market/live.ts': 'newcomers are born',
  'src/market/mechanisms/bureau/bureau.ts': 'hands the world to enrolment',
  'src/market/mechanisms/bureau/enrolment.ts': 'people know their own risk when they weigh a file',
  'src/market/redesign.ts': 'hands the world to the survey',
  'src/market/shopping.ts': 'consumers choose and accept quotes',
  'src/market/strategy.ts': 'hands the world to the survey',
  'src/market/surplus.ts': 'surplus is measured by the true price sensitivity',
  'src/market/survey.ts': 'hands the world to answers',
  'src/market/tick.ts': 'phases of the month',
  'src/market/world.ts': 'what there is',
}
/** Refused by tsc if a trait is in sight of those who see people. */
const NONE: Extract<keyof People['consumers'], PrivateTrait> extends never ? readonly [] : never = []

test('private traits of consumers are in sight only where nature acts', () => {
  expect(filesSeeingTraits(sources)).toEqual(Object.keys(SEEING))
})

test('finds types that show private traits, under another name too, and no others', () => {
  const seeing = (text: string): string[] => filesSeeingTraits([{ path: 'src/market/a.ts', text }])
  expect(seeing(`import type { Nature as Seen } from './world.ts'`)).toEqual(['src/market/a.ts'])
  expect(seeing(`import { type Consumers, NO_FILE } from '../agents/consumers.ts'`)).toEqual(['src/market/a.ts'])
  expect(seeing(`import type { People, PublicWorld } from './world.ts'`)).toEqual(NONE)
})

test('only the month, its phases and what they hand on whole take the whole world', () => {
  expect(takersOfWorld(sources)).toEqual([
    'apply',
    'attemptOne',
    'bear',
    'begin',
    'leave',
    'lend',
    'liveChunk',
    'nextMonth',
    'openMonth',
    'planMonth',
    'populate',
    'redesignProducts',
    'serviceChunk',
    'shop',
    'shopChunk',
    'tick',
  ])
})
