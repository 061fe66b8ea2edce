/** Threads kept for the next request: the same thread, which still answers; one that has died is given to nobody. */
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { release, threadOf } from '../../src/node/idle-threads.ts'

const FILE = new URL('../fixtures/failing-worker.mjs', import.meta.url)

async function ask(worker: Worker, fate: string): Promise<unknown> {
  worker.postMessage({ scenario: { fate } })
  const [answer] = await once(worker, 'message')
  return answer
}

test('a released thread is given out again, once, and answers', async () => {
  const first = threadOf(FILE, {})
  expect(await ask(first, 'well')).toEqual({ kind: 'result', record: null })
  release(FILE, [first])
  const [again, other] = [threadOf(FILE, {}), threadOf(FILE, {})]
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  for (const worker of [again, other]) expect(await ask(worker, 'fails')).toMatchObject({ kind: 'failure' })
  await Promise.all([again, other].map((worker) => worker.terminate()))
})

test.each(['dies', 'throws'])('a released thread that %s is given to nobody', async (fate) => {
  const first = threadOf(FILE, {})
  await ask(first, 'well')
  release(FILE, [first])
  const ended = new Promise((resolve) => first.once('exit', resolve))
  first.ref()
  first.postMessage({ scenario: { fate } })
  await ended
  const next = threadOf(FILE, {})
  expect(next).not.toBe(first)
  expect(await ask(next, 'well')).toMatchObject({ kind: 'result' })
  await next.terminate()
})
