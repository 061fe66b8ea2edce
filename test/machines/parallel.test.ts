/** GNU parallel, and with it whatever numbers its jobs, makes a plan in shards. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLI, xiaojin } from '../node/command.ts'
import { contents } from '../node/studies.ts'
import { absent } from './programs.ts'

const missing = absent('parallel')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-parallel-'))
  writeFileSync(
    join(folder, 'p.yaml'),
    'name: p\npopulation: { consumers: 120 }\nhorizon: { burnIn: 0, months: 2 }\nexperiment: { replications: 4, factors: { credit.coverage: [0.5, 0.9] } }\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(missing !== null)(`GNU parallel${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  test('five shards, two at a time and one tried again after a failure, give the folder of one machine', () => {
    const whole = xiaojin(['sweep', 'p.yaml', '--no-charts', '--quiet', '--out', 'whole'], folder)
    expect(whole).toMatchObject({ code: 0, err: '' })
    xiaojin(['sweep', 'p.yaml', '--no-charts', '--quiet', '--out', 'plan', '--plan'], folder)
    // The third shard dies once, after the fashion of jobs.
    const job = `if [ {} = 3 ] && mkdir died 2>/dev/null; then kill -9 $$; fi; '${process.execPath}' '${CLI}' worker plan --shard {}/5 --quiet`
    const jobs = ['--jobs', '2', '--retries', '2', '--joblog', 'jobs.log', job, ':::', '1', '2', '3', '4', '5']
    const { status, stderr } = spawnSync('parallel', jobs, { cwd: folder, encoding: 'utf8' })
    expect(stderr).not.toContain('xiaojin:')
    expect(status).toBe(0)
    expect(xiaojin(['collect', 'plan', '--quiet'], folder)).toMatchObject({ code: 0, err: '' })
    expect(contents(join(folder, 'plan'))).toEqual(contents(join(folder, 'whole')))
  })
})
