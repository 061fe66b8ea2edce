/** The program where the packages of the queue are not installed. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { copyOf } from '../fixtures/copy.ts'

test('--queue says what to install, in both languages', () => {
  const { root } = copyOf(['dist', 'scenarios', 'package.json', 'targets.yaml', 'CITATION.cff'])
  for (const name of ['bullmq', 'ioredis']) rmSync(join(root, 'node_modules', name))
  for (const [lang, text] of [
    ['en', '--queue needs the packages bullmq and ioredis'],
    ['zh', '--queue 需要软件包 bullmq 与 ioredis'],
  ] as const) {
    const args = ['dist/node/cli.js', 'worker', '--queue', 'redis://:secret@127.0.0.1:1', '--lang', lang]
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toContain(text)
    expect(stderr).toMatch(/npm install bullmq@\^\d[\d.]* ioredis@\^\d/)
    expect(stderr).not.toContain('secret')
  }
})
