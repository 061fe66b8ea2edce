import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { mayRun, thisProcess } from '../../src/node/process-identity.ts'

test('a process that runs may run, and one that ended does not', async () => {
  expect(mayRun(thisProcess())).toBe(true)
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  expect(mayRun({ ...thisProcess(), pid: child.pid!, started: '' })).toBe(false)
})

test('a pid that another process has by now is not the one that began earlier', () => {
  if (thisProcess().started === '') return
  expect(mayRun({ ...thisProcess(), started: 'another boot:1' })).toBe(false)
})

test('of another machine, or another container on this one, nothing is known', () => {
  const ended = { ...thisProcess(), pid: 2 ** 22 + 1 }
  expect(mayRun(ended)).toBe(false)
  expect(mayRun({ ...ended, host: `${ended.host}-2` })).toBe(true)
  expect(mayRun({ ...ended, machine: 'other' })).toBe(true)
})
