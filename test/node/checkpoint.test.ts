/** Runs that are broken off and go on from a file: to the same digest, or not at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkpointBytes, checkRoom, readCheckpoint, writeCheckpoint } from '../../src/node/checkpoint.ts'
import { UsageError } from '../../src/node/failure.ts'
import { createSimulation, restoreSimulation } from '../../src/run/simulation.ts'
import { withValues } from '../../src/scenarios/with-values.ts'
import { horizon, scenarioWith, size } from '../verification/market.ts'
import { type Ended, here } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-checkpoint-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const run = (...args: readonly string[]): Promise<Ended> =>
  here(['run', 'small.yaml', '--no-charts', '--quiet', '--json', ...args], place)
const digestIn = ({ out }: Ended): string => (JSON.parse(out) as { digest: string }).digest
const FILE = 'a-checkpoints/after-004-months.checkpoint'

describe('the command', () => {
  let whole: Ended
  beforeAll(async () => {
    // So many consumers that two threads share them.
    writeFileSync(
      join(place, 'small.yaml'),
      'name: small\npopulation: { consumers: 33000 }\nhorizon: { burnIn: 3, months: 4 }\noutputs: { panel: 0.01 }\n',
    )
    whole = await run('--out', 'a', '--checkpoint-every', '2')
  })

  test('writes a checkpoint every so many months beside the results, and none after the last', () => {
    expect([whole.code, whole.err]).toEqual([0, ''])
    expect(readdirSync(join(place, 'a-checkpoints'))).toEqual(
      [2, 4, 6].map((done) => `after-00${done}-months.checkpoint`),
    )
    expect(readdirSync(join(place, 'a')).sort()).toContain('manifest.json')
  })

  test.each(['1', '2'])('goes on from one to the same digest on %s threads', async (threads) => {
    const ended = await run('--out', `b${threads}`, '--from', FILE, '--threads', threads)
    expect([ended.code, digestIn(ended)]).toEqual([0, digestIn(whole)])
  })

  test('goes on to the end of a scenario that differs in what is dated later', async () => {
    const change = ['--set', 'timeline=[{month: 2, set: {credit.coverage: 0.9}}]']
    const [branch, alone] = [await run('--out', 'c', ...change, '--from', FILE), await run('--out', 'd', ...change)]
    expect(digestIn(branch)).toBe(digestIn(alone))
    expect(digestIn(branch)).not.toBe(digestIn(whole))
  })

  test.each([
    ['a file that is not there', ['--from', 'nowhere'], '--from nowhere: there is no such file.'],
    ['a folder', ['--from', 'a'], '--from a: it is a folder; name one file in it.'],
    ['something else', ['--from', 'small.yaml'], '--from small.yaml: it is no checkpoint of this version of xiaojin.'],
    [
      'another seed',
      ['--from', FILE, '--seed', '7'],
      'it is of another scenario: seed is 2023 there and 7 here. Only dated changes from month 1 on may differ.',
    ],
    [
      'changes dated before it',
      ['--from', FILE, '--set', 'timeline=[{month: 0, set: {credit.coverage: 0.9}}]'],
      'it is of a run with other dated changes before month 1. Changes may differ from month 1 on.',
    ],
    ['several runs', ['--from', FILE, '--replications', '2'], '--from is for a single run, and this is 1 × 2.'],
    [
      'months beyond the run',
      ['--checkpoint-every', '8'],
      '--checkpoint-every 8: this takes a whole number from 1 to 7',
    ],
  ])('refuses %s, and writes nothing', async (_, options, message) => {
    const before = readdirSync(place)
    const { code, err, out } = await run('--out', 'refused', ...options)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(readdirSync(place)).toEqual(before)
  })

  test('refuses in Chinese, too', async () => {
    const { err } = await here(['run', 'small.yaml', '--from', 'nowhere', '--lang', 'zh', '--out', 'e'], place)
    expect(err).toContain('--from nowhere：没有该文件。')
  })
})

describe('a file', () => {
  const scenario = scenarioWith(size(60, 6), horizon(2, 4))
  const simulation = createSimulation(scenario)
  for (let month = 0; month < 3; month++) simulation.step()
  const bytes = checkpointBytes(simulation.snapshot(), 3)
  const path = join(place, 'one.checkpoint')
  const reading = (content: Uint8Array) => (): unknown => {
    writeFileSync(path, content)
    return readCheckpoint(path, scenario)
  }

  test('is replaced whole, and gives the state back', () => {
    const folder = join(place, 'again')
    const twice = [0, 1].map(() => writeCheckpoint(folder, simulation.snapshot(), 3))
    expect(twice[0]).toBe(twice[1])
    expect(readdirSync(folder)).toEqual(['after-003-months.checkpoint'])
    const restored = restoreSimulation(readCheckpoint(twice[0], scenario))
    while (simulation.done < simulation.total) simulation.step()
    while (restored.done < restored.total) restored.step()
    expect(restored.finish().digest).toBe(simulation.finish().digest)
  })

  test('that is cut anywhere, or has any bit turned, is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        expect(reading(bytes.subarray(0, at))).toThrow(UsageError)
        const turned = Uint8Array.from(bytes)
        turned[at] ^= 1 << bit
        expect(reading(turned)).toThrow(UsageError)
      }),
      { numRuns: 60 },
    )
    expect(reading(Buffer.concat([bytes, Buffer.from('more')]))).toThrow('it is cut')
    expect(reading(bytes)).not.toThrow()
  })

  test('of another build is refused', () => {
    const end = bytes.indexOf(10, bytes.indexOf(10) + 1)
    const text = Buffer.from(bytes.subarray(0, end)).toString('utf8')
    const foreign = text.replace(/"engine":"[0-9a-f]{64}"/, `"engine":"${'0'.repeat(64)}"`)
    expect(foreign).not.toBe(text)
    expect(reading(Buffer.concat([Buffer.from(foreign), bytes.subarray(end)]))).toThrow(
      'it was written by another build of xiaojin',
    )
  })

  test('holds so many consumers, and no more', () => {
    expect(() => checkRoom(scenario)).not.toThrow()
    expect(() => checkRoom(withValues(scenario, { 'population.consumers': 50_000_000 }))).toThrow(
      'checkpoints hold up to',
    )
  })
})

test('a checkpoint names whose state it holds', () => {
  const [first, second] = readFileSync(join(place, FILE)).subarray(0, 2000).toString('latin1').split('\n')
  expect(first).toBe('xiaojin checkpoint 1')
  expect(JSON.parse(second)).toMatchObject({ header: { scenario: 'small', seed: 2023, done: 4, month: 1 } })
})
