import { expect, test } from 'vitest'
import { lockfileFaults, machinePathFaults } from './rules.ts'
import { read, trackedFiles } from './source.ts'

const lock = (entry: object): string => JSON.stringify({ packages: { '': {}, 'node_modules/a': entry } })

test('the lock file names no registry', () => {
  expect(lockfileFaults(read('package-lock.json'))).toEqual([])
})

test('finds a registry in a lock file', () => {
  const fault = {
    path: 'package-lock.json',
    text: lock({ version: '1.0.0', resolved: 'https://registry.example/a.tgz' }),
  }
  const link = { path: 'package-lock.json', text: lock({ resolved: 'packages/a', link: true }) }
  expect(lockfileFaults(fault)).toHaveLength(1)
  expect(lockfileFaults(link)).toEqual([])
})

test('no tracked file names a path of one machine', () => {
  expect(trackedFiles().map(read).flatMap(machinePathFaults)).toEqual([])
})

test('finds paths of one machine', () => {
  const faultsOf = (text: string): string[] => machinePathFaults({ path: 'a', text })
  const [unix, windows] = ['/', '\\']
  for (const home of ['home', 'Users', 'root', 'work']) {
    expect(faultsOf(`cd ${unix}${home}${unix}someone`)).toHaveLength(1)
    expect(faultsOf(`"file:${unix.repeat(3)}${home}${unix}someone"`)).toHaveLength(1)
  }
  expect(faultsOf(`C:${windows}Users${windows}someone`)).toHaveLength(1)
  expect(faultsOf('https://example.org/home/page, ./work/a, src/root/a, hard/work/pays')).toEqual([])
})
