/** Scripts that `xiaojin export slurm` writes, on a cluster that the test starts and stops. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, xiaojin } from '../node/command.ts'
import { contents, filesOf } from '../node/studies.ts'
import { absent, until } from './programs.ts'
import { type SlurmCluster, startSlurm } from './slurm-cluster.ts'

const missing = absent('munged', 'munge', 'slurmctld', 'slurmd', 'sbatch')
let folder = ''
let cluster: SlurmCluster | undefined
beforeAll(async () => {
  if (missing !== null) return
  folder = mkdtempSync(join(tmpdir(), 'xiaojin-slurm-'))
  writeFileSync(
    join(folder, 'p.yaml'),
    'name: p\npopulation: { consumers: 400 }\nhorizon: { burnIn: 2, months: 6 }\nexperiment: { replications: 10, factors: { credit.coverage: [0.5, 0.9] } }\n',
  )
  done('sweep', 'p.yaml', '--no-charts', '--out', 'whole')
  cluster = await startSlurm(folder)
})
afterAll(async () => {
  await cluster?.stop()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

function done(...args: readonly string[]): Ended {
  const ended = xiaojin([...args, '--quiet'], folder)
  expect(ended, ended.err).toMatchObject({ code: 0 })
  return ended
}

const ask = (program: string, ...args: readonly string[]): string => cluster!.ask(program, ...args)
const jobs = (states: string): string[] =>
  ask('squeue', '-h', '-r', '-t', states, '-o', '%F_%K')
    .split('\n')
    .filter((line) => line !== '')
const isIdle = (): boolean => jobs('all').every((job) => !jobs('PD,R,CG,CF').includes(job))

/** Tasks of a script stop after their first record until the returned function is called: what is killed was at work. */
function gated(script: string): () => void {
  const gate = join(folder, `${script}.open`)
  const module = `import fs from "node:fs"
    const { linkSync } = fs
    fs.linkSync = (...given) => {
      linkSync(...given)
      const wait = new Int32Array(new SharedArrayBuffer(4))
      while (!fs.existsSync(${JSON.stringify(gate)})) Atomics.wait(wait, 0, 0, 50)
    }`
  const text = readFileSync(join(folder, script), 'utf8')
  const node = `'${process.execPath}'`
  expect(text).toContain(node)
  const options = `--import 'data:text/javascript,${encodeURIComponent(module)}'`
  writeFileSync(
    join(folder, script),
    text.replace(node, () => `${node} ${options}`),
  )
  return () => writeFileSync(gate, '')
}

describe.skipIf(missing !== null)(`Slurm${missing === null ? '' : `, skipped: ${missing}`}`, () => {
  test('an array of ten, one task killed, one node drained, what is missing submitted again: the folder of one machine', async () => {
    done('sweep', 'p.yaml', '--no-charts', '--out', 'plan', '--plan')
    done('export', 'slurm', 'plan', '--shards', '10', '--partition', 'short', '--array-size', '5')
    const script = readFileSync(join(folder, 'plan-slurm/job.sh'), 'utf8')
    for (const option of ['--partition=short', '--cpus-per-task=1', '--mem=', '--time=00:0'])
      expect(script).toContain(option)
    const open = gated('plan-slurm/job.sh')
    expect(ask('bash', 'plan-slurm/submit.sh').match(/Submitted batch job/g)).toHaveLength(2)
    await until(() => jobs('R').length > 0)
    const [victim = ''] = jobs('R')
    ask('scancel', '--signal=KILL', '--full', victim)
    ask('scontrol', 'update', 'NodeName=n2', 'State=DRAIN', 'Reason=test')
    open()
    await until(isIdle, 200)
    const { out } = xiaojin(['status', 'plan', '--shards', '10', '--json'], folder)
    const { shards } = JSON.parse(out) as { shards: number[] }
    expect(shards).toHaveLength(1)
    expect(xiaojin(['collect', 'plan', '--quiet'], folder).code).toBe(4)
    ask('scontrol', 'update', 'NodeName=n2', 'State=RESUME')
    const before = filesOf(join(folder, 'plan-slurm/logs')).length
    ask('bash', 'plan-slurm/submit.sh')
    await until(isIdle, 200)
    expect(filesOf(join(folder, 'plan-slurm/logs'))).toHaveLength(before + shards.length)
    expect(ask('bash', 'plan-slurm/submit.sh')).toContain('No run is missing')
    done('collect', 'plan')
    expect(contents(join(folder, 'plan'))).toEqual(contents(join(folder, 'whole')))
  })

  test('a node that dies with its tasks: they are made on another, and what is not is submitted again', async () => {
    done('sweep', 'p.yaml', '--no-charts', '--out', 'dead', '--plan')
    done('export', 'slurm', 'dead', '--shards', '4')
    const open = gated('dead-slurm/job.sh')
    ask('bash', 'dead-slurm/submit.sh')
    await until(() => jobs('R').length === 4)
    await cluster!.kill('n2')
    ask('scontrol', 'update', 'NodeName=n2', 'State=DOWN', 'Reason=died')
    await until(() => jobs('R').length === 2 && jobs('PD').length === 2)
    open()
    // Slurm would wait two minutes before it starts them again.
    for (const job of jobs('PD')) ask('scontrol', 'update', `JobId=${job}`, 'StartTime=now')
    await until(isIdle, 200)
    expect(ask('bash', 'dead-slurm/submit.sh')).toContain('No run is missing')
    done('collect', 'dead')
    expect(contents(join(folder, 'dead'))).toEqual(contents(join(folder, 'whole')))
    await cluster!.revive('n2')
  })

  test('over scratch of the nodes, records come back as archives, of a task that is stopped, too', async () => {
    done('export', 'slurm', 'p.yaml', '--shards', '3', '--out', 'scratch', '--scratch', `${folder}/local`)
    ask('bash', 'scratch/submit.sh')
    const archives = (): string[] => filesOf(join(folder, 'scratch/records')).filter((path) => path.endsWith('.tar.gz'))
    await until(() => jobs('R').length > 0)
    const [victim = ''] = jobs('R')
    ask('scancel', '--signal=TERM', '--batch', victim)
    await until(isIdle, 200)
    ask('bash', 'scratch/submit.sh')
    await until(isIdle, 200)
    expect(archives().length).toBeGreaterThanOrEqual(3)
    done('collect', 'scratch/plan', ...archives().map((path) => `scratch/records/${path}`))
    const [whole, plan] = ['whole', 'scratch/plan'].map((name) => {
      return new Map([...contents(join(folder, name))].filter(([path]) => path.startsWith('runs/')))
    })
    expect(plan).toEqual(whole)
    expect(filesOf(join(folder, 'local'))).toEqual([])
  })
})
