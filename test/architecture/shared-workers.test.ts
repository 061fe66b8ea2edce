/** Tests share their workers, but for those that vitest.config.ts names: none may change what belongs to the process. */
import { expect, test } from 'vitest'
import { MOCKED } from '../../vitest.config.ts'
import { type Source, typescriptIn } from './source.ts'

const CHANGES =
  /\bvi\.(mock|spyOn|stubEnv|stubGlobal|useFakeTimers|setSystemTime)\(|\bprocess\.(chdir|on|once)\(|\b(process\.(env\.\w+|exitCode)|globalThis\.\w+) = /

/** These run the command here, as a process would, or answer what asks the network, and put back what they change. */
const PUTS_BACK = ['test/node/archive.test.ts', 'test/node/command.ts', 'test/node/in-process.ts']

const ALONE = [
  ...['test/browser/', 'test/engines/', 'test/reporter.ts', 'test/architecture/shared-workers'],
  ...MOCKED,
  ...PUTS_BACK,
]

function changesIn(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    ALONE.some((start) => path.startsWith(start)) || !CHANGES.test(text) ? [] : [path],
  )
}

test('no test that shares its worker changes the process', () => {
  expect(changesIn(typescriptIn('test'))).toEqual([])
})

test.each(["vi.mock('a')", 'process.chdir(place)', "process.env.SOAK = '1'", 'globalThis.fetch = offline'])(
  'finds %s',
  (text) => {
    expect(changesIn([{ path: 'test/run/a.test.ts', text }])).toEqual(['test/run/a.test.ts'])
    expect(changesIn([{ path: 'test/node/a.test.ts', text }])).toEqual(['test/node/a.test.ts'])
    expect(changesIn([{ path: MOCKED[0]!, text }])).toEqual([])
  },
)

test('lets a test read the environment', () => {
  expect(changesIn([{ path: 'test/run/a.test.ts', text: "if (process.env.UPDATE === '1') write()" }])).toEqual([])
})
