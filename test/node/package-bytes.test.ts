import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packagesSha256 } from '../../src/node/package-bytes.ts'
import { ROOT } from './command.ts'

const info = JSON.parse(fs.readFileSync(join(ROOT, 'dist/build-info.json'), 'utf8')) as { enginePackages: string[] }
const NAMES = ['immer', 'seedrandom', '@noble/hashes']

let root = ''
/** A folder with packages of its own, as they are installed here. */
function copied(name: string): string {
  for (const one of NAMES) {
    const to = join(root, name, 'node_modules', one)
    fs.mkdirSync(dirname(to), { recursive: true })
    fs.cpSync(join(ROOT, 'node_modules', one), to, { recursive: true })
  }
  return join(root, name, 'index.js')
}
beforeAll(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'xiaojin-packages-'))
})
afterAll(() => fs.rmSync(root, { recursive: true, force: true }))

test('the engine names what it imports, and where packages lie changes nothing', () => {
  expect([...new Set(info.enginePackages.map((path) => NAMES.find((name) => path.startsWith(name))))].sort()).toEqual(
    [...NAMES].sort(),
  )
  expect(packagesSha256(info.enginePackages, copied('a'))).toBe(packagesSha256(info.enginePackages, copied('b')))
})

test('one byte in any file that an import reaches, in a version that no lock file names, gives another hash', () => {
  const from = copied('changed')
  const before = packagesSha256(info.enginePackages, from)
  const folder = join(root, 'changed/node_modules')
  for (const file of [
    'seedrandom/lib/tychei.js',
    '@noble/hashes/sha2.js',
    '@noble/hashes/_md.js',
    '@noble/hashes/_u64.js',
  ]) {
    const bytes = fs.readFileSync(join(folder, file))
    fs.writeFileSync(join(folder, file), Buffer.concat([bytes, Buffer.from(' ')]))
    expect(packagesSha256(info.enginePackages, from), file).not.toBe(before)
    fs.writeFileSync(join(folder, file), bytes)
    expect(packagesSha256(info.enginePackages, from), file).toBe(before)
  }
})
