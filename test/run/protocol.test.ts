import { expect, test } from 'vitest'
import { type SimulationAnswer, type SimulationRequest, serveSimulation } from '../../src/run/protocol.ts'
import { runScenario } from '../../src/run/run.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'

const scenario = scenarioWith(size(120, 3), horizon(2, 5))
const { digest } = runScenario(scenario)

/** Answers to requests, each of which has gone through a structured clone, as between threads. */
function ask(...requests: SimulationRequest[]): SimulationAnswer[] {
  const answers: SimulationAnswer[] = []
  const serve = serveSimulation((answer) => answers.push(structuredClone(answer)))
  for (const request of requests) serve(structuredClone(request))
  return answers
}

test('a run that is asked to finish tells of each month and ends in its digest', () => {
  const answers = ask({ kind: 'start', scenario }, { kind: 'finish' })
  expect(answers.map(({ kind }) => kind)).toEqual([...Array.from({ length: 8 }, () => 'ready'), 'result'])
  expect(answers[7]).toEqual({ kind: 'ready', done: 7, total: 7 })
  expect(answers[8]).toMatchObject({ result: { digest } })
})

test('months come one by one, no more than there are, and another worker goes on from a snapshot', () => {
  const first = ask({ kind: 'start', scenario }, { kind: 'step', months: 3 }, { kind: 'snapshot' })
  expect(first.map((answer) => (answer.kind === 'month' ? [answer.month, answer.done] : answer.kind))).toEqual([
    'ready',
    [-2, 1],
    [-1, 2],
    [0, 3],
    'snapshot',
  ])
  const taken = first[4] as Extract<SimulationAnswer, { kind: 'snapshot' }>
  const second = ask({ kind: 'restore', snapshot: taken.snapshot }, { kind: 'step', months: 99 }, { kind: 'finish' })
  expect(second.map(({ kind }) => kind)).toEqual(['ready', 'month', 'month', 'month', 'month', 'result'])
  expect(second[5]).toMatchObject({ result: { digest } })
})

test.each(['step', 'snapshot', 'finish'] as const)('%s before the start fails, and says why', (kind) => {
  expect(ask({ kind, months: 1 } as SimulationRequest)).toEqual([
    { kind: 'failed', error: expect.objectContaining({ message: 'no simulation has been started' }) },
  ])
})
