/** A Slurm cluster of two nodes on loopback, in a folder of its own, under the user of the tests. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, stop } from '../../scripts/lib/programs.mjs'
import { ENVIRONMENT, start, until } from './programs.ts'

export interface SlurmCluster {
  /** Runs a program of Slurm, or a script that calls one; gives what it printed. Throws where it fails. */
  readonly ask: (program: string, ...args: readonly string[]) => string
  /** A node is gone at once, with all that ran there. */
  readonly kill: (node: Node) => Promise<void>
  readonly revive: (node: Node) => Promise<void>
  readonly stop: () => Promise<void>
}

type Node = 'n1' | 'n2'

/** The largest number that its job arrays take is 5: ten shards are two arrays. */
export async function startSlurm(folder: string): Promise<SlurmCluster> {
  const place = join(folder, 'cluster')
  for (const path of ['', 'munge', 'state']) mkdirSync(join(place, path), { recursive: true })
  chmodSync(join(place, 'munge'), 0o755)
  writeFileSync(join(place, 'key'), randomBytes(128), { mode: 0o400 })
  const conf = join(place, 'slurm.conf')
  writeFileSync(conf, await configuration(place))
  const munge = ['socket', 'pid-file', 'log-file', 'seed-file'].map((name) => `--${name}=${join(place, 'munge', name)}`)
  const daemons: ChildProcess[] = [
    start('munged', ['--foreground', '--force', `--key-file=${join(place, 'key')}`, ...munge], place),
  ]
  const env = { ...ENVIRONMENT, SLURM_CONF: conf }
  const call = (program: string, args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' })
  const nodes = new Map<Node, ChildProcess>()
  const revive = async (node: Node): Promise<void> => {
    nodes.set(node, start('slurmd', ['-D', '-N', node, '-f', conf], place))
    await until(() => String(call('sinfo', ['-h', '-n', node, '-o', '%t']).stdout).trim() === 'idle')
  }
  const end = async (): Promise<void> => {
    for (const daemon of [...nodes.values(), ...daemons.reverse()]) await stop(daemon, 'SIGTERM')
  }
  try {
    await until(() => call('munge', [`--socket=${join(place, 'munge/socket')}`, '--no-input']).status === 0)
    daemons.push(start('slurmctld', ['-D', '-f', conf], place))
    await Promise.all([revive('n1'), revive('n2')])
  } catch (error) {
    await end()
    throw error
  }
  return {
    ask: (program, ...args) => {
      const { status, stdout, stderr } = call(program, args)
      if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
      return String(stdout)
    },
    kill: async (node) => {
      const jobs = String(call('squeue', ['-h', '-w', node, '-o', '%A']).stdout)
        .split('\n')
        .filter((job) => job !== '')
      // Slurm says that a task runs before it has started it.
      await until(() => jobs.every((job) => processesOf(place, [job]).length > 0))
      await stop(nodes.get(node))
      const killed = processesOf(place, jobs)
      call('kill', ['-9', ...killed])
    },
    revive,
    stop: end,
  }
}

/** Of jobs of this cluster: what watches them comes first, so that nobody tells how they ended. */
function processesOf(place: string, jobs: readonly string[]): string[] {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8')
    } catch {
      // It has ended, or belongs to another user.
      return ''
    }
  }
  const own = readdirSync('/proc').filter((pid) => {
    const environment = /^\d+$/.test(pid) ? read(pid, 'environ') : ''
    return environment.includes(place) && jobs.includes(/(?:^|\0)SLURM_JOB_ID=(\d+)\0/.exec(environment)?.[1] ?? '')
  })
  const parents = own.map((pid) => /^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1] ?? '')
  return [...new Set([...parents.filter((pid) => read(pid, 'cmdline').startsWith('slurmstepd')), ...own])]
}

async function configuration(place: string): Promise<string> {
  const [host, user] = [hostname().split('.')[0], userInfo().username]
  const [control, one, two] = [await freePort(), await freePort(), await freePort()]
  return `ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${control}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
AuthInfo=socket=${place}/munge/socket
StateSaveLocation=${place}/state
SlurmdSpoolDir=${place}/spool-%n
SlurmctldPidFile=${place}/slurmctld.pid
SlurmdPidFile=${place}/slurmd-%n.pid
SlurmctldLogFile=${place}/slurmctld.log
SlurmdLogFile=${place}/slurmd-%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
MaxArraySize=6
SchedulerType=sched/builtin
KillWait=1
NodeName=n1 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${one} CPUs=2 RealMemory=8000
NodeName=n2 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${two} CPUs=2 RealMemory=8000
PartitionName=short Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
`
}
