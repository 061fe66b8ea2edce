/** One run on several threads: the same run. The threads load the built dist. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { overridesOf } from '../../src/node/commands/options.ts'
import { nodeFiles } from '../../src/node/scenario-files.ts'
import { idleThreads, LEAST_CONSUMERS, threadsFor, threadsUsed, threadsWithin } from '../../src/node/thread-plan.ts'
import { onThreads, openTeam } from '../../src/node/threads.ts'
import { runScenario } from '../../src/run/run.ts'
import { createSimulation } from '../../src/run/simulation.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { DEFAULT_SCENARIO } from '../../src/scenarios/parameters.ts'
import type { Scenario } from '../../src/scenarios/scenario.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { cases, firstOf } from '../size.ts'
import { type Ended, here } from './command.ts'

const HELPER = new URL('../../dist/node/threads.js', import.meta.url)

const place = mkdtempSync(join(tmpdir(), 'xiaojin-threads-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const [ONE_CHUNK_AND_MORE, TWO_CHUNKS_AND_MORE] = [4300, 8400]

/** The last arm of a shipped scenario, and its dated changes at once. */
function shipped(name: string, consumers = ONE_CHUNK_AND_MORE, ...sets: string[]): Scenario {
  const shoppers = `pricing.shopperSample=${cases(256, 1024)}`
  const overrides = overridesOf([`population.consumers=${consumers}`, shoppers, ...sets], undefined)
  const { scenario, experiment } = loadScenario(nodeFiles.shipped!.file(name)!, nodeFiles, overrides)
  const last = experiment?.arms.at(-1)?.scenario ?? scenario
  return withValues(last, {
    'horizon.burnIn': cases(1, 3),
    'horizon.months': 4,
    timeline: last.timeline.map((change, k) => ({ ...change, month: Math.min(3, k) })),
  })
}

const digestOn = (threads: number, scenario: Scenario): string =>
  onThreads(threads, (options) => runScenario(scenario, options).digest, HELPER)

describe('the digest is that of one thread', () => {
  test('of everything at once, on 3 threads, and on more than there are chunks', () => {
    const scenario = shipped('everything', TWO_CHUNKS_AND_MORE, 'outputs.panel=0.02')
    const { digest } = runScenario(scenario)
    for (const threads of firstOf([3, 4, 2, 8], 2))
      expect([threads, digestOn(threads, scenario)]).toEqual([threads, digest])
  })

  // Everything at once is above; a soak takes the others one by one as well.
  const names = ['p2p-run', 'word-of-mouth', 'population-mode', 'funding-partner']
  const others = ['baseline', 'h12-referral', 'revolving', 'fraud', 'h16-publicity']
  test.each(firstOf([...names, ...others], names.length))('of %s, on 2', (name) => {
    const scenario = shipped(name, cases(ONE_CHUNK_AND_MORE, TWO_CHUNKS_AND_MORE))
    expect(digestOn(2, scenario)).toBe(runScenario(scenario).digest)
  })
})

test('what goes wrong in a thread ends the run with its words', () => {
  const scenario = shipped('baseline')
  const team = openTeam(2, HELPER)
  const broken: typeof team = {
    ...team,
    begin: (world) => {
      const base = { ...world.base, population: { ...world.base.population, consumers: 1e9 } }
      team.begin({ ...world, base })
    },
  }
  expect(() => createSimulation(scenario, { executor: broken })).toThrow(/too many for the column|array length/i)
  team.close()
})

/** Without its watcher it would be told, after two minutes, that a thread has not answered. */
test.each([
  ['process.exit(7)', 3, /ended early: it left with code 7$/],
  ['throw new Error("out of luck")', 2, /ended early: Error: out of luck/],
  ['null', 2, /ended early: it left with code 0$/],
] as const)('a run ends at once when a thread of it does only: %s', (code, threads, words) => {
  const helper = new URL(`data:text/javascript,${code}`)
  const team = openTeam(threads, HELPER, { helper })
  expect(() => createSimulation(shipped('baseline'), { executor: team })).toThrow(words)
  team.close()
})

test('a thread that dies in the middle of a run ends it at once', () => {
  const team = openTeam(2, HELPER, { helper: new URL('../fixtures/mortal-helper.mjs', import.meta.url) })
  const simulation = createSimulation(shipped('baseline'), { executor: team })
  expect(() => {
    while (simulation.done < simulation.total) simulation.step()
  }).toThrow(/ended early: it left with code 9$/)
  team.close()
})

test('a thread that hangs ends the run when patience ends', () => {
  const helper = new URL('data:text/javascript,setInterval(() => {}, 1e6)')
  const silent = openTeam(3, HELPER, { helper, patienceMs: 50 })
  expect(() => createSimulation(shipped('baseline'), { executor: silent })).toThrow('has not answered for 0.05 seconds')
  silent.close()
})

describe('how threads are shared out', () => {
  const of = (consumers: number): Pick<Scenario, 'population'> => {
    return { population: { consumers } as Scenario['population'] }
  }
  const small = of(LEAST_CONSUMERS)
  const large = of(10 * LEAST_CONSUMERS)

  test('a run a thread; a large run takes those that are left', () => {
    expect([1, 2, 8, 16].map((threads) => threadsWithin(large, threads))).toEqual([1, 2, 8, 10])
    expect(threadsWithin(of(2 * LEAST_CONSUMERS - 1), 8)).toBe(1)
    expect(threadsUsed([large], 4)).toBe(4)
    expect(threadsUsed([small, small, small], 8)).toBe(3)
    expect(threadsUsed([large, large, large], 8)).toBe(6)
    expect(threadsUsed(new Array(9).fill(small), 8)).toBe(8)
  })

  test('where nobody says how many: the cores, as far as each has enough to do and memory lasts', () => {
    const runs = (count: number, consumers: number, months: number): Scenario[] => {
      return new Array<Scenario>(count).fill(
        withValues(DEFAULT_SCENARIO, {
          'population.consumers': consumers,
          'horizon.burnIn': 0,
          'horizon.months': months,
        }),
      )
    }
    expect(threadsFor([], 8)).toBe(1)
    expect(threadsFor(runs(1, 20_000, 120), 8)).toBe(1)
    expect(threadsFor(runs(1, 100_000, 120), 8)).toBe(3)
    expect(threadsFor(runs(40, 5000, 120), 8)).toBe(8)
    expect(threadsFor(runs(40, 500, 6), 8)).toBe(1)
    expect(threadsFor(runs(4, 1_000_000, 120), 8, (_, atOnce) => atOnce <= 3)).toBe(3)
    expect(threadsFor(runs(4, 1_000_000, 120), 8, () => false)).toBe(1)
  })

  test('a note says that threads have no work', () => {
    expect(idleThreads([large], 4)).toBeNull()
    expect(idleThreads(new Array(9).fill(small), 8)).toBeNull()
    expect(idleThreads([], 8)).toBeNull()
    expect(idleThreads([small], 2)?.en).toBe(
      'The simulation uses 1 of 2 threads: a run is divided where each thread has 16,384 consumers or more.',
    )
    expect(idleThreads([small, small, small], 8)?.en).toMatch(/^The simulation uses 3 of 8 threads: /)
    expect(idleThreads([small], 2)?.zh).toMatch(/^模拟使用2个线程中的1个：/)
  })
})

test('the command divides a large run, says how many threads it took, and says so where it cannot', async () => {
  const months = ['--set', 'horizon.months=1', '--set', 'horizon.burnIn=0', '--no-charts']
  const run = (consumers: number, threads: number): Promise<Ended> => {
    const folder = `${consumers}-${threads}`
    const set = ['--set', `population.consumers=${consumers}`, ...months]
    return here(['run', 'baseline', ...set, '--threads', String(threads), '--out', folder], place)
  }
  const told = (folder: string, file: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(place, folder, file), 'utf8'))
  const large = 2 * LEAST_CONSUMERS
  const [one, two, idle] = [await run(large, 1), await run(large, 2), await run(500, 2)]
  expect([one.code, two.code, idle.code]).toEqual([0, 0, 0])
  expect(told(`${large}-2`, 'manifest.json').digest).toBe(told(`${large}-1`, 'manifest.json').digest)
  expect([`${large}-1`, `${large}-2`, '500-2'].map((folder) => told(folder, 'timing.json').threads)).toEqual([1, 2, 1])
  expect(two.err).not.toMatch(/threads/)
  expect(idle.err).toMatch(/^Note: The simulation uses 1 of 2 threads: /m)
})
