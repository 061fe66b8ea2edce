/** The program where the database, which `query` alone needs, is not installed. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyOf } from '../fixtures/copy.ts'
import { type Ended, QUICK } from './command.ts'

const DATABASE = '@duckdb/node-api'

test('everything works but query, which says what to install, in both languages', () => {
  const { root } = copyOf(['dist', 'scenarios', 'package.json', 'targets.yaml', 'CITATION.cff'])
  // A link to the scope of the database, and to nothing else of it.
  rmSync(join(root, 'node_modules/@duckdb'))
  const place = join(root, 'elsewhere')
  mkdirSync(place)
  writeFileSync(
    join(place, 'tiny.yaml'),
    `name: tiny\npopulation: {consumers: 200}\nhorizon: {burnIn: 1, months: 3}\n${QUICK}`,
  )
  const xiaojin = (...args: readonly string[]): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/node/cli.js'), ...args], {
      cwd: place,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', XIAOJIN_LANG: '' },
    })
    return { code: status, out: stdout, err: stderr }
  }
  expect(xiaojin('run', 'tiny.yaml', '--no-png', '--quiet', '--out', 'done')).toMatchObject({ code: 0, err: '' })
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const install = `npm install ${DATABASE}@${peerDependencies[DATABASE]}`
  for (const [lang, text] of [
    ['en', `query needs the package ${DATABASE}, which is not installed`],
    ['zh', `query 需要软件包 ${DATABASE}，此处尚未安装`],
  ] as const) {
    const { code, out, err } = xiaojin('query', 'done', 'SELECT 1', '--lang', lang)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(text)
    expect(err).toContain(install)
    expect(err).not.toMatch(/\bat .*:\d+:\d+/)
  }
  // What is wrong with the folder comes first.
  expect(xiaojin('query', 'nowhere').err).not.toContain(install)
})
